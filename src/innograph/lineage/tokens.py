"""The tokens of a SPARQL query."""

from __future__ import annotations

import re
from dataclasses import dataclass

from innograph.errors import QueryError

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\n\r]*)
    | (?P<string>'''(?:[^'\\]|\\.|'(?!''))*''' | \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}
        | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*")
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:\w(?:[\w.-]*[\w-])?)
    | (?P<language>@[A-Za-z]+(?:-{1,2}[A-Za-z0-9]+)*)
    | (?P<name>(?:\w(?:[\w.-]*[\w-])?)?:
        (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?)?)
    | (?P<number>\d+\.\d*[eE][+-]?\d+|\d*\.\d+(?:[eE][+-]?\d+)?|\d+(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign><<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text, and where it begins and ends in the query.

    Attributes:
        key: The text in capitals when it is a word, else the text.
    """

    kind: str
    text: str
    key: str
    start: int
    end: int


def tokens_of(sparql: str) -> list[Token]:
    """The tokens of a query that is known to be SPARQL, and a last one of kind ``"end"``."""
    found = []
    for match in _TOKEN.finditer(sparql):
        kind = match.lastgroup or ""
        if kind != "space":
            text = match[0]
            key = text.upper() if kind == "word" else text
            found.append(Token(kind, text, key, match.start(), match.end()))
    found.append(Token("end", "", "", len(sparql), len(sparql)))
    return found


def with_fixed_time(sparql: str, now: str) -> str:
    """The query with a literal in the place of each ``NOW()``.

    Lineage evaluates parts of a query by themselves, and all must see the same time.
    """
    if "now" not in sparql.lower():
        return sparql
    tokens = tokens_of(sparql)
    parts, done = [], 0
    for first, opening, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (first.kind, first.key, opening.text, closing.text) == ("word", "NOW", "(", ")"):
            parts += [sparql[done : first.start], now]
            done = closing.end
    return "".join([*parts, sparql[done:]])


def refuse_untracked(tokens: list[Token]) -> None:
    """Refuse what gives another value each time, or what is not SPARQL 1.1.

    Raises:
        QueryError: It holds such a thing; the message says which and why.
    """
    for token, first, second in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_named = token.key == "BNODE" and (first.text, second.text) != ("(", ")")
        if token.kind == "word" and token.key in _UNTRACKED and not is_named:
            raise QueryError(
                f"lineage cannot be tracked: {token.key} {_UNTRACKED[token.key]}",
                "ask without --cite or --view",
            )
        if token.kind == "sign" and token.text in _TRIPLE_TERMS:
            message = (
                f"lineage cannot be tracked: {token.text} is RDF 1.2, and patterns are tracked in SPARQL 1.1"
            )
            raise QueryError(message, "match the parts of the triple term by a pattern of their own")


_EACH_TIME = "gives another value each time it is asked"
_UNTRACKED = {
    "RAND": _EACH_TIME,
    "UUID": _EACH_TIME,
    "STRUUID": _EACH_TIME,
    "BNODE": "makes a blank node that is another one each time",
    "SERVICE": "takes answers from another machine",
    "LATERAL": "is not SPARQL 1.1",
}
_TRIPLE_TERMS = frozenset(["<<", "<<(", "{|"])
