"""Lineage: what each row of an answer rests on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, RdfFormat
from pyoxigraph import Store as Oxigraph

from innograph.errors import QueryError, QuerySyntaxError
from innograph.lineage import trace
from innograph.questions import catalogue
from innograph.store import Store

if TYPE_CHECKING:
    from innograph.lineage import TracedRow

GRAPH = """
@prefix e: <http://example/> .
e:film e:director e:ann, e:bob ; e:label "Film" .
e:other e:director e:ann .
e:ann e:label "Ann" ; e:knows e:bob .
e:bob e:label "Bob" ; e:knows e:cyd ; e:age 40 .
e:cyd e:knows e:ann, e:dan .
e:passage { e:film e:director e:ann }
"""


def _store(trig: str = GRAPH) -> Store:
    store = Store(Path())
    store.oxigraph = Oxigraph()
    store.oxigraph.load(trig.encode(), format=RdfFormat.TRIG)
    return store


def _rows(sparql: str, trig: str = GRAPH) -> list[TracedRow]:
    return list(trace(_store(trig), "PREFIX e: <http://example/> " + sparql).rows)


def _short(term: object) -> str:
    if isinstance(term, Literal):
        return f'"{term.value}"'
    return str(term).replace("http://example/", "").strip("<>")


def _statements(row: TracedRow) -> list[set[str]]:
    return [
        {" ".join(_short(term) for term in used if term is not None) for used in derivation.statements}
        for derivation in row.derivations
    ]


def test_a_pattern_uses_its_statements() -> None:
    (row,) = _rows("SELECT ?name { e:film e:director ?d . ?d e:label ?name ; e:age ?age }")
    assert _statements(row) == [{"film director bob", 'bob label "Bob"', 'bob age "40"'}]


@pytest.mark.parametrize("name", catalogue())
def test_every_question_is_traced(real_store: Store, name: str) -> None:
    traced = trace(real_store, catalogue()[name].query)
    plain = [tuple(solution) for solution in real_store.oxigraph.query(catalogue()[name].query)]  # type: ignore[union-attr]
    rows = list(traced.rows)
    assert [row.values for row in rows] == plain
    assert all(row.derivations for row in rows)


def test_a_syntax_error_shows_its_place() -> None:
    with pytest.raises(QuerySyntaxError, match="line 1"):
        _rows("SELECT ?x { ?x ")


@pytest.mark.parametrize("call", ["RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_is_refused(call: str) -> None:
    with pytest.raises(QueryError, match="cannot be tracked"):
        _rows(f"SELECT ?d ({call} AS ?x) {{ e:film e:director ?d }}")
