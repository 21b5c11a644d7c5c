"""The command import, as a user types it."""

from __future__ import annotations

import json

import pytest
from tests.registry import L7, cells, text
from tests.test_imports import ANN, BOB, FACTS

CASES = ["query", "SELECT ?x { ?x a inno:Case }", "-f", "csv"]


@pytest.fixture
def here(tmp_path, facts_folder, monkeypatch):
    """Options for small facts and a store of their own; imports go into a folder of their own too."""
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    (tmp_path / "export.csv").write_text(text(L7, ANN, BOB, cells(L7, state="Ohio")), encoding="utf-8")
    return ["--facts", str(facts_folder(FACTS)), "--store", str(tmp_path / "stores")]


def test_a_file_goes_in_and_out_again(run, here, tmp_path):
    """It is listed, seen by other commands, left out by --curated, and removed by name."""
    finished = run("import", "nre", tmp_path / "export.csv", "-f", "csv", *here)
    assert finished.stdout.splitlines() == [
        "name,kind,snapshot,rows,kept out,file,state",
        "nre-2020-01-03,nre,2020-01-03,2,1,export.csv,imported",
    ]
    assert finished.stderr.splitlines() == [
        f"{tmp_path / 'export.csv'}: row 4: it has no name",
        "matched: 1 the same, 0 unsure",
    ]
    assert len(run(*CASES, *here).stdout.splitlines()) == 3  # one row speaks of the curated case
    assert len(run(*CASES, "--curated", *here).stdout.splitlines()) == 2
    assert "nre-2020-01-03" in run("import", "--list", *here).stdout
    assert "1 import" in run("build", *here).stdout

    removed = run("import", "--remove", "nre-2020-01-03", *here)
    assert (removed.stdout, removed.stderr) == (
        "no rows\n",
        "note: nothing is imported (innograph import nre FILE)\n",
    )
    assert len(run(*CASES, *here).stdout.splitlines()) == 2


def test_the_same_file_twice_is_said_to_be_unchanged(run, here, tmp_path):
    run("import", "nre", tmp_path / "export.csv", *here)

    assert "unchanged" in run("import", "nre", tmp_path / "export.csv", *here).stdout


def test_json_has_the_whole_report(run, here, tmp_path):
    answer = json.loads(
        run("import", "nre", tmp_path / "export.csv", "--name", "mine", "-f", "json", *here).stdout
    )

    assert answer["rows"][0]["name"] == "mine"
    assert answer["notes"] == ["mine: row 4: it has no name"]


def test_rows_that_break_the_shapes_are_reported(run, here, tmp_path):
    """By the import itself, and by check, which leaves them out with --curated."""
    (tmp_path / "export.csv").write_text(
        text(L7, ANN, cells(L7, last_name="Moe", sex="Male")), encoding="utf-8"
    )
    finished = run("import", "nre", tmp_path / "export.csv", "-f", "json", *here)
    reported = "nre-2020-01-02: row 3: A case needs the state of the conviction. (id:nre/"

    assert any(line.startswith(reported) for line in finished.stderr.splitlines())
    assert any(note.startswith(reported) for note in json.loads(finished.stdout)["notes"])

    checked = run("check", *here)
    finding, hint = checked.stdout.splitlines()
    place = "export.csv:3:1: row 3 of import nre-2020-01-02: A case needs the state of the conviction. ("
    assert (checked.exit_code, checked.stderr) == (1, "error: 1 finding\n")
    assert finding.startswith(place)
    assert hint.startswith("hint: correct the file and import it again, after innograph import --remove nre-")
    assert run("check", "--curated", *here).stdout == "no findings in 5 facts\n"


def test_the_checks_of_facts_are_made_of_imports_too(run, here, tmp_path):
    """A factor of another scheme, and a second value of a property that has one, from an RDF file."""
    run("import", "nre", tmp_path / "export.csv", *here)
    assert run("check", *here).stdout == "no findings in 5 facts and 1 import\n"
    case = json.loads(run("query", "SELECT ?c { ?c inno:worstCrime 'Theft' }", "-f", "json", *here).stdout)
    (tmp_path / "more.ttl").write_text(
        "@prefix inno: <https://w3id.org/innograph/ontology#> . @prefix id: <https://w3id.org/innograph/id/> .\n"
        f"<{case['rows'][0]['c']['iri']}> inno:worstCrime 'Fraud' ; inno:factor <theme/forensic-science> .\n",
        encoding="utf-8",
    )
    run("import", "rdf", tmp_path / "more.ttl", "--name", "more", *here)
    checked = run("check", *here)
    findings = [line.partition(" (")[0] for line in checked.stdout.splitlines() if ".ttl:1:1" in line]

    assert checked.exit_code == 1
    assert findings == [
        "more.ttl:1:1: import more: contributing factor that is not the Registry's",
        "more.ttl:1:1: import more: single-valued property with several values",
    ]
    assert "hint: Write one of the factors of the Registry's scheme" in checked.stdout


def test_of_many_problems_the_first_are_shown(run, here, tmp_path):
    rows = [cells(L7, state="Ohio")] * 30
    (tmp_path / "export.csv").write_text(text(L7, ANN, *rows), encoding="utf-8")
    *lines, matched = run("import", "nre", tmp_path / "export.csv", *here).stderr.splitlines()

    assert matched.startswith("matched: ")
    assert len(lines) == 21
    assert lines[-1].endswith("and 10 more; -f json has them all")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message"),
    [
        (["nre", "nowhere.csv"], 2, "unknown file 'nowhere.csv'"),
        (["nrr", "export.csv"], 2, "did you mean 'nre'?"),
        (["--remove", "nothing"], 2, "unknown import 'nothing'"),
        ([], 2, "give a kind and files to import, or --list, or --remove NAME"),
        (["nre"], 2, "give a kind and files to import"),
        (["--list", "--remove", "x"], 2, "give a kind and files to import"),
        (["nre", "export.csv", "notes.txt", "--name", "x"], 2, "give one file"),
        (["nre", "notes.txt"], 1, "is not an export of the National Registry of Exonerations"),
        (["nre", "export.csv", "--name", "../x"], 2, "is no name"),
    ],
)
def test_what_is_wrong_is_one_clear_error(run, here, tmp_path, monkeypatch, arguments, exit_code, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("to do, today\n")
    finished = run("import", *arguments, *here)

    assert (finished.exit_code, finished.stdout) == (exit_code, "")
    assert message in finished.stderr
