from __future__ import annotations

import csv
import json
from dataclasses import asdict, replace
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from innograph import rendering
from innograph.answers import Answer, Cell, Citation, Row
from innograph.answers.support import Derivation, Fact, Reason, Rival, Support
from innograph.display import clean, display_width
from innograph.rendering import render

FORMATS = ("table", *rendering.FORMATS)
HOSTILE = (
    "<script>alert(1)</script>",
    "a|b",
    "`code` and ``more``",
    "line\nline",
    "tab\ttab",
    "\"double\" and 'single'",
    "=1+1",
    "&lt;b&gt;",
    "</td></table>",
    "[link](javascript:alert(1))",
    "\\",
    "",
    " ",
)
WIDE = ("日本語", "e\u0301te\u0301", "🦉", "abc", "ÅNGSTRÖM", "한국어", "ｆｕｌｌ")
# Text as a store can hold it: every character but surrogates.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
CITED = Citation(
    passage="https://w3id.org/innograph/id/passage/pov/3",
    source="pov",
    locator="3",
    title="A <b>title</b>",
    publisher="POV",
    date="2020-04",
    url="https://example.org/?a=1&b=2",
)


def _answer(*rows: tuple[str, ...], columns: tuple[str, ...] = ("a", "b"), **more: Any) -> Answer:
    """An answer whose cells are texts."""
    cells = (dict(zip(columns, (Cell(Literal(text), text) for text in row), strict=True)) for row in rows)
    return Answer(columns, tuple(Row(each) for each in cells), **more)


def _marked(*marks: tuple[bool, bool], **more: Any) -> Answer:
    rows = (Row({"a": Cell(None, f"row {n}")}, *both) for n, both in enumerate(marks))
    return Answer(("a",), tuple(rows), **more)


def _read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


def _read_tsv(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.removesuffix("\n").split("\n")]


class _Reader(HTMLParser):
    """Collects the elements, the texts of cells, and everything else that is text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        if tag in ("td", "th", "p", "caption", "li"):
            self.texts.append((tag, ""))
        assert [name for name, _ in attrs] in {"th": (["scope"],), "p": ([], ["id"]), "a": (["href"],)}.get(
            tag, ([],)
        )
        self.attributes += [(tag, value or "") for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if set(self.open) & {"td", "th", "p", "caption", "li"}:
            tag, text = self.texts.pop()
            self.texts.append((tag, text + data))
        else:
            assert not data.strip()

    def all(self, tag: str) -> list[str]:
        """The texts of all elements of this name."""
        return [text for name, text in self.texts if name == tag]


def test_a_table_aligns_columns_under_their_names() -> None:
    assert render(_answer(("one", "2"), ("three", "4")), "table", 80) == (
        "a      b\n─────  ─\none    2\nthree  4\n"
    )


def test_a_table_ends_no_line_with_a_space() -> None:
    lines = render(_answer(("one", ""), ("", "x")), "table", 80).split("\n")
    assert lines == [line.rstrip() for line in lines]


@pytest.mark.parametrize("text", WIDE)
def test_wide_and_combining_characters_keep_columns_aligned(text: str) -> None:
    lines = render(_answer((text, "x"), ("a much longer one", "x")), "table", 80).splitlines()
    assert {display_width(line.removesuffix("x")) for line in lines[2:]} == {19}


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), ("🦉", 2), ("\u200b", 0), ("", 0), ("ﾊ", 1), ("é", 1), ("\u20dd", 0)],
)  # fmt: skip
def test_display_width_counts_columns_of_a_terminal(text: str, width: int) -> None:
    assert display_width(text) == width


def test_long_cells_wrap_at_words() -> None:
    text = "a cell that has to be wrapped at its words"
    assert render(_answer(("short", text)), "table", 30).splitlines() == [
        "a      b",
        "─────  ───────────────────────",
        "short  a cell that has to be",
        "       wrapped at its words",
    ]


def test_only_the_widest_columns_give_way() -> None:
    lines = render(_answer(("x" * 40 + " " + "y" * 40, "short one")), "table", 40).splitlines()
    assert max(map(display_width, lines)) == 40
    assert lines[2].endswith("  short one")


def test_a_word_longer_than_its_column_is_broken() -> None:
    table = render(_answer(("x" * 100, "y")), "table", 50)
    assert max(map(display_width, table.splitlines())) == 50
    assert table.count("x") == 100


def test_columns_stay_readable_where_the_width_is_absurd() -> None:
    lines = render(_answer(("word " * 10, "word " * 10)), "table", 0).splitlines()
    assert max(map(display_width, lines)) <= 2 * rendering.MIN_WIDTH + 2


def test_wide_characters_wrap_to_the_width() -> None:
    lines = render(_answer(("日本語" * 30, "x")), "table", 40).splitlines()
    assert max(map(display_width, lines)) <= 40


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4), st.integers(26, 120))
def test_every_line_of_a_table_fits_the_width(rows: list[tuple[str, str]], width: int) -> None:
    narrow = [tuple(_narrow(text) for text in row) for row in rows]
    lines = render(_answer(*narrow), "table", width).split("\n")
    assert max(map(display_width, lines)) <= width


def _narrow(text: str) -> str:
    """The text without what takes two columns: see `test_wide_characters_wrap_to_the_width`."""
    return "".join(character for character in text if display_width(clean(character)) == 1)


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize(
    "control", ["\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "a\x00b", "a\x08b", "\x9b31m", "\x7f"]
)
def test_no_control_character_comes_through(output_format: str, control: str) -> None:
    answer = _answer((control, control), title=control, notes=(control,))
    text = render(answer, output_format, 80)
    assert [character for character in text if ord(character) < 32 and character not in "\r\n\t"] == []
    if output_format != "json":  # JSON gives the value as it is, escaped where JSON requires
        assert [character for character in text if 127 <= ord(character) < 160] == []


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [("a\tb\nc\rd", "a b c d"), ("\x1b[1m", "�[1m"), ("plain é 日本", "plain é 日本"), ("", "")],
)
def test_clean_replaces_control_characters(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_keeps_every_text(text: str) -> None:
    assert _read_csv(rendering.csv(_answer((text, "x")))) == [["a", "b"], [clean(text), "x"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_tsv_keeps_every_text_but_for_its_spaces(text: str) -> None:
    read = _read_tsv(rendering.tsv(_answer((text, "x"))))
    assert read == [["a", "b"], [" ".join(text.split()), "x"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_escapes_every_text(text: str) -> None:
    answer = _answer((text, "x"), columns=(text or "a", "b"), title=text, notes=(text or "note",))
    read = _Reader(rendering.html(answer))
    assert set(read.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
    assert read.all("td") == [clean(text), "x"]
    assert read.all("th") == [text or "a", "b"]
    assert [note for note in read.all("p") if note] == [clean(text or "note")]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("<script>", r"\<script\>"),
        ("a|b", r"a\|b"),
        ("`x`", r"\`x\`"),
        ("a*b*_c_", r"a\*b\*\_c\_"),
        ("[x](y)", r"\[x\](y)"),
        ("\\", r"\\"),
        ("a\nb", "a b"),
        ("a\tb", "a b"),
        ("=1+1", "=1+1"),
    ],
)
def test_markdown_escapes_what_is_markup(text: str, escaped: str) -> None:
    assert rendering.markdown(_answer((text, "x"))) == f"| a | b |\n| --- | --- |\n| {escaped} | x |\n"


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_any_text_round_trips_through_csv(rows: list[tuple[str, str]]) -> None:
    expected = [["a", "b"], *([clean(cell) for cell in row] for row in rows)]
    assert _read_csv(rendering.csv(_answer(*rows))) == expected


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4), TEXT)
def test_any_text_round_trips_through_json(rows: list[tuple[str, str]], note: str) -> None:
    read = json.loads(rendering.json(_answer(*rows, notes=(note,))))
    assert read == {
        "columns": ["a", "b"],
        "rows": [{"a": first, "b": second} for first, second in rows],
        "notes": [note],
    }


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_any_text_comes_through_html_as_text(rows: list[tuple[str, str]]) -> None:
    read = _Reader(rendering.html(_answer(*rows)))
    assert len(read.all("td")) == 2 * len(rows)
    assert [cell.split() for cell in read.all("td")] == [clean(c).split() for row in rows for c in row]


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4))
def test_any_row_is_one_line_of_tsv_and_markdown(rows: list[tuple[str, str]]) -> None:
    assert rendering.tsv(_answer(*rows)).count("\n") == 1 + len(rows)
    assert rendering.markdown(_answer(*rows)).count("\n") == 2 + len(rows)


@pytest.mark.parametrize("output_format", ["table", "markdown", "html"])
def test_marks_are_shown_where_a_row_is_marked(output_format: str) -> None:
    unmarked = render(_marked((False, False), (False, False)), output_format, 80)
    marked = render(_marked((False, False), (True, True)), output_format, 80)
    assert "marks" not in unmarked
    assert "derived, disputed" in marked
    assert ("marks" in marked, "row 0" in marked) == (True, True)


@pytest.mark.parametrize("separated", [rendering.csv, rendering.tsv])
def test_marks_are_a_column_of_files_wherever_they_are_known(separated: Any) -> None:
    read = _read_csv if separated is rendering.csv else _read_tsv
    assert read(separated(_marked((False, False)))) == [["a", "marks"], ["row 0", ""]]
    assert read(separated(_marked((True, False), (False, True)))) == [
        ["a", "marks"],
        ["row 0", "derived"],
        ["row 1", "disputed"],
    ]
    assert read(separated(_answer(("x", "y")))) == [["a", "b"], ["x", "y"]]


def test_json_says_of_each_row_whether_it_is_marked() -> None:
    rows = json.loads(rendering.json(_marked((True, False))))["rows"]
    assert rows == [{"a": "row 0", "derived": True, "disputed": False}]


@pytest.mark.parametrize("output_format", ["table", "markdown", "html"])
@pytest.mark.parametrize(
    ("marks", "explained"),
    [((False, False), []), ((True, False), ["derived:"]), ((False, True), ["disputed:"]), ((True, True), ["derived:", "disputed:"])],
)  # fmt: skip
def test_a_note_explains_each_mark_that_occurs(
    output_format: str, marks: tuple[bool, bool], explained: list[str]
) -> None:
    text = render(_marked(marks), output_format, 80)
    assert [word for word in ("derived:", "disputed:") if word in text] == explained


def test_notes_follow_a_table_after_an_empty_line() -> None:
    assert render(_answer(("x", "y"), notes=("One note.", "Another.")), "table", 80).splitlines() == [
        "a  b",
        "─  ─",
        "x  y",
        "",
        "One note.",
        "Another.",
    ]


def test_a_title_stands_above_in_each_form_for_people() -> None:
    answer = _answer(("x", "y"), title="Episode *7*")
    assert rendering.table(answer, 80).startswith("Episode *7*\n\na  b\n")
    assert rendering.markdown(answer).startswith("**Episode \\*7\\***\n\n| a | b |\n")
    assert _Reader(rendering.html(answer)).all("caption") == ["Episode *7*"]
    assert json.loads(rendering.json(answer))["title"] == "Episode *7*"
    assert rendering.csv(answer) == "a,b\r\nx,y\r\n"


@pytest.mark.parametrize(
    ("output_format", "expected"),
    [
        ("table", "T\n\nno rows\n\nN\n"),
        ("csv", "a,b\r\n"),
        ("tsv", "a\tb\n"),
        ("markdown", "**T**\n\n| a | b |\n| --- | --- |\n\nN\n"),
    ],
)
def test_an_answer_without_rows(output_format: str, expected: str) -> None:
    assert render(_answer(title="T", notes=("N",)), output_format, 80) == expected


def test_json_and_html_without_rows() -> None:
    assert json.loads(rendering.json(_answer())) == {"columns": ["a", "b"], "rows": [], "notes": []}
    read = _Reader(rendering.html(_answer()))
    assert (read.all("th"), read.all("td")) == (["a", "b"], [])


@pytest.mark.parametrize("output_format", FORMATS)
def test_an_answer_without_columns_is_no_failure(output_format: str) -> None:
    assert render(Answer((), (Row({}),)), output_format, 80).endswith("\n")


def _cited(**changes: Any) -> Answer:
    citation = replace(CITED, **changes)
    rows = (Row({"a": Cell(None, text)}, False, False, (citation,)) for text in ("x", "y"))  # noqa: FBT003
    return Answer(("a",), tuple(rows))


def test_each_citation_is_one_footnote() -> None:
    expected = "[pov#3] POV, 2020-04. A <b>title</b>. https://example.org/?a=1&b=2"
    assert render(_cited(), "table", 80).splitlines()[-2:] == ["", expected]
    assert [note for note in _Reader(rendering.html(_cited())).all("p") if note] == [expected]
    assert rendering.markdown(_cited()).splitlines()[-1] == (
        r"\[pov#3\] POV, 2020-04. A \<b\>title\</b\>. https://example.org/?a=1&b=2"
    )


@pytest.mark.parametrize(
    ("changes", "footnote"),
    [
        ({"locator": ""}, "[pov] POV, 2020-04. A <b>title</b>. https://example.org/?a=1&b=2"),
        ({"date": "", "url": ""}, "[pov#3] POV. A <b>title</b>"),
        ({"title": "a\x1b[1m"}, "[pov#3] POV, 2020-04. a�[1m. https://example.org/?a=1&b=2"),
    ],
)
def test_a_footnote_leaves_out_what_is_unknown(changes: dict[str, str], footnote: str) -> None:
    assert render(_cited(**changes), "table", 200).splitlines()[-1] == footnote


def test_json_carries_citations_in_full() -> None:
    assert json.loads(rendering.json(_cited()))["rows"][0]["citations"] == [asdict(CITED) | {"roots": []}]


def test_cells_of_entities_are_labels_in_tables_and_pairs_in_json() -> None:
    cell = Cell(NamedNode("https://example.org/x"), "the label")
    answer = Answer(("a",), (Row({"a": cell}),))
    assert rendering.csv(answer) == "a\r\nthe label\r\n"
    assert json.loads(rendering.json(answer))["rows"] == [
        {"a": {"iri": "https://example.org/x", "label": "the label"}}
    ]


def _fact(value: str, *citations: Citation, standing: str = "cited", reasons: Any = ()) -> Fact:
    subject, predicate = Cell(None, "Episode"), Cell(None, "runtime")
    return Fact(subject, predicate, Cell(Literal(value), value), standing, citations, reasons)


def _resting(*derivations: tuple[Fact, ...], label: str = "x", **more: Any) -> Row:
    """A row that follows in each of the ways given."""
    support = Support(tuple(Derivation(facts) for facts in derivations), **more)
    cited = {c.passage: c for fact in support.grounds() for c in fact.citations}
    return Row({"a": Cell(None, label)}, False, bool(support.rivals), tuple(cited.values()), support)  # noqa: FBT003


def _passages(number: int, source: str = "source") -> list[Citation]:
    return [replace(CITED, passage=f"p{n}", source=f"{source}-{n}", locator="") for n in range(number)]


OTHER = replace(CITED, passage="other", source="ebert", locator="", title="Other")
RIVAL = Rival(
    _fact("86", CITED),
    Cell(NamedNode("https://example.org/e"), "Episode"),
    Cell(NamedNode("https://example.org/runtime"), "runtime"),
    Cell(Literal(81), "81"),
    "normal",
    "It was not seen",
    (OTHER,),
)


def test_the_last_column_holds_the_marks_of_a_rows_citations() -> None:
    answer = Answer(
        ("a",), (_resting((_fact("86", CITED, OTHER),)), _resting((_fact("1", OTHER),), label="y"))
    )
    assert render(answer, "table", 80).splitlines()[:4] == [
        "a  sources",
        "─  ────────────",
        "x  pov#3; ebert",
        "y  ebert",
    ]
    assert _read_csv(rendering.csv(answer)) == [
        ["a", "marks", "sources"],
        ["x", "", "pov#3; ebert"],
        ["y", "", "ebert"],
    ]
    assert _read_tsv(rendering.tsv(answer))[1] == ["x", "", "pov#3; ebert"]


def test_markdown_cites_in_footnotes() -> None:
    lines = rendering.markdown(Answer(("a",), (_resting((_fact("86", CITED, OTHER),)),))).splitlines()
    assert lines[2] == "| x | [^2] [^1] |"
    assert lines[4].startswith("[^1]: ebert. POV, 2020-04. Other.")
    assert lines[6].startswith("[^2]: pov#3. POV, 2020-04.")


def test_html_links_a_row_to_its_sources_and_a_source_to_its_address() -> None:
    read = _Reader(rendering.html(Answer(("a",), (_resting((_fact("86", CITED, OTHER),)),))))
    assert read.all("td") == ["x", "pov#3; ebert"]
    targets = {value for tag, value in read.attributes if tag == "p"}
    links = [value for tag, value in read.attributes if tag == "a"]
    assert links[:2] == ["#source-2", "#source-1"]
    assert {link.removeprefix("#") for link in links[:2]} == targets
    assert links[2:] == [CITED.url, CITED.url]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "", "file:///etc/passwd", "JavaScript:x"]
)
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    read = _Reader(rendering.html(Answer(("a",), (_resting((_fact("86", replace(CITED, url=url)),)),))))
    assert [value for tag, value in read.attributes if tag == "a"] == ["#source-1"]


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (_resting((_fact("1", *_passages(4)),)), "source-0; source-1; source-2; source-3"),
        (_resting((_fact("1", *_passages(5)),)), "1 fact from 5 sources"),
        (_resting((_fact("1", CITED),), is_aggregate=True), "1 fact from 1 source: pov#3"),
        (_resting((_fact("1", CITED), _fact("2", OTHER)), is_aggregate=True), "2 facts from 2 sources: pov#3; ebert"),
        (_resting((_fact("1", standing="editorial"),)), "editorial"),
        (_resting((_fact("1", standing="vocabulary"), _fact("2", CITED))), "pov#3"),
        (_resting(()), ""),
    ],
)  # fmt: skip
def test_many_sources_are_counted_and_few_are_listed(row: Row, shown: str) -> None:
    line = render(Answer(("a",), (row,)), "table", 80).splitlines()[2]
    assert line == f"x  {shown}".rstrip()


def test_sources_that_repeat_one_another_are_not_independent() -> None:
    copies = (replace(citation, roots=("root",)) for citation in _passages(5))
    assert "1 fact from 5 sources (1 independent)" in render(
        Answer(("a",), (_resting((_fact("1", *copies),)),)), "table", 80
    )


def test_a_disputed_row_names_the_rival_value_and_who_holds_it() -> None:
    row = _resting((_fact("86", CITED),), rivals=(RIVAL,))
    answer = Answer(("a",), (row, row))
    said = "disputed: Episode: runtime: 86 [pov#3]; but 81 [ebert] (normal: It was not seen)"
    assert render(answer, "table", 200).splitlines()[-1] == said
    assert [note for note in _Reader(rendering.html(answer)).all("p") if note][-1] == said
    assert any(line.startswith("[ebert]") for line in render(answer, "table", 80).splitlines())
    assert json.loads(rendering.json(answer))["rows"][0]["rivals"] == [
        {
            "subject": {"iri": "https://example.org/e", "label": "Episode"},
            "property": {"iri": "https://example.org/runtime", "label": "runtime"},
            "value": 81,
            "rank": "normal",
            "reason": "It was not seen",
            "citations": [OTHER.as_json() | {"roots": []}],
        }
    ]


def _opened(output_format: str) -> str:
    reason = Reason("rule", "A credit makes a shortcut.", (_fact("1", CITED), _fact("2", OTHER)))
    row = _resting(
        (_fact("86", standing="derived", reasons=(reason,)),),
        (_fact("87", OTHER),),
        rivals=(RIVAL,),
        more=True,
    )
    return render(Answer(("a",), (row,), opened=True), output_format, 200)


def test_an_opened_answer_shows_every_derivation() -> None:
    lines = _opened("table").split("\n\n")[1].splitlines()
    assert lines == [
        "x",
        "  derivation 1",
        "    Episode: runtime: 86 [derived]",
        "      by rule: A credit makes a shortcut.",
        "        Episode: runtime: 1 [pov#3]",
        "        Episode: runtime: 2 [ebert]",
        "  derivation 2",
        "    Episode: runtime: 87 [ebert]",
        "  there are more derivations",
        "  disputed: Episode: runtime: 86 [pov#3]; but 81 [ebert] (normal: It was not seen)",
    ]
    assert "\n    - Episode: runtime: 86 \\[derived\\]\n      - by rule: " in _opened("markdown")
    texts = _Reader(_opened("html")).all("li")
    assert texts == [line.strip() for line in lines]
    row = json.loads(_opened("json"))["rows"][0]
    assert row["more"] is True
    assert row["derivations"][0]["facts"][0]["reasons"][0]["facts"][0]["citations"] == ["pov#3"]
    assert row["derivations"][1] == {
        "facts": [{"subject": "Episode", "predicate": "runtime", "object": "87", "standing": "cited", "citations": ["ebert"], "reasons": []}],
        "absences": [],
    }  # fmt: skip


def test_what_must_be_absent_is_said() -> None:
    support = Support((Derivation((_fact("1", CITED),), ("?case inno:factor ?factor",)),))
    row = Row({"a": Cell(None, "x")}, False, False, (CITED,), support)  # noqa: FBT003
    text = render(Answer(("a",), (row,)), "table", 80)
    assert "x  absence: pov#3\n" in text
    assert text.endswith("absence: nothing matches ?case inno:factor ?factor\n")


def test_long_lists_of_disputes_are_cut_and_say_so() -> None:
    rivals = tuple(replace(RIVAL, value=Cell(None, str(number))) for number in range(20))
    text = render(Answer(("a",), (_resting((_fact("86", CITED),), rivals=rivals),)), "table", 200)
    assert text.splitlines()[-1] == "and 8 more; -f json gives all"


@given(TEXT, TEXT, TEXT)
def test_any_source_comes_through_as_text(title: str, url: str, mark: str) -> None:
    cited = replace(CITED, title=title, url=url, source=mark)
    answer = Answer(
        ("a",), (_resting((_fact("1", cited),), rivals=(replace(RIVAL, reason=title),)),), opened=True
    )
    read = _Reader(rendering.html(answer))
    words = clean(f"[{cited.mark}] {cited.reference}").split()
    assert words in [note.split() for note in read.all("p")]
    for output_format in FORMATS:
        text = render(answer, output_format, 80)
        assert [c for c in text if ord(c) < 32 and c not in "\r\n\t"] == []
    lines = rendering.markdown(answer).splitlines()
    assert sum(line.startswith("[^") for line in lines) == 2
    assert not any(line.startswith("<") for line in lines)
