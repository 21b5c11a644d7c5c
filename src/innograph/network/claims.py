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

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.namespaces import ID, INNO, TYPE, shorten, term
from innograph.network.grounds import canonical, is_inference
from innograph.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

    from innograph.network.grounds import Entry, Grounds
    from innograph.network.records import Node
    from innograph.network.terms import Terms
    from innograph.statements import Term

CREDIT, ROLE = f"{ID}credit/", f"{ID}role/"
EDITORIAL = NamedNode(f"{ID}editorial")
REPLACES = term("dcterms:replaces")
HOLDERS = (term("person"), term("organization"))


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
        owners: Mapping[NamedNode, NamedNode],
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
        if entity not in self._curated:
            return canonical([])
        entries = sorted(self._entries.get(entity, ()), key=lambda entry: canonical([entry]))
        return canonical([self._described(entity, node.label), *entries])

    def _described(self, entity: NamedNode, label: str) -> Entry:
        classes = [
            quad.object.value.removeprefix(INNO)
            for quad in self.graph.quads_for_pattern(entity, TYPE, None, EDITORIAL)
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(INNO)
        ]
        former = [
            _id(quad.object) for quad in self.graph.quads_for_pattern(entity, REPLACES, None, EDITORIAL)
        ]
        described: Entry = {"entity": _id(entity), "class": min(classes, default=""), "label": label}
        return described | ({"was": sorted(former)} if former else {})

    @cached_property
    def _stated(self) -> dict[tuple[NamedNode, NamedNode, Term], Statement]:
        """The statements that curated passages make, or inferences."""
        found: dict[tuple[NamedNode, NamedNode, Term], Statement] = {}
        for graph in self.grounds.curated():
            for quad in self.graph.quads_for_pattern(None, None, None, NamedNode(graph)):
                if isinstance(quad.subject, NamedNode):
                    key = (quad.subject, quad.predicate, quad.object)
                    found.setdefault(key, Statement(*key)).graphs.add(NamedNode(graph))
        for statement in found.values():
            pattern = (statement.subject, statement.predicate, statement.value)
            asserted = self.graph.quads_for_pattern(*pattern, DefaultGraph())
            statement.asserted = next(asserted, None) is not None
        return found

    @cached_property
    def _curated(self) -> frozenset[Term]:
        """What curated claims are about, or have for a value."""
        ends = {end for subject, _, value in self._stated for end in (subject, value)}
        return frozenset({*ends, *(owner for event, owner in self.owners.items() if event in ends)})

    @cached_property
    def _entries(self) -> dict[NamedNode, list[Entry]]:
        """The entries of each node, without its first."""
        found: dict[NamedNode, list[Entry]] = defaultdict(list)
        for statement in self._stated.values():
            if statement.subject.value.startswith(CREDIT):
                self._add_credit(found, statement)
            elif statement.predicate in self.terms.nesting:
                event = {"event": self._event(statement.value, statement.subject)}
                found[statement.subject].append(event | self._basis(statement))
            elif not self._is_drawn(statement):
                owner = self.owners.get(statement.subject, statement.subject)
                about = {"event": self._event(statement.subject, owner)} if owner != statement.subject else {}
                found[owner].append(about | self._fact(statement))
        return found

    def _is_drawn(self, statement: Statement) -> bool:
        is_edge = statement.predicate in self.terms.relations and statement.value in self.known
        return is_edge and statement.asserted

    def _fact(self, statement: Statement) -> Entry:
        value = statement.value
        fact: Entry = {"property": shorten(statement.predicate.value), "value": _id(value)}
        if isinstance(value, Literal):
            fact["datatype"] = shorten(value.datatype.value)
        claim = (statement.subject, statement.predicate, value)
        return fact | self._basis(statement) | self.grounds.rank(claim)

    def _add_credit(self, found: dict[NamedNode, list[Entry]], statement: Statement) -> None:
        """An entry for each scope that passages give a credit; one that is asserted is an edge."""
        if statement.predicate not in HOLDERS or statement.asserted:
            return
        work, role = (self._part(statement.subject, name) for name in ("work", "role"))
        shortcut = self.terms.role(role).iri
        by_scope: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.grounds.entries(statement, self.grounds.rank((work, shortcut, statement.value))):
            by_scope[str(entry.pop("scope", ""))].append(entry)
        for scope, entries in by_scope.items():
            credit: Entry = {"credit": role.value.removeprefix(ROLE), "value": _id(statement.value)}
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
        return _id(event).removeprefix(f"{_id(case)}/")


def mark(entry: Mapping[str, object]) -> str:
    """A passage as fact files cite it: ``"pov"``, ``"seed-000#13"``."""
    return f"{entry['source']}#{entry['locator']}".rstrip("#")


def worded(quads: Iterable[Quad]) -> list[str]:
    """The facts that statements make, in words and sorted; those of a credit make one."""
    return sorted({words for quad in quads if (words := _words(quad.subject, quad.predicate, quad.object))})


def _words(subject: Term, predicate: NamedNode, value: Term) -> str:
    if not isinstance(subject, NamedNode):
        return ""
    if not subject.value.startswith(CREDIT):
        return f"{_id(subject)} {shorten(predicate.value)} {_id(value)}"
    return credit_words(subject, value) if predicate in HOLDERS else ""


def credit_words(credit: NamedNode, holder: Term) -> str:
    """A credit as a fact in words, from its IRI: holder/work/role."""
    work, _, role = credit.value.removeprefix(f"{CREDIT}{_id(holder)}/").rpartition("/")
    return f"{work} {role} {_id(holder)}"


def _ranked(entries: list[Entry]) -> Entry:
    return {name: entries[0][name] for name in ("rank", "reason") if name in entries[0]}


def _id(value: object) -> str:
    """An entity's id, or the text of a literal."""
    text: str = getattr(value, "value", "")
    return text.removeprefix(ID) if isinstance(value, NamedNode) else text
