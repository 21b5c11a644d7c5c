"""Nodes of one fact file → entities, events and claims, by the ontology."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from innograph.errors import near_matches
from innograph.facts import citing, values
from innograph.facts.document import Mapping, Node, Scalar, Sequence
from innograph.facts.sources import read_source
from innograph.model import Claim, Entity, Event, Facts, Finding, Inferred, Premise, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Described

    from innograph.model import Place, Source
    from innograph.ontology import Ontology, Property

RANKS = ("preferred", "normal", "deprecated")
FACT_KEYS = (
    "value", "values", "about", "within", "sources", "inferred", "rank", "reason", "reviewed", "scope",
)  # fmt: skip
INFERRED_KEYS = ("name", "reasoning", "premises")
PREMISE_WORDS = 3
RESERVED_IDS = frozenset(
    [
        "asserted",
        "editorial",
        "provenance",
        "derived",
        "source",
        "passage",
        "credit",
        "inference",
        "rule",
        "ranking",
    ]
)
ORDINAL_PATTERN = re.compile(r"[1-9][0-9]*")
NOT_A_FACT = "write {value: …, sources: [...]}, or a list of such"


class _Subject(NamedTuple):
    """What facts are read for: an entity or an event, and its class."""

    id: str
    class_name: str


class Reader:
    """Adds what fact files say to *facts*, and what is wrong with them to *findings*."""

    def __init__(self, ontology: Ontology, facts: Facts, findings: list[Finding]) -> None:
        self.ontology = ontology
        self.facts = facts
        self.findings = findings
        self.sections = ontology.sections()
        self.event_kinds = ontology.event_kinds()

    def read(self, document: Mapping) -> None:
        """Read one fact file."""
        for key, node in document.entries:
            class_name = self.sections.get(key.text)
            if class_name is None:
                self._unknown("section", key, self.sections)
            elif not isinstance(node, Mapping):
                self._report(node.place, "a section holds ids with their facts", "write 'id:' lines")
            else:
                self._section(class_name, node)

    def _section(self, class_name: str, section: Mapping) -> None:
        for key, node in section.entries:
            if not values.ID_PATTERN.fullmatch(key.text):
                hint = "ids are lower-case words joined by hyphens: liz-garbus"
                self._report(key.place, f"{key.text!r} cannot be an id", hint)
            elif not isinstance(node, Mapping):
                self._report(node.place, f"{key.text} has no keys", "give it a label at least")
            elif class_name == "Source":
                self._source(key, node)
            else:
                self._entity(class_name, key, node)

    def _source(self, key: Scalar, node: Mapping) -> None:
        if self._is_new(key, self.facts.sources):
            self.facts.sources[key.text] = read_source(key, node, self.findings)

    def _entity(self, class_name: str, key: Scalar, node: Mapping) -> None:
        if not self._is_new(key, self.facts.entities) or not self._is_free(key, class_name):
            return
        keys = {entry.text: value for entry, value in node.entries}
        self.facts.entities[key.text] = Entity(
            id=key.text,
            class_name=class_name,
            label=self._label(key, keys.get("label")),
            place=key.place,
            former_ids=tuple(self._ids(self._texts(keys.get("was")))),
        )
        self._facts_of(_Subject(key.text, class_name), node, ("label", "was"))

    def _label(self, key: Scalar, node: Node | None) -> str:
        if node is None and key.text in self.ontology.concepts:
            return ""
        if not isinstance(node, Scalar):
            self._report(node.place if node else key.place, f"{key.text} has no label", "add 'label: …'")
            return key.text
        return self._text(node)

    def _facts_of(self, subject: _Subject, node: Mapping, structural: tuple[str, ...]) -> None:
        known = self.ontology.properties_of(subject.class_name)
        nested = {
            "credits": (self._credits, self.ontology.has_credits(subject.class_name)),
            "events": (self._events, self.ontology.has_events(subject.class_name)),
        }
        for key, value in node.entries:
            read_nested, applies = nested.get(key.text, (None, False))
            if key.text in structural:
                continue
            if read_nested and applies:
                read_nested(subject, value)
            elif key.text in known:
                self._property(subject, known[key.text], value)
            else:
                allowed = [*known, *structural, *(name for name, (_, fits) in nested.items() if fits)]
                self._unknown_property(subject, key, allowed)

    def _property(self, subject: _Subject, known: Property, node: Node) -> None:
        for fact in self._fact_nodes(node):
            self.facts.claims.extend(self._claims(subject.id, known, fact))

    def _credits(self, subject: _Subject, node: Node) -> None:
        roles = self.ontology.credit_roles
        for key, value in self._entries(node, "a role with its facts"):
            if key.text in roles:
                shortcut = self.ontology.properties[roles[key.text]]
                for fact in self._fact_nodes(value):
                    self.facts.claims.extend(self._claims(subject.id, shortcut, fact, role=key.text))
            else:
                self._unknown("role of a credit", key, roles)

    def _events(self, subject: _Subject, node: Node) -> None:
        for key, value in self._entries(node, "an event such as 'release/1'"):
            kind, _, ordinal = key.text.partition("/")
            if kind not in self.event_kinds:
                self._unknown("kind of event", key, self.event_kinds)
            elif not ORDINAL_PATTERN.fullmatch(ordinal):
                self._report(key.place, f"event {key.text!r} has no ordinal", f"write '{kind}/1'")
            elif isinstance(value, Mapping):
                self._event(subject, key, self.event_kinds[kind], value)
            else:
                self._report(value.place, f"event {key.text} has no facts", "give it a date, or sources")

    def _event(self, case: _Subject, key: Scalar, class_name: str, node: Mapping) -> None:
        event_id = f"{case.id}/{key.text}"
        own = {entry.text: value for entry, value in node.entries}.get("sources")
        before = len(self.facts.claims)
        self._facts_of(_Subject(event_id, class_name), node, ("sources",))
        cited = [citing.read(own, self.findings)] if own else []
        cited += [claim.citations for claim in self.facts.claims[before:]]
        by_passage = {citation.passage: citation for citations in cited for citation in citations}
        if not by_passage:
            self._report(
                key.place, f"event {key.text} has no source", "add a dated fact, or 'sources: [...]'"
            )
        self.facts.events[event_id] = Event(
            event_id, class_name, case.id, key.place, tuple(by_passage.values())
        )

    def _claims(
        self, subject: str, known: Property, fact: Mapping, role: str | None = None
    ) -> Iterator[Claim]:
        keys = {key.text: node for key, node in fact.entries}
        for key, _ in fact.entries:
            if key.text not in FACT_KEYS or (key.text == "scope" and not role):
                self._unknown("key of a fact", key, FACT_KEYS if role else FACT_KEYS[:-1])
        citations = citing.read(keys.get("sources"), self.findings)
        inferred = self._inferred(keys.get("inferred"))
        reviewed = citing.read_reviews(keys.get("reviewed"), citations, self.findings)
        self._one_basis(fact.place, keys)
        for value, place in self._values(known, fact.place, keys):
            yield Claim(
                subject=subject,
                relation=role or known.name,
                value=value,
                place=place,
                citations=citations,
                is_credit=role is not None,
                rank=self._rank(keys.get("rank")),
                reason=self._text(keys.get("reason")),
                scope=self._text(keys.get("scope")),
                inferred=inferred,
                reviewed=reviewed,
            )

    def _one_basis(self, place: Place, keys: dict[str, Node]) -> None:
        if "sources" not in keys and "inferred" not in keys:
            self._report(place, "a fact without a source", "add 'sources: [...]'")
        elif "sources" in keys and "inferred" in keys:
            self._report(
                place, "both sources and an inference", "a fact that a source states needs no inference"
            )

    def _values(self, known: Property, place: Place, keys: dict[str, Node]) -> Iterator[tuple[Value, Place]]:
        given = [key for key in ("value", "values", "about") if key in keys]
        if "within" in keys and given in (["value"], ["values"]):
            self._report(keys["within"].place, "'within' belongs to 'about'", "remove it, or write 'about:'")
        if len(given) != 1:
            message = " and ".join(given) + " exclude one another" if given else "a fact without a value"
            self._report(place, message, "write 'value:', 'values:' or 'about:' with 'within:'")
            return
        if given == ["about"]:
            yield from self._approximate(known, keys)
            return
        node = keys[given[0]]
        items = list(self._texts(node)) if given == ["values"] else [node]
        if isinstance(node, Sequence) and not node.items:
            self._report(node.place, "an empty list", "write the values, or remove the fact")
        for item in items:
            if not isinstance(item, Scalar):
                self._report(item.place, "a value is one text", "put several into 'values: [...]'")
                continue
            try:
                yield values.parse(item.text, known), item.place
            except values.WrongValue as wrong:
                self._report(item.place, f"{known.name}: {wrong.message}", wrong.hint)

    def _approximate(self, known: Property, keys: dict[str, Node]) -> Iterator[tuple[Value, Place]]:
        about, within = keys["about"], keys.get("within")
        if not isinstance(about, Scalar) or not isinstance(within, Scalar):
            self._report(
                about.place, "'about' needs 'within'", "write {about: 50, within: 5, sources: [...]}"
            )
            return
        try:
            yield values.approximate(about.text, within.text, known), about.place
        except values.WrongValue as wrong:
            self._report(about.place, f"{known.name}: {wrong.message}", wrong.hint)

    def _rank(self, node: Node | None) -> str:
        if node is None:
            return "normal"
        if isinstance(node, Scalar) and node.text in RANKS:
            return node.text
        text = node.text if isinstance(node, Scalar) else "a list"
        self._report(node.place, f"unknown rank {text!r}", f"write {', '.join(RANKS[:-1])} or {RANKS[-1]}")
        return "normal"

    def _inferred(self, node: Node | None) -> Inferred | None:
        if node is None:
            return None
        keys = {key.text: value for key, value in self._entries(node, "name, reasoning and premises")}
        missing = [key for key in INFERRED_KEYS if key not in keys]
        if missing:
            self._report(node.place, f"an inference without {missing[0]}", "see docs/fact-format.md")
        return Inferred(
            name=next(self._ids([keys["name"]] if "name" in keys else []), ""),
            reasoning=self._text(keys.get("reasoning")),
            premises=tuple(self._premises(keys.get("premises"))),
            place=node.place,
        )

    def _premises(self, node: Node | None) -> Iterator[Premise]:
        for item in self._texts(node):
            parts = item.text.split(maxsplit=2)
            if len(parts) == PREMISE_WORDS:
                subject, relation, value = parts
                yield Premise(subject, relation, value, item.place)
            else:
                self._report(item.place, f"{item.text!r} is not a premise", "write 'subject property value'")

    def _fact_nodes(self, node: Node) -> Iterator[Mapping]:
        items = node.items if isinstance(node, Sequence) else (node,)
        if not items:
            self._report(node.place, "an empty list", NOT_A_FACT)
        for item in items:
            if isinstance(item, Mapping):
                yield item
            else:
                self._report(item.place, "a fact without a source", NOT_A_FACT)

    def _entries(self, node: Node, expected: str) -> tuple[tuple[Scalar, Node], ...]:
        if isinstance(node, Mapping):
            return node.entries
        self._report(node.place, f"expected {expected}", "see docs/fact-format.md")
        return ()

    def _texts(self, node: Node | None) -> Iterator[Scalar]:
        items = node.items if isinstance(node, Sequence) else [node] if node else []
        for item in items:
            if isinstance(item, Scalar) and isinstance(node, Sequence):
                yield item
            else:
                self._report(item.place, "expected a list of texts", "write [one, two]")

    def _ids(self, nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, Scalar) and values.ID_PATTERN.fullmatch(node.text):
                yield node.text
            else:
                text = f"{node.text!r}" if isinstance(node, Scalar) else "this"
                hint = "ids are lower-case words joined by hyphens: liz-garbus"
                self._report(node.place, f"{text} cannot be an id", hint)

    def _text(self, node: Node | None) -> str:
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self._report(node.place, "expected one text", "see docs/fact-format.md")
            return ""
        try:
            values.check_text(node.text)
        except values.WrongValue as wrong:
            self._report(node.place, wrong.message, wrong.hint)
        return node.text

    def _is_new(self, key: Scalar, described: Described[str, Entity] | Described[str, Source]) -> bool:
        first = described.get(key.text)
        if first is None:
            return True
        self._report(key.place, f"{key.text} is described twice", f"first at {first.place}")
        return False

    def _is_free(self, key: Scalar, class_name: str) -> bool:
        """Whether the id neither means a term of the ontology of another class nor one of our graphs."""
        concept = self.ontology.concepts.get(key.text, class_name)
        if concept != class_name:
            self._report(key.place, f"{key.text} is of the class {concept}", "the ontology describes it")
        elif key.text.partition("/")[0] in RESERVED_IDS:
            self._report(key.place, f"{key.text} is an id that innograph uses itself", "choose another")
        else:
            return True
        return False

    def _unknown_property(self, subject: _Subject, key: Scalar, allowed: list[str]) -> None:
        known = self.ontology.properties.get(key.text)
        if known and known.follows_from_rule:
            hint = "it follows by rule: write what it follows from, such as a credit"
            self._report(key.place, f"{key.text} is never written", hint)
        else:
            self._unknown(f"property of {subject.class_name}", key, allowed)

    def _unknown(self, kind: str, key: Scalar, known: Iterable[str]) -> None:
        names = sorted(known)
        near = near_matches(key.text, names)
        hint = f"did you mean {' or '.join(near)}?" if near else "known are " + ", ".join(names)
        self._report(key.place, f"unknown {kind} {key.text!r}", hint)

    def _report(self, place: Place, message: str, hint: str) -> None:
        self.findings.append(Finding(place, message, hint))
