"""Checks across fact files: links, sources, repeats, ranks and premises.

What one file shows by itself is checked while it is read; what needs the whole dataset
(shapes, evidence, duty of care) is checked by `innograph.validation`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from innograph.errors import near_matches
from innograph.model import Finding
from innograph.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.model import Citation, Claim, Facts, Inferred, Place, Premise, Source
    from innograph.ontology import Ontology

    Fact = tuple[str, str, str]


def check(facts: Facts, ontology: Ontology) -> Iterator[Finding]:
    """Every finding that needs more than one place of the fact files to be seen."""
    classes = {entity.id: entity.class_name for entity in facts.entities.values()}
    classes |= {event.id: event.class_name for event in facts.events.values()}
    classes |= ontology.concepts
    yield from _former_ids(facts)
    for claim in facts.claims:
        yield from _link(claim, classes, ontology)
    for source in facts.sources.values():
        yield from _source(source, facts, classes, ontology)
    for citation in _citations(facts):
        yield from _citation(citation, facts.sources)
    yield from _repeats(facts.claims)
    yield from _ranks(facts.claims, ontology)
    yield from _inferences(facts.claims)


def _former_ids(facts: Facts) -> Iterator[Finding]:
    taken = dict.fromkeys(facts.entities, "")
    for entity in facts.entities.values():
        for former in entity.former_ids:
            if former in taken:
                message = f"former id {former!r} is taken"
                yield Finding(entity.place, message, f"{ID}{former} can mean one thing only")
            taken[former] = entity.id


def _link(claim: Claim, classes: dict[str, str], ontology: Ontology) -> Iterator[Finding]:
    if claim.value.datatype is not None:
        return
    relation = ontology.credit_roles[claim.relation] if claim.is_credit else claim.relation
    wanted = ontology.properties[relation].classes
    yield from _known_entity(claim.value.text, wanted, claim.place, classes, ontology)


def _known_entity(
    entity: str, wanted: frozenset[str], place: Place, classes: dict[str, str], ontology: Ontology
) -> Iterator[Finding]:
    class_name = classes.get(entity)
    if class_name is None:
        near = near_matches(entity, classes)
        hint = f"did you mean {' or '.join(near)}?" if near else "describe it in some fact file"
        yield Finding(place, f"unknown entity {entity!r}", hint)
    elif not ontology.is_kind_of(class_name, wanted):
        expected = " or ".join(sorted(wanted))
        yield Finding(place, f"{entity} is of the class {class_name}", f"needed here: {expected}")


def _source(source: Source, facts: Facts, classes: dict[str, str], ontology: Ontology) -> Iterator[Finding]:
    if source.publisher:
        wanted = frozenset({"Organization"})
        yield from _known_entity(source.publisher, wanted, source.place, classes, ontology)
    for root in source.derived_from:
        if root not in facts.sources:
            yield _unknown_source(root, source.place, facts.sources)
    if source.id in _roots_above(source, facts.sources):
        yield Finding(source.place, f"source {source.id} derives from itself", "mend derived_from")


def _roots_above(source: Source, sources: dict[str, Source]) -> set[str]:
    found: set[str] = set()
    frontier = [source]
    while frontier:
        above = set(frontier.pop().derived_from) - found
        found |= above
        frontier.extend(sources[root] for root in above if root in sources)
    return found


def _citations(facts: Facts) -> Iterator[Citation]:
    for claim in facts.claims:
        yield from claim.citations
    for event in facts.events.values():
        yield from event.citations


def _citation(citation: Citation, sources: dict[str, Source]) -> Iterator[Finding]:
    source = sources.get(citation.source)
    if source is None:
        yield _unknown_source(citation.source, citation.place, sources)
    elif source.locator == "page" and citation.locator:
        message = f"{source.id} is cited as a whole page"
        yield Finding(citation.place, message, f"write {source.id}")
    elif source.locator != "page" and not citation.locator:
        message = f"{source.id} is cited by {source.locator}"
        yield Finding(citation.place, message, f"write {source.id}#… with the {source.locator}")
    elif source.locator == "line" and citation.locator not in dict(source.digests):
        message = f"line {citation.locator} of {source.id} has no digest"
        yield Finding(citation.place, message, f"add it under 'lines' of {source.id}")


def _unknown_source(name: str, place: Place, sources: dict[str, Source]) -> Finding:
    near = near_matches(name, sources)
    hint = f"did you mean {' or '.join(near)}?" if near else "describe it under 'sources:'"
    return Finding(place, f"unknown source {name!r}", hint)


def _repeats(claims: Iterable[Claim]) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (claim.subject, claim.is_credit, claim.relation, claim.value, claim.scope)
        first = seen.setdefault(key, claim)
        if first is not claim:
            message = f"{claim.relation} {claim.value.text} is given twice"
            yield Finding(claim.place, message, f"first at {first.place}; put all sources there")


def _ranks(claims: Iterable[Claim], ontology: Ontology) -> Iterator[Finding]:
    rivals: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.rank != "normal" and not claim.reason:
            yield Finding(claim.place, f"rank {claim.rank} without a reason", "add 'reason: …'")
        if not claim.is_credit and ontology.properties[claim.relation].single_valued:
            rivals[claim.subject, claim.relation].append(claim)
        elif claim.rank == "preferred":
            hint = "all values that are not deprecated are asserted; remove the rank"
            yield Finding(claim.place, f"{claim.relation} takes several values", hint)
    for (_, relation), group in rivals.items():
        yield from _preferred(relation, group)


def _preferred(relation: str, group: list[Claim]) -> Iterator[Finding]:
    preferred = [claim for claim in group if claim.rank == "preferred"]
    if len(group) == 1:
        if preferred:
            yield Finding(group[0].place, f"{relation} has no rival", "remove the rank and the reason")
        return
    if len(preferred) == 1:
        return
    values = ", ".join(claim.value.text for claim in preferred or group)
    message = f"{relation} has {len(group)} rival values and a tie of ranks: {values}"
    yield Finding(group[0].place, message, "give one of them 'rank: preferred' with a reason")


def _inferences(claims: Iterable[Claim]) -> Iterator[Finding]:
    stated = {_fact(claim): claim for claim in claims}
    decided = {_fact(claim)[:2] for claim in stated.values() if claim.rank == "preferred"}
    names: dict[str, Claim] = {}
    for claim in stated.values():
        if claim.inferred:
            first = names.setdefault(claim.inferred.name, claim)
            yield from _inference(claim, claim.inferred, first, stated)
            for premise in claim.inferred.premises:
                yield from _premise(premise, stated, decided)


def _fact(claim: Claim) -> Fact:
    return claim.subject, claim.relation, claim.value.text


def _premised(premise: Premise) -> Fact:
    return premise.subject, premise.relation, premise.value


def _inference(
    claim: Claim, inferred: Inferred, first: Claim, stated: dict[Fact, Claim]
) -> Iterator[Finding]:
    if first is not claim:
        message = f"inference {inferred.name!r} is given twice"
        yield Finding(inferred.place, message, f"first at {first.place}")
    if not inferred.premises:
        yield Finding(inferred.place, "an inference without premises", "list the facts it rests on")
    if _fact(claim) in _grounds(claim, stated):
        hint = "premises lead back to facts with sources"
        yield Finding(inferred.place, "an inference that rests on itself", hint)


def _grounds(claim: Claim, stated: dict[Fact, Claim]) -> set[Fact]:
    """The facts that a claim is inferred from, at once or by way of other inferences."""
    found: set[Fact] = set()
    frontier = [claim]
    while frontier:
        inferred = frontier.pop().inferred
        above = {_premised(premise) for premise in inferred.premises} - found if inferred else set()
        found |= above
        frontier.extend(stated[fact] for fact in above if fact in stated)
    return found


def _premise(premise: Premise, stated: dict[Fact, Claim], decided: set[tuple[str, str]]) -> Iterator[Finding]:
    found = stated.get(_premised(premise))
    if found is None:
        message = f"no fact '{' '.join(_premised(premise))}'"
        yield Finding(premise.place, message, "a premise is a fact of the fact files")
    elif found.inferred is None and not found.citations:
        yield Finding(premise.place, "a premise without a source", f"see {found.place}")
    elif found.rank == "deprecated" or (found.rank == "normal" and _fact(found)[:2] in decided):
        yield Finding(premise.place, "a premise that is not asserted", f"see {found.place}")
