"""A file of the Registry → rows of typed facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from innograph.errors import ImportFileError, counted
from innograph.imports import tables, values
from innograph.imports.nre import columns
from innograph.imports.rows import CASE, PERSON, WHOLE_FILE, Fact, Problem, Reading, Row
from innograph.imports.values import DayFirst, WrongValue
from innograph.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from innograph.imports.nre.columns import Column
    from innograph.imports.tables import Record, Table
    from innograph.model import Progress

MANY_VALUED = frozenset(
    {"additionalCrime", "caseCharacteristic", "factor", "excludedFactor", "misconductKind",
     "excludedMisconductKind", "forensicEvidenceUsed", "perjuryBy", "trialMisconduct",
     "misconductDiscipline", "unconnectedMisconduct"}
)  # fmt: skip
OPPOSITES = {"factor": "excludedFactor", "misconductKind": "excludedMisconductKind"}
OPPOSITES |= {no: yes for yes, no in OPPOSITES.items()}
LAST_FIRST = re.compile(r"([^,]+), ([^,]+)")
SUFFIX = re.compile(r"^(.*?),?\s+(Jr\.?|Sr\.?|I{2,3}|IV|V)$", re.IGNORECASE)
MEMORY = 4096  # cells of a column whose reading is remembered: most repeat
# A row of the Registry is an exoneration, and so a wrongful conviction; both are always recorded.
ALWAYS = ("wrongful-conviction/1", "exoneration/1")


def read(path: Path, report: Progress) -> Reading:
    """The rows of an export of the Registry.

    Args:
        path: A CSV file or a workbook.
        report: Told how far the reading is.

    Raises:
        ImportFileError: The file is not an export of the Registry; says what is missing.
    """
    table = tables.read(path, _score)
    keys = [columns.key(header) for header in table.header]
    missing = columns.missing(set(keys))
    if missing:
        raise ImportFileError(
            f"{path} is not an export of the National Registry of Exonerations: it has no column for "
            + ", ".join(missing),
            f"its columns are {', '.join(map(repr, filter(None, table.header[:12]))) or 'none'}",
        )
    reader = _Reader(path, table, keys, report)
    return Reading(
        "National Registry of Exonerations",
        "national-registry-of-exonerations",
        reader.rows(),
        reader.problems,
        reader.notes,
    )


def _score(cells: list[str]) -> int:
    keys = {columns.key(cell) for cell in cells}
    return len(keys & (columns.COLUMNS.keys() | columns.NAMES))


@dataclass(slots=True)
class _Reader:
    path: Path
    table: Table
    keys: list[str]
    report: Progress
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    filled: list[tuple[int, str, Column]] = field(default_factory=list)
    parts: dict[str, dict[str, int]] = field(default_factory=dict)
    victim_tags: int = 0
    day_first: int = 0
    month_first: int = 0

    def rows(self) -> Iterator[Row]:
        """The rows that can be read, in order; what cannot is noted."""
        self._assign()
        count = 0
        for record in self.table.records:
            row = self._row(record)
            if row is not None:
                count += 1
                yield row
            self.report("reading rows", count, record.part)
        self._refuse_days_first()
        if not count:
            why = next((str(each) for each in self.problems if each.row), "below its header there is none")
            raise ImportFileError(f"{self.path} has the Registry's columns, but no row that can be read", why)
        if self.victim_tags:
            self.notes.append(
                f"the tag for a child victim was dropped from {counted(self.victim_tags, 'row')}"
            )

    def _assign(self) -> None:
        """Which column fills what; victims' columns are dropped, unknown ones are problems."""
        known = columns.of_layout(set(self.keys))
        dropped = []
        for at, (header, key) in enumerate(zip(self.table.header, self.keys, strict=True)):
            column = known.get(key)
            if key in columns.NAMES:
                self.places.setdefault(key, at)
            elif columns.is_about_victims(header):
                dropped.append(header)
            elif column is None:
                self.problems.append(_unknown(header, at))
            elif column.part:
                self.parts.setdefault(column.about, {}).setdefault(column.part, at)
            else:
                remembering = replace(column, read=lru_cache(MEMORY)(column.read))
                self.filled.append((at, header, remembering))
        self.notes += [f"{other} looks like an export too, and is not read" for other in self.table.others]
        if dropped:
            self.notes.append(
                f"dropped {counted(len(dropped), 'column')} about victims: {', '.join(dropped)}"
            )

    def _refuse_days_first(self) -> None:
        """Refuse a file whose dates begin with the day: of most, such as 9/1/2011, nobody could tell."""
        if self.day_first > self.month_first:
            raise ImportFileError(
                f"{self.path} writes the day of a date before its month: {counted(self.day_first, 'date')} could "
                "not be anything else, and the others cannot be told",
                "write its dates as year-month-day, and import it again",
            )

    def _row(self, record: Record) -> Row | None:
        cells = [values.clean(cell) for cell in record.cells]
        problem = record.problem or self._objection(cells)
        if problem:
            self.problems.append(Problem(record.number, "", problem))
            return None
        return _Builder(self, record.number, cells).row(self._name(cells))

    def _objection(self, cells: list[str]) -> str:
        """Why these are no row of a person, such as a note below the table; empty if they are."""
        if not any(map(str.isalpha, self._name(cells))):
            return "it has no name"
        if not any(cell for at, cell in enumerate(cells) if at not in self.places.values()):
            return "it says nothing but a name"
        return "it repeats the header" if cells == list(map(values.clean, self.table.header)) else ""

    def _name(self, cells: list[str]) -> str:
        """The name, first name first, a suffix last: ``"Allen, Jr."`` and ``"George"`` → George Allen Jr."""
        if columns.NAME in self.places:
            name = cells[self.places[columns.NAME]]
            listed = LAST_FIRST.fullmatch(name)
            return name if not listed or SUFFIX.match(name) else f"{listed[2]} {listed[1]}"
        last, first = cells[self.places[columns.LAST_NAME]], cells[self.places[columns.FIRST_NAME]]
        match = SUFFIX.match(last)
        parts = [first, match[1], match[2]] if match else [first, last]
        return " ".join(filter(None, parts))


@dataclass(slots=True)
class _Builder:
    """The facts of one row, put together from its cells."""

    reader: _Reader
    number: int
    cells: list[str]
    found: dict[tuple[str, str], list[Value]] = field(default_factory=dict)

    def row(self, name: str) -> Row:
        """The row with all facts that its cells give."""
        for at, header, column in self.reader.filled:
            if self.cells[at] and not values.is_unknown(self.cells[at]):
                self._read(header, column, self.cells[at])
        for event, places in self.reader.parts.items():
            self._date(event, places)
        self._complete_sentence()
        facts = [Fact(PERSON, "listedName", Value(name, "xsd:string"))]
        facts += [Fact(about, rel, value) for (about, rel), given in self.found.items() for value in given]
        stated = {fact.about for fact in facts}
        facts += [Fact(CASE, "event", Value(event)) for event in ALWAYS if event not in stated]
        return Row(self.number, name, tuple(facts))

    def _read(self, header: str, column: Column, text: str) -> None:
        try:
            answers = column.read(text)
        except WrongValue as error:
            self._problem(header, str(error))
            self.reader.day_first += isinstance(error, DayFirst)
            answers = [(column.relations[0], value) for value in error.kept]
        if "caseCharacteristic" in column.relations:
            self.reader.victim_tags += any(map(columns.is_about_victims, values.listed(text, "[;,]#?")))
        for relation, value in answers:
            self._add(header, column.about, relation, value)
            self.reader.month_first += "/" in text and value.datatype == "xsd:date" and value.text[8:] > "12"

    def _add(self, header: str, about: str, relation: str, value: Value) -> None:
        opposite = self.found.get((about, OPPOSITES.get(relation, "")), [])
        given = self.found.setdefault((about, relation), [])
        if value in given:
            return
        if value in opposite:
            self._problem(header, f"it contradicts another column on {value.text}, which is kept")
        elif relation in MANY_VALUED or not given:
            given.append(value)
        elif _is_finer(value, given[0]):
            given[0] = value
        elif not _is_finer(given[0], value):
            self._problem(
                header, f"{value.text!r} contradicts another column's {given[0].text!r}, which is kept"
            )

    def _date(self, event: str, places: dict[str, int]) -> None:
        cells = (self.cells[places[part]] if part in places else "" for part in ("year", "month", "day"))
        year, month, day = ("" if values.is_unknown(cell) else cell for cell in cells)
        if not year.strip("0") and not month.strip("0"):
            return
        header = self.reader.table.header[min(places.values())]
        try:
            date = values.of_parts(year, month, day)
        except WrongValue as error:
            self._problem(header, str(error))
            return
        self._add(header, event, "date", date)
        if len(month) > len("12"):
            self._problem(header, f"the month is {month!r}; only {date.text} is read")

    def _complete_sentence(self) -> None:
        """Where a sentence has a kind and no words, the kind is all that is known of it."""
        kind = self.found.get(("sentencing/1", "sentenceKind"))
        if kind and ("sentencing/1", "sentence") not in self.found:
            self.found["sentencing/1", "sentence"] = kind

    def _problem(self, header: str, reason: str) -> None:
        self.reader.problems.append(Problem(self.number, header, reason))


def _unknown(header: str, at: int) -> Problem:
    if not header:
        return Problem(WHOLE_FILE, "", f"column {at + 1} has no heading and is kept out")
    return Problem(WHOLE_FILE, header, "it is not known and is kept out")


def _is_finer(value: Value, other: Value) -> bool:
    """Whether a date says the same as another, and more."""
    kinds = ("xsd:gYear", "xsd:gYearMonth", "xsd:date")
    return (
        value.datatype in kinds
        and other.datatype in kinds
        and len(value.text) > len(other.text)
        and value.text.startswith(other.text)
    )
