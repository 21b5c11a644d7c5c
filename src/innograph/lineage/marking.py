"""Which rows rest on any of a few statements, told without the derivations of the others.

A row rests on them when each of its derivations uses one. Most rows rest on none, and that is told
without going through all solutions: of each part of the pattern it is asked which of the statements
it can become, and only where there are any, for the solutions in which it does.
"""

from __future__ import annotations

from functools import cached_property
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
    known, evaluator = _Rows(rows, block), block.pattern.evaluator
    try:
        told = [_Resting(evaluator, statements).rows(known) for statements in kinds]
    except _UntoldError:
        traced = traced_rows(rows, block)
        return [tuple(rests_on(row.derivations, statements) for statements in kinds) for row in traced]
    return [tuple(number in each for each in told) for number in range(len(rows))]


def rests_on(derivations: Collection[Derivation], statements: Collection[Asserted]) -> bool:
    """Whether there are derivations, and each uses one of some asserted statements."""
    return bool(statements and derivations) and all(_uses(each, statements) for each in derivations)


def _uses(derivation: Derivation, statements: Collection[Asserted]) -> bool:
    return any(used[:3] in statements for used in derivation.statements if used.graph is None)


class _Rows:
    """The rows of a SELECT, by their numbers, and what they show of its solutions."""

    def __init__(self, rows: list[Row], block: Block) -> None:
        self.rows = rows
        self.block = block
        self._columns = block.select.columns or ()
        self._indexes: dict[int, dict[Term | None, list[int]]] = {}

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where the variables of the pattern stand; the hidden keys of groups follow the columns."""
        places = {each.variable: place for place, each in enumerate(self._columns) if not each.expression}
        if self.rows and len(self.rows[0]) > len(self._columns):
            places |= {
                name: place for place, name in enumerate(self.block.grouping.hidden, len(self._columns))
            }
        return places

    def agreeing(self, values: list[Values]) -> list[Values]:
        """Those of the values that a row agrees with, as far as it shows their variables."""
        return [each for each in values if any(True for _ in self.having(each))]

    def show(self, values: list[Values]) -> bool:
        """Whether rows show the variables of the values; of none that may be said of a row of no solution."""
        names = values[0]
        return bool(names) and all(name in self._places for name in names) and _is_bound(values)

    def having(self, values: Values) -> Iterator[int]:
        """The rows that agree with values."""
        shown = [
            (self._places[name], term)
            for name, term in values.items()
            if term is not None and name in self._places
        ]
        for number in self._with(*shown[0]) if shown else range(len(self.rows)):
            if all(self.rows[number][place] == term for place, term in shown[1:]):
                yield number

    def of(self, key: Row) -> Iterable[int]:
        """The rows that a key of solutions gives.

        Raises:
            _UntoldError: They may be of other groups too.
        """
        if self.block.select.is_grouped:
            return self._by_group.get(key, ())
        numbers = self._with(0, key[0]) if key else range(len(self.rows))
        return (number for number in numbers if self.rows[number] == key)

    def _with(self, place: int, term: Term | None) -> Sequence[int]:
        if place not in self._indexes:
            index: dict[Term | None, list[int]] = {}
            for number, row in enumerate(self.rows):
                index.setdefault(row[place], []).append(number)
            self._indexes[place] = index
        return self._indexes[place].get(term, ())

    @cached_property
    def _by_group(self) -> dict[Row, list[int]]:
        found: dict[Row, list[int]] = {}
        for number, row in enumerate(self.rows):
            groups = self.block.grouping.keys_of(row)
            if len(groups) != 1:
                raise _UntoldError
            found.setdefault(groups[0], []).append(number)
        return found


class _Resting:
    """What rests on some statements.

    Args:
        evaluator: What asks.
        statements: The statements, asserted ones.
    """

    def __init__(self, evaluator: Evaluator, statements: Collection[Asserted]) -> None:
        self.evaluator = evaluator
        self.statements = statements

    def rows(self, known: _Rows) -> set[int]:
        """The rows of a whole SELECT that do, by number."""
        block, select = known.block, known.block.select
        if not (self.statements and known.rows):
            return set()
        if self.evaluator.default:
            raise _UntoldError
        found = self._possible(known)
        if select.distinct and not select.is_grouped:
            keys = {known.rows[number] for number in found}
            every = self._in_every_derivation(block, keys)
            return {number for number in found if known.rows[number] in every}
        if not select.is_grouped and any(not found.issuperset(known.of(known.rows[n])) for n in found):
            raise _UntoldError
        return found

    def _possible(self, known: _Rows) -> set[int]:
        """The rows of which a solution does, or of a SELECT with groups a derivation of one."""
        select, found = known.block.select, set[int]()
        for through in Parts(self.evaluator.query.fresh).of(select):
            values = known.agreeing(self._values(through.part, every=not select.is_grouped))
            if values and through.certain and known.show(values):
                found.update(number for each in values for number in known.having(each))
            elif values:
                found.update(
                    number for key in self._keys(select, through, values) for number in known.of(key)
                )
            if len(found) == len(known.rows):
                break
        return found

    def _keys(self, select: Select, through: Through, values: list[Values]) -> Iterator[Row]:
        """The keys of the solutions in which a part has one of the values."""
        width = len(_key_columns(select))
        return (key[:width] for key in self.evaluator.ask(self._text(select, through, values)))

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
        every = every and not select.is_grouped
        keys = {
            key
            for through in Parts(self.evaluator.query.fresh).of(select)
            if (values := self._values(through.part, every=every))
            for key in self._keys(select, through, values)
        }
        names = [column.variable for column in _key_columns(select)]
        if keys and select.is_grouped and not set(names) <= set(columns_of(select)):
            raise _UntoldError
        if every:
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
