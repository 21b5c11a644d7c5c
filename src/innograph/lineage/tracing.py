"""A query → its rows, as Oxigraph gives them, each with its derivations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean, QuerySolutions

from innograph.guard import guarded
from innograph.lineage.constructing import constructed, described
from innograph.lineage.derivations import Traced
from innograph.lineage.evaluating import Evaluator
from innograph.lineage.parsing import parse
from innograph.lineage.selecting import asked, traced_rows
from innograph.lineage.solving import Block
from innograph.lineage.syntax import Column
from innograph.lineage.tokens import with_fixed_time
from innograph.query import evaluate

if TYPE_CHECKING:
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
    sparql = with_fixed_time(sparql, f'"{now}"^^<http://www.w3.org/2001/XMLSchema#dateTime>')
    results = evaluate(store, sparql)
    query = parse(guarded(sparql))
    evaluator = Evaluator(store.oxigraph, query)
    if isinstance(results, QueryBoolean):
        return Traced("ask", ("answer",), iter([asked(evaluator, holds=bool(results))]))
    if isinstance(results, QuerySolutions):
        names = tuple(variable.value for variable in results.variables)
        columns = query.select.columns or tuple(Column(f"?{name}") for name in names)
        block = Block(evaluator, replace(query.select, columns=columns))
        return Traced("select", names, traced_rows(map(tuple, results), block))
    rows = constructed if query.form == "construct" else described
    return Traced(query.form, ("subject", "predicate", "object"), rows(results, evaluator))
