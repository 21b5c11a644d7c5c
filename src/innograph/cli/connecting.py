"""Commands that find entities and the connections between them: find."""

from __future__ import annotations

import click

from innograph.cli.group import cli
from innograph.cli.invocation import open_store, write_answer
from innograph.cli.options import ANSWER_FORMATS, format_option, output_option, place_options


@cli.command()
@click.argument("text")
@click.option(
    "--type", "-t", "class_name", default="", metavar="CLASS", help="Only entities of a class, such as film."
)
@click.option(
    "--limit", "-n", type=click.IntRange(min=0), default=20, show_default=True,
    help="The most rows to show; 0 shows all.",
)  # fmt: skip
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def find(text: str, class_name: str, limit: int, output_format: str, output: str) -> None:
    """Find entities by what is remembered of their names; typing errors are forgiven.

    Names and aliases that are TEXT come first, then those that begin with it, then those with words
    that begin with its words; where there are none, one letter may be wrong in a word of three to five,
    two in a longer one. Case, accents and punctuation do not matter. Credits, events and sources are
    found with --type only. Nothing found is an answer too: exit code 0.

    \b
    Examples:
      innograph find brooks
      innograph find "Keneddy Brewr"
      innograph find innocence --type film --limit 5
      innograph find netflix --type source -f json
    """
    from innograph import search

    write_answer(search.find(open_store()[0], text, class_name, limit), output_format, output)
