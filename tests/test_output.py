from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse
from tests.registry import L8, cells, text

from innograph.errors import OutputError
from innograph.output import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from innograph.store import Store

INNOGRAPH = [sys.executable, "-m", "innograph"]
FACTS = "publishers:\n  etoile: {label: Étoile 語}\n"
LABELS = "SELECT ?label { ?x rdfs:label ?label }"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _environment(**changes: str | None) -> dict[str, str]:
    merged = {**os.environ, "NO_COLOR": None, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def _run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": _environment(), **options}
    return subprocess.run([*INNOGRAPH, *arguments], check=False, timeout=60, **settings)  # type: ignore[call-overload,no-any-return]


def test_text_goes_to_standard_output_as_utf8(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write("é\n")
    write(b"\xff\n")
    assert capfdbinary.readouterr().out == b"\xc3\xa9\n\xff\n"


@pytest.mark.parametrize(("data", "expected"), [("é", b"\xc3\xa9"), (b"\x00\xff", b"\x00\xff"), ("", b"")])
def test_a_file_holds_what_was_written(tmp_path: Path, data: str | bytes, expected: bytes) -> None:
    write(data, str(tmp_path / "file"))
    assert (tmp_path / "file").read_bytes() == expected
    assert _names(tmp_path) == ["file"]


def test_a_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("a longer text than the new one", encoding="utf-8")
    write("new", str(target))
    assert target.read_text(encoding="utf-8") == "new"


def test_what_cannot_be_written_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    """A folder in the draft's place stands for a folder that cannot be written: root writes anywhere."""
    target = tmp_path / "file"
    target.write_text("old", encoding="utf-8")
    draft = tmp_path / f".file.{os.getpid()}"
    draft.mkdir()
    (draft / "x").touch()
    with pytest.raises(OutputError) as caught:
        write("new", str(target))
    assert caught.value.exit_code == 1
    assert target.read_text(encoding="utf-8") == "old"


def test_a_write_that_fails_half_way_leaves_the_old_file_and_no_draft(
    tmp_path: Path, real_store: Store
) -> None:
    """A limit on the size of files stands for a full disk."""
    target = tmp_path / "graph.nq"
    target.write_text("old", encoding="utf-8")
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "from innograph.cli import main; main()"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program, "export", "-f", "nquads", "-o", str(target)],
        check=False,
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
    )
    assert finished.returncode == 1
    assert finished.stderr == f"error: {target} cannot be written: File too large\n"
    assert target.read_text(encoding="utf-8") == "old"
    assert _names(tmp_path) == ["graph.nq"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/dev/full", "No space left on device"),
        ("missing/file", "No such file or directory"),
        (".", "Is a directory"),
        ("file/below", "Not a directory"),
        ("/proc/innograph", "No such file or directory"),
    ],
)
def test_where_output_cannot_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    with pytest.raises(OutputError) as caught:
        write("text", target)
    assert caught.value.lines() == [f"error: {target} cannot be written: {reason}"]
    assert caught.value.exit_code == 1
    assert _names(tmp_path) == ["file"]


def test_dev_null_takes_everything_and_stays_a_device() -> None:
    write("text", os.devnull)
    assert Path(os.devnull).is_char_device()


def test_commands_report_an_unwritable_file(run: Callable[..., Result], real_store: Store) -> None:
    finished = run("ask", "-o", "/dev/full")
    assert (finished.exit_code, finished.stdout) == (1, "")
    assert finished.stderr == "error: /dev/full cannot be written: No space left on device\n"


@pytest.mark.parametrize("unbuffered", ["1", None])
def test_a_full_standard_output_is_one_clear_line(real_store: Store, unbuffered: str | None) -> None:
    with Path("/dev/full").open("wb") as full:
        finished = _run("ask", "episodes", stdout=full, env=_environment(PYTHONUNBUFFERED=unbuffered))
    assert finished.returncode == 1
    assert finished.stderr == b"error: standard output cannot be written: No space left on device\n"


@pytest.mark.parametrize("unbuffered", ["1", None])
@pytest.mark.parametrize("arguments", [("export", "-f", "nquads"), ("ask", "episodes")])
def test_a_reader_that_closes_at_once(
    real_store: Store, arguments: tuple[str, ...], unbuffered: str | None
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        finished = _run(*arguments, stdout=writing, env=_environment(PYTHONUNBUFFERED=unbuffered))
    finally:
        os.close(writing)
    assert finished.returncode == 1
    assert finished.stderr == b"error: standard output was closed before everything was written\n"


@pytest.mark.parametrize("unbuffered", ["1", None])
def test_a_reader_that_closes_after_some_bytes(real_store: Store, unbuffered: str | None) -> None:
    """An unbuffered write takes only a part, and says so by its result alone."""
    with subprocess.Popen(
        [*INNOGRAPH, "export", "-f", "nquads"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(PYTHONUNBUFFERED=unbuffered),
    ) as process:
        assert process.stdout
        assert process.stderr
        assert len(process.stdout.read(100)) == 100
        process.stdout.close()
        assert process.stderr.read() == b"error: standard output was closed before everything was written\n"
        assert process.wait(30) == 1


def test_a_closed_standard_output_is_one_clear_line(real_store: Store) -> None:
    finished = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *INNOGRAPH, "ask"], check=False, capture_output=True
    )
    assert finished.returncode == 1
    assert finished.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0"},
    ],
)
@pytest.mark.parametrize("output_format", ["table", "csv", "json", "markdown"])
def test_output_is_utf8_whatever_the_locale(
    facts_folder: Callable[[str], Path], changes: dict[str, str], output_format: str
) -> None:
    folder = facts_folder(FACTS)
    finished = _run("query", LABELS, "-f", output_format, "--facts", str(folder), env=_environment(**changes))
    assert finished.stderr == b""
    assert "Étoile 語" in finished.stdout.decode("utf-8")


def test_facts_are_read_as_utf8_whatever_the_locale(facts_folder: Callable[[str], Path]) -> None:
    folder = facts_folder(FACTS)
    changes = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    finished = _run("export", "-f", "ntriples", "--facts", str(folder), env=_environment(**changes))
    triples = list(parse(finished.stdout, format=RdfFormat.N_TRIPLES))
    assert "Étoile 語" in [getattr(triple.object, "value", "") for triple in triples]


def _on_terminal(*arguments: str, size: tuple[int, int] = (24, 80), **changes: str | None) -> str:
    """What a command writes where standard output and standard error are a terminal."""
    import fcntl
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    with subprocess.Popen(
        [*INNOGRAPH, *arguments], stdout=follower, stderr=follower, env=_environment(**changes)
    ) as process:
        os.close(follower)
        chunks = []
        while chunk := _read(leader):
            chunks.append(chunk)
        process.wait(30)
    os.close(leader)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # Linux says EIO when the other end is closed
        return b""


def test_a_terminal_shows_how_far_an_import_is_and_a_pipe_does_not(tmp_path: Path) -> None:
    rows = [
        cells(L8, id=str(number), name=f"Ann Poe {number}", state="Ohio", worst_crime_display="Theft",
              date_of_1st_convic="1990-05-06", date_of_exon="1995-07-08", posting_date="2026-01-03")
        for number in range(1, 401)
    ]  # fmt: skip
    (tmp_path / "export.csv").write_text(text(L8, *rows), encoding="utf-8")
    arguments = ("import", "nre", str(tmp_path / "export.csv"))

    shown = _on_terminal(*arguments, INNOGRAPH_IMPORTS=str(tmp_path / "one"))
    piped = _run(*arguments, env=_environment(INNOGRAPH_IMPORTS=str(tmp_path / "other")))

    assert "matching people …" in shown
    assert re.search(r"building the graph: [\d,]+ rows, [\d,]+ a second, \d+ s left", shown)
    assert b" a second" not in piped.stderr
    assert "…".encode() not in piped.stderr
    assert b"\x1b" not in piped.stdout


def test_a_terminal_shows_the_heading_in_bold(real_store: Store) -> None:
    shown = _on_terminal("ask", "directors-by-theme")
    assert shown.startswith("\x1b[1mdirector ")
    assert shown.count("\x1b[") == 2
    assert "Andy Grieve" in shown


def test_a_terminal_gets_the_sources_unless_they_are_not_wanted(real_store: Store) -> None:
    assert "7 facts from" in _on_terminal("ask", "directors-by-theme", size=(24, 120))
    assert "facts from" not in _on_terminal("ask", "directors-by-theme", "--no-cite", size=(24, 120))


def test_a_pipe_gets_no_sources_unasked(real_store: Store) -> None:
    assert b"facts from" not in _run("ask", "directors-by-theme", env=_environment()).stdout


def test_no_color_is_respected(real_store: Store) -> None:
    assert "\x1b" not in _on_terminal("ask", "directors-by-theme", NO_COLOR="1")


@pytest.mark.parametrize("output_format", ["csv", "json", "markdown"])
def test_other_forms_have_no_colour_on_a_terminal(real_store: Store, output_format: str) -> None:
    assert "\x1b" not in _on_terminal("ask", "directors-by-theme", "-f", output_format)


def test_a_pipe_gets_no_colour_and_no_progress(facts_folder: Callable[[str], Path]) -> None:
    finished = _run("build", "--facts", str(facts_folder("publishers:\n  a: {label: A}\n")))
    assert finished.returncode == 0
    assert finished.stderr == b""
    assert b"\x1b" not in finished.stdout


def test_a_terminal_shows_the_stages_of_a_build(facts_folder: Callable[[str], Path]) -> None:
    shown = _on_terminal("build", "--facts", str(facts_folder("publishers:\n  b: {label: B}\n")))
    stages = ("reading facts", "making the dataset", "checking the dataset", "writing the store", "built: ")
    assert sorted(stages, key=shown.index) == list(stages)


@pytest.mark.parametrize("columns", [40, 70, 100])
def test_a_table_fits_the_terminal(real_store: Store, columns: int) -> None:
    shown = _on_terminal("ask", size=(24, columns), NO_COLOR="1", COLUMNS="200")
    widths = [len(line) for line in shown.splitlines()]
    assert columns - 15 < max(widths) <= columns


def test_a_terminal_of_unknown_size_has_room(real_store: Store) -> None:
    shown = _on_terminal("ask", size=(0, 0), NO_COLOR="1")
    assert max(len(line) for line in shown.splitlines()) > 60


def test_a_terminal_that_cannot_show_a_character_gets_a_substitute(real_store: Store) -> None:
    shown = _on_terminal("query", 'SELECT ?x { VALUES ?x { "日本 é" } }', PYTHONIOENCODING="ascii")
    assert "?? ?" in shown
    assert "Traceback" not in shown
