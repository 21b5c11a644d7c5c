"""The cases of a work against all exonerations of an import, as a table and as a picture."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from tests.registry import L8, cells, text

from innograph.comparison import wilson

FACTS = """\
people:
  ann-poe: {label: Ann Poe}
  dee-rector: {label: Dee Rector}
cases:
  case-ann-poe:
    label: Ann Poe case
    exoneree: {value: ann-poe, sources: [page]}
    state: {value: Texas, sources: [page]}
    events:
      wrongful-conviction/1:
        date: {value: 1991-05-06, sources: [page]}
      exoneration/1:
        date: {value: 1999, sources: [page]}
films:
  the-film:
    label: The Film
    title: {value: The Film, sources: [page]}
    covers: {value: case-ann-poe, sources: [page]}
    credits:
      director: {value: dee-rector, sources: [page]}
  other-film:
    label: Other Film
    title: {value: Other Film, sources: [page]}
organizations:
  national-registry-of-exonerations: {label: National Registry of Exonerations}
sources:
  registry: {publisher: national-registry-of-exonerations, kind: dataset}
  page: {publisher: national-registry-of-exonerations, kind: article}
"""
ANN = {
    "id": "1", "name": "Ann Poe", "state": "Texas", "sex": "Female", "race": "White", "worst_crime_display": "Murder",
    "years_lost": "8.5", "date_of_1st_convic": "1991-05-06", "date_of_exon": "1999-07-08", "dna": "Yes",
    "sentence": "Life", "false_confession": "Yes",
}  # fmt: skip
BOB = ANN | {"id": "2", "name": "Bob Doe", "state": "Fed-TX", "sex": "Male", "race": "", "dna": "No", "years_lost": "2",
             "sentence": "Death", "date_of_exon": "2001-01-02"}  # fmt: skip
CAL = ANN | {"id": "3", "name": "Cal Roe", "state": "Ohio", "sex": "Male", "race": "Black", "dna": "", "years_lost": "4",
             "false_confession": "", "sentence": "", "date_of_exon": "2003-01-02"}  # fmt: skip
DAN = CAL | {"id": "4", "name": "Dan Loe", "false_confession": "No", "date_of_exon": "2004-01-02"}


@pytest.fixture
def command(run, tmp_path, facts_folder, monkeypatch):
    """Run a command on small facts and an import of four rows."""
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    facts = str(facts_folder(FACTS))
    path = tmp_path / "export.csv"
    rows = [cells(L8, posting_date="2026-01-03", **given) for given in (ANN, BOB, CAL, DAN)]
    path.write_text(text(L8, *rows), encoding="utf-8")
    result = run("import", "nre", str(path), "--name", "now", "--facts", facts)
    assert result.exit_code == 0, result.output
    return lambda *arguments: run(*arguments, "--facts", facts)


@pytest.mark.parametrize("entity", ["the-film", "Dee Rector"])
def test_shares_have_denominators_intervals_and_what_is_missing(command, entity):
    result = command("compare", entity, "-f", "json")
    assert result.exit_code == 0, result.output
    rows = {(row["measure"], row["value"]): row for row in json.loads(result.stdout)["rows"]}

    def counts(measure: str, value: str) -> tuple[int, ...]:
        row = rows[measure, value]
        return tuple(row[name] for name in ("cases", "of", "missing", "all cases", "all of", "all missing"))

    assert counts("contributing factor", "false confession") == (
        1,
        1,
        0,
        2,
        4,
        1,
    )  # one is a no, one is blank
    assert counts("DNA contributed", "yes") == (1, 1, 0, 1, 2, 2)
    assert counts("sentence", "life") == (1, 1, 0, 1, 2, 2)
    assert counts("sentence", "death") == (0, 1, 0, 1, 2, 2)
    assert counts("state", "Texas") == (1, 1, 0, 2, 4, 0)  # a federal case among them
    assert counts("race", "Black") == (0, 1, 0, 2, 3, 1)
    assert counts("sex", "female") == (1, 1, 0, 1, 4, 0)
    assert ("state", "Ohio") not in rows
    assert rows["DNA contributed", "yes"]["all figure"] == 0.5
    assert rows["DNA contributed", "yes"]["interval"] == "20.7% to 100.0%"
    assert rows["DNA contributed", "yes"]["outside"] == "no"
    assert (rows["years lost", "median"]["figure"], rows["years lost", "median"]["all figure"]) == (8.5, 4)


@pytest.mark.parametrize(
    ("cases", "of", "low", "high"),
    [  # Brown, Cai and DasGupta, Statistical Science 16 (2001); Newcombe, Statistics in Medicine 17 (1998), table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_wilson(cases, of, low, high):
    assert wilson(cases, of) == pytest.approx((low, high), abs=5e-5)
    mirrored = wilson(of - cases, of)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=5e-5)


def test_the_picture_holds_every_share_and_its_sources(command, tmp_path):
    path = tmp_path / "shares.svg"
    assert command("compare", "the-film", "-o", str(path)).exit_code == 0
    words = " ".join(etree.parse(path).getroot().itertext())

    for shown in (
        "false confession",
        "1 of 1, 100.0%; all 50.0%",
        "The Film",
        "National Registry",
        "Wilson",
        "Drawn by innograph",
    ):
        assert shown in words
    assert command("compare", "the-film", "-f", "svg").stdout == path.read_text(encoding="utf-8")


def test_a_picture_is_also_png(command, tmp_path):
    path = tmp_path / "shares.PNG"
    assert command("compare", "the-film", "-o", str(path)).exit_code == 0
    assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(path.read_bytes()[16:20], "big") == 1760  # twice the picture's width


def test_what_cannot_be_compared_is_said(command):
    assert "has no case of an exoneree" in command("compare", "other-film").stderr
    assert command("compare", "no-film").exit_code == 2
    assert command("compare", "the-film", "--import", "then").exit_code == 2
    assert "no import of the Registry" in command("compare", "the-film", "--curated").stderr
