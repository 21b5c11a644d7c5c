"""The duty of care on the way out: a wrongful conviction is shown with what ended it, or not at all.

Labels of wrongful convictions carry their end ("…, exonerated 2008"), so whatever shows labels
shows both. What may show a conviction otherwise goes through here:

- triples, of CONSTRUCT, of DESCRIBE or of a part of the graph, are completed by `Convictions.completed`;
- rows of a query that somebody wrote stay as they are, and `Convictions.notice` says what they lack.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from innograph.namespaces import LABEL, TYPE, shorten, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import BlankNode, Quad
    from pyoxigraph import Store as Oxigraph

    Term = NamedNode | BlankNode | Literal | Triple

CONVICTION = term("WrongfulConviction")
ENDED_BY = term("endedBy")
DATE = term("date")
# What ends a conviction, by the class of the event; of several, the last of this list counts.
END_KINDS = {"Vacatur": "vacated", "Exoneration": "exonerated"}
END_WORDS = re.compile(rf"\b(?:{'|'.join(END_KINDS.values())})\b")
IN_LABELS = re.compile(r"(?:^|: )wrongful conviction(?:,|$)")
IN_QUERIES = re.compile(r"WrongfulConviction\b|wrongful-conviction")
NUMBERS = frozenset(["xsd:integer", "xsd:decimal", "xsd:double", "xsd:float", "xsd:boolean"])
NOTICE = (
    "wrongful convictions are shown here without what ended them: each was overturned. "
    "Add `?conviction inno:endedBy ?end`, or the label of the conviction, which says so."
)


class Convictions:
    """The wrongful convictions that a graph asserts, with what ended each.

    Args:
        graph: The graph; its default graph is read.
    """

    def __init__(self, graph: Oxigraph) -> None:
        self.graph = graph

    @cached_property
    def ends(self) -> dict[NamedNode, set[NamedNode]]:
        """For each conviction what ended it; nothing, where that is not known."""
        typed = self.graph.quads_for_pattern(None, TYPE, CONVICTION, DefaultGraph())
        ends = {quad.subject: set[NamedNode]() for quad in typed if isinstance(quad.subject, NamedNode)}
        for quad in self.graph.quads_for_pattern(None, ENDED_BY, None, DefaultGraph()):
            conviction, end = quad.subject, quad.object
            if isinstance(conviction, NamedNode) and isinstance(end, NamedNode) and conviction in ends:
                ends[conviction].add(end)
        return ends

    @cached_property
    def _all_ends(self) -> set[NamedNode]:
        return set().union(*self.ends.values())

    @cached_property
    def _dates(self) -> set[Term]:
        return {quad.object for end in self._all_ends for quad in self._about(end, DATE)}

    def completed(self, triples: Iterable[Triple]) -> set[Triple]:
        """The triples, with the end of each wrongful conviction that they mention.

        What is added: that an exoneration ended the conviction, and its type, label and date. The
        triples of a conviction of which no end is known are left out.
        """
        kept = set(triples)
        ends = self.ends
        mentioned = {each for triple in kept for each in (triple.subject, triple.object) if each in ends}
        endless = {each for each in mentioned if not ends[each]}  # type: ignore[index]
        if endless:
            kept = {triple for triple in kept if not {triple.subject, triple.object} & endless}
        return kept.union(*(self.end_of(each) for each in mentioned - endless))  # type: ignore[arg-type]

    def end_of(self, conviction: NamedNode) -> Iterator[Triple]:
        """The triples that say what ended a conviction."""
        for end in sorted(self.ends[conviction], key=str):
            yield Triple(conviction, ENDED_BY, end)
            for predicate in (TYPE, LABEL, DATE):
                yield from (quad.triple for quad in self._about(end, predicate))

    def notice(self, asked: str, rows: Iterable[Sequence[Term | None]], *, labelled: bool) -> str:
        """What to tell about rows that show a wrongful conviction without its end; empty if none does.

        A row shows a conviction by its IRI, by a label of one, by the class beside anything but
        numbers, or, when the query names convictions, by whatever but numbers it says of them. It
        shows the end by the IRI of what ended it, a date of an end, or a text that says so, such as
        the label.

        Args:
            asked: The query.
            rows: The terms of each row.
            labelled: Whether the rows are shown with labels beside IRIs.
        """
        asked_for = IN_QUERIES.search(asked) is not None and bool(self.ends)
        if any(
            (asked_for or any(map(self._hints, row)))
            and self._is_alone(row, labelled=labelled, asked_for=asked_for)
            for row in rows
        ):
            return NOTICE
        return ""

    def _hints(self, value: Term | None) -> bool:
        """Whether a term can be a conviction, the class, or a label."""
        if isinstance(value, Literal):
            return _is_label(value)
        return value == CONVICTION or value in self.ends

    def _is_alone(self, row: Sequence[Term | None], *, labelled: bool, asked_for: bool) -> bool:
        terms = [each for each in row if each is not None]
        shown = [each for each in terms if each in self.ends]
        if any(not self._has_end(each, terms, labelled=labelled) for each in shown):  # type: ignore[arg-type]
            return True
        if shown or any(map(self._speaks_of_end, terms)):
            return False
        others = [each for each in terms if each != CONVICTION and not _is_number(each)]
        by_class = CONVICTION in terms and bool(others)
        return by_class or any(map(_is_label, terms)) or (asked_for and bool(others))

    def _has_end(self, conviction: NamedNode, terms: list[Term], *, labelled: bool) -> bool:
        if self.ends[conviction] & {each for each in terms if isinstance(each, NamedNode)}:
            return True
        labels = (quad.object for quad in self._about(conviction, LABEL))
        return labelled and any(map(self._speaks_of_end, labels))

    def _speaks_of_end(self, value: Term) -> bool:
        if isinstance(value, Literal):
            return value in self._dates or END_WORDS.search(value.value) is not None
        return value in self._all_ends

    def _about(self, subject: NamedNode, predicate: NamedNode) -> Iterator[Quad]:
        return self.graph.quads_for_pattern(subject, predicate, None, DefaultGraph())


def _is_label(value: Term) -> bool:
    return (
        isinstance(value, Literal)
        and "wrongful conviction" in value.value
        and IN_LABELS.search(value.value) is not None
    )


def _is_number(value: Term) -> bool:
    return isinstance(value, Literal) and shorten(value.datatype.value) in NUMBERS
