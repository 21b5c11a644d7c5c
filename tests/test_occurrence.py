"""Whether a value occurs in a passage, on the boundaries of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from innograph.model import Value
from innograph.occurrence import family_name, mentions, name_in, number_words, passages, value_in


@pytest.mark.parametrize(
    ("name", "passage", "there"),
    [
        ("Netflix", "Netflix's latest", True),
        ("Netflix", "Netflix’s latest", True),
        ("The Innocence Files", "“The Innocence Files” is", True),
        ("The Innocence Files", "The Innocence Fileswill be", False),
        ("What Happened, Miss Simone?", "who made What Happened, Miss Simone, along", True),
        ("nonprofit organization", "a non-profit organisation", True),
        ("Al Gore", "Al Gored", False),
        ("Ann", "Annie", False),
        ("", "anything", False),
        ("?!", "anything ?!", False),
        ("Zo\u0308e", "Zo\u00eb said", False),
        ("Zoe\u0308", "Zo\u00eb said", True),
    ],
)
def test_names(name: str, passage: str, there: bool) -> None:
    assert name_in(name, passage) is there


@pytest.mark.parametrize(
    ("text", "kind", "passage", "found"),
    [
        ("9", "xsd:integer", "The nine-episode series", "nine"),
        ("9", "xsd:integer", "9 episodes", "9"),
        ("9", "xsd:integer", "99 or 19 or 9.5 or ninety", ""),
        ("16", "xsd:integer", "1,600 and 16th", ""),
        ("49", "xsd:decimal", "in forty-nine states", "forty nine"),
        ("1075178", "xsd:integer", "paid $1,075,178.", "1,075,178"),
        ("3700000", "xsd:integer", "$3.7 million", "3.7 million"),
        ("16.1", "xsd:decimal", "16.1 years", "16.1"),
        ("16.1", "xsd:decimal", "16 years", ""),
        ("50±5", "approximateInteger", "about fifty minutes", "fifty"),
        ("2020-04-15", "xsd:date", "on April 15, 2020", "April 15, 2020"),
        ("2020-04-15", "xsd:date", "on 15 April", "15 April"),
        ("2020-04-15", "xsd:date", "on April 15th", "April 15th"),
        ("2020-04-15", "xsd:date", "on 2020-04-15", "2020-04-15"),
        ("2020-04-15", "xsd:date", "on April 15, 2019", ""),
        ("2020-04-15", "xsd:date", "on 15 April 2019", ""),
        ("2020-04-15", "xsd:date", "in April 2020", ""),
        ("2020-04-05", "xsd:date", "on April 15", ""),
        ("2020-04", "xsd:gYearMonth", "in April 2020", "April 2020"),
        ("2020-04", "xsd:gYearMonth", "in April 2019", ""),
        ("2020", "xsd:gYear", "in 2020.", "2020"),
        ("2020", "xsd:gYear", "in 20201", ""),
        ("lawyer", "xsd:string", "the lawyers Ann and Ben", "lawyer"),
        ("Reality TV", "xsd:string", "Genre: Reality TV", "Reality TV"),
        ("One served 16 years, another 20.", "xsd:string", "served 16 years ... 20 years", "16, 20"),
        ("One served 16 years, another 20.", "xsd:string", "served 16 years ... 21 years", ""),
        ("He likes Ann Maker and Bob.", "xsd:string", "Bob met Ann Maker", "Ann Maker, Bob"),
        ("He likes Bob.", "xsd:string", "Bob was there", ""),  # one name is too little
        ("true", "xsd:boolean", "true", ""),
    ],
)
def test_values(text: str, kind: str, passage: str, found: str) -> None:
    assert value_in(Value(text, kind), passage) == found


def test_number_words() -> None:
    assert [number_words(number) for number in (0, 13, 20, 42, 99, 100, -1)] == [
        "zero", "thirteen", "twenty", "forty two", "ninety nine", "", "",
    ]  # fmt: skip


@given(st.integers(0, 99))
def test_a_number_is_found_in_its_own_words(number: int) -> None:
    value = Value(str(number), "xsd:integer")
    assert value_in(value, f"about {number_words(number)} of them")
    assert value_in(value, f"({number})")
    assert not value_in(value, f"{number}1")


@pytest.mark.parametrize(
    ("passage", "spoken"),
    [
        ("the series offers hope", "the series"),
        ("The nine-part series was", "the nine part series"),
        ("people like watching series", ""),
        ("the Innocence Network, the series", "the series"),
        ("the serieses", ""),
    ],
)
def test_kinds(passage: str, spoken: str) -> None:
    assert mentions(["series"], passage) == spoken


@pytest.mark.parametrize(
    ("name", "family"), [("Roger Ross Williams", "Williams"), ("Chester Hollman III", "Hollman"), ("", "")]
)
def test_family_names(name: str, family: str) -> None:
    assert family_name(name) == family


def test_passages_are_the_lines_that_are_not_empty() -> None:
    assert passages("\ufeff one\r\n\r\n two \n\t\n\x0bthree\u2028four") == [
        "\ufeff one",
        "two",
        "three\u2028four",
    ]
