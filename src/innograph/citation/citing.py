"""Questions and queries → answers whose rows say what they rest on."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from innograph.answers import Answer, Labels, Row
from innograph.answers.support import Derivation, Support
from innograph.citation.disputes import Marks, Rivals
from innograph.citation.resolution import Resolver, order
from innograph.cycles import uncollected
from innograph.errors import QueryError
from innograph.lineage import Traced, mark, trace
from innograph.query import coverage, filled, lacking, notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from innograph import lineage
    from innograph.answers import Citation
    from innograph.lineage import Marked, TracedRow
    from innograph.questions import Question
    from innograph.store import Store

BATCH = 1_000


@uncollected()
def answer(
    store: Store,
    question: Question,
    arguments: dict[str, str],
    *,
    cite: bool = False,
    most: int | None = None,
) -> Answer:
    """The answer to a question; each row says whether it is derived or disputed.

    Args:
        store: The graph to ask.
        question: The question.
        arguments: For each given parameter a text: an entity's id, IRI or name, or a value.
        cite: Whether each row also gives its citations, its derivations and rival claims.
        most: If it cites, at most how many rows are worked out, the first; all, if None.

    Raises:
        UnknownNameError: An argument names no parameter or no entity.
        QueryError: The query's lineage cannot be tracked.
    """
    text, marks = filled(store, question, arguments), Marks(store)
    asked = trace(store, text) if cite else mark(store, text, marks.kinds)
    if asked.form != "select":
        raise QueryError(f"question {question.name} is not a SELECT query")
    found = cited(store, asked, most) if isinstance(asked, Traced) else marked(store, asked)
    needed = "" if found.rows else lacking(store, question)
    notes = [f"no rows: this needs {needed}" if needed else "", question.limits, coverage(store, question)]
    return replace(found, notes=tuple(filter(None, notes)))


def select(store: Store, sparql: str, most: int | None = None) -> Answer:
    """The answer to any query, each row with its citations; at most so many rows, the first.

    Raises:
        QueryError: The query is refused, or its lineage cannot be tracked; the message says why.
        QuerySyntaxError: It is not SPARQL.
    """
    found = cited(store, trace(store, sparql), most)
    return replace(found, notes=notices(store, found.rows, sparql))


def marked(store: Store, asked: Marked) -> Answer:
    """The rows of a query, each marked derived or disputed, or neither."""
    labels = Labels(store.oxigraph, noted=asked.labels, listing=store, wanted=len(asked.rows))
    cell = labels.cell
    columns = asked.variables
    rows = (
        Row(dict(zip(columns, map(cell, values), strict=True)), derived=derived, disputed=disputed)
        for values, (derived, disputed) in asked.rows
    )
    return Answer(columns, tuple(rows))


def cited(store: Store, traced: lineage.Traced, most: int | None = None) -> Answer:
    """The rows of a query, or the first of them, each with its marks, citations, derivations and rivals."""
    citer = _Citer(store)
    return Answer(traced.variables, tuple(citer.rows(traced, most)))


class _Citer:
    def __init__(self, store: Store) -> None:
        self.labels = Labels(store.oxigraph, listing=store)
        self.resolver = Resolver(store, self.labels)
        self.marks = Marks(store)
        self.rivals = Rivals(self.resolver, self.marks)

    def rows(self, traced: lineage.Traced, most: int | None) -> Iterator[Row]:
        """The rows, a batch at a time, for a rule is asked once about all of a batch."""
        rows = islice(traced.rows, most)
        while batch := list(islice(rows, BATCH)):
            self.resolver.prepare(
                used for row in batch for each in row.derivations for used in each.statements
            )
            yield from (self._row(traced.variables, row) for row in batch)

    def _row(self, columns: tuple[str, ...], row: TracedRow) -> Row:
        disputed = self.marks.disputed(row.derivations)
        support = Support(
            derivations=tuple(map(self._derivation, row.derivations)),
            more=row.more,
            rivals=self.rivals.of(row.derivations) if disputed else (),
            is_aggregate=any(each.solutions != 1 for each in row.derivations),
        )
        return Row(
            cells=dict(zip(columns, map(self.labels.cell, row.values), strict=True)),
            derived=self.marks.derived(row.derivations),
            disputed=disputed,
            citations=_citations(support),
            support=support,
        )

    def _derivation(self, traced: lineage.Derivation) -> Derivation:
        facts = {self.resolver.fact(used) for used in traced.statements}
        return Derivation(tuple(sorted(facts, key=order)), traced.absences)


def _citations(support: Support) -> tuple[Citation, ...]:
    """The passages of all facts that the row goes back to, each once, by mark."""
    cited = {citation.passage: citation for fact in support.grounds() for citation in fact.citations}
    return tuple(sorted(cited.values(), key=lambda citation: (citation.mark, citation.passage)))
