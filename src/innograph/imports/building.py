"""A curated store and imports → a store of both.

The curated dataset stays as it is, quad for quad, but for marks of what was derived and an import
states; what the imports say is added to it in batches, so that the memory grows with the batch and
not with the imports.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, RdfFormat, parse

from innograph import ontology
from innograph.facts.care import name_digests
from innograph.imports import statements, tallies, terms
from innograph.imports.checking import Checker
from innograph.imports.rows import CASE, PERSON
from innograph.imports.rules import Rules
from innograph.imports.statements import Maker, Told
from innograph.imports.subjects import Subject, own_subject
from innograph.imports.triples import RdfAddition
from innograph.namespaces import ONTOLOGY
from innograph.store import write_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from innograph.imports.rows import Row
    from innograph.imports.storage import Import
    from innograph.imports.subjects import Place, Subjects
    from innograph.model import Progress
    from innograph.store import Store

VOCABULARIES = tuple(f" <{name}> .\n" for name in (ONTOLOGY.value, "https://w3id.org/innograph/alignments"))
REGISTRY = f"{terms.iri('source/registry')} "
DERIVED_LINE = f" {terms.iri('derived')} .\n"
EVENT = re.compile(r"/[^/]+/\d+>$")
GROUPS = 125  # in a batch of rules
LINES = 100_000  # in a batch of the store, or a batch of rules more
PIECE = 10_000  # lines that are held at once
STAGE = "building the graph"


def build(
    curated: Store,
    imports: Iterable[Import],
    subjects: Subjects,
    target: Path,
    digest: str,
    report: Progress,
    removed: frozenset[str] = frozenset(),
) -> None:
    """Write the store of curated facts and imports to *target*, whole or not at all.

    Args:
        curated: The store of the curated facts alone.
        imports: The imports that go in.
        subjects: Whom their rows speak of.
        target: Where the store is to stand.
        digest: A digest of all that goes in, for the manifest.
        report: Told how far the building is.
        removed: Digests of the names of people who asked to be removed; their rows stay out.

    Raises:
        StoreError: The store cannot be written, or an import cannot be read; *target* is untouched.
    """
    ordered = sorted(imports, key=newest_first)
    added = _Addition(ordered, subjects, removed, report)
    stated = _no_longer_derived(curated.nquads, ordered)

    def manifest() -> dict[str, Any]:
        counts = curated.manifest["counts"]
        counts = counts | {
            "quads": counts["quads"] + added.quads - len(stated),
            "imports": len(ordered),
            "rows": added.rows,
        }
        findings = sorted(added.checker.findings) if added.checker else []
        return curated.manifest | {"digest": digest, "counts": counts, "findings": findings}

    kept = (line for line in _lines_of(curated.nquads) if line not in stated)
    write_parts(target, _parts(chain(_pieces(kept), added.pieces(curated.nquads))), manifest, report)


def _no_longer_derived(path: Path, imports: Iterable[Import]) -> set[str]:
    """The lines of the curated N-Quads that mark as derived what an import of RDF states after all."""
    marked = {
        line.removesuffix(DERIVED_LINE): line for line in _lines_of(path) if line.endswith(DERIVED_LINE)
    }
    stated = (line.decode()[:-3] for stored in imports if marked for line in stored.statements())
    return {marked[triple] for triple in stated if triple in marked}


def newest_first(stored: Import) -> tuple[int, str]:
    """A key to sort imports by: the newest snapshot first, then by name; what has no date last."""
    day = stored.description.snapshot.replace("-", "")
    return -int(day or 0), stored.name


def _lines_of(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        yield from lines


def _pieces(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in pieces."""
    lines = iter(lines)
    while piece := list(islice(lines, PIECE)):
        yield piece


def _parts(pieces: Iterable[list[str]]) -> Iterator[bytes]:
    """The lines in parts of about LINES."""
    part, lines = bytearray(), 0
    for piece in pieces:
        part += "".join(piece).encode()
        lines += len(piece)
        if lines >= LINES:
            yield bytes(part)
            part, lines = bytearray(), 0
    yield bytes(part)


@dataclass(slots=True)
class _Curated:
    """What the addition needs to know of the curated dataset.

    Attributes:
        vocabularies: The lines of the ontology's and the alignments' graphs.
        asserted: The triples of the default graph; empty where nothing speaks of a curated entity.
        lines: All lines; empty likewise.
        context: The triples of the default graph, in any case.
        values: For the entities that rows speak of, their values by subject and property.
    """

    vocabularies: list[str] = field(default_factory=list)
    asserted: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    context: set[str] = field(default_factory=set)
    values: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    has_registry: bool = False


def _read_curated(path: Path, spoken_of: set[str], *, whole: bool) -> _Curated:
    """Go through the curated N-Quads once.

    Args:
        path: The file.
        spoken_of: IRIs, in angle brackets, of the curated people and cases that rows speak of.
        whole: Whether all lines must be known.
    """
    known = _Curated()
    for line in _lines_of(path):
        if line.endswith(VOCABULARIES):
            known.vocabularies.append(line)
        elif whole:
            known.lines.add(line)
        known.has_registry = known.has_registry or line.startswith(REGISTRY)
    for quad in parse(path=str(path), format=RdfFormat.N_QUADS):
        if quad.graph_name == DefaultGraph():
            subject, name, value = str(quad.subject), str(quad.predicate), str(quad.object)
            known.context.add(f"{subject} {name} {value}")
            if subject in spoken_of or EVENT.sub(">", subject) in spoken_of:
                known.values.setdefault((subject, name), []).append(value)
    known.asserted = known.context if whole else set()
    return known


class _Addition:
    """What the imports add to the curated dataset."""

    def __init__(
        self, imports: list[Import], subjects: Subjects, removed: frozenset[str], report: Progress
    ) -> None:
        self.imports = imports
        self.subjects = subjects
        self.removed = removed
        self.report = report
        self.total = sum(stored.description.rows for stored in imports) or 1
        self.read = self.rows = self.quads = 0
        self.checker: Checker | None = None
        self.tallies: list[tallies.Tallies] = []

    def pieces(self, path: Path) -> Iterator[list[str]]:
        """The lines of N-Quads that are added to those of *path*: none that is there, and none twice."""
        for piece in self._pieces(path):
            self.quads += len(piece)
            yield piece

    def _pieces(self, path: Path) -> Iterator[list[str]]:
        joined = self._joined()
        with_curated = {person: places for person, places in joined.items() if not self._is_imported(person)}
        spoken_of = set(self._spoken_of(with_curated))
        stored_rdf = [stored for stored in self.imports if stored.is_rdf]
        curated = _read_curated(path, spoken_of, whole=bool(spoken_of or stored_rdf))
        maker = Maker(ontology.load(), curated.values, registry=curated.has_registry)
        rules = Rules("".join(curated.vocabularies).encode())
        self.checker = Checker(curated.context)
        taken = {place for places in joined.values() for place in places}
        among_imports = {person: places for person, places in joined.items() if person not in with_curated}
        for stored in self.imports:
            yield list(statements.lines(maker.source(stored.description)))
        for groups in _batches(chain(self._apart(taken), self._groups(among_imports))):
            yield _batch(groups, maker, rules, _Curated(), self.checker)
        for groups in _batches(self._groups(with_curated)):
            yield _batch(groups, maker, rules, curated, self.checker)
        for tally in self.tallies:
            yield list(statements.lines(tally.group()))
        if stored_rdf:
            addition = RdfAddition(curated.asserted, maker, rules, self.removed, self._progress, self.checker)
            yield from _pieces(line for line in addition.lines(stored_rdf) if line not in curated.lines)

    def _joined(self) -> dict[str, list[Place]]:
        """For each person whom judgements name, the rows that speak of them."""
        known = {stored.description.digest: stored.description for stored in self.imports}
        joined: dict[str, list[Place]] = defaultdict(list)
        for place, judged in self.subjects.judged.items():
            if place[0] in known:
                joined[judged.person].append(place)
        for described in known.values():
            prefix = f"{described.kind}/{described.short}/"
            for person, places in joined.items():
                if person.startswith(prefix):
                    places.append((described.digest, int(person.removeprefix(prefix))))
        return joined

    def _is_imported(self, person: str) -> bool:
        prefixes = tuple(f"{stored.description.kind}/{stored.description.short}/" for stored in self.imports)
        return person.startswith(prefixes)

    def _spoken_of(self, joined: dict[str, list[Place]]) -> Iterator[str]:
        for person, places in joined.items():
            yield terms.iri(person)
            for place in places:
                case = self.subjects.judged[place].case
                if case:
                    yield terms.iri(case)

    def _apart(self, taken: set[Place]) -> Iterator[list[Told]]:
        """Each row that speaks of a person of its own, in a group by itself; on the way all are tallied."""
        for stored in self.imports:
            described = stored.description
            tally = tallies.Tallies(described)
            if described.kind == tallies.REGISTRY:
                self.tallies.append(tally)
            for row in stored.rows():
                if not self._is_removed(row):
                    tally.take(row)
                if (described.digest, row.number) not in taken and self._is_kept(row):
                    yield [Told(row, described, own_subject(described, row.number))]

    def _groups(self, joined: dict[str, list[Place]]) -> Iterator[list[Told]]:
        """The rows that speak of one person, the newest first, for each such person."""
        order = {stored.description.digest: at for at, stored in enumerate(self.imports)}
        for person, places in sorted(joined.items()):
            members = []
            for digest, number in sorted(set(places), key=lambda place: (order[place[0]], place[1])):
                stored = self.imports[order[digest]]
                row = stored.row(number)
                if row is not None and self._is_kept(row):
                    members.append((row, stored.description))
            if members:
                subject = Subject(
                    person, self._case_of(places) or own_subject(members[0][1], members[0][0].number).case
                )
                yield [Told(row, described, subject) for row, described in members]

    def _case_of(self, places: list[Place]) -> str:
        cases = (self.subjects.judged[place].case for place in places if place in self.subjects.judged)
        return next(filter(None, cases), "")

    def _progress(self) -> None:
        self.read += 1
        self.report(STAGE, self.read, self.read / self.total)

    def _is_kept(self, row: Row) -> bool:
        """Whether the person has not asked to be removed; counts the row."""
        self._progress()
        kept = not self._is_removed(row)
        self.rows += kept
        return kept

    def _is_removed(self, row: Row) -> bool:
        return bool(self.removed and self.removed.intersection(name_digests(row.name)))


def _batches(groups: Iterable[list[Told]]) -> Iterator[list[list[Told]]]:
    groups = iter(groups)
    while batch := list(islice(groups, GROUPS)):
        yield batch


def _batch(
    groups: list[list[Told]], maker: Maker, rules: Rules, curated: _Curated, checker: Checker
) -> list[str]:
    """The lines that a batch of groups adds: what rows say, and what rules make of it."""
    made = [maker.group(group) for group in groups]
    asserted = {triple for group in made for triple in group.asserted}
    ruled = rules.apply(asserted | curated.asserted)
    checker.check(asserted.union(*ruled.values()), _places(groups))
    lines = dict.fromkeys(line for group in made for line in statements.lines(group))
    lines |= dict.fromkeys(rules.lines(ruled))
    return [line for line in lines if line not in curated.lines]


def _places(groups: list[list[Told]]) -> dict[str, tuple[str, int]]:
    """For all that rows speak of, the import and the row; of several rows the newest import's."""
    return {
        terms.iri(told.subject.of(about)): (told.described.name, told.row.number)
        for group in groups
        for told in reversed(group)
        for about in (PERSON, CASE, *told.row.events)
    }
