"""A pattern, part by part: what it comes to for the solutions that go through one part of it.

Where the values of that part are known and few, its solutions are found from there, and what
has no say in them is left out: the other branches of a UNION, an OPTIONAL that need not be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from innograph.lineage.scope import visible
from innograph.lineage.syntax import (
    INVERSE,
    SEQUENCE,
    Bind,
    Filter,
    Group,
    Optional,
    Path,
    Select,
    SubSelect,
    Triple,
    Triples,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from innograph.lineage.syntax import Element, Expression

    Frame = Callable[[str], str]  # the text of a part → the text of the pattern around it

_VARIABLE = re.compile(r"[?$](\w+)")


@dataclass(frozen=True, slots=True)
class Through:
    """A part of a pattern, and the pattern for the solutions that go through it.

    Attributes:
        part: A triple pattern, in which a path is none of sequence and inverse; a sub-SELECT; or
            the pattern of an EXISTS.
        around: Makes the pattern's text of what is to stand in the place of the part.
        certain: Whether all solutions go through the part.
    """

    part: Triple | Select | Group
    around: Frame
    certain: bool


class Parts:
    """Takes patterns apart.

    Args:
        fresh: How names begin that the query does not use.
    """

    def __init__(self, fresh: str) -> None:
        self._fresh = fresh
        self._made = 0

    def of(self, select: Select) -> Iterator[Through]:
        """The parts of a SELECT's pattern that are matched in the default graph, and of its expressions."""
        yield from self._of_group(select.where, _itself, certain=True)
        modifiers = select.modifiers
        named = [column.expression for column in (*(select.columns or ()), *(modifiers.keys or ()))]
        for expression in (*filter(None, named), *modifiers.having, *modifiers.order_conditions):
            yield from _exists(expression, is_filter=False)

    def of_pattern(self, group: Group) -> Iterator[Through]:
        """The parts of a pattern."""
        return self._of_group(group, _itself, certain=True)

    def _name(self) -> str:
        self._made += 1
        return f"?{self._fresh}t{self._made}"

    def _of_group(self, group: Group, frame: Frame, *, certain: bool) -> Iterator[Through]:
        texts = [element.text for element in group.elements]
        for place, element in enumerate(group.elements):
            around = partial(_within, frame, group.elements, texts, place)
            yield from self._of_element(element, around, certain=certain)

    def _of_element(self, element: Element, around: Frame, *, certain: bool) -> Iterator[Through]:
        match element:
            case Triples():
                yield from self._of_triples(element, around, certain=certain)
            case Filter() | Bind():
                yield from _exists(element.expression, is_filter=isinstance(element, Filter))
            case Optional():
                yield from self._of_group(element.group, self._matched(element, around), certain=False)
            case Union():
                certain = certain and len(element.groups) == 1
                for group in element.groups:
                    yield from self._of_group(group, around, certain=certain)
            case SubSelect():
                yield Through(element.select, around, certain)

    def _of_triples(self, element: Triples, around: Frame, *, certain: bool) -> Iterator[Through]:
        triples = [simple for triple in element.triples for simple in self._simple(triple)]
        for place, triple in enumerate(triples):
            others = [f"{other} ." for other in triples[:place] + triples[place + 1 :]]
            yield Through(triple, partial(_beside, around, others), certain)

    def _simple(self, triple: Triple) -> Iterator[Triple]:
        """The triple patterns that one with a sequence or inverse stands for."""
        path = triple.predicate
        if not isinstance(path, Path) or path.operator not in (INVERSE, SEQUENCE):
            yield triple
        elif path.operator == INVERSE:
            yield from self._simple(Triple(triple.object, path.parts[0], triple.subject))
        else:
            ends = [triple.subject, *(self._name() for _ in path.parts[1:]), triple.object]
            for step in zip(ends[:-1], path.parts, ends[1:], strict=True):
                yield from self._simple(Triple(*step))

    def _matched(self, element: Optional, around: Frame) -> Frame:
        """An OPTIONAL where it matched; its own filters see what is before it, so with them it stays one."""
        if not any(isinstance(each, Filter) for each in element.group.elements):
            return around
        mark = self._name()
        return lambda text: around(f"OPTIONAL {text[:-1]} BIND(true AS {mark}) }} FILTER(BOUND({mark}))")


def _itself(text: str) -> str:
    return text


def _beside(around: Frame, others: list[str], text: str) -> str:
    return around(f"{text} {' '.join(others)}")


def _within(frame: Frame, elements: Sequence[Element], texts: list[str], place: int, text: str) -> str:
    """The group with a text in the place of an element.

    An OPTIONAL before it comes after it, where that makes no difference: it would be gone through
    for all solutions.
    """
    later: list[int] = []
    for number in range(place - 1, -1, -1):
        if isinstance(elements[number], Optional):
            own = set(visible(elements[number : number + 1])) - set(visible(elements[:number]))
            passed = [each for each in range(number + 1, place + 1) if each not in later]
            if own.isdisjoint(f"?{name}" for each in passed for name in _VARIABLE.findall(texts[each])):
                later.insert(0, number)
    before = [each for number, each in enumerate(texts[:place]) if number not in later]
    after = [texts[number] for number in later] + texts[place + 1 :]
    return frame(f"{{ {' '.join([*before, text, *after])} }}")


def _exists(expression: Expression, *, is_filter: bool) -> Iterator[Through]:
    """The patterns of EXISTS that a solution may rest on; of FILTER NOT EXISTS it is only absent."""
    for exists in expression.exists:
        if not (is_filter and expression.is_exists and exists.negated):
            yield Through(exists.pattern, _itself, certain=False)
