"""The command that shows the network in a browser: view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from innograph.cli import completing
from innograph.cli.group import cli
from innograph.cli.invocation import open_store, progress, write_text
from innograph.cli.options import place_options

if TYPE_CHECKING:
    from innograph.view.scene import Scene


@cli.command()
@click.option(
    "--output", "-o", metavar="FILE", help="File to write; - is standard output. innograph.html if not given."
)
@click.option(
    "--focus",
    multiple=True,
    metavar="ENTITY",
    help="Show what is around this entity; may be repeated.",
    shell_complete=completing.entities,
)
@click.option(
    "--depth",
    type=click.IntRange(0),
    metavar="N",
    help="How many steps around it; 2 if not given.",
)
@click.option(
    "--types", multiple=True, metavar="TYPE,…", help="Show entities of these types only, such as case,film."
)
@click.option(
    "--theme",
    "themes",
    multiple=True,
    metavar="THEME",
    shell_complete=completing.entities,
    help="Show what belongs to this theme: cases, works, people; may be repeated.",
)
@click.option(
    "--case", "cases", multiple=True, metavar="CASE", shell_complete=completing.entities,
    help="Show what belongs to this case, likewise.",
)  # fmt: skip
@click.option(
    "--group-by",
    metavar="WAY",
    shell_complete=completing.ways_of_grouping,
    help="Place what belongs together side by side: theme, work, community, type, state; overview folds it.",
)
@click.option("--explorer", is_flag=True, help="Draw as for large networks, whatever the size.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@place_options
def view(
    output: str | None,
    focus: tuple[str, ...],
    depth: int | None,
    types: tuple[str, ...],
    group_by: str | None,
    explorer: bool,
    opens: bool,
    **belonging: tuple[str, ...],
) -> None:
    """Write one HTML file that shows the network: a picture, the facts with their sources, a table.

    The file works offline and asks no address for anything. What is shown is chosen by what it belongs
    to (--theme, --case: to any of them), by how near it is, within that, to what is in --focus, and by
    --types; what these name is shown itself in any case.

    \b
    Examples:
      innograph view
      innograph view --focus "Levon Brooks" -o brooks.html
      innograph view --theme "forensic science" --types case,exoneree,episode
      innograph view --case "Levon Brooks case" --case "Kennedy Brewer case"
      innograph view --focus episode-6 --depth 1 --types filmmaker,case,theme
      innograph view --group-by theme -o themes.html
      innograph view -o - | gzip > network.html.gz
    """
    from innograph import view as viewing
    from innograph.cycles import uncollected
    from innograph.output import open_page, write

    if depth is not None and not focus:
        raise click.UsageError("--depth says how far around --focus ENTITY; name one")
    if opens and output == "-":
        raise click.UsageError("--open opens a file; name it with -o FILE")
    arrangement = viewing.Arrangement(group_by, progress)
    store = open_store()[0]
    progress("choosing what to show")
    kinds = [kind.strip() for given in types for kind in given.split(",") if kind.strip()]
    around = 2 if depth is None else depth
    target = output or viewing.common_name((*belonging["themes"], *belonging["cases"], *focus))
    with uncollected(to_the_end=True):
        scene = viewing.choose(store, focus, around, kinds, arrangement=arrangement, **belonging)
        progress("writing the page")
        page = viewing.page(store, scene, large=explorer)
    write(page.encode(), target)
    if target != "-":
        write_text(f"{target}: {_size(scene)}\n")
    if opens:
        open_page(target)


def _size(scene: Scene) -> str:
    from innograph.errors import counted

    return f"{counted(len(scene.nodes), 'entity')}, {counted(len(scene.edges), 'connection')}"
