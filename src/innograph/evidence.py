"""Statements with what they rest on: passages, inferences and rules, ranks and rivals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.agreement import Names, agree
from innograph.answers import Citation, Labels
from innograph.independence import Independence
from innograph.namespaces import DERIVED_FROM, ID, INNO, ONTOLOGY, PROVENANCE, TYPE, term
from innograph.statements import LookUps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Store as Oxigraph

    from innograph.reading import Reading
    from innograph.statements import Footing, Statement, Term
    from innograph.store import Store

SOURCE_TERMS = {
    "title": (term("dcterms:title"),),
    "publisher": (term("dcterms:publisher"),),
    "date": (term("dcterms:issued"),),
    "url": (term("schema:url"), term("seenAt")),
    "author": (term("dcterms:creator"),),
    "kind": (term("sourceKind"),),
    "seen_at": (term("seenAt"),),
    "digest": (term("digest"),),
}
FUNCTIONAL = term("owl:FunctionalProperty")
DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a statement stands, in words, and whether sources disagree on it."""

    words: str
    disputed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """How a statement stands, and what it rests on; one for all statements of which the same is said.

    Attributes:
        standing: Whether it is asserted, derived or a rival, and the reason for its rank.
        reasons: The reasoning of the inferences, and the words of the rules, that it follows from.
        citations: The passages that state it.
    """

    standing: str
    derived: bool
    disputed: bool
    reasons: tuple[str, ...]
    citations: tuple[Citation, ...]


class Evidence:
    """What statements of a graph rest on.

    Args:
        graph: The graph.
        labels: Labels of its terms.
        statements: All its statements: looked up one by one, or read at once.
    """

    def __init__(self, graph: Oxigraph, labels: Labels, statements: LookUps | Reading | None = None) -> None:
        self.graph = graph
        self.labels = labels
        self.all = statements or LookUps(graph)
        self._bases: dict[tuple[object, ...], Basis] = {}
        self._known: dict[Statement | Footing, Basis] = {}
        self._cited: dict[NamedNode, Citation] = {}
        self._names = Names(graph)

    def statements(
        self,
        subject: NamedNode | None,
        value: NamedNode | None = None,
        predicate: NamedNode | None = None,
    ) -> Sequence[Statement]:
        """The statements in terms of innograph with those of these parts that are given."""
        return self.all.statements(subject, value, predicate)

    def statement(self, subject: NamedNode, predicate: NamedNode, value: Term) -> Statement:
        """One statement."""
        return self.all.statement(subject, predicate, value)

    def stated_by(self, source: NamedNode) -> list[Statement]:
        """The statements that stand in the passages of a source."""
        if not self.all.is_described(source):
            return []
        found = []
        for passage in (
            quad.subject for quad in self.graph.quads_for_pattern(None, DERIVED_FROM, source, PROVENANCE)
        ):
            if isinstance(passage, NamedNode):
                subjects = {quad.subject for quad in self.graph.quads_for_pattern(None, None, None, passage)}
                statements = (s for subject in subjects for s in self.statements(_named(subject)))
                found += [statement for statement in statements if passage in statement.graphs]
        return found

    def basis(self, statement: Statement) -> Basis:
        """How the statement stands, and what it rests on."""
        is_weighed = statement.predicate in self._single_valued or self.all.rankings(statement.subject)
        # All that no rival and no rank weighs stand alike if they stand in the same graphs.
        alike = statement if is_weighed else statement.footing
        known = self._known.get(alike)
        if known is None:
            known = self._known[alike] = self._basis(statement)
        return known

    def _basis(self, statement: Statement) -> Basis:
        standing = self.standing(statement)
        said = (standing.words, statement.derived, standing.disputed)
        key = (*said, statement.graphs)
        if key not in self._bases:
            self._bases[key] = Basis(*said, tuple(self.reasons(statement)), self.citations(statement))
        return self._bases[key]

    def standing(self, statement: Statement) -> Standing:
        """How the statement stands among its rivals."""
        rank, reason = self.ranking(statement.subject, statement.predicate, statement.value)
        if statement.derived:
            words = "derived"
        elif statement.asserted:
            words = f"asserted, {rank}" if rank else "asserted"
        else:
            words = f"not asserted, {rank}" if rank else "not asserted"
        disputed = rank == DEPRECATED or bool(self.rivals(statement))
        return Standing(f"{words}: {reason}" if reason else words, disputed=disputed)

    def rivals(self, statement: Statement) -> list[Statement]:
        """The claims that contradict it: other values, which do not agree, of a single-valued property."""
        if statement.predicate not in self._single_valued:
            return []
        claims = self.all.claims(statement.subject, statement.predicate)
        return [each for each in claims if not agree(each.value, statement.value, self._names.called)]

    @cached_property
    def _single_valued(self) -> frozenset[Term]:
        """The properties that have one value."""
        quads = self.graph.quads_for_pattern(None, TYPE, FUNCTIONAL, ONTOLOGY)
        return frozenset(quad.subject for quad in quads)

    def citations(self, statement: Statement) -> tuple[Citation, ...]:
        """The passages that state it."""
        passages = [graph for graph in statement.graphs if _kind(graph) == "passage"]
        return tuple(sorted(map(self.citation, passages), key=lambda citation: citation.mark))

    def citation(self, passage: NamedNode) -> Citation:
        """The citation of a passage; texts are empty where the provenance graph does not say."""
        if passage not in self._cited:
            self._cited[passage] = self._described_passage(passage)
        return self._cited[passage]

    def reasons(self, statement: Statement) -> list[str]:
        """The reasoning of the inferences, and the words of the rules, that it follows from."""
        return sorted(filter(None, map(self._reason, statement.graphs)))

    @cached_property
    def _independence(self) -> Independence:
        return Independence(self.graph)

    def values(self, subject: NamedNode, predicate: str, graph: NamedNode | DefaultGraph) -> list[Term]:
        """The values of one of our properties in one graph."""
        quads = self.graph.quads_for_pattern(subject, NamedNode(INNO + predicate), None, graph)
        return [quad.object for quad in quads]

    def text(self, subject: NamedNode, predicate: str, graph: NamedNode | DefaultGraph) -> str:
        """The first value of one of our properties as a text; empty if there is none."""
        return next(
            (term.value for term in self.values(subject, predicate, graph) if isinstance(term, Literal)), ""
        )

    def ranking(self, subject: NamedNode, predicate: NamedNode, value: Term) -> tuple[str, str]:
        """The rank of a claim and its reason; empty where it has none."""
        for ranking in self.all.rankings(subject):
            if [predicate, value] == [
                *self.values(ranking, "property", PROVENANCE),
                *self.values(ranking, "value", PROVENANCE),
            ]:
                rank = self.values(ranking, "rank", PROVENANCE)[0]
                return self.labels.cell(rank).label, self.text(ranking, "reason", PROVENANCE)
        return "", ""

    def _reason(self, graph: NamedNode) -> str:
        if _kind(graph) == "inference" and not graph.value.endswith("/premises"):
            return f"inferred: {self.text(graph, 'reasoning', PROVENANCE)}"
        return f"by rule: {self.labels.of(graph)}" if _kind(graph) == "rule" else ""

    def _described_passage(self, passage: NamedNode) -> Citation:
        source = self._properties(passage).get(DERIVED_FROM)
        name = source.value.removeprefix(f"{ID}source/") if isinstance(source, NamedNode) else ""
        known = self._properties(source) if isinstance(source, NamedNode) else {}
        texts = {
            field: next((self.labels.cell(known[term]).label for term in terms if term in known), "")
            for field, terms in SOURCE_TERMS.items()
        }
        return Citation(
            passage=passage.value,
            source=name,
            locator=self.text(passage, "locator", PROVENANCE),
            roots=tuple(sorted(self._independence.roots([name]) - {name})),
            **texts,
        )

    def _properties(self, subject: NamedNode) -> dict[NamedNode, Term]:
        """What the provenance graph says of a source or passage: a value of each property."""
        quads = self.graph.quads_for_pattern(subject, None, None, PROVENANCE)
        return {quad.predicate: quad.object for quad in quads}


_WHOLE: WeakKeyDictionary[Store, Evidence] = WeakKeyDictionary()


def whole(store: Store) -> Evidence:
    """What all statements of a store rest on, read at once and kept as long as the store is.

    Args:
        store: The graph; what another tool's store holds is looked up.
    """
    if not store.is_ours:
        return Evidence(store.oxigraph, Labels(store.oxigraph))
    if store not in _WHOLE:
        from innograph.reading import Reading

        reading = Reading(store)
        _WHOLE[store] = Evidence(store.oxigraph, Labels(store.oxigraph, reading.label), reading)
    return _WHOLE[store]


def _named(term: Term) -> NamedNode | None:
    return term if isinstance(term, NamedNode) else None


def _kind(graph: NamedNode) -> str:
    """What a named graph is, from its id: ``"passage"``, ``"inference"``, ``"rule"``."""
    return graph.value.removeprefix(ID).partition("/")[0]
