"""Why a query has no rows: which of its patterns found nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from innograph.answers import Answer, Cell, Labels, Row
from innograph.errors import QueryError
from innograph.guard import guarded
from innograph.lineage.parsing import parse
from innograph.lineage.syntax import (
    Bind,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Triples,
    Union,
)
from innograph.namespaces import PREFIXES, TYPE
from innograph.query import evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from innograph.lineage.syntax import Element, Query, Triple
    from innograph.store import Store

COLUMNS = ("part", "alone", "with what comes before")
KINDS: dict[type, str] = {Filter: "filter", Bind: "binding", Optional: "optional", Minus: "minus"}
ADDING = frozenset(["binding", "optional"])  # what can be missed only by a filter after it
MOST = 1_000
MOST_WORDS = 160  # characters
PREFIX = re.compile(r"PREFIX\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
TERM = re.compile(r"<([^<>\s]*)>|(?<![\w:?$<\"'])([A-Za-z][\w.-]*)?:((?:[\w-]|\.(?=\w))[\w.-]*)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query's pattern: it finds something, adds to what was found or takes it away.

    Attributes:
        text: The part in SPARQL.
        words: The part with labels in the place of IRIs.
        kind: ``"pattern"``, ``"binding"``, ``"optional"``, ``"filter"`` or ``"minus"``.
    """

    text: str
    words: str
    kind: str = "pattern"


class Explanation:
    """Why a query has no rows.

    Args:
        store: The graph that was asked.
        sparql: A query that has no rows, or an ASK whose answer is no.

    Raises:
        QueryError: The query's structure is not understood.
    """

    def __init__(self, store: Store, sparql: str) -> None:
        self.store = store
        self.query: Query = parse(guarded(sparql))
        self._prefixes = PREFIXES | dict(PREFIX.findall(self.query.prologue))
        self._labels = Labels(store.oxigraph)
        parts = list(self._parts(self.query.select.where))
        order = {"filter": 1, "minus": 2}  # a filter is of its whole group
        self.parts = sorted(parts, key=lambda part: order.get(part.kind, 0))

    def summary(self) -> str:
        """In one sentence: the fewest parts that find nothing together."""
        failing = self._failing()
        if not failing:
            return "the pattern finds something, but " + (self._modifier() or "it is a blank row")
        *others, last = failing
        if last.kind != "pattern":
            return f"{last.words} takes away all that the other patterns find"
        if not others:
            return f"nothing matches {last.words}"
        return f"nothing matches {_listed([part.words for part in failing])} together"

    def answer(self) -> Answer:
        """A row for each part: how much it finds alone, and together with all that comes before it."""
        rows = []
        for number, part in enumerate(self.parts, 1):
            alone = self._count([part]) if part.kind == "pattern" else ""
            cells = (part.words, alone, self._count(self.parts[:number]))
            rows.append(Row(dict(zip(COLUMNS, (Cell(None, text) for text in cells), strict=True))))
        return Answer(
            COLUMNS, tuple(rows), (self.summary(),), title="No rows: what each part of the query finds"
        )

    def _failing(self) -> list[Part]:
        """A smallest set of parts that find nothing: none of it can be left out."""
        kept = next(
            (self.parts[:n] for n in range(1, len(self.parts) + 1) if not self._holds(self.parts[:n])), []
        )
        if not kept:
            return []
        last = kept[-1]
        for part in kept[:-1]:
            fewer = [each for each in kept if each is not part]
            if (
                part.kind not in ADDING
                and not self._holds(fewer)
                and (last.kind == "pattern" or part.kind != "pattern")
            ):
                kept = fewer
        return [part for part in kept if part.kind not in ADDING or part is last]

    def _modifier(self) -> str:
        modifiers = self.query.select.modifiers
        if modifiers.having:
            return "HAVING leaves no group"
        return f"{modifiers.slice} leaves no row" if modifiers.slice else ""

    def _parts(self, group: Group, place: str = "") -> Iterator[Part]:
        for element in group.elements:
            if isinstance(element, Triples):
                yield from (self._triple(triple, place) for triple in element.triples)
            elif isinstance(element, Graph) and not place and _is_plain(element.group):
                yield from self._parts(element.group, element.name)
            elif isinstance(element, Union) and len(element.groups) == 1 and _is_plain(element.groups[0]):
                yield from self._parts(element.groups[0], place)
            else:
                yield self._other(element, place)

    def _triple(self, triple: Triple, place: str) -> Part:
        text = f"{triple} ."
        words = f"“{self._words(str(triple))}”"
        if place:
            return Part(f"GRAPH {place} {{ {text} }}", f"{words} in {self._words(place)}")
        return Part(text, words)

    def _other(self, element: Element, place: str) -> Part:
        text = f"GRAPH {place} {{ {element.text} }}" if place else element.text
        words = self._words(" ".join(text.split()))
        shown = f"“{words[:MOST_WORDS]}{'…' if len(words) > MOST_WORDS else ''}”"
        return Part(text, shown, KINDS.get(type(element), "pattern"))

    def _words(self, text: str) -> str:
        """The text with the label of each IRI, where it has one, in the IRI's place."""
        return TERM.sub(self._label, text)

    def _label(self, match: re.Match[str]) -> str:
        full, prefix, local = match.groups()
        if full is None and prefix not in self._prefixes:
            return match[0]
        iri = full if full is not None else self._prefixes[prefix or ""] + local
        if iri == TYPE.value:
            return "is a"
        try:
            node = NamedNode(iri)
        except ValueError:
            return match[0]
        label = self._labels.of(node)
        return match[0] if label == iri else label

    def _body(self, parts: Sequence[Part]) -> str:
        return "{ " + " ".join(part.text for part in parts) + " }"

    def _holds(self, parts: Sequence[Part]) -> bool:
        found = evaluate(self.store, f"{self._head('ASK')} {self._body(parts)}")
        return isinstance(found, QueryBoolean) and bool(found)

    def _count(self, parts: Sequence[Part]) -> str:
        inner = f"SELECT * {self._body(parts)} LIMIT {MOST}"
        found = evaluate(self.store, f"{self._head('SELECT (COUNT(*) AS ?n)')} {{ {{ {inner} }} }}")
        if not isinstance(found, QuerySolutions):
            return ""
        number = next(iter(found))["n"]
        counted = int(number.value) if isinstance(number, Literal) else 0
        return f"{counted:,}" if counted < MOST else f"{MOST:,} or more"

    def _head(self, form: str) -> str:
        return f"{self.query.prologue} {form} {self.query.dataset} WHERE"


def hint(store: Store, sparql: str) -> str:
    """Why the query has no rows, in one sentence; empty where that cannot be said."""
    try:
        return f"no rows: {Explanation(store, sparql).summary()} (--why-empty says more)"
    except QueryError:
        return ""


def _is_plain(group: Group) -> bool:
    """Whether the group's parts can stand by themselves in the group around it."""
    return all(isinstance(element, Triples) for element in group.elements)


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
