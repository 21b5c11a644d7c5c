"""Why an answer is empty, and how much is known of what an answer counts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from innograph import citation, query
from innograph.absence import Explanation, hint
from innograph.errors import OntologyError, QueryError
from innograph.guard import guarded
from innograph.lineage.parsing import parse
from innograph.questions import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.store import Store

    Run = Callable[..., Result]

QUESTIONS = catalogue()


@pytest.mark.parametrize(
    ("sparql", "summary"),
    [
        # one pattern finds nothing by itself
        ("SELECT * { ?e a inno:Episode ; inno:number 99 }", "nothing matches “?e number 99”"),
        ("ASK { ?e inno:directr ?d }", "nothing matches “?e inno:directr ?d”"),
        ("SELECT * { ?a (inno:director/inno:nothing) ?b }", "nothing matches “?a (director/inno:nothing) ?b”"),
        # each finds something, but not together; what plays no part is not named
        (
            "SELECT * { ?e a inno:Film ; inno:title ?t ; inno:director id:director-one }",
            "nothing matches “?e is a film” and “?e director Director One” together",
        ),
        (
            "SELECT * { VALUES ?e { id:film-x } ?e inno:title ?t . ?e inno:number ?n }",
            "nothing matches “VALUES ?e { Film X }” and “?e number ?n” together",
        ),
        # named graphs, groups, unions, sub-selects
        (
            "SELECT * { GRAPH id:provenance { ?s a inno:Source ; inno:nothing ?x } }",
            "nothing matches “?s inno:nothing ?x” in id:provenance",
        ),
        ("SELECT * { { ?e inno:nothing ?x } }", "nothing matches “?e inno:nothing ?x”"),
        (
            "SELECT * { { ?e inno:nothing 1 } UNION { ?e inno:nothing 2 } }",
            "nothing matches “{ ?e inno:nothing 1 } UNION { ?e inno:nothing 2 }”",
        ),
        (
            "SELECT * { { SELECT ?e { ?e inno:nothing ?x } } }",
            "nothing matches “{ SELECT ?e { ?e inno:nothing ?x } }”",
        ),
        # filters, wherever they stand, and MINUS
        (
            "SELECT * { FILTER (?n > 20) ?e a inno:Episode ; inno:number ?n OPTIONAL { ?e inno:x ?y } }",
            "“FILTER (?n > 20)” takes away all that the other patterns find",
        ),
        (
            "SELECT * { ?e a inno:Episode FILTER NOT EXISTS { ?e inno:number ?n } }",
            "“FILTER NOT EXISTS { ?e number ?n }” takes away all that the other patterns find",
        ),
        (
            "SELECT * { ?e a inno:Episode MINUS { ?e inno:number ?n } }",
            "“MINUS { ?e number ?n }” takes away all that the other patterns find",
        ),
        (
            "SELECT * { ?e inno:number ?n BIND (?n + 1 AS ?m) FILTER (?m > 90) }",
            "“FILTER (?m > 90)” takes away all that the other patterns find",
        ),
        # an OPTIONAL that a filter asks about
        (
            "SELECT * { ?e inno:number ?n OPTIONAL { ?e inno:title ?t } FILTER (!BOUND(?t)) }",
            "“FILTER (!BOUND(?t))” takes away all that the other patterns find",
        ),
        (
            "SELECT * { ?e inno:number ?n OPTIONAL { ?e inno:x ?x } FILTER (?x > ?n) ?e inno:title ?t }",
            "“FILTER (?x > ?n)” takes away all that the other patterns find",
        ),
        # modifiers
        (
            "SELECT ?e { ?e inno:number ?n } GROUP BY ?e HAVING (COUNT(*) > 9)",
            "the pattern finds something, but HAVING leaves no group",
        ),
        ("SELECT * { ?e inno:number ?n } OFFSET 99", "the pattern finds something, but OFFSET 99 leaves no row"),
        # what looks like an IRI in a string stays
        (
            'SELECT * { ?e inno:title "see inno:x" }',
            'nothing matches “?e title "see inno:x"”',
        ),
    ],
)  # fmt: skip
def test_the_fewest_patterns_that_find_nothing_are_named(toy_store: Store, sparql: str, summary: str) -> None:
    assert [row.cells["answer"].label for row in query.select(toy_store, sparql).rows] in ([], ["no"])
    assert Explanation(toy_store, sparql).summary() == summary
    assert hint(toy_store, sparql) == f"no rows: {summary} (--why-empty says more)"


def test_each_part_says_what_it_finds_alone_and_after_the_others(toy_store: Store) -> None:
    sparql = "SELECT * { ?e a inno:Episode ; inno:number ?n . FILTER (?n > 20) }"
    answer = Explanation(toy_store, sparql).answer()
    assert [tuple(cell.label for cell in row.cells.values()) for row in answer.rows] == [
        ("“?e is a episode”", "6", "6"),
        ("“?e number ?n”", "8", "6"),
        ("“FILTER (?n > 20)”", "", "0"),
    ]


def test_large_numbers_are_not_counted_out(real_store: Store) -> None:
    answer = Explanation(real_store, "SELECT * { ?s ?p ?o . ?s inno:nothing ?x }").answer()
    assert answer.rows[0].cells["alone"].label == "1,000 or more"


def test_what_cannot_be_taken_apart_has_no_hint(toy_store: Store) -> None:
    assert hint(toy_store, "SELECT (UUID() AS ?x) { ?a inno:nothing ?b }") == ""
    with pytest.raises(QueryError):
        Explanation(toy_store, "SELECT (UUID() AS ?x) { ?a inno:nothing ?b }")


def test_an_empty_answer_says_so_in_each_form(run: Run, real_store: Store) -> None:
    asked = ("ask", "lawyers-by-case", "-p", "case=case-colin-warner")
    said = "no rows: nothing matches “VALUES ?case { Colin Warner case }”, "
    assert f"\n{said}" in run(*asked).stdout
    assert json.loads(run(*asked, "-f", "json").stdout)["notes"][-1].startswith(said)
    separated = run(*asked, "-f", "csv")
    assert (separated.stdout, separated.stderr.startswith(f"note: {said}")) == ("case,lawyer,matter\n", True)
    assert run("query", "ASK { ?x inno:directr ?y }").stdout.startswith(
        "answer\n──────\nno\n\nno rows: nothing"
    )


def test_why_empty_shows_the_parts_instead(run: Run, real_store: Store) -> None:
    finished = run("query", "SELECT ?x { ?x a inno:Episode ; inno:number 99 }", "--why-empty", "-f", "csv")
    assert finished.exit_code == 0
    assert finished.stdout.splitlines() == [
        "part,alone,with what comes before",
        "“?x is a episode”,9,9",
        "“?x number 99”,0,0",
    ]
    full = run("ask", "episodes", "--why-empty")
    assert full.stdout == run("ask", "episodes").stdout


# Coverage


def _counts(question_query: str) -> bool:
    """Whether a query, or a SELECT within it, groups or aggregates."""
    words = re.findall(r"\b(COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT|GROUP BY)\b", question_query)
    return parse(guarded(question_query)).select.is_grouped or bool(words)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_that_counts_says_of_how_much(real_store: Store, name: str) -> None:
    question = QUESTIONS[name]
    if _counts(question.query):
        assert question.coverage, f"{name} counts, so its header needs 'coverage'"
    notes = citation.answer(real_store, question, {}).notes
    assert bool(question.coverage) == any(note.startswith("Coverage: ") for note in notes)


def test_the_counting_of_some_questions_is_seen() -> None:
    counting = {name for name, question in QUESTIONS.items() if _counts(question.query)}
    assert counting >= {
        "directors-by-theme",
        "coverage",
        "cases-by-state",
        "sources-by-use",
        "shared-experts",
    }
    assert "episodes" not in counting


@pytest.mark.parametrize(
    ("name", "said"),
    [
        # episode-a10 has neither a director nor a part with a theme; of the covered cases, alpha, beta and gamma
        # have factors coded
        (
            "directors-by-theme",
            (
                "Coverage: director known for 5 of 6 episodes; theme known for 5 of 6 episodes; "
                "factors coded for 3 of 3 cases that episodes cover."
            ),
        ),
        ("cases-by-state", "Coverage: state known for 5 of 5 cases; a sentence known for 4 of 5 cases."),
        ("factors-by-case", "Coverage: factors coded for 3 of 5 cases."),
        ("sources-by-use", "Coverage: 6 of 7 sources are cited."),
        ("single-source-facts", "Coverage: a source that it repeats recorded for 2 of 7 sources."),
        ("episodes", ""),
    ],
)
def test_coverage_of_the_toy_graph(toy_store: Store, name: str, said: str) -> None:
    assert query.coverage(toy_store, QUESTIONS[name]) == said


def test_coverage_where_there_is_nothing(toy_store: Store) -> None:
    from innograph.questions import Coverage, Question

    coverage = Coverage("{known} of {all}", "?each a inno:Nothing", "?each inno:number 1")
    question = Question("q", "Q?", "", "", (), {}, "SELECT * {}", coverage=(coverage,))
    assert query.coverage(toy_store, question) == "Coverage: 0 of 0."
    assert Question.from_json(json.loads(json.dumps(question.as_json()))) == question


@pytest.mark.parametrize(
    "header",
    ["coverage: some", "coverage: [{words: a}]", "coverage: [{words: 'known', all: a, known: b}]"],
)
def test_coverage_that_says_nothing_is_refused(tmp_path: Path, header: str) -> None:
    (tmp_path / "q.rq").write_text(f"#+ summary: Q?\n#+ {header}\nSELECT * {{}}", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"coverage of q\.rq"):
        catalogue(tmp_path)
