"""SPARQL results in the W3C's own serializations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse_query_results

from innograph.care import Convictions
from innograph.errors import UnknownNameError
from innograph.query import Triples
from innograph.serialization import serialized

if TYPE_CHECKING:
    from innograph.query import Results
    from innograph.store import Store

RESULT_FORMATS = {"sparql-json": QueryResultsFormat.JSON, "sparql-xml": QueryResultsFormat.XML}
GRAPH_FORMATS = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES}


def is_graph(results: Results) -> bool:
    """Whether the results are triples, from CONSTRUCT or DESCRIBE."""
    return isinstance(results, Triples)


def as_bytes(results: Results, output_format: str) -> bytes:
    """The results as SPARQL JSON or XML (W3C, 2013), or, for triples, as Turtle or N-Triples.

    Triples come sorted, each once.

    Raises:
        UnknownNameError: The format is not one for results of this form.
    """
    if isinstance(results, Triples):
        if output_format not in GRAPH_FORMATS:
            raise UnknownNameError("format for triples", output_format, GRAPH_FORMATS, "write -f turtle")
        return serialized(results, GRAPH_FORMATS[output_format])
    if output_format not in RESULT_FORMATS:
        raise UnknownNameError("format for rows", output_format, RESULT_FORMATS, "write -f sparql-json")
    return results.serialize(format=RESULT_FORMATS[output_format]) or b""


def notice(store: Store, asked: str, data: bytes, output_format: str) -> str:
    """What to tell about serialized rows that show a wrongful conviction without its end; empty if none does.

    Args:
        store: The graph that was asked.
        asked: The query.
        data: What `as_bytes` gave.
        output_format: A name of `RESULT_FORMATS`.
    """
    solutions = parse_query_results(data, format=RESULT_FORMATS[output_format])
    if not isinstance(solutions, QuerySolutions):
        return ""
    return Convictions(store.oxigraph).notice(asked, (tuple(row) for row in solutions), labelled=False)
