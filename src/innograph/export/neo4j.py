"""The network for Neo4j: a Cypher script, or two tables for its bulk import.

A node is an ``Entity`` and all of its classes; the type of a relationship is the property in capitals,
such as ``EXECUTIVE_PRODUCER``. The script (Cypher Manual, from 4.4 on) merges: run again, it changes
nothing, and it never deletes. The tables have the headers that ``neo4j-admin database import``
takes (Operations Manual, "CSV header format").
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from innograph.export.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from innograph.network import Edge, Node
    from innograph.network.claims import Claims

    Value = str | int | bool | tuple[str, ...]
    Properties = dict[str, Value]

ROWS = 200  # in one statement: the parser of the server holds a statement whole
HEAD = """\
// The network of innograph: people, organizations, works, cases and themes. Each relationship has its sources.
// cypher-shell -f FILE runs it; run again, it changes nothing.
CREATE CONSTRAINT innograph_entity_id IF NOT EXISTS FOR (entity:Entity) REQUIRE entity.id IS UNIQUE;
"""
NODE_COLUMNS = {"id": "id:ID", "name": "name", "type": "type", "uri": "uri", "evidence": "evidence"}
EDGE_COLUMNS = {
    "fact": "fact", "label": "label", "predicate": "predicate", "uri": "uri", "weight": "weight:int",
    "disputed": "disputed:boolean", "derived": "derived:boolean", "sources": "sources:string[]",
    "evidence": "evidence",
}  # fmt: skip
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]")
INNER_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# What a literal cannot hold as it is: quotes, backslashes, control and separator characters, surrogates.
SPECIAL = re.compile(r"\\u|['\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
ESCAPES = {"\\u": "\\\\' + 'u", "'": "\\'", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def script(nodes: Iterable[Node], edges: Iterable[Edge], claims: Claims) -> Iterator[bytes]:
    """The network as a script of Cypher statements, a batch of rows in each.

    In memory is a batch of each kind of relationship.
    """
    yield HEAD.encode()
    for labels, rows in _grouped((_labels(node), _node(node, claims)) for node in nodes):
        yield _statement(
            rows,
            "MERGE (entity:Entity {id: row.id})",
            f"SET entity += row, entity{labels}",
        )
    for kind, rows in _grouped((relationship_type(edge), _joined(edge)) for edge in edges):
        yield _statement(
            rows,
            "MATCH (source:Entity {id: row.source}) MATCH (target:Entity {id: row.target})",
            f"MERGE (source)-[said:`{kind}` {{fact: row.said.fact}}]->(target) SET said += row.said",
        )


def bulk_tables(nodes: Iterable[Node], edges: Iterable[Edge], claims: Claims) -> dict[str, Iterator[bytes]]:
    """The network as tables for the bulk import: ``nodes.csv`` and ``relationships.csv``."""
    return {
        "nodes.csv": table((*NODE_COLUMNS.values(), ":LABEL"), _node_rows(nodes, claims)),
        "relationships.csv": table(
            (":START_ID", ":END_ID", ":TYPE", *EDGE_COLUMNS.values()), _edge_rows(edges)
        ),
    }


def relationship_type(edge: Edge) -> str:
    """The type of a relationship: ``EXECUTIVE_PRODUCER`` for ``executiveProducer``."""
    local = re.split("[/:#]", edge.interaction)[-1]
    return NOT_IN_NAMES.sub("_", INNER_CAPITAL.sub("_", local)).upper()


def literal(value: object) -> str:
    """A value as Cypher: text, number, true or false, a list or a map of such.

    No backslash stands before a u in a text, because a server may read that as a character before it
    reads the text: the text is put together from two.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return f"'{SPECIAL.sub(_escape, value)}'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {literal(each)}" for key, each in value.items()) + "}"
    return f"[{', '.join(map(literal, value))}]"  # type: ignore[call-overload]


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    if "\ud800" <= sign <= "\udfff":
        return "\ufffd"
    return ESCAPES.get(sign) or f"\\u{ord(sign):04x}"


def _grouped(rows: Iterable[tuple[str, Properties]]) -> Iterator[tuple[str, list[Properties]]]:
    """Rows of one kind together, in batches; what is left of each kind last."""
    held: dict[str, list[Properties]] = defaultdict(list)
    for kind, row in rows:
        held[kind].append(row)
        if len(held[kind]) == ROWS:
            yield kind, held.pop(kind)
    yield from held.items()


def _statement(rows: Iterable[Mapping[str, Value]], *clauses: str) -> bytes:
    listed = ",\n  ".join(map(literal, rows))
    return "\n".join([f"UNWIND [\n  {listed}\n] AS row", *clauses]).encode() + b";\n"


def _labels(node: Node) -> str:
    """The node's classes in backticks, for one may be a word of Cypher, such as ``Case``."""
    return "".join(f":`{NOT_IN_NAMES.sub('_', name)}`" for name in ("Entity", *node.types))


def _node(node: Node, claims: Claims) -> Properties:
    properties = {"id": node.id, "name": node.label, "type": node.type, "uri": node.iri}
    return {**properties, "evidence": claims.evidence(node)}


def _said(edge: Edge) -> Properties:
    said = edge.attributes() | {"sources": edge.sources}
    return {name: said[name] for name in EDGE_COLUMNS}


def _joined(edge: Edge) -> Properties:
    return {"source": edge.source, "target": edge.target, "said": _said(edge)}  # type: ignore[dict-item]


def _node_rows(nodes: Iterable[Node], claims: Claims) -> Iterator[tuple[object, ...]]:
    for node in nodes:
        yield (*_node(node, claims).values(), _labels(node)[2:-1].replace("`:`", ";"))


def _edge_rows(edges: Iterable[Edge]) -> Iterator[tuple[object, ...]]:
    for edge in edges:
        said = _said(edge) | {"sources": ";".join(edge.sources)}
        texts = (str(value).lower() if isinstance(value, bool) else value for value in said.values())
        yield (edge.source, edge.target, relationship_type(edge), *texts)
