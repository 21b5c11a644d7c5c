"""How the nodes of a scene are placed: each for itself, or in groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from innograph import layout
from innograph.kept import layouts
from innograph.view.grouping import OVERVIEW, check, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from innograph.layout.placing import Positions
    from innograph.network import Edge, Node
    from innograph.store import Store
    from innograph.view.grouping import Grouping

# More nodes than these a page shows as groups at first: without a graphics card a picture of more of
# them falls under ten frames a second, and no layout of them can be read.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How nodes are placed.

    Attributes:
        by: A name of `innograph.view.grouping.WAYS`; None groups none, but for more than `most` nodes.
        progress: Told what takes long.
        most: More nodes than these are shown as groups at first.
    """

    by: str | None = None
    progress: Callable[[str], None] | None = None
    most: int = MOST

    def __post_init__(self) -> None:
        if self.by is not None:
            check(self.by)

    def placed(
        self, store: Store, nodes: Sequence[Node], edges: Sequence[Edge]
    ) -> tuple[Positions, Grouping | None]:
        """Where each node is, by its id; and the groups, where there are any."""
        links = [(edge.source, edge.target) for edge in edges]
        is_large = len(nodes) > self.most
        by = self.by or (OVERVIEW if is_large else None)
        if by is None:
            return layout.placed([node.id for node in nodes], links, layouts(store), self.progress), None
        if self.progress:
            self.progress(f"grouping {len(nodes):,} entities")
        grouping = grouped(store, nodes, edges, by, folded=is_large or by == OVERVIEW)
        group_of = {node: ids[0] for node, ids in grouping.of.items()}
        return layout.placed_in_groups(group_of, links, layouts(store)), grouping
