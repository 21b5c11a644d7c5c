"""The file of judgements: which people are the same, which are not, and which nobody has decided.

A table with tabs between its columns, a line for each pair, sorted; lines that start with ``#`` are
remarks. It lies beside the imports. ``person`` is a row of an import, ``other`` a curated person or
a row of another import; the names and the reason are for whoever reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from innograph.errors import JudgementsError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE_NAME = "judgements.tsv"
SAME, NOT_SAME, UNSURE = "same", "not the same", "unsure"
BY_RULE, BY_HAND = "rule", "hand"
VERDICTS, MAKERS = (SAME, NOT_SAME, UNSURE), (BY_RULE, BY_HAND)
NUMBER = re.compile(r"\d+$")
REMARKS = (
    "# Which people are the same. verdict: same, not the same, unsure. by: rule, hand.",
    "# A line that is changed or removed counts from the next command on; say hand in what you change.",
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A pair of people and what is judged of them.

    Attributes:
        verdict: ``"same"``, ``"not the same"`` or ``"unsure"``.
        by: ``"rule"`` or ``"hand"``.
        person: Id of the person of an import's row: ``nre/DIGEST/ROW``.
        other: Id of a curated person, or of that of another import's row.
        name: The person's name, as the row has it.
        other_name: The other's.
        reason: Why, in words.
    """

    verdict: str
    by: str
    person: str
    other: str
    name: str = ""
    other_name: str = ""
    reason: str = ""

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids, in the same order whichever of them is first."""
        one, other = sorted((self.person, self.other))
        return one, other


COLUMNS = tuple(field.name for field in fields(Judgement))


def read(path: Path) -> list[Judgement]:
    """The judgements of a file, in its order; none if there is no file.

    Raises:
        JudgementsError: A line is no judgement; names it.
        StoreError: The file cannot be read.
    """
    if not path.exists():
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    found = [_judgement(path, number, line) for number, line in enumerate(lines, start=1) if _is_told(line)]
    seen: dict[tuple[str, str], Judgement] = {}
    for judgement in found:
        first = seen.setdefault(judgement.pair, judgement)
        if first.verdict != judgement.verdict:
            raise JudgementsError(
                f"{path}: {judgement.person} and {judgement.other} are judged twice: "
                f"{first.verdict}, {judgement.verdict}",
                "keep one of the lines",
            )
    return list(seen.values())


def _is_told(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#") and line.split("\t", maxsplit=1)[0] != COLUMNS[0]


def _judgement(path: Path, number: int, line: str) -> Judgement:
    cells = [cell.strip() for cell in line.split("\t")]
    place = f"{path}:{number}"
    if not 4 <= len(cells) <= len(COLUMNS):  # noqa: PLR2004
        raise JudgementsError(
            f"{place}: it has {len(cells)} columns", f"columns are {', '.join(COLUMNS)}, with tabs between"
        )
    judgement = Judgement(*cells)
    for name, allowed in (("verdict", VERDICTS), ("by", MAKERS)):
        if getattr(judgement, name) not in allowed:
            given = getattr(judgement, name)
            raise JudgementsError(f"{place}: {name} is {given!r}", f"it is one of {', '.join(allowed)}")
    if not judgement.person or not judgement.other or judgement.person == judgement.other:
        raise JudgementsError(
            f"{place}: it does not name two people",
            "person is a row, nre/DIGEST/ROW; other a curated person's id, or another import's row",
        )
    return judgement


def write(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write the file, sorted, whole or not at all.

    Raises:
        StoreError: It cannot be written; what was there is untouched.
    """
    lines = [*REMARKS, "\t".join(COLUMNS)]
    for judgement in sorted(judgements, key=_order):
        cells = (getattr(judgement, name) for name in COLUMNS)
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    draft = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error


def merged(old: Iterable[Judgement], new: Iterable[Judgement]) -> list[Judgement]:
    """Old judgements and new ones: a new one takes the place of an old, unless that is by hand."""
    found = {judgement.pair: judgement for judgement in old}
    for judgement in new:
        before = found.get(judgement.pair)
        if before is None or before.by == BY_RULE or judgement.by == BY_HAND:
            found[judgement.pair] = judgement
    return list(found.values())


def digest(path: Path) -> str:
    """A digest of the file; empty if there is none."""
    from hashlib import sha256

    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _order(judgement: Judgement) -> tuple[tuple[str, int], ...]:
    return _key(judgement.person), _key(judgement.other)


def _key(person: str) -> tuple[str, int]:
    """An id with the number at its end as a number: row 9 before row 10."""
    match = NUMBER.search(person)
    return (person[: match.start()], int(match[0])) if match else (person, 0)
