"""Finding by name: what is found, in which order, and how it is told."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from innograph import register, search
from innograph.answers import Labels
from innograph.errors import UnknownNameError
from innograph.namespaces import LABEL, TYPE
from innograph.opening import open_current
from innograph.register import Name, labels, lines, searchable
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

HOSTILE = {
    "https://example.org/arabic": "محمد علي",
    "https://example.org/emoji": "Film 🎬 night",
    "https://example.org/script": "<script>alert(1)</script>",
    "https://example.org/lines": "two\nlines\tand a tab",
    "https://example.org/escape": "red \x1b[31m alert",
    "https://example.org/accents": "Émile Zola’s Café",
    "https://example.org/long": "word " * 200,
    "https://example.org/signs": "!!!",
}


def _ids(store: Store, text: str, class_name: str = "") -> list[str]:
    return [row.cells["id"].label for row in search.find(store, text, class_name, 0).rows]


def _matches(store: Store, text: str) -> list[tuple[str, str]]:
    rows = search.find(store, text, limit=0).rows
    return [(row.cells["id"].label, row.cells["match"].label) for row in rows]


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of another tool, with labels in a named graph and none of our vocabulary."""
    folder = tmp_path_factory.mktemp("foreign") / "store"
    graph = Oxigraph(str(folder))
    place = NamedNode("https://example.org/graph")
    for iri, label in HOSTILE.items():
        graph.add(Quad(NamedNode(iri), LABEL, Literal(label), place))
        graph.add(Quad(NamedNode(iri), TYPE, NamedNode("https://example.org/Thing"), place))
    graph.flush()
    del graph
    return Store(folder)


def test_an_exact_name_comes_first_then_beginnings_then_words(real_store: Store) -> None:
    found = _matches(real_store, "innocence project")
    assert found[0] == ("innocence-project", "exact")
    assert found[1:3] == [
        ("innocence-project-of-texas", "prefix"),
        ("wmu-cooley-innocence-project", "prefix"),  # by an alias
    ]
    assert {match for _, match in found[3:]} == {"word"}
    assert "mississippi-innocence-project" in dict(found)


def test_words_may_come_in_any_order_and_be_begun_only(real_store: Store) -> None:
    assert _ids(real_store, "brooks lev") == ["levon-brooks", "case-levon-brooks"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Keneddy Brewr", "kennedy-brewer"),  # swapped and missing letters
        ("levonbrooks", "levon-brooks"),  # a missing space
        ("Chester Holman", "chester-hollman"),
        ("Roger Ros Willams", "roger-ross-williams"),
        ("FRANKY CARRILO", "franky-carrillo"),
    ],
)
def test_typing_errors_are_forgiven(real_store: Store, text: str, expected: str) -> None:
    first = search.find(real_store, text).rows[0]
    assert (first.cells["id"].label, first.cells["match"].label) == (expected, "fuzzy")


def test_short_words_are_not_bent(real_store: Store) -> None:
    assert _ids(real_store, "xq") == []
    assert _ids(real_store, "qqqqqqqq") == []


def test_an_alias_is_named_where_it_was_what_matched(real_store: Store) -> None:
    row = next(
        row
        for row in search.find(real_store, "Innocence Project at Thomas").rows
        if row.cells["id"].label == "wmu-cooley-innocence-project"
    )
    assert row.cells["entity"].label == "WMU-Cooley Innocence Project"
    assert row.cells["matched"].label.startswith("Innocence Project at Thomas")
    assert row.cells["type"].label == "innocence organization"


@pytest.mark.parametrize("text", ["episode-7", "id:episode-7", "https://w3id.org/innograph/id/episode-7"])
def test_an_id_is_a_name(real_store: Store, text: str) -> None:
    assert _matches(real_store, text)[0] == ("episode-7", "exact")


def test_an_entity_stands_once(real_store: Store) -> None:
    for text in ("innocence", "case", "episode"):
        ids = _ids(real_store, text)
        assert len(ids) == len(set(ids)) > 5


def test_a_type_narrows_and_opens_what_stands_aside(real_store: Store) -> None:
    assert set(_ids(real_store, "brooks", "Exoneree")) == {"levon-brooks"}
    assert set(_ids(real_store, "brooks", "inno:Case")) == {"case-levon-brooks"}
    assert _ids(real_store, "brooks", "vacatur") == ["case-levon-brooks/vacatur/1"]
    assert "source/queue" in _ids(real_store, "netflix", "source")
    assert "source/queue" not in _ids(real_store, "netflix")
    assert [i for i in _ids(real_store, "andy grieve") if i.startswith("credit/")] == []


def test_an_unknown_type_is_refused_with_the_nearest(real_store: Store) -> None:
    with pytest.raises(UnknownNameError) as caught:
        search.find(real_store, "brooks", "exonere")
    assert "'Exoneree'" in (caught.value.hint or "")


def test_every_entity_is_found_first_or_beside_its_namesakes_by_its_own_name(real_store: Store) -> None:
    names = [Name.from_line(line) for line in real_store.names]
    for name in names[::37]:
        exact = [f for f in search.search(real_store, name.text, aside=True) if f.match == search.Match.EXACT]
        assert name.iri in {found.iri for found in exact}


@given(st.data())
def test_one_wrong_letter_in_a_long_word_is_forgiven(real_store: Store, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 7))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    typed = "franky " + "carrillo"[:place] + letter + "carrillo"[place + 1 :]
    assert "franky-carrillo" in _ids(real_store, typed)


@given(st.text())
def test_what_is_compared_stays_what_it_is(text: str) -> None:
    once = searchable(text)
    assert searchable(once) == once
    assert "\t" not in once
    assert "\n" not in once


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_gets_an_answer(toy_store: Store, text: str) -> None:
    assert search.find(toy_store, text).columns == search.COLUMNS


@given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans(), st.booleans(), st.booleans())
def test_a_line_of_the_register_reads_back(text: str, is_main: bool, is_aside: bool, is_label: bool) -> None:
    shown = " ".join(text.split())
    is_label = is_main and is_label
    name = Name(searchable(text), shown, "https://example.org/a", is_main, is_aside, is_label)
    assert Name.from_line(name.line.rstrip("\n")) == name
    assert labels([name.line.rstrip("\n")]) == ({"https://example.org/a": shown} if is_label else {})
    if text != shown:  # what a line cannot hold is looked up
        assert labels([replace(name, text=text).line.rstrip("\n")]) == {}


def test_the_register_labels_all_as_answers_show_it(real_store: Store) -> None:
    """Sources too, which have their labels in another graph; of several labels the first counts."""
    single = Labels(real_store.oxigraph)
    listed = real_store.labels
    assert {iri: single.of(NamedNode(iri)) for iri in listed} == listed
    asked = [*listed] * 2
    many = Labels(real_store.oxigraph, listing=real_store)
    assert [many.of(NamedNode(iri)) for iri in asked] == [listed[iri] for iri in asked]
    assert many.read is not None


def test_the_register_of_a_store_is_what_its_graph_says(real_store: Store) -> None:
    assert (real_store.folder / "names.tsv").read_text(encoding="utf-8") == "".join(
        lines(real_store.oxigraph)
    )


def test_a_large_register_is_sorted_in_runs(real_store: Store, monkeypatch, tmp_path: Path) -> None:
    whole = list(lines(real_store.oxigraph))
    monkeypatch.setattr(register, "RUN", 100)

    assert list(lines(real_store.oxigraph, tmp_path)) == whole
    assert not list(tmp_path.iterdir())


def test_a_store_of_another_tool_is_searched_by_its_labels(foreign: Store) -> None:
    answer = search.find(foreign, "emile zola's cafe")
    (row,) = answer.rows
    assert row.cells["entity"].label == "Émile Zola’s Café"
    assert row.cells["type"].label == "https://example.org/Thing"
    assert row.cells["id"].label == "https://example.org/accents"
    assert _ids(foreign, "علي") == ["https://example.org/arabic"]
    assert _ids(foreign, "🎬") == ["https://example.org/emoji"]
    assert _ids(foreign, "!!!") == ["https://example.org/signs"]
    assert _ids(foreign, "and tab lines") == ["https://example.org/lines"]
    assert _ids(foreign, "word", "https://example.org/Thing") == ["https://example.org/long"]


def test_hostile_names_act_on_nothing(run: Callable[..., Result], foreign: Store) -> None:
    assert "\x1b" not in run("find", "red", "--store", foreign.folder).stdout
    page = run("find", "script", "--store", foreign.folder, "-f", "html").stdout
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_nothing_found_is_an_answer(run: Callable[..., Result], real_store: Store) -> None:
    finished = run("find", "zzzzzzzz", "-f", "json")
    content = json.loads(finished.stdout)
    assert (finished.exit_code, content["rows"]) == (0, [])
    assert content["notes"] == ["nothing is called 'zzzzzzzz', or nearly so"]


def test_the_limit_is_kept_and_what_is_left_out_is_counted(
    run: Callable[..., Result], real_store: Store
) -> None:
    content = json.loads(run("find", "case", "--limit", "3", "-f", "json").stdout)
    everything = json.loads(run("find", "case", "-n", "0", "-f", "json").stdout)
    assert len(content["rows"]) == 3
    assert content["rows"] == everything["rows"][:3]
    assert content["notes"] == [f"{len(everything['rows']) - 3} entities more (--limit 0 shows all)"]
    assert everything["notes"] == []


def test_a_store_in_memory_is_searched_too(tmp_path: Path, real_store: Store) -> None:
    """As a wheel brings it: without Oxigraph's files, and without the register."""
    for name in ("dataset.nq", "manifest.json"):
        (tmp_path / name).write_bytes((real_store.folder / name).read_bytes())
    store = Store(tmp_path)
    assert store.names == real_store.names
    assert _ids(store, "brooks") == ["levon-brooks", "case-levon-brooks"]


def test_an_empty_graph_finds_nothing(run: Callable[..., Result], facts_folder, tmp_path: Path) -> None:
    folder = facts_folder("publishers:\n  one: {label: One}\n")
    assert _ids(open_current(folder, str(tmp_path / "stores"), print)[0], "two") == []
    assert _ids(open_current(folder, str(tmp_path / "stores"), print)[0], "one") == ["one"]
