"""A pattern → the query that returns its bindings, and how statements are made of them.

The query (the *bindings query*) is the pattern itself with three additions that change no
solution: blank nodes become variables, sequences and inverses of property paths become triple
patterns (as the specification translates them, section 18.2.2.4), and OPTIONAL, UNION and
sub-SELECT leave a mark that tells which of them a solution went through. Each solution then
says which statements it used: the triple patterns with their variables replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from innograph.lineage.scope import certain, columns_of, mentioned, visible
from innograph.lineage.syntax import (
    INVERSE,
    SEQUENCE,
    Bind,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Path,
    SubSelect,
    Triple,
    Triples,
    Union,
    Values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.lineage.syntax import Column, Element, Expression, Select

DEFAULT = ""  # the place of the default graph among the names of graphs


@dataclass(frozen=True, slots=True)
class StatementPart:
    """A triple pattern that a solution used if *mark* is bound in it."""

    mark: str | None
    terms: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class PathPart:
    """A path pattern that a solution followed if *mark* is bound in it."""

    mark: str | None
    start: str
    path: Path
    end: str
    graph: str


@dataclass(frozen=True, slots=True)
class AbsencePart:
    """A pattern that found nothing if *mark* is bound in the solution and *unless* is not."""

    mark: str | None
    unless: str | None
    text: str


@dataclass(frozen=True, slots=True)
class GraphPart:
    """A named graph that has to exist, of a GRAPH with no triples in it."""

    mark: str | None
    graph: str


@dataclass(frozen=True, slots=True)
class ExistsPart:
    """An EXISTS that holds for each solution (*needed*), or that may or may not hold.

    Attributes:
        scope: The variables that have their values from the solution.
    """

    mark: str | None
    pattern: Group
    scope: tuple[str, ...]
    graph: str
    needed: bool
    text: str


@dataclass(frozen=True, slots=True)
class SelectPart:
    """A sub-SELECT; *copies* hold the values of the row of it that a solution used.

    Attributes:
        graph: The active graph. Where that is a variable, Oxigraph lets a sub-SELECT range over
            all named graphs by itself, so it is a variable of its own here.
    """

    mark: str | None
    select: Select
    copies: tuple[str, ...]
    graph: str


Unit = ExistsPart | SelectPart


@dataclass(slots=True)
class Plan:
    """The bindings query of one pattern.

    Attributes:
        optionals: By their marks, the OPTIONAL that are triple patterns alone, as text.
        keys: What a solution is found by, as it is selected: the columns of a SELECT, the keys
            of its groups.
        body: The pattern.
        certain: The variables that may be restricted at the head of the pattern.
        restrictable: The keys among them.
        values: The VALUES after the query, as text.
    """

    keys: tuple[Column, ...]
    body: str
    certain: tuple[str, ...]
    restrictable: tuple[str, ...]
    values: str = ""
    statements: list[StatementPart] = field(default_factory=list)
    paths: list[PathPart] = field(default_factory=list)
    absences: list[AbsencePart] = field(default_factory=list)
    graphs: list[GraphPart] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    optionals: dict[str, str] = field(default_factory=dict)

    def needed(self) -> Iterator[str]:
        """The terms and marks that a solution has to tell."""
        for part in self.statements:
            yield from part.terms
        for path in self.paths:
            yield from (path.start, path.end, path.graph)
        for named in self.graphs:
            yield named.graph
        for unit in self.units:
            yield from unit.scope if isinstance(unit, ExistsPart) else unit.copies
        for marked in (*self.statements, *self.paths, *self.graphs, *self.units, *self.absences):
            yield marked.mark or DEFAULT
        for absence in self.absences:
            yield absence.unless or DEFAULT


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the pattern the planner stands.

    Attributes:
        mark: The mark that is bound if a solution went through here; None if all do.
        graph: The active graph.
        outer: Variables that a filter here sees from outside its group.
    """

    mark: str | None = None
    graph: str = DEFAULT
    outer: tuple[str, ...] = ()


class Planner:
    """Makes plans; knows which names are free.

    Args:
        fresh: How names begin that the query does not use.
    """

    def __init__(self, fresh: str) -> None:
        self.fresh = fresh
        self.made = 0

    def of_select(self, select: Select, graph: str = DEFAULT) -> Plan:
        """The plan of a SELECT: by its columns, or by the keys of its groups."""
        if select.is_grouped:
            keys = select.modifiers.keys or ()
            expressions = [column.expression for column in select.columns or () if column.expression]
            expressions += [*select.modifiers.having, *select.modifiers.order_conditions]
        else:
            keys = select.columns if select.columns is not None else _bare(columns_of(select))
            expressions = list(select.modifiers.order_conditions)
        expressions += [key.expression for key in keys if key.expression]
        plan = self._of_group(select.where, keys, expressions, graph)
        if select.modifiers.values:
            plan.values = select.modifiers.values.text
        return plan

    def of_pattern(self, group: Group, keys: tuple[str, ...], graph: str = DEFAULT) -> Plan:
        """The plan of a pattern, its solutions found by some of its variables."""
        return self._of_group(group, _bare(keys), [], graph)

    def _of_group(
        self, group: Group, keys: tuple[Column, ...], expressions: list[Expression], graph: str
    ) -> Plan:
        own = {key.variable for key in keys if not key.expression}
        known = certain(group)
        plan = Plan(keys, "", known, tuple(variable for variable in known if variable in own))
        place = _Place(graph=graph)
        body = self._group(plan, group, place)
        for expression in expressions:
            self._expression(plan, expression, visible(group.elements), place)
        plan.body = f"{{ GRAPH {graph} {body} }}" if graph else body
        return plan

    def _name(self, kind: str) -> str:
        self.made += 1
        return f"?{self.fresh}{kind}{self.made}"

    def _group(self, plan: Plan, group: Group, place: _Place, mark: str | None = None) -> str:
        """The group's text in the bindings query; *mark* is bound at its end."""
        texts = []
        for number, element in enumerate(group.elements):
            texts.append(self._element(plan, element, place, group, number))
        if mark:
            texts.append(f"BIND(true AS {mark})")
        return f"{{ {' '.join(texts)} }}"

    def _element(self, plan: Plan, element: Element, place: _Place, group: Group, number: int) -> str:
        before = visible(group.elements[:number])
        match element:
            case Triples():
                text = " ".join(self._triple(plan, triple, place) for triple in element.triples)
            case Filter():
                scope = (*place.outer, *visible(group.elements))
                is_needed = element.expression.is_exists
                self._expression(plan, element.expression, scope, place, is_needed=is_needed)
                text = f"FILTER {element.expression.text}"
            case Bind():
                self._expression(plan, element.expression, before, place)
                text = f"BIND({element.expression.text} AS {element.variable})"
            case Values():
                text = element.text
            case Minus():
                text = f"MINUS {element.group.text}"
                plan.absences.append(AbsencePart(place.mark, None, _in_graph(text, place)))
            case Optional():
                text = self._optional(plan, element, place, before)
            case Graph():
                text = self._graph(plan, element, place)
            case Union():
                text = self._union(plan, element, place)
            case SubSelect():
                text = self._sub_select(plan, element, place)
        return text

    def _optional(self, plan: Plan, element: Optional, place: _Place, before: tuple[str, ...]) -> str:
        mark = self._name("o")
        text = _in_graph(f"OPTIONAL {element.group.text}", place)
        plan.absences.append(AbsencePart(place.mark, mark, text))
        inside = _Place(mark, place.graph, (*place.outer, *before))
        text = self._group(plan, element.group, inside, mark)
        if all(isinstance(each, Triples) for each in element.group.elements) and not place.graph:
            plan.optionals[mark] = text
        return f"OPTIONAL {text}"

    def _graph(self, plan: Plan, element: Graph, place: _Place) -> str:
        inside = _Place(place.mark, element.name)
        if not any(isinstance(each, Triples) for each in element.group.elements):
            plan.graphs.append(GraphPart(place.mark, element.name))
        return f"GRAPH {element.name} {self._group(plan, element.group, inside)}"

    def _union(self, plan: Plan, element: Union, place: _Place) -> str:
        if len(element.groups) == 1:
            return self._group(plan, element.groups[0], _Place(place.mark, place.graph))
        texts = []
        for group in element.groups:
            mark = self._name("u")
            texts.append(self._group(plan, group, _Place(mark, place.graph), mark))
        return " UNION ".join(texts)

    def _sub_select(self, plan: Plan, element: SubSelect, place: _Place) -> str:
        columns = columns_of(element.select)
        copies = tuple(self._name("s") for _ in columns)
        graph = self._name("g") if place.graph.startswith("?") else place.graph
        plan.units.append(SelectPart(place.mark, element.select, copies, graph))
        copied = " ".join(f"({column} AS {copy})" for column, copy in zip(columns, copies, strict=True))
        return f"{{ SELECT {' '.join(columns)} {copied} {{ {{ {element.select.text} }} }} }}"

    def _expression(
        self,
        plan: Plan,
        expression: Expression,
        scope: tuple[str, ...],
        place: _Place,
        *,
        is_needed: bool = False,
    ) -> None:
        """Note what the EXISTS in an expression rest on; *is_needed* if the expression has to hold."""
        for exists in expression.exists:
            text = _in_graph(f"NOT EXISTS {exists.pattern.text}", place)
            if is_needed and exists.negated:
                plan.absences.append(AbsencePart(place.mark, None, text))
                continue
            shared = set(mentioned(exists.pattern)) & set(scope)
            graph = {place.graph} if place.graph.startswith("?") else set()
            variables = tuple(sorted(shared | graph))
            plan.units.append(ExistsPart(place.mark, exists.pattern, variables, place.graph, is_needed, text))

    def _triple(self, plan: Plan, triple: Triple, place: _Place) -> str:
        """The triple's text; sequences and inverses are taken apart."""
        path = triple.predicate
        if isinstance(path, str):
            terms = (triple.subject, path, triple.object, place.graph)
            plan.statements.append(StatementPart(place.mark, terms))
            return f"{triple} ."
        if path.operator == INVERSE:
            return self._triple(plan, Triple(triple.object, path.parts[0], triple.subject), place)
        if path.operator == SEQUENCE:
            joints = [triple.subject, *(self._name("j") for _ in path.parts[1:]), triple.object]
            steps = zip(joints[:-1], path.parts, joints[1:], strict=True)
            return " ".join(self._triple(plan, Triple(*step), place) for step in steps)
        plan.paths.append(PathPart(place.mark, triple.subject, path, triple.object, place.graph))
        return f"{triple} ."


def _bare(variables: Iterable[str]) -> tuple[Column, ...]:
    from innograph.lineage.syntax import Column

    return tuple(Column(variable) for variable in variables)


def _in_graph(text: str, place: _Place) -> str:
    shown = " ".join(text.split())
    return f"GRAPH {place.graph} {{ {shown} }}" if place.graph else shown
