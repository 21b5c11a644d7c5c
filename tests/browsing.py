"""The browser that pages are tested in, and how a test looks at a page and uses it."""

from __future__ import annotations

import json
import os
import re
import zlib
from base64 import b64decode
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from innograph.view.packing import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog, Page, ViewportSize

    Visit = Callable[..., Page]


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox, because CI runs as root; nothing that would look for updates or services, and no network.
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


def browser_path() -> str:
    """The installed Chromium; without one a test is skipped, but fails in CI."""
    found = next(filter(None, map(which, BROWSERS)), None)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("no Chromium is installed, and CI skips nothing: apt-get install chromium")
    if found is None:
        pytest.skip(f"no browser is installed: none of {', '.join(BROWSERS)}")
    return found


def visiting(browser: Browser) -> Iterator[Visit]:
    """Open a page, at an address behind #; what it says or asks for that it should not, fails the test at its end."""
    contexts, heard = [], []

    def note(kind: str) -> Callable[[Any], None]:
        return lambda event: heard.append(f"{kind}: {getattr(event, 'text', getattr(event, 'url', event))}")

    def refuse(dialog: Dialog) -> None:
        heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open_page(path: Path, size: ViewportSize = DESKTOP, at: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport=size, offline=True, **options)
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("console", note("console"))
        page.on("pageerror", note("error"))
        page.on("dialog", refuse)
        page.on(
            "request",
            lambda each: None if each.url.partition("?")[0] == path.as_uri() else note("request")(each),
        )
        context.on("page", lambda other: None if other is page else note("page")(other))
        page.expose_function("ran", lambda *words: heard.append(f"ran: {words}"))
        page.goto(f"{path.as_uri()}{at}")
        page.wait_for_selector("canvas", state="attached")
        return page

    open_page.heard = heard  # type: ignore[attr-defined]
    yield open_page
    for context in contexts:
        context.close()
    assert heard == [], heard


def heading(page: Page) -> str:
    return page.locator("#facts-heading").inner_text()


def rest(page: Page, milliseconds: int = 0) -> None:
    """Wait by the page's own clock, which is late when the machine is busy, until what it does later is done.

    Args:
        page: Where the picture may be on its way to somewhere, if motion is wanted there.
        milliseconds: How long to wait at least.
    """
    page.evaluate(
        """(least) => new Promise((done) => {
          const moving = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 350;
          setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), Math.max(moving, least));
        })""",
        milliseconds,
    )


def address_of(page: Page) -> str:
    """What the page's address says, behind #; changes are written together after a pause."""
    rest(page, 450)
    return str(page.evaluate("location.hash"))


def search(page: Page, text: str) -> None:
    page.fill("#search", text)
    page.press("#search", "Enter")
    rest(page)


def shown(page: Page) -> tuple[int, int]:
    found = re.findall(r"[\d,]+", page.locator("#shown").inner_text())
    return int(found[0].replace(",", "")), int(found[1].replace(",", ""))


def pixels(page: Page) -> bytes:
    rest(page, 100)
    return page.locator("#canvas").screenshot()


def obeys(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def block(text: str, name: str) -> Any:
    """The values of a block of data in the text of a page."""
    found = re.search(rf'<script type="application/octet-stream" id="{name}-data">([^<]*)</script>', text)
    assert found
    return json.loads(zlib.decompress(b64decode(found[1]), -15))


def altered(text: str, name: str, change: Callable[[Any], None]) -> str:
    """The text of a page with other values in one of its blocks of data."""
    values = block(text, name)
    change(values)
    start, end = f'id="{name}-data">', "</script>"
    before, _, rest = text.partition(start)
    return f"{before}{start}{packed(values)}{end}{rest.partition(end)[2]}"


def records(page: Page) -> dict[str, Any]:
    """The records that the page makes for vis-network."""
    made: dict[str, Any] = page.evaluate("recordsOf(readScene())")
    return made
