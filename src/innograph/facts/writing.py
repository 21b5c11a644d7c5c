"""Facts → the text of a fact file, as curators write them: by section, entity, property, event.

Read again, it gives the same facts. Order is settled: sections and properties as in the ontology,
entities by their ids, citations by their marks. Claims of one property with the same sources stand
together under ``values``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from innograph.facts.values import APPROXIMATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from innograph.model import Citation, Claim, Entity, Event, Facts, Inferred, Source
    from innograph.ontology import Ontology

    Keys = list[tuple[str, str | list[str]]]  # a list of lines is a block

WIDTH = 120
STEP = "  "
HEAD = "# yaml-language-server: $schema=facts.schema.json\n"
# What YAML 1.1 and 1.2 read as a text of these very characters, in braces and brackets too.
PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f][\w\u00c0-\u024f ./()'’&$%+–-]*(?<! )")
ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # YAML 1.2.2, sections 5.1 and 5.4
NOT_TEXTS = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|nan|inf)")


def written(facts: Facts, ontology: Ontology) -> str:
    """The text of a fact file that holds the facts, in UTF-8 when it is written.

    Args:
        facts: Entities, events, claims and sources; ids in them may be of what other files describe.
        ontology: What they are in terms of.
    """
    writer = _Writer(facts, ontology)
    return "".join([HEAD, *(f"{line}\n" for line in writer.lines())])


class _Writer:
    def __init__(self, facts: Facts, ontology: Ontology) -> None:
        self.facts = facts
        self.ontology = ontology
        self.claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in facts.claims:
            self.claims[claim.subject].append(claim)
        self.events: dict[str, list[Event]] = defaultdict(list)
        for event in facts.events.values():
            self.events[event.case].append(event)

    def lines(self) -> Iterator[str]:
        for section, class_name in self.ontology.sections().items():
            described = sorted(
                entity.id for entity in self.facts.entities.values() if entity.class_name == class_name
            )
            if described:
                yield from ("", f"{section}:")
            for number, entity in enumerate(described):
                yield from [""] if number else []
                yield from _indented(self._entity(self.facts.entities[entity]))
        if self.facts.sources:
            yield from ("", "sources:")
            for source in sorted(self.facts.sources):
                yield from _indented(_source(self.facts.sources[source]))

    def _entity(self, entity: Entity) -> Iterator[str]:
        yield f"{entity.id}:"
        if entity.label:
            yield f"{STEP}label: {_text(entity.label)}"
        if entity.former_ids:
            yield f"{STEP}was: {_list(entity.former_ids)}"
        claims = self.claims[entity.id]
        yield from _indented(self._properties([claim for claim in claims if not claim.is_credit]))
        yield from _indented(_nested("credits", _by_relation(claim for claim in claims if claim.is_credit)))
        yield from _indented(_nested("events", self._history(entity)))

    def _properties(self, claims: Sequence[Claim]) -> Iterator[str]:
        order = {name: at for at, name in enumerate(self.ontology.properties)}
        yield from _by_relation(sorted(claims, key=lambda claim: order[claim.relation]))

    def _history(self, case: Entity) -> Iterator[str]:
        order = {name: at for at, name in enumerate(self.ontology.classes)}
        events = sorted(self.events[case.id], key=lambda each: (order[each.class_name], int(each.ordinal)))
        for event in events:
            claims = self.claims[event.id]
            cited = {citation.passage for claim in claims for citation in claim.citations}
            own = [citation for citation in event.citations if citation.passage not in cited]
            yield f"{event.id.removeprefix(f'{case.id}/')}:"
            if own:
                yield f"{STEP}sources: {_citations(own)}"
            yield from _indented(self._properties(claims))


def _nested(key: str, lines: Iterator[str]) -> Iterator[str]:
    held = list(lines)
    yield from [f"{key}:", *_indented(held)] if held else []


def _by_relation(claims: Iterable[Claim]) -> Iterator[str]:
    """The claims, those of one property or role together."""
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[claim.relation].append(claim)
    for relation, group in grouped.items():
        facts = list(_facts(group))
        if len(facts) == 1:
            yield from _keyed(relation, facts[0])
        else:
            yield f"{relation}:"
            for fact in facts:
                yield from _indented(_item(fact))


def _facts(claims: list[Claim]) -> Iterator[Keys]:
    """The keys of each fact; claims that differ in nothing but their value make one."""

    def rest(claim: Claim) -> tuple[object, ...]:
        alone = claim.value.text if claim.inferred or claim.value.datatype == APPROXIMATE else ""
        return (_citations(claim.citations), claim.rank, claim.reason, claim.scope, claim.reviewed, alone)

    ordered = sorted(claims, key=lambda claim: (str(rest(claim)), claim.value.text))
    groups = [list(group) for _, group in groupby(ordered, key=rest)]
    for group in sorted(groups, key=lambda group: (group[0].rank != "preferred", group[0].value.text)):
        yield [*_value(group), *_basis(group[0])]


def _value(group: list[Claim]) -> Keys:
    value = group[0].value
    if value.datatype == APPROXIMATE:
        about, within = value.text.split("±")
        return [("about", about), ("within", within)]
    texts = [_literal(claim.value.text, claim.value.datatype) for claim in group]
    if len(texts) > 1:
        short = sum(map(len, texts)) < WIDTH - 40
        return [("values", f"[{', '.join(texts)}]" if short else [f"- {text}" for text in texts])]
    return [("value", _long(value.text) if value.datatype == "xsd:string" else texts[0])]


def _basis(claim: Claim) -> Keys:
    keys: Keys = [("sources", _citations(claim.citations))] if claim.citations else []
    if claim.inferred:
        keys.append(("inferred", list(_inferred(claim.inferred))))
    if claim.rank != "normal" or claim.reason:
        keys.append(("rank", claim.rank))
    if claim.reason:
        keys.append(("reason", _long(claim.reason)))
    if claim.scope:
        keys.append(("scope", _long(claim.scope)))
    if claim.reviewed:
        keys.append(
            ("reviewed", [f'"{key.replace("/", "#")}": {_text(words)}' for key, words in claim.reviewed])
        )
    return keys


def _inferred(inferred: Inferred) -> Iterator[str]:
    yield f"name: {inferred.name}"
    yield from _keys([("reasoning", _long(inferred.reasoning))])
    yield "premises:"
    for premise in inferred.premises:
        yield f"{STEP}- {_text(f'{premise.subject} {premise.relation} {premise.value}')}"


def _source(source: Source) -> Iterator[str]:
    texts = {
        "title": source.title, "publisher": source.publisher, "author": source.author,
        "published": source.published.text if source.published else "", "url": source.url,
        "seen_at": source.seen_at, "kind": source.kind, "locator": source.locator,
    }  # fmt: skip
    unquoted = ("published",)
    yield f"{source.id}:"
    for key, text in texts.items():
        if text:
            yield f"{STEP}{key}: {text if key in unquoted else _text(text)}"
    if source.derived_from:
        yield f"{STEP}derived_from: {_list(source.derived_from)}"
    if source.text:
        yield f"{STEP}text: {_text(source.text)}"
    digests = (f'"{line}": "{digest}"' for line, digest in source.digests)
    yield from _indented(_nested("lines", digests))


def _keyed(key: str, fact: Keys) -> Iterator[str]:
    flow = _flow(fact)
    if flow and len(f"{STEP * 3}{key}: {flow}") <= WIDTH:
        yield f"{key}: {flow}"
    else:
        yield f"{key}:"
        yield from _indented(_keys(fact))


def _item(fact: Keys) -> Iterator[str]:
    flow = _flow(fact)
    if flow and len(f"{STEP * 4}- {flow}") <= WIDTH:
        yield f"- {flow}"
    else:
        first, *others = _keys(fact)
        yield f"- {first}"
        yield from _indented(others)


def _flow(fact: Keys) -> str:
    """The fact in braces on one line; nothing where it has a block."""
    if any(isinstance(text, list) for _, text in fact):
        return ""
    return "{" + ", ".join(f"{key}: {text}" for key, text in fact) + "}"


def _keys(fact: Keys) -> Iterator[str]:
    for key, text in fact:
        if isinstance(text, str):
            yield f"{key}: {text}"
        else:
            fold = text[0] == ">-"
            yield f"{key}: >-" if fold else f"{key}:"
            yield from _indented(text[1:] if fold else text)


def _citations(citations: Iterable[Citation]) -> str:
    marks = (f"{each.source}#{each.locator}" if each.locator else each.source for each in citations)
    return _list(sorted(marks))


def _list(texts: Iterable[str]) -> str:
    """Ids and marks in brackets; they need no quotes."""
    return f"[{', '.join(texts)}]"


def _literal(text: str, datatype: str | None) -> str:
    return _text(text) if datatype == "xsd:string" else text


def _long(text: str) -> str | list[str]:
    """The text on one line; one that is too long, folded."""
    if len(text) <= WIDTH - 20 or text != " ".join(text.split()) or ESCAPED.search(text):
        return _text(text)
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= WIDTH - 16:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return [">-", *lines]


def _text(text: str) -> str:
    """The text as YAML, in quotes unless it is read as itself without them."""
    plain = PLAIN.fullmatch(text) and not NOT_TEXTS.fullmatch(text)
    if plain:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"{STEP}{line}" if line else line for line in lines)
