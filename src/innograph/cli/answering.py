"""How ask and query write an answer as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from innograph.cli.invocation import progress

if TYPE_CHECKING:
    from innograph.store import Store
    from innograph.view.asked import Asked


def takes_place(page: str, output: str) -> bool:
    """Whether a page takes the place of the answer: where both go to standard output.

    Raises:
        UsageError: Both go to one file.
    """
    if page == output != "-":
        raise click.UsageError(f"--view and --output both name {page}; name two files")
    return page == output


def write_page(store: Store, asked: Asked, page: str) -> None:
    """Write the page that shows an answer to a file or, for ``-``, to standard output; say what is in it."""
    from innograph.errors import counted
    from innograph.output import write
    from innograph.view.asked import answer_page

    progress("writing the page")
    text, scene = answer_page(store, asked, progress=progress)
    write(text.encode(), page)
    if page != "-":
        counts = ((asked.total, "row"), (len(scene.nodes), "entity"), (len(scene.edges), "connection"))
        click.echo(f"{page}: {', '.join(counted(*each) for each in counts)}", err=True)
