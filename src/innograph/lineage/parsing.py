"""SPARQL text → its structure.

Oxigraph has read the query before and found it to be SPARQL, so this reader only has to find
its way: it is a descent over the tokens that keeps expressions as text (SPARQL 1.1 Query
Language, section 19.8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from innograph.errors import QueryError
from innograph.lineage.pattern_parsing import Patterns
from innograph.lineage.syntax import (
    Column,
    Expression,
    Group,
    Modifiers,
    Query,
    Select,
    Triples,
    absolute_iri,
)
from innograph.lineage.tokens import refuse_untracked, tokens_of
from innograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from innograph.lineage.syntax import Triple, Values

_Read = TypeVar("_Read")

_AFTER_CONDITIONS = frozenset(["GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}", ""])


def parse(sparql: str) -> Query:
    """The structure of a SPARQL query.

    Raises:
        QueryError: It holds what cannot be tracked, or what this reader does not know.
    """
    tokens = tokens_of(sparql)
    refuse_untracked(tokens)
    try:
        return _Reader(sparql, tokens).query()
    except (IndexError, RecursionError) as error:
        message = "lineage cannot be tracked: the query's structure was not understood"
        raise QueryError(message, "ask without --cite or --view") from error


class _Reader(Patterns):
    """A reader that stands at one of the tokens of a query."""

    def query(self) -> Query:
        """The whole query."""
        prologue, prefixes = self._prologue()
        form = self._take().key.lower()
        template: tuple[Triple, ...] = ()
        resources: tuple[str, ...] = ()
        distinct, columns = "", None
        if form == "select":
            distinct, columns = self._projection()
        elif form == "describe":
            resources = self._resources()
        elif form == "construct" and self._at("{"):
            template = self._template()
        default, named = self._dataset()
        select = self._select_from(distinct, columns)
        if form == "construct" and not template:
            template = tuple(_all_triples(select.where))
        return Query(prologue, form, select, template, resources, default, named, self.fresh_prefix, prefixes)

    def sub_select(self) -> Select:
        """A SELECT within a pattern; the reader stands at the word."""
        start = self._take("SELECT").start
        distinct, columns = self._projection()
        select = self._select_from(distinct, columns)
        text = self._text_since(start)
        return Select(select.distinct, select.columns, select.where, select.modifiers, text)

    def _prologue(self) -> tuple[str, dict[str, str]]:
        """BASE and PREFIX as text, and the prefixes that stand for absolute IRIs."""
        prefixes = dict(PREFIXES)
        while self._peek().key in ("BASE", "PREFIX", "VERSION"):
            if self._take().key == "PREFIX":
                name = self._take().text.removesuffix(":")
                prefixes[name] = absolute_iri(self._peek().text)
            self._take()
        return self.sparql[: self._peek().start], prefixes

    def _projection(self) -> tuple[str, tuple[Column, ...] | None]:
        distinct = self._take().key if self._peek().key in ("DISTINCT", "REDUCED") else ""
        if self._skip("*"):
            return distinct, None
        columns = []
        while self._peek().kind == "variable" or self._at("("):
            columns.append(self._column())
        return distinct, tuple(columns)

    def _column(self) -> Column:
        if self._peek().kind == "variable":
            return Column(self._variable())
        self._take("(")
        expression = self._expression(until="AS")
        variable = ""
        if self._skip("AS"):
            variable = self._variable()
        self._take(")")
        return Column(variable or self._fresh("k"), expression)

    def _resources(self) -> tuple[str, ...]:
        found = []
        while self._peek().key not in ("FROM", "WHERE", "{", "", "*", *_AFTER_CONDITIONS):
            found.append(self._term())
        self._skip("*")
        return tuple(found)

    def _template(self) -> tuple[Triple, ...]:
        self._take("{")
        triples: list[Triple] = []
        while not self._skip("}"):
            if not self._skip("."):
                self._triples_same_subject(triples)
        return tuple(triples)

    def _dataset(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        default: list[str] = []
        named: list[str] = []
        while self._skip("FROM"):
            (named if self._skip("NAMED") else default).append(self._take().text)
        return tuple(default), tuple(named)

    def _select_from(self, distinct: str, columns: tuple[Column, ...] | None) -> Select:
        """What follows the columns of a SELECT: the pattern and the modifiers."""
        self._skip("WHERE")
        where = self._group() if self._at("{") else Group((), "{}")
        return Select(distinct, columns, where, self._modifiers())

    def _modifiers(self) -> Modifiers:
        keys: tuple[Column, ...] | None = None
        having: tuple[Expression, ...] = ()
        order = sliced = ""
        conditions: tuple[Expression, ...] = ()
        values: Values | None = None
        while (word := self._peek().key) in _AFTER_CONDITIONS and word not in ("}", ""):
            start = self._take().start
            if word == "GROUP":
                self._take("BY")
                keys = tuple(self._conditions(self._group_key))
            elif word == "HAVING":
                having = tuple(self._conditions(self._constraint))
            elif word == "ORDER":
                self._take("BY")
                conditions = tuple(self._conditions(self._order_condition))
                order = self._text_since(start)
            elif word == "VALUES":
                values = self._values(start)
            else:
                self._take()
                sliced = f"{sliced} {self._text_since(start)}".strip()
        return Modifiers(keys, having, order, conditions, sliced, values)

    def _group_key(self) -> Column:
        if self._peek().kind == "variable" or self._at("("):
            return self._column()
        return Column(self._fresh("k"), self._constraint())

    def _order_condition(self) -> Expression:
        if self._peek().key in ("ASC", "DESC"):
            self._take()
        if self._peek().kind == "variable":
            return Expression(self._take().text)
        return self._constraint()

    def _conditions(self, read: Callable[[], _Read]) -> Iterator[_Read]:
        while self._peek().key not in _AFTER_CONDITIONS:
            yield read()


def _all_triples(group: Group) -> Iterator[Triple]:
    """The triples of CONSTRUCT WHERE, which is its own template."""
    for element in group.elements:
        if isinstance(element, Triples):
            yield from element.triples
