"""The Innocence Project's list of clients, and whom of another list they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.registry import L7, cells, read, text

from innograph.errors import ImportFileError
from innograph.imports import clients, nre

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.imports.rows import Row

JANE = {"name": "Jane Roe", "slug": "jane-roe", "state": "Ohio", "exoneration_year": "2001"}


@pytest.fixture
def load(tmp_path):
    """The rows of a list, and all else that its reading gave."""

    def _load(content):
        path = tmp_path / "clients.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        reading = clients.read(path, lambda *_: None)
        return list(reading.rows), reading

    return _load


def test_a_client_is_a_person_whom_the_organization_defended(load):
    rows, reading = load([JANE])
    facts = {(f.about, f.relation, f.value.text) for f in rows[0].facts}

    assert facts == {
        ("person", "listedName", "Jane Roe"),
        ("person", "clientSlug", "jane-roe"),
        ("case", "defendedBy", "innocence-project"),
        ("case", "state", "Ohio"),
        ("case", "event", "wrongful-conviction/1"),
        ("exoneration/1", "date", "2001"),
    }
    assert (rows[0].number, reading.problems, reading.notes) == (1, [], [])


@pytest.mark.parametrize("year", [{}, {"exoneration_year": None}, {"exoneration_year": ""}])
def test_a_client_without_a_year_has_no_conviction(load, year):
    """The list does not say that the person was exonerated."""
    rows, reading = load([{"name": "Jane Roe", "state": "Ohio", **year}])

    assert rows[0].events == []
    assert reading.notes == ["1 without a year of exoneration assert nothing until they are linked to a case"]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"name": "", "state": "Ohio"}, "row 2: it has no name"),
        (
            JANE | {"exoneration_year": "soon"},
            "row 2, column 'exoneration_year': 'soon' is not a date or a year",
        ),
        (JANE | {"shoe": 44}, "column 'shoe': it is not known and is kept out"),
    ],
)
def test_what_cannot_be_read_is_reported(load, entry, problem):
    rows, reading = load([JANE, entry, JANE])

    assert [str(each) for each in reading.problems] == [problem]
    assert [row.number for row in rows][-1] == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Name,State\n", "is not JSON"),
        (b"\xff", "is not JSON"),
        ({"name": "Jane Roe"}, "it is no JSON array of objects"),
        (["Jane Roe"], "it is no JSON array of objects"),
        ([{"title": "Metropolis"}], "its objects have no name and no state"),
        ([], "its objects have no name and no state"),
    ],
)
def test_a_file_that_is_no_list_of_clients_is_refused(load, content, message):
    with pytest.raises(ImportFileError, match=message):
        load(content)


def registry(tmp_path: Path, *people: tuple[str, str, str, str]) -> list[Row]:
    """Rows of the Registry: name, state and year of exoneration of each."""
    given = [
        cells(
            L7,
            last_name=last,
            first_name=first,
            state=state,
            worst_crime_display="Theft",
            date_of_exoneration=year,
        )
        for first, last, state, year in people
    ]
    return read(tmp_path / "registry.csv", text(L7, *given))[0]


@pytest.mark.parametrize(
    ("people", "match", "candidates", "reason"),
    [
        ([("Jane", "Roe", "Ohio", "1990")], 2, [], "same name and state, as no other"),
        ([("JANE", "ROE", "Fed-OH", "2001")], 2, [], "same name and state, as no other"),
        (
            [("Jane", "Roe", "Ohio", "1990"), ("Jane", "Roe", "Ohio", "2001")],
            3,
            [],
            "and year of exoneration",
        ),
        (
            [("Jane", "Roe", "Ohio", "1990"), ("Jane", "Roe", "Ohio", "1991")],
            None,
            [2, 3],
            "2 have this name",
        ),
        ([("Jane", "Roe", "Texas", "2001")], None, [2], "none has this name in this state"),
        (
            [("Jane B.", "Roe Jr.", "Ohio", "2001"), ("Al", "Poe", "Ohio", "2001")],
            None,
            [2],
            "none has this name",
        ),
        ([("Jane B.", "Roe", "Texas", "2001")], None, [], "none has this name"),
    ],
)
def test_links_agree_on_state_and_the_rest_is_left_to_a_person(
    load, tmp_path, people, match, candidates, reason
):
    (link,) = clients.links(load([JANE])[0], registry(tmp_path, *people))

    assert (link.match.number if link.match else None) == match
    assert [row.number for row in link.candidates] == candidates
    assert reason in link.reason


def test_the_real_list_against_the_export_of_june_2026(shared):
    """210 of 248 by exact name, five of them ambiguous until the state is looked at; the rest have candidates."""
    rows = list(
        clients.read(shared / "data" / "lists" / "innocence_project_clients.json", lambda *_: None).rows
    )
    others = list(nre.read(shared / "data" / "nre" / "nre_2026-06.csv", lambda *_: None).rows)
    links = list(clients.links(rows, others))
    matched = [(link.client, link.match) for link in links if link.match]

    assert (len(rows), len(matched)) == (248, 210)
    assert {link.client.name for link in links if not link.match and not link.candidates} == set()
    states = {(client.first("case", "state"), match.first("case", "state")) for client, match in matched}
    assert all(one == other or other.startswith("Fed-") for one, other in states)
