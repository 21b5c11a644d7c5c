"""The pages on the ontology, the questions and the use of the vocabulary."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from innograph.imports import kinds
from innograph.namespaces import shorten
from innograph.ontology import Index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.dataset import Dataset
    from innograph.ontology import Ontology
    from innograph.questions import Question

MADE = "<!-- made by `make docs`; change the ontology, the questions or the facts instead -->\n"
ANNOTATIONS = (("skos:scopeNote", ""), ("skos:example", "For example: "))
PROPERTY_KINDS = ("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property", "owl:AnnotationProperty")
ONTOLOGY_GRAPHS = ("https://w3id.org/innograph/ontology", "https://w3id.org/innograph/alignments")


def pages(known: Ontology, made: Dataset, catalogue: dict[str, Question]) -> dict[str, str]:
    """The text of each page by its file's name."""
    return {
        "ontology.md": _joined(_ontology_page(known)),
        "questions.md": _joined(_questions_page(catalogue.values())),
        "vocabulary-use.md": _joined(_use_page(known, made, catalogue.values())),
    }


def uses(known: Ontology, made: Dataset, asked: Iterable[Question]) -> dict[str, tuple[int, int, int]]:
    """For each class and property how many statements, questions and kinds of import use it.

    A class is used by the statements that type with it, a datatype by the literals that have it.
    Of the ontology's own statements those count that annotate its terms or type its individuals.
    """
    index = Index(known.triples)
    annotations = set(index.instances("owl:AnnotationProperty"))
    statements: Counter[str] = Counter()
    for quad in made.quads:
        in_ontology = isinstance(quad.graph_name, NamedNode) and quad.graph_name.value in ONTOLOGY_GRAPHS
        name = shorten(quad.predicate.value)
        if name == "rdf:type" and isinstance(quad.object, NamedNode):
            statements[shorten(quad.object.value)] += 1
        elif not in_ontology or name in annotations:
            statements[name] += 1
        if isinstance(quad.object, Literal) and not in_ontology:
            statements[shorten(quad.object.datatype.value)] += 1
    texts = [question.query for question in asked]
    filled = Counter(name for names in kinds.terms().values() for name in names)
    return {
        name: (statements[name], sum(_mentions(text, name) for text in texts), filled[name])
        for name in sorted(_terms(index))
    }


def _mentions(text: str, name: str) -> bool:
    from re import search

    return search(rf"\binno:{name}\b", text) is not None


def _terms(index: Index) -> Iterator[str]:
    for kind in ("owl:Class", "rdfs:Datatype", *PROPERTY_KINDS):
        yield from (name for name in index.instances(kind) if ":" not in name)


def _ontology_page(known: Ontology) -> Iterator[str]:
    index = Index(known.triples)
    header = "https://w3id.org/innograph/ontology"
    yield f"# {index.one(header, 'dcterms:title')}\n\n{MADE}"
    yield index.one(header, "dcterms:description") + "\n"
    yield f"Namespace `https://w3id.org/innograph/ontology#`, prefix `inno:`, version {index.one(header, 'owl:versionInfo')}.\n"
    yield "## Classes\n"
    for name in sorted(name for name in index.instances("owl:Class") if ":" not in name):
        yield from _class_entry(name, index, known)
    yield "## Properties\n"
    names = {name for kind in PROPERTY_KINDS for name in index.instances(kind)}
    for name in sorted(name for name in names if ":" not in name):
        yield from _property_entry(name, index)
    for scheme in sorted(index.instances("skos:ConceptScheme")):
        yield from _scheme_entry(scheme, index)


def _class_entry(name: str, index: Index, known: Ontology) -> Iterator[str]:
    yield f"### {name}\n"
    yield _definition(name, index)
    parents = [f"`{parent}`" for parent in index.all(name, "rdfs:subClassOf")]
    described = known.classes[name]
    own = sorted(known.properties_of(name)) if described.section or described.ancestors & {"Event"} else []
    facts_ = [
        f"A kind of {', '.join(parents)}." if parents else "",
        f"Described under `{described.section}:`." if described.section else "",
        f"Follows from `{index.one(name, 'followsFrom')}`." if index.one(name, "followsFrom") else "",
        f"Properties: {', '.join(f'`{each}`' for each in own)}." if own else "",
    ]
    yield "\n".join(f"- {fact}" for fact in facts_ if fact) + "\n"


def _property_entry(name: str, index: Index) -> Iterator[str]:
    yield f"### {name}\n"
    yield _definition(name, index)
    single = "owl:FunctionalProperty" in index.all(name, "rdf:type")
    inverse = index.one(name, "inverseLabel")
    parts = [
        _named("Of", index.all(name, "schema:domainIncludes")),
        _named("Values", index.all(name, "schema:rangeIncludes")),
        "Single-valued." if single else "",
        f"Read backwards: {inverse}." if inverse else "",
        f"Confers `{index.one(name, 'confersRole')}`." if index.one(name, "confersRole") else "",
        f"Follows from `{index.one(name, 'followsFrom')}`." if index.one(name, "followsFrom") else "",
    ]
    yield "\n".join(f"- {part}" for part in parts if part) + "\n"


def _scheme_entry(scheme: str, index: Index) -> Iterator[str]:
    yield f"## {index.one(scheme, 'rdfs:label')}\n\n{_sentence(index.one(scheme, 'skos:definition'))}\n"
    for concept in sorted(index.objects):
        if scheme in index.all(concept, "skos:inScheme"):
            matches = [
                f"{kind.removeprefix('skos:')} `{match}`"
                for kind in ("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
                for match in index.all(concept, kind)
            ]
            matched = f" ({'; '.join(matches)})" if matches else ""
            definition = _sentence(index.one(concept, "skos:definition"))
            yield f"- **{index.one(concept, 'rdfs:label')}** `{concept}`: {definition}{matched}"
    yield ""


def _questions_page(asked: Iterable[Question]) -> Iterator[str]:
    yield f"# Questions\n\n{MADE}"
    yield '`innograph ask NAME`, or in other words: `innograph ask "who directed which themes"`.\n'
    for question in asked:
        yield f"## {question.name}\n\n**{question.summary}** {question.description}\n"
        yield f"Does not cover: {question.limits}\n"
        if question.needs:
            yield f"Needs {question.needs.words}.\n"
        if question.wordings:
            yield f"Also asked as: {'; '.join(question.wordings)}.\n"
        for name, parameter in question.parameters.items():
            known = parameter.entity_class not in ("", "rdfs:Resource")
            kind = f", {parameter.entity_class}" if known else ""
            yield f"- `--param {name}=…`: {parameter.description}{kind}"
        yield ""


def _use_page(known: Ontology, made: Dataset, asked: Iterable[Question]) -> Iterator[str]:
    used = uses(known, made, asked)
    counts = made.counts
    yield f"# What the vocabulary is used for\n\n{MADE}"
    yield f"The graph holds {counts['facts']:,} facts on {counts['entities']:,} entities, from {counts['sources']:,} sources.\n"
    yield "Statements of all graphs but the vocabularies' own, questions, and kinds of import, that use each class and property.\n"
    yield "| term | statements | questions | imports |\n|---|---|---|---|"
    yield from (f"| {name} | {' | '.join(map(str, counts))} |" for name, counts in used.items())
    idle = [name for name, counts in used.items() if not any(counts)]
    yield f"\nUsed by none: {', '.join(idle) or 'none'}.\n"


def _definition(name: str, index: Index) -> str:
    lines = [f"**{index.one(name, 'rdfs:label')}**: {_sentence(index.one(name, 'skos:definition'))}"]
    lines += [
        f"{prefix}{note if prefix else _sentence(note)}"
        for predicate, prefix in ANNOTATIONS
        for note in index.all(name, predicate)
    ]
    return "\n".join(lines) + "\n"


def _named(what: str, names: list[str]) -> str:
    return f"{what}: {', '.join(f'`{name}`' for name in sorted(names))}." if names else ""


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"
