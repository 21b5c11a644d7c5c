from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Quad, RdfFormat, parse, serialize

from innograph import layout, network, publication, resources
from innograph.errors import OutputError
from innograph.store import Store, write_store

if TYPE_CHECKING:
    from collections.abc import Callable

EXPORTS = Path(__file__).parents[1] / "exports"
NAMES = ["innograph.graphml", "innograph.nq", "innograph.ttl", "layout.json", "manifest.json"]


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_committed_exports_are_what_is_written_now(real_store: Store, tmp_path: Path) -> None:
    publication.publish(real_store, resources.facts(), tmp_path)
    committed, now = _contents(EXPORTS), _contents(tmp_path)
    assert sorted(committed) == sorted(now) == NAMES
    assert [name for name in NAMES if committed[name] != now[name]] == [], "run `make exports`"


def test_the_manifest_says_what_the_files_are() -> None:
    manifest = json.loads((EXPORTS / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"] == {
        name: {"bytes": len(data), "sha256": sha256(data).hexdigest()}
        for name, data in _contents(EXPORTS).items()
        if name != "manifest.json"
    }
    assert manifest["inputs"]["sha256"] == publication.inputs_digest(resources.facts())


def test_the_layout_has_a_place_for_each_node_and_for_nothing_else(real_store: Store) -> None:
    assert layout.committed().keys() == {node.id for node in network.nodes(real_store)}


def _with_more(store: Store, folder: Path) -> Store:
    """The same graph with one more film by a director who is there."""
    text = """
    <https://w3id.org/innograph/id/new-film> a <https://w3id.org/innograph/ontology#Film> ;
      <http://www.w3.org/2000/01/rdf-schema#label> "New" ;
      <https://w3id.org/innograph/ontology#title> "New" ;
      <https://w3id.org/innograph/ontology#covers> <https://w3id.org/innograph/id/case-levon-brooks> ."""
    more = [quad for quad in parse(text, format=RdfFormat.TURTLE) if isinstance(quad, Quad)]
    added = (serialize(more, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    lines = sorted({*store.nquads.read_bytes().splitlines(keepends=True), *added})
    write_store(folder / "more", b"".join(lines), store.manifest)
    return Store(folder / "more")


def test_a_new_fact_moves_no_node_and_asking_moves_them(real_store: Store, tmp_path: Path) -> None:
    store = _with_more(real_store, tmp_path)
    publication.publish(store, resources.facts(), tmp_path / "exports")
    before = layout.committed()
    after = json.loads((tmp_path / "exports" / "layout.json").read_text(encoding="utf-8"))
    assert after.keys() - before.keys() == {"new-film"}
    assert {node: tuple(after[node]) for node in before} == before
    assert tuple(after["new-film"]) not in before.values()
    publication.publish(store, resources.facts(), tmp_path / "exports", arrange=True)
    arranged = json.loads((tmp_path / "exports" / "layout.json").read_text(encoding="utf-8"))
    assert sum(tuple(arranged[node]) != before[node] for node in before) > len(before) / 4


@pytest.mark.parametrize("change", ["facts", "a comment in the code"])
def test_the_digest_of_the_inputs_is_not_of_the_code(
    facts_folder: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    folder = facts_folder("publishers:\n  a: {label: A}\n")
    before = publication.inputs_digest(folder)
    if change == "facts":
        facts_folder("publishers:\n  a: {label: B}\n")
        assert publication.inputs_digest(folder) != before
    else:
        monkeypatch.setattr(resources, "PACKAGE", tmp_path)
        assert publication.inputs_digest(folder) == before


def test_an_export_that_fails_leaves_all_files_as_they_were(
    toy_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        (tmp_path / name).write_text("old", encoding="utf-8")
    monkeypatch.setattr(publication, "inputs_digest", _fail)
    with pytest.raises(OutputError):
        publication.publish(toy_store, resources.facts(), tmp_path)
    assert _contents(tmp_path) == dict.fromkeys(NAMES, b"old")


def _fail(facts: Path) -> str:
    raise OutputError(f"{facts} fails")
