"""What happened when: events on a line that is true to scale, their words beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from innograph.pictures.canvas import FAINT, INK, Canvas, belong, describe, wrapped

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from innograph.answers import Answer, Row

WIDTH, AXIS, WORDS = 860, 120, 230
LINE, GAP, MOST_HEIGHT = 17, 12, 640
DISPUTED, PLAIN = "#D55E00", "#0072B2"
DATE = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?")


def draw(answer: Answer, columns: dict[str, str], title: str) -> str:
    """The timeline: ``date`` and ``event`` name the columns, ``group`` one that is said when it changes.

    A date's place is true to scale; one of which only the year or the month is known stands at its
    middle and is drawn hollow. Returns the text of an SVG document.
    """
    dated = [
        (when, number, row)
        for number, row in enumerate(answer.rows)
        if (when := _year(row.cells[columns["date"]].label))
    ]
    canvas = Canvas(WIDTH, title)
    if not dated:
        canvas.text(20, canvas.top + 10, "no dated event", fill=FAINT)
        return canvas.document(canvas.notes(answer.notes, canvas.top + 34) + 12)
    dated.sort(key=lambda each: each[0])
    first, last = dated[0][0], dated[-1][0]
    entries = [(*each, wrapped(_words(each[2], columns), WIDTH - WORDS - 30, 13)) for each in dated]
    needed = sum(LINE * len(lines) + GAP for *_, lines in entries)
    height = min(max(needed, 160), MOST_HEIGHT) if needed <= MOST_HEIGHT else needed
    top = canvas.top + 16
    _axis(canvas, first, last, top, height)
    y = top - LINE
    for when, number, row, lines in entries:
        place = _place(when, first, last, top, height)
        y = max(y + LINE, place - LINE / 2)
        belong(_entry(canvas, (place, y), row, columns, lines), number)
        y += LINE * (len(lines) - 1) + GAP
    end = max(top + height, y + LINE) + 20
    hollow = "A hollow mark: only the year or the month is known."
    notes = [hollow] if not all(_is_day(row.cells[columns["date"]].label) for *_, row in dated) else []
    disputed = ["≠ disputed: sources disagree."] if any(row.disputed for *_, row in dated) else []
    return canvas.document(canvas.notes([*notes, *disputed, *answer.notes], end) + 12)


def _entry(
    canvas: Canvas, place: tuple[float, float], row: Row, columns: dict[str, str], lines: list[str]
) -> list[Element]:
    at, y = place
    date = row.cells[columns["date"]].label
    color = DISPUTED if row.disputed else PLAIN
    mark = canvas.circle(AXIS, at, 5.5, color if _is_day(date) else "#ffffff", color)
    describe(mark, f"{date}: {' '.join(lines)}")
    canvas.line((AXIS + 7, at), (WORDS - 82, y + LINE / 2))
    sign = " ≠" if row.disputed else ""
    drawn = [mark, canvas.text(WORDS - 8, y + LINE / 2, date + sign, anchor="end", weight="600", size=12)]
    drawn += (canvas.text(WORDS, y + LINE * (at + 0.5), words, fill=INK) for at, words in enumerate(lines))
    return drawn


def _axis(canvas: Canvas, first: float, last: float, top: float, height: float) -> None:
    canvas.line((AXIS, top - 8), (AXIS, top + height + 8))
    span = max(last - first, 1)
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if span / each <= 10)  # noqa: PLR2004
    for year in range(int(first) // step * step, int(last) + step + 1, step):
        if first - step / 4 <= year <= last + step / 4:
            y = _place(min(max(year, first), last), first, last, top, height)
            canvas.line((AXIS - 8, y), (AXIS - 2, y))
            canvas.text(AXIS - 14, y, str(year), size=11, fill=FAINT, anchor="end")


def _place(when: float, first: float, last: float, top: float, height: float) -> float:
    return top + (height * (when - first) / (last - first) if last > first else height / 2)


def _year(date: str) -> float | None:
    """A date as a number of years; of a year or a month alone its middle."""
    match = DATE.match(date)
    if not match:
        return None
    year, month, day = match.groups()
    in_year = (int(month) - 1 + ((int(day) - 1) / 31 if day else 0.5)) / 12 if month else 0.5
    return int(year) + in_year


def _is_day(date: str) -> bool:
    match = DATE.match(date)
    return bool(match and match[3])


def _words(row: Row, columns: dict[str, str]) -> str:
    return row.cells[columns["event"]].label
