"""Commands that write the graph out."""

from __future__ import annotations

import click

from innograph.cli.group import cli
from innograph.cli.invocation import open_store
from innograph.cli.options import output_option, place_options

EXPORT_FORMATS = ("turtle", "ntriples", "nquads", "trig")


@cli.command()
@click.option(
    "--format",
    "-f",
    "output_format",
    type=click.Choice(EXPORT_FORMATS),
    required=True,
    help="RDF serialization.",
)
@output_option
@place_options
def export(output_format: str, output: str) -> None:
    """Write the graph: turtle and ntriples hold what is asserted, nquads and trig everything.

    \b
    Examples:
      innograph export -f turtle -o innograph.ttl
      innograph export -f nquads | gzip > innograph.nq.gz
    """
    from innograph import export as exporting
    from innograph.output import write

    write(exporting.FORMATS[output_format](open_store()[0]), output)
