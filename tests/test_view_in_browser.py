"""The page in a real browser: opened from a file, without a network, used by mouse and by keys.

Every page is watched: a line on the console, an error, a request, a dialog or a breach of the
page's policy fails the test that opened it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from tests.browsing import (
    BROWSER_OPTIONS,
    DESKTOP,
    PHONE,
    browser_path,
    heading,
    obeys,
    pixels,
    records,
    rest,
    search,
    shown,
    visiting,
)

from innograph import view
from innograph.opening import open_current
from innograph.store import Store, write_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize
    from tests.browsing import Visit

ONTOLOGY = " <https://w3id.org/innograph/ontology> ."
PROVENANCE = "<https://w3id.org/innograph/id/provenance>"
RIVALS = """
publishers:
  press: {label: Press}
sources:
  one: {title: One, publisher: press, url: "https://press.example/one", kind: article}
  two: {title: Two, publisher: press, kind: article}
people:
  maker: {label: Maker}
series:
  first: {label: First Series, title: {value: First Series, sources: [one]}}
  second: {label: Second Series, title: {value: Second Series, sources: [two]}}
episodes:
  pilot:
    label: Pilot
    title: {value: Pilot, sources: [one]}
    number: {value: 1, sources: [one]}
    partOf:
      - {value: first, sources: [one, two], rank: preferred, reason: The screen says so.}
      - {value: second, sources: [two]}
    credits:
      director: {value: maker, sources: [one]}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def _write(folder: Path, name: str, store: Store, **choice: Any) -> Path:
    path = folder / f"{name}.html"
    path.write_bytes(view.page(store, view.choose(store, **choice)).encode())
    return path


@pytest.fixture
def whole(whole_pages: dict[str, Path]) -> Path:
    return whole_pages["vis"]


@pytest.fixture(scope="module")
def brooks(folder: Path, real_store: Store) -> Path:
    return _write(folder, "brooks", real_store, focus=["Levon Brooks"], depth=2)


@pytest.fixture(scope="module")
def rivals(folder: Path, cache: Path) -> Path:
    facts = folder / "facts"
    facts.mkdir()
    (facts / "facts.yaml").write_text(RIVALS, encoding="utf-8")
    return _write(folder, "rivals", open_current(facts, None, print)[0])


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    yield from visiting(browser)


def _middle(page: Page) -> tuple[float, float]:
    box = page.locator("#canvas").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_name_is_found_by_any_part_of_it_and_its_facts_are_told(visit: Visit, whole: Path) -> None:
    page = visit(whole)
    page.fill("#search", "bröoks")
    options = page.locator("#suggestions [role=option]")
    assert [text.split("\n")[0] for text in options.all_inner_texts()] == [
        "Levon Brooks case case",
        "Levon Brooks exoneree",
    ]
    options.nth(1).click()
    assert heading(page) == "Levon Brooks"
    facts = page.locator("#facts").inner_text()
    assert "exoneree · levon-brooks" in facts
    assert "date of death\n2018-01-24\nasserted" in facts
    assert page.locator("#suggestions").is_hidden()


def test_search_works_by_keys_as_a_combobox_does(visit: Visit, whole: Path) -> None:
    page = visit(whole)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.focus("#search")
    page.keyboard.type("innocence files")
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    active = page.get_attribute("#search", "aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    assert heading(page) == "The Innocence Files"
    page.keyboard.type("zzz")
    assert page.locator("#found").inner_text() == "No name holds this."
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""


def test_facts_open_their_sources_with_locators_and_links(visit: Visit, whole: Path) -> None:
    page = visit(whole)
    search(page, "levon brooks case")
    fact = page.locator("#facts dd", has_text="Noxubee").first
    fact.locator("summary").click()
    listed = fact.locator("details li").all_inner_texts()
    assert any(
        text.startswith("nre-2026, row 10294 National Registry of Exonerations, 2026-06. ") for text in listed
    )
    link = fact.locator("details a").first
    assert (link.get_attribute("href") or "").startswith("https://exonerationregistry.org")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_rival_claims_stand_side_by_side(visit: Visit, whole: Path) -> None:
    page = visit(whole)
    search(page, "levon brooks case")
    cards = page.locator("#facts ul.rivals[aria-label='Rival claims: years in custody'] > li")
    assert [text.split("\n")[:2] for text in cards.all_inner_texts()] == [
        [
            "18",
            "asserted, preferred: Counted from the arrest, as the property is defined; 16 of these years were at the state prison.",
        ],
        ["16", "not asserted, normal"],
    ]
    boxes = [cards.nth(index).bounding_box() for index in range(2)]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]  # noqa: PT018
    assert "dashed" in cards.first.evaluate("card => getComputedStyle(card).borderStyle")


def test_a_page_about_one_entity_opens_with_its_facts(visit: Visit, brooks: Path) -> None:
    assert heading(visit(brooks)) == "Levon Brooks"


def test_a_long_label_is_cut_in_its_middle_so_that_its_end_is_told(visit: Visit, whole: Path) -> None:
    label = "A" * 60 + " case: wrongful conviction, 1992-01-22, exonerated 2008"
    cut = visit(whole).evaluate("(label) => shortened(label)", label)
    assert len(cut) == 43
    assert cut.endswith("…1-22, exonerated 2008")


def test_a_conviction_is_headed_by_what_ended_it(visit: Visit, whole: Path) -> None:
    page = visit(whole)
    search(page, "levon brooks case")
    headings = page.locator("#facts h3").all_inner_texts()
    assert "Levon Brooks case: wrongful conviction, 1992-01-22, exonerated 2008" in headings


def test_a_node_is_chosen_by_mouse_in_the_picture(visit: Visit, whole: Path) -> None:
    page = visit(whole)
    search(page, "the innocence files")
    middle = _middle(page)
    page.mouse.click(middle[0] + 3, middle[1] - 250)
    page.mouse.move(*middle)
    assert page.locator("#tip").inner_text() == "The Innocence Files (series)"
    page.mouse.click(*middle)
    assert heading(page) == "The Innocence Files"
    assert page.locator("#announcement").inner_text().startswith("The Innocence Files, series, ")


def test_an_edge_is_chosen_by_mouse_and_shows_both_claims(visit: Visit, rivals: Path) -> None:
    page = visit(rivals)
    page.click("#show-table")
    page.get_by_role("button", name="part of").click()
    page.click("#show-picture")
    page.keyboard.press("Escape")
    page.mouse.click(*_middle(page))
    page.get_by_role("button", name="Show all").click()
    assert heading(page) in ("Facts", "Pilot", "Pilot part of → First Series", "Pilot director → Maker")
    search(page, "pilot")
    page.locator(".connections button", has_text="part of").click()
    rest(page, 400)
    page.mouse.click(10, 790)
    middle = _middle(page)
    page.mouse.move(*middle)
    assert page.locator("#tip").inner_text() == "Pilot · part of → First Series (≠ disputed)"
    page.mouse.click(*middle)
    assert heading(page) == "Pilot part of → First Series"
    assert page.locator("#facts .rivals > li .value").all_inner_texts() == ["First Series", "Second Series"]
    assert page.locator("#facts .rivals > li .standing").all_inner_texts() == [
        "asserted, preferred: The screen says so.",
        "not asserted, normal",
    ]


def test_a_disputed_edge_is_told_apart_without_colour(visit: Visit, rivals: Path) -> None:
    page = visit(rivals)
    made = records(page)
    dashes = {edge["label"]: edge.get("dashes") for edge in made["edges"]}
    assert dashes == {"part of": [8, 6], "director": None}
    page.click("#show-table")
    row = page.locator("#connections-table tbody tr", has_text="part of")
    assert row.locator("td").nth(3).inner_text() == "≠ disputed"
    assert "≠ disputed: sources disagree" in page.locator(".legend").inner_text()


def test_types_are_hidden_and_shown_with_their_edges(visit: Visit, whole: Path) -> None:
    page = visit(whole)
    before, picture = shown(page), pixels(page)
    box = page.locator("#types label", has_text="exoneree").locator("input")
    count = int(page.locator("#types li", has_text="exoneree").locator(".count").inner_text())
    box.click()
    after = shown(page)
    assert before[0] - after[0] == count > 30
    assert after[1] < before[1]
    assert pixels(page) != picture
    box.focus()
    page.keyboard.press("Space")
    assert shown(page) == before
    page.get_by_role("button", name="Hide all").click()
    assert shown(page) == (0, 0)
    search(page, "levon brooks")
    assert shown(page)[0] >= 1
    assert box.is_checked() or page.locator("#types input:checked").count() == 1
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == before


def test_entities_without_a_connection_are_shown_when_asked_for(visit: Visit, whole: Path) -> None:
    page = visit(whole)
    before = shown(page)
    apart = page.locator("#types .apart")
    number = int(apart.locator(".count").inner_text())
    apart.locator("input").check()
    assert shown(page) == (before[0] + number, before[1])


def test_the_picture_is_walked_by_keys(visit: Visit, brooks: Path) -> None:
    page = visit(brooks)
    picture = page.locator("#picture")
    picture.focus()
    start = pixels(page)
    page.keyboard.press("ArrowRight")
    first = heading(page)
    assert first != "Levon Brooks"
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
    assert pixels(page) != start
    page.keyboard.press(".")
    edge = heading(page)
    assert "→" in edge
    page.keyboard.press(".")
    page.keyboard.press(",")
    assert heading(page) == edge
    page.keyboard.press("Escape")
    assert "→" not in heading(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "facts-heading"
    picture.focus()
    page.keyboard.press("Escape")
    assert heading(page) == "Facts"


def test_the_picture_is_moved_and_scaled_by_keys_and_buttons(visit: Visit, brooks: Path) -> None:
    page = visit(brooks, reduced_motion="reduce")
    page.locator("#picture").focus()
    seen = [pixels(page)]
    for key in ("+", "Shift+ArrowRight", "-", "0"):
        page.keyboard.press(key)
        seen.append(pixels(page))
    assert len({*seen[:4]}) == 4
    for button in ("zoom-in", "zoom-out", "fit"):
        page.click(f"#{button}")
        seen.append(pixels(page))
    assert len({seen[-3], seen[-2], seen[0]}) > 1


def test_nothing_moves_by_itself(visit: Visit, brooks: Path) -> None:
    page = visit(brooks)
    still = pixels(page)
    rest(page, 400)
    assert pixels(page) == still


def test_the_table_says_what_the_picture_shows(visit: Visit, brooks: Path) -> None:
    page = visit(brooks)
    made = records(page)
    names = {node["id"]: node["label"] for node in made["nodes"]}
    page.focus("#show-table")
    page.keyboard.press("Enter")
    assert page.locator("#picture-part").is_hidden()
    rows = [
        tuple(row.locator("td").nth(index).inner_text() for index in range(3))
        for row in page.locator("#connections-table tbody tr").all()
    ]
    assert sorted(rows) == sorted(
        (names[edge["from"]], edge["label"], names[edge["to"]]) for edge in made["edges"]
    )
    entities = page.locator("#entities-table tbody tr td:first-child").all_inner_texts()
    assert sorted(entities) == sorted(names.values())
    assert "".join(page.locator("#connections-table tbody tr td:last-child").all_inner_texts())


def test_the_table_is_used_instead_of_the_picture(visit: Visit, brooks: Path) -> None:
    page = visit(brooks)
    page.click("#show-table")
    first = page.locator("#connections-table tbody tr").first
    relation = first.locator("td").nth(1).inner_text()
    first.locator("td").nth(1).locator("button").focus()
    page.keyboard.press("Enter")
    assert relation in heading(page)
    assert page.evaluate("document.activeElement.id") == "facts-heading"
    page.locator("#facts button.link").first.click()
    assert relation not in heading(page)
    page.get_by_role("button", name="Type").click()
    kinds = page.locator("#entities-table tbody tr td:nth-child(2)").all_inner_texts()
    assert kinds == sorted(kinds)
    page.get_by_role("button", name="Connections").click()
    page.get_by_role("button", name="Connections").click()
    counts = [
        int(text) for text in page.locator("#entities-table tbody tr td:nth-child(3)").all_inner_texts()
    ]
    assert counts == sorted(counts, reverse=True)
    assert page.locator("#entities-table th").nth(2).get_attribute("aria-sort") == "descending"
    page.locator("#types label", has_text="person").locator("input").uncheck()
    assert "person" not in page.locator("#entities-table tbody").inner_text().split("\n")


def test_dark_and_light_follow_the_system_and_the_button(visit: Visit, brooks: Path) -> None:
    def ground(page: Page) -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    page = visit(brooks, color_scheme="dark")
    dark, picture = ground(page), pixels(page)
    assert page.get_attribute("#dark", "aria-pressed") == "true"
    page.click("#dark")
    light = ground(page)
    assert light != dark
    assert pixels(page) != picture
    page.emulate_media(color_scheme="light")
    page.click("#dark")
    assert ground(page) == dark
    assert ground(visit(brooks, color_scheme="light")) == light


def test_a_phone_shows_all_without_scrolling_sideways(visit: Visit, whole: Path) -> None:
    page = visit(whole, PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.fill("#search", "levon brooks case")
    page.locator("#suggestions [role=option]").first.tap()
    assert heading(page) == "Levon Brooks case"
    assert page.locator("#facts-heading").evaluate("it => it.getBoundingClientRect().top < innerHeight")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _open_sources(page: Page) -> None:
    page.locator("#facts details").evaluate_all("all => all.forEach((each) => { each.open = true; })")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_rules_of_accessibility_hold(visit: Visit, rivals: Path, size: ViewportSize, scheme: str) -> None:
    """Those of axe-core: with suggestions, with an edge's rivals and sources open, and in the table."""
    page = visit(rivals, size, color_scheme=scheme)
    page.locator(".keys summary").click()
    page.fill("#search", "series")
    obeys(page)
    search(page, "pilot")
    page.locator(".connections button", has_text="part of").click()
    _open_sources(page)
    page.click("#show-table")
    obeys(page)


@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "dark"), (PHONE, "light")], ids=["desktop", "phone"])
def test_they_hold_for_all_that_is_known_of_a_case(
    visit: Visit, brooks: Path, size: ViewportSize, scheme: str
) -> None:
    page = visit(brooks, size, color_scheme=scheme)
    search(page, "levon brooks case")
    _open_sources(page)
    obeys(page)


def test_not_even_the_name_of_a_source_s_host_is_looked_up(brooks: Path, tmp_path: Path) -> None:
    """The browser's own log of its network, while links are hovered; names may be looked up ahead."""
    log = tmp_path / "net.json"
    program = f"""
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    options = {[*BROWSER_OPTIONS, f"--log-net-log={log}"]!r}
    browser = playwright.chromium.launch(executable_path={browser_path()!r}, args=options)
    page = browser.new_page()
    page.goto({brooks.as_uri()!r})
    page.evaluate("document.querySelectorAll('#facts details').forEach((each) => {{ each.open = true; }})")
    links = page.locator("#facts a")
    for index in range(min(links.count(), 4)):
        links.nth(index).hover()
    print(*page.evaluate("[...document.links].map((link) => link.host).filter(Boolean)"))
    page.wait_for_timeout(300)
    browser.close()
"""
    finished = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    hosts = set(finished.stdout.split())
    assert len(hosts) > 1
    text = log.read_text(encoding="utf-8", errors="replace")
    assert "constants" in text
    assert {host for host in hosts if host in text} == set()


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_a_browser_tests_skip_but_fail_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(outcome, match="is installed"):
        browser_path()


def test_reduced_motion_is_respected(visit: Visit, whole: Path) -> None:
    page = visit(whole, reduced_motion="reduce")
    page.fill("#search", "levon brooks case")
    page.press("#search", "Enter")
    arrived = pixels(page)
    rest(page, 500)
    assert pixels(page) == arrived


# Strings that do harm in other pages, in every place where this one shows a string.

PAYLOADS = (
    "<script>ran('script')</script>",
    "</script><script>ran('closing')</script>",
    "<img src=x onerror=ran('img')>",
    "\"><script>ran('quote')</script>",
    "'\"><svg onload=ran('svg')>",
    "<a href=\"javascript:ran('link')\">href</a>",
    "mentioning href= <b onmouseover=ran('over') style='position:fixed;inset:0'>over</b>",
    "{{ constructor.constructor('ran(1)')() }} {% raw %} {{ 7*7 }}",
    "<!--<script>ran('comment')</script>-->",
    "]]><script>ran('cdata')</script>",
    "\u2028ran('line')\u2029//",
    "`${ran('template')}`",
    "</title><script>ran('title')</script>",
    "</style><script>ran('style')</script>",
    "<img src='http://tracker.example/pixel.png'>",
    "<link rel=stylesheet href='//tracker.example/x.css'><meta http-equiv=refresh content='0;url=http://tracker.example/'>",
    "<iframe srcdoc=\"<script>parent.ran('frame')</script>\"></iframe>",
    "<details open ontoggle=ran('toggle')><base href='http://tracker.example/'>",
    "\\u003cscript\\u003eran('escape')\\u003c/script\\u003e",
    "&lt;script&gt;ran('entity')&lt;/script&gt; &#60;img src=x onerror=ran('entity')&#62;",
    "url(http://tracker.example/colour.svg#x)",
    '=HYPERLINK("http://tracker.example/";"ran(\'formula\')")',
    "\u202e<script>ran('turned')</script>\u200b\u2066",
    "%3Cscript%3Eran('percent')%3C/script%3E#:~:text=<b>",
)
ADDRESSES = (
    "javascript:ran('address')",
    " JaVaScRiPt:ran('address')",
    "data:text/html,<script>ran('data')</script>",
    "http://tracker.example/\" onmouseover=\"ran('attribute')",
    "//tracker.example/relative",
    "file:///etc/passwd",
)
# An IRI may hold neither angle brackets nor double quotes, but much else.
IDS = (
    "__proto__",
    "constructor",
    "x'onclick=ran('id')'",
    "a%22%3E%3Cscript%3Eran('id')%3C/script%3E",
    "&amp;$(ran)",
    "toString",
)


def hostile_quads() -> Iterator[str]:
    """A graph whose every string is a payload: labels, aliases, events, sources, reasons, classes."""
    inno, base = "https://w3id.org/innograph/ontology#", "https://w3id.org/innograph/id/"
    rdfs, dcterms = "http://www.w3.org/2000/01/rdf-schema#", "http://purl.org/dc/terms/"
    ontology = "<https://w3id.org/innograph/ontology>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

    def text(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    for number, payload in enumerate(PAYLOADS):
        hostile_class = f"<{inno}Hostile{number}>"
        yield f"{hostile_class} <{rdfs}subClassOf> <{inno}Person> {ontology} ."
        yield f"{hostile_class} {kind} <{inno}NodeClass> {ontology} ."
        yield f"{hostile_class} <{rdfs}label> {text('class ' + payload)} {ontology} ."
        yield f"{hostile_class} <{inno}color> {text(payload)} {ontology} ."
        local = IDS[number] if number < len(IDS) else f"node-{number}"
        node, other = f"<{base}{local}>", f"<{base}other-{number}>"
        passage, source = f"<{base}passage/s{number}/1>", f"<{base}source/s{number}>"
        for each in (node, other):
            yield f"{each} {kind} {hostile_class} ."
            yield f"{each} {kind} <{inno}Person> ."
            yield f"{each} <{rdfs}label> {text(payload)} ."
        relation = f"<{inno}relation{number}>"
        yield f"{relation} {kind} <{inno}EdgeRelation> {ontology} ."
        yield f"{relation} {kind} <http://www.w3.org/2002/07/owl#FunctionalProperty> {ontology} ."
        yield f"{relation} <{rdfs}label> {text('property ' + payload)} {ontology} ."
        yield f"{relation} <{inno}inverseLabel> {text('inverse ' + payload)} {ontology} ."
        rule, rival = f"<{base}rule/r{number}>", f"<{base}unseen-{number}>"
        yield f"{rule} <{rdfs}label> {text('rule ' + payload)} {PROVENANCE} ."
        yield f"{rival} <{rdfs}label> {text('rival ' + payload)} ."
        for statement in (f"{node} {relation} {other}", f"{node} <{inno}alias> {text(payload)}"):
            yield f"{statement} ."
            yield f"{statement} {passage} ."
            yield f"{statement} {rule} ."
        yield f"{node} {relation} {rival} {passage} ."
        yield f"{passage} {kind} <{inno}Passage> {PROVENANCE} ."
        yield f"{passage} <http://www.w3.org/ns/prov#wasDerivedFrom> {source} {PROVENANCE} ."
        yield f"{passage} <{inno}locator> {text(payload)} {PROVENANCE} ."
        yield f"{passage} <{rdfs}label> {text('passage ' + payload)} {PROVENANCE} ."
        yield f"{source} <{dcterms}title> {text('source ' + payload)} {PROVENANCE} ."
        yield f"{source} <{dcterms}publisher> {text(payload)} {PROVENANCE} ."
        yield f"{source} <{dcterms}issued> {text(payload)} {PROVENANCE} ."
        yield f"{source} <https://schema.org/url> {text(ADDRESSES[number % len(ADDRESSES)])} {PROVENANCE} ."
        for value, rank in ((other, "preferred"), (rival, "normal")):
            ranking = f"<{base}ranking/{number}/{rank}>"
            yield f"{ranking} <{inno}subject> {node} {PROVENANCE} ."
            yield f"{ranking} <{inno}property> {relation} {PROVENANCE} ."
            yield f"{ranking} <{inno}value> {value} {PROVENANCE} ."
            yield f"{ranking} <{inno}rank> <{inno}{rank}> {PROVENANCE} ."
            yield f"{ranking} <{inno}reason> {text('reason ' + payload)} {PROVENANCE} ."


def store_of(folder: Path, real_store: Store, quads: list[str]) -> Store:
    """A real store of these quads and innograph's ontology."""
    ontology = [
        line for line in real_store.nquads.read_text(encoding="utf-8").splitlines() if line.endswith(ONTOLOGY)
    ]
    write_store(folder, ("\n".join([*ontology, *quads]) + "\n").encode(), {})
    return Store(folder)


@pytest.fixture(scope="module")
def hostile(folder: Path, real_store: Store) -> Path:
    store = store_of(folder / "hostile-store", real_store, list(hostile_quads()))
    return _write(
        folder,
        "hostile",
        store,
        focus=[f"https://w3id.org/innograph/id/{name}" for name in IDS]
        + [f"node-{n}" for n in range(len(IDS), len(PAYLOADS))],
    )


def use_all(page: Page) -> None:
    """Search, choose, open, hover and click whatever there is."""
    for text in ("ran", "script", "{{", "<", "mentioning href"):
        page.fill("#search", text)
        for option in page.locator("#suggestions [role=option]").all():
            option.hover()
    page.keyboard.press("Escape")
    page.mouse.move(300, 120)
    box = page.locator("#canvas").bounding_box()
    assert box
    for step in range(144):
        across, down = (step % 12 + 0.5) / 12, (step // 12 + 0.5) / 12
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
        if step % 8 == 0:
            page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    page.click("#show-table")
    page.evaluate("""() => {
      for (const button of document.querySelectorAll("#table-part td button")) {
        button.click();
        for (const each of document.querySelectorAll("#facts details")) each.open = true;
        for (const each of document.querySelectorAll("#facts *")) each.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
      }
    }""")
    for target in page.locator("#facts :is(a, bdi, summary)").all()[:12]:
        target.hover()
    page.click("#show-picture")


def test_addresses_that_are_no_web_pages_are_no_links(visit: Visit, hostile: Path) -> None:
    page = visit(hostile)
    for number, address in enumerate(ADDRESSES):
        search(page, PAYLOADS[number].strip())
        _open_sources(page)
        links = page.locator("#facts a").evaluate_all("all => all.map((each) => each.getAttribute('href'))")
        targets = [link.partition("#:~:text=")[0] for link in links]
        assert set(targets) <= ({address} if address.startswith("http") else set())


@pytest.fixture
def tracker() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that notes what is asked of it: its address and the paths asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("guarded", [True, False])
def test_the_policy_stops_what_escaping_would_have_let_through(
    browser: Browser, brooks: Path, folder: Path, tracker: tuple[str, list[str]], guarded: bool
) -> None:
    """The second lock, tried by itself: markup put into the page's source on purpose."""
    address, asked = tracker
    injected = (
        f"<img src=x onerror=\"ran('handler')\"><script>ran('inline')</script><img src='{address}/pixel'>"
    )
    text = brooks.read_text(encoding="utf-8").replace("<main>", f"<main>{injected}", 1)
    if not guarded:
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]+>', "", text)
    path = folder / f"policy-{guarded}.html"
    path.write_text(text, encoding="utf-8")
    ran: list[str] = []
    page = browser.new_page()
    page.expose_function("ran", lambda *words: ran.extend(words))
    page.goto(path.as_uri())
    page.wait_for_selector("canvas")
    rest(page, 300)
    page.close()
    expected = ([], []) if guarded else (["handler", "inline"], ["/pixel"])
    assert (sorted(ran), asked) == expected


# Odd graphs


def plain_quads(labels: list[str], edges: list[tuple[int, int]]) -> list[str]:
    inno, base = "https://w3id.org/innograph/ontology#", "https://w3id.org/innograph/id/"
    kind, label = (
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
        "<http://www.w3.org/2000/01/rdf-schema#label>",
    )
    nodes = [
        line
        for number, text in enumerate(labels)
        for line in (
            f"<{base}n{number}> {kind} <{inno}Person> .",
            f"<{base}n{number}> {label} {json.dumps(text, ensure_ascii=False)} .",
            f'<{base}n{number}> <{inno}alias> "n{number}" .',
        )
    ]
    return [*nodes, *(f"<{base}n{one}> <{inno}spouse> <{base}n{other}> ." for one, other in edges)]


def _odd(folder: Path, real_store: Store, name: str, labels: list[str], edges: list[tuple[int, int]]) -> Path:
    return _write(folder, name, store_of(folder / f"{name}-store", real_store, plain_quads(labels, edges)))


def test_an_empty_graph_has_a_page(visit: Visit, folder: Path, real_store: Store) -> None:
    page = visit(_odd(folder, real_store, "empty", [], []))
    assert "0 entities, 0 connections" in page.locator("header").inner_text()
    page.locator("#picture").focus()
    for key in ("ArrowRight", ".", "0", "+", "Enter", "Escape"):
        page.keyboard.press(key)
    page.fill("#search", "a")
    page.click("#show-table")
    assert page.locator("caption").all_inner_texts() == ["Connections: 0", "Entities: 0"]


def test_one_node_has_a_page(visit: Visit, folder: Path, real_store: Store) -> None:
    page = visit(_odd(folder, real_store, "one", ["Only One"], []))
    assert shown(page) == (1, 0)
    page.mouse.click(*_middle(page))
    assert heading(page) == "Only One"


def test_two_thousand_edges_on_one_node_stay_usable(visit: Visit, folder: Path, real_store: Store) -> None:
    count = 2000
    labels = [f"Person {number}" for number in range(count + 1)]
    path = _odd(folder, real_store, "star", labels, [(0, n) for n in range(1, count + 1)])
    page = visit(path, reduced_motion="reduce")
    assert shown(page) == (count + 1, count)
    search(page, "person 0")
    buttons = page.locator(".connections button")
    assert buttons.count() == 50
    page.click("#facts .more")
    assert buttons.count() == 100
    buttons.nth(99).click()
    assert re.fullmatch(r"Person 0 spouse → Person \d+", heading(page))
    page.click("#show-table")
    assert page.locator("#connections-table tbody tr").count() == 200


LONG = "Λονγ ναμε " * 50
LABELS = [
    LONG.strip(),
    "مشروع البراءة (نيويورك)",
    "פרויקט החפות",
    "👩🏽‍⚖️ 🎬 judge",
    "\u202egnihsrever\u202c",
    "e\u0301clat",
    " ",
    "A" * 500,
]


def test_long_right_to_left_and_pictorial_names_are_whole(
    visit: Visit, folder: Path, real_store: Store
) -> None:
    page = visit(_odd(folder, real_store, "scripts", LABELS, [(0, n) for n in range(1, len(LABELS))]))
    page.click("#show-table")
    shown = page.locator("#entities-table tbody tr td:first-child").evaluate_all(
        "all => all.map((each) => each.textContent)"
    )
    assert sorted(shown) == sorted(LABELS)
    for label in LABELS[:4]:
        page.get_by_role("button", name=label, exact=True).first.click()
        assert page.locator("#facts-heading").evaluate("it => it.textContent") == label
    assert page.locator("main").evaluate("it => it.scrollWidth <= it.clientWidth")
    search(page, "éclat")
    assert page.locator("#facts-heading").evaluate("it => it.textContent") == "e\u0301clat"
