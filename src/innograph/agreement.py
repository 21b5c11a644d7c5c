"""Do two values of a property agree? Values may differ and still say the same, each as far as it goes."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.namespaces import INNO, LABEL, PREFIXES, shorten, term

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from pyoxigraph import BlankNode, Triple
    from pyoxigraph import Store as Oxigraph

    Term = NamedNode | BlankNode | Literal | Triple
    Interval = tuple[Decimal, Decimal]

DATES = frozenset(["xsd:gYear", "xsd:gYearMonth", "xsd:date"])
NUMBERS = frozenset(["xsd:integer", "xsd:decimal", "xsd:double", "xsd:float", "xsd:int", "xsd:long"])
APPROXIMATE = f"{INNO}approximateInteger"
ALIAS = term("alias")
REPLACES = term("dcterms:replaces")
QUOTES = str.maketrans("‘’‚“”„–—", "'''\"\"\"--")  # the characters that are meant


def nobody(_: str) -> Collection[str]:
    """No entity has the name."""
    return ()


def agree(one: Term, other: Term, called: Callable[[str], Collection[str]] = nobody) -> bool:
    """Whether two values of one property say the same, each as far as it goes.

    - Dates agree where their precision ends: ``1990`` and ``1990-04-21``, not ``1990-05``.
    - Numbers agree when some number fits both: an exact one fits itself, an approximate one all
      within its own tolerance, so that ``50±5`` agrees with ``51``, and ``81`` not with ``85``.
    - Truth values agree when they are the same truth: ``true`` and ``1``.
    - Texts agree when they differ only in case, in spaces, or in the form of quotation marks and
      dashes, or when one entity has both names; a text and an entity, when it is a name of it.
    - An entity agrees with itself, and no other.

    Values of different kinds, such as a number and a date, do not agree.

    Args:
        one: A value.
        other: Another; the order does not matter.
        called: The IRIs of the entities that have a name; none if not given. See `Names`.
    """
    if one == other:
        return True
    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return bool(_entities(one, called) & _entities(other, called))
    for kind in (_interval, _date, _truth):
        values = kind(one), kind(other)
        if None not in values:
            return _fit(*values)  # type: ignore[arg-type]
        if values != (None, None):
            return False
    return folded(one.value) == folded(other.value) or bool(_entities(one, called) & _entities(other, called))


def folded(text: str) -> str:
    """The text without the differences that do not matter: case, spaces, form of quotes and dashes."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(QUOTES).casefold().split())


class Names:
    """The entities of a graph by their labels, aliases and former ids.

    Args:
        graph: The graph; its default graph is read when the first name is looked up.
    """

    def __init__(self, graph: Oxigraph) -> None:
        self.graph = graph

    def called(self, name: str) -> Collection[str]:
        """The IRIs of the entities that have this name, or that an IRI stands for."""
        return self._by_name.get(folded(name), ())

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for predicate in (LABEL, ALIAS, REPLACES):
            for quad in self.graph.quads_for_pattern(None, predicate, None, DefaultGraph()):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal | NamedNode):
                    found[folded(quad.object.value)].add(quad.subject.value)
        return found


def _entities(value: Term, called: Callable[[str], Collection[str]]) -> set[str]:
    if isinstance(value, NamedNode):
        return {value.value, *called(value.value)}
    return set(called(value.value)) if isinstance(value, Literal) else set()


def _fit(one: Interval | str, other: Interval | str) -> bool:
    """Whether two intervals overlap, or one of two dates or truths is the beginning of the other."""
    if isinstance(one, str) or isinstance(other, str):
        return f"{one}-".startswith(f"{other}-") or f"{other}-".startswith(f"{one}-")
    return one[0] <= other[1] and other[0] <= one[1]


def _interval(literal: Literal) -> Interval | None:
    about, within = literal.value, "0"
    if literal.datatype.value == APPROXIMATE:
        about, _, within = literal.value.partition("±")
    elif shorten(literal.datatype.value) not in NUMBERS:
        return None
    try:
        middle, tolerance = Decimal(about), Decimal(within or "0")
    except InvalidOperation:
        return None
    return (middle - tolerance, middle + tolerance) if middle.is_finite() else None


def _date(literal: Literal) -> str | None:
    return literal.value if shorten(literal.datatype.value) in DATES else None


def _truth(literal: Literal) -> str | None:
    if literal.datatype.value != f"{PREFIXES['xsd']}boolean":
        return None
    return "true" if literal.value in ("true", "1") else "false"
