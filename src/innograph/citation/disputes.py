"""Which statements of a graph are derived or disputed, and the claims that contradict them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from innograph import lineage
from innograph.answers import Cell
from innograph.answers.support import Rival
from innograph.lineage import Used
from innograph.namespaces import DERIVED, DISPUTED
from innograph.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from innograph.answers.support import Fact
    from innograph.citation.resolution import Resolver
    from innograph.lineage.derivations import Term
    from innograph.store import Store

    Triples = frozenset[tuple[Term, ...]]


class Marks:
    """The marks of rows, from their derivations.

    A row is derived when each of its derivations uses a statement that would fall if no inference
    were accepted, and disputed when each uses one that would fall if no contradicted claim were.
    What a passage is asked for is what it says, so only asserted statements count.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def kinds(self) -> tuple[Triples, Triples]:
        """The statements that the marks come from: derived and disputed."""
        return self._derived, self.contradicted

    def derived(self, derivations: Collection[lineage.Derivation]) -> bool:
        """Whether there are derivations, and every one rests on an inference."""
        return lineage.rests_on(derivations, self._derived)

    def disputed(self, derivations: Collection[lineage.Derivation]) -> bool:
        """Whether there are derivations, and every one rests on a claim that another contradicts."""
        return lineage.rests_on(derivations, self.contradicted)

    @cached_property
    def contradicted(self) -> Triples:
        """The asserted statements that rest on a contradicted claim."""
        return self._graph(DISPUTED)

    @cached_property
    def _derived(self) -> Triples:
        return self._graph(DERIVED)

    def _graph(self, name: NamedNode) -> Triples:
        quads = self.store.oxigraph.quads_for_pattern(None, None, None, name)
        return frozenset((quad.subject, quad.predicate, quad.object) for quad in quads)


class Rivals:
    """The claims that contradict the facts of derivations."""

    def __init__(self, resolver: Resolver, marks: Marks) -> None:
        self.resolver = resolver
        self.marks = marks
        self._known: dict[Used, tuple[Rival, ...]] = {}

    def of(self, derivations: Iterable[lineage.Derivation]) -> tuple[Rival, ...]:
        """The rivals of all facts that the derivations go back to, each once."""
        contradicted = self.marks.contradicted
        used = (
            each
            for derivation in derivations
            for each in derivation.statements
            if each.graph is None and each[:3] in contradicted
        )
        return tuple(dict.fromkeys(rival for each in used for rival in self._of(each)))

    def _of(self, used: Used) -> tuple[Rival, ...]:
        if used not in self._known:
            facts = list(self.resolver.fact(used).grounds())
            labelled = (fact for fact in facts if fact.standing == "editorial")
            beside = (other for fact in labelled for other in self._beside(fact))
            self._known[used] = tuple(rival for fact in (*facts, *beside) for rival in self._against(fact))
        return self._known[used]

    def _beside(self, fact: Fact) -> Iterator[Fact]:
        """The contradicted facts that a label of ours repeats: those of what it names."""
        for subject, predicate, value in self.marks.contradicted:
            if subject == fact.subject.term and predicate != fact.predicate.term:
                yield self.resolver.fact(Used(subject, predicate, value, None))  # type: ignore[arg-type]

    def _against(self, fact: Fact) -> Iterator[Rival]:
        subject, predicate, value = fact.subject.term, fact.predicate.term, fact.value.term
        if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode) or value is None:
            return
        evidence, labels = self.resolver.evidence, self.resolver.labels
        for claim in evidence.rivals(Statement(subject, predicate, value)):
            rank, reason = evidence.ranking(subject, predicate, claim.value)
            yield Rival(
                fact=fact,
                subject=fact.subject,
                predicate=Cell(predicate, fact.predicate.label),
                value=labels.cell(claim.value),
                rank=rank,
                reason=reason,
                citations=evidence.citations(claim),
            )
