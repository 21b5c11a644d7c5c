"""Plans → derivations: bindings queries are asked, and statements made of their solutions."""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Variable

from innograph.lineage.derivations import KEPT, Derivation, Used, joined
from innograph.lineage.evaluating import disagreement
from innograph.lineage.grouping import Grouping
from innograph.lineage.plans import ExistsPart, Plan
from innograph.lineage.syntax import Path
from innograph.lineage.witnesses import Witnesses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from innograph.lineage.derivations import Term, Witness
    from innograph.lineage.evaluating import Evaluator, Row
    from innograph.lineage.plans import PathPart, SelectPart
    from innograph.lineage.syntax import Select

GROUP_KEPT = 1_000
_PATIENCE = 20_000
_REMEMBERED = 10_000
_INLINE = (NamedNode, Literal)


class Derivations(NamedTuple):
    """Derivations, and whether there are more."""

    kept: list[Derivation]
    more: bool = False


class Pattern:
    """A plan that can be asked.

    Args:
        evaluator: What asks it.
        plan: The plan.
    """

    def __init__(self, evaluator: Evaluator, plan: Plan) -> None:
        self.evaluator = evaluator
        self.plan = plan
        self.keys = [key.variable for key in plan.keys]
        needed = dict.fromkeys(term for term in plan.needed() if term)
        extra = [term for term in needed if term.startswith("?") and term not in self.keys]
        constants = [term for term in needed if not term.startswith("?")]
        self.columns = [*map(str, plan.keys), *extra] or [f"(1 AS ?{evaluator.query.fresh})"]
        filler = [] if self.keys or extra else [""]
        names = [*self.keys, *extra, *filler, *constants]
        places = {name: number for number, name in enumerate(names)}
        self._constants = tuple(evaluator.constants(constants))
        self._places = places | {"": len(names)}  # the default graph comes after all others
        self._tail = (*self._constants, self._single_default())
        self._statements = self._by_mark()
        self._units = [Unit(self, part) for part in plan.units]
        self._paths = [(part, self._witnesses(part)) for part in plan.paths]

    def _single_default(self) -> Term | None:
        return self.evaluator.default[0] if len(self.evaluator.default) == 1 else None

    def _by_mark(self) -> list[tuple[int | None, list[Callable[[Row], Row]]]]:
        marked: dict[str | None, list[Callable[[Row], Row]]] = {}
        for part in self.plan.statements:
            getter = itemgetter(*(self._places[term] for term in part.terms))
            marked.setdefault(part.mark, []).append(getter)
        return [(self._places[mark] if mark else None, getters) for mark, getters in marked.items()]

    def _witnesses(self, part: PathPart) -> Witnesses:
        terms = dict(zip(_iris(part.path), self.evaluator.constants(_iris(part.path)), strict=True))
        backwards = part.start.startswith("?") and not part.end.startswith("?")
        return Witnesses(part.path, terms, self.evaluator.budget, backwards=backwards)  # type: ignore[arg-type]

    def text(self, keys: Sequence[Row] = (), modifiers: str = "") -> str:
        """The bindings query; restricted, as far as its pattern allows, to solutions with the keys."""
        restriction = self._restriction(keys)
        where = f"{{ {restriction} {self.plan.body} }}" if restriction else self.plan.body
        dataset = self.evaluator.query.dataset
        return f"SELECT {' '.join(self.columns)} {dataset} WHERE {where} {modifiers} {self.plan.values}"

    def _restriction(self, keys: Sequence[Row]) -> str:
        names = [name for name in self.keys if name in self.plan.restrictable]
        if not keys or not names:
            return ""
        places = [self.keys.index(name) for name in names]
        rows = dict.fromkeys(f"({' '.join(_inline(key[place]) for place in places)})" for key in keys)
        return f"VALUES ({' '.join(names)}) {{ {' '.join(rows)} }}"

    @property
    def is_restrictable(self) -> bool:
        """Whether some key can be restricted before the pattern."""
        return any(name in self.plan.restrictable for name in self.keys)

    def solutions(
        self,
        keys: Sequence[Row] = (),
        modifiers: str = "",
        substitutions: dict[Variable, Term] | None = None,
    ) -> Iterator[Row]:
        """The solutions of the bindings query; the keys are the first columns."""
        tail = self._tail
        for row in self.evaluator.ask(self.text(keys, modifiers), substitutions):
            yield row + tail

    def key_of(self, solution: Row) -> Row:
        """What a solution is found by."""
        return solution[: len(self.keys)]

    def at(self, solution: Row, term: str) -> Term | None:
        """The value of a term of the plan in a solution."""
        return solution[self._places[term]]

    def holds(self, solution: Row, mark: str | None) -> bool:
        """Whether a solution went through what leaves this mark."""
        return mark is None or self.at(solution, mark) is not None

    def derive(self, solution: Row) -> Derivations:
        """The derivations of a solution, at most `KEPT`.

        Raises:
            QueryError: The graph does not hold what the solution says was used.
        """
        used: list[Used] = []
        for mark, getters in self._statements:
            if mark is None or solution[mark] is not None:
                used += [Used._make(getter(solution)) for getter in getters]
        if len(self.evaluator.default) > 1:
            used = [self._located(each) for each in used]
        first = Derivation(frozenset(used), self._absences(solution))
        if self._paths or self.plan.graphs:
            first = self._with_witnesses(first, solution)
        if not self._units:
            return Derivations([first])
        return self._with_units(first, solution)

    def _located(self, used: Used) -> Used:
        """The statement in the first graph of the query's default graph that holds it."""
        if used.graph is not None:
            return used
        match = self.evaluator.matcher(None)
        return next(iter(match(used.subject, used.predicate, used.object)), used)

    def _absences(self, solution: Row) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                part.text
                for part in self.plan.absences
                if self.holds(solution, part.mark)
                and not (part.unless and self.at(solution, part.unless) is not None)
            )
        )

    def _with_witnesses(self, first: Derivation, solution: Row) -> Derivation:
        statements, witnesses = set(first.statements), []
        for part, finder in self._paths:
            if self.holds(solution, part.mark):
                graph = self.at(solution, part.graph) if part.graph else None
                ends = self.at(solution, part.start), self.at(solution, part.end)
                witness = finder.of(ends[0], ends[1], graph, self.evaluator.matcher(graph))  # type: ignore[arg-type]
                if witness is None:
                    raise disagreement(f"no way by {part.path}")
                statements.update(witness.statements)
                witnesses.append(witness)
        return first._replace(statements=frozenset(statements), witnesses=tuple(dict.fromkeys(witnesses)))

    def _with_units(self, first: Derivation, solution: Row) -> Derivations:
        kept, more = [first], False
        for unit in self._units:
            if self.holds(solution, unit.part.mark):
                found = unit.derivations(solution)
                product = (joined(left, right) for left in kept for right in found.kept)
                kept = list(islice(product, KEPT + 1))
                more = more or found.more or len(kept) > KEPT
                kept = kept[:KEPT]
        return Derivations(kept, more)

    def gathered(self, keys: Iterable[Row], most: int, *, everything: bool) -> Gathered:
        """Solutions by their keys.

        One query asks for all; where that turns out to be long and keys can be restricted,
        each key is asked for by itself, and only as far as its solutions are kept.

        Args:
            keys: Those that are asked for.
            most: How many solutions to keep of each.
            everything: Whether all solutions are asked for, so that restricting does not pay.
        """
        gathered = Gathered({key: [] for key in keys}, set())
        wanted = list(gathered.solutions)
        patience = _PATIENCE if self.is_restrictable and len(wanted) > 1 else None
        if not self._gather(gathered, () if everything else wanted, most, patience):
            gathered = Gathered({key: [] for key in wanted}, set())
            for key in wanted:
                one = Gathered({key: gathered.solutions[key]}, gathered.more)
                self._gather(one, [key], most, None)
        return gathered

    def _gather(self, gathered: Gathered, keys: Sequence[Row], most: int, patience: int | None) -> bool:
        """Gather solutions; False if there were more than *patience* of them."""
        open_keys = len(gathered.solutions)
        width = len(self.keys)
        for number, solution in enumerate(self.solutions(keys)):
            if number == patience:
                return False
            kept = gathered.solutions.get(solution[:width])
            if kept is None:
                continue
            if len(kept) < most:
                kept.append(solution)
            elif solution[:width] not in gathered.more:
                gathered.more.add(solution[:width])
                open_keys -= 1
                if not open_keys:
                    break
        return True


class Gathered(NamedTuple):
    """Solutions by their keys, and the keys that have more."""

    solutions: dict[Row, list[Row]]
    more: set[Row]


class Unit:
    """An EXISTS or a sub-SELECT within a pattern: its derivations are looked up by its values.

    Args:
        pattern: The pattern that it stands in.
        part: What it is.
    """

    def __init__(self, pattern: Pattern, part: ExistsPart | SelectPart) -> None:
        self.part = part
        self._pattern = pattern
        self._evaluator = pattern.evaluator
        self._known: dict[Row, Derivations] = {}
        self._made_pattern: Pattern | None = None
        self._made_block: Block | None = None

    def derivations(self, solution: Row) -> Derivations:
        """Its derivations for one solution of the pattern around it."""
        names = self.part.scope if isinstance(self.part, ExistsPart) else self.part.copies
        key = tuple(self._pattern.at(solution, name) for name in names)
        if key not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[key] = self._looked_up(key)
        return self._known[key]

    def _looked_up(self, key: Row) -> Derivations:
        if isinstance(self.part, ExistsPart):
            return self._exists(self.part, key)
        found = self._block(self.part).derivations([key], everything=False)[key]
        if not found.kept:
            raise disagreement("a row of a sub-SELECT has no derivation")
        return found

    def _exists(self, part: ExistsPart, key: Row) -> Derivations:
        pattern = self._exists_pattern(part)
        bound = {
            Variable(name[1:]): term for name, term in zip(part.scope, key, strict=True) if term is not None
        }
        found: list[Derivation] = []
        more = False
        for solution in islice(pattern.solutions(substitutions=bound), KEPT + 1):
            derived = pattern.derive(solution)
            found += derived.kept
            more = more or derived.more
        if found:
            return Derivations(found[:KEPT], more or len(found) > KEPT)
        if part.needed:
            raise disagreement(f"{part.text} holds of a row")
        return Derivations([Derivation(frozenset(), (part.text,))])

    def _exists_pattern(self, part: ExistsPart) -> Pattern:
        if self._made_pattern is None:
            plan = self._evaluator.planner.of_pattern(part.pattern, part.scope, part.graph)
            self._made_pattern = Pattern(self._evaluator, plan)
        return self._made_pattern

    def _block(self, part: SelectPart) -> Block:
        if self._made_block is None:
            self._made_block = Block(self._evaluator, part.select, part.graph)
        return self._made_block


class Block:
    """A SELECT with its modifiers, within a query or as the query itself.

    Args:
        evaluator: What asks it.
        select: The SELECT.
        graph: The graph that it is evaluated in, as text.
    """

    def __init__(self, evaluator: Evaluator, select: Select, graph: str = "") -> None:
        self.evaluator = evaluator
        self.select = select
        self.graph = graph
        self.pattern = Pattern(evaluator, evaluator.planner.of_select(select, graph))
        self.grouping = Grouping(evaluator, select, graph)

    def derivations(self, rows: Iterable[Row], *, everything: bool) -> dict[Row, Derivations]:
        """The derivations of rows with these values.

        Args:
            rows: The rows.
            everything: Whether these are all rows that the SELECT has.
        """
        if self.select.is_grouped:
            return self._of_groups(list(rows), everything=everything)
        gathered = self.pattern.gathered(rows, KEPT, everything=everything)
        return {
            row: self.merged(solutions, more=row in gathered.more)
            for row, solutions in gathered.solutions.items()
        }

    def merged(self, solutions: list[Row], *, more: bool) -> Derivations:
        """The derivations of a row that any of the solutions gives."""
        kept: dict[Derivation, None] = {}
        for solution in solutions:
            derived = self.pattern.derive(solution)
            kept.update(dict.fromkeys(derived.kept))
            more = more or derived.more
        return Derivations(list(kept)[:KEPT], more or len(kept) > KEPT)

    def _of_groups(self, rows: list[Row], *, everything: bool) -> dict[Row, Derivations]:
        groups = {row: self.grouping.keys_of(row) for row in rows}
        keys = (key for found in groups.values() for key in found)
        gathered = self.pattern.gathered(keys, GROUP_KEPT, everything=everything)
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
            for derivation in self.pattern.derive(solution).kept:
                statements |= derivation.statements
                absences.update(dict.fromkeys(derivation.absences))
                witnesses.update(dict.fromkeys(derivation.witnesses))
        if not solutions:
            absences[" ".join(self.select.where.text.split())] = None
        return Derivation(
            frozenset(statements), tuple(absences), tuple(witnesses), len(solutions), key not in gathered.more
        )


def _iris(path: Path | str) -> list[str]:
    return list(dict.fromkeys(path.iris() if isinstance(path, Path) else [path]))


def _inline(term: Term | None) -> str:
    """A term as it can stand in VALUES; UNDEF where it cannot."""
    return str(term) if isinstance(term, _INLINE) else "UNDEF"
