"""Statements that lineage names → facts with the passages that state them, or why they hold."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from innograph.answers.support import Fact, Reason
from innograph.citation import matching
from innograph.evidence import Evidence
from innograph.lineage import Used
from innograph.namespaces import DERIVED, DISPUTED, ID, ONTOLOGY, PROVENANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.answers import Citation, Labels
    from innograph.store import Store

VOCABULARIES = frozenset([ONTOLOGY, NamedNode("https://w3id.org/innograph/alignments")])
PREMISES = "/premises"
DESCRIPTIVE = frozenset([PROVENANCE, DERIVED, DISPUTED])
KEPT_MATCHES = 20
UNCITED = frozenset(["editorial", "vocabulary", "provenance"])


@dataclass(frozen=True, slots=True)
class _Ground:
    """A reason that is not yet resolved: its kind, its words, and the statements that it starts from."""

    kind: str
    words: str
    statements: frozenset[Used]


class Resolver:
    """Resolves the statements of one graph, each once.

    A statement that a passage states is cited, whatever else it follows from. One that only an
    inference or rules make is replaced by the premises, or by what the rules matched.

    Args:
        store: The graph.
        labels: Labels of its terms.
    """

    def __init__(self, store: Store, labels: Labels) -> None:
        self.store = store
        self.labels = labels
        self.evidence = Evidence(store.oxigraph, labels)
        self._facts: dict[Used, Fact] = {}
        self._grounds: dict[Used, list[_Ground]] = {}
        self._rules = matching.load()
        self._cuts = 0

    def fact(self, used: Used) -> Fact:
        """The fact that a statement is; `prepare` resolves many at less cost than one by one."""
        if used not in self._facts:
            self.prepare([used])
        return self._facts[used]

    def prepare(self, statements: Iterable[Used]) -> None:
        """Resolve the statements, and all that they go back to.

        What a rule matched is asked of all statements that it made together.
        """
        wanted = {used for used in statements if used not in self._facts}
        pending = wanted
        while pending:
            by_rule: dict[str, list[Used]] = defaultdict(list)
            for used in pending:
                self._start(used, by_rule)
            for name, made in by_rule.items():
                self._match(name, made)
            grounds = (ground for used in pending for ground in self._grounds.get(used, ()))
            following = {used for ground in grounds for used in ground.statements}
            pending = following - self._facts.keys() - self._grounds.keys()
        for used in wanted:
            self._finish(used, frozenset())

    def _start(self, used: Used, by_rule: dict[str, list[Used]]) -> None:
        """Resolve a statement that needs no reason; note the inferences and rules of another."""
        graphs = self._graphs(used)
        passages = [name for name in graphs if _kind(name) == "passage"]
        standing = "cited" if passages else _standing(used, graphs)
        if standing:
            citations = sorted(map(self.evidence.citation, passages), key=lambda each: each.mark)
            self._facts[used] = self._made(used, standing, tuple(citations))
            return
        self._grounds[used] = []
        for name in graphs:
            if _kind(name) == "rule":
                by_rule[name.value.removeprefix(f"{ID}rule/")].append(used)
            elif _kind(name) == "inference" and not name.value.endswith(PREMISES):
                words = self.evidence.text(name, "reasoning", PROVENANCE)
                self._grounds[used].append(_Ground("inference", words, frozenset(self._premises(name))))

    def _match(self, name: str, made: list[Used]) -> None:
        """Note what a rule matched for each of the statements that it made."""
        if name not in self._rules:
            return
        words = self.labels.of(NamedNode(f"{ID}rule/{name}"))
        by_statement: dict[matching.Statement, Used] = {used[:3]: used for used in made}
        for statement, derivations in self._rules[name].matches(self.store, by_statement):
            self._grounds[by_statement[statement]] += [
                _Ground("rule", words, derivation.statements) for derivation in derivations[:KEPT_MATCHES]
            ]

    def _finish(self, used: Used, above: frozenset[Used]) -> Fact:
        """The fact with its reasons; a reason that goes back to a statement *above* is left out."""
        if used in self._facts:
            return self._facts[used]
        above |= {used}
        cuts = self._cuts
        reasons = []
        for ground in self._grounds[used]:
            if ground.statements & above:
                self._cuts += 1
            else:
                facts = {self._finish(each, above) for each in ground.statements}
                reasons.append(Reason(ground.kind, ground.words, tuple(sorted(facts, key=order))))
        fact = self._made(used, _by(reasons), (), tuple(reasons))
        if cuts == self._cuts or len(above) == 1:  # else it is only the fact as seen from above
            self._facts[used] = fact
        return fact

    def _made(
        self, used: Used, standing: str, citations: tuple[Citation, ...], reasons: tuple[Reason, ...] = ()
    ) -> Fact:
        subject, predicate, value = map(self.labels.cell, used[:3])
        return Fact(subject, predicate, value, standing, citations, reasons)

    def _graphs(self, used: Used) -> list[NamedNode]:
        """The named graphs that say why the statement holds: that which it was matched in, or all."""
        if isinstance(used.graph, NamedNode):
            return [used.graph]
        quads = self.store.oxigraph.quads_for_pattern(*used[:3], None)
        return [quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)]

    def _premises(self, inference: NamedNode) -> Iterator[Used]:
        premises = NamedNode(inference.value + PREMISES)
        for quad in self.store.oxigraph.quads_for_pattern(None, None, None, premises):
            if not isinstance(quad.subject, Triple):
                yield Used(quad.subject, quad.predicate, quad.object, None)


def order(fact: Fact) -> tuple[bool, str, list[str]]:
    """What facts are listed by: those of sources first, then by their words, then by their passages."""
    return fact.standing in UNCITED, fact.words, [citation.passage for citation in fact.citations]


def _by(reasons: list[Reason]) -> str:
    kinds = {reason.kind for reason in reasons}
    return "inferred" if "inference" in kinds else "by rule" if kinds else "unsourced"


def _standing(used: Used, graphs: list[NamedNode]) -> str:
    """How a statement stands that needs no source, or of which no reason is known; else nothing."""
    if used.graph in DESCRIPTIVE:
        return "provenance"
    if used.graph in VOCABULARIES:
        return "vocabulary"
    if any(_kind(name) == "editorial" for name in graphs):
        return "editorial"
    return "" if any(_kind(name) in ("rule", "inference") for name in graphs) else "unsourced"


def _kind(name: NamedNode) -> str:
    return name.value.removeprefix(ID).partition("/")[0] if name.value.startswith(ID) else ""
