"""What edges rest on, read in bulk: passages, inferences with their premises, rules, rivals.

The evidence of an edge is a list, written as canonical JSON (keys sorted, no spaces, UTF-8), of

- ``{"source", "locator", "passage"}``: a passage that states it; the locator is empty for a page;
- ``{"inference", "reasoning"}``: an inference that it follows from, with a passage entry that has
  ``"premise": true`` for each passage that its premises stand in;
- ``{"rule", "words"}``: a rule that made it;
- ``{"rival", "label", …}``: a passage entry for a value that is claimed and not asserted.

``"rank"`` and ``"reason"`` stand where a claim is ranked.
"""

from __future__ import annotations

from functools import cached_property
from json import dumps
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from innograph.namespaces import DERIVED_FROM, ID, PROVENANCE, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store as Oxigraph

    from innograph.answers import Labels
    from innograph.evidence import Statement, Term

    Claim = tuple[NamedNode, NamedNode, Term]
    Entry = dict[str, object]

PASSAGE, INFERENCE, RULE = (f"{ID}{kind}/" for kind in ("passage", "inference", "rule"))
PREMISES = "/premises"


class Grounds:
    """The passages, inferences, rules and ranks of a graph, each kind read at once when first needed."""

    def __init__(self, graph: Oxigraph, labels: Labels) -> None:
        self.graph = graph
        self.labels = labels

    def entries(self, statement: Statement, ranked: Claim | None = None) -> list[Entry]:
        """What the statement rests on; *ranked* is the claim whose rank is its, if not itself."""
        rank = self._rank(ranked or (statement.subject, statement.predicate, statement.value))
        found: list[Entry] = []
        for graph in sorted(graph.value for graph in statement.graphs):
            if graph.startswith(PASSAGE):
                found.append(self._passage(graph) | rank)
            elif graph.startswith(INFERENCE) and not graph.endswith(PREMISES):
                found += self._inference(graph)
            elif graph.startswith(RULE):
                found.append({"rule": graph, "words": self.labels.of(NamedNode(graph))})
        return found

    def rivals(self, rivals: Iterable[Statement]) -> list[Entry]:
        """What rival claims rest on: an entry for each passage that makes one."""
        return [
            {"rival": rival.value.value, "label": self.labels.cell(rival.value).label} | entry
            for rival in rivals
            if isinstance(rival.value, NamedNode | Literal)
            for entry in self.entries(rival)
        ]

    def _rank(self, claim: Claim) -> Entry:
        rank, reason = self._rankings.get(claim, ("", ""))
        return {name: text for name, text in (("rank", rank), ("reason", reason)) if text}

    def _passage(self, passage: str) -> Entry:
        source, locator = self._passages.get(passage, ("", ""))
        return {"source": source, "locator": locator, "passage": passage}

    def _inference(self, inference: str) -> Iterator[Entry]:
        reasoning = self._values(NamedNode(inference), term("reasoning"))
        yield {"inference": inference, "reasoning": reasoning}
        premises = self.graph.quads_for_pattern(None, None, None, NamedNode(inference + PREMISES))
        stated = {
            quad.graph_name.value
            for premise in premises
            for quad in self.graph.quads_for_pattern(premise.subject, premise.predicate, premise.object, None)
            if isinstance(quad.graph_name, NamedNode)
        }
        for passage in sorted(each for each in stated if each.startswith(PASSAGE)):
            yield self._passage(passage) | {"premise": True}

    def _values(self, subject: NamedNode, predicate: NamedNode) -> str:
        quads = self.graph.quads_for_pattern(subject, predicate, None, PROVENANCE)
        return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), "")

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
                quad.object.value.removeprefix(f"{ID}source/"),
                locators.get(quad.subject, ""),
            )
            for quad in self.graph.quads_for_pattern(None, DERIVED_FROM, None, PROVENANCE)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        }

    @cached_property
    def _rankings(self) -> dict[Claim, tuple[str, str]]:
        """Rank and reason of each ranked claim."""
        names = ("subject", "property", "value", "rank", "reason")
        columns = [
            {
                quad.subject: quad.object
                for quad in self.graph.quads_for_pattern(None, term(name), None, PROVENANCE)
            }
            for name in names
        ]
        subjects, properties, values, ranks, reasons = columns
        found = {}
        for ranking, subject in subjects.items():
            if ranking in properties and ranking in values and ranking in ranks:
                reason = reasons.get(ranking)
                words = reason.value if isinstance(reason, Literal) else ""
                claim = (subject, properties[ranking], values[ranking])
                found[claim] = (self.labels.cell(ranks[ranking]).label, words)
        return found  # type: ignore[return-value]


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
