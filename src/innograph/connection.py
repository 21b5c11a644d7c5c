"""How two entities are connected: the shortest paths, each hop in words with its sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.answers import Answer, Cell, Labels, Row
from innograph.errors import UnknownNameError, counted
from innograph.evidence import Evidence
from innograph.kinds import class_named, kinds
from innograph.names import resolve
from innograph.namespaces import ID
from innograph.network import Neighbours, paths
from innograph.network.neighbours import HOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from innograph.network import Link
    from innograph.network.paths import Path
    from innograph.store import Store

COLUMNS = ("path", "hop", "from", "connection", "to", "sources")
LONGEST = 8
SEGMENTS = 12  # paths of each part between ENTITY and --via that are combined


@dataclass(frozen=True, slots=True)
class Route:
    """What connects: the ends, what lies between, and what may not.

    Attributes:
        stops: The entities to be passed, in order; the first and the last are the ends.
        avoided: Entities, and classes of entities, that no path goes through.
        longest: The most hops that a path may have.
        wanted: How many paths are wanted.
        by_hubs: Whether paths may go through instances of the hub classes of the ontology.
    """

    stops: tuple[NamedNode, ...]
    avoided: frozenset[NamedNode] = field(default_factory=frozenset)
    longest: int = LONGEST
    wanted: int = 1
    by_hubs: bool = False


def route(
    store: Store,
    ends: tuple[str, str],
    via: Sequence[str] = (),
    avoid: Sequence[str] = (),
    *,
    longest: int = LONGEST,
    wanted: int = 1,
    by_hubs: bool = False,
) -> Route:
    """The route that names mean.

    Raises:
        UnknownNameError: There is no such entity, or it is none of the network.
    """
    neighbours = Neighbours(store.oxigraph, Labels(store.oxigraph))
    stops = tuple(_node(store, neighbours, text) for text in (ends[0], *via, ends[1]))
    avoided = frozenset(_class_or_entity(store, text) for text in avoid)
    return Route(stops, avoided, longest, wanted, by_hubs)


def connect(store: Store, route: Route) -> Answer:
    """The shortest paths along a route: a row for each statement of each hop.

    Of paths of one length those by way of entities with few connections come first: they say more.
    Entities that nearly everything is connected with, such as themes and platforms (the hub classes
    of the ontology), are passed only where there is no other path, or where the route says so.

    Args:
        store: The graph; in one of another tool, any statement between two IRIs connects them.
        route: From where to where.

    Returns:
        Rows with the number of the path and of the hop, what is connected and how, read in the
        direction of the path, and the marks of the passages, with reasons where a rule or an
        inference made the statement. Without a path, no rows and a note.
    """
    return _Connector(store, route).answer()


class _Connector:
    def __init__(self, store: Store, route: Route) -> None:
        self.graph = store.oxigraph
        self.route = route
        self.labels = Labels(self.graph)
        self.evidence = Evidence(self.graph, self.labels)
        self.neighbours = Neighbours(self.graph, self.labels)
        self._passed: dict[tuple[NamedNode, bool], bool] = {}

    def answer(self) -> Answer:
        names = [self.labels.of(stop) for stop in self.route.stops]
        if len(set(self.route.stops)) < len(self.route.stops):
            return Answer(COLUMNS, (), ("two of the entities are the same: no hop leads from one to itself",))
        found = self._paths(by_hubs=self.route.by_hubs)
        notes: tuple[str, ...] = ()
        if not found and not self.route.by_hubs:
            found = self._paths(by_hubs=True)
            notes = (f"connected only by way of {self._hub_names()}, which many share",) if found else ()
        if not found:
            within = f"within {counted(self.route.longest, 'hop')}"
            return Answer(COLUMNS, (), (f"no connection between {names[0]} and {names[-1]} {within}",))
        rows = [row for number, path in enumerate(found, 1) for row in self._rows(number, path)]
        hops = sorted({len(path) - 1 for path in found})
        counts = " to ".join(str(number) for number in sorted({hops[0], hops[-1]}))
        title = f"{' → '.join(names)}: {counts} {'hop' if hops == [1] else 'hops'}"
        return Answer(COLUMNS, tuple(rows), notes, title)

    def _paths(self, *, by_hubs: bool) -> list[Path]:
        """The paths along the route, the best first; those that pass an entity twice last."""

        def steps(node: NamedNode) -> Iterable[NamedNode]:
            return (near for near in self.neighbours.of(node) if self._passes(near, by_hubs=by_hubs))

        parts = len(self.route.stops) - 1
        longest = self.route.longest - parts + 1
        wanted = self.route.wanted if parts == 1 else max(SEGMENTS, self.route.wanted)
        segments = [
            paths.several(one, other, steps, longest, wanted, self._specificity)
            for one, other in pairwise(self.route.stops)
        ]
        whole = [_joined(chosen) for chosen in product(*segments)]
        fitting = [path for path in whole if len(path) - 1 <= self.route.longest]
        order = sorted(
            fitting, key=lambda path: (len(set(path)) < len(path), len(path), self._specificity(path))
        )
        return order[: self.route.wanted]

    def _passes(self, node: NamedNode, *, by_hubs: bool) -> bool:
        """Whether a path may go through the node."""
        if node in self.route.stops:
            return True
        if (node, by_hubs) not in self._passed:
            classes = self.route.avoided | (frozenset() if by_hubs else self.neighbours.terms.hubs)
            banned = node in self.route.avoided or self.neighbours.is_of(node, classes)
            self._passed[node, by_hubs] = not banned
        return self._passed[node, by_hubs]

    def _specificity(self, path: Path) -> tuple[int, int, tuple[str, ...]]:
        """What paths of one length are sorted by: how much else their inner entities connect."""
        degrees = [len(self.neighbours.of(node)) for node in path[1:-1]]
        return max(degrees, default=0), sum(degrees), tuple(node.value for node in path)

    def _rows(self, number: int, path: Path) -> Iterator[Row]:
        for hop, (one, other) in enumerate(pairwise(path), 1):
            for link in self.neighbours.between(one, other):
                row = self._row((number, hop), link, one)
                if row:
                    yield row

    def _row(self, numbers: tuple[int, int], link: Link, start: NamedNode) -> Row | None:
        """The link as a row; None for the shortcut that a rule makes of a credit."""
        statement = self.evidence.statement(*link.statement)
        if statement.footing.repeats_credit and link.about is None:
            return None
        end, words = link.other(start), link.relation.words(reverse=start != link.source)
        citations = self.evidence.citations(statement)
        grounds = [*(citation.mark for citation in citations), *self.evidence.reasons(statement)]
        cells = (
            *(self.labels.cell(Literal(number)) for number in numbers),
            self.labels.cell(start),
            Cell(link.relation.iri, words + self._about(link)),
            self.labels.cell(end),
            Cell(None, "; ".join(grounds)),
        )
        disputed = statement.disputed or self.evidence.standing(statement).disputed
        return Row(dict(zip(COLUMNS, cells, strict=True)), statement.derived, disputed, citations)

    def _about(self, link: Link) -> str:
        """The scope of a credit, or the event, in brackets; a wrongful conviction's has its end."""
        if link.about is None:
            return ""
        if link.statement[1] in HOLDERS:
            words = self.evidence.text(link.about, "scope", DefaultGraph())
        else:
            words = self.labels.of(link.about).removeprefix(f"{self.labels.of(link.source)}: ")
        return f" ({words})" if words else ""

    def _hub_names(self) -> str:
        return " or ".join(sorted(f"a {self.labels.of(each)}" for each in self.neighbours.terms.hubs))


def _joined(segments: Sequence[Path]) -> Path:
    first, *others = segments
    return (*first, *(node for segment in others for node in segment[1:]))


def _node(store: Store, neighbours: Neighbours, text: str) -> NamedNode:
    entity = resolve(store, text)
    if not neighbours.is_ours or neighbours.is_of(entity, neighbours.terms.node_classes):
        return entity
    kind = ", ".join(kinds(store.oxigraph, neighbours.labels, entity)) or "no entity"
    where = f"{entity.value.removeprefix(ID)} is a {kind}, which is no part of the network"
    raise UnknownNameError("entity of the network", text, [], where)


def _class_or_entity(store: Store, text: str) -> NamedNode:
    labels = Labels(store.oxigraph)
    try:
        return class_named(store.oxigraph, labels, text)
    except UnknownNameError:
        return resolve(store, text)
