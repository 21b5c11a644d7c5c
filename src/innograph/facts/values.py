"""Texts of fact files → values of the kind that a property takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from innograph.model import Value

if TYPE_CHECKING:
    from collections.abc import Callable

    from innograph.ontology import Property

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
INTEGER_PATTERN = re.compile(r"0|-?[1-9][0-9]*")
DECIMAL_PATTERN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
DATE_PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
APPROXIMATE = "approximateInteger"
DATE_TYPES = ("xsd:gYear", "xsd:gYearMonth", "xsd:date")


@dataclass(frozen=True, slots=True)
class WrongValue(Exception):  # noqa: N818  # carries a finding's words, never seen outside
    """A text that is not a value of the kind a property takes."""

    message: str
    hint: str


def parse(text: str, known: Property) -> Value:
    """The value that *text* is for the property.

    Raises:
        WrongValue: It is none; says why and what to write.
    """
    if known.classes:
        return _entity(text)
    for datatype, reader in _READERS.items():
        if datatype in known.datatypes:
            return reader(text)
    return _string(text)


def approximate(about: str, within: str, known: Property) -> Value:
    """The approximate value *about* ± *within*.

    Raises:
        WrongValue: The property takes none, or one of the two is no whole number.
    """
    if APPROXIMATE not in known.datatypes:
        raise WrongValue(f"{known.name} takes no approximate value", "write 'value:'")
    for text in (about, within):
        if not INTEGER_PATTERN.fullmatch(text) or text.startswith("-"):
            raise WrongValue(f"{text!r} is not a whole number", "write digits only, such as 50")
    return Value(f"{about}±{within}", APPROXIMATE)


def parse_date(text: str) -> Value:
    """The year, month or day that *text* is, with its precision as datatype.

    Raises:
        WrongValue: It is no date of the calendar.
    """
    match = DATE_PATTERN.fullmatch(text)
    if match:
        year, month, day = match.groups()
        try:
            date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            match = None
        else:
            return Value(text, DATE_TYPES[(month is not None) + (day is not None)])
    raise WrongValue(f"{text!r} is not a date", "write 2008, 2008-02 or 2008-02-15")


def check_text(text: str) -> None:
    """Raise WrongValue for a text that is empty, padded, or holds control characters."""
    if not text.strip():
        raise WrongValue("an empty text", "write the value, or remove the key")
    if text != text.strip():
        raise WrongValue(f"{text!r} starts or ends with a space", "remove it")
    if any(character < " " or "\x7f" <= character < "\xa0" for character in text):
        raise WrongValue(f"{text!r} holds a control character", "remove it")


def _entity(text: str) -> Value:
    if not ID_PATTERN.fullmatch(text):
        raise WrongValue(
            f"{text!r} is not an entity's id", "ids are lower-case words joined by hyphens: liz-garbus"
        )
    return Value(text)


def _string(text: str) -> Value:
    check_text(text)
    return Value(text, "xsd:string")


def _integer(text: str) -> Value:
    if not INTEGER_PATTERN.fullmatch(text):
        raise WrongValue(f"{text!r} is not a whole number", "write digits only, without leading zeros")
    return Value(text, "xsd:integer")


def _decimal(text: str) -> Value:
    if not DECIMAL_PATTERN.fullmatch(text):
        raise WrongValue(f"{text!r} is not a number", "write digits with a point: 16.1")
    canonical = text.rstrip("0").rstrip(".") if "." in text else text
    return Value(canonical, "xsd:decimal")


def _boolean(text: str) -> Value:
    if text not in ("true", "false"):
        raise WrongValue(f"{text!r} is neither true nor false", "write true or false")
    return Value(text, "xsd:boolean")


_READERS: dict[str, Callable[[str], Value]] = {
    "xsd:date": parse_date,
    "xsd:integer": _integer,
    "xsd:decimal": _decimal,
    "xsd:boolean": _boolean,
}
