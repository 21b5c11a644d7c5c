"""The rules, run over imported triples batch by batch, in text from end to end.

A row's triples touch those of no other row, so that what a rule makes of a batch is what it makes
of the whole; what was judged to be a curated entity's is put in a batch with the curated triples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QueryTriples, RdfFormat, Store

from innograph.dataset import rules as rulebook
from innograph.errors import OntologyError
from innograph.imports import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.dataset.rules import Rule


class Rules:
    """The rules, and the vocabularies that they read.

    Args:
        vocabularies: Lines of N-Quads of the graphs of the ontology and the alignments.
    """

    def __init__(self, vocabularies: bytes) -> None:
        self.rules = rulebook.load()
        self.vocabularies = vocabularies

    def apply(self, asserted: Iterable[str]) -> dict[str, set[str]]:
        """What each rule makes of asserted triples, and of what all rules make, until nothing new comes.

        Args:
            asserted: Triples as text, without the final full stop.

        Returns:
            For each rule's name the triples that it makes, as text, those that are asserted
            already included.
        """
        store = Store()
        store.bulk_load(self.vocabularies, format=RdfFormat.N_QUADS, lenient=True)
        store.bulk_load(_document(asserted), format=RdfFormat.N_TRIPLES, lenient=True)
        made: dict[str, set[str]] = {rule.name: set() for rule in self.rules}
        grown = True
        while grown:
            grown = False
            for rule in self.rules:
                new = _constructed(rule, store) - made[rule.name]
                if new:
                    made[rule.name] |= new
                    store.bulk_load(_document(new), format=RdfFormat.N_TRIPLES, lenient=True)
                    grown = True
        return made

    def lines(self, made: dict[str, set[str]]) -> Iterator[str]:
        """What `apply` gave, as lines of N-Quads: in each rule's graph, and asserted."""
        for name, triples in made.items():
            graph = terms.iri(f"rule/{name}")
            for triple in sorted(triples):
                yield f"{triple} .\n"
                yield f"{triple} {graph} .\n"


def _document(triples: Iterable[str]) -> bytes:
    return "".join(f"{triple} .\n" for triple in triples).encode()


def _constructed(rule: Rule, store: Store) -> set[str]:
    triples = store.query(rule.query)
    if not isinstance(triples, QueryTriples):
        raise OntologyError(f"rule {rule.name} is not a CONSTRUCT query")
    data = triples.serialize(format=RdfFormat.N_TRIPLES) or b""
    return {line[:-2] for line in data.decode().split("\n") if line}
