"""What changed between two imports, and between two builds."""

from __future__ import annotations

import csv
import json

import pytest
from tests.registry import L7, L8, cells, text

from innograph.imports.storage import Imports

FACTS = """\
people:
  ann-poe: {label: %s}
cases:
  case-ann-poe:
    label: Ann Poe case
    exoneree: {value: ann-poe, sources: [page]}
    state: {value: %s, sources: [page]}
    events:
      wrongful-conviction/1:
        date: {value: 1991-05-06, sources: [page]}
      exoneration/1:
        date: {value: 1999, sources: [page]}
organizations:
  national-registry-of-exonerations: {label: National Registry of Exonerations}
sources:
  registry: {publisher: national-registry-of-exonerations, kind: dataset}
  page: {publisher: national-registry-of-exonerations, kind: article}
"""
KNOWN = {"worst_crime_display": "Theft", "age": "20", "county": "Lake"}
OLD = (
    KNOWN | {"last_name": "Poe", "first_name": "Ann", "state": "Texas", "date_of_1st_conviction": "5/6/1991",
             "date_of_exoneration": "7/8/1999", "fc": "FC", "posting_date": "1/2/2020"},
    KNOWN | {"last_name": "Doe", "first_name": "Robert Lee", "state": "Ohio", "date_of_1st_conviction": "5/6/2001",
             "date_of_exoneration": "7/8/2009", "date_of_crime_year": "2000", "posting_date": "1/2/2020"},
    KNOWN | {"last_name": "Moe", "first_name": "Jim", "state": "Utah", "date_of_1st_conviction": "5/6/2003",
             "date_of_exoneration": "7/8/2010", "dna": "DNA", "posting_date": "1/2/2020"},
)  # fmt: skip
NOW = {"worst_crime_display": "Theft", "age_at_crime_years": "20", "county_of_crime": "Lake"}
NEW = (
    NOW | {"id": "1", "name": "Ann Poe", "state": "Texas", "date_of_1st_convic": "1991-05-06", "posting_date": "2020-01-02",
           "date_of_exon": "1999-07-09", "false_confession": "Yes", "mistaken_witness_id": "Yes", "years_lost": "8", "dna": "No"},
    NOW | {"id": "2", "name": "Robert Doe", "state": "Ohio", "date_of_1st_convic": "2001-05-06",
           "date_of_exon": "2009-07-08", "date_of_crime_year": "2000", "date_of_crime_month": "3", "posting_date": "2020-01-02"},
    NOW | {"id": "3", "name": "Zoe Noe", "state": "Iowa", "date_of_1st_convic": "1990-05-06", "date_of_exon": "1995-07-08",
           "dna": "Yes", "posting_date": "2020-01-02"},
)  # fmt: skip


@pytest.fixture
def command(run, tmp_path, facts_folder, monkeypatch):
    """Run a command on small facts."""
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    facts = str(facts_folder(FACTS % ("Ann Poe", "Texas")))
    return lambda *arguments: run(*arguments, "--facts", facts)


@pytest.fixture
def imported(command, tmp_path):
    """Import two exports, named old and new."""
    for name, layout, rows in (("old", L7, OLD), ("new", L8, NEW)):
        path = tmp_path / f"{name}.csv"
        path.write_text(text(layout, *(cells(layout, **row) for row in rows)), encoding="utf-8")
        assert command("import", "nre", str(path), "--name", name).exit_code == 0
    return command


def table(result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return list(csv.reader(result.stdout.splitlines()))[1:]


def test_people_are_added_gone_and_renamed_and_values_change(imported):
    assert table(imported("diff", "old", "new", "-f", "csv")) == [
        ["added", "Zoe Noe", "new#4", "", "", "Zoe Noe"],
        ["gone", "Jim Moe", "old#4", "", "Jim Moe", ""],
        ["renamed", "Robert Doe", "new#3", "", "Robert Lee Doe", "Robert Doe"],
        ["changed", "Ann Poe", "new#2", "exoneration/1 date", "1999-07-08", "1999-07-09"],
        ["changed", "Ann Poe", "new#2", "factor", "", "mistaken witness identification"],
    ]  # a date of a crime that is finer has not changed


def test_json_says_how_many_and_what_only_one_layout_has(imported):
    told = json.loads(imported("diff", "old", "new", "-f", "json").stdout)

    assert told["notes"][0] == "1 added, 1 gone, 1 renamed, 2 changed (values of 1)"
    assert "registryId" in told["notes"][1]
    assert told["notes"][2] == "only one of the two ever says: dnaContributed no"
    assert [row["change"] for row in told["rows"]] == ["added", "gone", "renamed", "changed", "changed"]


def test_the_other_way_round_added_is_gone(imported):
    changes = [(row[0], row[1]) for row in table(imported("diff", "new", "old", "-f", "csv"))]

    assert changes[:3] == [("added", "Jim Moe"), ("gone", "Zoe Noe"), ("renamed", "Robert Lee Doe")]


def test_who_is_judged_not_to_be_the_same_is_gone_and_added(imported, tmp_path):
    path = tmp_path / "imports" / "judgements.tsv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "Doe" not in line))

    changes = {(row[0], row[1]) for row in table(imported("diff", "old", "new", "-f", "csv"))}
    assert {("added", "Robert Doe"), ("gone", "Robert Lee Doe")} < changes


def test_who_may_be_one_person_is_named_among_the_notes(imported, tmp_path):
    path = tmp_path / "imports" / "judgements.tsv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(
        "".join(line.replace("same\trule", "unsure\trule", 1) if "Doe" in line else line for line in lines)
    )

    told = json.loads(imported("diff", "old", "new", "-f", "json").stdout)
    assert told["notes"][1] == (
        "added and gone, or perhaps one person (innograph links --review): Robert Doe and Robert Lee Doe"
    )


def test_other_imports_change_nothing_unless_it_is_said(imported, tmp_path):
    """A third import that shares people with both, first kept out of the way and then alone between them."""
    before = imported("diff", "old", "new", "-f", "json").stdout
    (tmp_path / "third.csv").write_text(
        text(L7, *(cells(L7, **row | {"posting_date": "1/2/2021"}) for row in OLD)), encoding="utf-8"
    )
    assert imported("import", "nre", str(tmp_path / "third.csv"), "--name", "third").exit_code == 0
    assert imported("diff", "old", "new", "-f", "json").stdout == before

    path = tmp_path / "imports" / "judgements.tsv"
    told = path.read_text().splitlines(keepends=True)
    ends = [Imports(tmp_path / "imports").open(name).description.short for name in ("old", "new")]
    path.write_text("".join(line for line in told if not all(f"nre/{end}/" in line for end in ends)))
    after = json.loads(imported("diff", "old", "new", "-f", "json").stdout)
    assert after["rows"] == json.loads(before)["rows"]
    assert after["notes"][1] == "one person only through another import's rows: Robert Lee Doe"


def test_an_import_and_itself_do_not_differ(imported):
    assert table(imported("diff", "new", "new", "-f", "csv")) == []


def test_two_builds_differ_in_what_they_assert(run, facts_folder, tmp_path):
    for name, given in (("before", ("Ann Poe", "Texas")), ("after", ("Annie Poe", "Ohio"))):
        facts = facts_folder(FACTS % given)
        assert run("build", "--facts", str(facts), "--store", str(tmp_path / name)).exit_code == 0

    rows = table(run("diff", str(tmp_path / "before"), str(tmp_path / "after"), "-f", "csv"))

    assert ["renamed", "Annie Poe", "ann-poe", "", "Ann Poe", "Annie Poe"] in rows
    assert ["changed", "Ann Poe case", "case-ann-poe", "state", "Texas", "Ohio"] in rows


def test_an_import_is_not_held_against_a_build(imported, run, facts_folder, tmp_path):
    facts = facts_folder(FACTS % ("Ann Poe", "Texas"))
    assert run("build", "--facts", str(facts), "--store", str(tmp_path / "build")).exit_code == 0
    finished = imported("diff", "old", str(tmp_path / "build"))
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert "an import and a build cannot be compared" in finished.stderr


def test_what_is_neither_import_nor_build_is_named(imported, tmp_path):
    assert "did you mean 'old'" in imported("diff", "olds", "new").stderr
    assert imported("diff", "olds", "new").exit_code == 2
    assert imported("diff", "old", str(tmp_path)).exit_code == 1
