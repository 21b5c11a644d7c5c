"""Completion after Tab, in shells that really run."""

from __future__ import annotations

import os
import pty
import shlex
import shutil
import subprocess
import sys
from select import select
from typing import TYPE_CHECKING

import pytest

from innograph.questions import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.store import Store

COMPLETE = """
set -u
source "$1"
COMP_WORDS=("${@:2}")
COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
COMPREPLY=()
compopt() { local IFS=' '; echo "compopt $*" >&2; }
_innograph_completion innograph
(( ${#COMPREPLY[@]} )) && printf '%s\\n' "${COMPREPLY[@]}"
exit 0
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH on which ``innograph`` is the one under test."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "innograph"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m innograph "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="module")
def script(path: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("script") / "innograph.bash"
    target.write_bytes(_run(["innograph", "completion", "bash"], path))
    return target


def _run(command: list[str], path: str, **changes: str) -> bytes:
    environment = {**os.environ, "PATH": path, **changes}
    return subprocess.run(command, check=True, capture_output=True, env=environment).stdout


@pytest.fixture
def complete(script: Path, path: str, real_store: Store) -> Callable[..., list[str]]:
    """What Bash offers for the last of the words, parted as Bash parts them."""

    def offered(*words: str, **changes: str) -> list[str]:
        command = ["bash", "-c", COMPLETE, "bash", str(script), "innograph", *words]
        return _run(command, path, **changes).decode().split()

    return offered


def test_commands_options_and_formats_are_completed(complete):
    assert complete("sh") == ["show"]
    assert {"ask", "build", "check", "completion", "export", "query", "show"} <= set(complete(""))
    assert complete("ask", "--par") == ["--param"]
    assert complete("ask", "episodes", "-f", "c") == ["csv", "csl-json"]
    assert complete("ask", "episodes", "--format", "=", "ht") == ["html"]
    assert complete("completion", "") == ["bash", "zsh", "fish"]


def test_questions_are_completed(complete):
    assert complete("ask", "directors") == ["directors-by-theme"]
    assert complete("ask", "") == sorted(catalogue())
    assert complete("ask", "no-such") == []


def test_parameters_are_completed_with_their_entities(complete):
    assert complete("ask", "factors-by-case", "-p", "") == ["case=", "factor="]
    assert complete("ask", "timeline", "--param", "ca") == ["case="]
    assert complete("ask", "timeline", "-p", "case", "=", "case-levon") == ["case-levon-brooks"]
    assert len(complete("ask", "timeline", "-p", "case", "=")) > 8
    assert complete("ask", "directors-by-theme", "-p", "theme", "=", "theme/for") == [
        "theme/forensic-science"
    ]
    assert complete("ask", "nothing", "-p", "") == []
    assert complete("ask", "timeline", "-p", "nothing", "=", "x") == []


def test_entities_are_completed(complete):
    assert complete("show", "episode-7") == ["episode-7"]
    assert complete("show", "andy-g") == ["andy-grieve"]
    assert complete("show", "theme/for") == ["theme/forensic-science"]
    assert all("/" not in name for name in complete("show", ""))


def test_what_is_completed_follows_facts_and_store(
    complete, facts_folder: Callable[..., Path], run, tmp_path
):
    facts = facts_folder("publishers:\n  singular: {label: Singular}\n")
    assert complete("--facts", str(facts), "show", "sing") == []
    run("build", "--facts", facts, "--store", tmp_path / "store")
    assert complete("show", "--store", str(tmp_path / "store"), "sing") == ["singular"]


def test_nothing_is_built_for_a_completion(complete, tmp_path):
    """Without a graph the questions are known, and nothing is written."""
    cache = {"INNOGRAPH_CACHE": str(tmp_path / "cache")}
    assert complete("ask", "directors", **cache) == ["directors-by-theme"]
    assert complete("show", "", **cache) == []
    assert complete("--store", "/dev/null", "show", "") == []
    assert complete("--facts", "/nowhere", "show", "") == []
    assert not (tmp_path / "cache").exists()


def test_files_and_folders_are_left_to_the_shell(script, path, real_store):
    for words, kind in ((["export", "-o", ""], "default"), (["--facts", ""], "dirnames")):
        command = ["bash", "-c", COMPLETE, "bash", str(script), "innograph", *words]
        finished = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PATH": path})
        assert (finished.stdout, finished.stderr) == (b"", f"compopt -o {kind}\n".encode())


def test_tab_completes_at_a_prompt(script, path, real_store):
    """A person's keys: Bash itself parts the words and puts the completions in."""
    typed = b"innograph ask timel\t-p ca\tcase-levon\t-f mark\t\n"
    terminal, far_end = pty.openpty()
    environment = {**os.environ, "PATH": path, "PS1": "$ ", "TERM": "dumb"}
    shell = ["setsid", "--ctty", "bash", "--norc", "--noprofile", "-i"]
    process = subprocess.Popen(shell, stdin=far_end, stdout=far_end, stderr=far_end, env=environment)
    os.close(far_end)
    try:
        os.write(terminal, f"source {script}; stty cols 200; echo re''ady\n".encode())
        seen = _read_until(terminal, b"ready\r\n")
        os.write(terminal, typed)
        os.write(terminal, b"echo do''ne\n")
        seen += _read_until(terminal, b"done\r\n")
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    assert b"innograph ask timeline -p case=case-levon-brooks -f markdown" in seen.replace(b"\x07", b"")
    assert b"Levon Brooks case | 1990" in seen


def _read_until(terminal: int, end: bytes) -> bytes:
    seen = b""
    while end not in seen:
        assert select([terminal], [], [], 60)[0], seen.decode()
        seen += os.read(terminal, 65536)
    return seen


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_accepts_its_script(run: Callable[..., Result], tmp_path: Path, shell: str) -> None:
    script = run("completion", shell).stdout
    assert f"_INNOGRAPH_COMPLETE={shell}_complete" in script
    if shutil.which(shell):  # Bash is there, or the tests above fail
        (tmp_path / "script").write_text(script, encoding="utf-8")
        subprocess.run([shell, "-n", str(tmp_path / "script")], check=True, capture_output=True)


def test_an_unknown_shell_is_a_usage_error(run: Callable[..., Result]) -> None:
    finished = run("completion", "tcsh")
    assert finished.exit_code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in finished.stderr


def test_zsh_and_fish_are_told_what_each_completion_is(path: str, real_store: Store) -> None:
    zsh = _run(
        ["innograph"], path, _INNOGRAPH_COMPLETE="zsh_complete",
        COMP_WORDS="innograph ask timeline -p case=case-lev", COMP_CWORD="4",
    )  # fmt: skip
    assert zsh.decode().split("\n")[:3] == ["plain", "case=case-levon-brooks", "Levon Brooks case"]
    fish = _run(
        ["innograph"], path, _INNOGRAPH_COMPLETE="fish_complete",
        COMP_WORDS="innograph show andy-g", COMP_CWORD="andy-g",
    )  # fmt: skip
    assert b"andy-grieve" in fish
    assert b"Andy Grieve" in fish
