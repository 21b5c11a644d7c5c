"""Where the nodes of the network are drawn.

Positions are integers, and the positions of innograph's own network are an input that is kept in
`exports/layout.json`: a view looks the same tomorrow, and on every machine. What is new is placed
among what is there; everything moves only when somebody asks for another arrangement.
"""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import count
from math import cos, hypot, sin, sqrt
from typing import TYPE_CHECKING

from innograph import resources
from innograph.errors import ResourceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    Positions = dict[str, tuple[int, int]]
    Links = Iterable[tuple[str, str]]

GAP = 60  # between neighbours on the grid, in the pixels of an unscaled view
ITERATIONS = 600
ROUNDS = 200
CLOSE = 2000  # more new nodes than these are placed around the middle, neighbours one after another
GOLDEN_ANGLE = 2.399963229728653


def committed() -> Positions:
    """The positions of the nodes of innograph's own network, by their ids; right is x, down is y.

    Raises:
        ResourceError: `exports/layout.json` is missing or is not a layout.
    """
    path = resources.layout()
    try:
        text = path.read_text(encoding="utf-8")
        return {node: (int(x), int(y)) for node, (x, y) in json.loads(text).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ResourceError(f"{path} is not a layout: {error}", "make layout") from error


def as_json(positions: Positions) -> str:
    """The text of a layout file: a line for each node, sorted, so that changes are easy to read."""
    lines = (
        f"{json.dumps(node, ensure_ascii=False)}: [{x}, {y}]" for node, (x, y) in sorted(positions.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def completed(positions: Positions, nodes: Collection[str], links: Links) -> Positions:
    """A position for each node: the one it has, or else a free place near those that it is linked to.

    Nodes without a link stand in rows below the others. Only whole numbers are reckoned with, so
    that the result is the same on every machine.

    Args:
        positions: The positions that are kept; those of other nodes are left out.
        nodes: The ids of all nodes.
        links: Pairs of ids.
    """
    wanted = set(nodes)
    made = {node: positions[node] for node in sorted(wanted & positions.keys())}
    if len(made) == len(wanted):
        return made
    near = _neighbours(links, wanted)
    grid = _Grid(made)
    missing = {node for node in wanted - made.keys() if near[node]}
    for node in _outwards(missing, near, set(made)):
        placed = [made[other] for other in near[node] if other in made] if len(missing) <= CLOSE else []
        made[node] = grid.take(placed)
    single = sorted(wanted - made.keys())
    return made | dict(zip(single, _rows(made, {node for node in made if near[node]}), strict=False))


def arranged(nodes: Collection[str], links: Links, start: Positions | None = None) -> Positions:
    """All nodes arranged anew by ForceAtlas2 (Jacomy et al., PLOS ONE 9(6), 2014).

    Args:
        nodes: The ids of all nodes.
        links: Pairs of ids; a pair that occurs twice pulls twice.
        start: Positions to start from: nodes move as little as the forces let them.

    Raises:
        ResourceError: Neither crategraph-forceatlas2 nor networkx with numpy is installed.
    """
    pairs = [(one, other) for one, other in links if one != other]
    linked = sorted({node for pair in pairs for node in pair} & set(nodes))
    at = {node: number for number, node in enumerate(linked)}
    begin = [(start or {}).get(node) or _on_spiral(number) for node, number in at.items()]
    found = _forceatlas2(begin, [(at[one], at[other]) for one, other in pairs])
    placed = {node: (round(x), round(y)) for node, (x, y) in zip(linked, _apart(_scaled(found)), strict=True)}
    return completed(placed, nodes, pairs)


class _Grid:
    """Places on a square grid, each taken once."""

    def __init__(self, positions: Positions) -> None:
        self.taken = {(x // GAP, y // GAP) for x, y in positions.values()}
        self.searches: dict[tuple[int, int], Iterator[tuple[int, int]]] = {}

    def take(self, near: list[tuple[int, int]]) -> tuple[int, int]:
        """The free place nearest the middle of the positions; nearest (0, 0), where there are none."""
        number = len(near) * GAP or 1
        middle = (sum(x for x, _ in near) // number, sum(y for _, y in near) // number)
        search = self.searches.setdefault(middle, _outward(*middle))
        column, row = next(cell for cell in search if cell not in self.taken)
        self.taken.add((column, row))
        return column * GAP, row * GAP


def _outward(x: int, y: int) -> Iterator[tuple[int, int]]:
    """All cells, nearest first; distances are counted in steps along the grid."""
    yield x, y
    for radius in count(1):
        for step in range(radius):
            rest = radius - step
            yield from (
                (x + rest, y + step),
                (x - step, y + rest),
                (x - rest, y - step),
                (x + step, y - rest),
            )


def _rows(positions: Positions, linked: set[str]) -> Iterator[tuple[int, int]]:
    """The free places in rows below the linked nodes, as wide as those are, two apart for their labels."""
    drawn = [positions[node] for node in linked] or [(0, 0)]
    left, right = min(x for x, _ in drawn), max(x for x, _ in drawn)
    width = max(right - left, 10 * GAP)
    taken = set(positions.values())
    for y in count(max(y for _, y in drawn) + 3 * GAP, GAP):
        yield from ((x, y) for x in range(left, left + width + 1, 3 * GAP) if (x, y) not in taken)


def _neighbours(links: Links, nodes: set[str]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = {node: set() for node in nodes}
    for one, other in links:
        if one in nodes and other in nodes and one != other:
            near[one].add(other)
            near[other].add(one)
    return near


def _outwards(missing: set[str], near: dict[str, set[str]], reached: set[str]) -> Iterator[str]:
    """The missing nodes, each after one that it is linked to, if it can be."""
    order = sorted(missing, key=lambda node: (-len(near[node] & reached), -len(near[node]), node))
    done: set[str] = set()
    for first in order:
        frontier = [first]
        for node in frontier:
            if node not in done:
                done.add(node)
                yield node
                frontier += sorted(other for other in near[node] if other in missing and other not in done)


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
    settings = infer_settings(len(start))
    found = layout(len(start), pairs, init=start, iterations=ITERATIONS, threads=1, **settings)
    return [(float(x), float(y)) for x, y in found]


def _by_networkx(start: list[tuple[float, float]], pairs: list[tuple[int, int]]) -> list[tuple[float, float]]:
    try:
        from networkx import Graph, forceatlas2_layout

        network = Graph()
        network.add_nodes_from(range(len(start)))
        network.add_edges_from(pairs)
        found = forceatlas2_layout(
            network,
            pos={node: list(place) for node, place in enumerate(start)},
            max_iter=ITERATIONS // 4,
            seed=1,
        )
    except ImportError as error:  # numpy is not there
        raise ResourceError("no layout engine is installed", "pip install 'innograph[layout]'") from error
    return [(float(found[node][0]), float(found[node][1])) for node in range(len(start))]


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
    for _ in range(ROUNDS):
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
