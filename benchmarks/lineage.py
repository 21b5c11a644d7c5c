"""What lineage costs: each query cited, over the same query plain, in one process.

Run it with the interpreter of the environment that innograph is installed in:

    python benchmarks/lineage.py [ROUNDS] [TRIPLES]

First all questions on the real graph, on disk; then query shapes on a generated graph of a
million triples, in memory. Plain is `innograph.query.evaluate` with all rows taken; cited is
`innograph.lineage.trace` with all rows taken and the statements of each derivation. Processor
time is counted, rounds alternate between the two, and the median of each is taken. Peak memory
is of a process forked for each, the graph included.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat
from pyoxigraph import Store as Oxigraph

from innograph.lineage import trace
from innograph.opening import open_current
from innograph.query import evaluate
from innograph.questions import catalogue
from innograph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PREFIX = "PREFIX e: <http://example/>\n"
SHAPES = {
    "lookup": "SELECT ?p ?o { e:work77 ?p ?o }",
    "star": "SELECT ?w ?d ?c { ?w e:theme e:theme7 ; e:director ?d ; e:about ?c ; e:year ?y }",
    "three hops": "SELECT ?p ?w ?c { ?c e:state 'S7' . ?w e:about ?c ; e:director ?p . ?p e:label ?l }",
    "optional": "SELECT ?w ?a { ?w e:theme e:theme7 OPTIONAL { ?w e:award ?a } }",
    "union": "SELECT ?w { { ?w e:theme e:theme7 } UNION { ?w e:about/e:state 'S7' } }",
    "filter": "SELECT ?w ?l { ?w e:label ?l FILTER regex(?l, '77') }",
    "path": "SELECT ?w ?t { ?t e:broader* e:theme1 . ?w e:theme ?t }",
    "group": "SELECT ?t (COUNT(?w) AS ?n) { ?w e:theme ?t ; e:director ?d } GROUP BY ?t",
    "group, having": "SELECT ?d (AVG(?y) AS ?m) { ?w e:director ?d ; e:year ?y } GROUP BY ?d HAVING (COUNT(?w) > 30)",
    "count distinct": "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?w e:director ?d }",
    "order and limit": "SELECT ?w ?y { ?w e:year ?y ; e:label ?l } ORDER BY DESC(?y) ?l LIMIT 20",
    "distinct": "SELECT DISTINCT ?d ?t { ?w e:director ?d ; e:theme ?t ; e:year 1990 }",
    "not exists": "SELECT ?w { ?w e:theme e:theme7 FILTER NOT EXISTS { ?w e:award ?a } }",
    "exists": "SELECT ?c { ?c e:state 'S7' FILTER EXISTS { ?w e:about ?c ; e:year 1990 } }",
    "minus": "SELECT ?w { ?w e:theme e:theme7 MINUS { ?w e:award ?a } }",
    "sub-select": "SELECT ?d ?l { { SELECT ?d { ?w e:director ?d } GROUP BY ?d ORDER BY DESC(COUNT(?w)) ?d LIMIT 10 } ?d e:label ?l }",
    "bind": "SELECT ?w ?decade { ?w e:theme e:theme7 ; e:year ?y BIND (FLOOR(?y / 10) AS ?decade) }",
    "graph": "SELECT ?g ?c { GRAPH ?g { ?c e:state 'S7' } }",
    "construct": "CONSTRUCT { ?d e:worked ?c } WHERE { ?w e:director ?d ; e:about ?c ; e:theme e:theme7 }",
    "ask": "ASK { ?w e:theme e:theme7 ; e:year 1990 }",
    "scan of all works": "SELECT ?w ?l ?d { ?w e:label ?l ; e:director ?d }",
}


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    triples = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000  # noqa: PLR2004
    print(f"{rounds} rounds, load average {', '.join(f'{load:.2f}' for load in os.getloadavg())}")
    with tempfile.TemporaryDirectory() as folder:
        store = open_current(None, folder, lambda _: None)[0]
        questions = {name: question.query for name, question in catalogue().items()}
        report("questions on the real graph", store, questions, max(rounds, 9))
    store = Store(Path())
    store.oxigraph = Oxigraph()
    store.oxigraph.bulk_load("".join(generated(triples)).encode(), format=RdfFormat.N_QUADS)
    shapes = {name: PREFIX + query for name, query in SHAPES.items()}
    report(f"shapes on {triples:,} triples", store, shapes, rounds)
    report_memory(store, shapes)


def report(title: str, store: Store, queries: dict[str, str], rounds: int) -> None:
    """Print the processor time of each query, plain and cited, and their ratio."""
    print(f"\n{title:28} {'rows':>8} {'plain ms':>9} {'cited ms':>9} {'ratio':>6}")
    ratios = []
    for name, query in queries.items():
        plain, cited = [], []
        for _ in range(rounds):
            plain.append(seconds(taken_plain, store, query))
            cited.append(seconds(taken_cited, store, query))
        ratios.append(median(cited) / median(plain))
        rows = taken_plain(store, query)
        print(
            f"{name:28} {rows:8} {median(plain) * 1000:9.2f} {median(cited) * 1000:9.2f} {ratios[-1]:6.2f}",
            flush=True,
        )
    print(f"{'median and worst ratio':28} {median(ratios):35.2f} {max(ratios):6.2f}")


def report_memory(store: Store, queries: dict[str, str]) -> None:
    """Print the peak memory of each query, plain and cited."""
    print(f"\n{'peak memory':28} {'plain MB':>9} {'cited MB':>9} {'ratio':>6}")
    for name, query in queries.items():
        plain, cited = (peak(taken, store, query) for taken in (taken_plain, taken_cited))
        print(f"{name:28} {plain:9.0f} {cited:9.0f} {cited / plain:6.2f}", flush=True)


def taken_plain(store: Store, query: str) -> int:
    """Take all rows and their values; how many there were."""
    results = evaluate(store, query)
    return sum(1 for row in results if tuple(row)) if hasattr(results, "__iter__") else 1


def taken_cited(store: Store, query: str) -> int:
    """Take all rows and their statements; how many there were."""
    counts = (
        sum(len(derivation.statements) for derivation in row.derivations) for row in trace(store, query).rows
    )
    return sum(1 for count in counts if count >= 0)


def seconds(taken: Callable[[Store, str], int], store: Store, query: str) -> float:
    """How long it takes, in processor time."""
    start = time.process_time()
    taken(store, query)
    return time.process_time() - start


def peak(taken: Callable[[Store, str], int], store: Store, query: str) -> float:
    """The peak memory of a forked process that does it, in megabytes."""
    child = os.fork()
    if child == 0:
        taken(store, query)
        os._exit(0)
    _, _, usage = os.wait4(child, 0)
    return usage.ru_maxrss / 1024


def generated(triples: int) -> Iterator[str]:
    """N-Quads of works, directors, cases and themes; every seventh case also in a passage graph."""
    works = triples * 10 // 81
    people, cases, themes = works // 10, works // 4, 300
    for number in range(1, themes):
        yield _quad(f"theme{number}", "broader", f"<http://example/theme{number // 3}>")
    for number in range(people):
        yield _quad(f"person{number}", "a", "<http://example/Person>") + _quad(
            f"person{number}", "label", f'"Person {number}"'
        )
    for number in range(cases):
        state = f'"S{number % 50}"'
        yield _quad(f"case{number}", "a", "<http://example/Case>") + _quad(f"case{number}", "state", state)
        yield _quad(f"case{number}", "state", state, f"passage{number}") if number % 7 == 0 else ""
    for number in range(works):
        work = f"work{number}"
        yield _quad(work, "a", "<http://example/Work>") + _quad(work, "label", f'"Work {number}"')
        yield _quad(work, "director", f"<http://example/person{number * number % people}>")
        yield _quad(work, "director", f"<http://example/person{number * 7 % people}>")
        yield _quad(work, "about", f"<http://example/case{number * 13 % cases}>")
        yield _quad(work, "theme", f"<http://example/theme{number % themes}>")
        yield _quad(work, "year", f'"{1950 + number % 75}"^^<http://www.w3.org/2001/XMLSchema#integer>')
        yield _quad(work, "award", '"Award"') if number % 3 == 0 else ""


def _quad(subject: str, predicate: str, value: str, graph: str = "") -> str:
    verb = (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
        if predicate == "a"
        else f"http://example/{predicate}"
    )
    named = f" <http://example/{graph}>" if graph else ""
    return f"<http://example/{subject}> <{verb}> {value}{named} .\n"


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
