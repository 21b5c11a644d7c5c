"""Where sources disagree: what is found, that it is all there is, and that each is a real disagreement."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from pyoxigraph import Store as Oxigraph

from innograph import conflicts
from innograph.dataset import minting
from innograph.namespaces import ID, INNO, TYPE, term
from innograph.store import Store, write_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

HERE = Path(__file__).parent
REVIEWED = yaml.load((HERE / "conflicts.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # texts only
CONTRADICTIONS = (HERE.parent / "docs" / "contradictions.md").read_text(encoding="utf-8")
Group = dict[tuple[str, str], set[str]]


def _groups(run: Run, *options: str) -> Group:
    result = run("conflicts", "-f", "json", *options)
    assert result.exit_code == 0, result.stderr
    found: Group = {}
    for row in json.loads(result.stdout)["rows"]:
        value = row["value"]
        text = value["iri"].removeprefix(ID) if isinstance(value, dict) else str(value)
        key = row["subject"]["iri"].removeprefix(ID), row["property"]["iri"].removeprefix(INNO)
        found.setdefault(key, set()).add(("+" if row["asserted"] else "-") + text)
    return found


def _reviewed(section: str) -> Group:
    return {(subject, name): set(claims) for _, subject, name, claims, _ in REVIEWED[section]}


def test_the_conflicts_are_those_that_were_gone_through(run: Run, real_store: Store) -> None:
    assert _groups(run) == _reviewed("conflicts")


def test_rivals_that_agree_are_shown_when_asked_for(run: Run, real_store: Store) -> None:
    assert _groups(run, "--agreeing") == _reviewed("conflicts") | _reviewed("agreeing")


def test_every_conflict_has_a_reason_and_stands_in_the_account() -> None:
    rows = {int(row[1]): row[2] for row in re.finditer(r"^\| (\d+) \|(.*)$", CONTRADICTIONS, re.MULTILINE)}
    for number, subject, name, _, why in REVIEWED["conflicts"] + REVIEWED["agreeing"]:
        assert f"`{subject}`" in rows[int(number)], number
        assert name in rows[int(number)], number
        assert why


def test_every_rival_claim_of_the_account_is_found(run: Run, real_store: Store) -> None:
    """A row that says "rival claims" or "deprecated" names what is among the claims."""
    found = {subject for subject, _ in _groups(run, "--agreeing")}
    rows = re.findall(r"^\| \d+ \|[^|]*\|([^|]*)\|$", CONTRADICTIONS, re.MULTILINE)
    claimed = [row for row in rows if "rival claims" in row or "deprecated" in row]
    assert len(claimed) >= 35
    for row in claimed:
        assert set(re.findall(r"`([^`]+)`", row)) & found, row


def test_each_claim_has_its_sources(run: Run, real_store: Store) -> None:
    rows = json.loads(run("conflicts", "-f", "json").stdout)["rows"]
    assert all(row["citations"] and row["sources"] for row in rows)
    (row,) = [row for row in rows if row["value"] == 81]
    assert row["sources"] == "ebert-copy"
    assert row["rank"] == "normal"
    assert row["reason"].startswith("This length")
    assert row["citations"][0]["source"] == "ebert-copy"


def test_a_filter_by_entity_takes_its_events_too(run: Run, real_store: Store) -> None:
    subjects = {subject for subject, _ in _groups(run, "--entity", "Levon Brooks case")}
    assert subjects == {
        "case-levon-brooks",
        "case-levon-brooks/sentencing/1",
        "case-levon-brooks/wrongful-conviction/1",
        "episode-3",
    }


@pytest.mark.parametrize("name", ["runtimeMinutes", "inno:runtimeMinutes", "running time in minutes"])
def test_a_filter_by_property(run: Run, real_store: Store, name: str) -> None:
    assert {name for _, name in _groups(run, "--property", name)} == {"runtimeMinutes"}


def test_both_filters_hold(run: Run, real_store: Store) -> None:
    assert _groups(run, "-e", "episode-7", "-p", "number") == {}
    assert run("conflicts", "-e", "episode-7", "-p", "number").exit_code == 0


@pytest.mark.parametrize(
    ("option", "name", "near"), [("-p", "runtimeMinute", "runtimeMinutes"), ("-e", "Citizen Q", "Citizen K")]
)
def test_what_does_not_exist_is_said_with_what_is_near(
    run: Run, real_store: Store, option: str, name: str, near: str
) -> None:
    result = run("conflicts", option, name)
    assert result.exit_code == 2
    assert near in result.stderr


@pytest.mark.parametrize("output_format", ["table", "csv", "tsv", "json", "markdown", "html"])
def test_every_format_holds_the_rows(run: Run, real_store: Store, output_format: str) -> None:
    result = run("conflicts", "-p", "episodeCount", "-f", output_format)
    assert result.exit_code == 0
    assert "bolde" in result.stdout


def _store(tmp_path: Path, real_store: Store, *claims: tuple[str, NamedNode, str, Any]) -> Store:
    """The vocabulary, and claims (passage, subject, property, value) that nobody ranked."""
    store = Oxigraph()
    store.bulk_load(path=str(real_store.nquads), format=RdfFormat.N_QUADS)
    kept = [quad for quad in store if quad.graph_name == minting.NAMED_GRAPHS["ontology"]]
    stated = [
        Quad(subject, term(name), value, minting.passage(passage)) for passage, subject, name, value in claims
    ]
    types = [Quad(minting.entity("x"), TYPE, term("Episode"))]
    store = Oxigraph()
    store.extend([*kept, *stated, *types])
    write_store(tmp_path / "stores" / "made", store.dump(format=RdfFormat.N_QUADS) or b"", {"digest": "made"})
    return Store(tmp_path / "stores" / "made")


def _year(text: str) -> Literal:
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    return Literal(text, datatype=term(f"xsd:{kinds[len(text)]}"))


def test_conflicts_that_nobody_ranked_are_found(tmp_path: Path, real_store: Store) -> None:
    case = minting.entity("case-x")
    store = _store(
        tmp_path,
        real_store,
        ("a/page", minting.entity("case-x/release/1"), "date", _year("2011-03-16")),
        ("b/page", minting.entity("case-x/release/1"), "date", _year("2011-03-14")),
        ("a/page", minting.entity("case-x/vacatur/1"), "date", _year("2011-03-14")),  # another event
        ("b/page", minting.entity("case-x/exoneration/1"), "date", _year("2011")),  # another event
        ("a/page", minting.entity("case-x/arrest/1"), "date", _year("1990")),
        ("b/page", minting.entity("case-x/arrest/1"), "date", _year("1990-04-21")),  # agrees
        ("a/page", case, "factor", minting.entity("factor/false-confession")),
        ("b/page", case, "factor", minting.entity("factor/official-misconduct")),  # several values
    )
    found = {(claim.statement.subject.value, claim.conflicts) for claim in conflicts.find(store)}
    assert found == {(f"{ID}case-x/release/1", True), (f"{ID}case-x/arrest/1", False)}
