"""What the provenance graph says about sources, passages, inferences, rankings and rules.

Terms: PROV-O (W3C Recommendation, 30 April 2013) for derivation, Web Annotation Vocabulary
(W3C Recommendation, 23 February 2017) for selectors, Dublin Core for the description.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Triple

from innograph.dataset import minting
from innograph.dataset.statements import LABEL, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode

    from innograph.dataset.rules import Rule
    from innograph.model import Citation, Claim, Facts, Inferred, Source
    from innograph.ontology import Ontology

DERIVED_FROM = minting.term("prov:wasDerivedFrom")


def describe(facts: Facts, ontology: Ontology, rules: Iterable[Rule]) -> Iterator[Triple]:
    """Every triple of the provenance graph."""
    for source in facts.sources.values():
        yield from _source(source, facts)
    for citation in _cited(facts):
        yield from _passage(citation, facts.sources[citation.source])
    for claim in facts.claims:
        if claim.inferred:
            yield from _inference(claim.inferred)
    yield from _rankings(facts.claims, ontology)
    for rule in rules:
        yield Triple(minting.rule(rule.name), TYPE, minting.term("Rule"))
        yield Triple(minting.rule(rule.name), LABEL, minting.text(rule.summary))
    yield Triple(minting.NAMED_GRAPHS["editorial"], TYPE, minting.term("Editorial"))
    yield Triple(minting.NAMED_GRAPHS["derived"], TYPE, minting.term("DerivedStatements"))


def _source(source: Source, facts: Facts) -> Iterator[Triple]:
    subject = minting.source(source.id)
    publisher = facts.entities[source.publisher]
    label = ": ".join(filter(None, [publisher.label, source.title]))
    yield Triple(subject, TYPE, minting.term("Source"))
    yield Triple(subject, LABEL, Literal(label))
    yield Triple(subject, minting.term("dcterms:publisher"), minting.entity(publisher.id))
    texts = {
        "dcterms:title": source.title,
        "dcterms:creator": source.author,
        "sourceKind": source.kind,
    }
    addresses = {"schema:url": source.url, "seenAt": source.seen_at}
    for name, words in texts.items():
        if words:
            yield Triple(subject, minting.term(name), Literal(words))
    for name, address in addresses.items():
        if address:
            yield Triple(subject, minting.term(name), Literal(address, datatype=minting.term("xsd:anyURI")))
    if source.published:
        yield Triple(subject, minting.term("dcterms:issued"), minting.value(source.published))
    for root in source.derived_from:
        yield Triple(subject, DERIVED_FROM, minting.source(root))


def _cited(facts: Facts) -> Iterable[Citation]:
    cited = {citation.passage: citation for claim in facts.claims for citation in claim.citations}
    cited |= {citation.passage: citation for event in facts.events.values() for citation in event.citations}
    return cited.values()


def _passage(citation: Citation, source: Source) -> Iterator[Triple]:
    passage = minting.passage(citation.passage)
    yield Triple(passage, TYPE, minting.term("Passage"))
    yield Triple(passage, DERIVED_FROM, minting.source(source.id))
    yield Triple(passage, minting.term("locatorKind"), Literal(source.locator))
    where = f"{source.locator} {citation.locator}" if citation.locator else "whole page"
    yield Triple(passage, LABEL, Literal(f"{source.id}, {where}"))
    if citation.locator is None:
        return
    yield Triple(passage, minting.term("locator"), Literal(citation.locator))
    yield from _selector(passage, f"{source.locator}={citation.locator}")
    digest = dict(source.digests).get(citation.locator)
    if digest:
        yield Triple(passage, minting.term("digest"), Literal(digest))


def _selector(passage: NamedNode, fragment: str) -> Iterator[Triple]:
    selector = minting.term("oa:hasSelector")
    node = type(passage)(f"{passage.value}/selector")
    yield Triple(passage, selector, node)
    yield Triple(node, TYPE, minting.term("oa:FragmentSelector"))
    yield Triple(node, minting.term("rdf:value"), Literal(fragment))


def _inference(inferred: Inferred) -> Iterator[Triple]:
    inference, premises = minting.inference(inferred.name), minting.premises(inferred.name)
    yield Triple(inference, TYPE, minting.term("Inference"))
    yield Triple(inference, LABEL, Literal(inferred.name.replace("-", " ")))
    yield Triple(inference, minting.term("reasoning"), minting.text(inferred.reasoning))
    yield Triple(inference, minting.term("premises"), premises)
    yield Triple(premises, TYPE, minting.term("PremiseSet"))


def _rankings(claims: Iterable[Claim], ontology: Ontology) -> Iterator[Triple]:
    claims = tuple(claims)
    rivals = Counter((claim.subject, claim.relation) for claim in claims)
    for claim in claims:
        name = ontology.credit_roles[claim.relation] if claim.is_credit else claim.relation
        contested = ontology.properties[name].single_valued and rivals[claim.subject, claim.relation] > 1
        if contested or claim.rank == "deprecated":
            yield from _ranking(claim, name)


def _ranking(claim: Claim, name: str) -> Iterator[Triple]:
    ranking = minting.ranking(claim)
    yield Triple(ranking, TYPE, minting.term("Ranking"))
    yield Triple(ranking, minting.term("subject"), minting.entity(claim.subject))
    yield Triple(ranking, minting.term("property"), minting.term(name))
    yield Triple(ranking, minting.term("value"), minting.value(claim.value))
    yield Triple(ranking, minting.term("rank"), minting.term(claim.rank))
    if claim.reason:
        yield Triple(ranking, minting.term("reason"), minting.text(claim.reason))
