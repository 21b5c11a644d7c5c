"""A scene as records of pyvis's data model, which vis-network draws.

The lists are what a directed ``pyvis.network.Network`` holds in ``nodes`` and ``edges``. They are
filled directly: its own ``add_edge`` looks through all edges for each new one, and an undirected
one keeps one of several parallel edges only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Any

from innograph.namespaces import shorten
from innograph.view.installed import record_classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.network import Edge, Node
    from innograph.view.scene import Scene

# Each colour of the ontology has a shape too, so that nothing is told by colour alone.
SHAPES = ("dot", "square", "triangle", "diamond", "star", "hexagon", "triangleDown")
DISPUTED, DERIVED = [8, 6], [2, 5]  # lengths of dashes and gaps


def network_records(scene: Scene) -> dict[str, Any]:
    """``nodes`` and ``edges`` as pyvis's records, each with its place, form and type; and ``focus``.

    ``relations`` are what edges say, each ``{"label": ..., "inverse": ..., "name": ..., "iri": ...}``;
    an edge has the number of its own. ``hubs`` are the types that nearly everything is connected with.
    """
    node_record, edge_record = record_classes()
    degrees = Counter(end for edge in scene.edges for end in (edge.source, edge.target))
    numbers = {predicate: number for number, predicate in enumerate(scene.relations)}
    forms = {color: SHAPES[rank % len(SHAPES)] for rank, color in enumerate(scene.colors)}
    return {
        "nodes": [
            _node(node_record, node, forms[node.color], scene.positions[node.id], degrees[node.id])
            for node in scene.nodes
        ],
        "edges": [
            _edge(edge_record, edge, bend, numbers[edge.predicate]) for edge, bend in _bent(scene.edges)
        ],
        "relations": [
            {"label": label, "inverse": inverse, "name": shorten(iri), "iri": iri}
            for iri, (label, inverse) in scene.relations.items()
        ],
        "hubs": scene.hubs,
        "focus": scene.focus,
    }


def _node(record: Any, node: Node, shape: str, place: tuple[int, int], degree: int) -> dict[str, Any]:
    options: dict[str, Any] = record(
        node.id,
        shape,
        node.label,
        color=node.color,
        size=round(min(9 + 3 * sqrt(degree), 30), 1),
        x=place[0],
        y=place[1],
        type=node.type_label,
    ).options
    return options


def _edge(record: Any, edge: Edge, bend: float, relation: int) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": edge.key,
        "label": edge.label,
        "relation": relation,
        "sources": list(edge.sources),
    }
    if edge.derived:
        given |= {"derived": True, "dashes": DERIVED}
    if edge.disputed:
        given |= {"disputed": True, "dashes": DISPUTED}
    if bend:
        kind = "curvedCW" if bend > 0 else "curvedCCW"
        given["smooth"] = {"enabled": True, "type": kind, "roundness": abs(bend)}
    options: dict[str, Any] = record(edge.source, edge.target, directed=True, **given).options
    return options


def _bent(edges: Iterable[Edge]) -> Iterator[tuple[Edge, float]]:
    """Each edge with how far it bends; of those between the same nodes, each bends otherwise."""
    between: dict[frozenset[str], list[Edge]] = defaultdict(list)
    edges = tuple(edges)
    for edge in edges:
        between[frozenset((edge.source, edge.target))].append(edge)
    bends = {}
    for parallel in between.values():
        for rank, edge in enumerate(parallel):
            offset = round((rank - (len(parallel) - 1) / 2) * 0.25, 3)
            bends[edge.key] = offset if edge.source <= edge.target else -offset
    return ((edge, bends[edge.key]) for edge in edges)
