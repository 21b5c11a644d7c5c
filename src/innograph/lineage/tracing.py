"""A query → its rows, as Oxigraph gives them, each with its derivations."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, QueryBoolean, QuerySolutions

from innograph.errors import QueryError
from innograph.guard import guarded
from innograph.lineage.derivations import KEPT, Derivation, Traced, TracedRow
from innograph.lineage.evaluating import Evaluator, disagreement
from innograph.lineage.parsing import parse
from innograph.lineage.solving import Block
from innograph.lineage.tokens import with_fixed_time
from innograph.query import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from innograph.lineage.evaluating import Row
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
        return Traced("ask", ("answer",), iter([_asked(bool(results), evaluator)]))
    if isinstance(results, QuerySolutions):
        names = tuple(variable.value for variable in results.variables)
        return Traced("select", names, _selected(results, Block(evaluator, query.select)))
    raise QueryError(f"lineage of {query.form.upper()} cannot be tracked yet")


def _asked(holds: bool, evaluator: Evaluator) -> TracedRow:
    row = (Literal(holds),)
    select = evaluator.query.select
    if not holds:
        return TracedRow(row, (Derivation(frozenset(), (" ".join(select.where.text.split()),)),))
    block = Block(evaluator, select)
    found = block.pattern.gathered([()], KEPT, everything=True)
    derived = block.merged(found.solutions[()], more=() in found.more)
    return TracedRow(row, tuple(derived.kept), derived.more)


def _selected(results: QuerySolutions, block: Block) -> Iterator[TracedRow]:
    rows = map(tuple, results)
    while batch := list(islice(rows, BATCH)):
        everything = len(batch) < BATCH and not block.select.modifiers.slice
        yield from _traced(batch, block, everything=everything)


def _traced(batch: list[Row], block: Block, *, everything: bool) -> Iterator[TracedRow]:
    found = block.derivations(dict.fromkeys(batch), everything=everything)
    for row in batch:
        derived = found[row]
        if not derived.kept:
            raise disagreement("a row has no derivation")
        yield TracedRow(row, tuple(derived.kept), derived.more)
