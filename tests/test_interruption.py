"""Imports that are killed or stopped while they run: the store is as it was, and they can be repeated."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from tests.registry import L7, cells, text
from tests.test_imports import ANN, FACTS

ROWS = 120
# Runs the command in a process of its own that a signal ends at a stage, so many rows into it.
PROGRAM = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
from innograph.cli import invocation, cli
stage, rows, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
told = type(invocation.progress).__call__
def telling(self, *given):
    if given[0] == stage and (given[1] if len(given) > 1 else 0) >= rows:
        os.kill(os.getpid(), number)
    told(self, *given)
type(invocation.progress).__call__ = telling
sys.argv = ["innograph", *sys.argv[4:]]
cli()
"""
EXONEREES = ["query", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?c inno:exoneree ?p }", "-f", "csv"]


@pytest.fixture
def here(tmp_path, facts_folder, monkeypatch) -> list[str]:
    """Options for small facts and stores; an export whose first row is already imported under another."""
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    people = [
        cells(
            L7,
            last_name=f"Doe {number}",
            first_name="Bob",
            state="Ohio",
            worst_crime_display="Theft",
            age="20",
        )
        for number in range(ROWS)
    ]
    (tmp_path / "before.csv").write_text(text(L7, ANN), encoding="utf-8")
    (tmp_path / "export.csv").write_text(text(L7, ANN, *people), encoding="utf-8")
    return ["--facts", str(facts_folder(FACTS)), "--store", str(tmp_path / "stores")]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize(
    ("stage", "rows"),
    [("reading rows", 60), ("matching people", 60), ("building the graph", 1), ("building the graph", 100)],
)
def test_an_interrupted_import_can_be_repeated(run, here, tmp_path, stage, rows, number):
    run("import", "nre", tmp_path / "before.csv", "--name", "before", *here)
    assert run(*EXONEREES, *here).stdout.split() == ["n", "1"]

    program = [sys.executable, "-c", PROGRAM, stage, str(rows), str(int(number))]
    given = ["import", "nre", str(tmp_path / "export.csv"), "--name", "export", *here]
    stopped = subprocess.run([*program, *given], capture_output=True, text=True, env=os.environ, check=False)
    assert stopped.returncode != 0
    assert stopped.stdout == ""
    assert "Traceback" not in stopped.stderr

    listed = run("import", "--list", "-f", "csv", *here).stdout
    assert ("export" in listed) == (stage != "reading rows")
    read = run(*EXONEREES, *here)
    assert read.exit_code == 0
    assert read.stdout.split() == ["n", "1" if stage == "reading rows" else f"{ROWS + 1}"]

    repeated = run("import", "nre", tmp_path / "export.csv", "--name", "export", *here)
    assert repeated.exit_code == 0
    assert run(*EXONEREES, *here).stdout.split() == ["n", f"{ROWS + 1}"]
    judged = (tmp_path / "imports" / "judgements.tsv").read_text().splitlines()
    assert len(judged) == len(set(judged))
