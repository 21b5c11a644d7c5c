"""Terms and triples as text, in the syntax of N-Triples (W3C Recommendation, 25 February 2014).

Millions of them are made here, for which objects of a library are too slow. Literals are escaped
as pyoxigraph escapes them, so that the same triple is always the same text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from innograph.namespaces import ID, term

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from innograph.model import Value

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f]')


def iri(name: str) -> str:
    """The IRI of an entity, from its id."""
    return f"<{ID}{name}>"


def known(name: str) -> str:
    """The IRI of a term by its prefixed name; a bare name is a term of the ontology."""
    return f"<{term(name).value}>"


def literal(text: str, datatype: str = "xsd:string") -> str:
    """A literal with a datatype."""
    quoted = f'"{ESCAPED.sub(_escape, text)}"'
    return quoted if datatype == "xsd:string" else f"{quoted}^^{known(datatype)}"


def english(text: str) -> str:
    """A text in our own words."""
    return f"{literal(text)}@en"


def of_value(value: Value) -> str:
    """The term that a value is."""
    return iri(value.text) if value.datatype is None else literal(value.text, value.datatype)


def parsed(written: str) -> NamedNode | Literal:
    """The term that `iri` or `literal` wrote, as pyoxigraph's object."""
    from pyoxigraph import RdfFormat, parse

    found: NamedNode | Literal = next(parse(f"<x:s> <x:p> {written} .", format=RdfFormat.N_TRIPLES)).object
    return found


def text_of(written: str) -> str:
    """The id of an entity, or the lexical form of a literal, that `iri` or `literal` wrote."""
    return parsed(written).value.removeprefix(ID)


def _escape(match: re.Match[str]) -> str:
    return ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"
