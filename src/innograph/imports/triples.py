"""Imports of RDF → quads: the whole file is one passage, and what it says is asserted.

Not asserted are a value of a single-valued property of ours that has one already, and a label or a
type of a curated entity, which its editors set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from innograph.facts.care import name_digests
from innograph.imports import statements, terms
from innograph.imports.checking import FILE
from innograph.imports.statements import LABEL, TYPE, Group
from innograph.namespaces import INNO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from innograph.imports.checking import Checker
    from innograph.imports.rules import Rules
    from innograph.imports.statements import Maker
    from innograph.imports.storage import Import

OURS = f"<{INNO}"


class RdfAddition:
    """What imports of RDF add to what is asserted.

    Args:
        asserted: The curated triples, as text.
        maker: Says which properties have one value.
        rules: Run over the statements in terms of ours, beside the curated ones.
        removed: Digests of the names of people who asked to be removed; no statement may hold one.
        report: Told of each statement that is done.
        checker: Told what the statements in terms of ours assert.
    """

    def __init__(
        self,
        asserted: set[str],
        maker: Maker,
        rules: Rules,
        removed: frozenset[str],
        report: Callable[[], None],
        checker: Checker,
    ) -> None:
        self.checker = checker
        self.removed = removed
        self.asserted = asserted
        self.single = {terms.known(name) for name in maker.single}
        self.rules = rules
        self.report = report
        self.curated = {triple.partition(" ")[0] for triple in asserted}
        self.valued = {_key(triple) for triple in asserted}
        self.seen: set[int] = set()

    def lines(self, imports: Iterable[Import]) -> Iterator[str]:
        """The lines of N-Quads that are added, none twice."""
        ours: dict[str, str] = {}
        for stored in imports:
            source = statements.source_id(stored.description)
            passage = terms.iri(f"passage/{source}/page")
            yield from statements.lines(_described(passage, source, stored))
            for line in stored.statements():
                self.report()
                triple = line.decode()[:-3]
                if self.removed and self.removed.intersection(name_digests(triple)):
                    continue
                yield from self._new(f"{triple} {passage} .\n")
                if self._is_asserted(triple):
                    yield from self._new(f"{triple} .\n")
                    if OURS in triple:
                        ours[triple] = stored.name
        if ours:
            ruled = self.rules.apply(ours.keys() | self.asserted)
            places = {triple.partition(" ")[0]: (name, FILE) for triple, name in ours.items()}
            self.checker.check(ours.keys() | set().union(*ruled.values()), places)
            for made in self.rules.lines(ruled):
                yield from self._new(made)

    def _is_asserted(self, triple: str) -> bool:
        subject, predicate, _ = triple.split(" ", 2)
        if triple in self.asserted:
            return True
        if predicate in (LABEL, TYPE):
            return subject not in self.curated
        if predicate not in self.single:
            return True
        key = _key(triple)
        is_first = key not in self.valued
        self.valued.add(key)
        return is_first

    def _new(self, line: str) -> Iterator[str]:
        """The line, if it is new: a file may say a thing twice, and so may two files."""
        known = hash(line)
        if known not in self.seen:
            self.seen.add(known)
            yield line


def _key(triple: str) -> str:
    return triple[: triple.index(" ", triple.index(" ") + 1)]


def _described(passage: str, source: str, stored: Import) -> Group:
    group = Group()
    group.describe(
        passage,
        rdf__type=terms.known("Passage"),
        rdfs__label=terms.literal(f"{stored.name}, whole file"),
        prov__wasDerivedFrom=terms.iri(f"source/{source}"),
        locatorKind=terms.literal("page"),
    )
    return group
