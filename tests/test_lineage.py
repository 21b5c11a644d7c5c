"""Lineage: what each row of an answer rests on."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat
from pyoxigraph import Store as Oxigraph

from innograph.errors import QueryError, QuerySyntaxError
from innograph.lineage import mark, trace
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


def test_different_derivations_of_a_row_are_kept_apart() -> None:
    (row,) = _rows("SELECT DISTINCT ?d { ?film e:director ?d . ?d e:label 'Ann' }")
    assert sorted(map(sorted, _statements(row))) == [
        ['ann label "Ann"', "film director ann"],
        ['ann label "Ann"', "other director ann"],
    ]
    assert not row.more


def test_equal_rows_without_distinct_have_a_derivation_each() -> None:
    rows = _rows("SELECT ?d { ?film e:director ?d . ?d e:label 'Ann' }")
    assert sorted(sorted(_statements(row)[0]) for row in rows) == [
        ['ann label "Ann"', "film director ann"],
        ['ann label "Ann"', "other director ann"],
    ]


def test_at_most_a_hundred_derivations_are_kept_and_more_is_said() -> None:
    trig = "@prefix e: <http://example/> . " + " ".join(f"e:a e:p {n} ." for n in range(101))
    (row,) = _rows("SELECT DISTINCT ?s { ?s e:p ?n }", trig)
    assert (len(row.derivations), row.more) == (100, True)
    (row,) = _rows("SELECT DISTINCT ?s { ?s e:p ?n FILTER (?n > 0) }", trig)
    assert (len(row.derivations), row.more) == (100, False)


def test_an_optional_that_found_nothing_is_an_absence() -> None:
    ann, bob = _rows("SELECT ?d ?age { e:film e:director ?d OPTIONAL { ?d e:age ?age } } ORDER BY ?d")
    assert ann.derivations[0].absences == ("OPTIONAL { ?d e:age ?age }",)
    assert _statements(ann) == [{"film director ann"}]
    assert bob.derivations[0].absences == ()
    assert _statements(bob) == [{"film director bob", 'bob age "40"'}]


@pytest.mark.parametrize("absent", ["FILTER NOT EXISTS { ?d e:age ?age }", "MINUS { ?d e:age ?age }"])
def test_what_a_row_denies_is_an_absence(absent: str) -> None:
    (row,) = _rows(f"SELECT ?d {{ e:film e:director ?d {absent} }}")
    assert row.derivations[0].absences == (absent.removeprefix("FILTER "),)


def test_the_statements_of_exists_belong_to_the_derivation() -> None:
    (row,) = _rows("SELECT ?d { e:film e:director ?d FILTER EXISTS { ?d e:age ?age } }")
    assert _statements(row) == [{"film director bob", 'bob age "40"'}]


def test_an_exists_in_an_expression_is_used_or_absent() -> None:
    ann, bob = _rows(
        "SELECT ?d ?aged { e:film e:director ?d BIND (EXISTS { ?d e:age ?a } AS ?aged) } ORDER BY ?d"
    )
    assert ann.derivations[0].absences == ("NOT EXISTS { ?d e:age ?a }",)
    assert _statements(bob) == [{"film director bob", 'bob age "40"'}]


def test_each_branch_of_a_union_uses_its_own_statements() -> None:
    rows = _rows("SELECT ?x { { ?x e:age ?a } UNION { e:other e:director ?x } } ORDER BY ?x")
    assert [_statements(row) for row in rows] == [[{"other director ann"}], [{'bob age "40"'}]]


def test_a_group_uses_the_statements_of_its_solutions() -> None:
    rows = _rows("SELECT ?d (COUNT(?f) AS ?n) { ?f e:director ?d } GROUP BY ?d ORDER BY ?d")
    assert _statements(rows[0]) == [{"film director ann", "other director ann"}]
    assert (rows[0].derivations[0].solutions, rows[0].derivations[0].complete) == (2, True)


def test_a_group_may_be_of_what_the_row_does_not_show() -> None:
    rows = _rows("SELECT (COUNT(?f) AS ?n) { ?f e:director ?d } GROUP BY ?d HAVING (COUNT(?f) > 1)")
    assert [_statements(row) for row in rows] == [[{"film director ann", "other director ann"}]]
    (one,) = _rows("SELECT DISTINCT (1 AS ?one) { ?f e:director ?d } GROUP BY ?d")
    assert len(one.derivations) == 2


def test_a_count_of_nothing_rests_on_the_absence_of_its_pattern() -> None:
    (row,) = _rows("SELECT (COUNT(*) AS ?n) { ?f e:producer ?d }")
    assert row.derivations[0].absences == ("{ ?f e:producer ?d }",)
    assert not row.derivations[0].statements


def test_a_sub_select_brings_the_derivations_of_its_row() -> None:
    (row,) = _rows(
        "SELECT ?name { { SELECT ?d { ?f e:director ?d } GROUP BY ?d HAVING (COUNT(*) > 1) } ?d e:label ?name }"
    )
    assert _statements(row) == [{'ann label "Ann"', "film director ann", "other director ann"}]


def test_a_path_has_a_shortest_witness_and_says_whether_there_is_another() -> None:
    (row,) = _rows("SELECT ?x { e:ann e:knows+ ?x . ?x e:age ?age }")
    assert _statements(row) == [{"ann knows bob", 'bob age "40"'}]
    (witness,) = row.derivations[0].witnesses
    assert (witness.path, len(witness.statements), witness.another) == ("(e:knows)+", 1, False)
    other = GRAPH + "e:ann e:knows e:cyd ."
    (row,) = _rows("SELECT ?x { e:ann e:knows+ ?x FILTER (?x = e:dan) }", other)
    assert _statements(row) == [{"ann knows cyd", "cyd knows dan"}]
    assert row.derivations[0].witnesses[0].another


def test_a_path_of_length_zero_rests_on_the_node_being_there() -> None:
    rows = _rows("SELECT ?x { ?x e:age* e:dan } ORDER BY ?x")
    assert [_statements(row) for row in rows] == [[{"cyd knows dan"}]]


def test_statements_say_which_graph_they_were_matched_in() -> None:
    (row,) = _rows("SELECT ?g { GRAPH ?g { ?f e:director e:ann } }")
    assert _statements(row) == [{"film director ann passage"}]
    (row,) = _rows("SELECT ?f FROM e:passage { ?f e:director e:ann }")
    assert _statements(row) == [{"film director ann passage"}]


def test_an_ask_has_the_derivations_of_its_pattern_or_its_absence() -> None:
    (yes,) = _rows("ASK { ?f e:director e:bob }")
    assert (str(yes.values[0]), _statements(yes)) == (str(Literal(value=True)), [{"film director bob"}])
    (no,) = _rows("ASK { ?f e:producer e:bob }")
    assert no.derivations[0].absences == ("{ ?f e:producer e:bob }",)


def test_a_constructed_triple_rests_on_the_solutions_that_made_it() -> None:
    rows = _rows("CONSTRUCT { ?d a e:Director } { ?f e:director ?d }")
    assert [_short(row.values[0]) for row in rows] == ["ann", "bob"]
    assert sorted(map(sorted, _statements(rows[0]))) == [["film director ann"], ["other director ann"]]
    blank = _rows("CONSTRUCT { [] e:of ?d } { ?f e:director ?d }")
    assert len(blank) == 3


def test_a_described_triple_rests_on_itself_and_on_what_chose_it() -> None:
    (row,) = _rows("DESCRIBE e:other")
    assert _statements(row) == [{"other director ann"}]
    (row,) = _rows("DESCRIBE ?f { ?f e:director e:ann FILTER NOT EXISTS { ?f e:label ?l } }")
    assert _statements(row) == [{"other director ann"}]
    assert row.derivations[0].absences


def test_what_completes_a_conviction_rests_on_itself(real_store: Store) -> None:
    sparql = "CONSTRUCT { ?c a inno:WrongfulConviction } { ?c a inno:WrongfulConviction }"
    rows = list(trace(real_store, sparql).rows)
    ends = [row for row in rows if "endedBy" in str(row.values[1])]
    assert ends
    assert {row.values for row in ends} == {next(iter(row.derivations[0].statements))[:3] for row in ends}


def test_all_parts_of_a_query_see_the_same_time() -> None:
    (row,) = _rows("SELECT ?d (NOW() AS ?now) { e:other e:director ?d FILTER (NOW() = NOW()) }")
    assert _statements(row) == [{"other director ann"}]


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


@pytest.mark.parametrize(
    ("sparql", "reason"),
    [
        ("SELECT ?x { SERVICE <http://elsewhere/> { ?x ?p ?o } }", "SERVICE is refused"),
        ("SELECT ?x { ?x ?p <<( e:a e:b e:c )>> }", "RDF 1.2"),
        ("INSERT DATA { e:a e:b e:c }", "updates are refused"),
    ],
)
def test_what_cannot_be_tracked_is_refused_with_the_reason(sparql: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        _rows(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?d (COUNT(?f) AS ?n) { ?f e:director ?d } GROUP BY ?d",
        "SELECT ?d (COUNT(?f) AS ?n) { { ?f e:director ?d } UNION { ?f e:knows ?d } } GROUP BY ?d",
        "SELECT (COUNT(?f) AS ?n) { ?f e:director ?d }",
        "SELECT DISTINCT ?d { ?f e:director ?d }",
        "SELECT DISTINCT ?d { { ?f e:director ?d } UNION { ?d e:knows ?f } } LIMIT 1",
        "SELECT ?d ?f { ?f e:director ?d } ORDER BY ?d ?f LIMIT 2",
    ],
)
def test_long_answers_are_looked_up_key_by_key(monkeypatch: pytest.MonkeyPatch, sparql: str) -> None:
    """What is done beyond twenty thousand solutions, done beyond none."""
    short = _rows(sparql)
    monkeypatch.setattr("innograph.lineage.solving._PATIENCE", 0)
    monkeypatch.setattr("innograph.lineage.solving._PATIENCE_OF_KEY", 0)
    assert [row.values for row in _rows(sparql)] == [row.values for row in short]
    assert list(map(_as_sets, _rows(sparql))) == list(map(_as_sets, short))


def _as_sets(row: TracedRow) -> set[frozenset[str]]:
    return set(map(frozenset, _statements(row)))


def test_a_group_of_very_many_is_told_from_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("innograph.lineage.solving._PATIENCE", 50)
    trig = "@prefix e: <http://example/> . " + " ".join(f"e:a e:p {n} ." for n in range(120))
    (row,) = _rows("SELECT ?s (COUNT(?n) AS ?m) { ?s e:p ?n } GROUP BY ?s", trig)
    (derivation,) = row.derivations
    assert (derivation.solutions, len(derivation.statements), derivation.complete) == (100, 100, False)


@pytest.mark.parametrize(
    ("sparql", "marks"),
    [
        ("SELECT ?f ?d { ?f e:director ?d } ORDER BY ?f ?d", [True, False, False]),
        ("SELECT ?f { ?f e:director ?d } ORDER BY ?f ?d LIMIT 1", [True]),
        ("SELECT DISTINCT ?f { ?f e:director ?d } ORDER BY ?f", [False, False]),
        ("SELECT ?d (COUNT(?f) AS ?n) { ?f e:director ?d } GROUP BY ?d ORDER BY ?d", [True, False]),
        ("SELECT (COUNT(?f) AS ?n) { ?f e:director ?d } GROUP BY ?d ORDER BY ?d", [True, False]),
        ("SELECT (COUNT(*) AS ?n) { ?d e:label ?name OPTIONAL { ?f e:director ?d } }", [True]),
        ("SELECT ?d ?f { ?d e:label ?l OPTIONAL { ?f e:director ?d } } ORDER BY ?d ?f", [True, False, False, False]),
        ("SELECT ?d ?f { { ?f e:director|e:editor ?d } UNION { ?x e:age ?d } } ORDER BY ?f ?d", [False, True, False, False]),
        ("SELECT ?n { { SELECT DISTINCT ?f { ?f e:director ?d } } ?f e:label ?n }", [False]),
        ("SELECT ?f ?n { { SELECT ?f (COUNT(*) AS ?n) { ?f e:director ?d } GROUP BY ?f } } ORDER BY ?f", [True, False]),
        ("SELECT ?f ?d { GRAPH ?p { ?f e:director ?d } }", [False]),
        ("SELECT ?x ?f { ?x e:age ?y OPTIONAL { ?f e:director ?d FILTER (?x != ?d) } } ORDER BY ?f", [True, False]),
    ],
)  # fmt: skip
def test_what_rests_on_a_statement_is_told_without_all_derivations(
    monkeypatch: pytest.MonkeyPatch, sparql: str, marks: list[bool]
) -> None:
    monkeypatch.setattr("innograph.lineage.marking.traced_rows", None)
    statement = tuple(
        map(NamedNode, ("http://example/film", "http://example/director", "http://example/ann"))
    )
    told = mark(_store(), f"PREFIX e: <http://example/> {sparql}", [{statement}, set()])
    assert [row.marks for row in told.rows] == [(each, False) for each in marks]


def test_a_group_of_very_many_rests_on_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("innograph.lineage.solving._PATIENCE", 50)
    trig = "@prefix e: <http://example/> . " + " ".join(f"e:a e:p {n} ." for n in range(120))
    some = {(NamedNode("http://example/a"), NamedNode("http://example/p"), Literal(119))}
    told = mark(_store(trig), "PREFIX e: <http://example/> SELECT (COUNT(?n) AS ?m) { ?s e:p ?n }", [some])
    assert [row.marks for row in told.rows] == [(True,)]


def test_a_large_answer_is_streamed() -> None:
    """A million rows are not gone through before the first is there."""
    store = _store("")
    nodes = [NamedNode(f"http://example/{number}") for number in range(1_000)]
    store.oxigraph.extend(Quad(node, NamedNode("http://example/p"), node, DefaultGraph()) for node in nodes)
    rows = iter(trace(store, "SELECT ?a ?b { ?a <http://example/p> ?x . ?b <http://example/p> ?y }").rows)
    started = process_time()
    first = [next(rows) for _ in range(3_000)]
    assert process_time() - started < 5
    assert all(len(row.derivations[0].statements) in (1, 2) for row in first)


def test_a_deep_path_in_a_cyclic_graph_is_answered() -> None:
    store = _store("")
    nodes = [NamedNode(f"http://example/{number}") for number in range(2_000)]
    pairs = zip(nodes, [*nodes[1:], nodes[0]], strict=True)
    store.oxigraph.extend(Quad(a, NamedNode("http://example/p"), b, DefaultGraph()) for a, b in pairs)
    sparql = "SELECT ?x { <http://example/0> <http://example/p>+ ?x }"
    lengths = sorted(len(row.derivations[0].statements) for row in trace(store, sparql).rows)
    assert lengths == list(range(1, 2_001))


@pytest.mark.parametrize("levels", [101, 3_000])
def test_a_query_of_many_levels_is_refused(levels: int) -> None:
    """Oxigraph would crash on thousands."""
    with pytest.raises(QueryError, match="levels"):
        _rows(f"SELECT * {'{ ' * levels} ?s ?p ?o {' }' * levels}")
    with pytest.raises(QueryError, match="levels"):
        _rows(f"SELECT * {{ FILTER {'(' * levels} true {')' * levels} }}")


def test_a_query_of_some_levels_is_answered() -> None:
    assert len(_rows(f"SELECT * {'{ ' * 90} e:other e:director ?d {' }' * 90}")) == 1
