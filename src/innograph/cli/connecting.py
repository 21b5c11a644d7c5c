"""Commands that find entities and how they are connected, and figures about all: find, path, stats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from innograph.cli import completing
from innograph.cli.group import cli
from innograph.cli.invocation import open_store, write_answer, write_kept
from innograph.cli.options import (
    ANSWER_FORMATS,
    BIBLIOGRAPHY_FORMATS,
    format_option,
    output_option,
    place_options,
)

if TYPE_CHECKING:
    from innograph.answers import Answer


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


@cli.command()
@click.argument("start", metavar="A", shell_complete=completing.entities)
@click.argument("end", metavar="B", shell_complete=completing.entities)
@click.option(
    "--via", multiple=True, metavar="ENTITY", help="Pass this entity; may be repeated, in order.",
    shell_complete=completing.entities,
)  # fmt: skip
@click.option(
    "--avoid", multiple=True, metavar="ENTITY|CLASS", help="Pass no such entity; may be repeated.",
    shell_complete=completing.entities,
)  # fmt: skip
@click.option(
    "--max", "longest", type=click.IntRange(1), default=8, show_default=True, metavar="N",
    help="The most hops of a path.",
)  # fmt: skip
@click.option(
    "--paths", "wanted", type=click.IntRange(1, 100), default=1, show_default=True, metavar="K",
    help="How many paths to show, the shortest first.",
)  # fmt: skip
@click.option("--hubs", "by_hubs", is_flag=True, help="Pass themes and platforms too, which many share.")
@click.option("--cite", is_flag=True, expose_value=False, help="Accepted: sources are always shown.")
@format_option((*ANSWER_FORMATS, *BIBLIOGRAPHY_FORMATS))
@output_option
@place_options
def path(
    start: str,
    end: str,
    output_format: str,
    output: str,
    **options: Any,
) -> None:
    """Show how A and B are connected: the shortest path, each hop in words with its sources.

    A, B and ENTITY are ids, names, aliases or IRIs. A path leads over people, organizations, works and
    cases. Themes and platforms connect nearly everything, so a path goes by way of one only if there
    is no other (or with --hubs); of paths of one length the one over the less connected entities
    comes first. No path is an answer too: exit code 0.

    \b
    Examples:
      innograph path "Levon Brooks" "Kennedy Brewer"
      innograph path "Alex Gibney" "Innocence Project" --paths 3
      innograph path levon-brooks chester-hollman --via the-innocence-files
      innograph path levon-brooks kennedy-brewer --avoid episode --avoid film -f json
    """
    store = open_store()[0]

    def work_out() -> Answer:
        from innograph import connection

        return connection.connect(store, connection.route(store, (start, end), **options))

    asked = ("path", start, end, sorted(options.items()))
    write_kept(store, asked, work_out, output_format, output)


@cli.command()
@click.option(
    "--section", "-s", "sections", multiple=True, metavar="SECTION",
    help="Only size, classes, citations, sources, standing, coverage or network; may be repeated.",
)  # fmt: skip
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def stats(sections: tuple[str, ...], output_format: str, output: str) -> None:
    """Count what is in the graph, what it rests on, and how its entities are connected.

    The sections are: size; classes; citations, by kind of locator; sources, and how many are independent;
    standing, which is what is disputed or derived; coverage, by class; network, with degree,
    betweenness, communities, bridges and components. Notes say what each figure means and what not.

    \b
    Examples:
      innograph stats
      innograph stats --section sources --section citations
      innograph stats --section network -f json
    """
    from innograph import figures

    write_answer(figures.answer(open_store()[0], sections), output_format, output)
