"""Commands that write the graph out, and that read it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from innograph.cli.completing import files
from innograph.cli.group import cli
from innograph.cli.invocation import counting, open_store, path_setting, tell
from innograph.cli.options import output_option, place_options

if TYPE_CHECKING:
    from collections.abc import Iterator

RDF_FORMATS = ("turtle", "ntriples", "nquads", "trig", "json-ld", "rdf-xml")
NETWORK_FORMATS = ("graphml", "gexf", "csv", "cypher")
TAKEN_BY = {
    "evidence": ("turtle", "ntriples", "rdf-xml"),
    "flavor": ("graphml", "csv"),
    "table": ("csv",),
}


@cli.command()
@click.option(
    "--format", "-f", "output_format", type=click.Choice((*RDF_FORMATS, *NETWORK_FORMATS)), required=True,
    help="Format of the file.",
)  # fmt: skip
@click.option(
    "--evidence", type=click.Choice(("reification", "rdf12")),
    help="turtle, ntriples, rdf-xml: also what each triple rests on, as rdf:Statement or as RDF 1.2 reifier.",
)  # fmt: skip
@click.option(
    "--flavor", type=click.Choice(("plain", "gephi", "yed", "neo4j")),
    help="What one program needs: gephi, yed of graphml; neo4j of csv, for its bulk import.  [default: plain]",
)  # fmt: skip
@click.option(
    "--table",
    type=click.Choice(("nodes", "edges")),
    help="csv: this table alone; edges are Neo4j's relationships.",
)
@output_option
@place_options
def export(
    output_format: str, evidence: str | None, flavor: str | None, table: str | None, output: str
) -> None:
    """Write the graph in a format of other programs.

    turtle, ntriples and rdf-xml hold what is asserted; nquads, trig and json-ld hold all of the
    dataset, with a named graph for each passage. graphml, gexf, csv and cypher (a script for
    Neo4j) hold the network of entities, with the evidence on each edge. csv is two tables:
    -o FOLDER/ or -o FILE.zip gets both, a file or standard output one, the edges if --table
    does not say otherwise.

    \b
    Examples:
      innograph export -f turtle -o innograph.ttl
      innograph export -f turtle --evidence rdf12 -o innograph-cited.ttl
      innograph export -f nquads | gzip > innograph.nq.gz
      innograph export -f graphml --flavor gephi -o innograph.graphml
      innograph export -f csv -o tables/
      innograph export -f csv --table nodes -o nodes.csv
      innograph export -f csv --flavor neo4j -o bulk/
      innograph export -f cypher -o network.cypher
    """
    from innograph import export as exporting
    from innograph.output import write

    _refuse_strangers(output_format, evidence=evidence, flavor=flavor, table=table)
    store = open_store()[0]
    if output_format == "csv":
        _write_tables(exporting.network_tables(store, flavor or "plain"), table, output)
    elif output_format == "cypher":
        write(counting(exporting.cypher(store), output), output)
    elif output_format in NETWORK_FORMATS:
        write(counting(exporting.drawing(store, output_format, flavor or "plain"), output), output)
    else:
        write(counting(exporting.rdf(store, output_format, evidence), output), output)


def _refuse_strangers(output_format: str, **given: str | None) -> None:
    """Refuse an option that the format does not take."""
    for name, value in given.items():
        if value and output_format not in TAKEN_BY[name]:
            takers = ", ".join(TAKEN_BY[name])
            raise click.UsageError(f"{output_format} takes no --{name}; it is for {takers}")


def _write_tables(tables: dict[str, Iterator[bytes]], table: str | None, output: str) -> None:
    """Both tables into a folder or an archive; one of them into a file or to standard output."""
    from innograph import export as exporting
    from innograph.output import write, write_folder

    nodes, edges = tables
    is_folder = output.endswith(("/", "\\")) or (output != "-" and Path(output).is_dir())
    if table or not (is_folder or output.lower().endswith(".zip")):
        if not table:
            click.echo(
                "only the edges; -o FOLDER/ or -o FILE.zip for both, --table nodes for the nodes", err=True
            )
        write(counting(tables[nodes if table == "nodes" else edges], output), output)
    elif is_folder:
        write_folder({name: counting(pieces, output) for name, pieces in tables.items()}, output)
    else:
        write(counting(exporting.archive(tables), output), output)


@cli.command("facts-from-graphml")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), shell_complete=files)
@output_option
@place_options
def facts_from_graphml(file: str, output: str) -> None:
    """Write the curated facts that GraphML of the network carries, as a fact file.

    FILE is what export -f graphml wrote, also after another program read and wrote it. Facts are
    restored from the evidence of nodes and edges; what has none, or was changed, is reported with
    its place and kept out. Sources are described as in the folder of facts (--facts).

    \b
    Examples:
      innograph export -f graphml | innograph facts-from-graphml -
      innograph export -f graphml -o a.graphml && innograph facts-from-graphml a.graphml -o facts.yaml
    """
    from innograph import resources
    from innograph.output import write
    from innograph.restoration import restored_facts

    with click.open_file(file, "rb") as opened:
        restored = restored_facts(opened, file, path_setting("facts") or resources.facts())
    for finding in restored.findings:
        click.echo("\n".join(finding.lines()), err=True)
    tell(*restored.notes)
    write(restored.text, output)
