"""Cited answers: what each row rests on, held against citations that were worked out by hand.

By hand means from the fact files: which sources are named beside each fact that the row needs.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad

from innograph import citation
from innograph.answers import Labels
from innograph.citation import matching
from innograph.citation.resolution import Resolver
from innograph.lineage import Used
from innograph.namespaces import ID, INNO
from innograph.questions import catalogue

from .conftest import TOY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result

    from innograph.answers import Row
    from innograph.answers.support import Fact
    from innograph.store import Store

    Run = Callable[..., Result]

QUESTIONS = catalogue()
RULES = matching.load()


def _rows(store: Store, name: str, **arguments: str) -> tuple[Row, ...]:
    return citation.answer(store, QUESTIONS[name], arguments, cite=True).rows


def _row(store: Store, name: str, *labels: str, **arguments: str) -> Row:
    """The one row that begins with these labels."""
    found = [
        row
        for row in _rows(store, name, **arguments)
        if [cell.label for cell in row.cells.values()][: len(labels)] == list(labels)
    ]
    assert len(found) == 1, labels
    return found[0]


def _marks(row: Row) -> list[str]:
    return [cited.mark for cited in row.citations or ()]


@pytest.mark.parametrize(
    ("name", "labels", "expected"),
    [
        ("awards", ("Film X", "Toy Ribbon"), ["toy-a"]),
        # the credit of episode-a1, and of episode-a2; the episodes' part; the part's theme
        ("directors-by-theme", ("Director One", "forensic science"), ["toy-a", "toy-b", "toy-lines#1"]),
        # the premises: the credits of the series, episodes a1, a2 and a4; the part of the episode, its theme
        ("directors-by-theme", ("Director Four", "eyewitness identification"), ["toy-a", "toy-b", "toy-lines#1"]),
        # the factor of case-alpha: no episode names it
        ("factors-by-case", ("Alpha case",), None),
        ("experts-by-case", ("Alpha case", "Expert One"), ["toy-a"]),
        ("executive-producers", ("Series A", "Producer One"), ["toy-bb"]),
        ("statistics", ("exonerations of toys", "2578"), ["toy-a"]),
        ("years-lost", ("Exoneree Alpha",), ["toy-a", "toy-rows#7"]),
        ("organizations-by-case", ("Gamma case", "Toy Unit"), ["toy-a"]),
    ],
)  # fmt: skip
def test_what_rows_of_the_toy_graph_rest_on(
    toy_store: Store, name: str, labels: tuple[str, ...], expected: list[str] | None
) -> None:
    if expected is None:
        assert all(_marks(row) for row in _rows(toy_store, name))
    else:
        assert _marks(_row(toy_store, name, *labels)) == expected


def test_a_count_says_how_many_facts_it_rests_on(run: Run, toy_store: Store) -> None:
    """Two credits, two episodes in a part, one theme of the part; toy-b repeats toy-a."""
    table = run("ask", "directors-by-theme", "--cite", "--facts", TOY).stdout
    row = next(line for line in table.splitlines() if line.startswith("Director One"))
    assert row.split("  ")[-1].strip() == "5 facts from 3 sources (2 independent): toy-a; toy-b; toy-lines#1"


def test_a_rule_is_replaced_by_what_it_matched(toy_store: Store) -> None:
    row = _row(toy_store, "executive-producers", "Series A", "Producer One")
    assert row.support is not None
    (derivation,) = row.support.derivations
    shortcut = next(fact for fact in derivation.facts if fact.standing == "by rule")
    assert shortcut.words == "Series A: executive producer: Producer One"
    (reason,) = shortcut.reasons
    assert (reason.kind, reason.words.split()[:3]) == ("rule", ["A", "credit", "makes"])
    assert [(fact.predicate.label, fact.standing) for fact in reason.facts] == [
        ("person", "cited"),
        ("role", "cited"),
        ("work", "cited"),
        ("rdf:type", "editorial"),
        ("shortcut", "vocabulary"),
    ]


def test_an_inference_gives_its_reasoning_and_premises(run: Run, toy_store: Store) -> None:
    row = _rows(toy_store, "episodes")[3]
    assert row.cells["title"].label == "The Third"
    assert (row.derived, row.disputed) == (True, False)
    inferred = [fact for fact in _all_facts(row) if fact.standing == "inferred"]
    assert {fact.predicate.label for fact in inferred} == {"person", "role", "work"}
    premises = {fact.subject.label for fact in inferred[0].reasons[0].facts}
    assert premises == {
        "Director Four, director of Series A",
        "Director One, director of Episode A1",
        "Director One, director of Episode A2",
        "Sam Same, director of Episode A4",
    }
    table = run("ask", "episodes", "--cite", "--facts", TOY).stdout
    said = (
        "derived: Director Four, director of Episode A3. One episode of the series is by Director Four, and"
    )
    assert [line.startswith(said) for line in table.splitlines()].count(True) == 1


def _all_facts(row: Row) -> Iterator[Fact]:
    """The facts of all derivations and, for each, those of its reasons."""
    pending = list(chain.from_iterable(each.facts for each in row.support.derivations)) if row.support else []
    while pending:
        fact = pending.pop()
        yield fact
        pending += [other for reason in fact.reasons for other in reason.facts]


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("store_name", ["toy_store", "real_store"])
def test_cited_and_plain_answers_agree(request: pytest.FixtureRequest, store_name: str, name: str) -> None:
    """Rows, order and marks; and every citation is of a passage that states a fact of the row."""
    store: Store = request.getfixturevalue(store_name)
    plain, cited = (citation.answer(store, QUESTIONS[name], {}, cite=cite) for cite in (False, True))
    assert [(row.cells, row.marks) for row in plain.rows] == [(row.cells, row.marks) for row in cited.rows]
    for row in cited.rows[:50]:
        for fact in _all_facts(row):
            assert fact.standing in ("cited", "inferred", "by rule", "editorial", "provenance", "vocabulary")
            assert (fact.standing == "cited") == bool(fact.citations)
            assert (fact.standing in ("inferred", "by rule")) == bool(fact.reasons)
            assert all(_states(store, each.passage, fact) for each in fact.citations)


def _states(store: Store, passage: str, fact: Fact) -> bool:
    subject, predicate, value = fact.subject.term, fact.predicate.term, fact.value.term
    return Quad(subject, predicate, value, NamedNode(passage)) in store.oxigraph  # type: ignore[arg-type]


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_disputed_row_names_a_rival(toy_store: Store, name: str) -> None:
    for row in _rows(toy_store, name):
        assert row.support is not None
        assert bool(row.support.rivals) == row.disputed
        assert all(rival.citations and rival.value != rival.fact.value for rival in row.support.rivals)


def test_a_disputed_row_in_words_and_in_json(run: Run, real_store: Store) -> None:
    """The rival values of episode 7's length, as graph/series.yaml has them."""
    query = "SELECT ?minutes { id:episode-7 inno:runtimeMinutes ?minutes }"
    table = run("query", query, "--cite").stdout
    assert "86       disputed  pov" in table
    assert (
        "disputed: Episode 7 of The Innocence Files: running time in minutes: 86 [pov]; but 81 [ebert-copy]"
        in table
    )
    (row,) = json.loads(run("query", query, "--cite", "-f", "json").stdout)["rows"]
    assert (row["disputed"], row["derived"]) == (True, False)
    assert {(rival["value"], rival["citations"][0]["source"]) for rival in row["rivals"]} == {
        (81, "ebert-copy"),
        (85, "wp-series"),
    }


def test_a_label_that_repeats_a_disputed_date_is_disputed(real_store: Store) -> None:
    row = _row(real_store, "judges-by-case", "Chester Hollman III case")
    assert row.support is not None
    assert [rival.value.label for rival in row.support.rivals] == ["2019-07-16"]


def test_json_opens_up_what_stands_behind_a_row(run: Run, real_store: Store) -> None:
    brief, full = (
        json.loads(run("ask", "directors-by-theme", cite, "-f", "json").stdout)["rows"][0]
        for cite in ("--cite", "--cite-full")
    )
    assert full.pop("more") is False
    (derivation,) = full.pop("derivations")
    assert brief == full
    marks = {mark for fact in derivation["facts"] for mark in _marks_in(fact)}
    assert marks == {cited["source"] for cited in brief["citations"]}
    assert set(brief["citations"][0]) >= {"source", "title", "publisher", "date", "url", "locator", "passage"}


def _marks_in(fact: dict[str, Any]) -> set[str]:
    below = (other for reason in fact["reasons"] for other in reason["facts"])
    return set(fact["citations"]).union(*map(_marks_in, below))


def test_different_derivations_are_kept_apart(run: Run, toy_store: Store) -> None:
    """Producer One has a credit on two films: two ways to be an executive producer."""
    query = "SELECT DISTINCT ?who { ?film a inno:Film ; inno:executiveProducer ?who } ORDER BY ?who"
    rows = json.loads(run("query", query, "--cite-full", "-f", "json", "--facts", TOY).stdout)["rows"]
    assert [(row["who"]["label"], len(row["derivations"])) for row in rows] == [
        ("Producer One", 2),
        ("Sam Same", 1),
    ]


def test_what_must_be_absent_is_said(run: Run, toy_store: Store) -> None:
    query = "SELECT ?e { ?e a inno:Episode FILTER NOT EXISTS { ?e inno:covers ?case } }"
    table = run("query", query, "--cite", "--facts", TOY).stdout
    assert "Episode A4  editorial, absence" in table
    assert "absence: nothing matches NOT EXISTS { ?e inno:covers ?case }" in table


def test_what_a_passage_says_is_cited_to_that_passage_alone(run: Run, real_store: Store) -> None:
    query = "SELECT ?minutes { GRAPH ?p { id:episode-7 inno:runtimeMinutes ?minutes } GRAPH id:provenance { ?p a inno:Passage } } ORDER BY ?minutes"
    assert run("query", query, "--cite", "-f", "csv").stdout.splitlines() == [
        "minutes,marks,sources",
        "81,,ebert-copy",
        "85,,wp-series",
        "86,,pov",
    ]


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("store_name", ["toy_store", "real_store"])
def test_every_statement_of_a_rule_is_found_again(
    request: pytest.FixtureRequest, store_name: str, name: str
) -> None:
    """The rule matched something for each statement in its graph, and nothing for one that it did not make."""
    store: Store = request.getfixturevalue(store_name)
    graph = NamedNode(f"{ID}rule/{name}")
    made = [
        (q.subject, q.predicate, q.object) for q in store.oxigraph.quads_for_pattern(None, None, None, graph)
    ]
    assert made
    matched = dict(RULES[name].matches(store, made[:300]))
    assert matched.keys() == set(made[:300])
    assert all(
        derivations and all(each.statements for each in derivations) for derivations in matched.values()
    )
    odd = (NamedNode(f"{ID}nothing"), *made[0][1:])
    assert list(RULES[name].matches(store, [odd])) == []


def test_facts_go_back_to_the_sources_of_a_rule_within_a_rule(toy_store: Store) -> None:
    """An agent, for a person, for a filmmaker, for a credit; the statement is none of its own reasons."""
    resolver = Resolver(toy_store, Labels(toy_store.oxigraph))
    type_ = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    used = Used(NamedNode(f"{ID}director-three"), type_, NamedNode(f"{INNO}Filmmaker"), None)
    fact = resolver.fact(used)
    assert {c.mark for ground in fact.grounds() for c in ground.citations} == {"toy-a"}
    agent = resolver.fact(Used(used.subject, type_, NamedNode(f"{INNO}Agent"), None))
    assert agent.standing == "by rule"
    assert agent not in list(agent.grounds())
    assert all(ground.standing in ("cited", "editorial", "vocabulary") for ground in agent.grounds())


def test_a_statement_that_the_store_does_not_explain_is_unsourced(toy_store: Store) -> None:
    resolver = Resolver(toy_store, Labels(toy_store.oxigraph))
    thing = NamedNode("https://example.org/x")
    assert resolver.fact(Used(thing, thing, thing, None)).standing == "unsourced"
    assert next(toy_store.oxigraph.quads_for_pattern(thing, None, None, DefaultGraph()), None) is None


@pytest.mark.parametrize("output_format", ["bibtex", "csl-json", "ris"])
def test_an_answer_has_a_bibliography(run: Run, real_store: Store, output_format: str) -> None:
    """It lists the sources that the footnotes list, without being asked to cite."""
    finished = run("ask", "directors-by-theme", "-f", output_format)
    table = run("ask", "directors-by-theme", "--cite").stdout
    sources = {
        line[1:].partition("]")[0].partition("#")[0] for line in table.splitlines() if line[0:1] == "["
    }
    heads = {"bibtex": "{%s,", "csl-json": '"id": "%s"', "ris": "ID  - %s\n"}
    assert finished.exit_code == 0
    assert len(sources) > 20
    assert [source for source in sources if heads[output_format] % source not in finished.stdout] == []
