"""Whole processes, side by side: what a command costs over the floor that it stands on.

Run it with the interpreter of the environment that innograph is installed in:

    python benchmarks/start.py [ROUNDS]

Rounds alternate between the commands, so that a change of the machine's load meets all of them.
The median and the fastest of each are printed, with their ratio to the floor.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from shutil import rmtree
from statistics import median

INNOGRAPH = [str(Path(sys.executable).with_name("innograph"))]
FLOOR = "click and pyoxigraph imported"
FIRST = "first time"
COMMANDS = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    FLOOR: [sys.executable, "-c", "import click, pyoxigraph"],
    "innograph ask …, first time": [*INNOGRAPH, "ask", "directors-by-theme"],
    "innograph ask directors-by-theme": [*INNOGRAPH, "ask", "directors-by-theme"],
    "innograph ask … --cite, first time": [*INNOGRAPH, "ask", "directors-by-theme", "--cite"],
    "innograph ask … --cite": [*INNOGRAPH, "ask", "directors-by-theme", "--cite"],
    "innograph show episode-7": [*INNOGRAPH, "show", "episode-7"],
    "innograph query (one pattern)": [*INNOGRAPH, "query", "SELECT ?d { ?e inno:director ?d }"],
    "innograph build, nothing changed": [*INNOGRAPH, "build"],
    "innograph check": [*INNOGRAPH, "check"],
}


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"INNOGRAPH_CACHE": cache}
        first = seconds([*INNOGRAPH, "build"], environment)
        times: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for _ in range(rounds):
            for name, command in COMMANDS.items():
                if name.endswith(FIRST):
                    forget(Path(cache))
                times[name].append(seconds(command, environment))
    print(f"{rounds} rounds, load average {', '.join(f'{load:.2f}' for load in os.getloadavg())}")
    print(f"{'command':36} {'median ms':>10} {'x floor':>8} {'fastest ms':>11} {'x floor':>8}")
    floor = times[FLOOR]
    for name, taken in times.items():
        print(
            f"{name:36} {median(taken) * 1000:10.0f} {median(taken) / median(floor):8.2f}"
            f" {min(taken) * 1000:11.0f} {min(taken) / min(floor):8.2f}"
        )
    print(f"{'innograph build, from nothing, once':36} {first * 1000:10.0f} {first / median(floor):8.2f}")


def forget(cache: Path) -> None:
    """Remove the answers that are kept."""
    for folder in cache.rglob("answers"):
        rmtree(folder)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """How long a whole process takes, by the wall clock."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
