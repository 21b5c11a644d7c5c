"""What a reader narrows, keeps and takes away in the page, in a real browser, by mouse and by keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.browsing import DESKTOP, PHONE, heading, obeys, pixels, search, shown, visiting

from innograph import view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize
    from tests.browsing import Visit

    from innograph.store import Store


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    yield from visiting(browser)


@pytest.fixture(scope="module", params=["vis", "large"])
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, real_store: Store
) -> Path:
    """The whole network, drawn by each of the two renderers."""
    path = tmp_path_factory.mktemp("pages") / f"{request.param}.html"
    text = view.page(real_store, view.choose(real_store), large=request.param == "large")
    path.write_bytes(text.encode())
    return path


def _records(page: Page) -> dict[str, Any]:
    records: dict[str, Any] = json.loads(page.locator("#records").inner_text())
    return records


def _within(page: Page, start: str, steps: int) -> int:
    """How many nodes are at most so many steps from one, counted from the page's data."""
    reached = {start}
    for _ in range(steps):
        reached |= {
            other
            for edge in _records(page)["edges"]
            for one, other in ((edge["from"], edge["to"]), (edge["to"], edge["from"]))
            if one in reached
        }
    return len(reached)


def test_only_what_is_near_is_shown_when_asked_for(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    before, picture = shown(page), pixels(page)
    assert page.locator("#steps-1").is_disabled()
    search(page, "levon brooks")
    for steps in (1, 2, 3):
        page.click(f"#steps-{steps}")
        assert shown(page)[0] == _within(page, "levon-brooks", steps)
        assert page.get_attribute(f"#steps-{steps}", "aria-pressed") == "true"
    page.click("#steps-1")
    assert pixels(page) != picture
    assert "within 1 step of Levon Brooks" in page.locator("#shown").inner_text()
    page.click("#steps-0")
    assert shown(page) == before
    assert heading(page) == "Levon Brooks"


def test_the_steps_are_set_by_keys_and_left_by_escape(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    before = shown(page)
    search(page, "levon brooks")
    page.locator("#picture").focus()
    sizes = []
    for key in ("1", "2", "3"):
        page.keyboard.press(key)
        sizes.append(shown(page)[0])
    assert sizes == [_within(page, "levon-brooks", steps) for steps in (1, 2, 3)]
    page.keyboard.press("1")
    page.keyboard.press(".")
    assert "→" in heading(page)
    page.keyboard.press("Escape")
    assert (heading(page), shown(page)[0]) == ("Levon Brooks", sizes[0])
    page.keyboard.press("Escape")
    assert (heading(page), shown(page)) == ("Levon Brooks", before)
    page.keyboard.press("Escape")
    assert heading(page) == "Facts"


def test_an_entity_further_away_is_shown_when_it_is_chosen(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    before = shown(page)
    search(page, "levon brooks")
    page.click("#steps-1")
    search(page, "the innocence files")
    assert heading(page) == "The Innocence Files"
    assert shown(page) == before


def test_relations_have_counts_and_are_hidden_and_shown(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    before, picture = shown(page), pixels(page)
    page.locator(".relations summary").click()
    records = _records(page)
    labels = [records["relations"][edge["relation"]]["label"] for edge in records["edges"]]
    told = {
        row.locator("label > span").first.inner_text(): int(row.locator(".count").inner_text())
        for row in page.locator("#relations li").all()
    }
    assert told == {label: labels.count(label) for label in labels}
    assert list(told.values()) == sorted(told.values(), reverse=True)
    box = page.locator("#relations li", has_text="director").first.locator("input")
    box.focus()
    page.keyboard.press("Space")
    assert shown(page) == (before[0], before[1] - told["director"])
    assert pixels(page) != picture
    page.click("#no-relations")
    assert shown(page) == (before[0], 0)
    page.click("#all-relations")
    assert shown(page) == before


def test_reset_shows_all_that_was_hidden(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    before = shown(page)
    page.locator(".relations summary").click()
    page.locator("#relations input").first.uncheck()
    page.locator("#types label", has_text="exoneree").locator("input").uncheck()
    search(page, "the innocence files")
    page.click("#steps-1")
    assert shown(page)[0] < before[0]
    page.click("#reset")
    assert (shown(page), heading(page)) == (before, "Facts")
    assert (
        page.locator("#types input:not(:checked), #relations input:not(:checked)").count() == 1
    )  # the loose


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "dark"), (PHONE, "light")], ids=["desktop", "phone"])
def test_the_rules_of_accessibility_hold(visit: Visit, whole: Path, size: ViewportSize, scheme: str) -> None:
    page = visit(whole, size, color_scheme=scheme, reduced_motion="reduce")
    search(page, "levon brooks")
    page.click("#steps-1")
    page.locator("#legend").evaluate("it => { it.open = true; }")
    page.locator(".relations summary").click()
    obeys(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
