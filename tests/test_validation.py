"""Shapes and checks: each fires on data that break it, none on the toy graph, and pySHACL agrees.

Broken data are the toy dataset with a few quads removed or added, or the toy facts with a few words
changed where the loader cannot see the mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pyshacl
import pytest
import shacl_rust
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat
from rdflib import Graph
from rdflib.namespace import RDF, SH

from innograph import building, dataset, facts, resources
from innograph.errors import FactsError, OntologyError
from innograph.headers import read_header
from innograph.model import Finding, Place
from innograph.namespaces import ID, INNO, PREFIXES, shorten
from innograph.serialization import serialized
from innograph.validation import NOWHERE, validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result
    from rdflib.term import Node

    from innograph.dataset import Dataset
    from innograph.ontology import Ontology

    Term = NamedNode | Literal
    Edge = tuple[str, str]
    Run = Callable[..., Result]

ROOT = Path(__file__).parents[1]
TOY = Path(__file__).parent / "toy"
PROVENANCE = NamedNode(f"{ID}provenance")
XSD = PREFIXES["xsd"]
CHECKS = sorted(path.stem for path in resources.CHECKS.glob("*.rq"))


@pytest.fixture(scope="module")
def toy(ontology: Ontology) -> Dataset:
    """The toy dataset, which is without fault."""
    return dataset.build(facts.load(TOY, ontology), ontology)


def entity(name: str) -> NamedNode:
    """An entity by its id."""
    return NamedNode(ID + name)


def term(name: str) -> NamedNode:
    """A term by its bare or prefixed name."""
    prefix, _, local = name.rpartition(":")
    return NamedNode(PREFIXES[prefix or "inno"] + local)


def integer(number: int) -> Literal:
    """A whole number."""
    return Literal(str(number), datatype=NamedNode(f"{XSD}integer"))


def without(made: Dataset, *edges: Edge) -> Dataset:
    """The dataset without an entity's values of a property, in the graphs that shapes look at."""
    gone = [(entity(subject), term(name)) for subject, name in edges]
    graphs = (DefaultGraph(), PROVENANCE)
    kept = [
        quad
        for quad in made.quads
        if quad.graph_name not in graphs or (quad.subject, quad.predicate) not in gone
    ]
    assert len(kept) < len(made.quads)
    return replace(made, quads=tuple(kept))


def adding(made: Dataset, *quads: Quad) -> Dataset:
    """The dataset with more quads."""
    assert not set(quads) & set(made.quads)
    return replace(made, quads=(*made.quads, *quads))


# Shapes


@dataclass(frozen=True)
class Sample:
    """How the toy graph is broken: what is removed and added to break which property shape for whom.

    *path* is the shape's; ``^`` marks an inverse one, and a shape of whole nodes has none.
    """

    shape: str
    path: str
    focus: str
    removed: tuple[str, str] | None
    added: tuple[tuple[str, str, Term], ...] = ()

    def of(self, toy: Dataset) -> Dataset:
        """The toy graph, broken."""
        graph = PROVENANCE if self.shape in ("Source", "Passage", "Inference", "Ranking") else DefaultGraph()
        quads = (Quad(entity(s), term(p), o, graph) for s, p, o in self.added)
        return adding(without(toy, self.removed) if self.removed else toy, *quads)

    def __str__(self) -> str:
        how = " ".join(
            filter(None, ["removed" if self.removed else "", *(str(o)[:20] for *_, o in self.added)])
        )
        return f"{self.shape} {self.path} {how}"


def lacking(shape: str, path: str, focus: str) -> Sample:
    """A sample without the value."""
    return Sample(shape, path, focus, (focus, path))


def second(shape: str, path: str, focus: str, value: Term) -> Sample:
    """A sample with one more value."""
    return Sample(shape, path, focus, None, ((focus, path, value),))


def other(shape: str, path: str, focus: str, value: Term) -> Sample:
    """A sample with another value in the place of its own."""
    return Sample(shape, path, focus, (focus, path), ((focus, path, value),))


CREDIT = "credit/director-one/episode-a2/director"
CONVICTION = "case-alpha/wrongful-conviction/1"
INFERENCE = "inference/episode-a3-director"
RANKING = "ranking/case-alpha/defendedBy/rumour-club"
SAMPLES = [
    lacking("Person", "rdfs:label", "director-one"),
    second("Person", "rdfs:label", "director-one", Literal("Another")),
    lacking("Person", "holdsRole", "director-one"),
    lacking("Organization", "rdfs:label", "toy-court"),
    second("Organization", "rdfs:label", "toy-court", Literal("Another")),
    lacking("Work", "title", "series-b"),
    lacking("Part", "number", "part-a1"),
    lacking("Part", "number", "episode-a2"),
    other("Part", "number", "episode-a2", integer(0)),
    lacking("Part", "partOf", "part-a1"),
    lacking("Part", "partOf", "episode-a2"),
    other("RunningTime", "runtimeMinutes", "episode-a1", integer(0)),
    other("RunningTime", "runtimeMinutes", "episode-a1", Literal("long")),
    second("RunningTime", "runtimeMinutes", "film-x", integer(-90)),
    lacking("Credit", "work", CREDIT),
    other("Credit", "work", CREDIT, entity("director-two")),
    lacking("Credit", "role", CREDIT),
    other("Credit", "role", CREDIT, entity("theme/fog")),
    Sample("Credit", "", CREDIT, (CREDIT, "person")),
    Sample("Credit", "", CREDIT, None, ((CREDIT, "organization", entity("toy-court")),)),
    Sample("Credit", "", CREDIT, (CREDIT, "person"), ((CREDIT, "person", entity("toy-court")),)),
    lacking("Case", "exoneree", "case-beta"),
    other("Case", "exoneree", "case-beta", entity("director-one")),
    lacking("Case", "state", "case-beta"),
    second("Case", "registryId", "case-beta", Literal("12a")),
    second("Case", "ageAtCrime", "case-beta", integer(6)),
    second("Case", "ageAtCrime", "case-beta", integer(111)),
    other("Case", "yearsLost", "case-beta", integer(-1)),
    other("Case", "yearsLost", "case-beta", integer(101)),
    Sample("Event", "^event", "case-beta/dismissal/1", ("case-beta", "event")),
    Sample("Event", "^event", CONVICTION, None, (("case-beta", "event", entity(CONVICTION)),)),
    lacking("WrongfulConviction", "endedBy", CONVICTION),
    lacking("Source", "dcterms:publisher", "source/toy-a"),
    second("Source", "dcterms:publisher", "source/toy-a", entity("toy-court")),
    lacking("Source", "sourceKind", "source/toy-a"),
    second("Source", "sourceKind", "source/toy-a", Literal("blog")),
    lacking("Passage", "prov:wasDerivedFrom", "passage/toy-rows/7"),
    second("Passage", "prov:wasDerivedFrom", "passage/toy-rows/7", entity("source/toy-a")),
    other("Passage", "prov:wasDerivedFrom", "passage/toy-rows/7", entity("toy-press")),
    lacking("Passage", "locatorKind", "passage/toy-rows/7"),
    other("Passage", "locatorKind", "passage/toy-rows/7", Literal("chapter")),
    other("Passage", "digest", "passage/toy-lines/1", Literal("A" * 64)),
    other("Passage", "digest", "passage/toy-lines/1", Literal("a" * 63)),
    lacking("Inference", "reasoning", INFERENCE),
    second("Inference", "reasoning", INFERENCE, Literal("For another reason.", language="en")),
    lacking("Inference", "premises", INFERENCE),
    second("Inference", "premises", INFERENCE, entity("premises-of-another")),
    lacking("Ranking", "rank", RANKING),
    second("Ranking", "rank", RANKING, term("preferred")),
    other("Ranking", "rank", RANKING, term("best")),
    lacking("Ranking", "subject", RANKING),
    second("Ranking", "subject", RANKING, entity("case-beta")),
    lacking("Ranking", "property", RANKING),
    second("Ranking", "property", RANKING, term("lawyer")),
    lacking("Ranking", "value", RANKING),
    second("Ranking", "value", RANKING, entity("helpers-club")),
]


def _shapes() -> Graph:
    return Graph().parse(resources.shapes(), format="turtle")


def _path(graph: Graph, node: Node) -> str:
    path = graph.value(node, SH.path)
    inverse = graph.value(path, SH.inversePath)
    return shorten(str(path)) if inverse is None else f"^{shorten(str(inverse))}"


def _messages() -> dict[tuple[str, str], str]:
    """The message of each property shape by its node shape and path, and those of whole nodes."""
    graph = _shapes()
    found = {}
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        name = str(shape).rpartition("#")[2]
        if (shape, SH.xone, None) in graph:
            found[name, ""] = str(graph.value(shape, SH.message))
        for node in graph.objects(shape, SH.property):
            found[name, _path(graph, node)] = str(graph.value(node, SH.message) or "")
    return found


MESSAGES = _messages()


def test_every_property_shape_has_a_sample() -> None:
    """A shape that is added needs its sample above."""
    assert {(sample.shape, sample.path) for sample in SAMPLES} == MESSAGES.keys()


def test_the_toy_graph_is_without_fault(toy: Dataset) -> None:
    """Shapes and checks are silent."""
    assert validate(toy) == []


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_a_shape_fires(toy: Dataset, sample: Sample) -> None:
    """With its own message, for the node that is broken."""
    found = [finding.message for finding in validate(sample.of(toy))]
    message = MESSAGES[sample.shape, sample.path]
    assert any(text.startswith(message) and f"id:{sample.focus}" in text for text in found), found


@pytest.mark.parametrize("key", MESSAGES)
def test_a_shape_is_silent_without_its_fault(toy: Dataset, key: tuple[str, str]) -> None:
    """What breaks one shape breaks no other."""
    sample = next(sample for sample in SAMPLES if (sample.shape, sample.path) == key)
    found = {finding.message.rpartition(" (id:")[0] for finding in _of_shapes(sample.of(toy))}
    assert found == {MESSAGES[key]}


def _of_shapes(broken: Dataset) -> list[Finding]:
    """The findings of the shapes alone."""
    return validate(broken, checks=Path(__file__).parent / "no-checks")


def _data(made: Dataset) -> str:
    triples = {quad.triple for quad in made.quads if quad.graph_name in (DefaultGraph(), PROVENANCE)}
    return serialized(sorted(triples, key=str), RdfFormat.N_TRIPLES).decode()


def _ours(data: str) -> tuple[bool, set[tuple[str, str]]]:
    """The verdict of shacl_rust, and for each result the node and the kind of constraint."""
    report = shacl_rust.validate(data, resources.shapes().read_text(encoding="utf-8"), data_format="nt")
    results = {
        (result["focusNode"].strip("<>"), result["sourceConstraintComponent"].strip("<>"))
        for result in report["results"]
    }
    return report["conforms"], results


def _theirs(data: str, shapes: Graph) -> tuple[bool, set[tuple[str, str]]]:
    """The verdict and the results of pySHACL."""
    graph = Graph().parse(data=data, format="nt")
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    assert isinstance(report, Graph)
    results = {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.sourceConstraintComponent)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    return bool(conforms), results


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """The shapes in rdflib."""
    return _shapes()


def test_pyshacl_agrees_on_the_toy_graph(toy: Dataset, shapes: Graph) -> None:
    """The reference finds nothing either."""
    assert _theirs(_data(toy), shapes) == _ours(_data(toy)) == (True, set())


def test_pyshacl_agrees_on_the_real_graph(ontology: Ontology, shapes: Graph) -> None:
    """The reference finds nothing either."""
    made = dataset.build(facts.load(ROOT / "graph", ontology), ontology)
    assert _theirs(_data(made), shapes) == _ours(_data(made)) == (True, set())


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_pyshacl_agrees_on_broken_data(toy: Dataset, shapes: Graph, sample: Sample) -> None:
    """The same verdict, the same nodes, the same kinds of constraint."""
    data = _data(sample.of(toy))
    ours = _ours(data)
    assert ours == _theirs(data, shapes)
    assert not ours[0]
    assert ID + sample.focus in {focus for focus, _ in ours[1]}


def test_pyshacl_agrees_on_everything_broken_at_once(toy: Dataset, shapes: Graph) -> None:
    """Results do not hide one another."""
    every = {quad for sample in SAMPLES for quad in sample.of(toy).quads} - set(toy.quads)
    gone = [sample.removed for sample in SAMPLES if sample.removed]
    data = _data(adding(without(toy, *gone), *every))
    ours = _ours(data)
    assert ours == _theirs(data, shapes)
    assert len({focus for focus, _ in ours[1]}) >= 15


# Checks


def blank(toy: Dataset) -> Dataset:
    """A subject and a value that are blank, one of them in a passage."""
    return adding(
        toy,
        Quad(BlankNode("a"), term("alias"), Literal("Somebody"), entity("passage/toy-a/page")),
        Quad(entity("director-one"), term("alias"), BlankNode("b")),
    )


def two_titles(toy: Dataset) -> Dataset:
    """Both titles of an episode, each with its passage, in the default graph."""
    return adding(toy, Quad(entity("episode-a1"), term("title"), Literal("The First")))


def two_numbers(toy: Dataset) -> Dataset:
    """One number as two datatypes."""
    year = Literal("1", datatype=NamedNode(f"{XSD}decimal"))
    return adding(toy, Quad(entity("episode-a1"), term("number"), year))


def two_parts(toy: Dataset) -> Dataset:
    """An episode of two parts."""
    return adding(toy, Quad(entity("episode-a1"), term("partOf"), entity("part-a2")))


def unknown_property(toy: Dataset) -> Dataset:
    """A property that nobody described."""
    return adding(toy, Quad(entity("director-one"), term("shoeSize"), integer(43)))


def unknown_class(toy: Dataset) -> Dataset:
    """A class that nobody described."""
    return adding(toy, Quad(entity("director-one"), term("rdf:type"), term("Wizard")))


def premise_not_asserted(toy: Dataset) -> Dataset:
    """An inference from a credit that the default graph lacks."""
    gone = Quad(
        entity("credit/sam-same-1/episode-a4/director"), term("person"), entity("sam-same-1"), DefaultGraph()
    )
    assert gone in toy.quads
    return replace(toy, quads=tuple(quad for quad in toy.quads if quad != gone))


def premise_without_source(toy: Dataset) -> Dataset:
    """An inference from a credit that stands in no passage."""
    credit = entity("credit/sam-same-1/episode-a4/director")
    passage = entity("passage/toy-a/page")
    return replace(toy, quads=tuple(q for q in toy.quads if (q.subject, q.graph_name) != (credit, passage)))


def premise_is_the_conclusion(toy: Dataset) -> Dataset:
    """An inference from its own statement."""
    credit = entity("credit/director-four/episode-a3/director")
    statement = (credit, term("person"), entity("director-four"))
    return adding(toy, Quad(*statement, entity(f"{INFERENCE}/premises")))


def unsupported(toy: Dataset) -> Dataset:
    """A statement that stands nowhere else."""
    return adding(toy, Quad(entity("director-one"), term("alias"), Literal("D. One")))


def supported_by_nothing_described(toy: Dataset) -> Dataset:
    """A statement that stands in a graph of which the provenance knows nothing."""
    triple = (entity("director-one"), term("alias"), Literal("D. One"))
    return adding(toy, Quad(*triple), Quad(*triple, entity("passage/unknown/page")))


def supported_by_the_derived_graph(toy: Dataset) -> Dataset:
    """The list of derived statements is no evidence."""
    triple = (entity("director-one"), term("alias"), Literal("D. One"))
    return adding(toy, Quad(*triple), Quad(*triple, entity("derived")))


def foreign_factor(toy: Dataset) -> Dataset:
    """A factor that is a theme of a series."""
    triple = entity("case-beta"), term("factor"), entity("theme/forensic-science")
    return adding(toy, Quad(*triple), Quad(*triple, entity("passage/toy-a/page")))


def conviction_of_a_subject(toy: Dataset) -> Dataset:
    """A case without an exoneration, of a person whom two films portray."""
    triple = entity("case-zeta"), term("exoneree"), entity("subject-one")
    return adding(toy, Quad(*triple), Quad(*triple, entity("passage/toy-a/page")))


def perpetrator_without_admission(toy: Dataset) -> Dataset:
    """A second perpetrator, of whom nothing else is known."""
    triple = entity("case-beta"), term("perpetrator"), entity("lawyer-two")
    return adding(toy, Quad(*triple), Quad(*triple, entity("passage/toy-a/page")))


def admission_removed(toy: Dataset) -> Dataset:
    """A perpetrator whose confession no longer is cited."""
    return without(toy, ("perpetrator-one", "admission"))


def portrayed_exoneree(toy: Dataset) -> Dataset:
    """An exoneree with an outcome, as if there had been no exoneration."""
    portrayed = entity("film-y"), term("portrays"), entity("exoneree-beta")
    outcome = entity("exoneree-beta"), term("outcome"), Literal("released after a plea")
    passage = entity("passage/toy-a/page")
    return adding(toy, Quad(*portrayed), Quad(*portrayed, passage), Quad(*outcome), Quad(*outcome, passage))


def subject_without_outcome(toy: Dataset) -> Dataset:
    """A person of whom nothing but the portrayal is known."""
    triple = entity("film-y"), term("portrays"), entity("lawyer-two")
    return adding(toy, Quad(*triple), Quad(*triple, entity("passage/toy-a/page")))


def outcome_removed(toy: Dataset) -> Dataset:
    """A person of two works; a rival outcome that is not asserted does not help."""
    return without(toy, ("subject-one", "outcome"))


BREAKS: list[tuple[str, Callable[[Dataset], Dataset], list[str]]] = [
    ("blank-node", blank, ['_: alias "Somebody"', "id:director-one alias _:"]),
    ("conviction-of-a-subject", conviction_of_a_subject, ["id:case-zeta exoneree id:subject-one"]),
    ("foreign-factor", foreign_factor, ["id:case-beta factor id:theme/forensic-science"]),
    (
        "perpetrator-without-admission",
        perpetrator_without_admission,
        ["id:case-beta perpetrator id:lawyer-two"],
    ),
    (
        "perpetrator-without-admission",
        admission_removed,
        ["id:case-alpha perpetrator id:perpetrator-one"],
    ),
    ("portrayed-exoneree", portrayed_exoneree, ["id:film-y portrays id:exoneree-beta"]),
    ("several-values", two_titles, ["id:episode-a1 title"]),
    ("several-values", two_numbers, ["id:episode-a1 number"]),
    ("several-values", two_parts, ["id:episode-a1 partOf"]),
    ("subject-without-outcome", subject_without_outcome, ["id:film-y portrays id:lawyer-two"]),
    (
        "subject-without-outcome",
        outcome_removed,
        ["id:film-x portrays id:subject-one", "id:film-y portrays id:subject-one"],
    ),
    ("unknown-term", unknown_property, ["id:director-one shoeSize"]),
    ("unknown-term", unknown_class, ["id:director-one rdf:type Wizard"]),
    (
        "unsupported-premise",
        premise_not_asserted,
        ["id:credit/sam-same-1/episode-a4/director person id:sam-same-1"],
    ),
    (
        "unsupported-premise",
        premise_without_source,
        [
            "id:credit/sam-same-1/episode-a4/director person id:sam-same-1",
            "id:credit/sam-same-1/episode-a4/director role id:role/director",
            "id:credit/sam-same-1/episode-a4/director work id:episode-a4",
        ],
    ),
    (
        "unsupported-premise",
        premise_is_the_conclusion,
        ["id:credit/director-four/episode-a3/director person id:director-four"],
    ),
    ("unsupported-statement", unsupported, ['id:director-one alias "D. One"']),
    ("unsupported-statement", supported_by_nothing_described, ['id:director-one alias "D. One"']),
    ("unsupported-statement", supported_by_the_derived_graph, ['id:director-one alias "D. One"']),
]


def test_every_check_has_a_sample() -> None:
    """A check that is added needs its sample above."""
    assert sorted({name for name, *_ in BREAKS}) == CHECKS


@pytest.mark.parametrize("name", CHECKS)
def test_the_header_of_a_check(name: str) -> None:
    """What the problem is, and how to solve it."""
    header = read_header((resources.CHECKS / f"{name}.rq").read_text(encoding="utf-8"), name)
    assert header.keys() == {"summary", "problem", "solution"}
    assert str(header["problem"]).endswith(".")
    assert str(header["solution"]).endswith(".")


@pytest.mark.parametrize(("name", "broken", "shown"), BREAKS, ids=[b[1].__name__ for b in BREAKS])
def test_a_check_fires(
    toy: Dataset, name: str, broken: Callable[[Dataset], Dataset], shown: list[str]
) -> None:
    """One finding for each fault, with the summary as message, the statement, and the solution as hint."""
    header = read_header((resources.CHECKS / f"{name}.rq").read_text(encoding="utf-8"), name)
    summary = str(header["summary"])
    found = [finding for finding in validate(broken(toy)) if finding.message.startswith(summary)]
    messages = [re.sub(r"_:\w+", "_:", finding.message) for finding in found]
    statements = sorted(message.removeprefix(f"{summary} (").removesuffix(")") for message in messages)
    assert len(statements) == len(shown)
    for statement, start in zip(statements, sorted(shown), strict=True):
        assert statement.startswith(start)
    assert {finding.hint for finding in found} == {header["solution"]}


def test_an_inference_from_an_inference_is_supported(ontology: Ontology, tmp_path: Path) -> None:
    """As long as that one starts from what has a source."""
    folder = _changed(
        tmp_path,
        "films:\n",
        "films:\n  film-v:\n    label: Film V\n    title: {value: Film V, sources: [toy-a]}\n"
        "    credits:\n      director:\n        value: director-four\n        inferred:\n"
        "          name: film-v-director\n          reasoning: Who made the one made the other.\n"
        "          premises: [episode-a3 director director-four]\n",
    )
    assert validate(dataset.build(facts.load(folder, ontology), ontology)) == []


CIRCLE = """films:
  film-v:
    label: Film V
    title: {value: Film V, sources: [toy-a]}
    credits:
      director:
        value: director-one
        inferred:
          name: film-v-director
          reasoning: Who made the one made the other.
          premises: [film-w director director-one]
  film-w:
    label: Film W
    title: {value: Film W, sources: [toy-a]}
    credits:
      director:
        value: director-one
        inferred:
          name: film-w-director
          reasoning: Who made the other made the one.
          premises: [film-v director director-one]
"""


def test_inferences_in_a_circle_are_refused(tmp_path: Path) -> None:
    """A premise is a fact with a source, or an inference that has such premises (fact-format.md)."""
    folder = _changed(tmp_path, "films:\n", CIRCLE)
    with pytest.raises(FactsError) as caught:
        building.check(folder, print)
    messages = [finding.message for finding in caught.value.findings]
    assert messages == ["an inference that rests on itself"] * 2


# Places


def _changed(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the toy facts with a text changed in the one file that has it."""
    folder = copytree(TOY, tmp_path / "facts")
    (path,) = [path for path in folder.glob("*.yaml") if old in path.read_text(encoding="utf-8")]
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def _where(folder: Path, file: str, anchor: str, needle: str) -> Place:
    """The place of *needle* in the one line that holds *anchor*."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if anchor in line]
    return Place(str(folder / file), number, lines[number - 1].index(needle) + 1)


NO_EXONERATION = ("      exoneration/1:\n        date: {value: 2009-09-09, sources: [toy-a]}\n", "")


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (
            ("    title: {value: Series B, sources: [toy-a]}\n", ""),
            ("works.yaml", "  series-b:", "series-b"),
            "A work needs a title. (id:series-b title)",
        ),
        (
            ("number: {value: 10,", "number: {value: 0,"),
            ("works.yaml", "number: {value: 0,", "0,"),
            "A part or an episode needs its number in the series, from 1. (id:episode-a10 number",
        ),
        (
            ("{about: 50, within: 5, sources: [toy-c]}", "{value: 0, sources: [toy-c]}"),
            ("works.yaml", "runtimeMinutes: {value: 0,", "0,"),
            "A running time is a number of minutes, 1 or more. (id:episode-a1 runtimeMinutes",
        ),
        (
            ("  lawyer-two:\n", "  nobody:\n    label: Nobody Knows Why\n  lawyer-two:\n"),
            ("cases.yaml", "  nobody:", "nobody"),
            "A person without a role: add the credit, or the fact of a case",
        ),
        (
            ("yearsLost: {value: 3,", "yearsLost: {value: 103,"),
            ("cases.yaml", "yearsLost: {value: 103,", "103,"),
            "Years lost are between 0 and 100. (id:case-beta yearsLost",
        ),
        (
            NO_EXONERATION,
            ("cases.yaml", "exoneree: {value: exoneree-delta,", "exoneree-delta"),
            "A case needs the exoneree that it is about, and an exoneration among its events. (id:case-delta",
        ),
    ],
)
def test_what_the_loader_lets_through_is_found_at_its_place(
    run: Run, tmp_path: Path, change: tuple[str, str], place: tuple[str, str, str], message: str
) -> None:
    """The statement's place in its fact file, or the entity's where there is no statement."""
    folder = _changed(tmp_path, *change)
    result = run("check", "--facts", folder)
    found = f"{_where(folder, *place)}: {message}"
    assert result.exit_code == 1
    assert any(line.startswith(found) for line in result.stdout.splitlines()), f"{found}\n{result.stdout}"


def test_a_conviction_without_its_end_is_found_at_its_event(run: Run, tmp_path: Path) -> None:
    """Never one without the other."""
    folder = _changed(tmp_path, *NO_EXONERATION)
    date = _where(folder, "cases.yaml", "date: {value: 1999-09-09", "date")
    event = Place(date.file, date.line - 1, date.column - 2)
    message = "A wrongful conviction is never recorded without its end"
    assert f"{event}: {message}" in run("check", "--facts", folder).stdout


def test_the_place_of_a_credit(toy: Dataset) -> None:
    """That of the fact that makes it."""
    (found,) = _of_shapes(lacking("Credit", "role", CREDIT).of(toy))
    place = _where(TOY, "works.yaml", "TRAP: two episodes of one theme count two", "director-one")
    assert found.place.line == place.line
    assert found.place.column == place.column
    assert found.place.file.endswith("tests/toy/works.yaml")


def test_the_place_of_a_source(toy: Dataset) -> None:
    """That of its description."""
    (found,) = _of_shapes(lacking("Source", "sourceKind", "source/toy-b").of(toy))
    place = _where(TOY, "sources.yaml", "  toy-b:", "toy-b")
    assert (found.place.line, found.place.column) == (place.line, place.column)


def test_what_was_written_nowhere_has_a_place_all_the_same(toy: Dataset) -> None:
    """A statement that no fact file has is a fault of the program."""
    (found,) = validate(adding(toy, Quad(entity("ghost"), term("alias"), Literal("Boo"))))
    assert found.place == NOWHERE


def test_findings_come_in_the_order_of_their_places(toy: Dataset) -> None:
    """Each once."""
    broken = without(toy, ("series-b", "title"), ("case-beta", "state"), ("part-a1", "number"))
    found = validate(broken)
    places = [finding.place for finding in found]
    assert len(found) == 3
    assert places == sorted(places)
    assert len(set(found)) == len(found)


# What cannot be used


@pytest.mark.parametrize("text", ["not Turtle", "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:a> sh:path"])
def test_shapes_that_are_not_turtle(toy: Dataset, tmp_path: Path, text: str) -> None:
    """The error names the file."""
    path = tmp_path / "shapes.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"shapes\.ttl cannot be used"):
        validate(toy, path)


def test_shapes_that_are_not_there(toy: Dataset, tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(OntologyError, match=r"missing\.ttl cannot be used"):
        validate(toy, tmp_path / "missing.ttl")


def _check(tmp_path: Path, text: str) -> Path:
    (tmp_path / "odd.rq").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?subject { ?subject ?p ?o }", "odd.rq has no header with a summary"),
        ("#+ summary: odd\nASK { ?s ?p ?o }", "check odd.rq is not a SELECT query"),
        ("#+ summary: odd\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "check odd.rq is not a SELECT query"),
    ],
)
def test_a_check_that_cannot_be_used(toy: Dataset, tmp_path: Path, text: str, message: str) -> None:
    """The error names the file."""
    with pytest.raises(OntologyError, match=message):
        validate(toy, checks=_check(tmp_path, text))


def test_a_check_that_is_not_sparql(toy: Dataset, tmp_path: Path) -> None:
    """An error with a message, as `validate` says, and not a traceback."""
    with pytest.raises(OntologyError, match=r"odd\.rq"):
        validate(toy, checks=_check(tmp_path, "#+ summary: odd\nSELECT ?subject {"))


def test_a_check_of_ones_own(toy: Dataset, tmp_path: Path) -> None:
    """Every row is a finding; a check may return a subject only, or nothing that is known."""
    text = '#+ summary: no Zs\nSELECT ?subject { ?subject a <%sPerson> ; <%slabel> ?l FILTER STRSTARTS(?l, "Z") }'
    folder = _check(tmp_path, text % (INNO, PREFIXES["rdfs"]))
    (found,) = validate(toy, checks=folder)
    assert found.message == "no Zs (id:director-six)"
    assert found.hint == ""
    assert found.place.line == _where(TOY, "works.yaml", "  director-six:", "director-six").line
