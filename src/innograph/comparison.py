"""The cases of a work, a director or a theme against all exonerations of an import.

The cases of works were chosen to be told, not drawn by lot: an interval says how far chance alone
could carry a share of so few, and nothing of why they were chosen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import sqrt
from statistics import quantiles
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions

from innograph.answers import Answer, Cell, Labels, Row
from innograph.errors import QueryError, UnknownNameError
from innograph.namespaces import ID, PREFIXES, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.store import Store

    Values = dict[str, set[str]]  # of each case, in words
    Group = tuple[dict[str, Values], set[str]]  # values by measure, and the cases

COLUMNS = (
    "measure", "value", "cases", "of", "figure", "interval", "all cases", "all of", "all figure", "outside",
    "missing", "all missing",
)  # fmt: skip
PICTURE = {
    "kind": "shares", "measure": "measure", "value": "value", "figure": "figure", "interval": "interval",
    "all": "all figure", "cases": "cases", "of": "of",
}  # fmt: skip
Z = 1.959964  # the normal distribution's quantile of 0.975
CASES = """
SELECT DISTINCT ?case {
  { %(it)s inno:covers ?case } UNION { ?work inno:partOf+ %(it)s ; inno:covers ?case }
  UNION { ?work inno:director %(it)s ; inno:covers ?case } UNION { ?work inno:theme %(it)s ; inno:covers ?case }
  ?case inno:exoneree ?person
}
"""
IMPORTS = """
SELECT ?source ?title ?day {
  GRAPH id:provenance {
    ?source a inno:ImportedFile ; dcterms:title ?title ; dcterms:publisher id:national-registry-of-exonerations .
    OPTIONAL { ?source dcterms:issued ?day }
  }
} ORDER BY DESC(?day) ?source
"""
IN_IMPORT = "GRAPH id:provenance { ?passage prov:wasDerivedFrom %s } GRAPH ?passage { %s }"
# Pattern of a case and its values, by measure.
PATTERNS = {
    "contributing factor": "?case inno:factor ?value",
    "factor denied": "?case inno:excludedFactor ?value",
    "DNA contributed": "?case inno:dnaContributed ?value",
    "sentence": "?case inno:event ?event . ?event inno:sentence ?value FILTER STRENDS(STR(?event), '/sentencing/1')",
    "state": "?case inno:state ?value",
    "race": "?case inno:exoneree ?person . ?person inno:race ?value",
    "sex": "?case inno:exoneree ?person . ?person inno:sex ?value",
    "years lost": "?case inno:yearsLost ?value",
}
NOTES = (
    (
        "figure: the share of the cases whose value is known; of factors, which the Registry codes only where it found them,"
        " of all cases. What is not coded is not a no: missing counts the cases of which nothing is said."
    ),
    (
        "interval: 95 %, the score interval of Wilson (Journal of the American Statistical Association 22, 1927)."
        " outside: the share of all exonerations is outside it. Works choose their cases; they are no random sample."
    ),
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many cases have a value, of how many, and of how many more nothing is known."""

    cases: int
    of: int
    missing: int

    @property
    def part(self) -> float | None:
        """The share, from 0 to 1; None of nothing."""
        return self.cases / self.of if self.of else None


def wilson(cases: int, of: int) -> tuple[float, float]:
    """The score interval of a share, 95 %.

    After E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal
    of the American Statistical Association 22 (1927), 209-212.

    Args:
        cases: How many have the value, from 0 to *of*.
        of: How many there are, at least 1.

    Returns:
        Its ends, from 0 to 1.
    """
    part, square = cases / of, Z * Z
    middle = (part + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * sqrt(part * (1 - part) / of + square / (4 * of * of))
    low = 0.0 if cases == 0 else middle - half
    return low, 1.0 if cases == of else middle + half


def answer(store: Store, entity: NamedNode, import_name: str = "") -> Answer:
    """A row for each value of each measure, and the quartiles of the years lost.

    Args:
        store: The graph, with an import of the Registry in it.
        entity: A work, a director or a theme.
        import_name: The import whose exonerations all others are; the newest, if empty.

    Raises:
        QueryError: The entity has no case, or there is no import of the Registry.
        UnknownNameError: There is no such import.
    """
    labels = Labels(store.oxigraph)
    source, title = _import(store, import_name)
    some = {row[0].value for row in _rows(store, CASES % {"it": str(entity)})}
    if not some:
        raise QueryError(
            f"{labels.of(entity)} has no case of an exoneree",
            "name a work, a director or a theme; `innograph ask works-about` lists works",
        )
    listed = IN_IMPORT % (source, "?case inno:exoneree ?person")
    everything = {row[0].value for row in _rows(store, f"SELECT DISTINCT ?case {{ {listed} }}")}
    asserted = {name: _values(store, labels, name, pattern) for name, pattern in PATTERNS.items()}
    imported = {
        name: _values(store, labels, name, IN_IMPORT % (source, pattern))
        for name, pattern in PATTERNS.items()
    }
    rows = list(_all_rows((asserted, some), (imported, everything)))
    outside = len(some - everything)
    notes = [f"{outside} of the {len(some)} cases are not in the import"] if outside else []
    heading = (
        f"{labels.of(entity)}: its cases ({len(some)}) and all exonerations of {title} ({len(everything):,})"
    )
    origin = f"all exonerations: National Registry of Exonerations, {title}; a row of that export each"
    return Answer(COLUMNS, tuple(rows), (*notes, origin, *NOTES), heading)


def _import(store: Store, name: str) -> tuple[str, str]:
    """The source of an import as SPARQL names it, and the import's name."""
    found = {
        row[1].value.rpartition(" imported as ")[2]: str(row[0]) for row in reversed([*_rows(store, IMPORTS)])
    }
    if not found:
        raise QueryError("there is no import of the Registry to compare with", "innograph import nre FILE")
    chosen = name or [*found][-1]
    if chosen not in found:
        raise UnknownNameError("import", name, found, "`innograph import --list` lists them")
    return found[chosen], chosen


def _values(store: Store, labels: Labels, measure: str, pattern: str) -> Values:
    """The values of each case, in words."""
    found: Values = defaultdict(set)
    for case, value in _rows(store, f"SELECT ?case ?value {{ {pattern} }}"):
        words = labels.of(value) if isinstance(value, NamedNode) else value.value
        found[case.value].add(_plain(measure, words))
    return found


def _plain(measure: str, words: str) -> str:
    """A value as it is compared: a federal case in its district's state, a sentence by its kind."""
    if measure == "state":
        from innograph.imports.nre.vocabulary import STATES

        short = words.removeprefix("Fed-")
        return STATES.get(short, short)
    if measure == "DNA contributed":
        return "yes" if words in ("true", "1") else "no"
    return _kind_of_sentence(words.casefold()) if measure == "sentence" else words


def _kind_of_sentence(words: str) -> str:
    if words.startswith("death"):
        return "death"
    if words.startswith("life without parole"):
        return "life without parole"
    return "life" if words in ("life", "life in prison", "life imprisonment") else "other"


def _all_rows(some: Group, everything: Group) -> Iterator[Row]:
    for measure in ("contributing factor", "DNA contributed", "sentence", "state", "race", "sex"):
        mine = _shares(measure, *some)
        others = _shares(measure, *everything)
        shown = [*mine] if measure == "state" else [*(others | mine)]
        if measure == "DNA contributed":
            shown = ["yes"]
        for value in sorted(shown, key=lambda each: (-others.get(each, _none(others)).cases, each)):
            yield _row(measure, value, mine.get(value, _none(mine)), others.get(value, _none(others)))
    yield from _quartiles(some, everything)


def _none(shares: dict[str, Share]) -> Share:
    """The share of a value that no case has."""
    known = next(iter(shares.values()), Share(0, 0, 0))
    return Share(0, known.of, known.missing)


def _shares(measure: str, values: dict[str, Values], cases: set[str]) -> dict[str, Share]:
    """The share of each value among cases."""
    given = values[measure]
    counts = Counter(value for case in cases for value in given.get(case, ()))
    if measure == "contributing factor":
        denied = values["factor denied"]
        said = Counter(value for case in cases for value in denied.get(case, ()))
        return {
            value: Share(count, len(cases), len(cases) - count - said[value])
            for value, count in counts.items()
        }
    known = sum(1 for case in cases if given.get(case))
    return {value: Share(count, known, len(cases) - known) for value, count in counts.items()}


def _row(measure: str, value: str, mine: Share, others: Share) -> Row:
    low, high = wilson(mine.cases, mine.of) if mine.of else (0.0, 1.0)
    part = others.part
    outside = "" if part is None or not mine.of else "no" if low <= part <= high else "yes"
    interval = f"{low:.1%} to {high:.1%}" if mine.of else ""
    return _cells(
        measure, value, _count(mine.cases), _count(mine.of), _percent(mine.part), Cell(None, interval),
        _count(others.cases), _count(others.of), _percent(part), Cell(None, outside),
        _count(mine.missing), _count(others.missing),
    )  # fmt: skip


def _quartiles(some: Group, everything: Group) -> Iterator[Row]:
    mine, others = (_numbers(values["years lost"], cases) for values, cases in (some, everything))
    quarters = [_quarters(numbers) for numbers in (mine, others)]
    for at, name in enumerate(("lower quartile", "median", "upper quartile")):
        yield _cells(
            "years lost", name, _count(len(mine)), _count(len(mine)), _number(quarters[0][at]), Cell(None, ""),
            _count(len(others)), _count(len(others)), _number(quarters[1][at]), Cell(None, ""),
            _count(len(some[1]) - len(mine)), _count(len(everything[1]) - len(others)),
        )  # fmt: skip


def _numbers(given: Values, cases: Iterable[str]) -> list[float]:
    return [float(min(given[case])) for case in cases if given.get(case)]


def _quarters(numbers: list[float]) -> list[float | None]:
    """The quartiles, interpolated between neighbours (inclusive)."""
    if len(numbers) > 1:
        return [*quantiles(numbers, n=4, method="inclusive")]
    return [numbers[0] if numbers else None] * 3


def _cells(measure: str, value: str, *cells: Cell) -> Row:
    named = (Cell(None, measure), Cell(None, value), *cells)
    return Row(dict(zip(COLUMNS, named, strict=True)))


def _count(number: int) -> Cell:
    return Cell(Literal(str(number), datatype=term("xsd:integer")), f"{number:,}")


def _percent(part: float | None) -> Cell:
    return _decimal(part, "" if part is None else f"{part:.1%}")


def _number(number: float | None) -> Cell:
    return _decimal(number, "" if number is None else f"{number:.1f}")


def _decimal(number: float | None, shown: str) -> Cell:
    exact = None if number is None else Literal(f"{number:.4f}", datatype=term("xsd:decimal"))
    return Cell(exact, shown)


def _rows(store: Store, query: str) -> Iterator[tuple[NamedNode | Literal, ...]]:
    solutions = store.oxigraph.query(query, prefixes=PREFIXES | {"id": ID})
    if isinstance(solutions, QuerySolutions):
        yield from (tuple(solution) for solution in solutions)
