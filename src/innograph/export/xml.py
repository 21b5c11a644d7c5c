"""Texts → XML: escaped, and without the characters that XML cannot hold."""

from __future__ import annotations

import re
from functools import lru_cache

# XML 1.0, fifth edition, section 2.2: what is no Char; a carriage return would be read as a line's end.
IN_TEXT = "&<>\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
SPECIAL = re.compile(f'["{IN_TEXT}]')
SPECIAL_IN_TEXT = re.compile(f"[{IN_TEXT}]")
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
REPLACEMENT = "\ufffd"
NOT_IN_TOKENS = re.compile(r"[^A-Za-z0-9.\-]")


def escaped(text: str) -> str:
    """The text for a place between tags or in a double-quoted attribute.

    A character that XML cannot hold becomes U+FFFD, the replacement character.
    """
    return SPECIAL.sub(_escape, text) if SPECIAL.search(text) else text


def text(words: str) -> str:
    """The text for a place between tags, where quotes may stand as they are."""
    return SPECIAL_IN_TEXT.sub(_escape, words) if SPECIAL_IN_TEXT.search(words) else words


def texts(*words: str) -> tuple[str, ...]:
    """Several texts for places between tags: looked through at once, for most need no escape."""
    return tuple(map(text, words)) if SPECIAL_IN_TEXT.search("".join(words)) else words


@lru_cache(maxsize=200_000)
def token(identifier: str) -> str:
    """The id as a name token (XML 1.0, section 2.3): ``theme/x`` as ``theme:x``, another id as another token.

    A slash becomes a colon, and any other character than letters of ASCII, digits, full stop and
    hyphen its number between underscores.
    """
    return NOT_IN_TOKENS.sub(_token_escape, identifier)


def _escape(match: re.Match[str]) -> str:
    return ESCAPES.get(match[0], REPLACEMENT)


def _token_escape(match: re.Match[str]) -> str:
    return ":" if match[0] == "/" else f"_{ord(match[0]):X}_"
