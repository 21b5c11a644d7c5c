"""The values that flow from the fact files to the dataset."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Progress(Protocol):
    """Told how far long work is."""

    def __call__(self, stage: str, rows: int = 0, part: float = 0.0, /) -> None:
        """Told the stage, how many of its rows are done, and which part that is, from 0 to 1."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a text file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong with the facts, where, and the likely remedy."""

    place: Place
    message: str
    hint: str = ""

    def lines(self) -> list[str]:
        """``file:line:column: message``, then ``hint: …`` if there is one."""
        hint = [f"hint: {self.hint}"] if self.hint else []
        return [f"{self.place}: {self.message}", *hint]


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a fact file gives it.

    Attributes:
        text: An entity's id, or the lexical form of a literal.
        datatype: The literal's datatype as a prefixed name such as ``"xsd:date"``;
            None for an entity.
    """

    text: str
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and, where it has more than a page, the line or row in it."""

    source: str
    locator: str | None
    place: Place

    @property
    def passage(self) -> str:
        """The passage's id: ``"seed-000/13"``, or ``"pov/page"`` for a whole page."""
        return f"{self.source}/{self.locator or 'page'}"


@dataclass(frozen=True, slots=True)
class Premise:
    """A fact that an inference starts from, as it stands in a fact file."""

    subject: str
    relation: str
    value: str
    place: Place


@dataclass(frozen=True, slots=True)
class Inferred:
    """Why a fact that no passage states is asserted all the same."""

    name: str
    reasoning: str
    premises: tuple[Premise, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact as a fact file gives it: subject, relation, value and what it rests on.

    Attributes:
        subject: Id of the entity or event that the fact is about.
        relation: Name of a property or, for a credit, of a role.
        is_credit: Whether *relation* is the role of a credit on the work *subject*.
        rank: ``"preferred"``, ``"normal"`` or ``"deprecated"``.
        scope: The portion of the work that a credit is for; empty for the whole.
        inferred: The inference that the fact follows from; then there are no citations.
        reviewed: For a passage that does not hold the value itself, why it supports the fact.
    """

    subject: str
    relation: str
    value: Value
    place: Place
    citations: tuple[Citation, ...] = ()
    is_credit: bool = False
    rank: str = "normal"
    reason: str = ""
    scope: str = ""
    inferred: Inferred | None = None
    reviewed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """Something with a permanent id: a person, an organization, a work, a case, a theme."""

    id: str
    class_name: str
    label: str
    place: Place
    former_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a case; its id is case/kind/ordinal."""

    id: str
    class_name: str
    case: str
    place: Place
    citations: tuple[Citation, ...] = ()

    @property
    def ordinal(self) -> str:
        """Which of the case's events of this kind it is, from ``"1"``."""
        return self.id.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is described once; texts are empty where nothing is known.

    Attributes:
        locator: What a citation of it names: ``"page"``, ``"line"`` or ``"row"``.
        derived_from: Ids of the sources that it copies or repeats.
        text: Name of the file that holds its text, for `innograph verify`.
        digests: For each cited line its SHA-256 (NFC, trimmed), in hexadecimal.
    """

    id: str
    place: Place
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: Value | None = None
    url: str = ""
    seen_at: str = ""
    kind: str = ""
    locator: str = "page"
    derived_from: tuple[str, ...] = ()
    text: str = ""
    digests: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Facts:
    """All curated facts of a folder, in the order of its files."""

    entities: dict[str, Entity] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
