from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from innograph import resources
from innograph.errors import FactsError, OntologyError, StoreError, UnknownNameError
from innograph.opening import open_current
from innograph.query import select
from innograph.store import KEPT, Store, cache_folder, digest_of, write_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

INNOGRAPH = [sys.executable, "-m", "innograph"]
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
TRIPLE = b'<https://example.org/x> <http://www.w3.org/2000/01/rdf-schema#label> "X" .\n'
YESTERDAY = time.time() - 2 * 86_400


def _facts(label: str = "One") -> str:
    return f"publishers:\n  one: {{label: {label}}}\n"


def _quiet(stage: str) -> None:
    """Ignore the stages."""


def _labels(store: Store) -> list[str]:
    answer = select(store, "SELECT ?label { id:one rdfs:label ?label }")
    return [row.cells["label"].label for row in answer.rows]


def _tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file below the folder, with its size and the time of its last change."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _run(*arguments: object, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*INNOGRAPH, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **changes},
    )


@pytest.fixture
def stores(tmp_path: Path) -> Path:
    return tmp_path / "stores"


def test_a_store_has_the_dataset_its_index_and_a_manifest(
    facts_folder: Callable[[str], Path], stores: Path
) -> None:
    store, is_new = open_current(facts_folder(_facts()), str(stores), _quiet)
    assert is_new
    assert _names(store.folder) == ["dataset.nq", "manifest.json", "names.tsv", "oxigraph"]
    assert _names(stores) == sorted([store.folder.name, "facts-folder"])
    assert store.folder.name == store.manifest["digest"] == digest_of(facts_folder(_facts()))
    assert len(store.oxigraph) == store.manifest["counts"]["quads"]
    assert store.nquads.read_bytes() == b"".join(sorted(store.nquads.read_bytes().splitlines(keepends=True)))


def test_nothing_happens_when_nothing_changed(facts_folder: Callable[[str], Path], stores: Path) -> None:
    folder = facts_folder(_facts())
    first = open_current(folder, str(stores), _quiet)[0]
    before = _tree(stores)
    told: list[str] = []
    second, is_new = open_current(folder, str(stores), told.append)
    assert (is_new, told, second.folder) == (False, [], first.folder)
    assert _labels(second) == ["One"]
    assert _tree(stores) == before


def test_reading_changes_no_file(facts_folder: Callable[[str], Path], stores: Path) -> None:
    folder = facts_folder(_facts())
    open_current(folder, str(stores), _quiet)
    before = _tree(stores)
    assert _run("ask", "episodes", "--facts", folder, "--store", stores).returncode == 0
    assert _tree(stores) == before


def test_a_changed_fact_is_in_the_next_answer(facts_folder: Callable[[str], Path], stores: Path) -> None:
    facts_folder(_facts("One"))
    open_current(facts_folder(_facts("One")), str(stores), _quiet)
    store, is_new = open_current(facts_folder(_facts("Two")), str(stores), _quiet)
    assert (is_new, _labels(store)) == (True, ["Two"])


def test_a_fact_file_that_is_added_or_renamed_changes_the_digest(
    facts_folder: Callable[..., Path],
) -> None:
    folder = facts_folder(_facts())
    digests = [digest_of(folder)]
    facts_folder("publishers:\n  two: {label: Two}\n", "more.yaml")
    digests.append(digest_of(folder))
    (folder / "more.yaml").rename(folder / "other.yaml")
    digests.append(digest_of(folder))
    assert len(set(digests)) == 3


def test_files_that_hold_no_facts_do_not_change_the_digest(facts_folder: Callable[..., Path]) -> None:
    folder = facts_folder(_facts())
    before = digest_of(folder)
    facts_folder("notes", "notes.txt")
    os.utime(folder / "facts.yaml", (0, 0))
    assert digest_of(folder) == before


@pytest.mark.parametrize("name", ["ontology.ttl", "shapes.ttl", "alignments.ttl"])
def test_a_changed_vocabulary_makes_a_new_store(
    facts_folder: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    before = digest_of(facts_folder(_facts()))
    for part in ("ontology.ttl", "shapes.ttl", "alignments.ttl"):
        shutil.copy(resources.root() / part, tmp_path)
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    assert digest_of(facts_folder(_facts())) == before
    with (tmp_path / name).open("a", encoding="utf-8") as vocabulary:
        vocabulary.write("\n# a comment\n")
    assert digest_of(facts_folder(_facts())) != before


def test_a_changed_ontology_is_in_the_next_store(
    facts_folder: Callable[[str], Path], stores: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("ontology.ttl", "shapes.ttl", "alignments.ttl"):
        shutil.copy(resources.root() / part, tmp_path)
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    text = (tmp_path / "ontology.ttl").read_text(encoding="utf-8")
    open_current(facts_folder(_facts()), str(stores), _quiet)
    label = 'rdfs:label "publisher"@en'
    assert text.count(label) >= 1
    (tmp_path / "ontology.ttl").write_text(text.replace(label, 'rdfs:label "imprint"@en'), encoding="utf-8")
    store, is_new = open_current(facts_folder(_facts()), str(stores), _quiet)
    answer = select(store, "SELECT ?class { id:one a ?class FILTER(?class = inno:Publisher) }")
    assert (is_new, [row.cells["class"].label for row in answer.rows]) == (True, ["imprint"])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the whole package, with its data, to be changed."""
    package = tmp_path / "copy" / "innograph"
    shutil.copytree(resources.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "data"))
    (package / "data").mkdir()
    for name in ("ontology.ttl", "shapes.ttl", "alignments.ttl"):
        shutil.copy(resources.root() / name, package / "data")
    return package


def _digest_in(package: Path, facts: Path) -> str:
    program = "import sys; from pathlib import Path; from innograph.store import digest_of; print(digest_of(Path(sys.argv[1])))"
    return subprocess.run(
        [sys.executable, "-B", "-c", program, str(facts)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(package.parent)},
    ).stdout.strip()


def test_a_changed_rule_question_check_or_module_makes_a_new_store(
    copy: Path, facts_folder: Callable[[str], Path]
) -> None:
    folder = facts_folder(_facts())
    digests = [_digest_in(copy, folder)]
    for name in ("rules/superclass.rq", "queries/episodes.rq", "checks/blank-node.rq", "dataset/minting.py"):
        with (copy / name).open("a", encoding="utf-8") as part:
            part.write("\n# a comment\n")
        digests.append(_digest_in(copy, folder))
    assert len(set(digests)) == 5


def test_the_digest_does_not_depend_on_where_anything_lies(
    copy: Path, facts_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    """An installed copy and a checkout share their stores."""
    folder = facts_folder(_facts())
    moved = tmp_path / "elsewhere" / "other-name"
    shutil.copytree(folder, moved)
    assert {digest_of(folder), digest_of(moved), _digest_in(copy, moved)} == {digest_of(folder)}


@pytest.mark.parametrize(
    "broken",
    ["publishers:\n  one: {label: One, nope: 1}\n", "publishers: [", "\ttab", "publishers:\n  one: {}\n"],
)
def test_a_build_that_fails_leaves_the_last_good_store(
    facts_folder: Callable[[str], Path], stores: Path, broken: str
) -> None:
    folder = facts_folder(_facts())
    open_current(folder, str(stores), _quiet)
    before = _tree(stores)
    facts_folder(broken)
    with pytest.raises(FactsError):
        open_current(folder, str(stores), _quiet)
    assert _tree(stores) == before
    facts_folder(_facts())
    store, is_new = open_current(folder, str(stores), _quiet)
    assert (is_new, _labels(store)) == (False, ["One"])


def test_a_broken_rule_leaves_the_last_good_store(
    copy: Path, facts_folder: Callable[[str], Path], stores: Path
) -> None:
    arguments = ("build", "--facts", facts_folder(_facts()), "--store", stores)
    assert _run(*arguments, PYTHONPATH=str(copy.parent)).returncode == 0
    before = _tree(stores)
    (copy / "rules" / "superclass.rq").write_text("#+ summary: broken\nCONSTRUCT {", encoding="utf-8")
    finished = _run(*arguments, PYTHONPATH=str(copy.parent))
    assert finished.returncode == 1
    assert finished.stderr.startswith("error: ")
    assert "rule superclass is not SPARQL" in finished.stderr
    assert _tree(stores) == before


def _build(folder: Path, stores: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*INNOGRAPH, "build", "--facts", str(folder), "--store", str(stores)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _kill(process: subprocess.Popen[str]) -> int:
    process.kill()
    process.communicate()
    return process.returncode


def _assert_whole(stores: Path, expected: dict[str, str]) -> None:
    """Every subfolder but drafts is a whole store; those expected are there, with their label."""
    built = {
        path.name: Store(path) for path in stores.iterdir() if path.is_dir() and "building-" not in path.name
    }
    for store in built.values():
        assert _names(store.folder) == ["dataset.nq", "manifest.json", "names.tsv", "oxigraph"]
        assert len(store.oxigraph) == store.manifest["counts"]["quads"]
    assert {name: _labels(built[name])[0] for name in expected} == expected


def test_a_killed_build_leaves_the_last_good_store(facts_folder: Callable[[str], Path], stores: Path) -> None:
    """Killed after each seventh of the time that a build takes."""
    folder = facts_folder(_facts("Good"))
    began = time.monotonic()
    with _build(folder, stores) as process:
        process.communicate()
    took = time.monotonic() - began
    good = {digest_of(folder): "Good"}
    killed = []
    for part in range(1, 7):
        facts_folder(_facts(f"Try {part}"))
        with _build(folder, stores) as process:
            time.sleep(took * part / 7)
            killed.append(_kill(process))
        _assert_whole(stores, good)
    assert -signal.SIGKILL in killed
    finished = _run("query", "SELECT ?label { id:one rdfs:label ?label }", "-f", "csv", "--store", stores)
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "label\nTry 6\n", "")
    _assert_whole(stores, {digest_of(folder): "Try 6"})


def test_a_build_killed_while_it_writes_leaves_the_last_good_store(stores: Path, tmp_path: Path) -> None:
    """Killed as soon as its draft appears; the real facts, so that writing takes its time."""
    good = tmp_path / "good"
    good.mkdir()
    (good / "facts.yaml").write_text(_facts("Good"), encoding="utf-8")
    store = open_current(good, str(stores), _quiet)[0]
    with _build(resources.facts(), stores) as process:
        while not list(stores.glob("building-*")) and process.poll() is None:
            time.sleep(0.0005)
        assert _kill(process) == -signal.SIGKILL
    assert len(list(stores.glob("building-*"))) == 1
    _assert_whole(stores, {store.folder.name: "Good"})
    assert _run("build", "--facts", good, "--store", stores).stdout.startswith("up to date: ")
    assert _run("build", "--facts", resources.facts(), "--store", stores).stdout.startswith("built: ")


def test_two_builds_at_once_both_succeed(facts_folder: Callable[[str], Path], stores: Path) -> None:
    folder = facts_folder(_facts())
    with _build(folder, stores) as first, _build(folder, stores) as second:
        answers = [process.communicate() for process in (first, second)]
        assert [process.returncode for process in (first, second)] == [0, 0]
    assert [errors for _, errors in answers] == ["", ""]
    assert {output.splitlines()[1] for output, _ in answers} == {str(stores / digest_of(folder))}
    assert _names(stores) == sorted([digest_of(folder), "facts-folder"])


def test_a_store_made_meanwhile_by_another_is_taken_as_it_is(stores: Path) -> None:
    write_store(stores / "digest", TRIPLE, {"digest": "first"})
    before = _tree(stores)
    write_store(stores / "digest", TRIPLE * 2, {"digest": "second"})
    assert _tree(stores) == before
    assert _names(stores) == ["digest"]


def test_a_store_is_read_while_another_process_builds(
    facts_folder: Callable[[str], Path], stores: Path
) -> None:
    folder = facts_folder(_facts("Old"))
    old = open_current(folder, str(stores), _quiet)[0]
    facts_folder(_facts("New"))
    with _build(folder, stores) as process:
        reads = 0
        while process.poll() is None:
            assert _labels(Store(old.folder)) == ["Old"]
            reads += 1
        assert (process.communicate()[1], process.returncode) == ("", 0)
    assert reads > 1
    assert _labels(old) == ["Old"]
    assert _labels(open_current(folder, str(stores), _quiet)[0]) == ["New"]


def test_the_newest_stores_are_kept(stores: Path) -> None:
    for age in range(6):
        write_store(stores / f"store-{age}", TRIPLE, {})
        os.utime(stores / f"store-{age}", (age, age))
    assert KEPT == 3
    assert _names(stores) == ["store-3", "store-4", "store-5"]


def test_a_store_of_today_stays(stores: Path) -> None:
    """A process that is running may have it open."""
    for name in ("a", "b", "c", "d"):
        write_store(stores / name, TRIPLE, {})
    assert _names(stores) == ["a", "b", "c", "d"]


def test_the_store_just_built_is_kept_however_old_the_others_say_they_are(stores: Path) -> None:
    for name in ("a", "b", "c", "d"):
        write_store(stores / name, TRIPLE, {})
        os.utime(stores / name, (2**32, 2**32))
    write_store(stores / "new", TRIPLE, {})
    os.utime(stores / "new", (0, 0))
    write_store(stores / "new", TRIPLE, {})
    assert "new" in _names(stores)


def test_only_old_drafts_are_removed(stores: Path) -> None:
    for name, when in (("building-old", YESTERDAY), ("building-new", time.time()), ("notes", YESTERDAY)):
        (stores / name).mkdir(parents=True)
        (stores / name / "dataset.nq").touch()
        os.utime(stores / name, (when, when))
    write_store(stores / "store", TRIPLE, {})
    assert _names(stores) == ["building-new", "notes", "store"]


@pytest.mark.parametrize(
    ("cache", "reason"),
    [
        ("file", "file cannot be written: File exists"),
        ("file/below", "file/below cannot be written: Not a directory"),
        ("/proc", "/proc cannot be written: No such file or directory"),
        ("/proc/innograph", "/proc/innograph cannot be written: No such file or directory"),
    ],
)
def test_a_cache_that_cannot_be_written_is_one_clear_line(
    facts_folder: Callable[[str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    cache: str,
    reason: str,
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("INNOGRAPH_CACHE", str(tmp_path / cache))
    with pytest.raises(StoreError) as caught:
        open_current(facts_folder(_facts()), None, _quiet)
    assert caught.value.message.endswith(reason)
    assert caught.value.exit_code == 1


def test_a_missing_store_is_built_where_it_is_named(
    facts_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    store, is_new = open_current(facts_folder(_facts()), str(tmp_path / "new" / "deep"), _quiet)
    assert (is_new, store.folder.parent) == (True, tmp_path / "new" / "deep")
    (tmp_path / "empty").mkdir()
    assert open_current(facts_folder(_facts()), str(tmp_path / "empty"), _quiet)[1]


def test_a_store_remembers_the_facts_that_it_was_built_from(
    facts_folder: Callable[[str], Path], stores: Path
) -> None:
    folder = facts_folder(_facts("First"))
    open_current(folder, str(stores), _quiet)
    store, is_new = open_current(None, str(stores), _quiet)
    assert (is_new, _labels(store)) == (False, ["First"])
    facts_folder(_facts("Second"))
    store, is_new = open_current(None, str(stores), _quiet)
    assert (is_new, _labels(store)) == (True, ["Second"])


def test_a_store_is_read_when_its_facts_are_gone(facts_folder: Callable[[str], Path], stores: Path) -> None:
    folder = facts_folder(_facts("Gone"))
    open_current(folder, str(stores), _quiet)
    shutil.rmtree(folder)
    store, is_new = open_current(None, str(stores), _quiet)
    assert (is_new, _labels(store)) == (False, ["Gone"])
    with pytest.raises(UnknownNameError, match="unknown folder of facts"):
        open_current(folder, str(stores), _quiet)


def test_without_facts_and_without_store_there_is_nothing_to_read(
    facts_folder: Callable[[str], Path], stores: Path
) -> None:
    store = open_current(facts_folder(_facts()), str(stores), _quiet)[0]
    shutil.rmtree(facts_folder(_facts()))
    shutil.rmtree(store.folder)
    with pytest.raises(StoreError) as caught:
        open_current(None, str(stores), _quiet)
    assert caught.value.lines() == [
        f"error: {stores} holds no store, and its facts are gone",
        "hint: name them with --facts",
    ]


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A store that Oxigraph made without innograph."""
    folder = tmp_path / "foreign"
    store = Oxigraph(str(folder))
    store.add(Quad(NamedNode("https://example.org/x"), LABEL, Literal("Foreign")))
    store.flush()
    return folder


def test_a_store_of_someone_else_is_read_as_it_is(foreign: Path, run: Callable[..., Result]) -> None:
    store, is_new = open_current(None, str(foreign), _quiet)
    assert (is_new, store.is_ours, store.manifest) == (False, False, {})
    finished = run("query", "SELECT ?s ?o { ?s rdfs:label ?o }", "-f", "csv", "--store", foreign)
    assert finished.stdout.split() == ["s,o", "Foreign,Foreign"]
    assert run("ask", "episodes", "-f", "csv", "--store", foreign).stdout.startswith("number,title,")
    assert "directors-by-theme" in run("ask", "--store", foreign).stdout
    assert run("show", "https://example.org/x", "--store", foreign).stdout.startswith("Foreign (")


@pytest.mark.parametrize("output_format", ["nquads", "turtle", "ntriples", "trig"])
def test_a_store_of_someone_else_cannot_be_exported(
    foreign: Path, run: Callable[..., Result], output_format: str
) -> None:
    finished = run("export", "-f", output_format, "--store", foreign)
    assert (finished.exit_code, finished.stdout) == (1, "")
    assert finished.stderr == (
        f"error: {foreign} was not built by innograph\nhint: export from a built store\n"
    )


def test_a_broken_store_of_someone_else_is_one_clear_line(tmp_path: Path, run: Callable[..., Result]) -> None:
    (tmp_path / "CURRENT").write_text("nonsense", encoding="utf-8")
    finished = run("ask", "episodes", "--store", tmp_path)
    assert finished.exit_code == 1
    assert finished.stderr.startswith("error: ")
    assert finished.stderr.count("\n") == 1


@pytest.mark.parametrize("target", ["folder", "file"])
def test_what_is_no_store_is_refused_and_left_alone(
    tmp_path: Path, run: Callable[..., Result], target: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "letter.txt").write_text("dear", encoding="utf-8")
    (tmp_path / "file").write_text("dear", encoding="utf-8")
    before = _tree(tmp_path)
    finished = run("build", "--store", tmp_path / target)
    assert finished.exit_code == 1
    assert finished.stderr.splitlines() == [
        f"error: {tmp_path / target} is not a folder of stores",
        "hint: name a new or empty folder",
    ]
    assert _tree(tmp_path) == before


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/sparql", "https://example.org/", "file:///tmp"])
def test_an_address_is_refused(run: Callable[..., Result], address: str) -> None:
    finished = run("ask", "episodes", "--store", address)
    assert (finished.exit_code, finished.stdout) == (1, "")
    assert finished.stderr == f"error: {address}: remote endpoints cannot be read yet\nhint: give a folder\n"


@pytest.mark.parametrize("missing", ["nowhere", "facts/facts.yaml"])
def test_facts_that_are_no_folder_are_unknown(
    facts_folder: Callable[[str], Path], tmp_path: Path, run: Callable[..., Result], missing: str
) -> None:
    facts_folder(_facts())
    finished = run("build", "--facts", tmp_path / missing)
    assert finished.exit_code == 2
    assert finished.stderr == f"error: unknown folder of facts '{tmp_path / missing}'\n"


def test_a_link_that_leads_nowhere_is_no_traceback(facts_folder: Callable[[str], Path]) -> None:
    folder = facts_folder(_facts())
    (folder / ".#facts.yaml").symlink_to("editor@host.1234")
    digest_of(folder)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"INNOGRAPH_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"INNOGRAPH_CACHE": "", "XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/b/innograph"),
        ({"XDG_CACHE_HOME": "", "HOME": "/c"}, "/c/.cache/innograph"),
        ({"HOME": "/c"}, "/c/.cache/innograph"),
    ],
)
def test_the_cache_folder_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("INNOGRAPH_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cache_folder() == Path(expected)


def test_commands_build_in_the_cache_folder(facts_folder: Callable[[str], Path], tmp_path: Path) -> None:
    folder = facts_folder(_facts())
    changes = {"INNOGRAPH_CACHE": "", "XDG_CACHE_HOME": str(tmp_path / "xdg")}
    finished = _run("build", "--facts", folder, **changes)
    assert finished.stdout.splitlines()[1] == str(tmp_path / "xdg" / "innograph" / digest_of(folder))
    assert _names(tmp_path / "xdg" / "innograph") == [digest_of(folder)]


def test_a_question_that_cannot_be_read_fails_the_build(
    copy: Path, facts_folder: Callable[[str], Path], stores: Path
) -> None:
    (copy / "queries" / "odd.rq").write_text("SELECT * {}", encoding="utf-8")
    finished = _run(
        "build", "--facts", facts_folder(_facts()), "--store", stores, PYTHONPATH=str(copy.parent)
    )
    assert finished.returncode == OntologyError.exit_code
    assert finished.stderr.splitlines()[0] == "error: odd.rq has no header with a summary"
    assert not stores.exists()
