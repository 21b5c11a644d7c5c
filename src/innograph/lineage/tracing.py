"""A query → its rows, as Oxigraph gives them, each with its derivations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions
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
from innograph.lineage.syntax import Column, Triples
from innograph.lineage.tokens import with_fixed_time
from innograph.lineage.touching import touching_rows
from innograph.namespaces import LABEL
from innograph.query import evaluate
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from innograph.lineage.derivations import TracedRow
    from innograph.lineage.evaluating import Row
    from innograph.lineage.touching import Asserted

BATCH = 1_000


def trace(store: Store, sparql: str, touching: Collection[Asserted] | None = None) -> Traced:
    """The rows of a query, each with the derivations that it has.

    Rows are worked out as they are asked for.

    Args:
        store: The graph to ask.
        sparql: A SELECT, ASK, CONSTRUCT or DESCRIBE query.
        touching: Asserted statements; of a SELECT, rows that rest on none of them may then come
            without derivations, which is much faster where they are few.

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
        return _selected(store, sparql, evaluator, touching)
    if query.form == "ask":
        holds = evaluate(store, sparql)
        return Traced("ask", ("answer",), iter([asked(evaluator, holds=bool(holds))]))
    _check_syntax(sparql)
    return Traced(query.form, ("subject", "predicate", "object"), traced_triples(sparql, evaluator))


def _selected(
    store: Store, sparql: str, evaluator: Evaluator, touching: Collection[Asserted] | None
) -> Traced:
    def traced(rows: Iterable[Row]) -> Iterator[TracedRow]:
        block = Block(evaluator, select)
        return traced_rows(rows, block) if touching is None else touching_rows(rows, block, touching)

    select = evaluator.query.select
    named = {} if touching is None else _names(evaluator)
    hidden = Grouping(evaluator, select).hidden or list(named.values())
    if hidden and select.columns and not select.distinct:
        _check_syntax(sparql)
        names = tuple(column.variable[1:] for column in select.columns)
        columns: list[Column | str] = [*select.columns, *hidden]
        rows = evaluator.ask(select.with_columns(columns, evaluator.query.dataset, sliced=True))
        labels: dict[NamedNode, str] = {}
        if named:
            rows = _noting(rows, labels, [names.index(name[1:]) for name in named], len(names))
        return Traced("select", names, traced(rows), labels)
    results = evaluate(store, sparql)
    if not isinstance(results, QuerySolutions):
        raise TypeError(sparql)
    names = tuple(variable.value for variable in results.variables)
    if select.columns is None:
        select = replace(select, columns=tuple(Column(f"?{name}") for name in names))
    return Traced("select", names, traced(map(tuple, results)))


def _names(evaluator: Evaluator) -> dict[str, str]:
    """Of columns that a SELECT without groups matches the labels of, the variables that hold these."""
    select = evaluator.query.select
    if select.is_grouped or select.distinct or evaluator.query.dataset:
        return {}
    shown = {column.variable for column in select.columns or () if not column.expression}
    triples = (
        triple for each in select.where.elements if isinstance(each, Triples) for triple in each.triples
    )
    return {
        triple.subject: triple.object
        for triple in triples
        if triple.subject in shown
        and triple.object.startswith("?")
        and triple.object not in shown
        and isinstance(triple.predicate, str)
        and evaluator.query.absolute(triple.predicate) == LABEL.value
    }


def _noting(
    rows: Iterator[Row], labels: dict[NamedNode, str], places: list[int], width: int
) -> Iterator[Row]:
    """The rows without the labels that follow their columns; these are noted, of several the first."""
    for row in rows:
        for place, label in zip(places, row[width:], strict=True):
            node = row[place]
            if isinstance(node, NamedNode) and isinstance(label, Literal):
                labels[node] = min(label.value, labels.get(node, label.value))
        yield row[:width]


def _check_syntax(sparql: str) -> None:
    """Have the query itself read, where it is not `evaluate` that asks it."""
    empty = Store(Path())
    empty.oxigraph = Oxigraph()
    evaluate(empty, sparql)
