"""Exports of the Registry, in all layouts and with all traps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.registry import L1, L2, L3, L4, L5, L6, L7, L8, cells, read, text

from innograph.errors import ImportFileError

if TYPE_CHECKING:
    from innograph.imports.rows import Row

JOHN = {"last_name": "Doe", "first_name": "John", "state": "Texas", "worst_crime_display": "Murder"}
JANE = {"name": "Jane Roe", "state": "Ohio", "worst_crime_display": "Theft", "date_of_exon": "2001-02-03"}


def facts(row: Row) -> set[tuple[str, str, str]]:
    """A row's facts, without the two events that each row has."""
    return {(f.about, f.relation, f.value.text) for f in row.facts if f.relation != "event"}


@pytest.mark.parametrize("layout", [L1, L2, L3, L4, L5, L6, L7, L8])
def test_each_layout_is_recognized_by_its_columns(tmp_path, layout):
    """Every column is known, whatever the file is called."""
    given = JANE if layout == L8 else JOHN
    rows, reading = read(tmp_path / "holiday.jpg", text(layout, cells(layout, **given)))

    assert [row.name for row in rows] == ["Jane Roe" if layout == L8 else "John Doe"]
    assert reading.problems == []


def test_columns_may_stand_in_any_order_and_be_spelled_otherwise(tmp_path):
    """Case, spaces and punctuation of a header do not matter."""
    content = "worst_crime_display, EXONERATED ,State?,first name,LAST NAME\nMurder,1999,Texas,John,Doe\n"
    rows, reading = read(tmp_path / "x.csv", content)

    assert facts(rows[0]) >= {("case", "worstCrime", "Murder"), ("exoneration/1", "date", "1999")}
    assert reading.problems == []


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("title,year\nMetropolis,1927\n", "a name (Name, or Last Name and First Name), State"),
        ("Name,State,Date of Exon\nJane Roe,Ohio,2001\n", "no column for Worst Crime Display"),
        ("", "its columns are none"),
        ('{"name": "Jane Roe"}', "a name"),
        (b"\x00\x01\x02\xff" * 30, "a name"),
    ],
)
def test_a_file_that_is_not_the_registrys_is_refused_with_what_is_missing(tmp_path, content, missing):
    with pytest.raises(ImportFileError) as caught:
        read(tmp_path / "x.csv", content)

    assert missing in " ".join(caught.value.lines())


def test_an_unknown_column_is_reported_and_kept_out(tmp_path):
    content = text(f"{L6},Shoe Size", [*cells(L6, **JOHN), "44"])
    rows, reading = read(tmp_path / "x.csv", content)

    assert [str(problem) for problem in reading.problems] == [
        "column 'Shoe Size': it is not known and is kept out"
    ]
    assert not any(fact.value.text == "44" for fact in rows[0].facts)


@pytest.mark.parametrize(
    "column",
    ["Race of Vs", "# Dead Vs", "White Victim", "Closest Relation V→D", "# victim recanters", "Victim_Name"],
)
def test_columns_about_victims_are_dropped_and_the_report_says_so(tmp_path, column):
    content = text(f"{L8},{column}", [*cells(L8, **JANE), "secret"])
    rows, reading = read(tmp_path / "x.csv", content)

    assert reading.notes == [f"dropped 1 column about victims: {column}"]
    assert "secret" not in "".join(row.to_line() for row in rows)
    assert reading.problems == []


@pytest.mark.parametrize(("layout", "column"), [(L7, "tags"), (L8, "case_characteristics")])
@pytest.mark.parametrize("tags", ["CV;#NC", "NC; Child Victim", "CV", "No crime case; CV"])
def test_the_tag_for_a_child_victim_is_dropped_and_the_report_says_so(tmp_path, layout, column, tags):
    given = JANE if layout == L8 else JOHN
    rows, reading = read(tmp_path / "x.csv", text(layout, cells(layout, **given, **{column: tags})))

    assert reading.notes == ["the tag for a child victim was dropped from 1 row"]
    assert rows[0].values("case", "caseCharacteristic") == ([] if tags == "CV" else ["No crime case"])


def test_tags_and_misconduct_codes_are_spelled_out(tmp_path):
    given = JOHN | {"tags": "CIU;#H;#JI", "om_tags": "PR;#WH"}
    rows, _ = read(tmp_path / "x.csv", text(L7, cells(L7, **given)))

    assert rows[0].values("case", "caseCharacteristic") == [
        "Conviction Integrity Unit",
        "Homicide",
        "Jailhouse informant",
    ]
    assert rows[0].values("case", "misconductKind") == [
        "prosecutor misconduct",
        "exculpatory evidence withheld",
    ]


def test_an_unknown_code_is_reported_with_its_row(tmp_path):
    rows, reading = read(tmp_path / "x.csv", text(L7, cells(L7, **JOHN, tags="H;#QQ")))

    assert [str(problem) for problem in reading.problems] == [
        "row 2, column 'Tags': 'QQ' is not a known code"
    ]
    assert rows[0].name == "John Doe"


@pytest.mark.parametrize(
    ("layout", "given", "expected"),
    [
        (L1, JOHN | {"fc": "Y"}, {("factor", "factor/false-confession")}),
        (L1, JOHN | {"confession": "No"}, {("excludedFactor", "factor/false-confession")}),
        (L1, JOHN | {"confession": "Don't Know"}, set()),
        (L1, JOHN | {"fc": "Y", "confession": "Yes"}, {("factor", "factor/false-confession")}),
        (L2, JOHN | {"f_mfe": "F/MFE"}, {("factor", "factor/false-or-misleading-forensic-evidence")}),
        (L2, JOHN, set()),
        (L8, JANE | {"mistaken_witness_id": "Yes"}, {("factor", "factor/mistaken-witness-identification")}),
        (L8, JANE | {"official_misconduct": "No"}, {("excludedFactor", "factor/official-misconduct")}),
        (
            L8,
            JANE | {"pr_prosecutor_misconduct": "No"},
            {("excludedMisconductKind", "prosecutor misconduct")},
        ),
        (L8, JANE | {"dna": "No"}, {("dnaContributed", "false")}),
        (L8, JANE | {"dna": "Yes"}, {("dnaContributed", "true")}),
        (L1, JOHN | {"dna": "Y", "*": "*"}, {("dnaContributed", "true"), ("dnaCentral", "false")}),
        (L8, JANE | {"tainted_id_procedure_s": "No or don’t know"}, set()),
        (L8, JANE, set()),
    ],
)
def test_flags(tmp_path, layout, given, expected):
    """Y, the column's code, Yes, No and "don't know" are told apart, and blank is not no."""
    without, _ = read(tmp_path / "y.csv", text(layout, cells(layout, **(JANE if layout == L8 else JOHN))))
    rows, reading = read(tmp_path / "x.csv", text(layout, cells(layout, **given)))

    assert {(relation, value) for _, relation, value in facts(rows[0]) - facts(without[0])} == expected
    assert reading.problems == []


def test_a_flag_that_is_neither_yes_nor_no_is_reported(tmp_path):
    rows, reading = read(tmp_path / "x.csv", text(L8, cells(L8, **JANE, dna="maybe")))

    assert [str(p) for p in reading.problems] == ["row 2, column 'DNA': 'maybe' is neither yes nor no"]
    assert rows[0].values("case", "dnaContributed") == []


def test_two_columns_that_contradict_one_another_are_reported(tmp_path):
    given = JOHN | {"fc": "Y", "confession": "No", "age": "20", "age_at_crime_yrs": "21"}
    rows, reading = read(tmp_path / "x.csv", text(L1, cells(L1, **given)))

    assert [str(problem) for problem in reading.problems] == [
        "row 2, column 'Age at Crime Yrs': '21' contradicts another column's '20', which is kept",
        "row 2, column 'Confession?': it contradicts another column on factor/false-confession, which is kept",
    ]
    assert rows[0].values("case", "factor") == ["factor/false-confession"]
    assert rows[0].values("case", "ageAtCrime") == ["20"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("9/1/11", "2011-09-01"),
        ("9/1/2011", "2011-09-01"),
        ("12/31/95", "1995-12-31"),
        ("2018-03-13", "2018-03-13"),
        ("2018-03-13T00:00:00Z", "2018-03-13"),
        ("41151", "2012-08-30"),
        ("41151.0", "2012-08-30"),
        ("9/2011", "2011-09"),
        ("2018-03-00", "2018-03"),
        ("1988-00-00", "1988"),
        ("1,991", "1991"),
        ("1991", "1991"),
    ],
)
def test_dates(tmp_path, written, expected):
    """ISO and American dates, Excel serials, months and days of 00, years with a comma."""
    rows, reading = read(tmp_path / "x.csv", text(L8, cells(L8, **JANE | {"posting_date": written})))

    assert rows[0].values("case", "postingDate") == [expected]
    assert reading.problems == []


@pytest.mark.parametrize(
    "written", ["soon", "13/40/2011", "2011-02-30", "7", "0", "99999999", "9-1-2011", "9/11", "2008-2009"]
)
def test_what_is_no_date_is_reported(tmp_path, written):
    rows, reading = read(tmp_path / "x.csv", text(L8, cells(L8, **JANE | {"posting_date": written})))

    assert [problem.row for problem in reading.problems] == [2]
    assert rows[0].values("case", "postingDate") == []


@pytest.mark.parametrize(
    ("year", "month", "day", "expected", "problems"),
    [
        ("1990", "4", "14", "1990-04-14", 0),
        ("1990", "4", "00", "1990-04", 0),
        ("1990", "00", "00", "1990", 0),
        ("1990", "00", "14", "1990", 0),
        ("1,990", "", "", "1990", 0),
        ("", "", "", "", 0),
        ("", "00", "00", "", 0),
        ("28", "2006", "1", "2006", 1),
        ("2006", "2006", "1", "2006", 1),
        ("", "9/27/1933", "", "1933-09-27", 1),
        ("1990", "13", "1", "", 1),
        ("1990", "2006", "1", "", 1),
    ],
)
def test_dates_in_three_columns(tmp_path, year, month, day, expected, problems):
    """As precise as what is known; a year in the month's column is a year, and is reported."""
    parts = {"date_of_crime_year": year, "date_of_crime_month": month, "date_of_crime_day": day}
    rows, reading = read(tmp_path / "x.csv", text(L8, cells(L8, **JANE, **parts)))

    assert rows[0].first("crime/1", "date") == expected
    assert len(reading.problems) == problems


def test_the_finer_of_two_dates_that_agree_is_kept(tmp_path):
    given = JANE | {"date_of_exon": "2001"}
    layout = f"{L8},Exonerated"
    rows, reading = read(tmp_path / "x.csv", text(layout, cells(layout, **given, exonerated="2/3/2001")))

    assert (rows[0].first("exoneration/1", "date"), reading.problems) == ("2001-02-03", [])


@pytest.mark.parametrize(
    ("last", "first", "expected"),
    [
        ("Doe", "John", "John Doe"),
        ("Doe\u00a0", " John  Q. ", "John Q. Doe"),
        ("Allen, Jr.", "George", "George Allen Jr."),
        ("Calderon, III", "Luis", "Luis Calderon III"),
        ("Peña", "José", "José Peña"),
        ("O’Neill", "Sean", "Sean O'Neill"),
    ],
)
def test_names(tmp_path, last, first, expected):
    """First name first, a suffix last, stray and no-break spaces gone."""
    given = JOHN | {"last_name": last, "first_name": first}
    rows, _ = read(tmp_path / "x.csv", text(L2, cells(L2, **given)))

    assert rows[0].name == expected
    assert rows[0].values("person", "listedName") == [expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Doe, John", "John Doe"), ("John Doe, Jr.", "John Doe, Jr."), ("Doe, Jr., John", "Doe, Jr., John")],
)
def test_a_name_in_one_column_may_have_the_last_name_first(tmp_path, written, expected):
    rows, _ = read(tmp_path / "x.csv", text(L8, cells(L8, **JANE | {"name": written})))

    assert rows[0].name == expected


@pytest.mark.parametrize(
    ("rows", "reason"), [((), "there is none"), ((["---"] * 24,), "row 2: it has no name")]
)
def test_an_export_without_a_row_is_refused_with_the_reason(tmp_path, rows, reason):
    with pytest.raises(ImportFileError, match="no row that can be read") as caught:
        read(tmp_path / "x.csv", text(L3, *rows))
    assert reason in str(caught.value.hint)


PENA = JOHN | {"last_name": "Peña\u00a0", "first_name": "José"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "mac_roman", "cp1252", "utf-16"])
def test_encodings_and_line_ends(tmp_path, encoding, end):
    """What wrote the file does not matter."""
    content = text(L2, cells(L2, **PENA, county="Doña Ana"), cells(L2, **JOHN), end=end).encode(encoding)
    rows, reading = read(tmp_path / "x.csv", content)

    assert [(row.number, row.name) for row in rows] == [(2, "José Peña"), (3, "John Doe")]
    assert rows[0].values("case", "county") == ["Doña Ana"]
    assert reading.problems == []


@pytest.mark.parametrize("stray", [b"\xa0", b"\xca"], ids=["Latin-1", "Mac Roman"])
def test_a_stray_no_break_space_is_no_letter(tmp_path, stray):
    """One byte decides nothing but is a space in the encoding that has one there."""
    content = text(L2, cells(L2, **JOHN)).encode().replace(b"Doe", b"Doe" + stray)
    rows, _ = read(tmp_path / "x.csv", content)

    assert rows[0].name == "John Doe"


def test_one_stray_byte_in_utf_8_harms_no_other_letter(tmp_path):
    content = text(L2, cells(L2, **PENA), cells(L2, **JOHN)).encode().replace(b"Doe", b"Doe\xa0")
    rows, _ = read(tmp_path / "x.csv", content)

    assert [row.name for row in rows] == ["José Peña", "John Doe"]


@pytest.mark.parametrize(
    ("column", "written", "relation", "expected"),
    [
        ("race", "Caucasian", "race", "White"),
        ("race", "Don't Know", "race", None),
        ("race", "Native American", "race", "Native American"),
        ("state", "TX", "state", "Texas"),
        ("state", "d.c.", "state", "District of Columbia"),
        ("state", "guam", "state", "Guam"),
        ("state", "Fed-NY", "state", "Fed-NY"),
        ("state", "FED - ny", "state", "Fed-NY"),
        ("state", "Federal (New York)", "state", "Fed-NY"),
        ("state", "Fed-Military", "state", "Fed-Military"),
        ("state", "NA", "state", None),
        ("race", "BLACK", "race", "Black"),
        ("race", "African-American", "race", "Black"),
        ("race", "NaN", "race", None),
        ("age", "NA", "ageAtCrime", None),
        ("age", "—", "ageAtCrime", None),
        ("age", "---", "ageAtCrime", None),
        ("state", "Te\u200bxas\u00a0", "state", "Texas"),
        ("age", "0", "ageAtCrime", None),
        ("age", "", "ageAtCrime", None),
        ("age", "31", "ageAtCrime", "31"),
    ],
)
def test_vocabularies_that_changed_and_unknowns(tmp_path, column, written, relation, expected):
    rows, reading = read(tmp_path / "x.csv", text(L2, cells(L2, **JOHN | {column: written})))
    about = "person" if column == "race" else "case"

    assert rows[0].values(about, relation) == ([expected] if expected else [])
    assert reading.problems == []


@pytest.mark.parametrize(
    ("layout", "given", "relation"),
    [(L3, JOHN, "spreadsheetId"), (L8, JANE, "registryId")],
)
def test_the_two_columns_called_id_are_two_identifiers(tmp_path, layout, given, relation):
    """The same number means other people in the two."""
    rows, _ = read(tmp_path / "x.csv", text(layout, cells(layout, **given, id="4640")))
    named = {fact.relation for fact in rows[0].facts if fact.value.text == "4640"}

    assert named == {relation}


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("Term of Years", "32 years", {("sentenceKind", "Term of Years"), ("sentence", "32 years")}),
        ("Life", "", {("sentenceKind", "Life"), ("sentence", "Life")}),
        ("Unknown", "", set()),
    ],
)
def test_sentences_in_two_columns(tmp_path, kind, words, expected):
    rows, _ = read(tmp_path / "x.csv", text(L8, cells(L8, **JANE, sentence=kind, sentence_other=words)))

    assert {(r, v) for about, r, v in facts(rows[0]) if about == "sentencing/1"} == expected


def test_a_death_sentence_in_one_column(tmp_path):
    rows, _ = read(tmp_path / "x.csv", text(L2, cells(L2, **JOHN, sentence="Death")))

    assert facts(rows[0]) >= {
        ("sentencing/1", "sentence", "Death"),
        ("sentencing/1", "deathSentence", "true"),
    }


def test_every_row_has_a_conviction_and_its_exoneration(tmp_path):
    """One is never recorded without the other, dated or not."""
    rows, _ = read(tmp_path / "x.csv", text(L7, cells(L7, **JOHN)))

    assert set(rows[0].events) == {"wrongful-conviction/1", "exoneration/1"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Doe,John,31", "it has 3 cells, the header 23"),
        (",".join(["x"] * 30), "it has 30 cells, the header 23"),
        (",".join(cells(L2, state="Texas")), "it has no name"),
        ('"Doe,John' + "," * 21, "it has 1 cells, the header 23"),
    ],
)
def test_a_row_that_cannot_be_read_is_reported_while_the_others_go_in(tmp_path, line, reason):
    """Also one whose quotation mark never closes."""
    good = text(L2, cells(L2, **JOHN)).splitlines()
    rows, reading = read(tmp_path / "x.csv", "\n".join([*good, line, good[1], good[1]]))

    assert [row.number for row in rows] == [2, 4, 5]
    assert [str(problem) for problem in reading.problems] == [f"row 3: {reason}"]


def test_a_cell_may_hold_line_ends_quotes_and_commas(tmp_path):
    given = cells(L2, **JOHN, sentence='life,\n"hard"')
    rows, reading = read(tmp_path / "x.csv", text(L2, given, cells(L2, **JOHN)))

    assert rows[0].first("sentencing/1", "sentence") == 'life, "hard"'
    assert [row.number for row in rows] == [2, 3]
    assert reading.problems == []


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters(tmp_path, delimiter):
    header, row = L2.replace(",", delimiter), delimiter.join(cells(L2, **JOHN))
    rows, reading = read(tmp_path / "x.csv", f"{header}\n{row}\n")

    assert ([row.name for row in rows], reading.problems) == (["John Doe"], [])


def test_a_title_above_the_header_is_passed_over(tmp_path):
    rows, reading = read(tmp_path / "x.csv", "Exonerations\n\n" + text(L2, cells(L2, **JOHN)))

    assert ([(row.number, row.name) for row in rows], reading.problems) == ([(4, "John Doe")], [])


@pytest.mark.parametrize(
    ("file", "rows", "posted", "false_confessions"),
    [
        ("nre_2015-11.csv", 1700, "2015-11-03", 218),
        ("nre_2019-10.xlsx", 2500, "2019-10-02", 303),
        ("nre_2024-04.csv", 3497, "2024-04-07", 441),
        ("nre_2026-06.csv", 4311, "2026-06-25", 548),
    ],
)
def test_real_exports_are_read_whole(shared, tmp_path, file, rows, posted, false_confessions):
    """The four that lie beside the project: every column is known, every row is read."""
    found, reading = read(tmp_path / file, (shared / "data" / "nre" / file).read_bytes())

    assert len(found) == rows
    assert max(row.first("case", "postingDate") for row in found) == posted
    named = [value for row in found for value in row.values("case", "factor")]
    assert named.count("factor/false-confession") == false_confessions
    assert [problem for problem in reading.problems if not (problem.row and problem.column)] == []
    assert "\ufffd" not in "".join(row.to_line() for row in found)
