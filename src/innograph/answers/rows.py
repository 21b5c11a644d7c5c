"""Rows and whole answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.answers.citations import Citation
    from innograph.answers.support import Support
    from innograph.answers.terms import Cell


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
