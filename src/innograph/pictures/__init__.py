"""Pictures that say more than a network: a matrix, a case's timeline, the states of a country.

A question's header names its picture and which columns it takes::

    #+ picture: {kind: matrix, rows: director, columns: theme, value: episodes}

Each is one SVG document (W3C, SVG 2) made of elements, never of text put together, so whatever a
label holds stays a label. Colours are of the Okabe-Ito palette or shades of one hue, and no value
is told by colour alone. The table beside a picture says the same and more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.errors import LibraryError, UnknownNameError
from innograph.pictures import matrix, shares, states, timeline
from innograph.pictures.canvas import FITTING

if TYPE_CHECKING:
    from collections.abc import Callable

    from innograph.answers import Answer

__all__ = ["KINDS", "draw", "for_page", "to_png"]

Columns = dict[str, str]
KINDS: dict[str, Callable[[Answer, Columns, str], str]] = {
    "matrix": matrix.draw,
    "shares": shares.draw,
    "states": states.draw,
    "timeline": timeline.draw,
}


def draw(answer: Answer, picture: Columns, title: str) -> str:
    """The picture of an answer, as the text of an SVG document.

    Args:
        answer: The rows; an empty one gives a picture that says so.
        picture: The ``kind``, and the answer's columns by the part that each plays.
        title: What the picture shows, in words.

    Raises:
        UnknownNameError: There is no such kind of picture, or the answer has no such column.
    """
    kind = picture.get("kind", "")
    if kind not in KINDS:
        raise UnknownNameError("kind of picture", kind, KINDS, f"kinds are {', '.join(KINDS)}")
    columns = {part: name for part, name in picture.items() if part != "kind"}
    for name in columns.values():
        if name not in answer.columns:
            raise UnknownNameError("column", name, answer.columns)
    return KINDS[kind](answer, columns, title)


def for_page(picture: str) -> str:
    """A picture that `draw` made, without a style of its own, which the policy of a page would refuse."""
    return picture.replace(f' style="{FITTING}"', "", 1)


def to_png(picture: str, zoom: float = 2.0) -> bytes:
    """A picture as PNG, on a white ground.

    Args:
        picture: The text of an SVG document that `draw` made.
        zoom: How many pixels of the PNG a pixel of the picture is wide.

    Raises:
        LibraryError: resvg-py is not installed.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise LibraryError("resvg-py", "png") from None
    drawn: bytes = svg_to_bytes(svg_string=picture, background="#ffffff", zoom=zoom)
    return bytes(drawn)
