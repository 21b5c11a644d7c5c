"""The rows of an answer, for scripts and notebooks: dicts that show themselves as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import pandas as pd

    from innograph.answers import Answer

SHOWN = 100
DEFAULT_WIDTH = 120


class Rows(Sequence[dict[str, Any]]):
    """The rows of an answer as dicts, which show themselves as a table.

    A row maps each column to what ``-f json`` gives: ``{"iri", "label"}`` for an entity, a number,
    true or false, or text; None where nothing is bound. Where it is known, ``derived`` and
    ``disputed`` say how the row stands, and ``citations`` lists the passages it rests on.

    Attributes:
        columns: The names of the columns, in order.
        notes: What the answer does not cover, and other remarks on it.
        title: What is answered, where the columns alone do not say; else empty.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.columns = answer.columns
        self.notes = answer.notes
        self.title = answer.title

    def __len__(self) -> int:
        return len(self._answer.rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        """A row, or several in a list."""
        if isinstance(index, slice):
            return [row.as_json() for row in self._answer.rows[index]]
        return self._answer.rows[index].as_json()

    def __repr__(self) -> str:
        from shutil import get_terminal_size

        from innograph.rendering import table

        return table(self._shown(), get_terminal_size((DEFAULT_WIDTH, 24)).columns).rstrip()

    def _repr_html_(self) -> str:
        """A table for notebooks; all text in it is escaped."""
        from innograph.rendering import html

        return html(self._shown())

    def to_text(self, output_format: str = "table") -> str:
        """All rows in one of the forms that the commands write: table, csv, tsv, json, markdown, html.

        Raises:
            UnknownNameError: There is no such form.
        """
        from innograph import rendering
        from innograph.errors import UnknownNameError

        known = ("table", *rendering.FORMATS)
        if output_format not in known:
            raise UnknownNameError("format", output_format, known, f"there are {', '.join(known)}")
        return rendering.render(self._answer, output_format, DEFAULT_WIDTH)

    def to_pandas(self, *, iris: bool = False) -> pd.DataFrame:
        """The rows as a DataFrame, entities by their labels.

        The columns ``derived``, ``disputed`` and ``citations`` (marks, such as ``seed-000#13``)
        follow where they are known. Types are pandas' own nullable ones, so that whole numbers
        stay whole beside a missing one.

        Args:
            iris: Add a column ``NAME_iri`` for each column that holds entities. Two people may have
                one name: group and join by it.

        Raises:
            LibraryError: pandas is not installed.
        """
        from innograph.conversion import to_pandas

        return to_pandas(self._answer, iris=iris)

    def _shown(self) -> Answer:
        """The answer with no more rows than are good to look at."""
        more = len(self) - SHOWN
        if more <= 0:
            return self._answer
        notes = (f"{more:,} more rows are not shown", *self._answer.notes)
        return replace(self._answer, rows=self._answer.rows[:SHOWN], notes=notes)
