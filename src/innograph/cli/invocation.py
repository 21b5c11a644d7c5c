"""What the running command was told, the store it reads, and where its answer goes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from innograph.cli.options import BIBLIOGRAPHY_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from innograph.answers import Answer
    from innograph.store import Store

NOTHING = "nothing is imported (innograph import nre FILE)"
DEFAULT_WIDTH = 120
EVERY = 0.2  # seconds between two words on how far something is
PATIENCE = 0.5  # seconds without a word on a terminal


def open_store() -> tuple[Store, bool]:
    """The store that the place options and ``--without`` name, and whether it was just built."""
    from innograph.opening import open_current, open_with_imports
    from innograph.store import imports_folder

    facts, store = path_setting("facts"), setting("store")
    excluded = click.get_current_context().find_root().meta.get("innograph.without")
    if excluded:
        return open_without(excluded), False
    if setting("curated"):
        return open_current(facts, store, progress)
    return open_with_imports(facts, store, imports_folder(), progress)


def open_without(sources: tuple[str, ...]) -> Store:
    """The store without these sources, and without those that only repeat them."""
    from innograph import opening

    return opening.open_without(path_setting("facts"), setting("store"), sources, progress)


def open_curated() -> Store:
    """The store of the curated facts alone."""
    from innograph.opening import open_current

    return open_current(path_setting("facts"), setting("store"), progress)[0]


def caveat(store: Store) -> str:
    """What to say of a store that leaves sources out; empty for any other."""
    excluded = store.manifest.get("without")
    return f"curated facts as they would be without {', '.join(excluded)}" if excluded else ""


def setting(name: str) -> str | None:
    """The text of a place option, wherever it stood; None if it was not given."""
    given: str | None = click.get_current_context().find_root().meta.get(f"innograph.{name}")
    return given


def path_setting(name: str) -> Path | None:
    """The path that a place option names; None if it was not given."""
    given = setting(name)
    return None if given is None else Path(given)


class _Progress:
    """Tells a person at a terminal which stage begins, and how far it is; else nothing."""

    def __init__(self) -> None:
        self.stage = ""
        self.started = self.told = 0.0

    def __call__(self, stage: str, rows: int = 0, part: float = 0.0, /) -> None:
        """Told the stage, how many of its rows are done, and which part that is, from 0 to 1."""
        from time import monotonic

        if sys.stderr is None or not sys.stderr.isatty():
            return
        now = monotonic()
        if stage != self.stage or not rows:
            self.stage, self.started, self.told = stage, now, now
            if not rows:
                click.echo(click.style(f"{stage} …", dim=True), err=True)
        elif part >= 1:
            click.echo("\r\x1b[K", nl=False, err=True)
        elif now > self.told + EVERY:
            self.told = now
            click.echo(f"\r\x1b[K{self._line(rows, part, now - self.started)}", nl=False, err=True)

    def _line(self, rows: int, part: float, seconds: float) -> str:
        said = [f"{self.stage}: {rows:,} rows" if part else f"{self.stage}: {rows:,}"]
        said.append(f"{rows / seconds:,.0f} a second")
        if part:
            said.append(f"{seconds * (1 - part) / part:,.0f} s left")
        return click.style(", ".join(said), dim=True)


progress = _Progress()


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


def is_cited(cite: str | None, output_format: str | None) -> bool:
    """Whether the answer is to give its sources: as asked, or because the format is a bibliography."""
    return cite in ("brief", "full") or output_format in BIBLIOGRAPHY_FORMATS


def write_answer(answer: Answer, output_format: str, output: str, cite: str | None = None) -> None:
    """Write the answer in a format, to a file or, fitted and headed in bold, to the terminal."""
    _put(_rendered(answer, output_format, _width(output), cite), output_format, output)


def write_kept(
    store: Store, asked: tuple[object, ...], work_out: Callable[[], Answer], output_format: str, output: str,
    cite: str | None = None,
) -> None:  # fmt: skip
    """As `write_answer`; what was asked of the store before, in the same form, is not worked out again.

    An answer without rows is not kept, for why it is empty is told apart from it.
    """
    from innograph import kept

    width = _width(output)
    asked = (*asked, output_format, cite, width if output_format == "table" else 0)
    text = kept.recall(store, asked)
    if text is None:
        answer = work_out()
        text = _rendered(answer, output_format, width, cite)
        if answer.rows:
            kept.keep(store, asked, text)
    _put(text, output_format, output)


def _rendered(answer: Answer, output_format: str, width: int, cite: str | None) -> str:
    from dataclasses import replace

    from innograph import rendering

    return rendering.render(replace(answer, opened=cite == "full"), output_format, width)


def _put(text: str, output_format: str, output: str) -> None:
    from innograph.output import write

    if output_format == "table" and on_terminal(output) and "NO_COLOR" not in os.environ:
        head, newline, rest = text.partition("\n")
        text = click.style(head, bold=True) + newline + rest
    write(text, output)


def on_terminal(output: str) -> bool:
    """Whether a person sees the output as it is written."""
    return output == "-" and sys.stdout is not None and sys.stdout.isatty()


def _width(output: str) -> int:
    """The columns of the terminal, or those that COLUMNS asks for, or 120."""
    if on_terminal(output):
        return os.get_terminal_size(sys.stdout.fileno()).columns or DEFAULT_WIDTH
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isdecimal() else DEFAULT_WIDTH


def write_text(text: str) -> None:
    """Write a text to standard output."""
    from innograph.output import write

    write(text)
