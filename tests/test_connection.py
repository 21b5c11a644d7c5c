"""Paths: which connections are found, in which order, and how each hop is told."""

from __future__ import annotations

import json
from itertools import combinations, islice, pairwise
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from innograph import network
from innograph.connection import connect, route
from innograph.errors import UnknownNameError
from innograph.namespaces import LABEL, TYPE
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from innograph.answers import Answer

EXAMPLE = "https://example.org/"


def _hops(answer: Answer) -> list[tuple[str, ...]]:
    return [
        tuple(row.cells[column].label for column in ("path", "hop", "from", "connection", "to"))
        for row in answer.rows
    ]


def _path(store: Store, *ends: str, **options: object) -> Answer:
    return connect(store, route(store, (ends[0], ends[1]), **options))  # type: ignore[arg-type]


def _lengths(answer: Answer) -> list[int]:
    """The number of hops of each path."""
    hops: dict[str, int] = {}
    for row in answer.rows:
        hops[row.cells["path"].label] = int(row.cells["hop"].label)
    return list(hops.values())


@pytest.fixture(scope="module")
def undirected(real_store: Store) -> nx.Graph:
    """The network of the real graph, without direction and parallel edges."""
    return nx.Graph(network.project(real_store))


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of another tool: a chain of five things with odd names, and loops."""
    folder = tmp_path_factory.mktemp("foreign") / "store"
    graph = Oxigraph(str(folder))
    labels = ["محمد", "two 🎬", "<script>alert(1)</script>", "four \x1b[31m", "five"]
    things = [NamedNode(f"{EXAMPLE}{number}") for number in range(5)]
    knows = NamedNode(f"{EXAMPLE}knows")
    for thing, label in zip(things, labels, strict=True):
        graph.add(Quad(thing, LABEL, Literal(label)))
        graph.add(Quad(thing, TYPE, NamedNode(f"{EXAMPLE}Thing")))
        graph.add(Quad(thing, knows, thing))
    for one, other in pairwise(things):
        graph.add(Quad(one, knows, other))
    graph.flush()
    del graph
    return Store(folder)


def test_two_exonerees_of_one_prosecutor_are_connected_by_him(real_store: Store) -> None:
    answer = _path(real_store, "Levon Brooks", "Kennedy Brewer")
    assert answer.title == "Levon Brooks → Kennedy Brewer: 4 hops"
    assert _hops(answer) == [
        ("1", "1", "Levon Brooks", "exoneree of", "Levon Brooks case"),
        ("1", "2", "Levon Brooks case", "official (dismissal, 2008-03-13)", "Forrest Allgood"),
        ("1", "2", "Levon Brooks case", "prosecutor", "Forrest Allgood"),
        ("1", "3", "Forrest Allgood", "prosecutor in", "Kennedy Brewer case"),
        ("1", "4", "Kennedy Brewer case", "exoneree", "Kennedy Brewer"),
    ]
    assert [row.cells["sources"].label for row in answer.rows][-1] == "nre-2024; nre-2026#10283"
    assert {citation.mark for citation in answer.rows[3].citations or ()} == {"dpic-brewer", "nyt-brewer"}


def test_each_hop_is_read_in_the_direction_of_the_path(real_store: Store) -> None:
    there = _hops(_path(real_store, "episode-6", "liz-garbus"))
    back = _hops(_path(real_store, "liz-garbus", "episode-6"))
    episode = "Episode 6 of The Innocence Files"
    assert there == [("1", "1", episode, "director", "Liz Garbus")]
    assert back == [("1", "1", "Liz Garbus", "director of", episode)]


def test_a_hop_that_only_an_inference_supports_is_marked_and_says_why(real_store: Store) -> None:
    (row,) = _path(real_store, "episode-8", "andy-grieve").rows
    assert (row.derived, row.citations) == (True, ())
    assert row.cells["sources"].label.startswith("inferred: By elimination.")


def test_a_wrongful_conviction_in_a_hop_stands_with_its_end(toy_store: Store) -> None:
    rows = _hops(_path(toy_store, "exoneree-alpha", "toy-court"))
    assert rows[1][3] == "court (wrongful conviction, 2002-05-06, exonerated 2010)"


def test_themes_and_platforms_are_passed_only_where_nothing_else_connects(toy_store: Store) -> None:
    paths = _path(toy_store, "exoneree-alpha", "exoneree-beta", wanted=30)
    inner = {row.cells["to"].term.value for row in paths.rows if row.cells["to"].term}  # type: ignore[union-attr]
    assert not [iri for iri in inner if "/factor/" in iri or "/theme/" in iri]


def test_a_connection_by_a_hub_alone_says_so(real_store: Store) -> None:
    """The two cases share nothing but contributing factors that the Registry codes."""
    answer = _path(real_store, "case-kenneth-waters", "case-rubin-carter", longest=2)
    assert answer.notes == ("connected only by way of a platform or a theme, which many share",)
    assert _lengths(answer) == [2]
    assert _hops(answer)[0][3] == "contributing factor"
    direct = _path(real_store, "case-kenneth-waters", "case-rubin-carter", longest=2, by_hubs=True)
    assert (_hops(direct), direct.notes) == (_hops(answer), ())


def test_a_hub_may_be_an_end(real_store: Store) -> None:
    hops = _hops(_path(real_store, "levon-brooks", "factor/official-misconduct"))
    assert hops[-1][2:] == ("Levon Brooks case", "contributing factor", "official misconduct")


def test_the_length_is_that_of_networkx(real_store: Store, undirected: nx.Graph) -> None:
    names = sorted(undirected)[::29]
    for one, other in combinations(names, 2):
        answer = _path(real_store, one, other, by_hubs=True, longest=6)
        try:
            expected = [nx.shortest_path_length(undirected, one, other)]
        except nx.NetworkXNoPath:
            expected = []
        assert _lengths(answer) == [length for length in expected if length <= 6], (one, other)


def test_several_paths_are_as_long_as_those_of_networkx(real_store: Store, undirected: nx.Graph) -> None:
    for one, other in (
        ("levon-brooks", "alex-gibney"),
        ("netflix", "barry-scheck"),
        ("liz-garbus", "kim-ogg"),
    ):
        expected = [len(path) - 1 for path in islice(nx.shortest_simple_paths(undirected, one, other), 12)]
        assert _lengths(_path(real_store, one, other, by_hubs=True, wanted=12)) == expected


def test_several_paths_differ_and_pass_nothing_twice(real_store: Store) -> None:
    answer = _path(real_store, "levon-brooks", "alex-gibney", wanted=10)
    paths: dict[str, list[str]] = {}
    for _, _, one, _, other in dict.fromkeys((h[0], h[1], h[2], "", h[4]) for h in _hops(answer)):
        assert one != other
    for number, _, one, _, other in _hops(answer):
        nodes = paths.setdefault(number, [one])
        if nodes[-1] != other:
            nodes.append(other)
    assert len({tuple(nodes) for nodes in paths.values()}) == 10
    assert all(len(set(nodes)) == len(nodes) for nodes in paths.values())
    assert all((nodes[0], nodes[-1]) == ("Levon Brooks", "Alex Gibney") for nodes in paths.values())


def test_a_path_by_way_of_an_entity_passes_it(real_store: Store) -> None:
    answer = _path(real_store, "levon-brooks", "kennedy-brewer", via=["episode-2"])
    assert "Episode 2 of The Innocence Files" in {row.cells["to"].label for row in answer.rows}
    assert answer.title.startswith("Levon Brooks → Episode 2 of The Innocence Files → Kennedy Brewer:")


def test_what_is_to_be_avoided_is_not_passed(real_store: Store) -> None:
    answer = _path(real_store, "levon-brooks", "kennedy-brewer", avoid=["forrest-allgood"])
    assert "Forrest Allgood" not in {row.cells["to"].label for row in answer.rows}
    without = _path(real_store, "levon-brooks", "kennedy-brewer", avoid=["person", "court", "organization"])
    assert [hop[4] for hop in _hops(without)][1] == "Mississippi Innocence"


def test_the_most_hops_are_kept(real_store: Store) -> None:
    answer = _path(real_store, "levon-brooks", "kennedy-brewer", longest=3)
    assert answer.rows == ()
    assert answer.notes == ("no connection between Levon Brooks and Kennedy Brewer within 3 hops",)


def test_what_is_not_connected_is_said(run: Callable[..., Result], real_store: Store) -> None:
    finished = run("path", "cause/informants", "levon-brooks", "-f", "json")
    content = json.loads(finished.stdout)
    assert (finished.exit_code, content["rows"]) == (0, [])
    assert content["notes"] == ["no connection between informants and Levon Brooks within 8 hops"]


def test_an_entity_is_no_hop_from_itself(run: Callable[..., Result], real_store: Store) -> None:
    finished = run("path", "levon-brooks", "Levon Brooks")
    assert finished.exit_code == 0
    assert "two of the entities are the same" in finished.stdout


@pytest.mark.parametrize("arguments", [["levon-broks", "netflix"], ["netflix", "netflixx"]])
def test_an_unknown_entity_is_refused_with_the_nearest(
    run: Callable[..., Result], real_store: Store, arguments: list[str]
) -> None:
    finished = run("path", *arguments)
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert "did you mean" in finished.stderr


@pytest.mark.parametrize("name", ["case-levon-brooks/vacatur/1", "source/seed-000", "role/director"])
def test_what_is_no_node_is_refused(real_store: Store, name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        _path(real_store, name, "levon-brooks")
    assert "no part of the network" in (caught.value.hint or "")


def test_json_has_numbers_citations_and_marks(run: Callable[..., Result], real_store: Store) -> None:
    content = json.loads(run("path", "episode-8", "andy-grieve", "--cite", "-f", "json").stdout)
    (row,) = content["rows"]
    assert (row["path"], row["hop"], row["derived"], row["disputed"]) == (1, 1, True, False)
    assert row["citations"] == []


def test_a_store_of_another_tool_is_walked_by_its_statements(foreign: Store) -> None:
    answer = _path(foreign, f"{EXAMPLE}0", f"{EXAMPLE}4")
    assert _lengths(answer) == [4]
    assert [row.cells["connection"].label for row in answer.rows] == [f"{EXAMPLE}knows"] * 4
    back = _path(foreign, f"{EXAMPLE}4", f"{EXAMPLE}0")
    assert [row.cells["connection"].label for row in back.rows] == [f"{EXAMPLE}knows of"] * 4


def test_hostile_labels_act_on_nothing(run: Callable[..., Result], foreign: Store) -> None:
    arguments = ("path", f"{EXAMPLE}0", f"{EXAMPLE}4", "--store", foreign.folder)
    assert "\x1b" not in run(*arguments).stdout
    assert "<script>" not in run(*arguments, "-f", "html").stdout


def test_the_links_are_the_edges_of_the_network(real_store: Store, toy_store: Store) -> None:
    """Two ways to the same: one reads all at once, the other an entity at a time."""
    from innograph.answers import Labels
    from innograph.evidence import Evidence

    for store in (real_store, toy_store):
        labels = Labels(store.oxigraph)
        neighbours, evidence = network.Neighbours(store.oxigraph, labels), Evidence(store.oxigraph, labels)
        links = {
            (link.source.value, link.target.value, link.relation.iri.value, str(link.about or ""))
            for node in network.nodes(store)
            for link in neighbours.links(NamedNode(node.iri))
            if link.about or not evidence.statement(*link.statement).footing.repeats_credit
        }
        iris = {node.id: node.iri for node in network.nodes(store)}
        edges = {
            (iris[e.source], iris[e.target], e.predicate, "" if e.uri == e.predicate else f"<{e.uri}>")
            for e in network.edges(store)
        }
        assert links == edges
