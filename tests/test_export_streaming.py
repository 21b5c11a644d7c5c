"""How exports are made: from sorted lines, a batch at a time."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from innograph import export, lines
from innograph.errors import OutputError, StoreError, UnknownNameError
from innograph.export import RDF, sorting, syntaxes
from innograph.output import write
from innograph.store import Store, write_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
HOSTILE = [
    "",
    '"',
    "\\",
    '\\" . \n<x> <y> "z',
    "> <https://w3id.org/innograph/id/passage/x> .",
    "' \" \"\"\" '''",
    "שלום עולם \u202eabc\u202c",
    "👩🏽‍⚖️ 語 é e\u0301",
    "]]> <!-- & &amp; </rdf:RDF>",
    "\t\n\r",
    "x" * 500,
]  # fmt: skip
SYNTAX = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "json-ld": RdfFormat.JSON_LD,
    "rdf-xml": RdfFormat.RDF_XML,
}


def _store(folder: Path, quads: list[Quad]) -> Store:
    data = serialize(quads, format=RdfFormat.N_QUADS) or b""
    nquads = b"".join(sorted(set(data.splitlines(keepends=True))))
    write_store(folder / "store", nquads, {"digest": "", "counts": {}})
    return Store(folder / "store")


def _node(name: object) -> NamedNode:
    return NamedNode(f"https://w3id.org/innograph/id/{name}")


@pytest.fixture
def hostile(tmp_path: Path) -> Store:
    graphs = (DefaultGraph(), _node("passage/p/1"), _node("editorial"))
    return _store(
        tmp_path,
        [
            Quad(_node(number), LABEL, literal, graph)
            for number, text in enumerate(HOSTILE)
            for literal in (Literal(text), Literal(text, language="he"), Literal(text, datatype=_node("t")))
            for graph in graphs
        ],
    )


def _triples(data: bytes, name: str) -> set[str]:
    return {str(quad.triple) for quad in parse(data, format=SYNTAX[name])}


@pytest.mark.parametrize("name", RDF)
def test_any_text_comes_back(hostile: Store, name: str) -> None:
    quads = [quad for quad in hostile.oxigraph if RDF[name].of_dataset or quad.graph_name == DefaultGraph()]
    assert set(parse(b"".join(export.rdf(hostile, name)), format=SYNTAX[name])) == set(quads)
    assert len(quads) >= 3 * len(HOSTILE)


@given(st.text(), st.sampled_from(["", "@en", "^^"]), st.booleans())
def test_a_lines_graph_is_found_whatever_its_text(text: str, kind: str, named: bool) -> None:
    literal = {
        "": Literal(text),
        "@en": Literal(text, language="en"),
        "^^": Literal(text, datatype=_node("t")),
    }
    graph = _node("g") if named else DefaultGraph()
    line = serialize([Quad(_node("s"), LABEL, literal[kind], graph)], format=RdfFormat.N_QUADS) or b""
    statement = str(Triple(_node("s"), LABEL, literal[kind]))
    found, name = lines.split_graph(line)
    assert (str(next(iter(parse(found + lines.END, format=RdfFormat.N_TRIPLES))).triple)) == statement
    assert name == (b"<https://w3id.org/innograph/id/g>" if named else b"")
    assert lines.is_asserted(line) is not named


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 10))
def test_batches_hold_all_lines_and_end_where_a_subject_ends(subjects: list[int], size: int) -> None:
    given_lines = [f"<{subject}> <p> {at} .\n".encode() for at, subject in enumerate(sorted(subjects))]
    made = list(lines.batches(iter(given_lines), size))
    assert [line for batch in made for line in batch] == given_lines
    assert all(batch and len(batch) <= 2 * size for batch in made)
    for batch, following in pairwise(made):
        assert len(batch) >= size
        assert batch[-1].split()[0] != following[0].split()[0] or len(batch) == 2 * size


@given(st.lists(st.binary(max_size=3)), st.integers(1, 5))
def test_runs_are_merged_into_one_sorted_whole(texts: list[bytes], run: int) -> None:
    given_lines = [text.replace(b"\n", b"") + b"\n" for text in texts]
    assert list(sorting.sorted_lines(given_lines, run)) == sorted(set(given_lines))


def test_a_temporary_folder_that_is_gone_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    with pytest.raises(OutputError, match="temporary files cannot be written: No such file"):
        list(sorting.sorted_lines([b"b\n", b"a\n"], 1))


@pytest.mark.parametrize("evidence", [None, "reification", "rdf12"])
@pytest.mark.parametrize("name", RDF)
def test_the_size_of_batches_changes_no_statement(
    toy_store: Store, monkeypatch: pytest.MonkeyPatch, name: str, evidence: str | None
) -> None:
    if evidence and RDF[name].of_dataset:
        with pytest.raises(UnknownNameError, match="unknown evidence of"):
            export.rdf(toy_store, name, evidence)
        return
    whole = list(export.rdf(toy_store, name, evidence))
    monkeypatch.setattr(syntaxes, "BATCH", 7)
    pieces = list(export.rdf(toy_store, name, evidence))
    assert len(pieces) > len(whole) + 5
    assert _triples(b"".join(pieces), name) == _triples(b"".join(whole), name)
    if name in ("ntriples", "nquads"):  # the others open a subject or graph anew where a batch ends
        assert b"".join(pieces) == b"".join(whole)


def test_a_subject_with_very_many_lines_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = _store(tmp_path, [Quad(_node("hub"), LABEL, Literal(str(number))) for number in range(100)])
    monkeypatch.setattr(syntaxes, "BATCH", 10)
    pieces = list(export.rdf(store, "turtle"))
    assert max(piece.count(b'"') for piece in pieces[1:]) <= 2 * 20
    assert _triples(b"".join(pieces), "turtle") == set(map(str, (quad.triple for quad in store.oxigraph)))


@pytest.mark.parametrize("evidence", [None, "reification", "rdf12"])
@pytest.mark.parametrize("name", RDF)
def test_an_empty_graph_is_an_empty_document(tmp_path: Path, name: str, evidence: str | None) -> None:
    if not (evidence and RDF[name].of_dataset):
        data = b"".join(export.rdf(_store(tmp_path, []), name, evidence))
        assert list(parse(data, format=SYNTAX[name])) == []


@pytest.mark.parametrize("text", ["\x01", "\x0b", "a\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_refused_by_name_and_the_old_file_stays(tmp_path: Path, text: str) -> None:
    good = [Quad(_node("a"), LABEL, Literal("\\u0001 is only text"))]
    assert b"".join(export.rdf(_store(tmp_path / "good", good), "rdf-xml"))
    store = _store(tmp_path, [*good, Quad(_node("b"), LABEL, Literal(text))])
    target = tmp_path / "graph.rdf"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(OutputError, match=r"XML cannot hold <https://w3id.org/innograph/id/b>"):
        write(export.rdf(store, "rdf-xml"), str(target))
    assert target.read_text(encoding="utf-8") == "old"
    for name in ("turtle", "json-ld"):
        assert _triples(b"".join(export.rdf(store, name)), name) == {
            str(quad.triple) for quad in store.oxigraph
        }


def test_a_property_that_xml_cannot_name_is_refused(tmp_path: Path) -> None:
    store = _store(tmp_path, [Quad(_node("a"), _node("p/1"), Literal("x"))])
    with pytest.raises(OutputError, match=r"XML cannot hold .*/p/1>"):
        list(export.rdf(store, "rdf-xml"))


def test_another_tools_store_has_no_dataset_to_export(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="was not built by innograph"):
        list(export.rdf(Store(tmp_path), "turtle"))


def test_a_dataset_that_cannot_be_read_is_not_blamed_on_the_output(tmp_path: Path) -> None:
    store = _store(tmp_path, [])
    store.nquads.unlink()
    with pytest.raises(StoreError, match=r"dataset\.nq cannot be read: No such file"):
        write(export.rdf(store, "turtle"), str(tmp_path / "out"))
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def _failing() -> Iterator[bytes]:
    yield b"half"
    raise OutputError("something is wrong")


def test_pieces_that_end_in_an_error_leave_the_old_file_and_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(OutputError, match="something is wrong"):
        write(_failing(), str(target))
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("file", "old")]


def test_pieces_are_written_in_order(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    def pieces() -> Iterator[bytes]:
        yield from (b"a", b"", b"\xff", b"c" * 100_000)

    write(pieces(), str(tmp_path / "file"))
    write(pieces())
    assert (tmp_path / "file").read_bytes() == capfdbinary.readouterr().out == b"a\xff" + b"c" * 100_000
