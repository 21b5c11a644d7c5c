from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import NamedNode

from innograph.description import COLUMNS, Describer, describe
from innograph.evidence import whole
from innograph.names import resolve
from innograph.namespaces import DISPUTED
from innograph.opening import open_current

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from innograph.answers import Answer, Row
    from innograph.store import Store

ID = "https://w3id.org/innograph/id/"
INNO = "https://w3id.org/innograph/ontology#"


@pytest.fixture(scope="module")
def shown(real_store: Store) -> Callable[[str], Answer]:
    """What `innograph show` says of an entity of the real graph."""
    return lambda name: describe(real_store, resolve(real_store, name))


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(row.cells[column].label for column in COLUMNS)


def _of(answer: Answer, name: str) -> list[Row]:
    """The rows of one property."""
    return [row for row in answer.rows if row.cells["property"].label == name]


def _values(answer: Answer, name: str) -> list[str]:
    return [row.cells["value"].label for row in _of(answer, name)]


def test_every_description_has_the_same_columns(shown: Callable[[str], Answer]) -> None:
    for name in ("episode-7", "andy-grieve", "theme/forensic-science"):
        assert shown(name).columns == ("property", "value", "standing", "sources")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("episode-7", "Episode 7 of The Innocence Files (episode-7): episode"),
        ("andy-grieve", "Andy Grieve (andy-grieve): filmmaker"),
        ("case-levon-brooks", "Levon Brooks case (case-levon-brooks): case"),
        ("levon-brooks", "Levon Brooks (levon-brooks): exoneree"),
        ("theme/forensic-science", "forensic science (theme/forensic-science): theme"),
        ("role/director", "director (role/director): role"),
    ],
)
def test_the_title_says_what_the_entity_is(shown: Callable[[str], Answer], name: str, title: str) -> None:
    assert shown(name).title == title


def test_a_statement_knows_that_it_is_disputed(real_store: Store) -> None:
    disputed = {quad.triple for quad in real_store.oxigraph.quads_for_pattern(None, None, None, DISPUTED)}
    evidence = whole(real_store)
    about = {triple.subject for triple in disputed if isinstance(triple.subject, NamedNode)}
    found = [each for subject in about for each in evidence.statements(subject)]
    known = {(each.subject, each.predicate, each.value) for each in found if each.disputed}
    assert known
    assert known == {(triple.subject, triple.predicate, triple.object) for triple in disputed} & {
        (each.subject, each.predicate, each.value) for each in found
    }


def test_rival_values_stand_together_with_their_ranks_reasons_and_sources(
    shown: Callable[[str], Answer],
) -> None:
    rows = _of(shown("episode-7"), "running time in minutes")
    assert [_texts(row)[1:] for row in rows] == [
        (
            "86",
            "asserted, preferred: POV Magazine gives this length for this very episode and calls it the longest of the series.",
            "pov",
        ),
        (
            "81",
            "not asserted, normal: This length stands in the copy of a review; the review itself was not seen.",
            "ebert-copy",
        ),
        (
            "85",
            "not asserted, normal: The article gives 85 as the upper end of a range, and POV Magazine calls this the longest episode.",
            "wp-series",
        ),
    ]
    assert [(row.derived, row.disputed) for row in rows] == [(False, True)] * 3


def test_an_undisputed_fact_is_asserted_and_no_more(shown: Callable[[str], Answer]) -> None:
    row = _of(shown("episode-7"), "number")[0]
    assert _texts(row) == ("number", "7", "asserted", "clicker; rsc-e7; script-e7")
    assert (row.derived, row.disputed) == (False, False)


def test_a_rival_that_is_deprecated_is_shown_as_not_asserted(shown: Callable[[str], Answer]) -> None:
    standings = {row.cells["value"].label: _texts(row)[2] for row in _of(shown("episode-3"), "covers")}
    assert standings["Keith Harward case"] == "asserted"
    assert standings["Levon Brooks case"].startswith("not asserted, deprecated: ")


def test_a_derived_director_comes_with_its_reasoning(shown: Callable[[str], Answer]) -> None:
    (row,) = _of(shown("episode-8"), "director")
    _, value, standing, sources = _texts(row)
    assert (value, standing) == ("Andy Grieve", "derived")
    assert sources.startswith("inferred: By elimination. Grieve is one of the six directors")
    assert (row.derived, row.disputed, row.citations) == (True, False, ())


def test_a_theme_that_follows_from_a_rule_names_the_rule(shown: Callable[[str], Answer]) -> None:
    (row,) = _of(shown("episode-8"), "theme")
    assert _texts(row)[1:] == (
        "prosecutorial misconduct",
        "asserted",
        "by rule: An episode has the themes of the part that it belongs to.",
    )


def test_a_person_has_a_row_for_each_credit_and_scope(shown: Callable[[str], Answer]) -> None:
    answer = shown("andy-grieve")
    works = {"Episode 8 of The Innocence Files", "The Innocence Files", "The Innocence Files: one episode"}
    rows = [row for row in answer.rows if _texts(row)[0] == "award" or _texts(row)[1] in works]
    assert [_texts(row)[:3] for row in rows] == [
        ("award", "Emmy winner for Stand Up to Cancer", "asserted"),
        ("director of", "Episode 8 of The Innocence Files", "derived"),
        ("director of", "The Innocence Files", "asserted"),
        ("director of, scope", "The Innocence Files: one episode", "asserted"),
        ("producer of", "The Innocence Files", "asserted"),
    ]
    assert _texts(rows[3])[3] == "pov"


def test_a_shortcut_is_not_shown_beside_its_credit(shown: Callable[[str], Answer]) -> None:
    assert _values(shown("episode-7"), "director") == ["Alex Gibney"]
    assert len(_values(shown("alex-gibney"), "director of")) == len(
        set(_values(shown("alex-gibney"), "director of"))
    )


def test_events_of_a_case_stand_in_the_order_of_their_dates(shown: Callable[[str], Answer]) -> None:
    rows = [row for row in shown("case-levon-brooks").rows if _texts(row)[0].endswith(": date")]
    dates = [_texts(row)[1] for row in rows if _texts(row)[2].startswith("asserted")]
    assert dates == sorted(dates)
    assert (dates[0], dates[-1]) == ("1990-09-15", "2008-03-13")
    assert len(dates) >= 7


def test_the_facts_of_an_event_stay_together(shown: Callable[[str], Answer]) -> None:
    names = [_texts(row)[0] for row in shown("case-levon-brooks").rows]
    events = [name.rpartition(": ")[0] for name in names if name.startswith("Levon Brooks case: ")]
    changes = [second for first, second in pairwise(["", *events]) if first != second]
    assert len(changes) == len(set(changes)) == 9


def test_events_without_a_date_come_last(shown: Callable[[str], Answer]) -> None:
    names = [_texts(row)[0] for row in shown("case-levon-brooks").rows]
    dated = [index for index, name in enumerate(names) if name.endswith(": date")]
    assert names.index("Levon Brooks case: compensation: payer") > max(dated)


def test_a_conviction_is_never_shown_without_its_end(shown: Callable[[str], Answer]) -> None:
    names = {_texts(row)[0] for row in shown("case-levon-brooks").rows}
    convictions = {name.rpartition(": ")[0] for name in names if "conviction" in name}
    assert convictions == {"Levon Brooks case: wrongful conviction, 1992-01-22, exonerated 2008"}


def test_rival_dates_of_a_conviction_are_disputed(shown: Callable[[str], Answer]) -> None:
    name = "Levon Brooks case: wrongful conviction, 1992-01-22, exonerated 2008: date"
    rows = _of(shown("case-levon-brooks"), name)
    assert [(_texts(row)[1], row.disputed) for row in rows] == [("1992-01-22", True), ("1992-01-17", True)]
    assert _texts(rows[0])[2].startswith("asserted, preferred: The Registry's date")


def test_an_event_can_be_shown_by_itself(shown: Callable[[str], Answer]) -> None:
    answer = shown("case-levon-brooks/conditional-release/1")
    assert answer.title.startswith("Levon Brooks case: conditional release, 2008-02-15 (")
    assert _values(answer, "date") == ["2008-02-15"]
    assert _values(answer, "judge") == ["J. Lee Howard"]


def test_what_refers_to_an_entity_is_named_from_its_side(shown: Callable[[str], Answer]) -> None:
    answer = shown("forensic-science")
    assert _values(answer, "theme of") == [
        "Episode 1 of The Innocence Files",
        "Episode 2 of The Innocence Files",
        "Episode 3 of The Innocence Files",
        "The Evidence",
        "The Innocence Files",
    ]
    assert _values(answer, "also called") == [
        "faulty evidence",
        "flawed science",
        "flawed scientific evidence",
        "forensics",
        "junk science",
    ]
    assert _values(shown("case-levon-brooks"), "covered by")[:2] == [
        "Episode 1 of The Innocence Files",
        "Episode 2 of The Innocence Files",
    ]


def test_a_role_lists_the_credits_that_it_is_in(shown: Callable[[str], Answer]) -> None:
    answer = shown("role/director")
    values = _values(answer, "role in")
    assert "Andy Grieve, director of Episode 8 of The Innocence Files" in values
    assert values == sorted(values)
    marked = [_texts(row)[1] for row in answer.rows if row.derived]
    assert marked == ["Andy Grieve, director of Episode 8 of The Innocence Files"]


@pytest.mark.parametrize("name", ["source/seed-000", "seed-000"])
def test_a_source_is_described_and_lists_what_it_states(shown: Callable[[str], Answer], name: str) -> None:
    answer = shown(name)
    assert answer.title == "Variety (source/seed-000): source"
    assert _values(answer, "publisher") == ["Variety"]
    assert _values(answer, "kind of source") == ["article"]
    assert _values(answer, "The Innocence Files: theme") == [
        "eyewitness identification",
        "forensic science",
        "prosecutorial misconduct",
    ]


def test_every_statement_that_a_source_makes_cites_it(shown: Callable[[str], Answer]) -> None:
    stated = [row for row in shown("source/seed-000").rows if row.citations]
    assert len(stated) > 10
    assert [row for row in stated if "seed-000" not in {each.source for each in row.citations or ()}] == []


def test_every_asserted_fact_has_a_source_or_a_reason(shown: Callable[[str], Answer]) -> None:
    for name in ("episode-7", "case-levon-brooks", "the-innocence-files", "alex-gibney"):
        assert [row for row in shown(name).rows if not _texts(row)[3]] == []


def _json_row(run: Callable[..., Result], entity: str, prop: str) -> dict[str, Any]:
    content = json.loads(run("show", entity, "-f", "json").stdout)
    found: dict[str, Any] = next(row for row in content["rows"] if row["property"]["iri"] == f"{INNO}{prop}")
    return found


def test_json_gives_each_citation_in_full(run: Callable[..., Result], real_store: Store) -> None:
    row = _json_row(run, "episode-7", "runtimeMinutes")
    assert row["property"] == {"iri": f"{INNO}runtimeMinutes", "label": "running time in minutes"}
    assert row["value"] == 86
    assert (row["derived"], row["disputed"]) == (False, True)
    assert row["citations"] == [
        {
            "passage": f"{ID}passage/pov/page",
            "source": "pov",
            "locator": "",
            "title": "Netflix Reclaims Its True Crime Credence with The Innocence Files",
            "publisher": "POV Magazine",
            "date": "",
            "url": "https://povmagazine.com/netflix-reclaims-its-true-crime-credence-with-the-innocence-files/",
            "author": "",
            "kind": "review",
            "seen_at": "",
            "roots": [],
            "digest": "",
        }
    ]


def test_json_gives_line_and_row_of_a_citation(run: Callable[..., Result], real_store: Store) -> None:
    lines = {each["source"]: each for each in _json_row(run, "the-innocence-files", "platform")["citations"]}
    assert lines["seed-000"]["locator"] == "2"
    assert lines["seed-000"]["passage"] == f"{ID}passage/seed-000/2"
    assert lines["seed-000"]["date"] == "2020-04"
    rows = _json_row(run, "case-levon-brooks", "registryId")["citations"]
    assert [(each["source"], each["locator"]) for each in rows] == [("nre-2026", "10294")]


def test_json_gives_entities_as_pairs(run: Callable[..., Result], real_store: Store) -> None:
    assert _json_row(run, "episode-7", "covers")["value"] == {
        "iri": f"{ID}case-chester-hollman",
        "label": "Chester Hollman III case",
    }


def test_sources_are_marked_with_line_or_row(shown: Callable[[str], Answer]) -> None:
    (row,) = _of(shown("case-levon-brooks"), "Registry identifier")
    assert _texts(row)[3] == "nre-2026#10294"


def test_an_entity_without_facts_has_no_rows(tmp_path: Any) -> None:
    (tmp_path / "facts.yaml").write_text("publishers:\n  lonely: {label: Lonely}\n", encoding="utf-8")
    store = open_current(tmp_path, None, print)[0]
    answer = describe(store, NamedNode(f"{ID}lonely"))
    assert (answer.title, answer.rows) == ("Lonely (lonely): publisher", ())


def test_an_entity_that_is_not_described_has_its_id_for_a_title(real_store: Store) -> None:
    answer = describe(real_store, NamedNode(f"{ID}nobody"))
    assert (answer.title, answer.rows) == ("id:nobody (nobody)", ())


def test_entries_about_an_event_name_it_and_what_ended_it(real_store: Store) -> None:
    entries = list(Describer(whole(real_store)).entries(NamedNode(f"{ID}case-levon-brooks")))
    convictions = [entry for entry in entries if entry.event and "conviction" in entry.event.label]
    based = [(entry, entry.basis) for entry in convictions if entry.basis]
    assert {entry.event.label for entry in convictions if entry.event} == {
        "Levon Brooks case: wrongful conviction, 1992-01-22, exonerated 2008"
    }
    dates = [(each.value.label, basis.disputed) for each, basis in based if each.property.label == "date"]
    assert dates == [("1992-01-22", True), ("1992-01-17", True)]
