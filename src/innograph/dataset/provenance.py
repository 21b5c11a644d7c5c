"""What the provenance graph says about sources, passages, inferences, rankings and rules.

Terms: PROV-O (W3C Recommendation, 30 April 2013) for derivation, Web Annotation Vocabulary
(W3C Recommendation, 23 February 2017) for selectors, Dublin Core for the description.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Triple

from innograph.dataset import minting
from innograph.namespaces import DERIVED_FROM, LABEL, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode

    from innograph.dataset.rules import Rule
    from innograph.model import Citation, Claim, Facts, Inferred, Source
    from innograph.ontology import Ontology


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
        yield Triple(minting.rule(rule.name), TYPE, term("Rule"))
        yield Triple(minting.rule(rule.name), LABEL, minting.text(rule.summary))
    yield Triple(minting.NAMED_GRAPHS["editorial"], TYPE, term("Editorial"))
    yield Triple(minting.NAMED_GRAPHS["derived"], TYPE, term("DerivedStatements"))
    yield Triple(minting.NAMED_GRAPHS["disputed"], TYPE, term("DisputedStatements"))


def _source(source: Source, facts: Facts) -> Iterator[Triple]:
    subject = minting.source(source.id)
    publisher = facts.entities[source.publisher]
    label = ": ".join(filter(None, [publisher.label, source.title]))
    yield Triple(subject, TYPE, term("Source"))
    yield Triple(subject, LABEL, Literal(label))
    yield Triple(subject, term("dcterms:publisher"), minting.entity(publisher.id))
    texts = {
        "dcterms:title": source.title,
        "dcterms:creator": source.author,
        "sourceKind": source.kind,
        "textFile": source.text,
    }
    addresses = {"schema:url": source.url, "seenAt": source.seen_at}
    for name, words in texts.items():
        if words:
            yield Triple(subject, term(name), Literal(words))
    for name, address in addresses.items():
        if address:
            yield Triple(subject, term(name), Literal(address, datatype=term("xsd:anyURI")))
    if source.published:
        yield Triple(subject, term("dcterms:issued"), minting.value(source.published))
    for root in source.derived_from:
        yield Triple(subject, DERIVED_FROM, minting.source(root))


def _cited(facts: Facts) -> Iterable[Citation]:
    cited = {citation.passage: citation for claim in facts.claims for citation in claim.citations}
    cited |= {citation.passage: citation for event in facts.events.values() for citation in event.citations}
    return cited.values()


def _passage(citation: Citation, source: Source) -> Iterator[Triple]:
    passage = minting.passage(citation.passage)
    yield Triple(passage, TYPE, term("Passage"))
    yield Triple(passage, DERIVED_FROM, minting.source(source.id))
    yield Triple(passage, term("locatorKind"), Literal(source.locator))
    where = f"{source.locator} {citation.locator}" if citation.locator else "whole page"
    yield Triple(passage, LABEL, Literal(f"{source.id}, {where}"))
    if citation.locator is None:
        return
    yield Triple(passage, term("locator"), Literal(citation.locator))
    yield from _selector(passage, f"{source.locator}={citation.locator}")
    digest = dict(source.digests).get(citation.locator)
    if digest:
        yield Triple(passage, term("digest"), Literal(digest))


def _selector(passage: NamedNode, fragment: str) -> Iterator[Triple]:
    selector = term("oa:hasSelector")
    node = type(passage)(f"{passage.value}/selector")
    yield Triple(passage, selector, node)
    yield Triple(node, TYPE, term("oa:FragmentSelector"))
    yield Triple(node, term("rdf:value"), Literal(fragment))


def _inference(inferred: Inferred) -> Iterator[Triple]:
    inference, premises = minting.inference(inferred.name), minting.premises(inferred.name)
    yield Triple(inference, TYPE, term("Inference"))
    yield Triple(inference, LABEL, Literal(inferred.name.replace("-", " ")))
    yield Triple(inference, term("reasoning"), minting.text(inferred.reasoning))
    yield Triple(inference, term("premises"), premises)
    yield Triple(premises, TYPE, term("PremiseSet"))


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
    yield Triple(ranking, TYPE, term("Ranking"))
    yield Triple(ranking, term("subject"), minting.entity(claim.subject))
    yield Triple(ranking, term("property"), term(name))
    yield Triple(ranking, term("value"), minting.value(claim.value))
    yield Triple(ranking, term("rank"), term(claim.rank))
    if claim.reason:
        yield Triple(ranking, term("reason"), minting.text(claim.reason))
