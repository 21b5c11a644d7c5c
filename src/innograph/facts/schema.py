"""A JSON Schema of the fact files, made from the ontology and the shapes.

Editors that know JSON Schema (draft 2020-12) complete and underline by it. `innograph check`
is stricter: it also knows what is described elsewhere.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from innograph import resources
from innograph.facts import citing, sources, values
from innograph.facts.reading import RANKS
from innograph.namespaces import PREFIXES, shorten
from innograph.ontology import load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import QuerySolution

    from innograph.ontology import Ontology, Property

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ADDRESS = "https://w3id.org/innograph/facts.schema.json"
DATATYPE_SCHEMAS: dict[str, dict[str, Any]] = {
    "xsd:integer": {"type": "integer"},
    "xsd:decimal": {"type": "number"},
    "xsd:boolean": {"type": "boolean"},
    "xsd:date": {"type": ["string", "integer"], "pattern": f"^{values.DATE_PATTERN.pattern}$"},
    "xsd:string": {"type": ["string", "number"]},
}
CONSTRAINTS = """
SELECT ?class ?path ?low ?high ?pattern ?least {
  ?shape sh:targetClass ?class ; sh:property ?property .
  ?property sh:path ?path .
  OPTIONAL { ?property sh:minInclusive ?low }
  OPTIONAL { ?property sh:maxInclusive ?high }
  OPTIONAL { ?property sh:pattern ?pattern }
  OPTIONAL { ?property sh:minCount ?least }
  FILTER ISIRI(?path)
}
"""


def main() -> None:
    """Write the schema of innograph's own fact files to where they name it."""
    text = json.dumps(schema(load()), ensure_ascii=False, indent=1, sort_keys=True)
    (resources.facts() / "facts.schema.json").write_text(f"{text}\n", encoding="utf-8")


def schema(ontology: Ontology) -> dict[str, Any]:
    """The schema, as JSON values."""
    shapes = _Shapes(ontology)
    classes = [name for name in ontology.sections().values() if name != "Source"]
    sections = {
        section: {
            "description": f"entities of the class {ontology.classes[name].label}",
            "type": "object",
            "propertyNames": {"pattern": f"^{values.ID_PATTERN.pattern}$"},
            "additionalProperties": {"$ref": f"#/$defs/{name}"},
        }
        for section, name in ontology.sections().items()
    }
    return {
        "$schema": DIALECT,
        "$id": ADDRESS,
        "title": "A fact file of innograph",
        "type": "object",
        "additionalProperties": False,
        "properties": sections,
        "$defs": _common()
        | {name: _fact_of(known, shapes.limits(name)) for name, known in _written(ontology).items()}
        | {name: _event(name, ontology, shapes) for name in ontology.event_kinds().values()}
        | {name: _entity(name, ontology, shapes) for name in classes}
        | {"Credits": _credits(ontology), "Source": _source()},
    }


class _Shapes:
    """What the shapes ask of properties."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        store = Store()
        store.load(path=str(resources.shapes()), format=RdfFormat.TURTLE)
        found = store.query(CONSTRAINTS, prefixes=PREFIXES)
        self.rows = list(found) if isinstance(found, QuerySolutions) else []

    def limits(self, name: str) -> dict[str, Any]:
        """The bounds and the pattern of a property's values."""
        limits: dict[str, Any] = {}
        for row in self.rows:
            if shorten(_iri(row["path"])) == name:
                limits |= _limits(row)
        return limits

    def required(self, class_name: str, own: Iterable[str]) -> list[str]:
        """Which of a class's *own* properties must be given."""
        kinds = self.ontology.kinds_of(class_name)
        asked = {
            shorten(_iri(row["path"]))
            for row in self.rows
            if row["least"] is not None and shorten(_iri(row["class"])) in kinds
        }
        return sorted(asked.intersection(own))


def _written(ontology: Ontology) -> dict[str, Property]:
    """Every property that some class of a fact file has."""
    classes = [*ontology.sections().values(), *ontology.event_kinds().values()]
    return {
        name: known
        for class_name in classes
        if class_name != "Source"
        for name, known in ontology.properties_of(class_name).items()
    }


def _entity(class_name: str, ontology: Ontology, shapes: _Shapes) -> dict[str, Any]:
    node = _described(class_name, ontology, shapes)
    node["properties"]["label"] = {"type": ["string", "number"], "description": "its name, for people"}
    node["properties"]["was"] = {"type": "array", "items": {"type": "string"}, "description": "former ids"}
    if ontology.has_credits(class_name):
        node["properties"]["credits"] = {"$ref": "#/$defs/Credits"}
    if ontology.has_events(class_name):
        kinds = {
            f"^{kind}/[1-9][0-9]*$": {"$ref": f"#/$defs/{name}"}
            for kind, name in ontology.event_kinds().items()
        }
        node["properties"]["events"] = {
            "type": "object",
            "additionalProperties": False,
            "patternProperties": kinds,
        }
    if class_name not in ontology.concepts.values():
        node["required"] = ["label", *node["required"]]
    return node


def _event(class_name: str, ontology: Ontology, shapes: _Shapes) -> dict[str, Any]:
    node = _described(class_name, ontology, shapes)
    node["properties"]["sources"] = {"$ref": "#/$defs/citations"}
    return node


def _described(class_name: str, ontology: Ontology, shapes: _Shapes) -> dict[str, Any]:
    own = ontology.properties_of(class_name)
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in own},
        "required": shapes.required(class_name, own),
    }


def _credits(ontology: Ontology) -> dict[str, Any]:
    roles = {
        role: _fact_of(ontology.properties[shortcut], {}, scope=True)
        for role, shortcut in ontology.credit_roles.items()
    }
    return {"type": "object", "additionalProperties": False, "properties": roles}


def _limits(row: QuerySolution) -> dict[str, Any]:
    found = {"minimum": row["low"], "maximum": row["high"]}
    limits: dict[str, Any] = {name: int(term.value) for name, term in found.items() if term is not None}
    return limits | ({"pattern": row["pattern"].value} if row["pattern"] is not None else {})


def _fact_of(known: Property, limits: dict[str, Any], *, scope: bool = False) -> dict[str, Any]:
    value = _value(known) | limits
    keys: dict[str, Any] = {
        "value": value,
        "values": {"type": "array", "minItems": 1, "items": value},
        "sources": {"$ref": "#/$defs/citations"},
        "inferred": {"$ref": "#/$defs/inferred"},
        "rank": {"enum": list(RANKS)},
        "reason": {"type": "string", "description": "why it is ranked so"},
        "reviewed": {"$ref": "#/$defs/reviewed"},
    }
    given = [{"required": ["value"]}, {"required": ["values"]}]
    if values.APPROXIMATE in known.datatypes:
        keys |= {"about": {"type": "integer"}, "within": {"type": "integer"}}
        given.append({"required": ["about", "within"]})
    if scope:
        keys["scope"] = {"type": "string", "description": "portion of the work, if less than the whole"}
    fact = {
        "type": "object",
        "additionalProperties": False,
        "properties": keys,
        "oneOf": given,
        "anyOf": [{"required": ["sources"]}, {"required": ["inferred"]}],
    }
    single = " Single-valued: rivals are ranked." if known.single_valued else ""
    return {
        "description": f"{known.label}: {known.definition}.{single}",
        "anyOf": [fact, {"type": "array", "minItems": 1, "items": fact}],
    }


def _value(known: Property) -> dict[str, Any]:
    if known.classes:
        expected = " or ".join(sorted(known.classes))
        return {"type": "string", "pattern": f"^{values.ID_PATTERN.pattern}$", "description": f"a {expected}"}
    return next(dict(node) for name, node in DATATYPE_SCHEMAS.items() if name in known.datatypes)


def _common() -> dict[str, Any]:
    text = {"type": "string"}
    citation = {"type": "string", "pattern": f"^{citing.CITATION_PATTERN.pattern}$"}
    return {
        "citations": {
            "description": "sources, with '#' and the line or row where they have them",
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": citation,
        },
        "reviewed": {
            "description": "for a line that does not hold the value itself, why it supports the fact",
            "type": "object",
            "propertyNames": citation,
            "additionalProperties": text,
        },
        "inferred": {
            "description": "what no passage states but follows from several",
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "reasoning", "premises"],
            "properties": {
                "name": text,
                "reasoning": text,
                "premises": {"type": "array", "minItems": 1, "items": text},
            },
        },
    }


def _source() -> dict[str, Any]:
    address = {"type": "string", "pattern": "^https?://"}
    digests = {"type": "string", "pattern": f"^{sources.DIGEST_PATTERN.pattern}$"}
    given: dict[str, Any] = {
        "title": {"type": ["string", "number"]},
        "publisher": {"type": "string", "pattern": f"^{values.ID_PATTERN.pattern}$"},
        "author": {"type": "string"},
        "published": DATATYPE_SCHEMAS["xsd:date"],
        "url": address,
        "seen_at": address,
        "kind": {"enum": list(sources.SOURCE_KINDS)},
        "locator": {"enum": list(sources.LOCATORS)},
        "derived_from": {"type": "array", "items": {"type": "string"}},
        "text": {"type": "string", "pattern": f"^{sources.FILE_PATTERN.pattern}$"},
        "lines": {"type": "object", "additionalProperties": digests},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["publisher", "kind"],
        "properties": given,
    }


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


if __name__ == "__main__":
    main()
