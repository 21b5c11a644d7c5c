"""Rows of a SELECT or ASK, as Oxigraph gives them → rows with their derivations."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from innograph.errors import QueryError
from innograph.lineage.derivations import KEPT, Derivation, TracedRow
from innograph.lineage.evaluating import disagreement
from innograph.lineage.solving import Block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from innograph.lineage.evaluating import Evaluator, Row

BATCH = 1_000


def asked(evaluator: Evaluator, *, holds: bool) -> TracedRow:
    """The one row of an ASK; where the pattern has no solution it rests on that."""
    row = (Literal(holds),)
    select = evaluator.query.select
    if not holds:
        absent = Derivation(frozenset(), (" ".join(select.where.text.split()),))
        return TracedRow(row, (absent,))
    if select.is_grouped:
        raise QueryError("lineage cannot be tracked: an ASK with groups", "ask for the groups by SELECT")
    block = Block(evaluator, replace(select, columns=()))
    found = block.pattern.gathered([()], KEPT, everything=True)
    derived = block.merged(found.solutions[()], more=() in found.more)
    if not derived.kept:
        raise disagreement("the pattern has no solution")
    return TracedRow(row, tuple(derived.kept), derived.more)


def traced_rows(rows: Iterator[Row], block: Block) -> Iterator[TracedRow]:
    """The rows with their derivations, looked up a batch at a time.

    Raises:
        QueryError: A row has no derivation.
    """
    while batch := list(islice(rows, BATCH)):
        everything = len(batch) < BATCH and not block.select.modifiers.slice
        found = block.derivations(dict.fromkeys(batch), everything=everything)
        for row in batch:
            derived = found[row]
            if not derived.kept:
                raise disagreement("a row has no derivation")
            yield TracedRow(row, tuple(derived.kept), derived.more)
