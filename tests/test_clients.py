"""The Innocence Project's list of clients, and whom of another list they are."""

from __future__ import annotations

import json

import pytest

from innograph.errors import ImportFileError
from innograph.imports import clients

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
        (JANE | {"state": "Ontario"}, "row 2, column 'state': 'Ontario' is no state of the United States"),
        (JANE | {"state": ["Ohio"]}, "row 2, column 'state': \"['Ohio']\" is neither a text nor a number"),
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
        ([{"Name": "Jane Roe"}], "its objects have no name and no state"),
        ([], "is a list without clients"),
    ],
)
def test_a_file_that_is_no_list_of_clients_is_refused(load, content, message):
    with pytest.raises(ImportFileError, match=message):
        load(content)
