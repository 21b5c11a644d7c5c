"""The ten questions, on the toy graph and on the real one.

The rows expected of the toy graph were worked out by hand from `tests/toy/*.yaml`, where a comment
beside each trap says what it is for. Every row expected of the real graph was held against
`research/facts.yaml` of the shared material, as corrected by `corrections.yaml` (which wins). The years
of recantations and the date of Harward's second conviction stand in the Registry's export of June 2026
only, which `test_dataset.py` reads; courts and organizations are called as the graph calls them.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions
from rdflib import Dataset, Variable
from rdflib.plugins.sparql import prepareQuery

from innograph import query, questions, resources
from innograph.errors import OntologyError, QueryError, UnknownNameError
from innograph.headers import read_header
from innograph.ontology import ID, INNO

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

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
OVERTURNING = "overturning the conviction"
WORKED = "worked to overturn the conviction"
REVIEWED = "reviewed the conviction"
ZOE = 'Zoë "Six" D\'Été, the Elder'
HEBREW = "\u200fשלום, צעצוע"

COLUMNS = {
    "cases-by-director": ("director", "case", "works"),
    "death-row-cases": ("exoneree", "state", "exonerated", "yearsLost"),
    "directors-by-theme": ("director", "theme", "episodes"),
    "episodes": ("number", "title", "part", "director", "theme"),
    "exonerees-by-theme": ("theme", "exoneree", "episodes"),
    "factors-by-case": ("case", "factor"),
    "lawyers-by-case": ("case", "lawyer", "matter"),
    "organizations-by-case": ("case", "organization", "relation"),
    "theme-versus-factors": ("case", "theme", "matching", "coded"),
    "timeline": ("case", "date", "event", "court"),
}

# Each row ends with its marks.
TOY_ROWS: Rows = {
    "cases-by-director": [
        ("Director Five", "Alpha case", "1", ""),
        ("Director Four", "Beta case", "1", "derived"),
        ("Director One", "Alpha case", "2", ""),
        ("Director One", "Beta case", "1", ""),
        (ZOE, "Gamma case", "1", ""),
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
        (ZOE, "fog", "1", ""),
        ("Director Four", PROSECUTION, "1", "derived"),
        ("Sam Same", PROSECUTION, "1", ""),
        ("Sam Same", PROSECUTION, "1", ""),
    ],
    "episodes": [
        ("1", 'The "First", and Best', "Part A1", "Director One", FORENSIC, ""),
        ("2", "The Second", "Part A1", "Director One", FORENSIC, ""),
        ("3", "The Third", "Part A2", "Director Four", EYEWITNESS, "derived"),
        ("3", "The Third", "Part A2", "Director Four", PROSECUTION, "derived"),
        ("4", "The Fourth", "Part A2", "Sam Same", EYEWITNESS, ""),
        ("4", "The Fourth", "Part A2", "Sam Same", PROSECUTION, ""),
        ("4", "The Fourth", "Part A2", "Sam Same", EYEWITNESS, ""),
        ("4", "The Fourth", "Part A2", "Sam Same", PROSECUTION, ""),
        ("10", "The Tenth", "Series A", "", "", ""),
        ("1", HEBREW, "Series B", ZOE, "fog", ""),
    ],
    "exonerees-by-theme": [
        (EYEWITNESS, "Exoneree Beta", "1", ""),
        ("fog", "Exoneree Gamma", "1", ""),
        (FORENSIC, "Exoneree Alpha", "2", ""),
        (FORENSIC, "Exoneree Beta", "1", ""),
        (PROSECUTION, "Exoneree Beta", "1", ""),
    ],
    "factors-by-case": [
        ("Alpha case", "inadequate legal defense", ""),
        ("Alpha case", MWID, ""),
        ("Beta case", FORENSIC_FACTOR, ""),
        ("Beta case", MISCONDUCT, ""),
        ("Gamma case", "false confession", ""),
    ],
    "lawyers-by-case": [
        ("Alpha case", "Lawyer One", "compensation", ""),
        ("Alpha case", "Lawyer One", OVERTURNING, ""),
        ("Gamma case", "Lawyer Two", "compensation", ""),
    ],
    "organizations-by-case": [
        ("Alpha case", "Helpers, Friends & Co.", WORKED, ""),
        ("Gamma case", "Toy Unit", REVIEWED, ""),
    ],
    "theme-versus-factors": [
        ("Alpha case", FORENSIC, FORENSIC_FACTOR, "no", ""),
        ("Beta case", EYEWITNESS, MWID, "no", ""),
        ("Beta case", FORENSIC, FORENSIC_FACTOR, "yes", ""),
        ("Beta case", PROSECUTION, MISCONDUCT, "yes", ""),
    ],
    "timeline": [
        ("Alpha case", "2001", "Alpha case: arrest, 2001", "", ""),
        ("Alpha case", "2001-02-03", "Alpha case: crime, 2001-02-03", "", ""),
        (
            "Alpha case",
            "2002-05-06",
            "Alpha case: wrongful conviction, 2002-05-06, exonerated 2010",
            "Toy Court",
            "disputed",
        ),
        ("Alpha case", "2010-01-01", "Alpha case: exoneration, 2010-01-01", "", ""),
        ("Alpha case", "2011-02", "Alpha case: compensation, 2011-02", "", ""),
        ("Beta case", "2003-03-03", "Beta case: wrongful conviction, 2003-03-03, exonerated 2013", "", ""),
        ("Beta case", "2005", "Beta case: recantation, 2005", "", ""),
        ("Beta case", "2013-03-03", "Beta case: dismissal, 2013-03-03", "", ""),
        ("Beta case", "2013-03-03", "Beta case: exoneration, 2013-03-03", "", ""),
        ("Delta case", "1999-09-09", "Delta case: wrongful conviction, 1999-09-09, exonerated 2009", "", ""),
        ("Delta case", "2009-09-09", "Delta case: exoneration, 2009-09-09", "", ""),
        ("Gamma case", "1991", "Gamma case: wrongful conviction, 1991, exonerated", "", ""),
        ("Gamma case", "1993-04", "Gamma case: vacatur, 1993-04", "", ""),
        ("Gamma case", "1994-10-11", "Gamma case: wrongful conviction, 1994-10-11, exonerated", "", ""),
    ],
}

BROWN = "Alfred Dewayne Brown case"
HOLLMAN = "Chester Hollman III case"
CARRILLO = "Franky Carrillo case"
HARWARD = "Keith Harward case"
BREWER = "Kennedy Brewer case"
WYNIEMKO = "Kenneth Wyniemko case"
BROOKS = "Levon Brooks case"
HAYNESWORTH = "Thomas Haynesworth case"

NOXUBEE = "Noxubee County Circuit Court, Mississippi"
VIRGINIA = "Supreme Court of Virginia"
APPEALS = "Court of Appeals of Virginia"

# For each case the date, kind, court and mark of each dated event; a conviction's end comes after it.
HISTORIES = {
    BROWN: [
        ("2003-04-03", "crime", "", ""),
        ("2003-04-04", "arrest", "", ""),
        ("2005-10-08", "wrongful conviction", "", ""),
        ("2011", "recantation", "", ""),
        ("2014", "vacatur", "Texas Court of Criminal Appeals", ""),
        ("2015-06-08", "dismissal", "", ""),
        ("2015-06-08", "release", "", "disputed"),
        ("2015-06-09", "exoneration", "", ""),
        ("2019-03-01", "declaration of innocence", "", ""),
        ("2019-05-03", "declaration of innocence", "Harris County District Court, Texas", "disputed"),
        ("2020-12-18", "compensation", "Supreme Court of Texas", ""),
    ],
    HOLLMAN: [
        ("1991-08-20", "crime", "", ""),
        ("1991-08-21", "arrest", "", ""),
        ("1993-05-04", "wrongful conviction", "", ""),
        ("2012", "recantation", "", "disputed"),
        ("2019-07-15", "release", "Philadelphia Court of Common Pleas", "disputed"),
        ("2019-07-30", "exoneration", "", ""),
        ("2020-12-30", "compensation", "", ""),
    ],
    CARRILLO: [
        ("1991-01-18", "crime", "", ""),
        ("1991-01-24", "arrest", "", ""),
        ("1992-06-30", "wrongful conviction", "", ""),
        ("2003", "recantation", "", ""),
        ("2011-03-14", "vacatur", "Los Angeles County Superior Court", ""),
        ("2011-03-16", "release", "", "disputed"),
        ("2011-04-04", "exoneration", "", ""),
        ("2016-07-19", "compensation", "", ""),
    ],
    HARWARD: [
        ("1982-09-14", "crime", "", ""),
        ("1983-05-16", "arrest", "", ""),
        ("1983-10-29", "wrongful conviction", "", ""),
        ("1985", "vacatur", VIRGINIA, ""),
        ("1986-03-06", "wrongful conviction", "", ""),
        ("2016-04-07", "exoneration", "", ""),
        ("2016-04-07", "declaration of innocence", VIRGINIA, ""),
        ("2016-04-07", "vacatur", VIRGINIA, ""),
        ("2016-04-08", "release", "", "disputed"),
        ("2017-03-16", "compensation", "", ""),
    ],
    BREWER: [
        ("1992-05-02", "crime", "", ""),
        ("1992-05-03", "arrest", "", ""),
        ("1995-03-24", "wrongful conviction", "", ""),
        ("2007-08-31", "conditional release", "", "disputed"),
        ("2008-02-15", "exoneration", NOXUBEE, ""),
        ("2009", "compensation", "", ""),
    ],
    WYNIEMKO: [
        ("1994-04-30", "crime", "", ""),
        ("1994-07-15", "arrest", "", ""),
        ("1994-11-09", "wrongful conviction", "", ""),
        ("2003-06-17", "dismissal", "", ""),
        ("2003-06-17", "exoneration", "", ""),
        ("2003-06-17", "release", "", ""),
        ("2005", "compensation", "", ""),
    ],
    BROOKS: [
        ("1990-09-15", "crime", "", ""),
        ("1990-09-17", "arrest", "", ""),
        ("1992-01-22", "wrongful conviction", "", "disputed"),
        ("2008-02-15", "conditional release", NOXUBEE, ""),
        ("2008-02-15", "vacatur", NOXUBEE, ""),
        ("2008-03-13", "dismissal", NOXUBEE, ""),
        ("2008-03-13", "exoneration", "", ""),
    ],
    HAYNESWORTH: [
        ("1984-02-01", "crime", "", ""),
        ("1984-02-05", "arrest", "", ""),
        ("1984-07-12", "wrongful conviction", "", ""),
        ("2011-03-21", "conditional release", "", "disputed"),
        ("2011-12-06", "exoneration", "", ""),
        ("2011-12-06", "vacatur", APPEALS, ""),
        ("2012-04-05", "compensation", "", ""),
    ],
}
EXONERATED = {
    BROWN: 2015,
    HOLLMAN: 2019,
    CARRILLO: 2011,
    HARWARD: 2016,
    BREWER: 2008,
    WYNIEMKO: 2003,
    BROOKS: 2008,
    HAYNESWORTH: 2011,
}


def _history(case: str) -> list[tuple[str, ...]]:
    ends = {"wrongful conviction": f", exonerated {EXONERATED[case]}"}
    return [
        (case, date, f"{case}: {kind}, {date}{ends.get(kind, '')}", court, marks)
        for date, kind, court, marks in HISTORIES[case]
    ]


REAL_ROWS: Rows = {
    "cases-by-director": [
        ("Alex Gibney", HOLLMAN, "1", ""),
        ("Andy Grieve", BROWN, "1", "derived"),
        ("Jed Rothstein", CARRILLO, "2", ""),
        ("Liz Garbus", HAYNESWORTH, "1", ""),
        ("Roger Ross Williams", HARWARD, "1", ""),
        ("Roger Ross Williams", BREWER, "2", ""),
        ("Roger Ross Williams", BROOKS, "2", ""),
        ("Sarah Dowland", WYNIEMKO, "1", ""),
    ],
    "death-row-cases": [
        ("Alfred Dewayne Brown", "Texas", "2015-06-09", "9.7", ""),
        ("Kennedy Brewer", "Mississippi", "2008-02-15", "12.4", ""),
    ],
    "directors-by-theme": [
        ("Roger Ross Williams", FORENSIC, "3", ""),
        ("Jed Rothstein", EYEWITNESS, "2", ""),
        ("Liz Garbus", EYEWITNESS, "1", ""),
        ("Alex Gibney", PROSECUTION, "1", ""),
        ("Andy Grieve", PROSECUTION, "1", "derived"),
        ("Sarah Dowland", PROSECUTION, "1", ""),
    ],
    "episodes": [
        (
            "1",
            "The Evidence: Indeed and Without Doubt",
            "The Evidence",
            "Roger Ross Williams",
            FORENSIC,
            "",
        ),
        (
            "2",
            "The Evidence: The Truth Will Defend Me",
            "The Evidence",
            "Roger Ross Williams",
            FORENSIC,
            "",
        ),
        ("3", "The Evidence: The Duty to Correct", "The Evidence", "Roger Ross Williams", FORENSIC, ""),
        ("4", "The Witness: The Murder of Donald Sarpy", "The Witness", "Jed Rothstein", EYEWITNESS, ""),
        ("5", "The Witness: The Trials of Franky Carrillo", "The Witness", "Jed Rothstein", EYEWITNESS, ""),
        ("6", "The Witness: Making Memory", "The Witness", "Liz Garbus", EYEWITNESS, ""),
        ("7", "The Prosecution: Wrong Place, Wrong Time", "The Prosecution", "Alex Gibney", PROSECUTION, ""),
        ("8", "The Prosecution: Hidden Alibi", "The Prosecution", "Andy Grieve", PROSECUTION, "derived"),
        ("9", "The Prosecution: The Million Dollar Man", "The Prosecution", "Sarah Dowland", PROSECUTION, ""),
    ],
    "exonerees-by-theme": [
        (EYEWITNESS, "Franky Carrillo", "2", ""),
        (EYEWITNESS, "Thomas Haynesworth", "1", ""),
        (FORENSIC, "Keith Harward", "1", ""),
        (FORENSIC, "Kennedy Brewer", "2", ""),
        (FORENSIC, "Levon Brooks", "2", ""),
        (PROSECUTION, "Alfred Dewayne Brown", "1", ""),
        (PROSECUTION, "Chester Hollman III", "1", ""),
        (PROSECUTION, "Kenneth Wyniemko", "1", ""),
    ],
    "factors-by-case": [
        (BROWN, MWID, ""),
        (BROWN, MISCONDUCT, ""),
        (BROWN, PERJURY, ""),
        (HOLLMAN, FORENSIC_FACTOR, ""),
        (HOLLMAN, MISCONDUCT, ""),
        (HOLLMAN, PERJURY, ""),
        (CARRILLO, MISCONDUCT, ""),
        (CARRILLO, PERJURY, ""),
        (HARWARD, FORENSIC_FACTOR, ""),
        (HARWARD, MWID, ""),
        (HARWARD, MISCONDUCT, ""),
        (HARWARD, PERJURY, ""),
        (BREWER, FORENSIC_FACTOR, ""),
        (BREWER, MISCONDUCT, ""),
        (BREWER, PERJURY, ""),
        (WYNIEMKO, MWID, ""),
        (WYNIEMKO, MISCONDUCT, ""),
        (WYNIEMKO, PERJURY, ""),
        (BROOKS, FORENSIC_FACTOR, ""),
        (BROOKS, MWID, ""),
        (BROOKS, MISCONDUCT, ""),
        (BROOKS, PERJURY, ""),
        (HAYNESWORTH, MWID, ""),
    ],
    "lawyers-by-case": [
        (BROWN, "Neal Manne", "compensation", ""),
        (BROWN, "Brian Stolarz", OVERTURNING, ""),
        (HOLLMAN, "Alan Tauber", OVERTURNING, ""),
        (CARRILLO, "Ellen Eggers", OVERTURNING, ""),
        (CARRILLO, "Linda Starr", OVERTURNING, ""),
        (HARWARD, "Chris Fabricant", OVERTURNING, ""),
        (HARWARD, "Dana Delger", OVERTURNING, ""),
        (HARWARD, "Donald Salzman", OVERTURNING, ""),
        (HARWARD, "Olga Akselrod", OVERTURNING, ""),
        (HARWARD, "Peter Neufeld", OVERTURNING, ""),
        (BREWER, "Carrie Jourdan", OVERTURNING, ""),
        (BREWER, "Peter Neufeld", OVERTURNING, ""),
        (BREWER, "Vanessa Potkin", OVERTURNING, ""),
        (WYNIEMKO, "George Googasian", "compensation", ""),
        (WYNIEMKO, "Gail Pamukov", OVERTURNING, ""),
        (BROOKS, "Peter Neufeld", OVERTURNING, ""),
        (BROOKS, "Vanessa Potkin", OVERTURNING, ""),
        (HAYNESWORTH, "Olga Akselrod", OVERTURNING, ""),
        (HAYNESWORTH, "Shawn Armbrust", OVERTURNING, ""),
    ],
    "organizations-by-case": [
        (BROWN, "K&L Gates", WORKED, ""),
        (HOLLMAN, "Conviction Integrity Unit, Philadelphia District Attorney's Office", REVIEWED, ""),
        (CARRILLO, "Morrison & Foerster LLP", WORKED, ""),
        (CARRILLO, "Northern California Innocence Project", WORKED, ""),
        (HARWARD, "Innocence Project", WORKED, ""),
        (HARWARD, "Mid-Atlantic Innocence Project", WORKED, ""),
        (HARWARD, "Skadden, Arps, Slate, Meagher & Flom LLP", WORKED, ""),
        (BREWER, "Innocence Project", WORKED, ""),
        (BREWER, "Mississippi Innocence Project", WORKED, ""),
        (BREWER, "Office of Capital Defense, Mississippi", WORKED, ""),
        (WYNIEMKO, "WMU-Cooley Innocence Project", WORKED, ""),
        (BROOKS, "Innocence Project", WORKED, ""),
        (BROOKS, "Mississippi Innocence Project", WORKED, ""),
        (HAYNESWORTH, "Hogan Lovells US LLP", WORKED, ""),
        (HAYNESWORTH, "Innocence Project", WORKED, ""),
        (HAYNESWORTH, "Mid-Atlantic Innocence Project", WORKED, ""),
    ],
    "theme-versus-factors": [
        (BROWN, PROSECUTION, MISCONDUCT, "yes", ""),
        (HOLLMAN, PROSECUTION, MISCONDUCT, "yes", ""),
        (CARRILLO, EYEWITNESS, MWID, "no", ""),
        (HARWARD, FORENSIC, FORENSIC_FACTOR, "yes", ""),
        (BREWER, FORENSIC, FORENSIC_FACTOR, "yes", ""),
        (WYNIEMKO, PROSECUTION, MISCONDUCT, "yes", ""),
        (BROOKS, FORENSIC, FORENSIC_FACTOR, "yes", ""),
        (HAYNESWORTH, EYEWITNESS, MWID, "yes", ""),
    ],
    "timeline": [row for case in HISTORIES for row in _history(case)],
}


def _rows(store: Store, name: str, **arguments: str) -> list[tuple[str, ...]]:
    """The labels of each row's cells in the order of the columns, then its marks."""
    answer = query.answer(store, CATALOGUE[name], arguments)
    return [(*(row.cells[column].label for column in answer.columns), row.marks) for row in answer.rows]


def _ids(store: Store, name: str, column: str, **arguments: str) -> list[str]:
    """The ids of the entities in one column."""
    answer = query.answer(store, CATALOGUE[name], arguments)
    terms = [row.cells[column].term for row in answer.rows]
    return [term.value.removeprefix(ID) for term in terms if isinstance(term, NamedNode)]


# The answers


def test_every_question_has_expected_rows() -> None:
    """A question file that is added needs its rows here."""
    assert sorted(CATALOGUE) == sorted(COLUMNS) == sorted(TOY_ROWS) == sorted(REAL_ROWS)
    assert len(CATALOGUE) == 10


@pytest.mark.parametrize("name", COLUMNS)
def test_columns(real_store: Store, toy_store: Store, name: str) -> None:
    """Marks are no columns."""
    assert query.answer(toy_store, CATALOGUE[name], {}).columns == COLUMNS[name]
    assert query.answer(real_store, CATALOGUE[name], {}).columns == COLUMNS[name]


@pytest.mark.parametrize("name", TOY_ROWS)
def test_rows_of_the_toy_graph(toy_store: Store, name: str) -> None:
    """The rows that were worked out by hand, in order."""
    assert _rows(toy_store, name) == TOY_ROWS[name]


@pytest.mark.parametrize("name", REAL_ROWS)
def test_rows_of_the_real_graph(real_store: Store, name: str) -> None:
    """The rows that were looked up in the material, in order."""
    assert _rows(real_store, name) == REAL_ROWS[name]


def test_the_rows_of_the_first_question_as_its_users_get_them(run: Run) -> None:
    """In json, the number of episodes is an integer, and Grieve's row alone is derived."""
    result = run("ask", "directors-by-theme", "-f", "json")
    answer = json.loads(result.stdout)
    found = [
        (row["director"]["label"], row["theme"]["label"], row["episodes"], row["derived"], row["disputed"])
        for row in answer["rows"]
    ]
    assert found == [
        ("Roger Ross Williams", FORENSIC, 3, False, False),
        ("Jed Rothstein", EYEWITNESS, 2, False, False),
        ("Liz Garbus", EYEWITNESS, 1, False, False),
        ("Alex Gibney", PROSECUTION, 1, False, False),
        ("Andy Grieve", PROSECUTION, 1, True, False),
        ("Sarah Dowland", PROSECUTION, 1, False, False),
    ]
    assert {type(row["episodes"]) for row in answer["rows"]} == {int}
    assert answer["rows"][0]["director"]["iri"] == f"{ID}roger-ross-williams"
    assert answer["notes"] == [CATALOGUE["directors-by-theme"].limits]
    assert result.exit_code == 0


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
    """A disputed date says so, and the rows beside it do not."""
    answer = json.loads(run("ask", "timeline", "-p", "case=case-alpha", "-f", "json", "--facts", TOY).stdout)
    assert [(row["date"], row["derived"], row["disputed"]) for row in answer["rows"]] == [
        ("2001", False, False),
        ("2001-02-03", False, False),
        ("2002-05-06", False, True),
        ("2010-01-01", False, False),
        ("2011-02", False, False),
    ]


def test_an_unknown_date_is_null_in_json(run: Run) -> None:
    """An exoneration without a date, and years that nobody counted, leave their row standing."""
    answer = json.loads(run("ask", "death-row-cases", "-f", "json", "--facts", TOY).stdout)
    assert [(row["exonerated"], row["yearsLost"]) for row in answer["rows"]] == [
        ("2010-01-01", 10.5),
        (None, None),
    ]


# Parameters

PARAMETERS = [
    ("cases-by-director", "director", "director-one", "Director One", 0),
    ("directors-by-theme", "theme", "theme/forensic-science", FORENSIC, 1),
    ("exonerees-by-theme", "theme", "theme/fog", "fog", 0),
    ("factors-by-case", "case", "case-beta", "Beta case", 0),
    ("factors-by-case", "factor", "factor/official-misconduct", MISCONDUCT, 1),
    ("lawyers-by-case", "case", "case-alpha", "Alpha case", 0),
    ("organizations-by-case", "case", "case-gamma", "Gamma case", 0),
    ("timeline", "case", "case-beta", "Beta case", 0),
]


def test_every_parameter_is_tested() -> None:
    """A parameter that is added needs its argument above."""
    known = {(name, parameter) for name, question in CATALOGUE.items() for parameter in question.parameters}
    assert known == {(name, parameter) for name, parameter, *_ in PARAMETERS}


@pytest.mark.parametrize(("name", "parameter", "entity", "label", "column"), PARAMETERS)
def test_an_argument_by_id_name_or_iri(
    toy_store: Store, name: str, parameter: str, entity: str, label: str, column: int
) -> None:
    """The rows are those of the whole answer that have the argument in their column."""
    expected = [row for row in TOY_ROWS[name] if row[column] == label]
    assert expected
    for argument in (entity, label, label.upper(), ID + entity, f"<{ID}{entity}>", f"id:{entity}"):
        assert _rows(toy_store, name, **{parameter: argument}) == expected


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
        "q", "Q?", "", "", {"word": questions.Parameter("a word")}, "SELECT ?word { VALUES ?word { UNDEF } }"
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
        {"word": questions.Parameter("a word")},
        "SELECT ?word { VALUES ?word { UNDEF } }",
    )
    answer = query.answer(toy_store, question, {"word": "Director One"})
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
        query.answer(toy_store, CATALOGUE["timeline"], {"case": argument})
    assert hint in (caught.value.hint or "")


def test_a_name_that_belongs_to_several(toy_store: Store) -> None:
    """The error lists those whom it may mean."""
    with pytest.raises(UnknownNameError, match="unknown person 'Sam Same'") as caught:
        query.answer(toy_store, CATALOGUE["cases-by-director"], {"director": "Sam Same"})
    assert caught.value.hint == "the name belongs to several: sam-same-1, sam-same-2"


def test_an_unknown_parameter(toy_store: Store) -> None:
    """The error lists those that there are."""
    with pytest.raises(UnknownNameError, match="unknown parameter 'themes'") as caught:
        query.answer(toy_store, CATALOGUE["directors-by-theme"], {"themes": FORENSIC})
    assert caught.value.hint == "did you mean 'theme'? directors-by-theme takes theme"
    with pytest.raises(UnknownNameError) as caught:
        query.answer(toy_store, CATALOGUE["episodes"], {"theme": FORENSIC})
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
    assert found == {name: (q.summary, ", ".join(q.parameters)) for name, q in CATALOGUE.items()}


# The question files


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_header_is_complete(path: Path, ontology: Ontology) -> None:
    """A question in plain words, what it returns, what it does not cover, and what it takes."""
    header = read_header(path.read_text(encoding="utf-8"), path.name)
    assert str(header["summary"]).endswith("?")
    assert str(header["description"]).endswith(".")
    assert str(header["limits"]).endswith(".")
    assert header.keys() <= {"summary", "description", "limits", "parameters"}
    for parameter in CATALOGUE[path.stem].parameters.values():
        assert parameter.description
        assert parameter.entity_class in ontology.classes


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
        assert f"  VALUES ?{name} {{ UNDEF }}" in text.splitlines()
        assert f"?{name}" in text.replace(questions.placeholder(name), "")


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
    assert [variable for variable in variables if variable not in questions.MARKS] == list(COLUMNS[name])


@pytest.fixture(scope="module")
def peer(toy_store: Store) -> Dataset:
    """The toy graph in rdflib."""
    dataset = Dataset(default_union=False)
    dataset.parse(data=toy_store.nquads.read_text(encoding="utf-8"), format="nquads")
    return dataset


# rdflib 7.6 warns of its own use of names that it has renamed.
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
@pytest.mark.parametrize("name", CATALOGUE)
def test_rdflib_gives_the_same_rows(toy_store: Store, peer: Dataset, name: str) -> None:
    """A second engine, the same file, the same rows; rdflib orders groups in its own way."""
    found = toy_store.oxigraph.query(CATALOGUE[name].query)
    assert isinstance(found, QuerySolutions)
    ours = [tuple(None if term is None else term.value for term in row) for row in found]
    rows = peer.query(CATALOGUE[name].query).bindings
    theirs = [tuple(_text(row.get(Variable(column.value))) for column in found.variables) for row in rows]
    assert len(theirs) == len(TOY_ROWS[name])
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
    kept = toy_store.manifest["questions"]
    assert {name: questions.Question.from_json(values) for name, values in kept.items()} == CATALOGUE


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
    question = questions.Question("q", "Q?", "", "", {}, "ASK { ?s ?p ?o }")
    with pytest.raises(QueryError, match="question q is not a SELECT query"):
        query.answer(toy_store, question, {})


def test_the_examples_of_the_help(run: Run) -> None:
    """What the help of `innograph ask` shows can be typed as it stands."""
    lines = [line.strip() for line in run("ask", "--help").stdout.splitlines()]
    examples = [shlex.split(line) for line in lines if line.startswith("innograph ask")]
    assert len(examples) == 3
    for _, *arguments in examples:
        result = run(*arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.count("\n") > 3
