"""The tables of a web page, as which SharePoint and Excel save lists under the name of a workbook."""

from __future__ import annotations

from html.parser import HTMLParser

CELLS = frozenset({"td", "th"})
PASSED_OVER = frozenset({"script", "style", "title"})
WIDEST = 1000  # columns that a cell may claim to span


def tables(page: str) -> list[list[list[str]]]:
    """The tables of a page, each as rows of the texts of cells; one in a cell stands for itself."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [rows for rows in reader.found if rows]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []
        self.in_cell = False
        self.silent = self.at = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in PASSED_OVER:
            self.silent += 1
        elif tag == "table":
            self.found.append([])
            self.open.append(self.found[-1])
            self.in_cell = False
        elif self.open and tag == "tr":
            self.open[-1].append([])
            self.in_cell = False
        elif self.open and tag in CELLS:
            self._cell(dict(attributes).get("colspan") or "1")
        elif tag == "br":
            self.handle_data(" ")

    def _cell(self, span: str) -> None:
        """Begin a cell; one that spans several columns is the first of them, the others are blank."""
        rows = self.open[-1]
        if not rows:
            rows.append([])
        width = min(int(span), WIDEST) if span.isdecimal() else 1
        rows[-1].extend([""] * max(width, 1))
        self.at = len(rows[-1]) - max(width, 1)
        self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in PASSED_OVER:
            self.silent = max(self.silent - 1, 0)
        elif tag == "table" and self.open:
            self.open.pop()
            self.in_cell = False
        elif tag in CELLS:
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell and self.open and not self.silent:
            self.open[-1][-1][self.at] += data
