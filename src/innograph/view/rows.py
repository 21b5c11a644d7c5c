"""The rows of an answer as JSON values, each with what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from innograph import footnotes
from innograph.citation.resolution import UNCITED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.answers import Answer, Cell, Citation, Labels, Row
    from innograph.answers.support import Fact
    from innograph.view.resting import Places

DERIVED, DISPUTED, CUT, MORE = 1, 2, 4, 8
MOST_NODES = 5_000
MOST_FACTS = 20_000


class Rows:
    """The rows of an answer, with the facts, passages, nodes and edges that they rest on, each once.

    Rows are gone through in their order, and what would be more than `MOST_NODES` nodes or
    `MOST_FACTS` facts is left out; a row of which something is, is marked.

    Args:
        answer: An answer with what each row rests on.
        places: Where its facts stand in the network.
        labels: Labels of the graph.
    """

    def __init__(self, answer: Answer, places: Places, labels: Labels) -> None:
        self.answer = answer
        self._places = places
        self._labels = labels
        self.nodes: dict[str, int] = {}
        self.edges: dict[str, int] = {}
        self._passages: dict[str, int] = {}
        self._facts: dict[object, int] = {}
        self._told_facts: list[list[Any]] = []
        self._told_passages: list[list[str]] = []
        cells = [[self._cell(row.cells[column]) for column in answer.columns] for row in answer.rows]
        self._told = [self._row(row, told) for row, told in zip(answer.rows, cells, strict=True)]

    def told(self) -> dict[str, Any]:
        """What the page says of the rows.

        Returns:
            ``nodes`` and ``edges``: ids of nodes and keys of edges; ``passages``, each
            ``[words for its place, publisher, title, date, address]``; ``facts``, each ``[words,
            standing, passages, nodes, edges]``; ``columns``; ``rows``, each ``[cells, marks, words
            for its sources, facts, why it is derived, rival claims, what must be absent]``, a cell
            ``[label, node or null]``; and ``notes``. All that is listed once is named by its number.
        """
        cut = sum(bool(row[1] & CUT) for row in self._told)
        bound = f"{MOST_NODES:,} entities and {MOST_FACTS:,} facts"
        bounded = f"The page is bounded to {bound}: {cut:,} of these rows rest on more." if cut else ""
        undrawn = "" if self.nodes else "Nothing of this answer is in the network: the picture is empty."
        return {
            "nodes": list(self.nodes),
            "edges": list(self.edges),
            "passages": self._told_passages,
            "facts": self._told_facts,
            "columns": list(self.answer.columns),
            "rows": self._told,
            "notes": [*filter(None, [undrawn, bounded]), *footnotes.notes(self.answer)],
        }

    def _row(self, row: Row, cells: list[list[Any]]) -> list[Any]:
        derivations = row.support.derivations if row.support else ()
        facts = dict.fromkeys(each for one in derivations for fact in one.facts for each in self._walk(fact))
        numbers = [self._number(fact, standing) for fact, standing in facts]
        has_more = bool(row.support and row.support.more)
        return [
            cells,
            DERIVED * bool(row.derived)
            | DISPUTED * bool(row.disputed)
            | CUT * (None in numbers)
            | MORE * has_more,
            footnotes.summary(row),
            [*dict.fromkeys(number for number in numbers if number is not None)],
            [*dict.fromkeys(footnotes.reasonings(row))],
            [*dict.fromkeys(rival.words for rival in (row.support.rivals if row.support else ()))],
            [*(row.support.absences if row.support else ())],
        ]

    def _walk(self, fact: Fact) -> Iterator[tuple[Fact, str]]:
        """The fact and those that it goes back to; one that is no more than those is left out."""
        below = [each for reason in fact.reasons for other in reason.facts for each in self._walk(other)]
        drawn = {edge for other, _ in below for edge in self._places.edges(other)}
        if fact.standing == "inferred" or not fact.reasons or set(self._places.edges(fact)) - drawn:
            words = (f"{fact.standing}: {reason.words}" for reason in fact.reasons)
            yield fact, next(words, fact.standing)
        yield from below

    def _number(self, fact: Fact, standing: str) -> int | None:
        """The number of a fact, told if it is new; None if there is no room for it.

        The statements of a credit are one, and so is what the same passages state; a statement that was
        matched in the graphs of two passages is two.
        """
        passages = [self._passage(citation) for citation in fact.citations]
        words = fact.words if fact.standing in UNCITED else fact.claim
        key = (words, fact.key, standing, *passages)
        nodes, edges = self._places.nodes(fact), self._places.edges(fact)
        if key not in self._facts:
            new = sum(node not in self.nodes for node in nodes)
            if len(self._facts) >= MOST_FACTS or (new and len(self.nodes) + new > MOST_NODES):
                return None
            self._facts[key] = len(self._told_facts)
            self._told_facts.append([words, standing, passages, [], []])
        told = self._told_facts[self._facts[key]]
        _add(told[3], (_numbered(self.nodes, node) for node in nodes))
        _add(told[4], (_numbered(self.edges, edge) for edge in edges))
        return self._facts[key]

    def _cell(self, cell: Cell) -> list[Any]:
        node = self._places.node(cell.term)
        is_drawn = node is not None and (node in self.nodes or len(self.nodes) < MOST_NODES)
        return [cell.label, _numbered(self.nodes, node) if node is not None and is_drawn else None]

    def _passage(self, citation: Citation) -> int:
        if citation.passage not in self._passages:
            place = self._labels.of(NamedNode(citation.passage))
            told = [place, citation.publisher, citation.title, citation.date, citation.url]
            self._told_passages.append(told)
        return _numbered(self._passages, citation.passage)


def _numbered(known: dict[str, int], name: str) -> int:
    """The number of a name, a new one if it is not known."""
    return known.setdefault(name, len(known))


def _add(listed: list[int], numbers: Iterable[int]) -> None:
    listed.extend(number for number in dict.fromkeys(numbers) if number not in listed)
