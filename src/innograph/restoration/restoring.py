"""Elements of GraphML → facts, and what was kept out or cannot be had from it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from innograph.errors import FactsError
from innograph.facts.document import Scalar, Sequence
from innograph.facts.reading import Reader
from innograph.model import Facts, Finding
from innograph.namespaces import ID
from innograph.restoration import evidence
from innograph.restoration.evidence import Basis, Unreadable, mapping, texts, word
from innograph.restoration.markup import Element, elements

if TYPE_CHECKING:
    from innograph.facts.document import Mapping, Node
    from innograph.model import Place
    from innograph.ontology import Ontology

    Claimed = tuple[str, str, str, str, str, str | None]  # entity, event, relation, value, scope, datatype

KEPT_OUT = "a fact without a source is no fact; write it into a fact file with its source"


@dataclass(slots=True)
class Restored:
    """What a GraphML file gives.

    Attributes:
        facts: Entities, events and claims, in the order of the file; no sources.
        findings: What was kept out or differs from the evidence, each with its place.
        left_out: How many edges were passed over, by the reason in words.
        has_claims: Whether nodes carry evidence; without it, only facts that are edges are there.
    """

    facts: Facts
    findings: list[Finding]
    left_out: Counter[str]
    has_claims: bool


def restore(file: IO[bytes], name: str, ontology: Ontology) -> Restored:
    """The curated facts of node and edge classes that a GraphML file of the network carries.

    Args:
        file: The file, as `innograph.export.graphml` writes it or as another program does after it.
        name: Its name as messages show it.
        ontology: What classes and properties mean.

    Raises:
        FactsError: What the evidence says is no fact by the ontology.
        ImportFileError: It is no GraphML of innograph's.
    """
    gathered = _Gathered(ontology)
    edges = []
    for element in elements(file, name):
        if element.kind == "node":
            gathered.add(gathered.node, element)
        else:
            edges.append(element)
    for element in edges:
        gathered.add(gathered.edge, element)
    return gathered.restored()


@dataclass(slots=True)
class _Known:
    """An entity of the file, and what of it stands in a fact file besides claims."""

    id: str
    place: Place
    class_name: str
    label: str = ""
    former: list[str] = field(default_factory=list)
    events: dict[str, set[str]] = field(default_factory=dict)  # the citations of each


@dataclass(slots=True)
class _Keys:
    """The facts about an entity by their properties, its credits by roles, its events by their keys."""

    own: dict[str, list[Mapping]] = field(default_factory=lambda: defaultdict(list))
    credits: dict[str, list[Mapping]] = field(default_factory=lambda: defaultdict(list))
    events: dict[str, dict[str, list[Mapping]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def of(self, event: str, *, is_credit: bool) -> dict[str, list[Mapping]]:
        """Where a fact belongs."""
        return self.events[event] if event else self.credits if is_credit else self.own


class _Gathered:
    """What elements say, until all are there."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.sections = {class_name: section for section, class_name in ontology.sections().items()}
        self.nodes: dict[str, str] = {}  # by ids in the file, ids of entities
        self.entities: set[str] = set()
        self.known: dict[str, _Known] = {}
        self.claims: dict[Claimed, tuple[Basis, Place]] = {}
        self.findings: list[Finding] = []
        self.left_out: Counter[str] = Counter()
        self.has_claims = False

    def add(self, read: Any, element: Element) -> None:
        """Read an element; one that cannot be read is reported and kept out."""
        try:
            read(element)
        except Unreadable as unreadable:
            self._report(element, f"{element.words} is kept out: {unreadable}", KEPT_OUT)

    # Nodes

    def node(self, element: Element) -> None:
        """Read a node."""
        uri = element.said.get("uri", "")
        if not uri.startswith(ID):
            raise Unreadable("it has no 'uri' of innograph's, so it was added elsewhere")
        entity = uri.removeprefix(ID)
        if entity in self.entities:
            raise Unreadable(f"another node is {entity} already")
        entries = evidence.parsed(element.said["evidence"]) if "evidence" in element.said else None
        self.nodes[element.id] = entity
        self.entities.add(entity)
        if entries is None:
            self._bare(entity, element)
        elif entries:
            self.has_claims = True
            self._described(entity, element, entries)

    def _bare(self, entity: str, element: Element) -> None:
        """A node without evidence: its class and label are all that is known."""
        label = element.said.get("name") or element.said.get("label", "")
        self.known[entity] = _Known(entity, element.place, self._written(element.said.get("type", "")), label)

    def _described(self, entity: str, element: Element, entries: list[dict[str, Any]]) -> None:
        first, *claims = entries
        if word(first, "entity") != entity:
            del self.nodes[element.id]
            self.entities.remove(entity)
            raise Unreadable(f"its evidence is that of {word(first, 'entity') or 'something else'}")
        known = _Known(entity, element.place, word(first, "class"), word(first, "label"))
        known.former = evidence.words(first, "was")
        self._changed(element, known)
        for claim in claims:
            self._claim(known, claim)
        self.known[entity] = known

    def _changed(self, element: Element, known: _Known) -> None:
        """Report what was changed on the node and is not taken over."""
        for key in ("label", "name"):
            shown = element.said.get(key, known.label)
            if shown != known.label:
                message = f"the {key} of {known.id} was changed to {shown!r}"
                hint = f"{known.label!r} is kept; change labels in a fact file"
                self._report(element, message, hint)
        shown = self._written(element.said.get("type", known.class_name))
        if shown != known.class_name:
            message = f"the type of {known.id} was changed to {element.said['type']!r}"
            self._report(element, message, f"{known.class_name} is kept; change it in a fact file")

    def _written(self, class_name: str) -> str:
        """The class as fact files have it: of one that follows by rule, the class below which it is."""
        if class_name in self.sections or class_name not in self.ontology.classes:
            return class_name
        above = self.ontology.classes[class_name].ancestors & self.sections.keys()
        return max(above, key=lambda name: len(self.ontology.classes[name].ancestors), default=class_name)

    def _claim(self, known: _Known, claim: dict[str, Any]) -> None:
        event, prop, credit = (word(claim, key) for key in ("event", "property", "credit"))
        basis = evidence.of_claim(claim)
        if event and not prop:
            known.events[event] = basis.cited
            return
        fact = (word(claim, "value"), word(claim, "scope"), word(claim, "datatype") or None)
        self._state((known.id, event, prop or credit, *fact), basis, known.place)

    # Edges

    def edge(self, element: Element) -> None:
        """Read an edge."""
        if "fact" not in element.said or "evidence" not in element.said:
            raise Unreadable("it has no evidence")
        about = self._about(element)
        entries = evidence.parsed(element.said["evidence"])
        bases = evidence.of_edge(entries)
        if not any(basis.is_curated for basis in bases.values()):
            self._pass_over(bases[""])
            return
        entity, event, relation, value = about
        if entity not in self.known:
            raise Unreadable(f"{entity} is kept out")
        for scope, basis in bases.items():
            if basis.is_curated:
                self._state((entity, event, relation, value, scope, None), basis, element.place)
        for rival, basis in evidence.rivals(entries).items():
            self._state((entity, event, relation, rival, "", None), basis, element.place)

    def _about(self, element: Element) -> tuple[str, str, str, str]:
        """Entity, event, relation and value of the fact of an edge, which must join what the edge joins."""
        subject, _, rest = element.said["fact"].partition(" ")
        relation, _, value = rest.partition(" ")
        source, target = self.nodes.get(element.source), self.nodes.get(element.target)
        if source is None or target is None:
            raise Unreadable("an end of it is kept out")
        if target != value or (subject != source and not subject.startswith(f"{source}/")):
            raise Unreadable(f"it was moved: its evidence is for '{element.said['fact']}'")
        return source, subject.removeprefix(source).lstrip("/"), relation, value

    def _pass_over(self, basis: Basis) -> None:
        if basis.imported:
            self.left_out["rest on imports alone"] += 1
        elif basis.by_rule:
            self.left_out["follow by rule from others"] += 1
        else:
            raise Unreadable("no passage in its evidence states it")

    def _state(self, claim: Claimed, basis: Basis, place: Place) -> None:
        """Note a claim; what two elements say of one claim is put together."""
        first, first_place = self.claims.setdefault(claim, (basis, place))
        if first is not basis:
            first.cited |= basis.cited
            if (first.rank, first.reason) != (basis.rank, basis.reason):
                message = f"'{' '.join(filter(None, claim[:4]))}' is ranked in two ways"
                hint = f"kept is how {first_place} has it: {first.rank or 'normal'}"
                self.findings.append(Finding(place, message, hint))

    def _report(self, element: Element, message: str, hint: str) -> None:
        self.findings.append(Finding(element.place, message, hint))

    # All together

    def restored(self) -> Restored:
        """The facts of all elements.

        Raises:
            FactsError: They are not as the ontology has them.
        """
        findings: list[Finding] = []
        facts = Facts()
        reader = Reader(self.ontology, facts, findings)
        self._settle_ranks()
        keys = self._keys()
        for known in self.known.values():
            reader.read(self._document(known, keys[known.id]))
        if findings:
            raise FactsError(sorted(set(findings)))
        return Restored(facts, self.findings, self.left_out, has_claims=self.has_claims)

    def _settle_ranks(self) -> None:
        """A claim that imports alone contradict has no rival among fact files, and so no rank."""
        rivals = Counter(claim[:3] for claim in self.claims)
        for claim, (basis, _) in self.claims.items():
            if basis.rank == "preferred" and rivals[claim[:3]] == 1:
                basis.rank = basis.reason = ""

    def _keys(self) -> dict[str, _Keys]:
        """By entity, what the claims about it and its events are, as facts of a fact file."""
        keys: dict[str, _Keys] = defaultdict(_Keys)
        for (entity, event, relation, value, scope, datatype), (basis, place) in self.claims.items():
            fact = basis.node(value, datatype, scope, place)
            keys[entity].of(event, is_credit=self._is_credit(relation))[relation].append(fact)
        return keys

    def _is_credit(self, relation: str) -> bool:
        """Whether it is the role of a credit; a property of the same name follows from credits by rule."""
        known = self.ontology.properties.get(relation)
        return relation in self.ontology.credit_roles and (known is None or known.follows_from_rule)

    def _document(self, known: _Known, keys: _Keys) -> Mapping:
        """The entity as a fact file of its own."""
        place = known.place
        described: dict[str, Node] = {}
        if known.id not in self.ontology.concepts:
            described["label"] = Scalar(known.label, place)
        if known.former:
            described["was"] = texts(known.former, place)
        described |= _sequences(keys.own, place)
        if keys.credits:
            described["credits"] = mapping(_sequences(keys.credits, place), place)
        events = {name: self._event(known, name, keys) for name in {**known.events, **keys.events}}
        if events:
            described["events"] = mapping(events, place)
        if not described:  # a concept, which the ontology describes
            return mapping({}, place)
        section = self.sections.get(known.class_name, known.class_name)
        return mapping({section: mapping({known.id: mapping(described, place)}, place)}, place)

    def _event(self, known: _Known, name: str, keys: _Keys) -> Mapping:
        cited = known.events.get(name, set())
        sources: dict[str, Node] = {"sources": texts(sorted(cited), known.place)} if cited else {}
        return mapping(sources | _sequences(keys.events[name], known.place), known.place)


def _sequences(facts: dict[str, list[Mapping]], place: Place) -> dict[str, Node]:
    return {relation: Sequence(tuple(nodes), place) for relation, nodes in facts.items()}
