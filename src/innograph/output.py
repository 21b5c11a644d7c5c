"""Where output goes: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from innograph.errors import OutputError


def write(data: str | bytes, target: str = "-") -> None:
    """Write *data* to *target*; text as UTF-8, but in the terminal's own encoding on a terminal.

    Args:
        data: What to write.
        target: A file's path, or ``-`` for standard output.

    Raises:
        OutputError: It cannot be written; a file that was there is untouched.
    """
    try:
        if target == "-":
            _write_stdout(data)
        else:
            _write_file(data if isinstance(data, bytes) else data.encode(), Path(target))
    except BrokenPipeError as error:
        _silence_stdout()
        raise OutputError("standard output was closed before everything was written") from error
    except OSError as error:
        name = "standard output" if target == "-" else target
        raise OutputError(f"{name} cannot be written: {error.strerror or error}") from error


def _write_stdout(data: str | bytes) -> None:
    if isinstance(data, str):
        encoding = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        data = data.encode(encoding or "utf-8", "replace")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _write_file(data: bytes, path: Path) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _silence_stdout() -> None:
    """Keep the interpreter from flushing into the closed pipe again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
