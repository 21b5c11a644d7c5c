"""Where curated facts and the Registry disagree, and an older export with a newer one."""

from __future__ import annotations

import csv

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
    assert {row["value"]: row["sources"].rpartition("#")[2] for row in rows} == {
        "30": "page", "31": "2", "Fraud": "2", "Theft": "3", "2026-01-03": "2", "2020-01-03": "3",
    }  # fmt: skip


def test_without_imports_there_is_none(conflicts):
    assert conflicts("--curated") == []


def test_who_is_judged_not_to_be_the_same_is_in_no_conflict(conflicts, tmp_path):
    path = tmp_path / "imports" / "judgements.tsv"
    path.write_text(path.read_text().replace("same\trule", "not the same\thand"))

    assert conflicts() == []


def test_conflicts_of_one_entity(conflicts):
    assert {row["subject"] for row in conflicts("--entity", "case-ann-poe")} == {"Ann Poe case"}
