"""Does a value occur in a passage? Names, numbers, dates and texts, always on the boundaries of words.

Words are compared without regard to case, punctuation, accents' encoding, hyphens (``non-profit``,
``nonprofit``) and the two spellings of ``organisation``.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.model import Value

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
MILLION = 1_000_000
ENOUGH = 2
NAME = re.compile(r"[A-Z][\w'’-]*(?: (?:of |the |a )?[A-Z][\w'’-]*)*")
DAY_SUFFIX = r"(?:st|nd|rd|th)?"


def words(text: str) -> list[str]:
    """The words of a text, folded for comparison; a hyphen parts two words."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    found = re.findall(r"\w+(?:[.,]\d+)*(?:'(?!s\b)\w+)*", plain)
    return [re.sub(r"isation(s?)$", r"ization\1", word) for word in found]


def name_in(name: str, passage: str) -> bool:
    """Whether the words of *name* stand in the passage, one after another."""
    return _sequence(words(name), words(passage)) or _sequence(words(_joined(name)), words(_joined(passage)))


def value_in(value: Value, passage: str) -> str:
    """How a literal occurs in the passage: ``"nine"``, ``"April 15"``; empty if it does not.

    A number occurs in digits, with or without separators, or in words. A date occurs whole, or as
    far as its day and month or its month, but not with another year. A text occurs word for word;
    a longer one in our own words occurs when it holds at least two names and numbers, and all of
    them stand in the passage.
    """
    if value.datatype in ("xsd:integer", "xsd:decimal", "approximateInteger"):
        return _number_in(value.text.partition("±")[0], passage)
    if value.datatype in ("xsd:date", "xsd:gYearMonth", "xsd:gYear"):
        return _date_in(value.text, passage)
    if value.datatype != "xsd:string":
        return ""
    return _text_in(value.text, passage)


def number_words(number: int) -> str:
    """A number below 100 in words: ``"forty nine"``; empty for others."""
    if not 0 <= number < len(ONES) + 80:
        return ""
    if number < len(ONES):
        return ONES[number]
    tens, ones = divmod(number, 10)
    return " ".join([TENS[tens - 2], *([ONES[ones]] if ones else [])])


def _joined(text: str) -> str:
    return re.sub(r"(?<=\w)[-‐‑](?=\w)", "", text)


def _sequence(sought: list[str], found: list[str]) -> bool:
    return bool(sought) and any(
        found[start : start + len(sought)] == sought for start in range(len(found) - len(sought) + 1)
    )


def _number_in(text: str, passage: str) -> str:
    number = Decimal(text)
    forms = [f"{number:f}", f"{number:,f}"]
    if number >= MILLION:
        forms.append(f"{(number / MILLION).normalize():f} million")
    if number == number.to_integral_value():
        forms = [f"{int(number)}", f"{int(number):,}", number_words(int(number)), *forms[2:]]
    return next((form for form in forms if form and _sequence(words(form), words(passage))), "")


def _date_in(text: str, passage: str) -> str:
    year, *rest = text.split("-")
    if not rest:
        return year if _sequence([year], words(passage)) else ""
    month = month_name[int(rest[0])]
    names = rf"(?:{month}|{month[:3]}\.?)"
    day = rf"0?{int(rest[1])}{DAY_SUFFIX}" if len(rest) > 1 else ""
    named = (rf"{names} {day}", rf"{day} (?:of )?{names}") if day else (names,)
    other_year = rf"(?!,? (?!{year})\d{{4}}\b)"
    patterns = [rf"\b{form}\b{other_year}(?:,? {year}\b)?" for form in named] + [rf"\b{text}\b"]
    spaced = " ".join(passage.split())
    matches = (re.search(pattern, spaced, re.IGNORECASE) for pattern in patterns)
    return next((match[0] for match in matches if match), "")


def _text_in(text: str, passage: str) -> str:
    if name_in(text, passage) or (text[-1:].islower() and name_in(f"{text}s", passage)):
        return text
    held = list(dict.fromkeys(_names_and_numbers(text)))
    if len(held) >= ENOUGH and all(_held(each, passage) for each in held):
        return ", ".join(held)
    return ""


def _held(each: str, passage: str) -> bool:
    return bool(_number_in(each, passage)) if each.isdigit() else name_in(each, passage)


def _names_and_numbers(text: str) -> Iterator[str]:
    """The names in a text of our own, less the first word of a sentence, and its numbers as digits."""
    for sentence in re.split(r"(?<=[.;:!?]) ", text):
        after_first = re.sub(r"^\W*\w+", "", sentence)
        yield from NAME.findall(after_first)
    for word, _ in groupby(words(text)):
        number = _spelled().get(word, word)
        if number.isdigit():
            yield number


def _spelled() -> dict[str, str]:
    """Numbers from two by their words; "one" is more often no number."""
    return {number_words(number): str(number) for number in range(2, 100)}


def passages(text: str) -> list[str]:
    """The lines of a text that are not empty, each normalized to NFC and trimmed."""
    lines = re.split(r"\r\n|\n|\r", text)
    return [unicodedata.normalize("NFC", line).strip() for line in lines if line.strip()]


def family_name(name: str) -> str:
    """The last word of a person's name that is none of Jr., Sr., II, III."""
    parts = [part for part in name.split() if part.casefold().strip(".,") not in ("jr", "sr", "ii", "iii")]
    return parts[-1] if parts else ""


def mentions(kinds: Iterable[str], passage: str) -> str:
    """How a passage speaks of a thing by its kind: ``"the nine part series"``; empty if it does not."""
    spoken = " ".join(words(passage))
    for kind in kinds:
        match = re.search(rf"\b(?:the|this)(?: (?!the\b|this\b)[\w.]+){{0,3}}? {re.escape(kind)}\b", spoken)
        if match:
            return match[0]
    return ""
