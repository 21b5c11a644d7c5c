"""The page as a person uses it, by mouse, finger and keys, in both drawings; and in graphs as odd as they come.

One page of each drawing serves many tests: each begins by loading it anew. What is painted on its
canvas is noted too, so that a test sees the words that a reader sees, and where.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from tests.browsing import (
    PHONE,
    heading,
    pixels,
    rest,
    search,
    shown,
    visiting,
)

from innograph import view
from innograph.opening import open_current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page
    from tests.browsing import Visit

    from innograph.store import Store

Box = tuple[float, float, float, float]
# What is painted, and every text that the page ever held since the list was emptied.
NOTE = """
window.painted = [];
window.told = new Set();
const paint = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
  painted.push([text, x, y, this.measureText(text).width]);
  return paint.call(this, text, x, y, ...rest);
};
addEventListener("DOMContentLoaded", () => {
  new MutationObserver(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT,
      (each) => (each.tagName === "SCRIPT" ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
    for (let each = walker.currentNode; each; each = walker.nextNode()) {
      if (each.matches("li, button, dt, dd, h1, h2, h3, p, td, #tip")) told.add(each.textContent);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
});
"""
DRAWINGS = ("vis", "large")
pytestmark = pytest.mark.xdist_group("pages")  # all in one process, since they share their pages


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[Visit]:
    yield from visiting(browser)


def _open(visit: Visit, path: Path, **options: Any) -> Page:
    page = visit(path, **{"reduced_motion": "reduce"} | options)
    page.context.add_init_script(NOTE)
    page.goto(path.as_uri())
    page.wait_for_selector("canvas")
    return page


@pytest.fixture(scope="module", params=DRAWINGS)
def opened(request: pytest.FixtureRequest, visit: Visit, whole_pages: dict[str, Path]) -> tuple[Page, str]:
    """The whole network, drawn by each of the two: the page, and its address."""
    path = whole_pages[request.param]
    return _open(visit, path), path.as_uri()


@pytest.fixture
def page(opened: tuple[Page, str]) -> Page:
    page, address = opened
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("canvas")
    return page


def _middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _labels(page: Page) -> dict[str, Box]:
    """The labels of the last picture that was painted, each with where it stands and how wide it is."""
    rest(page, 80)
    page.evaluate("painted.length = 0")
    page.locator("#picture").dispatch_event("mouseenter")
    page.evaluate("dispatchEvent(new Event('resize'))")
    page.locator("#dark").dispatch_event("click")  # colours change, so that all is painted again
    rest(page, 150)
    first = {text: (x, y, width, 12.0) for text, x, y, width in page.evaluate("painted")}
    page.locator("#dark").dispatch_event("click")
    return first


def _select_connection(page: Page, start: str, words: str) -> None:
    search(page, start)
    page.locator(".connections button", has_text=words).first.click()
    rest(page, 200)


# Search


NAMES = {
    "brooks levon": "Levon Brooks",
    "case BRÖOKS": "Levon Brooks case",
    "keith allen": "Keith Harward",
    "prosecutors macomb integrity": "Conviction Integrity Unit, Macomb County Prosecutor's Office",
    "lev\u200bon broo\u00adks case": "Levon Brooks case",
}


def test_a_name_is_found_by_words_of_it_in_any_order_and_by_other_names(page: Page) -> None:
    options = page.locator("#suggestions [role=option]")
    for typed, found in NAMES.items():
        page.fill("#search", typed)
        assert found in options.first.inner_text()
        options.first.click()
        assert heading(page) == found
        page.locator("#picture").press("Escape")
        page.fill("#search", typed)
        page.press("#search", "ArrowDown")
        page.press("#search", "Enter")
        assert heading(page) == found
    page.fill("#search", "levon zzz")
    assert page.locator("#found").inner_text() == "No name holds this."


# Where to begin


def test_the_page_offers_where_to_begin(page: Page) -> None:
    begin = page.locator(".beginnings li")
    assert "The Innocence Files series, " in begin.first.inner_text()
    types = [text.split(", ")[0].split(" ")[-1] for text in begin.all_inner_texts()]
    assert len(types) == len(set(types)) == 8
    begin.first.locator("button").focus()
    page.keyboard.press("Enter")
    assert heading(page) == "The Innocence Files"
    assert page.evaluate("document.activeElement.id") == "facts-heading"


def test_a_picture_of_nothing_says_so(page: Page) -> None:
    assert page.locator("#nothing").is_hidden()
    page.click("#no-types")
    assert page.locator("#nothing").inner_text().startswith("Nothing is shown: the legend")
    page.click("#reset")
    assert page.locator("#nothing").is_hidden()


def test_each_type_has_a_sign_of_its_own(page: Page) -> None:
    signs = page.locator("#types .sign path").evaluate_all(
        "all => all.map((each) => [each.getAttribute('fill'), each.getAttribute('d')])"
    )
    assert len(signs) > 20
    assert len({tuple(sign) for sign in signs}) == len(signs)
    assert {fill for fill, _ in signs} <= {"#0072b2", "#009e73", "#56b4e9", "#cc79a7", "#d55e00", "#e69f00"}


def test_where_the_graphics_card_fails_a_plain_canvas_draws(
    visit: Visit, tmp_path: Path, real_store: Store
) -> None:
    path = tmp_path / "large.html"
    path.write_text(
        view.page(real_store, view.choose(real_store, ["levon-brooks"]), large=True), encoding="utf-8"
    )
    page = visit(path)
    page.context.add_init_script("""
      const context = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind.includes("webgl") ? null : context.call(this, kind, ...rest);
      };
    """)
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}#node=levon-brooks")
    plain = pixels(page)
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}?drawing=webgl#node=levon-brooks")
    assert heading(page) == "Levon Brooks"
    assert pixels(page) == plain
    page.context.close()


# Connections in the picture


def test_the_kind_of_a_connection_is_told_under_the_pointer_and_by_keys(page: Page) -> None:
    _select_connection(page, "investigation discovery", "platform")
    words = heading(page).replace(" platform", " · platform")
    middle = _middle(page.locator("#canvas"))
    page.mouse.move(middle[0], middle[1] - 200)
    page.mouse.move(*middle)
    rest(page, 100)
    assert page.locator("#tip").inner_text() == words
    page.locator("#picture").focus()
    page.keyboard.press("Escape")
    page.mouse.move(5, 5)
    page.mouse.click(*middle)
    assert heading(page).endswith("platform → Investigation Discovery")
    search(page, "investigation discovery")
    page.locator("#picture").focus()
    page.keyboard.press(".")
    assert " → " in page.locator("#tip").inner_text()
    assert page.locator("#tip").inner_text().replace(" · ", " ") == heading(page)
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()
    page.keyboard.press("ArrowDown")
    assert re.fullmatch(r".+ \(.+\)", page.locator("#tip").inner_text())
    page.focus("#search")
    assert page.locator("#tip").is_hidden()


def test_a_source_is_opened_where_it_names_whom_a_fact_is_about(page: Page) -> None:
    search(page, "the innocence files")
    fact = page.locator("#facts dd", has=page.get_by_role("button", name="Liz Garbus", exact=True)).first
    fact.locator("summary").click()
    links = fact.locator("a").evaluate_all("all => all.map((each) => each.getAttribute('href'))")
    assert links
    assert all(re.fullmatch(r"https?://\S+:~:text=Liz%20Garbus", link) for link in links)
    assert all(link.count("#") == 1 for link in links)


def test_labels_do_not_stand_on_one_another(page: Page) -> None:
    for text in ("", "levon brooks case"):
        if text:
            search(page, text)
        places = _labels(page)
        assert len(places) > 8
        names = {name: box for name, box in places.items() if name.strip("≠ ")}
        forced = {"Levon Brooks case"}
        over = [
            (one, other)
            for (one, (x, y, w, h)), (other, (u, v, z, _)) in product(names.items(), names.items())
            if one < other and abs(x - u) < (w + z) / 2 and abs(y - v) < h and not {one, other} & forced
        ]
        assert over == []


# Years


def test_the_years_are_brushed_over_by_mouse_and_the_brush_is_moved(page: Page) -> None:
    before = shown(page)
    page.locator("#timeline > summary").focus()
    page.keyboard.press("Enter")
    bars = page.locator("#year-bars")
    bars.scroll_into_view_if_needed()
    box = bars.bounding_box()
    assert box

    def drag(*shares: float) -> tuple[int, int]:
        for number, share in enumerate(shares):
            page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2)
            if number == 0:
                page.mouse.down()
        page.mouse.up()
        first, last = re.findall(r"\d{4}", page.locator("#years").inner_text())
        return int(first), int(last)

    earliest, latest = (int(page.get_attribute(f"#{end}-year", name) or 0) for end, name in (("first", "min"), ("last", "max")))  # fmt: skip
    first, last = drag(0.7, 0.6, 0.4)
    assert abs(first - (earliest + 0.4 * (latest - earliest))) < 3
    assert abs(last - (earliest + 0.7 * (latest - earliest))) < 3
    assert page.input_value("#first-year") == str(first)
    assert shown(page)[0] < before[0]
    moved = drag(0.5, 0.6)
    assert moved[0] > first
    assert moved[1] - moved[0] == last - first
    assert drag(0.65, 2)[1] == latest
    assert len({*drag(0.1)}) == 1
    page.focus("#last-year")
    page.keyboard.press("End")
    page.focus("#first-year")
    page.keyboard.press("Home")
    assert shown(page) == before
    assert page.locator("#all-years").is_hidden()


# The picture and the table


def test_fit_and_reset_by_mouse_and_by_keys(page: Page) -> None:
    start = pixels(page)
    for away, back in (("#zoom-in", "#fit"), ("#zoom-out", "#fit"), ("+", "0"), ("Shift+ArrowUp", "0")):
        for step in (away, back):
            if step.startswith("#"):
                page.click(step)
            else:
                page.locator("#picture").press(step)
            assert (pixels(page) == start) == (step == back) or step == back
    page.click("#no-relations", force=True) if page.locator("#no-relations").is_visible() else None
    page.locator("#types input").first.uncheck()
    page.focus("#reset")
    page.keyboard.press("Enter")
    assert page.locator("#types li:not(.apart) input:not(:checked)").count() == 0


def test_the_table_says_what_the_picture_shows_whatever_is_hidden(page: Page) -> None:
    search(page, "levon brooks case")
    page.locator("#picture").press("1")
    page.locator("#types label", has_text="theme").locator("input").uncheck()
    page.focus("#show-table")
    page.keyboard.press("Enter")
    nodes, edges = shown(page)
    assert page.locator("caption").all_inner_texts() == [f"Connections: {edges}", f"Entities: {nodes}"]
    for column in ("From", "Relation", "To", "Sources"):
        page.locator("#connections-table th", has_text=column).locator("button").press("Enter")
        at = page.locator("#connections-table th").all_inner_texts()
        index = next(number for number, text in enumerate(at) if text.startswith(column))
        texts = page.locator(f"#connections-table td:nth-child({index + 1})").all_inner_texts()
        folded = [re.sub(r"\W", "", text).lower() for text in texts]
        assert folded in (sorted(folded), sorted(folded, reverse=True)) or len(set(folded)) > 1
        assert page.locator("#connections-table th").nth(index).get_attribute("aria-sort")
    page.fill("#filter", "brooks judge")
    rows = page.locator("#connections-table tbody tr").all_inner_texts()
    assert rows
    assert all("judge" in row for row in rows)


def test_a_path_is_asked_for_by_mouse(page: Page) -> None:
    page.locator("#route > summary").click()
    for field, typed in (("from", "barry scheck"), ("to", "levon brooks")):
        page.fill(f"#{field}", typed)
        page.locator(f"#{field}-suggestions [role=option]").first.click()
    hops = page.locator("#way > li")
    assert hops.count() > 1
    for hop in hops.all():
        assert hop.locator("button").count() >= 3
        assert hop.locator("summary").count() >= 1
    page.click("#route-clear")
    assert hops.count() == 0


@pytest.mark.parametrize("part", ["picture", "table"])
def test_dark_and_light_change_all_of_it(page: Page, part: str) -> None:
    page.click(f"#show-{part}")
    light = page.screenshot()
    page.focus("#dark")
    page.keyboard.press("Space")
    assert page.screenshot() != light
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 22, 26)"


# Fingers


def _touch(page: Page, *frames: list[tuple[float, float]]) -> None:
    """Fingers put down at the first places, drawn through the others, and lifted."""
    session = page.context.new_cdp_session(page)
    for number, places in enumerate(frames):
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        kind = "touchMove" if number else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        rest(page, 30)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    rest(page, 250)
    session.detach()


def test_fingers_choose_move_and_spread_the_picture(opened: tuple[Page, str], visit: Visit) -> None:
    path = Path(opened[1].removeprefix("file://"))
    page = _open(visit, path, size=PHONE, has_touch=True, is_mobile=True)
    search(page, "levon brooks case")
    page.locator("#canvas").scroll_into_view_if_needed()
    x, y = _middle(page.locator("#canvas"))
    before = _labels(page)["Levon Brooks case"]
    steps = range(0, 81, 10)
    _touch(page, *[[(x + step, y + step)] for step in steps])
    moved = _labels(page)["Levon Brooks case"]
    assert 60 < moved[0] - before[0] < 90
    assert 60 < moved[1] - before[1] < 90
    wide = _labels(page)
    _touch(page, *[[(x - 40 - step / 2, y), (x + 40 + step / 2, y)] for step in steps])
    spread = _labels(page)
    both = [name for name in wide if name in spread]
    assert len(both) >= 2
    gaps = [
        (abs(wide[one][0] - wide[other][0]), abs(spread[one][0] - spread[other][0]))
        for one, other in pairwise(both)
    ]
    assert sum(gap for _, gap in gaps) > 1.3 * sum(gap for gap, _ in gaps)
    page.click("#reset")
    assert heading(page) == "Facts"
    search(page, "the innocence files")
    page.locator("#picture").press("Escape")
    assert heading(page) == "Facts"
    page.locator("#canvas").scroll_into_view_if_needed()
    _touch(page, [_middle(page.locator("#canvas"))])
    assert heading(page) == "The Innocence Files"
    page.context.close()


# Duty of care

CONVICTED = """
publishers:
  press: {label: Press}
sources:
  one: {title: One, publisher: press, url: "https://press.example/one", kind: article}
people:
  judge: {label: Jay Judge, occupation: {value: judge, sources: [one]}}
  free: {label: Fay Free}
courts:
  court: {label: Court of X}
cases:
  case-free:
    label: Fay Free case
    state: {value: Ohio, sources: [one]}
    exoneree: {value: free, sources: [one]}
    events:
      wrongful-conviction/1:
        date: {value: 1990-02-03, sources: [one]}
        court: {value: court, sources: [one]}
        judge: {value: judge, sources: [one]}
      exoneration/1:
        date: {value: 2001-04-05, sources: [one]}
        court: {value: court, sources: [one]}
"""


def _alone(texts: list[str]) -> list[str]:
    """The texts that name a conviction and not what ended it."""
    named = re.compile(r"wrongful conviction\b(?!s)")
    return [text for text in texts if named.search(text) and "exonerated 2001" not in text]


@pytest.mark.parametrize("large", [False, True], ids=DRAWINGS)
def test_no_conviction_is_told_anywhere_without_its_end(
    visit: Visit, tmp_path: Path, cache: Path, large: bool
) -> None:
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "facts.yaml").write_text(CONVICTED, encoding="utf-8")
    store = open_current(folder, None, print)[0]
    path = tmp_path / "page.html"
    path.write_text(view.page(store, view.choose(store), large=large), encoding="utf-8")
    page = _open(visit, path)
    _select_connection(page, "fay free case", "judge")
    page.mouse.move(*_middle(page.locator("#canvas")))
    page.locator("#picture").focus()
    for _ in range(6):
        page.keyboard.press(".")
    page.locator("#route > summary").click()
    for field, typed in (("from", "jay judge"), ("to", "court of")):
        page.fill(f"#{field}", typed)
        page.press(f"#{field}", "Enter")
    page.fill("#search", "wrongful")
    page.click("#show-table")
    page.click("#show-picture")
    rest(page, 100)
    told: list[str] = page.evaluate("[...told]")
    drawn = [text for text, *_ in page.evaluate("painted")]
    files = [_saved(page, kind).decode() for kind in ("graphml", "connections", "entities", "svg")]
    graphml = [text.text or "" for text in ET.fromstring(files[0]).iter()]  # noqa: S314 - the page made it
    cells = [cell for file in files[1:3] for row in csv.reader(StringIO(file)) for cell in row]
    svg = ["".join(each.itertext()) for each in ET.fromstring(files[3]).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 # fmt: skip
    way = page.locator("#way").inner_text()
    assert "wrongful conviction" in way
    for place in (told, graphml, cells):
        assert any("wrongful conviction" in text for text in place)
    assert _alone([*told, *drawn, *graphml, *cells, *svg]) == []
    page.context.close()


def _saved(page: Page, kind: str) -> bytes:
    page.locator("#save").evaluate("it => { it.open = true; }")
    with page.expect_download() as started:
        page.locator(f"#save-{kind}").press("Enter")
    return Path(started.value.path()).read_bytes()
