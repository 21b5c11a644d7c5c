"""What is claimed of nodes and drawn as no edge, so that a file of the network holds it all.

A fact in words is its subject, its relation and its value, as a premise of a fact file names it:
``"episode-7 director alex-gibney"``; of a credit, the relation is the role.

The evidence of a node is a list, written as canonical JSON, of

- ``{"entity", "class", "label", "was"}``, always first: its id, its class and its label as curators
  gave them, and its former ids;
- ``{"event", "sources"}``: an event of a case, such as ``"release/1"``;
- ``{"property", "value", "datatype", "sources"}``: a fact, of the entity or of its ``"event"``; a
  value without a datatype is an entity's id;
- ``{"credit", "value", "sources"}``: a credit that is not asserted, with its ``"scope"``.

``"asserted": false`` marks what is claimed only, ``"rank"`` and ``"reason"`` what is ranked;
``"inferred"`` stands in the place of ``"sources"``. Sources are as fact files cite them. Facts that
only imports state are left out, and so are entities that only imports know: their list is empty.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from innograph.namespaces import ID, INNO, TYPE, shorten, term
from innograph.network.grounds import canonical, is_inference
from innograph.network.wording import CREDIT, HOLDERS, named
from innograph.statements import ASSERTED, Footing, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from innograph.network.grounds import Claim, Entry, Grounds
    from innograph.network.records import Node
    from innograph.network.terms import Terms
    from innograph.statements import Term

ROLE = f"{ID}role/"
EDITORIAL = NamedNode(f"{ID}editorial")
REPLACES = term("dcterms:replaces")


class Claims:
    """The curated claims of one graph, each with the graphs that it stands in, read at once.

    Args:
        grounds: What statements rest on.
        terms: What the ontology says of nodes and edges.
        owners: For each event its case.
        nodes: What is a node.
    """

    def __init__(
        self,
        grounds: Grounds,
        terms: Terms,
        owners: Mapping[Term, NamedNode],
        nodes: Iterable[NamedNode],
    ) -> None:
        self.grounds = grounds
        self.graph = grounds.graph
        self.terms = terms
        self.owners = owners
        self.known = frozenset(nodes)

    def evidence(self, node: Node) -> str:
        """The evidence of a node, as JSON."""
        entity = NamedNode(node.iri)
        ends, read = self._read
        if entity not in ends:
            return canonical([])
        entries = sorted(read.get(entity, ()), key=lambda entry: canonical([entry]))
        return canonical([self._described(entity, node.label), *entries])

    def _described(self, entity: NamedNode, label: str) -> Entry:
        classes = [
            quad.object.value.removeprefix(INNO)
            for quad in self.graph.quads_for_pattern(entity, TYPE, None, EDITORIAL)
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(INNO)
        ]
        former = [
            named(quad.object) for quad in self.graph.quads_for_pattern(entity, REPLACES, None, EDITORIAL)
        ]
        described: Entry = {"entity": named(entity), "class": min(classes, default=""), "label": label}
        return described | ({"was": sorted(former)} if former else {})

    @cached_property
    def _read(self) -> tuple[frozenset[Term], dict[NamedNode, list[Entry]]]:
        """What curated claims are about or have for a value, and by node the entries after the first."""
        ends: set[Term] = set()
        entries: dict[NamedNode, list[Entry]] = defaultdict(list)
        for statement in self._stated(ends):
            if statement.subject.value.startswith(CREDIT):
                self._add_credit(entries, statement)
            elif statement.predicate in self.terms.nesting:
                event = {"event": self._event(statement.value, statement.subject)}
                entries[statement.subject].append(event | self._basis(statement))
            else:
                owner = self.owners.get(statement.subject, statement.subject)
                about = {"event": self._event(statement.subject, owner)} if owner != statement.subject else {}
                entries[owner].append(about | self._fact(statement))
        ends |= {owner for event, owner in self.owners.items() if event in ends}
        return frozenset(ends), entries

    def _stated(self, ends: set[Term]) -> Iterable[Statement]:
        """The statements that curated passages or inferences make, those that are drawn left out.

        Subjects and values of all are put into *ends*.
        """
        found: dict[Claim, list[object]] = {}
        for graph in map(NamedNode, self.grounds.curated()):
            for quad in self.graph.quads_for_pattern(None, None, None, graph):
                subject, predicate, value = quad.subject, quad.predicate, quad.object
                if not isinstance(subject, NamedNode):
                    continue
                ends |= {subject, value}
                claim = (subject, predicate, value)
                if claim not in found:
                    asserted = [quad.graph_name for quad in self.graph.quads_for_pattern(*claim, ASSERTED)]
                    if asserted and self._is_drawn(claim):
                        continue
                    found[claim] = [*asserted]
                found[claim].append(graph)
        return [Statement(*claim, Footing(graphs)) for claim, graphs in found.items()]

    def _is_drawn(self, claim: Claim) -> bool:
        """Whether an asserted statement is an edge, or part of one."""
        subject, predicate, value = claim
        return subject.value.startswith(CREDIT) or (predicate in self.terms.relations and value in self.known)

    def _fact(self, statement: Statement) -> Entry:
        value = statement.value
        fact: Entry = {"property": shorten(statement.predicate.value), "value": named(value)}
        if isinstance(value, Literal):
            fact["datatype"] = shorten(value.datatype.value)
        claim = (statement.subject, statement.predicate, value)
        return fact | self._basis(statement) | self.grounds.rank(claim)

    def _add_credit(self, found: dict[NamedNode, list[Entry]], statement: Statement) -> None:
        """An entry for each scope that passages give a credit; one that is asserted is an edge."""
        if statement.predicate not in HOLDERS:
            return
        work, role = (self._part(statement.subject, name) for name in ("work", "role"))
        shortcut = self.terms.role(role).iri
        by_scope: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.grounds.entries(statement, self.grounds.rank((work, shortcut, statement.value))):
            by_scope[str(entry.pop("scope", ""))].append(entry)
        for scope, entries in by_scope.items():
            credit: Entry = {"credit": role.value.removeprefix(ROLE), "value": named(statement.value)}
            credit |= {"asserted": False, "sources": sorted(map(mark, entries))}
            found[work].append(credit | ({"scope": scope} if scope else {}) | _ranked(entries))

    def _part(self, credit: NamedNode, name: str) -> NamedNode:
        quads = self.graph.quads_for_pattern(credit, term(name), None, None)
        return next(quad.object for quad in quads if isinstance(quad.object, NamedNode))

    def _basis(self, statement: Statement) -> Entry:
        """Whether it is asserted, and the passages that state it, or the inference that it follows from."""
        graphs = sorted(graph.value for graph in statement.graphs)
        inferences = [graph for graph in graphs if is_inference(graph)]
        basis: Entry = {} if statement.asserted else {"asserted": False}
        if inferences:
            return basis | {"inferred": self.grounds.inference(inferences[0])}
        return basis | {"sources": sorted(mark(self.grounds.passage(graph)) for graph in graphs)}

    def _event(self, event: Term, case: NamedNode) -> str:
        return named(event).removeprefix(f"{named(case)}/")


def mark(entry: Mapping[str, object]) -> str:
    """A passage as fact files cite it: ``"pov"``, ``"seed-000#13"``."""
    return f"{entry['source']}#{entry['locator']}".rstrip("#")


def _ranked(entries: list[Entry]) -> Entry:
    return {name: entries[0][name] for name in ("rank", "reason") if name in entries[0]}
