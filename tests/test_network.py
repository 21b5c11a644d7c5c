"""The network: which entities and statements it holds, and what it says of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import networkx as nx

from innograph import network
from innograph.namespaces import INNO, PREFIXES
from innograph.opening import open_current

if TYPE_CHECKING:
    from innograph.network import Edge
    from innograph.store import Store


def _edges(store: Store, source: str, target: str = "") -> list[Edge]:
    return [e for e in network.edges(store) if e.source == source and target in ("", e.target)]


def test_nodes_are_the_instances_of_node_classes(toy_store: Store) -> None:
    nodes = {node.id: node for node in network.nodes(toy_store)}
    alpha, case = nodes["exoneree-alpha"], nodes["case-alpha"]
    assert (alpha.type, alpha.type_label, alpha.color) == ("Exoneree", "exoneree", "#D55E00")
    assert (case.label, case.type, case.iri) == ("Alpha case", "Case", f"{PREFIXES['id']}case-alpha")
    assert nodes["toy-court"].color == "#009E73"  # inherited from inno:Organization
    assert nodes["factor/false-confession"].type == "Theme"
    assert list(nodes) == sorted(nodes)


def test_events_credits_roles_and_mere_publishers_are_no_nodes(real_store: Store, toy_store: Store) -> None:
    for store in (real_store, toy_store):
        ids = {node.id for node in network.nodes(store)}
        assert not [each for each in ids if each.startswith(("credit/", "role/", "source/", "statistic/"))]
        assert not [each for each in ids if each.startswith("case-") and "/" in each]
    ids = {node.id for node in network.nodes(real_store)}
    assert "los-angeles-times" not in ids  # known as a publisher only
    assert {"levon-brooks", "episode-7", "innocence-project", "theme/forensic-science"} <= ids


def test_both_ends_of_every_edge_are_nodes(real_store: Store, toy_store: Store) -> None:
    for store in (real_store, toy_store):
        ids = {node.id for node in network.nodes(store)}
        ends = {end for edge in network.edges(store) for end in (edge.source, edge.target)}
        assert ends <= ids


def test_a_credit_and_its_shortcut_are_one_edge(real_store: Store) -> None:
    edges = _edges(real_store, "cant-stand-losing-you", "andy-grieve")
    assert [(edge.label, edge.inverse) for edge in edges] == [
        ("director", "director of"),
        ("editor", "editor of"),
    ]
    director = edges[0]
    assert director.predicate == f"{INNO}director"
    assert director.uri == f"{PREFIXES['id']}credit/andy-grieve/cant-stand-losing-you/director"
    assert director.sources == ("docnyc-csly", "pvc-grieve", "slashfilm", "thr-csly")


def test_the_scope_of_a_credit_is_part_of_its_label(real_store: Store) -> None:
    (edge,) = (
        e for e in _edges(real_store, "the-innocence-files", "andy-grieve") if e.interaction == "director"
    )
    assert edge.label == "director (one episode)"


def test_an_inferred_edge_is_derived_and_says_why(real_store: Store) -> None:
    (edge,) = _edges(real_store, "episode-8", "andy-grieve")
    assert (edge.derived, edge.weight) == (True, 1)
    inference, *premises = json.loads(edge.evidence)
    assert inference["reasoning"].startswith("By elimination.")
    assert all(premise["premise"] for premise in premises)
    assert {premise["source"] for premise in premises} == set(edge.sources)
    assert "pov" in edge.sources
    assert [e for e in network.edges(real_store) if e.derived] == [edge]


def test_what_is_said_of_an_event_starts_at_the_case(toy_store: Store) -> None:
    judges = _edges(toy_store, "case-gamma", "judge-one")
    assert [(edge.label, edge.interaction) for edge in judges] == [("judge (vacatur, 1993-04)", "judge")]
    assert judges[0].uri == f"{PREFIXES['id']}case-gamma/vacatur/1"


def test_an_edge_from_a_wrongful_conviction_names_its_end(toy_store: Store) -> None:
    (edge,) = _edges(toy_store, "case-alpha", "toy-court")
    assert edge.label == "court (wrongful conviction, 2002-05-06, exonerated 2010)"
    for each in network.edges(toy_store):
        for words in (each.label, each.inverse):
            assert "wrongful conviction" not in words or "exonerated" in words or "vacated" in words


def test_deprecated_claims_are_no_edges(toy_store: Store) -> None:
    assert _edges(toy_store, "case-alpha", "rumour-club") == []
    assert _edges(toy_store, "case-gamma", "factor/official-misconduct") == []
    assert _edges(toy_store, "case-gamma", "factor/false-confession") != []


def test_one_pair_may_have_several_edges(toy_store: Store) -> None:
    lawyers = _edges(toy_store, "case-alpha", "lawyer-one")
    assert [edge.label for edge in lawyers] == ["lawyer for compensation", "lawyer"]


def test_keys_count_up_and_the_order_is_settled(real_store: Store) -> None:
    edges = list(network.edges(real_store))
    assert [edge.key for edge in edges] == [f"e{number}" for number in range(len(edges))]
    order = [(edge.source, edge.target, edge.predicate, edge.uri) for edge in edges]
    assert order == sorted(set(order))


def test_what_is_read_at_once_is_the_same(real_store: Store, toy_store: Store) -> None:
    for store in (real_store, toy_store):
        assert list(network.edges(store)) == list(network.edges(store, at_once=True))
        assert list(network.nodes(store)) == list(network.nodes(store, at_once=True))


def test_edges_that_a_rule_makes_name_the_passages_of_what_it_matched(real_store: Store) -> None:
    made = [edge for edge in network.edges(real_store) if '"rule"' in edge.evidence]
    assert {edge.interaction for edge in made} == {"theme"}
    assert len(made) == 9
    for edge in made:
        rule, *matched = json.loads(edge.evidence)
        assert rule["rule"].endswith("/rule/episode-theme")
        assert all(entry["premise"] for entry in matched)
        assert {entry["source"] for entry in matched} == {mark.partition("#")[0] for mark in edge.sources}
    (edge,) = (edge for edge in made if edge.source == "episode-8")
    part = {mark for each in _edges(real_store, "part-prosecution", edge.target) for mark in each.sources}
    assert part
    assert part <= set(edge.sources)


def test_evidence_is_canonical_and_names_every_source(real_store: Store) -> None:
    for edge in network.edges(real_store):
        entries = json.loads(edge.evidence)
        assert edge.evidence == json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        marks = {f"{e['source']}#{e['locator']}".rstrip("#") for e in entries if "passage" in e}
        assert set(edge.sources) <= marks
        assert entries


def test_weight_counts_independent_sources(real_store: Store) -> None:
    (edge,) = _edges(real_store, "case-chester-hollman", "gwendolyn-bright")
    assert edge.sources == ("ap-hollman", "lodi", "wenatchee")  # two reprints of one agency's text
    assert edge.weight < len(edge.sources)


def test_the_projection_is_a_multidigraph_that_files_can_hold(real_store: Store) -> None:
    graph = network.project(real_store)
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.number_of_edges() == len(list(network.edges(real_store)))
    node = graph.nodes["levon-brooks"]
    assert set(node) == {"label", "name", "type", "color", "size", "uri"}
    assert node["size"] == round(10 * (1 + graph.degree("levon-brooks")) ** 0.5)
    (key,) = graph["case-levon-brooks"]["levon-brooks"]
    assert set(graph["case-levon-brooks"]["levon-brooks"][key]) == {
        "label", "interaction", "predicate", "weight", "uri", "disputed", "derived", "sources", "evidence",
        "fact",
    }  # fmt: skip
    values = [value for *_, data in graph.edges(data=True) for value in data.values()]
    assert {type(value) for value in values} == {str, int, bool}


def test_a_graph_of_one_publisher_has_an_empty_network(facts_folder, tmp_path) -> None:
    folder = facts_folder("publishers:\n  one: {label: One}\n")
    store = open_current(folder, str(tmp_path / "store"), print)[0]
    assert list(network.nodes(store)) == []
    assert list(network.edges(store)) == []
    assert len(network.project(store)) == 0
