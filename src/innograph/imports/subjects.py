"""Of whom a row speaks: a person of its own, or one that a judgement says it is the same as."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from innograph.imports.description import Description
    from innograph.imports.rows import Row

Place = tuple[str, int]
"""An import's whole digest, and a row's number."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The ids of the person and the case that a row speaks of, without the namespace of ids."""

    person: str
    case: str

    def of(self, about: str) -> str:
        """The id of what a fact is about: the person, the case or one of its events."""
        if about == "person":
            return self.person
        return self.case if about == "case" else f"{self.case}/{about}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement "same": whom a row speaks of.

    Attributes:
        person: Id of a curated person, or of the person of another import's row.
        case: Id of that person's case; empty where the person has none yet, which the row then makes.
    """

    person: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whom all rows speak of.

    Attributes:
        judged: The judgements "same", by import and row; whoever is not in it speaks of a person of
            its own. A chain of judgements must be resolved to its end: *person* is never the
            person of a row that is judged the same as another.
    """

    judged: Mapping[Place, Judged] = field(default_factory=dict)

    def of(self, described: Description, row: Row) -> Subject:
        """Whom a row speaks of."""
        own = own_subject(described, row.number)
        given = self.judged.get((described.digest, row.number))
        return Subject(given.person, given.case or own.case) if given else own

    def digest(self) -> str:
        """A digest of all judgements; empty if there is none."""
        from hashlib import sha256

        lines = sorted(f"{place} {judged}" for place, judged in self.judged.items())
        return sha256("\n".join(lines).encode()).hexdigest() if lines else ""


def own_subject(described: Description, number: int) -> Subject:
    """The person and the case of a row that is judged the same as no other: ``nre/DIGEST/ROW``."""
    person = f"{described.kind}/{described.short}/{number}"
    return Subject(person, f"{person}/case")
