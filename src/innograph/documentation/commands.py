"""The page on the commands: what each says of itself when it is asked for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

MADE = "<!-- made by `make docs`; change the help of the commands instead -->\n"
WIDTH = 100


def commands_page(group: click.Group) -> str:
    """The page, in Markdown: the help of the group, then that of each of its commands.

    Args:
        group: The group of all commands.
    """
    return "\n".join(_entries(group)).rstrip() + "\n"


def _entries(group: click.Group) -> Iterator[str]:
    yield f"# Commands\n\n{MADE}"
    yield f"```text\n{help_text(group, 'innograph')}\n```\n"
    for name in sorted(group.commands):
        yield f"## {name}\n\n```text\n{help_text(group.commands[name], f'innograph {name}')}\n```\n"


def help_text(command: click.Command, name: str) -> str:
    """What the command prints when it is asked for help, at a terminal of a hundred columns."""
    context = click.Context(command, info_name=name, terminal_width=WIDTH, help_option_names=["-h", "--help"])
    return command.get_help(context)
