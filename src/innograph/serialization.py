"""RDF terms → bytes, in any of the W3C's syntaxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from innograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad, Triple

__all__ = ["PROLOGUE", "RdfFormat", "serialized", "without_prologue"]

PROLOGUE = "".join(sorted(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())).encode()


def serialized(statements: Iterable[Triple] | Iterable[Quad], syntax: RdfFormat) -> bytes:
    """The statements in the order given; our prefixes, sorted, where the syntax has prefixes."""
    body = without_prologue(statements, syntax)
    return PROLOGUE + body if body and syntax in (RdfFormat.TURTLE, RdfFormat.TRIG) else body


def without_prologue(statements: Iterable[Triple] | Iterable[Quad], syntax: RdfFormat) -> bytes:
    """The statements without the prefix lines, which pyoxigraph writes in no order."""
    data = serialize(statements, format=syntax, prefixes=PREFIXES) or b""
    return data[len(PROLOGUE) :] if syntax in (RdfFormat.TURTLE, RdfFormat.TRIG) else data
