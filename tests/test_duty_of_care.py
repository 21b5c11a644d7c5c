"""The duty of care on every way out: no wrongful conviction without its end, no victim's name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import Store as Oxigraph
from tests.browsing import block

from innograph import citation, description, export, network, query, questions, resources, results, view
from innograph.care import CONVICTION, ENDED_BY, NOTICE, Convictions
from innograph.dataset.minting import entity
from innograph.facts.care import NAMES_A_VICTIM
from innograph.namespaces import LABEL, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from click.testing import Result

    from innograph.answers import Answer
    from innograph.store import Store

    Run = Callable[..., Result]

ENDED = re.compile(r"\b(?:exonerated|vacated) \d{4}")
PATTERNS = (
    "?case inno:event ?conviction",
    "?conviction a inno:WrongfulConviction",
    "?conviction inno:date ?date",
    "?conviction inno:court ?court",
    "?conviction rdfs:label ?label",
    "?case inno:exoneree ?exoneree",
    "?conviction a ?kind",
    "?conviction inno:endedBy ?end . ?end inno:date ?ended",
)
VARIABLES = ("case", "conviction", "date", "court", "label", "exoneree", "kind", "end", "ended")


def _texts(answer: Answer) -> Iterator[str]:
    yield answer.title
    for row in answer.rows:
        yield from (cell.label for cell in row.cells.values())


def _alone(texts: Iterable[str]) -> list[str]:
    """The texts that are a label of a conviction, or hold one, and do not say what ended it."""
    return [text for text in texts if ": wrongful conviction" in text and not ENDED.search(text)]


@pytest.fixture(scope="module")
def convictions(real_store: Store) -> Convictions:
    found = Convictions(real_store.oxigraph)
    assert len(found.ends) > 30
    return found


# Answers


def test_every_question_shows_both(real_store: Store) -> None:
    for question in questions.catalogue_of(real_store.manifest).values():
        assert _alone(_texts(citation.answer(real_store, question, {}))) == [], question.name


def test_every_description_shows_both(real_store: Store, convictions: Convictions) -> None:
    for conviction in convictions.ends:
        case = NamedNode(conviction.value.partition("/wrongful-conviction/")[0])
        assert _alone(_texts(description.describe(real_store, conviction))) == []
        assert _alone(_texts(description.describe(real_store, case))) == []


def test_every_label_of_a_conviction_carries_its_end(real_store: Store, convictions: Convictions) -> None:
    for conviction, ends in convictions.ends.items():
        (quad,) = real_store.oxigraph.quads_for_pattern(conviction, LABEL, None, DefaultGraph())
        assert isinstance(quad.object, Literal)
        assert ENDED.search(quad.object.value)
        assert ends


# Free queries


def _query(form: str, patterns: Iterable[str]) -> str:
    return f"{form} WHERE {{ {' . '.join(['?conviction a inno:WrongfulConviction', *patterns])} }} LIMIT 50"


@given(
    patterns=st.sets(st.sampled_from(PATTERNS), min_size=1),
    template=st.sets(st.sampled_from(PATTERNS[:7]), min_size=1),
)
def test_triples_are_completed(
    real_store: Store, convictions: Convictions, patterns: set[str], template: set[str]
) -> None:
    needed = " . ".join(sorted(template))
    triples = query.evaluate(real_store, _query(f"CONSTRUCT {{ {needed} }}", sorted(patterns | template)))
    assert isinstance(triples, query.Triples)
    _assert_complete(triples, convictions)


@given(data=st.data())
def test_descriptions_are_completed(real_store: Store, convictions: Convictions, data: st.DataObject) -> None:
    conviction = data.draw(st.sampled_from(sorted(convictions.ends, key=str)))
    case = conviction.value.partition("/wrongful-conviction/")[0]
    what = data.draw(st.sampled_from([f"<{case}>", str(conviction)]))
    triples = query.evaluate(real_store, f"DESCRIBE {what}")
    assert isinstance(triples, query.Triples)
    assert any(triple.predicate == ENDED_BY for triple in triples)
    _assert_complete(triples, convictions)


def _assert_complete(triples: Iterable[Triple], convictions: Convictions) -> None:
    triples = set(triples)
    for conviction in {each for t in triples for each in (t.subject, t.object)} & convictions.ends.keys():
        for end in convictions.ends[conviction]:  # type: ignore[index]
            assert Triple(conviction, ENDED_BY, end) in triples  # type: ignore[arg-type]
            assert Triple(end, TYPE, term("Exoneration")) in triples
            assert any(t.subject == end and t.predicate == LABEL for t in triples)
            assert any(t.subject == end and t.predicate == term("date") for t in triples)


@given(
    patterns=st.sets(st.sampled_from(PATTERNS)),
    drawn=st.sets(st.sampled_from(VARIABLES)),
    labelled=st.booleans(),
)
def test_rows_stay_and_are_noticed(
    real_store: Store, patterns: set[str], drawn: set[str], labelled: bool
) -> None:
    """What a row shows is read off the variables here, not off its terms as the program does."""
    shown = {name for name in drawn if f"?{name}" in " ".join(patterns)} | ({"case"} if not drawn else set())
    shown = shown or {"conviction"}
    select = f"SELECT {' '.join(f'?{name}' for name in sorted(shown))}"
    sparql = _query(select, sorted(patterns | {"?case inno:event ?conviction"}))
    data = results.as_bytes(query.evaluate(real_store, sparql), "sparql-json")
    rows = json.loads(data)["results"]["bindings"]
    if labelled:
        answer = query.select(real_store, sparql)
        noticed, ended = NOTICE in answer.notes, shown & {"end", "ended", "label", "conviction"}
        assert len(answer.rows) == len(rows)
    else:
        noticed = bool(results.notice(real_store, sparql, data, "sparql-json"))
        ended = shown & ({"end"} if "conviction" in shown else {"end", "ended", "label"})
    if rows and shown != {"kind"}:
        assert noticed == (not ended)


@pytest.mark.parametrize("output_format", ["table", "csv", "json", "sparql-json", "sparql-xml"])
def test_the_notice_is_told_apart_from_the_data(run: Run, real_store: Store, output_format: str) -> None:
    sparql = "SELECT ?case ?date { ?case inno:event ?c . ?c a inno:WrongfulConviction ; inno:date ?date }"
    result = run("query", sparql, "-f", output_format)
    assert result.exit_code == 0
    assert f"note: {NOTICE}" in result.stderr
    if output_format == "json":
        assert json.loads(result.stdout)["notes"] == [NOTICE]
    elif output_format != "table":
        assert NOTICE not in result.stdout


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?c { ?c a inno:WrongfulConviction }",  # shown with its label
        "SELECT (COUNT(*) AS ?number) { ?c a inno:WrongfulConviction }",
        "SELECT DISTINCT ?kind { ?case inno:event/a ?kind }",  # kinds, and no conviction
        "SELECT ?title { ?work inno:title ?title }",
        "SELECT ?count { ?case inno:wrongfulConvictionCount ?count }",
        "ASK { ?c a inno:WrongfulConviction }",
    ],
)
def test_where_nothing_is_missing_nothing_is_said(run: Run, real_store: Store, sparql: str) -> None:
    assert run("query", sparql).stderr == ""


def test_a_conviction_without_a_known_end_is_left_out() -> None:
    graph = Oxigraph()
    lone, case = entity("x/wrongful-conviction/1"), entity("x")
    graph.extend(
        [Quad(lone, TYPE, CONVICTION), Quad(case, term("event"), lone), Quad(case, LABEL, Literal("X"))]
    )
    triples = {quad.triple for quad in graph}
    assert Convictions(graph).completed(triples) == {Triple(case, LABEL, Literal("X"))}


# Exports


@pytest.mark.parametrize(
    ("name", "evidence"),
    [
        *((name, None) for name in ("turtle", "ntriples", "nquads", "trig", "json-ld", "rdf-xml")),
        ("ntriples", "reification"),
        ("turtle", "rdf12"),
        ("rdf-xml", "reification"),
    ],
)
def test_every_export_holds_both(
    real_store: Store, convictions: Convictions, name: str, evidence: str | None
) -> None:
    syntaxes = {
        "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS,
        "trig": RdfFormat.TRIG, "json-ld": RdfFormat.JSON_LD, "rdf-xml": RdfFormat.RDF_XML,
    }  # fmt: skip
    data = b"".join(export.rdf(real_store, name, evidence))
    triples = {
        quad.triple for quad in parse(data, format=syntaxes[name]) if quad.graph_name == DefaultGraph()
    }
    _assert_complete(triples, convictions)
    shown = [t.object.value for t in triples if t.predicate == LABEL and isinstance(t.object, Literal)]
    assert len(shown) > 1000
    assert _alone(shown) == []


# The network and its page


def test_every_record_of_the_network_shows_both(real_store: Store) -> None:
    texts = [node.label for node in network.nodes(real_store)]
    texts += [text for edge in network.edges(real_store) for text in (edge.label, edge.evidence)]
    assert len(texts) > 1000
    assert _alone(texts) == []


def _strings(values: object) -> Iterator[str]:
    """Every text in values of JSON."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict | list):
        for each in values.values() if isinstance(values, dict) else values:
            yield from _strings(each)


@settings(max_examples=8)
@given(data=st.data())
def test_every_page_shows_both(real_store: Store, data: st.DataObject) -> None:
    """Around any case or exoneree, to any depth, of any types: each text of the page's data."""
    cases = sorted(node.id for node in network.nodes(real_store) if node.type in ("Case", "Exoneree"))
    focus = data.draw(st.lists(st.sampled_from(cases), min_size=1, max_size=3, unique=True))
    depth = data.draw(st.integers(0, 2))
    scene = view.choose(real_store, focus, depth)
    page = view.page(real_store, scene)
    texts = [text for name in ("scene", "facts", "evidence") for text in _strings(block(page, name))]
    assert depth == 0 or any(": wrongful conviction" in text for text in texts)
    assert _alone(texts) == []


# Names


def test_no_text_of_the_dataset_names_a_victim(real_store: Store) -> None:
    """Nor any address; but for official titles that were reviewed."""
    lines = (resources.facts() / resources.REVIEWED_NAMES).read_text(encoding="utf-8").splitlines()
    reviewed = {line.strip() for line in lines}
    texts = set()
    for quad in parse(path=str(real_store.nquads), format=RdfFormat.N_QUADS):
        texts |= {each.value for each in (quad.subject, quad.object) if isinstance(each, Literal | NamedNode)}
    found = {text for text in texts if NAMES_A_VICTIM.search(text)}
    assert {text for text in found if not any(line in text for line in reviewed if line)} == set()


def test_no_role_is_a_victims(real_store: Store) -> None:
    rows = query.select(real_store, "SELECT ?role { GRAPH ?g { ?role a inno:Role } }").rows
    assert len(rows) > 5
    assert not any("victim" in row.cells["role"].label for row in rows)
