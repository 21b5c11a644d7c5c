"""Claims → triples, and which of them are asserted."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Triple

from innograph.care import END_KINDS
from innograph.dataset import minting
from innograph.namespaces import LABEL, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.model import Claim, Entity, Event, Facts
    from innograph.ontology import Ontology


def asserted(facts: Facts, ontology: Ontology) -> list[Claim]:
    """The claims that the default graph asserts.

    Of rival values of a single-valued property that is the preferred one; of other properties
    all that are not deprecated.
    """
    rivals = Counter((claim.subject, claim.relation) for claim in facts.claims)

    def stands(claim: Claim) -> bool:
        single = not claim.is_credit and ontology.properties[claim.relation].single_valued
        if single and rivals[claim.subject, claim.relation] > 1:
            return claim.rank == "preferred"
        return claim.rank != "deprecated"

    return [claim for claim in facts.claims if stands(claim)]


def of_claim(claim: Claim, facts: Facts, ontology: Ontology) -> Iterator[Triple]:
    """The triples that state a claim: one, or those of a credit."""
    if not claim.is_credit:
        subject, relation = minting.entity(claim.subject), term(claim.relation)
        yield Triple(subject, relation, minting.value(claim.value))
        return
    credit = minting.credit(claim)
    yield Triple(credit, term(_holder(claim, facts, ontology)), minting.value(claim.value))
    yield Triple(credit, term("work"), minting.entity(claim.subject))
    yield Triple(credit, term("role"), minting.entity(f"role/{claim.relation}"))
    if claim.scope:
        yield Triple(credit, term("scope"), Literal(claim.scope))


def of_event(event: Event) -> Triple:
    """The triple that says that a case has an event."""
    return Triple(minting.entity(event.case), term("event"), minting.entity(event.id))


def editorial(facts: Facts, ontology: Ontology, standing: Iterable[Claim]) -> Iterator[Triple]:
    """Types, labels and former ids of all that is described, and the concepts with their matches."""
    standing = tuple(standing)
    for entity in facts.entities.values():
        yield from _described(entity, ontology)
    for event_id, label in event_labels(facts, ontology, standing).items():
        yield Triple(minting.entity(event_id), TYPE, term(facts.events[event_id].class_name))
        yield Triple(minting.entity(event_id), LABEL, Literal(label))
    for claim in standing:
        if claim.is_credit:
            yield Triple(minting.credit(claim), TYPE, term("Credit"))
            yield Triple(minting.credit(claim), LABEL, Literal(_credit_label(claim, facts)))
    yield from _concepts(ontology)


def event_labels(facts: Facts, ontology: Ontology, standing: Iterable[Claim]) -> dict[str, str]:
    """A label for each event: its case, kind and date; a wrongful conviction's carries its end."""
    dates = {claim.subject: claim.value.text for claim in standing if claim.relation == "date"}
    by_case: dict[str, list[Event]] = defaultdict(list)
    for event in facts.events.values():
        by_case[event.case].append(event)
    return {
        event.id: ", ".join(
            filter(
                None,
                [
                    f"{facts.entities[event.case].label}: {ontology.classes[event.class_name].label}",
                    dates.get(event.id, ""),
                    _end(by_case[event.case], dates) if event.class_name == "WrongfulConviction" else "",
                ],
            )
        )
        for event in facts.events.values()
    }


def _end(events: list[Event], dates: dict[str, str]) -> str:
    """How the last event that ends a conviction ended it: ``"exonerated 2008"``."""
    order = list(END_KINDS)
    ends = [event for event in events if event.class_name in order]
    rank = {event.id: (order.index(event.class_name), dates.get(event.id, ""), event.id) for event in ends}
    last = max(ends, key=lambda event: rank[event.id], default=None)
    if last is None:
        return ""
    return f"{END_KINDS[last.class_name]} {dates.get(last.id, '')[:4]}".rstrip()


def _described(entity: Entity, ontology: Ontology) -> Iterator[Triple]:
    subject = minting.entity(entity.id)
    if entity.id not in ontology.concepts:
        yield Triple(subject, TYPE, term(entity.class_name))
        yield Triple(subject, LABEL, Literal(entity.label))
    for former in entity.former_ids:
        yield Triple(subject, term("dcterms:replaces"), minting.entity(former))


def _concepts(ontology: Ontology) -> Iterator[Triple]:
    described = {minting.entity(concept) for concept in ontology.concepts}
    schemes = {triple.object for triple in ontology.triples if triple.predicate == term("skos:inScheme")}
    own = term("").value
    for triple in ontology.triples:
        if triple.subject in described | schemes and not triple.predicate.value.startswith(own):
            yield triple


def _holder(claim: Claim, facts: Facts, ontology: Ontology) -> str:
    holder = facts.entities[claim.value.text].class_name
    return "person" if "Person" in ontology.kinds_of(holder) else "organization"


def _credit_label(claim: Claim, facts: Facts) -> str:
    holder, work = facts.entities[claim.value.text], facts.entities[claim.subject]
    return f"{holder.label}, {claim.relation.replace('-', ' ')} of {work.label}"
