"""Where the nodes of the network are drawn.

Positions are integers, and the positions of innograph's own network are an input that is kept in
`exports/layout.json`: a view looks the same tomorrow, and on every machine. A network of which
those say little, such as one with imports, is arranged once and kept in the user's cache. What is
new is placed among what is there; all moves only where too much is new.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from innograph import resources
from innograph.errors import ResourceError
from innograph.layout import keeping
from innograph.layout.discs import arranged_in_discs
from innograph.layout.forces import arranged
from innograph.layout.placing import GAP, completed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from innograph.layout.placing import Links, Positions

__all__ = ["GAP", "arranged", "as_json", "committed", "completed", "placed", "placed_in_groups"]

SMALL_PART = 0.5  # of the nodes that have a committed place
MOST_NEW = 0.1  # of the linked nodes, for which a place is found among the others
WHOLE, GROUPS = "whole", "groups"


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


def placed(
    nodes: Collection[str], links: Links, folder: Path | None, progress: Callable[[str], None] | None = None
) -> Positions:
    """A position for each node, the same each time: of all that is known, as little moves as can be.

    Where the committed positions, or else a layout that is kept, leave few nodes without a place,
    those are placed among the others, and none of the others moves. Otherwise all are arranged,
    starting from where they were; so is a small part of innograph's own network, whose nodes lie far
    apart among all others. Without an engine that could, each is placed near what it is
    linked to.

    Args:
        nodes: The ids of all nodes.
        links: Pairs of ids.
        folder: Where layouts are kept; None keeps none.
        progress: Told that nodes are being arranged, which may take some seconds.

    Raises:
        ResourceError: The committed layout is missing or broken.
    """
    pairs = [(one, other) for one, other in links if one != other]
    linked = {node for pair in pairs for node in pair}
    known = committed()
    if _covers(known, linked):
        among_all = completed(known, nodes, pairs)
        return _by_itself(among_all, pairs) if len(linked) < SMALL_PART * len(known) else among_all
    name = keeping.digest(WHOLE, nodes, pairs)
    kept = keeping.recall(folder, name) if folder else None
    if kept is not None and kept.keys() >= set(nodes):
        return kept
    before = [known, *(keeping.recent(folder, WHOLE) if folder else ())]
    made = _continued(nodes, pairs, _nearest(before, linked), progress or _silent)
    if folder:
        keeping.keep(folder, name, made)
    return made


def _by_itself(among_all: Positions, links: Links) -> Positions:
    try:
        return arranged(among_all, links, among_all)
    except ResourceError:
        return among_all


def placed_in_groups(group_of: Mapping[str, str], links: Links, folder: Path | None) -> Positions:
    """A position for each node, those of one group in one disc; as little moves as can be.

    Args:
        group_of: By the id of each node the id of its group.
        links: Pairs of ids of nodes.
        folder: Where layouts are kept; None keeps none.
    """
    at_home = {node: f"{group}\n{node}" for node, group in group_of.items()}
    pairs = [(at_home[one], at_home[other]) for one, other in links if one != other]
    name = keeping.digest(GROUPS, at_home.values(), pairs)
    kept = keeping.recall(folder, name) if folder else None
    if kept is None or not kept.keys() >= set(at_home.values()):
        kept = _grouped(at_home, group_of, links, folder)
        if folder:
            keeping.keep(folder, name, kept)
    return {node: kept[home] for node, home in at_home.items()}


def _grouped(
    at_home: Mapping[str, str], group_of: Mapping[str, str], links: Links, folder: Path | None
) -> Positions:
    homes = set(at_home.values())
    kept = keeping.recent(folder, GROUPS) if folder else ()
    before = _nearest((each for each in kept if len(each) <= (1 + MOST_NEW) * len(homes)), homes)
    if homes and _covers(before, homes):
        first = {
            group_of[node]: home for node, home in sorted(at_home.items(), reverse=True) if home in before
        }
        near = [(home, first[group_of[node]]) for node, home in at_home.items() if group_of[node] in first]
        return completed(before, homes, near)
    places = arranged_in_discs(group_of, links)
    return {at_home[node]: place for node, place in places.items()}


def _continued(
    nodes: Collection[str], links: Links, before: Positions, progress: Callable[[str], None]
) -> Positions:
    if _covers(before, {node for pair in links for node in pair}):
        return completed(before, nodes, links)
    progress(f"arranging {len(nodes):,} entities")
    try:
        return arranged(nodes, links, before)
    except ResourceError as error:
        progress(f"{error}; {error.hint}" if error.hint else str(error))
        return completed(before, nodes, links)


def _nearest(layouts: Iterable[Positions], linked: set[str]) -> Positions:
    """The layout that knows most of the nodes; of several, the first."""
    return max(layouts, key=lambda positions: len(linked & positions.keys()), default={})


def _covers(positions: Positions, linked: set[str]) -> bool:
    return len(linked - positions.keys()) <= MOST_NEW * len(linked)


def _silent(stage: str) -> None:
    """Say nothing."""
