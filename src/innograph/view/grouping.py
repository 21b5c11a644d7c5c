"""Which nodes of a scene belong together: by theme, by work, by community, by type, by state.

A node stands in one group, the first of those that it is counted in. Themes and works gather what
is nearest to them: what is connected with one itself, then what is connected with that, and so on;
a node that several are as near to stands with the one it has most connections to, or else with the
one that gathers least, which says most. Nothing is gathered by way of an instance of a hub class,
such as another theme: nearly everything is connected with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal

from innograph import network
from innograph.errors import UnknownNameError
from innograph.namespaces import term

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from innograph.network import Edge, Node
    from innograph.store import Store

    Near = dict[str, list[str]]
    Votes = dict[str, Counter[str]]

OVERVIEW = "overview"
NEAR = 2  # steps from a work or a theme within which an overview counts a node as its own
MOST = 200  # works of an overview, those that gather most; themes likewise
LONE = 1  # members of a work that gathers nothing: no group of an overview
FEWEST = 5  # members of a community; of what is in smaller ones, one group is made
SEED = 0  # of what networkx draws by chance, so that groups stay the same
REST = {
    "theme": "Not connected with a theme",
    "work": "Not connected with a work",
    "community": f"In communities of fewer than {FEWEST}",
    "state": "Without a state",
    OVERVIEW: "All others",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that belong together.

    Attributes:
        id: ``"theme:"`` or the like and the id of its head, or a word: the same tomorrow.
        kind: ``"theme"``, ``"work"``, ``"community"``, ``"type"``, ``"state"`` or ``"rest"``.
        label: What it is called.
        head: The id of the node that it is named after; None if it is named after none.
    """

    id: str
    kind: str
    label: str
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of a scene.

    Attributes:
        by: ``"theme"`` or the like; `OVERVIEW` for themes, works and communities.
        folded: Whether a page shows the groups at first, or their members.
        groups: The groups that nodes stand in, the largest first.
        of: By the id of each node the ids of its groups; it stands in the first.
    """

    by: str
    folded: bool
    groups: tuple[Group, ...]
    of: dict[str, tuple[str, ...]]


def grouped(
    store: Store, nodes: Sequence[Node], edges: Iterable[Edge], by: str, *, folded: bool = False
) -> Grouping:
    """The nodes in groups.

    Args:
        store: The graph that they are of.
        nodes: What is grouped.
        edges: The edges between these nodes.
        by: A name in `WAYS`.
        folded: Whether a page shows the groups at first.

    Raises:
        UnknownNameError: There is no such way of grouping.
    """
    check(by)
    way = WAYS[by](_Material(store, nodes, edges))
    rest = Group("rest", "rest", REST.get(by, ""))
    known = {group.id: group for group in way.groups} | {rest.id: rest}
    of = {node.id: way.of.get(node.id) or (rest.id,) for node in nodes}
    sizes = Counter(ids[0] for ids in of.values())
    order = sorted(sizes, key=lambda each: (each == rest.id, -sizes[each], each))
    return Grouping(by, folded, tuple(known[each] for each in order), of)


@dataclass(frozen=True, slots=True)
class _Way:
    """Groups, and for nodes that are in any, the ids of theirs."""

    groups: tuple[Group, ...]
    of: Mapping[str, tuple[str, ...]]


class _Material:
    """What is grouped, and who is next to whom; hubs are next to nobody, but gather what is theirs."""

    def __init__(self, store: Store, nodes: Sequence[Node], edges: Iterable[Edge]) -> None:
        self.store = store
        self.nodes = {node.id: node for node in nodes}
        terms = network.Terms(store.oxigraph)
        above = {each.name: {each.iri, *each.above} for each in terms.node_classes.values()}
        self.hubs = {node.id for node in nodes if terms.hubs & above.get(node.type, set())}
        self.near: Near = defaultdict(list)
        for edge in edges:
            if edge.source != edge.target:
                self.near[edge.source].append(edge.target)
                self.near[edge.target].append(edge.source)
        self._above = above

    def of_class(self, name: str) -> list[str]:
        """The ids of the instances of a class and of those below it."""
        iri = term(name)
        return [node.id for node in self.nodes.values() if iri in self._above.get(node.type, ())]

    def named(self, kind: str, heads: Iterable[str]) -> tuple[Group, ...]:
        return tuple(Group(f"{kind}:{head}", kind, self.nodes[head].label, head) for head in heads)


def _by_theme(material: _Material) -> _Way:
    return _gathered(material, "theme", material.of_class("Theme"))


def _by_work(material: _Material) -> _Way:
    return _gathered(material, "work", material.of_class("Work"))


def _by_type(material: _Material) -> _Way:
    labels = {node.type: node.type_label for node in material.nodes.values()}
    groups = tuple(Group(f"type:{name}", "type", label) for name, label in sorted(labels.items()))
    return _Way(groups, {node.id: (f"type:{node.type}",) for node in material.nodes.values()})


def _by_state(material: _Material) -> _Way:
    """Cases by their state, and what is nearest to them."""
    states = {
        quad.subject.value: quad.object.value  # type: ignore[union-attr]
        for quad in material.store.oxigraph.quads_for_pattern(None, term("state"), None, DefaultGraph())
        if isinstance(quad.object, Literal)
    }
    stated = {node.id: states[node.iri] for node in material.nodes.values() if node.iri in states}
    votes = {node: Counter({f"state:{state}": 1}) for node, state in stated.items()}
    groups = tuple(Group(f"state:{state}", "state", state) for state in sorted(set(stated.values())))
    return _Way(groups, _ranked(_spread(material, votes)))


def _by_community(material: _Material, among: Collection[str] | None = None) -> _Way:
    """Nodes that are connected more with one another than with others, named after the most connected.

    Label propagation (Raghavan and others, 2007) makes small ones, which Louvain (Blondel and others,
    2008) puts together: as good by modularity as Louvain alone on networks without hubs, which are
    left out, and faster.
    """
    nodes = sorted((material.nodes.keys() if among is None else set(among)) - material.hubs)
    near = material.near
    found = [each for each in _communities(nodes, near) if len(each) >= FEWEST]
    heads = [min(each, key=lambda node: (-len(near[node]), node)) for each in found]
    groups = material.named("community", heads)
    of = {node: (group.id,) for group, members in zip(groups, found, strict=True) for node in members}
    around = tuple(Group(group.id, "community", f"Around {group.label}", group.head) for group in groups)
    return _Way(around, of)


def _overview(material: _Material) -> _Way:
    """What is near a work, of what is left what is near a theme, and of what is left the communities."""
    groups: list[Group] = []
    of: dict[str, tuple[str, ...]] = {}
    for kind, name in (("work", "Work"), ("theme", "Theme")):
        heads = [node for node in material.of_class(name) if node not in of]
        way = _gathered(material, kind, heads, NEAR)
        sizes = Counter(ids[0] for node, ids in way.of.items() if node not in of)
        lone = {each for each, size in sizes.items() if kind == "work" and size == LONE}
        ranked = sorted(sizes.keys() - lone, key=lambda each: (-sizes[each], each))
        most = set(ranked[:MOST])
        groups += [group for group in way.groups if group.id in most]
        kept = {node: tuple(filter(most.__contains__, ids)) for node, ids in way.of.items() if node not in of}
        of |= {node: ids for node, ids in kept.items() if ids}
    rest = _by_community(material, material.nodes.keys() - of.keys())
    return _Way((*groups, *rest.groups), of | dict(rest.of))


WAYS: dict[str, Callable[[_Material], _Way]] = {
    "theme": _by_theme,
    "work": _by_work,
    "community": _by_community,
    "type": _by_type,
    "state": _by_state,
    OVERVIEW: _overview,
}


def check(by: str) -> None:
    """Refuse what is no way of grouping.

    Raises:
        UnknownNameError: There is no such way.
    """
    if by not in WAYS:
        raise UnknownNameError("way of grouping", by, WAYS, f"they are {', '.join(WAYS)}")


def _gathered(material: _Material, kind: str, heads: Sequence[str], most: int | None = None) -> _Way:
    votes = {head: Counter({f"{kind}:{head}": 1}) for head in heads}
    return _Way(material.named(kind, heads), _ranked(_spread(material, votes, most)))


def _spread(material: _Material, votes: Votes, most: int | None = None) -> Votes:
    """The votes with those of all nodes that can be reached: each counts the groups of those before it."""
    found, frontier, steps = dict(votes), list(votes), 0
    while frontier and (most is None or steps < most):
        reached: Votes = defaultdict(Counter)
        for node in frontier:
            for other in material.near[node] if steps == 0 or node not in material.hubs else ():
                if other not in found and other not in material.hubs:
                    reached[other].update(found[node].keys())
        found |= reached
        frontier, steps = list(reached), steps + 1
    return found


def _ranked(votes: Votes) -> dict[str, tuple[str, ...]]:
    """The groups of each node, that of most votes first; of as many votes, the one that gathers least."""
    gathers = Counter(group for each in votes.values() for group in each)
    return {
        node: tuple(sorted(each, key=lambda group: (-each[group], gathers[group], group)))
        for node, each in votes.items()
    }


def _communities(nodes: Sequence[str], near: Near) -> Iterable[set[str]]:
    import networkx as nx

    known = set(nodes)
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(
        (node, other) for node in nodes for other in sorted(near.get(node, ())) if other in known
    )
    small = list(nx.community.fast_label_propagation_communities(graph, seed=SEED))
    at = {node: number for number, members in enumerate(small) for node in members}
    between = Counter(tuple(sorted((at[one], at[other]))) for one, other in graph.edges)
    joined = nx.Graph()
    joined.add_nodes_from(range(len(small)))
    joined.add_weighted_edges_from((*pair, count) for pair, count in sorted(between.items()))
    for together in nx.community.louvain_communities(joined, seed=SEED):
        yield set[str]().union(*(small[each] for each in together))
