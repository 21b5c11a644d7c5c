"""Commands that write the graph out."""

from __future__ import annotations

import click

from innograph.cli.group import cli
from innograph.cli.invocation import counting, open_store
from innograph.cli.options import output_option, place_options

EXPORT_FORMATS = ("turtle", "ntriples", "nquads", "trig", "json-ld", "rdf-xml")
WITH_EVIDENCE = ("turtle", "ntriples", "rdf-xml")


@cli.command()
@click.option(
    "--format", "-f", "output_format", type=click.Choice(EXPORT_FORMATS), required=True,
    help="Format of the file.",
)  # fmt: skip
@click.option(
    "--evidence", type=click.Choice(("reification", "rdf12")),
    help="turtle, ntriples, rdf-xml: also what each triple rests on, as rdf:Statement or as RDF 1.2 reifier.",
)  # fmt: skip
@output_option
@place_options
def export(output_format: str, evidence: str | None, output: str) -> None:
    """Write the graph in a format of other programs.

    turtle, ntriples and rdf-xml hold what is asserted; nquads, trig and json-ld hold all of the
    dataset, with a named graph for each passage.

    \b
    Examples:
      innograph export -f turtle -o innograph.ttl
      innograph export -f turtle --evidence rdf12 -o innograph-cited.ttl
      innograph export -f nquads | gzip > innograph.nq.gz
    """
    from innograph import export as exporting
    from innograph.output import write

    if evidence and output_format not in WITH_EVIDENCE:
        raise click.UsageError(f"{output_format} takes no --evidence; {' and '.join(WITH_EVIDENCE)} do")
    write(counting(exporting.rdf(open_store()[0], output_format, evidence), output), output)
