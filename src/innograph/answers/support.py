"""What a row rests on: derivations of facts, the passages that state them, and rival claims.

A row may follow in several ways. Each is a `Derivation`: all of its facts together make the row.
A `Fact` is stated by the passages of its citations, any one of which is enough, or else follows
from other facts for a `Reason`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from innograph.answers.citations import Citation
    from innograph.answers.terms import Cell

CREDIT = "/id/credit/"
COUNTED = frozenset(["cited", "unsourced"])


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a fact holds that no passage states.

    Attributes:
        kind: ``"rule"`` or ``"inference"``.
        words: The rule's summary, or the reasoning of the inference.
        facts: What the rule matched, or the premises.
    """

    kind: str
    words: str
    facts: tuple[Fact, ...]

    def as_json(self) -> dict[str, Any]:
        """The reason with its facts."""
        return {"kind": self.kind, "words": self.words, "facts": [fact.as_json() for fact in self.facts]}


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement, and why it is held.

    Attributes:
        standing: ``"cited"``; ``"inferred"`` or ``"by rule"`` (see *reasons*); ``"editorial"`` (a
            label, type or former id of ours); ``"provenance"`` (about sources and ranks);
            ``"vocabulary"``; or ``"unsourced"`` where the store does not say.
        citations: The passages that state it.
        reasons: Each a way in which it follows from other facts.
    """

    subject: Cell
    predicate: Cell
    value: Cell
    standing: str
    citations: tuple[Citation, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def words(self) -> str:
        """The statement in labels: ``"Episode 7: director: Alex Gibney"``."""
        return f"{self.subject.label}: {self.predicate.label}: {self.value.label}"

    @property
    def claim(self) -> str:
        """What is claimed: the statement, or the name of the credit that it is a part of."""
        return self.subject.label if self.is_of_credit else self.words

    @property
    def is_of_credit(self) -> bool:
        """Whether it is one of the statements of which a credit consists."""
        return CREDIT in getattr(self.subject.term, "value", "")

    @property
    def key(self) -> object:
        """What it counts as: the statements of one credit are one fact."""
        if self.is_of_credit:
            return self.subject.term
        return self.subject.term, self.predicate.term, self.value.term

    def grounds(self) -> Iterator[Fact]:
        """The facts that it goes back to: itself, or those of its reasons."""
        if not self.reasons:
            yield self
        for reason in self.reasons:
            for fact in reason.facts:
                yield from fact.grounds()

    def as_json(self) -> dict[str, Any]:
        """The statement, its standing, the marks of its citations and its reasons."""
        return {
            "subject": self.subject.as_json(),
            "predicate": self.predicate.as_json(),
            "object": self.value.as_json(),
            "standing": self.standing,
            "citations": [citation.mark for citation in self.citations],
            "reasons": [reason.as_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Derivation:
    """Facts that together make the row, and what must be absent for it, in words."""

    facts: tuple[Fact, ...]
    absences: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The facts and the absences."""
        return {"facts": [fact.as_json() for fact in self.facts], "absences": list(self.absences)}


@dataclass(frozen=True, slots=True)
class Rival:
    """A claim that disagrees with a fact that the row rests on."""

    fact: Fact
    subject: Cell
    predicate: Cell
    value: Cell
    rank: str
    reason: str
    citations: tuple[Citation, ...]

    @property
    def words(self) -> str:
        """Both values and who holds them: ``"… is 86 [pov]; 81 [ebert-copy] (normal)"``."""
        held = ", ".join(f"[{citation.mark}]" for citation in self.fact.citations)
        rival = ", ".join(f"[{citation.mark}]" for citation in self.citations)
        reason = f": {self.reason}" if self.reason else ""
        stated = " ".join(filter(None, [f"{self.fact.words}", held]))
        return f"{stated}; but {self.value.label} {rival or '[no source]'} ({self.rank}{reason})"

    def as_json(self) -> dict[str, Any]:
        """The claim, its rank and reason, and the marks of the passages that hold it."""
        return {
            "subject": self.subject.as_json(),
            "property": self.predicate.as_json(),
            "value": self.value.as_json(),
            "rank": self.rank,
            "reason": self.reason,
            "citations": [citation.as_json() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class Support:
    """What a row rests on.

    Attributes:
        derivations: Each a way in which the row follows.
        more: Whether there are more than are given.
        rivals: Claims that disagree with facts of the derivations.
        is_aggregate: Whether the row stands for a group of solutions, such as a count.
    """

    derivations: tuple[Derivation, ...]
    more: bool = False
    rivals: tuple[Rival, ...] = ()
    is_aggregate: bool = False

    @property
    def facts(self) -> int:
        """How many facts of sources it goes back to; a credit is one."""
        return len({fact.key for fact in self.grounds() if fact.standing in COUNTED})

    @property
    def absences(self) -> tuple[str, ...]:
        """What must be absent for one of the derivations, in words, each once."""
        return tuple(dict.fromkeys(words for each in self.derivations for words in each.absences))

    def grounds(self) -> Iterator[Fact]:
        """The facts that the derivations go back to."""
        return (ground for each in self.derivations for fact in each.facts for ground in fact.grounds())

    def as_json(self, *, full: bool) -> dict[str, Any]:
        """The rivals, and in *full* the derivations."""
        rivals = {"rivals": [rival.as_json() for rival in self.rivals]} if self.rivals else {}
        derivations = [derivation.as_json() for derivation in self.derivations]
        return rivals | ({"derivations": derivations, "more": self.more} if full else {})
