"""Which rows rest on any of a few statements, told without the derivations of the others.

A row rests on them when each of its derivations uses one. Most rows rest on none, and that is told
without going through all solutions: of each part of the pattern it is asked which of the statements
it can become, and only where there are any, for the solutions in which it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.lineage.blocks import Block
from innograph.lineage.evaluating import disagreement
from innograph.lineage.scope import certain, columns_of
from innograph.lineage.selecting import traced_rows
from innograph.lineage.solving import INLINE, inline
from innograph.lineage.syntax import (
    ALTERNATIVE,
    NEGATED,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Column,
    Group,
    Path,
    Select,
    Triple,
)
from innograph.lineage.through import Parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from innograph.lineage.derivations import Derivation, Term
    from innograph.lineage.evaluating import Evaluator, Row
    from innograph.lineage.through import Through

    Asserted = tuple[Term, ...]  # subject, predicate, object
    Values = dict[str, Term | None]  # by variable

MOST = 2_000  # values put into one query, and rows looked up; beyond, going through all is cheaper


class _UntoldError(Exception):
    """It takes the derivations of all rows to tell."""


def resting(rows: list[Row], block: Block, kinds: Sequence[Collection[Asserted]]) -> list[tuple[bool, ...]]:
    """For each row, whether it rests on statements of each kind.

    Args:
        rows: The rows, with hidden keys of groups after the columns.
        block: The SELECT that they answer.
        kinds: Sets of asserted statements.

    Raises:
        QueryError: A row that may rest on one of them has no derivation.
    """
    try:
        told = [_Resting(block.pattern.evaluator, statements).rows(rows, block) for statements in kinds]
    except _UntoldError:
        traced = traced_rows(rows, block)
        return [tuple(rests_on(row.derivations, statements) for statements in kinds) for row in traced]
    return list(zip(*told, strict=True))


def rests_on(derivations: Collection[Derivation], statements: Collection[Asserted]) -> bool:
    """Whether there are derivations, and each uses one of some asserted statements."""
    return bool(statements and derivations) and all(_uses(each, statements) for each in derivations)


def _uses(derivation: Derivation, statements: Collection[Asserted]) -> bool:
    return any(used[:3] in statements for used in derivation.statements if used.graph is None)


class _Known:
    """The rows of a SELECT, and what they show of its solutions."""

    def __init__(self, rows: list[Row], block: Block) -> None:
        self.rows = rows
        self.block = block
        columns = block.select.columns or ()
        self._places = {
            column.variable: place for place, column in enumerate(columns) if not column.expression
        }
        if len(rows[0]) > len(columns):  # the hidden keys of groups follow
            self._places |= {name: place for place, name in enumerate(block.grouping.hidden, len(columns))}

    def keys(self, row: Row) -> list[Row]:
        """What solutions of a row are found by."""
        if self.block.select.is_grouped:
            return self.block.grouping.keys_of(row)
        return [row[: self.block.pattern.width]]

    def agreeing(self, values: list[Values]) -> list[Values]:
        """Those of the values that a row agrees with, as far as it shows their variables."""
        shown = [name for name in values[0] if name in self._places] if values else []
        if not shown or not _is_bound(values):
            return values
        places = [self._places[name] for name in shown]
        held = {tuple(row[place] for place in places) for row in self.rows}
        return [each for each in values if tuple(each[name] for name in shown) in held]

    def shows(self, values: list[Values]) -> bool:
        """Whether the rows show the variables of the values; of none that may be said of a row of no solution."""
        return bool(values[0]) and all(name in self._places for name in values[0]) and _is_bound(values)

    def showing(self, values: list[Values]) -> set[Row]:
        """The keys of the rows that have one of the values, in each of their solutions."""
        places = [self._places[name] for name in values[0]]
        wanted = {tuple(each.values()) for each in values}
        found = (row for row in self.rows if tuple(row[place] for place in places) in wanted)
        return {key for row in found for key in self.keys(row)}


class _Resting:
    """What rests on some statements.

    Args:
        evaluator: What asks.
        statements: The statements, asserted ones.
    """

    def __init__(self, evaluator: Evaluator, statements: Collection[Asserted]) -> None:
        self.evaluator = evaluator
        self.statements = statements

    def rows(self, rows: list[Row], block: Block) -> list[bool]:
        """Of each row of a whole SELECT whether it does."""
        if not (self.statements and rows):
            return [False] * len(rows)
        if self.evaluator.default:
            raise _UntoldError
        select, known = block.select, _Known(rows, block)
        keys = self._keys(select, known, every=not select.is_grouped)
        if select.is_grouped:
            groups = ((known.keys(row) if keys else []) for row in rows)
            return [bool(found) and keys.issuperset(found) for found in groups]
        touched = [row for row in rows if row in keys]
        if select.distinct:
            keys = self._in_every_derivation(block, set(touched))
        elif len(set(touched)) < len(touched):
            raise _UntoldError
        return [row in keys for row in rows]

    def _keys(self, select: Select, known: _Known | None = None, *, every: bool) -> set[Row]:
        """The keys of the solutions that rest on them, or of which a derivation does if not *every*.

        Of a SELECT with groups these are the keys of the groups, else the columns.
        """
        found: set[Row] = set()
        width = len(_key_columns(select))
        for through in Parts(self.evaluator.query.fresh).of(select):
            values = self._values(through.part, every=every)
            values = known.agreeing(values) if known else values
            if not values:
                continue
            if known and through.certain and known.shows(values):
                found |= known.showing(values)
            else:
                found.update(key[:width] for key in self.evaluator.ask(self._text(select, through, values)))
            if known and all(found.issuperset(known.keys(row)) for row in known.rows):
                break
        return found

    def _text(self, select: Select, through: Through, values: list[Values]) -> str:
        """The query for the keys of the solutions in which a part has one of the values.

        Restricted at the head of the pattern, it is not gone through as a whole: an OPTIONAL would be.
        """
        if len(values) > MOST or not _is_inline(values):
            raise _UntoldError
        head = [name for name in values[0] if name in certain(select.where)]
        inside = "" if len(head) == len(values[0]) else _restriction(values, list(values[0]))
        body = through.around(f"{inside} {_kept(through.part)}")
        if head:
            body = body.replace("{", f"{{ {_restriction(values, head)}", 1)
        keys = " ".join(map(str, _key_columns(select))) or f"(1 AS ?{self.evaluator.query.fresh})"
        trailing = select.modifiers.values.text if select.modifiers.values else ""
        return f"SELECT DISTINCT {keys} WHERE {body} {trailing}"

    # Parts

    def _values(self, part: Triple | Select | Group, *, every: bool) -> list[Values]:
        """What the variables of a part are where it rests on one of the statements."""
        if isinstance(part, Select):
            return self._rows_within(part, every=every)
        if isinstance(part, Triple):
            return list(self._becoming(part))
        within = Parts(self.evaluator.query.fresh).of_pattern(part)
        if any(self._values(inner.part, every=False) for inner in within):
            raise _UntoldError
        return []

    def _becoming(self, triple: Triple) -> Iterator[Values]:
        """What the variables of a triple pattern are where it becomes one of the statements."""
        predicate = triple.predicate
        if isinstance(predicate, str):
            yield from self._matches((triple.subject, predicate, triple.object), self.statements)
        elif predicate.operator == ALTERNATIVE and all(isinstance(each, str) for each in predicate.parts):
            yield from self._alternatives(triple, predicate)
        elif self._may_follow(predicate):
            raise _UntoldError

    def _matches(self, terms: Sequence[str], statements: Iterable[Asserted]) -> Iterator[Values]:
        constants = [term for term in terms if not term.startswith("?")]
        known = dict(zip(constants, self.evaluator.constants(constants), strict=True))
        for statement in statements:
            bound = dict(known)
            pairs = zip(terms, statement, strict=True)
            if all(bound.setdefault(term, value) == value for term, value in pairs):
                yield {term: value for term, value in bound.items() if term not in known}

    def _alternatives(self, triple: Triple, path: Path) -> Iterator[Values]:
        """The same of a choice of predicates, of which a derivation uses one."""
        predicates = self.evaluator.constants(path.iris())
        statements = [each for each in self.statements if each[1] in predicates]
        match = self.evaluator.matcher(None)
        for subject, predicate, value in statements:
            others = (each for each in predicates if each != predicate)
            if any(True for other in others for _ in match(subject, other, value)):  # type: ignore[arg-type]
                raise _UntoldError
        yield from self._matches((triple.subject, triple.object), [(s, value) for s, _, value in statements])

    def _may_follow(self, path: Path) -> bool:
        """Whether a path can go over one of the statements, or be shown by it where it has no length."""
        if _operators(path) & {NEGATED, ZERO_OR_MORE, ZERO_OR_ONE}:
            return True
        known = set(self.evaluator.constants(path.iris()))
        return any(predicate in known for _, predicate, _ in self.statements)

    # Sub-SELECTs

    def _rows_within(self, select: Select, *, every: bool) -> list[Values]:
        """The rows of a sub-SELECT that rest on one of the statements, or, of groups, their keys."""
        keys = self._keys(select, every=every and not select.is_grouped)
        names = [column.variable for column in _key_columns(select)]
        if keys and select.is_grouped and not set(names) <= set(columns_of(select)):
            raise _UntoldError
        if every and not select.is_grouped:
            keys = self._in_every_derivation(Block(self.evaluator, select), keys)
        return [dict(zip(names, key, strict=False)) for key in keys]

    def _in_every_derivation(self, block: Block, keys: set[Row]) -> set[Row]:
        """Those of the keys whose solutions rest on them all, in each derivation."""
        if len(keys) > MOST:
            raise _UntoldError
        derived = block.derivations(keys, everything=False) if keys else {}
        if not all(each.kept for each in derived.values()):
            raise disagreement("a row has no derivation")
        return {key for key, each in derived.items() if rests_on(each.kept, self.statements)}


def _key_columns(select: Select) -> Sequence[Column]:
    if select.is_grouped:
        return select.modifiers.keys or ()
    return select.columns if select.columns is not None else [Column(name) for name in columns_of(select)]


def _kept(part: Triple | Select | Group) -> str:
    """What stands beside the values of a part: of a sub-SELECT nothing, where they are its rows."""
    if isinstance(part, Triple):
        return f"{part} ."
    if isinstance(part, Select) and (part.is_grouped or part.modifiers.slice):
        return f"{{ {part.text} }}"
    return ""


def _is_bound(values: list[Values]) -> bool:
    return all(term is not None for each in values for term in each.values())


def _is_inline(values: list[Values]) -> bool:
    return all(term is None or isinstance(term, INLINE) for each in values for term in each.values())


def _restriction(values: list[Values], names: list[str]) -> str:
    rows = dict.fromkeys(f"({' '.join(inline(each[name]) for name in names)})" for each in values)
    return f"VALUES ({' '.join(names)}) {{ {' '.join(rows)} }}"


def _operators(path: Path | str) -> set[str]:
    if isinstance(path, str):
        return set()
    return {path.operator}.union(*map(_operators, path.parts))
