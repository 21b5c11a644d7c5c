"""The namespaces, and the terms that several modules look for."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import NamedNode

INNO = "https://w3id.org/innograph/ontology#"
ID = "https://w3id.org/innograph/id/"
PREFIXES = {
    "inno": INNO,
    "id": ID,
    "cause": f"{ID}cause/",
    "factor": f"{ID}factor/",
    "role": f"{ID}role/",
    "scheme": f"{ID}scheme/",
    "theme": f"{ID}theme/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def term(name: str) -> NamedNode:
    """The IRI of a prefixed name; a bare name is a term of the ontology."""
    prefix, _, local = name.rpartition(":")
    return NamedNode(PREFIXES[prefix or "inno"] + local)


def compact(iri: str) -> str:
    """A known IRI as a prefixed name, ours as ``id:…`` or ``inno:…``; any other as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


@lru_cache(4096)
def shorten(iri: str) -> str:
    """A term of the ontology by its bare name, any other IRI as `compact` gives it."""
    return compact(iri).removeprefix("inno:")


TYPE = term("rdf:type")
LABEL = term("rdfs:label")
DERIVED_FROM = term("prov:wasDerivedFrom")

# Named graphs
ONTOLOGY = NamedNode("https://w3id.org/innograph/ontology")
PROVENANCE = NamedNode(f"{ID}provenance")
DERIVED = NamedNode(f"{ID}derived")
DISPUTED = NamedNode(f"{ID}disputed")
CREDIT_SHORTCUT = NamedNode(f"{ID}rule/credit-shortcut")
