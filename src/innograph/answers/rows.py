"""Citations, rows and whole answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.answers.support import Support
    from innograph.answers.terms import Cell


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that a row rests on, and the source that it is in; texts are empty where unknown.

    Attributes:
        passage: The passage's IRI.
        locator: The line or row; empty for a whole page.
        date: Year, year and month, or day of publication, as far as it is known: ``"2020-04"``.
        url: The source's address; that of the copy that was seen where it has none.
        author: Names in the form "Family, Given, Suffix", joined with "and"; or a name as it is.
        kind: The kind of source, as in the fact files: ``"article"``.
        seen_at: The address of a copy, where not the source itself was seen.
        roots: Ids of the sources that this one goes back to; empty where it repeats none.
        digest: The SHA-256 of an imported file, in hexadecimal.
    """

    passage: str
    source: str
    locator: str
    title: str
    publisher: str
    date: str
    url: str
    author: str = ""
    kind: str = ""
    seen_at: str = ""
    roots: tuple[str, ...] = ()
    digest: str = ""

    @property
    def mark(self) -> str:
        """How the citation is marked in a row: ``"seed-000#13"``, or ``"pov"`` for a whole page."""
        return f"{self.source}#{self.locator}" if self.locator else self.source

    @property
    def reference(self) -> str:
        """The source in one line: publisher, title, date, address, and what it repeats."""
        dated = f"{self.publisher}, {self.date}" if self.date else self.publisher
        repeated = f"Repeats {', '.join(self.roots)}" if self.roots else ""
        file = f"SHA-256 {self.digest}" if self.digest and not self.locator else ""
        return ". ".join(filter(None, [dated, self.title, file, self.url, repeated]))

    @property
    def origins(self) -> tuple[str, ...]:
        """The ids of the independent sources that it stands for: its roots, or itself."""
        return self.roots or (self.source,)

    def as_json(self) -> dict[str, Any]:
        """Every attribute by its name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Row:
    """One row; *derived* and *disputed* are None where that is not known, as are *citations*.

    Attributes:
        support: What the row rests on, in full, where that was worked out.
    """

    cells: dict[str, Cell]
    derived: bool | None = None
    disputed: bool | None = None
    citations: tuple[Citation, ...] | None = None
    support: Support | None = None

    @property
    def marks(self) -> str:
        """The marks that hold, in words: ``"derived"``, ``"derived, disputed"`` or nothing."""
        held = (("derived", self.derived), ("disputed", self.disputed))
        return ", ".join(name for name, holds in held if holds)

    def as_json(self, *, full: bool = False) -> dict[str, Any]:
        """The cells by column, and what is known of marks, citations, rivals and, in *full*, derivations."""
        marks = {"derived": self.derived, "disputed": self.disputed}
        cells = {column: cell.as_json() for column, cell in self.cells.items()}
        known = {name: holds for name, holds in marks.items() if holds is not None}
        cited = {} if self.citations is None else {"citations": [c.as_json() for c in self.citations]}
        support = self.support.as_json(full=full) if self.support else {}
        return cells | cited | support | known


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns, rows, notes, and a title where the columns alone do not say what is answered.

    Attributes:
        opened: Whether what each row rests on is to be shown in full.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    title: str = ""
    opened: bool = False

    def noting(self, note: str) -> Answer:
        """The answer with one more note, unless that is empty."""
        return replace(self, notes=(*self.notes, note)) if note else self

    @property
    def is_marked(self) -> bool:
        """Whether it is known of each row whether it is derived or disputed."""
        return any(row.derived is not None for row in self.rows)

    @property
    def is_supported(self) -> bool:
        """Whether what each row rests on was worked out."""
        return any(row.support for row in self.rows)

    def cited(self) -> list[Citation]:
        """Every citation of a row or of a rival value, each once, by mark."""
        cited = {citation.passage: citation for row in self.rows for citation in _citations(row)}
        return sorted(cited.values(), key=lambda citation: (citation.mark, citation.passage))


def _citations(row: Row) -> Iterable[Citation]:
    rivals = row.support.rivals if row.support else ()
    return chain(row.citations or (), *(rival.citations for rival in rivals))
