"""The commands compare and diff: some cases against all, an import against another."""

from __future__ import annotations

import click

from innograph.cli import completing
from innograph.cli.group import cli
from innograph.cli.invocation import open_store, write_answer
from innograph.cli.options import ANSWER_FORMATS, format_option, output_option, place_options


@cli.command()
@click.argument("entity", metavar="ENTITY", shell_complete=completing.entities)
@click.option(
    "--import", "name", default="", metavar="NAME", help="Import to compare with; the newest if not given."
)
@format_option((*ANSWER_FORMATS, "svg"))
@output_option
@place_options
def compare(entity: str, name: str, output_format: str, output: str) -> None:
    """Compare the cases of ENTITY, a work, a director or a theme, with all exonerations of an import.

    Contributing factors, DNA, sentence, state, race and sex, each with its denominator, how many
    cases say nothing of it, and a 95 % interval (Wilson's score interval); quartiles of the years
    lost. -f svg, or a FILE that ends in .svg or .png, draws the shares.

    \b
    Examples:
      innograph import nre registry.csv && innograph compare the-innocence-files
      innograph import nre registry.csv && innograph compare theme/forensic-science -f json
      innograph import nre registry.csv && innograph compare the-innocence-files -o shares.png
    """
    from innograph import comparison, pictures
    from innograph.names import resolve
    from innograph.output import write

    store = open_store()[0]
    answer = comparison.answer(store, resolve(store, entity), name)
    ending = output.casefold()[-4:]
    if output_format == "svg" or ending in (".svg", ".png"):
        picture = pictures.draw(answer, comparison.PICTURE, answer.title)
        write(pictures.to_png(picture) if ending == ".png" else picture, output)
    else:
        write_answer(answer, output_format, output)
