"""Of which kinds an entity is, and which class a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from innograph.errors import UnknownNameError
from innograph.namespaces import INNO, ONTOLOGY, TYPE, compact, shorten, term

if TYPE_CHECKING:
    from pyoxigraph import Store as Oxigraph

    from innograph.answers import Labels

SUBCLASS_OF = term("rdfs:subClassOf")


def kinds(graph: Oxigraph, labels: Labels, entity: NamedNode) -> list[str]:
    """The labels of the entity's most specific classes; of innograph's own where it has any."""
    own = {quad.object for quad in graph.quads_for_pattern(entity, TYPE, None, None)}
    classes = {each for each in own if isinstance(each, NamedNode)}
    above = {
        quad.object for each in classes for quad in graph.quads_for_pattern(each, SUBCLASS_OF, None, ONTOLOGY)
    }
    ours = {each for each in classes if each.value.startswith(INNO)}
    return sorted(labels.of(each) for each in (ours or classes) - above)


def class_named(graph: Oxigraph, labels: Labels, name: str) -> NamedNode:
    """The class that an IRI, name, prefixed name or label means, whatever its case.

    Raises:
        UnknownNameError: There is none in the ontology or, without it, among the classes in use.
    """
    known: dict[str, NamedNode] = {}
    for each in _classes(graph):
        for spelling in (each.value, compact(each.value), shorten(each.value), labels.of(each)):
            known.setdefault(spelling.casefold(), each)
    found = known.get(name.casefold())
    if found is None:
        spoken = {shorten(each.value) for each in known.values()}
        raise UnknownNameError("type", name, spoken, "docs/ontology.md lists the classes")
    return found


def _classes(graph: Oxigraph) -> list[NamedNode]:
    described = graph.quads_for_pattern(None, TYPE, term("owl:Class"), ONTOLOGY)
    found = {quad.subject for quad in described if isinstance(quad.subject, NamedNode)}
    if not found:
        used = graph.quads_for_pattern(None, TYPE, None, None)
        found = {quad.object for quad in used if isinstance(quad.object, NamedNode)}
    return sorted(found, key=lambda each: each.value)
