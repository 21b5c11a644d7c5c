"""The only place that mints IRIs.

An IRI is an id under ``https://w3id.org/innograph/id/``, never a name: names repeat and change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from innograph.namespaces import DERIVED, DISPUTED, ID, ONTOLOGY, PROVENANCE, term

if TYPE_CHECKING:
    from innograph.model import Claim, Value

NAMED_GRAPHS = {
    "editorial": NamedNode(f"{ID}editorial"),
    "provenance": PROVENANCE,
    "derived": DERIVED,
    "disputed": DISPUTED,
    "ontology": ONTOLOGY,
    "alignments": NamedNode("https://w3id.org/innograph/alignments"),
}


def entity(name: str) -> NamedNode:
    """The IRI of an entity or an event, from its id."""
    return NamedNode(ID + name)


def value(given: Value) -> NamedNode | Literal:
    """The RDF term that a value of a fact file is."""
    if given.datatype is None:
        return entity(given.text)
    return Literal(given.text, datatype=term(given.datatype))


def text(words: str) -> Literal:
    """A text in our own words, in English."""
    return Literal(words, language="en")


def source(name: str) -> NamedNode:
    """The IRI of a source, from its id."""
    return entity(f"source/{name}")


def passage(name: str) -> NamedNode:
    """The IRI of a passage, which is also its named graph's."""
    return entity(f"passage/{name}")


def credit(claim: Claim) -> NamedNode:
    """The IRI of a credit: person/work/role."""
    return entity(f"credit/{claim.value.text}/{claim.subject}/{claim.relation}")


def inference(name: str) -> NamedNode:
    """The IRI of an inference, which is also its named graph's."""
    return entity(f"inference/{name}")


def premises(name: str) -> NamedNode:
    """The IRI of the named graph that holds an inference's premises."""
    return entity(f"inference/{name}/premises")


def rule(name: str) -> NamedNode:
    """The IRI of a rule, which is also its named graph's."""
    return entity(f"rule/{name}")


def ranking(claim: Claim) -> NamedNode:
    """The IRI of the ranking of a claim: subject/relation/value."""
    key = quote(claim.value.text, safe="/")
    return entity(f"ranking/{claim.subject}/{claim.relation}/{key}")
