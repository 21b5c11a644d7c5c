"""Cited answers of all questions against plain ones, in one process, side by side.

Run it with the interpreter of the environment that innograph is installed in:

    python benchmarks/citing.py [ROUNDS]

Plain is the query with its labels, marked is what `ask` gives (lineage, for the marks), cited is
`ask --cite`. The fastest of the rounds counts; ratios are to plain.
"""

from __future__ import annotations

import os
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

from innograph import citation, query, questions
from innograph.opening import open_current

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    store = open_current(None, None, print)[0]
    print(f"{rounds} rounds, load average {', '.join(f'{load:.2f}' for load in os.getloadavg())}")
    print(f"{'question':24} {'rows':>6} {'plain ms':>9} {'marked x':>9} {'cited x':>9}")
    marked, cited = [], []
    for name, question in questions.catalogue_of(store.manifest).items():
        rows = len(query.select(store, question.query).rows)
        plain = fastest(lambda q=question: query.select(store, q.query), rounds)  # type: ignore[misc]
        marked.append(fastest(lambda q=question: citation.answer(store, q, {}), rounds) / plain)  # type: ignore[misc]
        cited.append(fastest(lambda q=question: citation.answer(store, q, {}, cite=True), rounds) / plain)  # type: ignore[misc]
        print(f"{name:24} {rows:6} {plain * 1000:9.1f} {marked[-1]:9.1f} {cited[-1]:9.1f}")
    print(f"{'median':24} {'':6} {'':9} {median(marked):9.1f} {median(cited):9.1f}")
    print(f"{'worst':24} {'':6} {'':9} {max(marked):9.1f} {max(cited):9.1f}")


def fastest(task: Callable[[], object], rounds: int) -> float:
    """The shortest time that the task took, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    main()
