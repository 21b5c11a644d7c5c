"""Rows → quads: what a row's passage says, what of it is asserted, and how the passage is described.

A group of rows that speak of one person is taken together, the newest first. Everything stands in
its row's passage. It is asserted too, unless the property has one value and there is one already: a
curated one, or a newer row's. A value that differs from the asserted one is then ranked below it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from innograph.agreement import agree
from innograph.imports import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.imports.description import Description
    from innograph.imports.rows import Row
    from innograph.imports.subjects import Subject
    from innograph.model import Value
    from innograph.ontology import Ontology

TYPE, LABEL = terms.known("rdf:type"), terms.known("rdfs:label")
EDITORIAL, PROVENANCE, DISPUTED = (terms.iri(name) for name in ("editorial", "provenance", "disputed"))
LESSER_REASON = {
    True: "A curated value is asserted.",
    False: "A newer import's value is asserted.",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A row, the import that it is of, and whom it speaks of."""

    row: Row
    described: Description
    subject: Subject

    @property
    def passage(self) -> str:
        """The IRI of the row's passage."""
        return terms.iri(f"passage/{source_id(self.described)}/{self.row.number}")


@dataclass(slots=True)
class Group:
    """The quads that rows about one person make, as text without the final full stop.

    Attributes:
        asserted: Triples of the default graph.
        quads: Triples of named graphs, each followed by its graph.
        labelled: What has its type and label.
    """

    asserted: dict[str, None] = field(default_factory=dict)
    quads: dict[str, None] = field(default_factory=dict)
    labelled: set[str] = field(default_factory=set)

    def state(self, triple: str, graph: str, *, asserted: bool = True) -> None:
        """Put a triple into a named graph, and into the default graph if it is asserted."""
        self.quads[f"{triple} {graph}"] = None
        if asserted:
            self.asserted[triple] = None

    def describe(self, node: str, /, **values: str) -> None:
        """Put triples about a node into the provenance graph; ``rdf__type`` stands for ``rdf:type``."""
        for name, value in values.items():
            self.quads[f"{node} {_provenance_term(name)} {value} {PROVENANCE}"] = None


@lru_cache
def _provenance_term(name: str) -> str:
    return terms.known(name.replace("__", ":"))


@lru_cache(maxsize=512)
def _property(name: str) -> str:
    return terms.known(name)


class Maker:
    """Makes the quads of groups of rows.

    Args:
        ontology: Says which properties have one value, and the labels of events.
        curated: For the subjects that rows were judged to speak of, the curated values: by subject
            and property, both IRIs in angle brackets, the values as terms.
        registry: Whether the Registry as a whole is a curated source, which its exports derive from.
    """

    def __init__(
        self, ontology: Ontology, curated: dict[tuple[str, str], list[str]], *, registry: bool
    ) -> None:
        self.single = {name for name, known in ontology.properties.items() if known.single_valued}
        self.kinds = ontology.event_kinds()
        self.labels = {slug: ontology.classes[name].label for slug, name in self.kinds.items()}
        self.curated = curated
        self.described = {subject for subject, _ in curated}
        self.registry = registry

    def group(self, members: Iterable[Told]) -> Group:
        """The quads of rows that speak of one person.

        Args:
            members: The rows, the newest first.
        """
        members = tuple(members)
        group = Group()
        known: dict[tuple[str, str], str] = {}
        for told in members:
            self._passage(group, told)
            if not self._is_exonerated(members):
                continue
            self._structure(group, told)
            for fact in told.row.facts:
                if fact.relation != "event":
                    subject = terms.iri(told.subject.of(fact.about))
                    self._fact(group, told, (subject, fact.relation), fact.value, known)
        return group

    def _is_exonerated(self, members: tuple[Told, ...]) -> bool:
        """Whether a row, or the curated case, has an exoneration; else nothing is said of the person."""
        case = terms.iri(members[0].subject.case)
        return case in self.described or any("exoneration/1" in told.row.events for told in members)

    def _fact(
        self, group: Group, told: Told, key: tuple[str, str], value: Value, known: dict[tuple[str, str], str]
    ) -> None:
        subject, relation = key
        name, stated = _property(relation), terms.of_value(value)
        if relation not in self.single:
            group.state(f"{subject} {name} {stated}", told.passage)
            return
        curated = self.curated.get((subject, name), [])
        standing = curated[0] if curated else known.setdefault(key, stated)
        group.state(f"{subject} {name} {stated}", told.passage, asserted=not curated and standing == stated)
        if standing != stated and not agree(terms.parsed(standing), terms.parsed(stated)):
            group.quads[f"{subject} {name} {standing} {DISPUTED}"] = None
            self._rank(group, (subject, relation, standing), "preferred")
            self._rank(group, (subject, relation, stated), "normal", LESSER_REASON[bool(curated)])

    def _rank(self, group: Group, claim: tuple[str, str, str], rank: str, reason: str = "") -> None:
        subject, relation, value = claim
        key = quote(terms.text_of(value), safe="/")
        ranking = terms.iri(f"ranking/{terms.text_of(subject)}/{relation}/{key}")
        group.describe(
            ranking,
            rdf__type=terms.known("Ranking"),
            subject=subject,
            property=_property(relation),
            value=value,
            rank=terms.known(rank),
        )
        if reason:
            group.describe(ranking, reason=terms.english(reason))

    def _structure(self, group: Group, told: Told) -> None:
        """The person, the case and its events: what ties them, their types and labels."""
        row, subject = told.row, told.subject
        person, case = terms.iri(subject.person), terms.iri(subject.case)
        group.state(f"{case} {_property('exoneree')} {person}", told.passage)
        self._editorial(group, person, "Person", row.name)
        self._editorial(group, case, "Case", f"{row.name} case")
        for event in row.events:
            kind = event.partition("/")[0]
            node = terms.iri(subject.of(event))
            group.state(f"{case} {_property('event')} {node}", told.passage)
            self._editorial(group, node, self.kinds[kind], self._event_label(row, event, kind))

    def _event_label(self, row: Row, event: str, kind: str) -> str:
        """As curated events are labelled; a wrongful conviction's label carries its end."""
        parts = [f"{row.name} case: {self.labels[kind]}", row.first(event, "date")]
        if kind == "wrongful-conviction":
            parts.append(f"exonerated {row.first('exoneration/1', 'date')[:4]}".rstrip())
        return ", ".join(filter(None, parts))

    def _editorial(self, group: Group, node: str, class_name: str, label: str) -> None:
        if node in self.described or node in group.labelled:
            return
        group.labelled.add(node)
        group.state(f"{node} {TYPE} {terms.known(class_name)}", EDITORIAL)
        group.state(f"{node} {LABEL} {terms.literal(label)}", EDITORIAL)

    def _passage(self, group: Group, told: Told) -> None:
        number, source = str(told.row.number), source_id(told.described)
        group.describe(
            told.passage,
            rdf__type=terms.known("Passage"),
            rdfs__label=terms.literal(f"{told.described.name}, row {number}"),
            prov__wasDerivedFrom=terms.iri(f"source/{source}"),
            locatorKind=terms.literal("row"),
            locator=terms.literal(number),
            oa__hasSelector=f"{told.passage[:-1]}/selector>",
        )
        group.describe(
            f"{told.passage[:-1]}/selector>",
            rdf__type=terms.known("oa:FragmentSelector"),
            rdf__value=terms.literal(f"row={number}"),
        )

    def source(self, described: Description) -> Group:
        """The quads that describe the file that an import was made from."""
        group, node = Group(), terms.iri(f"source/{source_id(described)}")
        group.describe(
            node,
            rdf__type=terms.known("ImportedFile"),
            rdfs__label=terms.literal(f"{described.title}: {described.name}"),
            dcterms__title=terms.literal(f"{described.file}, imported as {described.name}"),
            sourceKind=terms.literal("dataset"),
            digest=terms.literal(described.digest),
        )
        group.describe(node, rdf__type=terms.known("Source"))
        if described.publisher:
            group.describe(node, dcterms__publisher=terms.iri(described.publisher))
        elif described.publisher_name:
            publisher = terms.iri(f"source/{source_id(described)}/publisher")
            group.describe(node, dcterms__publisher=publisher)
            group.describe(
                publisher,
                rdf__type=terms.known("Organization"),
                rdfs__label=terms.literal(described.publisher_name),
            )
        if described.snapshot:
            group.describe(node, dcterms__issued=terms.literal(described.snapshot, "xsd:date"))
        if described.kind == "nre" and self.registry:
            group.describe(node, prov__wasDerivedFrom=terms.iri("source/registry"))
        return group


def source_id(described: Description) -> str:
    """The id of an import as a source: ``nre-DIGEST``."""
    return f"{described.kind}-{described.short}"


def lines(group: Group) -> Iterator[str]:
    """The group's quads as lines of N-Quads."""
    yield from (f"{triple} .\n" for triple in group.asserted)
    yield from (f"{quad} .\n" for quad in group.quads)
