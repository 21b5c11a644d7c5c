"""What a rule matched when it made a statement: the lineage of its pattern, bound to the statement."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from innograph import resources
from innograph.guard import guarded
from innograph.lineage import trace
from innograph.lineage.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from innograph.lineage import Derivation
    from innograph.lineage.derivations import Term
    from innograph.lineage.syntax import Query
    from innograph.store import Store

Statement: TypeAlias = "tuple[Term, Term, Term]"
AT_ONCE = 200


class Rule:
    """A rule: a CONSTRUCT query that makes one triple of each solution of its pattern.

    Args:
        path: Its file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def matches(
        self, store: Store, statements: Iterable[Statement]
    ) -> Iterator[tuple[Statement, tuple[Derivation, ...]]]:
        """What the rule matched for each of the statements that it made: one derivation for each match.

        Args:
            store: The graph.
            statements: Triples that stand in the rule's graph.
        """
        wanted = list(dict.fromkeys(statements))
        for start in range(0, len(wanted), AT_ONCE):
            yield from self._matches(store, wanted[start : start + AT_ONCE])

    def _matches(
        self, store: Store, statements: list[Statement]
    ) -> Iterator[tuple[Statement, tuple[Derivation, ...]]]:
        names = list(self._positions)
        keys: dict[tuple[Term | None, ...], Statement] = {
            tuple(each[at] for at in self._positions.values()): each for each in statements
        }
        values = " ".join(f"({' '.join(map(str, key))})" for key in keys)
        query = self._query
        text = (
            f"{query.prologue} SELECT DISTINCT {' '.join(names)} "
            f"WHERE {{ VALUES ({' '.join(names)}) {{ {values} }} {query.select.where.text.strip()[1:]}"
        )
        for row in trace(store, text).rows:
            yield keys[row.values], row.derivations

    @cached_property
    def _query(self) -> Query:
        return parse(guarded(self.path.read_text(encoding="utf-8")))

    @cached_property
    def _positions(self) -> dict[str, int]:
        """The variables of the triple that the rule makes, with their places in it."""
        template = self._query.template[0]
        terms = (template.subject, str(template.predicate), template.object)
        return {term: place for place, term in enumerate(terms) if term.startswith("?")}


def load(folder: Path = resources.RULES) -> dict[str, Rule]:
    """The rules of a folder, by name."""
    return {path.stem: Rule(path) for path in sorted(folder.glob("*.rq"))}
