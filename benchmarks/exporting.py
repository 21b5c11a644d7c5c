"""What exports cost beside the fastest writers of the same content, in processor time and memory.

Run it with the interpreter of the environment that innograph is installed in, with igraph in it:

    python benchmarks/exporting.py [EDGES] [TRIPLES] [ROUNDS]

GraphML: made-up nodes and edges with all their attributes, written by innograph and by igraph, which
holds the same attributes already. Turtle: a dataset whose asserted triples are as many as said, from
its file of N-Quads by innograph; beside it pyoxigraph, in the file's order: reading and writing the
same triples, and writing triples that it holds in memory already. Peak memory is that of a process
that does nothing else, above what the inputs take.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, RdfFormat, parse, serialize
from pyoxigraph import Store as Oxigraph

from innograph.export import DRAWINGS, rdf
from innograph.export.placement import written
from innograph.network import Edge, Node
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ID = "https://w3id.org/innograph/id/"
DEGREE = 5  # edges for each node


def main() -> None:
    """Measure and print, or be one of the processes whose memory is measured."""
    if sys.argv[1:2] == ["--peak"]:
        peak(sys.argv[2], int(sys.argv[3]))
        return
    edges, triples, rounds = [
        *map(int, sys.argv[1:4]), *(190_000, 1_000_000, 3)[len(sys.argv) - 1 :]
    ]  # fmt: skip
    print(f"{rounds} rounds, load average {', '.join(f'{load:.2f}' for load in os.getloadavg())}")
    with tempfile.TemporaryDirectory() as folder:
        graphml(Path(folder), edges, rounds)
        turtle(Path(folder), triples, rounds)
    for size in (edges // 2, edges):
        print(f"GraphML of {size:,} edges: peak {measured_peak('graphml', size):,.0f} MB above the start")
    for size in (triples // 4, triples):
        print(f"Turtle of {size:,} triples: peak {measured_peak('turtle', size):,.0f} MB above the start")


def graphml(folder: Path, count: int, rounds: int) -> None:
    """GraphML by innograph and by igraph."""
    import igraph

    nodes, edges = list(made_nodes(count // DEGREE)), list(made_edges(count))
    places = {node.id: (at % 997, at // 997) for at, node in enumerate(nodes)}
    numbers = {node.id: at for at, node in enumerate(nodes)}
    peer = igraph.Graph(len(nodes), [(numbers[e.source], numbers[e.target]) for e in edges], directed=True)
    for name in ("label", "type", "color"):
        peer.vs[name] = [getattr(node, name) for node in nodes]
    peer.vs["name"], peer.vs["uri"] = [node.label for node in nodes], [node.iri for node in nodes]
    peer.vs["x"], peer.vs["y"] = zip(*(places[node.id] for node in nodes), strict=True)
    peer.vs["size"] = [10.0] * len(nodes)
    for name, values in columns(edges).items():
        peer.es[name] = values
    form = DRAWINGS["graphml"]["plain"]
    ours = fastest(lambda: save(folder / "ours", written(form, iter(nodes), iter(edges), places)), rounds)
    theirs = fastest(lambda: peer.write_graphml(str(folder / "theirs")), rounds)
    print(
        f"GraphML, {count:,} edges: innograph {ours:.2f} s, igraph {theirs:.2f} s: {ours / theirs:.2f} times"
    )


def columns(edges: list[Edge]) -> dict[str, list[object]]:
    """The attributes of the edges, each as a list."""
    rows = [edge.attributes() for edge in edges]
    return {name: [row[name] for row in rows] for name in rows[0]}


def turtle(folder: Path, count: int, rounds: int) -> None:
    """Turtle by innograph, and by pyoxigraph in the order of the file."""
    store = made_store(folder, count)
    memory = Oxigraph()
    memory.bulk_load(path=str(store.nquads), format=RdfFormat.N_QUADS)
    held = [quad.triple for quad in memory.quads_for_pattern(None, None, None, DefaultGraph())]

    def read_and_write() -> None:
        quads = parse(path=str(store.nquads), format=RdfFormat.N_QUADS)
        asserted = (quad.triple for quad in quads if quad.graph_name == DefaultGraph())
        serialize(asserted, str(folder / "theirs"), format=RdfFormat.TURTLE)

    ours = fastest(lambda: save(folder / "ours", rdf(store, "turtle")), rounds)
    peers = {
        "reads and writes": fastest(read_and_write, rounds),
        "dumps its store": fastest(lambda: dump(memory, folder), rounds),
        "writes triples held": fastest(lambda: serialize(held, str(folder / "x"), format=RdfFormat.TURTLE), rounds),
    }  # fmt: skip
    print(f"Turtle, {count:,} triples of {2 * count:,} quads: innograph {ours:.2f} s")
    for name, taken in peers.items():
        print(f"  pyoxigraph {name}: {taken:.2f} s; innograph has {taken / ours:.2f} of its rate")


def dump(memory: Oxigraph, folder: Path) -> None:
    """Dump the default graph of a store in memory."""
    memory.dump(str(folder / "dump"), format=RdfFormat.TURTLE, from_graph=DefaultGraph())


def fastest(work: Callable[[], object], rounds: int) -> float:
    """The least processor time of several runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def save(path: Path, pieces: Iterable[bytes]) -> None:
    """Write the pieces to a file."""
    with path.open("wb") as file:
        file.writelines(pieces)


def made_nodes(count: int) -> Iterator[Node]:
    """Made-up nodes."""
    for at in range(count):
        yield Node(f"node-{at}", f"{ID}node-{at}", f"Entity {at} & others", "Person", "person", "#0072B2")


def made_edges(count: int) -> Iterator[Edge]:
    """Made-up edges, each with the evidence of one passage."""
    chance = random.Random(7)  # noqa: S311 - made-up links
    for at in range(count):
        source, target = (f"node-{chance.randrange(count // DEGREE)}" for _ in range(2))
        mark = f"source-{at % 300}"
        evidence = [
            {"locator": None, "passage": f"{ID}passage/{mark}/page", "rank": "normal", "source": mark}
        ]
        yield Edge(
            at, source, target, f"{ID}relation", "is related to", "is related to", "relation", 1,
            f"{ID}credit/{source}/{target}", at % 40 == 0, at % 5000 == 0, (mark,), json.dumps(evidence),
            f"{source} relation {target}",
        )  # fmt: skip


def made_store(folder: Path, count: int) -> Store:
    """A store of ours whose default graph has *count* triples, each also in a passage."""
    made = Path(tempfile.mkdtemp(dir=folder))
    (made / "manifest.json").write_text("{}", encoding="utf-8")
    with (made / "dataset.nq").open("wb") as file:
        for at in range(count):
            start = f"<{ID}s{at // 4:08}> <https://w3id.org/innograph/ontology#p{at % 4}> "
            value = f'"a value of number {at}"' if at % 2 else f"<{ID}o{at % 5000:05}>"
            file.write(f"{start}{value} .\n{start}{value} <{ID}passage/p{at % 999}> .\n".encode())
    return Store(made)


def measured_peak(what: str, size: int) -> float:
    """The peak memory of a process that only writes, in megabytes above its start."""
    command = [sys.executable, __file__, "--peak", what, str(size)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peak(what: str, size: int) -> None:
    """Print how far writing raises the peak of this process above what it needed to start."""
    with tempfile.TemporaryDirectory() as folder:
        if what == "turtle":
            store = made_store(Path(folder), size)
            pieces: Iterable[bytes] = rdf(store, "turtle")
        else:
            form, places = (
                DRAWINGS["graphml"]["plain"],
                {f"node-{at}": (at, at) for at in range(size // DEGREE)},
            )
            pieces = written(form, made_nodes(size // DEGREE), made_edges(size), places)
        start = highest()
        save(Path(folder, "out"), pieces)
        print((highest() - start) / 1024)


def highest() -> int:
    """The peak memory of this process in KiB; the kernel's other figure begins with that of the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    main()
