"""The data of a page, read by the page itself in a real browser: what was put in comes out."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from tests.browsing import records, visiting
from tests.test_view_in_browser import LABELS, RIVALS, hostile_quads, plain_quads, store_of

from innograph import network, view
from innograph.answers import Labels
from innograph.description import Describer
from innograph.evidence import Evidence
from innograph.network import Edge, Node
from innograph.opening import open_current
from innograph.view.columns import columns
from innograph.view.content import DATES, NAMED, NO_BASIS
from innograph.view.packing import differences, packed
from innograph.view.page import BUNDLED, SCRIPTS
from innograph.view.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from playwright.sync_api import Browser, Page
    from tests.browsing import Visit

    from innograph.store import Store

READ = """() => {
  const scene = readScene();
  const of = (all, read) => [...all].map((id) => [id, read(id)]);
  return JSON.stringify({
    nodes: [...scene.nodes.values()],
    edges: [...scene.edges.values()],
    entries: of(scene.nodes.keys(), scene.entriesOf),
    iris: of(scene.nodes.keys(), scene.iriOf),
    claims: of(scene.edges.keys(), scene.claimsOf),
    grounds: of(scene.edges.keys(), scene.groundsOf),
    sources: of(scene.edges.keys(), scene.sourcesOf),
  });
}"""
MAPS = ("entries", "iris", "claims", "grounds", "sources")


def _read(page: Page) -> dict[str, Any]:
    read = json.loads(page.evaluate(READ))
    return {name: dict(values) if name in MAPS else values for name, values in read.items()}


def _opened(visit: Visit, folder: Path, store: Store, **options: Any) -> Page:
    path = folder / "page.html"
    path.write_bytes(view.page(store, view.choose(store), **options).encode())
    return visit(path)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    yield from visiting(browser)


@pytest.fixture(scope="module")
def whole(browser: Browser, real_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    visits = visiting(browser)
    yield _opened(next(visits), tmp_path_factory.mktemp("columns"), real_store)
    next(visits, None)


@pytest.fixture(scope="module")
def said(whole: Page) -> dict[str, Any]:
    return _read(whole)


def _described(describer: Describer, shown: dict[str, str], iri: str) -> list[dict[str, Any]]:
    """What a page is to say of a node, straight from what `innograph show` says."""

    def passage(citation: Any) -> dict[str, str]:
        place = describer.labels.of(NamedNode(citation.passage))
        rest = {"publisher": citation.publisher, "title": citation.title, "date": citation.date}
        return {"place": place, **rest, "address": citation.url}

    return [
        {
            "event": entry.event.label if entry.event else None,
            "property": entry.property.label,
            "value": entry.value.label,
            "node": shown.get(entry.value.term.value) if isinstance(entry.value.term, NamedNode) else None,
            "standing": basis.standing,
            "derived": basis.derived,
            "disputed": basis.disputed,
            "dated": getattr(entry.value.term, "datatype", None) in DATES
            and not basis.standing.startswith("not asserted"),
            "alias": entry.property.term == NAMED,
            "reasons": list(basis.reasons),
            "passages": [passage(citation) for citation in basis.citations],
        }
        for entry in describer.entries(NamedNode(iri))
        for basis in [entry.basis or NO_BASIS]
    ]


def _is_whole(read: dict[str, Any], store: Store) -> None:
    """What a page reads of its data is what the store says."""
    nodes, edges = list(network.nodes(store)), list(network.edges(store))
    assert [(node["id"], node["label"], node["type"], node["color"]) for node in read["nodes"]] == [
        (node.id, node.label, node.type_label, node.color) for node in nodes
    ]
    assert [
        [edge[name] for name in ("id", "from", "to", "label", "disputed", "derived")]
        for edge in read["edges"]
    ] == [[edge.key, edge.source, edge.target, edge.label, edge.disputed, edge.derived] for edge in edges]
    assert read["iris"] == {node.id: node.iri for node in nodes}
    shown = {node.iri: node.id for node in nodes}
    describer = Describer(Evidence(store.oxigraph, Labels(store.oxigraph)))
    for node in nodes:
        assert read["entries"][node.id] == _described(describer, shown, node.iri)
    assert read["grounds"] == {
        edge.key: {"weight": edge.weight, "uri": edge.uri, "evidence": edge.evidence} for edge in edges
    }
    assert read["sources"] == {edge.key: list(edge.sources) for edge in edges}


def test_the_page_reads_what_the_graph_says(said: dict[str, Any], real_store: Store) -> None:
    _is_whole(said, real_store)


@pytest.mark.parametrize("large", [False, True])
def test_hostile_texts_are_read_as_they_are(
    visit: Visit, tmp_path: Path, real_store: Store, large: bool
) -> None:
    store = store_of(tmp_path / "store", real_store, list(hostile_quads()))
    _is_whole(_read(_opened(visit, tmp_path, store, large=large)), store)


@pytest.mark.parametrize("labels", [[], LABELS], ids=["empty", "scripts"])
def test_odd_graphs_are_read_as_they_are(
    visit: Visit, tmp_path: Path, real_store: Store, labels: list[str]
) -> None:
    edges = [(0, number) for number in range(1, len(labels))]
    store = store_of(tmp_path / "store", real_store, plain_quads(labels, edges))
    _is_whole(_read(_opened(visit, tmp_path, store)), store)


def test_every_node_is_said_all_that_show_says(
    run: Callable[..., Result], real_store: Store, said: dict[str, Any]
) -> None:
    for name in ("episode-7", "case-levon-brooks", "levon-brooks", "innocence-project"):
        rows = json.loads(run("show", name, "-f", "json").stdout)["rows"]
        assert len(said["entries"][name]) == len(rows) > 0
        for row, entry in zip(rows, said["entries"][name], strict=True):
            label = entry["property"]
            assert row["property"]["label"] == (f"{entry['event']}: {label}" if entry["event"] else label)
            assert row["standing"] == (entry["standing"] or None)
            assert [row["derived"], row["disputed"]] == [entry["derived"], entry["disputed"]]
            addresses = [passage["address"] for passage in entry["passages"]]
            assert [citation["url"] for citation in row["citations"]] == addresses


def test_every_edge_is_said_its_claim_with_the_passages_it_rests_on(
    said: dict[str, Any], real_store: Store
) -> None:
    edges = {edge.key: edge for edge in network.edges(real_store)}
    assert set(said["claims"]) == set(edges)
    for key, edge in edges.items():
        claim, *rivals = said["claims"][key]
        grounds = json.loads(edge.evidence)
        stated = [ground for ground in grounds if "passage" in ground and "rival" not in ground]
        assert (claim["property"], claim["node"]) == (edge.label, edge.target)
        assert [passage["place"].split(",")[0] for passage in claim["passages"]] == [
            ground["source"] for ground in stated
        ]
        assert {rival["standing"].split(",")[0] for rival in rivals} <= {"not asserted"}
        assert len(rivals) == len({ground["rival"] for ground in grounds if "rival" in ground})
        assert claim["reasons"] or claim["passages"]


def test_a_disputed_edge_is_said_beside_its_rivals(visit: Visit, tmp_path: Path, cache: Path) -> None:
    (tmp_path / "facts.yaml").write_text(RIVALS, encoding="utf-8")
    store = open_current(tmp_path, None, print)[0]
    read = _read(_opened(visit, tmp_path, store))
    _is_whole(read, store)
    (disputed,) = (edge["id"] for edge in read["edges"] if edge["disputed"])
    assert [(each["value"], each["node"], each["standing"]) for each in read["claims"][disputed]] == [
        ("First Series", "first", "asserted, preferred: The screen says so."),
        ("Second Series", "second", "not asserted, normal"),
    ]
    assert [each["disputed"] for each in read["claims"][disputed]] == [True, True]


def test_no_conviction_is_said_without_what_ended_it(said: dict[str, Any]) -> None:
    events = {entry["event"] for entries in said["entries"].values() for entry in entries if entry["event"]}
    convictions = [event for event in events if "conviction" in event]
    ends = re.compile(r"wrongful conviction, .*(exonerated|vacated|pardoned|dismissed)")
    assert len(convictions) > 30
    assert [event for event in convictions if not ends.search(event)] == []
    labels = [node["label"] for node in said["nodes"]]
    assert [label for label in labels if "conviction," in label and not ends.search(label)] == []


def test_a_registry_number_is_no_year(said: dict[str, Any]) -> None:
    dated = {entry["property"] for entries in said["entries"].values() for entry in entries if entry["dated"]}
    assert "premiere" in dated
    assert "Registry identifier" not in dated


def test_facts_are_not_read_before_they_are_asked_for(
    visit: Visit, tmp_path: Path, real_store: Store
) -> None:
    """The blocks are taken out of an open page: what is still read of them afterwards cannot be."""
    page = _opened(visit, tmp_path, real_store)
    asked = "(name) => { try { readScene()[name]('episode-7'); return true; } catch { return false; } }"
    assert page.evaluate(asked, "entriesOf")
    page.evaluate(
        "for (const id of ['facts-data', 'evidence-data']) document.getElementById(id).textContent = 'e30='"
    )
    assert not page.evaluate(asked, "entriesOf")
    assert page.evaluate(asked, "edgesAt")


def test_the_records_are_those_of_a_directed_network_of_pyvis(whole: Page) -> None:
    """What pyvis's own class holds after nodes and edges were added one by one."""
    from pyvis.network import Network

    made = records(whole)
    theirs = Network(directed=True)
    for node in made["nodes"]:
        own = {name: value for name, value in node.items() if name not in ("id", "label", "shape", "color")}
        theirs.add_node(node["id"], node["label"], node["shape"], node["color"], **own)
    for edge in made["edges"]:
        own = {name: value for name, value in edge.items() if name not in ("from", "to", "arrows")}
        theirs.add_edge(edge["from"], edge["to"], **own)
    assert theirs.nodes == made["nodes"]
    assert theirs.edges == made["edges"]
    assert len(made["edges"]) > 500


def test_parallel_edges_bend_apart(whole: Page) -> None:
    made = records(whole)["edges"]
    lines = [
        (frozenset((edge["from"], edge["to"])), edge["from"] <= edge["to"], json.dumps(edge.get("smooth")))
        for edge in made
    ]
    assert len({pair for pair, _, _ in lines}) < len(lines)
    assert len(set(lines)) == len(lines)


# Whatever texts and numbers there are

TEXTS = st.text(st.characters(exclude_categories=[]), max_size=12) | st.sampled_from(
    ["\ud800", "\udfff\ud800", "</script><!--", "\u202e\u0639\u2069", "👩🏽‍⚖️", "\x00", "\u2028", "__proto__"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
IN_BROWSER = partial(
    settings, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """A page that holds no more than the scripts that read data."""
    page = browser.new_page()
    modules = [
        re.sub(
            r"^(import .*$|export )",
            "",
            (SCRIPTS / f"{name}.js").read_text(encoding="utf-8"),
            flags=re.MULTILINE,
        )
        for name in ("packing", "content", "folding", "scene")
    ]
    text = (BUNDLED / "inflating.js").read_text(encoding="utf-8")
    # the modules have constants of the same names
    page.add_script_tag(content=text + modules[0])
    page.add_script_tag(
        content=f"const readScene = (() => {{ {_scoped(modules[1], 'createContent, marksOf')} "
        f"{_scoped(modules[2], 'readGroups')} {modules[3]}; return readScene; }})();"
    )
    yield page
    page.close()


def _scoped(module: str, names: str) -> str:
    return f"const {{ {names} }} = (() => {{ {module}; return {{ {names} }}; }})();"


def _in_page(page: Page, values: object, expression: str) -> Any:
    """What an expression gives in a page that holds these values as the block of a scene."""
    program = f"""(text) => {{
      document.body.innerHTML = '<script type="application/octet-stream" id="scene-data"></scr' + 'ipt>';
      document.getElementById("scene-data").textContent = text;
      return JSON.stringify({expression});
    }}"""
    return json.loads(page.evaluate(program, packed(values)))


@given(values=VALUES)
@IN_BROWSER()
def test_what_is_packed_is_unpacked(reader: Page, values: object) -> None:
    text = packed(values)
    assert re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text)
    assert _in_page(reader, values, 'unpacked("scene")') == values


@given(numbers=st.lists(st.integers(-(2**31), 2**31 - 1)))
@IN_BROWSER()
def test_differences_are_summed(reader: Page, numbers: list[int]) -> None:
    assert _in_page(reader, differences(numbers), 'Array.from(summed(unpacked("scene")))') == numbers


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """A scene of whatever names; ids are sorted, as those of a network are."""
    ids = sorted(draw(st.sets(TEXTS, min_size=1, max_size=6)))
    color = draw(st.sampled_from(["#000000", "#ffffff"]))
    kinds = draw(st.lists(TEXTS, min_size=1, max_size=3))
    nodes = []
    for each in ids:
        kind = draw(st.sampled_from(kinds))
        nodes.append(Node(each, each, draw(TEXTS), f"name {kind}", kind, color))
    relations = {iri: (draw(TEXTS), draw(TEXTS)) for iri in draw(st.sets(TEXTS, min_size=1, max_size=3))}
    edges = [
        _edge(number, relations, draw)(*(draw(st.sampled_from(ids)) for _ in range(2)))
        for number in sorted(draw(st.sets(st.integers(0, 999), max_size=8)))
    ]
    places = {each: (draw(st.integers(-9999, 9999)), draw(st.integers(-9999, 9999))) for each in ids}
    focus = draw(st.none() | st.sampled_from(ids))
    colored, hubs = tuple((color, kind) for kind in kinds), tuple(draw(st.lists(TEXTS)))
    return Scene("", focus, tuple(nodes), tuple(edges), places, colored, relations, hubs)


def _edge(number: int, relations: dict[str, tuple[str, str]], draw: st.DrawFn) -> Callable[[str, str], Edge]:
    predicate = draw(st.sampled_from(sorted(relations)))
    words = draw(TEXTS)
    label, inverse = (text + words for text in relations[predicate])
    disputed, derived = draw(st.booleans()), draw(st.booleans())
    return lambda source, target: Edge(
        number, source, target, predicate, label, inverse, "", 1, predicate, disputed, derived, (), "[]"
    )


def _joined(text: str) -> str:
    """The text with the halves of surrogate pairs that were put side by side made one letter, as in a browser."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@given(scene=scenes())
@IN_BROWSER()
def test_a_scene_is_read_as_it_was_chosen(reader: Page, scene: Scene) -> None:
    read = _in_page(
        reader,
        columns(scene),
        """(() => { const scene = readScene(); return {
          nodes: [...scene.nodes.values()].map((node) => ({ ...node, name: scene.classOf(node.type), isHub: scene.isHub(node.id) })),
          edges: [...scene.edges.values()].map((edge) => ({ ...edge, inverse: scene.inverseOf(edge), iri: scene.predicateOf(edge).iri })),
          focus: scene.focus }; })()""",
    )
    assert read["focus"] == scene.focus
    assert [
        (
            node["id"],
            node["label"],
            node["type"],
            node["name"],
            node["color"],
            (node["x"], node["y"]),
            node["isHub"],
        )
        for node in read["nodes"]
    ] == [
        (
            node.id,
            node.label,
            node.type_label,
            node.type,
            node.color,
            scene.positions[node.id],
            node.type_label in scene.hubs,
        )
        for node in scene.nodes
    ]
    names = ("id", "from", "to", "label", "inverse", "iri", "disputed", "derived")
    assert [[edge[name] for name in names] for edge in read["edges"]] == [
        [
            *(edge.key, edge.source, edge.target, _joined(edge.label)),
            *(_joined(edge.inverse), edge.predicate, edge.disputed, edge.derived),
        ]
        for edge in scene.edges
    ]
