"""Facts as they would be without some of their sources.

Facts whose only passages fall go, and with them events and inferences that nothing supports any
more; rivals are ranked again. What the duty of care asks for holds here too: a conviction goes with
its exoneration, a perpetrator with the admission, a person portrayed with the outcome.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from innograph.errors import UnknownNameError
from innograph.independence import go_back
from innograph.model import Facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from innograph.model import Citation, Claim, Entity
    from innograph.ontology import Ontology

    Fact = tuple[str, str, str]

# A claim of the first property needs one of the second about its value.
NEEDED = {"perpetrator": "admission", "portrays": "outcome"}
REASON = (
    "What was preferred fell with its sources; of what remains, no claim has more independent sources, "
    "and of those that have as many this one stands first."
)
CONVICTION, EXONERATION = "WrongfulConviction", "Exoneration"


def known_sources(facts: Facts, named: Iterable[str]) -> frozenset[str]:
    """The ids of the sources that are named, by id or IRI.

    Raises:
        UnknownNameError: There is no such source; near ones are offered.
    """
    found = set()
    for name in named:
        source = name.strip("<>").rpartition("source/")[2].removeprefix("id:")
        if source not in facts.sources:
            raise UnknownNameError("source", name, facts.sources, "`innograph ask sources-by-use` lists them")
        found.add(source)
    return frozenset(found)


def falling(facts: Facts, excluded: Collection[str]) -> frozenset[str]:
    """The sources that fall with the excluded ones: these, and all that only repeat them."""
    kept = {
        source.id: set(source.derived_from) - {source.id}
        for source in facts.sources.values()
        if source.id not in excluded
    }
    return frozenset(source for source in facts.sources if go_back(kept, [source]) <= set(excluded))


def without(facts: Facts, ontology: Ontology, excluded: Collection[str]) -> Facts:
    """The facts that remain when sources fall.

    Args:
        facts: Checked facts.
        ontology: Which properties have one value.
        excluded: Ids of sources; those that only repeat them fall too.
    """
    fallen = falling(facts, excluded)
    rest = Facts(
        entities=facts.entities,
        events={
            key: replace(event, citations=_kept(event.citations, fallen))
            for key, event in facts.events.items()
        },
        sources={
            source.id: replace(source, derived_from=tuple(s for s in source.derived_from if s not in fallen))
            for source in facts.sources.values()
            if source.id not in fallen
        },
        claims=[replace(claim, citations=_kept(claim.citations, fallen)) for claim in facts.claims],
    )
    rest.claims = [claim for claim in rest.claims if claim.citations or claim.inferred]
    rest.events = {key: event for key, event in rest.events.items() if event.citations}
    size = -1
    while size != len(rest.claims):
        size = len(rest.claims)
        _settle(rest, ontology, facts.events)
    rest.entities = _mentioned(rest, facts)
    return rest


def _settle(rest: Facts, ontology: Ontology, events: Collection[str]) -> None:
    """Rank again, and drop what the remaining facts do not carry."""
    rest.claims = _ranked_again(rest, ontology)
    _drop_lone_convictions(rest)
    gone = set(events) - rest.events.keys()
    asserted = _asserted(rest)
    rest.claims = [
        claim for claim in rest.claims if claim.subject not in gone and _is_carried(claim, asserted)
    ]


def _kept(citations: tuple[Citation, ...], fallen: Collection[str]) -> tuple[Citation, ...]:
    return tuple(citation for citation in citations if citation.source not in fallen)


def _ranked_again(rest: Facts, ontology: Ontology) -> list[Claim]:
    rivals: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in rest.claims:
        if not claim.is_credit and ontology.properties[claim.relation].single_valued:
            rivals[claim.subject, claim.relation].append(claim)
    chosen = {id(best): best for group in rivals.values() if (best := _best(group, rest))}
    return [
        replace(
            claim,
            rank="preferred",
            reason=REASON,
        )
        if id(claim) in chosen
        else claim
        for claim in rest.claims
    ]


def _best(group: list[Claim], rest: Facts) -> Claim | None:
    """The claim to prefer where the preferred one fell: the one with most independent sources.

    Of several it is the first of the fact file; None where nothing is to be decided.
    """
    able = [claim for claim in group if claim.rank != "deprecated"]
    if len(group) == 1 or not able or any(claim.rank == "preferred" for claim in group):
        return None
    above = {source.id: set(source.derived_from) for source in rest.sources.values()}
    return max(able, key=lambda claim: len(go_back(above, (citation.source for citation in claim.citations))))


def _drop_lone_convictions(rest: Facts) -> None:
    exonerated = {event.case for event in rest.events.values() if event.class_name == EXONERATION}
    rest.events = {
        key: event
        for key, event in rest.events.items()
        if event.class_name != CONVICTION or event.case in exonerated
    }


def _is_carried(claim: Claim, asserted: set[Fact]) -> bool:
    """Whether the premises of the claim, and what care asks for, are among what is asserted."""
    if claim.inferred:
        return all((p.subject, p.relation, p.value) in asserted for p in claim.inferred.premises)
    needed = NEEDED.get(claim.relation)
    return not needed or any(fact[:2] == (claim.value.text, needed) for fact in asserted)


def _asserted(rest: Facts) -> set[Fact]:
    """What is asserted, as premises name it."""
    decided = {(claim.subject, claim.relation) for claim in rest.claims if claim.rank == "preferred"}
    return {
        (claim.subject, claim.relation, claim.value.text)
        for claim in rest.claims
        if claim.rank == "preferred"
        or (claim.rank == "normal" and (claim.subject, claim.relation) not in decided)
    }


def _mentioned(rest: Facts, facts: Facts) -> dict[str, Entity]:
    """The entities but those of which the facts spoke and no longer speak."""
    spoken = _names(facts) - _names(rest)
    return {key: entity for key, entity in facts.entities.items() if key not in spoken}


def _names(facts: Facts) -> set[str]:
    """The ids that claims, events and sources name."""
    claimed = {name for claim in facts.claims for name in (claim.subject, claim.value.text)}
    cases = {event.case for event in facts.events.values()}
    return claimed | cases | {source.publisher for source in facts.sources.values()}
