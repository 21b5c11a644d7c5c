from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, parse

from innograph import __version__, resources
from innograph.cli import cli
from innograph.cli.options import ANSWER_FORMATS
from innograph.questions import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from innograph.store import Store

INNOGRAPH = [sys.executable, "-m", "innograph"]
COMMANDS = sorted(cli.commands)
ASK_GRIEVE = "ASK { id:episode-8 inno:director id:andy-grieve }"
PAGES = {
    "directors.html": "directors.html: 6 rows, 22 entities, 31 connections\n",
    "cases.html": "cases.html: 9 rows, 9 entities, 0 connections\n",
}
FACTS = "publishers:\n  one: {label: One}\n"
REGISTRY = "Name,State,Worst Crime Display,Date of Exon\nJane Roe,Ohio,Theft,2001-02-03\n"
CLIENTS = '[{"name": "Jane Roe", "state": "Ohio", "exoneration_year": "2001"}]'
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def _examples() -> list[tuple[str, str]]:
    """Each example line of each help text."""
    helps = {"innograph": cli.help or "", **{name: cli.commands[name].help or "" for name in COMMANDS}}
    return [
        (name, re.split(r" {3,}", line.strip())[0])
        for name, text in helps.items()
        for line in text.partition("Examples:")[2].splitlines()
        if line.strip()
    ]


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_says_what_a_command_does_and_gives_examples(
    run: Callable[..., Result], command: tuple[str, ...], option: str
) -> None:
    finished = run(*command, option)
    assert (finished.exit_code, finished.stderr) == (0, "")
    assert finished.stdout.startswith(f"Usage: {' '.join(['cli', *command])} [OPTIONS]")
    assert re.search(r"\n  Examples:\n    innograph .*\n    innograph ", finished.stdout)
    assert "\b" not in finished.stdout


def test_the_help_lists_every_command_with_a_whole_sentence(run: Callable[..., Result]) -> None:
    lines = run("--help").stdout.partition("\nAsk:\n")[2].partition("  Exit codes:")[0].splitlines()
    listed = [line.split()[0] for line in lines if re.match(r"  \w", line)]
    assert sorted(listed) == COMMANDS
    assert all("..." not in line for line in lines)
    headings = [line for line in lines if re.match(r"\w", line)]
    assert headings == ["Show and write:", "Facts and data:", "More:"]


def _mark(command: str, example: str) -> object:
    return pytest.param(example, id=f"{command}: {example}")


@pytest.mark.parametrize("example", [_mark(*each) for each in _examples()])
def test_every_example_of_the_help_works(real_store: Store, tmp_path: Path, example: str) -> None:
    (tmp_path / "my-facts").mkdir()
    (tmp_path / "my-texts").mkdir()
    (tmp_path / "my-facts" / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (tmp_path / "registry.csv").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "clients.json").write_text(CLIENTS, encoding="utf-8")
    (tmp_path / "films.ttl").write_text("<x:film> <x:title> 'One' .", encoding="utf-8")
    (tmp_path / "question.rq").write_text("SELECT ?x { VALUES ?x { 1 } }", encoding="utf-8")
    script = f'set -e; innograph() {{ {shlex.join(INNOGRAPH)} "$@"; }}; {example}'
    finished = subprocess.run(
        ["sh", "-c", script], check=False, cwd=tmp_path, capture_output=True, env=_at(tmp_path)
    )
    said = "".join(
        line for line in finished.stderr.decode().splitlines(keepends=True) if not line.startswith("note: ")
    )
    assert (finished.returncode, said) == (0, _said(example))


def _said(example: str) -> str:
    """Which question was taken to be asked, where the example asks in words; what is in a page."""
    question = catalogue()["directors-by-theme"]
    if example.startswith('innograph ask "'):
        return f"{question.name}: {question.summary}\n"
    return PAGES.get(example.partition(" --view ")[2], "")


def _at(folder: Path) -> dict[str, str]:
    """The environment for a command in another folder: relative parts of PYTHONPATH made absolute."""
    parts = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    path = os.pathsep.join(str(Path(part).absolute()) for part in parts)
    return {**os.environ, "PYTHONPATH": path, "INNOGRAPH_IMPORTS": str(folder / "imports")}


@pytest.mark.parametrize("before", [True, False])
def test_options_stand_before_or_after_the_command(
    run: Callable[..., Result], facts_folder: Callable[[str], Path], tmp_path: Path, *, before: bool
) -> None:
    options = ["--facts", facts_folder(FACTS), "--store", tmp_path / "store"]
    query = ["query", "SELECT ?x { ?x a inno:Publisher }", "-f", "csv"]
    finished = run(*options, *query) if before else run(*query, *options)
    assert finished.stdout.split() == ["x", "One"]
    assert (tmp_path / "store" / "facts-folder").is_file()


def test_the_option_after_the_command_wins(
    run: Callable[..., Result], facts_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    finished = run("--facts", "/nowhere", "build", "--facts", facts_folder(FACTS))
    assert finished.stdout.startswith("built: ")


def test_an_option_does_not_outlast_its_command(
    run: Callable[..., Result], facts_folder: Callable[[str], Path], real_store: Store
) -> None:
    run("build", "--facts", facts_folder(FACTS))
    assert "Andy Grieve" in run("ask", "directors-by-theme").stdout


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["asc"], "No such command 'asc'. Did you mean 'ask'?"),
        (["qury", "ASK {}"], "Did you mean 'query'?"),
        (["ask", "--formt", "csv"], "No such option '--formt'. Did you mean '--format'?"),
        (["ask", "-f", "jsn"], "'jsn' is not one of 'table', 'csv', 'tsv', 'json', 'markdown', 'html', "),
        (
            ["export", "-f", "turtel"],
            "'turtel' is not one of 'turtle', 'ntriples', 'nquads', 'trig', 'json-ld', ",
        ),
        (["export"], "Missing option '--format' / '-f'."),
        (["ask", "director-by-theme"], "did you mean 'directors-by-theme'"),
        (["ask", "director-by-theme"], "error: unknown question 'director-by-theme'"),
        (["ask", "xyz"], "hint: `innograph ask` lists them"),
        (["ask", "timeline", "-p", "cas=x"], "did you mean 'case'? timeline takes case"),
        (["ask", "timeline", "-p", "case=Levon Broks case"], "did you mean 'Levon Brooks case'"),
        (["ask", "timeline", "-p", "case=andy-grieve"], "error: unknown case 'andy-grieve'"),
        (["ask", "timeline", "-p", "case"], "'case' is not NAME=VALUE"),
        (["ask", "timeline", "-p", "=x"], "'=x' is not NAME=VALUE"),
        (["ask", "timeline", "-p", "case="], "'case=' is not NAME=VALUE"),
        (["show", "Andy Greve"], "did you mean 'Andy Grieve' or 'andy-grieve'?"),
        (["show"], "Missing argument 'ENTITY'."),
        (["ask", "episodes", "more"], "Got unexpected extra argument (more)"),
    ],
)
def test_what_does_not_exist_is_exit_code_2_with_near_names(
    run: Callable[..., Result], real_store: Store, arguments: list[str], complaint: str
) -> None:
    finished = run(*arguments)
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert complaint in finished.stderr


@pytest.mark.parametrize(
    ("query", "reason"),
    [("SELECT (RAND() AS ?x) {}", "RAND gives another value"), ("SELECT (UUID() AS ?x) {}", "UUID gives another")],
)  # fmt: skip
def test_what_cannot_be_tracked_is_not_answered_without_its_sources(
    run: Callable[..., Result], real_store: Store, query: str, reason: str
) -> None:
    finished = run("query", query, "--cite")
    assert (finished.exit_code, finished.stdout) == (1, "")
    assert finished.stderr.startswith(f"error: lineage cannot be tracked: {reason}")
    assert finished.stderr.endswith("hint: ask without --cite or --view\n")
    assert run("query", query).exit_code == 0


@pytest.mark.parametrize("output_format", ["sparql-json", "sparql-xml", "turtle", "ntriples"])
def test_formats_of_the_w3c_have_no_place_for_sources(
    run: Callable[..., Result], real_store: Store, output_format: str
) -> None:
    finished = run("query", "SELECT ?x { ?x a inno:Episode }", "--cite", "-f", output_format)
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert f"{output_format} has no place for sources" in finished.stderr


def test_show_accepts_cite_because_it_always_cites(run: Callable[..., Result], real_store: Store) -> None:
    cited, plain = run("show", "episode-7", "--cite"), run("show", "episode-7")
    assert cited.exit_code == 0
    assert cited.stdout == plain.stdout
    assert "[pov] POV Magazine. " in plain.stdout


def test_a_query_comes_from_an_argument_a_file_or_standard_input(
    run: Callable[..., Result], real_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "q.rq").write_text(ASK_GRIEVE, encoding="utf-8")
    (tmp_path / "bom.rq").write_text(ASK_GRIEVE, encoding="utf-8-sig")
    finished = [
        run("query", ASK_GRIEVE),
        run("query", "--file", tmp_path / "q.rq"),
        run("query", "--file", tmp_path / "bom.rq"),
        run("query", "-", input=ASK_GRIEVE),
        run("query", "--file", "-", input=ASK_GRIEVE),
    ]
    assert [each.stdout for each in finished] == ["answer\n──────\nyes\n"] * 5


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "give one query: as an argument, with --file FILE, or - for standard input"),
        (["ASK {}", "--file", "q.rq"], "give one query: as an argument"),
        (["--file", "missing.rq"], "missing.rq: No such file or directory"),
        (["--file", "."], ".: Is a directory"),
        (["--file", "latin1.rq"], "the query is not UTF-8"),
    ],
)
def test_a_query_that_cannot_be_had_is_a_usage_error(
    run: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    complaint: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("latin1.rq").write_bytes('ASK { ?x ?y "é" }'.encode("latin-1"))
    finished = run("query", *arguments)
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert complaint in finished.stderr


def test_standard_input_that_is_not_utf8_is_a_usage_error(run: Callable[..., Result]) -> None:
    finished = run("query", "-", input=b"ASK { ?x ?y '\xe9' }")
    assert finished.exit_code == 2
    assert "the query is not UTF-8" in finished.stderr


@pytest.mark.parametrize("text", ["", "Which directors?", "SELECT ?x { ?x }"])
def test_a_syntax_error_is_exit_code_1_with_a_caret(
    run: Callable[..., Result], real_store: Store, text: str
) -> None:
    finished = run("query", text)
    assert (finished.exit_code, finished.stdout) == (1, "")
    lines = finished.stderr.split("\n")
    assert re.fullmatch(r"error: not SPARQL, line 1, column \d+:", lines[0])
    assert lines[1] == f"  {text}"
    assert lines[2].strip() == "^"
    assert lines[3].startswith("hint: ")


def test_an_update_and_a_service_call_are_exit_code_1(run: Callable[..., Result], real_store: Store) -> None:
    update = run("query", "CLEAR ALL")
    assert (update.exit_code, update.stderr) == (
        1,
        "error: updates are refused: the graph is built from facts\nhint: change the fact files\n",
    )
    assert run("query", "SELECT * { SERVICE <http://127.0.0.1:9/> {} }").exit_code == 1


@pytest.mark.parametrize("output_format", ANSWER_FORMATS)
def test_an_empty_answer_is_exit_code_0(
    run: Callable[..., Result], real_store: Store, output_format: str
) -> None:
    finished = run("query", "SELECT ?x { ?x a id:nothing }", "-f", output_format)
    said = "note: no rows: nothing matches “?x is a id:nothing” (--why-empty says more)\n"
    assert (finished.exit_code, finished.stderr) == (0, said if output_format in ("csv", "tsv") else "")
    assert finished.stdout


def test_triples_are_turtle_unless_asked_otherwise(run: Callable[..., Result], real_store: Store) -> None:
    construct = "CONSTRUCT { ?e inno:number ?n } WHERE { ?e a inno:Episode ; inno:number ?n }"
    turtle = run("query", construct).stdout_bytes
    ntriples = run("query", construct, "-f", "ntriples").stdout_bytes
    assert len(set(parse(turtle, format=RdfFormat.TURTLE))) == 9
    assert set(parse(turtle, format=RdfFormat.TURTLE)) == set(parse(ntriples, format=RdfFormat.N_TRIPLES))
    assert ntriples.splitlines() == sorted(ntriples.splitlines())
    assert run("query", construct, "-f", "csv").stdout.splitlines()[0] == "subject,predicate,object"


@pytest.mark.parametrize(
    ("text", "output_format", "complaint"),
    [
        ("CONSTRUCT WHERE { ?s inno:number ?o }", "sparql-json", "unknown format for triples 'sparql-json'"),
        ("DESCRIBE id:episode-7", "sparql-xml", "unknown format for triples 'sparql-xml'"),
        ("SELECT ?s { ?s a inno:Episode }", "turtle", "unknown format for rows 'turtle'"),
        ("ASK {}", "ntriples", "unknown format for rows 'ntriples'"),
    ],
)
def test_a_format_that_does_not_fit_the_results_is_refused(
    run: Callable[..., Result], real_store: Store, text: str, output_format: str, complaint: str
) -> None:
    finished = run("query", text, "-f", output_format)
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert finished.stderr.splitlines()[0] == f"error: {complaint}"
    assert finished.stderr.splitlines()[1].startswith("hint: ")


def test_results_come_in_the_forms_of_the_w3c(run: Callable[..., Result], real_store: Store) -> None:
    text = "SELECT ?number { id:episode-7 inno:number ?number }"
    found = json.loads(run("query", text, "-f", "sparql-json").stdout)
    assert found["head"] == {"vars": ["number"]}
    assert [row["number"]["value"] for row in found["results"]["bindings"]] == ["7"]
    root = ET.fromstring(run("query", text, "-f", "sparql-xml").stdout)  # noqa: S314
    assert [each.text for each in root.iter("{http://www.w3.org/2005/sparql-results#}literal")] == ["7"]
    assert json.loads(run("query", "ASK {}", "-f", "sparql-json").stdout)["boolean"] is True


@pytest.mark.parametrize("output_format", ANSWER_FORMATS)
def test_ask_without_a_name_lists_all_questions(
    run: Callable[..., Result], real_store: Store, output_format: str
) -> None:
    finished = run("ask", "-f", output_format)
    assert finished.exit_code == 0
    assert [name for name in catalogue() if name not in finished.stdout.replace("\\", "")] == []


def test_the_list_of_questions_has_their_wording_and_parameters(
    run: Callable[..., Result], real_store: Store
) -> None:
    rows = json.loads(run("ask", "-f", "json").stdout)["rows"]
    assert [row["name"] for row in rows] == sorted(catalogue())
    assert [row["question"] for row in rows] == [question.summary for question in catalogue().values()]
    parameters = {row["name"]: row["parameters"] for row in rows}
    assert parameters["factors-by-case"] == "case, factor"
    assert parameters["episodes"] is None


@pytest.mark.parametrize("name", [question.name for question in catalogue().values() if not question.needs])
def test_every_question_has_an_answer(run: Callable[..., Result], real_store: Store, name: str) -> None:
    content = json.loads(run("ask", name, "-f", "json").stdout)
    assert content["rows"]
    assert {key for row in content["rows"] for key in row} >= {*content["columns"], "derived", "disputed"}


def test_build_prints_counts_and_the_place(
    run: Callable[..., Result], facts_folder: Callable[[str], Path]
) -> None:
    folder = facts_folder("publishers:\n  built: {label: Built}\n")
    first, second = run("build", "--facts", folder), run("build", "--facts", folder)
    assert re.fullmatch(
        r"built: 0 credits, 1 entity, 0 events, 0 facts, 0 passages, [\d,]+ quads, 0 sources\n/.+\n",
        first.stdout,
    )
    assert second.stdout == first.stdout.replace("built", "up to date", 1)
    assert Path(first.stdout.splitlines()[1]).is_dir()


def test_check_of_the_real_facts_has_no_findings(run: Callable[..., Result]) -> None:
    finished = run("check")
    assert finished.exit_code == 0
    assert re.fullmatch(r"no findings in [\d,]+ facts\n", finished.stdout)


def test_check_prints_every_finding_with_place_and_hint(
    run: Callable[..., Result], facts_folder: Callable[[str], Path]
) -> None:
    folder = facts_folder("publishers:\n  one: {label: One, titel: x}\n  two: {lable: Two}\n")
    finished = run("check", "--facts", folder)
    assert finished.exit_code == 1
    assert re.match(rf"{re.escape(str(folder))}/facts\.yaml:2:21: .+\nhint: ", finished.stdout)
    assert re.search(r"facts\.yaml:3:9: ", finished.stdout)
    assert re.fullmatch(r"error: \d findings\n", finished.stderr)


def test_a_reading_command_lists_findings_on_standard_error(
    run: Callable[..., Result], facts_folder: Callable[[str], Path]
) -> None:
    finished = run("ask", "episodes", "--facts", facts_folder("publishers:\n  one: {titel: x}\n"))
    assert (finished.exit_code, finished.stdout) == (1, "")
    assert re.search(r"facts\.yaml:2:9: ", finished.stderr)
    assert re.search(r"error: \d findings? in the facts; nothing was built\n$", finished.stderr)


def test_a_reading_command_builds_first(
    run: Callable[..., Result], facts_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = facts_folder("publishers:\n  read: {label: Read}\n")
    finished = run("show", "read", "--facts", folder, "--store", tmp_path / "store")
    assert (finished.exit_code, finished.stderr) == (0, "")
    assert finished.stdout == "Read (read): publisher\n\nno rows\n"


def test_version() -> None:
    finished = subprocess.run([*INNOGRAPH, "--version"], check=True, capture_output=True, text=True)
    assert finished.stdout == f"innograph {__version__}\n"


def test_the_module_is_the_command(real_store: Store) -> None:
    finished = subprocess.run([*INNOGRAPH, "query", ASK_GRIEVE], check=True, capture_output=True, text=True)
    assert (finished.stdout, finished.stderr) == ("answer\n──────\nyes\n", "")


def test_usage_in_a_process_names_the_program(real_store: Store) -> None:
    finished = subprocess.run([*INNOGRAPH, "asc"], check=False, capture_output=True, text=True)
    assert finished.returncode == 2
    assert finished.stderr.splitlines() == [
        "Usage: innograph [OPTIONS] COMMAND [ARGS]...",
        "Try 'innograph --help' for help.",
        "",
        "Error: No such command 'asc'. Did you mean 'ask'?",
    ]


def test_ctrl_c_ends_a_long_query_at_once(real_store: Store) -> None:
    with subprocess.Popen(
        [*INNOGRAPH, "query", LONG], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            time.sleep(2)
            assert process.poll() is None
            for _ in range(
                50
            ):  # one is lost if the program is still starting and inherits that it ignores it
                process.send_signal(signal.SIGINT)
                time.sleep(0.2)
                if process.poll() is not None:
                    break
        finally:
            process.kill()
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors) == (-signal.SIGINT, b"", b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", b"\xff"],
        ["query", b"ASK { ?x ?y '\xff' }"],
        pytest.param(["show", b"\xff"]),
        pytest.param(["ask", "timeline", "-p", b"case=\xff"]),
        ["build", "--facts", b"\xff"],
        ["ask", "-o", b"/nowhere/\xff"],
    ],
)
def test_arguments_that_are_not_utf8_are_no_traceback(
    real_store: Store, arguments: list[str | bytes]
) -> None:
    command = [*map(os.fsencode, INNOGRAPH), *map(os.fsencode, arguments)]
    finished = subprocess.run(command, check=False, capture_output=True)
    assert finished.returncode in (1, 2)
    assert b"Traceback" not in finished.stderr
    assert finished.stderr.startswith(b"error: ")


def test_the_width_of_a_table_follows_columns(run: Callable[..., Result], real_store: Store) -> None:
    widths = {}
    for columns in ("60", "100", "many"):
        lines = run("ask", env={"COLUMNS": columns}).stdout.splitlines()
        widths[columns] = max(map(len, lines))
    assert 50 < widths["60"] <= 60
    assert 85 < widths["100"] <= 100
    assert 100 < widths["many"] <= 120


def test_resources_are_found(real_store: Store) -> None:
    for path in (resources.ontology(), resources.shapes(), resources.alignments()):
        assert path.is_file()
    assert resources.facts().is_dir()
