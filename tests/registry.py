"""Small exports of the Registry, written for the tests: invented people, real layouts and traps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.imports.rows import Reading, Row

# The columns of the layouts that are known, as their exports head them.
L1 = (
    "Last Name,First Name,Age,Race,Sex,State,County,Tags,Worst Crime Display,List Add'l Crimes Recode,"
    "Occurred,Convicted,Exonerated,Sentence,DNA,*,FC,MWID,F/MFE,P/FA,OM,ILD,Posting Date,"
    "Age at Crime Yrs,County of Crime,Date of Crime Year,Date of 1st Convic Year,Date of Exon Year,"
    "DNA?,Confession?,Mistaken ID?,False or Misleading Forensic Evidence?,Perjury or False Accusation?,"
    "Official Misconduct?,Inadequate Legal Defense?"
)
L2 = L1.partition(",Age at Crime Yrs")[0]
L3 = f"{L2},ID"
L4 = (
    "Last Name,First Name,Age,Race,Sex,State,County,Tags,Worst Crime Display,List Add'l Crimes Recode,"
    "Convicted,Exonerated,Sentence,DNA,*,FC,MWID,F/MFE,P/FA,OM,ILD,Posting Date,OM Tags,Date of Crime Year"
)
L5 = L4.removesuffix(",Date of Crime Year")
L6 = (
    "Last Name,First Name,Age,Race,Sex,State,County,Tags,Worst Crime Display,Sentence,Convicted,Exonerated,"
    "Posting Date,OM Tags,F/MFE,FC,ILD,P/FA,DNA,MWID,OM,Date of Crime Year"
)
L7 = (
    "Last Name,First Name,Age,Race,Sex,State,County,Tags,Worst Crime Display,Sentence,Posting Date,OM Tags,"
    "F/MFE,FC,ILD,P/FA,DNA,MWID,OM,Date of Crime Year,Date of Exoneration,Date of 1st Conviction,"
    "Date of Release"
)
L8 = (
    "ID,Name,State,County of Crime,Sex,Race,Age at Crime Years,Worst Crime Display,List Add'l Crimes Recode,"
    "Posting Date,Last Update Date,Pre-1989,Date of Exon,Date of Release,Years Lost,Date of 1st Convic,"
    "Date of 2nd Convic Year,Date of 2nd Convic Month,Date of 2nd Convic Day,Date of Crime Year,"
    "Date of Crime Month,Date of Crime Day,Date of Arrest Year,Date of Arrest Month,Date of Arrest Day,"
    "Case Characteristics,Why was D Suspected? Recode,Form of 1st Conviction,Death Penalty?,Sentence,"
    "Sentence (Other),2nd Sentence,False Confession,False or Misleading Forensic Evidence,"
    "Inadequate Legal Defense,Mistaken Witness ID,Official Misconduct,Perjury or False Accusation?,DNA,"
    "Exonerated CoDs?,Part of a Group Exon?,# Mistaken ID Witnesses,# Mistaken ID Witnesses at Trial,"
    "Other False ID,Mistaken Cross-group ID?,Tainted ID procedure(s)?,Any known recanters,"
    "Year of recantation,Forensic Evidence Used?,Perjury by Official Actors,OF - OM by Police Officer,"
    "PR: Prosecutor Misconduct,WH - Exculpatory withheld,Witness Tampering by OA?,"
    "OM by prosecutor during trial?,Official actor disciplined for OM?,OM not connected to conviction,"
    "Extreme judicial misconduct"
)


def cells(layout: str, **given: Any) -> list[Any]:
    """A row's cells in the order of a layout's columns, by the words of its heading; others are blank."""
    row = [given.pop(_word(header), "") for header in layout.split(",")]
    assert given == {}, given
    return row


def _word(header: str) -> str:
    """A heading as a name in Python: ``date_of_crime_year``."""
    return "_".join(re.findall(r"[^\W_]+", header.casefold().replace("'", ""))) or header


def text(layout: str, *rows: list[str], end: str = "\n") -> str:
    """An export as CSV."""
    import csv
    from io import StringIO

    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator=end)
    writer.writerow(layout.split(","))
    writer.writerows(rows)
    return buffer.getvalue()


def read(path: Path, content: str | bytes) -> tuple[list[Row], Reading]:
    """The rows of an export that is written to *path*, and all else that its reading gave."""
    from innograph.imports import nre

    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    reading = nre.read(path, lambda *_: None)
    return list(reading.rows), reading
