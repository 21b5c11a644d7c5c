"""A class and a property are added by Turtle and YAML alone: no line of Python is changed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from shutil import copyfile, copytree
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from innograph import ontology, resources
from innograph.facts.schema import schema
from innograph.namespaces import ID, INNO, PREFIXES
from innograph.opening import open_current

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

ROOT = Path(__file__).parents[1]
TOY = Path(__file__).parent / "toy"

TERMS = """
inno:Exhibition a owl:Class , inno:NodeClass ;
    rdfs:subClassOf inno:Work ;
    rdfs:label "exhibition"@en ;
    skos:definition "work shown in rooms"@en ;
    inno:section "exhibitions" ;
    rdfs:isDefinedBy <https://w3id.org/innograph/ontology> .

inno:visitorCount a owl:DatatypeProperty , owl:FunctionalProperty ;
    rdfs:label "number of visitors"@en ;
    skos:definition "how many people came to an exhibition"@en ;
    schema:domainIncludes inno:Exhibition ;
    schema:rangeIncludes xsd:integer ;
    rdfs:isDefinedBy <https://w3id.org/innograph/ontology> .

inno:guide a owl:ObjectProperty , inno:EdgeRelation ;
    rdfs:label "guide"@en ;
    inno:inverseLabel "guide of"@en ;
    skos:definition "a person who leads visitors through an exhibition"@en ;
    schema:domainIncludes inno:Exhibition ;
    schema:rangeIncludes inno:Person ;
    inno:confersRole role:participant ;
    rdfs:isDefinedBy <https://w3id.org/innograph/ontology> .
"""
SHAPE = """
shape:Exhibition a sh:NodeShape ;
    sh:targetClass inno:Exhibition ;
    sh:property [ sh:path inno:visitorCount ; sh:minCount 1 ; sh:minInclusive 1 ;
        sh:message "An exhibition has visitors, 1 or more."@en ] .
"""
ALIGNMENT = "\ninno:Exhibition rdfs:subClassOf schema:ExhibitionEvent .\n"
FACTS = """
people:
  guide-one:
    label: Guide One
exhibitions:
  exhibition-x:
    label: Exhibition X
    title: {value: Exhibition X, sources: [toy-a]}
    visitorCount:
      - {value: 120, sources: [toy-a, "toy-rows#3"], rank: preferred, reason: Two sources counted.}
      - {value: 99, sources: [toy-c]}
    guide: {value: guide-one, sources: [toy-b]}
"""


@pytest.fixture
def extended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of model and toy facts, with the class added; the fact folder."""
    for name, more in (("ontology.ttl", TERMS), ("shapes.ttl", SHAPE), ("alignments.ttl", ALIGNMENT)):
        copyfile(ROOT / name, tmp_path / name)
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(more)
    folder = copytree(TOY, tmp_path / "graph")
    (folder / "exhibitions.yaml").write_text(FACTS, encoding="utf-8")
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    return folder


def test_without_the_terms_the_facts_are_refused(run: Run, tmp_path: Path) -> None:
    """It is the Turtle that makes the difference."""
    folder = copytree(TOY, tmp_path / "graph")
    (folder / "exhibitions.yaml").write_text(FACTS, encoding="utf-8")
    result = run("check", "--facts", folder)
    assert result.exit_code == 1
    assert "unknown section 'exhibitions'" in result.stdout


def test_check_is_clean(run: Run, extended: Path) -> None:
    """The new facts are facts like the others: a title, two counts, a guide."""
    result = run("check", "--facts", extended)
    assert (result.exit_code, result.stdout) == (0, "no findings in 193 facts\n")
    assert run("check").stdout == result.stdout  # the copy's own folder of facts


def test_the_new_shape_is_met(run: Run, extended: Path) -> None:
    """And found where it is not."""
    path = extended / "exhibitions.yaml"
    path.write_text(FACTS.replace("value: 120", "value: 0"), encoding="utf-8")
    result = run("check", "--facts", extended)
    assert result.exit_code == 1
    assert (
        f"{path}:10:17: An exhibition has visitors, 1 or more. (id:exhibition-x visitorCount" in result.stdout
    )


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("value: 120", "value: many", "visitorCount: 'many' is not a whole number"),
        ("guide: {value: guide-one", "guide: {value: toy-court", "toy-court is of the class Court"),
        (", rank: preferred, reason: Two sources counted.", "", "visitorCount has 2 rival values"),
        ("visitorCount:", "visitorsCount:", "unknown property of Exhibition 'visitorsCount'"),
    ],
)
def test_the_loader_knows_range_and_cardinality(
    run: Run, extended: Path, old: str, new: str, finding: str
) -> None:
    """As the ontology says them."""
    assert old in FACTS
    (extended / "exhibitions.yaml").write_text(FACTS.replace(old, new), encoding="utf-8")
    result = run("check", "--facts", extended)
    assert result.exit_code == 1
    assert finding in result.stdout


def test_the_facts_are_in_the_store(extended: Path) -> None:
    """Asserted, in their passages, with what the rules make of the class."""
    graph = open_current(extended, None, print)[0].oxigraph
    exhibition = NamedNode(f"{ID}exhibition-x")
    count = NamedNode(f"{INNO}visitorCount")
    guide = NamedNode(f"{INNO}guide")

    def number(text: str) -> Literal:
        return Literal(text, datatype=NamedNode(f"{PREFIXES['xsd']}integer"))

    def passage(name: str) -> NamedNode:
        return NamedNode(f"{ID}passage/{name}")

    asserted = DefaultGraph()
    rules = f"{ID}rule/"
    assert set(graph.quads_for_pattern(exhibition, count, None, None)) == {
        Quad(exhibition, count, number("120"), asserted),
        Quad(exhibition, count, number("120"), passage("toy-a/page")),
        Quad(exhibition, count, number("120"), passage("toy-rows/3")),
        Quad(exhibition, count, number("99"), passage("toy-c/page")),
        Quad(exhibition, count, number("120"), NamedNode(f"{ID}disputed")),
    }
    assert set(graph.quads_for_pattern(exhibition, guide, None, None)) == {
        Quad(exhibition, guide, NamedNode(f"{ID}guide-one"), asserted),
        Quad(exhibition, guide, NamedNode(f"{ID}guide-one"), passage("toy-b/page")),
    }
    kind = NamedNode(f"{PREFIXES['rdf']}type")
    kinds = {quad.object for quad in graph.quads_for_pattern(exhibition, kind, None, asserted)}
    assert {
        NamedNode(f"{INNO}Exhibition"),
        NamedNode(f"{INNO}Work"),
        NamedNode(f"{PREFIXES['schema']}ExhibitionEvent"),
    } <= kinds
    role = Quad(
        NamedNode(f"{ID}guide-one"),
        NamedNode(f"{INNO}holdsRole"),
        NamedNode(f"{ID}role/participant"),
        NamedNode(f"{rules}role-holder"),
    )
    assert role in graph


def test_show_prints_them(run: Run, extended: Path) -> None:
    """With the property's label, the standing and the sources; from the other side, with the inverse label."""
    shown = run("show", "exhibition-x", "-f", "csv", "--facts", extended)
    rows = {(row[0], row[1]): (row[2], row[3]) for row in csv.reader(io.StringIO(shown.stdout))}
    assert shown.exit_code == 0
    assert rows["number of visitors", "120"] == (
        "asserted, preferred: Two sources counted.",
        "toy-a; toy-rows#3",
    )
    assert rows["number of visitors", "99"] == ("not asserted, normal", "toy-c")
    assert rows["guide", "Guide One"] == ("asserted", "toy-b")
    inverse = run("show", "Guide One", "-f", "csv", "--facts", extended)
    assert ["guide of", "Exhibition X", "asserted", "toy-b"] in [
        row[:4] for row in csv.reader(io.StringIO(inverse.stdout))
    ]
    assert (
        "Exhibition X (exhibition-x): exhibition" in run("show", "exhibition-x", "--facts", extended).stdout
    )


def test_the_schema_knows_them(extended: Path) -> None:
    """The section, its properties with their ranges, and the new shape's bounds."""
    known = schema(ontology.load())
    assert "exhibitions" in known["properties"]
    assert {"visitorCount", "guide", "title", "credits"} <= known["$defs"]["Exhibition"]["properties"].keys()
    assert known["$defs"]["Exhibition"]["required"] == ["label", "title", "visitorCount"]
    value = known["$defs"]["visitorCount"]["anyOf"][0]["properties"]["value"]
    assert (value["type"], value["minimum"]) == ("integer", 1)
    checker = Draft202012Validator(known)
    described = {
        "label": "Exhibition X",
        "title": {"value": "Exhibition X", "sources": ["toy-a"]},
        "visitorCount": {"value": 120, "sources": ["toy-a"]},
    }
    assert checker.is_valid({"exhibitions": {"exhibition-x": described}})
    described["visitorCount"] = {"value": 0, "sources": ["toy-a"]}
    assert not checker.is_valid({"exhibitions": {"exhibition-x": described}})


def test_questions_and_queries_see_them(run: Run, extended: Path) -> None:
    """A query by the new names; the questions answer as before."""
    text = (
        "SELECT ?title ?visitors { ?x a inno:Exhibition ; inno:title ?title ; inno:visitorCount ?visitors }"
    )
    answer = json.loads(run("query", text, "-f", "json", "--facts", extended).stdout)
    assert [(row["title"], row["visitors"]) for row in answer["rows"]] == [("Exhibition X", 120)]
    before = run("ask", "timeline", "-f", "csv", "--facts", TOY)
    assert run("ask", "timeline", "-f", "csv", "--facts", extended).stdout == before.stdout
