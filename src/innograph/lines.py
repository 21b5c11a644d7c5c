"""N-Quads line by line: the stored dataset is sorted, so that nobody has to hold it to write it.

A line of the stored dataset is the subject, the predicate and the object, then the graph's name
unless it is the default graph, each followed by one space, then a full stop (canonical N-Quads,
RDF Dataset Canonicalization, W3C Recommendation, 21 May 2024, section 5). Sorted as bytes, the
lines of one statement stand together, the default graph's first.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from innograph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from innograph.store import Store

END = b" .\n"
SPACES = 3  # of a line of three IRIs and a full stop


def stored(store: Store) -> Iterator[bytes]:
    """The lines of the whole dataset, sorted.

    Raises:
        StoreError: The store was not built by innograph, or cannot be read.
    """
    return _lines(store.nquads)  # named before a byte is written, for not every store has the file


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}", "innograph build") from error


def asserted(store: Store) -> Iterator[bytes]:
    """The lines of the default graph, sorted: N-Triples.

    Raises:
        StoreError: The store was not built by innograph, or cannot be read.
    """
    return filter(is_asserted, stored(store))


def is_asserted(line: bytes) -> bool:
    """Whether a line names no graph; no IRI, and so nothing after the last quote, has a space or quote."""
    quote = line.rfind(b'"')
    return line.count(b" ") == SPACES if quote < 0 else line.count(b" ", quote) == 1


def split_graph(line: bytes) -> tuple[bytes, bytes]:
    """A line's statement without its end, and the graph's name in angle brackets, or nothing."""
    if is_asserted(line):
        return line[: -len(END)], b""
    statement, _, graph = line[: -len(END)].rpartition(b" ")
    return statement, graph


def by_statement(lines: Iterable[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """Each statement with the names of the graphs that it stands in, the default graph's empty.

    A statement whose lines do not stand together comes more than once.
    """
    start, graphs = b"", [b""]  # a statement with the space after it: no other begins with that
    for line in lines:
        if start and line.startswith(start):
            graphs.append(line[len(start) : -len(END)])
            continue
        if start:
            yield start[:-1], graphs
        statement, graph = split_graph(line)
        start, graphs = statement + b" ", [graph]
    if start:
        yield start[:-1], graphs


def batches(lines: Iterator[bytes], size: int) -> Iterator[list[bytes]]:
    """The lines in batches that end where a subject ends.

    Args:
        lines: Sorted lines.
        size: How many lines a batch has, at least; twice as many at most, so that one subject
            with very many lines does not fill the memory.
    """
    held = list(islice(lines, 1))
    while held:
        batch = [*held, *islice(lines, size - 1)]
        subject = batch[-1].partition(b" ")[0] + b" "
        held = []
        for line in islice(lines, size):
            if not line.startswith(subject):
                held = [line]
                break
            batch.append(line)
        yield batch
        held = held or list(islice(lines, 1))
