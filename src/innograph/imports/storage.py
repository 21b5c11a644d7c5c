"""Stored imports: a folder of their own, one subfolder for each, which appears whole or not at all.

A subfolder has the import's name and holds

- ``import.json``: what was imported, its digest, its counts and what was kept out,
- ``rows.jsonl``: a line for each row (`rows.Row.to_line`), or
- ``statements.nq``: for RDF, its statements as N-Quads.

The file that was imported is not kept: it may hold what must not be.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from innograph.errors import StoreError, UnknownNameError
from innograph.imports.description import Description
from innograph.imports.rows import CASE, About, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from innograph.imports.kinds import Kind
    from innograph.imports.rows import Reading
    from innograph.model import Progress

MANIFEST, ROWS, STATEMENTS = "import.json", "rows.jsonl", "statements.nq"
DRAFT = "importing-"
NOTHING = About()
REPLACED = ".replaced"


class Import:
    """A stored import, opened for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def description(self) -> Description:
        """What was imported.

        Raises:
            StoreError: The folder is not one that innograph wrote.
        """
        path = self.folder / MANIFEST
        try:
            return Description.from_json(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{path} cannot be read: {error}", "remove the folder and import again"
            ) from error

    @property
    def name(self) -> str:
        """Its name."""
        return self.folder.name

    @property
    def is_rdf(self) -> bool:
        """Whether it holds statements of RDF instead of rows."""
        return (self.folder / STATEMENTS).is_file()

    def rows(self) -> Iterator[Row]:
        """Its rows in the file's order; none for RDF."""
        path = self.folder / ROWS
        if path.is_file():
            with path.open(encoding="utf-8") as lines:
                yield from map(Row.from_line, lines)

    def row(self, number: int) -> Row | None:
        """One row by its number; None if there is none, or it could not be read."""
        if number not in self._offsets:
            return None
        with (self.folder / ROWS).open("rb") as lines:
            lines.seek(self._offsets[number])
            return Row.from_line(lines.readline().decode())

    def statements(self) -> Iterator[bytes]:
        """The lines of N-Quads of an import of RDF; none for others."""
        if self.is_rdf:
            with (self.folder / STATEMENTS).open("rb") as lines:
                yield from lines

    @cached_property
    def _offsets(self) -> dict[int, int]:
        """Where each row's line starts: its number is what stands before the first comma."""
        offsets, at = {}, 0
        with (self.folder / ROWS).open("rb") as lines:
            for line in lines:
                offsets[int(line[1 : line.index(b",")])] = at
                at += len(line)
        return offsets


class Imports:
    """The stored imports of a folder, which need not exist.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """The names of the imports, sorted."""
        return sorted(
            path.parent.name for path in self.folder.glob(f"*/{MANIFEST}") if _is_named(path.parent)
        )

    def all(self) -> list[Import]:
        """The imports, by name."""
        return [Import(self.folder / name) for name in self.names()]

    def open(self, name: str) -> Import:
        """The import with a name.

        Raises:
            UnknownNameError: There is none; offers near names.
        """
        known = self.names()
        if name not in known:
            raise UnknownNameError("import", name, known, "`innograph import --list` lists them")
        return Import(self.folder / name)

    def remove(self, name: str) -> None:
        """Remove an import; the next build is without it.

        Raises:
            UnknownNameError: There is none with that name.
        """
        _remove(self.open(name).folder)

    def find(self, digest: str) -> Import | None:
        """The import that was made from a file with this digest."""
        return next((each for each in self.all() if each.description.digest == digest), None)

    def digest(self) -> str:
        """A digest of all that the imports add to a build; empty if there is none."""
        from hashlib import sha256

        paths = [self.folder / name / MANIFEST for name in self.names()]
        return sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest() if paths else ""

    def add(
        self, path: Path, kind: Kind, report: Progress, name: str = "", about: About = NOTHING
    ) -> tuple[Import, str]:
        """Import a file, whole or not at all.

        Args:
            path: The file.
            kind: What kind of data set it is.
            report: Told how far the reading is.
            name: The name to store it under; made from kind and snapshot if not given.
            about: What the user says of the file; it comes before what the file says of itself.

        Returns:
            The import, and ``"imported"``, ``"unchanged"`` if that file had been imported before, or
            ``"read again"`` if it had, by an older version of innograph.

        Raises:
            ImportFileError: It cannot be read, or is not of that kind.
            StoreError: The folder of imports cannot be written, or the name is taken.
        """
        digest = _digest_of(path)
        known = self.find(digest)
        if known and (known.description.kind, known.description.version) == (kind.name, kind.version):
            return known, "unchanged"
        if name and name in self.names() and not (known and known.name == name):
            raise StoreError(
                f"there is an import {name!r} already", f"remove it: innograph import --remove {name}"
            )
        draft = self._draft()
        try:
            description = _write(draft, path, digest, kind, report, about)
            chosen = name or (known.name if known else self._free_name(description))
            final = _named(draft, description, chosen)
            _replace(draft, self.folder / final.name)
        finally:
            _remove(draft)
        return Import(self.folder / chosen), "read again" if known else "imported"

    def _draft(self) -> Path:
        from tempfile import mkdtemp

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for left in self.folder.glob(f"{DRAFT}*"):
                _remove_if_old(left)
            return Path(mkdtemp(prefix=DRAFT, dir=self.folder))
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written: {error.strerror}") from error

    def _free_name(self, description: Description) -> str:
        """``KIND-SNAPSHOT``; with a part of the digest where there is no snapshot, or the name is taken."""
        dated = f"{description.kind}-{description.snapshot}"
        if description.snapshot and dated not in self.names():
            return dated
        return f"{dated if description.snapshot else description.kind}-{description.digest[:6]}"


def _is_named(folder: Path) -> bool:
    return not folder.name.startswith((DRAFT, ".")) and not folder.name.endswith(REPLACED)


def _digest_of(path: Path) -> str:
    from hashlib import file_digest

    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise UnknownNameError("file", str(path), []) from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from error


def _write(draft: Path, path: Path, digest: str, kind: Kind, report: Progress, about: About) -> Description:
    reading = kind.read(path, report)
    try:
        count, snapshot = _write_content(draft, reading)
    except OSError as error:
        raise StoreError(f"{draft.parent} cannot be written: {error.strerror or error}") from error
    said = about.or_else(reading.about)
    return Description(
        name="",
        kind=kind.name,
        version=kind.version,
        title=said.title or reading.title,
        publisher="" if about.publisher else reading.publisher,
        publisher_name=said.publisher,
        file=path.name,
        digest=digest,
        snapshot=said.date or snapshot,
        rows=count,
        problems=tuple(sorted(reading.problems)),
        notes=tuple(reading.notes),
    )


def _write_content(draft: Path, reading: Reading) -> tuple[int, str]:
    """Write rows or statements; how many there are, and the newest day that one was posted."""
    count, snapshot = 0, ""
    if reading.statements is not None:
        with (draft / STATEMENTS).open("wb") as file:
            for line in reading.statements:
                file.write(line)
                count += 1
        return count, snapshot
    with (draft / ROWS).open("w", encoding="utf-8", newline="\n") as file:
        for row in reading.rows:
            file.write(row.to_line() + "\n")
            count += 1
            snapshot = max(snapshot, row.first(CASE, "postingDate"))
    return count, snapshot


def _named(draft: Path, description: Description, name: str) -> Description:
    from dataclasses import replace

    described = replace(description, name=name)
    (draft / MANIFEST).write_text(described.to_json(), encoding="utf-8")
    return described


def _replace(draft: Path, target: Path) -> None:
    """Put the draft in its place; what stood there goes when the new is there."""
    old = target.with_name(target.name + REPLACED)
    try:
        if target.exists():
            target.rename(old)
        draft.rename(target)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}") from error
    _remove(old)


def _remove(folder: Path) -> None:
    from shutil import rmtree

    rmtree(folder, ignore_errors=True)


def _remove_if_old(folder: Path) -> None:
    """Remove what a killed import left; a younger one may still be running."""
    from time import time

    if folder.stat().st_mtime < time() - 3600:
        _remove(folder)
