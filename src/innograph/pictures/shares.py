"""Shares of some against those of all: a mark with its interval, and a tick for all, on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.pictures.canvas import FAINT, INK, Canvas, belong, describe, shortened
from innograph.proportions import percent, wilson

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from innograph.answers import Answer, Row

WIDTH, LEFT, RIGHT = 880, 300, 604
LINE, GAP = 22, 12
SOME, ALL = "#0072B2", "#D55E00"


def draw(answer: Answer, columns: dict[str, str], title: str) -> str:
    """The picture of shares, a line for each.

    *columns* names the columns of the ``value`` in words, and of the counts ``cases`` and ``of`` of
    some and ``allCases`` and ``allOf`` of all; of the ``measure``, under which lines stand together,
    if there is one. Rows without these counts are left to the table. Returns the text of an SVG
    document.
    """
    rows = [each for each in enumerate(answer.rows) if _is_counted(each[1], columns)]
    canvas = Canvas(WIDTH, title)
    if not rows:
        canvas.text(20, canvas.top + 10, "no shares", fill=FAINT)
        return canvas.document(canvas.notes(answer.notes, canvas.top + 34) + 12)
    _legend(canvas, canvas.top + 8)
    y = top = canvas.top + 40
    measure = ""
    for number, row in rows:
        told = row.cells[columns["measure"]].label if "measure" in columns else ""
        if told != measure:
            measure = told
            y += GAP
            canvas.text(20, y + LINE / 2, measure, weight="600", size=12)
            y += LINE
        belong(_share(canvas, y + LINE / 2, row, columns), number)
        y += LINE
    _scale(canvas, top, y)
    return canvas.document(canvas.notes(answer.notes, y + 24) + 12)


def _is_counted(row: Row, columns: dict[str, str]) -> bool:
    """Whether both shares of a row can be told."""
    all_cases = row.cells[columns["allCases"]].label.replace(",", "")
    return bool(_number(row, columns["of"]) and _number(row, columns["allOf"]) and all_cases.isdecimal())


def _share(canvas: Canvas, y: float, row: Row, columns: dict[str, str]) -> tuple[Element, ...]:
    value = row.cells[columns["value"]].label
    counts = {part: _number(row, columns[part]) for part in ("cases", "of", "allCases", "allOf")}
    share, whole = counts["cases"] / counts["of"], counts["allCases"] / counts["allOf"]
    low, high = wilson(counts["cases"], counts["of"])
    name = canvas.text(LEFT - 12, y, shortened(value, LEFT - 26, 13), anchor="end")
    canvas.line((_at(low), y), (_at(high), y)).attrib |= {"stroke": SOME, "stroke-width": "2"}
    for end in (low, high):
        canvas.line((_at(end), y - 4), (_at(end), y + 4)).set("stroke", SOME)
    _tick(canvas, _at(whole), y)
    mark = canvas.circle(_at(share), y, 5, SOME)
    some = f"{counts['cases']:,} of {counts['of']:,}, {percent(share)}"
    everything = f"{counts['allCases']:,} of {counts['allOf']:,}, {percent(whole)}"
    describe(mark, f"{value}: {some}; interval {low:.1%} to {high:.1%}; all exonerations: {everything}")
    words = canvas.text(RIGHT + 16, y, some, size=11, fill=INK)
    return name, mark, words, canvas.text(WIDTH - 20, y, everything, size=11, fill=INK, anchor="end")


def _legend(canvas: Canvas, y: float) -> None:
    canvas.line((20, y), (48, y)).attrib |= {"stroke": SOME, "stroke-width": "2"}
    canvas.circle(34, y, 5, SOME)
    canvas.text(56, y, "these cases, with a 95 % interval", size=12)
    _tick(canvas, 276, y)
    canvas.text(286, y, "all exonerations", size=12)
    canvas.text(RIGHT + 16, y, "these cases", size=11, fill=FAINT)
    canvas.text(WIDTH - 20, y, "all exonerations", size=11, fill=FAINT, anchor="end")


def _tick(canvas: Canvas, x: float, y: float) -> None:
    tick = canvas.line((x, y - 8), (x, y + 8))
    tick.attrib |= {"stroke": ALL, "stroke-width": "3"}


def _scale(canvas: Canvas, top: float, end: float) -> None:
    for percentage in range(0, 101, 25):
        x = _at(percentage / 100)
        canvas.line((x, top), (x, end), dashes="2 4")
        canvas.text(x, end + 10, f"{percentage}%", size=11, fill=FAINT, anchor="middle")


def _at(part: float) -> float:
    return LEFT + (RIGHT - LEFT) * part


def _number(row: Row, column: str) -> int:
    label = row.cells[column].label.replace(",", "")
    return int(label) if label.isdecimal() else 0
