"""The shortest paths between two nodes: all of one length at once, and the next longer ones.

Breadth first from both ends, the smaller side a level further at a time (Pohl, 1971); longer paths
after Yen (1971), who bans one step of each path that is known.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pyoxigraph import NamedNode

    Path = tuple[NamedNode, ...]
    Order = tuple[int, int, tuple[str, ...]]
    Steps = Callable[[NamedNode], Iterable[NamedNode]]
    Parents = dict[NamedNode, list[NamedNode]]

MOST = 500  # shortest paths of one length that are weighed against one another


def shortest(start: NamedNode, end: NamedNode, steps: Steps, longest: int) -> list[Path]:
    """All paths of the smallest length, up to `MOST`; none if it is more than *longest* steps.

    Args:
        start: The first node.
        end: The last; not the first.
        steps: The nodes next to a node; taken to be the same in both directions.
        longest: The most steps that a path may have.
    """
    sides: list[tuple[Parents, set[NamedNode]]] = [({start: []}, {start}), ({end: []}, {end})]
    for _ in range(longest):
        if not all(frontier for _, frontier in sides):
            return []
        smaller = min((0, 1), key=lambda side: len(sides[side][1]))
        parents, frontier = sides[smaller]
        reached = _next_level(parents, frontier, steps)
        sides[smaller] = (parents, reached)
        if meeting := reached & sides[1 - smaller][1]:
            return _joined(meeting, sides[0][0], sides[1][0])
    return []


def several(
    start: NamedNode,
    end: NamedNode,
    steps: Steps,
    longest: int,
    wanted: int,
    preferred: Callable[[Path], Order],
) -> list[Path]:
    """The *wanted* shortest paths without repeated nodes; of equally long ones those preferred.

    Args:
        start: The first node.
        end: The last; not the first.
        steps: The nodes next to a node.
        longest: The most steps that a path may have.
        wanted: How many paths.
        preferred: What paths of one length are sorted by; no two paths have the same.
    """
    found = sorted(shortest(start, end, steps, longest), key=preferred)
    heap: list[tuple[int, Order]] = []
    waiting: dict[Order, Path] = {}
    seen = set(found)
    for path in found:
        if len(found) >= wanted:
            break
        for longer in _deviations(path, found, steps, longest):
            if longer not in seen:
                seen.add(longer)
                waiting[preferred(longer)] = longer
                heappush(heap, (len(longer), preferred(longer)))
        if heap and path == found[-1]:
            found.append(waiting.pop(heappop(heap)[1]))  # the loop goes on with it
    return found[:wanted]


def _next_level(parents: Parents, frontier: set[NamedNode], steps: Steps) -> set[NamedNode]:
    reached: Parents = defaultdict(list)
    for node in frontier:
        for near in steps(node):
            if near not in parents:
                reached[near].append(node)
    parents.update(reached)
    return set(reached)


def _joined(meeting: Collection[NamedNode], before: Parents, after: Parents) -> list[Path]:
    found: list[Path] = []
    for node in sorted(meeting, key=lambda each: each.value):
        for first in _back(node, before):
            for last in _back(node, after):
                found.append((*reversed(first), *last[1:]))
                if len(found) >= MOST:
                    return found
    return found


def _back(node: NamedNode, parents: Parents) -> Iterator[Path]:
    """The paths from a node back to where a side began."""
    if not parents[node]:
        yield (node,)
    for parent in sorted(parents[node], key=lambda each: each.value):
        for path in _back(parent, parents):
            yield (node, *path)


def _deviations(path: Path, known: list[Path], steps: Steps, longest: int) -> Iterator[Path]:
    """For each node of the path, the shortest ways on that leave the known paths there."""
    for index in range(len(path) - 1):
        root, node = path[: index + 1], path[index]
        taken = {other[index + 1] for other in known if other[: index + 1] == root}
        passed = frozenset(root[:-1])

        def allowed(
            at: NamedNode,
            node: NamedNode = node,
            taken: Collection[NamedNode] = taken,
            passed: Collection[NamedNode] = passed,
        ) -> Iterator[NamedNode]:
            for near in steps(at):
                banned = (at == node and near in taken) or (near == node and at in taken)
                if near not in passed and not banned:
                    yield near

        for rest in shortest(node, path[-1], allowed, longest - index):
            yield (*root[:-1], *rest)
