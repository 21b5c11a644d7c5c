"""The shortest way by which a property path leads from one node to another.

A path is a regular expression over predicates, so it is turned into an automaton (Thompson
1968) and the graph is searched breadth first in pairs of node and state. The search of one
start is kept and goes on where it stopped, since rows that share a start are neighbours.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from innograph.lineage.derivations import Used, Witness
from innograph.lineage.syntax import (
    ALTERNATIVE,
    INVERSE,
    NEGATED,
    ONE_OR_MORE,
    SEQUENCE,
    ZERO_OR_MORE,
    ZERO_OR_ONE,
    Path,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import NamedNode

    from innograph.lineage.derivations import Term

    Match = Callable[[Term | None, NamedNode | None, Term | None], Iterable[Used]]

_REMEMBERED = 10_000  # witnesses
_REACHED = 200_000  # nodes
BUDGET = 20_000  # statements looked at of all searches for another witness


class Step(NamedTuple):
    """One edge of the automaton: a predicate, or all but some, forwards or backwards."""

    forwards: bool
    predicate: NamedNode | None
    excluded: frozenset[NamedNode]
    target: int


class Automaton:
    """The automaton of a path: the steps of each state, and the states that accept."""

    def __init__(self, path: Path | str, terms: dict[str, NamedNode]) -> None:
        self._terms = terms
        self._edges: list[list[Step]] = []
        self._empty: list[list[int]] = []
        first, last = self._state(), self._state()
        self._build(path, first, last, forwards=True)
        closures = [self._closure(state) for state in range(len(self._edges))]
        self.steps = [[step for each in closure for step in self._edges[each]] for closure in closures]
        self.accepting = [last in closure for closure in closures]

    def _state(self) -> int:
        self._edges.append([])
        self._empty.append([])
        return len(self._edges) - 1

    def _closure(self, state: int) -> list[int]:
        found, waiting = {state: None}, [state]
        while waiting:
            new = [each for each in self._empty[waiting.pop()] if each not in found]
            found.update(dict.fromkeys(new))
            waiting += new
        return list(found)

    def _build(self, path: Path | str, first: int, last: int, *, forwards: bool) -> None:
        """Lead from one state to another by a path, which is walked backwards if not *forwards*."""
        if isinstance(path, str):
            self._edges[first].append(Step(forwards, self._terms[path], frozenset(), last))
        elif path.operator == INVERSE:
            self._build(path.parts[0], first, last, forwards=not forwards)
        elif path.operator == ALTERNATIVE:
            for part in path.parts:
                self._build(part, first, last, forwards=forwards)
        elif path.operator == SEQUENCE:
            parts = path.parts if forwards else path.parts[::-1]
            states = [first, *(self._state() for _ in parts[1:]), last]
            for begin, part, end in zip(states[:-1], parts, states[1:], strict=True):
                self._build(part, begin, end, forwards=forwards)
        elif path.operator == NEGATED:
            self._build_negated(path, first, last, forwards=forwards)
        else:
            self._build_repeated(path, first, last, forwards=forwards)

    def _build_negated(self, path: Path, first: int, last: int, *, forwards: bool) -> None:
        inverse = [part.parts[0] for part in path.parts if isinstance(part, Path)]
        direct = [part for part in path.parts if isinstance(part, str)]
        if direct or not inverse:
            excluded = frozenset(self._terms[part] for part in direct)
            self._edges[first].append(Step(forwards, None, excluded, last))
        if inverse:
            excluded = frozenset(self._terms[str(part)] for part in inverse)
            self._edges[first].append(Step(not forwards, None, excluded, last))

    def _build_repeated(self, path: Path, first: int, last: int, *, forwards: bool) -> None:
        before, after = self._state(), self._state()
        self._empty[first].append(before)
        self._empty[after].append(last)
        self._build(path.parts[0], before, after, forwards=forwards)
        if path.operator in (ZERO_OR_MORE, ONE_OR_MORE):
            self._empty[after].append(before)
        if path.operator in (ZERO_OR_MORE, ZERO_OR_ONE):
            self._empty[before].append(after)


class Search:
    """A search from one node; it goes as far as it has been asked to.

    Args:
        automaton: The path.
        start: The node.
        match: Gives the statements with a subject, predicate and object in the active graph.
        without: A statement that is not to be used.
    """

    def __init__(
        self,
        automaton: Automaton,
        start: Term,
        match: Match,
        without: Used | None = None,
    ) -> None:
        self._automaton = automaton
        self._match = match
        self._without = without
        self._came: dict[tuple[Term, int], tuple[tuple[Term, int], Used] | None] = {(start, 0): None}
        self._waiting = deque([(start, 0)])
        self._reached: dict[Term, tuple[Term, int]] = {}
        self._note((start, 0))

    def way_to(self, end: Term) -> tuple[Used, ...] | None:
        """The statements of a shortest way to *end*; None if there is none."""
        while not self.has_reached(end) and self.is_going():
            self.advance()
        if not self.has_reached(end):
            return None
        way = []
        came = self._came[self._reached[end]]
        while came:
            way.append(came[1])
            came = self._came[came[0]]
        return tuple(reversed(way))

    def has_reached(self, end: Term) -> bool:
        """Whether a way to *end* was found so far."""
        return end in self._reached

    def is_going(self) -> bool:
        """Whether it has not yet been everywhere."""
        return bool(self._waiting)

    def __len__(self) -> int:
        return len(self._came)

    def advance(self) -> int:
        """Go on from one node; how many statements it looked at."""
        pair = self._waiting.popleft()
        looked = 0
        for used, following in self._edges(pair):
            looked += 1
            if following not in self._came and used != self._without:
                self._came[following] = (pair, used)
                self._waiting.append(following)
                self._note(following)
        return looked + 1

    def _note(self, pair: tuple[Term, int]) -> None:
        if self._automaton.accepting[pair[1]]:
            self._reached.setdefault(pair[0], pair)

    def _edges(self, pair: tuple[Term, int]) -> Iterator[tuple[Used, tuple[Term, int]]]:
        node, state = pair
        for step in self._automaton.steps[state]:
            subject, value = (node, None) if step.forwards else (None, node)
            for used in self._match(subject, step.predicate, value):
                if used.predicate not in step.excluded:
                    yield used, (used.object if step.forwards else used.subject, step.target)


class Witnesses:
    """Finds the witnesses of one path pattern, from the end of it that fewer rows differ in.

    Args:
        path: The path.
        terms: The IRIs in it.
        backwards: Whether to search from the end of the path to its start.
        budget: Steps that are left for looking for other witnesses, shared by all paths.
    """

    def __init__(
        self, path: Path, terms: dict[str, NamedNode], budget: list[int], *, backwards: bool
    ) -> None:
        self._text = str(path)
        self._automaton = Automaton(Path(INVERSE, (path,)) if backwards else path, terms)
        self._reverse = Automaton(path if backwards else Path(INVERSE, (path,)), terms)
        self._backwards = backwards
        self._budget = budget
        self._size = 0
        self._searches: dict[tuple[object, Term], Search] = {}
        self._known: dict[tuple[object, Term, Term], Witness | None] = {}

    def of(
        self,
        start: Term,
        end: Term,
        graph: object,
        match: Match,
    ) -> Witness | None:
        """The witness of a path from *start* to *end*; None if the graph has none."""
        if (graph, start, end) not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[graph, start, end] = self._found(start, end, graph, match)
        return self._known[graph, start, end]

    def _found(self, start: Term, end: Term, graph: object, match: Match) -> Witness | None:
        begin, goal = (end, start) if self._backwards else (start, end)
        search = self._search(graph, begin, match)
        before = len(search)
        way = search.way_to(goal)
        self._size += len(search) - before
        if way is None:
            return None
        another = self._is_another(way, begin, goal, match)
        return Witness(self._text, way[::-1] if self._backwards else way, another)

    def _search(self, graph: object, begin: Term, match: Match) -> Search:
        if (graph, begin) not in self._searches:
            if self._size > _REACHED or len(self._searches) > _REMEMBERED:
                self._searches.clear()
                self._size = 0
            self._searches[graph, begin] = Search(self._automaton, begin, match)
        return self._searches[graph, begin]

    def _is_another(self, way: tuple[Used, ...], begin: Term, goal: Term, match: Match) -> bool | None:
        """Whether some other way does without one of these statements."""
        for used in dict.fromkeys(way):
            found = self._leads_without(used, begin, goal, match)
            if found or found is None:
                return found
        return False

    def _leads_without(self, used: Used, begin: Term, goal: Term, match: Match) -> bool | None:
        """Whether there is a way without a statement: the search from the end that is done first tells."""
        there = Search(self._automaton, begin, match, without=used)
        back = Search(self._reverse, goal, match, without=used)
        while not (there.has_reached(goal) or back.has_reached(begin)):
            if not (there.is_going() and back.is_going()):
                return False
            if self._budget[0] <= 0:
                return None
            self._budget[0] -= there.advance() + back.advance()
        return True
