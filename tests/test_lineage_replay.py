"""Lineage on random graphs and random queries: a row comes back from it, and falls without it.

The rules that are tested here are stated in docs/lineage.md.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from innograph.lineage import mark, trace
from innograph.query import evaluate
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.lineage import Derivation, TracedRow, Used

PREFIX = "PREFIX e: <http://e/>\n"
NODES, PREDICATES, GRAPHS = ("a", "b", "c"), ("p", "q"), ("g", "h")
VARIABLES = ("?x", "?y", "?z")

few = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
fewer = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def _iri(name: str) -> NamedNode:
    return NamedNode(f"http://e/{name}")


quads = st.builds(
    Quad,
    st.sampled_from(NODES).map(_iri),
    st.sampled_from(PREDICATES).map(_iri),
    st.sampled_from(NODES).map(_iri),
    st.sampled_from([DefaultGraph(), DefaultGraph(), DefaultGraph(), *map(_iri, GRAPHS)]),
)
graphs = st.lists(quads, min_size=1, max_size=12, unique=True)
small_graphs = st.lists(quads, min_size=1, max_size=6, unique=True)

# Patterns, as text

_node = st.sampled_from([f"e:{name}" for name in NODES])
_variable = st.sampled_from(VARIABLES)
_end = st.one_of(_variable, _variable, _variable, _node)
_predicate = st.sampled_from([f"e:{name}" for name in PREDICATES] * 3 + ["?v"])
_path = st.sampled_from(
    [
        "e:p/e:q",
        "^e:p",
        "e:p|e:q",
        "e:p+",
        "(e:p|e:q)+",
        "e:p/e:q+",
        "(e:p/e:q)+",
        "!e:p",
        "!(^e:q)",
        "e:p*",
        "e:q?",
    ]
)


def _triples(predicate: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    triple = st.tuples(_end, predicate, _end).map(" ".join)
    return st.lists(triple, min_size=1, max_size=2).map(" . ".join)


_basic = _triples(_predicate)
_with_paths = st.one_of(_basic, _triples(_path))


def _monotone(basic: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Patterns whose solutions only grow with the graph."""
    parts = st.one_of(
        basic,
        st.tuples(basic, basic).map(lambda two: f"{{ {two[0]} }} UNION {{ {two[1]} }}"),
        basic.map(lambda inner: f"FILTER EXISTS {{ {inner} }}"),
        st.tuples(basic, basic).map(lambda two: f"FILTER EXISTS {{ {{ {two[0]} }} UNION {{ {two[1]} }} }}"),
        st.tuples(_variable, _node, basic).map(
            lambda three: f"FILTER ({three[0]} = {three[1]} || EXISTS {{ {three[2]} }})"
        ),
        st.tuples(_variable, _end).map(lambda two: f"FILTER ({two[0]} != {two[1]})"),
        st.tuples(_variable, _node, _node).map(
            lambda three: f"VALUES {three[0]} {{ {three[1]} {three[2]} }}"
        ),
        st.tuples(st.sampled_from(["e:g", "?g", "?x"]), basic).map(
            lambda two: f"GRAPH {two[0]} {{ {two[1]} }}"
        ),
        st.tuples(st.sampled_from(["", "DISTINCT"]), _variable, _variable, basic).map(
            lambda four: f"{{ SELECT {four[0]} {' '.join(sorted({four[1], four[2]}))} {{ {four[3]} }} }}"
        ),
        st.tuples(_variable).map(lambda one: f"BIND (STR({one[0]}) AS ?n)"),
    )
    return st.tuples(basic, st.lists(parts, max_size=2, unique_by=lambda part: part.startswith("BIND"))).map(
        lambda made: f"{made[0]} . {' '.join(made[1])}"
    )


_negating = st.one_of(
    _basic.map(lambda inner: f"OPTIONAL {{ {inner} }}"),
    st.tuples(_basic, _variable, _variable).map(
        lambda made: f"OPTIONAL {{ {made[0]} FILTER ({made[1]} != {made[2]}) }}"
    ),
    st.tuples(_basic, _basic).map(lambda two: f"OPTIONAL {{ {two[0]} OPTIONAL {{ {two[1]} }} }}"),
    st.tuples(_basic, _basic, _basic).map(
        lambda three: f"OPTIONAL {{ {three[0]} }} OPTIONAL {{ {three[1]} }} {three[2]}"
    ),
    st.tuples(_basic, _basic).map(lambda two: f"OPTIONAL {{ {two[0]} FILTER EXISTS {{ {two[1]} }} }}"),
    _basic.map(lambda inner: f"MINUS {{ {inner} }}"),
    _basic.map(lambda inner: f"FILTER NOT EXISTS {{ {inner} }}"),
    st.tuples(_basic, _basic).map(lambda two: f"{{ {two[0]} }} UNION {{ {two[1]} MINUS {{ {two[0]} }} }}"),
    _basic.map(lambda inner: f"BIND (EXISTS {{ {inner} }} AS ?n)"),
)
_columns = st.lists(_variable, min_size=1, max_size=3, unique=True).map(" ".join)
_distinct = st.sampled_from(["", "DISTINCT", "REDUCED"])


def _selects(pattern: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(_distinct, _columns, pattern).map(
        lambda made: f"{PREFIX}SELECT {made[0]} {made[1]} {{ {made[2]} }}"
    )


plain_queries = _selects(_monotone(_basic))
path_queries = _selects(_monotone(_with_paths))
negating_queries = _selects(
    st.tuples(_monotone(_basic), _negating)
    .filter(lambda two: not all("?n)" in each for each in two))
    .map(" ".join)
)
_aggregate = st.sampled_from(
    ["COUNT(*)", "COUNT(?y)", "COUNT(DISTINCT ?y)", "MIN(?y)", "MAX(STR(?y))", "SUM(STRLEN(STR(?y)))"]
)
group_queries = st.tuples(
    st.sampled_from(["?x", "?x ?z", ""]), st.sampled_from(["?x", ""]), _aggregate, _monotone(_basic)
).map(
    lambda made: (
        f"{PREFIX}SELECT {made[1] if made[1] in made[0] else ''} ({made[2]} AS ?m) {{ {made[3]} }}"
        + (f" GROUP BY {made[0]}" if made[0] else "")
    )
)


def _store(held: Iterable[Quad]) -> Store:
    store = Store(Path())
    store.oxigraph = Oxigraph()
    store.oxigraph.extend(held)
    return store


def _plain(store: Store, query: str) -> list[tuple[object, ...]]:
    return list(map(tuple, evaluate(store, query)))  # type: ignore[arg-type]


def _quads(statements: Iterable[Used]) -> list[Quad]:
    return [
        Quad(used.subject, used.predicate, used.object, used.graph or DefaultGraph()) for used in statements
    ]


def _by_values(store: Store, query: str) -> dict[tuple[object, ...], list[Derivation]]:
    """All derivations of rows with the same values, which were all kept."""
    found: dict[tuple[object, ...], list[Derivation]] = {}
    for row in trace(store, query).rows:
        assert not row.more
        found.setdefault(row.values, []).extend(row.derivations)
    return found


@few
@given(graphs, st.one_of(plain_queries, path_queries, negating_queries, group_queries))
def test_rows_are_oxigraphs(held, query):
    """The same rows as often, each with a derivation of statements that the graph holds."""
    store = _store(held)
    rows = list(trace(store, query).rows)
    assert Counter(row.values for row in rows) == Counter(_plain(store, query))
    for row in rows:
        assert row.derivations
        for derivation in row.derivations:
            assert set(_quads(derivation.statements)) <= set(held)


@few
@given(
    graphs,
    st.one_of(plain_queries, path_queries, negating_queries, group_queries),
    st.randoms(use_true_random=False),
)
def test_rows_that_rest_on_some_statements_are_told_without_the_others(held, query, random):
    """The same rows rest on them, in each of their derivations, as when all derivations are worked out."""
    asserted = sorted(((*quad.triple,) for quad in held if quad.graph_name == DefaultGraph()), key=str)
    some = set(random.sample(asserted, random.randint(0, min(3, len(asserted)))))
    store = _store(held)

    told = mark(store, query, [some])
    expected = Counter((row.values, (_rests_on(row, some),)) for row in trace(store, query).rows)
    assert Counter((row.values, row.marks) for row in told.rows) == expected


def _rests_on(row: TracedRow, some: set[tuple[object, ...]]) -> bool:
    return bool(row.derivations) and all(
        any(used.graph is None and used[:3] in some for used in derivation.statements)
        for derivation in row.derivations
    )


@few
@given(graphs, st.one_of(plain_queries, path_queries, negating_queries))
def test_a_row_comes_back_from_each_of_its_derivations_alone(held, query):
    """With paths and with absences too: what is absent from a graph is absent from less of it."""
    for values, derivations in _by_values(_store(held), query).items():
        for derivation in derivations:
            assert values in _plain(_store(_quads(derivation.statements)), query)


@few
@given(graphs, group_queries)
def test_a_row_of_a_group_comes_back_from_its_lineage_alone(held, query):
    """The group's statements make the same group: the same count, the same sum."""
    for values, derivations in _by_values(_store(held), query).items():
        for derivation in derivations:
            assert derivation.complete
            assert values in _plain(_store(_quads(derivation.statements)), query)


@few
@given(graphs, plain_queries, st.randoms(use_true_random=False))
def test_a_row_falls_when_each_of_its_derivations_loses_a_statement(held, query, random):
    """For monotone queries without paths, whichever statements are lost."""
    for values, derivations in _by_values(_store(held), query).items():
        if all(derivation.statements for derivation in derivations):
            lost = {
                quad
                for derivation in derivations
                for quad in [random.choice(sorted(_quads(derivation.statements), key=str))]
            }
            assert values not in _plain(_store(set(held) - lost), query)


@fewer
@given(small_graphs, st.one_of(plain_queries, path_queries))
def test_in_every_possible_world_a_row_is_there_as_its_derivations_say(held, query):
    """In each subset of the graph: a row is there if, and without other paths only if, a derivation is.

    All of why-provenance at once, by brute force.
    """
    sets = {
        values: [frozenset(_quads(derivation.statements)) for derivation in derivations]
        for values, derivations in _by_values(_store(held), query).items()
    }
    exact = {
        values
        for values, derivations in _by_values(_store(held), query).items()
        if all(
            witness.another is False and witness.statements
            for derivation in derivations
            for witness in derivation.witnesses
        )
    }
    for size in range(len(held) + 1):
        for world in map(frozenset, combinations(held, size)):
            there = set(_plain(_store(world), query))
            for values, derivations in sets.items():
                is_derived = any(derivation <= world for derivation in derivations)
                assert not is_derived or values in there
                assert values not in exact or is_derived == (values in there)
