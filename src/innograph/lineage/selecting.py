"""Rows of a SELECT or ASK, as Oxigraph gives them → rows with their derivations."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from innograph.lineage.blocks import Block, merged
from innograph.lineage.derivations import Derivation, TracedRow
from innograph.lineage.evaluating import disagreement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.lineage.evaluating import Evaluator, Row

BATCH = 1_000
LARGE_BATCH = 100_000  # where looking up some rows costs as much as looking up all
MOST_HELD = 100_000


def asked_row(evaluator: Evaluator, *, holds: bool) -> TracedRow:
    """The one row of an ASK; where the pattern has no solution it rests on that."""
    row = (Literal(holds),)
    select = evaluator.query.select
    if not holds:
        absent = Derivation(frozenset(), (" ".join(select.where.text.split()),))
        return TracedRow(row, (absent,))
    pattern = Block(evaluator, replace(select, columns=())).pattern
    found = pattern.gathered([()], everything=True)
    derived = merged(pattern, found.solutions[()], more=() in found.more)
    if not derived.kept:
        raise disagreement("the pattern has no solution")
    return TracedRow(row, tuple(derived.kept), derived.more)


def traced_rows(rows: Iterable[Row], block: Block) -> Iterator[TracedRow]:
    """The rows with their derivations.

    Where each row is one solution, the bindings query is asked in the same order and gone through
    in step with the answer. Where rows stand for several solutions, are cut off, or come in
    another order, they are looked up a batch at a time.

    Args:
        rows: The rows, with hidden keys of groups after the columns.
        block: The SELECT that they answer.

    Raises:
        QueryError: A row has no derivation, or there is a solution without a row.
    """
    modifiers = block.select.modifiers
    is_top = bool(modifiers.slice and modifiers.order and block.pattern.restricted)
    if block.select.is_grouped or block.select.distinct or is_top:
        yield from _looked_up(iter(rows), block)
    else:
        yield from _in_step(iter(rows), block)


def _in_step(rows: Iterator[Row], block: Block) -> Iterator[TracedRow]:
    pattern, modifiers = block.pattern, block.select.modifiers
    step = _Step(pattern.solutions(modifiers=f"{modifiers.order} {modifiers.slice}"), pattern.width)
    while batch := list(islice(rows, BATCH)):
        found = step.solutions_of(batch)
        if found is None:
            yield from _looked_up(chain(batch, rows), block)
            return
        pattern.prepare(found)
        for row, solution in zip(batch, found, strict=True):
            derived = pattern.derive(solution)
            yield TracedRow(row, tuple(derived.kept), derived.more)
    if step.has_others():
        raise disagreement("there are more solutions than rows")


class _Step:
    """Solutions that come in about the order of the rows, some of them held back.

    Args:
        solutions: The solutions.
        width: How many of their columns are the row's.
    """

    def __init__(self, solutions: Iterator[Row], width: int) -> None:
        self._solutions = solutions
        self._width = width
        self._held: dict[Row, deque[Row]] = {}
        self._holding = 0

    def solutions_of(self, batch: list[Row]) -> list[Row] | None:
        """One solution for each row; None if some row has none, or too many would be held back."""
        width = self._width
        if not self._held:
            found = list(islice(self._solutions, len(batch)))
            if [solution[:width] for solution in found] == batch:
                return found
            for solution in found:
                self._hold(solution)
        solutions = [self._solution_of(row) for row in batch]
        return None if None in solutions else [each for each in solutions if each is not None]

    def has_others(self) -> bool:
        """Whether solutions are left."""
        return bool(self._held) or next(self._solutions, None) is not None

    def _hold(self, solution: Row) -> None:
        self._held.setdefault(solution[: self._width], deque()).append(solution)
        self._holding += 1

    def _solution_of(self, row: Row) -> Row | None:
        while row not in self._held:
            solution = next(self._solutions, None) if self._holding < MOST_HELD else None
            if solution is None:
                return None
            self._hold(solution)
        kept = self._held[row]
        if len(kept) == 1:
            del self._held[row]
        self._holding -= 1
        return kept.popleft()


def _looked_up(rows: Iterator[Row], block: Block) -> Iterator[TracedRow]:
    width = len(block.select.columns or ())
    modifiers = block.select.modifiers
    is_part = bool(modifiers.slice or modifiers.having)
    size = BATCH if block.pattern.restricted else LARGE_BATCH
    if block.select.distinct and not is_part:
        size *= 5
    seen = False
    while batch := list(islice(rows, size)):
        everything = not seen and len(batch) < size and not is_part
        seen = True
        found = block.derivations(dict.fromkeys(batch), everything=everything)
        for row in batch:
            derived = found[row]
            if not derived.kept:
                raise disagreement("a row has no derivation")
            yield TracedRow(row[:width], tuple(derived.kept), derived.more)
