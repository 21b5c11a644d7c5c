"""The commands compare and diff: some cases against all, an import against another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from innograph.cli import completing
from innograph.cli.group import cli
from innograph.cli.invocation import (
    is_cited,
    on_terminal,
    open_curated,
    open_store,
    write_answer,
    write_kept,
)
from innograph.cli.options import (
    ANSWER_FORMATS,
    BIBLIOGRAPHY_FORMATS,
    cite_options,
    format_option,
    output_option,
    place_options,
)

if TYPE_CHECKING:
    from innograph.answers import Answer


@cli.command()
@click.argument("entity", metavar="ENTITY", shell_complete=completing.entities)
@click.option(
    "--import", "name", default="", metavar="NAME", help="Import to compare with; the newest if not given."
)
@cite_options
@format_option((*ANSWER_FORMATS, *BIBLIOGRAPHY_FORMATS, "svg"))
@output_option
@place_options
def compare(entity: str, name: str, cite: str | None, output_format: str, output: str) -> None:
    """Compare the cases of ENTITY, a work, a director or a theme, with all exonerations of an import.

    Contributing factors, DNA, sentence, state, race and sex, each with its denominator, how many
    cases say nothing of it, and a 95 % interval (Wilson's score interval); quartiles of the years
    lost. With --cite, and on a terminal, each row cites the rows of the cases, the passages that say
    which cases these are, and the import as a whole.

    -f svg, or a FILE that ends in .svg or .png, draws the shares; -f html has both, picture and table.

    \b
    Examples:
      innograph import nre registry.csv && innograph compare the-innocence-files
      innograph import nre registry.csv && innograph compare theme/forensic-science --cite -f json
      innograph import nre registry.csv && innograph compare the-innocence-files -o shares.png
    """
    from innograph import comparison
    from innograph.names import resolve

    store = open_store()[0]
    about, ending = resolve(store, entity), output.casefold()[-4:]
    if output_format == "svg" or ending in (".svg", ".png"):
        _draw(comparison.answer(store, about, name), output, ending)
        return
    cite = cite or ("brief" if on_terminal(output) else None)
    cited = is_cited(cite, output_format)
    if output_format == "html":
        _write_page(comparison.answer(store, about, name, cite=cited), output)
        return
    asked = ("compare", about.value, name)
    write_kept(
        store, asked, lambda: comparison.answer(store, about, name, cite=cited), output_format, output, cite
    )


def _draw(answer: Answer, output: str, ending: str) -> None:
    from innograph import comparison, pictures
    from innograph.output import write

    picture = pictures.draw(answer, comparison.PICTURE, answer.title)
    write(pictures.to_png(picture) if ending == ".png" else picture, output)


def _write_page(answer: Answer, output: str) -> None:
    """Write the picture and, below it, the table."""
    from innograph import comparison, pictures, rendering
    from innograph.output import write

    picture = pictures.draw(answer, comparison.PICTURE, answer.title)
    write(f"<figure>\n{picture}</figure>\n{rendering.html(answer)}", output)


@cli.command()
@click.argument("old", metavar="OLD", shell_complete=completing.folders)
@click.argument("new", metavar="NEW", shell_complete=completing.folders)
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def diff(old: str, new: str, output_format: str, output: str) -> None:
    """Show what changed from OLD to NEW, two imports or two builds: who was added, is gone, was renamed.

    And which values changed, unless they agree as far as they go. Imports are named as
    `innograph import --list` lists them; people are those whom the judgements hold to be the same
    (`innograph links`). A build is a folder of --store, or a folder in it.

    \b
    Examples:
      innograph import nre registry.csv --name this && innograph diff this this
      innograph build --store before && innograph build --store after && innograph diff before after -f json
    """
    from innograph import difference
    from innograph.imports.storage import Imports
    from innograph.store import imports_folder

    answer = difference.between(old, new, Imports(imports_folder()), open_curated())
    write_answer(answer, output_format, output)
