"""One self-contained HTML page that shows the network: a picture, the facts behind it, a table.

The page asks no address for anything, runs no script but its own (a content security policy of
hashes sees to it) and says in its table all that its picture shows. Nodes and edges are records of
pyvis's data model, drawn by the vis-network that pyvis brings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.view.content import said
from innograph.view.page import compose
from innograph.view.records import network_records
from innograph.view.scene import choose, common_name

if TYPE_CHECKING:
    from innograph.store import Store
    from innograph.view.scene import Scene

__all__ = ["choose", "common_name", "page"]


def page(store: Store, scene: Scene) -> str:
    """The whole page that shows a scene, as the text of one HTML file.

    Args:
        store: The graph that the scene was chosen from.
        scene: What `choose` chose.

    Raises:
        ResourceError: pyvis, whose vis-network draws the picture, is not installed.
    """
    return compose(scene.title, network_records(scene), said(store, scene))
