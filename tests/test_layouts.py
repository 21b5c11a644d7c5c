"""Exports of the Registry in layouts, files and forms of every kind: what wrote them must not matter."""

from __future__ import annotations

import csv
import gzip
import html
import io
import zipfile
from functools import partial
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from tests.registry import L1, L2, L3, L4, L5, L6, L7, L8, cells, read, text

from innograph.errors import ImportFileError

if TYPE_CHECKING:
    from collections.abc import Callable

    from innograph.imports.rows import Row

PENA = {
    "last_name": "Peña\u00a0", "first_name": " José  Q. ", "age": "31", "race": "Caucasian", "sex": "Male",
    "state": "Fed-TX", "county": "Doña Ana", "tags": "CIU;#CV;#NC;#P", "worst_crime_display": "Murder",
    "sentence": "Death",
}  # fmt: skip
PENA_SAID = {
    ("case", "ageAtCrime", "31"), ("case", "county", "Doña Ana"), ("case", "state", "Fed-TX"),
    ("case", "worstCrime", "Murder"), ("case", "caseCharacteristic", "Conviction Integrity Unit"),
    ("case", "caseCharacteristic", "No crime case"), ("case", "caseCharacteristic", "Plea"),
    ("person", "listedName", "José Q. Peña"), ("person", "race", "White"), ("person", "sex", "male"),
    ("sentencing/1", "sentence", "Death"), ("sentencing/1", "deathSentence", "true"),
}  # fmt: skip
FACTORS = {
    ("case", "factor", "factor/false-confession"),
    ("case", "factor", "factor/perjury-or-false-accusation"),
}
CRIMES = {("case", "additionalCrime", "Rape"), ("case", "additionalCrime", "Attempt, Violent")}
MISCONDUCT = {
    ("case", "misconductKind", "officer misconduct"),
    ("case", "misconductKind", "exculpatory evidence withheld"),
}
NOT_CENTRAL = {("case", "dnaContributed", "true"), ("case", "dnaCentral", "false")}
LATER = {"om_tags": "OF;#WH", "date_of_crime_year": "1,991", "posting_date": "9/1/2011"}
ROWS = {
    "L1": (
        L1,
        PENA | {"list_addl_crimes_recode": "Rape;#Attempt, Violent", "occurred": "1991", "convicted": "1995",
         "exonerated": "2009", "dna": "Y", "*": "*", "fc": "Y", "p_fa": "Y", "posting_date": "9/1/11",
         "age_at_crime_yrs": "31", "county_of_crime": "Doña Ana", "date_of_crime_year": "1991",
         "date_of_1st_convic_year": "1995", "date_of_exon_year": "2009", "confession": "Yes",
         "mistaken_id": "No", "official_misconduct": "Don't Know"},
        PENA_SAID | FACTORS | CRIMES | NOT_CENTRAL | {
         ("case", "excludedFactor", "factor/mistaken-witness-identification"), ("crime/1", "date", "1991"),
         ("wrongful-conviction/1", "date", "1995"), ("exoneration/1", "date", "2009"),
         ("case", "postingDate", "2011-09-01")},
    ),
    "L2": (
        L2,
        PENA | {"list_addl_crimes_recode": "Rape;#Attempt, Violent", "occurred": "1991", "convicted": "1995",
         "exonerated": "2009", "dna": "DNA", "*": "*", "fc": "FC", "p_fa": "P/FA", "posting_date": "41151"},
        PENA_SAID | FACTORS | CRIMES | NOT_CENTRAL | {("crime/1", "date", "1991"),
         ("wrongful-conviction/1", "date", "1995"), ("exoneration/1", "date", "2009"),
         ("case", "postingDate", "2012-08-30")},
    ),
    "L3": (
        L3,
        PENA | {"id": "4640", "exonerated": "2009", "posting_date": "12/31/2018"},
        PENA_SAID | {("case", "spreadsheetId", "4640"), ("exoneration/1", "date", "2009"),
         ("case", "postingDate", "2018-12-31")},
    ),
    "L4": (
        L4,
        PENA | LATER | {"list_addl_crimes_recode": "Rape;#Attempt, Violent", "convicted": "1995", "exonerated": "2009",
         "dna": "DNA", "*": "*", "fc": "FC", "p_fa": "P/FA"},
        PENA_SAID | FACTORS | CRIMES | NOT_CENTRAL | MISCONDUCT | {("crime/1", "date", "1991"),
         ("wrongful-conviction/1", "date", "1995"), ("exoneration/1", "date", "2009"),
         ("case", "postingDate", "2011-09-01")},
    ),
    "L5": (
        L5,
        PENA | {"om_tags": "OF;#WH", "exonerated": "2009"},
        PENA_SAID | MISCONDUCT | {("exoneration/1", "date", "2009")},
    ),
    "L6": (
        L6,
        PENA | LATER | {"posting_date": "9/1/11", "convicted": "1995", "exonerated": "2009", "dna": "DNA", "fc": "FC",
         "p_fa": "P/FA"},
        PENA_SAID | FACTORS | MISCONDUCT | {("crime/1", "date", "1991"), ("case", "dnaContributed", "true"),
         ("wrongful-conviction/1", "date", "1995"), ("exoneration/1", "date", "2009"),
         ("case", "postingDate", "2011-09-01")},
    ),
    "L7": (
        L7,
        PENA | LATER | {"date_of_exoneration": "9/2/2009", "date_of_1st_conviction": "6/22/1995",
         "date_of_release": "12/31/1999", "fc": "FC", "p_fa": "P/FA"},
        PENA_SAID | FACTORS | MISCONDUCT | {("crime/1", "date", "1991"), ("exoneration/1", "date", "2009-09-02"),
         ("wrongful-conviction/1", "date", "1995-06-22"), ("release/1", "date", "1999-12-31"),
         ("case", "postingDate", "2011-09-01")},
    ),
    "L8": (
        L8,
        {"id": "4640", "name": 'Joseph "Joe" Peña Jr.', "state": "Fed-TX", "county_of_crime": "Doña Ana", "sex": "Male",
         "race": "Don't Know", "age_at_crime_years": "0", "worst_crime_display": "Murder",
         "list_addl_crimes_recode": "Rape; Attempt, Violent", "posting_date": "2018-03-13", "pre_1989": "Yes",
         "date_of_exon": "1988-04-27", "date_of_release": "1988-04-26", "years_lost": "30.5",
         "date_of_1st_convic": "1958-10-20", "date_of_crime_year": "1957", "date_of_crime_month": "3",
         "date_of_crime_day": "00", "date_of_arrest_year": "28", "date_of_arrest_month": "1957",
         "case_characteristics": "Conviction Integrity Unit; Child Victim; Plea", "death_penalty": "Yes",
         "sentence": "Death", "sentence_other": "death, twice", "false_confession": "Yes", "mistaken_witness_id": "No",
         "perjury_or_false_accusation": "Yes", "dna": "No", "mistaken_id_witnesses": "3+",
         "of_om_by_police_officer": "Yes", "wh_exculpatory_withheld": "Yes", "pr_prosecutor_misconduct": "No"},
        FACTORS | CRIMES | MISCONDUCT | {
         ("person", "listedName", 'Joseph "Joe" Peña Jr.'), ("person", "sex", "male"), ("case", "state", "Fed-TX"),
         ("case", "county", "Doña Ana"), ("case", "worstCrime", "Murder"), ("case", "registryId", "4640"),
         ("case", "postingDate", "2018-03-13"), ("case", "earlyExoneration", "true"), ("case", "yearsLost", "30.5"),
         ("exoneration/1", "date", "1988-04-27"), ("release/1", "date", "1988-04-26"),
         ("wrongful-conviction/1", "date", "1958-10-20"), ("crime/1", "date", "1957-03"), ("arrest/1", "date", "1957"),
         ("case", "caseCharacteristic", "Conviction Integrity Unit"), ("case", "caseCharacteristic", "Plea"),
         ("sentencing/1", "sentenceKind", "Death"), ("sentencing/1", "sentence", "death, twice"),
         ("sentencing/1", "deathSentence", "true"), ("case", "dnaContributed", "false"),
         ("case", "excludedFactor", "factor/mistaken-witness-identification"), ("case", "mistakenWitnesses", "3+"),
         ("case", "excludedMisconductKind", "prosecutor misconduct")},
    ),
}  # fmt: skip
EVERY = pytest.mark.parametrize(("layout", "given", "said"), ROWS.values(), ids=ROWS)


def facts(row: Row) -> set[tuple[str, str, str]]:
    return {(f.about, f.relation, f.value.text) for f in row.facts if f.relation != "event"}


@EVERY
def test_each_layout_says_what_its_row_says(tmp_path, layout, given, said):
    """With the traps of its years: codes, flags, lists, numbers and dates as it writes them."""
    rows, reading = read(tmp_path / "x.csv", text(layout, cells(layout, **given)))

    assert facts(rows[0]) == said
    assert [str(each) for each in reading.problems] == (
        ["row 2, column 'Date of Arrest Year': the month is '1957'; only 1957 is read"] * (layout == L8)
    )
    assert reading.notes == ["the tag for a child victim was dropped from 1 row"]


Table = list[list[str]]


def delimited(table: Table, delimiter: str = ",", end: str = "\n") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows(table)
    return buffer.getvalue()


def page(table: Table) -> bytes:
    """As SharePoint saves a list as a workbook, its last cells unclosed."""
    rows = "".join(
        "<TR>" + "".join(f"<TD><font size=2>{html.escape(cell)}</font>" for cell in row) for row in table
    )
    start = "<html><head><title>owssvr</title><style>td {color: red}</style></head><body><table><tr><td>menu</table>"
    return f"{start}<TABLE border=1>{rows}</TABLE></body></html>".encode()


def workbook(table: Table, *, sheets: int = 1) -> bytes:
    book = Workbook()
    for row in table:
        book.worksheets[0].append(row)
    for number in range(1, sheets):
        book.create_sheet(f"notes {number}", 0).append(["about", "this file"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(table: Table) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("data/", "")
        archive.writestr("data/export.csv", delimited(table))
    return buffer.getvalue()


def fewer(table: Table) -> Table:
    """Without the columns that no row fills, as people delete what they do not need."""
    filled = [at for at, heading in enumerate(table[0]) if any(row[at].strip() for row in table[1:])]
    return [[row[at] for at in filled] for row in table]


def headed(change: Callable[[str], str], table: Table) -> Table:
    return [[change(heading) for heading in table[0]], *table[1:]]


FILES: dict[str, Callable[[Table], str | bytes]] = {
    "csv": delimited,
    "tabs": partial(delimited, delimiter="\t"),
    "semicolons": partial(delimited, delimiter=";", end="\r\n"),
    "bars": partial(delimited, delimiter="|"),
    "CR only, Mac Roman": lambda table: delimited(table, end="\r").encode("mac_roman"),
    "CR CR LF": lambda table: delimited(table, end="\r\r\n").encode("utf-8-sig"),
    "Latin-1": lambda table: delimited(table).encode("latin-1"),
    "UTF-16 with tabs": lambda table: delimited(table, "\t", "\r\n").encode("utf-16"),
    "UTF-16 without a mark": lambda table: delimited(table).encode("utf-16-le"),
    "gzip": lambda table: gzip.compress(delimited(table).encode()),
    "zip": zipped,
    "a page": page,
    "a workbook": workbook,
    "the third sheet": partial(workbook, sheets=3),
}
ORDERS: dict[str, Callable[[Table], Table]] = {
    "as it is": lambda table: table,
    "backwards": lambda table: [row[::-1] for row in table],
    "capitals": partial(headed, str.upper),
    "underscores": partial(headed, lambda name: name.lower().replace(" ", "_")),
    "points": partial(headed, lambda name: name.replace(" ", ".").replace("/", ".").replace("'", ".")),
    "no spaces": partial(headed, lambda name: name.replace(" ", "")),
    "more spaces": partial(headed, lambda name: f"  {name.replace(' ', '  ')}\u00a0"),
    "line ends": partial(headed, lambda name: name.replace(" ", "\n", 1)),
    "another punctuation": partial(
        headed, lambda name: name.strip("?").replace("'", "’").replace(" - ", ": ")
    ),
    "no empty columns": fewer,
}


@EVERY
@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_what_wrote_a_file_does_not_matter(tmp_path, layout, given, said, file):
    table = [layout.split(","), cells(layout, **given), cells(layout, **given)]
    rows, reading = read(tmp_path / "x", file(table))

    assert [(row.number, facts(row)) for row in rows] == [(2, said), (3, said)]
    assert [each for each in reading.problems if not each.column] == []


@EVERY
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("file", [delimited, workbook])
def test_how_columns_are_headed_and_ordered_does_not_matter(tmp_path, layout, given, said, order, file):
    rows, reading = read(tmp_path / "x", file(order([layout.split(","), cells(layout, **given)])))

    assert facts(rows[0]) == said
    assert not any("not known" in each.reason for each in reading.problems)


@EVERY
@pytest.mark.parametrize("file", [delimited, workbook, page])
def test_what_stands_around_a_table_is_no_row(tmp_path, layout, given, said, file):
    """A title, empty rows and columns, a note below and the header again are passed over or reported."""
    header, row = layout.split(","), cells(layout, **given)
    blank = [""] * len(header)
    at = header.index("Name" if layout == L8 else "Last Name")
    note = [*blank[:at], "Source: the Registry", *blank[at + 1 :]]
    table = [["Exonerations"], [], header, row, blank, header, blank, note, blank, []]
    rows, reading = read(tmp_path / "x", file(table))

    assert [(each.number, facts(each)) for each in rows] == [(4, said)]
    assert [(each.row, each.reason) for each in reading.problems if not each.column] == [
        (6, "it repeats the header"),
        (8, "it says nothing but a name"),
    ]


@pytest.mark.parametrize("file", [delimited, workbook, page])
def test_more_columns_are_reported_and_kept_out(tmp_path, file):
    """Also one without a heading, and one that stands twice where it says another thing."""
    header = ["", *L7.split(","), "Shoe Size", "State", "ChildVictims"]
    row = ["17", *cells(L7, **PENA), "44", "Ohio", "secret"]
    rows, reading = read(tmp_path / "x", file([header, row]))

    assert [str(each) for each in reading.problems] == [
        "file: column 1 has no heading and is kept out",
        "column 'Shoe Size': it is not known and is kept out",
        "row 2, column 'State': 'Ohio' contradicts another column's 'Fed-TX', which is kept",
    ]
    assert reading.notes[0] == "dropped 1 column about victims: ChildVictims"
    assert facts(rows[0]) == PENA_SAID


def test_a_note_beside_the_table_of_a_workbook_costs_no_row(tmp_path):
    rows, reading = read(tmp_path / "x", workbook([L7.split(","), [*cells(L7, **PENA), "", "ask Ann"]]))

    assert facts(rows[0]) == PENA_SAID
    assert [str(each) for each in reading.problems][-1] == "file: column 25 has no heading and is kept out"


@pytest.mark.parametrize(
    "heading", ["CV", "Child Vic", "Victims", "VictimRace", "AgeOfV", "race_of_vs", "White.Victim", "# Vs"]
)
def test_columns_about_victims_are_dropped_however_they_are_headed(tmp_path, heading):
    rows, reading = read(
        tmp_path / "x", delimited([[*L7.split(","), heading], [*cells(L7, **PENA), "secret"]])
    )

    assert reading.notes[0] == f"dropped 1 column about victims: {heading}"
    assert facts(rows[0]) == PENA_SAID


@pytest.mark.parametrize(
    "tags", ["CIU;#CV;#NC;#P", "CIU, CV, NC, P", "ciu;cv;nc;p", "NC; P; Child victim; CIU"]
)
def test_lists_of_tags_in_other_forms(tmp_path, tags):
    rows, reading = read(tmp_path / "x", text(L7, cells(L7, **PENA | {"tags": tags})))

    assert facts(rows[0]) == PENA_SAID
    assert reading.notes == ["the tag for a child victim was dropped from 1 row"]


def test_of_a_list_with_an_unknown_code_the_known_ones_are_kept(tmp_path):
    rows, reading = read(tmp_path / "x", text(L7, cells(L7, **PENA | {"tags": "CIU;#XX;#CV;#NC;#YY;#P"})))

    assert facts(rows[0]) == PENA_SAID
    assert [str(each) for each in reading.problems] == [
        "row 2, column 'Tags': 'XX', 'YY' are not known codes"
    ]


@pytest.mark.parametrize(
    ("heading", "written", "said"),
    [
        ("CIU", "Y", ("case", "caseCharacteristic", "Conviction Integrity Unit")),
        ("Conviction Integrity Unit", "Yes", ("case", "caseCharacteristic", "Conviction Integrity Unit")),
        ("CIU", "No", None),
        ("WH", "Yes", ("case", "misconductKind", "exculpatory evidence withheld")),
        ("Gender", "F", ("person", "sex", "female")),
        ("Released", "1999", ("release/1", "date", "1999")),
        ("Date of Arrest", "1-Sep-11", ("arrest/1", "date", "2011-09-01")),
        ("Date of Release Year", "1,999", ("release/1", "date", "1999")),
        (
            "Misleading Forensic Evidence",
            "TRUE",
            ("case", "factor", "factor/false-or-misleading-forensic-evidence"),
        ),
    ],
)
def test_columns_that_other_layouts_may_have(tmp_path, heading, written, said):
    given = {"last_name": "Doe", "state": "tx", "worst_crime_display": "Theft"}
    rows, reading = read(
        tmp_path / "x", delimited([[*L5.split(","), heading], [*cells(L5, **given), written]])
    )

    assert facts(rows[0]) - {said} == {
        ("person", "listedName", "Doe"),
        ("case", "state", "Texas"),
        ("case", "worstCrime", "Theft"),
    }
    assert said is None or said in facts(rows[0])
    assert reading.problems == []


def test_dates_in_parts_only(tmp_path):
    """As the crime has them: a layout may part the dates of all events."""
    header = "Name,State,Worst Crime,Date of Exon Year,Date of Exon Month,Date of Exon Day"
    rows, reading = read(tmp_path / "x", f"{header}\nAnn Poe,Ohio,Theft,2001,2,00\n")

    assert rows[0].first("exoneration/1", "date") == "2001-02"
    assert reading.problems == []


def test_dates_that_begin_with_the_day_are_refused(tmp_path):
    """Most could be either; to read 9/1/2011 as American among them would be a guess."""
    days = ("31/12/2011", "9/1/2011", "13/2/2012")
    rows = [cells(L7, **PENA, posting_date=day) for day in days]

    with pytest.raises(ImportFileError, match="the day of a date before its month: 2 dates") as caught:
        read(tmp_path / "x", text(L7, *rows))
    assert "year-month-day" in caught.value.lines()[1]


def test_one_date_that_begins_with_the_day_is_a_slip(tmp_path):
    rows, reading = read(
        tmp_path / "x",
        text(L7, *(cells(L7, **PENA, posting_date=day) for day in ("31/12/2011", "12/31/2011", "9/1/2011"))),
    )

    assert [row.first("case", "postingDate") for row in rows] == ["", "2011-12-31", "2011-09-01"]
    assert [str(each) for each in reading.problems] == [
        "row 2, column 'Posting Date': '31/12/2011' has its day before its month"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (gzip.compress(b"a" * 10_000, mtime=0)[:-20], "cannot be unpacked"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "is not an export of the National Registry"),
        (page([["title", "year"], ["Metropolis", "1927"]]), "is not an export of the National Registry"),
        (b"<html><body>Please log in</body></html>", "is not an export of the National Registry"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "is a workbook in the XML of Excel 2003",
        ),
        (b"{\\rtf1\\ansi Data dictionary}", "is not an export of the National Registry"),
        (b"%PDF-1.7\n\xff\xff", "is not an export of the National Registry"),
    ],
)
def test_other_files_are_refused_with_the_reason(tmp_path, content, message):
    with pytest.raises(ImportFileError, match=message):
        read(tmp_path / "x", content)


def test_a_zip_of_several_files_is_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", "a")
        archive.writestr("b.csv", "b")

    with pytest.raises(ImportFileError, match="holds 2 files"):
        read(tmp_path / "x", buffer.getvalue())


def test_what_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    from innograph.imports import compression

    monkeypatch.setattr(compression, "LARGEST", 1_000_000)

    with pytest.raises(ImportFileError, match="unpacks to more than half a gigabyte"):
        read(tmp_path / "x", gzip.compress(b" " * 2_000_000))
