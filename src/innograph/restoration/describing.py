"""What GraphML cannot carry: sources, from the fact files that are at hand, and the rest in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING

from innograph import facts as fact_files
from innograph import ontology as vocabulary
from innograph import resources
from innograph.errors import counted
from innograph.facts.care import check_names
from innograph.facts.checking import check
from innograph.facts.writing import written
from innograph.restoration.restoring import restore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from innograph.model import Claim, Facts, Finding
    from innograph.restoration.restoring import Restored

LOST = (
    "not in GraphML, so not restored: entities that are no nodes, such as statistics and remarks;"
    " which file a fact stood in, order and comments"
)


@dataclass(frozen=True, slots=True)
class RestoredFacts:
    """The curated facts that a GraphML file carries, with the descriptions of their sources.

    Attributes:
        facts: The facts.
        text: The same as a fact file, in YAML.
        findings: What was kept out of the file, what of it was changed, and what `innograph check`
            finds in the facts, each with its place.
        notes: What GraphML does not carry, and where what is there besides comes from.
    """

    facts: Facts
    text: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


def restored_facts(file: IO[bytes], name: str, folder: Path) -> RestoredFacts:
    """The curated facts of node and edge classes that GraphML of the network carries.

    Args:
        file: GraphML that `innograph export` wrote, or another program after it.
        name: The file's name as messages show it.
        folder: The folder of facts that describes the sources.

    Raises:
        FactsError: What the file says is no fact by the ontology, or *folder* has findings.
        ImportFileError: It is no GraphML of innograph's.
        UnknownNameError: There is no such folder.
    """
    ontology = vocabulary.load()
    restored = restore(file, name, ontology)
    known = fact_files.load(folder, ontology)
    facts, unknown = described(restored.facts, known)
    findings = {*restored.findings, *check(facts, ontology), *check_names(facts, folder)}
    notes = _notes(restored, facts, unknown, folder)
    return RestoredFacts(facts, written(facts, ontology), tuple(sorted(findings)), tuple(notes))


def described(restored: Facts, known: Facts) -> tuple[Facts, list[str]]:
    """Restored facts with the descriptions of the sources that they cite.

    Args:
        restored: Facts without sources.
        known: Facts of a folder.

    Returns:
        The facts with those sources, what these derive from, and the organizations that publish
        them and are not among the facts, without what is known of them; and why reviewed citations
        support their facts. Then the ids of cited sources that *known* does not describe.
    """
    cited = {citation.source for claim in restored.claims for citation in claim.citations}
    cited |= {citation.source for event in restored.events.values() for citation in event.citations}
    wanted = _with_roots(cited, known)
    sources = {name: source for name, source in known.sources.items() if name in wanted}
    publishers = {source.publisher for source in sources.values()} - restored.entities.keys()
    entities = {name: entity for name, entity in known.entities.items() if name in publishers}
    facts = replace(
        restored,
        entities=restored.entities | entities,
        sources=sources,
        claims=list(_reviewed(restored.claims, known.claims)),
    )
    return facts, sorted(cited - sources.keys())


def _reviewed(claims: Iterable[Claim], known: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, with the reviews that known ones of the same words have of the same passages."""
    reviews = {_key(claim): claim.reviewed for claim in known if claim.reviewed}
    for claim in claims:
        passages = {citation.passage for citation in claim.citations}
        reviewed = tuple(each for each in reviews.get(_key(claim), ()) if each[0] in passages)
        yield replace(claim, reviewed=reviewed) if reviewed else claim


def _key(claim: Claim) -> tuple[str, str, str, str]:
    return claim.subject, claim.relation, claim.value.text, claim.scope


def _with_roots(cited: Iterable[str], known: Facts) -> set[str]:
    """The sources, and those that they derive from."""
    found: set[str] = set()
    frontier = set(cited)
    while frontier:
        name = frontier.pop()
        found.add(name)
        if name in known.sources:
            frontier |= set(known.sources[name].derived_from) - found
    return found


def _notes(restored: Restored, facts: Facts, unknown: list[str], folder: Path) -> Iterator[str]:
    sizes = (
        counted(len(restored.facts.entities), "entity"),
        counted(len(restored.facts.events), "event"),
        counted(len(restored.facts.claims), "claim"),
    )
    yield f"restored {', '.join(sizes)}"
    shown = fact_files.shown(folder)
    yield f"{counted(len(facts.sources), 'source')} cited: described, and citations reviewed, as in {shown}"
    lists = [name for name in resources.NAME_LISTS if (folder / name).is_file()]
    if lists:
        yield f"put {' and '.join(lists)} of {shown} beside the file, for 'innograph check'"
    if unknown:
        yield f"described nowhere: {', '.join(unknown)}; describe them under 'sources:'"
    if not restored.has_claims:
        yield "the nodes carry no evidence, so only facts that are edges are restored"
    for reason, number in sorted(restored.left_out.items()):
        yield f"{counted(number, 'edge')} left out that {reason}"
    yield LOST
