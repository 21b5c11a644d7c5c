"""Which rows may rest on any of a few statements: only theirs are the derivations worked out.

Most rows rest on none of them, and that is told without going through all solutions: the bindings
query is asked only for those in which a triple pattern has become one of the statements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from innograph.lineage.derivations import TracedRow
from innograph.lineage.evaluating import disagreement
from innograph.lineage.selecting import traced_rows
from innograph.lineage.solving import inline
from innograph.lineage.syntax import NEGATED, ZERO_OR_MORE, ZERO_OR_ONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.lineage.blocks import Block
    from innograph.lineage.derivations import Term
    from innograph.lineage.evaluating import Row
    from innograph.lineage.plans import PathPart, StatementPart
    from innograph.lineage.solving import Pattern
    from innograph.lineage.syntax import Path

    Asserted = tuple[Term, ...]  # subject, predicate, object

MOST = 2_000  # statements put into one query, and rows looked up; beyond, going through all is cheaper


def touching_rows(rows: Iterable[Row], block: Block, statements: Iterable[Asserted]) -> Iterator[TracedRow]:
    """The rows, with the derivations of those that may rest on one of some asserted statements.

    Args:
        rows: The rows, with hidden keys of groups after the columns.
        block: The SELECT that they answer.
        statements: The statements.

    Raises:
        QueryError: A row that rests on one of them has no derivation.
    """
    keys = _Touched(block.pattern, list(statements)).keys()
    if keys is None:
        yield from traced_rows(rows, block)
        return
    given = list(rows)
    found = _looked_up(given, block, keys) if keys else {}
    if found is None:
        yield from traced_rows(given, block)
        return
    width = len(block.select.columns or ())
    for row in given:
        yield found.get(row) or TracedRow(row[:width], ())


def _looked_up(rows: list[Row], block: Block, keys: set[Row]) -> dict[Row, TracedRow] | None:
    """The rows with one of the keys, with their derivations; None if these are to be sought otherwise."""
    select, width = block.select, block.pattern.width
    if select.is_grouped:
        touched = [row for row in rows if not keys.isdisjoint(block.grouping.keys_of(row))]
    else:
        touched = [row for row in rows if row[:width] in keys]
    distinct = dict.fromkeys(touched)
    if len(distinct) > MOST or (len(distinct) < len(touched) and not select.is_grouped):
        return None
    derived = block.derivations(distinct, everything=False)
    if not all(each.kept for each in derived.values()):
        raise disagreement("a row has no derivation")
    shown = len(select.columns or ())
    return {row: TracedRow(row[:shown], tuple(each.kept), each.more) for row, each in derived.items()}


class _Touched:
    """The solutions of a pattern that use one of some statements.

    Args:
        pattern: The pattern.
        statements: The statements, asserted ones.
    """

    def __init__(self, pattern: Pattern, statements: list[Asserted]) -> None:
        self.pattern = pattern
        self.statements = statements

    def keys(self) -> set[Row] | None:
        """The keys of the solutions, or of more; None if they cannot be told like this."""
        evaluator = self.pattern.evaluator
        if evaluator.default or any(map(self._may_touch, self.pattern.within())):
            return None
        if any(map(self._may_follow, self.pattern.plan.paths)):
            return None
        keys: set[Row] = set()
        for part in self.pattern.plan.statements:
            values = [] if part.terms[3] else self._values(part)
            if values and not (values[0] and len(values) <= MOST):
                return None
            values = self._before(part, values) if values else []
            if values:
                found = evaluator.ask(self._text(part, values))
                keys.update(solution[: self.pattern.width] for solution in found)
        return keys

    def _may_touch(self, inner: Pattern) -> bool:
        """Whether a pattern within this one can use one of the statements."""
        statements = any(self._values(part) for part in inner.plan.statements if not part.terms[3])
        return (
            statements
            or any(map(self._may_follow, inner.plan.paths))
            or any(map(self._may_touch, inner.within()))
        )

    def _may_follow(self, part: PathPart) -> bool:
        """Whether a path can go over one of the statements, or be shown by it where it has no length."""
        if part.graph or not self.statements:
            return False
        if _operators(part.path) & {NEGATED, ZERO_OR_MORE, ZERO_OR_ONE}:
            return True
        known = set(self.pattern.evaluator.constants(part.path.iris()))
        return any(predicate in known for _, predicate, _ in self.statements)

    def _values(self, part: StatementPart) -> list[dict[str, Term]]:
        """What the variables of a triple pattern are where it becomes one of the statements."""
        terms = part.terms[:3]
        constants = [term for term in terms if not term.startswith("?")]
        known = dict(zip(constants, self.pattern.evaluator.constants(constants), strict=True))
        found = []
        for statement in self.statements:
            bound = dict(known)
            if all(
                bound.setdefault(term, value) == value for term, value in zip(terms, statement, strict=True)
            ):
                found.append({term: value for term, value in bound.items() if term not in known})
        return found

    def _text(self, part: StatementPart, values: list[dict[str, Term]]) -> str:
        """The bindings query, of the solutions in which a triple pattern may have one of these values.

        Restricted at the head of the pattern, it is not gone through as a whole: an OPTIONAL would be.
        """
        plan = self.pattern.plan
        certain = [name for name in values[0] if name in plan.certain]
        restriction = _values(values, certain or list(values[0]))
        body = plan.body.replace("{", f"{{ {restriction}", 1) if certain else f"{restriction} {plan.body}"
        keys = " ".join(map(str, plan.keys)) or f"(1 AS ?{self.pattern.evaluator.query.fresh})"
        marked = f"FILTER(BOUND({part.mark}))" if part.mark else ""
        return f"SELECT DISTINCT {keys} WHERE {{ {body} {marked} }} {plan.values}"

    def _before(self, part: StatementPart, values: list[dict[str, Term]]) -> list[dict[str, Term]]:
        """Where a part of an OPTIONAL has these values: what the OPTIONAL then shares with what precedes it."""
        certain = self.pattern.plan.certain
        alone = self.pattern.plan.optionals.get(part.mark or "")
        shared = [name for name in certain if alone and re.search(rf"\?{name[1:]}\b", alone)]
        if not shared or any(name in certain for name in values[0]):
            return values
        text = f"SELECT DISTINCT {' '.join(shared)} WHERE {{ {_values(values, list(values[0]))} {alone} }}"
        rows = self.pattern.evaluator.ask(text)
        return [
            {name: term for name, term in zip(shared, row, strict=True) if term is not None} for row in rows
        ]


def _values(values: list[dict[str, Term]], names: list[str]) -> str:
    rows = dict.fromkeys(f"({' '.join(inline(each[name]) for name in names)})" for each in values)
    return f"VALUES ({' '.join(names)}) {{ {' '.join(rows)} }}"


def _operators(path: Path | str) -> set[str]:
    if isinstance(path, str):
        return set()
    return {path.operator}.union(*map(_operators, path.parts))
