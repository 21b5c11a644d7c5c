"""Whether two values of a property agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from innograph.agreement import Names, agree
from innograph.dataset.minting import entity
from innograph.namespaces import LABEL, term

if TYPE_CHECKING:
    from decimal import Decimal


def _date(text: str) -> Literal:
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    return Literal(text, datatype=term(f"xsd:{kinds[len(text)]}"))


def _number(text: str) -> Literal:
    if "±" in text:
        return Literal(text, datatype=term("approximateInteger"))
    return Literal(text, datatype=term("xsd:decimal" if "." in text else "xsd:integer"))


DATES = [
    ("1990", "1990-04-21", True),
    ("1990", "1990-04", True),
    ("1990-04", "1990-04-21", True),
    ("1990-05", "1990-04-21", False),
    ("1991", "1990-04-21", False),
    ("1990-04-21", "1990-04-22", False),
]
NUMBERS = [
    ("50±5", "51", True),
    ("50±5", "55", True),
    ("50±5", "56", False),
    ("81", "85", False),
    ("85", "86", False),
    ("81", "81", True),
    ("9", "9.0", True),
    ("9.7", "9", False),
    ("9±1", "9.0", True),
    ("1550000±5000", "1600000±50000", True),
    ("800000±5000", "1000000±100000", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), DATES)
def test_dates_agree_where_their_precision_ends(one: str, other: str, expected: bool) -> None:
    assert agree(_date(one), _date(other)) is expected
    assert agree(_date(other), _date(one)) is expected


@pytest.mark.parametrize(("one", "other", "expected"), NUMBERS)
def test_numbers_agree_within_their_own_tolerance(one: str, other: str, expected: bool) -> None:
    assert agree(_number(one), _number(other)) is expected
    assert agree(_number(other), _number(one)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("life in prison", "Life in  Prison", True),
        ("the “witness”", 'the "witness"', True),
        ("The Witness", "The Eyewitness", False),
        ("74 years", "84 years", False),
        ("Mu\u0308nchen", "M\u00fcnchen", True),
    ],
)
def test_texts(one: str, other: str, expected: bool) -> None:
    assert agree(Literal(one), Literal(other)) is expected
    assert agree(Literal(one), Literal(other, language="en")) is expected


def test_truths() -> None:
    boolean = term("xsd:boolean")
    assert agree(Literal("1", datatype=boolean), Literal("true", datatype=boolean))
    assert not agree(Literal("false", datatype=boolean), Literal("true", datatype=boolean))


def test_kinds_do_not_mix() -> None:
    assert not agree(_date("1990"), _number("1990"))
    assert not agree(Literal("1990"), _number("1990"))
    assert not agree(Literal("x"), entity("x"))


def test_a_number_that_is_none_agrees_with_itself_only() -> None:
    odd = Literal("many", datatype=term("xsd:integer"))
    assert agree(odd, odd)
    assert not agree(odd, _number("5"))


@pytest.fixture(scope="module")
def names() -> Names:
    graph = Oxigraph()
    graph.extend(
        [
            Quad(entity("franky-carrillo"), LABEL, Literal("Franky Carrillo")),
            Quad(entity("franky-carrillo"), term("alias"), Literal("Francisco Carrillo Jr.")),
            Quad(entity("franky-carrillo"), term("dcterms:replaces"), entity("francisco-carrillo")),
            Quad(entity("john-smith-1"), LABEL, Literal("John Smith")),
            Quad(entity("john-smith-2"), LABEL, Literal("John Smith")),
        ]
    )
    return Names(graph)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Literal("Franky Carrillo"), Literal("francisco carrillo jr."), True),
        (entity("franky-carrillo"), Literal("Francisco Carrillo Jr."), True),
        (entity("franky-carrillo"), entity("francisco-carrillo"), True),
        (entity("franky-carrillo"), Literal("John Smith"), False),
        (entity("john-smith-1"), entity("john-smith-2"), False),  # one name, two people
        (Literal("Franky Carrillo"), Literal("John Smith"), False),
    ],
)
def test_names_of_one_entity_agree(
    names: Names, one: NamedNode | Literal, other: NamedNode | Literal, expected: bool
) -> None:
    assert agree(one, other, names.called) is expected
    assert agree(other, one, names.called) is expected


@given(middle=st.integers(-500, 500), within=st.integers(0, 60), exact=st.decimals(-600, 600, places=2))
def test_an_exact_number_agrees_when_it_lies_within(middle: int, within: int, exact: Decimal) -> None:
    about = Literal(f"{middle}±{within}", datatype=term("approximateInteger"))
    number = Literal(f"{exact:f}", datatype=term("xsd:decimal"))
    assert agree(about, number) is (middle - within <= exact <= middle + within)
