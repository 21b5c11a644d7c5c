"""Which variables a pattern binds (SPARQL 1.1, section 18.2.1), and which it binds for certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.lineage.syntax import (
    Bind,
    Graph,
    Group,
    Minus,
    Optional,
    SubSelect,
    Triples,
    Union,
    Values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.lineage.syntax import Element, Select


def visible(elements: Iterable[Element]) -> tuple[str, ...]:
    """The variables in scope after these elements of a group, in order."""
    return tuple(dict.fromkeys(variable for element in elements for variable in _bound_by(element)))


def columns_of(select: Select) -> tuple[str, ...]:
    """The variables that a SELECT gives."""
    if select.columns is not None:
        return tuple(column.variable for column in select.columns)
    trailing = select.modifiers.values.variables if select.modifiers.values else ()
    return tuple(dict.fromkeys((*visible(select.where.elements), *trailing)))


def certain(group: Group) -> tuple[str, ...]:
    """Variables that can be restricted at the head of the group without changing what it means.

    Those that a triple pattern binds before anything that depends on what is bound so far.
    """
    found: list[str] = []
    for element in group.elements:
        if isinstance(element, Optional | Minus | Bind):
            break
        if isinstance(element, Triples):
            found += _bound_by(element)
        elif isinstance(element, Graph):
            found += [element.name] if element.name.startswith("?") else []
            found += certain(element.group)
    return tuple(dict.fromkeys(found))


def mentioned(group: Group) -> tuple[str, ...]:
    """All variables that stand in the group's text, whatever their scope."""
    from innograph.lineage.tokens import tokens_of

    return tuple(
        dict.fromkeys("?" + token.text[1:] for token in tokens_of(group.text) if token.kind == "variable")
    )


def _bound_by(element: Element) -> Iterator[str]:
    match element:
        case Triples():
            for triple in element.triples:
                yield from triple.variables()
        case Bind():
            yield element.variable
        case Values():
            yield from element.variables
        case Graph():
            if element.name.startswith("?"):
                yield element.name
        case SubSelect():
            yield from columns_of(element.select)
    for group in _inner_groups(element):
        yield from visible(group.elements)


def _inner_groups(element: Element) -> tuple[Group, ...]:
    """The groups in an element whose variables are in scope outside of it."""
    if isinstance(element, Optional | Graph):
        return (element.group,)
    return element.groups if isinstance(element, Union) else ()
