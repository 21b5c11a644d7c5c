"""The network for Neo4j: checked by Neo4j's own language service, run by an engine for openCypher."""

from __future__ import annotations

import csv
import json
import subprocess
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING, Any

import kglite
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.test_export_network import HOSTILE, _edge, _node

from innograph import export, network
from innograph.export import neo4j

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.network import Edge
    from innograph.store import Store

TRICKY = [
    *HOSTILE,
    "\\u0027 }) DETACH DELETE n //",
    "\\\\u0027",
    "\\\\\\u0027\\",
    "' OR 1=1 //",
    "';\nMATCH (n) DETACH DELETE n;\n//",
    "`]-() /* x */",
    "\u2028\u2029\x85\x7f",
    "$parameter {x: 1}",
]


class _NoClaims:
    """Stands where nothing is claimed of nodes."""

    def evidence(self, _: object) -> str:
        return "[]"


def _hostile_script() -> str:
    nodes = [_node(f"n/{at}", label) for at, label in enumerate(TRICKY)]
    edges = [_edge(at, "n/0", f"n/{at}", label) for at, label in enumerate(TRICKY)]
    return b"".join(neo4j.script(nodes, edges, _NoClaims())).decode()  # type: ignore[arg-type]


def _run(graph: Any, script: str) -> None:
    """Run the statements of a script, which end where a line does."""
    for statement in script.split(";\n"):
        if statement.strip():
            graph.cypher(statement)


def _rows(graph: Any, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in graph.cypher(query)]


def _nodes(graph: Any) -> dict[str, dict[str, Any]]:
    rows = graph.cypher(
        "MATCH (n:Entity) RETURN n.id AS id, n.name AS name, n.uri AS uri, labels(n) AS labels"
    )
    return {row["id"]: dict(row) for row in rows}


def _relationships(graph: Any) -> list[dict[str, Any]]:
    columns = ", ".join(f"r.{name} AS {name}" for name in neo4j.EDGE_COLUMNS)
    query = f"MATCH (s)-[r]->(t) RETURN s.id AS source, t.id AS target, type(r) AS type, {columns}"
    return _rows(graph, query)


def _expected(edge: Edge) -> dict[str, Any]:
    said = edge.attributes() | {"sources": list(edge.sources)}
    joined = {"source": edge.source, "target": edge.target, "type": neo4j.relationship_type(edge)}
    return joined | {name: said[name] for name in neo4j.EDGE_COLUMNS}


def _ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


# The script


def test_the_whole_network_with_its_evidence_is_loaded_and_again_nothing_changes(real_store: Store) -> None:
    script = b"".join(export.cypher(real_store)).decode()
    graph = kglite.KnowledgeGraph()
    for _ in range(2):
        _run(graph, script)
        expected = [_expected(edge) for edge in network.edges(real_store)]
        assert _ordered(_relationships(graph)) == _ordered(expected)
        assert _nodes(graph) == {
            node.id: {
                "id": node.id,
                "name": node.label,
                "uri": node.iri,
                "labels": _labels(node.types),
            }
            for node in network.nodes(real_store)
        }


def _labels(types: tuple[str, ...]) -> list[str]:
    return ["Entity", *types]


def test_a_person_may_be_of_several_classes(real_store: Store) -> None:
    nodes = {node.id: node for node in network.nodes(real_store)}
    assert nodes["levon-brooks"].types == ("Exoneree", "Person")
    assert nodes["the-innocence-files"].types == ("Series", "Work")


def test_types_are_in_capitals(real_store: Store) -> None:
    types = Counter(neo4j.relationship_type(edge) for edge in network.edges(real_store))
    assert {"DIRECTOR", "EXECUTIVE_PRODUCER", "COVERS", "DEFENDED_BY", "SHOWS_WORK_OF"} <= types.keys()
    assert len(types) == len({edge.predicate for edge in network.edges(real_store)})


def test_hostile_texts_stay_texts() -> None:
    graph = kglite.KnowledgeGraph()
    graph.cypher("CREATE (:Witness {id: 'witness'})")
    _run(graph, _hostile_script())
    held = _nodes(graph)
    assert [held[f"n/{at}"]["name"] for at in range(len(TRICKY))] == TRICKY
    labels = {row["target"]: row["label"] for row in _relationships(graph)}
    assert [labels[f"n/{at}"] for at in range(len(TRICKY))] == TRICKY
    assert _rows(graph, "MATCH (n:Witness) RETURN n.id AS id") == [{"id": "witness"}]


@given(st.text().filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text)))
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    given_text = neo4j.literal(text)
    query = f"RETURN {given_text} AS text, {neo4j.literal({'a': [text, True, 3]})} AS map"
    (row,) = _rows(kglite.KnowledgeGraph(), query)
    assert row["text"] == text
    assert row["map"] == {"a": [text, True, 3]}


@given(st.text("\\u0027'\n"))
def test_no_backslash_that_stands_for_itself_is_before_a_u(text: str) -> None:
    """A server that reads such escapes before all else would find a quote where we write none."""
    written = neo4j.literal(text)
    before = written.encode("unicode_escape")
    assert b"\\\\u" not in before.replace(b"\\\\\\\\", b"")
    assert "\\u" not in written.replace("\\\\", "")


def test_what_is_no_character_is_replaced() -> None:
    assert neo4j.literal("a\ud800b") == "'a\ufffdb'"


@pytest.fixture(scope="session")
def language_service(
    npm: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], list[dict[str, Any]]]:
    """What Neo4j's own language service finds wrong with a script: its syntax and its meaning."""
    folder = npm("@neo4j-cypher/language-support@2.0.0-next.38")
    program = """
        const {lintCypherQuery} = require("@neo4j-cypher/language-support")
        const text = require("fs").readFileSync(0, "utf8")
        process.stdout.write(JSON.stringify(lintCypherQuery(text, {}).diagnostics))
    """
    (folder / "lint.js").write_text(program, encoding="utf-8")

    def lint(script: str) -> list[dict[str, Any]]:
        command = ["node", str(folder / "lint.js")]
        said = subprocess.run(command, input=script.encode(), check=True, capture_output=True).stdout
        found: list[dict[str, Any]] = json.loads(said)
        return found

    return lint


def test_neo4js_language_service_finds_nothing_wrong(
    language_service: Callable[[str], list[dict[str, Any]]],
) -> None:
    assert language_service(_hostile_script()) == []
    assert language_service("MATCH (n) RETRUN n")


# The tables


def _typed(header: str, text: str) -> object:
    """A cell as the bulk import reads it, by the type in the header."""
    kind = header.partition(":")[2]
    if kind == "int":
        return int(text)
    if kind == "boolean":
        return {"true": True, "false": False}[text]
    return text.split(";") if kind == "string[]" and text else [] if kind == "string[]" else text


def _read(text: str) -> list[dict[str, Any]]:
    rows = csv.reader(StringIO(text, newline=""))
    headers = next(rows)
    return [{header: _typed(header, cell) for header, cell in zip(headers, row, strict=True)} for row in rows]


def test_the_tables_have_the_headers_of_the_bulk_import(real_store: Store) -> None:
    tables = {
        name: b"".join(pieces).decode() for name, pieces in export.network_tables(real_store, "neo4j").items()
    }
    assert list(tables) == ["nodes.csv", "relationships.csv"]
    nodes, edges = _read(tables["nodes.csv"]), _read(tables["relationships.csv"])
    assert {row["id:ID"]: row[":LABEL"].split(";") for row in nodes} == {
        node.id: ["Entity", *node.types] for node in network.nodes(real_store)
    }
    names = {":START_ID": "source", ":END_ID": "target", ":TYPE": "type"}
    renamed = [{names.get(key, key.partition(":")[0]): value for key, value in row.items()} for row in edges]
    assert renamed == [_expected(edge) for edge in network.edges(real_store)]
    assert all(json.loads(row["evidence"]) for row in nodes)


def test_the_command_writes_both(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("export", "-f", "csv", "--flavor", "neo4j", "-o", f"{tmp_path}/bulk/").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "bulk").iterdir()) == ["nodes.csv", "relationships.csv"]
    edges = run("export", "-f", "csv", "--flavor", "neo4j").stdout
    assert edges.startswith(":START_ID,:END_ID,:TYPE,")
    assert run("export", "-f", "csv", "--flavor", "neo4j", "--table", "nodes").stdout.startswith("id:ID,")
    assert "CREATE CONSTRAINT" in run("export", "-f", "cypher").stdout
    wrong = run("export", "-f", "csv", "--flavor", "yed")
    assert wrong.exit_code == 2
    assert "unknown flavor" in wrong.stderr
    assert run("export", "-f", "graphml", "--flavor", "neo4j").exit_code == 2
    assert run("export", "-f", "cypher", "--flavor", "neo4j").exit_code == 2
