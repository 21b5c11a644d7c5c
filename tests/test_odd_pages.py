"""The page of odd, hostile and large networks, in both drawings: it opens, is used, and saves files that others read."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from playwright.sync_api import expect
from tests.browsing import DESKTOP, PHONE, heading, obeys, search, shown, visiting
from tests.test_view_in_browser import IDS, LABELS, PAYLOADS, hostile_quads, plain_quads, store_of, use_all

from innograph import view
from innograph.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.browsing import Visit

    from innograph.store import Store

DRAWINGS = pytest.mark.parametrize("large", [False, True], ids=["vis", "large"])
SVG = "{http://www.w3.org/2000/svg}"
LEFT = "<>/'()=&;#"  # what an address may hold as it is, where a browser takes it
UNSEEN = [
    "a\u200bb\u200d\ufeff joined",
    "\u202eturned without an end",
    "\u2066isolated without an end",
    "Z\u0341\u0300\u0353a" * 60,
    "\u0007bell",
    "👨‍👩‍👧‍👦" * 40,
]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    yield from visiting(browser)


def _opened(visit: Visit, folder: Path, store: Store, *, large: bool, focus: Sequence[str] = ()) -> Page:
    path = folder / "page.html"
    path.write_bytes(view.page(store, view.choose(store, focus), large=large).encode())
    return visit(path, reduced_motion="reduce")


def _saved(page: Page, kind: str, folder: Path) -> Path:
    page.locator("#save").evaluate("it => { it.open = true; }")
    with page.expect_download() as started:
        page.locator(f"#save-{kind}").press("Enter")
    path = folder / f"saved-{kind}"
    started.value.save_as(path)
    return path


def _svg_is_harmless(path: Path) -> list[str]:
    """The texts of a saved picture, of which no element and no attribute can act."""
    root = ET.parse(path).getroot()  # noqa: S314 - the page made it
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg",
        "g",
        "title",
        "rect",
        "path",
        "text",
    }
    for each in root.iter():
        assert not [name for name in each.attrib if name.startswith("on") or "href" in name]
        assert not [value for value in each.attrib.values() if "url(" in value or "javascript" in value]
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


# Hostile


@DRAWINGS
def test_no_hostile_string_runs_in_the_picture_or_in_a_file(
    visit: Visit, tmp_path: Path, real_store: Store, large: bool
) -> None:
    """Each title, label, IRI, source and address of the page is a payload, its own title too."""
    store = store_of(tmp_path / "store", real_store, list(hostile_quads()))
    focus = [*IDS, *(f"node-{number}" for number in range(len(IDS), len(PAYLOADS)))]
    page = _opened(visit, tmp_path, store, large=large, focus=[f"{ID}{name}" for name in focus])
    use_all(page)
    assert "ran('closing')" in page.title() + page.locator("h1").inner_text()
    assert set(page.evaluate("[...document.links].map((link) => link.protocol)")) <= {
        "http:",
        "https:",
        "file:",
    }
    search(page, PAYLOADS[1])
    assert heading(page) == PAYLOADS[1]
    page.locator("#route > summary").click()
    for field, text in (("from", PAYLOADS[0]), ("to", PAYLOADS[0])):
        page.fill(f"#{field}", text)
        page.press(f"#{field}", "ArrowUp" if field == "to" else "ArrowDown")
        page.press(f"#{field}", "Enter")
    page.locator("#timeline > summary").click()
    page.locator(".relations > summary").click()
    assert PAYLOADS[0] in page.locator("#way").inner_text()
    names = nx.get_node_attributes(nx.read_graphml(_saved(page, "graphml", tmp_path)), "label")
    assert set(names.values()) == set(PAYLOADS)
    for kind in ("entities", "connections"):
        rows = list(csv.reader(StringIO(_saved(page, kind, tmp_path).read_bytes().decode(), newline="")))
        assert len(rows) > len(PAYLOADS)
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
    assert any("script" in text for text in _svg_is_harmless(_saved(page, "svg", tmp_path)))
    assert _saved(page, "png", tmp_path).read_bytes().startswith(b"\x89PNG")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#print-picture script, #print-picture image, #print-picture a").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_what_an_address_holds_is_never_run(visit: Visit, tmp_path: Path, real_store: Store) -> None:
    store = store_of(tmp_path / "store", real_store, list(hostile_quads()))
    page = _opened(visit, tmp_path, store, large=True)
    start = page.url
    for payload, node in zip(PAYLOADS[::3], [*IDS, *IDS], strict=False):
        named = {"node": node, "around": node, "from": node, "to": "node-7", "filter": payload}
        fields = named | {
            "without": payload,
            "edge": payload,
            "years": payload,
            "as": "table",
            "theme": payload,
        }
        page.goto("about:blank")
        page.goto(f"{start}#{urlencode(fields)}")
        assert page.locator("#filter").input_value() == payload
        page.goto(f"{start}#{quote(payload, safe=LEFT)}")
    assert page.locator("img, iframe, link[rel=stylesheet], base").count() == 0


# Odd


def _use(page: Page, folder: Path) -> tuple[nx.MultiDiGraph[str], list[str]]:
    """Press every key, save every file, look at the table; what others read of the files."""
    picture = page.locator("#picture")
    picture.focus()
    for key in (
        "ArrowRight",
        "ArrowUp",
        ".",
        ".",
        ",",
        "1",
        "2",
        "3",
        "0",
        "+",
        "-",
        "Shift+ArrowLeft",
        "Enter",
    ):
        page.keyboard.press(key)
    picture.focus()
    for _ in range(4):
        page.keyboard.press("Escape")
    page.click("#reset")
    assert heading(page) == "Facts"
    assert _saved(page, "png", folder).read_bytes().startswith(b"\x89PNG")
    _svg_is_harmless(_saved(page, "svg", folder))
    page.locator("#timeline > summary").click()
    expect(page.locator("#years")).to_have_text("Nothing here is dated.")
    nodes, edges = shown(page)
    page.click("#show-table")
    assert page.locator("caption").all_inner_texts() == [f"Connections: {edges:,}", f"Entities: {nodes:,}"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    rows = csv.DictReader(StringIO(_saved(page, "entities", folder).read_bytes().decode(), newline=""))
    return (
        nx.read_graphml(_saved(page, "graphml", folder), force_multigraph=True),
        [row["label"] for row in rows],
    )


@DRAWINGS
@pytest.mark.parametrize(
    ("labels", "edges"),
    [
        ([], []),
        (["Only One"], []),
        (["Same name"] * 40, [(0, 0), *((number, number + 1) for number in range(39)), (7, 3), (3, 7)]),
        ([*LABELS, *UNSEEN], [(0, number) for number in range(1, len(LABELS) + len(UNSEEN))]),
    ],
    ids=["empty", "one", "same", "scripts"],
)
def test_an_odd_network_is_used_and_saved_whole(
    visit: Visit, tmp_path: Path, real_store: Store, large: bool, labels: list[str], edges: list[Any]
) -> None:
    store = store_of(tmp_path / "store", real_store, plain_quads(labels, edges))
    page = _opened(visit, tmp_path, store, large=large)
    assert (page.locator("#nothing").inner_text() == "There is nothing in this view.") == (not labels)
    read, listed = _use(page, tmp_path)
    assert (len(read), read.number_of_edges()) == (len(labels), len(edges))
    names = nx.get_node_attributes(read, "label").values()
    assert sorted(names) == sorted(label.replace("\u0007", "\ufffd") for label in labels)
    assert sorted(listed) == sorted(labels)


def test_a_turned_name_turns_nothing_around_it(visit: Visit, tmp_path: Path, real_store: Store) -> None:
    labels = ["\u202eturned without an end", "Other"]
    page = _opened(
        visit, tmp_path, store_of(tmp_path / "store", real_store, plain_quads(labels, [(0, 1)])), large=False
    )
    page.locator("#picture").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(".")
    tip = page.locator("#tip")
    assert tip.locator("bdi").all_inner_texts() == [labels[0], "spouse", "Other"]
    left = [each.bounding_box()["x"] for each in tip.locator("bdi").all()]  # type: ignore[index]
    assert left == sorted(left)
    page.locator("#steps-1").click()
    assert page.locator("#shown bdi").inner_text() in labels


def test_a_node_of_two_thousand_edges_is_used_in_the_large_drawing(
    visit: Visit, tmp_path: Path, real_store: Store
) -> None:
    count = 2000
    labels = [f"Person {number}" for number in range(count + 1)]
    store = store_of(
        tmp_path / "store", real_store, plain_quads(labels, [(0, n) for n in range(1, count + 1)])
    )
    page = _opened(visit, tmp_path, store, large=True)
    search(page, "person 0")
    assert page.locator(".connections button").count() == 50
    page.locator("#picture").press("1")
    assert shown(page) == (count + 1, count)
    page.locator("#picture").press(".")
    assert heading(page).startswith("Person 0 spouse → Person ")
    assert len(nx.read_graphml(_saved(page, "graphml", tmp_path))) == count + 1


# Large


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory, real_store: Store) -> Path:
    folder = tmp_path_factory.mktemp("large")
    count = 10_000
    labels = [f"Person {number}" for number in range(count)]
    edges = [(number, number // 3) for number in range(1, count)]
    store = store_of(folder / "store", real_store, plain_quads(labels, edges))
    path = folder / "large.html"
    path.write_bytes(view.page(store, view.choose(store)).encode())
    return path


def test_the_rules_of_accessibility_hold_for_ten_thousand(visit: Visit, ten_thousand: Path) -> None:
    """In each state: suggestions, facts, a path, files to save, steps, the table; dark and light; wide and narrow."""
    page = visit(ten_thousand, color_scheme="light", reduced_motion="reduce")
    page.fill("#search", "person 77")
    obeys(page)
    page.press("#search", "Enter")
    page.locator("#route > summary").click()
    for field, text in (("from", "person 9"), ("to", "person 9999")):
        page.fill(f"#{field}", text)
        page.press(f"#{field}", "Enter")
    assert page.locator("#way > li").count() > 3
    page.locator("#save summary").click()
    obeys(page)
    page.keyboard.press("Escape")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    obeys(page)
    page.click("#show-table")
    page.fill("#filter", "person 77")  # of rows that are all made alike, some
    obeys(page)
    page.set_viewport_size(DESKTOP)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = false; })")
    page.click("#show-picture")
    page.locator("#legend > summary").click()
    page.click("#no-types")
    assert shown(page) == (0, 0)
    obeys(page)
