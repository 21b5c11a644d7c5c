"""What a query may not do: call another machine, or change the graph.

Oxigraph has no switch for ``SERVICE`` and takes the keyword in any case and without spaces
around it, so ``trueSERVICE<…>`` and ``SERVICE:x`` call too. Two steps keep it from the network:

1. A bare word or a prefix that holds the word is refused.
2. In what is read as a string, an IRI or a comment, the word is sent with its first letter
   written as an escape, which means the same there and is no keyword elsewhere. Where the
   reading here differs from Oxigraph's, Oxigraph finds a syntax error and not the keyword.
"""

from __future__ import annotations

import re

from innograph.errors import QueryError

_TOKENS = re.compile(
    r"""
    (?P<quoted>
      '''(?:[^'\\]|\\.|'(?!''))*''' | \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}   # long strings
      | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"                    # strings
      | <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>  # IRIs
      | \#[^\n\r]*                                                       # comments
    )
    | [?$]\w+                                                            # variables
    | @\w+(?:-\w+)*                                                      # language tags
    | (?P<word>[\w.-]*):(?:(?:[\w:%]|\\.)(?:[\w.:%-]|\\.)*)?             # prefixed names
    | (?P<bare>[\w.-]+)                                                  # keywords, numbers
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_FORMS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_CALL = "SERVICE"
MOST_LEVELS = 100


def guarded(sparql: str) -> str:
    """The query in a form that cannot call another machine; it means the same.

    Raises:
        QueryError: It holds ``SERVICE``, is an update, or has so many levels that reading it
            would end the process.
    """
    tokens = list(_TOKENS.finditer(sparql))
    words = [(match["word"] or match["bare"] or "").upper() for match in tokens]
    if any(_CALL in word for word in words):
        message = "SERVICE is refused: it would send the query to another machine"
        raise QueryError(message, "query that endpoint by itself; rename a prefix that holds the word")
    if not _FORMS.intersection(words) and _UPDATES.intersection(words):
        raise QueryError("updates are refused: the graph is built from facts", "change the fact files")
    if _levels(_TOKENS.sub("", sparql)) > MOST_LEVELS:
        raise QueryError(f"the query has more than {MOST_LEVELS} levels of brackets")
    return _TOKENS.sub(_disarmed, sparql)


def _levels(signs: str) -> int:
    """How deep brackets of any kind stand in one another."""
    level = deepest = 0
    for sign in signs:
        level += (sign in "({[") - (sign in ")}]")
        deepest = max(deepest, level)
    return deepest


def _disarmed(token: re.Match[str]) -> str:
    if token["quoted"] is None:
        return token[0]
    return re.sub("s(?=ervice)", lambda letter: f"\\u{ord(letter[0]):04X}", token[0], flags=re.IGNORECASE)
