"""Which of the asserted claims no other claim contradicts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from innograph.agreement import agree, folded
from innograph.dataset import minting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.model import Claim, Facts, Premise
    from innograph.ontology import Ontology


def undisputed(standing: Iterable[Claim], facts: Facts, ontology: Ontology) -> list[Claim]:
    """Those of the claims that no rival value of the same property disagrees with.

    An inference is disputed where one of its premises is.
    """
    standing = tuple(standing)
    names = _names(facts, standing)
    rivals = _rivals(facts, ontology)

    def is_disputed(claim: Claim) -> bool:
        value = minting.value(claim.value)
        others = (minting.value(rival.value) for rival in rivals[claim.subject, claim.relation])
        return any(not agree(value, other, lambda name: names[folded(name)]) for other in others)

    fallen = {_key(claim) for claim in standing if is_disputed(claim)}
    return [claim for claim in standing if _key(claim) not in fallen and not fallen & _premises(claim)]


def _rivals(facts: Facts, ontology: Ontology) -> dict[tuple[str, str], list[Claim]]:
    """The claims about each property that has one value."""
    rivals: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in facts.claims:
        if not claim.is_credit and ontology.properties[claim.relation].single_valued:
            rivals[claim.subject, claim.relation].append(claim)
    return rivals


def _names(facts: Facts, standing: Iterable[Claim]) -> dict[str, set[str]]:
    """The IRIs of the entities by their labels and aliases."""
    names: dict[str, set[str]] = defaultdict(set)
    for entity in facts.entities.values():
        names[folded(entity.label)].add(minting.entity(entity.id).value)
    for claim in standing:
        if claim.relation == "alias":
            names[folded(claim.value.text)].add(minting.entity(claim.subject).value)
    return names


def _key(claim: Claim | Premise) -> tuple[str, str, str]:
    value = claim.value if isinstance(claim.value, str) else claim.value.text
    return claim.subject, claim.relation, value


def _premises(claim: Claim) -> set[tuple[str, str, str]]:
    return set(map(_key, claim.inferred.premises)) if claim.inferred else set()
