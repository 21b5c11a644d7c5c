"""The page of an answer in a real browser: rows, what they rest on, and the picture that the answer makes."""

from __future__ import annotations

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
    visiting,
)
from tests.test_view_in_browser import PAYLOADS, hostile_quads, store_of

from innograph.questions import catalogue
from innograph.view import asked as asking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, ViewportSize
    from tests.browsing import Visit

    from innograph.store import Store

TABLET: ViewportSize = {"width": 820, "height": 1180}
HOSTILE_QUERY = """#+ summary: "{title}"
#+ description: "{title}"
SELECT ?a ?alias ?b {{ ?a inno:alias ?alias . OPTIONAL {{ ?a inno:none ?b }} }} # {title}
"""


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    yield from visiting(browser)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


def _write(folder: Path, name: str, store: Store, asked: asking.Asked, *, large: bool = False) -> Path:
    path = folder / f"{name}.html"
    path.write_bytes(asking.answer_page(store, asked, large=large)[0].encode())
    return path


@pytest.fixture(scope="module", params=["vis", "large"])
def episodes(request: pytest.FixtureRequest, folder: Path, real_store: Store) -> Path:
    """An answer without a picture of its own, drawn by each of the two renderers."""
    asked = asking.of_question(real_store, catalogue()["episodes"], {})
    return _write(folder, request.param, real_store, asked, large=request.param == "large")


@pytest.fixture(scope="module")
def directors(folder: Path, real_store: Store) -> Path:
    """An answer that makes a matrix."""
    asked = asking.of_question(real_store, catalogue()["directors-by-theme"], {})
    return _write(folder, "directors", real_store, asked)


@pytest.fixture(scope="module", params=["vis", "large"])
def states(request: pytest.FixtureRequest, folder: Path, real_store: Store) -> Path:
    """An answer that makes a map, drawn by each of the two renderers."""
    asked = asking.of_question(real_store, catalogue()["cases-by-state"], {})
    return _write(folder, f"states-{request.param}", real_store, asked, large=request.param == "large")


@pytest.fixture(scope="module")
def events(folder: Path, real_store: Store) -> Path:
    """An answer that makes a timeline, with disputed rows."""
    asked = asking.of_question(real_store, catalogue()["timeline"], {"case": "Levon Brooks case"})
    return _write(folder, "events", real_store, asked)


@pytest.fixture(scope="module")
def hostile(folder: Path, real_store: Store) -> Path:
    store = store_of(folder / "hostile-store", real_store, list(hostile_quads()))
    title = (
        " ".join(PAYLOADS)
        .replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\u2028", "")
        .replace("\u2029", "")
    )
    return _write(folder, "hostile", store, asking.of_query(store, HOSTILE_QUERY.format(title=title)))


def _row(page: Page, text: str) -> Locator:
    return page.locator("#answer-table tbody tr", has_text=text).first


def _addressed(page: Page, state: str) -> None:
    """Wait until the address holds a state."""
    page.wait_for_url(lambda url: url.partition("#")[2] == state, timeout=5000)


def _chosen(page: Page) -> list[str]:
    rows = page.locator("#answer-table tr.chosen").all()
    return [row.get_attribute("data-row") or "" for row in rows]


def test_a_press_on_a_row_marks_what_it_rests_on_and_tells_it(visit: Visit, episodes: Path) -> None:
    page = visit(episodes)
    before = pixels(page)
    _row(page, "Jed Rothstein").locator("td").nth(1).click()
    assert heading(page) == "Row 4 of the answer"
    assert _chosen(page) == ["3"]
    rest(page, 500)
    assert pixels(page) != before
    facts = page.locator("#facts").inner_text()
    assert "Rests on " in facts
    assert "Jed Rothstein, director of Episode 4 of The Innocence Files" in facts
    assert "Which follows from others" in facts
    _addressed(page, "row=4")
    _row(page, "Jed Rothstein").locator("td").nth(1).click()
    assert _chosen(page) == []
    _addressed(page, "")


def test_a_link_to_a_row_opens_with_it_and_back_leads_to_the_one_before(visit: Visit, episodes: Path) -> None:
    page = visit(episodes)
    page.goto(f"{episodes.as_uri()}#row=2")
    page.reload()
    assert (heading(page), _chosen(page)) == ("Row 2 of the answer", ["1"])
    rest(page, 500)
    page.locator("#answer-table tbody tr").nth(4).locator("button.link").click()
    _addressed(page, "row=5")
    page.go_back()
    _addressed(page, "row=2")
    assert _chosen(page) == ["1"]
    for address in ("#row=0", "#row=10", "#row=-1", "#row=x", "#row=99999999"):
        page.evaluate("(address) => { location.hash = address; }", address)
        rest(page, 50)
        assert _chosen(page) == []


def test_an_entity_and_a_connection_name_the_rows_that_rest_on_them(visit: Visit, episodes: Path) -> None:
    page = visit(episodes)
    search(page, "jed rothstein")
    section = page.locator("#facts section", has_text="rows of the answer rest on it")
    assert (
        section.locator("h3").inner_text() == "3 rows of the answer rest on it"
    )  # episode 8 too, by elimination
    assert page.locator("#answer-table tr.resting").count() == 3
    section.locator("button").nth(1).click()
    assert heading(page) == "Row 5 of the answer"
    page.get_by_role("button", name="Jed Rothstein, director of Episode 5").click()
    assert heading(page).startswith("Episode 5 of The Innocence Files director → Jed Rothstein")
    assert "2 rows of the answer rest on it" in page.locator("#facts").inner_text()
    assert _chosen(page) == ["4"]  # it stays marked in the picture
    _row(page, "Andy Grieve").locator("button.link").click()
    facts = page.locator("#answer-table tr.chosen summary").inner_text().partition(" from ")[0]
    assert page.get_by_role("heading", name=f"Rests on {facts}", exact=True).is_visible()


def test_rows_are_gone_through_and_chosen_by_keys(visit: Visit, episodes: Path) -> None:
    page = visit(episodes)
    page.focus("#answer-part")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('tbody') !== null"):
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert heading(page) == "Row 2 of the answer"
    assert page.locator("#announcement").inner_text().startswith("Row 2 of the answer: 2, ")
    assert page.locator("#answer-table [aria-pressed=true]").count() == 1
    page.focus("#picture")
    page.keyboard.press("Escape")
    assert (heading(page), _chosen(page)) == ("Facts", [])


def test_rows_are_sorted_by_a_heading_and_put_back_in_their_order(visit: Visit, episodes: Path) -> None:
    page = visit(episodes)
    titles = page.locator("#answer-table tbody td:nth-child(2)")
    order = titles.all_inner_texts()
    button = page.locator("#answer-table th button", has_text="title")
    button.click()
    assert titles.all_inner_texts() == sorted(order)
    button.click()
    assert titles.all_inner_texts() == sorted(order, reverse=True)
    assert page.locator("#answer-table th[aria-sort=descending]").count() == 1
    button.click()
    assert titles.all_inner_texts() == order


def test_only_rows_that_hold_words_are_shown(visit: Visit, episodes: Path) -> None:
    page = visit(episodes)
    titles = page.locator("#answer-table tbody td:nth-child(2)")
    number, caption = titles.count(), page.locator("#answer-table caption")
    page.locator("#answer-filter").press_sequentially("rothstein JÉD")
    assert 0 < titles.count() < number
    assert all("Jed Rothstein" in row for row in page.locator("#answer-table tbody tr").all_inner_texts())
    assert caption.inner_text() == f"Answer: {titles.count()} of {number} rows"
    _addressed(page, "rows=rothstein+J%C3%89D")
    page.reload()
    assert (page.input_value("#answer-filter"), caption.is_visible()) == ("rothstein JÉD", True)
    assert 0 < titles.count() < number
    search(page, "liz garbus")
    page.locator("#facts section", has_text="of the answer").locator("button").first.click()
    assert (page.input_value("#answer-filter"), titles.count()) == ("", number)  # it is among all rows
    page.fill("#answer-filter", "zzz")
    assert (titles.count(), caption.inner_text()) == (0, f"Answer: 0 of {number} rows")


def test_sources_of_a_row_open_without_choosing_it(visit: Visit, episodes: Path) -> None:
    page = visit(episodes)
    details = page.locator("#answer-table details").first
    details.locator("summary").click()
    assert details.locator("li code").count() > 3
    assert _chosen(page) == []


def test_an_answer_that_makes_a_picture_opens_with_it(visit: Visit, directors: Path) -> None:
    page = visit(directors)
    assert page.get_attribute("#show-chart", "aria-pressed") == "true"
    assert page.locator("#chart-part svg[role=img]").is_visible()
    assert page.locator("#picture-part").is_hidden()
    field = page.locator("#chart-part rect", has=page.locator("title", has_text="Jed Rothstein"))
    box = field.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)  # on its number
    assert heading(page) == "Row 2 of the answer"
    assert "chosen" in (field.get_attribute("class") or "")
    _row(page, "Alex Gibney").locator("button.link").click()
    assert "chosen" not in (field.get_attribute("class") or "")
    _addressed(page, "row=4")


def test_the_network_behind_a_picture_is_in_view_when_it_is_asked_for(visit: Visit, states: Path) -> None:
    page = visit(states)
    page.click("#show-picture")
    _addressed(page, "as=picture")
    rest(page, 300)
    colored = r"""() => {
      const cells = new Set();
      for (const canvas of document.querySelectorAll("#canvas canvas")) {
        const pen = canvas.getContext("2d");
        if (!pen) continue;
        const { width, height } = canvas;
        const data = pen.getImageData(0, 0, width, height).data;
        const isCase = (at) => data[at] > 180 && data[at + 1] < 150 && data[at + 2] > 130 && data[at + 3] > 200;
        for (let at = 0; at < data.length; at += 4) if (isCase(at)) cells.add(`${Math.floor(((at / 4) % width) * 20 / width)} ${Math.floor((at / 4 / width) * 20 / height)}`);
      }
      return cells.size;
    }"""
    assert page.evaluate(colored) > 12  # of 400 cells; one place for all would be one cell, or four
    page.reload()
    assert page.locator("#picture-part").is_visible()
    page.click("#show-chart")
    _addressed(page, "")


def test_disputes_and_what_was_not_found_are_told(visit: Visit, events: Path) -> None:
    page = visit(events)
    row = page.locator("#answer-table tr", has_text="≠ disputed").first
    row.locator("button.link").click()
    facts = page.locator("#facts").inner_text()
    assert "Sources disagree" in facts
    assert "; but 19" in facts
    _row(page, "arrest").locator("button.link").click()
    assert "Nothing was found that matches" in page.locator("#facts").inner_text()
    assert page.locator("#answer-notes li", has_text="disputed: ").count() >= 1


def test_the_picture_of_an_answer_is_saved_as_it_is(visit: Visit, events: Path) -> None:
    page = visit(events)
    page.click("#save summary")
    with page.expect_download() as caught:
        page.click("#save-svg")
    text = caught.value.path().read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "Levon Brooks case: arrest, 1990-09-17" in text


def test_no_hostile_string_of_an_answer_runs(visit: Visit, hostile: Path) -> None:
    page = visit(hostile)
    assert PAYLOADS[0] in page.locator("h1").inner_text()
    assert PAYLOADS[1] in (page.locator("#answer-query").text_content() or "")
    cells = page.locator("#answer-table tbody bdi").all_inner_texts()
    assert {payload.strip().split("\u2028")[0] for payload in PAYLOADS} <= {
        cell.strip().split("\u2028")[0] for cell in cells
    }
    page.evaluate("""() => {
      for (const row of document.querySelectorAll("#answer-table tbody tr")) {
        row.querySelector("button").click();
        for (const each of document.querySelectorAll("details")) each.open = true;
        for (const each of document.querySelectorAll("#facts *, #answer-part *")) each.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
      }
      for (const button of [...document.querySelectorAll("#facts .rests button")]) button.click();
    }""")
    links = page.evaluate("[...document.links].map((link) => link.protocol)")
    assert set(links) <= {"http:", "https:", "file:"}


def test_an_answer_of_which_nothing_is_drawn_is_a_table(
    visit: Visit, folder: Path, real_store: Store
) -> None:
    asked = asking.of_query(real_store, "SELECT ?x ('a' AS ?y) { VALUES ?x { 1 2 } }")
    page = visit(_write(folder, "numbers", real_store, asked))
    assert page.locator("#answer-table tbody tr").count() == 2
    assert "the picture is empty" in page.locator("#answer-notes").inner_text()
    page.locator("#answer-table button.link").first.click()
    assert heading(page) == "Row 1 of the answer"
    empty = asking.of_query(real_store, "SELECT ?x { ?x a inno:Film ; inno:number 7 }")
    page = visit(_write(folder, "empty", real_store, empty))
    assert "no rows: nothing matches" in page.locator("#answer-notes").inner_text()


def test_the_page_of_an_answer_is_printed_with_its_rows(visit: Visit, directors: Path) -> None:
    page = visit(directors)
    page.emulate_media(media="print")
    assert page.locator("#answer-table").is_visible()
    assert page.locator("#chart-part svg").is_visible()
    assert page.locator(".side, #answer-filter").locator("visible=true").count() == 0


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(DESKTOP, "light"), (DESKTOP, "dark"), (TABLET, "dark"), (PHONE, "light"), (PHONE, "dark")],
)
def test_the_page_of_an_answer_obeys_the_rules_of_accessibility(
    visit: Visit, directors: Path, size: ViewportSize, scheme: str
) -> None:
    page = visit(directors, size, color_scheme=scheme)
    obeys(page)
    _row(page, "Andy Grieve").locator("button.link").click()
    page.click("#show-picture")
    obeys(page)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
