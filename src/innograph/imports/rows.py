"""What reading a file gives: rows of typed facts, and what could not be read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from innograph.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

PERSON, CASE = "person", "case"
WHOLE_FILE = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a row.

    Attributes:
        about: ``"person"``, ``"case"``, or an event of the case by kind and ordinal: ``"crime/1"``.
        relation: Name of a property of the ontology.
        value: Its value; an entity where the datatype is None.
    """

    about: str
    relation: str
    value: Value


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an imported file.

    Attributes:
        number: The row's number as a spreadsheet shows it: the header is row 1.
        name: The name of the person that the row is about, first name first.
        facts: What the row says, without repetition.
    """

    number: int
    name: str
    facts: tuple[Fact, ...]

    def values(self, about: str, relation: str) -> list[str]:
        """The texts of the values that the row gives a property, in the row's order."""
        return [fact.value.text for fact in self.facts if (fact.about, fact.relation) == (about, relation)]

    def first(self, about: str, relation: str) -> str:
        """The first of them; empty if the row gives none."""
        return next(iter(self.values(about, relation)), "")

    @property
    def events(self) -> list[str]:
        """The events of the case that the row speaks of: ``["crime/1", "exoneration/1"]``."""
        named = (fact.value.text if fact.relation == "event" else fact.about for fact in self.facts)
        return list(
            dict.fromkeys(name for fact, name in zip(self.facts, named, strict=True) if _is_event(fact))
        )

    def to_line(self) -> str:
        """The row as one line of JSON; `from_line` reads it back."""
        facts = [[fact.about, fact.relation, fact.value.text, fact.value.datatype] for fact in self.facts]
        return json.dumps([self.number, self.name, facts], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_line(cls, line: str) -> Row:
        """The row that `to_line` wrote."""
        number, name, facts = json.loads(line)
        return cls(number, name, tuple(_fact(*fact) for fact in facts))


@lru_cache(maxsize=4096)  # most facts are those of many rows
def _fact(about: str, relation: str, text: str, datatype: str | None) -> Fact:
    return Fact(about, relation, Value(text, datatype))


def _is_event(fact: Fact) -> bool:
    return fact.relation == "event" or fact.about not in (PERSON, CASE)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something of a file that is kept out, and why.

    Attributes:
        row: The row's number; 0 where it is the whole file's, such as an unknown column.
        column: The column's name as the file has it; empty where the whole row is kept out.
        reason: Why, in words.
    """

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = [f"row {self.row}" if self.row else "", f"column {self.column!r}" if self.column else ""]
        return f"{', '.join(filter(None, where)) or 'file'}: {self.reason}"


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a file as a whole.

    Attributes:
        title: Its title.
        publisher: The name of whoever published it.
        date: The day that its data are of, in ISO form.
    """

    title: str = ""
    publisher: str = ""
    date: str = ""

    def or_else(self, other: About) -> About:
        """This, and where it is silent the other."""
        return About(self.title or other.title, self.publisher or other.publisher, self.date or other.date)


@dataclass(slots=True)
class Reading:
    """A file that is being read.

    Attributes:
        title: What the file is, such as ``"National Registry of Exonerations"``.
        publisher: Id of the organization whose data it is.
        rows: Its rows; to be gone through once.
        problems: What is kept out; complete when *rows* is exhausted.
        notes: What else a user should know, in sentences; complete likewise.
        statements: For a file of RDF instead of rows: its statements as lines of N-Quads.
        about: What the file says of itself; complete when the statements are exhausted.
    """

    title: str
    publisher: str
    rows: Iterator[Row]
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    statements: Iterator[bytes] | None = None
    about: About = About()
