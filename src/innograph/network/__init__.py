"""The network: entities as nodes, what is asserted between them as edges, each with its evidence.

The ontology decides: instances of an ``inno:NodeClass`` are nodes, statements of an
``inno:EdgeRelation`` are edges, credits are edges from the work to their holder, and what is said
of a case's events starts at the case. `nodes` and `edges` give light records; `project` makes a
networkx graph of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.network.neighbours import Link, Neighbours
from innograph.network.records import Edge, Node, identify
from innograph.network.terms import Terms

__all__ = ["Edge", "Link", "Neighbours", "Node", "Terms", "claimed", "edges", "identify", "nodes", "project"]

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from innograph.network.claims import Claims
    from innograph.store import Store


def nodes(store: Store, *, at_once: bool = False) -> Iterator[Node]:
    """The entities that are nodes, in the order of their ids.

    An instance of a node class of which nothing is asserted, such as an organization that is known
    only as the publisher of a source, is none.

    Args:
        store: A built graph.
        at_once: Read all statements into memory first, which takes less time and more memory, some
            hundred bytes for each.
    """
    from innograph.network.projection import Projection

    return Projection(store, at_once=at_once).nodes()


def edges(store: Store, *, at_once: bool = False) -> Iterator[Edge]:
    """The asserted statements that are edges, in the order of their keys, with their evidence.

    One fact is one edge: of a credit and the shortcut that a rule makes of it, the credit. What is
    said of an event of a case starts at the case; its label names the event. Superclasses, labels,
    literals and rivals that are not asserted make no edges; rivals stand in the evidence.

    Args:
        store: A built graph.
        at_once: As in `nodes`; else memory grows with the entities and not with the edges.
    """
    from innograph.network.projection import Projection

    return Projection(store, at_once=at_once).edges()


def claimed(store: Store, *, at_once: bool = False) -> Claims:
    """What is claimed of nodes and drawn as no edge, read when first asked for.

    Args:
        store: A built graph.
        at_once: As in `nodes`.
    """
    from innograph.network.projection import Projection

    return Projection(store, at_once=at_once).claims()


def project(store: Store) -> nx.MultiDiGraph:
    """The network as networkx knows it, every attribute a text, a number or true or false.

    Returns:
        Nodes by their ids, with the attributes ``label``, ``name`` (the same, for Cytoscape),
        ``type``, ``color`` (``#RRGGBB``), ``size`` (a diameter in pixels that grows with the root of
        the degree) and ``uri``; edges by their keys ``e0``, ``e1``, …, with ``label``,
        ``interaction``, ``predicate``, ``weight``, ``uri``, ``disputed``, ``derived``,
        ``sources`` (marks, joined with `` | ``), ``evidence`` (JSON) and ``fact``; see `Node` and `Edge`.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    for node in nodes(store):
        graph.add_node(
            node.id, label=node.label, name=node.label, type=node.type, color=node.color, uri=node.iri
        )
    for edge in edges(store):
        graph.add_edge(edge.source, edge.target, edge.key, **edge.attributes())
    for node_id, degree in graph.degree():
        graph.nodes[node_id]["size"] = round(10 * (1 + degree) ** 0.5)
    return graph
