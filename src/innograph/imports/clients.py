"""The Innocence Project's list of clients: a JSON array of objects with name, state and year.

A client without a year of exoneration gets a row that asserts nothing: the list does not say that
the person was exonerated. Linked to a case that has an exoneration, the row speaks of that case.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from innograph.errors import ImportFileError
from innograph.imports import compression, values
from innograph.imports.nre import vocabulary
from innograph.imports.rows import CASE, PERSON, WHOLE_FILE, Fact, Problem, Reading, Row
from innograph.imports.values import WrongValue
from innograph.model import Value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from innograph.model import Progress

NAME, STATE, YEAR, SLUG = "name", "state", "exoneration_year", "slug"
KEYS = frozenset({NAME, STATE, YEAR, SLUG})
FORM = 'it is one array: [{"name": "…", "state": "…", "exoneration_year": "…", "slug": "…"}, …]'
ORGANIZATION = "innocence-project"
CONVICTION, EXONERATION = "wrongful-conviction/1", "exoneration/1"


def properties() -> set[str]:
    """The properties that the rows may fill."""
    return {"listedName", "state", "defendedBy", "clientSlug", "date"}


def read(path: Path, report: Progress) -> Reading:
    """The rows of a list of clients; a row's number is its object's place in the array, from 1.

    Raises:
        ImportFileError: The file is not such a list; says what is wrong.
    """
    entries = _entries(path)
    unknown = dict.fromkeys(key for entry in entries for key in entry if key not in KEYS)
    problems = [Problem(WHOLE_FILE, key, "it is not known and is kept out") for key in unknown]
    silent = sum(1 for entry in entries if not entry.get(YEAR))
    note = f"{silent:,} without a year of exoneration assert nothing until they are linked to a case"
    rows = _rows(entries, problems, report)
    return Reading("Innocence Project clients", ORGANIZATION, rows, problems, [note] if silent else [])


def _entries(path: Path) -> list[dict[str, Any]]:
    data = compression.content(path)
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ImportFileError(f"{path} is not JSON: {error}", FORM) from error
    if not isinstance(content, list) or not all(isinstance(entry, dict) for entry in content):
        raise ImportFileError(f"{path} is not a list of clients: it is no JSON array of objects", FORM)
    if not content:
        raise ImportFileError(f"{path} is a list without clients")
    given = dict.fromkeys(key for entry in content for key in entry)
    missing = sorted({NAME, STATE} - given.keys())
    if missing:
        raise ImportFileError(
            f"{path} is not a list of clients: its objects have no {' and no '.join(missing)}",
            f"their keys are {', '.join(map(repr, list(given)[:12])) or 'none'}",
        )
    return content


def _rows(entries: list[dict[str, Any]], problems: list[Problem], report: Progress) -> Iterator[Row]:
    for number, entry in enumerate(entries, start=1):
        texts = dict(_texts(number, entry, problems))
        if texts.get(NAME):
            yield Row(number, texts[NAME], tuple(_facts(number, texts, problems)))
        else:
            problems.append(Problem(number, "", "it has no name"))
        report("reading rows", number, number / len(entries))


def _texts(number: int, entry: dict[str, Any], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """The known values that are texts or numbers; others are problems."""
    for key in KEYS & entry.keys():
        value = entry[key]
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            yield key, values.clean(str(value))
        elif value is not None:
            problems.append(Problem(number, key, f"{str(value)[:40]!r} is neither a text nor a number"))


def _facts(number: int, texts: dict[str, str], problems: list[Problem]) -> Iterator[Fact]:
    yield Fact(PERSON, "listedName", Value(texts[NAME], "xsd:string"))
    if texts.get(SLUG):
        yield Fact(PERSON, "clientSlug", Value(texts[SLUG], "xsd:string"))
    yield Fact(CASE, "defendedBy", Value(ORGANIZATION))
    if texts.get(STATE):
        state = vocabulary.state(texts[STATE])
        if state:
            yield Fact(CASE, "state", Value(state, "xsd:string"))
        else:
            problems.append(Problem(number, STATE, f"{texts[STATE]!r} is no state of the United States"))
    if texts.get(YEAR):
        try:
            (year,) = values.day(texts[YEAR])
        except (WrongValue, ValueError) as error:
            problems.append(Problem(number, YEAR, str(error) or f"{texts[YEAR]!r} is not a year"))
            return
        yield Fact(CASE, "event", Value(CONVICTION))
        yield Fact(EXONERATION, "date", year)
