"""The judgements of who is the same person, as an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from innograph.answers import Answer, Cell, Row
from innograph.identity import judgements
from innograph.identity.linking import file_of
from innograph.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.identity.judgements import Judgement
    from innograph.identity.linking import Register
    from innograph.imports.storage import Imports

COLUMNS = ("verdict", "by", "name", "row", "other name", "other", "reason")


def told(imports: Imports, register: Register, verdict: str = "", name: str = "") -> list[Judgement]:
    """The judgements of people who are there.

    Args:
        imports: All imports.
        register: Their people.
        verdict: Only those with this verdict; all, if empty.
        name: Only pairs of this import's rows; of all, if empty.

    Raises:
        JudgementsError: The file of judgements cannot be used.
        UnknownNameError: There is no such import.
    """
    rows = f"{imports.open(name).name}#" if name else ""
    return [
        each
        for each in judgements.read(file_of(imports.folder))
        if all(map(register.knows, each.pair))
        and verdict in ("", each.verdict)
        and any(register.place(person).startswith(rows) for person in each.pair)
    ]


def waiting(imports: Imports, register: Register) -> list[str]:
    """The ids that judgements by hand name and nobody here has, such as those of a removed import's rows.

    Raises:
        JudgementsError: The file of judgements cannot be used.
    """
    by_hand = (each for each in judgements.read(file_of(imports.folder)) if each.by == judgements.BY_HAND)
    named = {person for each in by_hand for person in each.pair}
    return sorted(person for person in named if not register.knows(person))


def listing(shown: Iterable[Judgement], register: Register) -> Answer:
    """Judgements as an answer, a row for each."""
    rows = []
    for each in shown:
        texts = (each.verdict, each.by, each.name, each.person, each.other_name, each.other, each.reason)
        cells = {column: Cell(None, text) for column, text in zip(COLUMNS, texts, strict=True)}
        for column in ("row", "other"):
            person = cells[column].label
            cells[column] = Cell(NamedNode(ID + person), register.place(person))
        rows.append(Row(cells))
    return Answer(COLUMNS, tuple(rows))
