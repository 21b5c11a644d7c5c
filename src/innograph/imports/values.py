"""Texts of cells → values, in all the ways that the exports of a decade write them.

A reader takes a cell's text, without spaces around it, never empty and never "don't know"
(`is_unknown`), and returns the values that it gives. Nothing is guessed: what is none of the known
forms is a `WrongValue`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from innograph.model import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Reader = Callable[[str], list[Value]]

# In words, and as programs write what is missing.
UNKNOWN = frozenset(
    {"dk", "don't know", "dont know", "unknown", "no or don't know", "no or dont know", "n/a", "na", "n.a.",
     "not available", "?", "nan", "<na>", "#n/a", "null"}
)  # fmt: skip
YES, NO = frozenset({"y", "yes", "x", "true", "1"}), frozenset({"n", "no", "false", "0"})
FIRST_YEAR, LAST_YEAR = 1700, 2100
LAST_TWO_DIGIT_YEAR = 30  # "30" is 2030, "31" is 1931
EXCEL_EPOCH = date(1899, 12, 30)  # day 0 of the 1900 date system, as of serial 61
SERIALS = range(10_000, 80_000)  # 1927 to 2119: never to be mistaken for a year
SPACES = re.compile(r"[\s\u00a0\x00-\x1f\x7f]+")
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
YEAR = re.compile(r"(\d),?(\d{3})(?:\.0)?")
ISO = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[T ].*)?")
SERIAL = re.compile(r"(\d+)(?:\.\d+)?")  # with the time of day as a fraction
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?: .*)?")
OF_A_MONTH = re.compile(r"(\d{1,2})/()(\d{4})")  # the same without a day
LETTERED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<day>\d{1,2})[ -](?P<month>[a-z]{3,9})\.?,?[ -](?P<year>\d{4}|\d{2})",  # 1-Sep-11
        r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",  # September 1, 2011
        r"(?P<month>[a-z]{3,9})\.?,? (?P<year>\d{4})(?P<day>)",  # September 2011
    )
)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
LISTED = ";#?"


class WrongValue(Exception):  # noqa: N818  # becomes a problem of the row, never seen outside
    """A text that is no value of the kind that its column holds, or only in part; says why.

    Attributes:
        kept: The values that the rest of the text gives.
    """

    def __init__(self, reason: str, kept: Iterable[Value] = ()) -> None:
        super().__init__(reason)
        self.kept = tuple(kept)


class DayFirst(WrongValue):
    """A date that is one only if its day stands before its month."""


def clean(text: str) -> str:
    """The text with single spaces, no-break spaces among them, and typographic apostrophes made plain.

    What cannot be seen, such as a space of no width, is left out.
    """
    if not text or (text.isascii() and text.isprintable() and "  " not in text):
        return text.strip()  # nearly every cell, ten times as fast
    return SPACES.sub(" ", INVISIBLE.sub("", text).replace("\u2019", "'")).strip()


def is_unknown(text: str) -> bool:
    """Whether the text says that nothing is known."""
    return text.casefold() in UNKNOWN or not text.strip("-–—")


def words(text: str) -> list[Value]:
    """The text as it stands."""
    return [] if is_unknown(text) else [Value(text, "xsd:string")]


def lowered(text: str) -> list[Value]:
    """The text in lower case."""
    return words(text.lower())


def listed(text: str, separator: str = LISTED) -> list[str]:
    """The parts of a list, separated by ``;#`` or ``;``, or by what another pattern says."""
    return [part for part in map(str.strip, re.split(separator, text)) if part]


def each(text: str) -> list[Value]:
    """Each part of a list as it stands."""
    return [value for part in listed(text) for value in words(part)]


def renamed(names: dict[str, str]) -> Reader:
    """A reader of texts, some of which are known under another name."""

    def reader(text: str) -> list[Value]:
        return words(names.get(text.casefold(), text))

    return reader


def yes_or_no(text: str, code: str = "") -> bool | None:
    """What a flag says: yes, no, or nothing.

    A flag is written Y, Yes, the code of its column, No, or "Don't Know"; an asterisk after it is
    a footnote.
    """
    plain = text.rstrip("*").strip().casefold()
    if plain in YES or (code and plain == code.casefold()):
        return True
    if plain in NO:
        return False
    if plain in UNKNOWN:
        return None
    raise WrongValue(f"{text!r} is neither yes nor no")


def flag(text: str) -> list[Value]:
    """Yes as true, no as false, unknown as nothing."""
    said = yes_or_no(text)
    return [] if said is None else [Value(str(said).lower(), "xsd:boolean")]


def only_yes(text: str) -> list[Value]:
    """Yes as true; anything else as nothing, because the column's "no" also means "don't know"."""
    return [Value("true", "xsd:boolean")] if yes_or_no(text) else []


def integer(text: str, lowest: int, highest: int) -> list[Value]:
    """A whole number between two bounds."""
    if not re.fullmatch(r"\d{1,6}(\.0)?", text):
        raise WrongValue(f"{text!r} is not a whole number")
    number = int(float(text))
    if not lowest <= number <= highest:
        raise WrongValue(f"{number} is not between {lowest} and {highest}")
    return [Value(str(number), "xsd:integer")]


def age(text: str) -> list[Value]:
    """An age in years; 0 stands for an unknown one."""
    return [] if text in ("0", "0.0") else integer(text, 7, 110)


def count(text: str) -> list[Value]:
    """A number of people, or ``"3+"`` for three or more, as text."""
    return words(text) if re.fullmatch(r"\d+\+", text) else integer(text, 0, 1000)


def years(text: str) -> list[Value]:
    """A number of years, with decimals, from 0 to 100."""
    plain = "0" if text == "-0" else text  # as a spreadsheet rounds a few days before
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", plain) or float(plain) > 100:  # noqa: PLR2004
        raise WrongValue(f"{text!r} is not a number of years from 0 to 100")
    shortest = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return [Value(shortest, "xsd:decimal")]


def identifier(text: str) -> list[Value]:
    """A whole number that identifies, as text."""
    return [Value(integer(text, 1, 999_999)[0].text, "xsd:string")]


def day(text: str) -> list[Value]:
    """A date: ISO, American with or without a day, its month in letters, an Excel serial, a year.

    A month or day of 00 is one that is not known: the date is as precise as the rest.
    """
    if is_unknown(text):
        return []
    if match := ISO.fullmatch(text):
        return [of_parts(match[1], match[2], match[3] or "")]
    if match := AMERICAN.fullmatch(text) or OF_A_MONTH.fullmatch(text):
        if match[2] and int(match[1]) > len(MONTHS) >= int(match[2]) > 0:
            raise DayFirst(f"{text!r} has its day before its month")
        return [of_parts(match[3], match[1], match[2])]
    if written := _lettered(text):
        return [written]
    if (serial := SERIAL.fullmatch(text)) and int(serial[1]) in SERIALS:
        return [Value((EXCEL_EPOCH + timedelta(int(serial[1]))).isoformat(), "xsd:date")]
    return [of_parts(text, "", "")]


def _lettered(text: str) -> Value | None:
    """The date whose month is written in letters; None if it is none."""
    for match in filter(None, (pattern.fullmatch(text) for pattern in LETTERED)):
        months = [at for at, name in enumerate(MONTHS, start=1) if name.startswith(match["month"].lower())]
        if months:
            return of_parts(match["year"], str(months[0]), match["day"])
    return None


def of_parts(year_text: str, month_text: str, day_text: str) -> Value:
    """The date that a year, a month and a day are, which may stand in a column each.

    A month or day that is empty or 00 is not known. A year that was typed into the month's column
    is the year alone, where the year's column holds the same or none, such as a day; a whole date
    there is itself.

    Raises:
        WrongValue: They are no date of the calendar.
    """
    if len(month_text) > 2:  # noqa: PLR2004
        return _misplaced(year_text, month_text)
    year, month, of_month = _year(year_text), _part(month_text, 12), _part(day_text, 31)
    if not month:
        return Value(f"{year:04}", "xsd:gYear")
    if not of_month:
        return Value(f"{year:04}-{month:02}", "xsd:gYearMonth")
    try:
        return Value(date(year, month, of_month).isoformat(), "xsd:date")
    except ValueError as error:
        raise WrongValue(f"{year}-{month}-{of_month} is not a day of the calendar") from error


def _misplaced(year_text: str, month_text: str) -> Value:
    (found,) = day(month_text)
    if len(year_text) > 2 and _year(year_text) != int(found.text[:4]):  # noqa: PLR2004
        raise WrongValue(f"{month_text!r} is not a month of {year_text}")
    return found


def _year(text: str) -> int:
    if re.fullmatch(r"\d{2}", text):
        return int(text) + (2000 if int(text) <= LAST_TWO_DIGIT_YEAR else 1900)
    match = YEAR.fullmatch(text)
    year = int(match[1] + match[2]) if match else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongValue(f"{text!r} is not a date or a year")
    return year


def _part(text: str, highest: int) -> int:
    """A month or day; 0 for one that is not known."""
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,2}(\.0)?", text) or float(text) > highest:
        raise WrongValue(f"{text!r} is not a {'month' if highest == 12 else 'day'}")  # noqa: PLR2004
    return int(float(text))
