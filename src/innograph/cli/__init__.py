"""The command line: options in, one call, output.

Each module holds the commands of one kind; importing it adds them to the group.
"""

from __future__ import annotations

import signal

from innograph.cli import (
    asking,
    building,
    comparing,
    completion,
    connecting,
    exporting,
    importing,
    linking,
    viewing,
    weighing,
)
from innograph.cli.group import cli

__all__ = [
    "asking",
    "building",
    "cli",
    "comparing",
    "completion",
    "connecting",
    "exporting",
    "importing",
    "linking",
    "main",
    "viewing",
    "weighing",
]


def main() -> None:
    """Run the command line; Ctrl-C ends it at once, also within a query."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    cli(prog_name="innograph")
