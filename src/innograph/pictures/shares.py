"""Shares of some against those of all: a mark with its interval, and a tick for all, on one scale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from innograph.pictures.canvas import FAINT, INK, Canvas, describe, shortened

if TYPE_CHECKING:
    from innograph.answers import Answer, Row

WIDTH, LEFT, RIGHT = 880, 330, 660
LINE, GAP = 22, 12
SOME, ALL = "#0072B2", "#D55E00"
PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


def draw(answer: Answer, columns: dict[str, str], title: str) -> str:
    """The picture of shares, a line for each.

    *columns* names the columns of the ``measure`` and ``value`` in words, the ``figure`` of some, the
    ``interval`` where it may lie, the figure of ``all``, and the counts ``cases`` and ``of``. Rows
    whose figure is no percentage are left to the table. Returns the text of an SVG document.
    """
    rows = [row for row in answer.rows if PERCENT.fullmatch(row.cells[columns["figure"]].label)]
    canvas = Canvas(WIDTH, title)
    if not rows:
        canvas.text(20, canvas.top + 10, "no shares", fill=FAINT)
        return canvas.document(canvas.notes(answer.notes, canvas.top + 34) + 12)
    _legend(canvas, canvas.top + 8)
    y = top = canvas.top + 40
    measure = ""
    for row in rows:
        told = row.cells[columns["measure"]].label
        if told != measure:
            measure = told
            y += GAP
            canvas.text(20, y + LINE / 2, measure, weight="600", size=12)
            y += LINE
        _share(canvas, y + LINE / 2, row, columns)
        y += LINE
    _scale(canvas, top, y)
    return canvas.document(canvas.notes(answer.notes, y + 24) + 12)


def _share(canvas: Canvas, y: float, row: Row, columns: dict[str, str]) -> None:
    label = {part: row.cells[name].label for part, name in columns.items()}
    canvas.text(LEFT - 12, y, shortened(label["value"], LEFT - 40, 13), anchor="end")
    ends = [float(end) for end in PERCENT.findall(label["interval"])]
    if len(ends) > 1:
        canvas.line((_at(ends[0]), y), (_at(ends[1]), y)).set("stroke", SOME)
    if match := PERCENT.fullmatch(label["all"]):
        tick = canvas.line((_at(float(match[1])), y - 8), (_at(float(match[1])), y + 8))
        tick.attrib |= {"stroke": ALL, "stroke-width": "3"}
    mark = canvas.circle(_at(float(label["figure"][:-1])), y, 5, SOME)
    words = f"{label['cases']} of {label['of']}, {label['figure']}; all {label['all'] or 'unknown'}"
    describe(mark, f"{label['value']}: {words}; interval {label['interval']}")
    canvas.text(RIGHT + 16, y, words, size=11, fill=INK)


def _legend(canvas: Canvas, y: float) -> None:
    canvas.line((LEFT - 14, y), (LEFT + 14, y)).set("stroke", SOME)
    canvas.circle(LEFT, y, 5, SOME)
    canvas.text(LEFT + 22, y, "these cases, with a 95 % interval", size=12)
    tick = canvas.line((LEFT + 250, y - 8), (LEFT + 250, y + 8))
    tick.attrib |= {"stroke": ALL, "stroke-width": "3"}
    canvas.text(LEFT + 260, y, "all exonerations", size=12)


def _scale(canvas: Canvas, top: float, end: float) -> None:
    for percent in range(0, 101, 25):
        canvas.line((_at(percent), top), (_at(percent), end), dashes="2 4")
        canvas.text(_at(percent), end + 10, f"{percent}%", size=11, fill=FAINT, anchor="middle")


def _at(percent: float) -> float:
    return LEFT + (RIGHT - LEFT) * percent / 100
