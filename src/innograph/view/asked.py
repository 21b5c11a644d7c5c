"""A question or a query, its answer, and the page that shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean

from innograph import absence, citation, network, query
from innograph.answers import Labels
from innograph.errors import InnographError
from innograph.headers import read_header
from innograph.pictures import draw, for_page
from innograph.view import Arrangement, page
from innograph.view.resting import Places
from innograph.view.rows import Rows
from innograph.view.scene import drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from innograph.answers import Answer
    from innograph.questions import Question
    from innograph.store import Store
    from innograph.view.scene import Scene

MOST_ROWS = 1_000
LONGEST_TITLE = 100  # characters
CHARTS = {"matrix": "Matrix", "shares": "Shares", "states": "States", "timeline": "Timeline"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and the answer.

    Attributes:
        title: The question in one line.
        text: What the question asks for, in words; empty if it is not described.
        query: The query in SPARQL, arguments put in.
        answer: The first rows, at most `MOST_ROWS`, each with what it rests on.
        total: How many rows there are.
        chart: What the button that shows the picture of the answer is called; empty if there is none.
        picture: The picture of these rows as an SVG document.
    """

    title: str
    text: str
    query: str
    answer: Answer
    total: int
    chart: str = ""
    picture: str = ""


def of_question(store: Store, question: Question, given: dict[str, str], note: str = "") -> Asked:
    """A question with its answer.

    Args:
        store: The graph to ask.
        question: The question.
        given: For each given parameter a text: an entity's id, IRI or name, or a value.
        note: What else is to be said of the answer.

    Raises:
        UnknownNameError: An argument names no parameter or no entity.
        QueryError: The query's lineage cannot be tracked.
    """
    text = query.filled(store, question, given)
    answer = citation.answer(store, question, given, cite=True, most=MOST_ROWS)
    if not query.lacking(store, question):
        answer = _explained(store, answer, text)
    answer = answer.noting(note)
    told = ", ".join(f"{name}: {value}" for name, value in given.items())
    title = f"{question.summary} {told}".strip()
    chart, picture = "", ""
    if question.picture:
        chart = CHARTS[question.picture["kind"]]
        picture = for_page(draw(answer, question.picture, title))
    total = _total(store, answer, text)
    return Asked(title, question.description, text, _bounded(answer, total), total, chart, picture)


def of_query(store: Store, sparql: str, note: str = "") -> Asked:
    """Any SPARQL query with its answer; of CONSTRUCT and DESCRIBE, the rows are the triples.

    A header with a summary, as those of questions have, is its title; else its own first words are.

    Raises:
        QueryError: The query is refused, or its lineage cannot be tracked; the message says why.
        QuerySyntaxError: It is not SPARQL.
    """
    answer = _explained(store, citation.select(store, sparql, MOST_ROWS), sparql).noting(note)
    title, text = _described(sparql)
    total = _total(store, answer, sparql)
    return Asked(title, text, sparql.strip(), _bounded(answer, total), total)


def answer_page(
    store: Store,
    asked: Asked,
    *,
    large: bool = False,
    progress: Callable[[str], None] | None = None,
) -> tuple[str, Scene]:
    """The page that shows an answer, and what its picture shows: what the rows rest on, and nothing else.

    The picture holds the entities in the rows, and the entities and connections that are the
    statements of each row's lineage. The table of the answer stands beside it.

    Args:
        store: The graph that was asked.
        asked: What was asked, with its answer.
        large: As for `page`.
        progress: Told what takes long.

    Raises:
        ResourceError: What draws the picture is not installed.
    """
    whole = tuple(network.nodes(store, at_once=True)), tuple(network.edges(store, at_once=True))
    rows = Rows(asked.answer, Places(store.oxigraph, *whole), Labels(store.oxigraph))
    scene = drawn(
        store, whole, rows.nodes, asked.title, arrangement=Arrangement(progress=progress), along=rows.edges
    )
    return page(store, scene, large=large, answer=(asked, rows.told())), scene


def _explained(store: Store, answer: Answer, sparql: str) -> Answer:
    """The answer with a note on why it is empty, or no."""
    is_no = answer.columns == ("answer",) and [row.cells["answer"].label for row in answer.rows] == ["no"]
    return answer.noting(absence.hint(store, sparql)) if is_no or not answer.rows else answer


def _total(store: Store, answer: Answer, sparql: str) -> int:
    """How many rows there are, those that are left out counted too."""
    if len(answer.rows) < MOST_ROWS:
        return len(answer.rows)
    results = query.evaluate(store, sparql)
    return 1 if isinstance(results, QueryBoolean) else sum(1 for _ in results)


def _bounded(answer: Answer, total: int) -> Answer:
    shown = len(answer.rows)
    note = f"These are the first {shown:,} of {total:,} rows; `-f csv` gives all." if total > shown else ""
    return replace(answer, notes=tuple(filter(None, (note, *answer.notes))))


def _described(sparql: str) -> tuple[str, str]:
    """A title for a query, and what it asks for, if its header says so."""
    try:
        header = read_header(sparql, "the query")
        return str(header["summary"]), str(header.get("description", ""))
    except InnographError:
        pass
    words = " ".join(re.sub(r"(?m)^\s*(#.*|PREFIX\s.*)$", "", sparql, flags=re.IGNORECASE).split())
    cut = words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"
    return cut, ""
