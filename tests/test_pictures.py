from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innograph import citation, pictures, questions
from innograph.answers import Answer, Cell, Row
from innograph.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.store import Store

SVG = "{http://www.w3.org/2000/svg}"
MATRIX = {"kind": "matrix", "rows": "who", "columns": "what", "value": "n"}
TIMELINE = {"kind": "timeline", "date": "when", "event": "what"}
STATES = {"kind": "states", "state": "where", "value": "n"}
SHARES = {"kind": "shares", "value": "who", "cases": "n", "of": "n", "allCases": "n", "allOf": "n"}
PICTURES = {"matrix": MATRIX, "timeline": TIMELINE, "states": STATES, "shares": SHARES}


def _answer(columns: str, *rows: tuple[str, ...], mark: str = "") -> Answer:
    names = tuple(columns.split())
    cells = [{name: Cell(None, text) for name, text in zip(names, row, strict=True)} for row in rows]
    return Answer(
        names, tuple(Row(each, derived=mark == "derived", disputed=mark == "disputed") for each in cells)
    )


def _drawn(answer: Answer, picture: dict[str, str], title: str = "A title") -> ET.Element:
    return ET.fromstring(pictures.draw(answer, picture, title))  # noqa: S314 - our own


def _texts(root: ET.Element) -> list[str]:
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def _titles(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}title")]


def _asked(store: Store, name: str, **arguments: str) -> ET.Element:
    question = questions.catalogue()[name]
    answer = citation.answer(store, question, arguments)
    return _drawn(answer, question.picture, question.summary)


def test_a_matrix_has_a_field_for_each_pair_and_says_its_number() -> None:
    answer = _answer("who what n", ("Ann", "arson", "3"), ("Ann", "fraud", "1"), ("Bo", "fraud", "2"))
    root = _drawn(answer, MATRIX)
    assert {"Ann", "Bo", "arson", "fraud", "3", "1", "2"} <= set(_texts(root))
    assert {"Ann, arson, 3", "Ann, fraud, 1", "Bo, fraud, 2"} <= set(_titles(root))
    fields = [box for box in root.iter(f"{SVG}rect") if box.get("height") == "44"]
    assert len(fields) == 4
    assert len({box.get("fill") for box in fields}) == 4


@pytest.mark.parametrize(("mark", "sign"), [("derived", "3*"), ("disputed", "3≠")])
def test_a_matrix_marks_what_is_derived_or_disputed(mark: str, sign: str) -> None:
    root = _drawn(_answer("who what n", ("Ann", "arson", "3"), mark=mark), MATRIX)
    assert sign in _texts(root)
    assert any(mark in text for text in _texts(root))


def test_the_directors_and_themes_of_the_series(real_store: Store) -> None:
    titles = _titles(_asked(real_store, "directors-by-theme"))
    assert "Roger Ross Williams, forensic science, 3" in titles
    assert "Andy Grieve, prosecutorial misconduct, 1, derived" in titles


def test_a_timeline_is_true_to_scale() -> None:
    answer = _answer("when what", ("2000-01-01", "first"), ("2010-01-01", "middle"), ("2020-01-01", "last"))
    heights = [float(mark.get("cy", "")) for mark in _drawn(answer, TIMELINE).iter(f"{SVG}circle")]
    first, middle, last = heights
    assert middle - first == pytest.approx(last - middle, abs=0.2)
    assert last > middle > first


def test_a_date_of_which_the_day_is_not_known_is_drawn_hollow_and_explained() -> None:
    root = _drawn(_answer("when what", ("1990", "a"), ("1991-05", "b"), ("1992-05-01", "c")), TIMELINE)
    assert [mark.get("fill") == "#ffffff" for mark in root.iter(f"{SVG}circle")] == [True, True, False]
    assert any("hollow" in text for text in _texts(root))


def test_events_close_to_each_other_keep_their_lines_apart() -> None:
    answer = _answer("when what", *((f"2008-02-{day:02}", f"event {day}") for day in range(1, 29)))
    root = _drawn(answer, TIMELINE)
    lines = [
        float(text.get("y", "")) for text in root.iter(f"{SVG}text") if (text.text or "").startswith("event")
    ]
    assert min(b - a for a, b in pairwise(lines)) >= 17
    assert float(root.get("height", "0")) > lines[-1]


def test_a_conviction_stands_in_a_timeline_with_its_end(real_store: Store) -> None:
    texts = _texts(_asked(real_store, "timeline", case="Levon Brooks case"))
    convictions = [text for text in texts if "wrongful conviction" in text]
    assert convictions
    assert all("exonerated 2008" in text for text in convictions)


def test_the_states_say_their_numbers_and_what_is_no_state_is_listed() -> None:
    answer = _answer("where n", ("New York", "8"), ("Texas", "1"), ("federal", "2"))
    root = _drawn(answer, STATES)
    assert {"New York: 8", "Texas: 1", "Ohio: no row"} <= set(_titles(root))
    assert any("Not on the map: federal: 2." in text for text in _texts(root))


def test_every_state_is_on_the_map_once() -> None:
    codes = [code for line in pictures.states.GRID for code in line.split() if code != ".."]
    assert sorted(codes) == sorted(pictures.states.NAMES)
    assert len(codes) == 52
    assert len({len(line.split()) for line in pictures.states.GRID}) == 1


def test_every_state_of_the_graph_is_on_the_map(real_store: Store) -> None:
    assert not any("Not on the map" in text for text in _texts(_asked(real_store, "cases-by-state")))


@pytest.mark.parametrize("kind", PICTURES)
def test_an_empty_answer_makes_a_picture_that_says_so(kind: str) -> None:
    picture = PICTURES[kind]
    root = _drawn(Answer(tuple(name for part, name in picture.items() if part != "kind"), ()), picture)
    assert any(
        text in ("no rows", "no dated event", "no shares") or "no case" in text for text in _texts(root)
    )


@pytest.mark.parametrize("kind", PICTURES)
@given(label=st.text(), count=st.integers(0, 10**6), title=st.text())
def test_any_label_stays_text(kind: str, label: str, count: int, title: str) -> None:
    answer = _answer("who what n where when", (label, label, str(count), label, "1990-01-01"))
    root = _drawn(answer, PICTURES[kind], title)
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "circle", "line", "text")
    }
    assert not any(
        name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib
    )


@pytest.mark.parametrize(
    ("picture", "said"),
    [({"kind": "pie"}, "unknown kind of picture 'pie'"), (MATRIX | {"value": "m"}, "unknown column 'm'")],
)
def test_a_picture_that_cannot_be_drawn_is_refused(picture: dict[str, str], said: str) -> None:
    with pytest.raises(UnknownNameError, match=said):
        pictures.draw(_answer("who what n", ("Ann", "arson", "3")), picture, "A title")


def test_the_command_draws_what_a_question_makes(
    run: Callable[..., Result], real_store: Store, tmp_path: Path
) -> None:
    finished = run(
        "ask", "timeline", "-p", "case=Levon Brooks case", "-f", "svg", "-o", tmp_path / "brooks.svg"
    )
    assert (finished.exit_code, finished.output) == (0, "")
    root = ET.parse(tmp_path / "brooks.svg").getroot()  # noqa: S314 - our own
    assert _titles(root)[0] == "What happened when in a case? case: Levon Brooks case"
    assert len(list(root.iter(f"{SVG}circle"))) == 7


def test_a_question_without_a_picture_says_so(run: Callable[..., Result], real_store: Store) -> None:
    finished = run("ask", "episodes", "-f", "svg")
    assert finished.exit_code == 2
    assert "episodes makes no picture" in finished.stderr


@pytest.mark.parametrize("output_format", ["svg", "bibtex", "csl-json", "ris"])
def test_the_list_of_questions_is_no_picture_and_no_bibliography(
    run: Callable[..., Result], real_store: Store, output_format: str
) -> None:
    finished = run("ask", "-f", output_format)
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert "name a question" in finished.stderr


def test_pictures_of_questions_name_their_own_columns(real_store: Store) -> None:
    pictured = [question for question in questions.catalogue().values() if question.picture]
    assert {question.picture["kind"] for question in pictured} == set(pictures.KINDS)
    for question in pictured:
        pictures.draw(citation.answer(real_store, question, {}), question.picture, question.summary)
