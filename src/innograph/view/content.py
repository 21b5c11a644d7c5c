"""What a page says of its nodes and edges, as columns, which `scripts/content.js` reads.

Two blocks of the page (see `innograph.view.packing`), each read when it is first asked for. Nodes
and edges are known by their places in the columns of the scene (`innograph.view.columns`), all
else by its place in its own column, from 0. ``facts`` holds

- ``foreign``: the nodes whose id is their whole IRI, as differences; the IRI of all others is
  ``prefix`` and the id;
- ``entries``, what is said of the nodes, node after node as `innograph show` says it: ``count``
  (how many for each node), ``event`` (0, or 1 more than a place in ``strings``; as differences),
  ``property`` (in ``strings``), ``value`` (in ``strings``; below 0 it is the node ``-1 - value``,
  called by its label) and ``basis`` (as differences);
- ``claims``, a ``basis`` for each edge, as differences; and of the claims that contradict it
  ``edge`` (as differences), ``value`` and ``rival`` (a basis);
- ``bases``: how a claim stands and why, each ``[standing, marks, reasons, passages]``: texts by
  their places in ``strings``, `DERIVED`, `DISPUTED`, `DATED` and `ALIAS` added, passages by theirs;
- ``passages``, each ``[words for its place, publisher, title, date, address]``;
- ``strings``.

``evidence`` holds what files of the network say besides: for each edge its ``weight``, its
``uri`` (in ``uris``; as differences) and its ``list`` (in ``lists``), each list with places in
``grounds``, each as `innograph.network.grounds` has it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat
from pyoxigraph import Store as Oxigraph

from innograph.description import Describer
from innograph.namespaces import ID, term
from innograph.view.columns import DERIVED, DISPUTED
from innograph.view.packing import Numbered, differences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.answers import Citation
    from innograph.description import Entry
    from innograph.network import Edge, Node
    from innograph.store import Store
    from innograph.view.scene import Scene

DATED, ALIAS = 4, 8
NAMED = term("alias")
DATES = frozenset(map(term, ("xsd:date", "xsd:gYear", "xsd:gYearMonth")))
MANY = 50


class Said(NamedTuple):
    """Something that is said of a node: the event, the property, the value and the basis, by numbers."""

    event: int
    property: int
    value: int
    basis: int


def facts(store: Store, scene: Scene) -> dict[str, Any]:
    """The block of facts of a scene; see the head of this module."""
    speaker = _Speaker(_for_reading(store, len(scene.nodes)), scene.nodes)
    of_nodes = [speaker.entries(node) for node in scene.nodes]
    of_edges = [speaker.claims(edge) for edge in scene.edges]
    entries = [entry for listed in of_nodes for entry in listed]
    rivals = [(edge, value, basis) for edge, (_, others) in enumerate(of_edges) for value, basis in others]
    return {
        "prefix": ID,
        "foreign": differences(at for at, node in enumerate(scene.nodes) if node.iri == node.id),
        "entries": {
            "count": list(map(len, of_nodes)),
            "event": differences(entry.event for entry in entries),
            "property": [entry.property for entry in entries],
            "value": [entry.value for entry in entries],
            "basis": differences(entry.basis for entry in entries),
        },
        "claims": {
            "basis": differences(basis for basis, _ in of_edges),
            "edge": differences(edge for edge, _, _ in rivals),
            "value": [value for _, value, _ in rivals],
            "rival": [basis for _, _, basis in rivals],
        },
        "bases": speaker.bases.values,
        "passages": speaker.passages,
        "strings": speaker.strings.values,
    }


def evidence(edges: Iterable[Edge]) -> dict[str, Any]:
    """The block of what edges rest on, each ground once; see the head of this module."""
    edges = tuple(edges)
    uris: Numbered[str] = Numbered()
    lists: Numbered[str] = Numbered()
    grounds: Numbered[str] = Numbered()
    columns = {
        "weight": [edge.weight for edge in edges],
        "uri": differences(uris.number(edge.uri) for edge in edges),
        "list": [lists.number(edge.evidence) for edge in edges],
    }
    numbered = [[grounds.number(_canonical(each)) for each in json.loads(text)] for text in lists.values]
    return {
        **columns,
        "uris": uris.values,
        "lists": numbered,
        "grounds": list(map(json.loads, grounds.values)),
    }


def _canonical(ground: dict[str, Any]) -> str:
    return json.dumps(ground, separators=(",", ":"))


def _for_reading(store: Store, entities: int) -> Oxigraph:
    """The graph; for many entities in memory, where each look-up takes a third of the time."""
    if entities < MANY or not store.is_ours:
        return store.oxigraph
    graph = Oxigraph()
    graph.bulk_load(path=str(store.nquads), format=RdfFormat.N_QUADS)
    return graph


class _Speaker:
    def __init__(self, graph: Oxigraph, nodes: Iterable[Node]) -> None:
        self.describer = Describer(graph)
        self.nodes = {node.iri: number for number, node in enumerate(nodes)}
        self.strings: Numbered[str] = Numbered()
        self.bases: Numbered[tuple[int, int, tuple[int, ...], tuple[int, ...]]] = Numbered()
        self.passages: list[tuple[str, ...]] = []
        self._numbers: dict[str, int] = {}

    def entries(self, node: Node) -> list[Said]:
        """The entries about a node."""
        return [self._said(entry) for entry in self.describer.entries(NamedNode(node.iri))]

    def claims(self, edge: Edge) -> tuple[int, list[tuple[int, int]]]:
        """The basis of the claim that an edge shows, then value and basis of each of its rivals."""
        grounds: dict[str | None, list[dict[str, Any]]] = {None: []}
        for ground in json.loads(edge.evidence):
            grounds.setdefault(ground.get("rival"), []).append(ground)
        shown = self._claim(edge, None, grounds.pop(None))
        return shown, [
            (self._value(rival, stated[0]["label"]), self._claim(edge, rival, stated))
            for rival, stated in grounds.items()
        ]

    def _claim(self, edge: Edge, rival: str | None, grounds: list[dict[str, Any]]) -> int:
        asserted = "not asserted" if rival else "derived" if edge.derived else "asserted"
        ranks = sorted({f", {ground['rank']}" for ground in grounds if ground.get("rank")})
        reasons = sorted({f": {ground['reason']}" for ground in grounds if ground.get("reason")})
        passages = [ground for ground in grounds if "passage" in ground]
        return self._basis(
            "".join([asserted, *ranks, *reasons]),
            (DERIVED if edge.derived and not rival else 0) | (DISPUTED if edge.disputed else 0),
            map(_words, (ground for ground in grounds if "passage" not in ground)),
            (self.describer.evidence.citation(NamedNode(each["passage"])) for each in passages),
        )

    def _said(self, entry: Entry) -> Said:
        value = entry.value.term
        marks = (
            (DERIVED if entry.derived else 0)
            | (DISPUTED if entry.disputed else 0)
            | (DATED if isinstance(value, Literal) and value.datatype in DATES and _stands(entry) else 0)
            | (ALIAS if entry.property.term == NAMED else 0)
        )
        return Said(
            1 + self.strings.number(entry.event.label) if entry.event else 0,
            self.strings.number(entry.property.label),
            self._value(value.value if isinstance(value, NamedNode) else None, entry.value.label),
            self._basis(entry.standing, marks, entry.reasons, entry.citations or ()),
        )

    def _value(self, iri: str | None, label: str) -> int:
        """The number of a value: a node that is shown, or else a text."""
        node = self.nodes.get(iri) if iri else None
        return self.strings.number(label) if node is None else -1 - node

    def _basis(self, standing: str, marks: int, reasons: Iterable[str], citations: Iterable[Citation]) -> int:
        return self.bases.number(
            (
                self.strings.number(standing),
                marks,
                tuple(map(self.strings.number, reasons)),
                tuple(map(self._passage, citations)),
            )
        )

    def _passage(self, citation: Citation) -> int:
        if citation.passage not in self._numbers:
            self._numbers[citation.passage] = len(self.passages)
            place = self.describer.labels.of(NamedNode(citation.passage))
            self.passages.append((place, citation.publisher, citation.title, citation.date, citation.url))
        return self._numbers[citation.passage]


def _stands(entry: Entry) -> bool:
    return not entry.standing.startswith("not asserted")


def _words(ground: dict[str, Any]) -> str:
    """A reason that an edge rests on: an inference's reasoning, or what a rule says."""
    return f"inferred: {ground['reasoning']}" if "inference" in ground else f"by rule: {ground['words']}"
