"""Workbooks, written by openpyxl as Excel would write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from tests.registry import L3, L7, L8, cells, read, text

from innograph.errors import ImportFileError

if TYPE_CHECKING:
    from pathlib import Path

JOHN = {
    "last_name": "Doe\u00a0", "first_name": "John", "age": "31", "race": "Black", "sex": "Male", "state": "Texas",
    "county": "Doña Ana", "tags": "CIU;#H;#CV", "worst_crime_display": "Murder", "sentence": "Life",
    "posting_date": "9/1/2011", "om_tags": "PR;#WH", "fc": "FC", "dna": "DNA", "date_of_crime_year": "1,991",
    "date_of_exoneration": "2/3/2009", "date_of_1st_conviction": "6/30/1992", "date_of_release": "12/31/1999",
}  # fmt: skip
JOHN_IN_A_WORKBOOK = JOHN | {
    "age": 31, "posting_date": datetime(2011, 9, 1), "date_of_crime_year": 1991,  # noqa: DTZ001
    "date_of_exoneration": date(2009, 2, 3), "date_of_1st_conviction": datetime(1992, 6, 30),  # noqa: DTZ001
    "date_of_release": date(1999, 12, 31),
}  # fmt: skip
JANE = {
    "id": "4640", "name": "Jane Roe", "state": "Fed-NY", "worst_crime_display": "Theft", "dna": "No",
    "date_of_exon": "2001-02-03", "years_lost": "30.5", "date_of_crime_year": "1990", "date_of_crime_month": "00",
    "mistaken_id_witnesses": "3+", "pre_1989": "Yes",
}  # fmt: skip
JANE_IN_A_WORKBOOK = JANE | {
    "id": 4640, "date_of_exon": date(2001, 2, 3), "years_lost": 30.5, "date_of_crime_year": 1990, "pre_1989": True,
}  # fmt: skip


def workbook(path: Path, layout: str, *rows: list[Any], above: Any = (), sheets: Any = ()) -> bytes:
    """Write a workbook: sheets of other things, then one with the rows under their header."""
    book = Workbook()
    for title in sheets:
        book.create_sheet(title, 0).append(["title", "year"])
    for row in (*above, layout.split(","), *rows):
        book.worksheets[-1].append(row)
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("layout", "as_text", "as_cells"), [(L7, JOHN, JOHN_IN_A_WORKBOOK), (L8, JANE, JANE_IN_A_WORKBOOK)]
)
def test_one_snapshot_as_csv_and_as_workbook_gives_the_same_rows(tmp_path, layout, as_text, as_cells):
    """What is a date or a number in the one is a text in the other."""
    given = (
        cells(layout, **as_text),
        cells(layout, **as_text | {"county": "Bexar"} if layout == L7 else as_text),
    )
    others = (
        cells(layout, **as_cells),
        cells(layout, **as_cells | {"county": "Bexar"} if layout == L7 else as_cells),
    )
    from_text, reading = read(tmp_path / "a.csv", text(layout, *given))
    from_workbook, other = read(tmp_path / "b", workbook(tmp_path / "a.xlsx", layout, *others))

    assert from_workbook == from_text
    assert (other.problems, other.notes) == (reading.problems, reading.notes)
    assert (len(from_text), reading.problems) == (2, [])


def test_the_sheet_and_the_header_are_found(tmp_path):
    content = workbook(
        tmp_path / "a.xlsx",
        L3,
        cells(L3, last_name="Doe", state="Texas", id=7),
        [],
        above=[["Exonerations"], []],
        sheets=["About"],
    )
    rows, reading = read(tmp_path / "b", content)

    assert [(row.number, row.name, row.first("case", "spreadsheetId")) for row in rows] == [(4, "Doe", "7")]
    assert reading.problems == []


def test_an_excel_serial_in_a_cell_of_numbers_is_a_date(tmp_path):
    content = workbook(tmp_path / "a.xlsx", L3, cells(L3, last_name="Doe", posting_date=41151))

    assert read(tmp_path / "b", content)[0][0].first("case", "postingDate") == "2012-08-30"


@pytest.mark.parametrize("size", [4, 200])
def test_a_broken_workbook_is_one_clear_error(tmp_path, size):
    content = workbook(tmp_path / "a.xlsx", L3)[:size]

    with pytest.raises(ImportFileError, match="is a broken workbook"):
        read(tmp_path / "b", content)


def test_a_workbook_of_something_else_is_refused(tmp_path):
    content = workbook(tmp_path / "a.xlsx", "title,year", ["Metropolis", 1927])

    with pytest.raises(ImportFileError, match="is not an export of the National Registry"):
        read(tmp_path / "b", content)
