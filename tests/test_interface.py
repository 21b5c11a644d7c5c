"""The Python interface: its names and signatures, and what it gives."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat
from pyoxigraph import Store as Oxigraph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from tests.registry import L7, cells, text

import innograph
from innograph import InnographError, KnowledgeGraph, Rows, resources
from innograph.errors import QueryError, QuerySyntaxError, StoreError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.store import Store

# A change here is a change for everyone who calls innograph from Python: say it in the changelog.
PUBLIC = {
    "open": "(facts: str | PathLike[str] | None = None, *, store: str | PathLike[str] | None = None,"
    " curated: bool = False, without: Sequence[str] = ()) -> KnowledgeGraph",
    "KnowledgeGraph.ask": "(self, question: str | None = None, /, *, cite: bool = False, **arguments: object) -> Rows",
    "KnowledgeGraph.compare": "(self, entity: object, /, *, to: str = '', cite: bool = False) -> Rows",
    "KnowledgeGraph.conflicts": "(self, *entities: object, properties: Sequence[str] = (), agreeing: bool = False) -> Rows",
    "KnowledgeGraph.dataset": "(self) -> rdflib.Dataset",
    "KnowledgeGraph.export": "(self, path: str | PathLike[str], /, format: str = 'turtle', *,"
    " evidence: str | None = None, flavor: str = 'plain') -> None",
    "KnowledgeGraph.find": "(self, text: str, /, *, type: str = '', limit: int = 20) -> Rows",
    "KnowledgeGraph.network": "(self) -> nx.MultiDiGraph[str]",
    "KnowledgeGraph.path": "(self, start: object, end: object, /, *, via: Sequence[object] = (),"
    " avoid: Sequence[object] = (), longest: int = 8, paths: int = 1, hubs: bool = False) -> Rows",
    "KnowledgeGraph.query": "(self, sparql: str, /, *, cite: bool = False) -> Rows",
    "KnowledgeGraph.show": "(self, entity: object, /) -> Rows",
    "KnowledgeGraph.view": "(self, path: str | PathLike[str], /, *, focus: Sequence[object] = (), depth: int = 2,"
    " types: Sequence[str] = (), themes: Sequence[object] = (), cases: Sequence[object] = ()) -> None",
    "Rows.columns": "tuple[str, ...]",
    "Rows.notes": "tuple[str, ...]",
    "Rows.title": "str",
    "Rows.to_pandas": "(self, *, iris: bool = False) -> pd.DataFrame",
    "Rows.to_text": "(self, output_format: str = 'table') -> str",
}
HOSTILE = "<script>alert(1)</script>\x1b[31m\u202e"


@pytest.fixture(scope="module")
def graph(real_store: Store) -> KnowledgeGraph:
    return innograph.open()


@pytest.fixture
def hostile(tmp_path: Path) -> KnowledgeGraph:
    """A graph of another tool whose labels are out to do harm."""
    store = Oxigraph(str(tmp_path / "hostile"))
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store.add(Quad(NamedNode("https://example.org/x"), label, Literal(HOSTILE)))
    store.flush()
    del store
    return innograph.open(store=tmp_path / "hostile")


def _surface() -> dict[str, str]:
    members = {"open": innograph.open} | {
        f"{kind.__name__}.{name}": member
        for kind in (KnowledgeGraph, Rows)
        for name, member in vars(kind).items()
        if not name.startswith("_")
    }
    return {name: _signature(member) for name, member in members.items()}


def _signature(function: Callable[..., object]) -> str:
    """The signature as it is written: annotations are texts, which inspect would quote."""
    signature = inspect.signature(function)
    written = [
        given if given.annotation is given.empty else given.replace(annotation=_Written(given.annotation))
        for given in signature.parameters.values()
    ]
    return str(signature.replace(parameters=written, return_annotation=_Written(signature.return_annotation)))


class _Written:
    """An annotation that shows itself as it is written."""

    def __init__(self, text: object) -> None:
        self.text = text

    def __repr__(self) -> str:
        return str(self.text)


def test_the_public_names_are_pinned():
    assert innograph.__all__ == [
        "InnographError",
        "KnowledgeGraph",
        "Rows",
        "__version__",
        "diff",
        "facts_from_graphml",
        "links",
        "open",
    ]
    assert set(innograph.__all__) <= set(dir(innograph))
    with pytest.raises(AttributeError, match="no attribute 'ask'"):
        innograph.ask  # noqa: B018 # type: ignore[attr-defined]


def test_the_public_signatures_are_pinned(graph):
    attributes = {
        f"Rows.{name}": type(value).__name__ for name, value in vars(graph.ask()).items() if name[0] != "_"
    }
    assert set(attributes) | set(_surface()) == set(PUBLIC)
    assert {name: text for name, text in PUBLIC.items() if name in _surface()} == _surface()
    assert attributes == {name: PUBLIC[name].split("[")[0] for name in attributes}


def test_everything_public_is_documented():
    page = (resources.root() / "docs" / "python.md").read_text(encoding="utf-8")
    assert [name for name in PUBLIC if f".{name.split('.')[-1]}" not in page] == []


def test_importing_innograph_loads_nothing():
    program = "import innograph, sys; print(*(name for name in sys.modules if name.startswith('innograph')))"
    finished = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=resources.root()
    )
    assert finished.stdout.split() == ["innograph"]


def test_ask_answers_what_the_command_answers(graph, run: Callable[..., Result]):
    rows = graph.ask("directors-by-theme", theme="forensic science")
    written = run("ask", "directors-by-theme", "-p", "theme=forensic science", "-f", "json")
    assert json.loads(json.dumps(list(rows))) == json.loads(written.stdout)["rows"]
    assert rows[0]["director"] == {
        "iri": "https://w3id.org/innograph/id/roger-ross-williams",
        "label": "Roger Ross Williams",
    }
    assert (len(rows), rows.columns, rows[-1]["derived"]) == (1, ("director", "theme", "episodes"), False)


def test_ask_takes_other_words_and_cells_of_other_answers(graph):
    case = graph.query("SELECT ?case { VALUES ?case { id:case-levon-brooks } }")[0]["case"]
    assert list(graph.ask("timeline", case=case)) == list(graph.ask("timeline", case="Levon Brooks case"))
    assert list(graph.ask("who directed which themes")) == list(graph.ask("directors-by-theme"))


def test_ask_without_a_question_lists_them(graph):
    listed = {row["name"]: row["parameters"] for row in graph.ask()}
    assert listed["factors-by-case"] == "case, factor"
    assert len(listed) == len(list(resources.QUESTIONS.glob("*.rq")))


@pytest.mark.parametrize(
    ("sparql", "rows"),
    [
        ("SELECT ?n { id:episode-7 inno:number ?n }", [{"n": 7}]),
        ("ASK { id:episode-8 inno:director id:andy-grieve }", [{"answer": True}]),
        ("SELECT ?nothing { OPTIONAL { ?nothing a inno:Nothing } }", [{"nothing": None}]),
        ("SELECT ?x { ?x a inno:Nothing }", []),
    ],
)
def test_query_gives_rows_as_dicts(graph, sparql, rows):
    assert list(graph.query(sparql)) == rows


def test_query_gives_the_triples_of_a_construct_query(graph):
    rows = graph.query("CONSTRUCT WHERE { id:episode-7 inno:number ?n }")
    assert rows.columns == ("subject", "predicate", "object")
    assert (rows[0]["subject"]["iri"], rows[0]["object"]) == ("https://w3id.org/innograph/id/episode-7", 7)


def test_rows_are_a_sequence(graph):
    rows = graph.ask("episodes")
    assert rows[1:3] == [rows[1], rows[2]]
    assert rows[-1]["number"] == 9
    assert [row["number"] for row in rows] == list(range(1, 10))
    with pytest.raises(IndexError):
        rows[9]


def test_find_forgives_typing_errors(graph):
    found = graph.find("Andy Greve", type="person", limit=1)
    assert [row["entity"]["label"] for row in found] == ["Andy Grieve"]
    assert list(graph.show(found[0]["entity"])) == list(graph.show("andy-grieve"))


def test_path_answers_what_the_command_answers(graph, run: Callable[..., Result]):
    grieve = graph.ask("directors-by-theme")[4]["director"]
    rows = graph.path(grieve, "levon-brooks", avoid=["episode-8"], longest=9, paths=2)
    options = ["--avoid", "episode-8", "--max", "9", "--paths", "2", "-f", "json"]
    assert (
        json.loads(json.dumps(list(rows)))
        == json.loads(run("path", "Andy Grieve", "levon-brooks", *options).stdout)["rows"]
    )
    assert len(rows) > 2


def test_show_takes_names_ids_and_cells(graph, run: Callable[..., Result]):
    rows = graph.show("Andy Grieve")
    assert list(rows) == list(graph.show("andy-grieve"))
    assert list(rows) == list(graph.show(graph.ask("directors-by-theme")[4]["director"]))
    assert (
        json.loads(json.dumps(list(rows)))
        == json.loads(run("show", "andy-grieve", "-f", "json").stdout)["rows"]
    )
    assert rows.title.startswith("Andy Grieve (andy-grieve)")


@pytest.mark.parametrize("output_format", ["table", "csv", "tsv", "json", "markdown", "html"])
def test_rows_are_written_as_the_command_writes_them(graph, run: Callable[..., Result], output_format):
    written = run("ask", "episodes", "-f", output_format, env={"COLUMNS": "120"})
    assert graph.ask("episodes").to_text(output_format) == written.stdout_bytes.decode()


def test_rows_show_themselves_as_a_table(graph, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    rows = graph.ask("directors-by-theme")
    assert repr(rows) == rows.to_text().rstrip()
    assert rows._repr_html_() == rows.to_text("html")
    many = graph.query("SELECT ?s { ?s a ?type } ORDER BY ?s LIMIT 1234")
    assert "1,134 more rows are not shown" in repr(many)
    assert many._repr_html_().count("<tr>") == 101
    assert len(many.to_text("csv").splitlines()) == 1235


def test_what_a_notebook_shows_is_escaped(hostile):
    for shown in (hostile.show("https://example.org/x"), hostile.query("SELECT ?x ?o { ?x ?p ?o }")):
        page = shown._repr_html_()
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert not set("\x1b\u202e") & set(page + repr(shown))


def test_to_pandas_keeps_types_and_marks(graph):
    frame = graph.ask("directors-by-theme").to_pandas()
    assert list(frame.columns) == ["director", "theme", "episodes", "derived", "disputed"]
    assert frame.groupby("theme")["episodes"].sum().to_dict() == {
        "eyewitness identification": 3,
        "forensic science": 3,
        "prosecutorial misconduct": 3,
    }
    assert frame[frame["derived"]]["director"].tolist() == ["Andy Grieve"]
    assert frame["episodes"].dtype == pd.Int64Dtype()


def test_to_pandas_gives_iris_when_asked(graph):
    frame = graph.ask("directors-by-theme").to_pandas(iris=True)
    assert [name for name in frame.columns if name.endswith("_iri")] == ["director_iri", "theme_iri"]
    assert frame["director_iri"][0] == "https://w3id.org/innograph/id/roger-ross-williams"


def test_to_pandas_keeps_a_column_of_the_query_and_missing_numbers(graph):
    sparql = """SELECT ?x ?x_iri ?n { VALUES (?x ?x_iri ?n) { (id:episode-7 "mine" 1) (id:episode-8 "too" UNDEF) } }"""
    frame = graph.query(sparql).to_pandas(iris=True)
    assert frame["x_iri"].tolist() == ["mine", "too"]
    assert frame["n"].dtype == pd.Int64Dtype()
    assert frame["n"].isna().tolist() == [False, True]


def test_to_pandas_of_no_rows_has_the_columns(graph):
    frame = graph.query("SELECT ?a ?b { ?a a inno:Nothing ; inno:number ?b }").to_pandas(iris=True)
    assert (list(frame.columns), len(frame)) == (["a", "b"], 0)


def test_without_pandas_the_error_says_how_to_get_it(graph):
    program = """
import sys
sys.modules["pandas"] = None
import innograph
try:
    innograph.open().ask().to_pandas()
except innograph.InnographError as error:
    print(*error.lines(), sep="\\n")
"""
    finished = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, env=os.environ
    )
    assert finished.stdout.splitlines() == [
        "error: pandas is not installed",
        "hint: pip install 'innograph[pandas]' brings it",
    ]


def _n3(quad: Quad) -> tuple[str, ...]:
    name = DATASET_DEFAULT_GRAPH_ID.n3() if quad.graph_name == DefaultGraph() else str(quad.graph_name)
    return str(quad.subject), str(quad.predicate), str(quad.object), name


def test_the_dataset_has_the_same_quads(graph, real_store: Store):
    """Compared as rdflib reads the N-Quads itself, and term by term."""
    made = graph.dataset()
    read = rdflib.Dataset()
    read.parse(real_store.nquads, format="nquads")
    quads = {(s, p, o, name or DATASET_DEFAULT_GRAPH_ID) for s, p, o, name in made.quads()}
    assert len(quads) == len(real_store.oxigraph)
    assert quads == {(s, p, o, name or DATASET_DEFAULT_GRAPH_ID) for s, p, o, name in read.quads()}
    assert len(made.default_graph) == sum(
        1 for _ in real_store.oxigraph.quads_for_pattern(None, None, None, DefaultGraph())
    )


def test_the_default_graph_is_not_the_union(graph):
    made = graph.dataset()
    sparql = "SELECT ?minutes { id:episode-7 inno:runtimeMinutes ?minutes }"
    assert [int(row.minutes) for row in made.query(sparql)] == [86]
    passages = made.query("SELECT ?m { GRAPH ?passage { id:episode-7 inno:runtimeMinutes ?m } }")
    assert {int(row.m) for row in passages} == {81, 85, 86}


def test_the_dataset_keeps_lexical_forms_languages_and_blank_nodes(tmp_path):
    """As the store gives them; rdflib would write numbers anew."""
    lines = b"""<x:s> <x:p> "1.5e3"^^<http://www.w3.org/2001/XMLSchema#double> .
<x:s> <x:p> "+7"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .
<x:s> <x:p> "2020"^^<http://www.w3.org/2001/XMLSchema#gYear> <x:g> .
<x:s> <x:p> "a\\nb\\t\\"c\\""@en <x:g> .
_:b <x:p> _:b .
"""
    store = Oxigraph(str(tmp_path / "store"))
    store.bulk_load(lines, format=RdfFormat.N_QUADS)
    store.flush()
    expected = {_parts(quad.object) for quad in store if isinstance(quad.object, Literal)}
    del store
    made = innograph.open(store=tmp_path / "store").dataset()
    literals = [o for _, _, o, _ in made.quads() if isinstance(o, rdflib.Literal)]
    assert {(str(o), str(o.datatype or ""), o.language) for o in literals} == expected
    assert [s == o for s, _, o, _ in made.quads() if isinstance(s, rdflib.BNode)] == [True]


def _parts(literal: Literal) -> tuple[str, str, str | None]:
    plain = literal.language or literal.datatype.value.endswith("#string")
    return literal.value, "" if plain else literal.datatype.value, literal.language


def test_the_dataset_may_be_changed_and_written(graph):
    made = graph.dataset()
    mine = made.graph(rdflib.URIRef("https://example.org/mine"))
    mine.add((rdflib.URIRef("https://example.org/x"), rdflib.RDFS.label, rdflib.Literal("mine")))
    assert "https://example.org/mine" in made.serialize(format="trig")
    assert len(list(graph.dataset().quads())) == len(list(made.quads())) - 1


def test_the_network_is_a_networkx_graph(graph):
    network = graph.network()
    assert network.nodes["andy-grieve"]["label"] == "Andy Grieve"
    between = network.get_edge_data("episode-8", "andy-grieve").values()
    assert [(edge["label"], edge["derived"]) for edge in between] == [("director", True)]
    network.remove_node("andy-grieve")
    assert "andy-grieve" in graph.network()


def test_other_facts_and_stores_are_opened(facts_folder: Callable[[str], Path], tmp_path):
    folder = facts_folder("publishers:\n  one: {label: One}\n")
    opened = innograph.open(folder, store=tmp_path / "store")
    assert [row["label"] for row in opened.query("SELECT ?label { id:one rdfs:label ?label }")] == ["One"]
    assert repr(opened) == "<innograph.KnowledgeGraph: 0 facts, 1 entities, 0 sources>"
    assert list(innograph.open(store=str(tmp_path / "store")).show("one")) == []


def test_imports_are_there_unless_only_what_is_curated_is_asked_for(
    run: Callable[..., Result], facts_folder: Callable[[str], Path], tmp_path, monkeypatch
):
    """As in the commands."""
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    ann = cells(
        L7, last_name="Poe", first_name="Ann", state="Texas", worst_crime_display="Murder",
        date_of_1st_conviction="5/6/1991", date_of_exoneration="7/8/1999", posting_date="1/2/2020",
    )  # fmt: skip
    (tmp_path / "export.csv").write_text(text(L7, ann), encoding="utf-8")
    folder = facts_folder("publishers:\n  one: {label: One}\n")
    place = {"store": tmp_path / "store"}
    imported = run("import", "nre", tmp_path / "export.csv", "--facts", folder, "--store", place["store"])
    assert imported.exit_code == 0, imported.output
    exonerees = "SELECT ?who { ?who a inno:Exoneree }"
    assert len(innograph.open(folder, **place).query(exonerees)) == 1
    assert len(innograph.open(folder, **place, curated=True).query(exonerees)) == 0


def test_a_build_tells_its_stages_to_the_log(facts_folder: Callable[[str], Path], tmp_path, caplog):
    caplog.set_level("INFO", "innograph")
    innograph.open(facts_folder("publishers:\n  log: {label: Log}\n"), store=tmp_path / "store")
    assert caplog.messages[0] == "reading facts"


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda graph: graph.ask("director-by-theme"), UnknownNameError),
        (lambda graph: graph.ask("timeline", cas="x"), UnknownNameError),
        (lambda graph: graph.ask("timeline", case="nobody"), UnknownNameError),
        (lambda graph: graph.show("nobody"), UnknownNameError),
        (lambda graph: graph.show(None), UnknownNameError),
        (lambda graph: graph.query("SELECT"), QuerySyntaxError),
        (lambda graph: graph.query("CLEAR ALL"), QueryError),
        (lambda graph: graph.ask().to_text("xls"), UnknownNameError),
        (lambda _: innograph.open("/nowhere"), UnknownNameError),
        (lambda _: innograph.open(store=resources.PACKAGE), StoreError),
    ],
)
def test_errors_are_innographs_own(graph, call, error):
    with pytest.raises(InnographError) as caught:
        call(graph)
    assert type(caught.value) is error
    assert caught.value.message


# What the commands do beside asking


def test_cited_answers_give_what_the_command_gives(graph: KnowledgeGraph, run: Callable[..., Result]) -> None:
    asked = json.loads(run("ask", "episodes", "--cite", "-f", "json").stdout)["rows"]
    assert json.loads(json.dumps(list(graph.ask("episodes", cite=True)))) == asked
    assert all(row["citations"] for row in asked)
    sparql = "SELECT ?m { id:episode-7 inno:runtimeMinutes ?m }"
    assert [each["source"] for each in graph.query(sparql, cite=True)[0]["citations"]]
    assert "citations" not in graph.query(sparql)[0]
    with pytest.raises(QueryError):
        graph.query("SELECT (RAND() AS ?r) {}", cite=True)


def test_a_graph_without_a_source(real_store: Store, run: Callable[..., Result]) -> None:
    graph = innograph.open(without=["clicker"])
    told = json.loads(run("ask", "episodes", "--without", "clicker", "-f", "json").stdout)["rows"]
    assert list(graph.ask("episodes")) == told
    with pytest.raises(UnknownNameError, match="unknown source 'clickr'"):
        innograph.open(without=["clickr"])


def test_conflicts(graph: KnowledgeGraph, run: Callable[..., Result]) -> None:
    told = json.loads(run("conflicts", "-e", "episode-7", "--agreeing", "-f", "json").stdout)["rows"]
    assert json.loads(json.dumps(list(graph.conflicts("episode-7", agreeing=True)))) == told != []
    assert graph.conflicts(properties=["runtimeMinutes"])


@pytest.mark.parametrize(
    ("syntax", "options"),
    [("turtle", {}), ("nquads", {}), ("turtle", {"evidence": "rdf12"}), ("graphml", {"flavor": "gephi"}), ("cypher", {})],
)  # fmt: skip
def test_exports_are_those_of_the_command(
    graph: KnowledgeGraph,
    run: Callable[..., Result],
    tmp_path: Path,
    syntax: str,
    options: dict[str, str],
) -> None:
    graph.export(tmp_path / "one", syntax, **options)
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    assert run("export", "-f", syntax, *given, "-o", tmp_path / "other").exit_code == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes() != b""


def test_an_export_in_a_format_that_there_is_not(graph: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="unknown format 'turtel'"):
        graph.export(tmp_path / "one", "turtel")
    assert not (tmp_path / "one").exists()


def test_a_view_is_that_of_the_command(
    graph: KnowledgeGraph, run: Callable[..., Result], tmp_path: Path
) -> None:
    graph.view(tmp_path / "one.html", focus=[graph.find("Levon Brooks")[0]["entity"]], depth=1)
    assert (
        run("view", "--focus", "Levon Brooks", "--depth", "1", "-o", tmp_path / "other.html").exit_code == 0
    )
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "other.html").read_bytes()


def test_links_and_differences_are_those_of_the_commands(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    for number, (name, sentence) in enumerate((("then", "Life"), ("now", "20 years"))):
        row = cells(L7, last_name="Poe", first_name="Ann", state="Texas", worst_crime_display="Theft", sentence=sentence,
                    date_of_1st_conviction="5/6/1991", date_of_exoneration="7/8/1999", posting_date=f"1/2/202{number}")  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(text(L7, row), encoding="utf-8")
        assert run("import", "nre", tmp_path / f"{name}.csv", "--name", name).exit_code == 0

    listed = json.loads(run("links", "-f", "json").stdout)["rows"]
    assert list(innograph.links()) == listed != []
    assert len(innograph.links("unsure")) == 0
    with pytest.raises(UnknownNameError, match="unknown import 'soon'"):
        innograph.links(import_name="soon")
    changed = json.loads(run("diff", "then", "now", "-f", "json").stdout)["rows"]
    assert list(innograph.diff("then", "now")) == changed
    assert ("Life", "20 years") in [(row["old"], row["new"]) for row in changed]


def test_a_comparison_without_an_import_says_what_it_needs(graph: KnowledgeGraph) -> None:
    rows = graph.compare("the-innocence-files")
    assert len(rows) == 0
    assert "this needs an import of the Registry" in rows.notes[0]
