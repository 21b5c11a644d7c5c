"""Statements in terms of innograph, each once with the graphs that it stands in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from innograph.namespaces import (
    CREDIT_SHORTCUT,
    DERIVED,
    DISPUTED,
    INNO,
    ONTOLOGY,
    PROVENANCE,
    TYPE,
    term,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import BlankNode, Literal, Quad, Triple
    from pyoxigraph import Store as Oxigraph

    Term = NamedNode | BlankNode | Literal | Triple

KEPT = 10_000  # footings that look-ups share
ASSERTED = DefaultGraph()
NOT_EVIDENCE = frozenset((ONTOLOGY, PROVENANCE))
SUBJECT = term("subject")


class Footing:
    """The graphs that statements stand in, and what that says of them; one for all that stand in the same.

    Attributes:
        asserted: Whether they stand in the default graph.
        derived: Whether no passage states them.
        disputed: Whether another claim contradicts them.
        graphs: The other named graphs.
        repeats_credit: Whether a rule makes them of a credit, as its shortcut.
    """

    __slots__ = ("asserted", "derived", "disputed", "graphs", "repeats_credit")

    def __init__(self, graphs: Iterable[object] = ()) -> None:
        named = {graph for graph in graphs if isinstance(graph, NamedNode)}
        self.asserted = ASSERTED in graphs
        self.derived = DERIVED in named
        self.disputed = DISPUTED in named
        self.graphs = frozenset(named - {DERIVED, DISPUTED})
        self.repeats_credit = CREDIT_SHORTCUT in named


NOWHERE = Footing()


class Footings:
    """The footings of one graph's statements, each once; past *most* of them, all are forgotten.

    Args:
        most: How many are known at most; all, if None.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._known: dict[frozenset[object], Footing] = {}

    def on(self, graphs: Iterable[object]) -> Footing:
        """The footing of statements in these graphs."""
        key = frozenset(graphs)
        if key not in self._known:
            if self._most and len(self._known) >= self._most:
                self._known.clear()
            self._known[key] = Footing(key)
        return self._known[key]


@dataclass(slots=True, eq=False)
class Statement:
    """A statement and the graphs that it stands in."""

    subject: NamedNode
    predicate: NamedNode
    value: Term
    footing: Footing = NOWHERE

    @property
    def asserted(self) -> bool:
        """Whether it is asserted."""
        return self.footing.asserted

    @property
    def derived(self) -> bool:
        """Whether no passage states it."""
        return self.footing.derived

    @property
    def disputed(self) -> bool:
        """Whether another claim contradicts it."""
        return self.footing.disputed

    @property
    def graphs(self) -> frozenset[NamedNode]:
        """The named graphs that say what it rests on."""
        return self.footing.graphs


class LookUps:
    """The statements of a graph, each looked up when it is asked for.

    Args:
        graph: The graph.
    """

    def __init__(self, graph: Oxigraph) -> None:
        self.graph = graph
        self._footings = Footings(KEPT)
        self._ranked: dict[NamedNode, tuple[NamedNode, ...]] = {}

    def statements(
        self, subject: NamedNode | None, value: NamedNode | None, predicate: NamedNode | None
    ) -> Sequence[Statement]:
        """The statements in terms of innograph with those of these parts that are given."""
        found = self.graph.quads_for_pattern(subject, predicate, value, None)
        return self._made_by(quad for quad in found if is_ours(quad.predicate))

    def statement(self, subject: NamedNode, predicate: NamedNode, value: Term) -> Statement:
        """One statement, whether or not it is in terms of innograph."""
        quads = self.graph.quads_for_pattern(subject, predicate, value, None)
        return Statement(subject, predicate, value, self._footings.on(quad.graph_name for quad in quads))

    def claims(self, subject: NamedNode, predicate: NamedNode) -> Sequence[Statement]:
        """What is claimed of a subject with a property, whether or not it is in terms of innograph."""
        return self._made_by(self.graph.quads_for_pattern(subject, predicate, None, None))

    def asserted(self, predicate: NamedNode) -> Iterator[Statement]:
        """The asserted statements with a property, their graphs not looked up; no shortcuts of credits."""
        made = {
            (quad.subject, quad.object)
            for quad in self.graph.quads_for_pattern(None, predicate, None, CREDIT_SHORTCUT)
        }
        for quad in self.graph.quads_for_pattern(None, predicate, None, ASSERTED):
            if (quad.subject, quad.object) not in made and isinstance(quad.subject, NamedNode):
                yield Statement(quad.subject, predicate, quad.object)

    def instances(self, of: NamedNode) -> Iterator[NamedNode]:
        """The instances of a class."""
        for quad in self.graph.quads_for_pattern(None, TYPE, of, ASSERTED):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def is_asserted_of(self, entity: NamedNode, besides: NamedNode) -> bool:
        """Whether anything is asserted of an entity in terms of innograph, besides one property."""
        about = self.graph.quads_for_pattern(entity, None, None, ASSERTED)
        said = self.graph.quads_for_pattern(None, None, entity, ASSERTED)
        predicates = (quad.predicate for quads in (about, said) for quad in quads)
        return any(is_ours(predicate) and predicate != besides for predicate in predicates)

    def is_described(self, entity: NamedNode) -> bool:  # noqa: ARG002
        """Whether the provenance graph may tell of an entity; it is not known without looking."""
        return True

    def rankings(self, subject: NamedNode) -> Sequence[NamedNode]:
        """The rankings of claims about a subject."""
        if subject not in self._ranked:
            found = self.graph.quads_for_pattern(None, SUBJECT, subject, PROVENANCE)
            self._ranked[subject] = tuple(
                quad.subject for quad in found if isinstance(quad.subject, NamedNode)
            )
        return self._ranked[subject]

    def _made_by(self, quads: Iterable[Quad]) -> list[Statement]:
        made: dict[tuple[NamedNode, NamedNode, Term], list[object]] = defaultdict(list)
        for subject, predicate, value, graph in quads:
            if graph not in NOT_EVIDENCE and isinstance(subject, NamedNode):
                made[subject, predicate, value].append(graph)
        return [Statement(*key, self._footings.on(graphs)) for key, graphs in made.items()]


def is_ours(predicate: NamedNode) -> bool:
    """Whether a property is one of the ontology."""
    return predicate.value.startswith(INNO)


def by_predicate(statements: Iterable[Statement], *predicates: NamedNode) -> list[Statement]:
    """The statements with one of the properties."""
    return [statement for statement in statements if statement.predicate in predicates]
