"""A scene as columns: what a page needs for its first picture, which `scripts/scene.js` reads.

One block of the page (see `innograph.view.packing`) holds, with nodes and edges known by their
places in the columns, from 0:

- of nodes, in the order of their ids: ``ids``, ``labels``, ``type`` (a place in ``types``), ``x``
  and ``y`` (whole pixels of an unscaled view; to the right, down);
- ``types``, each ``{"label", "name", "color", "shape"}``;
- of edges, in the order of their keys: ``key`` (their numbers, as differences), ``source`` (a
  node, as differences), ``target``, ``relation`` (a place in ``relations``), ``words`` (a place in
  ``wordings``: what the label says after that of the relation, such as an event), ``standing``
  (`DERIVED` and `DISPUTED`, added);
- ``relations``, each ``{"label", "inverse", "name", "iri"}``;
- ``groups``, null where there are none: ``by`` (how they were made), ``folded`` (whether they are
  shown at first, or their members), ``list`` (each ``{"id", "kind", "label", "head"}``; the head is a
  node, or null), and for each node in ``of`` a place in ``several``, lists of places in ``list``:
  it stands in the first group;
- ``hubs``, the labels of types that nearly everything is connected with; and ``focus``, the id of
  the node that the page is about, or null.

What follows from these is worked out in the page: degrees and sizes, bends, the records of pyvis.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from innograph.namespaces import shorten
from innograph.view.packing import Numbered, differences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.network import Edge, Node
    from innograph.view.scene import Scene

SHAPES = (
    *("dot", "square", "triangle", "diamond", "star", "hexagon", "triangleDown"),  # of vis-network too
    *("pentagon", "cross", "bar"),
)
DERIVED, DISPUTED = 1, 2


def columns(scene: Scene) -> dict[str, Any]:
    """The block of a scene; see the head of this module."""
    return (
        _nodes(scene) | _edges(scene) | {"groups": _groups(scene), "hubs": scene.hubs, "focus": scene.focus}
    )


def _nodes(scene: Scene) -> dict[str, Any]:
    types: Numbered[tuple[str, str, str]] = Numbered()
    places = [scene.positions[node.id] for node in scene.nodes]
    forms = _forms(scene.kinds)
    return {
        "ids": [node.id for node in scene.nodes],
        "labels": [node.label for node in scene.nodes],
        "type": [types.number(_kind(node)) for node in scene.nodes],
        "types": [
            {"label": label, "name": name, "color": color, "shape": forms[color, label]}
            for label, name, color in types.values
        ],
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
    }


def _forms(kinds: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """A shape for each type, so that nothing is told by colour alone.

    Types of one colour differ in shape as far as there are shapes, and each colour begins with a
    shape of its own. The shapes depend on the types of the whole network, and not on what is shown.
    """
    labels: dict[str, list[str]] = defaultdict(list)
    for color, label in kinds:
        labels[color].append(label)
    return {
        (color, label): SHAPES[(rank + turn) % len(SHAPES)]
        for rank, color in enumerate(labels)
        for turn, label in enumerate(labels[color])
    }


def _edges(scene: Scene) -> dict[str, Any]:
    at = {node.id: number for number, node in enumerate(scene.nodes)}
    relations = {iri: number for number, iri in enumerate(scene.relations)}
    lengths = {iri: len(label) for iri, (label, _) in scene.relations.items()}
    wordings: Numbered[str] = Numbered()
    return {
        "key": differences(edge.number for edge in scene.edges),
        "source": differences(at[edge.source] for edge in scene.edges),
        "target": [at[edge.target] for edge in scene.edges],
        "relation": [relations[edge.predicate] for edge in scene.edges],
        "words": [wordings.number(edge.label[lengths[edge.predicate] :]) for edge in scene.edges],
        "wordings": wordings.values,
        "standing": [_standing(edge) for edge in scene.edges],
        "relations": [
            {"label": label, "inverse": inverse, "name": shorten(iri), "iri": iri}
            for iri, (label, inverse) in scene.relations.items()
        ],
    }


def _groups(scene: Scene) -> dict[str, Any] | None:
    if scene.groups is None:
        return None
    at = {node.id: number for number, node in enumerate(scene.nodes)}
    number = {group.id: place for place, group in enumerate(scene.groups.groups)}
    several: Numbered[tuple[int, ...]] = Numbered()
    lists = (
        tuple(number[each] for each in scene.groups.of[node.id] if each in number) for node in scene.nodes
    )
    return {
        "by": scene.groups.by,
        "folded": scene.groups.folded,
        "list": [
            {"id": group.id, "kind": group.kind, "label": group.label, "head": at.get(group.head or "")}
            for group in scene.groups.groups
        ],
        "of": [several.number(each) for each in lists],
        "several": several.values,
    }


def _kind(node: Node) -> tuple[str, str, str]:
    return node.type_label, node.type, node.color


def _standing(edge: Edge) -> int:
    return (DERIVED if edge.derived else 0) | (DISPUTED if edge.disputed else 0)
