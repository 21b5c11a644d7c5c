"""The network as two tables in CSV (RFC 4180, UTF-8): its nodes and its edges."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from innograph.export.placement import BATCH, HELD, PIECE, drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from innograph.export.placement import DrawnNode
    from innograph.layout.placing import Positions
    from innograph.network import Edge, Node

    Row = tuple[object, ...]

NODE_COLUMNS = ("id", "label", "type", "color", "size", "x", "y", "uri")
EDGE_COLUMNS = ("id", "source", "target", "label", "interaction", "predicate", "weight", "uri",
                "disputed", "derived", "sources", "evidence", "fact")  # fmt: skip
NEW_YEAR_1980 = (1980, 1, 1, 0, 0, 0)  # the first day that an archive knows: the same bytes every day
READABLE = 0o644 << 16


def nodes_table(nodes: Iterable[Node], edges: Iterable[Edge], kept: Positions) -> Iterator[bytes]:
    """A row for each node."""
    links = [(edge.source, edge.target) for edge in edges]
    return table(NODE_COLUMNS, map(_node, drawn(nodes, links, kept)))


def edges_table(edges: Iterable[Edge]) -> Iterator[bytes]:
    """A row for each edge; *source* and *target* are ids of nodes, *evidence* is JSON."""
    return table(EDGE_COLUMNS, map(_edge, edges))


def archive(files: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    """The files in one ZIP archive, the same bytes for the same files."""
    with SpooledTemporaryFile(HELD) as aside:
        with ZipFile(aside, "w", ZIP_DEFLATED) as zipped:
            for name, pieces in files.items():
                entry = ZipInfo(name, NEW_YEAR_1980)
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, READABLE
                with zipped.open(entry, "w", force_zip64=True) as file:
                    file.writelines(pieces)
        aside.seek(0)
        while piece := aside.read(PIECE):
            yield piece


def _node(given: DrawnNode) -> Row:
    node = given.node
    return node.id, node.label, node.type, node.color, given.size, given.x, given.y, node.iri


def _edge(edge: Edge) -> Row:
    marks = ("true" if edge.disputed else "false", "true" if edge.derived else "false")
    return (
        *(edge.key, edge.source, edge.target, edge.label, edge.interaction, edge.predicate),
        *(edge.weight, edge.uri, *marks, " | ".join(edge.sources), edge.evidence, edge.fact),
    )


def table(columns: tuple[str, ...], rows: Iterator[Row]) -> Iterator[bytes]:
    """A table in CSV, a batch of rows at a time."""
    batch: list[Row] = [columns]
    while batch:
        text = StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(batch)
        yield text.getvalue().encode("utf-8", "replace")
        batch = list(islice(rows, BATCH))
