"""What the ontology in a store says of nodes and edges."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from innograph.namespaces import LABEL, ONTOLOGY, TYPE, shorten, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store as Oxigraph

GREY = "#999999"
SUBCLASS_OF = term("rdfs:subClassOf")


@dataclass(frozen=True, slots=True)
class NodeClass:
    """A class whose instances are nodes; *above* holds the classes above it."""

    iri: NamedNode
    name: str
    label: str
    color: str
    has_own_color: bool
    above: frozenset[NamedNode]


@dataclass(frozen=True, slots=True)
class Relation:
    """A property or a role that makes edges, in words in both directions."""

    iri: NamedNode
    label: str
    inverse: str
    single_valued: bool = False

    @property
    def name(self) -> str:
        """Its short name, such as ``"director"``; of a role ``"id:role/participant"``."""
        return shorten(self.iri.value)

    def words(self, *, reverse: bool) -> str:
        """How it is called, read from its subject to its value or in reverse."""
        return self.inverse if reverse else self.label


class Terms:
    """The node classes and edge relations of a store, from the ontology that it holds.

    Args:
        graph: A graph; one without innograph's ontology has neither.
    """

    def __init__(self, graph: Oxigraph) -> None:
        self.graph = graph

    @cached_property
    def node_classes(self) -> dict[NamedNode, NodeClass]:
        """The classes typed ``inno:NodeClass`` and all below them."""
        found: dict[NamedNode, NodeClass] = {}
        frontier: list[tuple[NamedNode, NamedNode | None]]
        frontier = [(iri, None) for iri in self._subjects(TYPE, term("NodeClass"))]
        while frontier:
            iri, parent = frontier.pop()
            found[iri] = self._node_class(iri, found.get(parent) if parent else None)
            frontier += [(below, iri) for below in self._subjects(SUBCLASS_OF, iri)]
        return found

    @cached_property
    def relations(self) -> dict[NamedNode, Relation]:
        """The properties typed ``inno:EdgeRelation``."""
        single = set(self._subjects(TYPE, term("owl:FunctionalProperty")))
        return {
            iri: self._relation(iri, single_valued=iri in single)
            for iri in self._subjects(TYPE, term("EdgeRelation"))
        }

    @cached_property
    def nesting(self) -> tuple[NamedNode, ...]:
        """The properties typed ``inno:NestingRelation``, such as ``inno:event``."""
        return tuple(self._subjects(TYPE, term("NestingRelation")))

    @cached_property
    def hubs(self) -> frozenset[NamedNode]:
        """The classes typed ``inno:HubClass``: a connection by way of an instance says little."""
        return frozenset(self._subjects(TYPE, term("HubClass")))

    def names_below(self, classes: Iterable[NamedNode]) -> frozenset[str]:
        """The names of the node classes that are one of these, or below one."""
        tops = frozenset(classes)
        return frozenset(each.name for each in self.node_classes.values() if tops & {each.iri, *each.above})

    def role(self, role: NamedNode) -> Relation:
        """The relation that a credit with a role makes: the role's shortcut, or the role itself."""
        shortcut = self._object(role, term("shortcut"))
        if isinstance(shortcut, NamedNode):
            return self.relations.get(shortcut) or self._relation(shortcut)
        return self._relation(role)

    def _relation(self, iri: NamedNode, *, single_valued: bool = False) -> Relation:
        label = self._text(iri, LABEL) or shorten(iri.value)
        return Relation(iri, label, self._text(iri, term("inverseLabel")) or f"{label} of", single_valued)

    def _node_class(self, iri: NamedNode, parent: NodeClass | None) -> NodeClass:
        name, own = shorten(iri.value), self._text(iri, term("color"))
        inherited = parent.color if parent else GREY
        above = parent.above | {parent.iri} if parent else frozenset()
        return NodeClass(iri, name, self._text(iri, LABEL) or name, own or inherited, bool(own), above)

    def _subjects(self, predicate: NamedNode, value: NamedNode) -> Iterator[NamedNode]:
        for quad in self.graph.quads_for_pattern(None, predicate, value, ONTOLOGY):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def _object(self, subject: NamedNode, predicate: NamedNode) -> object:
        return next(
            (quad.object for quad in self.graph.quads_for_pattern(subject, predicate, None, ONTOLOGY)), None
        )

    def _text(self, subject: NamedNode, predicate: NamedNode) -> str:
        found = self._object(subject, predicate)
        return found.value if isinstance(found, Literal) else ""
