"""The questions over a graph with imports, held against raw Oxigraph on the same store.

    INNOGRAPH_IMPORTS=FOLDER python benchmarks/questions.py [ROUNDS]

For each question, CPU milliseconds in one process: the query and all its solutions from Oxigraph
alone; the same with the labels of all entities in them, which an answer shows; and innograph's
whole answer; the fastest of the rounds. Questions that Oxigraph answers in less than ten milliseconds are left out, because
there the two differ by a constant.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions

from innograph.citation import citing
from innograph.namespaces import LABEL, PREFIXES
from innograph.opening import open_with_imports
from innograph.questions import catalogue_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from innograph.store import Store

LEAST = 0.01  # seconds
LEFT_OUT = frozenset({"single-source-facts"})  # eleven seconds of Oxigraph's, for a row of each fact


def main() -> None:
    """Measure and print."""
    imports = Path(os.environ["INNOGRAPH_IMPORTS"])
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    store, _ = open_with_imports(None, None, imports, lambda *_: None)
    print(f"{store.manifest['counts']['quads']:,} quads, load average {os.getloadavg()[0]:.1f}")
    print(
        f"{'question':22} {'rows':>8} {'Oxigraph':>9} {'+ labels':>9} {'answer':>9} {'x':>6} {'x labels':>9}"
    )
    sums = [0.0, 0.0, 0.0]
    for name, question in catalogue_of(store.manifest).items():
        if name in LEFT_OUT:
            continue
        text = question.filled({})
        rows = raw(store, text, labels=False)
        taken = [
            seconds(partial(raw, store, text, labels=False), rounds),
            seconds(partial(raw, store, text, labels=True), rounds),
            seconds(partial(citing.answer, store, question, {}), rounds),
        ]
        if taken[0] >= LEAST:
            show(name, rows, taken)
            sums = [total + one for total, one in zip(sums, taken, strict=True)]
    show("all of these", 0, sums)


def raw(store: Store, text: str, *, labels: bool) -> int:
    """How many solutions there are; each distinct entity's label is looked up, if asked for."""
    solutions = store.oxigraph.query(text, prefixes=PREFIXES)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101
    if not labels:
        return sum(1 for _ in solutions)
    found = [[solution[variable.value] for variable in solutions.variables] for solution in solutions]
    nodes = {term for terms in found for term in terms if isinstance(term, NamedNode)}
    for node in nodes:
        list(store.oxigraph.quads_for_pattern(node, LABEL, None, DefaultGraph()))
    return len(found)


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The least CPU seconds of a piece of work in some rounds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def show(name: str, rows: int, taken: list[float]) -> None:
    """Print a line."""
    query_only, with_labels, answer = taken
    shown = " ".join(f"{one * 1000:9,.0f}" for one in taken)
    print(f"{name:22} {rows:8,} {shown} {answer / query_only:6.2f} {answer / with_labels:9.2f}", flush=True)


if __name__ == "__main__":
    main()
