"""Commands that turn facts into a graph: build and check."""

from __future__ import annotations

import sys

import click

from innograph.cli.group import cli
from innograph.cli.invocation import open_store, path_setting, progress, setting, write_text
from innograph.cli.options import place_options


@cli.command()
@place_options
def build() -> None:
    """Check the facts and build the graph from them; nothing happens when nothing changed.

    \b
    Examples:
      innograph build
      innograph build --facts my-facts --store my-store
    """
    from innograph.errors import StoreError, counted

    store, is_new = open_store()
    if not store.is_ours:
        raise StoreError(f"{store.folder} is the store of another tool", "name a new or empty folder")
    counts = store.manifest.get("counts", {})
    singular = {"entities": "entity", "facts": "fact", "credits": "credit", "events": "event",
                "sources": "source", "passages": "passage", "quads": "quad",
                "imports": "import", "rows": "imported row"}  # fmt: skip
    sums = ", ".join(counted(number, singular[name]) for name, number in counts.items())
    write_text(f"{'built' if is_new else 'up to date'}: {sums}\n{store.folder}\n")


@cli.command()
@place_options
def check() -> None:
    """Check the facts: their form, links, sources, ranks, shapes, and the duty of care.

    Then, if the facts are without fault, what imports assert beside them; --curated leaves that out.
    Every finding is a line file:line:column: message, with a hint; in an imported file the line is
    the row, as a spreadsheet counts. Exit code 1 if there is any.

    \b
    Examples:
      innograph check
      innograph check --facts my-facts
      innograph check --curated
    """
    from innograph import building, resources
    from innograph.errors import FactsError, counted
    from innograph.imports import findings
    from innograph.imports.checking import MOST
    from innograph.imports.storage import Imports
    from innograph.store import imports_folder

    imports = [] if setting("curated") else Imports(imports_folder()).all()
    try:
        made = building.check(path_setting("facts") or resources.facts(), progress)
        found = findings.find(open_store()[0], imports) if imports else []
    except FactsError as error:
        found = list(error.findings)
    if found:
        write_text("".join(f"{line}\n" for finding in found for line in finding.lines()))
        more = f"; of an import's, the first {MOST:,} are kept" if len(found) >= MOST else ""
        click.echo(f"error: {counted(len(found), 'finding')}{more}", err=True)
        sys.exit(1)
    held = [counted(made.counts["facts"], "fact")]
    held += [f"{counted(len(imports), 'import')}"] if imports else []
    write_text(f"no findings in {' and '.join(held)}\n")
