"""Large networks: how soon the page that opens with groups can be used, beside all of it drawn at once.

Run it with the interpreter of the environment that innograph is installed in, tests' packages too:

    python benchmarks/overview.py [ROUNDS] [NODES ...]

Three pages of one made-up network (see view.py) with the same places: innograph's as it opens, with groups
folded; innograph's with all drawn; and force-graph, without facts, search, table or legend, fetched from
npm's registry into a folder for the time being. A page can be used when its first picture is drawn and the
browser is free to answer; "renderer s" is the processor time of the page's own process until then, which says
more than the clock on a busy machine. Pages take turns. The page is written by a process of its own,
the first time and once more with its layout kept: its processor time and its peak memory are printed.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from shutil import which
from statistics import median

from drawing import (  # type: ignore[import-not-found]
    force_graph,
    force_graph_page,
    seconds_taken,
)
from playwright.sync_api import Playwright, sync_playwright
from view import PATIENCE, WATCH, made_store  # type: ignore[import-not-found]

from innograph import view
from innograph.store import Store

OURS, ALL, PEER = "innograph view, groups folded", "innograph view, all drawn", "force-graph, all drawn"
WRITE = "--write"


def main() -> None:
    """Measure and print."""
    given = [int(argument) for argument in sys.argv[1:]]
    rounds, sizes = (given or [3])[0], given[1:] or [20_001, 50_000, 100_000]
    print(f"{'nodes':>8} {'page':32} {'MB':>6} {'usable s':>9} {'renderer s':>11} {'x ours':>7}")
    for number in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), number, rounds)


def measure(folder: Path, number: int, rounds: int) -> None:
    """Write the pages of a network, open each in turn, and print a row for each."""
    store = folder / "stores" / "made"
    made_store(store, number)
    for words in ("first", "layout kept"):
        print(f"{number:8} written, {words}: {written(store, folder / 'ours.html')}")
    pages = {OURS: folder / "ours.html", ALL: folder / "all.html", PEER: folder / "peer.html"}
    scene = view.choose(Store(store))
    groups = scene.groups
    if groups is None:
        sys.exit(f"{number} entities open without groups; name more than {view.Arrangement().most}")
    unfolded = replace(scene, groups=replace(groups, folded=False))
    pages[ALL].write_text(view.page(Store(store), unfolded), encoding="utf-8")
    pages[PEER].write_text(force_graph_page(scene, force_graph(folder)), encoding="utf-8")
    print(f"{number:8} {len(groups.groups)} groups; load average before: {os.getloadavg()[0]:.1f}")
    found = defaultdict(list)
    with sync_playwright() as playwright:
        for _ in range(rounds):
            for name, path in pages.items():
                found[name].append(opened(playwright, path))
    print(f"{number:8} load average after: {os.getloadavg()[0]:.1f}")
    rows = {name: [median(figures) for figures in zip(*taken, strict=True)] for name, taken in found.items()}
    for name, (usable, renderer) in rows.items():
        size = pages[name].stat().st_size / 1e6
        ratio = renderer / rows[OURS][1]
        print(f"{number:8} {name:32} {size:6.1f} {usable:9.2f} {renderer:11.2f} {ratio:7.1f}")


def written(store: Path, page: Path) -> str:
    """What it takes a process to write a page: processor time and peak memory."""
    subprocess.run([sys.executable, __file__, WRITE, store, page], check=True)
    return Path(f"{page}.txt").read_text(encoding="utf-8")


def write(store: Path, page: Path) -> None:
    """Write a page, and beside it what that took."""
    start = time.process_time()
    scene = view.choose(Store(store))
    chosen = time.process_time() - start
    page.write_text(view.page(Store(store), scene), encoding="utf-8")
    taken = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = f"{taken:.1f} s ({chosen:.1f} s to choose and place), {peak:.0f} MB at most"
    Path(f"{page}.txt").write_text(words, encoding="utf-8")


def opened(playwright: Playwright, path: Path) -> tuple[float, float]:
    """Seconds until a page can be used, and the processor time of its process until then."""
    browser = playwright.chromium.launch(
        executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"]
    )
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(WATCH)
    page.on("pageerror", lambda error: sys.exit(f"{path}: {error}"))
    before = seconds_taken(browser)["renderer"]
    page.goto(path.as_uri(), timeout=PATIENCE * 1000)
    page.wait_for_function("window.usable", timeout=PATIENCE * 1000)
    usable, after = page.evaluate("window.usable"), seconds_taken(browser)["renderer"]
    browser.close()
    return usable / 1000, after - before


if __name__ == "__main__":
    if sys.argv[1:2] == [WRITE]:
        write(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
