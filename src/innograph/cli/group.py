"""The group of all commands, and what they have in common."""

from __future__ import annotations

from typing import Any

import click

from innograph import __version__
from innograph.cli.options import place_options
from innograph.errors import InnographError


class Commands(click.Group):
    """A group that shows errors as one clear line, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error becomes its lines on stderr and its exit code."""
        try:
            return super().invoke(ctx)
        except InnographError as error:
            click.echo("\n".join(error.lines()), err=True)
            ctx.exit(error.exit_code)


EPILOG = """\b
Exit codes:
  0  an answer, empty or not
  1  findings, facts that are broken, a query that is not SPARQL, a file that cannot be written
  2  usage, and anything named that does not exist

\b
Environment:
  INNOGRAPH_CACHE    folder of built graphs, in the place of the one below
  INNOGRAPH_IMPORTS  folder of imports, likewise
  NO_COLOR           no bold type, also on a terminal
  COLUMNS            width of tables that do not go to a terminal

\b
Files:
  ~/.cache/innograph  built graphs, which may be removed at any time; XDG_CACHE_HOME, or on Windows
                      LOCALAPPDATA, names another place than ~/.cache
  ~/.local/share/innograph/imports
                      imports, which are nowhere else; XDG_DATA_HOME, or on Windows APPDATA, names
                      another place than ~/.local/share

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
