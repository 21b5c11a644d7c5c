"""What the running command was told, the store it reads, and where its answer goes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.answers import Answer
    from innograph.store import Store

DEFAULT_WIDTH = 120
PATIENCE = 0.5  # seconds without a word on a terminal


def open_store() -> tuple[Store, bool]:
    """The store that ``--facts`` and ``--store`` name, and whether it was just built."""
    from innograph.opening import open_current

    return open_current(path_setting("facts"), setting("store"), progress)


def setting(name: str) -> str | None:
    """The text of a place option, wherever it stood; None if it was not given."""
    given: str | None = click.get_current_context().find_root().meta.get(f"innograph.{name}")
    return given


def path_setting(name: str) -> Path | None:
    """The path that a place option names; None if it was not given."""
    given = setting(name)
    return None if given is None else Path(given)


def progress(stage: str) -> None:
    """Tell a person at a terminal which stage begins."""
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(click.style(f"{stage} …", dim=True), err=True)


def counting(pieces: Iterable[bytes], output: str) -> Iterable[bytes]:
    """The pieces as they come; a person at a terminal who waits is told how much is written."""
    shown = sys.stderr is not None and sys.stderr.isatty()
    same = output == "-" and sys.stdout is not None and sys.stdout.isatty()
    return _counted(pieces) if shown and not same else pieces


def _counted(pieces: Iterable[bytes]) -> Iterator[bytes]:
    from time import monotonic

    written, told = 0, monotonic() + PATIENCE
    for piece in pieces:
        yield piece
        written += len(piece)
        if monotonic() > told:
            click.echo(f"\r{written / 1e6:,.0f} MB written …", nl=False, err=True)
            told = monotonic() + PATIENCE
    click.echo("\r\x1b[K", nl=False, err=True)


def tell(*notes: str) -> None:
    """Tell notes on an answer, those that are not empty, apart from the data."""
    for note in filter(None, notes):
        click.echo(f"note: {note}", err=True)


def write_answer(answer: Answer, output_format: str, output: str) -> None:
    """Write the answer in a format, to a file or, fitted and headed in bold, to the terminal."""
    from innograph import rendering
    from innograph.output import write

    on_terminal = output == "-" and sys.stdout is not None and sys.stdout.isatty()
    text = rendering.render(answer, output_format, _width(on_terminal=on_terminal))
    if output_format == "table" and on_terminal and "NO_COLOR" not in os.environ:
        head, newline, rest = text.partition("\n")
        text = click.style(head, bold=True) + newline + rest
    write(text, output)


def _width(*, on_terminal: bool) -> int:
    """The columns of the terminal, or those that COLUMNS asks for, or 120."""
    if on_terminal:
        return os.get_terminal_size(sys.stdout.fileno()).columns or DEFAULT_WIDTH
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isdecimal() else DEFAULT_WIDTH


def write_text(text: str) -> None:
    """Write a text to standard output."""
    from innograph.output import write

    write(text)
