"""Which nodes and edges of the network the statements are that an answer rests on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from innograph.answers.support import CREDIT
from innograph.network import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store as Oxigraph

    from innograph.answers.support import Fact
    from innograph.network import Edge, Node


class Places:
    """Where entities and statements of a graph stand in its network.

    An event stands at its case, a statement of a credit at the edge that the credit is, and so does
    the shortcut that a rule makes of it.

    Args:
        graph: The graph.
        nodes: All nodes of its network.
        edges: All its edges.
    """

    def __init__(self, graph: Oxigraph, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        self._nodes = {node.iri: node.id for node in nodes}
        self._owners = {
            quad.object.value: quad.subject.value
            for predicate in Terms(graph).nesting
            for quad in graph.quads_for_pattern(None, predicate, None, DefaultGraph())
            if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode)
        }
        self._edges: dict[object, list[str]] = defaultdict(list)
        self._ends: dict[str, tuple[str, str]] = {}
        iris = {node_id: iri for iri, node_id in self._nodes.items()}
        for edge in edges:
            is_of_event = edge.uri != edge.predicate and CREDIT not in edge.uri
            subject = edge.uri if is_of_event else iris[edge.source]
            self._edges[subject, edge.predicate, iris[edge.target]].append(edge.key)
            self._ends[edge.key] = (edge.source, edge.target)
            if CREDIT in edge.uri:
                self._edges[edge.uri].append(edge.key)

    def node(self, term: object) -> str | None:
        """The id of the node that a term is or, of an event, whose case is; None if it is none."""
        if not isinstance(term, NamedNode):
            return None
        return self._nodes.get(self._owners.get(term.value, term.value))

    def nodes(self, fact: Fact) -> list[str]:
        """The ids of the nodes that a fact is about, and those of the ends of its edges."""
        ends = (end for edge in self.edges(fact) for end in self._ends[edge])
        found = (self.node(fact.subject.term), self.node(fact.value.term), *ends)
        return [each for each in dict.fromkeys(found) if each is not None]

    def edges(self, fact: Fact) -> list[str]:
        """The keys of the edges that a fact is."""
        subject, predicate, value = (
            getattr(cell.term, "value", "") for cell in (fact.subject, fact.predicate, fact.value)
        )
        if fact.is_of_credit:
            return self._edges.get(subject, [])
        return self._edges.get((subject, predicate, value), [])
