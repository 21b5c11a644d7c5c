"""Texts become values of the kind that a property takes, or are refused with a remedy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innograph.facts import values
from innograph.facts.values import WrongValue
from innograph.model import Value

if TYPE_CHECKING:
    from innograph.ontology import Ontology

DATE_HINT = "write 2008, 2008-02 or 2008-02-15"
INTEGER_HINT = "write digits only, without leading zeros"
ID_HINT = "ids are lower-case words joined by hyphens: liz-garbus"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("date", "2008", Value("2008", "xsd:gYear")),
        ("date", "0001", Value("0001", "xsd:gYear")),
        ("date", "2008-02", Value("2008-02", "xsd:gYearMonth")),
        ("date", "2008-02-29", Value("2008-02-29", "xsd:date")),
        ("date", "1989-01-20", Value("1989-01-20", "xsd:date")),
        ("number", "7", Value("7", "xsd:integer")),
        ("number", "0", Value("0", "xsd:integer")),
        ("number", "-12", Value("-12", "xsd:integer")),
        ("runtimeMinutes", "86", Value("86", "xsd:integer")),
        ("yearsLost", "16.1", Value("16.1", "xsd:decimal")),
        ("yearsLost", "16.10", Value("16.1", "xsd:decimal")),
        ("yearsLost", "16.00", Value("16", "xsd:decimal")),
        ("yearsLost", "100", Value("100", "xsd:decimal")),
        ("yearsLost", "0.50", Value("0.5", "xsd:decimal")),
        ("yearsLost", "-0.5", Value("-0.5", "xsd:decimal")),
        ("yearsInCustody", "18", Value("18", "xsd:decimal")),
        ("dnaContributed", "true", Value("true", "xsd:boolean")),
        ("dnaContributed", "false", Value("false", "xsd:boolean")),
        ("exoneree", "levon-brooks", Value("levon-brooks")),
        ("theme", "theme/forensic-science", Value("theme/forensic-science")),
        ("covers", "case-1", Value("case-1")),
        ("registryId", "0555567", Value("0555567", "xsd:string")),
        ("country", "no", Value("no", "xsd:string")),
        ("title", "Wrongful Conviction: “Die Wahrheit” – é 🎬", None),
    ],
)
def test_a_good_text_is_a_value(ontology: Ontology, name: str, text: str, expected: Value | None) -> None:
    assert values.parse(text, ontology.properties[name]) == (expected or Value(text, "xsd:string"))


@pytest.mark.parametrize(
    ("name", "text", "message", "hint"),
    [
        *[
            ("date", text, f"{text!r} is not a date", DATE_HINT)
            for text in (
                "", "0000", "208", "20080", "20080215", "2008-13", "2008-00", "2008-2", "2008-2-1", "2008-02-30",
                "2007-02-29", "2008-02-00", "2008-02-15T00:00:00", "2008-02-15 ", " 2008", "2008-02-15\n", "-2008",
                "15.02.2008", "2008/02/15", "Feb 2008", "２００８", "2008-0２", "2008–02–15", "2008-", "true",
            )
        ],
        *[
            ("number", text, f"{text!r} is not a whole number", INTEGER_HINT)
            for text in (
                "", "007", "00", "1.5", "7.0", "+3", "1_000", "1,000", "0x1F", "1e3", "１２", "٣", "²", "seven",
                " 7", "7\n", "--7", "-", "-07", "∞",
            )
        ],
        *[
            ("yearsLost", text, f"{text!r} is not a number", "write digits with a point: 16.1")
            for text in (
                "", "1e5", "16,1", ".5", "16.", "016.1", "+16.1", "1.2.3", "１６.1", "16.1 ", "16.1\n", "NaN", "INF",
                "50±5", "sixteen",
            )
        ],
        *[
            ("dnaContributed", text, f"{text!r} is neither true nor false", "write true or false")
            for text in ("", "no", "yes", "True", "FALSE", "1", "0", "on", "true ", "false\n")
        ],
        *[
            ("exoneree", text, f"{text!r} is not an entity's id", ID_HINT)
            for text in (
                "", "Levon Brooks", "Levon", "levon_brooks", "levon--brooks", "-levon", "levon-", "/levon", "levon/",
                "a//b", "levon brooks", "josé", "levon\n", "https://example.org/levon", "a.b", "id:levon", "../levon",
            )
        ],
        ("title", "", "an empty text", "write the value, or remove the key"),
        ("title", " \n", "an empty text", "write the value, or remove the key"),
        ("title", "\u00a0", "an empty text", "write the value, or remove the key"),
        ("title", " The Evidence", "' The Evidence' starts or ends with a space", "remove it"),
        ("title", "The Evidence\n", "'The Evidence\\n' starts or ends with a space", "remove it"),
        ("title", "a\tb", "'a\\tb' holds a control character", "remove it"),
        ("title", "a\nb", "'a\\nb' holds a control character", "remove it"),
        ("title", "a\x1b[2Jb", "'a\\x1b[2Jb' holds a control character", "remove it"),
        ("title", "a\x7fb", "'a\\x7fb' holds a control character", "remove it"),
        ("title", "a\x9bb", "'a\\x9bb' holds a control character", "remove it"),
    ],
)  # fmt: skip
def test_a_bad_text_is_refused(ontology: Ontology, name: str, text: str, message: str, hint: str) -> None:
    with pytest.raises(WrongValue) as caught:
        values.parse(text, ontology.properties[name])
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_an_approximate_value_has_a_number_and_a_tolerance(ontology: Ontology) -> None:
    expected = Value("50±5", "approximateInteger")
    assert values.approximate("50", "5", ontology.properties["runtimeMinutes"]) == expected


@pytest.mark.parametrize(
    ("name", "about", "within", "message", "hint"),
    [
        ("number", "50", "5", "number takes no approximate value", "write 'value:'"),
        ("title", "50", "5", "title takes no approximate value", "write 'value:'"),
        ("runtimeMinutes", "fifty", "5", "'fifty' is not a whole number", "write digits only, such as 50"),
        ("runtimeMinutes", "50.5", "5", "'50.5' is not a whole number", "write digits only, such as 50"),
        ("runtimeMinutes", "50", "", "'' is not a whole number", "write digits only, such as 50"),
        ("runtimeMinutes", "50", "05", "'05' is not a whole number", "write digits only, such as 50"),
        ("runtimeMinutes", "50", "-5", "'-5' is not a whole number", "write digits only, such as 50"),
    ],
)
def test_a_bad_approximate_value_is_refused(
    ontology: Ontology, name: str, about: str, within: str, message: str, hint: str
) -> None:
    with pytest.raises(WrongValue) as caught:
        values.approximate(about, within, ontology.properties[name])
    assert (caught.value.message, caught.value.hint) == (message, hint)


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    text = day.isoformat()
    assert values.parse_date(text) == Value(text, "xsd:date")
    assert values.parse_date(text[:7]) == Value(text[:7], "xsd:gYearMonth")
    assert values.parse_date(text[:4]) == Value(text[:4], "xsd:gYear")


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_no_other_day_is_a_date(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    assert is_date(text) == is_iso(text)


@given(st.text() | st.from_regex(values.DATE_PATTERN))
def test_a_text_is_a_date_or_a_wrong_value(text: str) -> None:
    padded = {4: f"{text}-01-01", 7: f"{text}-01"}.get(len(text), text)
    assert not is_date(text) or is_iso(padded)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-9999, max_value=9999))
def test_decimals_keep_their_value(ontology: Ontology, number: object) -> None:
    """Whatever zeros end them; minus nought is the one that differs in text."""
    found = values.parse(f"{number}", ontology.properties["yearsLost"]).text
    assert float(found) == float(f"{number}")
    assert not found.endswith(".")
    assert "." not in found or not found.endswith("0")


@given(st.text())
def test_any_text_is_a_string_or_refused(ontology: Ontology, text: str) -> None:
    known = ontology.properties["title"]
    try:
        assert values.parse(text, known) == Value(text, "xsd:string")
    except WrongValue as wrong:
        assert wrong.hint in {"remove it", "write the value, or remove the key"}  # noqa: PT017


def is_date(text: str) -> bool:
    try:
        values.parse_date(text)
    except WrongValue:
        return False
    return True


def is_iso(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
