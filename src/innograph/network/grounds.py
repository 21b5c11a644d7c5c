"""What edges rest on, read in bulk: passages, inferences with their premises, rules, rivals.

The evidence of an edge is a list, written as canonical JSON (keys sorted, no spaces, UTF-8), of

- ``{"source", "locator", "passage"}``: a passage that states it; the locator is empty for a page;
  ``"scope"`` says for which portion of a work a passage gives a credit, ``"imported": true`` that
  the passage is a row of an import;
- ``{"inference", "reasoning", "premises"}``: an inference that it follows from; the premises are
  facts, as `innograph.network.wording` writes them;
- ``{"rule", "words"}``: a rule that made it;
- a passage entry with ``"premise": true`` for each passage that an inference's premises stand in,
  or, where no passage states it, what a rule matched;
- ``{"rival", "label", …}``: a passage entry for a value that is claimed and not asserted.

``"rank"`` and ``"reason"`` stand where a claim is ranked.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from json import dumps
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from innograph.namespaces import DERIVED_FROM, ID, PROVENANCE, TYPE, term
from innograph.network.wording import worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.answers.support import Fact
    from innograph.citation.resolution import Resolver
    from innograph.evidence import Evidence
    from innograph.statements import Statement, Term
    from innograph.store import Store

    Claim = tuple[NamedNode, NamedNode, Term]
    Entry = dict[str, object]

PASSAGE, INFERENCE, RULE = (f"{ID}{kind}/" for kind in ("passage", "inference", "rule"))
SOURCE = f"{ID}source/"
PREMISES = "/premises"
NO_RANK: Entry = {}


class Grounds:
    """The passages, inferences, rules and ranks of a graph, each kind read at once when first needed."""

    def __init__(self, store: Store, evidence: Evidence) -> None:
        self.store = store
        self.graph = evidence.graph
        self.labels = evidence.labels

    def entries(self, statement: Statement, rank: Entry) -> list[Entry]:
        """What the statement rests on, and its *rank* as `rank` gives it."""
        found: list[Entry] = []
        for graph in sorted(graph.value for graph in statement.graphs):
            if graph.startswith(PASSAGE):
                scope = self._scopes.get((statement.subject.value, graph))
                found.append(self.passage(graph) | rank | ({"scope": scope} if scope else {}))
            elif is_inference(graph):
                found += self._inference(graph, rank)
            elif graph.startswith(RULE):
                found.append({"rule": graph, "words": self.labels.of(NamedNode(graph))})
        return found

    def matched(self, statements: Iterable[Statement]) -> dict[tuple[str, str, str], list[Entry]]:
        """For statements that only rules make, the passages that what the rules matched stands in.

        Returns:
            Passage entries by the statements' three terms, as texts.
        """
        made = list(statements)
        if not made:
            return {}
        from innograph.lineage import Used

        resolver = self._resolver
        used = [Used(each.subject, each.predicate, each.value, None) for each in made]
        resolver.prepare(used)
        return {
            (each.subject.value, each.predicate.value, str(each.value)): [
                self.passage(passage) | {"premise": True} for passage in sorted(_passages_behind(fact))
            ]
            for each, fact in zip(made, map(resolver.fact, used), strict=True)
        }

    def rivals(self, rivals: Iterable[Statement]) -> list[Entry]:
        """What rival claims rest on: an entry for each passage that makes one."""
        return [
            {"rival": rival.value.value, "label": self.labels.cell(rival.value).label} | entry
            for rival in rivals
            if isinstance(rival.value, NamedNode | Literal)
            for entry in self.entries(rival, self.rank((rival.subject, rival.predicate, rival.value)))
        ]

    def curated(self) -> list[str]:
        """The named graphs of curated claims: the passages that are no import's, and the inferences."""
        passages = [name for name, (source, _) in self._passages.items() if source not in self._imported]
        inferences = self.graph.quads_for_pattern(None, TYPE, term("Inference"), PROVENANCE)
        return sorted(
            [*passages, *(quad.subject.value for quad in inferences if isinstance(quad.subject, NamedNode))]
        )

    def rank(self, claim: Claim) -> Entry:
        """The rank of a claim and its reason; empty where it has none."""
        subject, predicate, value = claim
        ranked = self._rankings.get(subject)  # of most subjects none is
        return ranked.get((predicate, value), NO_RANK) if ranked else NO_RANK

    def passage(self, passage: str) -> Entry:
        """The entry of a passage."""
        source, locator = self._passages.get(passage, ("", ""))
        entry: Entry = {"source": source, "locator": locator, "passage": passage}
        return entry | {"imported": True} if source in self._imported else entry

    def inference(self, inference: str) -> Entry:
        """The entry of an inference, with its premises as facts."""
        reasoning = self._values(NamedNode(inference), term("reasoning"))
        premises = self.graph.quads_for_pattern(None, None, None, NamedNode(inference + PREMISES))
        return {"inference": inference, "reasoning": reasoning, "premises": worded(premises)}

    def _inference(self, inference: str, rank: Entry) -> Iterator[Entry]:
        yield self.inference(inference) | rank
        premises = self.graph.quads_for_pattern(None, None, None, NamedNode(inference + PREMISES))
        stated = {
            quad.graph_name.value
            for premise in premises
            for quad in self.graph.quads_for_pattern(premise.subject, premise.predicate, premise.object, None)
            if isinstance(quad.graph_name, NamedNode)
        }
        for passage in sorted(each for each in stated if each.startswith(PASSAGE)):
            yield self.passage(passage) | {"premise": True}

    def _values(self, subject: NamedNode, predicate: NamedNode) -> str:
        quads = self.graph.quads_for_pattern(subject, predicate, None, PROVENANCE)
        return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), "")

    @cached_property
    def _resolver(self) -> Resolver:
        from innograph.citation.resolution import Resolver

        return Resolver(self.store, self.labels)

    @cached_property
    def _imported(self) -> frozenset[str]:
        """The ids of the sources that are imports."""
        quads = self.graph.quads_for_pattern(None, TYPE, term("ImportedFile"), PROVENANCE)
        return frozenset(
            quad.subject.value.removeprefix(SOURCE) for quad in quads if isinstance(quad.subject, NamedNode)
        )

    @cached_property
    def _scopes(self) -> dict[tuple[str, str], str]:
        """The scope that a passage gives a credit, by the IRIs of the credit and the passage."""
        return {
            (quad.subject.value, quad.graph_name.value): quad.object.value
            for quad in self.graph.quads_for_pattern(None, term("scope"), None, None)
            if isinstance(quad.graph_name, NamedNode)
            and isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, Literal)
        }

    @cached_property
    def _passages(self) -> dict[str, tuple[str, str]]:
        """Source and locator of each passage."""
        locators = {
            quad.subject: quad.object.value
            for quad in self.graph.quads_for_pattern(None, term("locator"), None, PROVENANCE)
            if isinstance(quad.object, Literal)
        }
        return {
            quad.subject.value: (
                quad.object.value.removeprefix(SOURCE),
                locators.get(quad.subject, ""),
            )
            for quad in self.graph.quads_for_pattern(None, DERIVED_FROM, None, PROVENANCE)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        }

    @cached_property
    def _rankings(self) -> dict[Term, dict[tuple[Term, Term], Entry]]:
        """Rank and reason of each ranked claim, by subjects."""
        names = ("subject", "property", "value", "rank", "reason")
        columns = [
            {
                quad.subject: quad.object
                for quad in self.graph.quads_for_pattern(None, term(name), None, PROVENANCE)
            }
            for name in names
        ]
        subjects, properties, values, ranks, reasons = columns
        found: dict[Term, dict[tuple[Term, Term], Entry]] = defaultdict(dict)
        for ranking, subject in subjects.items():
            if ranking in properties and ranking in values and ranking in ranks:
                reason = reasons.get(ranking)
                words = reason.value if isinstance(reason, Literal) else ""
                rank = {"rank": self.labels.cell(ranks[ranking]).label, "reason": words}
                claim = properties[ranking], values[ranking]
                found[subject][claim] = {name: text for name, text in rank.items() if text}
        return found


def is_inference(graph: str) -> bool:
    """Whether a named graph is that of an inference."""
    return graph.startswith(INFERENCE) and not graph.endswith(PREMISES)


def _passages_behind(fact: Fact) -> set[str]:
    """The passages that a fact, or what it follows from, stands in."""
    found = {citation.passage for citation in fact.citations}
    return found.union(*(_passages_behind(each) for reason in fact.reasons for each in reason.facts))


def canonical(entries: list[Entry]) -> str:
    """The entries as JSON, the same bytes for the same entries."""
    return dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def marks(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The marks of the passages among the entries, rivals' left out, each once and sorted."""
    stating = (entry for entry in entries if "passage" in entry and "rival" not in entry)
    return tuple(sorted({f"{entry['source']}#{entry['locator']}".rstrip("#") for entry in stating}))


def stating(entries: Iterable[Entry]) -> set[str]:
    """The ids of the sources that state it themselves: those of premises and rivals left out."""
    return {
        str(entry["source"])
        for entry in entries
        if "passage" in entry and not entry.keys() & {"rival", "premise"}
    }
