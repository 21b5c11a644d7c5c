"""What an answer says beside its cells: the sources of each row, footnotes, rivals, derivations.

Texts here are as the graph has them; the renderers escape them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from innograph.errors import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from innograph.answers import Answer, Citation, Row
    from innograph.answers.support import Fact, Support

DERIVED_NOTE = "derived: no passage says so; it follows from several. `innograph show` gives the reasoning."
DISPUTED_NOTE = "disputed: sources disagree. `innograph show` gives the rival claims."
FEW = 4
MOST_NOTES = 12
ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Sources:
    """What stands in a row's cell of sources: words, and then the citations that are listed there."""

    words: str
    citations: tuple[Citation, ...] = ()

    @property
    def text(self) -> str:
        """Words and marks: ``"3 facts from 2 sources: pov; seed-000#13"``."""
        marks = "; ".join(citation.mark for citation in self.citations)
        return ": ".join(filter(None, [self.words, marks]))


def sources(row: Row) -> Sources:
    """The sources of a row for people: its citations if they are few, else how many there are.

    A row that stands for a group, such as a count, says how many facts it rests on.
    """
    support, citations = row.support, row.citations or ()
    if support is None:
        return Sources("", citations)
    lacking = "" if citations else ", ".join(sorted({fact.standing for fact in support.grounds()}))
    absence = ABSENCE if support.absences else ""
    if _is_summed(row):
        summed = ", ".join(filter(None, [_summed(support, citations), absence]))
        return Sources(summed, citations if len(citations) <= FEW else ())
    return Sources(", ".join(filter(None, [lacking, absence])), citations)


def summary(row: Row) -> str:
    """The sources of a row in words alone, for where they are listed apart."""
    words = sources(row).words
    number = counted(len(row.citations), "source") if row.citations and not _is_summed(row) else ""
    return ", ".join(filter(None, [number, words]))


def _is_summed(row: Row) -> bool:
    """Whether a row's sources are many, or those of a group, so that it says how many they are."""
    citations = row.citations or ()
    return bool(row.support and citations and (row.support.is_aggregate or len(citations) > FEW))


def _summed(support: Support, citations: tuple[Citation, ...]) -> str:
    given = {citation.source for citation in citations}
    origins = {origin for citation in citations for origin in citation.origins}
    independent = f" ({len(origins)} independent)" if len(origins) != len(given) else ""
    return f"{counted(support.facts, 'fact')} from {counted(len(given), 'source')}{independent}"


def notes(answer: Answer) -> list[str]:
    """The notes of an answer and what its marks mean: rivals with who holds them, and reasonings."""
    return [*answer.notes, *_derived(answer), *_disputed(answer), *_absences(answer)]


def _derived(answer: Answer) -> list[str]:
    rows = [row for row in answer.rows if row.derived]
    words = dict.fromkeys(f"derived: {words}" for row in rows for words in reasonings(row))
    if len(words) < len(rows) and not all(row.support for row in rows):
        return [DERIVED_NOTE]
    return _few(list(words))


def reasonings(row: Row) -> Iterator[str]:
    """The claims of a row that an inference makes, each with its reasoning."""
    facts = (fact for each in (row.support.derivations if row.support else ()) for fact in each.facts)
    for fact in facts:
        yield from _inferences(fact)


def _inferences(fact: Fact) -> Iterator[str]:
    for reason in fact.reasons:
        if reason.kind == "inference":
            yield f"{fact.claim}. {reason.words}"
        for ground in reason.facts:
            yield from _inferences(ground)


def _disputed(answer: Answer) -> list[str]:
    rows = [row for row in answer.rows if row.disputed]
    words = dict.fromkeys(
        f"disputed: {rival.words}" for row in rows if row.support for rival in row.support.rivals
    )
    if any(row.support is None for row in rows):
        return [DISPUTED_NOTE]
    return _few(list(words))


def _absences(answer: Answer) -> list[str]:
    words = (words for row in answer.rows if row.support for words in row.support.absences)
    return _few([f"{ABSENCE}: nothing matches {each}" for each in dict.fromkeys(words)])


def _few(lines: list[str]) -> list[str]:
    rest = len(lines) - MOST_NOTES
    return [*lines[:MOST_NOTES], f"and {rest} more; -f json gives all"] if rest > 0 else lines


def opened(answer: Answer) -> list[tuple[int, str]]:
    """What stands behind each row, as lines with the depth of each: rows, derivations, facts, reasons."""
    return [line for row in answer.rows if row.support for line in _opened(row, answer)]


def _opened(row: Row, answer: Answer) -> Iterator[tuple[int, str]]:
    support = row.support
    if support is None:
        return
    yield 0, ", ".join(row.cells[column].label or "(none)" for column in answer.columns)
    several = len(support.derivations) > 1
    for number, derivation in enumerate(support.derivations, 1):
        if several:
            yield 1, f"derivation {number}"
        for fact in derivation.facts:
            yield from _fact_lines(fact, 1 + several)
        for words in derivation.absences:
            yield 1 + several, f"nothing matches {words}"
    if support.more:
        yield 1, "there are more derivations"
    for rival in support.rivals:
        yield 1, f"disputed: {rival.words}"


def _fact_lines(fact: Fact, depth: int) -> Iterator[tuple[int, str]]:
    held = "; ".join(citation.mark for citation in fact.citations) or fact.standing
    yield depth, f"{fact.words} [{held}]"
    for reason in fact.reasons:
        yield depth + 1, f"by {reason.kind}: {reason.words}"
        for ground in reason.facts:
            yield from _fact_lines(ground, depth + 2)
