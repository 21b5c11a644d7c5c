"""What a page of 10,000 entities weighs, and what making it takes, beside pyvis's of the same network.

Run it with the interpreter of the environment that innograph is installed in, tests' packages too:

    python benchmarks/pages.py [ROUNDS] [NODES]

The network is made up: two and a half connections for each node, each with a passage, and an
alias; facts take what they take, so the page is weighed with them, without, and they alone. What
takes time is measured in whole processes, in processor time, taking turns: `innograph view` with
its layout kept, the floor, which only reads the same quads, and pyvis, which makes its page of the
nodes and edges alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from innograph import network
from innograph.store import Store

HERE = Path(__file__).parent
FLOOR = """
import sys
import click
from pyoxigraph import RdfFormat, parse
for subject, predicate, value, graph in parse(path=sys.argv[1] + "/dataset.nq", format=RdfFormat.N_QUADS):
    pass
"""
PEER = """
import json, sys
from pyvis.network import Network
nodes, edges = json.load(open(sys.argv[1], encoding="utf-8"))
network = Network(directed=True, cdn_resources="in_line")
for node, label, color in nodes:
    network.add_node(node, label, color=color)
for source, target, label in edges:
    network.add_edge(source, target, label=label)
open(sys.argv[2], "w", encoding="utf-8").write(network.generate_html())
"""
MAKE = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from view import made_store
made_store(Path(sys.argv[2]), int(sys.argv[3]))
Path(sys.argv[2], "CURRENT").touch()  # opened as it is, like a store of Oxigraph
"""
OURS, READING, PYVIS = "innograph view", "reading the quads", "pyvis, no facts"


def main() -> None:
    """Measure and print."""
    given = [int(argument) for argument in sys.argv[1:]]
    rounds, number = (*given, *(5, 10_000)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        store, page, plain = Path(folder, "store"), Path(folder, "page.html"), Path(folder, "pyvis.html")
        subprocess.run([sys.executable, "-c", MAKE, str(HERE), str(store), str(number)], check=True)
        records = write_records(Store(store), Path(folder, "records.json"))
        commands = {
            OURS: ["-m", "innograph", "view", "--store", str(store), "-o", str(page)],
            READING: ["-c", FLOOR, str(store)],
            PYVIS: ["-c", PEER, str(records), str(plain)],
        }
        seconds(commands[OURS])  # which lays the network out, and keeps the layout
        print(f"load average before: {os.getloadavg()[0]:.2f}")
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(seconds(command))
        print(f"load average after {rounds} rounds: {os.getloadavg()[0]:.2f}")
        print_times(times)
        print_sizes(page.read_text(encoding="utf-8"), plain.stat().st_size)


def seconds(command: list[str]) -> float:
    """The processor time of a process of Python."""
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} failed")
    return used.ru_utime + used.ru_stime


def write_records(store: Store, path: Path) -> Path:
    """The nodes and edges for pyvis."""
    nodes = [(node.id, node.label, node.color) for node in network.nodes(store)]
    edges = [(edge.source, edge.target, edge.label) for edge in network.edges(store)]
    path.write_text(json.dumps([nodes, edges]), encoding="utf-8")
    return path


def print_times(times: dict[str, list[float]]) -> None:
    """The medians, and what they are of the floor and of our own."""
    floor, ours = median(times[READING]), median(times[OURS])
    print(f"{'process':20} {'CPU s':>7} {'fastest':>8} {'x floor':>8} {'x ours':>7}")
    for name, taken in times.items():
        middle = median(taken)
        print(f"{name:20} {middle:7.2f} {min(taken):8.2f} {middle / floor:8.1f} {middle / ours:7.1f}")


def print_sizes(page: str, plain: int) -> None:
    """The page in kilobytes, its facts, and the rest."""
    blocks = dict(
        re.findall(r'<script type="application/octet-stream" id="(\w+)-data">([^<]*)</script>', page)
    )
    whole, facts = len(page.encode()), len(blocks["facts"]) + len(blocks["evidence"])
    sizes = {
        "page": whole,
        "facts and evidence alone": facts,
        "page without them": whole - facts,
        "names, places and edges": len(blocks["scene"]),
        "page of pyvis, without facts": plain,
    }
    print(f"{'part':30} {'kB':>8} {'x page without facts':>22}")
    for name, size in sizes.items():
        print(f"{name:30} {size / 1000:8.0f} {size / (whole - facts):22.2f}")


if __name__ == "__main__":
    main()
