"""Texts as a terminal or a page shows them: their width, and what must not come through."""

from __future__ import annotations

from unicodedata import category, east_asian_width

SPACES = "\t\n\r\u2028\u2029"
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


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
