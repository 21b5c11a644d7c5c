"""Workbooks, written by openpyxl and xlwt as Excel would write them, and as OpenDocument says."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.styles import Font
from tests.registry import L3, L7, L8, cells, read, text

from innograph.errors import ImportFileError

if TYPE_CHECKING:
    from pathlib import Path

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
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


def test_another_sheet_with_such_a_table_is_not_passed_over_in_silence(tmp_path):
    """Of merged headings the first cell holds the words; a hidden row is a row."""
    book = Workbook()
    for title in ("new", "old"):
        sheet = book.create_sheet(title)
        for row in (
            ["Exonerations"],
            L3.split(","),
            cells(L3, last_name=f"{title} Doe", state="Texas", id=7),
        ):
            sheet.append(row)
    for sheet in book.worksheets[1:]:
        sheet.merge_cells("C2:D2")
    book["new"].row_dimensions[3].hidden = True
    book.save(tmp_path / "a.xlsx")
    rows, reading = read(tmp_path / "b", (tmp_path / "a.xlsx").read_bytes())

    assert [row.name for row in rows] == ["new Doe"]
    assert reading.notes == ["the sheet 'old' looks like an export too, and is not read"]
    assert [str(each) for each in reading.problems] == ["file: column 4 has no heading and is kept out"]


def xls(table: list[list[Any]]) -> bytes:
    """The table as Excel 97 to 2003 writes it."""
    book, buffer = xlwt.Workbook(), BytesIO()
    sheet, of_days = book.add_sheet("owssvr"), xlwt.easyxf(num_format_str="M/D/YYYY")
    for at, row in enumerate(table):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell, of_days if isinstance(cell, date) else xlwt.Style.default_style)
    book.save(buffer)
    return buffer.getvalue()


def ods(table: list[list[Any]]) -> bytes:
    """The table in the form of OpenDocument 1.3, part 3, sections 9 and 19.385, repeated rows below."""
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in table)
    names = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text"))
    after = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f'<table:table table:name="x">{rows}{after}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def _ods_cell(cell: Any) -> str:
    kinds = {bool: "boolean", int: "float", float: "float", date: "date", datetime: "date"}
    if type(cell) not in kinds:
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        )
    kind = kinds[type(cell)]
    name = "value" if kind == "float" else f"{kind}-value"
    value = cell.isoformat() if kind == "date" else str(cell).lower()
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"/>'


@pytest.mark.parametrize("write", [xls, ods])
@pytest.mark.parametrize(
    ("layout", "as_text", "as_cells"), [(L7, JOHN, JOHN_IN_A_WORKBOOK), (L8, JANE, JANE_IN_A_WORKBOOK)]
)
def test_workbooks_of_other_programs_give_the_same_rows(tmp_path, write, layout, as_text, as_cells):
    table = [["Exonerations"], [], layout.split(","), cells(layout, **as_cells)]
    from_workbook, other = read(tmp_path / "a", write(table))
    from_text, reading = read(tmp_path / "b", text(layout, cells(layout, **as_text)))

    assert [(row.number, row.facts) for row in from_workbook] == [(4, row.facts) for row in from_text]
    assert (other.problems, other.notes) == (reading.problems, reading.notes)


def test_an_excel_serial_in_a_cell_of_numbers_is_a_date(tmp_path):
    content = workbook(tmp_path / "a.xlsx", L3, cells(L3, last_name="Doe", posting_date=41151))

    assert read(tmp_path / "b", content)[0][0].first("case", "postingDate") == "2012-08-30"


@pytest.mark.parametrize("size", [4, 200])
def test_a_broken_workbook_is_one_clear_error(tmp_path, size):
    content = workbook(tmp_path / "a.xlsx", L3)[:size]

    with pytest.raises(ImportFileError, match="is a broken workbook"):
        read(tmp_path / "b", content)


@pytest.mark.parametrize(("row", "column"), [(1_048_576, 16_384), (20_000, 9_000)])
def test_a_cell_far_from_the_table_does_not_fill_the_memory(tmp_path, row, column):
    """A table is read as a rectangle, and one of 17 billion cells would end the process."""
    book = Workbook()
    book.active.append(L3.split(","))
    book.active.append(cells(L3, last_name="Doe", state="Texas"))
    book.active.cell(row, column).font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    assert [row.name for row in read(tmp_path / "b", (tmp_path / "a.xlsx").read_bytes())[0]] == ["Doe"]

    book.active.cell(row, column, "x")
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ImportFileError, match="has cells far to the right or below its table"):
        read(tmp_path / "b", (tmp_path / "a.xlsx").read_bytes())


def test_a_workbook_of_something_else_is_refused(tmp_path):
    content = workbook(tmp_path / "a.xlsx", "title,year", ["Metropolis", 1927])

    with pytest.raises(ImportFileError, match="is not an export of the National Registry"):
        read(tmp_path / "b", content)
