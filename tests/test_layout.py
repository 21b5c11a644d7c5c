from __future__ import annotations

import sys
from itertools import pairwise
from math import dist
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innograph import layout, resources
from innograph.errors import ResourceError

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.layout.placing import Positions

NODES = [f"n{number}" for number in range(12)]
LINKED = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)))
PLACED = st.dictionaries(st.sampled_from(NODES), st.tuples(st.integers(-900, 900), st.integers(-900, 900)))


@given(PLACED, LINKED)
def test_what_is_placed_stays_and_what_is_new_gets_a_place_of_its_own(
    positions: Positions, links: list[tuple[str, str]]
) -> None:
    kept = {node: positions[node] for node in NODES[:6] if node in positions}
    made = layout.completed(positions, NODES[:6], links)
    assert made.keys() == set(NODES[:6])
    assert {node: made[node] for node in kept} == kept
    new = [place for node, place in made.items() if node not in kept]
    assert len(set(new)) == len(new)
    assert all(isinstance(number, int) for place in new for number in place)
    assert not set(new) & {place for node, place in kept.items() if not any(node in pair for pair in links)}


@given(st.permutations(NODES), LINKED)
def test_the_order_in_which_nodes_and_links_come_does_not_matter(
    nodes: list[str], links: list[tuple[str, str]]
) -> None:
    assert layout.completed({}, nodes, links) == layout.completed({}, NODES, [*reversed(links), *links])


def test_a_new_node_stands_near_what_it_is_linked_to() -> None:
    positions = {"a": (0, 0), "b": (6000, 6000)}
    made = layout.completed(positions, ["a", "b", "new"], [("new", "b")])
    assert dist(made["new"], made["b"]) <= 2 * layout.GAP


def test_nodes_without_a_link_stand_in_rows_below_the_others() -> None:
    linked = [(str(one), str(one + 1)) for one in range(20)]
    made = layout.completed({}, [*(str(number) for number in range(21)), "x", "y", "z"], linked)
    lowest = max(made[str(number)][1] for number in range(21))
    assert [made[name][1] for name in "xyz"] == [lowest + 3 * layout.GAP] * 3
    assert made["x"][0] < made["y"][0] < made["z"][0]


def test_a_thousand_nodes_on_one_are_placed_around_it() -> None:
    leaves = [f"leaf{number}" for number in range(1000)]
    made = layout.completed({"hub": (0, 0)}, ["hub", *leaves], [("hub", leaf) for leaf in leaves])
    assert len(set(made.values())) == 1001
    assert max(dist((0, 0), made[leaf]) for leaf in leaves) < 30 * layout.GAP


def _two_groups() -> list[tuple[str, str]]:
    groups = ([f"a{number}" for number in range(12)], [f"b{number}" for number in range(12)])
    return [(one, other) for group in groups for one in group for other in group if one < other] + [
        ("a0", "b0")
    ]


@pytest.mark.parametrize("engine", ["crategraph_forceatlas2", "networkx"])
def test_arranging_puts_groups_apart_and_no_node_on_another(
    monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    if engine == "networkx":
        monkeypatch.setitem(sys.modules, "crategraph_forceatlas2", None)
    links = _two_groups()
    nodes = sorted({node for pair in links for node in pair})
    made = layout.arranged([*nodes, "single"], links)
    assert made.keys() == {*nodes, "single"}
    inside = [dist(made[one], made[other]) for one, other in pairwise(nodes) if one[0] == other[0]]
    across = [dist(made[f"a{number}"], made[f"b{number}"]) for number in range(12)]
    assert sum(inside) / len(inside) < sum(across) / len(across)
    assert (
        min(dist(made[one], made[other]) for one in nodes for other in nodes if one < other) > layout.GAP / 2
    )
    assert made == layout.arranged(["single", *reversed(nodes)], links)


def test_arranging_from_positions_moves_less_than_arranging_anew() -> None:
    links = _two_groups()
    nodes = sorted({node for pair in links for node in pair})
    mirrored = {node: (-x, y) for node, (x, y) in layout.arranged(nodes, links).items()}
    again = layout.arranged(nodes, links, mirrored)
    anew = layout.arranged(nodes, links)
    assert sum(dist(again[node], mirrored[node]) for node in nodes) < 0.3 * sum(
        dist(anew[node], mirrored[node]) for node in nodes
    )


@pytest.mark.parametrize("links", [[], [("a", "a")], [("a", "b"), ("a", "b")]])
def test_small_networks_are_arranged(links: list[tuple[str, str]]) -> None:
    nodes = sorted({node for pair in links for node in pair})
    assert layout.arranged(nodes, links).keys() == set(nodes)


def test_without_an_engine_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "crategraph_forceatlas2", None)
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(ResourceError) as caught:
        layout.arranged(["a", "b"], [("a", "b")])
    assert caught.value.lines() == [
        "error: no layout engine is installed",
        "hint: pip install 'innograph[layout]'",
    ]


def test_the_layout_file_comes_back_as_it_was_written() -> None:
    positions = layout.committed()
    assert len(positions) > 300
    assert layout.as_json(positions) == resources.layout().read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [None, "", "[]", '{"a": 1}', '{"a": ["x", "y"]}'])
def test_a_file_that_is_no_layout_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    path = tmp_path / "layout.json"
    monkeypatch.setattr(resources, "layout", lambda: path)
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"layout\.json is not a layout"):
        layout.committed()
