"""Where output goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from errno import EBADF
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

from innograph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def write(data: str | bytes | Iterable[bytes], target: str = "-") -> None:
    """Write *data* to *target*; text as UTF-8, but in the terminal's own encoding on a terminal.

    Args:
        data: What to write; pieces are written as they come, so that they need not fit in memory.
        target: A file's path, or ``-`` for standard output.

    Raises:
        OutputError: It cannot be written; a file that was there is untouched.
    """
    if not target:
        raise OutputError("no file is named", "write -o FILE, or - for standard output")
    try:
        if target == "-":
            _write_stdout(data)
        else:
            _write_file(data, Path(target))
    except BrokenPipeError as error:
        _silence_stdout()
        raise OutputError("standard output was closed before everything was written") from error
    except OSError as error:
        if target == "-":
            _silence_stdout()
        name = "standard output" if target == "-" else target
        raise OutputError(f"{name} cannot be written: {error.strerror or error}") from error


def write_folder(files: Mapping[str, Iterable[bytes]], target: str) -> None:
    """Write files into a folder, which is made if it is not there; all of them or none.

    Args:
        files: By each file's name its content, in pieces.
        target: The folder's path.

    Raises:
        OutputError: They cannot be written; files that were there are untouched.
    """
    folder = Path(target)
    drafts = {name: folder / f".{name}.{os.getpid()}" for name in files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, pieces in files.items():
            _write_pieces(pieces, drafts[name])
        for name, draft in drafts.items():
            draft.replace(folder / name)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        for draft in drafts.values():
            if draft.is_file():
                draft.unlink()


def _pieces(data: str | bytes | Iterable[bytes], encoding: str = "utf-8") -> Iterable[bytes]:
    if isinstance(data, str):
        return (data.encode(encoding, "replace"),)
    return (data,) if isinstance(data, bytes) else data


def _write_stdout(data: str | bytes | Iterable[bytes]) -> None:
    if sys.stdout is None:
        raise OSError(EBADF, "it is closed")
    encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
    for given in _pieces(data, encoding or "utf-8"):
        piece = given
        while piece:  # with PYTHONUNBUFFERED, a write may take only a part
            piece = piece[sys.stdout.buffer.write(piece) :]
    sys.stdout.buffer.flush()


def _write_file(data: str | bytes | Iterable[bytes], path: Path) -> None:
    if path.exists() and not path.is_file():
        _write_pieces(data, path)
        return
    path = path.resolve()  # a link stays a link
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _write_pieces(data, draft)
        if path.exists():
            draft.chmod(S_IMODE(path.stat().st_mode))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write_pieces(data: str | bytes | Iterable[bytes], path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(_pieces(data))


def _silence_stdout() -> None:
    """Keep the interpreter from flushing into the closed pipe or full device again at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_page(path: str) -> None:
    """Open a page that was written in the user's browser.

    Raises:
        OutputError: No browser starts.
    """
    import webbrowser

    page = Path(path).resolve()
    if not webbrowser.open(page.as_uri()):
        raise OutputError("no browser could be started", f"open {page} in one")
