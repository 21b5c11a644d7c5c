"""A query → its rows, as Oxigraph gives them, each with its derivations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import QuerySolutions
from pyoxigraph import Store as Oxigraph

from innograph.errors import QueryError
from innograph.guard import guarded
from innograph.lineage.blocks import Block
from innograph.lineage.constructing import traced_triples
from innograph.lineage.derivations import Traced
from innograph.lineage.evaluating import Evaluator
from innograph.lineage.grouping import Grouping
from innograph.lineage.parsing import parse
from innograph.lineage.selecting import asked, traced_rows
from innograph.lineage.syntax import Column
from innograph.lineage.tokens import with_fixed_time
from innograph.query import evaluate
from innograph.store import Store

BATCH = 1_000


def trace(store: Store, sparql: str) -> Traced:
    """The rows of a query, each with the derivations that it has.

    Rows are worked out as they are asked for.

    Args:
        store: The graph to ask.
        sparql: A SELECT, ASK, CONSTRUCT or DESCRIBE query.

    Raises:
        QuerySyntaxError: It is not SPARQL; the message shows line and column.
        QueryError: It would change the graph or call another machine, or its lineage cannot be
            tracked; the message says why.
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    sparql = with_fixed_time(guarded(sparql), f'"{now}"^^<http://www.w3.org/2001/XMLSchema#dateTime>')
    try:
        query = parse(sparql)
    except QueryError:
        evaluate(store, sparql)  # that it is not SPARQL is said first, and better
        raise
    evaluator = Evaluator(store.oxigraph, query)
    if query.form == "select":
        return _selected(store, sparql, evaluator)
    if query.form == "ask":
        holds = evaluate(store, sparql)
        return Traced("ask", ("answer",), iter([asked(evaluator, holds=bool(holds))]))
    _check_syntax(sparql)
    return Traced(query.form, ("subject", "predicate", "object"), traced_triples(sparql, evaluator))


def _selected(store: Store, sparql: str, evaluator: Evaluator) -> Traced:
    select = evaluator.query.select
    hidden = Grouping(evaluator, select).hidden
    if hidden and select.columns and not select.distinct:
        _check_syntax(sparql)
        names = tuple(column.variable[1:] for column in select.columns)
        columns: list[Column | str] = [*select.columns, *hidden]
        rows = evaluator.ask(select.with_columns(columns, evaluator.query.dataset, sliced=True))
        return Traced("select", names, traced_rows(rows, Block(evaluator, select)))
    results = evaluate(store, sparql)
    if not isinstance(results, QuerySolutions):
        raise TypeError(sparql)
    names = tuple(variable.value for variable in results.variables)
    if select.columns is None:
        select = replace(select, columns=tuple(Column(f"?{name}") for name in names))
    return Traced("select", names, traced_rows(map(tuple, results), Block(evaluator, select)))


def _check_syntax(sparql: str) -> None:
    """Have the query itself read, where it is not `evaluate` that asks it."""
    empty = Store(Path())
    empty.oxigraph = Oxigraph()
    evaluate(empty, sparql)
