"""What all rows of an import say together: how many say what, and of how many it is known.

Shares of some cases are held against these figures. They are stated by the file as a whole, which
is a passage of its own, so that an answer cites the file and not thousands of its rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import quantiles
from typing import TYPE_CHECKING
from urllib.parse import quote

from innograph.imports import statements, terms
from innograph.imports.nre.vocabulary import whole_state
from innograph.imports.rows import CASE, PERSON
from innograph.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.imports.description import Description
    from innograph.imports.rows import Row
    from innograph.imports.statements import Group

REGISTRY = "nre"
FACTOR, DENIED, YEARS_LOST = "factor", "excludedFactor", "yearsLost"
SENTENCE, KIND = "sentence", "sentenceKind"
FIRST_SENTENCE = "sentencing/1"
# Where a row says what: about whom, by property.
TALLIED = {
    FACTOR: CASE, "dnaContributed": CASE, "state": CASE, "race": PERSON, "sex": PERSON,
    SENTENCE: FIRST_SENTENCE, KIND: FIRST_SENTENCE,
}  # fmt: skip
QUARTILES = ("lower quartile", "median", "upper quartile")


# The terms of the ontology that tallies are made of.
TERMS = {
    "Tally", "talliedIn", "talliedProperty", "talliedAs", "talliedValue", "rowsSaying", "rowsKnown", "rowsInAll",
}  # fmt: skip


class Tallies:
    """The tallies of one import of the Registry, as its rows are gone through."""

    def __init__(self, described: Description) -> None:
        self.described = described
        self.rows = 0
        self.counts: dict[str, Counter[Value]] = defaultdict(Counter)  # by property, rows as they say it
        self.known: Counter[str] = Counter()  # by property, rows that say anything
        self.denied: Counter[Value] = Counter()
        self.years: list[float] = []

    def take(self, row: Row) -> None:
        """Count a row."""
        self.rows += 1
        said: dict[str, set[Value]] = defaultdict(set)
        for fact in row.facts:
            if TALLIED.get(fact.relation) == fact.about:
                said[fact.relation].add(fact.value)
            elif fact.about == CASE and fact.relation == DENIED:
                self.denied[fact.value] += 1
            elif fact.about == CASE and fact.relation == YEARS_LOST:
                self.years.append(float(fact.value.text))
        for relation, values in said.items():
            self.known[relation] += 1
            self.counts[relation].update(values)

    def group(self) -> Group:
        """The quads that they make."""
        group = statements.Group()
        source = statements.source_id(self.described)
        self._whole(group, source)
        for relation, counts in self.counts.items():
            if relation == SENTENCE and KIND in self.counts:
                continue  # the Registry's own kinds are better than the words
            for counted, values in _by_what_they_count_as(relation, counts).items():
                saying = sum(counts[value] for value in values)
                known = self._known(relation, counted, saying)
                self._tally(group, (relation, counted), values, rowsSaying=saying, rowsKnown=known)
        for name, amount in zip(QUARTILES, _quartiles(self.years), strict=False):
            key = (YEARS_LOST, Value(name, "xsd:string"))
            self._tally(group, key, (), rowsKnown=len(self.years), amount=amount)
        return group

    def _whole(self, group: Group, source: str) -> None:
        """The passage that is the whole file."""
        passage = self._passage
        group.describe(
            passage,
            rdf__type=terms.known("Passage"),
            rdfs__label=terms.literal(f"{self.described.name}, all rows"),
            prov__wasDerivedFrom=terms.iri(f"source/{source}"),
            locatorKind=terms.literal("page"),
        )

    @property
    def _passage(self) -> str:
        return terms.iri(f"passage/{statements.source_id(self.described)}/page")

    def _known(self, relation: str, counted: Value, saying: int) -> int:
        """Of how many rows it is known; of a factor, of which each row may have several: denied or not."""
        return saying + self.denied[counted] if relation == FACTOR else self.known[relation]

    def _tally(self, group: Group, key: tuple[str, Value], values: Iterable[Value], **figures: float) -> None:
        relation, counted = key
        name = counted.text.rpartition("/")[2].casefold().replace(" ", "-")
        node = terms.iri(f"tally/{statements.source_id(self.described)}/{relation}/{quote(name)}")
        label = f"{self.described.name}: {relation}: {counted.text}"
        group.describe(node, rdf__type=terms.known("Tally"), rdfs__label=terms.literal(label))
        said = [
            ("talliedIn", terms.iri(f"source/{statements.source_id(self.described)}")),
            ("talliedProperty", terms.known(relation)),
            ("talliedAs", terms.of_value(counted)),
            *(("talliedValue", terms.of_value(value)) for value in values),
            ("rowsInAll", terms.literal(str(self.rows), "xsd:integer")),
            *((name, _number(figure)) for name, figure in figures.items()),
        ]
        for name, value in said:
            group.state(f"{node} {terms.known(name)} {value}", self._passage)


def _by_what_they_count_as(relation: str, counts: Iterable[Value]) -> dict[Value, list[Value]]:
    """The values that are counted together, by what they are counted as."""
    found: dict[Value, list[Value]] = defaultdict(list)
    for value in sorted(counts, key=lambda each: each.text):
        found[_counted_as(relation, value)].append(value)
    return found


def _counted_as(relation: str, value: Value) -> Value:
    """A federal case in the state of its district; words of a sentence by its kind; all else as it is."""
    if relation == "state":
        return Value(whole_state(value.text), value.datatype)
    return Value(_kind_of_sentence(value.text.casefold()), value.datatype) if relation == SENTENCE else value


def _kind_of_sentence(words: str) -> str:
    if words.startswith("death"):
        return "Death"
    if words.startswith("life without parole"):
        return "Life without parole"
    return "Life" if words in ("life", "life in prison", "life imprisonment") else "Other sentence"


def _quartiles(numbers: list[float]) -> list[float]:
    """The quartiles, interpolated between neighbours (inclusive); of nothing none."""
    if len(numbers) > 1:
        return quantiles(numbers, n=4, method="inclusive")
    return numbers * 3


def _number(figure: float) -> str:
    if isinstance(figure, int):
        return terms.literal(str(figure), "xsd:integer")
    return terms.literal(f"{figure:.4f}".rstrip("0").rstrip("."), "xsd:decimal")
