"""Bibliographies, read back by the libraries that others read them with."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import Citation as StyleCitation
from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from innograph import bibliography
from innograph.answers import Answer, Cell, Citation, Row
from innograph.display import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from innograph.store import Store

PLAIN = Citation(
    passage="https://w3id.org/innograph/id/passage/pov/3",
    source="pov",
    locator="3",
    title="A title",
    publisher="POV Magazine",
    date="2020-04-07",
    url="https://example.org/?a=1&b=2#c",
    author="Elliott, Jack, Jr. and Barned-Smith, St. John and Innocence Staff",
    kind="article",
)
HOSTILE = (
    "dashes -- and ---, ``quotes'' and ,,quotes''",
    r"100% of $5 & #1_a ~ ^ \input{/etc/passwd}",
    "an { open brace",
    "a } closed brace",
    "}\n}\n@string{x = {y}}\n@article{evil, title={gone}}",
    "line\nER  - \nTY  - EVIL\nline",
    "<b>bold</b> <script>alert(1)</script>",
    "\x1b[31mred\x1b[0m",
    'a "quoted" title',
    "Zoë D'Été, 日本語, שלום",
    "\\",
    "a\u202eb",
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def _answer(*citations: Citation) -> Answer:
    return Answer(("a",), (Row({"a": Cell(None, "x")}, citations=citations),))


def _said(text: str) -> str:
    """The text as any of the formats is to hand it on."""
    return " ".join(clean(text).split())


def _latex() -> LatexNodes2Text:
    """A reader of LaTeX that also knows the symbols of the LaTeX kernel that pylatexenc leaves out."""
    known = get_default_latex_context_db()
    symbols = {
        "textbraceleft": "{",
        "textbraceright": "}",
        "textless": "<",
        "textgreater": ">",
        "textbar": "|",
    }
    symbols |= {"textasciicircum": "^", "textasciitilde": "~", "textbackslash": "\\", "textasciigrave": "`"}
    known.add_context_category(
        "kernel",
        prepend=True,
        macros=[MacroTextSpec(name, simplify_repl=text) for name, text in symbols.items()],
    )
    return LatexNodes2Text(latex_context=known, strict_latex_spaces=True, keep_braced_groups=False)


def _bibtex(answer: Answer) -> dict[str, dict[str, str]]:
    library = parse_string(bibliography.bibtex(answer))
    assert library.failed_blocks == []
    assert library.strings == [] and library.comments == [] and library.preambles == []  # noqa: PT018
    return {
        entry.key: {"": entry.entry_type, **{name: field.value for name, field in entry.fields_dict.items()}}
        for entry in library.entries
    }


def _ris(answer: Answer) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = rispy.loads(bibliography.ris(answer))
    return read


def _csl(answer: Answer) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(bibliography.csl_json(answer))
    return items


def test_a_source_in_bibtex():
    assert _bibtex(_answer(PLAIN)) == {
        "pov": {
            "": "article",
            "author": "Elliott, Jr., Jack and Barned-Smith, St. John and {Innocence Staff}",
            "title": "{A title}",
            "journal": "POV Magazine",
            "year": "2020",
            "month": "apr",
            "date": "2020-04-07",
            "url": "https://example.org/?a=1&b=2#c",
            "note": r"Passages cited: pov\#3",
        }
    }


def test_a_source_in_csl_json():
    assert _csl(_answer(PLAIN)) == [
        {
            "id": "pov",
            "type": "article-newspaper",
            "title": "A title",
            "author": [
                {"family": "Elliott", "given": "Jack", "suffix": "Jr."},
                {"family": "Barned-Smith", "given": "St. John"},
                {"literal": "Innocence Staff"},
            ],
            "container-title": "POV Magazine",
            "publisher": "POV Magazine",
            "issued": {"date-parts": [[2020, 4, 7]]},
            "URL": "https://example.org/?a=1&b=2#c",
            "note": "Passages cited: pov#3",
        }
    ]


def test_a_source_in_ris():
    assert _ris(_answer(PLAIN)) == [
        {
            "type_of_reference": "NEWS",
            "id": "pov",
            "title": "A title",
            "authors": ["Elliott, Jack, Jr.", "Barned-Smith, St. John", "Innocence Staff"],
            "secondary_title": "POV Magazine",
            "publisher": "POV Magazine",
            "year": "2020",
            "date": "2020/04/07/",
            "urls": ["https://example.org/?a=1&b=2#c"],
            "notes": ["Passages cited: pov#3"],
        }
    ]


@pytest.mark.parametrize(
    ("date", "bibtex", "csl", "ris"),
    [
        ("2020", {"year": "2020", "date": "2020"}, [[2020]], "2020///"),
        ("2020-04", {"year": "2020", "month": "apr", "date": "2020-04"}, [[2020, 4]], "2020/04//"),
        (
            "2020-12-31",
            {"year": "2020", "month": "dec", "date": "2020-12-31"},
            [[2020, 12, 31]],
            "2020/12/31/",
        ),
    ],
)
def test_a_date_keeps_its_precision(date: str, bibtex: dict[str, str], csl: list[list[int]], ris: str):
    answer = _answer(replace(PLAIN, date=date))
    fields = _bibtex(answer)["pov"]
    assert {name: fields[name] for name in ("year", "month", "date") if name in fields} == bibtex
    assert _csl(answer)[0]["issued"] == {"date-parts": csl}
    assert _ris(answer)[0]["date"] == ris


def test_a_date_in_words_is_a_note():
    answer = _answer(replace(PLAIN, date="spring 2020", locator=""))
    assert "year" not in _bibtex(answer)["pov"]
    assert "issued" not in _csl(answer)[0]
    assert _csl(answer)[0]["note"] == "Dated spring 2020"


def test_what_is_unknown_is_left_out():
    bare = Citation(passage="p", source="bare", locator="", title="", publisher="", date="", url="")
    assert _bibtex(_answer(bare)) == {"bare": {"": "misc"}}
    assert _csl(_answer(bare)) == [{"id": "bare", "type": "webpage"}]
    assert _ris(_answer(bare)) == [{"type_of_reference": "ELEC", "id": "bare"}]


def test_each_source_stands_once_with_all_its_passages():
    other = replace(PLAIN, passage="x", locator="27")
    entries = _bibtex(_answer(PLAIN, other, replace(PLAIN, passage="y", source="abc")))
    assert list(entries) == ["abc", "pov"]
    assert entries["pov"]["note"] == r"Passages cited: pov\#27, pov\#3"


def test_it_is_said_how_a_source_was_seen_and_what_it_repeats():
    copy = "https://copies.example/1"
    only_copy = replace(PLAIN, url=copy, seen_at=copy, locator="")
    assert _csl(_answer(only_copy))[0]["note"] == "Seen as a copy at this address"
    both = replace(PLAIN, seen_at=copy, roots=("seed-000",))
    assert (
        _csl(_answer(both))[0]["note"] == f"Passages cited: pov#3. Seen as a copy at {copy}. Repeats seed-000"
    )


def test_no_citation_makes_an_empty_bibliography():
    assert bibliography.bibtex(_answer()) == ""
    assert json.loads(bibliography.csl_json(_answer())) == []
    assert bibliography.ris(_answer()) == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_its_field(text: str):
    answer = _answer(replace(PLAIN, title=text, publisher=text, author=text, kind=text, date=text))
    _assert_said(answer, text)


@given(TEXT)
def test_any_title_comes_back(text: str):
    _assert_said(_answer(replace(PLAIN, title=text, author="", publisher=text)), text)


def _assert_said(answer: Answer, text: str) -> None:
    (bibtex,), (csl,), (ris,) = _bibtex(answer).values(), _csl(answer), _ris(answer)
    said = _said(text)
    read = _latex().latex_to_text(bibtex.get("title", "")) if "title" in bibtex else ""
    assert read == said
    assert csl.get("title", "") == said
    assert ris.get("title", "") == said
    assert ris["id"] == "pov"


@given(st.lists(TEXT, min_size=1, max_size=5, unique=True))
def test_any_ids_make_keys_that_differ(ids: list[str]):
    citations = [replace(PLAIN, passage=name, source=name) for name in ids]
    keys = [reference.key for reference in bibliography.references(_answer(*citations))]
    assert len(set(keys)) == len({citation.source or citation.passage for citation in citations})
    assert list(_bibtex(_answer(*citations))) == keys


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a b{c}\\d", "https://example.org/a%20b%7Bc%7D%5Cd"),
        ("https://example.org/%C3%A9_é~x#y", "https://example.org/%C3%A9_%C3%A9~x#y"),
        ("https://en.wikipedia.org/wiki/X_(film)?a=%20&b", "https://en.wikipedia.org/wiki/X_(film)?a=%20&b"),
    ],
)
def test_an_address_is_not_escaped_as_a_text(url: str, shown: str):
    assert _bibtex(_answer(replace(PLAIN, url=url)))["pov"]["url"] == shown


def test_the_real_sources_make_a_bibliography_that_citeproc_formats(
    run: Callable[..., Result], real_store: Store
):
    items = json.loads(run("show", "episode-7", "-f", "csl-json").stdout)
    source = CiteProcJSON(items)
    style = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain
    )
    for item in items:
        style.register(StyleCitation([CitationItem(item["id"])]))
    lines = [str(line) for line in style.bibliography()]
    assert len(lines) == len(items) == 11
    assert any("Netflix Reclaims Its True Crime Credence" in line for line in lines)


@pytest.mark.parametrize("entity", ["episode-7", "case-levon-brooks", "the-innocence-files", "seed-000"])
def test_the_three_bibliographies_of_real_entities_agree(
    run: Callable[..., Result], real_store: Store, entity: str
):
    """What is compared is the number of sources and their titles, as each library reads them."""
    texts = {name: run("show", entity, "-f", name).stdout for name in bibliography.FORMATS}
    library = parse_string(texts["bibtex"])
    assert library.failed_blocks == []
    latex = _latex()
    titles = {
        "bibtex": {entry.key: latex.latex_to_text(_value(entry, "title")) for entry in library.entries},
        "csl-json": {item["id"]: item.get("title", "") for item in json.loads(texts["csl-json"])},
        "ris": {record["id"]: record.get("title", "") for record in rispy.loads(texts["ris"])},
    }
    assert titles["bibtex"] == titles["csl-json"] == titles["ris"]
    assert titles["ris"]


def _value(entry: Any, name: str) -> str:
    return str(entry.fields_dict[name].value) if name in entry.fields_dict else ""
