"""RDF terms → bytes, in any of the W3C's syntaxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from innograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, Triple

__all__ = ["RdfFormat", "serialized"]


def serialized(statements: Iterable[Triple] | Iterable[Quad], syntax: RdfFormat) -> bytes:
    """The statements in the order given; our prefixes, sorted, where the syntax has prefixes."""
    return _with_sorted_prefixes(serialize(statements, format=syntax, prefixes=PREFIXES) or b"")


def _with_sorted_prefixes(data: bytes) -> bytes:
    """The same document with its leading prefix lines sorted: pyoxigraph's come in no order."""
    lines = data.splitlines(keepends=True)
    count = next((at for at, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    return b"".join([*sorted(lines[:count]), *lines[count:]])
