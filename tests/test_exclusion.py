"""The graph as they would be without a source: what falls, what is ranked again, what must not remain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from innograph import dataset, exclusion, facts, resources, validation
from innograph.opening import open_current, open_without

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.model import Facts
    from innograph.ontology import Ontology
    from innograph.store import Store

    Run = Callable[..., Result]

FACTS = """
publishers:
  press: {label: The Press}
sources:
  one: {publisher: press, kind: article}
  two: {publisher: press, kind: article}
  three: {publisher: press, kind: article}
  copy: {publisher: press, kind: article, derived_from: [one]}
  both: {publisher: press, kind: article, derived_from: [one, two]}
  registry: {publisher: press, kind: dataset}
people:
  ann-maker: {label: Ann Maker}
  exoneree: {label: Exoneree}
  other: {label: Other, admission: {value: confessed, sources: [three]}}
  subject: {label: Subject, outcome: {value: released after a plea, sources: [three]}}
films:
  film:
    label: Film
    title: {value: Film, sources: [one, two]}
    runtimeMinutes:
      - {value: 90, sources: [one], rank: preferred, reason: The article saw it.}
      - {value: 91, sources: [copy, both]}
      - {value: 92, sources: [two, three]}
    country: {value: Toyland, sources: [one, copy]}
    genre: {value: drama, sources: [one]}
    portrays: {value: subject, sources: [two]}
    credits: {director: {value: ann-maker, sources: [one]}}
  gone:
    label: Gone
    title: {value: Gone, sources: [one]}
  guessed:
    label: Guessed
    title: {value: Guessed, sources: [two]}
    kindOfWork:
      value: feature
      inferred: {name: guess, reasoning: It follows., premises: [film genre drama]}
cases:
  case-x:
    label: X case
    exoneree: {value: exoneree, sources: [two]}
    perpetrator: {value: other, sources: [two]}
    events:
      wrongful-conviction/1: {date: {value: 2001, sources: [two]}}
      exoneration/1: {date: {value: 2010, sources: [registry]}}
"""
SAMPLE = ["seed-000", "netflix-press", "registry", "ip-expect"]


@pytest.fixture
def made(ontology: Ontology, facts_folder: Callable[[str], Path]) -> Facts:
    return facts.load(facts_folder(FACTS), ontology)


def _claims(rest: Facts) -> set[tuple[str, str, str]]:
    return {(claim.subject, claim.relation, claim.value.text) for claim in rest.claims}


@pytest.mark.parametrize(
    ("excluded", "fallen"),
    [
        ({"one"}, {"one", "copy"}),
        ({"two"}, {"two"}),
        ({"one", "two"}, {"one", "two", "copy", "both"}),
        ({"copy"}, {"copy"}),
    ],
)
def test_what_only_repeats_a_source_falls_with_it(made: Facts, excluded: set[str], fallen: set[str]) -> None:
    assert exclusion.falling(made, excluded) == fallen


def test_facts_fall_with_their_last_passage(made: Facts, ontology: Ontology) -> None:
    claims = _claims(exclusion.without(made, ontology, {"one"}))
    assert ("film", "title", "Film") in claims
    assert ("film", "genre", "drama") not in claims
    assert ("film", "country", "Toyland") not in claims  # only a copy remained
    assert ("film", "director", "ann-maker") not in claims


def test_what_nothing_speaks_of_any_more_is_gone(made: Facts, ontology: Ontology) -> None:
    entities = exclusion.without(made, ontology, {"one"}).entities
    assert {"gone", "ann-maker"} & entities.keys() == set()
    assert {"film", "press", "other"} <= entities.keys()


def test_rivals_are_ranked_again_by_independent_sources(made: Facts, ontology: Ontology) -> None:
    rest = exclusion.without(made, ontology, {"one"})
    ranks = {claim.value.text: claim.rank for claim in rest.claims if claim.relation == "runtimeMinutes"}
    assert ranks == {"91": "normal", "92": "preferred"}
    (preferred,) = [claim for claim in rest.claims if claim.rank == "preferred"]
    assert "fell with its sources" in preferred.reason


def test_a_preferred_claim_that_stands_stays_preferred(made: Facts, ontology: Ontology) -> None:
    rest = exclusion.without(made, ontology, {"three"})
    ranks = {claim.value.text: claim.rank for claim in rest.claims if claim.relation == "runtimeMinutes"}
    assert ranks == {"90": "preferred", "91": "normal", "92": "normal"}


def test_an_inference_falls_with_a_premise(made: Facts, ontology: Ontology) -> None:
    claim = ("guessed", "kindOfWork", "feature")
    assert claim in _claims(exclusion.without(made, ontology, {"three"}))
    assert claim not in _claims(exclusion.without(made, ontology, {"one"}))


def test_no_conviction_stays_without_its_end(made: Facts, ontology: Ontology) -> None:
    rest = exclusion.without(made, ontology, {"registry"})
    assert rest.events == {}
    assert not any(claim.subject.startswith("case-x/") for claim in rest.claims)


def test_no_perpetrator_without_admission_and_no_subject_without_outcome(
    made: Facts, ontology: Ontology
) -> None:
    claims = _claims(exclusion.without(made, ontology, {"three"}))
    assert ("case-x", "perpetrator", "other") not in claims
    assert ("film", "portrays", "subject") not in claims


def test_the_facts_themselves_are_untouched(made: Facts, ontology: Ontology) -> None:
    before = _claims(made), len(made.events), len(made.entities), len(made.sources)
    exclusion.without(made, ontology, {"one", "two", "three", "registry"})
    assert (_claims(made), len(made.events), len(made.entities), len(made.sources)) == before


@pytest.mark.parametrize("source", SAMPLE)
def test_the_real_graph_without_a_source_passes_the_checks(ontology: Ontology, source: str) -> None:
    """Everything asserted is supported, premises hold, and nobody is shown as care forbids."""
    read = facts.load(resources.facts(), ontology)
    fallen = exclusion.falling(read, {source})
    made = dataset.build(exclusion.without(read, ontology, {source}), ontology)
    assert list(validation._check_findings(made, resources.CHECKS)) == []
    passages = {quad.graph_name.value for quad in made.quads if "/passage/" in str(quad.graph_name)}  # type: ignore[union-attr]
    assert not any(f"/passage/{each}/" in passage for passage in passages for each in fallen)


# The stores and the commands


def test_the_store_is_kept_for_the_sources(real_store: Store) -> None:
    told: list[str] = []
    first = open_without(None, None, ("clicker", "pov"), told.append)
    assert "leaving out clicker, pov" in told
    again = open_without(None, None, ("pov", "clicker"), pytest.fail)
    assert first.folder == again.folder
    assert first.manifest["without"] == ["clicker", "pov"]
    assert open_current(None, None, print)[0].folder == real_store.folder


def _rows(run: Run, *arguments: str) -> list[dict[str, Any]]:
    result = run(*arguments, "-f", "json")
    assert result.exit_code == 0, result.stderr
    rows: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return rows


def test_ask_query_and_show_read_the_graph_without_it(run: Run, real_store: Store) -> None:
    sparql = "SELECT ?m { id:episode-7 inno:runtimeMinutes ?m }"
    assert _rows(run, "query", sparql) == [{"m": 86}]
    assert _rows(run, "query", sparql, "--without", "pov") == [{"m": 81}]
    shown = [row["value"] for row in _rows(run, "show", "episode-7", "--without", "pov")]
    assert 86 not in shown
    themes, left = (
        {row["theme"]["label"] for row in _rows(run, "ask", "directors-by-theme", *more)}
        for more in ((), ("--without", "ip-expect"))
    )
    assert themes - left == {"eyewitness identification"}


def test_the_answer_says_without_what(run: Run, real_store: Store) -> None:
    result = run("ask", "episodes", "--without", "seed-000")
    assert "as they would be without artforjustice, seed-000" in result.stdout
    plain = run("query", "ASK { ?s ?p ?o }", "--without", "seed-000", "-f", "sparql-json")
    assert "as they would be without" in plain.stderr


@pytest.mark.parametrize("arguments", [("ask", "episodes", "--without"), ("impact",)])
def test_a_source_that_does_not_exist(run: Run, real_store: Store, arguments: tuple[str, ...]) -> None:
    result = run(*arguments, "seed-00")
    assert result.exit_code == 2
    assert "did you mean 'seed-00" in result.stderr


# The impact


def test_impact_lists_what_the_facts_say(run: Run, real_store: Store, ontology: Ontology) -> None:
    """Counted from the fact files: the claims that cite nothing else, and those that cite others too."""
    read = facts.load(resources.facts(), ontology)
    cited: dict[tuple[str, ...], set[str]] = {}
    for claim in read.claims:
        fact = (claim.subject, claim.relation, claim.value.text)
        for key in {fact, (*fact, claim.scope)} if claim.scope else {fact}:
            cited.setdefault(key, set()).update(citation.source for citation in claim.citations)
    citing = [sources for sources in cited.values() if "pov" in sources]
    only = [sources for sources in citing if sources == {"pov"}]
    rows = _rows(run, "impact", "pov")
    named = {
        change: [row for row in rows if row["kind"] == "fact" and row["change"] == change]
        for change in ("falls", "falls as a rival", "loses a source", "is asserted instead")
    }
    assert len(named["falls"]) + len(named["falls as a rival"]) == len(only)
    assert len(named["loses a source"]) == len(citing) - len(only)
    assert [(row["what"], row["remaining"]) for row in named["is asserted instead"]] == [
        ("running time in minutes: 81", "ebert-copy")
    ]
    assert all(row["remaining"] for row in named["loses a source"])
    assert not any("pov" in str(row["remaining"]).split("; ") for row in rows)


def test_impact_lists_the_rows_that_differ(run: Run, real_store: Store) -> None:
    rows = _rows(run, "impact", "ip-expect")
    questions = {row["where"] for row in rows if row["kind"] == "question"}
    assert "directors-by-theme" in questions
    of_it = [row for row in rows if row["kind"] == "row" and row["where"] == "directors-by-theme"]
    before, after = (
        _rows(run, "ask", "directors-by-theme", *more) for more in ((), ("--without", "ip-expect"))
    )
    assert [row["change"] for row in of_it].count("falls") == len([row for row in before if row not in after])
    unchanged = {"founders", "statistics", "dna-cases"}
    assert questions & unchanged == set()


def test_impact_of_a_source_that_only_others_repeat(run: Run, real_store: Store) -> None:
    rows = _rows(run, "impact", "variety-announcement")
    assert {row["what"] for row in rows if row["change"] == "falls"} >= {
        "announced: 2020-03-09"
    }  # COED repeats it
