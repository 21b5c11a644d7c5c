"""No page asks any address for anything, with every option that makes one and in every mode that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.browsing import (
    PHONE,
    rest,
    search,
    visiting,
)

from innograph.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from playwright.sync_api import Browser, Page
    from tests.browsing import Visit

    from innograph.store import Store

COMMANDS = [
    ("view",),
    ("view", "--explorer"),
    ("view", "--focus", "Levon Brooks", "--depth", "1"),
    ("view", "--types", "exoneree,case,film", "--explorer"),
    ("view", "--theme", "false confession"),
    ("view", "--case", "Levon Brooks case"),
    ("view", "--group-by", "theme"),
    ("ask", "directors-by-theme"),
    ("query", "SELECT ?episode ?director { ?episode inno:director ?director }"),
]
# What neither makes another page nor asks for one: where it is written, what the facts are, help.
ELSEWHERE = {"output", "opens", "facts", "store", "curated", "help", "debug", "without"}


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A page is opened without a network; that it asked for anything fails the test at its end."""
    yield from visiting(browser)


def test_every_option_of_the_command_is_among_those() -> None:
    command = cli.get_command(None, "view")  # type: ignore[arg-type]
    assert command
    options = {option.opts[0] for option in command.params if option.name not in ELSEWHERE}
    assert options == {word for each in COMMANDS for word in each if word.startswith("--")}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_page_asks_for_nothing_whatever_is_done(
    visit: Visit,
    run: Callable[..., Result],
    real_store: Store,
    tmp_path: Path,
    command: tuple[str, ...],
) -> None:
    path = tmp_path / "page.html"
    result = run(*command, "-o" if command[0] == "view" else "--view", path)
    assert result.exit_code == 0, result.output
    page = visit(path, reduced_motion="reduce")
    _do_all(page)
    _save_all(page)
    _print(page)


def test_nor_does_a_page_on_a_phone(
    visit: Visit, run: Callable[..., Result], real_store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    run("view", "--focus", "Levon Brooks", "-o", path)
    _do_all(visit(path, PHONE, reduced_motion="reduce", color_scheme="dark"))


def _do_all(page: Page) -> None:
    """Every button but those that save, every box and every part that opens; rows, search, steps and a path."""
    if page.locator("#answer-table").count():
        page.fill("#answer-filter", "in")
        page.locator("#answer-table tbody tr td").first.click()
        page.locator("#answer-table th button").first.click()
        page.evaluate(
            "document.querySelector('#chart-part [data-row]')?.dispatchEvent(new Event('click', { bubbles: true }))"
        )
        page.click("#show-picture")
    search(page, "andy grieve" if page.locator("#answer-table").count() else "levon brooks case")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for button in (
        "steps-1",
        "steps-0",
        "zoom-in",
        "zoom-out",
        "fit",
        "dark",
        "show-table",
        "show-picture",
    ):
        if page.locator(f"#{button}").is_visible():
            page.click(f"#{button}")
    for box in page.locator("#types input").all()[:3]:
        box.click()
    page.click("#reset")
    for field in ("from", "to"):
        page.fill(f"#{field}", "levon brooks" if field == "from" else "netflix")
        page.press(f"#{field}", "Enter")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.locator("#picture").focus()
    for key in ("ArrowRight", ".", "1", "Escape", "Shift+ArrowUp", "+", "0"):
        page.keyboard.press(key)
    page.mouse.move(500, 400)
    page.mouse.wheel(0, 200)
    rest(page, 300)


def _save_all(page: Page) -> None:
    for button in page.locator("#save button:enabled").all():
        page.locator("#save").evaluate("it => { it.open = true; }")
        with page.expect_download() as started:
            button.press("Enter")
        assert started.value.url.startswith("blob:")


def _print(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    made: Any = page.pdf()
    assert made.startswith(b"%PDF")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
