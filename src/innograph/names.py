"""What a person types → the entity that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.errors import UnknownNameError
from innograph.namespaces import ID, LABEL, PREFIXES, PROVENANCE, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store as Oxigraph

    from innograph.store import Store

REPLACES = term("dcterms:replaces")
ALIAS = term("alias")
EVERYTHING = "rdfs:Resource"


def resolve(store: Store, text: str, class_name: str = "") -> NamedNode:
    """The entity or source that *text* means: an IRI, id, last part of an id, label or alias.

    Args:
        store: The graph.
        text: What was typed.
        class_name: A class that the entity must be of, of the ontology or with a prefix; any, if empty
            or ``rdfs:Resource``.

    Raises:
        UnknownNameError: There is none, or the name belongs to several.
    """
    class_name = "" if class_name == EVERYTHING else class_name
    graph = store.oxigraph
    text = text.encode("utf-8", "replace").decode()  # an argument may hold bytes that are no text
    direct = _direct(graph, text)
    if direct and _fits(graph, direct, class_name):
        return direct
    named = sorted(set(_named(graph, text, class_name)), key=lambda node: node.value)
    if len(named) == 1:
        return named[0]
    kind = class_name.rpartition(":")[2].lower() or "entity"
    if named:
        ids = [node.value.removeprefix(ID) for node in named]
        raise UnknownNameError(kind, text, [], f"the name belongs to several: {', '.join(ids)}")
    known = {name for node, name in _names(graph) if _fits(graph, node, class_name)}
    raise UnknownNameError(kind, text, known)


def _direct(graph: Oxigraph, text: str) -> NamedNode | None:
    iri = text.strip("<>")
    for prefix in ("id", "inno"):
        iri = PREFIXES[prefix] + iri[len(prefix) + 1 :] if iri.startswith(f"{prefix}:") else iri
    try:
        candidates = [NamedNode(iri)] if ":" in iri else [NamedNode(ID + iri), NamedNode(f"{ID}source/{iri}")]
    except ValueError:
        return None
    for node in candidates:
        if _is_described(graph, node):
            return node
    node = candidates[0]
    current = next(graph.quads_for_pattern(None, REPLACES, node, DefaultGraph()), None)
    return current.subject if current and isinstance(current.subject, NamedNode) else None


def _is_described(graph: Oxigraph, node: NamedNode) -> bool:
    return any(
        next(graph.quads_for_pattern(node, None, None, name), None) for name in (DefaultGraph(), PROVENANCE)
    )


def _named(graph: Oxigraph, text: str, class_name: str) -> Iterator[NamedNode]:
    wanted = text.casefold()
    exact = graph.quads_for_pattern(None, LABEL, Literal(text), DefaultGraph())
    nodes = [quad.subject for quad in exact if isinstance(quad.subject, NamedNode)]
    if fitting := [node for node in nodes if _fits(graph, node, class_name)]:
        yield from fitting
        return
    for node, name in _names(graph):
        if name.casefold() == wanted and _fits(graph, node, class_name):
            yield node


def _names(graph: Oxigraph) -> Iterator[tuple[NamedNode, str]]:
    """Every entity with its label, aliases, id and the last part of its id."""
    for predicate in (LABEL, ALIAS):
        for quad in graph.quads_for_pattern(None, predicate, None, DefaultGraph()):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                yield quad.subject, quad.object.value
                local = quad.subject.value.removeprefix(ID)
                yield quad.subject, local
                if local.count("/") == 1:
                    yield quad.subject, local.rpartition("/")[2]


def _fits(graph: Oxigraph, node: NamedNode, class_name: str) -> bool:
    if not class_name:
        return True
    return next(graph.quads_for_pattern(node, TYPE, term(class_name), DefaultGraph()), None) is not None
