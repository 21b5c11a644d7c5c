"""GraphML, GEXF and CSV, read back by the programs that they are for."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pytest
import rustworkx
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pyoxigraph import DefaultGraph, RdfFormat, parse

from innograph import export, layout, network
from innograph.errors import UnknownNameError
from innograph.export import gexf, graphml, placement, tables
from innograph.export.placement import written
from innograph.export.xml import escaped, text, token
from innograph.network import Edge, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from click.testing import Result

    from innograph.store import Store

HOSTILE = [
    "a & b < c > d \" e ' f",
    "]]> <!-- --> <![CDATA[ <?x?>",
    "\x00\x01\x08\x0b\x1f\ufffe\uffff",
    "שלום \u202eabc\u202c",
    "👩🏽\u200d⚖️ 語 e\u0301",
    "a\r\nb\tc\rd",
    "=1+1",
    '"quoted", with comma',
    "x" * 500,
    "",
]
EDGE_KEYS = {
    "label",
    "interaction",
    "predicate",
    "weight",
    "uri",
    "disputed",
    "derived",
    "sources",
    "evidence",
    "fact",
}
NODE_KEYS = {"label", "name", "type", "color", "size", "x", "y", "uri", "evidence"}
LABELLED_CONVICTION = re.compile(r"\bwrongful conviction\b")
EVIDENCE_OF_NODE = re.compile(r'(?<=<data key="n_evidence">)[^<]*')
RDF_SYNTAX = {
    "turtle": RdfFormat.TURTLE, "json-ld": RdfFormat.JSON_LD, "rdf-xml": RdfFormat.RDF_XML, "nquads": RdfFormat.N_QUADS,
}  # fmt: skip
ENDED = re.compile(r"\b(?:exonerated|vacated)\b")


def _node(identifier: str, label: str = "A") -> Node:
    return Node(
        identifier, f"https://w3id.org/innograph/id/{identifier}", label, "Person", "person", "#0072B2"
    )


def _edge(key: int, source: str, target: str, label: str = "knows") -> Edge:
    evidence = json.dumps([{"source": label, "locator": "1"}], ensure_ascii=False)
    known = "https://w3id.org/innograph/ontology#knows"
    return Edge(
        key, source, target, known, label, f"{label} of", "knows", 2, known, disputed=True, derived=False,
        sources=("a#1", label), evidence=evidence, fact=f"{source} knows {target}",
    )  # fmt: skip


def _xml_text(given_text: str) -> str:
    """What an XML document can hold of a text."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", given_text)


def _hostile_network() -> tuple[list[Node], list[Edge]]:
    nodes = [_node(f"n/{number}", label) for number, label in enumerate(HOSTILE)]
    edges = [_edge(number, "n/0", f"n/{number}", label) for number, label in enumerate(HOSTILE)]
    return nodes, [
        *edges,
        *(_edge(len(edges) + number, "n/0", "n/1", label) for number, label in enumerate(HOSTILE)),
    ]


def _written(form: placement.Form, nodes: Iterable[Node], edges: Iterable[Edge], folder: Path) -> Path:
    path = folder / "network"
    path.write_bytes(b"".join(written(form, nodes, edges, {})))
    return path


def _expected_edges(store: Store) -> dict[str, dict[str, object]]:
    """For each edge's key its ends, as name tokens, and all that is said on it."""
    return {
        edge.key: {"source": token(edge.source), "target": token(edge.target)} | edge.attributes()
        for edge in network.edges(store)
    }


@pytest.fixture(scope="module")
def files(real_store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("network")
    made = {}
    for name, flavor in (("graphml", "plain"), ("graphml", "gephi"), ("graphml", "yed"), ("gexf", "plain")):
        made[f"{name}-{flavor}"] = folder / f"{flavor}.{name}"
        made[f"{name}-{flavor}"].write_bytes(b"".join(export.drawing(real_store, name, flavor)))
    return made


@pytest.fixture(scope="module")
def schema(shared: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(shared / "data" / "graphml-xsd" / "graphml.xsd"))


# GraphML


def test_plain_graphml_is_valid(schema: etree.XMLSchema, files: dict[str, Path], tmp_path: Path) -> None:
    schema.assertValid(etree.parse(files["graphml-plain"]))
    schema.assertValid(etree.parse(_written(graphml.FLAVORS["plain"], *_hostile_network(), tmp_path)))
    schema.assertValid(etree.parse(_written(graphml.FLAVORS["plain"], [], [], tmp_path)))
    odd = "https://example.org/ü x?a=b&c=d#é_:%"
    schema.assertValid(
        etree.parse(_written(graphml.FLAVORS["plain"], [_node(odd)], [_edge(0, odd, odd)], tmp_path))
    )


@pytest.mark.parametrize("flavor", ["gephi", "yed"])
def test_a_flavor_has_what_the_schema_forbids(
    schema: etree.XMLSchema, files: dict[str, Path], flavor: str
) -> None:
    assert not schema.validate(etree.parse(files[f"graphml-{flavor}"]))
    assert {entry.message.partition(": ")[2] for entry in schema.error_log} <= {
        "The attribute 'label' is not allowed.",
        "The attribute 'yfiles.type' is not allowed.",
        "This element is not expected.",  # yEd's own
    }


@pytest.mark.parametrize("flavor", ["plain", "gephi", "yed"])
def test_networkx_reads_every_edge_with_all_that_is_said_on_it(
    real_store: Store, files: dict[str, Path], flavor: str
) -> None:
    read = nx.read_graphml(files[f"graphml-{flavor}"], force_multigraph=True)
    found = {key: {"source": s, "target": t} | said for s, t, key, said in read.edges(keys=True, data=True)}
    expected = _expected_edges(real_store)
    assert found == expected
    assert len(found) > 400
    parallel = Counter((said["source"], said["target"]) for said in found.values())
    assert max(parallel.values()) > 2
    for node in network.nodes(real_store):
        said = read.nodes[token(node.id)]
        assert said.keys() - {"shape_type"} == NODE_KEYS
        assert (said["label"], said["name"], said["type"], said["color"], said["uri"]) == (
            node.label, node.label, node.type, node.color, node.iri,
        )  # fmt: skip
        if flavor != "yed":  # there, networkx prefers yEd's own place
            assert (said["x"], said["y"]) == layout.committed()[node.id]
    assert read.number_of_nodes() == len(layout.committed())


def test_igraph_and_rustworkx_read_every_edge(real_store: Store, files: dict[str, Path]) -> None:
    expected = _expected_edges(real_store)
    theirs = igraph.Graph.Read_GraphML(str(files["graphml-plain"]))
    assert set(theirs.vs.attributes()) == NODE_KEYS | {"id"}
    assert set(theirs.es.attributes()) == EDGE_KEYS | {"id"}
    names = theirs.vs["id"]
    read = [
        {"source": names[edge.source], "target": names[edge.target]}
        | {name: edge[name] for name in EDGE_KEYS}
        for edge in theirs.es
    ]
    assert read == list(expected.values())
    rust = rustworkx.read_graphml(str(files["graphml-plain"]))[0]
    assert [edge["id"] for edge in rust.edges()] == list(expected)
    assert [
        {
            name: "" if edge[name] is None else edge[name] for name in EDGE_KEYS
        }  # it reads an empty text as none
        for edge in rust.edges()
    ] == [{name: said[name] for name in EDGE_KEYS} for said in expected.values()]


@pytest.mark.parametrize("flavor", ["plain", "gephi", "yed"])
def test_graphology_reads_every_edge_of_graphml(
    real_store: Store, files: dict[str, Path], flavor: str, graphology: Callable[[str, Path], dict[str, Any]]
) -> None:
    read = graphology("graphml", files[f"graphml-{flavor}"])
    assert {
        edge["key"]: {"source": edge["source"], "target": edge["target"]}
        | {name: edge["attributes"][name] for name in EDGE_KEYS}
        for edge in read["edges"]
    } == _expected_edges(real_store)
    assert all(node["attributes"].keys() >= NODE_KEYS for node in read["nodes"])


def test_gephi_gets_the_kind_of_each_edge(real_store: Store, files: dict[str, Path]) -> None:
    namespace = f"{{{graphml.NAMESPACE}}}"
    edges = ET.parse(files["graphml-gephi"]).iter(f"{namespace}edge")  # noqa: S314  # our own file
    assert {edge.get("id"): edge.get("label") for edge in edges} == {
        edge.key: edge.interaction for edge in network.edges(real_store)
    }


def test_yed_gets_shapes_labels_and_colours(real_store: Store, files: dict[str, Path]) -> None:
    names = {"g": graphml.NAMESPACE, "y": "http://www.yworks.com/xml/graphml"}
    root = ET.parse(files["graphml-yed"]).getroot()  # noqa: S314  # our own file
    kinds = {key.get("id"): key.get("yfiles.type") for key in root.iterfind("g:key", names)}
    assert (kinds["n_graphics"], kinds["e_graphics"]) == ("nodegraphics", "edgegraphics")
    shapes = [
        (shape.find("y:NodeLabel", names).text, shape.find("y:Fill", names).get("color"))  # type: ignore[union-attr]
        for shape in root.iterfind(".//g:node/g:data[@key='n_graphics']/y:ShapeNode", names)
    ]
    assert shapes == [(node.label, node.color) for node in network.nodes(real_store)]
    labels = root.iterfind(".//g:edge/g:data[@key='e_graphics']/y:PolyLineEdge/y:EdgeLabel", names)
    assert [label.text for label in labels] == [edge.label for edge in network.edges(real_store)]
    geometry = root.find(".//g:node[@id='andy-grieve']//y:Geometry", names)
    assert geometry is not None
    x, y = layout.committed()["andy-grieve"]
    middle = [float(geometry.get(side, "")) + float(geometry.get("width", "")) / 2 for side in ("x", "y")]
    assert middle == [x, y]


# GEXF


def test_gexf_is_of_version_1_3(files: dict[str, Path]) -> None:
    root = etree.parse(files["gexf-plain"]).getroot()
    assert (root.tag, root.get("version")) == ("{http://gexf.net/1.3}gexf", "1.3")
    assert root.nsmap["viz"] == "http://gexf.net/1.3/viz"
    graph = root[1]
    assert [etree.QName(part).localname for part in graph] == ["attributes", "attributes", "nodes", "edges"]
    kinds = [edge.get("kind") for edge in graph[3]]
    assert all(kinds)
    ends = Counter((edge.get("source"), edge.get("target"), edge.get("kind")) for edge in graph[3])
    assert len(ends) > 400


def test_networkx_reads_every_edge_of_gexf(real_store: Store, files: dict[str, Path]) -> None:
    read = nx.read_gexf(files["gexf-plain"], version="1.3")
    found = {
        said["id"]: (s, t, {name: said[name] for name in EDGE_KEYS}) for s, t, said in read.edges(data=True)
    }
    assert found == {
        edge.key: (edge.source, edge.target, edge.attributes()) for edge in network.edges(real_store)
    }
    said = read.nodes["andy-grieve"]
    x, y = layout.committed()["andy-grieve"]
    assert said["viz"]["position"] == {"x": x, "y": y, "z": 0}
    assert said["viz"]["color"] == {"r": 0, "g": 0x72, "b": 0xB2, "a": 1.0}


def test_graphology_reads_every_edge_of_gexf(
    real_store: Store, files: dict[str, Path], graphology: Callable[[str, Path], dict[str, Any]]
) -> None:
    read = graphology("gexf", files["gexf-plain"])
    assert {
        edge["key"]: (edge["source"], edge["target"], {name: edge["attributes"][name] for name in EDGE_KEYS})
        for edge in read["edges"]
    } == {edge.key: (edge.source, edge.target, edge.attributes()) for edge in network.edges(real_store)}
    assert all(node["attributes"].keys() >= NODE_KEYS - {"evidence"} for node in read["nodes"])


# Any text, any size


@pytest.mark.parametrize("flavor", ["plain", "gephi", "yed"])
def test_any_label_comes_back_from_graphml(tmp_path: Path, flavor: str) -> None:
    nodes, edges = _hostile_network()
    read = nx.read_graphml(_written(graphml.FLAVORS[flavor], nodes, edges, tmp_path), force_multigraph=True)
    assert [read.nodes[token(node.id)]["name"] for node in nodes] == [_xml_text(node.label) for node in nodes]
    said = {key: data for _, _, key, data in read.edges(keys=True, data=True)}
    assert [said[edge.key]["evidence"] for edge in edges] == [_xml_text(edge.evidence) for edge in edges]
    assert [json.loads(said[edge.key]["evidence"])[0]["source"] for edge in edges] == [
        edge.label.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for edge in edges
    ]


def test_any_label_comes_back_from_gexf(tmp_path: Path) -> None:
    nodes, edges = _hostile_network()
    read = nx.read_gexf(_written(gexf.FORM, nodes, edges, tmp_path), version="1.3")
    assert [read.nodes[node.id]["label"] for node in nodes] == [_xml_text(node.label) for node in nodes]
    said = {data["id"]: data for _, _, data in read.edges(data=True)}
    assert [said[edge.key]["label"] for edge in edges] == [_xml_text(edge.label) for edge in edges]


def test_any_label_comes_back_from_csv() -> None:
    nodes, edges = _hostile_network()
    read = list(csv.DictReader(io.StringIO(b"".join(tables.edges_table(edges)).decode(), newline="")))
    assert [(row["label"], row["evidence"]) for row in read] == [
        (edge.label, edge.evidence) for edge in edges
    ]
    table = b"".join(tables.nodes_table(nodes, edges, {})).decode()
    read = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [row["label"] for row in read] == [node.label for node in nodes]


@given(st.text())
def test_any_text_is_escaped_for_both_places(given_text: str) -> None:
    root = ET.fromstring(f'<a b="{escaped(given_text)}">{text(given_text)}</a>')  # noqa: S314  # our own
    assert (root.get("b"), root.text or "") == (_xml_text(given_text),) * 2


@given(st.sets(st.text(alphabet="aZ0.-_:/%#é語 ", min_size=1), max_size=30))
def test_tokens_are_valid_and_different_for_different_ids(identifiers: set[str]) -> None:
    tokens = {token(identifier) for identifier in identifiers}
    assert len(tokens) == len(identifiers)
    assert all(re.fullmatch(r"[A-Za-z0-9._:\-]+", each) for each in tokens)
    assert token("theme/forensic-science") == "theme:forensic-science"


@pytest.mark.parametrize("form", [*graphml.FLAVORS.values(), gexf.FORM])
def test_an_empty_network_and_one_node(tmp_path: Path, form: placement.Form) -> None:
    read: Callable[..., Any] = nx.read_gexf if form is gexf.FORM else nx.read_graphml
    assert read(_written(form, [], [], tmp_path)).number_of_nodes() == 0
    assert read(_written(form, [_node("a")], [], tmp_path)).number_of_nodes() == 1
    assert read(_written(form, [_node("a")], [_edge(0, "a", "a")], tmp_path)).number_of_edges() == 1


@pytest.mark.parametrize("held", [placement.HELD, 1000])
def test_two_thousand_edges_on_one_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(placement, "HELD", held)  # the second time the edges go to a temporary file
    nodes = [_node("hub"), *(_node(f"n{number}") for number in range(1000))]
    edges = [_edge(number, "hub", f"n{number % 1000}") for number in range(2000)]
    read = nx.read_graphml(_written(graphml.FLAVORS["plain"], nodes, edges, tmp_path), force_multigraph=True)
    assert read.number_of_edges() == 2000
    assert read.nodes["hub"]["size"] == round(10 * 2001**0.5)
    assert len({(data["x"], data["y"]) for _, data in read.nodes(data=True)}) == 1001


def test_edges_are_not_held_in_memory() -> None:
    """A piece is a batch, and no edge is kept once it is written."""
    alive: Counter[str] = Counter()

    def edges() -> Iterable[Edge]:
        for number in range(10 * placement.BATCH):
            alive["made"] += 1
            yield _edge(number, "a", "b")

    pieces = written(graphml.FLAVORS["plain"], [_node("a"), _node("b")], edges(), {})
    assert max(map(len, pieces)) <= placement.PIECE
    assert alive["made"] == 10 * placement.BATCH


# The command


@pytest.mark.parametrize("output_format", ["graphml", "gexf", "csv"])
def test_every_run_writes_the_same_bytes(
    run: Callable[..., Result], real_store: Store, tmp_path: Path, output_format: str
) -> None:
    assert run("export", "-f", output_format, "-o", tmp_path / "file").exit_code == 0
    assert (tmp_path / "file").read_bytes() == run("export", "-f", output_format).stdout_bytes


def test_csv_goes_to_a_folder_an_archive_or_one_table_at_a_time(
    run: Callable[..., Result], real_store: Store, tmp_path: Path
) -> None:
    assert run("export", "-f", "csv", "-o", f"{tmp_path}/new/").exit_code == 0
    assert run("export", "-f", "csv", "-o", tmp_path / "tables.zip").exit_code == 0
    both = {path.name: path.read_bytes() for path in (tmp_path / "new").iterdir()}
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == both
    assert sorted(both) == ["edges.csv", "nodes.csv"]
    first = (tmp_path / "tables.zip").read_bytes()
    run("export", "-f", "csv", "-o", tmp_path / "tables.zip")
    assert (tmp_path / "tables.zip").read_bytes() == first
    for table in ("nodes", "edges"):
        finished = run("export", "-f", "csv", "--table", table)
        assert (finished.stdout_bytes, finished.stderr) == (both[f"{table}.csv"], "")
    alone = run("export", "-f", "csv")
    assert alone.stdout_bytes == both["edges.csv"]
    assert alone.stderr.startswith("only the edges; -o FOLDER/ or -o FILE.zip for both")
    edges = list(csv.DictReader(io.StringIO(both["edges.csv"].decode(), newline="")))
    nodes = {row["id"] for row in csv.DictReader(io.StringIO(both["nodes.csv"].decode(), newline=""))}
    assert {end for row in edges for end in (row["source"], row["target"])} <= nodes
    assert [row["evidence"] for row in edges] == [edge.evidence for edge in network.edges(real_store)]


def test_a_folder_that_cannot_be_written_is_one_clear_line(
    run: Callable[..., Result], real_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    finished = run("export", "-f", "csv", "-o", f"{tmp_path}/file/")
    assert (finished.exit_code, finished.stdout) == (1, "")
    assert finished.stderr == f"error: {tmp_path}/file/ cannot be written: File exists\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["-f", "turtle", "--flavor", "yed"], "turtle takes no --flavor; it is for graphml"),
        (["-f", "gexf", "--flavor", "gephi"], "gexf takes no --flavor; it is for graphml"),
        (["-f", "graphml", "--table", "nodes"], "graphml takes no --table; it is for csv"),
        (
            ["-f", "csv", "--evidence", "rdf12"],
            "csv takes no --evidence; it is for turtle, ntriples, rdf-xml",
        ),
        (["-f", "graphml", "--flavor", "yEd"], "'yEd' is not one of 'plain', 'gephi', 'yed'"),
    ],
)
def test_an_option_of_another_format_is_refused(
    run: Callable[..., Result], real_store: Store, arguments: list[str], complaint: str
) -> None:
    finished = run("export", *arguments)
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert complaint in finished.stderr


def test_an_unknown_flavor_is_named(toy_store: Store) -> None:
    with pytest.raises(UnknownNameError, match="unknown flavor of gexf 'gephi'"):
        export.drawing(toy_store, "gexf", "gephi")


# The duty of care


@pytest.mark.parametrize(
    ("name", "flavor"), [("graphml", "plain"), ("graphml", "gephi"), ("graphml", "yed"), ("gexf", "plain")]
)
def test_no_conviction_stands_without_its_end(
    toy_store: Store, real_store: Store, name: str, flavor: str
) -> None:
    """Where a drawing names a wrongful conviction, it says in the same breath what ended it."""
    named = 0
    for store in (toy_store, real_store):
        document = b"".join(export.drawing(store, name, flavor)).decode()
        document, claims = EVIDENCE_OF_NODE.sub("", document), EVIDENCE_OF_NODE.findall(document)
        assert bool(claims) == (name == "graphml")
        for events in map(_events, claims):
            assert ("wrongful-conviction" in events) <= bool(events & {"exoneration", "vacatur"})
        for match in LABELLED_CONVICTION.finditer(document):
            named += 1
            assert ENDED.search(re.split(r"[<\"]", document[match.start() :])[0])
    assert named


def _events(claims: str) -> set[str]:
    """The kinds of the events that the evidence of a node names."""
    return {entry.get("event", "").partition("/")[0] for entry in json.loads(html.unescape(claims))}


@pytest.mark.parametrize("table", ["nodes.csv", "edges.csv"])
def test_no_conviction_stands_without_its_end_in_a_table(
    toy_store: Store, real_store: Store, table: str
) -> None:
    rows = [
        row
        for store in (toy_store, real_store)
        for row in csv.DictReader(
            io.StringIO(b"".join(export.network_tables(store)[table]).decode(), newline="")
        )
    ]
    named = [row["label"] for row in rows if LABELLED_CONVICTION.search(row["label"])]
    assert bool(named) == (table == "edges.csv")
    assert [label for label in named if not ENDED.search(label)] == []


@pytest.mark.parametrize("syntax", ["turtle", "json-ld", "rdf-xml", "nquads"])
def test_no_conviction_stands_without_its_end_in_rdf(real_store: Store, syntax: str) -> None:
    """Each has a label that says what ended it, and, in the same graph, the event that ended it."""
    triples = {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in parse(b"".join(export.rdf(real_store, syntax)), format=RDF_SYNTAX[syntax])
        if quad.graph_name == DefaultGraph()
    }
    inno = "https://w3id.org/innograph/ontology#"
    convictions = {s for s, _, o in triples if o == f"<{inno}WrongfulConviction>"}
    labels = {s: o for s, p, o in triples if s in convictions and p.endswith("rdf-schema#label>")}
    ended = {s for s, p, _ in triples if p == f"<{inno}endedBy>"}
    assert len(convictions) > 30
    assert convictions <= ended
    assert [labels[each] for each in convictions if not ENDED.search(labels[each])] == []
