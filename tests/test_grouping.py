"""Which entities stand together, where, and how much that moves."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from math import dist
from typing import TYPE_CHECKING

import pytest

from innograph import layout, network, view
from innograph.errors import UnknownNameError
from innograph.layout.discs import arranged_in_discs
from innograph.view.columns import columns
from innograph.view.grouping import OVERVIEW, WAYS, Grouping, grouped

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.store import Store

    Material = tuple[Store, list[network.Node], list[network.Edge]]


@pytest.fixture(scope="module")
def material(real_store: Store) -> Material:
    return real_store, list(network.nodes(real_store)), list(network.edges(real_store))


def _labels(grouping: Grouping, node: str) -> list[str]:
    labels = {group.id: group.label for group in grouping.groups}
    return [labels[each] for each in grouping.of[node] if each in labels]


@pytest.mark.parametrize("way", WAYS)
def test_each_entity_stands_in_one_group_whatever_the_order(material: Material, way: str) -> None:
    store, nodes, edges = material
    grouping = grouped(store, nodes, edges, way)
    assert grouping.of.keys() == {node.id for node in nodes}
    assert {ids[0] for ids in grouping.of.values()} == {group.id for group in grouping.groups}
    assert len({group.id for group in grouping.groups}) == len(grouping.groups)
    again = grouped(store, [*reversed(nodes)], [*reversed(edges)], way)
    assert again.of == grouping.of


def test_an_entity_stands_with_the_theme_that_it_is_nearest_to(material: Material) -> None:
    grouping = grouped(*material, "theme")
    assert _labels(grouping, "factor/false-confession") == ["false confession"]
    factors = {
        edge.target for edge in material[2] if edge.source == "case-levon-brooks" and "factor/" in edge.target
    }
    assert {each.removeprefix("theme:") for each in grouping.of["case-levon-brooks"]} >= factors
    assert len(factors) > 1
    assert grouping.of["levon-brooks"][0] == grouping.of["case-levon-brooks"][0]
    assert _labels(grouping, "netflix") == [
        "Not connected with a theme"
    ]  # a hub gathers and passes on nothing


def test_an_entity_stands_with_the_work_that_it_is_nearest_to(material: Material) -> None:
    grouping = grouped(*material, "work")
    assert grouping.of["episode-7"][0] == "work:episode-7"
    assert "work:episode-1" in grouping.of["case-levon-brooks"]


def test_types_and_states_are_what_is_said_of_entities(material: Material) -> None:
    _, nodes, _edges = material
    by_type = grouped(*material, "type")
    assert all(by_type.of[node.id] == (f"type:{node.type}",) for node in nodes)
    by_state = grouped(*material, "state")
    assert by_state.of["case-levon-brooks"] == ("state:Mississippi",)
    assert by_state.of["levon-brooks"] == ("state:Mississippi",)


def test_communities_are_connected_more_within_than_with_others(material: Material) -> None:
    import networkx as nx

    _, nodes, edges = material
    grouping = grouped(*material, "community")
    sets = defaultdict(set)
    for node, ids in grouping.of.items():
        sets[ids[0]].add(node)
    graph = nx.Graph((edge.source, edge.target) for edge in edges)
    graph.add_nodes_from(node.id for node in nodes)
    assert len(sets) > 8
    assert nx.community.modularity(graph, sets.values()) > 0.4
    assert all(len(sets[group.id]) >= 5 for group in grouping.groups)


def test_an_overview_has_themes_works_and_communities(material: Material) -> None:
    grouping = grouped(*material, OVERVIEW)
    kinds = Counter(group.kind for group in grouping.groups)
    assert set(kinds) == {"work", "theme", "community", "rest"}
    works = [node.id for node in material[1] if node.type in ("Film", "Series", "Episode")]
    sizes = Counter(groups[0] for groups in grouping.of.values())
    alone = [work for work in works if grouping.of[work][0] != f"work:{work}"]
    assert len(works) / 2 > len(alone) > 5  # they gather nothing, and are no group of their own
    assert not any(sizes[f"work:{work}"] for work in alone)
    assert all(size > 1 for group, size in sizes.items() if group.startswith("work:"))


def test_an_unknown_way_is_told_with_near_ones() -> None:
    with pytest.raises(UnknownNameError, match="unknown way of grouping 'thema'") as raised:
        view.Arrangement("thema")
    assert "did you mean 'theme'" in (raised.value.hint or "")


@pytest.mark.parametrize(
    ("by", "most", "folded"), [("theme", 20_000, False), ("theme", 300, True), (None, 300, True)]
)
def test_many_entities_are_shown_as_groups_at_first(
    real_store: Store, by: str | None, most: int, folded: bool
) -> None:
    scene = view.choose(real_store, arrangement=view.Arrangement(by, most=most))
    assert scene.groups is not None
    assert (scene.groups.by, scene.groups.folded) == (by or OVERVIEW, folded)
    kept = columns(scene)["groups"]
    stands = [kept["list"][kept["several"][at][0]]["id"] for at in kept["of"]]
    assert stands == [scene.groups.of[node.id][0] for node in scene.nodes]


def test_few_entities_are_not_grouped_unasked(real_store: Store) -> None:
    assert view.choose(real_store).groups is None


def test_groups_stand_side_by_side(material: Material) -> None:
    _store, _nodes, edges = material
    group_of = {node: ids[0] for node, ids in grouped(*material, "theme").of.items()}
    links = [(edge.source, edge.target) for edge in edges]
    places = arranged_in_discs(group_of, links)
    assert places.keys() == group_of.keys()
    assert len(set(places.values())) == len(places)
    members = defaultdict(list)
    for node, group in group_of.items():
        members[group].append(places[node])
    middles = {
        group: tuple(sum(axis) / len(of) for axis in zip(*of, strict=True)) for group, of in members.items()
    }
    for node, group in group_of.items():  # nearer to its own middle than to any other disc's rim
        for other, of in members.items():
            if other != group:
                rim = max(dist(middles[other], place) for place in of)
                assert dist(places[node], middles[other]) > rim
    assert places == arranged_in_discs(dict(reversed(group_of.items())), links[::-1])


def test_new_members_move_none_of_the_others(tmp_path: Path) -> None:
    group_of = {f"n{number}": f"g{number % 3}" for number in range(60)}
    links = [(f"n{number}", f"n{(number * 7) % 60}") for number in range(60)]
    before = layout.placed_in_groups(group_of, links, tmp_path)
    more = {**group_of, "new": "g1", "other": "g9"}
    after = layout.placed_in_groups(more, [*links, ("new", "n5")], tmp_path)
    assert {node: after[node] for node in group_of} == before
    ours = [before[node] for node, group in group_of.items() if group == "g1"]
    theirs = [before[node] for node, group in group_of.items() if group != "g1"]
    assert min(dist(after["new"], place) for place in ours) < min(
        dist(after["new"], place) for place in theirs
    )
    changed = layout.placed_in_groups({**group_of, "n0": "g2"}, links, tmp_path)
    assert changed["n0"] != before["n0"]  # its group is another
    assert {node: changed[node] for node in list(group_of)[1:]} == {
        node: before[node] for node in list(group_of)[1:]
    }


def test_no_entity_is_no_group(real_store: Store) -> None:
    scene = view.choose(real_store, arrangement=view.Arrangement("theme"))
    empty = grouped(real_store, [], [], "theme")
    assert empty.groups == ()
    assert columns(replace(scene, nodes=(), edges=(), groups=empty))["groups"]["list"] == []
    assert layout.placed_in_groups({}, [], None) == {}
