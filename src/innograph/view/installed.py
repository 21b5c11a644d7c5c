"""The script of the installed pyvis that draws a page, read where it lies.

Importing pyvis runs IPython and networkx too, for a fifth of a second and nothing that a page
needs; the vis-network that it brings is a file.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from innograph.errors import ResourceError

VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"


def vis_network() -> str:
    """The script of vis-network, which draws the records."""
    return _file(VIS_NETWORK).read_text(encoding="utf-8")


def _file(name: str) -> Path:
    spec = find_spec("pyvis")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        if (path := Path(folder, name)).is_file():
            return path
    looked = f"{name} is not in {folders[0]}" if folders else "pyvis is not installed"
    raise ResourceError(looked, "install it: python -m pip install 'pyvis>=0.3.2,<0.4'")
