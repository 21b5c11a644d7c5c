"""Two columns against each other, with a number in each field: who handled which theme how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.pictures.canvas import FAINT, INK, Canvas, belong, describe, shortened, text_width

if TYPE_CHECKING:
    from innograph.answers import Answer, Row

FIELD, NAME, LETTERS = 46, 230, 13
HEAD = 320
SHADES = ("#deebf7", "#9ecae1", "#6baed6", "#2570a8", "#08519c")
DARK_FROM = 3
MARK = {"derived": "*", "disputed": "≠"}


def draw(answer: Answer, columns: dict[str, str], title: str) -> str:
    """The matrix: ``rows`` and ``columns`` name the two columns, ``value`` the number.

    Fields are shaded in five steps up to the largest number, and hold the number itself with the
    marks of its row (* derived, ≠ disputed). Returns the text of an SVG document.
    """
    down = _distinct(answer, columns["rows"])
    across = _distinct(answer, columns["columns"])
    fields = {
        (_label(row, columns["rows"]), _label(row, columns["columns"])): (number, row)
        for number, row in enumerate(answer.rows)
    }
    most = max((_number(row, columns["value"]) for row in answer.rows), default=0)
    heads = min(max((text_width(name, LETTERS) for name in across), default=0), HEAD)
    canvas = Canvas(max(480, 40 + NAME + FIELD * len(across) + heads * 0.75), title)
    if not answer.rows:
        canvas.text(20, canvas.top + 10, "no rows", fill=FAINT)
        return canvas.document(canvas.notes(answer.notes, canvas.top + 34) + 12)
    top = canvas.top + heads * 0.75 + 16
    for at, name in enumerate(across):
        _head(canvas, 20 + NAME + FIELD * (at + 0.5), top - 10, shortened(name, HEAD, LETTERS))
    for line, name in enumerate(down):
        y = top + FIELD * line
        canvas.text(20 + NAME - 10, y + FIELD / 2, shortened(name, NAME - 16, LETTERS), anchor="end")
        for at, other in enumerate(across):
            _field(canvas, (20 + NAME + FIELD * at, y), fields.get((name, other)), columns, most)
    end = top + FIELD * len(down) + 14
    marks = [f"{sign} {mark}" for mark, sign in MARK.items() if any(mark in row.marks for row in answer.rows)]
    return canvas.document(canvas.notes([*marks, *answer.notes], end) + 12)


def _head(canvas: Canvas, x: float, y: float, name: str) -> None:
    canvas.text(x, y, name, size=LETTERS).set("transform", f"rotate(-48 {x:.1f} {y:.1f})")


def _field(
    canvas: Canvas,
    corner: tuple[float, float],
    numbered: tuple[int, Row] | None,
    columns: dict[str, str],
    most: int,
) -> None:
    x, y = corner
    if numbered is None:
        canvas.rectangle(x + 1, y + 1, FIELD - 2, FIELD - 2, "#f5f5f5")
        return
    number, row = numbered
    count = _number(row, columns["value"])
    step = min(len(SHADES) - 1, (count * len(SHADES) - 1) // most if most else 0)
    box = canvas.rectangle(x + 1, y + 1, FIELD - 2, FIELD - 2, SHADES[step])
    signs = "".join(sign for mark, sign in MARK.items() if mark in row.marks)
    describe(box, ", ".join(filter(None, (*(_label(row, name) for name in columns.values()), row.marks))))
    ink = "#ffffff" if step >= DARK_FROM else INK
    text = canvas.text(x + FIELD / 2, y + FIELD / 2, f"{count}{signs}", size=15, fill=ink, anchor="middle")
    belong((box, text), number)


def _distinct(answer: Answer, column: str) -> list[str]:
    """The labels of a column, each once, in the order of the rows."""
    return list(dict.fromkeys(_label(row, column) for row in answer.rows))


def _label(row: Row, column: str) -> str:
    return row.cells[column].label


def _number(row: Row, column: str) -> int:
    label = _label(row, column)
    return int(label) if label.isdecimal() else 0
