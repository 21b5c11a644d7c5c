"""Groups of nodes side by side, each in a disc of its own, near those that it is connected with."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING

from innograph.errors import ResourceError
from innograph.layout.forces import GOLDEN_ANGLE, arranged
from innograph.layout.placing import GAP, completed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from innograph.layout.placing import Links, Positions

    Place = tuple[float, float]

APART = 1.2 * GAP  # nodes of one disc
MARGIN = 2 * GAP  # around a disc: its name stands there
ROUNDS = 300
DENSE = 0.75  # how close discs lie before they are pushed apart


def arranged_in_discs(group_of: Mapping[str, str], links: Links) -> Positions:
    """All nodes arranged, those of one group in one disc; discs do not overlap.

    Args:
        group_of: By the id of each node the id of its group.
        links: Pairs of ids of nodes.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for node, group in sorted(group_of.items()):
        members[group].append(node)
    degrees: Counter[str] = Counter()
    between: Counter[tuple[str, str]] = Counter()
    for one, other in links:
        if group_of[one] == group_of[other]:
            degrees.update((one, other))
        else:
            pair = sorted((group_of[one], group_of[other]))
            between[pair[0], pair[1]] += 1
    discs = {group: _in_spiral(nodes, degrees) for group, nodes in members.items()}
    centres = _side_by_side({group: _radius(len(places)) for group, places in discs.items()}, between)
    return {
        node: (round(x + centres[group][0]), round(y + centres[group][1]))
        for group, places in discs.items()
        for node, (x, y) in places.items()
    }


def _in_spiral(nodes: list[str], degrees: Mapping[str, int]) -> dict[str, Place]:
    """The nodes in a spiral that fills a disc (Vogel, 1979), the most connected in the middle."""
    order = sorted(nodes, key=lambda node: (-degrees[node], node))
    return {node: _on_spiral(number) for number, node in enumerate(order)}


def _on_spiral(number: int) -> Place:
    radius = _radius(number)
    return radius * cos(number * GOLDEN_ANGLE), radius * sin(number * GOLDEN_ANGLE)


def _radius(nodes: int) -> float:
    """Of the disc that so many nodes fill, so far apart from one another."""
    return APART * sqrt(nodes / pi)


def _side_by_side(radii: dict[str, float], between: Mapping[tuple[str, str], int]) -> dict[str, Place]:
    """The middles of discs: arranged by what is between them, then pushed apart."""
    order = sorted(radii, key=lambda group: (-radii[group], group))
    links = [pair for pair, count in sorted(between.items()) for _ in range(_pull(count))]
    start = _by_forces(order, links)
    reach = sqrt(sum(hypot(*start[group]) ** 2 for group in order) / max(len(order), 1)) or 1
    room = DENSE * sqrt(sum((radii[group] + MARGIN) ** 2 for group in order) / 2)
    places = [(start[group][0] * room / reach, start[group][1] * room / reach) for group in order]
    pushed = _pushed(places, [radii[group] + MARGIN for group in order])
    return dict(zip(order, pushed, strict=True))


def _by_forces(groups: list[str], links: list[tuple[str, str]]) -> Positions:
    try:
        return arranged(groups, links)
    except ResourceError:
        return completed({}, groups, links)


def _pull(count: int) -> int:
    """How strongly groups pull at each other, by the number of connections between them."""
    return min(round(sqrt(count)), 8)


def _pushed(places: list[Place], radii: list[float]) -> list[Place]:
    """The places with discs that overlap pushed apart, small ones further than large ones."""
    places = list(places)
    for _ in range(ROUNDS):
        overlapping = list(_overlapping(places, radii))
        if not overlapping:
            break
        for one, other in overlapping:
            (ax, ay), (bx, by) = places[one], places[other]
            apart = hypot(bx - ax, by - ay)
            ux, uy = ((bx - ax) / apart, (by - ay) / apart) if apart > 1 else (cos(other), sin(other))
            push = (radii[one] + radii[other] - apart) * 1.02 + 1
            share = radii[other] ** 2 / (radii[one] ** 2 + radii[other] ** 2)
            places[one] = (ax - ux * push * share, ay - uy * push * share)
            places[other] = (bx + ux * push * (1 - share), by + uy * push * (1 - share))
    return places


def _overlapping(places: list[Place], radii: list[float]) -> Iterator[tuple[int, int]]:
    """Pairs of discs that overlap, found along one axis."""
    order: Iterable[int] = sorted(range(len(places)), key=lambda at: (places[at][0] - radii[at], at))
    open_: list[int] = []
    for at in order:
        left = places[at][0] - radii[at]
        open_ = [other for other in open_ if places[other][0] + radii[other] > left]
        for other in open_:
            reach = radii[at] + radii[other]
            if hypot(places[at][0] - places[other][0], places[at][1] - places[other][1]) < reach:
                yield min(at, other), max(at, other)
        open_.append(at)
