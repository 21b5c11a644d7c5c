"""How the picture is drawn, in a real browser: by both renderers alike, with WebGL and without."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from tests.browsing import (
    BROWSER_OPTIONS,
    DESKTOP,
    address_of,
    browser_path,
    heading,
    pixels,
    rest,
    search,
    visiting,
)
from tests.test_exploring_in_browser import SVG, _saved, _visit_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Error, Page, ViewportSize
    from tests.browsing import Visit


WIDE: ViewportSize = {"width": 1500, "height": 700}
KINDS = ("vis", "large")
# How many pixels have a full colour, and how many a pale one.
COLOURS = """() => {
  const canvas = document.querySelector("#canvas canvas");
  const { width, height } = canvas;
  const pen = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(0, 0, width, height);
  let [strong, faded] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
    const spread = Math.max(red, green, blue) - Math.min(red, green, blue);
    if (spread > 70) strong += 1;
    else if (spread > 12) faded += 1;
  }
  return { strong, faded };
}"""


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    yield from visiting(browser)


def _middle(page: Page) -> tuple[float, float]:
    box = page.locator("#canvas").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _drag(
    page: Page, across: float, down: float, steps: int = 4, start: tuple[float, float] = (200, 250)
) -> None:
    """Drag the picture, from a place away from its middle."""
    x, y = (middle + off for middle, off in zip(_middle(page), start, strict=True))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=steps)
    page.mouse.up()


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_opens_the_same_place(visit: Visit, whole_pages: dict[str, Path], kind: str) -> None:
    page = visit(whole_pages[kind], reduced_motion="reduce")
    assert "at=" not in address_of(page)
    search(page, "levon brooks case")
    assert "at=" not in address_of(page)
    page.click("#zoom-in")
    page.click("#zoom-in")
    steps = page.evaluate("history.length")
    _drag(page, -60, 40, start=(0, 0))  # on a node, which moves with the picture and is not chosen
    _drag(page, 60, -40)
    address = address_of(page)
    assert re.search(r"at=-?[\d.]+%2C-?[\d.]+%2C[\d.]+", address)
    assert page.evaluate("history.length") == steps  # a move takes the place of the one before
    linked = _visit_at(visit, whole_pages[kind], address)
    assert address_of(linked) == address
    before, after = _places(page), _places(linked)
    assert before.keys() == after.keys() >= {"Levon Brooks case"}
    for text, (x, y) in before.items():
        assert after[text] == pytest.approx((x, y), abs=1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_opens_the_same_place_in_another_window(
    visit: Visit, whole_pages: dict[str, Path], kind: str
) -> None:
    page = visit(whole_pages[kind], reduced_motion="reduce")
    search(page, "levon brooks case")
    page.click("#zoom-in")
    address = address_of(page)
    linked = _visit_at(visit, whole_pages[kind], address, WIDE)
    linked.mouse.move(*_middle(linked))
    rest(linked, 200)
    assert linked.locator("#tip").inner_text() == "Levon Brooks case (case)"


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_chosen_in_the_picture_is_linked_to_where_it_was(
    visit: Visit, whole_pages: dict[str, Path], kind: str
) -> None:
    page = visit(whole_pages[kind], reduced_motion="reduce")
    search(page, "levon brooks case")
    page.keyboard.press("Escape")
    page.locator("#picture").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+ArrowRight")
    x, y = _middle(page)
    page.mouse.click(x - 80, y)
    assert heading(page) == "Levon Brooks case"
    linked = _visit_at(visit, whole_pages[kind], address_of(page))
    linked.mouse.move(x - 80, y)
    rest(linked, 200)
    assert linked.locator("#tip").inner_text() == "Levon Brooks case (case)"


@pytest.mark.parametrize("kind", KINDS)
def test_fit_and_reset_bring_all_back(visit: Visit, whole_pages: dict[str, Path], kind: str) -> None:
    page = visit(whole_pages[kind], reduced_motion="reduce")
    picture = pixels(page)
    for button in ("#fit", "#reset"):
        _drag(page, -200, 90)
        page.click("#zoom-out")
        page.mouse.move(5, 5)
        assert pixels(page) != picture
        assert "at=" in address_of(page)
        page.click(button)
        page.mouse.move(5, 5)
        assert pixels(page) == picture
        assert "at=" not in address_of(page)


def test_no_place_beyond_measure_is_taken_from_an_address(visit: Visit, whole_pages: dict[str, Path]) -> None:
    page = visit(whole_pages["vis"], reduced_motion="reduce")
    picture = pixels(page)
    go = "(place) => { location.hash = `at=${place}`; }"
    for place in ("1,2", "1,2,0", "1e9,2,3", "99999999,1,1", "a,b,c", "1,2,-3"):
        page.evaluate(go, "1,2,300")
        assert pixels(page) != picture
        page.evaluate(go, place)
        assert pixels(page) == picture


def _places(page: Page) -> dict[str, tuple[float, float]]:
    """Where each name is written."""
    page.mouse.move(5, 5)
    rest(page, 100)
    return {text: (x, y) for text, x, y, _ in _texts(page)}


def _texts(page: Page) -> list[tuple[str, float, float, bool]]:
    """What is written over the picture: text, middle, whether it is bold."""
    root = ET.fromstring(_saved(page, "svg"))  # noqa: S314 - the page made it
    inner = root.find(f"{SVG}svg")
    assert inner is not None
    return [
        (
            "".join(each.itertext()),
            float(each.get("x", "")),
            float(each.get("y", "")),
            "font-weight" in each.attrib,
        )
        for each in inner.iter(f"{SVG}text")
        if each.get("fill") != "none"
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("address", ["", "#node=netflix", "#from=levon-brooks&to=thomas-haynesworth"])
def test_labels_neither_collide_nor_leave_the_picture(
    visit: Visit, whole_pages: dict[str, Path], kind: str, address: str
) -> None:
    page = _visit_at(visit, whole_pages[kind], address)
    texts = _texts(page)
    assert len(texts) > 5
    width, height = page.evaluate(
        "[document.getElementById('canvas').clientWidth, document.getElementById('canvas').clientHeight]"
    )
    wide = page.evaluate(
        """(texts) => { const pen = document.createElement("canvas").getContext("2d");
        return texts.map(([text, , , bold]) => { pen.font = `${bold ? "bold " : ""}12px system-ui, sans-serif`;
          return pen.measureText(text).width; }); }""",
        texts,
    )
    boxes = [(x - w / 2, x + w / 2, y - 6, y + 6) for (_, x, y, _), w in zip(texts, wide, strict=True)]
    for at, (left, right, top, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= width
        assert top >= 0
        assert bottom <= height
        for other in boxes[:at]:
            assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top


def test_both_renderers_write_the_same(visit: Visit, whole_pages: dict[str, Path]) -> None:
    for address in ("#from=thomas-haynesworth&to=levon-brooks", "#from=levon-brooks&to=thomas-haynesworth"):
        written = [_texts(_visit_at(visit, whole_pages[kind], address)) for kind in KINDS]
        bold = [{text for text, _, _, is_bold in each if is_bold} for each in written]
        assert bold[0] == bold[1]
        assert "Levon Brooks" in bold[0]
        relations = [sorted(text for text, *_ in each if text == "exoneree") for each in written]
        assert relations[0] == relations[1] != []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_on_the_path_fades(visit: Visit, whole_pages: dict[str, Path], kind: str) -> None:
    page = _visit_at(visit, whole_pages[kind], "#from=levon-brooks&to=thomas-haynesworth")
    hops = page.locator("#way > li").count()
    assert hops == 4
    colours = page.evaluate(COLOURS)
    assert colours["strong"] > 50  # pixels of the stops, in full colour
    assert colours["faded"] > colours["strong"]
    page.click("#route-clear")
    page.mouse.move(5, 5)
    rest(page, 200)
    assert page.evaluate(COLOURS)["strong"] > 2 * colours["strong"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_edge_tells_what_it_says_when_pointed_at(
    visit: Visit, whole_pages: dict[str, Path], kind: str
) -> None:
    page = _visit_at(visit, whole_pages[kind], "#from=alfred-hitchcock&to=the-wrong-man")
    page.mouse.move(*_middle(page))
    rest(page, 200)
    assert page.locator("#tip").inner_text() == "The Wrong Man · director → Alfred Hitchcock"


SOFTWARE = ["--enable-unsafe-swiftshader"]  # WebGL by a program, which browsers without a graphics card have
NO_WEBGL = ["--disable-3d-apis"]


@pytest.fixture
def drawn(browser: Browser, whole_pages: dict[str, Path]) -> Iterator[Callable[..., Page]]:
    """Open the large picture in a browser of its own, with flags; an error fails the test at its end."""
    launched, errors = [], []

    def note(error: Error) -> None:
        errors.append(str(error))

    def open_page(flags: list[str], query: str = "") -> Page:
        other = browser.browser_type.launch(executable_path=browser_path(), args=[*BROWSER_OPTIONS, *flags])
        launched.append(other)
        page = other.new_page(viewport=DESKTOP, reduced_motion="reduce")
        page.on("pageerror", note)
        page.goto(f"{whole_pages['large'].as_uri()}{query}#node=case-levon-brooks")
        page.wait_for_selector("#canvas canvas")
        rest(page, 300)
        return page

    yield open_page
    for each in launched:
        each.close()
    assert errors == []


def _drawing(page: Page) -> str:
    return str(page.get_attribute("#canvas", "data-drawing"))


def _tells(page: Page) -> str:
    x, y = _middle(page)
    page.mouse.move(x + 1, y)
    page.mouse.move(x, y)
    rest(page, 200)
    return page.locator("#tip").inner_text()


@pytest.mark.parametrize(("flags", "query"), [(SOFTWARE, ""), (NO_WEBGL, ""), (NO_WEBGL, "?drawing=webgl")])
def test_without_a_graphics_card_a_plain_canvas_draws(
    drawn: Callable[..., Page], flags: list[str], query: str
) -> None:
    page = drawn(flags, query)
    renderer = page.evaluate(
        """() => { const gl = document.createElement("canvas").getContext("webgl2");
        return gl && gl.getParameter(gl.getExtension("WEBGL_debug_renderer_info").UNMASKED_RENDERER_WEBGL); }"""
    )
    assert (renderer is None) == (flags is NO_WEBGL)
    assert renderer is None or "SwiftShader" in renderer
    assert _drawing(page) == "canvas"
    assert page.locator("#canvas canvas").count() == 1
    assert page.evaluate(COLOURS)["strong"] > 50
    assert _tells(page) == "Levon Brooks case (case)"


def test_webgl_draws_what_a_plain_canvas_does(drawn: Callable[..., Page]) -> None:
    page = drawn(SOFTWARE, "?drawing=webgl")
    assert _drawing(page) == "webgl"
    plain = drawn(SOFTWARE, "?drawing=canvas")
    assert _tells(page) == _tells(plain) == "Levon Brooks case (case)"
    assert _texts(page) == _texts(plain)


def test_webgl_shows_the_same_moved_as_drawn_anew(drawn: Callable[..., Page]) -> None:
    page = drawn(SOFTWARE, "?drawing=webgl")
    page.click("#zoom-in")
    place = "document.querySelector('#canvas > div').style.transform"
    for across, is_moved in ((60, True), (-500, False)):  # within the margin, and beyond it
        rest(page, 300)
        before = page.evaluate(place)
        _drag(page, across, 20, steps=1)
        page.mouse.move(5, 5)
        shown = pixels(page)
        assert (page.evaluate(place) != before) == is_moved
        assert "at=" in address_of(page)
        page.reload()
        rest(page, 300)
        assert _differing(page, shown, pixels(page)) < 0.01


def _differing(page: Page, *pictures: bytes) -> float:
    """The share of pixels in which two pictures differ so that it is seen."""
    share: float = page.evaluate(
        """async (pictures) => {
          const [one, other] = await Promise.all(pictures.map(async (picture) => {
            const image = Object.assign(new Image(), { src: `data:image/png;base64,${picture}` });
            await image.decode();
            const { width, height } = image;
            const pen = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
            pen.drawImage(image, 0, 0);
            return pen.getImageData(0, 0, width, height).data;
          }));
          return one.filter((value, at) => Math.abs(value - other[at]) > 60).length / one.length;
        }""",
        [b64encode(picture).decode() for picture in pictures],
    )
    return share


def test_a_plain_canvas_takes_over_when_the_graphics_card_is_lost(drawn: Callable[..., Page]) -> None:
    page = drawn(SOFTWARE, "?drawing=webgl")
    assert _drawing(page) == "webgl"
    lost = page.evaluate(
        """() => [...document.querySelectorAll("#canvas canvas")].map((canvas) => canvas.getContext("webgl2"))
        .filter(Boolean).map((gl) => gl.getExtension("WEBGL_lose_context").loseContext()).length"""
    )
    assert lost > 0
    page.wait_for_function("document.getElementById('canvas').dataset.drawing === 'canvas'")
    rest(page, 200)
    assert page.locator("#canvas canvas").count() == 1
    assert page.evaluate(COLOURS)["strong"] > 50
    assert _tells(page) == "Levon Brooks case (case)"
    page.click("#fit")
    search(page, "thomas haynesworth")
    assert _tells(page) == "Thomas Haynesworth (exoneree)"
