"""The dataset as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Quad, RdfFormat

from innograph import ontology as vocabulary
from innograph import resources
from innograph.dataset import disputes, minting, provenance, rules, statements
from innograph.serialization import serialized

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import Literal, NamedNode, Triple

    from innograph.model import Claim, Facts, Place
    from innograph.ontology import Ontology


@dataclass(frozen=True)
class Dataset:
    """An RDF dataset without blank nodes, and where its statements were written.

    Attributes:
        quads: All quads, in the order of their N-Quads lines.
        places: Where in the fact files a subject, a subject's property, or a statement stands,
            by one, two or three terms.
        counts: How many entities, facts, sources, passages and so on there are.
    """

    quads: tuple[Quad, ...]
    places: dict[tuple[NamedNode | Literal, ...], Place]
    counts: dict[str, int]

    @cached_property
    def nquads(self) -> bytes:
        """The dataset as N-Quads, sorted by line: the same bytes on every machine."""
        return serialized(self.quads, RdfFormat.N_QUADS)

    def graph(self, name: NamedNode | DefaultGraph) -> set[Triple]:
        """The triples of one graph."""
        return {quad.triple for quad in self.quads if quad.graph_name == name}


def build(facts: Facts, ontology: Ontology) -> Dataset:
    """The dataset that *facts* make.

    Every triple of the default graph also stands in a passage, the editorial graph, an inference
    or a rule.

    Raises:
        OntologyError: The alignments or a rule cannot be used.
    """
    rulebook = rules.load()
    standing = statements.asserted(facts, ontology)
    vocabularies = tuple(_vocabularies(ontology))
    asserted = _asserted(facts, ontology, standing)
    made = rules.apply(rulebook, [*_in(DefaultGraph(), asserted), *vocabularies])
    default = asserted | set().union(*made.values())

    def falling(accepted: list[Claim]) -> set[Triple]:
        """What would not be asserted if only the accepted claims stood."""
        left = _asserted(facts, ontology, accepted)
        remade = rules.apply(rulebook, [*_in(DefaultGraph(), left), *vocabularies])
        return default - left - set().union(*remade.values())

    graphs = minting.NAMED_GRAPHS
    quads = {
        *vocabularies,
        *_evidence(facts, ontology, standing),
        *_in(DefaultGraph(), default),
        *_in(graphs["derived"], falling([claim for claim in standing if not claim.inferred])),
        *_in(graphs["disputed"], falling(disputes.undisputed(standing, facts, ontology))),
        *_in(graphs["provenance"], provenance.describe(facts, ontology, rulebook)),
        *(quad for name, triples in made.items() for quad in _in(minting.rule(name), triples)),
    }
    lines = serialized(quads, RdfFormat.N_QUADS).splitlines(keepends=True)
    ordered = tuple(quad for _, quad in sorted(zip(lines, quads, strict=True)))
    return Dataset(ordered, _places(facts, ontology), _counts(facts, quads))


def _asserted(facts: Facts, ontology: Ontology, standing: list[Claim]) -> set[Triple]:
    triples = {triple for claim in standing for triple in statements.of_claim(claim, facts, ontology)}
    triples |= {statements.of_event(event) for event in facts.events.values()}
    return triples | set(statements.editorial(facts, ontology, standing))


def _evidence(facts: Facts, ontology: Ontology, standing: list[Claim]) -> Iterator[Quad]:
    yield from _in(minting.NAMED_GRAPHS["editorial"], statements.editorial(facts, ontology, standing))
    for claim in facts.claims:
        triples = tuple(statements.of_claim(claim, facts, ontology))
        for citation in claim.citations:
            yield from _in(minting.passage(citation.passage), triples)
        if claim.inferred:
            yield from _in(minting.inference(claim.inferred.name), triples)
            yield from _in(minting.premises(claim.inferred.name), _premises(claim, facts, ontology))
    for event in facts.events.values():
        for citation in event.citations:
            yield from _in(minting.passage(citation.passage), [statements.of_event(event)])


def _premises(claim: Claim, facts: Facts, ontology: Ontology) -> Iterator[Triple]:
    named = {
        (premise.subject, premise.relation, premise.value)
        for premise in (claim.inferred.premises if claim.inferred else ())
    }
    for other in facts.claims:
        if (other.subject, other.relation, other.value.text) in named:
            yield from statements.of_claim(other, facts, ontology)


def _vocabularies(ontology: Ontology) -> Iterator[Quad]:
    yield from _in(minting.NAMED_GRAPHS["ontology"], ontology.triples)
    alignments = vocabulary.read_turtle(resources.alignments())
    yield from _in(minting.NAMED_GRAPHS["alignments"], alignments)


def _in(graph: NamedNode | DefaultGraph, triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def _places(facts: Facts, ontology: Ontology) -> dict[tuple[NamedNode | Literal, ...], Place]:
    places: dict[tuple[NamedNode | Literal, ...], Place] = {}
    for entity in facts.entities.values():
        places[(minting.entity(entity.id),)] = entity.place
    for event in facts.events.values():
        places[(minting.entity(event.id),)] = event.place
    for source in facts.sources.values():
        places[(minting.source(source.id),)] = source.place
    for claim in facts.claims:
        for subject, predicate, value in statements.of_claim(claim, facts, ontology):
            for key in ((subject, predicate, value), (subject, predicate), (subject,)):
                places.setdefault(key, claim.place)
    return places


def _counts(facts: Facts, quads: Collection[Quad]) -> dict[str, int]:
    publishers = {source.publisher for source in facts.sources.values()}
    used = {claim.value.text for claim in facts.claims} | {claim.subject for claim in facts.claims}
    only_publishers = {
        entity.id
        for entity in facts.entities.values()
        if entity.class_name == "Publisher" and entity.id in publishers - used
    }
    credits_ = {(c.subject, c.relation, c.value) for c in facts.claims if c.is_credit}
    on_events = {claim.subject for claim in facts.claims} & facts.events.keys()
    plain = [c for c in facts.claims if not c.is_credit and c.subject not in on_events]
    return {
        "entities": len(facts.entities) - len(only_publishers),
        "facts": len(plain) + len(credits_) + len(facts.events),
        "credits": len(credits_),
        "events": len(facts.events),
        "sources": len(facts.sources),
        "passages": len({c.passage for claim in facts.claims for c in claim.citations}),
        "quads": len(quads),
    }
