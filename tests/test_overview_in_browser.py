"""The page where entities stand in groups, in a real browser, by mouse and by keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.browsing import (
    DESKTOP,
    PHONE,
    heading,
    obeys,
    pixels,
    rest,
    search,
    shown,
    visiting,
)

from innograph import view
from innograph.network import edges

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize
    from tests.browsing import Visit

    from innograph.store import Store

HEAD = "work:the-innocence-files"


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    yield from visiting(browser)


def _page(folder: Path, store: Store, arrangement: view.Arrangement) -> Path:
    path = folder / "page.html"
    path.write_bytes(view.page(store, view.choose(store, arrangement=arrangement)).encode())
    return path


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory, real_store: Store) -> Path:
    """The page that opens as one of more than 20,000 entities does."""
    return _page(tmp_path_factory.mktemp("overview"), real_store, view.Arrangement(most=300))


@pytest.fixture(scope="module")
def themes(tmp_path_factory: pytest.TempPathFactory, real_store: Store) -> Path:
    return _page(tmp_path_factory.mktemp("themes"), real_store, view.Arrangement("theme"))


def _state(page: Page) -> str:
    return page.locator("#shown").inner_text()


def _folded(page: Page) -> int:
    found = re.search(r"([\d,]+) folded", _state(page))
    assert found
    return int(found[1].replace(",", ""))


def _group(page: Page, label: str) -> None:
    page.locator("#group-list").get_by_role("button", name=label, exact=True).click()


def test_a_large_network_opens_as_groups_that_are_told_in_words(visit: Visit, overview: Path) -> None:
    page = visit(overview)
    assert shown(page)[0] > 300
    assert _folded(page) == int(re.search(r"in (\d+) groups", _state(page))[1]) > 50  # type: ignore[index]
    assert "Groups (" in page.locator("#groups-summary").inner_text()
    assert "The largest groups" in page.locator("#facts").inner_text()
    _group(page, "The Innocence Files")
    told = page.locator("#facts").inner_text()
    assert heading(page) == "The Innocence Files"
    assert "group of a work, folded" in told
    assert re.search(r"Connected with \d+ groups", told)
    assert "connections" in told


def test_a_click_unfolds_a_group_and_another_folds_it(visit: Visit, overview: Path) -> None:
    page = visit(overview)
    before, folded = pixels(page), _folded(page)
    _group(page, "The Innocence Files")  # comes to the middle
    rest(page, 400)
    box = page.locator("#picture").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    rest(page, 400)
    assert _folded(page) == folded - 1
    assert f"unfold={HEAD.replace(':', '%3A')}" in page.url
    assert pixels(page) != before
    assert "unfolded" in page.locator("#facts").inner_text()
    page.locator("#facts").get_by_role("button", name="Fold", exact=True).click()
    assert _folded(page) == folded
    rest(page, 600)
    assert "unfold" not in page.url


def test_keys_walk_over_groups_and_enter_unfolds(visit: Visit, overview: Path) -> None:
    page = visit(overview)
    folded = _folded(page)
    page.focus("#picture")
    page.keyboard.press("ArrowRight")
    name = heading(page)
    page.keyboard.press("Enter")
    assert _folded(page) == folded - 1
    assert heading(page) == name
    page.keyboard.press("Enter")
    assert _folded(page) == folded
    page.keyboard.press("ArrowDown")
    assert heading(page) != name
    page.keyboard.press(".")
    assert re.fullmatch(r"[\d,]+ connections?", heading(page))
    page.keyboard.press("Escape")
    assert "group" in page.locator("#facts").inner_text()


def test_search_unfolds_the_group_of_what_it_finds(visit: Visit, overview: Path) -> None:
    page = visit(overview)
    folded = _folded(page)
    search(page, "Levon Brooks case")
    assert heading(page) == "Levon Brooks case"
    assert _folded(page) == folded - 1
    assert "Stands in" in page.locator("#facts").inner_text()
    page.locator("#facts").get_by_text("counted also in").wait_for()
    page.get_by_role("button", name="Reset").click()
    assert _folded(page) == folded


def test_a_line_between_groups_tells_how_many_statements_and_leads_to_each(
    visit: Visit, overview: Path, real_store: Store
) -> None:
    page = visit(overview)
    ends = "between=group+work%3Athe-innocence-files&and=group+work%3Aepisode-1"
    page.goto(f"{overview.as_uri()}#{ends}")
    page.reload()
    page.wait_for_selector("canvas")
    grouping = view.choose(real_store, arrangement=view.Arrangement(most=300)).groups
    assert grouping
    wanted = {HEAD, "work:episode-1"}
    between = [e for e in edges(real_store) if {grouping.of[e.source][0], grouping.of[e.target][0]} == wanted]
    assert heading(page).split()[0] == str(len(between))
    listed = page.locator("#facts .connections li button")
    assert listed.count() == len(between)
    folded = _folded(page)
    listed.first.click()
    assert _folded(page) == folded - 2
    assert page.locator("#facts dl").count() == 1  # the statement, with its sources


def test_a_link_opens_what_was_unfolded_and_back_leads_back(visit: Visit, overview: Path) -> None:
    page = visit(overview)
    folded = _folded(page)
    page.locator("#group-list button", has_text="+").first.click()
    rest(page, 600)
    page.locator("#group-list button", has_text="+").first.click()
    rest(page, 600)
    address = page.url
    assert address.count("unfold=") == 2
    page.go_back()
    rest(page, 300)
    assert _folded(page) == folded - 1
    other = visit(overview)
    other.goto(address)
    other.reload()
    other.wait_for_selector("canvas")
    assert _folded(other) == folded - 2
    other.goto(f"{overview.as_uri()}#unfold=work:none&group=none&between=group+x&and=y")
    other.reload()
    other.wait_for_selector("canvas")
    assert _folded(other) == folded


def test_the_table_shows_groups_and_what_is_unfolded(visit: Visit, overview: Path) -> None:
    page = visit(overview)
    page.get_by_role("button", name="Table").click()
    groups = page.locator("#groups-table tbody tr")
    assert groups.count() == _folded(page)
    counts = [int(text) for text in page.locator("#groups-table tbody td:nth-child(3)").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == shown(page)[0]
    assert page.locator("#entities-table tbody tr").count() == 0
    groups.first.get_by_role("button", name="Unfold").click()
    assert page.locator("#entities-table tbody tr").count() == counts[0]
    page.locator("#groups-table tbody tr").nth(1).get_by_role("button").first.click()
    assert re.search(r"\d+ members", page.locator("#facts").inner_text())


def test_a_path_unfolds_the_groups_on_its_way(visit: Visit, overview: Path) -> None:
    page = visit(overview)
    folded = _folded(page)
    page.locator("#route summary").click()
    for field, name in (("#from", "Levon Brooks"), ("#to", "Alex Gibney")):
        page.fill(field, name)
        page.press(field, "Enter")
    assert re.match(r"\d+ hops", page.locator("#route-status").inner_text())
    assert _folded(page) < folded
    assert page.locator("#way li").count() >= 2


def test_steps_show_what_is_near_itself(visit: Visit, overview: Path) -> None:
    page = visit(overview)
    search(page, "Levon Brooks case")
    page.keyboard.press("Tab")
    page.locator("#steps-1").click()
    assert _folded(page) == 0
    assert shown(page)[0] < 60


def test_groups_that_are_asked_for_are_named_and_can_be_folded(visit: Visit, themes: Path) -> None:
    page = visit(themes)
    assert _folded(page) == 0
    assert page.locator("#groups-summary").inner_text().startswith("Groups by theme (")
    before = pixels(page)
    page.locator("#fold-all").click()
    assert _folded(page) == page.locator("#group-list > li").count()
    assert pixels(page) != before
    rest(page, 600)
    assert "fold=theme" in page.url
    search(page, "Netflix")
    assert "Not connected with a theme" in page.locator("#facts").inner_text()


def test_what_is_saved_names_the_groups(visit: Visit, themes: Path) -> None:
    page = visit(themes)
    page.locator("#save summary").click()
    with page.expect_download() as kept:
        page.locator("#save-svg").click()
    assert "forensic science (" in kept.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_with_groups_are_accessible(
    visit: Visit, overview: Path, size: ViewportSize, scheme: str
) -> None:
    page = visit(overview, size, color_scheme=scheme, reduced_motion="reduce")
    page.locator("#groups").evaluate("each => { each.open = true; }")
    obeys(page)
    page.locator("#group-list button", has_text="+").first.click()
    _group(page, "The Innocence Files")
    obeys(page)
    page.get_by_role("button", name="Table").click()
    if (size, scheme) != (DESKTOP, "light"):
        page.fill("#filter", "innocence")  # elsewhere fewer rows, which are all made alike
    obeys(page)
