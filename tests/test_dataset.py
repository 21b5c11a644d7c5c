"""The dataset: what stands in which graph, what it is called, and that it is the same everywhere.

The evidence of each triple is worked out here in plain Python over the lines of the N-Quads file, apart
from the check queries of the program. What the Registry and the four seed articles say is read from the
shared material itself.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from shutil import copy, copytree
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import Graph

from innograph import conflicts, dataset, export, facts, resources
from innograph.dataset import minting, rules
from innograph.errors import OntologyError
from innograph.model import Facts
from innograph.namespaces import ID, INNO, PREFIXES, term
from innograph.store import Store, write_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from innograph.dataset import Dataset
    from innograph.ontology import Ontology

    Quads = dict[str, set[tuple[str, str, str]]]

ROOT = Path(__file__).parents[1]
TOY = Path(__file__).parent / "toy"
FOLDERS = {"toy": TOY, "real": ROOT / "graph"}
DEFAULT = ""
TYPE = f"{PREFIXES['rdf']}type"
LABEL = f"{PREFIXES['rdfs']}label"
SCHEMA = PREFIXES["schema"]
DERIVED_FROM = f"{PREFIXES['prov']}wasDerivedFrom"
PROVENANCE = f"{ID}provenance"
TOY_LINES = {
    "1": "Director One made the first two episodes of Series A.",
    "3": "Series A is on Toy Channel.",
}


@pytest.fixture(scope="module")
def built(ontology: Ontology) -> Callable[[str], Dataset]:
    """The dataset of the toy or of the real facts, each built once."""
    made: dict[str, Dataset] = {}

    def build(name: str) -> Dataset:
        if name not in made:
            made[name] = dataset.build(facts.load(FOLDERS[name], ontology), ontology)
        return made[name]

    return build


@pytest.fixture(scope="module")
def toy(built: Callable[[str], Dataset]) -> Dataset:
    """The toy dataset."""
    return built("toy")


@pytest.fixture(scope="module")
def graphs(toy: Dataset) -> Quads:
    """The toy dataset's triples by graph."""
    return _by_graph(toy.nquads)


@pytest.fixture(params=FOLDERS)
def store(request: pytest.FixtureRequest, toy_store: Store, real_store: Store) -> Store:
    """The store of the toy, then of the real facts."""
    return {"toy": toy_store, "real": real_store}[request.param]


LINE = re.compile(r"(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>|_:\S+|\".*\"(?:@\S+|\^\^<[^>]*>)?)(?: (<[^>]*>))? \.")


def _by_graph(nquads: bytes) -> Quads:
    """The triples of each graph as texts, read line by line; the default graph's name is empty."""
    found: Quads = defaultdict(set)
    for line in nquads.decode().splitlines():
        match = LINE.fullmatch(line)
        assert match, line
        subject, predicate, value, graph = match.groups()
        term = value[1:-1] if value.startswith("<") else value
        found[(graph or "").strip("<>")].add((subject.strip("<>"), predicate.strip("<>"), term))
    return found


def _about(triples: Iterable[tuple[str, str, str]], entity: str) -> dict[str, set[str]]:
    """The values of each property of an entity, by the last part of the property's name."""
    found: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in triples:
        if subject == ID + entity:
            found[re.split(r"[#/]", predicate)[-1]].add(value.removeprefix(ID).removeprefix(INNO))
    return dict(found)


def _standing(graphs: Quads, subject: str, name: str, value: str) -> set[str]:
    """The ids of the graphs in which a triple of ours stands; the default graph's is empty."""
    triple = (ID + subject, INNO + name, value)
    return {graph.removeprefix(ID) for graph, triples in graphs.items() if triple in triples}


def _iri(name: str) -> str:
    return ID + name


def _typed(text: str, datatype: str) -> str:
    return f'"{text}"^^<{PREFIXES["xsd"]}{datatype}>'


# Evidence


def test_every_asserted_triple_stands_somewhere(store: Store) -> None:
    """In a passage, the editorial graph, an inference or a rule, as the provenance graph calls them."""
    graphs = _by_graph(store.nquads.read_bytes())
    kinds = {INNO + kind for kind in ("Passage", "Editorial", "Inference", "Rule")}
    evidence = {s for s, p, o in graphs[PROVENANCE] if p == TYPE and o in kinds}
    supported = set().union(*(graphs[graph] for graph in evidence))
    assert len(graphs[DEFAULT]) > 400
    assert graphs[DEFAULT] - supported == set()


def test_every_graph_is_described(store: Store) -> None:
    """Each named graph is a vocabulary, the provenance, or what the provenance says that it is."""
    graphs = _by_graph(store.nquads.read_bytes())
    described = {s for s, p, _ in graphs[PROVENANCE] if p == TYPE}
    vocabularies = {"https://w3id.org/innograph/ontology", "https://w3id.org/innograph/alignments"}
    assert graphs.keys() - described == {DEFAULT, PROVENANCE, *vocabularies}


def test_only_cited_statements_stand_in_passages(store: Store) -> None:
    """A passage says nothing of labels, types, or what follows by rule."""
    graphs = _by_graph(store.nquads.read_bytes())
    said = set().union(*(triples for graph, triples in graphs.items() if graph.startswith(f"{ID}passage/")))
    shortcuts = {INNO + name for name in ("director", "holdsRole", "endedBy")}
    assert {predicate for _, predicate, _ in said if not predicate.startswith(INNO)} == set()
    assert {predicate for _, predicate, _ in said} & shortcuts == set()


def test_no_blank_nodes(store: Store) -> None:
    """Names are the same from build to build."""
    for quad in parse(path=str(store.nquads), format=RdfFormat.N_QUADS):
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)


def test_a_fact_with_two_sources_stands_in_two_passages(graphs: Quads) -> None:
    """And once in the default graph."""
    found = _standing(graphs, "episode-a1", "covers", _iri("case-alpha"))
    assert found == {"", "passage/toy-a/page", "passage/toy-b/page"}


def test_a_credit_stands_in_each_of_its_passages(graphs: Quads) -> None:
    """With holder, work and role; the shortcut stands in the rule's graph only."""
    credit = "credit/director-one/episode-a1/director"
    passages = {"passage/toy-a/page", "passage/toy-b/page", "passage/toy-lines/1"}
    premises = {"inference/episode-a3-director/premises"}
    assert _standing(graphs, credit, "person", _iri("director-one")) == {"", *passages, *premises}
    assert _standing(graphs, credit, "work", _iri("episode-a1")) == {"", *passages, *premises}
    assert _standing(graphs, credit, "role", _iri("role/director")) == {"", *passages, *premises}
    shortcut = _standing(graphs, "episode-a1", "director", _iri("director-one"))
    assert shortcut == {"", "rule/credit-shortcut"}


@pytest.mark.parametrize(
    ("subject", "name", "value", "passage"),
    [
        ("episode-a1", "title", '"The First"', "passage/toy-c/page"),
        (
            "case-alpha/wrongful-conviction/1",
            "date",
            _typed("2002-05", "gYearMonth"),
            "passage/toy-c/page",
        ),
        ("case-beta/sentencing/1", "deathSentence", _typed("true", "boolean"), "passage/toy-c/page"),
        ("case-alpha", "defendedBy", _iri("rumour-club"), "passage/toy-c/page"),
        ("case-gamma", "factor", _iri("factor/official-misconduct"), "passage/toy-c/page"),
        ("credit/director-seven/episode-a1/director", "person", _iri("director-seven"), "passage/toy-c/page"),
    ],
)
def test_a_rival_stands_in_its_passage_only(
    graphs: Quads, subject: str, name: str, value: str, passage: str
) -> None:
    """It is recorded, but nothing asserts it, and nothing follows from it."""
    assert _standing(graphs, subject, name, value) == {passage}


def test_nothing_follows_from_a_deprecated_credit(graphs: Quads) -> None:
    """Neither the shortcut, nor the credit's type and label."""
    assert _standing(graphs, "episode-a1", "director", _iri("director-seven")) == set()
    assert _about(graphs[DEFAULT], "credit/director-seven/episode-a1/director") == {}


def test_an_event_stands_where_its_facts_do(graphs: Quads) -> None:
    """Every source cited for a fact of an event is cited for the event, a rival's source too."""
    found = _standing(graphs, "case-alpha", "event", _iri("case-alpha/wrongful-conviction/1"))
    assert found == {"", "passage/toy-rows/7", "passage/toy-c/page", "passage/toy-a/page"}
    undated = _standing(graphs, "case-gamma", "event", _iri("case-gamma/exoneration/1"))
    assert undated == {"", "passage/toy-a/page"}


def test_an_inference_and_its_premises(graphs: Quads) -> None:
    """The statement stands in the inference's graph, what it starts from in that of its premises."""
    credit = "credit/director-four/episode-a3/director"
    assert _standing(graphs, credit, "person", _iri("director-four")) == {
        "",
        "derived",
        "inference/episode-a3-director",
    }
    starts = {
        subject.removeprefix(ID) for subject, *_ in graphs[_iri("inference/episode-a3-director/premises")]
    }
    assert starts == {
        "credit/director-four/series-a/director",
        "credit/director-one/episode-a1/director",
        "credit/director-one/episode-a2/director",
        "credit/sam-same-1/episode-a4/director",
    }
    described = _about(graphs[PROVENANCE], "inference/episode-a3-director")
    assert described["premises"] == {"inference/episode-a3-director/premises"}
    assert described["type"] == {"Inference"}
    assert described["reasoning"] == {
        '"One episode of the series is by Director Four, and the others have other directors."@en'
    }


@pytest.mark.parametrize("name", FOLDERS)
def test_the_derived_graph_is_what_falls_without_inferences(
    built: Callable[[str], Dataset], ontology: Ontology, name: str
) -> None:
    """Built again from the facts without the inferred ones, the default graph lacks that and no more."""
    read = facts.load(FOLDERS[name], ontology)
    sourced = [claim for claim in read.claims if not claim.inferred]
    without = dataset.build(Facts(read.entities, read.events, read.sources, sourced), ontology)
    whole = built(name)
    fallen = whole.graph(DefaultGraph()) - without.graph(DefaultGraph())
    assert len(read.claims) - len(sourced) == 1
    assert without.graph(DefaultGraph()) < whole.graph(DefaultGraph())
    assert whole.graph(NamedNode(f"{ID}derived")) == fallen
    assert without.graph(NamedNode(f"{ID}derived")) == set()


def test_what_is_derived_in_the_toy_graph(graphs: Quads) -> None:
    """The credit, its label and type, and the shortcuts; not that the holder, who has another credit, directs."""
    found = {(s.removeprefix(ID), p) for s, p, _ in graphs[_iri("derived")]}
    credit = "credit/director-four/episode-a3/director"
    assert found == {
        (credit, TYPE),
        (credit, LABEL),
        (credit, f"{INNO}person"),
        (credit, f"{INNO}work"),
        (credit, f"{INNO}role"),
        ("episode-a3", f"{INNO}director"),
        ("episode-a3", f"{SCHEMA}director"),
    }


@pytest.mark.parametrize("name", FOLDERS)
def test_the_disputed_graph_is_what_falls_with_the_contradicted_claims(
    built: Callable[[str], Dataset], ontology: Ontology, name: str, tmp_path: Path
) -> None:
    """Built again without the contradicted claims, and their rivals, the default graph lacks that and no more."""
    read = facts.load(FOLDERS[name], ontology)
    whole = built(name)
    store = _stored(whole, tmp_path)
    contradicted = {
        (claim.statement.subject, claim.statement.predicate)
        for claim in conflicts.find(store)
        if claim.conflicts and claim.statement.asserted
    }
    kept = [c for c in read.claims if (minting.entity(c.subject), term(c.relation)) not in contradicted]
    without = dataset.build(Facts(read.entities, read.events, read.sources, kept), ontology)
    disputed = whole.graph(NamedNode(f"{ID}disputed"))
    assert disputed == whole.graph(DefaultGraph()) - without.graph(DefaultGraph())
    assert {(triple.subject, triple.predicate) for triple in disputed} >= contradicted
    assert without.graph(NamedNode(f"{ID}disputed")) == set()


def _stored(made: Dataset, folder: Path) -> Store:
    write_store(folder / "store", made.nquads, {})
    return Store(folder / "store")


def test_what_is_disputed_in_the_toy_graph(graphs: Quads) -> None:
    """What sources disagree on, what follows from it, and the name of an event that carries a disputed date.

    "About 12" and 11 years agree, as do the 6th of May and May.
    """
    found = {(s.removeprefix(ID), re.split("[/#]", p)[-1]) for s, p, _ in graphs[_iri("disputed")]}
    assert found == {
        ("case-alpha/compensation/1", "amountDollars"),
        ("case-beta/sentencing/1", "deathSentence"),
        ("case-delta", "yearsLost"),
        ("case-delta/wrongful-conviction/1", "form"),
        ("case-gamma/compensation/1", "date"),
        ("case-gamma/compensation/1", "label"),
        ("episode-a1", "title"),
        ("episode-a1", "name"),
        ("statistic/one", "amount"),
        ("subject-one", "outcome"),
    }


# Labels and names


@pytest.mark.parametrize(
    ("entity", "label"),
    [
        ("case-alpha/wrongful-conviction/1", "Alpha case: wrongful conviction, 2002-05-06, exonerated 2010"),
        ("case-gamma/wrongful-conviction/2", "Gamma case: wrongful conviction, 1994-10-11, exonerated"),
        ("case-alpha/arrest/1", "Alpha case: arrest, 2001"),
        ("case-alpha/sentencing/1", "Alpha case: sentencing"),
        ("credit/sam-same-2/episode-a4/director", "Sam Same, director of Episode A4"),
        (
            "credit/producer-one/episode-a1/executive-producer",
            "Producer One, executive producer of Episode A1",
        ),
    ],
)
def test_labels(graphs: Quads, entity: str, label: str) -> None:
    """An event's label carries its date, a conviction's its end too, and a credit's its role."""
    assert _about(graphs[_iri("editorial")], entity)["label"] == {f'"{label}"'}
    assert _about(graphs[DEFAULT], entity)["label"] == {f'"{label}"'}


def test_no_conviction_without_its_end(store: Store) -> None:
    """The label of every wrongful conviction says how it ended, and a triple says by what."""
    graphs = _by_graph(store.nquads.read_bytes())
    convictions = {s for s, p, o in graphs[DEFAULT] if (p, o) == (TYPE, f"{INNO}WrongfulConviction")}
    assert len(convictions) >= 5
    for conviction in convictions:
        known = _about(graphs[DEFAULT], conviction.removeprefix(ID))
        (label,) = known["label"]
        assert re.search(r", (vacated|pardoned|exonerated)( \d{4})?\"$", label)
        case = conviction.removeprefix(ID).partition("/")[0]
        assert known["endedBy"] == {f"{case}/exoneration/1"}


def test_the_last_exoneration_ends_a_conviction(
    facts_folder: Callable[[str, str], Path], ontology: Ontology
) -> None:
    """Whichever was written first."""
    text = (TOY / "cases.yaml").read_text(encoding="utf-8")
    twice = "exoneration/2:\n        date: {value: 2015-05-05, sources: [toy-a]}"
    facts_folder((TOY / "sources.yaml").read_text(encoding="utf-8"), "sources.yaml")
    facts_folder((TOY / "works.yaml").read_text(encoding="utf-8"), "works.yaml")
    folder = facts_folder(text.replace("compensation/1:", f"{twice}\n      compensation/1:"), "cases.yaml")
    made = dataset.build(facts.load(folder, ontology), ontology)
    labels = _about(_by_graph(made.nquads)[DEFAULT], "case-alpha/wrongful-conviction/1")["label"]
    assert labels == {'"Alpha case: wrongful conviction, 2002-05-06, exonerated 2015"'}


def test_every_subject_has_a_name_of_ours(store: Store) -> None:
    """An id of the fact files, or a credit made of person, work and role."""
    graphs = _by_graph(store.nquads.read_bytes())
    types = {s: o for s, p, o in graphs[_iri("editorial")] if p == TYPE}
    for subject in {subject for subject, *_ in graphs[DEFAULT]}:
        assert subject.startswith(ID)
        assert re.fullmatch(r"[a-z0-9]+(?:[-/][a-z0-9]+)*", subject.removeprefix(ID))
    for subject in (s for s, o in types.items() if o == f"{INNO}Credit"):
        known = _about(graphs[DEFAULT], subject.removeprefix(ID))
        (holder,) = known.get("person", set()) | known.get("organization", set())
        (work,), (role,) = known["work"], known["role"]
        assert subject == f"{ID}credit/{holder}/{work}/{role.removeprefix('role/')}"


def test_an_event_is_called_by_case_kind_and_ordinal(store: Store, ontology: Ontology) -> None:
    """Never by its date."""
    graphs = _by_graph(store.nquads.read_bytes())
    events = {(s, o) for s, p, o in graphs[DEFAULT] if p == f"{INNO}event"}
    assert len(events) > 15
    for case, event in events:
        kind, ordinal = event.removeprefix(f"{case}/").split("/")
        known = _about(graphs[DEFAULT], event.removeprefix(ID))
        assert ontology.event_kinds()[kind] in known["type"]
        assert int(ordinal) in (1, 2)


def test_a_former_id_is_kept(graphs: Quads) -> None:
    """So that links to it can be answered."""
    assert _about(graphs[DEFAULT], "episode-a1")["replaces"] == {"toy-opener"}
    assert _about(graphs[_iri("editorial")], "episode-a1")["replaces"] == {"toy-opener"}


@pytest.mark.parametrize(
    ("subject", "name", "value"),
    [
        ("case-alpha", "yearsLost", _typed("10.5", "decimal")),
        ("case-beta", "yearsLost", _typed("3", "decimal")),
        ("case-alpha/arrest/1", "date", _typed("2001", "gYear")),
        ("case-alpha/compensation/1", "date", _typed("2011-02", "gYearMonth")),
        ("case-alpha/crime/1", "date", _typed("2001-02-03", "date")),
        ("case-alpha/sentencing/1", "deathSentence", _typed("true", "boolean")),
        ("episode-a10", "number", _typed("10", "integer")),
        ("episode-a1", "runtimeMinutes", f'"50±5"^^<{INNO}approximateInteger>'),
        ("episode-a1", "title", '"The \\"First\\", and Best"'),
        ("case-alpha", "lawyer", _iri("lawyer-one")),
    ],
)
def test_values(graphs: Quads, subject: str, name: str, value: str) -> None:
    """Each with the datatype that its precision asks for."""
    assert (ID + subject, INNO + name, value) in graphs[DEFAULT]


def test_counts(toy: Dataset) -> None:
    """Counted by hand; a publisher that is nothing else is no entity of the graph."""
    assert {name: number for name, number in toy.counts.items() if name != "quads"} == {
        "entities": 39 + 27,  # of works.yaml and cases.yaml
        "facts": 84 + 53 + 28 + 24,  # of works and of cases, without credits and events; these
        "credits": 28,
        "events": 6 + 7 + 7 + 3 + 1,
        "sources": 7,
        "passages": 9,
    }


# Provenance


@pytest.mark.parametrize(
    ("ranking", "name", "value", "rank", "reason"),
    [
        ("episode-a1/title/The%20First", "title", '"The First"', "normal", None),
        (
            "case-alpha/wrongful-conviction/1/date/2002-05-06",
            "date",
            _typed("2002-05-06", "date"),
            "preferred",
            "The table has it from the court.",
        ),
        (
            "case-alpha/defendedBy/rumour-club",
            "defendedBy",
            "rumour-club",
            "deprecated",
            "The review names the wrong organization.",
        ),
        (
            "episode-a1/director/director-seven",
            "director",
            "director-seven",
            "deprecated",
            "The review mistakes the producer for the director.",
        ),
    ],
)
def test_rankings(graphs: Quads, ranking: str, name: str, value: str, rank: str, reason: str | None) -> None:
    """Each claim that is contested or deprecated has its rank, and the reason where one is given."""
    known = _about(graphs[PROVENANCE], f"ranking/{ranking}")
    subject = ranking.partition(f"/{name}/")[0]
    expected = {
        "type": {"Ranking"},
        "subject": {subject},
        "property": {name},
        "value": {value},
        "rank": {rank},
    }
    if reason:
        expected["reason"] = {f'"{reason}"@en'}
    assert known == expected


def test_what_is_not_contested_has_no_ranking(graphs: Quads) -> None:
    """Ten rival pairs and six deprecated claims."""
    found = {s.removeprefix(f"{ID}ranking/") for s, p, o in graphs[PROVENANCE] if o == f"{INNO}Ranking"}
    assert found == {
        "episode-a1/title/The%20First",
        "episode-a1/title/The%20%22First%22%2C%20and%20Best",
        "case-alpha/wrongful-conviction/1/date/2002-05-06",
        "case-alpha/wrongful-conviction/1/date/2002-05",
        "case-beta/sentencing/1/deathSentence/false",
        "case-delta/wrongful-conviction/1/form/jury",
        "case-delta/wrongful-conviction/1/form/bench",
        "case-beta/sentencing/1/deathSentence/true",
        "case-alpha/defendedBy/rumour-club",
        "case-gamma/factor/factor/official-misconduct",
        "episode-a1/director/director-seven",
        "case-alpha/yearsInCustody/12%C2%B11",
        "case-alpha/yearsInCustody/11",
        "case-alpha/compensation/1/amountDollars/1000000%C2%B150000",
        "case-alpha/compensation/1/amountDollars/900000",
        "case-gamma/forensicExpert/expert-two",
        "case-gamma/compensation/1/date/1996-01",
        "case-gamma/compensation/1/date/1997",
        "case-delta/yearsLost/10",
        "case-delta/yearsLost/9.9",
        "director-two/award/Toy%20Prize",
        "rumour-club/foundedDate/1066",
        "statistic/one/amount/2578",
        "statistic/one/amount/2600",
        "subject-one/outcome/released%20after%20a%20plea",
        "subject-one/outcome/released",
    }


def test_a_passage_that_is_a_line(graphs: Quads) -> None:
    """It has its number, a selector of its own, and the digest of the line."""
    known = _about(graphs[PROVENANCE], "passage/toy-lines/1")
    assert known == {
        "type": {"Passage"},
        "wasDerivedFrom": {"source/toy-lines"},
        "label": {'"toy-lines, line 1"'},
        "locatorKind": {'"line"'},
        "locator": {'"1"'},
        "digest": {f'"{_digest(TOY_LINES["1"])}"'},
        "hasSelector": {"passage/toy-lines/1/selector"},
    }
    assert _about(graphs[PROVENANCE], "passage/toy-lines/1/selector") == {
        "type": {f"{PREFIXES['oa']}FragmentSelector"},
        "value": {'"line=1"'},
    }


def test_a_passage_that_is_a_row(graphs: Quads) -> None:
    """It has no digest: the row may have gained a column since."""
    known = _about(graphs[PROVENANCE], "passage/toy-rows/7")
    assert (known["locatorKind"], known["locator"]) == ({'"row"'}, {'"7"'})
    assert _about(graphs[PROVENANCE], "passage/toy-rows/7/selector")["value"] == {'"row=7"'}
    assert "digest" not in known


def test_a_passage_that_is_a_page(graphs: Quads) -> None:
    """Nothing is invented: neither a locator, nor a selector, nor a digest."""
    assert _about(graphs[PROVENANCE], "passage/toy-a/page") == {
        "type": {"Passage"},
        "wasDerivedFrom": {"source/toy-a"},
        "label": {'"toy-a, whole page"'},
        "locatorKind": {'"page"'},
    }


def test_sources(graphs: Quads) -> None:
    """What is known of a source, and what it derives from; what is not known is left out."""
    assert _about(graphs[PROVENANCE], "source/toy-a") == {
        "type": {"Source"},
        "label": {'"Toy Press: Toys, part \\"A\\""'},
        "title": {'"Toys, part \\"A\\""'},
        "creator": {'"Writer One"'},
        "publisher": {"toy-press"},
        "sourceKind": {'"article"'},
        "issued": {_typed("2020-02", "gYearMonth")},
        "url": {_typed("https://toy.example/a", "anyURI")},
    }
    assert _about(graphs[PROVENANCE], "source/toy-b")["wasDerivedFrom"] == {"source/toy-a"}
    assert _about(graphs[PROVENANCE], "source/toy-b")["seenAt"] == {
        _typed("https://toy.example/copies/b", "anyURI")
    }
    assert _about(graphs[PROVENANCE], "source/toy-c") == {
        "type": {"Source"},
        "label": {'"Toy Press"'},
        "publisher": {"toy-press"},
        "sourceKind": {'"review"'},
    }


def test_passages_of_the_real_graph(real_store: Store) -> None:
    """A line has a digest, a page has not; each has one source, and each selector its passage."""
    described = _by_graph(real_store.nquads.read_bytes())[PROVENANCE]
    passages = {s.removeprefix(ID) for s, p, o in described if (p, o) == (TYPE, f"{INNO}Passage")}
    kinds = defaultdict(set)
    for passage in passages:
        known = _about(described, passage)
        (kind,) = known["locatorKind"]
        kinds[kind.strip('"')].add(passage)
        assert len(known["wasDerivedFrom"]) == 1
        assert ("digest" in known) == (kind == '"line"')
        assert ("hasSelector" in known) == ("locator" in known) == (kind != '"page"')
        assert passage.endswith("/page") == (kind == '"page"')
    assert kinds.keys() == {"page", "line", "row"}
    assert all(passage.startswith("passage/seed-00") for passage in kinds["line"])
    assert {passage.rpartition("/")[0] for passage in kinds["row"]} == {"passage/nre-2026"}


# Determinism

BUILD = """
import sys
from pathlib import Path
from innograph import dataset, facts, ontology
known = ontology.load()
sys.stdout.buffer.write(dataset.build(facts.load(Path(sys.argv[1]), known), known).nquads)
"""


def _built_elsewhere(folder: Path, seed: str, where: Path) -> bytes:
    path = f"{ROOT / 'src'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
    command = [sys.executable, "-c", BUILD, str(folder)]
    return subprocess.run(command, check=True, capture_output=True, env=environment, cwd=where).stdout


def _reversed(node: Any) -> Any:
    """The node with its keys and lists from back to front."""
    if isinstance(node, dict):
        return {key: _reversed(node[key]) for key in reversed(node)}
    return [_reversed(item) for item in reversed(node)] if isinstance(node, list) else node


def _copy_name_lists(folder: Path, target: Path) -> None:
    """The lists of names, which are no fact files and lie where the folder is."""
    for name in resources.NAME_LISTS:
        if (folder / name).exists():
            copy(folder / name, target)


@pytest.mark.parametrize("name", FOLDERS)
def test_the_same_bytes_under_two_hash_seeds(
    built: Callable[[str], Dataset], tmp_path: Path, name: str
) -> None:
    """Also from a copy of the facts in another place."""
    expected = built(name).nquads
    copied = copytree(FOLDERS[name], tmp_path / "elsewhere" / "facts")
    assert _built_elsewhere(FOLDERS[name], "1", ROOT) == expected
    assert _built_elsewhere(copied, "2", tmp_path) == expected


@pytest.mark.parametrize("name", FOLDERS)
def test_the_same_bytes_whatever_files_are_called(
    built: Callable[[str], Dataset], ontology: Ontology, tmp_path: Path, name: str
) -> None:
    """Read in another order, and from folders within the folder."""
    files = sorted(FOLDERS[name].glob("*.yaml"), reverse=True)
    for number, path in enumerate(files):
        target = tmp_path / f"part-{number % 2}" / f"{number}.yaml"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    _copy_name_lists(FOLDERS[name], tmp_path)
    assert len(files) >= 3
    assert dataset.build(facts.load(tmp_path, ontology), ontology).nquads == built(name).nquads


@pytest.mark.parametrize("name", FOLDERS)
def test_the_same_bytes_whatever_comes_first_in_a_file(
    built: Callable[[str], Dataset], ontology: Ontology, tmp_path: Path, name: str
) -> None:
    """Sections, entities, properties, events and lists from back to front."""
    for path in FOLDERS[name].glob("*.yaml"):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # texts only
        text = yaml.safe_dump(_reversed(content), default_style='"', sort_keys=False, allow_unicode=True)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    _copy_name_lists(FOLDERS[name], tmp_path)
    assert dataset.build(facts.load(tmp_path, ontology), ontology).nquads == built(name).nquads


def test_the_quads_are_sorted_and_each_once(toy: Dataset) -> None:
    """As the file is kept."""
    lines = toy.nquads.splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(toy.quads) == toy.counts["quads"]


def test_turtle_is_the_default_graph(store: Store) -> None:
    """To rdflib as well: the same triples, none lost and none split in two."""
    theirs = Graph().parse(data=b"".join(export.rdf(store, "turtle")), format="turtle")
    ours = {quad.triple for quad in parse(path=str(store.nquads)) if quad.graph_name == DefaultGraph()}
    assert len(theirs) == len(ours)
    assert {(str(s), str(p), str(o)) for s, p, o in theirs} == {
        (_text(triple.subject), triple.predicate.value, _text(triple.object)) for triple in ours
    }


def _text(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


# Rules and alignments


@pytest.mark.parametrize("name", FOLDERS)
def test_without_alignments_all_else_stands(
    ontology: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Only what is said in terms of schema.org and PROV-O by way of the alignments is gone."""
    read = facts.load(FOLDERS[name], ontology)
    whole = _by_graph(dataset.build(read, ontology).nquads)
    (tmp_path / "alignments.ttl").write_text("# nothing\n", encoding="utf-8")
    monkeypatch.setattr(resources, "alignments", lambda: tmp_path / "alignments.ttl")
    without = _by_graph(dataset.build(read, ontology).nquads)
    assert whole.keys() - without.keys() == {
        "https://w3id.org/innograph/alignments",
        f"{ID}rule/schema-org-class",
        f"{ID}rule/schema-org-property",
    }
    assert without.keys() - whole.keys() == set()
    for graph, triples in without.items():
        gone = whole[graph] - triples
        assert triples - whole[graph] == set()
        assert all(p.startswith(SCHEMA) or (p == TYPE and o.startswith(SCHEMA)) for _, p, o in gone), graph
    assert len(whole[DEFAULT]) > len(without[DEFAULT])


@pytest.mark.parametrize("name", FOLDERS)
def test_rules_have_nothing_left_to_make(built: Callable[[str], Dataset], name: str) -> None:
    """Applied to what they made, they make nothing new."""
    made = built(name)
    default = made.graph(DefaultGraph())
    again = rules.apply(
        rules.load(),
        [Quad(triple.subject, triple.predicate, triple.object) for triple in default] + _read_by_rules(made),
    )
    assert set().union(*again.values()) - default == set()
    for rule, triples in again.items():
        assert triples == made.graph(NamedNode(f"{ID}rule/{rule}")), rule


def _read_by_rules(made: Dataset) -> list[Quad]:
    names = ("https://w3id.org/innograph/ontology", "https://w3id.org/innograph/alignments")
    return [quad for quad in made.quads if quad.graph_name in [NamedNode(name) for name in names]]


def _rule(name: str, given: str, made: str) -> rules.Rule:
    return rules.Rule(name, name, f"CONSTRUCT {{ ?s <x:{made}> ?o }} WHERE {{ ?s <x:{given}> ?o }}")


def test_a_rule_sees_what_a_later_one_makes() -> None:
    """Against the order of their names, until nothing new comes; a circle ends too."""
    chain = [_rule("a", "r", "s"), _rule("b", "q", "r"), _rule("c", "p", "q"), _rule("d", "s", "p")]
    start = Quad(NamedNode("x:1"), NamedNode("x:p"), NamedNode("x:2"))
    made = rules.apply(chain, [start])
    expected = {"a": "s", "b": "r", "c": "q", "d": "p"}
    assert made == {
        rule: {Triple(NamedNode("x:1"), NamedNode(f"x:{name}"), NamedNode("x:2"))}
        for rule, name in expected.items()
    }


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?s { ?s ?p ?o }", "rule odd is not a CONSTRUCT query"),
        ("ASK { ?s ?p ?o }", "rule odd is not a CONSTRUCT query"),
        ("CONSTRUCT { ?s ?p } WHERE", "rule odd is not SPARQL"),
        ("", "rule odd is not SPARQL"),
    ],
)
def test_a_rule_that_cannot_be_used(query: str, message: str) -> None:
    """The error names the rule."""
    with pytest.raises(OntologyError, match=message):
        rules.apply([rules.Rule("odd", "odd", query)], [])


def test_rules_are_read_from_files(tmp_path: Path) -> None:
    """By name; a file without a header is an error."""
    (tmp_path / "b.rq").write_text("#+ summary: B.\nCONSTRUCT {} WHERE {}", encoding="utf-8")
    (tmp_path / "a.rq").write_text("#+ summary: A.\nCONSTRUCT {} WHERE {}", encoding="utf-8")
    assert [(rule.name, rule.summary) for rule in rules.load(tmp_path)] == [("a", "A."), ("b", "B.")]
    (tmp_path / "c.rq").write_text("CONSTRUCT {} WHERE {}", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"c\.rq has no header"):
        rules.load(tmp_path)


MADE = [
    ("conviction-end", "case-gamma/wrongful-conviction/2", f"{INNO}endedBy", "case-gamma/exoneration/1"),
    ("credit-shortcut", "episode-a1", f"{INNO}executiveProducer", "producer-one"),
    ("episode-theme", "episode-a4", f"{INNO}theme", "theme/prosecutorial-misconduct"),
    ("exoneree", "exoneree-delta", TYPE, f"{INNO}Exoneree"),
    ("role-holder", "screen-club", f"{INNO}holdsRole", "role/participant"),
    ("role-holder", "lawyer-one", f"{INNO}holdsRole", "role/lawyer"),
    ("schema-org-class", "film-x", TYPE, f"{SCHEMA}Movie"),
    ("schema-org-property", "episode-a1", f"{SCHEMA}director", "director-one"),
    ("superclass", "helpers-club", TYPE, f"{INNO}Organization"),
    ("titular-class", "director-three", TYPE, f"{INNO}Filmmaker"),
]


@pytest.mark.parametrize(("rule", "subject", "name", "value"), MADE)
def test_what_each_rule_makes(graphs: Quads, rule: str, subject: str, name: str, value: str) -> None:
    """One sample of each, asserted and kept in the rule's graph."""
    triple = (ID + subject, name, value if "://" in value else ID + value)
    assert triple in graphs[f"{ID}rule/{rule}"]
    assert triple in graphs[DEFAULT]


def test_what_no_rule_makes(graphs: Quads) -> None:
    """An episode has neither its series' theme nor its directors; to lack a director is to lack one."""
    assert "theme" not in _about(graphs[DEFAULT], "episode-a10")
    assert "director" not in _about(graphs[DEFAULT], "episode-a10")
    assert _about(graphs[DEFAULT], "episode-a1")["theme"] == {"theme/forensic-science"}
    assert f"{INNO}Filmmaker" not in _about(graphs[DEFAULT], "lawyer-three")["type"]


def test_every_rule_is_sampled() -> None:
    """A rule that is added needs its sample above."""
    assert {rule for rule, *_ in MADE} == {rule.name for rule in rules.load()}


# The shared material


def _digest(line: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", line).strip().encode()).hexdigest()


def test_the_digests_of_the_toy_lines(ontology: Ontology) -> None:
    """Of the texts in the comments beside them."""
    known = facts.load(TOY, ontology).sources["toy-lines"]
    assert dict(known.digests) == {number: _digest(text) for number, text in TOY_LINES.items()}


def test_the_digests_of_the_seeds(shared: Path, ontology: Ontology) -> None:
    """The digest of each cited line is that of the text in the shared folder."""
    sources = facts.load(FOLDERS["real"], ontology).sources
    checked = 0
    for name in ("seed-000", "seed-001", "seed-002", "seed-003"):
        (path,) = shared.glob(f"seeds/{name.removeprefix('seed-')}_*.txt")
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for number, digest in sources[name].digests:
            assert digest == _digest(lines[int(number) - 1]), f"{name}#{number}"
            checked += 1
    assert checked >= 20


def test_only_the_seeds_are_cited_by_line(ontology: Ontology) -> None:
    """No other text is at hand to count the lines of."""
    sources = facts.load(FOLDERS["real"], ontology).sources.values()
    assert {source.id for source in sources if source.locator == "line"} == {
        "seed-000",
        "seed-001",
        "seed-002",
        "seed-003",
    }
    assert {source.id for source in sources if source.locator == "row"} == {"nre-2026"}


COLUMNS = {
    "registryId": "ID",
    "state": "State",
    "county": "County of Crime",
    "worstCrime": "Worst Crime Display",
    "dnaContributed": "DNA",
    "yearsLost": "Years Lost",
    "ageAtCrime": "Age at Crime Years",
    "crime/1 date": "Date of Crime",
    "arrest/1 date": "Date of Arrest",
    "wrongful-conviction/1 date": "Date of 1st Convic",
    "wrongful-conviction/2 date": "Date of 2nd Convic",
    "release/1 date": "Date of Release",
    "conditional-release/1 date": "Date of Release",
    "exoneration/1 date": "Date of Exon",
    "recantation/1 date": "Year of recantation",
    "sentencing/1 deathSentence": "Death Penalty?",
}
FACTORS = {
    "false-confession": "False Confession",
    "false-or-misleading-forensic-evidence": "False or Misleading Forensic Evidence",
    "inadequate-legal-defense": "Inadequate Legal Defense",
    "mistaken-witness-identification": "Mistaken Witness ID",
    "official-misconduct": "Official Misconduct",
    "perjury-or-false-accusation": "Perjury or False Accusation?",
}


@pytest.fixture(scope="module")
def registry(shared: Path) -> dict[str, dict[str, str]]:
    """The rows of the Registry's export of June 2026, by identifier."""
    path = shared / "data" / "nre" / "nre_2026-06.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["ID"]: row for row in csv.DictReader(file)}


def _coded(row: dict[str, str], column: str) -> str:
    """What a row has in a column, as a fact file writes it."""
    if f"{column} Year" in row:
        year, month, day = (row[f"{column} {part}"] for part in ("Year", "Month", "Day"))
        return f"{int(year):04}-{int(month):02}-{int(day):02}"
    return {"Yes": "true", "No": "false"}.get(row[column], row[column])


def test_registry_values(registry: dict[str, dict[str, str]], ontology: Ontology) -> None:
    """Every value that is cited to a row of the Registry is what the row has in that column."""
    seen = defaultdict(set)
    claims = facts.load(FOLDERS["real"], ontology).claims
    for claim in claims:
        case, _, event = claim.subject.partition("/")
        column = COLUMNS.get(f"{event} {claim.relation}".strip())
        for citation in claim.citations:
            if citation.source == "nre-2026" and column:
                assert citation.locator is not None
                expected = _coded(registry[citation.locator], column)
                assert claim.value.text == expected, f"{claim.place}: {claim.subject} {claim.relation}"
                seen[column].add(case)
    rows = {claim.subject: claim.value.text for claim in claims if claim.relation == "registryId"}
    every = {case for cases in seen.values() for case in cases}
    assert every == rows.keys()
    assert len(every) >= 38
    assert seen.keys() == set(COLUMNS.values())
    for column in ("State", "County of Crime", "Worst Crime Display", "Years Lost"):
        assert seen[column] == every
    assert seen["DNA"] == {case for case, row in rows.items() if registry[row]["DNA"]}
    for column in ("Age at Crime Years", "Date of Exon", "Date of 1st Convic", "Date of Release"):
        assert seen[column] == every


def test_registry_factors(registry: dict[str, dict[str, str]], ontology: Ontology) -> None:
    """For each case all factors that its row codes, and no others."""
    read = facts.load(FOLDERS["real"], ontology)
    rows = {claim.subject: claim.value.text for claim in read.claims if claim.relation == "registryId"}
    cited = defaultdict(set)
    for claim in read.claims:
        if claim.relation == "factor":
            passages = {citation.passage for citation in claim.citations}
            assert f"nre-2026/{rows[claim.subject]}" in passages
            cited[claim.subject].add(claim.value.text.removeprefix("factor/"))
    assert len(rows) >= 38
    for case, row in rows.items():
        coded = {name for name, column in FACTORS.items() if registry[row][column] == "Yes"}
        assert cited[case] == coded, case


def test_registry_rows_are_those_of_the_cases(
    registry: dict[str, dict[str, str]], ontology: Ontology
) -> None:
    """A fact of a case cites the row of that case, whose name is the exoneree's."""
    read = facts.load(FOLDERS["real"], ontology)
    rows = {claim.subject: claim.value.text for claim in read.claims if claim.relation == "registryId"}
    exonerees = {claim.subject: claim.value.text for claim in read.claims if claim.relation == "exoneree"}
    aliases = defaultdict(set)
    for claim in read.claims:
        if claim.relation == "alias":
            aliases[claim.subject].add(claim.value.text)
    for case, row in rows.items():
        person = exonerees[case]
        assert registry[row]["Name"] in {read.entities[person].label, *aliases[person]}
    for claim in read.claims:
        case = claim.subject.partition("/")[0]
        cited = {citation.locator for citation in claim.citations if citation.source == "nre-2026"}
        if case in rows:
            assert cited <= {rows[case]}, claim.place


def test_a_wrong_value_would_be_seen(registry: dict[str, dict[str, str]]) -> None:
    """The comparison tells values apart, in a date that is made of three columns too."""
    row = registry["11980"]
    assert _coded(row, "Date of 2nd Convic") == "1986-03-06"
    assert _coded(_with_cell(row, "Date of 2nd Convic Day", "7"), "Date of 2nd Convic") == "1986-03-07"
    assert _coded(row, "DNA") == "true"
    assert _coded(row, "Age at Crime Years") == "26"


def _with_cell(row: dict[str, str], column: str, value: str) -> dict[str, str]:
    return {**row, column: value}


def test_ranks_are_not_part_of_what_a_passage_says(ontology: Ontology, toy: Dataset) -> None:
    """Ranked otherwise, each passage still says the same."""
    read = facts.load(TOY, ontology)
    swapped = {"preferred": "normal", "normal": "preferred"}
    titles = {("episode-a1", "title")}
    claims = [
        replace(claim, rank=swapped[claim.rank]) if (claim.subject, claim.relation) in titles else claim
        for claim in read.claims
    ]
    other = dataset.build(replace(read, claims=claims), ontology)
    assert _passages(other) == _passages(toy)
    assert len(_passages(toy)) == 9
    title = Triple(NamedNode(f"{ID}episode-a1"), NamedNode(f"{INNO}title"), Literal("The First"))
    assert title in other.graph(DefaultGraph())
    assert title not in toy.graph(DefaultGraph())


def _passages(made: Dataset) -> Quads:
    by_graph = _by_graph(made.nquads)
    return {graph: said for graph, said in by_graph.items() if graph.startswith(f"{ID}passage/")}
