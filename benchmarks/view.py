"""Pages of 1,000 nodes and more beside stock pyvis and vis-network alone: how soon each can be used.

Run it with the interpreter of the environment that innograph is installed in, tests' packages too:

    python benchmarks/view.py [ROUNDS] [NODES ...]

All draw one made-up network of cases, works and people with the same nodes, edges and, but for
stock pyvis, places. A page can be used when its first picture is drawn, its loading bar, if it has
one, is gone, and the browser is free to answer: the time is the browser's own, from the start of
the navigation. Pages take turns, so that a change of the machine's load meets all of them; stock
pyvis with its physics is waited for once, and only where there are at most 1,000 nodes: more of them
take it minutes longer.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from shutil import which
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from innograph import layout, resources, view
from innograph.opening import open_current
from innograph.store import Store, write_store
from innograph.view.installed import vis_network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from innograph.view.scene import Scene

OURS, ALONE, STOCK = "innograph view", "vis-network alone", "stock pyvis, default physics"
INNO, BASE = "https://w3id.org/innograph/ontology#", "https://w3id.org/innograph/id/"
TYPE, LABEL = (
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
    "<http://www.w3.org/2000/01/rdf-schema#label>",
)
CLASSES = ("Case", "Film", "Person", "Organization")
RELATIONS = ("covers", "lawyer", "director", "founder", "features")
WITHIN = 0.8  # how many edges stay within a community of 40
PATIENCE = 500  # seconds to wait for stock pyvis
MOST_OF_STOCK = 1000  # nodes
WATCH = """
let drawn = false;
const stroke = CanvasRenderingContext2D.prototype.stroke;
CanvasRenderingContext2D.prototype.stroke = function (...given) { drawn = true; return stroke.apply(this, given); };
const timer = setInterval(() => {
  const bar = document.getElementById("loadingBar");
  if (!drawn || (bar && getComputedStyle(bar).display !== "none" && bar.style.opacity !== "0")) return;
  clearInterval(timer);
  requestAnimationFrame(() => setTimeout(() => { window.usable = performance.now(); }));
}, 5);
"""


def main() -> None:
    """Measure and print."""
    given = [int(argument) for argument in sys.argv[1:]]
    rounds, sizes = (given or [9])[0], given[1:] or [1000, 2000, 10_000]
    print(f"{'nodes':>6} {'page':32} {'kB':>6} {'median s':>9} {'fastest s':>9} {'x ours':>8}")
    for number in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(write_pages(Path(folder), number), number, rounds)


def measure(pages: dict[str, Path], number: int, rounds: int) -> None:
    """Open the pages of a network in turn, and print a row for each."""
    times: dict[str, list[float]] = {OURS: [], ALONE: []}
    loads = [os.getloadavg()[0]]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(rounds):
            for name, taken in times.items():
                taken.append(seconds_until_usable(browser, pages[name]))
        loads.append(os.getloadavg()[0])
        if number <= MOST_OF_STOCK:
            times[STOCK] = [seconds_until_usable(browser, pages[STOCK])]
        browser.close()
    ours = median(times[OURS])
    for name, taken in times.items():
        figures = f"{median(taken):9.2f} {min(taken):9.2f} {median(taken) / ours:8.2f}"
        print(f"{number:6} {name:32} {pages[name].stat().st_size // 1000:6} {figures}")
    print(
        f"{number:6} load average before and after {rounds} rounds: {loads[0]:.1f}, {loads[1]:.1f}",
        flush=True,
    )


def seconds_until_usable(browser: Browser, path: Path) -> float:
    """How long after the start of the navigation the page can be used; infinite if it takes too long."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(WATCH)
    page.on("pageerror", lambda error: sys.exit(f"{path}: {error}"))
    page.goto(path.as_uri(), timeout=PATIENCE * 1000)
    end = time.monotonic() + PATIENCE
    usable = None
    while usable is None and time.monotonic() < end:
        usable = page.evaluate("window.usable ?? null")
        page.wait_for_timeout(20)
    page.close()
    return float("inf") if usable is None else usable / 1000


def write_pages(folder: Path, number: int) -> dict[str, Path]:
    """The three pages of one network."""
    store, scene = placed(folder / "store", number)
    texts = {OURS: view.page(store, scene), ALONE: alone(scene), STOCK: stock(scene)}
    paths = {name: folder / f"{rank}.html" for rank, name in enumerate(texts)}
    for name, path in paths.items():
        path.write_text(texts[name], encoding="utf-8")
    return paths


def placed(folder: Path, number: int) -> tuple[Store, Scene]:
    """A made-up network, and all of it as a page shows it, each node in its place."""
    store = made_store(folder, number)
    scene = view.choose(store)
    links = [(edge.source, edge.target) for edge in scene.edges]
    return store, replace(scene, positions=layout.arranged([node.id for node in scene.nodes], links))


def alone(scene: Scene) -> str:
    """The least page that draws the same network with vis-network where it is placed."""
    places = {node: {"x": x, "y": y} for node, (x, y) in scene.positions.items()}
    records = {
        "nodes": [
            {"id": node.id, "label": node.label, "color": node.color, "shape": "dot", **places[node.id]}
            for node in scene.nodes
        ],
        "edges": [
            {"id": edge.key, "from": edge.source, "to": edge.target, "label": edge.label, "arrows": "to"}
            for edge in scene.edges
        ],
    }
    data = json.dumps(records).replace("<", "\\u003c")
    options = "{physics: {enabled: false}, layout: {improvedLayout: false}, edges: {smooth: false}}"
    return (
        "<!doctype html><meta charset=utf-8><style>#c { width: 100vw; height: 95vh }</style><div id=c></div>"
        f"<script>{vis_network()}</script><script>const data = {data};"
        f"new vis.Network(document.getElementById('c'), data, {options});</script>"
    )


def stock(scene: Scene) -> str:
    """What pyvis makes of the same nodes and edges by itself."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for node in scene.nodes:
        network.add_node(node.id, node.label, color=node.color)
    for edge in scene.edges:
        network.add_edge(edge.source, edge.target, label=edge.label)
    # its links to Bootstrap, which no network answers here, would only delay it
    return re.sub(r"^.*https://cdn\.jsdelivr\.net.*$", "", str(network.generate_html()), flags=re.MULTILINE)


def made_store(folder: Path, number: int) -> Store:
    """A store of a made-up network: communities with hubs, five ends of edges for each node."""
    ours = open_current(resources.facts(), None, lambda _: None)[0]
    ontology = f" <{INNO[:-1]}> ."
    own = [line for line in ours.nquads.read_text(encoding="utf-8").splitlines() if line.endswith(ontology)]
    lines = sorted({f"{line}\n".encode() for line in (*own, *made_quads(number))})
    write_store(folder, b"".join(lines), {})
    return Store(folder)


def made_quads(number: int) -> Iterator[str]:
    """Nodes with names and aliases, edges with a passage of a source each."""
    chance = random.Random(1)  # noqa: S311 - the same network each time
    for rank in range(number):
        yield f"<{BASE}n{rank}> {TYPE} <{INNO}{CLASSES[rank % len(CLASSES)]}> ."
        yield f'<{BASE}n{rank}> {LABEL} "Made-up name number {rank}" .'
        yield f'<{BASE}n{rank}> <{INNO}alias> "Other name {rank}" .'
    for _ in range(number * 5 // 2):
        one = chance.randrange(number)
        other = (
            (one // 40 * 40 + int(40 * chance.random() ** 2)) % number
            if chance.random() < WITHIN
            else chance.randrange(number)
        )
        passage = f"<{BASE}passage/s{chance.randrange(200)}/page>"
        statement = f"<{BASE}n{one}> <{INNO}{chance.choice(RELATIONS)}> <{BASE}n{other}>"
        yield f"{statement} ."
        yield f"{statement} {passage} ."
    for rank in range(200):
        graph = f"<{BASE}provenance> ."
        passage, source = f"<{BASE}passage/s{rank}/page>", f"<{BASE}source/s{rank}>"
        yield f"{passage} <http://www.w3.org/ns/prov#wasDerivedFrom> {source} {graph}"
        yield f'{passage} {LABEL} "s{rank}, whole page" {graph}'
        yield f'{source} <http://purl.org/dc/terms/title> "Made-up source {rank}" {graph}'


if __name__ == "__main__":
    main()
