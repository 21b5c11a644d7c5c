"""The graph in the formats of other programs, byte for byte the same on every machine.

RDF is made from the stored dataset, which is sorted, a batch at a time: memory grows with the batch
and not with the graph. Of the network, memory holds the nodes and the ends of edges, and all
statements of a small graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from innograph import layout, network
from innograph.errors import UnknownNameError
from innograph.export import gexf, graphml, neo4j, syntaxes, tables
from innograph.export.placement import Form, written
from innograph.export.sorting import sorted_lines
from innograph.export.statements import with_reification, with_reifiers
from innograph.export.tables import archive
from innograph.lines import asserted, split_graph, stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from innograph.layout.placing import Positions
    from innograph.network import Edge, Node
    from innograph.network.claims import Claims
    from innograph.store import Store

__all__ = ["DRAWINGS", "EVIDENCE", "RDF", "TABLES", "archive", "cypher", "drawing", "network_tables", "rdf"]

EVIDENCE = {"reification": with_reification, "rdf12": with_reifiers}

DRAWINGS: dict[str, dict[str, Form]] = {"graphml": graphml.FLAVORS, "gexf": {"plain": gexf.FORM}}


TABLES = ("plain", "neo4j")
SMALL = 50_000_000  # bytes of N-Quads; held in memory they take up to four times as much


@dataclass(frozen=True, slots=True)
class RdfFormat:
    """An RDF syntax; *of_dataset* for one that has named graphs, and so holds the whole dataset."""

    write: Callable[[Iterator[bytes]], Iterator[bytes]]
    of_dataset: bool = False
    by_graph: bool = False


RDF = {
    "turtle": RdfFormat(syntaxes.turtle),
    "ntriples": RdfFormat(syntaxes.as_they_are),
    "nquads": RdfFormat(syntaxes.as_they_are, of_dataset=True),
    "trig": RdfFormat(syntaxes.trig, of_dataset=True, by_graph=True),
    "json-ld": RdfFormat(syntaxes.json_ld, of_dataset=True, by_graph=True),
    "rdf-xml": RdfFormat(syntaxes.rdf_xml),
}


def rdf(store: Store, name: str, evidence: str | None = None) -> Iterator[bytes]:
    """The graph in an RDF syntax.

    Args:
        store: The graph.
        name: A key of `RDF`. Those that have named graphs hold the whole dataset: passages,
            inferences, rules and provenance too. The others hold the asserted triples.
        evidence: A key of `EVIDENCE`: also what each asserted triple rests on, said in triples.

    Yields:
        The bytes, piece by piece.

    Raises:
        OutputError: The syntax cannot hold one of the statements.
        StoreError: The store was not built by innograph, or cannot be read.
        UnknownNameError: The format has no such evidence.
    """
    syntax = RDF[name]
    if syntax.of_dataset:
        if evidence:
            raise UnknownNameError(f"evidence of {name}", evidence, (), f"{name} holds it in named graphs")
        return syntax.write(_by_graph(stored(store)) if syntax.by_graph else stored(store))
    if evidence:
        return syntax.write(sorted_lines(EVIDENCE[evidence](stored(store))))
    return syntax.write(asserted(store))


def drawing(
    store: Store, name: str, flavor: str = "plain", places: Positions | None = None
) -> Iterator[bytes]:
    """The network in a format of programs that draw networks.

    Args:
        store: The graph.
        name: A key of `DRAWINGS`.
        flavor: One of the format's: ``"plain"`` as the format's schema has it; another adds what one
            program needs and the schema does not have.
        places: The places of nodes that are known; those of `layout.committed` if None.

    Yields:
        The bytes, piece by piece.

    Raises:
        OutputError: A temporary file cannot be written.
        ResourceError: innograph's layout is missing.
        StoreError: The store cannot be read.
        UnknownNameError: The format has no such flavor.
    """
    forms = DRAWINGS[name]
    if flavor not in forms:
        raise UnknownNameError(f"flavor of {name}", flavor, forms)
    known = layout.committed() if places is None else places
    claims = _claims(store) if forms[flavor].holds_claims else None
    return written(forms[flavor], *_network(store), known, claims)


def cypher(store: Store) -> Iterator[bytes]:
    """The network as a Cypher script for Neo4j.

    Raises:
        StoreError: The store cannot be read.
    """
    return neo4j.script(*_network(store), _claims(store))


def network_tables(store: Store, flavor: str = "plain") -> dict[str, Iterator[bytes]]:
    """The network as tables, by the names of their files.

    Args:
        store: The graph.
        flavor: ``"plain"`` for ``nodes.csv`` and ``edges.csv``; ``"neo4j"`` for ``nodes.csv`` and
            ``relationships.csv``, as Neo4j's bulk import takes them.

    Raises:
        ResourceError: innograph's layout is missing.
        UnknownNameError: There is no such flavor.
    """
    if flavor not in TABLES:
        raise UnknownNameError("flavor of csv", flavor, TABLES)
    if flavor == "neo4j":
        return neo4j.bulk_tables(*_network(store), _claims(store))
    placed = layout.committed()
    return {
        "nodes.csv": tables.nodes_table(*_network(store), placed),
        "edges.csv": tables.edges_table(_network(store)[1]),
    }


def _network(store: Store) -> tuple[Iterator[Node], Iterator[Edge]]:
    at_once = _is_small(store)
    return network.nodes(store, at_once=at_once), network.edges(store, at_once=at_once)


def _claims(store: Store) -> Claims:
    return network.claimed(store, at_once=_is_small(store))


def _is_small(store: Store) -> bool:
    """Whether all statements are read into memory: then an export takes less than half the time."""
    try:
        return store.is_ours and store.nquads.stat().st_size < SMALL
    except OSError:  # then they are looked up
        return False


def _by_graph(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines sorted by graph first, the default graph before the others."""
    keyed = (split_graph(line)[1] + b"\t" + line for line in lines)  # a graph's name has no tab in it
    return (line.partition(b"\t")[2] for line in sorted_lines(keyed))
