"""What a page says of its nodes and edges: their facts, with standing, rivals and sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, RdfFormat
from pyoxigraph import Store as Oxigraph

from innograph.description import Describer
from innograph.namespaces import ID, term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.answers import Citation
    from innograph.description import Entry
    from innograph.network import Edge
    from innograph.store import Store
    from innograph.view.scene import Scene

DERIVED, DISPUTED, DATED = 1, 2, 4
DATES = frozenset(map(term, ("xsd:date", "xsd:gYear", "xsd:gYearMonth")))
MANY = 50


def said(store: Store, scene: Scene) -> dict[str, Any]:
    """What is said of the nodes and edges of a scene, as JSON values.

    Returns:
        ``passages``, each ``[words for its place, publisher, title, date, address]``;
        ``entities``: by node id the IRI, and entries of the form ``[event, property, value,
        node id of the value or null, standing, marks, reasons, passages by number]``;
        ``edges``: by key entries of the same form, the claim that the edge shows and its rivals;
        ``classes``: the name of the class by the label of the type;
        ``grounds``, of which each edge has a list of numbers after its weight and its IRI in
        ``evidence``: see `innograph.network.grounds`.
    """
    speaker = _Speaker(_for_reading(store, len(scene.nodes)), {node.iri for node in scene.nodes})
    labels = {node.id: node.label for node in scene.nodes}
    entities = {node.id: {"iri": node.iri, "entries": speaker.entries(node.iri)} for node in scene.nodes}
    edges = {edge.key: speaker.claims(edge, labels[edge.target]) for edge in scene.edges}
    return {
        "passages": speaker.passages,
        "entities": entities,
        "edges": edges,
        "classes": {node.type_label: node.type for node in scene.nodes},
        **_evidence(scene.edges),
    }


def _evidence(edges: Iterable[Edge]) -> dict[str, Any]:
    """What edges rest on, each ground once."""
    numbers: dict[str, int] = {}
    grounds: list[dict[str, Any]] = []
    evidence: dict[str, Any] = {}
    for edge in edges:
        listed = []
        for ground in json.loads(edge.evidence):
            text = json.dumps(ground)
            if text not in numbers:
                numbers[text] = len(grounds)
                grounds.append(ground)
            listed.append(numbers[text])
        evidence[edge.key] = [edge.weight, edge.uri, listed]
    return {"grounds": grounds, "evidence": evidence}


def _for_reading(store: Store, entities: int) -> Oxigraph:
    """The graph; for many entities in memory, where each look-up takes a third of the time."""
    if entities < MANY or not store.is_ours:
        return store.oxigraph
    graph = Oxigraph()
    graph.bulk_load(path=str(store.nquads), format=RdfFormat.N_QUADS)
    return graph


class _Speaker:
    def __init__(self, graph: Oxigraph, shown: set[str]) -> None:
        self.describer = Describer(graph)
        self.shown = shown
        self.passages: list[list[str]] = []
        self._numbers: dict[str, int] = {}

    def entries(self, iri: str) -> list[list[Any]]:
        """The entries about an entity, packed."""
        return [self._packed(entry) for entry in self.describer.entries(NamedNode(iri))]

    def claims(self, edge: Edge, target: str) -> list[list[Any]]:
        """The claim that an edge shows, then its rivals, packed as entries."""
        grounds: dict[str | None, list[dict[str, Any]]] = {None: []}
        for ground in json.loads(edge.evidence):
            grounds.setdefault(ground.get("rival"), []).append(ground)
        return [self._claim(edge, target, rival, stated) for rival, stated in grounds.items()]

    def _claim(self, edge: Edge, target: str, rival: str | None, grounds: list[dict[str, Any]]) -> list[Any]:
        asserted = "not asserted" if rival else "derived" if edge.derived else "asserted"
        ranks = sorted({f", {ground['rank']}" for ground in grounds if ground.get("rank")})
        reasons = sorted({f": {ground['reason']}" for ground in grounds if ground.get("reason")})
        passages = [ground for ground in grounds if "passage" in ground]
        return [
            None,
            edge.label,
            grounds[0]["label"] if rival else target,
            self._node(rival) if rival else edge.target,
            "".join([asserted, *ranks, *reasons]),
            (DERIVED if edge.derived and not rival else 0) | (DISPUTED if edge.disputed else 0),
            [*map(_words, (ground for ground in grounds if "passage" not in ground))],
            [self._number(self.describer.evidence.citation(NamedNode(each["passage"]))) for each in passages],
        ]

    def _node(self, iri: str) -> str | None:
        """The id of the node with this IRI, if it is shown."""
        return iri.removeprefix(ID) if iri in self.shown else None

    def _packed(self, entry: Entry) -> list[Any]:
        value = entry.value.term
        return [
            entry.event.label if entry.event else None,
            entry.property.label,
            entry.value.label,
            self._node(value.value) if isinstance(value, NamedNode) else None,
            entry.standing,
            (DERIVED if entry.derived else 0)
            | (DISPUTED if entry.disputed else 0)
            | (DATED if isinstance(value, Literal) and value.datatype in DATES and _stands(entry) else 0),
            list(entry.reasons),
            [self._number(citation) for citation in entry.citations or ()],
        ]

    def _number(self, citation: Citation) -> int:
        if citation.passage not in self._numbers:
            self._numbers[citation.passage] = len(self.passages)
            place = self.describer.labels.of(NamedNode(citation.passage))
            self.passages.append([place, citation.publisher, citation.title, citation.date, citation.url])
        return self._numbers[citation.passage]


def _stands(entry: Entry) -> bool:
    return not entry.standing.startswith("not asserted")


def _words(ground: dict[str, Any]) -> str:
    """A reason that an edge rests on: an inference's reasoning, or what a rule says."""
    return f"inferred: {ground['reasoning']}" if "inference" in ground else f"by rule: {ground['words']}"
