"""Sorted lines → the W3C's RDF syntaxes, batch by batch.

pyoxigraph writes each batch; what stands around the statements is written once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse, serialize

from innograph.errors import OutputError
from innograph.lines import batches
from innograph.namespaces import PREFIXES
from innograph.serialization import PROLOGUE, without_prologue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad

BATCH = 20_000
XML_HEAD = re.compile(rb"<\?xml[^>]*\?>\n<rdf:RDF[^>]*>\n")
XML_FOOT = b"</rdf:RDF>"
# Which characters XML cannot hold: https://www.w3.org/TR/xml/#charsets; and a property without a local name.
NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|<oxprefix: ")


def as_they_are(lines: Iterator[bytes]) -> Iterator[bytes]:
    """N-Triples or N-Quads (W3C Recommendations, 25 February 2014), of which the lines are."""
    return (b"".join(batch) for batch in batches(lines, BATCH))


def turtle(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Turtle (W3C Recommendation, 25 February 2014)."""
    return _with_prefixes(lines, RdfFormat.N_TRIPLES, RdfFormat.TURTLE)


def trig(lines: Iterator[bytes]) -> Iterator[bytes]:
    """TriG (W3C Recommendation, 25 February 2014), of lines sorted by graph."""
    return _with_prefixes(lines, RdfFormat.N_QUADS, RdfFormat.TRIG)


def json_ld(lines: Iterator[bytes]) -> Iterator[bytes]:
    """JSON-LD 1.1 (W3C Recommendation, 16 July 2020) in expanded form, of lines sorted by graph."""
    opening = b"["
    for batch in batches(lines, BATCH):
        data = serialize(_parsed(batch, RdfFormat.N_QUADS), format=RdfFormat.JSON_LD) or b"[]"
        yield opening + data[1:-1]
        opening = b",\n"
    yield b"]\n" if opening != b"[" else b"[]\n"


def rdf_xml(lines: Iterator[bytes]) -> Iterator[bytes]:
    """RDF/XML (W3C Recommendation, 25 February 2014).

    Raises:
        OutputError: A statement has a control character, or a property without a local name,
            neither of which XML can hold.
    """
    yield _xml_head()
    for batch in batches(lines, BATCH):
        data = serialize(_parsed(batch, RdfFormat.N_TRIPLES), format=RdfFormat.RDF_XML, prefixes=PREFIXES)
        body = XML_HEAD.sub(b"", data or b"", count=1).removesuffix(XML_FOOT)
        if NOT_XML.search(body):
            _refuse(batch)
        yield body.replace(b"\r", b"&#xD;")  # which XML would read as the end of a line
    yield XML_FOOT + b"\n"


def _with_prefixes(lines: Iterator[bytes], given: RdfFormat, wanted: RdfFormat) -> Iterator[bytes]:
    yield PROLOGUE
    for batch in batches(lines, BATCH):
        yield without_prologue(_parsed(batch, given), wanted)


def _parsed(batch: list[bytes], syntax: RdfFormat) -> Iterator[Quad]:
    return parse(b"".join(batch), format=syntax)


def _xml_head() -> bytes:
    """The opening tag with its namespaces in order: pyoxigraph's come in none."""
    head = serialize([], format=RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
    names = sorted(re.findall(rb' xmlns:\w+="[^"]*"', head))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF' + b"".join(names) + b">\n"


def _refuse(batch: list[bytes]) -> None:
    for line in batch:
        data = serialize(_parsed([line], RdfFormat.N_TRIPLES), format=RdfFormat.RDF_XML) or b""
        if NOT_XML.search(XML_HEAD.sub(b"", data)):
            statement = line.decode().rstrip(" .\n")
            raise OutputError(f"XML cannot hold {statement}", "write -f turtle, or -f json-ld")
