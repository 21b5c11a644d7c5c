"""Files of rows and columns → header and records, whatever program wrote them.

Text in UTF-8, UTF-16, Latin-1 (Windows-1252) or Mac Roman, with any line ends; Excel and
OpenDocument workbooks; tables of web pages; each of them also compressed. What a file is, is seen
from its content, never from its name.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from innograph.errors import ImportFileError
from innograph.imports import compression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Rows = list[tuple[float, list[str]]]

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip (xlsx, ods), compound file (xls)
OLD_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
PAGES = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<div")
DELIMITERS = ",\t;|"
LAST_HEADER_ROW = 20
LONGEST_RECORD = 200  # lines
ANY_WIDTH = -1  # of a record that goes over several lines
PLAUSIBLE = frozenset("\u00a0áéíóúüñçàèâêôäöÁÉÍÓÚÜÑÇ‘’“”–—…")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table.

    Attributes:
        number: Its number as a spreadsheet shows it, from 1.
        cells: Its cells as texts, one for each column of the header.
        problem: Why it cannot be read; empty if it can.
        part: Which part of the table is read with it, from 0 to 1.
    """

    number: int
    cells: list[str]
    problem: str
    part: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the names of its columns, and its records without those that are blank.

    Attributes:
        others: What else of the file looks like such a table, and is not read: ``"the sheet 'old'"``.
    """

    header: list[str]
    records: Iterator[Record]
    others: tuple[str, ...] = ()


def read(path: Path, score: Callable[[list[str]], int]) -> Table:
    """The table of a file.

    The header is the row, of the first twenty, that *score* gives most; in a text, that also
    tells what separates the cells, and in a workbook or a page, which of its tables it is.

    Args:
        path: The file.
        score: How much a row looks like the header that is looked for; 0 for not at all.

    Raises:
        ImportFileError: It cannot be read, or is a broken workbook.
    """
    data = compression.content(path)
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if OLD_XML in start:
        raise ImportFileError(f"{path} is a workbook in the XML of Excel 2003", "save it as xlsx or CSV")
    if data.startswith(WORKBOOKS):
        sheets = _sheets(path, data)
        return _chosen(list(sheets.values()), score, [f"the sheet {name!r}" for name in sheets])
    text = decoded(data)
    if start.lower().startswith(PAGES):
        from innograph.imports.pages import tables

        found: list[Rows] = [list(enumerate(rows, start=1)) for rows in tables(text)]
        return _chosen(found, score, [f"table {at} of the page" for at in range(1, len(found) + 1)])
    return _of_text(_lines(text), score)


def _chosen(sheets: list[Rows], score: Callable[[list[str]], int], names: list[str]) -> Table:
    """The table, of several whose cells stand in columns of their own, that has the header."""
    best, at = _header(sheets, score)
    if at is None:
        return Table(sheets[0][0][1] if sheets and sheets[0] else [], iter(()))
    rows = sheets[best]
    width = max(_width(cells) for _, cells in rows[at:])
    squared = ((line, (cells + [""] * width)[: max(width, _width(cells))]) for line, cells in rows)
    header = [cell.strip() for cell in (rows[at][1] + [""] * width)[:width]]
    alike = [
        name
        for name, other in zip(names, sheets, strict=True)
        if _has_rows_below(other, score(header), score)
    ]
    others = tuple(name for name in alike if name != names[best])
    return Table(header, _records(squared, at + 1, width, len(rows)), others)


def _has_rows_below(rows: Rows, wanted: int, score: Callable[[list[str]], int]) -> bool:
    """Whether a table has a header that is at least half as good as the one wanted, and rows below it."""
    scores = [score(cells) for _, cells in rows[:LAST_HEADER_ROW]]
    return max(scores, default=0) * 2 >= wanted and len(rows) > scores.index(max(scores)) + 1


def _of_text(lines: list[str], score: Callable[[list[str]], int]) -> Table:
    """The table of a text, by the delimiter that gives its header."""
    ways = [(delimiter, width) for width in (0, ANY_WIDTH) for delimiter in DELIMITERS]
    sheets = [list(_parsed(lines, delimiter, LAST_HEADER_ROW, width)) for delimiter, width in ways]
    best, at = _header(sheets, score)
    if at is None:
        return Table(sheets[0][0][1], iter(()))
    header = [cell.strip() for cell in sheets[best][at][1]]
    while not header[-1]:
        header.pop()
    records = _parsed(lines, ways[best][0], None, len(header))
    return Table(header, _records(records, at + 1, len(header), len(lines)))


def _header(sheets: list[Rows], score: Callable[[list[str]], int]) -> tuple[int, int | None]:
    """Which sheet has the header, and at which of its rows; None for a row if none has."""
    scores = [[score(cells) for _, cells in rows[:LAST_HEADER_ROW]] for rows in sheets]
    best = max(range(len(sheets)), key=lambda index: max(scores[index], default=0), default=0)
    if not sheets or not any(scores[best]):
        return best, None
    return best, scores[best].index(max(scores[best]))


def _width(cells: list[str]) -> int:
    """How many columns a row fills."""
    return max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def decoded(data: bytes) -> str:
    """The text that the bytes are, in the encoding that they are plausibly in.

    UTF-8 is told by its form. Where only single bytes do not fit, as when one program pasted into
    another's file, these alone are read as Windows-1252. Else it is Windows-1252 or Mac Roman:
    whichever makes more of the characters that names are written with.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data[1:8:2] == b"\0\0\0\0":  # the same without its mark, as some programs save it
        return data.decode("utf-16-le", "replace")
    text = data.decode("utf-8-sig", "surrogateescape")
    strays = [character for character in text if "\udc80" <= character <= "\udcff"]
    if not strays:
        return text
    if len(strays) < sum("\u0080" <= character < "\ud800" for character in text):
        return "".join(_from_windows(c) if "\udc80" <= c <= "\udcff" else c for c in text)
    stray = bytes(ord(character) - 0xDC00 for character in strays)
    mac = _plausibility(stray.decode("mac_roman"))
    windows = _plausibility(stray.decode("cp1252", "replace"))
    carriage_returns_only = b"\r" in data and b"\n" not in data  # as classic Mac OS ends lines
    encoding = "mac_roman" if (mac, carriage_returns_only) > (windows, False) else "cp1252"
    return data.decode(encoding, "replace")


def _from_windows(escaped: str) -> str:
    return bytes([ord(escaped) - 0xDC00]).decode("cp1252", "replace")


def _plausibility(text: str) -> int:
    return sum(1 if character in PLAUSIBLE else -1 for character in text)


def _lines(text: str) -> list[str]:
    """The lines, whichever of LF, CRLF, CR and CR CR LF ends them."""
    return text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _parsed(
    lines: list[str], delimiter: str, limit: int | None, width: int
) -> Iterator[tuple[float, list[str]]]:
    """Each record with the index of its last line; where *width* is 0 every line is a record."""
    at = 0
    while at < len(lines) and (limit is None or at < limit):
        end, cells = _record(lines, at, delimiter, width)
        yield end, cells
        at = end


def _record(lines: list[str], at: int, delimiter: str, width: int) -> tuple[int, list[str]]:
    """The record that starts at a line, and the line after it (RFC 4180).

    A quotation mark that does not close ends with its line: it must not swallow the rows below.
    """
    text = lines[at]
    if '"' not in text:
        return at + 1, text.split(delimiter)
    end = at + 1
    while text.count('"') % 2 and end < min(len(lines), at + LONGEST_RECORD):
        text += "\n" + lines[end]
        end += 1
    cells = _cells(text, delimiter)
    if end > at + 1 and width not in (len(cells), ANY_WIDTH):
        return at + 1, _cells(lines[at], delimiter)
    return end, cells


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def _records(rows: Iterator[tuple[float, list[str]]], start: int, width: int, count: int) -> Iterator[Record]:
    for number, (line, cells) in enumerate(rows, start=1):
        if number <= start or not any(cell.strip() for cell in cells):
            continue
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        problem = "" if len(cells) == width else f"it has {len(cells)} cells, the header {width}"
        yield Record(number, cells, problem, line / count)


def _sheets(path: Path, data: bytes) -> dict[str, Rows]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [workbook.get_sheet_by_index(index) for index in range(len(workbook.sheet_names))]
        values = {sheet.name: sheet.to_python(skip_empty_area=False) for sheet in sheets}
    except (CalamineError, OSError, ValueError) as error:
        raise ImportFileError(f"{path} is a broken workbook: {error}", "save it anew, or as CSV") from error
    return {
        name: [(at, list(map(_text, row))) for at, row in enumerate(rows, start=1)]
        for name, rows in values.items()
    }


def _text(cell: Any) -> str:
    """A workbook's cell as the text that a CSV file would have."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
