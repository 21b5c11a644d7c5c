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
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from innograph.description import Describer
from innograph.evidence import Basis, Evidence, whole
from innograph.namespaces import ID, term
from innograph.view.columns import DERIVED, DISPUTED
from innograph.view.packing import Numbered, differences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.answers import Cell, Citation
    from innograph.network import Edge, Node
    from innograph.store import Store
    from innograph.view.scene import Scene

DATED, ALIAS = 4, 8
NAMED = term("alias")
DATES = frozenset(map(term, ("xsd:date", "xsd:gYear", "xsd:gYearMonth")))
NO_BASIS = Basis("", derived=False, disputed=False, reasons=(), citations=())


def facts(store: Store, scene: Scene) -> dict[str, Any]:
    """The block of facts of a scene; see the head of this module."""
    speaker = _Speaker(whole(store), scene.nodes)
    return {
        "prefix": ID,
        "foreign": differences(at for at, node in enumerate(scene.nodes) if node.iri == node.id),
        "entries": speaker.entries(),
        "claims": speaker.claims(scene.edges),
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


class _Speaker:
    def __init__(self, evidence: Evidence, nodes: Iterable[Node]) -> None:
        self.describer = Describer(evidence)
        self.nodes = {NamedNode(node.iri): number for number, node in enumerate(nodes)}
        self.strings: Numbered[str] = Numbered()
        self.bases: Numbered[tuple[int, int, tuple[int, ...], tuple[int, ...]]] = Numbered()
        self.passages: list[tuple[str, ...]] = []
        self._numbers: dict[str, int] = {}
        self._known: dict[tuple[Basis, int], int] = {}
        self._claimed: dict[tuple[str, bool, bool], tuple[int, list[tuple[int, int]]]] = {}

    def entries(self) -> dict[str, list[int]]:
        """The columns of the entries about all nodes."""
        columns: dict[str, list[int]] = {"count": [], "event": [], "property": [], "value": [], "basis": []}
        add_event, add_property, add_value, add_basis = (
            columns[name].append for name in ("event", "property", "value", "basis")
        )
        string, said, basis_number = self.strings.number, self._said, self._basis
        for node in self.nodes:
            entries = self.describer.entries(node)
            columns["count"].append(len(entries))
            for event, name, value, basis in entries:
                add_event(1 + string(event.label) if event else 0)
                add_property(string(name.label))
                number, kind = said(name, value, basis)
                add_value(number)
                add_basis(basis_number(basis or NO_BASIS, kind))
        return columns | {name: differences(columns[name]) for name in ("event", "basis")}

    def claims(self, edges: Iterable[Edge]) -> dict[str, list[int]]:
        """The columns of the claims that edges show, and of their rivals."""
        of_edges = list(map(self._claims_of, edges))
        rivals = [(at, *rival) for at, (_, others) in enumerate(of_edges) for rival in others]
        return {
            "basis": differences(basis for basis, _ in of_edges),
            "edge": differences(edge for edge, _, _ in rivals),
            "value": [value for _, value, _ in rivals],
            "rival": [basis for _, _, basis in rivals],
        }

    def _claims_of(self, edge: Edge) -> tuple[int, list[tuple[int, int]]]:
        """The basis of the claim that an edge shows, then value and basis of each of its rivals."""
        said = (edge.evidence, edge.derived, edge.disputed)
        if said not in self._claimed:
            self._claimed[said] = self._claims(edge)
        return self._claimed[said]

    def _claims(self, edge: Edge) -> tuple[int, list[tuple[int, int]]]:
        grounds: dict[str | None, list[dict[str, Any]]] = {None: []}
        for ground in json.loads(edge.evidence):
            grounds.setdefault(ground.get("rival"), []).append(ground)
        shown = self._claim(edge, None, grounds.pop(None))
        return shown, [
            (self._called(self._by_iri.get(rival), stated[0]["label"]), self._claim(edge, rival, stated))
            for rival, stated in grounds.items()
        ]

    def _claim(self, edge: Edge, rival: str | None, grounds: list[dict[str, Any]]) -> int:
        asserted = "not asserted" if rival else "derived" if edge.derived else "asserted"
        ranks = sorted({f", {ground['rank']}" for ground in grounds if ground.get("rank")})
        reasons = sorted({f": {ground['reason']}" for ground in grounds if ground.get("reason")})
        passages = [ground for ground in grounds if "passage" in ground]
        cited = (self.describer.evidence.citation(NamedNode(each["passage"])) for each in passages)
        return self._basis(
            Basis(
                "".join([asserted, *ranks, *reasons]),
                edge.derived and not rival,
                edge.disputed,
                tuple(map(_words, (ground for ground in grounds if "passage" not in ground))),
                tuple(cited),
            )
        )

    def _said(self, name: Cell, value: Cell, basis: Basis | None) -> tuple[int, int]:
        """The number of a value, a node that is shown or else a text, and its kind."""
        node = self.nodes.get(value.term) if isinstance(value.term, NamedNode) else None
        if node is not None:
            return -1 - node, 0
        return self.strings.number(value.label), _kind(name, value, basis)

    def _called(self, node: int | None, label: str) -> int:
        return self.strings.number(label) if node is None else -1 - node

    @cached_property
    def _by_iri(self) -> dict[str | None, int]:
        return {node.value: number for node, number in self.nodes.items()}

    def _basis(self, basis: Basis, kind: int = 0) -> int:
        known = (basis, kind)
        if known not in self._known:
            marks = DERIVED * basis.derived | DISPUTED * basis.disputed | kind
            reasons = tuple(map(self.strings.number, basis.reasons))
            passages = tuple(map(self._passage, basis.citations))
            standing = self.strings.number(basis.standing)
            self._known[known] = self.bases.number((standing, marks, reasons, passages))
        return self._known[known]

    def _passage(self, citation: Citation) -> int:
        if citation.passage not in self._numbers:
            self._numbers[citation.passage] = len(self.passages)
            place = self.describer.labels.of(NamedNode(citation.passage))
            self.passages.append((place, citation.publisher, citation.title, citation.date, citation.url))
        return self._numbers[citation.passage]


def _kind(name: Cell, value: Cell, basis: Basis | None) -> int:
    """Whether the value is another name, or a date that is asserted."""
    if not isinstance(value.term, Literal):
        return 0
    if name.term == NAMED:
        return ALIAS
    is_rival = basis is not None and basis.standing.startswith("not asserted")
    return DATED if value.term.datatype in DATES and not is_rival else 0


def _words(ground: dict[str, Any]) -> str:
    """A reason that an edge rests on: an inference's reasoning, or what a rule says."""
    return f"inferred: {ground['reasoning']}" if "inference" in ground else f"by rule: {ground['words']}"
