"""The cited knowledge graph of wrongful convictions on screen.

    import innograph

    graph = innograph.open()
    graph.ask("directors-by-theme")

`docs/python.md` says what there is. Nothing is loaded before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from innograph.errors import InnographError
    from innograph.interface import KnowledgeGraph, Rows, diff, facts_from_graphml, links, open  # noqa: A004 - as in gzip.open

__version__ = "0.1.0"
__all__ = [
    "InnographError",
    "KnowledgeGraph",
    "Rows",
    "__version__",
    "diff",
    "facts_from_graphml",
    "links",
    "open",
]


def __getattr__(name: str) -> object:
    """The public names, each loaded when it is first used (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'innograph' has no attribute {name!r}", name=name, obj=None)
    from importlib import import_module

    module = import_module("innograph.errors" if name == "InnographError" else "innograph.interface")
    value: object = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The names that are there, loaded or not."""
    return sorted({*globals(), *__all__})
