"""The command links: which rows of imports are the same person as whom."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from innograph.cli.group import cli
from innograph.cli.invocation import NOTHING, open_curated, path_setting, progress, tell, write_answer
from innograph.cli.options import ANSWER_FORMATS, format_option, output_option, place_options

if TYPE_CHECKING:
    from innograph.identity.judgements import Judgement
    from innograph.identity.linking import Register
    from innograph.imports.storage import Import, Imports

ANSWERS = {"y": "same", "n": "not the same", "u": "unsure"}
VERDICTS = ("same", "not the same", "unsure")
WIDTH = 34
QUESTION = "the same person? y yes, n no, u unsure, s skip, q stop: "


@cli.command()
@click.option(
    "--review", is_flag=True, help="Show both sides of each unsure pair, and take y, n, u or s for it."
)
@click.option("--again", is_flag=True, help="Match all imports again; what was judged by hand stays.")
@click.option("--verdict", type=click.Choice(VERDICTS), help="Only these.")
@click.option("--import", "name", metavar="NAME", help="Only pairs of this import's rows.")
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def links(
    review: bool, again: bool, verdict: str | None, name: str | None, output_format: str, output: str
) -> None:
    """List which rows of imports are the same person as a curated one, or as another import's.

    Importing a file matches its rows; each pair is a line of judgements.tsv in the folder of
    imports, which may be edited. A row speaks of the curated person as long as the line says so.
    --review reads a line for each pair from standard input, keeps each answer at once, and lists what was
    decided; with --verdict same, or not the same, it goes over those again.

    \b
    Examples:
      innograph links
      innograph links --verdict unsure -f csv
      innograph links --verdict same -f json
      innograph links --again
      echo y | innograph links --review
    """
    from innograph import matches
    from innograph.identity import linking, people
    from innograph.imports.storage import Imports
    from innograph.store import imports_folder

    imports = Imports(imports_folder())
    if name:
        imports.open(name)
    match_and_tell(imports, imports.all() if again else [])
    register = linking.Register(imports.all(), people.curated(open_curated()))
    shown = matches.told(imports, register, verdict or review * "unsure", name or "")
    if absent := matches.waiting(imports, register):
        tell(f"judged by hand, but no exoneree of the facts and no import's row: {', '.join(absent)}")
    if not imports.names():
        tell(NOTHING)
    elif review and not shown:
        tell(f"no pair to review is {verdict or 'unsure'}")
    if review:
        shown = _review(imports, shown, register)
    write_answer(matches.listing(shown, register), output_format, output)


def match_and_tell(imports: Imports, stored: list[Import]) -> None:
    """Match the rows of imports, and curated people who changed; keep the judgements, say how many there are."""
    from innograph import resources
    from innograph.facts.care import removed_names
    from innograph.identity import linking, people

    curated, everything = people.curated(open_curated()), imports.all()
    removed = removed_names(path_setting("facts") or resources.facts())
    made = linking.link(imports.folder, stored, everything, curated, removed, progress) if stored else []
    made += linking.catch_up(imports.folder, everything, curated, removed, progress) if everything else []
    counts = [sum(each.verdict == verdict for each in made) for verdict in ("same", "unsure")]
    if any(counts):
        review = " (innograph links --review)" if counts[1] else ""
        click.echo(f"matched: {counts[0]:,} the same, {counts[1]:,} unsure{review}", err=True)


def _review(imports: Imports, unsure: list[Judgement], register: Register) -> list[Judgement]:
    """Ask about each pair, and keep each answer at once; what was decided."""
    from dataclasses import replace

    from innograph.identity import judgements, linking

    path, decided = linking.file_of(imports.folder), []
    for number, judgement in enumerate(unsure, start=1):
        click.echo(f"{number} of {len(unsure)}\n{_sides(judgement, register)}", err=True)
        answer = _answer()
        if answer == "q":
            break
        if answer in ANSWERS:
            decided.append(replace(judgement, verdict=ANSWERS[answer], by=judgements.BY_HAND))
            judgements.write(path, judgements.merged(judgements.read(path), decided[-1:]))
    return decided


def _answer() -> str:
    """The first letter of the line that is typed; asks until it is one of y, n, u, s, q; q at the end."""
    while True:
        click.echo(QUESTION, nl=False, err=True)
        line = sys.stdin.readline()
        letter = line.strip().casefold()[:1] if line else "q"
        click.echo("" if line else "\n", nl=False, err=True)
        if letter in (*ANSWERS, "s", "q"):
            return letter


def _sides(judgement: Judgement, register: Register) -> str:
    """What is known of both, side by side; a mark where they differ."""
    from innograph.identity.evidence import WEIGHTS, WORDS

    one, other = register.person(judgement.person), register.person(judgement.other)
    lines = [("", register.place(judgement.person), register.place(judgement.other))]
    lines.append(("name", " / ".join(one.names), " / ".join(other.names)))
    for name in WEIGHTS:
        mine, theirs = one.known.get(name, ""), other.known.get(name, "")
        if mine or theirs:
            lines.append((WORDS.get(name, name), mine, theirs))
    shown = (
        f"{'≠' if what and mine and theirs and mine != theirs else ' '} {what:<22}{mine:<{WIDTH}}  {theirs}".rstrip()
        for what, mine, theirs in lines
    )
    return "\n".join([*shown, f"  {judgement.reason}"])
