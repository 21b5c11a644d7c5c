"""What is known of a person when two lists are compared: of a curated one, or of an import's row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from innograph.facts.care import name_digests
from innograph.imports.nre.vocabulary import whole_state
from innograph.imports.rows import CASE, PERSON
from innograph.imports.subjects import own_subject
from innograph.namespaces import ID, INNO, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import QuerySolution

    from innograph.imports.description import Description
    from innograph.imports.rows import Row
    from innograph.imports.storage import Import
    from innograph.store import Store

IDENTIFIERS = ("registryId", "spreadsheetId", "clientSlug")
OF_CASE = ("state", "county", "worstCrime", "ageAtCrime", *IDENTIFIERS)
OF_PERSON = ("sex", "race")
EVENTS = {
    "crime/1": "crime",
    "wrongful-conviction/1": "conviction",
    "release/1": "release",
    "exoneration/1": "exoneration",
}
CURATED = """
SELECT ?person ?name ?case ?property ?value {
  ?case inno:exoneree ?person .
  { ?person rdfs:label|inno:alias ?name }
  UNION { VALUES ?property { %s } ?case ?property ?value }
  UNION { VALUES ?property { %s } ?person ?property ?value }
  UNION { ?case inno:event ?property . ?property inno:date ?value }
} ORDER BY ?person ?case ?name ?property ?value
"""


@dataclass(slots=True)
class Person:
    """A person as a list has them.

    Attributes:
        id: The person's id, without the namespace of ids: of a curated person, or a row's own.
        names: The name, and other names.
        case: Id of the case; empty for a row's own.
        known: What is known, by name: ``state``, ``county``, ``worstCrime``, ``ageAtCrime``,
            ``sex``, ``race``, identifiers, and dates by event, such as ``exoneration``.
        shown: The state as it is listed, such as ``"Fed-NY"``.
    """

    id: str
    names: list[str]
    case: str = ""
    known: dict[str, str] = field(default_factory=dict)
    shown: str = ""

    @property
    def name(self) -> str:
        """The name that the list has."""
        return self.names[0] if self.names else ""

    def set(self, name: str, value: str) -> None:
        """Take a value; the first of several stands, and a federal case is in the state of its district."""
        if name == "state":
            self.shown = self.shown or value
            value = whole_state(value)
        if value:
            self.known.setdefault(name, value)


def of_row(described: Description, row: Row) -> Person:
    """The person that a row is about."""
    person = Person(own_subject(described, row.number).person, [row.name])
    for fact in row.facts:
        if fact.relation == "date" and fact.about in EVENTS:
            person.set(EVENTS[fact.about], fact.value.text)
        elif (
            (fact.about == CASE and fact.relation in OF_CASE)
            or (fact.about == PERSON and fact.relation in OF_PERSON)
            or fact.relation == "clientSlug"
        ):
            person.set(fact.relation, fact.value.text)
    return person


class People(Protocol):
    """People who can be counted, and gone through more than once."""

    def __iter__(self) -> Iterator[Person]:
        """Each of them."""

    def __len__(self) -> int:
        """How many there are."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The people of an import's rows, without those who asked to be removed; read each time they are gone through.

    Attributes:
        stored: The import.
        removed: Digests of the names of people who asked to be removed.
    """

    stored: Import
    removed: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Person]:
        for row in self.stored.rows():
            if not (self.removed and self.removed.intersection(name_digests(row.name))):
                yield of_row(self.stored.description, row)

    def __len__(self) -> int:
        """How many rows there are, with those of whoever is left out."""
        return self.stored.description.rows


def curated(store: Store) -> list[Person]:
    """The exonerees of a store of curated facts, each with a case, by id."""
    query = CURATED % tuple(" ".join(f"inno:{name}" for name in names) for names in (OF_CASE, OF_PERSON))
    found: dict[tuple[str, str], Person] = {}
    for row in store.oxigraph.query(query, prefixes=PREFIXES):  # type: ignore[union-attr]
        key = _id(row, "person"), _id(row, "case")
        person = found.setdefault(key, Person(key[0], [], key[1]))
        if row["name"] is not None:
            _add_name(person, store, row)
        else:
            name = _id(row, "property").removeprefix(f"{key[1]}/")
            person.set(EVENTS.get(name, name), row["value"].value)
    return sorted(found.values(), key=lambda person: (person.id, person.case))


def _add_name(person: Person, store: Store, row: QuerySolution) -> None:
    from pyoxigraph import DefaultGraph

    from innograph.namespaces import LABEL

    is_label = next(store.oxigraph.quads_for_pattern(row["person"], LABEL, row["name"], DefaultGraph()), None)
    person.names.insert(0 if is_label else len(person.names), row["name"].value)


def _id(row: QuerySolution, name: str) -> str:
    value: str = row[name].value
    return value.removeprefix(ID).removeprefix(INNO)
