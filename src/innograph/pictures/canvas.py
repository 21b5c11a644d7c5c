"""A sheet to draw on: SVG elements, placed in pixels from the top left corner."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from innograph.display import clean, display_width

if TYPE_CHECKING:
    from collections.abc import Iterable

INK, FAINT, GROUND = "#1a1a1a", "#5f6368", "#ffffff"
FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
FITTING = "max-width: 100%; height: auto"  # in a browser's window
LETTER = 0.56  # mean width of a letter, as a share of the font's size
SOURCE_LINE = "Drawn by innograph, which cites the passages that each of its facts rests on."


class Canvas:
    """A picture in the making.

    Args:
        width: Its width in pixels; the height is told at the end.
        title: What it shows, in words; also its heading.
    """

    def __init__(self, width: float, title: str) -> None:
        self.width = width
        self.root = Element(
            "svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "font-family": FONT}
        )
        SubElement(self.root, "title").text = clean(title)
        self.ground = SubElement(self.root, "rect", {"width": "100%", "height": "100%", "fill": GROUND})
        self.top = 12.0
        for line in wrapped(title, width - 40, 18):
            self.text(20, self.top + 14, line, size=18, weight="600")
            self.top += 24
        self.top += 8

    def text(
        self, x: float, y: float, words: str, *, size: float = 13, fill: str = INK, **style: str
    ) -> Element:
        """A line of text, its middle at the height *y*; *style* holds attributes such as ``anchor``."""
        anchor = style.pop("anchor", "start")
        attributes = {"x": number(x), "y": number(y), "font-size": number(size), "fill": fill}
        attributes |= {"text-anchor": anchor, "dominant-baseline": "central"}
        attributes |= {f"font-{name}": value for name, value in style.items()}
        element = SubElement(self.root, "text", attributes)
        element.text = clean(words)
        return element

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str) -> Element:
        """A rectangle with slightly rounded corners."""
        box = {"x": x, "y": y, "width": width, "height": height, "rx": 3}
        return SubElement(self.root, "rect", {k: number(v) for k, v in box.items()} | {"fill": fill})

    def circle(self, x: float, y: float, radius: float, fill: str, stroke: str = "none") -> Element:
        """A disc."""
        place = {"cx": number(x), "cy": number(y), "r": number(radius)}
        return SubElement(self.root, "circle", place | {"fill": fill, "stroke": stroke, "stroke-width": "2"})

    def line(self, start: tuple[float, float], end: tuple[float, float], *, dashes: str = "") -> Element:
        """A thin line; *dashes* are lengths of strokes and gaps."""
        ends = dict(zip(("x1", "y1", "x2", "y2"), map(number, (*start, *end)), strict=True))
        dashed = {"stroke-dasharray": dashes} if dashes else {}
        return SubElement(self.root, "line", ends | {"stroke": FAINT, "stroke-width": "1"} | dashed)

    def notes(self, lines: Iterable[str], y: float) -> float:
        """Notes and the source line at the height *y*; returns where they end."""
        for note in (*lines, SOURCE_LINE):
            for line in wrapped(note, self.width - 40, 11):
                self.text(20, y + 8, line, size=11, fill=FAINT)
                y += 16
        return y

    def document(self, height: float) -> str:
        """The whole document; what `describe` said is also its description, for who hears the picture."""
        _, *said = (element.text or "" for element in self.root.iter("title"))
        if said:
            description = Element("desc")
            description.text = ". ".join(said)
            self.root.insert(1, description)
        size = {"width": number(self.width), "height": number(height)}
        fitting = {
            "viewBox": f"0 0 {size['width']} {size['height']}",
            "style": FITTING,
        }
        self.root.attrib |= size | fitting
        indent(self.root)
        return tostring(self.root, encoding="unicode") + "\n"


def describe(element: Element, words: str) -> None:
    """Say in words what an element shows: read aloud, and shown under the pointer."""
    SubElement(element, "title").text = clean(words)


def belong(elements: Iterable[Element], row: int) -> None:
    """Say of which row of the answer elements are, so that a page can tell."""
    for element in elements:
        element.set("data-row", str(row))


def number(value: float) -> str:
    """A length with at most one decimal."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def text_width(words: str, size: float) -> float:
    """About how wide a line of text is, in pixels."""
    return display_width(words) * size * LETTER


def wrapped(words: str, width: float, size: float) -> list[str]:
    """The text in lines of at most about *width* pixels, broken between words; one line if empty."""
    lines = [""]
    for word in clean(words).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def shortened(words: str, width: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than *width* pixels."""
    if text_width(words, size) <= width:
        return words
    return words[: max(1, int(width / size / LETTER) - 1)].rstrip() + "…"
