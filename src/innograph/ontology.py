"""What the ontology says that the program needs to know: `ontology.ttl` as Python values."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from innograph import resources
from innograph.errors import OntologyError
from innograph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import Triple

WORK_PROPERTY = "work"
EVENT_PROPERTY = "event"


@dataclass(frozen=True, slots=True)
class OntologyClass:
    """A class; *section* is its key in fact files, empty where it is not written by hand."""

    name: str
    label: str
    section: str
    ancestors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Property:
    """A property; domains and ranges are names of classes or datatypes such as ``"xsd:date"``."""

    name: str
    label: str
    definition: str
    domains: frozenset[str]
    ranges: frozenset[str]
    single_valued: bool
    follows_from_rule: bool

    @property
    def datatypes(self) -> frozenset[str]:
        """The datatypes among the ranges."""
        return frozenset(name for name in self.ranges if is_datatype(name))

    @property
    def classes(self) -> frozenset[str]:
        """The classes among the ranges."""
        return self.ranges - self.datatypes


@dataclass(frozen=True, slots=True)
class Ontology:
    """The terms of the ontology by name, and the concepts that it describes by id.

    Attributes:
        credit_roles: For each role a credit may name, its shortcut property.
        concepts: For each concept's id, the name of its class.
    """

    classes: dict[str, OntologyClass]
    properties: dict[str, Property]
    credit_roles: dict[str, str]
    concepts: dict[str, str]
    triples: tuple[Triple, ...]

    def kinds_of(self, class_name: str) -> frozenset[str]:
        """The class itself and every class above it."""
        return self.classes[class_name].ancestors | {class_name}

    def is_kind_of(self, class_name: str, classes: frozenset[str]) -> bool:
        """Whether instances of the class are instances of one of *classes*."""
        return bool(self.kinds_of(class_name) & classes)

    def sections(self) -> dict[str, str]:
        """The class described under each top-level key of a fact file."""
        return {known.section: name for name, known in self.classes.items() if known.section}

    def properties_of(self, class_name: str) -> dict[str, Property]:
        """The properties that may be written for instances of the class."""
        kinds = self.kinds_of(class_name)
        return {
            name: known
            for name, known in self.properties.items()
            if known.domains & kinds and not known.follows_from_rule and name != EVENT_PROPERTY
        }

    def event_kinds(self) -> dict[str, str]:
        """The class of each kind of event, by its key: ``conditional-release``."""
        event = self.properties[EVENT_PROPERTY].classes
        return {
            slug(name): name
            for name, known in self.classes.items()
            if known.ancestors & event and name not in event
        }

    def has_credits(self, class_name: str) -> bool:
        """Whether instances of the class can be credited works."""
        return self.is_kind_of(class_name, self.properties[WORK_PROPERTY].classes)

    def has_events(self, class_name: str) -> bool:
        """Whether instances of the class have a history of events."""
        return self.is_kind_of(class_name, self.properties[EVENT_PROPERTY].domains)


class Index:
    """The triples of a Turtle file by subject and predicate, names shortened."""

    def __init__(self, triples: tuple[Triple, ...]) -> None:
        self.objects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            if isinstance(triple.subject, NamedNode):
                self.objects[shorten(triple.subject.value)][shorten(triple.predicate.value)].append(
                    _shortened(triple.object)
                )

    def all(self, subject: str, predicate: str) -> list[str]:
        """The values of a predicate, in the file's order."""
        return self.objects[subject].get(predicate, [])

    def one(self, subject: str, predicate: str) -> str:
        """The first value of a predicate; empty if there is none."""
        values = self.all(subject, predicate)
        return values[0] if values else ""

    def instances(self, class_name: str) -> Iterator[str]:
        """The subjects that are typed with the class."""
        return (s for s, po in self.objects.items() if class_name in po.get("rdf:type", []))

    def above(self, class_name: str) -> frozenset[str]:
        """Every class above a class."""
        found: set[str] = set()
        frontier = [class_name]
        while frontier:
            parents = set(self.all(frontier.pop(), "rdfs:subClassOf")) - found
            found |= parents
            frontier.extend(parents)
        return frozenset(found)


def load(path: Path | None = None) -> Ontology:
    """Read the ontology that *path*, or innograph's own `ontology.ttl`, holds.

    Raises:
        OntologyError: The file is not Turtle, or misses what the program is built on.
    """
    path = path or resources.ontology()
    triples = read_turtle(path)
    index = Index(triples)
    ontology = Ontology(
        classes=_classes(index),
        properties=_properties(index),
        credit_roles=_credit_roles(index),
        concepts=_concepts(index),
        triples=triples,
    )
    missing = {WORK_PROPERTY, EVENT_PROPERTY} - ontology.properties.keys()
    if missing:
        raise OntologyError(f"{path} does not describe inno:{min(missing)}, which credits and events need")
    return ontology


def read_turtle(path: Path) -> tuple[Triple, ...]:
    """The triples of a Turtle file, in its order.

    Raises:
        OntologyError: The file cannot be read or is not Turtle.
    """
    try:
        return tuple(quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise OntologyError(f"{path} cannot be read: {error}") from error


def slug(name: str) -> str:
    """A class's name in lower case with hyphens: ``conditional-release``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def is_datatype(name: str) -> bool:
    """Whether a range's name is that of a datatype."""
    return name.startswith(("xsd:", "rdf:")) or name == "approximateInteger"


def _shortened(term: object) -> str:
    if isinstance(term, NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, Literal) else ""


def _classes(index: Index) -> dict[str, OntologyClass]:
    own = [name for name in index.instances("owl:Class") if ":" not in name]
    return {
        name: OntologyClass(
            name=name,
            label=index.one(name, "rdfs:label"),
            section="" if index.one(name, "followsFrom") else index.one(name, "section"),
            ancestors=frozenset(above for above in index.above(name) if ":" not in above),
        )
        for name in own
    }


def _properties(index: Index) -> dict[str, Property]:
    kinds = ("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property")
    return {
        name: Property(
            name=name,
            label=index.one(name, "rdfs:label"),
            definition=index.one(name, "skos:definition"),
            domains=frozenset(index.all(name, "schema:domainIncludes")),
            ranges=frozenset(index.all(name, "schema:rangeIncludes")),
            single_valued="owl:FunctionalProperty" in index.all(name, "rdf:type"),
            follows_from_rule=bool(index.one(name, "followsFrom")),
        )
        for kind in kinds
        for name in index.instances(kind)
    }


def _credit_roles(index: Index) -> dict[str, str]:
    return {
        role.removeprefix("id:role/"): index.one(role, "shortcut")
        for role in index.instances("Role")
        if index.one(role, "shortcut")
    }


def _concepts(index: Index) -> dict[str, str]:
    concept_classes = [name for name in index.instances("owl:Class") if "skos:Concept" in index.above(name)]
    return {
        concept.removeprefix("id:"): name for name in concept_classes for concept in index.instances(name)
    }
