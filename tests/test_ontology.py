"""The ontology says all that the program, its readers and other people's tools need to know about it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode

from innograph import ontology as vocabulary
from innograph import resources
from innograph.errors import OntologyError
from innograph.namespaces import INNO, shorten
from innograph.ontology import OntologyClass, is_datatype, read_turtle, slug

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.ontology import Ontology

HEADER = "https://w3id.org/innograph/ontology"
MATCHES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
TEXT_DATATYPES = {"rdf:langString", "xsd:string", "xsd:anyURI"}
DATATYPES = {
    "approximateInteger", "xsd:boolean", "xsd:date", "xsd:decimal", "xsd:gYear", "xsd:gYearMonth", "xsd:integer",
} | TEXT_DATATYPES  # fmt: skip
SCHEMES = {"id:scheme/innocence-files": 3, "id:scheme/registry": 6, "id:scheme/innocence-project": 6}


def index() -> dict[str, dict[str, list[str]]]:
    """The objects of the ontology's triples by subject and predicate, IRIs shortened."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in read_turtle(resources.ontology()):
        subject, value = triple.subject, triple.object
        assert isinstance(subject, NamedNode), "the ontology has no blank nodes"
        assert isinstance(value, NamedNode | Literal)
        text = shorten(value.value) if isinstance(value, NamedNode) else value.value
        found[shorten(subject.value)][shorten(triple.predicate.value)].append(text)
    return found


def texts() -> dict[tuple[str, str], list[Literal]]:
    """The literals of the ontology's triples by subject and predicate."""
    found = defaultdict(list)
    for triple in read_turtle(resources.ontology()):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            found[shorten(triple.subject.value), shorten(triple.predicate.value)].append(triple.object)
    return found


SAID = index()
TEXTS = texts()
CONCEPTS = sorted(name for name in SAID if {"Theme", "Role"} & set(SAID[name]["rdf:type"]))
CLASSES = sorted(name for name in SAID if "owl:Class" in SAID[name]["rdf:type"])
PROPERTIES = sorted(
    name
    for name in SAID
    if {"owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "rdf:Property"}
    & set(SAID[name]["rdf:type"])
)
TERMS = sorted(name for name in SAID if ":" not in name)
RULED = sorted(name for name in SAID if SAID[name]["followsFrom"])


def above(name: str) -> set[str]:
    parents = SAID[name]["rdfs:subClassOf"] if name in SAID else []
    return set(parents).union(*map(above, parents))


def test_there_are_no_terms_but_classes_properties_ranks_and_a_datatype() -> None:
    ranks = [name for name in TERMS if "Rank" in SAID[name]["rdf:type"]]
    assert ranks == ["deprecated", "normal", "preferred"]
    assert sorted([*CLASSES, *PROPERTIES, *ranks, "approximateInteger"]) == TERMS


@pytest.mark.parametrize("name", [*TERMS, *CONCEPTS, *SCHEMES, "id:scheme/roles"])
def test_every_term_is_described(name: str) -> None:
    """By exactly one English label and one English definition; own terms also say where they are defined."""
    for predicate in ("rdfs:label", "skos:definition"):
        (text,) = TEXTS[name, predicate]
        assert text.language == "en"
        assert text.value == text.value.strip() != ""
    assert SAID[name]["rdfs:isDefinedBy"] == ([HEADER] if ":" not in name else [])


@pytest.mark.parametrize(
    ("names", "kind"), [(CLASSES, "classes"), (PROPERTIES, "properties"), (CONCEPTS, "concepts")]
)
def test_no_two_terms_of_a_kind_have_one_label(names: list[str], kind: str) -> None:
    """Concepts of different schemes may: what is said of them is said with the scheme."""
    scheme = {name: SAID[name]["skos:inScheme"][0] if kind == "concepts" else "" for name in names}
    labels = Counter((scheme[name], label) for name in names for label in SAID[name]["rdfs:label"])
    assert [label for label, number in labels.items() if number > 1] == []


@pytest.mark.parametrize(
    ("predicate", "pattern"),
    [
        ("dcterms:title", "Innograph Ontology"),
        ("dcterms:description", r".{80,}\."),
        ("dcterms:creator", ".+"),
        ("dcterms:license", r"https://creativecommons\.org/licenses/by/4\.0/"),
        ("dcterms:created", r"\d{4}-\d\d-\d\d"),
        ("dcterms:modified", r"\d{4}-\d\d-\d\d"),
        ("owl:versionIRI", r"https://w3id\.org/innograph/ontology/\d+\.\d+\.\d+"),
        ("owl:versionInfo", r"\d+\.\d+\.\d+"),
        ("http://purl.org/vocab/vann/preferredNamespacePrefix", "inno"),
        ("http://purl.org/vocab/vann/preferredNamespaceUri", re.escape(INNO)),
    ],
)
def test_the_header_is_complete(predicate: str, pattern: str) -> None:
    (value,) = SAID[HEADER][predicate]
    assert re.fullmatch(pattern, value)


def test_the_version_is_in_its_iri() -> None:
    assert SAID[HEADER]["owl:versionIRI"] == [f"{HEADER}/{SAID[HEADER]['owl:versionInfo'][0]}"]


def test_every_section_is_of_one_class() -> None:
    sections = Counter(section for name in CLASSES for section in SAID[name]["section"])
    assert max(sections.values()) == 1
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", section) for section in sections)
    assert len(sections) >= 10


@pytest.mark.parametrize("name", [name for name in CLASSES if SAID[name]["section"]])
def test_a_class_with_a_section_does_not_follow_from_a_rule(name: str) -> None:
    assert SAID[name]["followsFrom"] == []


@pytest.mark.parametrize(
    "name",
    [name for name in CLASSES if any("NodeClass" in SAID[kind]["rdf:type"] for kind in {name, *above(name)})],
)
def test_every_node_class_has_a_colour(name: str) -> None:
    """Its own or one of a class above it."""
    colours = [colour for kind in (name, *above(name)) if kind in SAID for colour in SAID[kind]["color"]]
    assert colours != []
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in colours)


def test_only_classes_that_are_drawn_have_a_colour_and_no_two_the_same() -> None:
    colours = {name: SAID[name]["color"][0] for name in CLASSES if SAID[name]["color"]}
    assert len(set(colours.values())) == len(colours) >= 5


@pytest.mark.parametrize("name", [name for name in PROPERTIES if "EdgeRelation" in SAID[name]["rdf:type"]])
def test_an_edge_relation_leads_from_node_to_node_and_has_a_name_for_each_direction(name: str) -> None:
    """Or from what belongs to a node, such as an event of a case."""
    nodes = {kind for kind in CLASSES if "NodeClass" in SAID[kind]["rdf:type"]} | {"Agent"}
    nesting = [name for name in PROPERTIES if "NestingRelation" in SAID[name]["rdf:type"]]
    nested = {kind for each in nesting for kind in SAID[each]["schema:rangeIncludes"]}
    assert "owl:ObjectProperty" in SAID[name]["rdf:type"]
    assert len(SAID[name]["inverseLabel"]) == 1
    for end in SAID[name]["schema:rangeIncludes"]:
        assert {end, *above(end)} & nodes
    for end in SAID[name]["schema:domainIncludes"]:
        assert {end, *above(end)} & (nodes | nested)


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_whose_value_can_be_an_entity_has_an_inverse_label(name: str) -> None:
    entities = any(value in CLASSES for value in SAID[name]["schema:rangeIncludes"])
    assert len(SAID[name]["inverseLabel"]) == ("owl:ObjectProperty" in SAID[name]["rdf:type"])
    assert not entities or "owl:ObjectProperty" in SAID[name]["rdf:type"]


@pytest.mark.parametrize(
    "name", [name for name in PROPERTIES if "owl:AnnotationProperty" not in SAID[name]["rdf:type"]]
)
def test_domains_and_ranges_are_terms_that_exist(name: str) -> None:
    assert SAID[name]["schema:domainIncludes"] != []
    assert set(SAID[name]["schema:domainIncludes"]) <= set(CLASSES)
    literal = "owl:DatatypeProperty" in SAID[name]["rdf:type"]
    ranges = set(SAID[name]["schema:rangeIncludes"])
    assert ranges <= (DATATYPES if literal else {*CLASSES, "rdf:Property"})
    assert ranges or name in {"value", "subject", "talliedAs", "talliedValue"}


@pytest.mark.parametrize("name", CLASSES)
def test_superclasses_exist(name: str) -> None:
    assert set(SAID[name]["rdfs:subClassOf"]) <= {*CLASSES, "skos:Concept"}
    assert name not in above(name)


@pytest.mark.parametrize("name", RULED)
def test_the_rule_that_a_term_follows_from_exists(name: str) -> None:
    (rule,) = SAID[name]["followsFrom"]
    assert (resources.RULES / f"{rule.removeprefix('id:rule/')}.rq").is_file()


@pytest.mark.parametrize("name", [name for name in SAID if "Role" in SAID[name]["rdf:type"]])
def test_a_roles_shortcut_is_a_property_that_follows_from_the_rule_of_shortcuts(name: str) -> None:
    for shortcut in SAID[name]["shortcut"]:
        assert SAID[shortcut]["followsFrom"] == ["id:rule/credit-shortcut"]
        assert SAID[shortcut]["rdfs:label"] == SAID[name]["rdfs:label"]
    for titular in SAID[name]["titular"]:
        assert SAID[titular]["followsFrom"] == ["id:rule/titular-class"]


def test_every_property_of_the_rule_of_shortcuts_is_the_shortcut_of_a_role() -> None:
    shortcuts = sorted(shortcut for name in CONCEPTS for shortcut in SAID[name]["shortcut"])
    assert shortcuts == [name for name in RULED if SAID[name]["followsFrom"] == ["id:rule/credit-shortcut"]]


def test_the_roles_that_properties_confer_are_roles() -> None:
    conferred = {role for name in PROPERTIES for role in SAID[name]["confersRole"]}
    assert conferred
    assert [role for role in conferred if SAID[role]["rdf:type"] != ["Role"]] == []


def test_there_is_no_role_for_a_victim() -> None:
    roles = sorted(name.removeprefix("role:") for name in SAID if "Role" in SAID[name]["rdf:type"])
    assert roles == sorted(
        f"id:role/{name}"
        for name in (
            "author", "cast-member", "consultant", "director", "editor", "executive-producer", "exoneree", "filmmaker",
            "forensic-expert", "founder", "head", "host", "journalist", "judge", "lawyer", "official", "overseer",
            "participant", "perpetrator", "producer", "production-company", "prosecutor", "speaker", "staff-member",
            "subject",
        )
    )  # fmt: skip


@pytest.mark.parametrize(("name", "size"), SCHEMES.items())
def test_each_scheme_of_themes_has_its_concepts_and_matches_others(name: str, size: int) -> None:
    members = [concept for concept in CONCEPTS if SAID[concept]["skos:inScheme"] == [name]]
    assert len(members) == size
    assert SAID[name]["rdf:type"] == ["skos:ConceptScheme"]
    for member in members:
        assert SAID[member]["rdf:type"] == ["Theme"]
        assert SAID[member]["skos:topConceptOf"] == [name]
        for match in (match for kind in MATCHES for match in SAID[member][kind]):
            assert SAID[match]["skos:inScheme"] != [name]
            assert SAID[match]["rdf:type"] == ["Theme"]


def test_every_theme_of_the_series_and_every_listed_cause_matches_a_factor_of_the_registry() -> None:
    """A listed cause without one would be missing from every comparison."""
    for concept in CONCEPTS:
        if SAID[concept]["rdf:type"] == ["Theme"] and not concept.startswith("id:factor/"):
            matches = [match for kind in MATCHES for match in SAID[concept][kind]]
            assert [match for match in matches if match.startswith("id:factor/")] != []


def test_prosecutorial_misconduct_is_narrower_than_official_misconduct() -> None:
    assert "id:factor/official-misconduct" in SAID["id:theme/prosecutorial-misconduct"]["skos:broadMatch"]
    assert SAID["id:theme/prosecutorial-misconduct"]["skos:closeMatch"] == []


@pytest.mark.parametrize("path", [resources.alignments(), resources.shapes()], ids=lambda path: path.name)
def test_the_other_files_use_only_terms_that_exist(path: Path) -> None:
    used = {
        shorten(term.value)
        for triple in read_turtle(path)
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode) and term.value.startswith(INNO)
    }
    assert used
    assert used - set(TERMS) == set()


def test_rules_and_checks_and_questions_use_only_terms_that_exist() -> None:
    files = [
        path
        for folder in (resources.RULES, resources.CHECKS, resources.QUESTIONS)
        for path in folder.glob("*.rq")
    ]
    used = {name for path in files for name in re.findall(r"\binno:(\w+)", path.read_text(encoding="utf-8"))}
    assert len(files) > 20
    assert used - set(TERMS) == set()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Release", "release"),
        ("ConditionalRelease", "conditional-release"),
        ("WrongfulConviction", "wrongful-conviction"),
        ("DNATest", "dnatest"),
        ("Part2Of", "part2-of"),
        ("", ""),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{INNO}director", "director"),
        ("https://w3id.org/innograph/id/levon-brooks", "id:levon-brooks"),
        ("http://www.w3.org/2001/XMLSchema#date", "xsd:date"),
        ("https://schema.org/about", "schema:about"),
        ("https://example.org/x", "https://example.org/x"),
        ("https://w3id.org/innograph/ontology", "https://w3id.org/innograph/ontology"),
        ("", ""),
    ],
)
def test_shorten(iri: str, expected: str) -> None:
    assert shorten(iri) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("xsd:date", True),
        ("rdf:langString", True),
        ("approximateInteger", True),
        ("Person", False),
        ("", False),
    ],
)
def test_is_datatype(name: str, expected: bool) -> None:
    assert is_datatype(name) == expected


def test_classes_are_read(ontology: Ontology) -> None:
    assert ontology.classes["ConvictionIntegrityUnit"] == OntologyClass(
        "ConvictionIntegrityUnit",
        "conviction integrity unit",
        "conviction_integrity_units",
        frozenset({"Agent", "Organization"}),
    )
    assert sorted(ontology.classes) == CLASSES
    assert ontology.classes["Exoneree"].section == ""


def test_properties_are_read(ontology: Ontology) -> None:
    known = ontology.properties["yearsInCustody"]
    assert (known.name, known.label, known.single_valued, known.follows_from_rule) == (
        "yearsInCustody", "years in custody", True, False,
    )  # fmt: skip
    assert known.domains == {"Case"}
    assert known.ranges == known.datatypes == {"xsd:decimal", "approximateInteger"}
    assert ontology.properties["features"].classes == {"Agent"}
    assert ontology.properties["director"].follows_from_rule
    annotations = {name for name in PROPERTIES if "owl:AnnotationProperty" in SAID[name]["rdf:type"]}
    assert set(ontology.properties) == set(PROPERTIES) - annotations


def test_kinds_of(ontology: Ontology) -> None:
    assert ontology.kinds_of("Court") == {"Court", "Organization", "Agent"}
    assert ontology.kinds_of("Agent") == {"Agent"}
    assert ontology.kinds_of("Theme") == {"Theme"}
    assert ontology.is_kind_of("Episode", frozenset({"Work", "Case"}))
    assert not ontology.is_kind_of("Episode", frozenset({"Film"}))


def test_sections(ontology: Ontology) -> None:
    assert ontology.sections() == {
        SAID[name]["section"][0]: name for name in CLASSES if SAID[name]["section"]
    }
    assert "Event" not in ontology.sections().values()


def test_properties_of_a_class_are_those_of_all_its_kinds_that_are_written(ontology: Ontology) -> None:
    written = [name for name in PROPERTIES if name not in RULED and name != "event"]
    for name in (*ontology.sections().values(), *ontology.event_kinds().values()):
        kinds = {name, *above(name)}
        expected = [each for each in written if kinds.intersection(SAID[each]["schema:domainIncludes"])]
        assert sorted(ontology.properties_of(name)) == expected
    assert {"alias", "birthDate", "outcome", "distinction"} <= ontology.properties_of("Person").keys()
    assert ontology.properties_of("Court").keys() == ontology.properties_of("Organization").keys()
    assert "alias" in ontology.properties_of("Court")
    assert {"number", "title", "runtimeMinutes"} <= ontology.properties_of("Episode").keys()
    assert "number" not in ontology.properties_of("Film")
    assert "director" not in ontology.properties_of("Film")
    assert "event" not in ontology.properties_of("Case")
    assert ontology.properties_of("Compensation").keys() - ontology.properties_of("Release").keys() == {
        "amountDollars", "payer",
    }  # fmt: skip


def test_event_kinds(ontology: Ontology) -> None:
    assert ontology.event_kinds() == {
        "arrest": "Arrest",
        "compensation": "Compensation",
        "conditional-release": "ConditionalRelease",
        "crime": "Crime",
        "dismissal": "Dismissal",
        "exoneration": "Exoneration",
        "innocence-declaration": "InnocenceDeclaration",
        "mistrial": "Mistrial",
        "recantation": "Recantation",
        "release": "Release",
        "sentencing": "Sentencing",
        "vacatur": "Vacatur",
        "wrongful-conviction": "WrongfulConviction",
    }


def test_credit_roles(ontology: Ontology) -> None:
    assert ontology.credit_roles == {
        "author": "author",
        "cast-member": "castMember",
        "consultant": "consultant",
        "director": "director",
        "editor": "editor",
        "executive-producer": "executiveProducer",
        "filmmaker": "filmmaker",
        "host": "host",
        "overseer": "overseer",
        "producer": "producer",
        "production-company": "productionCompany",
    }


def test_what_has_credits_and_what_has_events(ontology: Ontology) -> None:
    assert [name for name in ontology.sections().values() if ontology.has_events(name)] == ["Case"]
    works = sorted(name for name in ontology.sections().values() if ontology.has_credits(name))
    assert works == ["Book", "Episode", "Film", "Part", "Podcast", "Series"]


def test_concepts(ontology: Ontology) -> None:
    assert sorted(ontology.concepts) == [name.removeprefix("id:") for name in CONCEPTS]
    assert ontology.concepts["factor/false-confession"] == "Theme"
    assert ontology.concepts["role/lawyer"] == "Role"
    assert Counter(ontology.concepts.values()) == {"Theme": 15, "Role": 25}


def test_an_ontology_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    text = resources.ontology().read_text(encoding="utf-8")
    path.write_text(
        text + '\ninno:Opera a owl:Class ; rdfs:subClassOf inno:Work ; inno:section "operas" .\n',
        encoding="utf-8",
    )
    own = vocabulary.load(path)
    assert own.sections()["operas"] == "Opera"
    assert own.has_credits("Opera")


def test_what_has_no_name_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    text = resources.ontology().read_text(encoding="utf-8")
    path.write_text(f"{text}\n[] a owl:Class ; rdfs:label 'nameless'@en .\n", encoding="utf-8")
    assert sorted(vocabulary.load(path).classes) == CLASSES


def test_a_circle_of_classes_ends(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    text = resources.ontology().read_text(encoding="utf-8")
    path.write_text(f"{text}\ninno:Agent rdfs:subClassOf inno:Person .\n", encoding="utf-8")
    assert vocabulary.load(path).kinds_of("Agent") == {"Agent", "Person"}


def test_an_ontology_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"gone\.ttl cannot be read: .*No such file") as caught:
        vocabulary.load(tmp_path / "gone.ttl")
    assert caught.value.exit_code == 1


@pytest.mark.parametrize(
    "content", [b"this is not Turtle", b"inno:Person a owl:Class .", b"<a> <b> \xff .", b"\0"]
)
def test_an_ontology_that_is_not_turtle(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.ttl"
    path.write_bytes(content)
    with pytest.raises(OntologyError, match=r"own\.ttl cannot be read: "):
        vocabulary.load(path)


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("", "event"),
        (f"<{INNO}event> a <http://www.w3.org/2002/07/owl#ObjectProperty> .", "work"),
        (f"<{INNO}work> a <http://www.w3.org/2002/07/owl#ObjectProperty> .", "event"),
    ],
)
def test_an_ontology_without_what_the_program_is_built_on(tmp_path: Path, content: str, missing: str) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        vocabulary.load(path)
    assert caught.value.message == f"{path} does not describe inno:{missing}, which credits and events need"
