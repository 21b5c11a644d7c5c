"""The W3C's SPARQL 1.1 query evaluation tests, answered plain and with lineage.

Run as a program it writes the table ``docs/sparql-conformance.md``.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)
from pyoxigraph import Store as Oxigraph

from innograph.errors import InnographError
from innograph.lineage import trace
from innograph.lineage.tokens import tokens_of
from innograph.query import evaluate
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from innograph.lineage import Traced

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "sparql-conformance.md"
BASE = "http://suite.example/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
SD = "http://www.w3.org/ns/sparql-service-description#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
DOUBLE = "http://www.w3.org/2001/XMLSchema#double"

# Where Oxigraph gives another result than the suite, and in what.
_LANGUAGE = "GROUP_CONCAT of values with a language tag is unbound"
_ABSENT = "a path of length zero finds no node that the graph does not hold"
_VARIABLE = "the variable of GRAPH is not bound by what stands in it alone: a sub-SELECT, VALUES"
DEVIATIONS = {
    "aggregates/agg-empty-group-count-graph": _VARIABLE,
    "aggregates/agg-groupconcat-04": _LANGUAGE,
    "aggregates/agg-groupconcat-06": _LANGUAGE,
    "bindings/graph": _VARIABLE,
    "functions/bnode01": "BNODE of equal strings is one blank node in all solutions",
    "negation/graph-minus": "the variable of GRAPH counts as shared by both sides of MINUS",
    "property-path/zero_or_more_set_end": _ABSENT,
    "property-path/zero_or_more_set_start": _ABSENT,
    "property-path/zero_or_one_set_end": _ABSENT,
    "property-path/zero_or_one_set_start": _ABSENT,
}

Table = tuple[tuple[str, ...], list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Case:
    """One test of the suite."""

    name: str
    query: str
    data: tuple[str, ...]
    graphs: tuple[str, ...]
    result: str
    entails: bool
    calls: bool

    @property
    def text(self) -> str:
        """The query, its relative IRIs resolved against its own place."""
        return f"BASE <{BASE}{self.query}>\n" + (_suite() / self.query).read_text(encoding="utf-8")

    @property
    def form(self) -> str:
        """``select``, ``ask`` or ``construct``."""
        forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        return next(token.key.lower() for token in tokens_of(self.text) if token.key in forms)

    def store(self) -> Store:
        """A store that holds the test's data."""
        store = Store(Path())
        store.oxigraph = Oxigraph()
        for name in self.data:
            _load(store.oxigraph, name, None)
        for name in self.graphs:
            _load(store.oxigraph, name, NamedNode(BASE + name))
        return store


def _suite() -> Path:
    shared = Path(os.environ.get("INNOGRAPH_SHARED", ROOT.parent / "shared"))
    return shared / "data" / "w3c" / "sparql11"


def _load(oxigraph: Oxigraph, name: str, graph: NamedNode | None) -> None:
    path = _suite() / name
    found = RdfFormat.from_extension(path.suffix[1:]) or RdfFormat.TURTLE
    oxigraph.load(path=str(path), format=found, base_iri=BASE + name, to_graph=graph)


@cache
def cases() -> tuple[Case, ...]:
    """The query evaluation tests, in order; none where the suite is not there."""
    manifests = Oxigraph()
    for path in sorted(_suite().glob("*/manifest.ttl")):
        name = path.relative_to(_suite()).as_posix()
        manifests.load(path=str(path), format=RdfFormat.TURTLE, base_iri=BASE + name)
    tests = manifests.quads_for_pattern(None, None, NamedNode(f"{MF}QueryEvaluationTest"), None)
    return tuple(sorted((_case(manifests, quad.subject) for quad in tests), key=lambda case: case.name))


def _case(manifests: Oxigraph, test: object) -> Case:
    def values(subject: object, name: str) -> list[object]:
        quads = manifests.quads_for_pattern(subject, NamedNode(name), None, None)  # type: ignore[arg-type]
        return [quad.object for quad in quads]

    def files(subject: object, name: str) -> tuple[str, ...]:
        return tuple(sorted(str(value.value).removeprefix(BASE) for value in values(subject, name)))  # type: ignore[attr-defined]

    (action,) = values(test, f"{MF}action")
    local = str(test.value).removeprefix(BASE)  # type: ignore[attr-defined]
    (query,) = files(action, f"{QT}query")
    (result,) = files(test, f"{MF}result")
    return Case(
        name=f"{query.partition('/')[0]}/{local.rpartition('#')[2]}",
        query=query,
        data=files(action, f"{QT}data"),
        graphs=files(action, f"{QT}graphData"),
        result=result,
        entails=bool(values(action, f"{SD}entailmentRegime")),
        calls="SERVICE" in (_suite() / query).read_text(encoding="utf-8").upper(),
    )


# Results as tables, compared as bags up to the names of blank nodes


def _plain(results: QuerySolutions | QueryBoolean | Iterable[Triple]) -> Table:
    if isinstance(results, QueryBoolean):
        return ("answer",), [(Literal(bool(results)),)]
    if isinstance(results, QuerySolutions):
        return tuple(variable.value for variable in results.variables), [tuple(row) for row in results]
    return ("subject", "predicate", "object"), [(t.subject, t.predicate, t.object) for t in results]


def _cited(traced: Traced) -> Table:
    return traced.variables, [row.values for row in traced.rows]


def _expected(case: Case) -> Table:
    path = _suite() / case.result
    if path.suffix in (".ttl", ".rdf"):
        found = RdfFormat.from_extension(path.suffix[1:]) or RdfFormat.TURTLE
        quads = list(parse(path=str(path), format=found, base_iri=BASE + case.result))
        if any(quad.object == NamedNode(f"{RS}ResultSet") for quad in quads):
            return _result_set(quads)
        return ("subject", "predicate", "object"), [(q.subject, q.predicate, q.object) for q in quads]
    formats = {
        ".srx": QueryResultsFormat.XML,
        ".srj": QueryResultsFormat.JSON,
        ".tsv": QueryResultsFormat.TSV,
    }
    if path.suffix == ".csv":
        header, *lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        return tuple(header), [tuple(Literal(cell) for cell in line) for line in lines]
    results = parse_query_results(path=str(path), format=formats[path.suffix])
    return _plain(results)


def _result_set(quads: list[Quad]) -> Table:
    graph = Oxigraph()
    graph.extend(quads)
    rows = """PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#>
        SELECT ?row ?name ?value { ?set rs:solution ?row . ?row rs:binding [ rs:variable ?name ; rs:value ?value ] }"""
    names = "PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> SELECT ?name { ?set rs:resultVariable ?name }"
    columns = tuple(sorted(name.value for (name,) in map(tuple, graph.query(names))))  # type: ignore[arg-type]
    solutions: dict[object, dict[str, object]] = {}
    for row, name, value in map(tuple, graph.query(rows)):  # type: ignore[arg-type]
        solutions.setdefault(row, {})[name.value] = value
    return columns, [tuple(row.get(name) for name in columns) for row in solutions.values()]


def _canonical(table: Table) -> Counter[str]:
    """The rows as a bag; Oxigraph writes literals as it does, and blank nodes have no names."""
    columns, rows = table
    store = Oxigraph()
    for number, row in enumerate(rows):
        subject = BlankNode()
        store.add(Quad(subject, NamedNode("urn:row"), Literal(0 * number)))
        for name, value in zip(columns, row, strict=True):
            if value is not None:
                store.add(Quad(subject, NamedNode(f"urn:column:{name}"), value))  # type: ignore[arg-type]
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return Counter(map(str, dataset))


def same(left: Table, right: Table) -> bool:
    """Whether two results are the same bag of rows."""
    return set(left[0]) == set(right[0]) and _canonical(left) == _canonical(right)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test went: plain against the suite, cited against the suite, cited against plain."""

    plain: bool
    cited: bool
    agrees: bool
    reason: str = ""


@cache
def outcome(case: Case) -> Outcome:
    """Answer a test plain and cited, and compare."""
    store = case.store()
    try:
        plain = _plain(evaluate(store, case.text))
    except InnographError as error:
        return Outcome(plain=False, cited=False, agrees=False, reason=error.message)
    expected = _expected(case)
    try:
        cited = _cited(trace(store, case.text))
    except InnographError as error:
        return Outcome(same(plain, expected), cited=False, agrees=False, reason=error.message)
    return Outcome(same(plain, expected), same(cited, expected), same(cited, plain))


def parts() -> tuple[list[Case], list[Case], list[Case], list[Case]]:
    """SELECT and ASK tests: of plain SPARQL, of entailment, of SERVICE; and those of CONSTRUCT."""
    asking = [case for case in cases() if case.form in ("select", "ask")]
    plain = [case for case in asking if not case.entails and not case.calls]
    entailing = [case for case in asking if case.entails]
    calling = [case for case in asking if case.calls]
    return plain, entailing, calling, [case for case in cases() if case.form == "construct"]


def page() -> str:
    """The page of results, in Markdown."""
    plain, entailing, calling, constructing = parts()
    answered = sum(outcome(case).agrees for case in plain)
    rows = [
        f"| {folder} | {len(group)} | {_count(group, 'plain')} | {_count(group, 'cited')} | {_count(group, 'agrees')} |"
        for folder, group in _by_folder(plain)
    ]
    refused = [f"| `{case.name}` | {outcome(case).reason} |" for case in plain if not outcome(case).agrees]
    deviating = [f"| `{name}` | {reason} |" for name, reason in DEVIATIONS.items()]
    return PAGE_TEXT.format(
        total=len(plain) + len(entailing) + len(calling),
        entailing=len(entailing),
        entailing_agree=_count(entailing, "agrees"),
        calling=len(calling),
        plain=len(plain),
        plain_equal=_count(plain, "plain"),
        cited_equal=_count(plain, "cited"),
        answered=answered,
        percent=f"{answered / len(plain):.1%}",
        constructing=len(constructing),
        constructing_equal=_count(constructing, "cited"),
        rows="\n".join(rows),
        deviating="\n".join(deviating),
        refused="\n".join(refused),
    )


def _count(group: list[Case], what: str) -> int:
    return sum(getattr(outcome(case), what) for case in group)


def _by_folder(group: list[Case]) -> list[tuple[str, list[Case]]]:
    folders = sorted({case.name.partition("/")[0] for case in group})
    return [(folder, [case for case in group if case.name.startswith(f"{folder}/")]) for folder in folders]


PAGE_TEXT = """# The W3C's SPARQL 1.1 tests, plain and cited

Generated by `python tests/test_sparql_conformance.py`; the suite of tests compares it with what it finds.

The W3C publishes tests of SPARQL 1.1 query evaluation. {total} of them are SELECT or ASK queries: {calling} need SERVICE,
which innograph refuses; {entailing} belong to entailment regimes, which Oxigraph does not implement; the other **{plain}** are
plain SPARQL.

- Asked plain, Oxigraph gives the suite's result in {plain_equal} of the {plain}.
- Asked with lineage, rows and values equal the suite's in {cited_equal}, and equal the plain answer in {answered} ({percent}),
  each row with its derivations. The others are refused, with the reason.
- Of the {entailing} of entailment regimes, the cited answer equals the plain one in {entailing_agree}.
- Of {constructing} CONSTRUCT tests, the cited answer equals the suite's in {constructing_equal}.

Results are compared as bags of rows, up to the names of blank nodes, and with literals as Oxigraph writes them.

| tests of | tests | plain equals the suite | cited equals the suite | cited equals plain |
|---|---|---|---|---|
{rows}

## Refused with lineage

| test | reason |
|---|---|
{refused}

## Where Oxigraph differs from the suite

| test | in what |
|---|---|
{deviating}
"""


@pytest.fixture(scope="module", autouse=True)
def _suite_is_there(shared: Path) -> None:
    assert cases()


def test_the_suite_has_the_tests_that_it_is_known_for() -> None:
    plain, entailing, calling, constructing = parts()
    assert [len(plain), len(entailing), len(calling), len(constructing)] == [225, 70, 7, 7]


def test_plain_answers_are_the_suites_but_for_the_named_deviations() -> None:
    plain, _, _, _ = parts()
    assert {case.name for case in plain if not outcome(case).plain} == set(DEVIATIONS)


def test_cited_answers_are_the_plain_ones_or_refused_with_the_reason() -> None:
    plain, entailing, _, constructing = parts()
    for case in (*plain, *entailing, *constructing):
        got = outcome(case)
        assert got.agrees or got.reason.startswith("lineage cannot be tracked"), case.name
        assert not got.agrees or got.cited == got.plain, case.name
    assert _count(plain, "agrees") >= 0.95 * len(plain)
    assert _count(entailing, "agrees") == len(entailing)


def test_every_row_of_a_cited_answer_has_a_derivation() -> None:
    for case in cases():
        if not case.calls and outcome(case).agrees:
            assert all(row.derivations for row in trace(case.store(), case.text).rows), case.name


def test_calls_to_other_machines_are_refused() -> None:
    _, _, calling, _ = parts()
    assert all("SERVICE" in outcome(case).reason for case in calling)


def test_the_page_says_what_was_found() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
