"""What is true of the source as a whole: its layers, its measure, what a command loads."""

from __future__ import annotations

import ast
import os
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from innograph import resources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from innograph.store import Store

# A module imports only from rows above its own; within a row, nothing.
LAYERS = (
    ("errors", "model"),  # errors names model.Finding in annotations
    ("resources", "output", "namespaces", "display", "cycles"),
    ("ontology", "headers", "layout", "agreement", "occurrence", "care", "independence", "proportions"),
    ("mentions",),
    ("serialization", "register"),
    ("facts",),
    ("dataset", "exclusion", "restoration"),
    ("validation",),
    ("questions",),
    ("store",),
    ("building", "imports"),
    ("identity",),
    ("kept", "opening", "lines"),
    ("answers",),
    ("statements",),
    ("reading",),
    ("names", "evidence", "bibliography", "footnotes", "kinds"),
    (
        "guard",
        "description",
        "conflicts",
        "difference",
        "matches",
        "pictures",
        "rendering",
        "verification",
        "search",
    ),
    ("query",),
    ("lineage",),
    ("citation", "absence"),
    ("impact", "comparison"),
    ("network",),
    ("connection", "figures"),
    ("results", "export", "conversion"),
    ("view", "publication", "rows"),
    ("cli", "interface"),
    ("__main__", "documentation"),
)
LEVELS = {name: level for level, names in enumerate(LAYERS) for name in names}
# Imports that only annotations need, upwards or sideways.
FOR_ANNOTATIONS = {("errors", "model")}


def _sources() -> list[Path]:
    return sorted(resources.PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(resources.PACKAGE).as_posix()


def _part(path: Path) -> str:
    """The top-level module or subpackage that a file belongs to."""
    return path.relative_to(resources.PACKAGE).with_suffix("").parts[0]


def _imports(path: Path) -> Iterator[str]:
    """The top-level modules of innograph that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "innograph":
            yield from (alias.name for alias in node.names if alias.name != "__version__")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("innograph."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1] for alias in node.names if alias.name.startswith("innograph.")
            )


def _functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{_name(path)}:{node.lineno} {node.name}", node


def _lengths() -> list[int]:
    return [(node.end_lineno or 0) - node.lineno + 1 for _, node in _functions()]


def test_every_module_has_its_layer() -> None:
    assert {_part(path) for path in _sources()} - {"__init__"} == set(LEVELS)


@pytest.mark.parametrize("module", LEVELS)
def test_imports_run_one_way(module: str) -> None:
    imported = {each for path in _sources() if _part(path) == module for each in _imports(path)} - {module}
    allowed = {each for each in LEVELS if LEVELS[each] < LEVELS[module] or (module, each) in FOR_ANNOTATIONS}
    assert imported - allowed == set()


def test_relative_imports_are_not_used() -> None:
    relative = [
        f"{_name(path)}:{node.lineno}"
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_modules_are_named_for_what_they_hold() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager"}
    assert [_name(path) for path in _sources() if path.stem in vague] == []


def test_functions_are_short() -> None:
    lengths = _lengths()
    assert len(lengths) > 200
    assert statistics.median(lengths) <= 9
    assert statistics.quantiles(lengths, n=10)[-1] <= 35


def test_files_are_short() -> None:
    long = {
        _name(path): lines
        for path in _sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def _public(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    """Functions, classes and their methods that have public names."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{prefix}.{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{prefix}.{node.name}")


def _all_public() -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    for path in _sources():
        yield from _public(ast.parse(path.read_text(encoding="utf-8")).body, _name(path))


def test_everything_public_has_a_docstring() -> None:
    assert [name for name, node in _all_public() if not ast.get_docstring(node)] == []
    modules = [
        _name(path)
        for path in _sources()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert modules == []


def test_every_function_has_annotations() -> None:
    bare = [
        name
        for name, node in _functions()
        if not node.returns
        or any(
            argument.annotation is None
            for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            if argument.arg not in ("self", "cls")
        )
    ]
    assert bare == []


def test_nothing_prints() -> None:
    prints = [
        f"{_name(path)}:{node.lineno}"
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert prints == []


def _loaded(program: str) -> set[str]:
    """The modules that a process has loaded when the program is done."""
    script = f"import sys\n{program}\nsys.stderr.write(' '.join(sys.modules))"
    finished = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
    )
    return set(finished.stderr.split())


COMMAND = """
from innograph.cli import cli
try:
    cli({!r}, prog_name="innograph")
except SystemExit as exit:
    assert exit.code == 0, exit.code
"""
HEAVY = {
    "rdflib",
    "networkx",
    "pyvis",
    "yaml",
    "shacl_rust",
    "pyshacl",
    "importlib.metadata",
    "importlib.resources",
}


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "directors-by-theme"],
        ["ask", "timeline", "-p", "case=case-levon-brooks", "-f", "json"],
        ["ask"],
        ["query", "SELECT * { ?s a inno:Episode }"],
        ["show", "episode-7"],
        ["find", "levon broks"],
        ["path", "Levon Brooks", "Kennedy Brewer"],
        ["export", "-f", "turtle"],
        ["build"],
    ],
)
def test_a_command_on_a_built_store_loads_nothing_heavy(real_store: Store, arguments: list[str]) -> None:
    loaded = _loaded(COMMAND.format(arguments))
    assert "pyoxigraph" in loaded
    assert loaded & HEAVY == set()
    assert (
        loaded & {"innograph.building", "innograph.facts", "innograph.dataset", "innograph.validation"}
        == set()
    )


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["--version"]])
def test_help_loads_next_to_nothing(arguments: list[str]) -> None:
    loaded = _loaded(COMMAND.format(arguments))
    own = {name for name in loaded if name.startswith("innograph.")}
    assert {name for name in own if not name.startswith("innograph.cli")} == {"innograph.errors"}
    assert loaded & (HEAVY | {"pyoxigraph"}) == set()


def test_importing_the_command_line_does_no_work() -> None:
    loaded = _loaded("import innograph.cli")
    assert loaded & (HEAVY | {"pyoxigraph", "json", "hashlib"}) == set()


def test_importing_a_module_reads_and_writes_nothing() -> None:
    """An audit hook sees every file that is opened; modules themselves are not counted."""
    program = """
import pyoxigraph, yaml, click, pathlib, importlib, pkgutil, innograph, dataclasses, typing, re, unicodedata
opened = []
sys.addaudithook(lambda event, arguments: opened.append(str(arguments[0])) if event == 'open' else None)
for module in pkgutil.walk_packages(innograph.__path__, 'innograph.'):
    if module.name != 'innograph.__main__':
        importlib.import_module(module.name)
odd = [name for name in opened if name.endswith(('.ttl', '.rq', '.yaml', '.json', '.nq'))]
assert odd == [], odd
"""
    assert "innograph.facts.schema" in _loaded(program)
