"""How the passages of a text speak of what the facts name: by name, by family name, by kind."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from innograph import occurrence
from innograph.occurrence import name_in
from innograph.ontology import Index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from innograph.model import Claim, Facts
    from innograph.ontology import Ontology

NAMING = ("alias", "title")
PERSON = frozenset(["Person"])
WORK = frozenset(["Work"])


class Mentions:
    """Where the values of claims occur in the lines of texts.

    An entity occurs by its label, an alias or a title. A text names a person in full once and then
    by family name; so a family name counts where another line of the text has the full name, and
    names nobody else of that family name. A text also speaks of "the series": that counts for the
    work of this kind that the text names most often.

    Args:
        facts: The facts, for names.
        ontology: The ontology, for names of concepts and kinds.
        lines: For each source's id, the lines of its text.
    """

    def __init__(self, facts: Facts, ontology: Ontology, lines: Mapping[str, list[str]]) -> None:
        self.facts = facts
        self.ontology = ontology
        self.lines = lines
        self.index = Index(ontology.triples)
        self.names: dict[str, list[str]] = defaultdict(list)
        for claim in facts.claims:
            if claim.relation in NAMING and not claim.is_credit:
                self.names[claim.subject].append(claim.value.text)
        for entity in facts.entities.values():
            if entity.label:
                self.names[entity.id].append(entity.label)
        for concept in ontology.concepts:
            for predicate in ("rdfs:label", "skos:altLabel"):
                self.names[concept] += self.index.all(f"id:{concept}", predicate)
        self._people_in_full = cache(self._in_full)
        self._work_most_named = cache(self._most_named)

    def of(self, claim: Claim, source: str, line: str) -> str:
        """How the claim's value occurs in the line of the source; empty if it does not."""
        if claim.value.datatype is not None:
            return occurrence.value_in(claim.value, line)
        entity = claim.value.text
        named = next((name for name in self.names[entity] if name_in(name, line)), "")
        return named or self._by_family_name(entity, source, line) or self._by_kind(entity, source, line)

    def _by_family_name(self, entity: str, source: str, line: str) -> str:
        if not self._is(entity, PERSON):
            return ""
        for name in self.names[entity]:
            family = occurrence.family_name(name)
            if family != name and name_in(family, line) and self._people_in_full(family, source) == {entity}:
                return f"{family} ({name} in another line)"
        return ""

    def _in_full(self, family: str, source: str) -> set[str]:
        """The people of a family name whom the source's text names in full."""
        return {
            entity
            for entity in self.facts.entities
            if self._is(entity, PERSON)
            and any(
                occurrence.family_name(name) == family
                and any(name_in(name, line) for line in self.lines[source])
                for name in self.names[entity]
            )
        }

    def _by_kind(self, entity: str, source: str, line: str) -> str:
        if not self._is(entity, WORK):
            return ""
        class_name = self.facts.entities[entity].class_name
        kinds = [*self.index.all(class_name, "rdfs:label"), *self.index.all(class_name, "skos:altLabel")]
        spoken = occurrence.mentions(kinds, line)
        return spoken if spoken and self._work_most_named(class_name, source) == entity else ""

    def _most_named(self, class_name: str, source: str) -> str:
        """The entity of the class that most lines of the source's text name."""
        rivals = [each.id for each in self.facts.entities.values() if each.class_name == class_name]
        counted = sorted((self._lines_that_name(rival, source), rival) for rival in rivals)
        return counted[-1][1] if counted and counted[-1][0] else ""

    def _lines_that_name(self, entity: str, source: str) -> int:
        return sum(any(name_in(name, line) for name in self.names[entity]) for line in self.lines[source])

    def _is(self, entity: str, classes: frozenset[str]) -> bool:
        known = self.facts.entities.get(entity)
        return known is not None and self.ontology.is_kind_of(known.class_name, classes)
