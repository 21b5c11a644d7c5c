"""The command import: outside data sets beside the curated facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from innograph.cli import completing
from innograph.cli.group import cli
from innograph.cli.invocation import NOTHING, open_store, progress, tell, write_answer
from innograph.cli.linking import match_and_tell
from innograph.cli.options import ANSWER_FORMATS, format_option, output_option, place_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.answers import Answer
    from innograph.imports.rows import About
    from innograph.imports.storage import Import, Imports
    from innograph.store import Store

COLUMNS = ("name", "kind", "snapshot", "rows", "kept out", "file", "state")
SHOWN = 20


@cli.command("import")
@click.argument("kind", required=False)
@click.argument("files", nargs=-1, metavar="[FILE]...", shell_complete=completing.files)
@click.option("--list", "is_list", is_flag=True, help="List the imports.")
@click.option("--remove", "removed", metavar="NAME", help="Remove an import.")
@click.option("--name", metavar="NAME", help="Name to store the import under.")
@click.option("--title", default="", metavar="TEXT", help="What the file is, if it does not say so itself.")
@click.option("--publisher", default="", metavar="NAME", help="Who published it.")
@click.option(
    "--date",
    default="",
    metavar="YYYY-MM-DD",
    callback=lambda *given: _day(given[-1]),
    help="The day that it is of.",
)
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def import_command(  # noqa: PLR0913, PLR0917  # one for each option
    kind: str | None,
    files: tuple[str, ...],
    is_list: bool,
    removed: str | None,
    name: str | None,
    title: str,
    publisher: str,
    date: str,
    output_format: str,
    output: str,
) -> None:
    """Import data sets beside the curated facts: their rows are passages of their own.

    KIND is nre, an export of the National Registry of Exonerations (CSV or workbook, any layout
    since 2015); clients, the Innocence Project's list (JSON); or rdf, any RDF file. What cannot be
    read is reported, the rest goes in; nothing about victims is imported. The same file twice
    changes nothing. --title, --publisher and --date describe the file as a source; an RDF file may
    do so itself, in Dublin Core or schema.org. --remove lists what is left.

    \b
    Examples:
      innograph import --list
      innograph import nre registry.csv
      innograph import nre registry.csv --name this-year -f json
      innograph import clients clients.json
      innograph import rdf films.ttl --publisher "Film Archive" --date 2025-06-30
      innograph import nre registry.csv --name old && innograph import --remove old
    """
    from innograph.imports.rows import About
    from innograph.imports.storage import Imports
    from innograph.store import imports_folder

    imports = Imports(imports_folder())
    if [bool(is_list), removed is not None, bool(files)].count(True) != 1:
        raise click.UsageError("give a kind and files to import, or --list, or --remove NAME")
    if files:
        about = About(title, publisher, date)
        _import(imports, str(kind), files, name or "", about, output_format, output)
        return
    if removed is not None:
        imports.remove(removed)
    if not imports.names():
        tell(NOTHING)
    write_answer(_listing((stored, "") for stored in imports.all()), output_format, output)


def _import(
    imports: Imports, kind: str, files: tuple[str, ...], name: str, about: About, output_format: str,
    output: str,
) -> None:  # fmt: skip
    """Import the files, tell what was kept out, build the graph, and list what was imported."""
    from innograph.imports import kinds

    known = kinds.find(kind)
    if name and len(files) > 1:
        raise click.UsageError("--name names one import; give one file")
    if (name and not name.replace("-", "").replace(".", "").isalnum()) or name.startswith("."):
        raise click.BadParameter(f"{name!r} is no name: use letters, digits, - and .", param_hint="--name")
    done = []
    for file in files:
        stored, state = imports.add(Path(file), known, progress, name, about)
        done.append((stored, state))
        for line in _report(stored):
            click.echo(f"{file}: {line}", err=True)
    match_and_tell(imports, [stored for stored, state in done if state != "unchanged"])
    broken = _broken(open_store()[0], {stored.name for stored, _ in done})
    for line in _first(broken):
        click.echo(line, err=True)
    notes = _notes(stored for stored, _ in done) + broken if output_format == "json" else ()
    write_answer(_listing(done, notes), output_format, output)


def _day(text: str) -> str:
    """A day in ISO form, as it was given."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a day such as 2025-06-30") from None


def _report(stored: Import) -> Iterator[str]:
    """What was kept out, and what else is to be known, a line each; of many alike, the first ones."""
    description = stored.description
    yield from description.notes
    yield from _first([str(problem) for problem in description.problems])


def _first(lines: list[str]) -> Iterator[str]:
    yield from lines[:SHOWN]
    if len(lines) > SHOWN:
        yield f"and {len(lines) - SHOWN:,} more; -f json has them all"


def _broken(store: Store, names: set[str]) -> list[str]:
    """What of the imports breaks a shape of the ontology, with its rows."""
    return [
        f"{name}: {f'row {row}: ' if row else ''}{message}"
        for name, row, message in store.manifest.get("findings", ())
        if name in names
    ]


def _notes(done: Iterable[Import]) -> list[str]:
    """All that is to be known of imports, each with the import's name."""
    return [
        f"{stored.name}: {note}"
        for stored in done
        for note in (*stored.description.notes, *map(str, stored.description.problems))
    ]


def _listing(done: Iterable[tuple[Import, str]], notes: Iterable[str] = ()) -> Answer:
    from innograph.answers import Answer, Cell, Row

    done = list(done)
    columns = COLUMNS if any(state for _, state in done) else COLUMNS[:-1]
    rows = []
    for stored, state in done:
        known = stored.description
        texts = (
            known.name,
            known.kind,
            known.snapshot,
            f"{known.rows:,}",
            str(known.kept_out),
            known.file,
            state,
        )
        rows.append(Row({column: Cell(None, text) for column, text in zip(COLUMNS, texts, strict=True)}))
    return Answer(columns, tuple(rows), tuple(notes))
