"""Who is next to whom: the links of one entity at a time, so that no more is read than is walked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from innograph.namespaces import LABEL, TYPE, term
from innograph.network.terms import Relation, Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from pyoxigraph import Store as Oxigraph

    from innograph.answers import Labels

    Links = Iterator["Link"]

ROLE, WORK = term("role"), term("work")
HOLDERS = (term("person"), term("organization"))
SUPERCLASS = (TYPE, LABEL, term("rdfs:subClassOf"), term("rdfs:isDefinedBy"), term("skos:inScheme"))


@dataclass(frozen=True, slots=True)
class Link:
    """An asserted statement between two entities.

    Attributes:
        source: The entity that it starts from: the work of a credit, the case of an event.
        statement: Subject, predicate and value of the triple that says it; of a credit, who holds it.
        about: The credit or the event that it is about; None where it is about the source itself.
    """

    source: NamedNode
    target: NamedNode
    relation: Relation
    statement: tuple[NamedNode, NamedNode, NamedNode]
    about: NamedNode | None = None

    def other(self, end: NamedNode) -> NamedNode:
        """The end that is not *end*."""
        return self.target if end == self.source else self.source


class Neighbours:
    """The links of a graph, read where they are asked for.

    In a store of another tool, which has no ontology of ours, every statement between two IRIs is a
    link, except types and other terms of schemas.

    Args:
        graph: The graph.
        labels: Labels of its terms.
    """

    def __init__(self, graph: Oxigraph, labels: Labels) -> None:
        self.graph = graph
        self.labels = labels
        self.terms = Terms(graph)
        self.is_ours = bool(self.terms.relations)
        self._place = DefaultGraph() if self.is_ours else None
        self._found: dict[NamedNode, frozenset[NamedNode]] = {}
        self._relations: dict[NamedNode, Relation] = {}

    def of(self, entity: NamedNode) -> frozenset[NamedNode]:
        """The entities that a link joins with *entity*."""
        if entity not in self._found:
            others = frozenset(link.other(entity) for link in self.links(entity))
            self._found[entity] = others - {entity}
        return self._found[entity]

    def links(self, entity: NamedNode) -> Links:
        """The links that start or end at the entity, some of them twice."""
        for quad in self.graph.quads_for_pattern(entity, None, None, self._place):
            if isinstance(quad.object, NamedNode):
                yield from self._outgoing(entity, quad.predicate, quad.object)
        for quad in self.graph.quads_for_pattern(None, None, entity, self._place):
            if isinstance(quad.subject, NamedNode):
                yield from self._incoming(quad.subject, quad.predicate, entity)

    def between(self, one: NamedNode, other: NamedNode) -> list[Link]:
        """The links that join two entities, each once, in a settled order."""
        found = {link for link in self.links(one) if link.other(one) == other}
        return sorted(found, key=lambda link: (link.relation.label, *(str(each) for each in link.statement)))

    def is_of(self, entity: NamedNode, classes: Collection[NamedNode]) -> bool:
        """Whether the entity is an instance of one of the classes."""
        return any(
            next(self.graph.quads_for_pattern(entity, TYPE, each, self._place), None) for each in classes
        )

    def _outgoing(self, entity: NamedNode, predicate: NamedNode, value: NamedNode) -> Links:
        if predicate in self.terms.nesting:
            yield from self._nested(entity, value)
        elif relation := self._relation(predicate):
            yield Link(entity, value, relation, (entity, predicate, value))

    def _incoming(self, subject: NamedNode, predicate: NamedNode, entity: NamedNode) -> Links:
        if predicate in HOLDERS or predicate == WORK:
            yield from self._credit(subject)
        elif relation := self._relation(predicate):
            owner = self._owner(subject)
            about = subject if owner else None
            yield Link(owner or subject, entity, relation, (subject, predicate, entity), about)

    def _nested(self, owner: NamedNode, event: NamedNode) -> Links:
        for quad in self.graph.quads_for_pattern(event, None, None, self._place):
            relation = self._relation(quad.predicate)
            if relation and isinstance(quad.object, NamedNode):
                yield Link(owner, quad.object, relation, (event, quad.predicate, quad.object), event)

    def _credit(self, credit: NamedNode) -> Links:
        work, role = self._value(credit, WORK), self._value(credit, ROLE)
        if work and role:
            for predicate in HOLDERS:
                holder = self._value(credit, predicate)
                if holder:
                    yield Link(work, holder, self._role(role), (credit, predicate, holder), credit)

    def _owner(self, entity: NamedNode) -> NamedNode | None:
        """The case of an event; None of what is no event."""
        for predicate in self.terms.nesting:
            for quad in self.graph.quads_for_pattern(None, predicate, entity, self._place):
                if isinstance(quad.subject, NamedNode):
                    return quad.subject
        return None

    def _value(self, subject: NamedNode, predicate: NamedNode) -> NamedNode | None:
        quads = self.graph.quads_for_pattern(subject, predicate, None, self._place)
        return next((quad.object for quad in quads if isinstance(quad.object, NamedNode)), None)

    def _relation(self, predicate: NamedNode) -> Relation | None:
        if self.is_ours:
            return self.terms.relations.get(predicate)
        if predicate in SUPERCLASS:
            return None
        return self._known(predicate, self._named_relation)

    def _role(self, role: NamedNode) -> Relation:
        return self._known(role, self.terms.role)

    def _named_relation(self, predicate: NamedNode) -> Relation:
        label = self.labels.of(predicate)
        return Relation(predicate, label, f"{label} of")

    def _known(self, iri: NamedNode, make: Callable[[NamedNode], Relation]) -> Relation:
        if iri not in self._relations:
            self._relations[iri] = make(iri)
        return self._relations[iri]
