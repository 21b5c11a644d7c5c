"""Layouts that are kept: the same in every process, and hardly moved by what is added."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import dist
from random import Random
from typing import TYPE_CHECKING

import pytest

from innograph import layout, view
from innograph.layout import keeping

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.layout.placing import Positions
    from innograph.store import Store

    Links = list[tuple[str, str]]

WORK_OUT = """
import json, pathlib, sys
from importlib.abc import MetaPathFinder
from innograph import layout

class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in sys.argv[3:]:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Missing())
links = [tuple(pair) for pair in json.loads(sys.stdin.read())]
said = []
places = layout.placed({node for pair in links for node in pair}, set(links), pathlib.Path(sys.argv[1]), said.append)
pathlib.Path(sys.argv[2]).write_text(json.dumps([sorted(places.items()), said]))
"""


def _network(nodes: int, seed: int = 1) -> Links:
    """Nodes in tens that are linked more with one another than with the others."""
    chance = Random(seed)  # noqa: S311 - the same network each time
    near = [(node, node // 10 * 10 + chance.randrange(10)) for node in range(nodes) for _ in range(2)]
    far = [(chance.randrange(nodes), chance.randrange(nodes)) for _ in range(nodes // 2)]
    return sorted({(f"n{one}", f"n{other}") for one, other in (*near, *far)})


def _worked_out(folder: Path, links: Links, *without: str, seed: str = "0") -> tuple[Positions, list[str]]:
    """What another process works out, without some packages."""
    written = folder / f"{seed}-{'-'.join(without)}.json"
    subprocess.run(
        [sys.executable, "-c", WORK_OUT, folder / f"kept-{seed}", written, *without],
        input=json.dumps(links), check=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    places, said = json.loads(written.read_text())
    return {node: (x, y) for node, (x, y) in places}, said


def _moved(before: Positions, after: Positions, links: Links) -> float:
    """How far nodes moved on average, in lengths of an average edge."""
    edges = [dist(after[one], after[other]) for one, other in links if one != other]
    moves = [dist(before[node], after[node]) for node in before]
    return sum(moves) / len(moves) / (sum(edges) / len(edges))


@pytest.mark.parametrize("without", [(), ("crategraph_forceatlas2",), ("crategraph_forceatlas2", "numpy")])
def test_processes_work_out_the_same_whatever_is_installed(tmp_path: Path, without: tuple[str, ...]) -> None:
    links = _network(60)
    one, said = _worked_out(tmp_path, links, *without, seed="1")
    other, _ = _worked_out(tmp_path, links, *without, seed="2")
    assert one == other
    assert one.keys() == {node for pair in links for node in pair}
    assert said[0] == "arranging 60 entities"
    assert said[1:] == (
        ["no layout engine is installed; pip install 'innograph[layout]'"] if "numpy" in without else []
    )


def test_a_layout_is_worked_out_once(tmp_path: Path) -> None:
    links, said = _network(60), list[str]()
    nodes = sorted({node for pair in links for node in pair})
    first = layout.placed([*nodes, "alone"], links, tmp_path, said.append)
    again = layout.placed(["alone", *reversed(nodes)], [*reversed(links)], tmp_path, said.append)
    assert first == again
    assert said == ["arranging 61 entities"]


@pytest.mark.parametrize(("every", "most"), [(30, 0.0), (9, 0.6)])
def test_a_few_facts_more_move_nothing_and_many_move_less(tmp_path: Path, every: int, most: float) -> None:
    links = _network(300)
    whole = {node for pair in links for node in pair}
    new = {f"n{number}" for number in range(0, 300, every)}
    old = [pair for pair in links if not new & set(pair)]
    before = layout.placed({node for pair in old for node in pair}, old, tmp_path)
    after = layout.placed(whole, links, tmp_path)
    assert after.keys() == whole
    anew = _moved(before, layout.arranged(whole, links), links)
    assert anew > 2
    assert _moved(before, after, links) <= most * anew


def test_innographs_own_network_keeps_its_committed_places(tmp_path: Path) -> None:
    own = sorted(layout.committed())
    made = layout.placed([*own, "new"], [("new", own[0]), *pairwise(own)], tmp_path / "none")
    assert {node: made[node] for node in own} == layout.committed()
    assert not (tmp_path / "none").exists()


def test_a_small_part_of_it_is_arranged_by_itself(tmp_path: Path, real_store: Store) -> None:
    """The neighbours of a case lie side by side, not where all others would leave them."""
    scene = view.choose(real_store, ["levon-brooks"])
    links = [(edge.source, edge.target) for edge in scene.edges]
    known = layout.committed()

    def spread(positions: Positions) -> float:
        lengths = [dist(positions[one], positions[other]) for one, other in links]
        return max(lengths) / (sum(lengths) / len(lengths))

    assert spread(scene.positions) < 2.5 < spread(known)
    assert layout.placed(list(scene.positions), links, tmp_path / "none") == scene.positions
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"n1": 1}', '{"n1": [0, 0]}', '{"n1": '])
def test_a_kept_layout_that_is_broken_is_made_anew(tmp_path: Path, text: str) -> None:
    links = _network(30)
    nodes = {node for pair in links for node in pair}
    first = layout.placed(nodes, links, tmp_path)
    (kept,) = tmp_path.glob("*.json")
    kept.write_text(text)
    assert layout.placed(nodes, links, tmp_path).keys() == first.keys()
    assert json.loads(kept.read_text()).keys() == first.keys()


def test_where_nothing_can_be_kept_all_is_worked_out_each_time(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("no folder")
    links = _network(30)
    nodes = {node for pair in links for node in pair}
    assert layout.placed(nodes, links, taken) == layout.placed(nodes, links, None)


def test_runs_at_the_same_time_keep_one_whole_layout(tmp_path: Path) -> None:
    links = _network(60)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: _worked_out(tmp_path, links)[0], range(4)))
    assert all(each == found[0] for each in found)
    (kept,) = (tmp_path / "kept-0").iterdir()
    assert json.loads(kept.read_text()).keys() == found[0].keys()


def test_the_longest_unused_layouts_go(tmp_path: Path) -> None:
    for number in range(keeping.KEPT + 3):
        keeping.keep(tmp_path, f"whole-{number:02}", {"a": (number, 0)})
        os.utime(tmp_path / f"whole-{number:02}.json", (number, number))
    keeping.keep(tmp_path, "whole-last", {"a": (0, 0)})
    left = sorted(path.stem for path in tmp_path.iterdir())
    assert left == [*(f"whole-{number:02}" for number in range(4, keeping.KEPT + 3)), "whole-last"]


@pytest.mark.parametrize("links", [[], [("a", "a")], [("a", "b")], [("a", "absent")]])
def test_networks_of_hardly_anything_are_placed(tmp_path: Path, links: Links) -> None:
    made = layout.placed(["a", "b"], links, tmp_path)
    assert made.keys() >= {"a", "b"}
    assert made["a"] != made["b"]
    assert layout.placed([], [], tmp_path) == {}
