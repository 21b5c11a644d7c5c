"""The parts of the installed pyvis that a page needs, read where they lie.

Importing pyvis runs IPython and networkx too, for a fifth of a second and nothing that a page
needs. Its records of nodes and edges are two small classes in files of their own, and the
vis-network that it brings is a file: both are read by path.
"""

from __future__ import annotations

from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from innograph.errors import ResourceError

VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"


def record_classes() -> tuple[Any, Any]:
    """The classes ``Node`` and ``Edge`` of pyvis; the ``options`` of one is a record for vis-network."""
    return _loaded("node").Node, _loaded("edge").Edge


def vis_network() -> str:
    """The script of vis-network, which draws the records."""
    return _file(VIS_NETWORK).read_text(encoding="utf-8")


def _loaded(name: str) -> Any:
    spec = spec_from_file_location(f"innograph_pyvis_{name}", _file(f"{name}.py"))
    if spec is None or spec.loader is None:
        raise ResourceError(f"pyvis's {name}.py cannot be loaded")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _file(name: str) -> Path:
    spec = find_spec("pyvis")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        if (path := Path(folder, name)).is_file():
            return path
    looked = f"{name} is not in {folders[0]}" if folders else "pyvis is not installed"
    raise ResourceError(looked, "install it: python -m pip install 'pyvis>=0.3.2,<0.4'")
