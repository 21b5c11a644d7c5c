"""Which nodes and edges a page shows, and where its picture places them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from innograph import names, network
from innograph.errors import UnknownNameError
from innograph.namespaces import INNO, LABEL, ONTOLOGY, TYPE, term
from innograph.view.arrangement import Arrangement
from innograph.view.scope import NotDrawnError, Scopes

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from innograph.network import Edge, Node
    from innograph.store import Store
    from innograph.view.grouping import Grouping
    from innograph.view.scope import Scope

AS_IT_IS = Arrangement()
SUBCLASS_OF = term("rdfs:subClassOf")
NODE_CLASS = term("NodeClass")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a page shows.

    Attributes:
        title: What the page is about, in words.
        focus: The id of the one node that it is about; None if it is about several, or all.
        nodes: The nodes that are shown.
        edges: The edges between them.
        positions: Where each node is, by its id: x to the right, y down.
        kinds: The colour and the label of each type of the whole network, sorted, whether shown here
            or not.
        relations: What the edges say, by the IRI of their predicate: its label, without scope and
            event, and the same read in reverse.
        hubs: The labels of types that nearly everything is connected with.
        groups: The groups that nodes are placed in, if they are.
    """

    title: str
    focus: str | None
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    positions: dict[str, tuple[int, int]]
    kinds: tuple[tuple[str, str], ...]
    relations: dict[str, tuple[str, str]]
    hubs: tuple[str, ...]
    groups: Grouping | None = None


def choose(
    store: Store,
    focus: Sequence[str] = (),
    depth: int = 2,
    types: Sequence[str] = (),
    *,
    themes: Sequence[str] = (),
    cases: Sequence[str] = (),
    arrangement: Arrangement = AS_IT_IS,
) -> Scene:
    """What belongs to the themes and cases, of it what is near the entities in *focus*, of given types.

    Args:
        store: The graph.
        focus: Entities by id, name, alias or IRI; what belongs there as a whole, if there are none.
        depth: Number of steps along edges, in either direction.
        types: Classes by name or label; nodes of subclasses are theirs too; all, if there are none.
            The entities in focus, the themes and the cases are shown whatever their types.
        themes: Themes that what is shown belongs to; see `innograph.view.scope.Scopes`.
        cases: Cases likewise; of several themes and cases, what belongs to any; the whole network,
            if there are neither.
        arrangement: How nodes are placed.

    Raises:
        UnknownNameError: There is no such entity, class, theme or case.
        WrongTypeError: What is named as a theme or a case is another thing.
        NotDrawnError: An entity in focus is no node of the network, or is none of the theme or case.
    """
    nodes = tuple(network.nodes(store, at_once=True))
    edges = tuple(network.edges(store, at_once=True))
    scope = Scopes(store, nodes, edges).of(themes, cases) if themes or cases else None
    inside = nodes if scope is None else tuple(node for node in nodes if node.id in scope.members)
    centres = [_centre(store, text, inside, scope) for text in focus]
    shown = {node.id for node in inside}
    if centres:
        along = (edge for edge in edges if edge.source in shown and edge.target in shown)
        shown = _within([centre.id for centre in centres], depth, along)
    named = (*centres, *(scope.named if scope else ()))
    wanted = _of_types(store, types)
    kept = [
        node
        for node in inside
        if node in named or (node.id in shown and (wanted is None or node.type in wanted))
    ]
    only = named[0].id if len(named) == 1 else None
    ids, title = {node.id for node in kept}, _title(scope, centres, depth)
    return drawn(store, (nodes, edges), ids, title, only, arrangement)


def drawn(
    store: Store,
    whole: tuple[Sequence[Node], Sequence[Edge]],
    shown: Container[str],
    title: str,
    focus: str | None = None,
    arrangement: Arrangement = AS_IT_IS,
    along: Container[str] | None = None,
) -> Scene:
    """The nodes of a network that are shown, with the edges between them, in their places.

    Args:
        store: The graph.
        whole: All nodes and all edges of its network.
        shown: The ids of the nodes that are shown.
        title: What they show, in words.
        focus: The id of the one node that the page is about.
        arrangement: How nodes are placed.
        along: The keys of the edges that are shown; all between the nodes, if None.
    """
    nodes, edges = whole
    kept = {node.id: node for node in nodes if node.id in shown}
    between = tuple(
        edge
        for edge in edges
        if edge.source in kept and edge.target in kept and (along is None or edge.key in along)
    )
    positions, groups = arrangement.placed(store, tuple(kept.values()), between)
    return Scene(
        title,
        focus,
        tuple(kept.values()),
        between,
        positions,
        tuple(sorted({(node.color, node.type_label) for node in nodes})),
        _relations(store, between),
        _hubs(store),
        groups,
    )


def common_name(scene_focus: Sequence[str]) -> str:
    """The name of a file for a page with this focus: ``innograph.html``, ``innograph-episode-7.html``."""
    from re import sub

    parts = [sub(r"[^\w]+", "-", text.casefold()).strip("-") for text in scene_focus]
    return "-".join(["innograph", *filter(None, parts)])[:120] + ".html"


def _centre(store: Store, text: str, nodes: Iterable[Node], scope: Scope | None) -> Node:
    entity = names.resolve(store, text)
    for node in nodes:
        if node.iri == entity.value:
            return node
    if scope:
        raise NotDrawnError(network.identify(entity), scope.words)
    raise NotDrawnError(network.identify(entity))


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


def _title(scope: Scope | None, centres: Sequence[Node], depth: int) -> str:
    belongs = f"{scope.words}, and what belongs there" if scope else ""
    steps = "1 step" if depth == 1 else f"{depth} steps"
    near = f"{', '.join(node.label for node in centres)}, and what is within {steps}" if centres else ""
    return ": ".join(filter(None, [belongs, near])) or "Wrongful convictions on screen"
