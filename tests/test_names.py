from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from innograph.errors import UnknownNameError
from innograph.names import resolve
from innograph.opening import open_current

if TYPE_CHECKING:
    from innograph.store import Store

ID = "https://w3id.org/innograph/id/"
FACTS = """\
publishers:
  ann-one: {label: Ann}
  ann-two: {label: Ann, was: [annie-two]}
  ben: {label: Ben O'Neil}
platforms:
  ben-tv: {label: Ben O'Neil}
"""


@pytest.fixture(scope="module")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    facts = tmp_path_factory.mktemp("facts")
    (facts / "people.yaml").write_text(FACTS, encoding="utf-8")
    return open_current(facts, None, print)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("andy-grieve", "andy-grieve"),
        (f"{ID}andy-grieve", "andy-grieve"),
        (f"<{ID}andy-grieve>", "andy-grieve"),
        ("id:andy-grieve", "andy-grieve"),
        ("Andy Grieve", "andy-grieve"),
        ("ANDY grieve", "andy-grieve"),
        ("Andy-Grieve", "andy-grieve"),
        ("Keith Allen Harward", "keith-harward"),
        ("keith allen harward", "keith-harward"),
        ("forensic-science", "theme/forensic-science"),
        ("theme/forensic-science", "theme/forensic-science"),
        ("forensic science", "theme/forensic-science"),
        ("junk science", "theme/forensic-science"),
        ("director", "role/director"),
        ("case-levon-brooks/conditional-release/1", "case-levon-brooks/conditional-release/1"),
        ("Levon Brooks case: arrest, 1990-09-17", "case-levon-brooks/arrest/1"),
        ("source/pov", "source/pov"),
        ("pov", "source/pov"),
        ("seed-000", "source/seed-000"),
        ("id:source/seed-000", "source/seed-000"),
        (f"{ID}source/nre-2026", "source/nre-2026"),
    ],
)
def test_an_entity_is_found_by_each_of_its_names(real_store: Store, text: str, expected: str) -> None:
    assert resolve(real_store, text).value == ID + expected


def test_a_class_narrows_a_name_down(small_store: Store) -> None:
    assert resolve(small_store, "Ben O'Neil", "Publisher").value == f"{ID}ben"
    assert resolve(small_store, "ben o'neil", "Platform").value == f"{ID}ben-tv"


def test_a_former_id_means_the_present_entity(small_store: Store) -> None:
    assert resolve(small_store, "annie-two").value == f"{ID}ann-two"
    assert resolve(small_store, f"<{ID}annie-two>").value == f"{ID}ann-two"


@pytest.mark.parametrize("text", ["Ann", "ann", "ANN"])
def test_a_name_that_belongs_to_several_is_refused_with_their_ids(small_store: Store, text: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(small_store, text)
    assert caught.value.message == f"unknown entity {text!r}"
    assert caught.value.hint == "the name belongs to several: ann-one, ann-two"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Andy Greve", ["'Andy Grieve'", "'andy-grieve'"]),
        ("episode-77", ["'episode-7'"]),
        ("forensic-scince", ["'forensic-science'", "'forensic science'"]),
    ],
)
def test_an_unknown_name_comes_with_near_ones(real_store: Store, text: str, near: list[str]) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(real_store, text)
    hint = caught.value.hint or ""
    assert caught.value.message == f"unknown entity {text!r}"
    assert hint.startswith("did you mean ")
    assert [name for name in near if name in hint] == near
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "text", ["", "qqqqqqqq", "<>", "id:", "http://", "a b {", "\x00", "🦉🦉🦉", "x" * 10_000]
)
def test_nonsense_is_unknown(real_store: Store, text: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(real_store, text)
    assert caught.value.message == f"unknown entity {text!r}"


def test_an_argument_that_is_no_utf8_is_unknown(real_store: Store) -> None:
    with pytest.raises(UnknownNameError):
        resolve(real_store, "\udcff")


@pytest.mark.parametrize(
    ("text", "class_name", "kind"),
    [("andy-grieve", "Theme", "theme"), ("Episode 7 of The Innocence Files", "Person", "person")],
)
def test_an_entity_of_another_class_is_unknown(
    real_store: Store, text: str, class_name: str, kind: str
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(real_store, text, class_name)
    assert caught.value.message == f"unknown {kind} {text!r}"


def test_near_names_are_of_the_wanted_class(real_store: Store) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(real_store, "Andy Greve", "Theme")
    assert "Grieve" not in (caught.value.hint or "")
