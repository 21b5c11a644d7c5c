"""Answers → text: tables for people, csv, tsv, json, markdown and html for programs and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from innograph.answers import Answer

MARKS_COLUMN = "marks"
DERIVED_NOTE = "derived: no passage says so; it follows from several. `innograph show` gives the reasoning."
DISPUTED_NOTE = "disputed: sources disagree. `innograph show` gives the rival claims."
MIN_WIDTH = 12
SPACES = "\t\n\r\u2028\u2029"
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def render(answer: Answer, output_format: str, width: int) -> str:
    """The answer in one of the formats; a table wraps its cells to fit *width*, in characters."""
    return table(answer, width) if output_format == "table" else FORMATS[output_format](answer)


def table(answer: Answer, width: int) -> str:
    """Columns aligned for reading, cells wrapped to fit *width*, in characters."""
    columns, rows = _columns_and_texts(answer)
    title = [clean(answer.title), ""] if answer.title else []
    if not rows:
        return "\n".join([*title, "no rows", *_notes(answer)]) + "\n"
    widths = [max(map(display_width, cells)) for cells in zip(columns, *rows, strict=True)]
    widths = _fitted(widths, width)
    lines = [_line(columns, widths), _line(["─" * size for size in widths], widths)]
    for row in rows:
        lines.extend(_wrapped(row, widths))
    return "\n".join([*title, *lines, *_notes(answer)]) + "\n"


def csv(answer: Answer) -> str:
    """RFC 4180, with a header line; labels, not IRIs."""
    return _separated(answer, "excel")


def tsv(answer: Answer) -> str:
    """Tab-separated values, with a header line; tabs and line ends inside cells become spaces."""
    columns, rows = _columns_and_texts(answer, always_marked=True)
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in (columns, *rows))


def json(answer: Answer) -> str:
    """``{"columns", "rows", "notes"}``; entities as ``{"iri", "label"}``."""
    from json import dumps

    rows = [row.as_json() for row in answer.rows]
    title = {"title": answer.title} if answer.title else {}
    content = title | {"columns": list(answer.columns), "rows": rows, "notes": list(answer.notes)}
    return dumps(content, ensure_ascii=False, indent=2) + "\n"


def markdown(answer: Answer) -> str:
    """A GitHub-flavoured Markdown table, cells escaped."""
    columns, rows = _columns_and_texts(answer)
    lines = [columns, ["---"] * len(columns), *rows]
    body = "\n".join("| " + " | ".join(map(_markdown_cell, line)) + " |" for line in lines)
    notes = "".join(f"\n{_markdown_cell(note)}\n" for note in _notes(answer) if note)
    title = f"**{_markdown_cell(clean(answer.title))}**\n\n" if answer.title else ""
    return f"{title}{body}\n{notes}"


def html(answer: Answer) -> str:
    """A table element, escaped."""
    from html import escape

    columns, rows = _columns_and_texts(answer)
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    notes = "".join(f"<p>{escape(note)}</p>\n" for note in _notes(answer) if note)
    caption = f"<caption>{escape(clean(answer.title))}</caption>\n" if answer.title else ""
    return f"<table>\n{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n{notes}"


# Formats other than the table, which needs a width.
FORMATS: dict[str, Callable[[Answer], str]] = {
    "csv": csv,
    "tsv": tsv,
    "json": json,
    "markdown": markdown,
    "html": html,
}


def display_width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if category(character) in ("Mn", "Me", "Cf") else 1 + (east_asian_width(character) in "WF")
        for character in text
    )


def clean(text: str) -> str:
    """The text without characters that could act on a terminal or turn its direction."""
    if text.isprintable():
        return text
    return "".join(map(_cleaned, text))


def _cleaned(character: str) -> str:
    if character in SPACES:
        return " "
    return "�" if category(character) == "Cc" or character in TURNING else character


def _columns_and_texts(answer: Answer, *, always_marked: bool = False) -> tuple[list[str], list[list[str]]]:
    marked = answer.is_marked if always_marked else any(row.marks for row in answer.rows)
    columns = [*answer.columns, *([MARKS_COLUMN] if marked else [])]
    rows = [
        [*(clean(row.cells[column].label) for column in answer.columns), *([row.marks] if marked else [])]
        for row in answer.rows
    ]
    return columns, rows


def _separated(answer: Answer, dialect: str) -> str:
    import csv as separated
    from io import StringIO

    columns, rows = _columns_and_texts(answer, always_marked=True)
    buffer = StringIO()
    writer = separated.writer(buffer, dialect)
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()


def _notes(answer: Answer) -> list[str]:
    marks = {mark for row in answer.rows for mark in row.marks.split(", ")}
    cited = {citation.mark: citation for row in answer.rows for citation in row.citations or ()}
    notes = [
        *(f"[{mark}] {cited[mark].reference}" for mark in sorted(cited)),
        *answer.notes,
        *([DERIVED_NOTE] if "derived" in marks else []),
        *([DISPUTED_NOTE] if "disputed" in marks else []),
    ]
    return ["", *map(clean, notes)] if notes else []


def _fitted(widths: list[int], width: int) -> list[int]:
    """The widths, the widest made narrower until all fit, none below MIN_WIDTH."""
    fitted = list(widths)
    available = width - 2 * (len(widths) - 1)
    while sum(fitted) > available and max(fitted) > MIN_WIDTH:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _wrapped(row: list[str], widths: list[int]) -> Iterable[str]:
    from itertools import zip_longest

    cells = [_cell_lines(cell, size) for cell, size in zip(row, widths, strict=True)]
    return [_line(parts, widths) for parts in zip_longest(*cells, fillvalue="")]


def _cell_lines(cell: str, size: int) -> list[str]:
    """The cell in lines of at most *size* columns, broken between words where that is possible."""
    if display_width(cell) <= size:
        return [cell]
    lines = [""]
    for word in cell.split():
        first, *others = _pieces(word, size)
        longer = f"{lines[-1]} {first}".lstrip()
        if display_width(longer) <= size:
            lines[-1] = longer
        else:
            lines.append(first)
        lines.extend(others)
    return lines


def _pieces(word: str, size: int) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and display_width(pieces[-1] + character) > size:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _line(cells: Iterable[str], widths: list[int]) -> str:
    padded = (cell + " " * (size - display_width(cell)) for cell, size in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()


def _markdown_cell(text: str) -> str:
    from re import sub

    return sub(r"([\\|`*_\[\]<>])", r"\\\1", text)
