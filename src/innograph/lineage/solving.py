"""Plans → derivations: bindings queries are asked, and statements made of their solutions."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pyoxigraph import Literal, NamedNode

from innograph.lineage.derivations import KEPT, Derivation, Used, joined
from innograph.lineage.evaluating import disagreement
from innograph.lineage.witnesses import Witnesses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Variable

    from innograph.lineage.derivations import Term, Witness
    from innograph.lineage.evaluating import Evaluator, Row
    from innograph.lineage.plans import PathPart, Plan

_PATIENCE, _PATIENCE_OF_KEY = 20_000, 50  # solutions looked at in one query, in all and for each key
INLINE = (NamedNode, Literal)
_used: Callable[[Row], Used] = partial(tuple.__new__, Used)


class Derivations(NamedTuple):
    """Derivations, and whether there are more."""

    kept: list[Derivation]
    more: bool = False


class Gathered(NamedTuple):
    """Solutions by their keys, and the keys that have more."""

    solutions: dict[Row, list[Row]]
    more: set[Row]

    def shorten(self, most: int) -> None:
        """Keep at most so many solutions of each key."""
        for key, kept in self.solutions.items():
            if len(kept) > most:
                del kept[most:]
                self.more.add(key)


class Part(Protocol):
    """A part of a pattern whose derivations are looked up for each solution.

    Attributes:
        within: The pattern in it.
    """

    within: Pattern

    def prepare(self, solutions: Iterable[Row]) -> None:
        """Look up what these solutions need, all at once."""

    def derivations(self, solution: Row) -> Derivations | None:
        """Its derivations for one solution; None if the solution did not go through it."""


class Pattern:
    """A plan that can be asked.

    Args:
        evaluator: What asks it.
        plan: The plan.
    """

    def __init__(self, evaluator: Evaluator, plan: Plan) -> None:
        self.evaluator = evaluator
        self.plan = plan
        self.parts: list[Part] = []
        self.keys = [key.variable for key in plan.keys]
        self.width = len(self.keys)
        needed = dict.fromkeys(term for term in plan.needed() if term)
        extra = [term for term in needed if term.startswith("?") and term not in self.keys]
        constants = [term for term in needed if not term.startswith("?")]
        self.columns = [*map(str, plan.keys), *extra] or [f"(1 AS ?{evaluator.query.fresh})"]
        filler = [] if self.keys or extra else [""]
        names = [*self.keys, *extra, *filler, *constants]
        self._places = {name: number for number, name in enumerate(names)}
        self._places[""] = len(names)  # the default graph comes after all others
        single = evaluator.default[0] if len(evaluator.default) == 1 else None
        self._tail = (*evaluator.constants(constants), single)
        self._statements = self._by_mark()
        self._paths = [(part, self._witnesses(part)) for part in plan.paths]
        self._absent = [
            (self._place(part.mark), self._place(part.unless), part.text) for part in plan.absences
        ]
        self.restricted = [(self.keys.index(name), name) for name in plan.restrictable]

    def _place(self, name: str | None) -> int | None:
        return None if name is None else self._places[name]

    def _by_mark(self) -> list[tuple[int | None, list[Callable[[Row], Row]]]]:
        marked: dict[int | None, list[Callable[[Row], Row]]] = {}
        for part in self.plan.statements:
            getter = itemgetter(*(self._places[term] for term in part.terms))
            marked.setdefault(self._place(part.mark), []).append(getter)
        return list(marked.items())

    def _witnesses(self, part: PathPart) -> Witnesses:
        iris = list(dict.fromkeys(part.path.iris()))
        terms = dict(zip(iris, self.evaluator.constants(iris), strict=True))
        backwards = part.start.startswith("?") and not part.end.startswith("?")
        return Witnesses(part.path, terms, self.evaluator.budget, backwards=backwards)  # type: ignore[arg-type]

    # Solutions

    def text(self, keys: Sequence[Row] = (), modifiers: str = "") -> str:
        """The bindings query; restricted, as far as its pattern allows, to solutions with the keys."""
        where = self.plan.body
        if keys and self.restricted:
            names = " ".join(name for _, name in self.restricted)
            rows = dict.fromkeys(" ".join(inline(key[place]) for place, _ in self.restricted) for key in keys)
            where = f"{{ VALUES ({names}) {{ {' '.join(f'({row})' for row in rows)} }} {where} }}"
        dataset = self.evaluator.query.dataset
        return f"SELECT {' '.join(self.columns)} {dataset} WHERE {where} {modifiers} {self.plan.values}"

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

    def gathered(self, keys: Iterable[Row], *, everything: bool, whole: bool = False) -> Gathered:
        """Solutions by their keys.

        One query asks for all; where that turns out to be long, `KEPT` solutions of each key
        are kept and, where keys can be restricted, each is asked for by itself and no further.

        Args:
            keys: Those that are asked for.
            whole: Whether to keep all solutions of a key where there are not many in all.
            everything: Whether all solutions are asked for, so that restricting does not pay.
        """
        wanted = list(dict.fromkeys(keys))
        patience = max(_PATIENCE, _PATIENCE_OF_KEY * len(wanted))
        gathered = Gathered({key: [] for key in wanted}, set())
        solutions = self.solutions(() if everything else wanted)
        self._gather(gathered, islice(solutions, patience), patience if whole else KEPT)
        following = next(solutions, None)
        if following is None or len(gathered.more) == len(wanted):
            return gathered
        if self.restricted and len(wanted) > 1:
            for key in wanted:
                one = Gathered({key: []}, set())
                self._gather(one, self.solutions([key]), KEPT)
                gathered.solutions[key] = one.solutions[key]
                gathered.more.difference_update([key])
                gathered.more.update(one.more)
        else:
            gathered.shorten(KEPT)
            self._gather(gathered, chain([following], solutions), KEPT)
        return gathered

    def _gather(self, gathered: Gathered, solutions: Iterable[Row], most: int) -> None:
        """Gather solutions until there are no others, or none that are kept."""
        open_keys, width = len(gathered.solutions) - len(gathered.more), self.width
        for solution in solutions if open_keys else ():
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

    def at(self, solution: Row, term: str) -> Term | None:
        """The value of a term of the plan in a solution."""
        return solution[self._places[term]]

    def holds(self, solution: Row, mark: str | None) -> bool:
        """Whether a solution went through what leaves this mark."""
        return mark is None or solution[self._places[mark]] is not None

    # Derivations

    @cached_property
    def is_plain(self) -> bool:
        """Whether its triple patterns are all that its solutions rest on."""
        return not (self.parts or self._paths or self.plan.graphs)

    def within(self) -> list[Pattern]:
        """The patterns that stand in this one and are looked up by themselves."""
        return [part.within for part in self.parts]

    def prepare(self, solutions: Sequence[Row]) -> None:
        """Look up what the derivations of these solutions need, all at once."""
        for part in self.parts:
            part.prepare(solutions)

    def derive(self, solution: Row) -> Derivations:
        """The derivations of a solution, at most `KEPT`.

        Raises:
            QueryError: The graph does not hold what the solution says was used.
        """
        used = self.statements(solution)
        absences = self.absences(solution)
        if self.is_plain:
            return Derivations([Derivation(frozenset(used), absences)])
        witnesses = self._witnesses_of(solution)
        for witness in witnesses:
            used += witness.statements
        used += self._anchors(solution, used)
        first = Derivation(frozenset(used), absences, witnesses)
        return self._with_parts(first, solution) if self.parts else Derivations([first])

    def statements(self, solution: Row) -> list[Used]:
        """The statements that the triple patterns of a solution stand for."""
        used: list[Used] = []
        for mark, getters in self._statements:
            if mark is None or solution[mark] is not None:
                used += [_used(getter(solution)) for getter in getters]
        return [self._located(each) for each in used] if len(self.evaluator.default) > 1 else used

    def _located(self, used: Used) -> Used:
        """The statement in the first graph of the query's default graph that holds it."""
        if used.graph is not None:
            return used
        match = self.evaluator.matcher(None)
        return next(iter(match(used.subject, used.predicate, used.object)), used)

    def absences(self, solution: Row) -> tuple[str, ...]:
        """The patterns that found nothing for a solution."""
        return tuple(
            text
            for mark, unless, text in self._absent
            if (mark is None or solution[mark] is not None) and (unless is None or solution[unless] is None)
        )

    def _witnesses_of(self, solution: Row) -> tuple[Witness, ...]:
        found = [
            self._witness(part, finder, solution)
            for part, finder in self._paths
            if self.holds(solution, part.mark)
        ]
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)

    def _witness(self, part: PathPart, finder: Witnesses, solution: Row) -> Witness:
        graph = self.at(solution, part.graph) if part.graph else None
        start, end = self.at(solution, part.start), self.at(solution, part.end)
        if start is None or end is None:
            raise disagreement(f"an end of {part.path} is not bound")
        witness = finder.of(start, end, graph, self.evaluator.matcher(graph))
        if witness is None:
            raise disagreement(f"no way by {part.path} from {start} to {end}")
        return witness

    def _anchors(self, solution: Row, used: list[Used]) -> Iterator[Used]:
        """A statement for each graph, and each node of a path of length zero, that nothing else shows."""
        for named in self.plan.graphs:
            graph = self.at(solution, named.graph)
            if self.holds(solution, named.mark) and graph is not None:
                yield from islice(self.evaluator.matcher(graph)(None, None, None), 1)
        for part in self.plan.paths:
            start, end = self.at(solution, part.start), self.at(solution, part.end)
            if start == end and start is not None and self.holds(solution, part.mark):
                graph = self.at(solution, part.graph) if part.graph else None
                if not any(start in (each.subject, each.object) for each in used):
                    match = self.evaluator.matcher(graph)
                    yield from islice(chain(match(start, None, None), match(None, None, start)), 1)

    def _with_parts(self, first: Derivation, solution: Row) -> Derivations:
        kept, more = [first], False
        for part in self.parts:
            found = part.derivations(solution)
            if found is not None:
                product = (joined(left, right) for left in kept for right in found.kept)
                kept = list(islice(product, KEPT + 1))
                more = more or found.more or len(kept) > KEPT
                kept = kept[:KEPT]
        return Derivations(kept, more)


def inline(term: Term | None) -> str:
    """A term as it can stand in VALUES; UNDEF where it cannot."""
    return str(term) if isinstance(term, INLINE) else "UNDEF"
