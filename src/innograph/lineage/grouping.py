"""Which groups of a SELECT with GROUP BY give which rows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from innograph.lineage.evaluating import Evaluator, Row
    from innograph.lineage.syntax import Column, Select


class Grouping:
    """The groups of a SELECT.

    Args:
        evaluator: What asks.
        select: A SELECT with groups.
        graph: The graph that it is evaluated in, as text.
    """

    def __init__(self, evaluator: Evaluator, select: Select, graph: str = "") -> None:
        self._evaluator = evaluator
        self._select = select
        self._graph = graph
        self._keys = [key.variable for key in select.modifiers.keys or ()]
        self._columns = [column.variable for column in select.columns or ()]

    def keys_of(self, row: Row) -> list[Row]:
        """The keys of the groups that give a row with these values.

        Args:
            row: The row, which the hidden keys may follow.
        """
        if self.hidden and len(row) == len(self._columns):
            return self._keys_by_row.get(row, [])
        return [tuple(row[place] for place in self._places)]

    @cached_property
    def hidden(self) -> list[str]:
        """The keys that rows do not show."""
        return [key for key in self._keys if key not in self._columns]

    @cached_property
    def _places(self) -> list[int]:
        return [[*self._columns, *self.hidden].index(key) for key in self._keys]

    @cached_property
    def _keys_by_row(self) -> dict[Row, list[Row]]:
        found: dict[Row, list[Row]] = {}
        columns: list[Column | str] = [*(self._select.columns or ()), *self.hidden]
        text = self._select.with_columns(columns, self._evaluator.query.dataset, self._graph)
        for row in self._evaluator.ask(text):
            shown = row[: len(self._columns)]
            found.setdefault(shown, []).append(tuple(row[place] for place in self._places))
        return found
