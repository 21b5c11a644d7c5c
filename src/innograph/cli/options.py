"""Options that several commands take."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from innograph.cli.completing import files, folders, sources

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWER_FORMATS = ("table", "csv", "tsv", "json", "markdown", "html")
BIBLIOGRAPHY_FORMATS = ("bibtex", "csl-json", "ris")


def cite_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--cite``, ``--cite-full`` and ``--no-cite``, of which the last given counts."""
    for name, value, text in (
        ("--no-cite", "no", "Without sources."),
        ("--cite-full", "full", "With sources, and with all that stands behind each row."),
        ("--cite", "brief", "With the sources of each row, in footnotes."),
    ):
        command = click.option(name, "cite", flag_value=value, default=None, help=text)(command)
    return command


why_empty_option = click.option(
    "--why-empty", is_flag=True, help="If there are no rows, say how much each part of the query finds."
)


def _remember(ctx: click.Context, parameter: click.Parameter, value: str | bool | None) -> None:
    if value == "":
        raise click.BadParameter("it is empty", ctx, parameter)
    if value:
        ctx.find_root().meta[f"innograph.{parameter.name}"] = value


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--facts``, ``--store`` and ``--curated``, which stand before or after the command."""
    command = click.option(
        "--curated", is_flag=True, help="Leave imports out.", callback=_remember, expose_value=False
    )(command)
    for name, metavar, text in (
        ("--store", "PATH", "Folder of the built graph; the user's cache if not given."),
        ("--facts", "DIR", "Folder of fact files; innograph's own if not given."),
    ):
        command = click.option(
            name, metavar=metavar, help=text, callback=_remember, expose_value=False, shell_complete=folders
        )(command)
    return command


def format_option(choices: tuple[str, ...], default: str | None = "table") -> Callable[..., Any]:
    """``--format``/``-f`` with the given choices."""
    return click.option(
        "--format", "-f", "output_format", type=click.Choice(choices), default=default, show_default=bool(default),
        help="Form of the output.",
    )  # fmt: skip


def _exclude(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> None:
    if "" in value:
        raise click.BadParameter("it is empty", ctx, parameter)
    ctx.find_root().meta["innograph.without"] = value


without_option = click.option(
    "--without",
    multiple=True,
    metavar="SOURCE",
    callback=_exclude,
    expose_value=False,
    help="Read the graph as it would be without this source; may be repeated.",
    shell_complete=sources,
)


def page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--view``, the file that an answer is written to as a page; ``--open``, which opens it after that."""

    @wraps(command)
    def opening(*, page: str | None, opens: bool, **given: Any) -> None:
        if opens and page in (None, "-"):
            raise click.UsageError("--open opens a page; name a file for it with --view FILE")
        command(page=page, **given)
        if opens and page:
            from innograph.output import open_page

            open_page(page)

    shown = click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")(opening)
    return click.option(
        "--view",
        "page",
        metavar="FILE",
        help="Write also one HTML file that shows the answer and, in a picture, what each row rests on.",
        shell_complete=files,
    )(shown)


output_option = click.option(
    "--output",
    "-o",
    default="-",
    metavar="FILE",
    help="File to write; - is standard output.",
    shell_complete=files,
)
