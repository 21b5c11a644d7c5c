"""The cases of a work, a director or a theme against all exonerations of an import.

The figures are the answers of questions, cited as these are; here they become shares, with the
interval in which chance alone could put them. The cases of works were chosen to be told, not drawn
by lot: an interval says nothing of why they were chosen.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import quantiles
from typing import TYPE_CHECKING

from pyoxigraph import Literal, QuerySolutions

from innograph.answers import Answer, Cell, Labels, Row
from innograph.answers.citations import IMPORTED_AS
from innograph.answers.support import Derivation, Support
from innograph.citation import answer as ask
from innograph.errors import UnknownNameError, counted
from innograph.namespaces import ID, INNO, PREFIXES, term
from innograph.proportions import percent, wilson
from innograph.questions import catalogue_of, find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import NamedNode

    from innograph.store import Store

COLUMNS = (
    "measure", "value", "cases", "of", "figure", "interval", "all cases", "all of", "all figure", "outside",
    "missing", "all missing",
)  # fmt: skip
PICTURE = {
    "kind": "shares", "measure": "measure", "value": "value", "cases": "cases", "of": "of",
    "allCases": "all cases", "allOf": "all of",
}  # fmt: skip
SHARES, YEARS, LEFT_OUT = "exonerations-compared", "years-lost-compared", "people-not-compared"
MEASURES = ("factor", "dnaContributed", "sentenceKind", "sentence", "state", "race", "sex")
QUARTILES = (("lower quartile", "lowerQuartile"), ("median", "median"), ("upper quartile", "upperQuartile"))
IMPORTS = """
SELECT ?title ?day ?digest {
  GRAPH id:provenance {
    ?file a inno:ImportedFile ; dcterms:title ?title ; dcterms:publisher id:national-registry-of-exonerations ;
      inno:digest ?digest .
    OPTIONAL { ?file dcterms:issued ?day }
  }
} ORDER BY DESC(?day) ?file
"""
FEW = 30  # cases, below which it is said how much one of them weighs
NAMED = 12  # people
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


def answer(store: Store, entity: NamedNode, import_name: str = "", *, cite: bool = False) -> Answer:
    """A row for each value of each measure, and the quartiles of the years lost.

    Args:
        store: The graph.
        entity: A work, a director or a theme.
        import_name: The import whose exonerations all others are; the newest, if empty.
        cite: Whether each row also gives its citations: the rows of the cases, the passages that say
            which cases these are, and the import as a whole.

    Returns:
        No rows, and a note that says why, where there is nothing to compare.

    Raises:
        UnknownNameError: There is no such import.
    """
    about = {"about": entity.value, **({"import": import_name} if import_name else {})}
    known = _imports(store)
    if import_name and import_name not in known:
        raise UnknownNameError("import", import_name, known, "`innograph import --list` lists them")
    shares, years, left_out = (
        ask(store, find(name, catalogue_of(store.manifest)), about, cite=cite and name != LEFT_OUT)
        for name in (SHARES, YEARS, LEFT_OUT)
    )
    labels = Labels(store.oxigraph)
    if not shares.rows:
        return Answer(COLUMNS, (), tuple(_why_empty(labels.of(entity), known, shares, left_out)))
    rows = sorted(shares.rows, key=lambda row: _order(row.cells["measure"]))
    compared, everything = (int(_text(rows[0], name)) for name in ("of", "allOf"))
    name = import_name or next(iter(known))
    title = f"{labels.of(entity)}: its {counted(compared, 'case')} and all exonerations of {name} ({everything:,})"
    notes = [*_few(compared), *_left_out(left_out), f"all exonerations: {known[name]}", *NOTES]
    return Answer(COLUMNS, (*map(_share, rows), *_quartiles(years.rows)), tuple(notes), title)


def _imports(store: Store) -> dict[str, str]:
    """The imports of the Registry by name, the newest first, each in words."""
    found = store.oxigraph.query(IMPORTS, prefixes=PREFIXES | {"id": ID})
    known = {}
    for title, day, digest in found if isinstance(found, QuerySolutions) else ():
        file, _, name = title.value.rpartition(IMPORTED_AS)
        dated = f", {day.value}" if day else ""
        known[name] = (
            f"National Registry of Exonerations{dated}; {file}, SHA-256 {digest.value};"
            " each row is an exoneration"
        )
    return known


def _order(measure: Cell) -> int:
    name = getattr(measure.term, "value", "").removeprefix(INNO)
    return MEASURES.index(name) if name in MEASURES else len(MEASURES)


def _why_empty(label: str, known: dict[str, str], shares: Answer, left_out: Answer) -> Iterator[str]:
    if not known:
        yield from shares.notes
        return
    yield (
        f"no rows: {label} has no case that has a row in the import; name a work, a director or a theme"
        " of a series (`innograph ask works-about` lists works)"
    )
    yield from _left_out(left_out)


def _few(cases: int) -> Iterator[str]:
    """How much a case weighs, where they are few."""
    if cases == 1:
        yield "one case: its shares can only be 0% or 100%, and say nothing of how often that is so"
    elif cases < FEW:
        yield f"few cases: of {cases}, each one more or less moves a share by {100 / cases:.1f} points"


def _left_out(left_out: Answer) -> Iterator[str]:
    """Who is not counted, and why."""
    for why in dict.fromkeys(row.cells["why"].label for row in left_out.rows):
        people = [row.cells["person"].label for row in left_out.rows if row.cells["why"].label == why]
        more = f" and {len(people) - NAMED} more" if len(people) > NAMED else ""
        yield f"not counted ({why}): {', '.join(people[:NAMED])}{more}"


def _share(row: Row) -> Row:
    """A row with the shares of both sides, and whether that of all is in the interval of the other."""
    cases, of, all_cases, all_of = (int(_text(row, name)) for name in ("cases", "of", "allCases", "allOf"))
    low, high = wilson(cases, of) if of else (0.0, 1.0)
    part = all_cases / all_of if all_of else None
    interval = f"{low:.1%} to {high:.1%}" if of else ""
    outside = "" if part is None or not of else "no" if low <= part <= high else "yes"
    cells = (
        row.cells["measure"], row.cells["value"], _count(cases), _count(of), _percent(cases / of if of else None),
        Cell(None, interval), _count(all_cases), _count(all_of), _percent(part), Cell(None, outside),
        _count(int(_text(row, "missing"))), _count(int(_text(row, "allMissing"))),
    )  # fmt: skip
    return replace(row, cells=dict(zip(COLUMNS, cells, strict=True)))


def _quartiles(rows: Sequence[Row]) -> Iterator[Row]:
    """The quartiles of the years that the exonerees lost, beside those of all."""
    if not rows:
        return
    said = [row for row in rows if _text(row, "yearsLost")]
    mine = _quarters(sorted(float(_text(row, "yearsLost")) for row in said))
    together = _together(rows)
    none, missing = Cell(None, ""), _count(len(rows) - len(said))
    all_of, all_missing = (_count(int(_text(rows[0], name))) for name in ("allOf", "allMissing"))
    for (name, column), number in zip(QUARTILES, mine, strict=True):
        cells = (
            Cell(None, "years lost"), Cell(None, name), none, _count(len(said)), _number(number), none,
            none, all_of, _number(float(_text(rows[0], column))), none, missing, all_missing,
        )  # fmt: skip
        yield replace(together, cells=dict(zip(COLUMNS, cells, strict=True)))


def _together(rows: Sequence[Row]) -> Row:
    """A row that rests on all that these do."""
    cited = {each.passage: each for row in rows for each in row.citations or ()}
    citations = tuple(sorted(cited.values(), key=lambda each: (each.mark, each.passage)))
    supports = [row.support for row in rows if row.support]
    facts = dict.fromkeys(
        fact for each in supports for derivation in each.derivations for fact in derivation.facts
    )
    rivals = dict.fromkeys(rival for each in supports for rival in each.rivals)
    return Row(
        {},
        derived=any(row.derived for row in rows),
        disputed=any(row.disputed for row in rows),
        citations=citations if supports else None,
        support=Support((Derivation(tuple(facts)),), rivals=tuple(rivals), is_aggregate=True)
        if supports
        else None,
    )


def _quarters(numbers: list[float]) -> list[float | None]:
    """The quartiles, interpolated between neighbours (inclusive)."""
    if len(numbers) > 1:
        return [*quantiles(numbers, n=4, method="inclusive")]
    return [numbers[0] if numbers else None] * 3


def _text(row: Row, column: str) -> str:
    return getattr(row.cells[column].term, "value", "")


def _count(number: int) -> Cell:
    return Cell(Literal(str(number), datatype=term("xsd:integer")), f"{number:,}")


def _percent(part: float | None) -> Cell:
    return _decimal(part, "" if part is None else percent(part))


def _number(number: float | None) -> Cell:
    return _decimal(number, "" if number is None else f"{number:.1f}")


def _decimal(number: float | None, shown: str) -> Cell:
    exact = None if number is None else Literal(f"{number:.4f}", datatype=term("xsd:decimal"))
    return Cell(exact, shown)
