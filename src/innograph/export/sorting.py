"""Sorting more lines than fit in memory: sorted runs in temporary files, then a merge."""

from __future__ import annotations

from contextlib import ExitStack
from heapq import merge
from itertools import groupby, islice
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from innograph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

RUN = 100_000


def sorted_lines(lines: Iterable[bytes], run: int = RUN) -> Iterator[bytes]:
    """The lines sorted as bytes, each once.

    Args:
        lines: Lines with their ends.
        run: How many lines are held in memory; what is more goes to temporary files.

    Raises:
        OutputError: The temporary files cannot be written.
    """
    rest = iter(lines)
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        while len(held := sorted(islice(rest, run))) == run:
            runs.append(stack.enter_context(_stored(held)))
        yield from (line for line, _ in groupby(merge(*runs, held)))


def _stored(lines: list[bytes]) -> IO[bytes]:
    try:
        file = TemporaryFile()  # noqa: SIM115  # closed after the merge
        file.writelines(lines)
        file.seek(0)
    except OSError as error:
        problem = f"temporary files cannot be written: {error.strerror}"
        raise OutputError(problem, "set TMPDIR to a folder with room for the export") from error
    return file
