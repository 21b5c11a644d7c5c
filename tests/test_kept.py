from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.conftest import TOY

from innograph import kept, resources
from innograph.opening import open_current
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

ASKED = ("episodes", [("case", "x")], "table", None, 120)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_current(TOY, str(tmp_path / "stores"), print)[0]


def test_what_was_kept_is_recalled_for_the_same_question_only(store: Store) -> None:
    assert kept.recall(store, ASKED) is None
    kept.keep(store, ASKED, "a text\r\nin two lines ≠\n")
    assert kept.recall(store, ASKED) == "a text\r\nin two lines ≠\n"
    for at in range(len(ASKED)):
        other = (*ASKED[:at], "other", *ASKED[at + 1 :])
        assert kept.recall(store, other) is None


def test_the_second_answer_is_the_first_and_is_not_worked_out_again(
    run: Callable[..., Result], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("ask", "directors-by-theme", "--cite", "--store", str(store.folder.parent))
    first = run(*asked)
    assert (first.exit_code, first.stderr) == (0, "")
    assert "facts from" in first.stdout
    monkeypatch.setattr("innograph.citation.answer", lambda *_, **__: pytest.fail("worked out again"))
    assert run(*asked).stdout == first.stdout


@pytest.mark.parametrize(
    "changed", [["-f", "csv"], ["--cite-full"], ["--no-cite"], ["-p", "scheme=registry"]], ids=" ".join
)
def test_another_form_of_a_question_is_worked_out(
    run: Callable[..., Result], store: Store, changed: list[str]
) -> None:
    asked = ["ask", "directors-by-theme", "--cite", "--store", str(store.folder.parent)]
    first = run(*asked)
    other = run(*asked, *changed)
    assert other.exit_code == 0
    assert other.stdout != first.stdout


def test_a_path_is_looked_for_once(
    run: Callable[..., Result], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("path", "author-one", "exoneree-alpha", "--store", str(store.folder.parent))
    first = run(*asked)
    assert first.exit_code == 0
    assert "hop" in first.stdout
    monkeypatch.setattr("innograph.connection.connect", lambda *_: pytest.fail("looked for again"))
    assert run(*asked).stdout == first.stdout


def test_an_empty_answer_says_why_each_time(run: Callable[..., Result], store: Store) -> None:
    asked = (
        "ask",
        "cases-by-director",
        "-p",
        "director=author-one",
        "-f",
        "csv",
        "--store",
        str(store.folder.parent),
    )
    answers = [run(*asked), run(*asked)]
    assert answers[0].stderr == answers[1].stderr != ""


def test_a_folder_that_cannot_be_written_is_left_alone(store: Store) -> None:
    (store.folder / kept.FOLDER).write_text("a file where the folder should be", encoding="utf-8")
    kept.keep(store, ASKED, "text")
    assert kept.recall(store, ASKED) is None


def test_no_more_is_kept_than_fits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    monkeypatch.setattr(kept, "LONGEST", 4)
    for number in range(5):
        kept.keep(store, (*ASKED, number), "text")
    kept.keep(store, ASKED, "texts")
    assert len(list((store.folder / kept.FOLDER).iterdir())) == 3
    assert kept.recall(store, ASKED) is None


def test_nothing_is_kept_inside_the_package_or_in_another_tools_store(tmp_path: Path) -> None:
    for folder in (tmp_path, resources.built()):
        kept.keep(Store(folder), ASKED, "text")
        assert kept.recall(Store(folder), ASKED) is None
        assert not (folder / kept.FOLDER).exists()


def test_text_that_is_damaged_is_worked_out_again(store: Store) -> None:
    kept.keep(store, ASKED, "text")
    next((store.folder / kept.FOLDER).iterdir()).write_bytes(b"\xff\xfe\x00")
    assert kept.recall(store, ASKED) is None
