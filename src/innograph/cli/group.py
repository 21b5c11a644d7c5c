"""The group of all commands, and what they have in common."""

from __future__ import annotations

from typing import Any

import click

from innograph import __version__
from innograph.cli.options import place_options
from innograph.errors import InnographError

# The modules of the commands by the headings that the help lists them under.
SECTIONS = {
    "Ask": ("asking", "connecting", "weighing"),
    "Show and write": ("viewing", "exporting", "serving"),
    "Facts and data": ("building", "importing"),
}
OTHERS = "More"


class Commands(click.Group):
    """A group that shows errors as one clear line, never as a traceback."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under headings, each with the whole first sentence of its help."""
        listed: dict[str, list[tuple[str, str]]] = {title: [] for title in (*SECTIONS, OTHERS)}
        for name in self.list_commands(ctx):
            command = self.commands[name]
            listed[_section(command)].append((name, command.get_short_help_str(limit=200)))
        for title, rows in listed.items():
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error becomes its lines on stderr and its exit code."""
        try:
            return super().invoke(ctx)
        except InnographError as error:
            click.echo("\n".join(error.lines()), err=True)
            ctx.exit(error.exit_code)


def _section(command: click.Command) -> str:
    module = getattr(command.callback, "__module__", "").rpartition(".")[2]
    return next((title for title, modules in SECTIONS.items() if module in modules), OTHERS)


EPILOG = """\b
Exit codes:
  0  an answer, empty or not
  1  findings, broken facts, a query that is not SPARQL, an unwritable file
  2  usage, and anything named that does not exist

\b
Environment:
  INNOGRAPH_CACHE    folder of built graphs, in the place of the one below
  INNOGRAPH_IMPORTS  folder of imports, likewise
  NO_COLOR           no bold type, also on a terminal
  COLUMNS            width of tables that do not go to a terminal

\b
Files:
  ~/.cache/innograph  built graphs, which may be removed at any time; below
                      XDG_CACHE_HOME if set, on Windows LOCALAPPDATA
  ~/.local/share/innograph/imports
                      imports, which are nowhere else; below XDG_DATA_HOME if
                      set, on Windows APPDATA

Data goes to standard output, messages to standard error; - names standard input or output.
"""


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.version_option(__version__, message="innograph %(version)s")
@place_options
def cli() -> None:
    """The cited knowledge graph of wrongful convictions on screen.

    \b
    Examples:
      innograph ask                          list the questions
      innograph ask directors-by-theme       answer one
      innograph show "Andy Grieve"           all that is known, with sources
      innograph query 'SELECT ?d { ?e inno:director ?d }'
      innograph export -f turtle -o graph.ttl
      innograph view --focus "Levon Brooks"   one page: a picture, the facts, a table
    """
