"""Everything known about one entity: each fact with its sources, its rivals and its standing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from innograph.answers import Answer, Cell, Labels, Row
from innograph.evidence import Evidence, by_predicate
from innograph.namespaces import ID, INNO, LABEL, ONTOLOGY, PROVENANCE, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.evidence import Statement
    from innograph.store import Store

COLUMNS = ("property", "value", "standing", "sources")
SUBCLASS_OF = term("rdfs:subClassOf")
NOTHING = Cell(None, "")
SHORTCUT_RULE = "rule/credit-shortcut"
HOLDERS = ("person", "organization")
SHOWN_APART = ("event", "work", *HOLDERS, "holdsRole")


def describe(store: Store, entity: NamedNode) -> Answer:
    """What is known about *entity*: its facts, credits and events, and who refers to it.

    Each row is a fact or a rival claim. *standing* says whether it is asserted, derived, or a
    rival that is not asserted, with the reason for its rank; *sources* lists the passages that
    state it.

    Args:
        store: The graph.
        entity: The entity's IRI.
    """
    describer = _Describer(store)
    heading = f"{describer.labels.of(entity)} ({entity.value.removeprefix(ID)})"
    kinds = ", ".join(describer.kinds(entity))
    return Answer(COLUMNS, tuple(describer.rows(entity)), title=f"{heading}: {kinds}" if kinds else heading)


class _Describer:
    def __init__(self, store: Store) -> None:
        self.graph = store.oxigraph
        self.labels = Labels(self.graph)
        self.evidence = Evidence(self.graph, self.labels)

    def kinds(self, entity: NamedNode) -> list[str]:
        """The labels of the entity's most specific classes."""
        own = self._objects(entity, TYPE, DefaultGraph())
        above = {parent for kind in own for parent in self._objects(kind, SUBCLASS_OF, ONTOLOGY)}
        return sorted(self.labels.of(kind) for kind in own - above if kind.value.startswith(INNO))

    def rows(self, entity: NamedNode) -> Iterator[Row]:
        """Own facts, credits, events with their facts, and what refers to the entity."""
        yield from self._source(entity)
        own = self.evidence.statements(entity)
        inverse = self.evidence.statements(None, entity)
        yield from self._plain(own)
        yield from self._credits(by_predicate(inverse, "work", *HOLDERS))
        for event in self._events(by_predicate(own, "event")):
            yield from self._plain(self.evidence.statements(event), f"{self.labels.of(event)}: ")
        yield from self._inverse(inverse)

    def _source(self, entity: NamedNode) -> Iterator[Row]:
        """How a source is described, and what its passages state; nothing for another entity."""
        for quad in self.graph.quads_for_pattern(entity, None, None, PROVENANCE):
            if quad.predicate not in (TYPE, LABEL):
                name = self.labels.of(quad.predicate).rpartition(":")[2]
                cells = (Cell(quad.predicate, name), self.labels.cell(quad.object), NOTHING, NOTHING)
                yield Row(dict(zip(COLUMNS, cells, strict=True)))
        stated = self.evidence.stated_by(entity)
        of_credits = by_predicate(stated, "role", *HOLDERS)  # said by the credit's label
        for statement in sorted((s for s in stated if s not in of_credits), key=self._subject_order):
            label = f"{self.labels.of(statement.subject)}: {self.labels.of(statement.predicate)}"
            yield self._row(Cell(statement.predicate, label), self.labels.cell(statement.value), statement)

    def _plain(self, statements: Iterable[Statement], prefix: str = "") -> Iterator[Row]:
        for statement in sorted(_listed(statements), key=self._order):
            name = Cell(statement.predicate, prefix + self.labels.of(statement.predicate))
            yield self._row(name, self.labels.cell(statement.value), statement)

    def _inverse(self, statements: Iterable[Statement]) -> Iterator[Row]:
        for statement in sorted(_listed(statements), key=self._order):
            label = self.evidence.text(statement.predicate, "inverseLabel", ONTOLOGY)
            name = Cell(statement.predicate, label or f"{self.labels.of(statement.predicate)} of")
            yield self._row(name, self.labels.cell(statement.subject), statement)

    def _credits(self, statements: Iterable[Statement]) -> Iterator[Row]:
        """A row for each credit: from a work its holder, from a holder the work."""
        rows = [row for statement in statements for row in self._credit(statement)]
        yield from sorted(rows, key=lambda row: (row.cells["property"].label, row.cells["value"].label))

    def _credit(self, statement: Statement) -> Iterator[Row]:
        """The credit, and its scope where a source gives one."""
        facts = self.evidence.statements(statement.subject)
        from_work = statement.predicate.value == f"{INNO}work"
        other = by_predicate(facts, *(HOLDERS if from_work else ("work",)))[0]
        role = self.labels.cell(by_predicate(facts, "role")[0].value)
        name = role.label if from_work else f"{role.label} of"
        shown = self.labels.cell(other.value)
        yield self._row(Cell(role.term, name), shown, statement)
        for scope in by_predicate(facts, "scope"):
            words = f"{shown.label}: {self.labels.cell(scope.value).label}"
            yield self._row(Cell(scope.predicate, f"{name}, scope"), Cell(scope.value, words), scope)

    def _row(self, name: Cell, value: Cell, statement: Statement) -> Row:
        standing = self.evidence.standing(statement)
        citations = self.evidence.citations(statement)
        sources = "; ".join([*(cited.mark for cited in citations), *self.evidence.reasons(statement)])
        cells = (name, value, Cell(None, standing.words), Cell(None, sources))
        return Row(
            dict(zip(COLUMNS, cells, strict=True)),
            derived=statement.derived,
            disputed=standing.disputed,
            citations=citations,
        )

    def _events(self, statements: Iterable[Statement]) -> list[NamedNode]:
        events = {statement.value for statement in statements}
        dated = {
            event: self.evidence.text(event, "date", DefaultGraph())
            for event in events
            if isinstance(event, NamedNode)
        }
        return sorted(dated, key=lambda event: (dated[event] or "9999", event.value))

    def _order(self, statement: Statement) -> tuple[str, bool, str, str]:
        name, value = self.labels.of(statement.predicate), self.labels.cell(statement.value).label
        return name, not statement.asserted, value, self.labels.of(statement.subject)

    def _subject_order(self, statement: Statement) -> tuple[str, str, tuple[str, bool, str, str]]:
        return self.labels.of(statement.subject), statement.subject.value, self._order(statement)

    def _objects(
        self, subject: NamedNode, predicate: NamedNode, graph: NamedNode | DefaultGraph
    ) -> set[NamedNode]:
        quads = self.graph.quads_for_pattern(subject, predicate, None, graph)
        return {quad.object for quad in quads if isinstance(quad.object, NamedNode)}


def _listed(statements: Iterable[Statement]) -> list[Statement]:
    """All but events and credits, which have rows of their own, and shortcuts of credits."""
    apart = {INNO + name for name in SHOWN_APART}
    return [
        statement
        for statement in statements
        if statement.predicate.value not in apart and not statement.stands_in(SHORTCUT_RULE)
    ]
