"""What stands within a pattern and is looked up by itself: sub-SELECTs and EXISTS."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Variable

from innograph.lineage.derivations import KEPT, Derivation
from innograph.lineage.evaluating import disagreement
from innograph.lineage.grouping import Grouping
from innograph.lineage.plans import ExistsPart
from innograph.lineage.scope import visible
from innograph.lineage.solving import Derivations, Pattern
from innograph.lineage.syntax import Filter, Graph, Triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from innograph.lineage.derivations import Used, Witness
    from innograph.lineage.evaluating import Evaluator, Row
    from innograph.lineage.plans import Plan, SelectPart
    from innograph.lineage.solving import Gathered
    from innograph.lineage.syntax import Group, Select

_REMEMBERED = 10_000


def pattern_of(evaluator: Evaluator, plan: Plan) -> Pattern:
    """A plan that can be asked, with all that stands within it."""
    pattern = Pattern(evaluator, plan)
    pattern.parts = [
        ExistsLookup(pattern, part) if isinstance(part, ExistsPart) else SelectLookup(pattern, part)
        for part in plan.units
    ]
    return pattern


class _Lookup:
    """Derivations by the values that they depend on, each looked up once."""

    def __init__(self, pattern: Pattern, mark: str | None, names: Sequence[str]) -> None:
        self.pattern = pattern
        self._mark = mark
        self._names = names
        self._known: dict[Row, Derivations] = {}

    def prepare(self, solutions: Iterable[Row]) -> None:
        """Look up what these solutions need, all at once."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        keys = dict.fromkeys(map(self._key, filter(self._is_used, solutions)))
        new = [key for key in keys if key not in self._known]
        if new:
            self._known |= self.looked_up(new)

    def derivations(self, solution: Row) -> Derivations | None:
        """The derivations for one solution; None if it did not go through here."""
        if not self._is_used(solution):
            return None
        key = self._key(solution)
        if key not in self._known:
            self._known |= self.looked_up([key])
        return self._known[key]

    def looked_up(self, keys: list[Row]) -> dict[Row, Derivations]:
        """The derivations by their keys."""
        raise NotImplementedError

    def _is_used(self, solution: Row) -> bool:
        return self.pattern.holds(solution, self._mark)

    def _key(self, solution: Row) -> Row:
        return tuple(self.pattern.at(solution, name) for name in self._names)


class SelectLookup(_Lookup):
    """A sub-SELECT: derivations by the values of its row."""

    def __init__(self, pattern: Pattern, part: SelectPart) -> None:
        super().__init__(pattern, part.mark, part.copies)
        self._block = Block(pattern.evaluator, part.select, part.graph)
        self.within = self._block.pattern

    def looked_up(self, keys: list[Row]) -> dict[Row, Derivations]:
        """The derivations of its rows."""
        found = self._block.derivations(keys, everything=False)
        if not all(derived.kept for derived in found.values()):
            raise disagreement("a row of a sub-SELECT has no derivation")
        return found


class ExistsLookup(_Lookup):
    """An EXISTS: the derivations of its pattern, with the values of the solution around it."""

    def __init__(self, pattern: Pattern, part: ExistsPart) -> None:
        super().__init__(pattern, part.mark, part.scope)
        self._part = part
        plan = pattern.evaluator.planner.of_pattern(part.pattern, part.scope, part.graph)
        self.within = pattern_of(pattern.evaluator, plan)
        self._is_join = _is_join(part.pattern) and set(part.scope) <= {
            *visible(part.pattern.elements),
            part.graph,
        }

    def looked_up(self, keys: list[Row]) -> dict[Row, Derivations]:
        """The derivations of the pattern, or its absence."""
        joinable = [key for key in keys if self._is_join and None not in key]
        found = {key: self._by_substitution(key) for key in keys if key not in joinable}
        gathered = self.within.gathered(joinable, everything=False)
        for key, solutions in gathered.solutions.items():
            found[key] = self._derived(solutions, more=key in gathered.more)
        return found

    def _by_substitution(self, key: Row) -> Derivations:
        names = (Variable(name[1:]) for name in self._part.scope)
        bound = {name: term for name, term in zip(names, key, strict=True) if term is not None}
        solutions = list(islice(self.within.solutions(substitutions=bound), KEPT + 1))
        return self._derived(solutions[:KEPT], more=len(solutions) > KEPT)

    def _derived(self, solutions: list[Row], *, more: bool) -> Derivations:
        if solutions:
            return merged(self.within, solutions, more=more)
        if self._part.needed:
            raise disagreement(f"{self._part.text} holds of a row")
        return Derivations([Derivation(frozenset(), (self._part.text,))])


def _is_join(group: Group) -> bool:
    """Whether the pattern means the same joined with values as it does with values put in."""
    return all(
        isinstance(element, Triples)
        or (isinstance(element, Filter) and not element.expression.exists)
        or (isinstance(element, Graph) and all(isinstance(each, Triples) for each in element.group.elements))
        for element in group.elements
    )


class Block:
    """A SELECT with its modifiers, within a query or as the query itself.

    Args:
        evaluator: What asks it.
        select: The SELECT.
        graph: The graph that it is evaluated in, as text.
    """

    def __init__(self, evaluator: Evaluator, select: Select, graph: str = "") -> None:
        self.select = select
        self.pattern = pattern_of(evaluator, evaluator.planner.of_select(select, graph))
        self.grouping = Grouping(evaluator, select, graph)

    def derivations(self, rows: Iterable[Row], *, everything: bool) -> dict[Row, Derivations]:
        """The derivations of rows with these values.

        Args:
            rows: The rows; of a SELECT with groups, its hidden keys may follow the columns.
            everything: Whether these are all rows that the SELECT has.
        """
        if self.select.is_grouped:
            return self._of_groups(list(rows), everything=everything)
        gathered = self.pattern.gathered(rows, everything=everything)
        self.pattern.prepare([each for found in gathered.solutions.values() for each in found])
        return {
            row: merged(self.pattern, solutions, more=row in gathered.more)
            for row, solutions in gathered.solutions.items()
        }

    def _of_groups(self, rows: list[Row], *, everything: bool) -> dict[Row, Derivations]:
        groups = {row: self.grouping.keys_of(row) for row in rows}
        keys = (key for found in groups.values() for key in found)
        gathered = self.pattern.gathered(keys, everything=everything, whole=True)
        self.pattern.prepare([each for found in gathered.solutions.values() for each in found])
        return {
            row: Derivations([self._group(gathered, key) for key in found[:KEPT]], len(found) > KEPT)
            for row, found in groups.items()
        }

    def _group(self, gathered: Gathered, key: Row) -> Derivation:
        """The derivation of a group: all that its solutions used."""
        solutions = gathered.solutions[key]
        if not solutions and self.select.modifiers.keys:
            raise disagreement("a group has no solution")
        statements: set[Used] = set()
        absences: dict[str, None] = {}
        witnesses: dict[Witness, None] = {}
        for solution in solutions:
            if self.pattern.is_plain:
                statements.update(self.pattern.statements(solution))
                absences.update(dict.fromkeys(self.pattern.absences(solution)))
                continue
            for derivation in self.pattern.derive(solution).kept:
                statements |= derivation.statements
                absences.update(dict.fromkeys(derivation.absences))
                witnesses.update(dict.fromkeys(derivation.witnesses))
        if not solutions:
            absences[" ".join(self.select.where.text.split())] = None
        is_complete = key not in gathered.more
        return Derivation(
            frozenset(statements), tuple(absences), tuple(witnesses), len(solutions), is_complete
        )


def merged(pattern: Pattern, solutions: list[Row], *, more: bool) -> Derivations:
    """The derivations of a row that any of the solutions gives."""
    if len(solutions) == 1:
        derived = pattern.derive(solutions[0])
        return Derivations(derived.kept, derived.more or more)
    kept: dict[Derivation, None] = {}
    for solution in solutions:
        derived = pattern.derive(solution)
        kept.update(dict.fromkeys(derived.kept))
        more = more or derived.more
    return Derivations(list(kept)[:KEPT], more or len(kept) > KEPT)
