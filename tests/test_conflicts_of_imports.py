"""Where curated facts and the Registry disagree, and an older export with a newer one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict

import pytest
from tests.registry import L7, L8, text
from tests.test_imports import ANN, BOB, FACTS, NEWER_BOB

Row = dict[str, str]


@pytest.fixture
def conflicts(run, tmp_path, facts_folder, monkeypatch):
    """The conflicts of small facts and two exports, as rows of csv."""
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    here = ["--facts", str(facts_folder(FACTS)), "--store", str(tmp_path / "stores")]
    for name, layout, rows in (("old", L7, (ANN, BOB)), ("new", L8, (NEWER_BOB,))):
        (tmp_path / f"{name}.csv").write_text(text(layout, *rows), encoding="utf-8")
        assert run("import", "nre", tmp_path / f"{name}.csv", "--name", name, *here).exit_code == 0

    def _conflicts(*options: str) -> list[Row]:
        result = run("conflicts", "-f", "csv", *options, *here)
        assert result.exit_code == 0, result.output
        return list(csv.DictReader(result.stdout.splitlines()))

    return _conflicts


def shown(rows: list[Row]) -> set[tuple[str, str, str, str]]:
    return {(row["property"], row["value"], row["asserted"], row["rank"]) for row in rows}


def test_a_curated_fact_against_the_registry_and_snapshot_against_snapshot(conflicts):
    """Each claim with its rank, reason and row; dates that agree as far as they go are none."""
    rows = conflicts()

    assert shown(rows) == {
        ("age at the crime", "30", "yes", "preferred"),
        ("age at the crime", "31", "no", "normal"),
        ("worst crime", "Fraud", "yes", "preferred"),
        ("worst crime", "Theft", "no", "normal"),
        ("posted", "2026-01-03", "yes", "preferred"),
        ("posted", "2020-01-03", "no", "normal"),
    }
    reasons = {row["value"]: row["reason"] for row in rows if row["reason"]}
    assert reasons == {
        "31": "A curated value is asserted.",
        "Theft": "A newer import's value is asserted.",
        "2020-01-03": "A newer import's value is asserted.",
    }
    assert {row["value"]: row["sources"] for row in rows} == {
        "30": "page", "31": "old#2", "Fraud": "new#2", "Theft": "old#3", "2026-01-03": "new#2",
        "2020-01-03": "old#3",
    }  # fmt: skip


def test_without_imports_there_is_none(conflicts):
    assert conflicts("--curated") == []


def test_who_is_judged_not_to_be_the_same_is_in_no_conflict(conflicts, tmp_path):
    path = tmp_path / "imports" / "judgements.tsv"
    path.write_text(path.read_text().replace("same\trule", "not the same\thand"))

    assert conflicts() == []


def test_conflicts_of_one_entity(conflicts):
    assert {row["subject"] for row in conflicts("--entity", "case-ann-poe")} == {"Ann Poe case"}


STATES = ("Texas", "Virginia", "Louisiana", "Tennessee")
# How either export heads what it says; a date is compared where both have the whole day.
HEADED = {
    "age at the crime": ("Age", "Age at Crime Years"),
    "worst crime": ("Worst Crime Display", "Worst Crime Display"),
    "county": ("County", "County of Crime"),
    "race": ("Race", "Race"),
    "sex": ("Sex", "Sex"),
    "posted": ("Posting Date", "Posting Date"),
    "exoneration/1 date": ("Date of Exoneration", "Date of Exon"),
    "wrongful-conviction/1 date": ("Date of 1st Conviction", "Date of 1st Convic"),
    "release/1 date": ("Date of Release", "Date of Release"),
    "crime/1 date": ("Date of Crime Year", "Date of Crime Year"),
}
AMERICAN = re.compile(r"(\d+)/(\d+)/(\d{4})")
Cells = dict[str, str]


def test_the_conflicts_of_two_real_exports_are_the_cells_that_differ(
    run, tmp_path, facts_folder, monkeypatch, shared
):
    """Of four states, of the people who are the only one of a name in either export."""
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    here = ["--facts", str(facts_folder(FACTS)), "--store", str(tmp_path / "stores")]
    tables = []
    for name, encoding in (("nre_2024-04.csv", "cp1252"), ("nre_2026-06.csv", "utf-8-sig")):
        tables.append(_rows_of_states((shared / "data" / "nre" / name).read_bytes().decode(encoding)))
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, tables[-1][0])
            writer.writeheader()
            writer.writerows(tables[-1])
        assert run("import", "nre", tmp_path / name, "--name", name[4:11], *here).exit_code == 0
    expected, alike = _differing(*tables)

    told = json.loads(run("conflicts", "-f", "json", *here).stdout)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in told["rows"]:
        event = re.search(r"/case/(.+/1)$", row["subject"]["iri"])
        what = f"{event[1]} " * bool(event) + row["property"]["label"] if event else row["property"]["label"]
        found[what, row["subject"]["iri"]] |= set(re.findall(r"20\d\d-\d\d#\d+", row["sources"]))
    shown = {(what, *sorted(rows)) for (what, _), rows in found.items()}

    assert len(expected) > 20
    assert {each for each in shown if each[0] in HEADED and each[1:] in alike} == expected


def _rows_of_states(content: str) -> list[Cells]:
    return [row for row in csv.DictReader(io.StringIO(content, newline="")) if row["State"] in STATES]


def _differing(old: list[Cells], new: list[Cells]) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """What differs, with the rows' marks, and the marks of all rows that were compared."""
    named: dict[tuple[str, str], list[list[tuple[str, Cells]]]] = defaultdict(lambda: [[], []])
    for at, table in enumerate((old, new)):
        for number, row in enumerate(table, start=2):
            name = row.get("Name") or f"{row['First Name']} {row['Last Name']}"
            key = ("".join(sorted(re.findall(r"\w+", name.casefold()))), row["State"])
            named[key][at].append((f"{('2024-04', '2026-06')[at]}#{number}", row))
    pairs = [(one[0], other[0]) for one, other in named.values() if len(one) == len(other) == 1]
    expected: set[tuple[str, ...]] = {
        (what, mark, mark_of_new)
        for (mark, before), (mark_of_new, after) in pairs
        for what, (heading, new_heading) in HEADED.items()
        if _contradict(before[heading], after[new_heading])
    }
    return expected, {(one[0], other[0]) for one, other in pairs}


def _contradict(before: str, after: str) -> bool:
    one, other = (_plain(text) for text in (before, after))
    return bool(one and other and one != other)


def _plain(cell: str) -> str:
    """A cell in lower case, its date in ISO form, its thousands without a comma; unknown as nothing."""
    text = " ".join(cell.replace("\u2019", "'").split()).casefold()
    if day := AMERICAN.fullmatch(text):
        return f"{day[3]}-{int(day[1]):02}-{int(day[2]):02}"
    return "" if text in ("don't know", "unknown", "0") else re.sub(r"(\d),(\d)", r"\1\2", text)
