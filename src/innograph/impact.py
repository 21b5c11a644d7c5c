"""What would fall or change without some sources: facts, rivals, questions and their rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from innograph import citation, questions
from innograph.answers import Answer, Cell, Labels, Row
from innograph.errors import counted
from innograph.evidence import Evidence
from innograph.namespaces import ID, term
from innograph.statements import ASSERTED, Footing, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import BlankNode, Literal, Triple
    from pyoxigraph import Store as Oxigraph

    from innograph.store import Store

    Term = NamedNode | BlankNode | Literal | Triple
    Fact = tuple[Term, NamedNode, Term]

COLUMNS = ("kind", "where", "what", "change", "remaining")
FALLS = "falls"
SUMMED = {
    FALLS: "fall",
    "falls as a rival": "fall as rivals",
    "is asserted instead": "asserted instead",
    "is no longer asserted": "no longer asserted",
    "loses a source": "lose a source",
}
SUPPORTING = re.compile(rf"{re.escape(ID)}(?:passage/.*|inference/(?!.*/premises).*)")
CREDIT = f"<{ID}credit/"
SAID_WITH_THE_WORK = frozenset(map(term, ("role", "person", "organization")))


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would fall or change.

    Attributes:
        kind: ``"fact"``, ``"question"`` or ``"row"``.
        where: The fact's subject, or the question's name.
        what: The fact's property and value, the question, or the row's cells.
        change: What would happen to it, in words.
        remaining: For a fact, the sources that would still state it, as citations mark them.
    """

    kind: str
    where: Cell
    what: str
    change: str
    remaining: tuple[str, ...] = ()


def compare(before: Store, after: Store, progress: Callable[[str], None]) -> list[Change]:
    """What differs between the graph and the graph without some sources.

    Args:
        before: The graph.
        after: The same without the sources.
        progress: Told what is compared.

    Returns:
        Facts that fall, then facts that change or are asserted instead, then those that only lose
        a source; then each question whose answer changes, followed by the rows that do.
    """
    progress("comparing facts")
    facts = sorted(_facts(before, after), key=_order)
    progress("asking all questions twice")
    return [*facts, *_questions(before, after)]


def answer(changes: list[Change], excluded: list[str]) -> Answer:
    """The changes as rows, with the sums in the notes."""
    rows = (Row(dict(zip(COLUMNS, _cells(change), strict=True))) for change in changes)
    return Answer(COLUMNS, tuple(rows), (f"without {', '.join(excluded)}: {_sums(changes)}",))


def _cells(change: Change) -> tuple[Cell, ...]:
    texts = (change.what, change.change, "; ".join(change.remaining))
    return (Cell(None, change.kind), change.where, *(Cell(None, text) for text in texts))


def _sums(changes: list[Change]) -> str:
    facts = Counter(change.change for change in changes if change.kind == "fact")
    sums = ", ".join(f"{facts[change]:,} {words}" for change, words in SUMMED.items() if facts[change])
    questions = counted(sum(change.kind == "question" for change in changes), "question")
    rows = counted(sum(change.kind == "row" for change in changes), "row")
    return f"of the facts {sums or 'none changes'}; {rows} of {questions} differ"


# Facts


def _facts(before: Store, after: Store) -> Iterator[Change]:
    labels = Labels(before.oxigraph)
    evidence = Evidence(after.oxigraph, Labels(after.oxigraph))
    then, now = _statements(before.oxigraph), _statements(after.oxigraph)
    for fact, statement in then.items():
        left = now.get(fact)
        change = _change(statement, left)
        if change:
            marks = tuple(citation.mark for citation in evidence.citations(left)) if left else ()
            yield Change("fact", labels.cell(fact[0]), _words(statement, labels), change, marks)


def _change(then: Statement, now: Statement | None) -> str:
    """What happens to a statement, in words; empty if nothing does."""
    if now is None:
        return FALLS if then.asserted else "falls as a rival"
    if then.asserted != now.asserted:
        return "is asserted instead" if now.asserted else "is no longer asserted"
    return "loses a source" if then.graphs - now.graphs else ""


def _statements(graph: Oxigraph) -> dict[Fact, Statement]:
    """The statements of passages and inferences; of a credit's, those on its work and scope."""
    found: dict[Fact, set[object]] = defaultdict(set)
    for name in graph.named_graphs():
        if isinstance(name, NamedNode) and SUPPORTING.fullmatch(name.value):
            for quad in graph.quads_for_pattern(None, None, None, name):
                fact: Fact = (quad.subject, quad.predicate, quad.object)
                if not (str(quad.subject).startswith(CREDIT) and quad.predicate in SAID_WITH_THE_WORK):
                    found[fact].add(name)
    for fact, graphs in found.items():
        graphs.update(quad.graph_name for quad in graph.quads_for_pattern(*fact, ASSERTED))  # type: ignore[arg-type]
    return {fact: Statement(*fact, Footing(graphs)) for fact, graphs in found.items()}  # type: ignore[arg-type]


def _words(statement: Statement, labels: Labels) -> str:
    return f"{labels.of(statement.predicate)}: {labels.cell(statement.value).label}"


def _order(change: Change) -> tuple[bool, bool, str, str]:
    return change.change == "loses a source", change.change != FALLS, change.where.label, change.what


# Questions


def _questions(before: Store, after: Store) -> Iterator[Change]:
    for name, question in questions.catalogue_of(before.manifest).items():
        changes = list(_rows(name, *(citation.answer(store, question, {}) for store in (before, after))))
        if changes:
            yield Change(
                "question", Cell(None, name), question.summary, f"{counted(len(changes), 'row')} change"
            )
            yield from changes


def _rows(question: str, before: Answer, after: Answer) -> Iterator[Change]:
    """The rows that one of two answers has and the other has not; marks that change, apart."""
    then, now = _marks(before), _marks(after)
    for cells, marks in then.items():
        if cells not in now:
            yield Change("row", Cell(None, question), " | ".join(cells), FALLS)
        elif now[cells] != marks:
            yield Change("row", Cell(None, question), " | ".join(cells), _marked(marks, now[cells]))
    for cells in now:
        if cells not in then:
            yield Change("row", Cell(None, question), " | ".join(cells), "is new")


def _marks(answer: Answer) -> dict[tuple[str, ...], list[str]]:
    """For the labels of each row the marks of all rows that have them."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in answer.rows:
        found[tuple(row.cells[column].label for column in answer.columns)].append(row.marks)
    return found


def _marked(then: list[str], now: list[str]) -> str:
    if len(then) != len(now):
        return f"stands {len(now)} times instead of {len(then)}"
    return f"is marked {', '.join(now) or 'nothing'} instead of {', '.join(then) or 'nothing'}"
