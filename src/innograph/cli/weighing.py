"""Commands that weigh the sources: conflicts, verify and impact."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from innograph.cli import completing
from innograph.cli.group import cli
from innograph.cli.invocation import (
    open_curated,
    open_store,
    open_without,
    path_setting,
    progress,
    write_answer,
)
from innograph.cli.options import ANSWER_FORMATS, format_option, output_option, place_options


@cli.command()
@click.option(
    "--entity", "-e", "entities", multiple=True, metavar="ENTITY", help="Only claims about it.",
    shell_complete=completing.entities,
)  # fmt: skip
@click.option(
    "--property", "-p", "properties", multiple=True, metavar="PROPERTY", help="Only claims of this property."
)
@click.option("--agreeing", is_flag=True, help="Also rivals that agree as far as they go.")
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def conflicts(
    entities: tuple[str, ...], properties: tuple[str, ...], agreeing: bool, output_format: str, output: str
) -> None:
    """List where sources disagree: a row for each rival claim, the asserted one first.

    Values that differ may agree: a year with a day in it, "about 50" with 51, two names of one entity.
    ENTITY stands for its events too; both options may be repeated.

    \b
    Examples:
      innograph conflicts
      innograph conflicts --entity "Levon Brooks case" -f json
      innograph conflicts --property runtimeMinutes --property date
      innograph conflicts --agreeing -f csv
    """
    from innograph import conflicts as claims
    from innograph.names import resolve

    store = open_store()[0]
    about = [resolve(store, entity) for entity in entities]
    answer = claims.answer(store, about, properties, agreeing=agreeing)
    write_answer(answer, output_format, output)


@cli.command()
@click.option(
    "--texts", required=True, metavar="DIR", type=click.Path(path_type=Path), help="Folder of source texts."
)
@click.option("--all", "everything", is_flag=True, help="Also citations for which there is no text to check.")
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def verify(texts: Path, everything: bool, output_format: str, output: str) -> None:
    """Check citations against the texts of their sources: the passage, its digest, and the value in it.

    The facts name the file of a source's text by "text:". Exit code 1 if a digest differs, or a
    value is not in its passage and no reviewed reason says why.

    \b
    Examples:
      innograph verify --facts my-facts --texts my-texts
      innograph verify --facts my-facts --texts my-texts --all -f csv -o citations.csv
    """
    from innograph import facts, ontology, resources, verification

    known = ontology.load()
    read = facts.load(path_setting("facts") or resources.facts(), known)
    checks = verification.verify(read, known, verification.read_texts(texts, read))
    answer = verification.answer(checks, read, known, everything=everything)
    write_answer(answer, output_format, output)
    if any(check.result in verification.FINDINGS for check in checks):
        sys.exit(1)


@cli.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", shell_complete=completing.sources)
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def impact(sources: tuple[str, ...], output_format: str, output: str) -> None:
    """Show what would fall or change without SOURCE: facts, questions, and the rows of their answers.

    Sources that only repeat SOURCE fall with it. A fact that stands on other sources too is listed
    with those that remain. Imports are left out.

    \b
    Examples:
      innograph impact pov
      innograph impact netflix-press -f csv
      innograph impact seed-000 seed-001 -f json
    """
    from innograph import impact as comparing

    before, after = open_curated(), open_without(sources)
    changes = comparing.compare(before, after, progress)
    write_answer(comparing.answer(changes, after.manifest["without"]), output_format, output)
