"""What is known of an import beside its rows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from innograph.imports.rows import Problem

SHORT = 12  # digits of a digest that tell files apart


@dataclass(frozen=True, slots=True)
class Description:
    """What ``import.json`` says of an import.

    Attributes:
        name: The name that it is listed and removed by.
        kind: Which kind of data set it is: ``"nre"``.
        version: The version of the reader of that kind.
        title: What it is, in words.
        publisher: Id of the organization whose data it is.
        file: The imported file's name, without its folder.
        digest: The file's SHA-256, in hexadecimal.
        snapshot: The day that the data are of, the newest that a row was posted; empty if unknown.
        rows: How many rows, or statements of RDF, were read.
        problems: What was kept out.
        notes: What else is to be known.
        publisher_name: The name of the publisher, where that is no organization of the facts.
    """

    name: str
    kind: str
    version: int
    title: str
    publisher: str
    file: str
    digest: str
    snapshot: str
    rows: int
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    publisher_name: str = ""

    @property
    def short(self) -> str:
        """The part of the digest that ids are made with."""
        return self.digest[:SHORT]

    @property
    def kept_out(self) -> int:
        """How many rows could not be read."""
        return sum(1 for problem in self.problems if problem.row and not problem.column)

    def to_json(self) -> str:
        """The description as JSON; `from_json` reads it back."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Description:
        """The description that `to_json` wrote."""
        given: dict[str, Any] = json.loads(text)
        problems = tuple(Problem(**problem) for problem in given.pop("problems"))
        return cls(problems=problems, notes=tuple(given.pop("notes")), **given)
