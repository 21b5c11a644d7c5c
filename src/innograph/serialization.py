"""RDF terms → bytes, in any of the W3C's syntaxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from innograph.ontology import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, Triple

__all__ = ["RdfFormat", "serialized"]


def serialized(statements: Iterable[Triple] | Iterable[Quad], syntax: RdfFormat) -> bytes:
    """The statements in the order given; our prefixes where the syntax has prefixes."""
    return serialize(statements, format=syntax, prefixes=PREFIXES) or b""
