"""The questions of the catalogue, on the toy graph.

The rows expected were worked out by hand from `tests/toy/*.yaml`, where a comment beside each trap
says what it is for. The answers of the real graph are held in `test_golden.py`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions
from pyoxigraph import Store as Oxigraph
from rdflib import Dataset, Variable
from rdflib.plugins.sparql import prepareQuery

from innograph import citation, questions, resources
from innograph.errors import OntologyError, QueryError, UnknownNameError
from innograph.headers import read_header
from innograph.namespaces import ID, INNO

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from innograph.answers import Cell
    from innograph.ontology import Ontology
    from innograph.store import Store

    Run = Callable[..., Result]
    Rows = dict[str, list[tuple[str, ...]]]

TOY = Path(__file__).parent / "toy"
CATALOGUE = questions.catalogue()
FILES = sorted(resources.QUESTIONS.glob("*.rq"))

FORENSIC = "forensic science"
EYEWITNESS = "eyewitness identification"
PROSECUTION = "prosecutorial misconduct"
MWID = "mistaken witness identification"
PERJURY = "perjury or false accusation"
FORENSIC_FACTOR = "false or misleading forensic evidence"
MISCONDUCT = "official misconduct"
CONFESSION = "false confession"
DEFENSE = "inadequate legal defense"
OVERTURNING = "overturning the conviction"
WORKED = "worked to overturn the conviction"
REVIEWED = "reviewed the conviction"
ZOE = 'Zoë "Six" D\'Été, the Elder'
HEBREW = "\u200fשלום, צעצוע"

COLUMNS = {
    "awards": ("recipient", "award"),
    "cases-by-director": ("director", "case", "works"),
    "cases-by-state": ("state", "cases", "deathSentences"),
    "collaborators": ("person", "collaborator", "works"),
    "compensation": ("exoneree", "date", "dollars", "payer"),
    "coverage": ("class", "property", "described", "entities"),
    "death-row-cases": ("exoneree", "state", "exonerated", "yearsLost"),
    "directors-by-theme": ("director", "theme", "episodes"),
    "disputed-facts": ("subject", "property", "value", "rank", "reason"),
    "dna-cases": ("exoneree", "state", "exonerated"),
    "episodes": ("number", "title", "part", "director", "theme"),
    "exonerations-compared": ("measure", "value", "cases", "of", "missing", "allCases", "allOf", "allMissing"),
    "executive-producers": ("work", "producer"),
    "exonerees-by-theme": ("theme", "exoneree", "episodes"),
    "experts-by-case": ("case", "expert"),
    "factors-by-case": ("case", "factor"),
    "factors-compared": ("factor", "cases", "of", "missing", "allCases", "allOf", "allMissing"),
    "founders": ("organization", "founder", "founded"),
    "judges-by-case": ("case", "judge", "event"),
    "lawyers-by-case": ("case", "lawyer", "matter"),
    "organizations-by-case": ("case", "organization", "relation"),
    "people-not-compared": ("person", "why"),
    "publications": ("publication", "person", "case"),
    "remarks": ("speaker", "saying", "concerns"),
    "shared-experts": ("expert", "cases"),
    "single-source-facts": ("subject", "property", "value", "source"),
    "sources-by-use": ("source", "statements"),
    "statistics": ("measure", "amount", "asOf", "givenBy"),
    "subjects": ("person", "work", "outcome"),
    "theme-versus-factors": ("case", "theme", "matching", "coded"),
    "timeline": ("case", "date", "event", "court"),
    "works-about": ("work", "exoneree", "premiere"),
    "works-by-director": ("director", "work", "premiere"),
    "works-by-theme": ("theme", "work", "premiere"),
    "years-lost": ("exoneree", "yearsLost", "inCustody"),
    "years-lost-compared": (
        "exoneree", "yearsLost", "lowerQuartile", "median", "upperQuartile", "allOf", "allMissing",
    ),
}  # fmt: skip
# Questions that have rows only with an import: tests/test_comparison.py has their rows and parameters.
OF_IMPORTS = {"exonerations-compared", "factors-compared", "people-not-compared", "years-lost-compared"}

# For each class how many there are, and how many of them have which property.
COVERAGE = {
    ("case", 5): [
        *[(5, name) for name in ("event", "exoneree", "state")],
        *[(3, name) for name in ("DNA contributed", "contributing factor", "years lost")],
        *[(2, name) for name in ("lawyer for compensation", "forensic expert at trial", "years in custody")],
        *[(1, name) for name in ("organization", "lawyer", "perpetrator", "reviewed by")],
    ],
    ("episode", 6): [
        *[(6, name) for name in ("number", "part of", "title")],
        *[(5, name) for name in ("covers", "director", "theme")],
        *[(1, name) for name in ("editor", "executive producer", "features", "premiere", "producer")],
        (1, "running time in minutes"),
    ],
    ("exoneree", 5): [(5, "holds role")],
    ("film", 2): [
        *[(2, name) for name in ("director", "executive producer", "portrays", "premiere", "title")],
        *[(1, name) for name in ("award", "cast member", "covers", "editor", "theme")],
    ],
    # seven directors of one or more works, two of one name, a producer, an executive producer, an editor
    ("filmmaker", 11): [(11, "holds role"), (3, "award"), (1, "also called")],
    ("innocence organization", 2): [(1, "founder"), (1, "holds role")],
    ("series", 2): [
        *[(2, name) for name in ("theme", "title")],
        *[
            (1, name)
            for name in ("covers", "director", "editor", "executive producer", "platform", "premiere")
        ],
    ],
}
# Counts that would be others if no inference, or no contradicted claim, were accepted.
COVERAGE_MARKS = {"director": "derived", "title": "disputed", "years lost": "disputed"}
CONVICTION = "Alpha case: wrongful conviction, 2002-05-06, exonerated 2010"
TOY_A = 'Toy Press: Toys, part "A"'
TOY_C = "Toy Press"  # without a title
TOY_ROWS_7 = "Toy Press: Toys by row"
HELPERS = "Helpers, Friends & Co."
PAID = "Alpha case: compensation, 2011-02"
TRIED = "Delta case: wrongful conviction, 1999-09-09, exonerated 2009"
PRODUCED = "Producer One, executive producer of Series A"

# Each row ends with its marks.
TOY_ROWS: Rows = {
    "awards": [
        ("Director One", "A Toy Medal", ""),
        ("Director One", "Toy Prize", ""),
        ("Film X", "Toy Ribbon", ""),
        ("Sam Same", "Toy Prize", ""),
        ("Sam Same", "Toy Prize", ""),
    ],
    "cases-by-director": [
        ("Director Five", "Alpha case", "1", ""),
        ("Director Four", "Beta case", "1", "derived"),
        ("Director One", "Alpha case", "2", ""),
        ("Director One", "Beta case", "1", ""),
        (ZOE, "Gamma case", "1", ""),
    ],
    "cases-by-state": [
        ("Toyland", "3", "1", ""),
        ("East Toyland", "1", "1", ""),
        ("North Toyland", "1", "0", ""),
    ],
    "collaborators": [
        ("Director Five", "Producer One", "2", ""),
        ("Editor One", "Producer One", "2", ""),
        ("Producer One", "Director Five", "2", ""),
        ("Producer One", "Editor One", "2", ""),
    ],
    "compensation": [
        ("Exoneree Alpha", "2011-02", "about 1000000", "Toyland County", "disputed"),
        ("Exoneree Alpha", "2011-02", "about 1000000", "Toyland Treasury", "disputed"),
        ("Exoneree Beta", "", "500", "", ""),
        ("Exoneree Beta", "", "500", "", ""),
        ("Exoneree Gamma", "1996-01", "", "", "disputed"),
    ],
    "coverage": [
        (name, described, str(number), str(size), COVERAGE_MARKS.get(described, "") if size in (5, 6) else "")
        for (name, size), known in COVERAGE.items()
        for number, described in known
    ],
    "death-row-cases": [
        ("Exoneree Alpha", "Toyland", "2010-01-01", "10.5", ""),
        ("Exoneree Gamma", "East Toyland", "", "", ""),
    ],
    "directors-by-theme": [
        ("Director One", FORENSIC, "2", ""),
        ("Director Four", EYEWITNESS, "1", "derived"),
        ("Sam Same", EYEWITNESS, "1", ""),
        ("Sam Same", EYEWITNESS, "1", ""),
        ("Director Four", PROSECUTION, "1", "derived"),
        ("Sam Same", PROSECUTION, "1", ""),
        ("Sam Same", PROSECUTION, "1", ""),
        (ZOE, PROSECUTION, "1", ""),
    ],
    "disputed-facts": [
        (*row, "")
        for row in (
            (
                "Alpha case",
                "organization",
                "Rumour Club",
                "deprecated",
                "The review names the wrong organization.",
            ),
            ("Alpha case", "years in custody", "about 12", "preferred", "The article asked the exoneree."),
            ("Alpha case", "years in custody", "11", "normal", ""),
            (PAID, "amount in dollars", "about 1000000", "preferred", "The later article."),
            (PAID, "amount in dollars", "900000", "normal", ""),
            (CONVICTION, "date", "2002-05-06", "preferred", "The table has it from the court."),
            (CONVICTION, "date", "2002-05", "normal", ""),
            (
                "Beta case: sentencing",
                "sentenced to death",
                "no",
                "preferred",
                "The article saw the judgment.",
            ),
            ("Beta case: sentencing", "sentenced to death", "yes", "normal", ""),
            (
                "Delta case",
                "years lost",
                "10",
                "preferred",
                "The article counts from the conviction.",
            ),
            ("Delta case", "years lost", "9.9", "normal", ""),
            (TRIED, "form", "jury", "preferred", "The article was there."),
            (TRIED, "form", "bench", "normal", ""),
            ("Gamma case", "contributing factor", MISCONDUCT, "deprecated", "The review confuses two cases."),
            (
                "Gamma case",
                "forensic expert at trial",
                "Expert Two",
                "deprecated",
                "The review confuses two cases.",
            ),
            (
                "Gamma case: compensation, 1996-01",
                "date",
                "1996-01",
                "preferred",
                "The article names the month.",
            ),
            ("Gamma case: compensation, 1996-01", "date", "1997", "normal", ""),
            ("Director Two", "award", "Toy Prize", "deprecated", "The review confuses two directors."),
            (
                "Episode A1",
                "director",
                "Director Seven",
                "deprecated",
                "The review mistakes the producer for the director.",
            ),
            ("Episode A1", "title", 'The "First", and Best', "preferred", "The title on the screen."),
            ("Episode A1", "title", "The First", "normal", ""),
            ("Rumour Club", "founded", "1066", "deprecated", "A joke of the review."),
            ("Exonerations of toys in May", "amount", "2578", "preferred", "The exact figure."),
            ("Exonerations of toys in May", "amount", "2600", "normal", ""),
            ("Subject One", "outcome", "released after a plea", "preferred", "The article was there."),
            ("Subject One", "outcome", "released", "normal", ""),
        )
    ],
    "dna-cases": [
        ("Exoneree Alpha", "Toyland", "2010-01-01", ""),
        ("Exoneree Gamma", "East Toyland", "", ""),
    ],
    "episodes": [
        ("1", 'The "First", and Best', "Part A1", "Director One", FORENSIC, "disputed"),
        ("2", "The Second", "Part A1", "Director One", FORENSIC, ""),
        ("3", "The Third", "Part A2", "Director Four", EYEWITNESS, "derived"),
        ("3", "The Third", "Part A2", "Director Four", PROSECUTION, "derived"),
        ("4", "The Fourth", "Part A2", "Sam Same", EYEWITNESS, ""),
        ("4", "The Fourth", "Part A2", "Sam Same", PROSECUTION, ""),
        ("4", "The Fourth", "Part A2", "Sam Same", EYEWITNESS, ""),
        ("4", "The Fourth", "Part A2", "Sam Same", PROSECUTION, ""),
        ("10", "The Tenth", "Series A", "", "", ""),
        ("1", HEBREW, "Series B", ZOE, "fog", ""),
        ("1", HEBREW, "Series B", ZOE, PROSECUTION, ""),
    ],
    "executive-producers": [
        ("Episode A1", "Producer One", ""),
        ("Film X", "Producer One", ""),
        ("Film Y", "Producer One", ""),
        ("Film Y", "Sam Same", ""),
        ("Series A", "Producer One", ""),
    ],
    "exonerees-by-theme": [
        (EYEWITNESS, "Exoneree Beta", "1", ""),
        (FORENSIC, "Exoneree Alpha", "2", ""),
        (FORENSIC, "Exoneree Beta", "1", ""),
        (PROSECUTION, "Exoneree Beta", "1", ""),
        (PROSECUTION, "Exoneree Gamma", "1", ""),
    ],
    "experts-by-case": [
        ("Alpha case", "Expert One", ""),
        ("Beta case", "Expert One", ""),
        ("Beta case", "Expert Two", ""),
    ],
    "factors-by-case": [
        ("Alpha case", DEFENSE, ""),
        ("Alpha case", MWID, ""),
        ("Beta case", FORENSIC_FACTOR, ""),
        ("Beta case", MISCONDUCT, ""),
        ("Gamma case", CONFESSION, ""),
    ],
    "founders": [
        (HELPERS, "Founder One", "", ""),
        ("Screen Club", "", "1999", ""),
        ("Toy Unit", "Founder One", "2007-08", ""),
        ("Toy Unit", HELPERS, "2007-08", ""),
    ],
    "judges-by-case": [
        ("Alpha case", "Judge One", CONVICTION, ""),
        ("Gamma case", "Judge One", "Gamma case: vacatur, 1993-04", ""),
        ("Gamma case", "Judge Two", "Gamma case: vacatur, 1993-04", ""),
    ],
    "lawyers-by-case": [
        ("Alpha case", "Lawyer One", "compensation", ""),
        ("Alpha case", "Lawyer One", OVERTURNING, ""),
        ("Gamma case", "Lawyer Two", "compensation", ""),
    ],
    "organizations-by-case": [
        ("Alpha case", HELPERS, WORKED, ""),
        ("Gamma case", "Toy Unit", REVIEWED, ""),
    ],
    "publications": [
        ("A Second Podcast", "", "", ""),
        ("Book One", "Author One", "Alpha case", ""),
        ("Book One", "Author One", "Delta case", ""),
        ("Book Two", "Author One", "", ""),
        ("Book Two", "Author Two", "", ""),
        ("Podcast One", "Host One", "Epsilon case", ""),
        ("Podcast One", "Host One", "Gamma case", ""),
    ],
    "remarks": [
        ("Director One", 'He said: "No".', "", ""),
        ("Sam Same", "Toys are fine.", "Series A", ""),
        ("Sam Same", "Toys are fine.", "fog", ""),
    ],
    "shared-experts": [("Expert One", "2", "")],
    "single-source-facts": [  # of some subjects only
        ("Alpha case", "lawyer for compensation", "Lawyer One", TOY_A, ""),
        ("Alpha case", "organization", HELPERS, TOY_A, ""),
        ("Alpha case", "DNA contributed", "yes", TOY_ROWS_7, ""),
        ("Alpha case", "event", "Alpha case: arrest, 2001", TOY_A, ""),
        ("Alpha case", "event", "Alpha case: crime, 2001-02-03", TOY_ROWS_7, ""),
        ("Alpha case", "event", "Alpha case: exoneration, 2010-01-01", TOY_ROWS_7, ""),
        ("Alpha case", "event", "Alpha case: sentencing", TOY_A, ""),
        ("Alpha case", "exoneree", "Exoneree Alpha", TOY_ROWS_7, ""),
        ("Alpha case", "contributing factor", DEFENSE, TOY_ROWS_7, ""),
        ("Alpha case", "contributing factor", MWID, TOY_ROWS_7, ""),
        ("Alpha case", "forensic expert at trial", "Expert One", TOY_A, ""),
        ("Alpha case", "lawyer", "Lawyer One", TOY_A, ""),
        ("Alpha case", "perpetrator", "Perpetrator One", TOY_A, ""),
        ("Alpha case", "years in custody", "about 12", TOY_A, ""),
        ("Alpha case", "years lost", "10.5", TOY_ROWS_7, ""),
        (CONVICTION, "court", "Toy Court", TOY_A, ""),
        (CONVICTION, "date", "2002-05-06", TOY_ROWS_7, ""),
        (CONVICTION, "judge", "Judge One", TOY_A, ""),
        ("Epsilon case", "event", "Epsilon case: exoneration", TOY_C, ""),
        ("Epsilon case", "exoneree", "Exoneree Epsilon", TOY_C, ""),
        ("Epsilon case", "state", "North Toyland", TOY_C, ""),
        (PRODUCED, "person", "Producer One", TOY_A, ""),
        (PRODUCED, "role", "executive producer", TOY_A, ""),
        (PRODUCED, "work", "Series A", TOY_A, ""),
        (ZOE, "also called", "Zoe Six", TOY_C, ""),
        ("Episode A1", "covers", "Alpha case", TOY_A, ""),
        ("Episode A1", "features", "Lawyer Three", TOY_A, ""),
        ("Episode A1", "features", "Screen Club", TOY_A, ""),
        ("Episode A1", "number", "1", TOY_A, ""),
        ("Episode A1", "part of", "Part A1", TOY_A, ""),
        ("Episode A1", "running time in minutes", "about 50", TOY_C, ""),
        ("Episode A1", "title", 'The "First", and Best', TOY_A, "disputed"),
    ],
    "sources-by-use": [
        (TOY_A, str(80 + 150), ""),  # in cases.yaml and in works.yaml
        (TOY_C, str(23 + 9), ""),
        (TOY_ROWS_7, str(12 + 3 + 2), ""),  # of three rows
        ("Toy Press: Toys by line", "7", ""),
        ("Toy Press: Toys, copied", "4", ""),
        ("Toy Press: Toys, copied from the copy", "3", ""),
    ],
    "statistics": [
        ("exonerations of toys", "12.5", "", "", ""),
        ("exonerations of toys", "900", "2020", "", ""),
        ("exonerations of toys", "2578", "2020-05", HELPERS, "disputed"),
    ],
    "subjects": [
        ("Subject One", "Film X", "released after a plea", "disputed"),
        ("Subject One", "Film Y", "released after a plea", "disputed"),
        ("Subject Two", "Film X", "the charges were dropped", ""),
    ],
    "theme-versus-factors": [
        ("Alpha case", FORENSIC, FORENSIC_FACTOR, "no", ""),
        ("Beta case", EYEWITNESS, MWID, "no", ""),
        ("Beta case", FORENSIC, FORENSIC_FACTOR, "yes", ""),
        ("Beta case", PROSECUTION, MISCONDUCT, "yes", ""),
        ("Gamma case", PROSECUTION, MISCONDUCT, "no", ""),
    ],
    "timeline": [
        ("Alpha case", "2001", "Alpha case: arrest, 2001", "", ""),
        ("Alpha case", "2001-02-03", "Alpha case: crime, 2001-02-03", "", ""),
        ("Alpha case", "2002-05-06", CONVICTION, "Toy Court", ""),
        ("Alpha case", "2010-01-01", "Alpha case: exoneration, 2010-01-01", "", ""),
        ("Alpha case", "2011-02", PAID, "", ""),
        ("Beta case", "2003-03-03", "Beta case: wrongful conviction, 2003-03-03, exonerated 2013", "", ""),
        ("Beta case", "2005", "Beta case: recantation, 2005", "", ""),
        ("Beta case", "2013-03-03", "Beta case: dismissal, 2013-03-03", "", ""),
        ("Beta case", "2013-03-03", "Beta case: exoneration, 2013-03-03", "", ""),
        ("Delta case", "1999-09-09", TRIED, "", ""),
        ("Delta case", "2009-09-09", "Delta case: exoneration, 2009-09-09", "", ""),
        ("Gamma case", "1991", "Gamma case: wrongful conviction, 1991, exonerated", "", ""),
        ("Gamma case", "1993-04", "Gamma case: vacatur, 1993-04", "", ""),
        ("Gamma case", "1994-10-11", "Gamma case: wrongful conviction, 1994-10-11, exonerated", "", ""),
        ("Gamma case", "1996-01", "Gamma case: compensation, 1996-01", "", "disputed"),
    ],
    "works-about": [
        ("Book One", "Exoneree Alpha", "", ""),
        ("Episode A1", "Exoneree Alpha", "", ""),
        ("Episode A2", "Exoneree Alpha", "2019-12-31", ""),
        ("Film X", "Exoneree Alpha", "2019-05-06", ""),
        ("Episode A2", "Exoneree Beta", "2019-12-31", ""),
        ("Episode A3", "Exoneree Beta", "", ""),
        ("Book One", "Exoneree Delta", "", ""),
        ("Part A1", "Exoneree Delta", "", ""),
        ("Series A", "Exoneree Delta", "2020", ""),
        ("Podcast One", "Exoneree Epsilon", "", ""),
        ("Episode A10", "Exoneree Gamma", "", ""),
        ("Episode B1", "Exoneree Gamma", "", ""),
        ("Podcast One", "Exoneree Gamma", "", ""),
    ],
    "works-by-director": [
        ("Director Five", "Film Y", "2019", ""),
        ("Director Five", "Film X", "2019-05-06", ""),
        ("Director Four", "Episode A3", "", "derived"),
        ("Director Four", "Series A", "2020", ""),
        ("Director One", "Episode A1", "", ""),
        ("Director One", "Episode A2", "2019-12-31", ""),
        ("Director One", "Series A", "2020", ""),
        ("Director Three", "Part A1", "", ""),
        ("Director Two", "Series A", "2020", ""),
        ("Sam Same", "Episode A4", "", ""),
        ("Sam Same", "Episode A4", "", ""),
        (ZOE, "Episode B1", "", ""),
    ],
    "works-by-theme": [
        (EYEWITNESS, "Episode A3", "", ""),
        (EYEWITNESS, "Episode A4", "", ""),
        (EYEWITNESS, "Part A2", "", ""),
        (EYEWITNESS, "Series A", "2020", ""),
        (FORENSIC, "Episode A1", "", ""),
        (FORENSIC, "Episode A2", "2019-12-31", ""),
        (FORENSIC, "Film X", "2019-05-06", ""),
        (FORENSIC, "Part A1", "", ""),
        (FORENSIC, "Series B", "", ""),
        (PROSECUTION, "Episode A3", "", ""),
        (PROSECUTION, "Episode A4", "", ""),
        (PROSECUTION, "Episode B1", "", ""),
        (PROSECUTION, "Part A2", "", ""),
    ],
    "years-lost": [
        ("Exoneree Alpha", "10.5", "about 12", ""),
        ("Exoneree Delta", "10", "", "disputed"),
        ("Exoneree Beta", "3", "", ""),
        ("Exoneree Epsilon", "", "", ""),
        ("Exoneree Gamma", "", "4", ""),
    ],
}

# By the Registry's factors instead of the series' themes.
REGISTRY_ROWS: Rows = {
    "directors-by-theme": [
        ("Director One", DEFENSE, "2", ""),
        ("Director One", MWID, "2", ""),
        (ZOE, CONFESSION, "1", ""),
        ("Director Four", FORENSIC_FACTOR, "1", "derived"),
        ("Director One", FORENSIC_FACTOR, "1", ""),
        ("Director Four", MISCONDUCT, "1", "derived"),
        ("Director One", MISCONDUCT, "1", ""),
    ],
    "exonerees-by-theme": [
        (CONFESSION, "Exoneree Gamma", "2", ""),
        (FORENSIC_FACTOR, "Exoneree Beta", "2", ""),
        (DEFENSE, "Exoneree Alpha", "2", ""),
        (MWID, "Exoneree Alpha", "2", ""),
        (MISCONDUCT, "Exoneree Beta", "2", ""),
    ],
    "works-by-theme": [
        (CONFESSION, "Episode A10", "", ""),
        (CONFESSION, "Episode B1", "", ""),
        (CONFESSION, "Podcast One", "", ""),
        (FORENSIC_FACTOR, "Episode A2", "2019-12-31", ""),
        (FORENSIC_FACTOR, "Episode A3", "", ""),
        (DEFENSE, "Book One", "", ""),
        (DEFENSE, "Episode A1", "", ""),
        (DEFENSE, "Episode A2", "2019-12-31", ""),
        (DEFENSE, "Film X", "2019-05-06", ""),
        (MWID, "Book One", "", ""),
        (MWID, "Episode A1", "", ""),
        (MWID, "Episode A2", "2019-12-31", ""),
        (MWID, "Film X", "2019-05-06", ""),
        (MISCONDUCT, "Episode A2", "2019-12-31", ""),
        (MISCONDUCT, "Episode A3", "", ""),
    ],
}
REGISTRY = "Contributing factors of the National Registry of Exonerations"

# Every asserted statement has a row of its own, so the rows of these subjects stand for all.
SAMPLED = {
    "case-alpha",
    "case-alpha/wrongful-conviction/1",
    "case-epsilon",
    "credit/director-one/episode-a1/director",  # in a line and on a page, so in two sources
    "credit/director-seven/episode-a1/director",  # deprecated
    "credit/director-four/episode-a3/director",  # derived, so in no source
    "credit/producer-one/series-a/executive-producer",  # in the copy of a copy
    "director-six",
    "director-two",
    "episode-a1",
}
# Of toy-a all but a credit and five events, which others have too; then of toy-c, -lines, -rows, -bb.
SINGLE_SOURCE_FACTS = (230 - 3 - 5) + 8 + 4 + 15 + 3


def _rows(store: Store, name: str, **arguments: str) -> list[tuple[str, ...]]:
    """The labels of each row's cells in the order of the columns, then its marks."""
    answer = citation.answer(store, CATALOGUE[name], arguments)
    rows = answer.rows
    if name == "single-source-facts" and not arguments:
        rows = tuple(row for row in rows if _id(row.cells["subject"]) in SAMPLED)
    return [(*(row.cells[column].label for column in answer.columns), row.marks) for row in rows]


def _id(cell: Cell) -> str:
    assert isinstance(cell.term, NamedNode)
    return cell.term.value.removeprefix(ID)


def _ids(store: Store, name: str, column: str, **arguments: str) -> list[str]:
    """The ids of the entities in one column."""
    answer = citation.answer(store, CATALOGUE[name], arguments)
    return [_id(row.cells[column]) for row in answer.rows if row.cells[column].term]


# The answers


def test_every_question_has_expected_rows() -> None:
    """A question file that is added needs its rows here."""
    assert sorted(CATALOGUE) == sorted(COLUMNS) == sorted({*TOY_ROWS, *OF_IMPORTS})
    assert {name for name, question in CATALOGUE.items() if question.needs} == OF_IMPORTS
    assert len(CATALOGUE) == 36


@pytest.mark.parametrize("name", COLUMNS)
def test_columns(toy_store: Store, name: str) -> None:
    """Marks are no columns."""
    assert citation.answer(toy_store, CATALOGUE[name], {}).columns == COLUMNS[name]


@pytest.mark.parametrize("name", TOY_ROWS)
def test_rows_of_the_toy_graph(toy_store: Store, name: str) -> None:
    """The rows that were worked out by hand, in order."""
    assert _rows(toy_store, name) == TOY_ROWS[name]


def test_every_statement_of_a_single_source_is_listed(toy_store: Store) -> None:
    """Counted by hand, as are the statements of each source."""
    rows = citation.answer(toy_store, CATALOGUE["single-source-facts"], {}).rows
    assert len(rows) == SINGLE_SOURCE_FACTS
    assert SAMPLED - {_id(row.cells["subject"]) for row in rows} == {
        "credit/director-one/episode-a1/director",
        "credit/director-seven/episode-a1/director",
        "credit/director-four/episode-a3/director",
        "director-two",
    }


def test_two_people_of_one_name_are_two_rows(toy_store: Store) -> None:
    """Rows are grouped by who it is, not by what they are called."""
    found = _ids(toy_store, "directors-by-theme", "director", theme=EYEWITNESS)
    assert found == ["director-four", "sam-same-1", "sam-same-2"]


def test_rows_that_look_alike_keep_one_order(toy_store: Store) -> None:
    """What names leave undecided, identifiers decide."""
    found = _ids(toy_store, "episodes", "director")
    assert [name for name, _ in groupby(found)] == [
        "director-one",
        "director-four",
        "sam-same-1",
        "sam-same-2",
        "director-six",
    ]


def test_csv_keeps_accents_quotes_commas_and_right_to_left_text(run: Run) -> None:
    """What csv's reader gives back is what the fact file says."""
    result = run("ask", "episodes", "-f", "csv", "--facts", TOY)
    read = [tuple(row) for row in csv.reader(io.StringIO(result.stdout, newline=""))]
    assert read == [(*COLUMNS["episodes"], "marks"), *TOY_ROWS["episodes"]]


def test_marks_of_the_json_rows(run: Run) -> None:
    """A disputed date says so; the rows beside it, and a date that its rival agrees with, do not."""
    for case, disputed in (("case-alpha", []), ("case-gamma", ["1996-01"])):
        answer = json.loads(run("ask", "timeline", "-p", f"case={case}", "-f", "json", "--facts", TOY).stdout)
        assert [row["date"] for row in answer["rows"] if row["disputed"]] == disputed
        assert len(answer["rows"]) > 3
        assert not any(row["derived"] for row in answer["rows"])


def test_an_unknown_date_is_null_in_json(run: Run) -> None:
    """An exoneration without a date, and years that nobody counted, leave their row standing."""
    answer = json.loads(run("ask", "death-row-cases", "-f", "json", "--facts", TOY).stdout)
    assert [(row["exonerated"], row["yearsLost"]) for row in answer["rows"]] == [
        ("2010-01-01", 10.5),
        (None, None),
    ]


# Parameters

PARAMETERS = [
    ("collaborators", "person", "producer-one", "Producer One", 0),
    ("executive-producers", "work", "film-y", "Film Y", 0),
    ("experts-by-case", "case", "case-beta", "Beta case", 0),
    ("judges-by-case", "case", "case-gamma", "Gamma case", 0),
    ("remarks", "speaker", "director-one", "Director One", 0),
    ("single-source-facts", "subject", "director-six", ZOE, 0),
    ("works-about", "exoneree", "exoneree-delta", "Exoneree Delta", 1),
    ("works-by-director", "director", "director-four", "Director Four", 0),
    ("works-by-theme", "theme", "theme/prosecutorial-misconduct", PROSECUTION, 0),
    ("cases-by-director", "director", "director-one", "Director One", 0),
    ("directors-by-theme", "theme", "theme/forensic-science", FORENSIC, 1),
    ("exonerees-by-theme", "theme", "theme/prosecutorial-misconduct", PROSECUTION, 0),
    ("factors-by-case", "case", "case-beta", "Beta case", 0),
    ("factors-by-case", "factor", "factor/official-misconduct", MISCONDUCT, 1),
    ("lawyers-by-case", "case", "case-alpha", "Alpha case", 0),
    ("organizations-by-case", "case", "case-gamma", "Gamma case", 0),
    ("timeline", "case", "case-beta", "Beta case", 0),
]


def test_every_parameter_is_tested() -> None:
    """A parameter that is added needs its argument above."""
    known = {(name, parameter) for name, question in CATALOGUE.items() for parameter in question.parameters}
    known = {(name, parameter) for name, parameter in known if name not in OF_IMPORTS}
    tested = {(name, parameter) for name, parameter, *_ in PARAMETERS}
    assert known == tested | {(name, "scheme") for name in REGISTRY_ROWS}


@pytest.mark.parametrize(("name", "parameter", "entity", "label", "column"), PARAMETERS)
def test_an_argument_by_id_name_or_iri(
    toy_store: Store, name: str, parameter: str, entity: str, label: str, column: int
) -> None:
    """The rows are those of the whole answer that have the argument in their column."""
    expected = [row for row in TOY_ROWS[name] if row[column] == label]
    assert expected
    for argument in (entity, label, label.upper(), ID + entity, f"<{ID}{entity}>", f"id:{entity}"):
        assert _rows(toy_store, name, **{parameter: argument}) == expected


@pytest.mark.parametrize("name", REGISTRY_ROWS)
@pytest.mark.parametrize(
    "argument", ["scheme/registry", "registry", "Registry", REGISTRY, f"{ID}scheme/registry"]
)
def test_a_scheme_of_themes(toy_store: Store, name: str, argument: str) -> None:
    """By the Registry's factors an episode has what is coded for the cases that it covers."""
    assert _rows(toy_store, name, scheme=argument) == REGISTRY_ROWS[name]


@pytest.mark.parametrize("name", REGISTRY_ROWS)
def test_the_scheme_of_the_series_is_the_default(toy_store: Store, name: str) -> None:
    """Named or not, and whether there is a theme beside it or not."""
    assert _rows(toy_store, name, scheme="innocence-files") == TOY_ROWS[name]
    column = COLUMNS[name].index("theme")
    expected = [row for row in TOY_ROWS[name] if row[column] == FORENSIC]
    assert expected
    assert _rows(toy_store, name, theme=FORENSIC, scheme="innocence-files") == expected


@pytest.mark.parametrize("name", REGISTRY_ROWS)
def test_a_scheme_and_a_theme_at_once(toy_store: Store, name: str) -> None:
    """Both hold: a theme of another scheme, or of none, gives no rows."""
    column = COLUMNS[name].index("theme")
    expected = [row for row in REGISTRY_ROWS[name] if row[column] == FORENSIC_FACTOR]
    assert expected
    assert _rows(toy_store, name, theme=FORENSIC_FACTOR, scheme="registry") == expected
    assert _rows(toy_store, name, theme=FORENSIC, scheme="registry") == []
    assert _rows(toy_store, name, theme=FORENSIC_FACTOR) == []
    assert _rows(toy_store, name, theme="theme/fog") == []
    assert _rows(toy_store, name, scheme="innocence-project") == []


@pytest.mark.parametrize("name", REGISTRY_ROWS)
@pytest.mark.parametrize("argument", ["registrar", "theme/forensic-science", FORENSIC, "case-alpha", ""])
def test_a_scheme_that_there_is_not(toy_store: Store, name: str, argument: str) -> None:
    """Neither an unknown name nor a theme is taken for a scheme."""
    with pytest.raises(UnknownNameError, match=f"unknown conceptscheme '{argument}'") as caught:
        citation.answer(toy_store, CATALOGUE[name], {"scheme": argument})
    if argument == "registrar":
        assert "did you mean 'registry'" in (caught.value.hint or "")


def test_the_scheme_on_the_command_line(run: Run) -> None:
    """As its users type it."""
    result = run("ask", "works-by-theme", "--param", "scheme=registry", "-f", "csv", "--facts", TOY)
    read = [tuple(row) for row in csv.reader(io.StringIO(result.stdout, newline=""))]
    assert read == [(*COLUMNS["works-by-theme"], "marks"), *REGISTRY_ROWS["works-by-theme"]]
    result = run("ask", "works-by-theme", "--param", "scheme=nowhere", "--facts", TOY)
    assert (result.exit_code, result.stdout) == (2, "")


def test_two_arguments_at_once(toy_store: Store) -> None:
    """Both hold, so the rows are those that have both."""
    found = _rows(toy_store, "factors-by-case", case="case-beta", factor="factor/official-misconduct")
    assert found == [("Beta case", MISCONDUCT, "")]


def test_an_argument_by_alias(toy_store: Store) -> None:
    """An alias of a person, and one of a theme."""
    assert _rows(toy_store, "cases-by-director", director="Zoe Six") == [(ZOE, "Gamma case", "1", "")]
    assert _rows(toy_store, "directors-by-theme", theme="toy science") == [
        ("Director One", FORENSIC, "2", "")
    ]


def test_an_argument_for_which_there_is_nothing(toy_store: Store) -> None:
    """A case without lawyers gives no rows, and no error."""
    assert _rows(toy_store, "lawyers-by-case", case="case-delta") == []
    assert _rows(toy_store, "cases-by-director", director="director-two") == []


def test_a_value_in_the_place_of_a_parameter() -> None:
    """A text is quoted, so that it cannot end the VALUES clause."""
    question = questions.Question(
        "q",
        "Q?",
        "",
        "",
        (),
        {"word": questions.Parameter("a word")},
        "SELECT ?word { VALUES ?word { UNDEF } }",
    )
    filled = question.filled({"word": Literal('" } ASK { "')})
    assert filled == 'SELECT ?word { VALUES ?word { "\\" } ASK { \\"" } }'


def test_a_parameter_that_takes_a_text(toy_store: Store) -> None:
    """A parameter without a class of entity takes its argument as it is."""
    question = questions.Question(
        "q",
        "Q?",
        "",
        "",
        (),
        {"word": questions.Parameter("a word")},
        "SELECT ?word { VALUES ?word { UNDEF } }",
    )
    answer = citation.answer(toy_store, question, {"word": "Director One"})
    assert [row.cells["word"].label for row in answer.rows] == ["Director One"]


@pytest.mark.parametrize(
    ("argument", "hint"),
    [
        ("case-alfa", "did you mean 'case-alpha'"),
        ("qqqqq", ""),
        ("director-one", ""),  # an entity, but a person
        ("Director One", ""),
        (f"{ID}theme/fog", ""),
        (f"{ID}case-omega", ""),
        ("", ""),
        ("not an <iri>", ""),
    ],
)
def test_an_argument_that_names_no_case(toy_store: Store, argument: str, hint: str) -> None:
    """Neither an unknown name nor an entity of another class is taken for a case."""
    with pytest.raises(UnknownNameError, match="unknown case") as caught:
        citation.answer(toy_store, CATALOGUE["timeline"], {"case": argument})
    assert hint in (caught.value.hint or "")


def test_a_name_that_belongs_to_several(toy_store: Store) -> None:
    """The error lists those whom it may mean."""
    with pytest.raises(UnknownNameError, match="unknown person 'Sam Same'") as caught:
        citation.answer(toy_store, CATALOGUE["cases-by-director"], {"director": "Sam Same"})
    assert caught.value.hint == "the name belongs to several: sam-same-1, sam-same-2"


def test_an_unknown_parameter(toy_store: Store) -> None:
    """The error lists those that there are."""
    with pytest.raises(UnknownNameError, match="unknown parameter 'themes'") as caught:
        citation.answer(toy_store, CATALOGUE["directors-by-theme"], {"themes": FORENSIC})
    assert caught.value.hint == "did you mean 'theme' or 'scheme'? directors-by-theme takes theme, scheme"
    with pytest.raises(UnknownNameError) as caught:
        citation.answer(toy_store, CATALOGUE["episodes"], {"theme": FORENSIC})
    assert caught.value.hint == "episodes takes none"


@pytest.mark.parametrize(
    "arguments",
    [
        ("timeline", "-p", "case=case-omega"),
        ("timeline", "-p", "case=director-one"),
        ("timeline", "-p", "director=director-one"),
        ("timeline", "-p", "case"),
        ("timeline", "-p", "case="),
        ("timelines",),
    ],
)
def test_what_does_not_exist_exits_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    """Nothing goes to standard output."""
    result = run("ask", *arguments, "--facts", TOY)
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_questions_are_listed(run: Run) -> None:
    """Each with its wording and its parameters."""
    listed = list(csv.reader(io.StringIO(run("ask", "-f", "csv", "--facts", TOY).stdout)))
    found = {row[0]: (row[1], row[2]) for row in listed[1:]}
    assert found == {name: (q.summary, ", ".join(sorted(q.parameters))) for name, q in CATALOGUE.items()}


# The question files


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_header_is_complete(path: Path, ontology: Ontology) -> None:
    """A question in plain words, what it returns, what it does not cover, and what it takes."""
    header = read_header(path.read_text(encoding="utf-8"), path.name)
    assert str(header["summary"]).endswith("?")
    assert str(header["description"]).endswith(".")
    assert str(header["limits"]).endswith(".")
    assert header.keys() <= {
        "summary",
        "wordings",
        "description",
        "limits",
        "parameters",
        "picture",
        "coverage",
        "needs",
    }
    wordings = header["wordings"]
    assert isinstance(wordings, list)
    assert len(wordings) == len({wording.casefold() for wording in wordings}) >= 2
    assert all(wording == wording.strip() != "" for wording in wordings)
    assert CATALOGUE[path.stem].wordings == tuple(wordings)
    for parameter in CATALOGUE[path.stem].parameters.values():
        assert parameter.description
        assert parameter.entity_class in {*ontology.classes, "skos:ConceptScheme", "rdfs:Resource", ""}


def test_no_two_questions_have_one_wording() -> None:
    """Else neither could be meant."""
    ways = [
        way
        for question in CATALOGUE.values()
        for way in {text.casefold() for text in (question.name, question.summary, *question.wordings)}
    ]
    assert len(ways) == len(set(ways))


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_wording_finds_its_question(name: str) -> None:
    """Also the name with its words apart, and the question itself."""
    question = CATALOGUE[name]
    for way in (name, question.summary, *(wording for wording in question.wordings if " " in wording)):
        assert questions.find(way, CATALOGUE).name == name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_query_stands_by_itself(path: Path) -> None:
    """It declares its prefixes, says its columns and its order, and each parameter has its line."""
    text = CATALOGUE[path.stem].query
    body = re.sub(r"(?m)^PREFIX .*$|<[^>]*>|\"[^\"]*\"", "", text)
    used = set(re.findall(r"\b(\w+):\w", body))
    assert used == set(re.findall(r"(?m)^PREFIX (\w+): <", text))
    assert re.search(r"(?m)^ORDER BY ", text)
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*", text)
    for name in CATALOGUE[path.stem].parameters:
        assert f"VALUES ?{name} {{ UNDEF }}" in map(str.strip, text.splitlines())
        assert f"?{name}" in text.replace(questions.placeholder(name), "")


@pytest.mark.parametrize("name", sorted(CATALOGUE.keys() - OF_IMPORTS))
def test_the_order_leaves_no_two_rows_tied(toy_store: Store, real_store: Store, name: str) -> None:
    """Rows that differ differ in what they are ordered by, or another engine would swap them."""
    text = CATALOGUE[name].query
    (order,) = re.findall(r"(?m)^ORDER BY (.+)$", text)
    terms = re.findall(r"(?:DESC|STR|COALESCE)?\((?:[^()]|\([^()]*\))*\)|\?\w+", order)
    assert "".join(terms).replace(" ", "") == order.replace(" ", "")
    (columns,) = re.findall(r"(?m)^SELECT (.*?) WHERE \{$", text)
    counted = [f"?{name}" for name in re.findall(r" AS \?(\w+)\)", columns)]
    bare = [term.removeprefix("DESC").strip("()") if term.startswith("DESC") else term for term in terms]
    added = {f"?key{n}": term for n, term in enumerate(bare) if term not in counted}
    select = " ".join(f"({term} AS {key})" for key, term in added.items())
    keyed = re.sub(r"(?m)^(SELECT .*?) WHERE \{$", rf"\1 {select} WHERE {{", text, count=1)
    for store in (toy_store, real_store):
        found = store.oxigraph.query(keyed)
        assert isinstance(found, QuerySolutions)
        of_keys = [n for n, each in enumerate(found.variables) if str(each) in {*added, *bare}]
        rows = {tuple(map(str, row)) for row in found}
        assert rows
        assert len(rows) == len({tuple(row[n] for n in of_keys) for row in rows})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_terms_stand_in_the_ontology(path: Path, ontology: Ontology) -> None:
    """A class or property that is renamed takes its questions with it."""
    described = {triple.subject.value for triple in ontology.triples if isinstance(triple.subject, NamedNode)}
    used = {INNO + name for name in re.findall(r"\binno:(\w+)", CATALOGUE[path.stem].query)}
    assert used
    assert used - described == set()


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_query_is_sparql_to_rdflib_too(name: str) -> None:
    """Without prefixes from outside."""
    variables = [str(variable) for variable in prepareQuery(CATALOGUE[name].query).algebra["PV"]]
    assert variables == list(COLUMNS[name])


@pytest.fixture(scope="module")
def peer(toy_store: Store) -> Dataset:
    """The toy graph in rdflib."""
    dataset = Dataset(default_union=False)
    dataset.parse(data=toy_store.nquads.read_text(encoding="utf-8"), format="nquads")
    return dataset


# rdflib 7.6 warns of its own use of names that it has renamed.
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")
@pytest.mark.parametrize("name", sorted(CATALOGUE.keys() - OF_IMPORTS))
def test_rdflib_gives_the_same_rows(toy_store: Store, peer: Dataset, name: str) -> None:
    """A second engine, the same file, the same rows; rdflib orders groups in its own way."""
    found = toy_store.oxigraph.query(CATALOGUE[name].query)
    assert isinstance(found, QuerySolutions)
    ours = [tuple(None if term is None else term.value for term in row) for row in found]
    rows = peer.query(CATALOGUE[name].query).bindings
    theirs = [tuple(_text(row.get(Variable(column.value))) for column in found.variables) for row in rows]
    expected = SINGLE_SOURCE_FACTS if name == "single-source-facts" else len(TOY_ROWS[name])
    assert len(theirs) == expected
    assert sorted(theirs, key=repr) == sorted(ours, key=repr)


def _text(term: object) -> str | None:
    return None if term is None else str(term)


# The catalogue


def test_the_catalogue_goes_through_json_and_back() -> None:
    """As the manifest of a store keeps it."""
    through = json.loads(json.dumps({name: question.as_json() for name, question in CATALOGUE.items()}))
    read = {name: questions.Question.from_json(values) for name, values in through.items()}
    assert read == CATALOGUE


def test_the_store_has_the_catalogue(toy_store: Store) -> None:
    """A command need not read the files."""
    kept = questions.catalogue_of(toy_store.manifest)
    uncounted = {
        name: replace(each, coverage=tuple(replace(one, counts=None) for one in each.coverage))
        for name, each in kept.items()
    }
    assert uncounted == CATALOGUE


def test_the_store_has_the_counts_of_the_coverage(toy_store: Store) -> None:
    """They are the same for every answer."""
    kept = questions.catalogue_of(toy_store.manifest)
    for each in kept.values():
        for coverage in each.coverage:
            assert coverage.counts == coverage.counted(toy_store.oxigraph)
    (states, _) = kept["cases-by-state"].coverage
    assert replace(states, counts=(1_234, 5)).said(Oxigraph()) == "state known for 5 of 1,234 cases"


BROKEN = {
    "no header": ("SELECT ?s { ?s ?p ?o }", "no header with a summary"),
    "no summary": ("#+ description: Words.\nSELECT ?s { ?s ?p ?o }", "no header with a summary"),
    "no mapping": ("#+ words\nSELECT ?s { ?s ?p ?o }", "no header with a summary"),
    "no YAML": ("#+ summary: [\nSELECT ?s { ?s ?p ?o }", "is not YAML"),
    "parameters are a list": (
        "#+ summary: Q?\n#+ parameters: [case]\nSELECT ?case { ?case ?p ?o }",
        "parameters of broken.rq is not a mapping",
    ),
    "parameter without its line": (
        "#+ summary: Q?\n#+ parameters:\n#+   case: {description: a case}\nSELECT ?case { ?case ?p ?o }",
        r"broken.rq has no line 'VALUES \?case \{ UNDEF \}'",
    ),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_question_file(tmp_path: Path, text: str, message: str) -> None:
    """The error names the file and what is wrong with it."""
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=message) as caught:
        questions.catalogue(tmp_path)
    assert "broken.rq" in caught.value.message


@pytest.mark.parametrize("parameter", ["{entity: Case}", "a case"])
def test_a_parameter_without_a_description(tmp_path: Path, parameter: str) -> None:
    """A header that misses a key is an error with a message, as `catalogue` says."""
    text = (
        f"#+ summary: Q?\n#+ parameters:\n#+   case: {parameter}\nSELECT ?case {{ VALUES ?case {{ UNDEF }} }}"
    )
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"broken\.rq"):
        questions.catalogue(tmp_path)


def test_a_placeholder_in_the_header_is_none(tmp_path: Path) -> None:
    """An argument would be accepted and change nothing."""
    text = (
        "#+ summary: Q?\n#+ description: 'See VALUES ?case { UNDEF }.'\n#+ parameters:\n"
        "#+   case: {description: a case}\nSELECT ?case { ?case ?p ?o }"
    )
    (tmp_path / "broken.rq").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError):
        questions.catalogue(tmp_path)


def test_a_question_that_is_no_select_query(toy_store: Store) -> None:
    """Rows are what a question gives."""
    question = questions.Question("q", "Q?", "", "", (), {}, "ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="question q is not a SELECT query"):
        citation.answer(toy_store, question, {})


def test_the_examples_of_the_help(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the help of `innograph ask` shows can be typed as it stands."""
    monkeypatch.chdir(tmp_path)  # one of them writes a file
    lines = [line.strip() for line in run("ask", "--help").stdout.splitlines()]
    examples = [shlex.split(line) for line in lines if line.startswith("innograph ask")]
    assert len(examples) == 9
    for _, *arguments in examples:
        result = run(*arguments)
        named = (
            f"directors-by-theme: {CATALOGUE['directors-by-theme'].summary}\n" if " " in arguments[-1] else ""
        )
        drawn = "directors.html: 6 rows, 22 entities, 31 connections\n" if "--view" in arguments else ""
        assert (result.exit_code, result.stderr) == (0, named + drawn)
        written = Path(arguments[-1]).read_text(encoding="utf-8") if "-o" in arguments else result.stdout
        assert written.count("\n") > 3
