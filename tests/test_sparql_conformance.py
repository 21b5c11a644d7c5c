"""The W3C's SPARQL 1.1 query evaluation tests, answered plain and with lineage.

Run as a program it writes the table ``docs/sparql-conformance.md``.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, shared_folder
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
    QueryTriples,
    RdfFormat,
    parse,
    parse_query_results,
)
from pyoxigraph import Store as Oxigraph

from innograph.errors import InnographError
from innograph.lineage import trace
from innograph.query import evaluate
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.lineage import Traced

PAGE = ROOT / "docs" / "sparql-conformance.md"
BASE = "http://suite.example/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
SD = "http://www.w3.org/ns/sparql-service-description#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
DOUBLE = "http://www.w3.org/2001/XMLSchema#double"

# Where Oxigraph gives another result than the suite, and why.
DEVIATIONS: dict[str, str] = {}

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
        from innograph.lineage.parsing import parse as structure
        from innograph.lineage.tokens import tokens_of

        del structure
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
    return shared_folder() / "data" / "w3c" / "sparql11"


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
        calls=bool(values(action, f"{QT}serviceData")),
    )


# Results as tables, compared as bags up to the names of blank nodes


def _plain(results: QuerySolutions | QueryBoolean | QueryTriples) -> Table:
    if isinstance(results, QueryBoolean):
        return ("answer",), [(Literal(bool(results)),)]
    if isinstance(results, QueryTriples):
        return ("subject", "predicate", "object"), [(t.subject, t.predicate, t.object) for t in results]
    return tuple(variable.value for variable in results.variables), [tuple(row) for row in results]


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
    return _plain(results)  # type: ignore[arg-type]


def _result_set(quads: list[Quad]) -> Table:
    graph = Oxigraph()
    graph.extend(quads)
    rows = """PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#>
        SELECT ?row ?name ?value { ?set rs:solution ?row . ?row rs:binding [ rs:variable ?name ; rs:value ?value ] }"""
    names = "PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> SELECT ?name { ?set rs:resultVariable ?name }"
    columns = tuple(sorted(name.value for (name,) in map(tuple, graph.query(names))))  # type: ignore[union-attr,arg-type]
    solutions: dict[object, dict[str, object]] = {}
    for row, name, value in map(tuple, graph.query(rows)):  # type: ignore[union-attr,arg-type]
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


if __name__ == "__main__":
    for case in cases():
        if not case.calls:
            got = outcome(case)
            if not (got.plain and got.cited) and not case.entails or not got.agrees:
                print(case.name, case.form, case.entails, got)
    print(len(cases()))
