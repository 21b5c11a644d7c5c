"""Fixtures shared by all tests.

No test mocks a part that can run: stores are built, commands are run, servers listen on loopback.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import settings
from tests.browsing import BROWSER_OPTIONS, browser_path

from innograph import ontology as vocabulary
from innograph import resources
from innograph.cli import cli
from innograph.imports.kinds import KINDS
from innograph.imports.storage import Imports
from innograph.opening import open_current, open_with_imports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result
    from playwright.sync_api import Browser

    from innograph.ontology import Ontology
    from innograph.store import Store

ROOT = Path(__file__).parents[1]
TOY = Path(__file__).parent / "toy"

settings.register_profile("suite", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("suite")


def pytest_report_header() -> str:
    """Say where the shared material is looked for."""
    return f"shared material: {shared_folder()}"


def shared_folder() -> Path:
    """The folder of material beside the project; it need not exist."""
    return Path(os.environ.get("INNOGRAPH_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material; a test that needs it skips where it is absent."""
    folder = shared_folder()
    if not folder.is_dir():
        pytest.skip(f"the shared material is not at {folder}")
    return folder


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder of the tests' own, also for the processes they start."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["INNOGRAPH_CACHE"] = str(folder)
    os.environ["INNOGRAPH_IMPORTS"] = str(folder / "no-imports")
    os.environ["COLUMNS"] = "200"
    return folder


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """The ontology that innograph comes with."""
    return vocabulary.load()


@pytest.fixture(scope="session")
def real_store(cache: Path) -> Store:
    """The store of the real facts."""
    return open_current(resources.facts(), None, print)[0]


@pytest.fixture(scope="session")
def whole_pages(tmp_path_factory: pytest.TempPathFactory, real_store: Store) -> dict[str, Path]:
    """The page of the whole network of the real facts, drawn by each of the two renderers."""
    from innograph import view

    folder, scene = tmp_path_factory.mktemp("pages"), view.choose(real_store)
    found = {kind: folder / f"{kind}.html" for kind in ("vis", "large")}
    for kind, path in found.items():
        path.write_bytes(view.page(real_store, scene, large=kind == "large").encode())
    return found


@pytest.fixture(scope="session")
def toy_store(cache: Path) -> Store:
    """The store of the toy facts, which hold a trap for each question."""
    return open_current(TOY, None, print)[0]


@pytest.fixture(scope="session")
def registry_of_2026(
    shared: Path, real_store: Store, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Store, Imports]:
    """The store of the real facts and the Registry's export of June 2026, and the folder of that import.

    It takes long: whoever asks for it is of the xdist group "registry", so that it is made once.
    """
    imports = Imports(tmp_path_factory.mktemp("registry"))
    imports.add(shared / "data" / "nre" / "nre_2026-06.csv", KINDS["nre"], lambda *_: None)
    return open_with_imports(None, None, imports.folder, lambda *_: None)[0], imports


@pytest.fixture
def run() -> Callable[..., Result]:
    """Run the command line in this process: ``run("ask", "episodes", "-f", "csv")``."""

    def invoke(*arguments: str, **options: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], **options)  # type: ignore[arg-type]

    return invoke


@pytest.fixture
def facts_folder(tmp_path: Path) -> Callable[[str], Path]:
    """Write the text of one fact file into a new folder, and return the folder."""

    def write(text: str | bytes, name: str = "facts.yaml") -> Path:
        folder = tmp_path / "facts"
        folder.mkdir(exist_ok=True)
        data = text if isinstance(text, bytes) else text.encode()
        (folder / name).write_bytes(data)
        return folder

    return write


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all tests of a worker."""
    from playwright.sync_api import sync_playwright

    path = browser_path()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def npm(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Install packages of npm into a folder of their own: ``npm("graphology@0.26.0")``."""

    def install(*packages: str) -> Path:
        folder = tmp_path_factory.mktemp("npm")
        if not shutil.which("npm"):
            _cannot("node and npm are not installed")
        (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        options = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"]
        command = ["npm", "install", *options, *packages]
        installed = subprocess.run(command, cwd=folder, check=False, capture_output=True)
        if installed.returncode:
            _cannot(f"npm cannot install {packages[0]}: {installed.stderr.decode()[:200]}")
        return folder

    return install


@pytest.fixture(scope="session")
def graphology(npm: Callable[..., Path]) -> Callable[[str, Path], dict[str, Any]]:
    """Read a file with graphology in node, as Gephi Lite does: ``graphology("gexf", path)``."""
    folder = npm("graphology@0.26.0", "graphology-graphml@0.5.2", "graphology-gexf@0.13.2")
    program = """
        const {MultiDirectedGraph} = require("graphology")
        const [kind, file] = process.argv.slice(2)
        const text = require("fs").readFileSync(file, "utf8")
        process.stdout.write(JSON.stringify(require("graphology-" + kind).parse(MultiDirectedGraph, text).export()))
    """
    (folder / "read.js").write_text(program, encoding="utf-8")

    def read(kind: str, path: Path) -> dict[str, Any]:
        command = ["node", str(folder / "read.js"), kind, str(path)]
        found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        return found

    return read


def _cannot(reason: str) -> None:
    """Skip with the reason; where everything must run, fail."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
