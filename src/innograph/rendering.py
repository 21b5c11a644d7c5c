"""Answers → text: tables for people, csv, tsv, json, markdown and html for programs and pages.

Where it was worked out what rows rest on, a last column holds the marks of their citations, and
footnotes say which sources these are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph import footnotes
from innograph.display import clean, display_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from innograph.answers import Answer, Citation
    from innograph.footnotes import Sources

MARKS_COLUMN = "marks"
SOURCES_COLUMN = "sources"
MIN_WIDTH = 12


def render(answer: Answer, output_format: str, width: int) -> str:
    """The answer in one of the formats; a table wraps its cells to fit *width*, in characters."""
    if output_format == "table":
        return table(answer, width)
    if output_format in FORMATS:
        return FORMATS[output_format](answer)
    from innograph import bibliography

    return bibliography.FORMATS[output_format](answer)


def table(answer: Answer, width: int) -> str:
    """Columns aligned for reading, cells wrapped to fit *width*, in characters."""
    columns, rows = _columns_and_texts(answer)
    title = [clean(answer.title), ""] if answer.title else []
    after = [f"[{citation.mark}] {citation.reference}" for citation in answer.cited()]
    after = [*_paragraph(_opened(answer)), *_paragraph([*after, *footnotes.notes(answer)])]
    if not rows:
        return "\n".join([*title, "no rows", *after]) + "\n"
    if answer.is_supported:
        columns = [*columns, SOURCES_COLUMN]
        rows = [[*texts, clean(sources.text)] for texts, sources in zip(rows, _sources(answer), strict=True)]
    widths = [max(map(display_width, cells)) for cells in zip(columns, *rows, strict=True)]
    widths = _fitted(widths, width)
    lines = [_line(columns, widths), _line(["─" * size for size in widths], widths)]
    for row in rows:
        lines.extend(_wrapped(row, widths))
    return "\n".join([*title, *lines, *after]) + "\n"


def csv(answer: Answer) -> str:
    """RFC 4180, with a header line; labels, not IRIs; the marks of all citations last."""
    import csv as separated
    from io import StringIO

    buffer = StringIO()
    writer = separated.writer(buffer, "excel")
    writer.writerows(_records(answer))
    return buffer.getvalue()


def tsv(answer: Answer) -> str:
    """Tab-separated values, with a header line; tabs and line ends inside cells become spaces."""
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in _records(answer))


def json(answer: Answer) -> str:
    """``{"columns", "rows", "notes"}``; entities as ``{"iri", "label"}``."""
    from json import dumps

    rows = [row.as_json(full=answer.opened) for row in answer.rows]
    title = {"title": answer.title} if answer.title else {}
    content = title | {"columns": list(answer.columns), "rows": rows, "notes": list(answer.notes)}
    return dumps(content, ensure_ascii=False, indent=2) + "\n"


def markdown(answer: Answer) -> str:
    """A GitHub-flavoured Markdown table, cells escaped, citations as its footnotes."""
    columns, rows = _columns_and_texts(answer)
    lines = [[*map(_markdown_cell, line)] for line in (columns, *rows)]
    numbers = _numbers(answer)
    if answer.is_supported:
        cells = (_markdown_sources(sources, numbers) for sources in _sources(answer))
        lines = [[*line, cell] for line, cell in zip(lines, (SOURCES_COLUMN, *cells), strict=True)]
    lines.insert(1, ["---"] * len(lines[0]))
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    title = f"**{_markdown_cell(clean(answer.title))}**\n\n" if answer.title else ""
    listed = "".join(f"{'  ' * depth}- {_markdown_cell(clean(text))}\n" for depth, text in _nested(answer))
    after = [*([listed] if listed else []), *_markdown_notes(answer, numbers)]
    return f"{title}{body}\n" + "".join(f"\n{paragraph.rstrip()}\n" for paragraph in after)


def html(answer: Answer) -> str:
    """A table element, escaped, with its citations in paragraphs that the rows link to."""
    from html import escape

    columns, rows = _columns_and_texts(answer)
    lines = [[escape(cell) for cell in line] for line in (columns, *rows)]
    numbers = _numbers(answer)
    if answer.is_supported:
        cells = (_html_sources(sources, numbers) for sources in _sources(answer))
        lines = [[*line, cell] for line, cell in zip(lines, (SOURCES_COLUMN, *cells), strict=True)]
    head = "".join(f'<th scope="col">{cell}</th>' for cell in lines[0])
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines[1:])
    caption = f"<caption>{escape(clean(answer.title))}</caption>\n" if answer.title else ""
    after = "".join(_html_notes(answer, numbers))
    return f"<table>\n{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n{after}"


# Formats other than the table, which needs a width, and the bibliographies.
FORMATS: dict[str, Callable[[Answer], str]] = {
    "csv": csv,
    "tsv": tsv,
    "json": json,
    "markdown": markdown,
    "html": html,
}


def _columns_and_texts(answer: Answer, *, always_marked: bool = False) -> tuple[list[str], list[list[str]]]:
    marked = answer.is_marked if always_marked else any(row.marks for row in answer.rows)
    columns = [*answer.columns, *([MARKS_COLUMN] if marked else [])]
    rows = [
        [*(clean(row.cells[column].label) for column in answer.columns), *([row.marks] if marked else [])]
        for row in answer.rows
    ]
    return columns, rows


def _records(answer: Answer) -> Iterator[list[str]]:
    """The header and the rows for programs, with the marks of all citations last."""
    columns, rows = _columns_and_texts(answer, always_marked=True)
    if not answer.is_supported:
        yield from (columns, *rows)
        return
    yield [*columns, SOURCES_COLUMN]
    for row, texts in zip(answer.rows, rows, strict=True):
        yield [*texts, clean("; ".join(citation.mark for citation in row.citations or ()))]


def _sources(answer: Answer) -> list[Sources]:
    return [footnotes.sources(row) for row in answer.rows]


def _nested(answer: Answer) -> list[tuple[int, str]]:
    return footnotes.opened(answer) if answer.opened else []


def _opened(answer: Answer) -> list[str]:
    return ["  " * depth + text for depth, text in _nested(answer)]


def _paragraph(lines: list[str]) -> list[str]:
    return ["", *map(clean, lines)] if lines else []


def _numbers(answer: Answer) -> dict[str, int]:
    """The number of each citation's footnote, by its passage."""
    return {citation.passage: number for number, citation in enumerate(answer.cited(), 1)}


def _markdown_sources(sources: Sources, numbers: dict[str, int]) -> str:
    notes = " ".join(f"[^{numbers[citation.passage]}]" for citation in sources.citations)
    return " ".join(filter(None, [_markdown_cell(clean(sources.words)), notes]))


def _markdown_notes(answer: Answer, numbers: dict[str, int]) -> Iterator[str]:
    for citation in answer.cited():
        mark, reference = _markdown_cell(clean(citation.mark)), _markdown_cell(clean(citation.reference))
        if answer.is_supported:
            yield f"[^{numbers[citation.passage]}]: {mark}. {reference}"
        else:
            yield rf"\[{mark}\] {reference}"
    yield from (_markdown_cell(clean(note)) for note in footnotes.notes(answer) if note)


def _html_sources(sources: Sources, numbers: dict[str, int]) -> str:
    from html import escape

    links = "; ".join(
        f'<a href="#source-{numbers[citation.passage]}">{escape(clean(citation.mark))}</a>'
        for citation in sources.citations
    )
    return ": ".join(filter(None, [escape(clean(sources.words)), links]))


def _html_notes(answer: Answer, numbers: dict[str, int]) -> Iterator[str]:
    from html import escape

    nested = "".join(_html_list(_nested(answer)))
    if nested:
        yield f"{nested}\n"
    for citation in answer.cited():
        words = escape(clean(f"[{citation.mark}] {citation.reference}"))
        yield f'<p id="source-{numbers[citation.passage]}">{_linked(words, citation)}</p>\n'
    yield from (f"<p>{escape(clean(note))}</p>\n" for note in footnotes.notes(answer) if note)


def _linked(words: str, citation: Citation) -> str:
    """The reference with its address as a link, if that is one of the web."""
    from html import escape

    url = escape(clean(citation.url))
    if not citation.url.lower().startswith(("http://", "https://")):
        return words
    before, _, after = words.rpartition(url)
    return f'{before}<a href="{url}">{url}</a>{after}'


def _html_list(lines: list[tuple[int, str]]) -> Iterator[str]:
    """Nested lists, from lines with their depths; a line is at most one deeper than that before it."""
    from html import escape

    depth = -1
    for at, text in lines:
        yield "<ul>" if at > depth else "</li>" + "</ul></li>" * (depth - at)
        yield f"<li>{escape(clean(text))}"
        depth = at
    yield "</li></ul>" * (depth + 1)


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
