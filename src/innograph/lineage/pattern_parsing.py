"""The reading of group graph patterns, triples, property paths and expressions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from innograph.errors import QueryError
from innograph.lineage.syntax import (
    ALTERNATIVE,
    INVERSE,
    NEGATED,
    SEQUENCE,
    Bind,
    Exists,
    Expression,
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
    from collections.abc import Callable

    from innograph.lineage.syntax import Element, Select
    from innograph.lineage.tokens import Token

TYPE_IRI = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LIST = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#{}>"
_AGGREGATES = frozenset(["COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"])
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")


class Cursor:
    """A place among the tokens of a query, and the names that it gives out."""

    def __init__(self, sparql: str, tokens: list[Token]) -> None:
        self.sparql = sparql
        self.tokens = tokens
        self.at = 0
        self.fresh_prefix = "_"
        while f"?{self.fresh_prefix}" in sparql or f"${self.fresh_prefix}" in sparql:
            self.fresh_prefix += "_"
        self.made = 0

    def _peek(self) -> Token:
        return self.tokens[self.at]

    def _at(self, key: str) -> bool:
        return self.tokens[self.at].key == key

    def _take(self, expected: str = "") -> Token:
        token = self.tokens[self.at]
        if expected and token.key != expected:
            raise QueryError(
                f"lineage cannot be tracked: {token.text!r} stands where {expected!r} was expected"
            )
        self.at += 1
        return token

    def _skip(self, key: str) -> bool:
        if self._at(key):
            self.at += 1
            return True
        return False

    def _text_since(self, start: int) -> str:
        """The query's text from a position to the last token taken."""
        return self.sparql[start : self.tokens[self.at - 1].end]

    def _fresh(self, kind: str) -> str:
        """A variable that the query does not know."""
        self.made += 1
        return f"?{self.fresh_prefix}{kind}{self.made}"

    def _variable(self) -> str:
        return "?" + self._take().text[1:]


class Patterns(Cursor):
    """Reads what stands between braces."""

    def sub_select(self) -> Select:
        """A SELECT within a pattern."""
        raise NotImplementedError

    def _group(self) -> Group:
        start = self._take("{").start
        elements: list[Element] = []
        if self._at("SELECT"):
            elements.append(SubSelect(self.sub_select()))
        while not self._at("}"):
            if not self._skip("."):
                elements.append(self._element())
        self._take("}")
        return Group(tuple(elements), self._text_since(start))

    def _element(self) -> Element:
        token = self._peek()
        readers: dict[str, Callable[[], Element]] = {
            "FILTER": self._filter,
            "OPTIONAL": self._optional,
            "MINUS": self._minus,
            "GRAPH": self._graph,
            "BIND": self._bind,
            "VALUES": self._inner_values,
            "{": self._union,
        }
        key = token.key if token.kind in ("word", "sign") else ""
        return readers.get(key, self._triples)()

    def _filter(self) -> Filter:
        self._take()
        return Filter(self._constraint())

    def _optional(self) -> Optional:
        self._take()
        return Optional(self._group())

    def _minus(self) -> Minus:
        self._take()
        return Minus(self._group())

    def _graph(self) -> Graph:
        self._take()
        return Graph(self._term(), self._group())

    def _bind(self) -> Bind:
        self._take()
        self._take("(")
        expression = self._expression(until="AS")
        self._take("AS")
        variable = self._variable()
        self._take(")")
        return Bind(expression, variable)

    def _inner_values(self) -> Values:
        return self._values(self._take().start)

    def _values(self, start: int) -> Values:
        variables = []
        while not self._at("{"):
            if self._peek().kind == "variable":
                variables.append(self._variable())
            else:
                self._take()
        self._take_balanced()
        return Values(self._text_since(start), tuple(variables))

    def _union(self) -> Union:
        groups = [self._group()]
        while self._skip("UNION"):
            groups.append(self._group())
        return Union(tuple(groups))

    # Expressions

    def _constraint(self) -> Expression:
        """A bracketed expression, a call, or an EXISTS."""
        start = self.at
        exists: list[Exists] = []
        if self._peek().key in ("EXISTS", "NOT"):
            exists.append(self._exists())
            return self._made_expression(start, exists)
        while not self._at("("):
            self._take()
        self._read_expression(exists, closing=True)
        return self._made_expression(start, exists)

    def _expression(self, until: str) -> Expression:
        """The expression up to a word or the closing bracket, neither of which it takes."""
        start = self.at
        exists: list[Exists] = []
        while not self._at(until) and not self._at(")"):
            self._read_expression(exists)
        return self._made_expression(start, exists)

    def _read_expression(self, exists: list[Exists], *, closing: bool = False) -> None:
        """Take one token of an expression, or all that stands in brackets."""
        if self._peek().key == "EXISTS" or (self._at("NOT") and self.tokens[self.at + 1].key == "EXISTS"):
            exists.append(self._exists())
        elif self._at("(") or closing:
            self._take("(")
            while not self._at(")"):
                self._read_expression(exists)
            self._take(")")
        else:
            self._take()

    def _exists(self) -> Exists:
        negated = self._skip("NOT")
        self._take("EXISTS")
        return Exists(self._group(), negated)

    def _made_expression(self, start: int, exists: list[Exists]) -> Expression:
        tokens = self.tokens[start : self.at]
        text = self.sparql[tokens[0].start : tokens[-1].end] if tokens else ""
        lone = len(exists) == 1 and text.endswith(exists[0].pattern.text)
        heads = {token.key for token in tokens[: 2 if lone and exists[0].negated else 1]}
        is_exists = lone and heads <= {"NOT", "EXISTS"}
        aggregates = any(
            token.key in _AGGREGATES and token.kind == "word" and following.text == "("
            for token, following in pairwise(tokens)
        )
        return Expression(text, tuple(exists), is_exists, aggregates)

    def _take_balanced(self) -> None:
        depth = 0
        while True:
            token = self._take()
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            if depth == 0:
                return

    # Triples

    def _triples(self) -> Triples:
        triples: list[Triple] = []
        self._triples_same_subject(triples)
        while self._skip("."):
            token = self._peek()
            if token.text in ("}", "{", ".") or token.key in _NOT_TRIPLES:
                break
            self._triples_same_subject(triples)
        return Triples(tuple(triples))

    def _triples_same_subject(self, triples: list[Triple]) -> None:
        subject = self._node(triples)
        if not self._ends_properties():
            self._properties(subject, triples)

    def _ends_properties(self) -> bool:
        token = self._peek()
        return token.text in (".", "}", "]", "{", "") or (token.kind == "word" and token.key in _NOT_TRIPLES)

    def _properties(self, subject: str, triples: list[Triple]) -> None:
        while True:
            predicate = self._path()
            while True:
                triples.append(Triple(subject, predicate, self._node(triples)))
                if not self._skip(","):
                    break
            while self._skip(";"):
                pass
            if self._ends_properties():
                return

    def _node(self, triples: list[Triple]) -> str:
        if self._skip("["):
            node = self._fresh("b")
            if not self._at("]"):
                self._properties(node, triples)
            self._take("]")
            return node
        if self._at("("):
            return self._list(triples)
        return self._term()

    def _list(self, triples: list[Triple]) -> str:
        self._take("(")
        nodes = []
        while not self._skip(")"):
            nodes.append(self._node(triples))
        heads = [self._fresh("b") for _ in nodes]
        nil = _LIST.format("nil")
        rests = [*heads[1:], nil] if heads else []
        for head, node, rest in zip(heads, nodes, rests, strict=True):
            triples += [Triple(head, _LIST.format("first"), node), Triple(head, _LIST.format("rest"), rest)]
        return heads[0] if heads else nil

    def _term(self) -> str:
        token = self._take()
        if token.kind == "variable":
            return "?" + token.text[1:]
        if token.kind == "blank":
            return f"?{self.fresh_prefix}_{token.text[2:].replace('.', 'x2E').replace('-', 'x2D')}"
        if token.text in ("+", "-"):
            return token.text + self._take().text
        if token.text == "a" and token.kind == "word":
            return TYPE_IRI
        if token.kind == "string":
            return token.text + self._after_string()
        return token.text

    def _after_string(self) -> str:
        if self._peek().kind == "language":
            return self._take().text
        if self._skip("^^"):
            return "^^" + self._take().text
        return ""

    # Property paths

    def _path(self) -> str | Path:
        if self._peek().kind == "variable":
            return self._term()
        return self._joined_paths(ALTERNATIVE)

    def _joined_paths(self, operator: str) -> str | Path:
        parts = [self._path_part(operator)]
        while self._skip(operator):
            parts.append(self._path_part(operator))
        return parts[0] if len(parts) == 1 else Path(operator, tuple(parts))

    def _path_part(self, operator: str) -> str | Path:
        return self._joined_paths(SEQUENCE) if operator == ALTERNATIVE else self._path_step()

    def _path_step(self) -> str | Path:
        if self._skip("^"):
            return Path(INVERSE, (self._path_step(),))
        if self._skip("!"):
            return Path(NEGATED, self._negated())
        if self._skip("("):
            path = self._joined_paths(ALTERNATIVE)
            self._take(")")
        else:
            path = self._term()
        return Path(self._take().text, (path,)) if self._is_repeated() else path

    def _is_repeated(self) -> bool:
        sign, following = self._peek(), self.tokens[self.at + 1]
        is_number = following.kind == "number" and following.start == sign.end
        return sign.text in ("*", "+", "?") and not is_number

    def _negated(self) -> tuple[str | Path, ...]:
        if not self._skip("("):
            return (self._path_step(),)
        parts = []
        while not self._skip(")"):
            parts.append(self._path_step())
            self._skip("|")
        return tuple(parts)


_NOT_TRIPLES = frozenset(["FILTER", "OPTIONAL", "MINUS", "GRAPH", "BIND", "VALUES"])
