"""Figures of the network as a whole and of its entities, by networkx, and what they mean.

All are of the simple network: direction and parallel edges are left out, because a film and its
director are as near as a director and her film, and no nearer for a second source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from innograph.network import edges, nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from innograph.store import Store

SHOWN = 10  # entities in a ranking, and communities
EXACT = 2_000  # up to how many nodes betweenness is worked out in full
SAMPLE = 200  # from how many nodes it is estimated above that
SEED = 0  # of what networkx draws by chance, so that figures stay the same
MEANING = {
    "degree": "degree: with how many others an entity is directly connected. It shows what the sources at"
    " hand tell much about; it does not show importance.",
    "betweenness": "betweenness: the share of shortest connections between others that pass an entity"
    " (Freeman, 1977). It shows whom parts of this network are joined by; it does not show influence, and one"
    " more fact may change it.",
    "communities": "communities: groups that are connected more within than with others (Louvain; Blondel and"
    " others, 2008), each named after its most connected member. They help to look around; they do not show"
    " that members know one another, and other methods part the network in other ways.",
    "bridges": "bridges: connections that alone join two parts; behind all but the inner ones stands a single"
    " entity. They show where this network hangs by one connection; they do not show that there is no other"
    " outside it.",
    "components": "components: parts with no connection between them. They show what the facts at hand leave"
    " apart; that no connection is recorded does not show that there is none.",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure; *of* is what it is a part of, None where it is no part.

    Attributes:
        kind: ``"size"``, or a key of `MEANING`.
        what: Words, or the IRI of the entity that it is a figure of.
    """

    kind: str
    what: str
    figure: float
    of: float | None = None


def measure(store: Store) -> list[Measure]:
    """Size, components, bridges, communities, and the entities of highest degree and betweenness.

    Betweenness is exact up to `EXACT` nodes and estimated from `SAMPLE` of them above.
    """
    import networkx as nx

    iris = {node.id: node.iri for node in nodes(store)}
    multiple = [(edge.source, edge.target) for edge in edges(store)]
    graph = nx.Graph()
    graph.add_nodes_from(iris)
    graph.add_edges_from(pair for pair in multiple if pair[0] != pair[1])
    sample = SAMPLE if len(graph) > EXACT else None
    degrees = dict(graph.degree())
    betweenness = nx.betweenness_centrality(graph, k=sample, seed=SEED)
    return [
        Measure("size", "nodes", len(graph)),
        Measure("size", "edges", len(multiple)),
        Measure("size", "connected pairs", graph.number_of_edges()),
        *_components(graph),
        *_bridges(graph),
        *_communities(graph, iris),
        *_highest("degree", degrees, iris),
        *_highest("betweenness", {node: round(share, 4) for node, share in betweenness.items()}, iris),
    ]


def _components(graph: nx.Graph) -> Iterable[Measure]:
    import networkx as nx

    sizes = sorted(map(len, nx.connected_components(graph)), reverse=True)
    alone = sum(size == 1 for size in sizes)
    yield Measure("components", "components", len(sizes))
    yield Measure("components", "entities of the largest", max(sizes, default=0), len(graph))
    yield Measure("components", "entities connected with none", alone, len(graph))


def _bridges(graph: nx.Graph) -> Iterable[Measure]:
    import networkx as nx

    found = list(nx.bridges(graph))
    inner = sum(graph.degree(one) > 1 and graph.degree(other) > 1 for one, other in found)
    yield Measure("bridges", "bridges", len(found), graph.number_of_edges())
    yield Measure("bridges", "inner bridges", inner, len(found))


def _communities(graph: nx.Graph, iris: Mapping[str, str]) -> Iterable[Measure]:
    import networkx as nx

    if not graph.number_of_edges():
        return
    connected = graph.subgraph(sorted(node for node, degree in graph.degree() if degree))
    ordered = nx.Graph()
    ordered.add_nodes_from(connected)
    ordered.add_edges_from(sorted(tuple(sorted(pair)) for pair in connected.edges))
    found = nx.community.louvain_communities(ordered, seed=SEED)
    yield Measure("communities", "communities", len(found))
    quality = nx.community.modularity(ordered, found)
    yield Measure("communities", "modularity", round(quality, 3), 1)
    named = [(len(each), min(each, key=lambda node: (-graph.degree(node), node))) for each in found]
    for size, name in sorted(named, key=lambda each: (-each[0], each[1]))[:SHOWN]:
        yield Measure("communities", iris[name], size, len(ordered))


def _highest(kind: str, figures: Mapping[str, float], iris: Mapping[str, str]) -> Iterable[Measure]:
    ranked = sorted(figures, key=lambda node: (-figures[node], node))
    others = len(figures) - 1 if kind == "degree" else 1
    for node in ranked[:SHOWN]:
        if figures[node]:
            yield Measure(kind, iris[node], figures[node], others)
