"""An import of the Registry, held against its floor, a tenfold file, and rdflib.

    python benchmarks/importing.py EXPORT.csv [--tenfold] [--rdflib]

Each step is a process of its own, whose time and peak memory are the operating system's figures.
The floor reads the file with Python's csv module and bulk-loads, from the file of N-Quads that the
import wrote, the very same quads into a new store on disk. --tenfold repeats every row ten times
under other names; its own floor shows how much of the growth is Oxigraph's.

--rdflib does with rdflib what is its to do: the same quads are parsed into a Dataset, the same rules run
there, the result is held against the shapes with pySHACL and written as N-Quads. People are not
matched, and no store is made that another process could query. rdflib joins some patterns of the
rules as the square of the rows; so each rule runs, parsed once, over thirty rows at a time, the
number with which it is fastest.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

INNOGRAPH = [str(Path(sys.executable).with_name("innograph"))]
FLOOR = """
import csv, sys
from pyoxigraph import RdfFormat, Store
with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    rows = list(csv.reader(file))
store = Store(sys.argv[3])
store.bulk_load(path=sys.argv[2], format=RdfFormat.N_QUADS)
store.flush()
"""
RDFLIB = """
import sys
from itertools import islice
from pathlib import Path
import pyshacl
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.sparql import prepareQuery
from innograph import ontology
from innograph.dataset import rules
from innograph.imports import kinds, statements
from innograph.imports.statements import Maker, Told
from innograph.imports.storage import Imports
from innograph.imports.subjects import own_subject
imports = Imports(Path(sys.argv[3]))
stored, _ = imports.add(Path(sys.argv[1]), kinds.KINDS["nre"], lambda *_: None)
maker = Maker(ontology.load(), {}, registry=True)
told = (Told(row, stored.description, own_subject(stored.description, row.number)) for row in stored.rows())
dataset, batch = Dataset(), Dataset()
for name in ("ontology", "alignments"):
    batch.graph(URIRef(f"https://w3id.org/innograph/{name}")).parse(f"{name}.ttl")
prepared = [
    (dataset.graph(URIRef(f"https://w3id.org/innograph/id/rule/{rule.name}")), prepareQuery(rule.query))
    for rule in rules.load()
]
groups = [maker.group([each]) for each in told]
dataset.parse(data="".join(line for group in groups for line in statements.lines(group)), format="nquads")
waiting = iter(groups)
while together := list(islice(waiting, 30)):
    asserted = "".join(f"{triple} .\\n" for group in together for triple in group.asserted)
    batch.default_graph.parse(data=asserted, format="nt")
    grown = True
    while grown:
        grown = False
        for graph, query in prepared:
            for triple in list(batch.query(query)):
                if triple not in graph:
                    grown = True
                    graph.add(triple)
                    batch.default_graph.add(triple)
                    dataset.default_graph.add(triple)
    batch.default_graph.remove((None, None, None))
pyshacl.validate(dataset.default_graph, shacl_graph=Graph().parse("shapes.ttl"))
dataset.serialize(sys.argv[2], format="nquads")
"""


def main() -> None:
    """Measure and print."""
    export = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        print(f"load average {', '.join(f'{load:.2f}' for load in os.getloadavg())}")
        print(f"{'step':34} {'seconds':>8} {'CPU s':>8} {'x floor':>8} {'x CPU':>6} {'peak MB':>8}")
        imported = innograph(export, work / "one")
        again = python(FLOOR, export, largest(work / "one"), work / "floor")
        floor = measured("floor", again, work / "one")
        show("floor: read and bulk-load", floor, floor)
        show("innograph import", imported, floor)
        if "--tenfold" in sys.argv:
            copies(export, work / "tenfold.csv", 10)
            show("innograph import, tenfold", innograph(work / "tenfold.csv", work / "ten"), floor)
            again = python(FLOOR, work / "tenfold.csv", largest(work / "ten"), work / "floor-ten")
            show("floor, tenfold", measured("floor", again, work / "one"), floor)
        if "--rdflib" in sys.argv:
            copies(export, work / "tenth.csv", 0.1)
            show("innograph import, a tenth", innograph(work / "tenth.csv", work / "tenth"), floor)
            for name, file in ((", a tenth", work / "tenth.csv"), ("", export)):
                peer = python(RDFLIB, file, work / "rdflib.nq", work / f"rdflib{name}")
                show(f"through rdflib{name}", measured("rdflib", peer, work / "one"), floor)


def largest(place: Path) -> Path:
    """The N-Quads of the store with the import: the other is of the curated facts."""
    return max(place.glob("cache/*/dataset.nq"), key=lambda path: path.stat().st_size)


def innograph(export: Path, place: Path) -> tuple[float, float, float]:
    """What importing a file costs."""
    return measured("import", [*INNOGRAPH, "import", "nre", str(export)], place)


def python(program: str, *arguments: Path) -> list[str]:
    """The command that runs a program with arguments."""
    return [sys.executable, "-c", program, *map(str, arguments)]


def copies(source: Path, target: Path, times: float) -> None:
    """Write the rows of an export *times* times, each time under other names; a fraction is the first rows."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    name = header.index("Name")
    rows = rows[: int(len(rows) * min(times, 1))]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for copy in range(max(int(times), 1)):
            writer.writerows([*row[:name], f"{row[name]} {copy}", *row[name + 1 :]] for row in rows)


def measured(name: str, command: list[str], place: Path) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak megabytes of a process; the curated store is built before."""
    environment = os.environ | {
        "INNOGRAPH_CACHE": str(place / "cache"),
        "INNOGRAPH_IMPORTS": str(place / "imports"),
    }
    subprocess.run([*INNOGRAPH, "build", "--curated"], env=environment, check=True, stdout=subprocess.DEVNULL)
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{name} failed: {' '.join(command)}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def show(name: str, taken: tuple[float, float, float], floor: tuple[float, float, float]) -> None:
    """Print a line."""
    seconds, cpu, memory = taken
    print(
        f"{name:34} {seconds:8.1f} {cpu:8.1f} {seconds / floor[0]:8.2f} {cpu / floor[1]:6.2f} {memory:8.0f}"
    )


if __name__ == "__main__":
    main()
