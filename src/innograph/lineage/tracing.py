"""A query → its rows, as Oxigraph gives them, each with its derivations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolutions
from pyoxigraph import Store as Oxigraph

from innograph.errors import QueryError
from innograph.guard import guarded
from innograph.lineage.blocks import Block
from innograph.lineage.constructing import traced_triples
from innograph.lineage.derivations import Marked, MarkedRow, Traced
from innograph.lineage.evaluating import Evaluator
from innograph.lineage.grouping import Grouping
from innograph.lineage.marking import resting
from innograph.lineage.parsing import parse
from innograph.lineage.selecting import asked_row, traced_rows
from innograph.lineage.syntax import Column, Triples
from innograph.lineage.tokens import with_fixed_time
from innograph.namespaces import LABEL
from innograph.query import evaluate
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from innograph.lineage.evaluating import Row
    from innograph.lineage.marking import Asserted
    from innograph.lineage.syntax import Query, Select


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
    sparql, query = _read(store, sparql)
    evaluator = Evaluator(store.oxigraph, query)
    if query.form == "select":
        asked = _asked(store, sparql, evaluator)
        rows = (row for block in [Block(evaluator, asked.select)] for row in traced_rows(asked.rows, block))
        return Traced("select", asked.variables, rows)
    if query.form == "ask":
        holds = evaluate(store, sparql)
        return Traced("ask", ("answer",), iter([asked_row(evaluator, holds=bool(holds))]))
    _check_syntax(sparql)
    return Traced(query.form, ("subject", "predicate", "object"), traced_triples(sparql, evaluator))


def mark(store: Store, sparql: str, kinds: Sequence[Collection[Asserted]]) -> Marked:
    """The rows of a SELECT, each with whether it rests on statements of some kinds.

    A row rests on them when each of its derivations uses one. Where they are few this is much
    faster than to work out all derivations, as `trace` does.

    Args:
        store: The graph to ask.
        sparql: A SELECT query; of another no rows are given.
        kinds: Sets of asserted statements.

    Raises:
        QuerySyntaxError: As `trace`.
        QueryError: As `trace`.
    """
    sparql, query = _read(store, sparql)
    if query.form != "select":
        return Marked(query.form)
    evaluator = Evaluator(store.oxigraph, query)
    named = _names(evaluator)
    asked = _asked(store, sparql, evaluator, list(named.values()))
    labels: dict[NamedNode, str] = {}
    width = len(asked.variables)
    places = [asked.variables.index(name[1:]) for name in named]
    rows = list(_noting(asked.rows, labels, places, width) if named else asked.rows)
    marks = resting(rows, Block(evaluator, asked.select), kinds)
    found = tuple(MarkedRow(row[:width], each) for row, each in zip(rows, marks, strict=True))
    return Marked("select", asked.variables, found, labels)


def _read(store: Store, sparql: str) -> tuple[str, Query]:
    """A query that does no harm and sees one time all through, and its structure."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    sparql = with_fixed_time(guarded(sparql), f'"{now}"^^<http://www.w3.org/2001/XMLSchema#dateTime>')
    try:
        return sparql, parse(sparql)
    except QueryError:
        evaluate(store, sparql)  # that it is not SPARQL is said first, and better
        raise


class _Asked(NamedTuple):
    """A SELECT, its rows with hidden columns after the shown ones, and the names of these."""

    select: Select
    rows: Iterator[Row]
    variables: tuple[str, ...]


def _asked(store: Store, sparql: str, evaluator: Evaluator, further: Sequence[str] = ()) -> _Asked:
    """The rows, with the keys of groups that they do not show or, of a SELECT without groups, further columns."""
    select = evaluator.query.select
    hidden = Grouping(evaluator, select).hidden or further
    if hidden and select.columns and not select.distinct:
        _check_syntax(sparql)
        names = tuple(column.variable[1:] for column in select.columns)
        columns: list[Column | str] = [*select.columns, *hidden]
        rows = evaluator.ask(select.with_columns(columns, evaluator.query.dataset, sliced=True))
        return _Asked(select, rows, names)
    results = evaluate(store, sparql)
    if not isinstance(results, QuerySolutions):
        raise TypeError(sparql)
    names = tuple(variable.value for variable in results.variables)
    if select.columns is None:
        select = replace(select, columns=tuple(Column(f"?{name}") for name in names))
    return _Asked(select, map(tuple, results), names)


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
    noted: list[object] = [None] * len(places)
    for row in rows:
        for number, place in enumerate(places):
            node, label = row[place], row[width + number]
            if (node, label) == noted[number]:  # as in the row before
                continue
            noted[number] = (node, label)
            if isinstance(node, NamedNode) and isinstance(label, Literal):
                labels[node] = min(label.value, labels.get(node, label.value))
        yield row[:width]


def _check_syntax(sparql: str) -> None:
    """Have the query itself read, where it is not `evaluate` that asks it."""
    empty = Store(Path())
    empty.oxigraph = Oxigraph()
    evaluate(empty, sparql)
