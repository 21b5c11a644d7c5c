"""The graph in RDF serializations, byte for byte the same on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, RdfFormat, parse

from innograph.serialization import serialized

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

    from innograph.store import Store


def turtle(store: Store) -> bytes:
    """The asserted triples, in Turtle (W3C Recommendation, 25 February 2014)."""
    return serialized(_asserted(store), RdfFormat.TURTLE)


def ntriples(store: Store) -> bytes:
    """The asserted triples, in N-Triples."""
    return serialized(_asserted(store), RdfFormat.N_TRIPLES)


def nquads(store: Store) -> bytes:
    """The whole dataset, in N-Quads: passages, inferences, rules and provenance too."""
    return store.nquads.read_bytes()


def trig(store: Store) -> bytes:
    """The whole dataset, in TriG."""
    quads = list(parse(path=str(store.nquads), format=RdfFormat.N_QUADS))
    quads.sort(key=lambda quad: str(quad.graph_name))
    return serialized(quads, RdfFormat.TRIG)


FORMATS: dict[str, Callable[[Store], bytes]] = {
    "turtle": turtle,
    "ntriples": ntriples,
    "nquads": nquads,
    "trig": trig,
}


def _asserted(store: Store) -> list[Triple]:
    quads = parse(path=str(store.nquads), format=RdfFormat.N_QUADS)
    return [quad.triple for quad in quads if quad.graph_name == DefaultGraph()]
