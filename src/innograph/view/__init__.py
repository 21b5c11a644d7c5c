"""One self-contained HTML page that shows the network: a picture, the facts behind it, a table.

The page asks no address for anything, runs no script but its own (a content security policy of
hashes sees to it) and says in its table all that its picture shows. Its data are columns, deflated;
the page makes of them records of pyvis's data model, drawn by the vis-network that pyvis brings,
or past some thousand nodes what a drawing of our own takes, on sigma and graphology, or on a plain
canvas where no graphics card is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from innograph.view.arrangement import Arrangement
from innograph.view.columns import columns
from innograph.view.content import evidence, facts
from innograph.view.page import compose
from innograph.view.scene import choose, common_name

if TYPE_CHECKING:
    from innograph.store import Store
    from innograph.view.asked import Asked
    from innograph.view.scene import Scene

LARGE = 2000

__all__ = [
    "LARGE",
    "Arrangement",
    "choose",
    "common_name",
    "page",
]


def page(
    store: Store,
    scene: Scene,
    *,
    large: bool = False,
    answer: tuple[Asked, dict[str, Any]] | None = None,
) -> str:
    """The whole page that shows a scene, as the text of one HTML file.

    Args:
        store: The graph that the scene was chosen from.
        scene: What `choose` chose.
        large: Whether the drawing for large networks is taken for one of up to `LARGE` nodes too.
        answer: An answer that the page shows too, with what `Rows` tells of it.

    Raises:
        ResourceError: What draws the picture is not installed.
    """
    is_large = large or scene.groups is not None or len(scene.nodes) > LARGE
    blocks = {"scene": columns(scene), "facts": facts(store, scene), "evidence": evidence(scene.edges)}
    asked, told = answer or (None, None)
    if told is not None:
        blocks["answer"] = told
    return compose(scene.title, blocks, large=is_large, asked=asked)
