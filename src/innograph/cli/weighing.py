"""Commands that weigh the sources: conflicts."""

from __future__ import annotations

import click

from innograph.cli.group import cli
from innograph.cli.invocation import open_store, write_answer
from innograph.cli.options import ANSWER_FORMATS, format_option, output_option, place_options


@cli.command()
@click.option("--entity", "-e", "entities", multiple=True, metavar="ENTITY", help="Only claims about it.")
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
