"""What a reader narrows, keeps and takes away in the page, in a real browser, by mouse and by keys."""

from __future__ import annotations

import csv
import json
import re
import struct
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from tests.browsing import (
    DESKTOP,
    PHONE,
    address_of,
    altered,
    block,
    heading,
    obeys,
    pixels,
    records,
    rest,
    search,
    shown,
    visiting,
)

from innograph import network, view
from innograph.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize
    from tests.browsing import Visit

    from innograph.store import Store


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    yield from visiting(browser)


@pytest.fixture(params=["vis", "large"])
def whole(request: pytest.FixtureRequest, whole_pages: dict[str, Path]) -> Path:
    """The whole network, drawn by each of the two renderers."""
    return whole_pages[request.param]


@pytest.fixture
def vis(whole_pages: dict[str, Path]) -> Path:
    return whole_pages["vis"]


def _within(page: Page, start: str, steps: int) -> int:
    """How many nodes are at most so many steps from one, counted from the page's data."""
    reached = {start}
    for _ in range(steps):
        reached |= {
            other
            for edge in records(page)["edges"]
            for one, other in ((edge["from"], edge["to"]), (edge["to"], edge["from"]))
            if one in reached
        }
    return len(reached)


def test_only_what_is_near_is_shown_when_asked_for(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    before, written = shown(page), _written(page)
    assert page.locator("#steps-1").is_disabled()
    search(page, "levon brooks")
    for steps in (1, 2, 3):
        page.click(f"#steps-{steps}")
        assert shown(page)[0] == _within(page, "levon-brooks", steps)
        assert page.get_attribute(f"#steps-{steps}", "aria-pressed") == "true"
    page.click("#steps-1")
    assert "within 1 step of Levon Brooks" in page.locator("#shown").inner_text()
    page.click("#steps-0")
    assert shown(page) == before
    assert heading(page) == "Levon Brooks"
    page.click("#reset")
    page.mouse.move(5, 5)
    assert _written(page) == written


@pytest.mark.parametrize("kind", ["vis", "large", "groups"])
def test_what_is_near_is_arranged_so_that_its_names_can_be_read(
    visit: Visit, real_store: Store, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "page.html"
    scene = view.choose(real_store, arrangement=view.Arrangement(by="theme" if kind == "groups" else None))
    path.write_bytes(view.page(real_store, scene, large=kind == "large").encode())
    page = _visit_at(visit, path, "#node=levon-brooks&around=levon-brooks&steps=2")
    written = _written(page)
    assert shown(page)[0] > 15
    assert len(written) >= 0.8 * shown(page)[0]
    assert _written(_visit_at(visit, path, "#node=levon-brooks&around=levon-brooks&steps=2")) == written
    page.click("#steps-0")
    assert len(_written(page)) < 0.5 * shown(page)[0]


def _written(page: Page) -> list[tuple[str, str, str]]:
    """The names and the like that are written in the picture, each with its place."""
    inner = ET.fromstring(_saved(page, "svg")).find(f"{SVG}svg")  # noqa: S314 - the page made it
    assert inner is not None
    names = {record["label"] for record in records(page)["nodes"]}
    told = ((str(each.text), each.get("x", ""), each.get("y", "")) for each in inner.iter(f"{SVG}text"))
    return sorted({each for each in told if each[0] in names})


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


def test_an_entity_further_away_is_shown_when_it_is_chosen(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
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
    scene = block(whole.read_text(encoding="utf-8"), "scene")
    labels = [scene["relations"][number]["label"] for number in scene["relation"]]
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


def test_reset_shows_all_that_was_hidden(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
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
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    obeys(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _visit_at(visit: Visit, path: Path, address: str, size: ViewportSize = DESKTOP) -> Page:
    """The page opened by a link with this address behind #."""
    return visit(path, size, at=address, reduced_motion="reduce")


def _view(page: Page) -> dict[str, Any]:
    return {
        "heading": heading(page),
        "shown": page.locator("#shown").inner_text(),
        "hidden": page.locator(".legend input:not(:checked)").count(),
        "table": page.locator("#table-part").is_visible(),
        "dark": page.get_attribute("#dark", "aria-pressed"),
        "way": page.locator("#way").text_content(),
        "filter": page.locator("#filter").input_value() if page.locator("#filter").count() else "",
    }


def _change_all(page: Page) -> None:
    page.locator(".relations summary").click()
    page.locator("#relations li", has_text="producer").first.locator("input").uncheck()
    page.locator("#types label", has_text="platform").locator("input").uncheck()
    search(page, "levon brooks")
    page.click("#steps-2")
    page.click("#dark")
    page.locator("#facts .connections button").first.click()
    page.click("#show-table")


def test_a_link_opens_the_same_view(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
    _change_all(page)
    address, seen = address_of(page), _view(page)
    assert seen["heading"] == "Levon Brooks case exoneree → Levon Brooks"
    assert _view(_visit_at(visit, vis, address)) == seen


def test_back_and_forward_go_through_the_views(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
    assert address_of(page) == ""
    views = [_view(page)]
    search(page, "levon brooks")
    address_of(page)
    views.append(_view(page))
    page.click("#steps-1")
    address_of(page)
    views.append(_view(page))
    page.click("#show-table")
    address_of(page)
    views.append(_view(page))
    for expected in views[-2::-1]:
        page.go_back()
        assert _view(page) == expected
    for expected in views[1:]:
        page.go_forward()
        assert _view(page) == expected


def test_the_page_about_one_entity_can_be_left_and_linked_to(
    visit: Visit, tmp_path: Path, real_store: Store
) -> None:
    path = tmp_path / "brooks.html"
    path.write_text(view.page(real_store, view.choose(real_store, ["Levon Brooks"], 2)), encoding="utf-8")
    page = visit(path, reduced_motion="reduce")
    assert (heading(page), address_of(page)) == ("Levon Brooks", "")
    page.locator("#picture").focus()
    page.keyboard.press("Escape")
    assert heading(_visit_at(visit, path, address_of(page))) == "Facts"
    page.go_back()
    assert heading(page) == "Levon Brooks"


HOSTILE = [
    "#node=__proto__&around=constructor&steps=9&from=toString&to=valueOf&without=__proto__&theme=url(x)",
    "#node=levon-brooks%00&edge=e1&around=levon-brooks&steps=1e9&as=javascript:ran()&theme=__proto__",
    "#<img src=x onerror=ran()>&node=<script>ran()</script>&filter=<img src=x onerror=ran()>",
    "#%E0%A4%A&%%%&=&&&node",
    "#" + "node=levon-brooks&" * 2000 + "node[]=1",
    "#search",
]


def test_a_hostile_address_does_nothing(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
    ordinary = _view(page)
    for address in HOSTILE:
        page.goto("about:blank")
        page.goto(f"{vis.as_uri()}{address}")
        named = {"heading": "Levon Brooks"} if "node=levon-brooks&" in address else {}
        assert {**_view(page), "filter": ""} == ordinary | named
        assert page.locator("img, #facts script").count() == 0


def test_the_skip_link_leaves_the_view_as_it_is(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
    search(page, "levon brooks")
    page.focus(".skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "search"
    assert heading(page) == "Levon Brooks"


def _ask_way(page: Page, start: str, end: str) -> None:
    page.locator("#route").evaluate("it => { it.open = true; }")
    for field, text in (("from", start), ("to", end)):
        page.fill(f"#{field}", text)
        page.press(f"#{field}", "Enter")


def test_the_path_between_two_is_told_in_words_with_sources(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    picture = pixels(page)
    _ask_way(page, "levon brooks", "the innocence files")
    hops = page.locator("#way > li").all()
    assert page.locator("#route-status").inner_text() == f"{len(hops)} hops"
    assert hops[0].inner_text().startswith("Levon Brooks\nexoneree of")
    ends = [item.locator("> button").all_inner_texts() for item in hops]
    assert [one[1] for one in ends[:-1]] == [other[0] for other in ends[1:]]
    assert ends[-1][1] == "The Innocence Files"
    for item in hops:
        item.locator("summary").first.click()
        assert item.locator("details li").first.inner_text()
    assert pixels(page) != picture
    hops[0].locator("div button").first.click()
    assert heading(page) == "Levon Brooks case exoneree → Levon Brooks"
    obeys(page)
    linked = _visit_at(visit, whole, address_of(page))
    assert linked.locator("#way").text_content() == page.locator("#way").text_content()
    page.click("#route-clear")
    assert page.locator("#way > li").count() == 0
    assert (page.input_value("#from"), page.input_value("#to")) == ("", "")


def test_the_path_is_that_of_the_command(visit: Visit, vis: Path, real_store: Store) -> None:
    from innograph.connection import connect, route

    page = visit(vis, reduced_motion="reduce")
    for ends in (("levon-brooks", "thomas-haynesworth"), ("barry-scheck", "netflix")):
        answer = connect(real_store, route(real_store, ends))
        told = [[row.cells[name].label for name in ("from", "connection", "to")] for row in answer.rows]
        page.reload()
        page.goto(f"{vis.as_uri()}#from={ends[0]}&to={ends[1]}")
        way = page.locator("#way > li").all()
        assert [item.locator("button").all_inner_texts() for item in way] == told


def test_a_path_starts_from_a_selected_entity_by_keys(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
    search(page, "levon brooks")
    page.get_by_role("button", name="Path from here…").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "to"
    assert page.input_value("#from") == "Levon Brooks"
    page.keyboard.type("levon brooks case")
    page.keyboard.press("Enter")
    assert page.locator("#route-status").inner_text() == "1 hop"


def test_a_path_goes_along_what_is_shown(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
    _ask_way(page, "levon brooks", "the innocence files")
    page.locator("#types li", has_text="case").first.locator("input").uncheck()
    assert page.locator("#route-status").inner_text() == "No way between them along what is shown."
    page.click("#all-types")
    assert page.locator("#way > li").count() > 1


def test_the_table_is_filtered_by_words(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
    page.click("#show-table")
    page.fill("#filter", "BROOKS exonerée")
    rows = page.locator("#connections-table tbody tr").all_inner_texts()
    assert rows
    assert all("brooks" in row.lower() and "exoneree" in row for row in rows)
    total = len(records(page)["edges"])
    captions = page.locator("caption").all_inner_texts()
    assert captions[0] == f"Connections: {len(rows)} of {total}"
    linked = _visit_at(visit, vis, address_of(page))
    assert linked.input_value("#filter") == "BROOKS exonerée"
    assert linked.locator("caption").all_inner_texts() == captions
    page.fill("#filter", "")
    assert page.locator("caption").first.inner_text() == f"Connections: {total}"


def test_the_menu_of_files_is_closed_by_escape(visit: Visit, vis: Path) -> None:
    page = visit(vis)
    page.focus("#save summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "save-png"
    page.keyboard.press("Escape")
    assert page.locator("#save-png").is_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def _saved(page: Page, button: str) -> bytes:
    page.locator("#save").evaluate("it => { it.open = true; }")
    with page.expect_download() as started:
        page.locator(f"#save-{button}").press("Enter")
    return Path(started.value.path()).read_bytes()


def test_the_whole_is_saved_as_the_same_graphml_as_the_export(
    visit: Visit, vis: Path, real_store: Store, tmp_path: Path
) -> None:
    page = visit(vis, reduced_motion="reduce")
    page.locator("#types .apart input").check()
    saved = tmp_path / "saved.graphml"
    saved.write_bytes(_saved(page, "graphml"))
    ours, theirs = nx.read_graphml(saved, force_multigraph=True), network.project(real_store)
    uris = nx.get_node_attributes(ours, "uri")
    assert len(ours) == len(theirs)
    for node, values in ours.nodes(data=True):
        original = theirs.nodes[uris[node].removeprefix(ID)]
        assert {name: values[name] for name in original} == original
        assert {"x", "y"} <= values.keys()
    said = {(uris[s].removeprefix(ID), uris[t].removeprefix(ID), key): v for s, t, key, v in ours.edges(keys=True, data=True)}  # fmt: skip
    assert said == {(s, t, key): v for s, t, key, v in theirs.edges(keys=True, data=True)}


def test_only_what_is_shown_is_saved_as_csv(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
    search(page, "levon brooks")
    page.click("#steps-1")
    nodes = list(csv.DictReader(StringIO(_saved(page, "entities").decode())))
    edges = list(csv.DictReader(StringIO(_saved(page, "connections").decode())))
    assert [node["label"] for node in nodes] == ["Levon Brooks", "Levon Brooks case"]
    assert [(edge["source"], edge["label"], edge["target"]) for edge in edges] == [
        ("case-levon-brooks", "exoneree", "levon-brooks")
    ]
    assert json.loads(edges[0]["evidence"])[0]["source"] in edges[0]["sources"]


NASTY = ['=HYPERLINK("x")', "+1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\tx", 'a"b,\nc', "]]>&<\u0001\ud800"]


def test_no_name_becomes_a_formula_or_breaks_a_file(visit: Visit, vis: Path, tmp_path: Path) -> None:
    """The names are put into the page's own data: no fact file may hold such."""
    text = vis.read_text(encoding="utf-8")
    path = tmp_path / "nasty.html"

    def rename(scene: dict[str, Any]) -> None:
        scene["labels"][: len(NASTY)] = NASTY

    path.write_text(altered(text, "scene", rename), encoding="utf-8")
    page = visit(path, reduced_motion="reduce")
    page.locator("#types .apart input").check()
    labels = [row["label"] for row in csv.DictReader(StringIO(_saved(page, "entities").decode(), newline=""))]
    assert labels[:5] == [f"'{label}" for label in NASTY[:5]]
    assert labels[5] == NASTY[5]
    saved = tmp_path / "nasty.graphml"
    saved.write_bytes(_saved(page, "graphml"))
    names = [values["label"] for _, values in nx.read_graphml(saved).nodes(data=True)]
    assert names[:6] == NASTY[:6]
    assert names[6] == "]]>&<\ufffd\ufffd"


SVG = "{http://www.w3.org/2000/svg}"


def _svg(page: Page) -> ET.Element:
    return ET.fromstring(_saved(page, "svg"))  # noqa: S314 - the page made it


def test_the_picture_is_saved_as_svg_with_its_sources(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    search(page, "levon brooks case")
    page.click("#steps-1")
    rest(page, 300)
    root = _svg(page)
    texts = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    nodes, edges = shown(page)
    assert f"Wrongful convictions on screen: {nodes} entities and {edges} connections. innograph" in texts
    assert any(text.startswith("Sources: ") and "National Registry of Exonerations" in text for text in texts)
    assert "Levon Brooks case" in texts
    assert len(list(root.iter(f"{SVG}path"))) >= 5
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags <= {"svg", "title", "rect", "path", "text"}
    assert not any(name.startswith("on") for each in root.iter() for name in each.attrib)


def test_the_picture_is_saved_as_png_twice_as_sharp(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    saved = _saved(page, "png")
    assert saved.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", saved[16:24])
    box = page.locator("#canvas").bounding_box()
    assert box
    assert width == 2 * round(box["width"])
    assert height > 2 * round(box["height"])
    assert len(saved) > 20_000
    page.click("#show-table")
    assert page.locator("#save-png").is_disabled()


@pytest.mark.parametrize("large", [False, True])
def test_a_hostile_name_or_colour_stays_text_in_a_saved_picture(
    visit: Visit, whole_pages: dict[str, Path], tmp_path: Path, large: bool
) -> None:
    text = whole_pages["large" if large else "vis"].read_text(encoding="utf-8")
    hostile = "\"/><script>ran()</script><image href='x' onerror='ran()'/>"

    def spoil(scene: dict[str, Any]) -> None:
        scene["labels"] = [hostile] * len(scene["labels"])
        for each in scene["types"]:
            each["color"] = hostile

    path = tmp_path / "hostile.html"
    path.write_text(altered(text, "scene", spoil), encoding="utf-8")
    root = _svg(visit(path, reduced_motion="reduce"))
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags <= {"svg", "title", "rect", "path", "text"}
    assert any("script" in "".join(each.itertext()) for each in root.iter(f"{SVG}text"))


def _slide(page: Page, field: str, year: int) -> None:
    page.locator(f"#{field}").evaluate(
        "(it, year) => { it.value = year; it.dispatchEvent(new Event('input', { bubbles: true })); }", year
    )


def test_a_brush_leaves_what_happened_in_some_years(visit: Visit, vis: Path) -> None:
    page = visit(vis, reduced_motion="reduce")
    before = shown(page)
    page.locator("#timeline summary").click()
    page.wait_for_selector("#year-bars rect.in")  # that it was opened is told later
    events = re.fullmatch(r"(\d{4}) to (\d{4}): ([\d,]+) dated events", page.locator("#years").inner_text())
    assert events
    assert int(events[2]) - int(events[1]) > 40
    assert page.locator("#year-bars rect.in").count() == page.locator("#year-bars rect").count() > 30
    _slide(page, "first-year", 2008)
    _slide(page, "last-year", 2008)
    assert page.locator("#years").inner_text().startswith("2008 to 2008: ")
    assert page.locator("#year-bars rect.in").count() == 1
    assert shown(page)[0] < before[0]
    page.click("#show-table")
    rows = page.locator("#entities-table tbody").inner_text()
    assert "Levon Brooks case" in rows  # vacated and exonerated in 2008
    assert "Alfred Dewayne Brown case" not in rows
    linked = _visit_at(visit, vis, address_of(page))
    assert shown(linked) == shown(page)
    assert linked.locator("#years").inner_text() == page.locator("#years").inner_text()
    page.focus("#first-year")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#years").inner_text().startswith("2007 to 2008: ")
    search(page, "alfred dewayne brown case")
    assert heading(page) == "Alfred Dewayne Brown case"
    assert shown(page) == before
    obeys(page)


def test_paper_gets_the_picture_as_lines_in_light_colours(visit: Visit, whole: Path) -> None:
    page = visit(whole, color_scheme="dark", reduced_motion="reduce")
    search(page, "levon brooks case")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#print-picture > svg").is_visible()
    assert page.locator("#print-picture > svg > rect").get_attribute("fill") == "#ffffff"
    assert page.locator("#canvas, .side, .tools").locator("visible=true").count() == 0
    assert page.locator("#facts details:not([open])").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#print-picture > svg").count() == 0
    assert page.locator("#facts details[open]").count() == 0
    assert page.get_attribute("#dark", "aria-pressed") == "true"
    assert page.pdf().startswith(b"%PDF")
