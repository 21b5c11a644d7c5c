"""Figures about the graph: that they are right, and that they say what they mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from innograph import facts, figures, network, resources
from innograph.errors import QueryError, UnknownNameError
from innograph.namespaces import ID, LABEL, TYPE, term
from innograph.network.measures import MEANING, measure
from innograph.opening import open_current
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.ontology import Ontology

THING = NamedNode("https://example.org/Thing")


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("foreign") / "store"
    graph = Oxigraph(str(folder))
    for number in range(3):
        thing = NamedNode(f"https://example.org/{number}")
        graph.add(Quad(thing, TYPE, THING, DefaultGraph() if number else THING))
        graph.add(Quad(thing, LABEL, Literal(f"thing {number}")))
    graph.flush()
    del graph
    return Store(folder)


def _figures(store: Store, *sections: str) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (row.cells["section"].label, row.cells["what"].label): (
            row.cells["figure"].label,
            row.cells["of"].label,
        )
        for row in figures.answer(store, sections).rows
    }


def test_the_toy_graph_is_counted_right(toy_store: Store) -> None:
    """Looked up by hand in the toy facts."""
    found = _figures(toy_store, "classes", "citations", "sources", "standing")
    assert found["classes", "court"] == ("1", "")
    assert found["classes", "conviction integrity unit"] == ("1", "")
    assert found["classes", "statistic"] == ("3", "")
    assert found["classes", "public body"] == ("2", "")
    assert found["classes", "sentencing"] == ("5", "")
    assert found["standing", "derived facts"][0] == "1"


def test_citations_by_kind_of_locator_add_up(real_store: Store, toy_store: Store) -> None:
    for store in (real_store, toy_store):
        found = _figures(store, "citations")
        every = int(found["citations", "citations"][0])
        kinds = [int(figure) for (_, what), (figure, _) in found.items() if what.startswith("by ")]
        assert sum(kinds) == every > 0
        passages = [int(figure) for (_, what), (figure, _) in found.items() if what.startswith("passages: ")]
        assert sum(passages) == store.manifest["counts"]["passages"]


def test_a_citation_of_a_credit_counts_once(real_store: Store, ontology: Ontology) -> None:
    """What is counted beyond the citations of fact files, as verify counts them, is that cases have events."""
    apart = {term(name) for name in ("work", "role", "scope")}
    predicates = [
        quad.predicate
        for quad in real_store.oxigraph
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(f"{ID}passage/")
    ]
    counted = sum(predicate not in apart for predicate in predicates)
    assert int(_figures(real_store, "citations")["citations", "citations"][0]) == counted

    written = sum(len(claim.citations) for claim in facts.load(resources.facts(), ontology).claims)
    assert counted == written + predicates.count(term("event"))


def test_independent_sources_are_fewer_where_some_repeat_others(real_store: Store) -> None:
    found = _figures(real_store, "sources")
    sources, independent = (int(found["sources", name][0]) for name in ("sources", "independent sources"))
    assert sources == real_store.manifest["counts"]["sources"]
    assert 0 < independent < sources


def test_disputed_facts_are_those_of_conflicts(run: Callable[..., Result], real_store: Store) -> None:
    rows = json.loads(run("conflicts", "-f", "json").stdout)["rows"]
    found = _figures(real_store, "standing")
    asserted = [row["asserted"] for row in rows]
    assert found["standing", "disputed facts"][0] == str(sum(asserted))
    assert found["standing", "rival claims that are not asserted"][0] == str(len(asserted) - sum(asserted))


def test_coverage_is_that_of_the_question(run: Callable[..., Result], real_store: Store) -> None:
    rows = json.loads(run("ask", "coverage", "-f", "json").stdout)["rows"]
    films = [
        row for row in rows if row["class"]["label"] == "film" and row["property"]["label"] != "holds role"
    ]
    described, properties, entities = sum(r["described"] for r in films), len(films), films[0]["entities"]
    assert _figures(real_store, "coverage")["coverage", "film"] == (
        str(described), str(properties * entities),
    )  # fmt: skip


def test_network_figures_are_those_of_networkx(real_store: Store) -> None:
    graph = nx.Graph(network.project(real_store))
    found = {(each.kind, each.what): each for each in measure(real_store)}
    assert found["size", "nodes"].figure == len(graph)
    assert found["size", "connected pairs"].figure == graph.number_of_edges()
    assert found["components", "components"].figure == nx.number_connected_components(graph)
    assert found["bridges", "bridges"].figure == len(list(nx.bridges(graph)))
    series = f"{ID}the-innocence-files"
    assert found["degree", series].figure == graph.degree("the-innocence-files")
    betweenness = nx.betweenness_centrality(graph)
    assert found["betweenness", series].figure == pytest.approx(betweenness["the-innocence-files"], abs=1e-4)
    assert max(betweenness, key=lambda node: betweenness[node]) == "the-innocence-files"


def test_figures_stay_the_same(toy_store: Store) -> None:
    assert measure(toy_store) == measure(toy_store)
    assert figures.answer(toy_store).rows == figures.answer(toy_store).rows


def test_each_network_figure_says_what_it_means_and_what_not(real_store: Store) -> None:
    notes = figures.answer(real_store, ["network"]).notes
    assert set(MEANING.values()) <= set(notes)
    assert all("not" in MEANING[kind] for kind in MEANING)


def test_entities_are_cells_that_can_be_followed(run: Callable[..., Result], real_store: Store) -> None:
    rows = json.loads(run("stats", "-s", "network", "-f", "json").stdout)["rows"]
    first = next(row for row in rows if row["section"] == "degree")
    assert first["what"] == {"iri": f"{ID}the-innocence-files", "label": "The Innocence Files"}
    assert isinstance(first["figure"], int)


def test_an_unknown_section_is_refused(toy_store: Store) -> None:
    with pytest.raises(UnknownNameError, match="unknown section 'sourcs'") as caught:
        figures.answer(toy_store, ["sourcs"])
    assert "'sources'" in (caught.value.hint or "")


def test_a_store_of_another_tool_is_counted_and_the_rest_is_said(foreign: Store) -> None:
    answer = figures.answer(foreign)
    assert [(row.cells["what"].label, row.cells["figure"].label) for row in answer.rows] == [
        ("quads", "6"),
        ("https://example.org/Thing", "3"),
    ]
    assert "without innograph's provenance" in answer.notes[-1]
    with pytest.raises(QueryError, match="needs innograph's provenance"):
        figures.answer(foreign, ["sources"])


def test_a_graph_of_one_publisher_has_figures(facts_folder: Callable[[str], Path], tmp_path: Path) -> None:
    folder = facts_folder("publishers:\n  one: {label: One}\n")
    found = _figures(open_current(folder, str(tmp_path / "store"), print)[0])
    assert found["network", "nodes"] == ("0", "")
    assert found["citations", "citations"] == ("0", "")
    assert found["components", "components"] == ("0", "")
