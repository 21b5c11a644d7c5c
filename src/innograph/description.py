"""Everything known about one entity: each fact with its sources, its rivals and its standing."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode

from innograph.answers import Answer, Cell, Labels, Row
from innograph.evidence import Evidence
from innograph.kinds import kinds
from innograph.namespaces import ID, LABEL, ONTOLOGY, PROVENANCE, TYPE, term
from innograph.statements import by_predicate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from innograph.evidence import Basis
    from innograph.statements import Statement, Term
    from innograph.store import Store

COLUMNS = ("property", "value", "standing", "sources")
HOLDERS = (term("person"), term("organization"))
WORK, ROLE, SCOPE, EVENT = map(term, ("work", "role", "scope", "event"))
SHOWN_APART = frozenset((EVENT, WORK, *HOLDERS, term("holdsRole")))


def describe(store: Store, entity: NamedNode) -> Answer:
    """What is known about *entity*: its facts, credits and events, and who refers to it.

    Each row is a fact or a rival claim. *standing* says whether it is asserted, derived, or a
    rival that is not asserted, with the reason for its rank; *sources* lists the passages that
    state it.

    Args:
        store: The graph.
        entity: The entity's IRI.
    """
    describer = Describer(Evidence(store.oxigraph, Labels(store.oxigraph)))
    heading = f"{describer.labels.of(entity)} ({entity.value.removeprefix(ID)})"
    classes = ", ".join(kinds(store.oxigraph, describer.labels, entity))
    return Answer(
        COLUMNS,
        tuple(entry.as_row() for entry in describer.entries(entity)),
        title=f"{heading}: {classes}" if classes else heading,
    )


class Entry(NamedTuple):
    """A fact about an entity, or a rival claim, with what it rests on.

    Attributes:
        event: The event that it is about, where it is not about the entity itself; its label says
            what ended it if it is a wrongful conviction.
        property: The property, or the role that a credit holds.
        basis: How it stands and what it rests on; None where there is nothing to cite.
    """

    event: Cell | None
    property: Cell
    value: Cell
    basis: Basis | None = None

    def as_row(self) -> Row:
        """The entry in the columns of a description."""
        name = f"{self.event.label}: {self.property.label}" if self.event else self.property.label
        cells = [Cell(self.property.term, name), self.value]
        if self.basis is None:
            return Row(dict(zip(COLUMNS, [*cells, Cell(None, ""), Cell(None, "")], strict=True)))
        citations = self.basis.citations
        sources = "; ".join([*(cited.mark for cited in citations), *self.basis.reasons])
        cells += [Cell(None, self.basis.standing), Cell(None, sources)]
        marks = self.basis.derived, self.basis.disputed
        return Row(dict(zip(COLUMNS, cells, strict=True)), *marks, citations)


class Describer:
    """Describes entities, each in entries; labels are looked up once for all.

    Args:
        evidence: What statements of the graph rest on.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.graph = evidence.graph
        self.labels = evidence.labels
        self.evidence = evidence
        self._inverse_names: dict[NamedNode, Cell] = {}

    def entries(self, entity: NamedNode) -> list[Entry]:
        """Own facts, credits, events with their facts, and what refers to the entity."""
        own, nested = _sorted_out(self.evidence.statements(entity))
        inverse, crediting = _sorted_out(self.evidence.statements(None, entity))
        found = list(self._source(entity)) if self.evidence.all.is_described(entity) else []
        found += self._plain(own)
        if crediting:
            found += self._credits(by_predicate(crediting, WORK, *HOLDERS))
        for event in self._events(by_predicate(nested, EVENT)) if nested else ():
            facts, _ = _sorted_out(self.evidence.statements(event))
            found += self._plain(facts, self.labels.cell(event))
        return found + self._inverse(inverse)

    def _source(self, entity: NamedNode) -> Iterator[Entry]:
        """How a source is described, and what its passages state; nothing for another entity."""
        for quad in self.graph.quads_for_pattern(entity, None, None, PROVENANCE):
            if quad.predicate not in (TYPE, LABEL):
                name = self.labels.of(quad.predicate).rpartition(":")[2]
                yield Entry(None, Cell(quad.predicate, name), self.labels.cell(quad.object))
        stated = self.evidence.stated_by(entity)
        of_credits = by_predicate(stated, ROLE, *HOLDERS)  # said by the credit's label
        for statement in sorted((s for s in stated if s not in of_credits), key=self._subject_order):
            label = f"{self.labels.of(statement.subject)}: {self.labels.of(statement.predicate)}"
            yield self._entry(Cell(statement.predicate, label), self.labels.cell(statement.value), statement)

    def _plain(self, statements: Iterable[Statement], event: Cell | None = None) -> list[Entry]:
        """What is said of an entity or an event."""
        basis = self.evidence.basis
        rows = self._ordered(statements, attrgetter("value"))
        return [Entry(event, name, value, basis(each)) for name, value, each in rows]

    def _inverse(self, statements: Iterable[Statement]) -> list[Entry]:
        """What refers to an entity."""
        basis, inverse = self.evidence.basis, self._inverse_name
        rows = self._ordered(statements, attrgetter("subject"))
        return [Entry(None, inverse(each.predicate), subject, basis(each)) for _, subject, each in rows]

    def _inverse_name(self, predicate: NamedNode) -> Cell:
        if predicate not in self._inverse_names:
            label = self.evidence.text(predicate, "inverseLabel", ONTOLOGY)
            self._inverse_names[predicate] = Cell(predicate, label or f"{self.labels.of(predicate)} of")
        return self._inverse_names[predicate]

    def _credits(self, statements: Iterable[Statement]) -> Iterator[Entry]:
        """An entry for each credit: from a work its holder, from a holder the work."""
        entries = [entry for statement in statements for entry in self._credit(statement)]
        yield from sorted(entries, key=lambda entry: (entry.property.label, entry.value.label))

    def _credit(self, statement: Statement) -> Iterator[Entry]:
        """The credit, and its scope where a source gives one; of an incomplete one, that it refers here."""
        facts = self.evidence.statements(statement.subject)
        from_work = statement.predicate == WORK
        others, roles = by_predicate(facts, *(HOLDERS if from_work else (WORK,))), by_predicate(facts, ROLE)
        if not others or not roles:  # as RDF from elsewhere may hold
            name, credit = self._inverse_name(statement.predicate), self.labels.cell(statement.subject)
            yield self._entry(name, credit, statement)
            return
        other, role = others[0], self.labels.cell(roles[0].value)
        title = role.label if from_work else f"{role.label} of"
        shown = self.labels.cell(other.value)
        yield self._entry(Cell(role.term, title), shown, statement)
        for scope in by_predicate(facts, SCOPE):
            words = f"{shown.label}: {self.labels.cell(scope.value).label}"
            yield self._entry(Cell(scope.predicate, f"{title}, scope"), Cell(scope.value, words), scope)

    def _entry(self, name: Cell, value: Cell, statement: Statement, event: Cell | None = None) -> Entry:
        return Entry(event, name, value, self.evidence.basis(statement))

    def _events(self, statements: Iterable[Statement]) -> list[NamedNode]:
        events = {statement.value for statement in statements}
        dated = {
            event: self.evidence.text(event, "date", DefaultGraph())
            for event in events
            if isinstance(event, NamedNode)
        }
        return sorted(dated, key=lambda event: (dated[event] or "9999", event.value))

    def _ordered(
        self, statements: Iterable[Statement], end: Callable[[Statement], Term]
    ) -> list[tuple[Cell, Cell, Statement]]:
        """The statements in order, each after the cells of its property and of one of its ends."""
        cell = self.labels.cell
        listed = [(cell(each.predicate), cell(end(each)), each) for each in statements]
        if len(listed) > 1:
            listed.sort(key=_rank)
        return listed

    def _subject_order(self, statement: Statement) -> tuple[str, str, tuple[str, bool, str]]:
        cell, subject = self.labels.cell, statement.subject
        rank = _rank((cell(statement.predicate), cell(statement.value), statement))
        return cell(subject).label, subject.value, rank


def _rank(row: tuple[Cell, Cell, Statement]) -> tuple[str, bool, str]:
    """What facts are in order of: property, whether it is asserted, and the end that is shown."""
    return row[0].label, not row[2].footing.asserted, row[1].label


def _sorted_out(statements: Iterable[Statement]) -> tuple[list[Statement], list[Statement]]:
    """The statements that have rows of their own, and those of events and credits; no shortcuts of credits."""
    plain, apart = [], []
    for each in statements:
        if each.predicate in SHOWN_APART:
            apart.append(each)
        elif not each.footing.repeats_credit:
            plain.append(each)
    return plain, apart
