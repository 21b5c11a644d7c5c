"""Files → their bytes, unpacked where they are compressed: gzip, or a zip that holds one file."""

from __future__ import annotations

import gzip
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
            return data
        if any(name.endswith(".iwa") for name in names):
            raise ImportFileError(f"{path} is a document of Apple Numbers", "export it as CSV or xlsx")
        if len(names) != 1:
            raise ImportFileError(f"{path} holds {len(names)} files", "unpack it, and import one of them")
        with archive.open(names[0]) as packed:
            return _bounded(path, packed)


def _bounded(path: Path, packed: gzip.GzipFile | IO[bytes]) -> bytes:
    data = packed.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ImportFileError(f"{path} unpacks to more than half a gigabyte", "unpack it first")
    return data
