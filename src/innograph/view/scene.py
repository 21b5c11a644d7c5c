"""Which nodes and edges a page shows, and where its picture places them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from innograph import layout, names, network
from innograph.errors import InnographError, UnknownNameError
from innograph.namespaces import ID, INNO, LABEL, ONTOLOGY, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from innograph.network import Edge, Node
    from innograph.store import Store

SUBCLASS_OF = term("rdfs:subClassOf")
NODE_CLASS = term("NodeClass")


class NotDrawnError(InnographError):
    """An entity was named that exists but is no node of the network."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Scene:
    """What a page shows.

    Attributes:
        title: What the page is about, in words.
        focus: The id of the one node that it is about; None if it is about several, or all.
        nodes: The nodes that are shown.
        edges: The edges between them.
        positions: Where each node is, by its id: x to the right, y down.
        colors: All colours of nodes of the whole network, sorted, whether shown here or not.
        relations: What the edges say, by the IRI of their predicate: its label, without scope and
            event, and the same read in reverse.
        hubs: The labels of types that nearly everything is connected with.
    """

    title: str
    focus: str | None
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    positions: dict[str, tuple[int, int]]
    colors: tuple[str, ...]
    relations: dict[str, tuple[str, str]]
    hubs: tuple[str, ...]


def choose(store: Store, focus: Sequence[str] = (), depth: int = 2, types: Sequence[str] = ()) -> Scene:
    """The nodes within *depth* steps of the entities in *focus*, and of the given types.

    Args:
        store: The graph.
        focus: Entities by id, name, alias or IRI; the whole network if there are none.
        depth: Number of steps along edges, in either direction.
        types: Classes by name or label; nodes of subclasses are theirs too; all, if there are none.
            The entities in focus are shown whatever their types.

    Raises:
        UnknownNameError: There is no such entity or class.
        NotDrawnError: An entity in focus is no node of the network.
    """
    nodes, edges = tuple(network.nodes(store)), tuple(network.edges(store))
    centres = [_centre(store, text, nodes) for text in focus]
    shown = _within([centre.id for centre in centres], depth, edges) if centres else {n.id for n in nodes}
    wanted = _of_types(store, types)
    kept = {
        node.id: node
        for node in nodes
        if node.id in shown and (wanted is None or node.type in wanted or node in centres)
    }
    drawn = tuple(edge for edge in edges if edge.source in kept and edge.target in kept)
    links = [(edge.source, edge.target) for edge in drawn]
    return Scene(
        _title(centres, depth),
        centres[0].id if len(centres) == 1 else None,
        tuple(kept.values()),
        drawn,
        layout.completed(layout.committed(), kept, links),
        tuple(sorted({node.color for node in nodes})),
        _relations(store, drawn),
        _hubs(store),
    )


def common_name(scene_focus: Sequence[str]) -> str:
    """The name of a file for a page with this focus: ``innograph.html``, ``innograph-episode-7.html``."""
    from re import sub

    parts = [sub(r"[^\w]+", "-", text.casefold()).strip("-") for text in scene_focus]
    return "-".join(["innograph", *filter(None, parts)])[:120] + ".html"


def _centre(store: Store, text: str, nodes: Iterable[Node]) -> Node:
    entity = names.resolve(store, text)
    for node in nodes:
        if node.iri == entity.value:
            return node
    raise NotDrawnError(
        f"{entity.value.removeprefix(ID)} is no node of the network",
        f"`innograph show {entity.value.removeprefix(ID)}` tells what is known of it",
    )


def _relations(store: Store, edges: Iterable[Edge]) -> dict[str, tuple[str, str]]:
    terms = network.Terms(store.oxigraph)
    found = {}
    for iri in sorted({edge.predicate for edge in edges}):
        relation = terms.relations.get(NamedNode(iri)) or terms.role(NamedNode(iri))
        found[iri] = (relation.label, relation.inverse)
    return found


def _hubs(store: Store) -> tuple[str, ...]:
    terms = network.Terms(store.oxigraph)
    hubs = [each for each in terms.node_classes.values() if terms.hubs & {each.iri, *each.above}]
    return tuple(sorted({each.label for each in hubs}))


def _within(starts: list[str], depth: int, edges: Iterable[Edge]) -> set[str]:
    """The ids of the nodes that are at most *depth* steps away."""
    neighbours: dict[str, set[str]] = {}
    for edge in edges:
        neighbours.setdefault(edge.source, set()).add(edge.target)
        neighbours.setdefault(edge.target, set()).add(edge.source)
    reached = frontier = set(starts)
    for _ in range(depth):
        frontier = {other for node in frontier for other in neighbours.get(node, ())} - reached
        if not frontier:
            break
        reached = reached | frontier
    return reached


def _of_types(store: Store, types: Sequence[str]) -> set[str] | None:
    """The names of the classes that are meant, with their subclasses; None for all."""
    if not types:
        return None
    graph = store.oxigraph
    children: dict[str, set[str]] = {}
    for quad in graph.quads_for_pattern(None, SUBCLASS_OF, None, ONTOLOGY):
        if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
            children.setdefault(_name(quad.object), set()).add(_name(quad.subject))
    roots = {_name(quad.subject) for quad in graph.quads_for_pattern(None, TYPE, NODE_CLASS, ONTOLOGY)}
    known = _below(roots, children)
    labels = {name.casefold(): name for name in known} | {
        quad.object.value.casefold(): name
        for name in known
        for quad in graph.quads_for_pattern(NamedNode(INNO + name), LABEL, None, ONTOLOGY)
        if isinstance(quad.object, Literal)
    }
    return _below({_class(text, labels, known) for text in types}, children)


def _class(text: str, by_label: dict[str, str], known: set[str]) -> str:
    if text.casefold() not in by_label:
        raise UnknownNameError("type", text, {*known, *by_label}, f"the types are {', '.join(sorted(known))}")
    return by_label[text.casefold()]


def _below(names: set[str], children: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(children.get(name, ()))
    return found


def _name(node: object) -> str:
    return node.value.removeprefix(INNO) if isinstance(node, NamedNode) else ""


def _title(centres: Sequence[Node], depth: int) -> str:
    if not centres:
        return "Wrongful convictions on screen"
    steps = "1 step" if depth == 1 else f"{depth} steps"
    return f"{', '.join(node.label for node in centres)}, and what is within {steps}"
