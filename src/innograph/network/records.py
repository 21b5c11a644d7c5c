"""Nodes and edges as light records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from innograph.namespaces import ID

if TYPE_CHECKING:
    from pyoxigraph import NamedNode


class Node(NamedTuple):
    """An entity.

    Attributes:
        id: Its IRI without innograph's namespace: ``"levon-brooks"``; of another tool's entity the IRI.
        type: The name of its most specific class, such as ``"Exoneree"``.
        type_label: The label of that class.
        color: The class's colour, as ``#RRGGBB``.
        types: The names of all its classes whose instances are nodes, sorted.
    """

    id: str
    iri: str
    label: str
    type: str
    type_label: str
    color: str
    types: tuple[str, ...] = ()


class Edge(NamedTuple):
    """An asserted statement between two entities, with what it rests on.

    Attributes:
        number: Its place in the order of source, target, predicate and IRI, from 0.
        source: Id of the node that it starts from.
        target: Id of the node that it leads to.
        predicate: IRI of the property, or of the role where a credit's role has no property.
        label: The property in words, with the scope of a credit and the event that it is about.
        inverse: The same, read from the target to the source.
        interaction: The short name of the predicate.
        weight: How many independent sources state it, at least 1.
        uri: IRI of the credit or the event that says it; else the predicate's.
        disputed: Whether a source states a rival value.
        derived: Whether no passage states it: an inference supports it.
        sources: Marks of the passages that it rests on, such as ``"seed-000#13"``.
        evidence: A canonical JSON list: see `innograph.network.grounds`.
        fact: What it says, in words: see `innograph.network.claims`.
    """

    number: int
    source: str
    target: str
    predicate: str
    label: str
    inverse: str
    interaction: str
    weight: int
    uri: str
    disputed: bool
    derived: bool
    sources: tuple[str, ...]
    evidence: str
    fact: str = ""

    @property
    def key(self) -> str:
        """What it is known by in files: ``"e0"``, ``"e1"``, …."""
        return f"e{self.number}"

    def attributes(self) -> dict[str, Any]:
        """The attributes of the edge in a file: texts, numbers, true or false."""
        return {
            "label": self.label,
            "interaction": self.interaction,
            "predicate": self.predicate,
            "weight": self.weight,
            "uri": self.uri,
            "disputed": self.disputed,
            "derived": self.derived,
            "sources": " | ".join(self.sources),
            "evidence": self.evidence,
            "fact": self.fact,
        }


def identify(entity: NamedNode) -> str:
    """A node's id: its IRI without innograph's namespace."""
    return entity.value.removeprefix(ID)
