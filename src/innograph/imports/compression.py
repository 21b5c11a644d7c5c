"""Files → their bytes, unpacked where they are compressed: gzip, or a zip that holds one file."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from innograph.errors import ImportFileError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
WORKBOOK_PARTS = frozenset({"[Content_Types].xml", "mimetype"})  # of Excel, of OpenDocument
LARGEST = 1 << 29  # bytes that a file may unpack to
MOST_CELLS = 1 << 27  # in the rectangle of a sheet; 3 GB of memory
WIDEST = 16_384  # columns of a sheet of Excel
ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,7})"')
CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>/]*>(?!</)')  # not one that is empty


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked.

    Raises:
        ImportFileError: It cannot be read or unpacked, or is larger than half a gigabyte when it is.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror}") from error
    try:
        if data.startswith(GZIP):
            return _bounded(path, gzip.GzipFile(fileobj=BytesIO(data)))
        return _unzipped(path, data) if data.startswith(ZIP) else data
    except (OSError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
        raise ImportFileError(
            f"{path} cannot be unpacked: {error}", "unpack it, and import what it holds"
        ) from error


def _unzipped(path: Path, data: bytes) -> bytes:
    """The one file in a zip; a workbook, which is a zip too, and a broken one as they are."""
    if not zipfile.is_zipfile(BytesIO(data)):
        return data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [
            name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX")
        ]
        if WORKBOOK_PARTS.intersection(names):
            _refuse_huge_workbook(path, archive)
            return data
        if any(name.endswith(".iwa") for name in names):
            raise ImportFileError(f"{path} is a document of Apple Numbers", "export it as CSV or xlsx")
        if len(names) != 1:
            raise ImportFileError(f"{path} holds {len(names)} files", "unpack it, and import one of them")
        with archive.open(names[0]) as packed:
            return _bounded(path, packed)


def _refuse_huge_workbook(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse a workbook whose tables would not fit into memory: they are read as rectangles.

    A cell in the last row and column of a sheet of Excel makes one of 17 billion cells.
    """
    if sum(info.file_size for info in archive.infolist()) > LARGEST:
        raise ImportFileError(f"{path} unpacks to more than half a gigabyte", "save it as CSV")
    for name in archive.namelist():
        if (
            name.startswith("xl/worksheets/")
            and name.endswith(".xml")
            and _area(archive.read(name)) > MOST_CELLS
        ):
            raise ImportFileError(
                f"{path} has cells far to the right or below its table", "delete them, or save it as CSV"
            )


def _area(sheet: bytes) -> int:
    """How many cells the rectangle of a sheet has, at most; cells that only have a format do not count."""
    rows = max((int(match[1]) for match in ROW.finditer(sheet)), default=0)
    if rows * WIDEST <= MOST_CELLS:
        return rows * WIDEST
    filled = [(match[1], int(match[2])) for match in CELL.finditer(sheet)]
    columns = {column for column, _ in filled}
    return max((row for _, row in filled), default=0) * max(map(_number, columns), default=0)


def _number(column: bytes) -> int:
    """The number of a column of Excel: 1 for A, 27 for AA."""
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number


def _bounded(path: Path, packed: gzip.GzipFile | IO[bytes]) -> bytes:
    data = packed.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ImportFileError(f"{path} unpacks to more than half a gigabyte", "unpack it first")
    return data
