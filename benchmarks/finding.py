"""`find` and `path` as whole processes over the floor of `ask`, on the real graph and on a larger one.

    python benchmarks/finding.py [ROUNDS] [CASES]

The larger graph is the real one with CASES made-up cases more (3,000 if not given): each with an
exoneree, a lawyer, a passage for every statement, and one of a tenth as many films with a director.
Rounds alternate between the commands, so that a change of the machine's load meets all of them.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from start import FLOOR, INNOGRAPH, forget  # type: ignore[import-not-found]

from innograph.namespaces import ID, INNO, PREFIXES
from innograph.opening import open_current
from innograph.store import FACTS_FOLDER_NOTE, write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    Cost = tuple[float, float]

SYLLABLES = ("ba", "den", "fol", "gri", "hal", "jor", "kem", "lin", "mor", "nas", "pel", "rod", "sten", "tov")
COMMANDS = {
    "find, by a word": ["find", "brooks"],
    "find, with typing errors": ["find", "keneddy brewr"],
    "find, nothing": ["find", "zzzzzzzzzz"],
    "path, 4 hops": ["path", "levon-brooks", "kennedy-brewer"],
    "path, 4 hops, asked again": ["path", "levon-brooks", "kennedy-brewer"],
    "path, 10 paths": ["path", "levon-brooks", "alex-gibney", "--paths", "10"],
}
ACROSS = {"path, between made-up cases": ["path", "made/person/0", "made/person/1", "--max", "20"]}


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 3_000  # noqa: PLR2004
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"INNOGRAPH_CACHE": folder}
        os.environ["INNOGRAPH_CACHE"] = folder
        real = open_current(None, None, print)[0]
        large = Path(folder, "large")
        write_large(large, real.nquads.read_bytes(), cases)
        commands = {FLOOR: [sys.executable, "-c", "import click, pyoxigraph"]}
        commands |= {f"real graph: {name}": [*INNOGRAPH, *arguments] for name, arguments in COMMANDS.items()}
        for name, arguments in (COMMANDS | ACROSS).items():
            commands[f"larger graph: {name}"] = [*INNOGRAPH, *arguments, "--store", str(large)]
        times: dict[str, list[Cost]] = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                if not name.endswith("asked again"):
                    forget(Path(folder))
                times[name].append(cost(command, environment))
    report(rounds, cases, times)


def cost(command: list[str], environment: dict[str, str]) -> Cost:
    """What a whole process takes: seconds by the wall clock, and of the processor."""
    start, before = time.perf_counter(), os.times()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, used


def report(rounds: int, cases: int, times: dict[str, list[Cost]]) -> None:
    """Print a line for each command: medians by the wall clock and of the processor, over the floor."""
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    print(f"{rounds} rounds, {2.2 * cases:,.0f} made-up entities, load average {load}")
    print(f"{'command':44} {'wall ms':>10} {'x floor':>8} {'CPU ms':>11} {'x floor':>8}")
    floor = [median(each) for each in zip(*times[FLOOR], strict=True)]
    for command, taken in times.items():
        wall, used = (median(each) for each in zip(*taken, strict=True))
        print(
            f"{command:44} {wall * 1000:10.0f} {wall / floor[0]:8.2f}"
            f" {used * 1000:11.0f} {used / floor[1]:8.2f}"
        )


def write_large(stores: Path, nquads: bytes, cases: int) -> None:
    """Write the larger graph as a store, whose facts are said to be gone, so that nothing is built."""
    lines = "".join(f"{line} .\n" for line in made(cases))
    write_store(stores / "made", nquads + lines.encode(), {"digest": "made"})
    (stores / FACTS_FOLDER_NOTE).write_text("/nonexistent\n", encoding="utf-8")


def made(cases: int) -> Iterator[str]:
    """The statements of the made-up cases, as N-Quads without their full stops."""
    chance = random.Random(0)  # noqa: S311 - names, not secrets
    films = max(2, cases // 10)
    for number in range(cases):
        person, case, lawyer = (f"<{ID}made/{kind}/{number}>" for kind in ("person", "case", "lawyer"))
        film = f"<{ID}made/film/{number % films}>"
        yield from entity(person, "Exoneree", name(chance))
        yield from entity(case, "Case", f"{name(chance)} case")
        yield from stated(f"{case} <{INNO}exoneree> {person}", number)
        yield from stated(f"{film} <{INNO}covers> {case}", number)
        other = f"<{ID}made/lawyer/{chance.randrange(cases) // 10}>"
        yield from stated(f"{case} <{INNO}lawyer> {other}", number)
        if number < films:
            yield from entity(film, "Film", f"The {name(chance)} story")
        if number <= cases // 10:
            yield from entity(lawyer, "Person", name(chance))
        yield from passage(number)


def name(chance: random.Random) -> str:
    """A made-up name of two words."""
    words = ("".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))).title() for _ in range(2))
    return " ".join(words)


def entity(iri: str, kind: str, label: str) -> Iterator[str]:
    """The type and the label of an entity."""
    above = {"Exoneree": ("Exoneree", "Person"), "Film": ("Film", "Work")}.get(kind, (kind,))
    yield from (f"{iri} <{PREFIXES['rdf']}type> <{INNO}{each}>" for each in above)
    yield f'{iri} <{PREFIXES["rdfs"]}label> "{label}"'


def stated(triple: str, number: int) -> Iterator[str]:
    """A statement that is asserted and stands in a passage."""
    yield triple
    yield f"{triple} <{ID}passage/made/{number}>"


def passage(number: int) -> Iterator[str]:
    """A row of a made-up source."""
    place, provenance = f"<{ID}passage/made/{number}>", f"<{ID}provenance>"
    yield f"{place} <{PREFIXES['prov']}wasDerivedFrom> <{ID}source/made> {provenance}"
    yield f'{place} <{INNO}locator> "{number}" {provenance}'


if __name__ == "__main__":
    main()
