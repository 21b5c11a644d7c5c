"""The network arranged by forces: ForceAtlas2 (Jacomy et al., PLOS ONE 9(6), 2014).

The engine is crategraph-forceatlas2, or else the one of networkx, which takes time and memory that
grow with the square of the nodes. Both give the same positions for the same network and start.
"""

from __future__ import annotations

from collections import defaultdict
from math import cos, hypot, sin, sqrt
from typing import TYPE_CHECKING

from innograph.errors import ResourceError
from innograph.layout.placing import GAP, completed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from innograph.layout.placing import Links, Positions

ITERATIONS = 600  # of up to MANY nodes; of more, as many as take about the same time, but
FEWEST = 60
MANY = 2000
SLOW_ITERATIONS = 150  # of the engine of networkx
SLOW_UP_TO = 1000  # nodes that it is asked to arrange: 3 s, and 18 s for twice as many
PUSHES = 200_000  # nodes times rounds of pushing apart those that are on top of one another
ROUNDS = 200
GOLDEN_ANGLE = 2.399963229728653


def arranged(nodes: Collection[str], links: Links, start: Positions | None = None) -> Positions:
    """All nodes arranged anew; those without a link stand in rows below the others.

    Args:
        nodes: The ids of all nodes.
        links: Pairs of ids; a pair that occurs twice pulls twice. Links of a node with itself, and
            of what is no node, do nothing.
        start: Positions to start from: nodes move as little as the forces let them.

    Raises:
        ResourceError: Neither crategraph-forceatlas2 nor, for up to `SLOW_UP_TO` nodes, networkx
            with numpy is installed.
    """
    known = set(nodes)
    pairs = sorted(pair for pair in links if pair[0] != pair[1] and known.issuperset(pair))
    linked = sorted({node for pair in pairs for node in pair})
    at = {node: number for number, node in enumerate(linked)}
    begin = [(start or {}).get(node) or _on_spiral(number) for node, number in at.items()]
    found = _forceatlas2(begin, [(at[one], at[other]) for one, other in pairs])
    placed = {node: (round(x), round(y)) for node, (x, y) in zip(linked, _apart(_scaled(found)), strict=True)}
    return completed(placed, nodes, pairs)


def _on_spiral(number: int) -> tuple[float, float]:
    radius = GAP * sqrt(number + 1)
    return radius * cos(number * GOLDEN_ANGLE), radius * sin(number * GOLDEN_ANGLE)


def _forceatlas2(begin: list[tuple[float, float]], pairs: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """The positions found, in the order given, by the fast engine or else the one of networkx."""
    if not begin:
        return []
    start = [(x / GAP, y / GAP) for x, y in begin]
    try:
        from crategraph_forceatlas2 import infer_settings, layout
    except ImportError:
        return _by_networkx(start, pairs)
    iterations = max(FEWEST, min(ITERATIONS, ITERATIONS * MANY // len(start)))
    settings = infer_settings(len(start))
    found = layout(len(start), pairs, init=start, iterations=iterations, threads=1, **settings)
    return [(float(x), float(y)) for x, y in found]


def _by_networkx(start: list[tuple[float, float]], pairs: list[tuple[int, int]]) -> list[tuple[float, float]]:
    if len(start) > SLOW_UP_TO:
        raise _missing(f"no layout engine is installed that arranges {len(start):,} entities")
    try:
        from networkx import Graph, forceatlas2_layout

        network = Graph()
        network.add_nodes_from(range(len(start)))
        network.add_edges_from(pairs)
        found = forceatlas2_layout(
            network,
            pos={node: list(place) for node, place in enumerate(start)},
            max_iter=SLOW_ITERATIONS,
            seed=1,
        )
    except ImportError as error:  # numpy is not there
        raise _missing("no layout engine is installed") from error
    return [(float(found[node][0]), float(found[node][1])) for node in range(len(start))]


def _missing(what: str) -> ResourceError:
    return ResourceError(what, "pip install 'innograph[layout]'")


def _scaled(found: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The positions around their middle, with about one node to a square of the grid."""
    number = len(found) or 1
    middle_x, middle_y = sum(x for x, _ in found) / number, sum(y for _, y in found) / number
    spread = sqrt(sum((x - middle_x) ** 2 + (y - middle_y) ** 2 for x, y in found) / number) or 1
    scale = GAP * sqrt(number) / spread
    return [((x - middle_x) * scale, (y - middle_y) * scale) for x, y in found]


def _apart(found: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The positions with those that are on top of one another pushed apart."""
    places = list(found)
    for _ in range(min(ROUNDS, PUSHES // (len(places) or 1))):
        moves = [
            (one, other) for one, other in _crowded(places) if _distance(places[one], places[other]) < GAP
        ]
        if not moves:
            break
        for one, other in moves:
            places[one], places[other] = _pushed(places[one], places[other])
    return places


def _crowded(places: list[tuple[float, float]]) -> Iterator[tuple[int, int]]:
    """Pairs that stand in the same or in adjoining squares of the grid."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (x, y) in enumerate(places):
        cells[int(x // GAP), int(y // GAP)].append(number)
    for (x, y), here in cells.items():
        around = [
            number for dx in (-1, 0, 1) for dy in (-1, 0, 1) for number in cells.get((x + dx, y + dy), ())
        ]
        yield from ((one, other) for one in here for other in around if one < other)


def _pushed(
    one: tuple[float, float], other: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Both moved away from each other until they are almost a gap apart."""
    apart = _distance(one, other)
    if apart < 1:
        return (one[0] - GAP / 4, one[1] - GAP / 8), (other[0] + GAP / 4, other[1] + GAP / 8)
    push = (GAP - apart) / apart / 4
    dx, dy = (other[0] - one[0]) * push, (other[1] - one[1]) * push
    return (one[0] - dx, one[1] - dy), (other[0] + dx, other[1] + dy)


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
