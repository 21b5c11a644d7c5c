"""What the network of a large graph costs, beside reading the same statements and holding them in networkx.

    python benchmarks/projecting.py [EDGES] [ROUNDS]

A made-up graph on disk, with innograph's ontology: cases with their exonerees, factors and lawyers, events
with courts and judges, films with credits, each statement in a passage or two. Each process does one thing:

- *floor*: every quad of the store is read once, through the same library;
- *networkx*: the quads are read, and the statements between two entities become edges of a MultiDiGraph;
- *edges*: `innograph.network.edges`, taken one by one, each with its evidence;
- *at once*: the same, with all quads read into memory first, as for a view;
- *export*: GraphML with the evidence of edges and nodes, written to a file.

It prints processor time and peak memory, above what a process needs that only opens the store, for
the tenth part of the edges and for all of them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, serialize

from innograph import network, ontology
from innograph.export import DRAWINGS
from innograph.export.placement import written
from innograph.namespaces import ID, INNO, ONTOLOGY
from innograph.store import Store, write_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
OF_CASE = 9  # edges that one case and its film make
SOURCES, PLACES = 300, 40
FACTORS = ("factor/false-confession", "factor/official-misconduct")
TASKS = ("open", "floor", "networkx", "edges", "at once", "export")


def main() -> None:
    """Measure and print, or be one of the processes that are measured."""
    if sys.argv[1:2] == ["--task"]:
        task(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
        return
    edges, rounds = [*map(int, sys.argv[1:3]), *(200_000, 1)[len(sys.argv) - 1 :]]
    print(f"{rounds} rounds, load average {', '.join(f'{load:.2f}' for load in os.getloadavg())}")
    for count in (edges // 10, edges):
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder, "store")
            write_parts(made, parts(count // OF_CASE), dict)
            compare(made, count, rounds)


def compare(store: Path, count: int, rounds: int) -> None:
    """Print what each task costs on the store."""
    measured = {name: [measure(name, store, count) for _ in range(rounds)] for name in TASKS}
    seconds, peaks = (
        {name: statistics.median(each[at] for each in found) for name, found in measured.items()}
        for at in (0, 1)
    )
    floor = seconds["floor"] - seconds["open"]
    for name in TASKS[1:]:
        taken, peak = seconds[name] - seconds["open"], peaks[name] - peaks["open"]
        print(
            f"{count:,} edges, {name}: {taken:.2f} s, {taken / floor:.2f} times the floor, peak {peak:,.0f} MB"
        )


def measure(name: str, store: Path, count: int) -> tuple[float, float]:
    """Processor seconds and peak memory in megabytes of a process that does one task."""
    command = [sys.executable, __file__, "--task", name, str(store), str(count // OF_CASE)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, peak = map(float, said.split())
    return seconds, peak


def task(name: str, folder: Path, cases: int) -> None:
    """Do one task, and print what it cost."""
    store = Store(folder)
    graph = store.oxigraph
    if name == "floor":
        sum(1 for _ in graph.quads_for_pattern(None, None, None, None))
    elif name == "networkx":
        hold(store)
    elif name == "edges":
        sum(1 for _ in network.edges(store))
    elif name == "at once":
        sum(1 for _ in network.edges(store, at_once=True))
    elif name == "export":
        form, claims = DRAWINGS["graphml"]["plain"], network.claimed(store)
        pieces = written(form, network.nodes(store), network.edges(store), places(cases), claims)
        with tempfile.TemporaryFile() as file:
            file.writelines(pieces)
    print(time.process_time(), highest())


def places(cases: int) -> dict[str, tuple[int, int]]:
    """Places of all nodes, so that none is sought."""
    named = [f"{kind}-{at}" for kind in ("case", "person", "lawyer", "film") for at in range(cases)]
    shared = [*FACTORS, *(f"{kind}-{at}" for kind in ("court", "judge") for at in range(PLACES))]
    return {name: (at, 0) for at, name in enumerate([*named, *shared])}


def hold(store: Store) -> None:
    """Read the store into a networkx graph, without evidence."""
    import networkx as nx

    held = nx.MultiDiGraph()
    for quad in store.oxigraph.quads_for_pattern(None, None, None, None):
        if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode):
            held.add_edge(quad.subject.value, quad.object.value, predicate=quad.predicate.value)


def highest() -> float:
    """The peak memory of this process in megabytes; the kernel's other figure begins with that of the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def parts(cases: int) -> Iterator[bytes]:
    """The graph as N-Quads, in parts."""
    triples = ontology.load().triples
    known = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    yield "".join(f"{line[:-1]}{ONTOLOGY} .\n" for line in known.splitlines()).encode()
    yield "".join(shared()).encode()
    for start in range(0, cases, 2_000):
        yield "".join(line for at in range(start, min(start + 2_000, cases)) for line in case(at)).encode()


def shared() -> Iterator[str]:
    """What all cases have in common: courts, judges, and the sources with their passages."""
    for factor in FACTORS:
        yield from entity(factor, "Theme")
    for at in range(PLACES):
        yield from entity(f"court-{at}", "Court", "Organization")
        yield from entity(f"judge-{at}", "Person", "Agent")
    for at in range(SOURCES):
        passage = f"<{ID}passage/source-{at}/page>"
        yield f"{passage} <http://www.w3.org/ns/prov#wasDerivedFrom> <{ID}source/source-{at}> <{ID}provenance> .\n"


def case(at: int) -> Iterator[str]:
    """A case, its people and its film: nine edges."""
    for name, *classes in (
        (f"case-{at}", "Case"), (f"person-{at}", "Person", "Agent"), (f"lawyer-{at}", "Person", "Agent"),
        (f"film-{at}", "Film", "Work"),
    ):  # fmt: skip
        yield from entity(name, *classes)
    event, credit = f"case-{at}/exoneration/1", f"credit/lawyer-{at}/film-{at}/director"
    yield from entity(event, "Exoneration", "Event")
    for subject, predicate, value in (
        (f"case-{at}", "exoneree", f"person-{at}"),
        *((f"case-{at}", "factor", factor) for factor in FACTORS),
        (f"case-{at}", "lawyer", f"lawyer-{at}"),
        (f"case-{at}", "event", event),
        (event, "court", f"court-{at % PLACES}"),
        (event, "judge", f"judge-{at % PLACES}"),
        (f"film-{at}", "covers", f"case-{at}"),
        (f"film-{at}", "portrays", f"person-{at}"),
        (credit, "work", f"film-{at}"),
        (credit, "role", "role/director"),
        (credit, "person", f"lawyer-{at}"),
    ):
        yield from stated(at, f"<{ID}{subject}> <{INNO}{predicate}> <{ID}{value}>")
    yield from stated(at, f'<{ID}case-{at}> <{INNO}state> "Ohio"')
    yield from stated(
        at, f'<{ID}{event}> <{INNO}date> "{1980 + at % 40}"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    )


def entity(name: str, *classes: str) -> Iterator[str]:
    """An entity with its label and classes."""
    for triple in (
        f'<{ID}{name}> {LABEL} "The {name}"',
        *(f"<{ID}{name}> {RDF_TYPE} <{INNO}{each}>" for each in classes),
    ):
        yield f"{triple} .\n"
        yield f"{triple} <{ID}editorial> .\n"


def stated(at: int, triple: str) -> Iterator[str]:
    """An asserted statement that one passage states, or two."""
    yield f"{triple} .\n"
    for source in {at % SOURCES, (at * 7) % SOURCES}:
        yield f"{triple} <{ID}passage/source-{source}/page> .\n"


if __name__ == "__main__":
    main()
