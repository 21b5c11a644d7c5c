"""A free place for what is new, near what it is linked to; whole numbers only."""

from __future__ import annotations

from itertools import count
from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    Positions = dict[str, tuple[int, int]]
    Links = Iterable[tuple[str, str]]

GAP = 60  # between neighbours on the grid, in the pixels of an unscaled view
CLOSE = 2000  # more new nodes than these are placed around the middle, neighbours one after another


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
    rows = _rows(made, {node for node in made if near[node]}, len(single))
    return made | dict(zip(single, rows, strict=False))


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


def _rows(positions: Positions, linked: set[str], number: int) -> Iterator[tuple[int, int]]:
    """The free places in rows below the linked nodes, two apart for their labels.

    The rows are as wide as those nodes are, or if the number of places asks for more, as wide as high.
    """
    drawn = [positions[node] for node in linked] or [(0, 0)]
    left, right = min(x for x, _ in drawn), max(x for x, _ in drawn)
    width = max(right - left, 10 * GAP, GAP * isqrt(3 * number))
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
