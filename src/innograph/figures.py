"""How large the graph is, what it rests on, what it covers, and how its entities are connected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions

from innograph import conflicts, network
from innograph.answers import Answer, Cell, Labels, Row
from innograph.errors import QueryError, UnknownNameError
from innograph.independence import SOURCE, Independence
from innograph.namespaces import DERIVED_FROM, ID, ONTOLOGY, PREFIXES, PROVENANCE, TYPE, term
from innograph.network.measures import EXACT, MEANING, SAMPLE, measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from innograph.store import Store

    Figures = Iterator[tuple[str, "Figure"]]

COLUMNS = ("section", "what", "figure", "of")
CREDITS_OWN = "inno:work, inno:role, inno:scope"  # a credit is one fact: that of its holder
LOCATORS = f"""
SELECT ?kind (COUNT(DISTINCT ?passage) AS ?passages) (COUNT(*) AS ?citations) {{
  GRAPH id:provenance {{ ?passage inno:locatorKind ?kind }}
  GRAPH ?passage {{ ?subject ?property ?value }}
  FILTER (?property NOT IN ({CREDITS_OWN}))
}} GROUP BY ?kind ORDER BY ?kind
"""
INFERRED = f"""
SELECT (COUNT(*) AS ?facts) {{
  GRAPH id:provenance {{ ?inference a inno:Inference }}
  GRAPH ?inference {{ ?subject ?property ?value }}
  FILTER (?property NOT IN ({CREDITS_OWN}))
}}
"""
COVERAGE = """
SELECT ?class (COUNT(*) AS ?values) (COUNT(DISTINCT ?property) AS ?properties) {
  { SELECT DISTINCT ?class ?entity ?property {
      VALUES ?class { %s }
      ?entity a ?class ; ?property ?value
      FILTER (STRSTARTS(STR(?property), STR(inno:)) && ?property != inno:holdsRole)
  } }
} GROUP BY ?class
"""
CLASSES = """
SELECT ?class (COUNT(DISTINCT ?entity) AS ?entities) {
  GRAPH <https://w3id.org/innograph/ontology> { ?class a owl:Class }
  ?entity a ?class
  FILTER STRSTARTS(STR(?class), STR(inno:))
} GROUP BY ?class ORDER BY DESC(?entities) STR(?class)
"""
ANY_CLASSES = """
SELECT ?class (COUNT(DISTINCT ?entity) AS ?entities) {
  { ?entity a ?class } UNION { GRAPH ?place { ?entity a ?class } }
} GROUP BY ?class ORDER BY DESC(?entities) STR(?class)
"""
NOTES = {
    "classes": "classes: entities of a class and of the classes below it, so that one may count in several.",
    "citations": "citations: one for each fact and passage that states it; that an event belongs to its case counts"
    " as a fact, which `innograph verify` does not count, for no fact file writes it apart. A row or a line can be"
    " checked by machine; a whole page has no digest.",
    "sources": "independent sources: those that repeat no other, as far as is recorded.",
    "standing": "disputed: asserted facts that another source contradicts; their rivals are not asserted."
    " derived: facts that no passage states; they follow from several. `innograph conflicts` lists rivals.",
    "coverage": "coverage: of all entities of a class and all properties that any of them has, how many have a"
    " value. `innograph ask coverage` lists the properties; that a value is missing is not a no.",
}
INTEGER = term("xsd:integer")
SIZES = ("entities", "facts", "credits", "events", "sources", "passages", "quads")
NEEDS_PROVENANCE = ("citations", "sources", "standing", "coverage", "network")
SECTIONS = ("size", "classes", *NEEDS_PROVENANCE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and what it is a part of, of an entity, a class or something said in words."""

    what: NamedNode | str
    figure: float
    of: float | None = None


def answer(store: Store, sections: Sequence[str] = ()) -> Answer:
    """The figures, a row for each, with notes on what they do and do not mean.

    Args:
        store: The graph.
        sections: Those wanted, of `SECTIONS`; all that the store can give, if none.

    Raises:
        QueryError: A section needs provenance or an ontology that the store does not have.
        UnknownNameError: There is no such section.
    """
    for name in sections:
        if name not in SECTIONS:
            raise UnknownNameError("section", name, SECTIONS, f"there are {', '.join(SECTIONS)}")
    able = _is_ours(store)
    if not able and (missing := [name for name in sections if name in NEEDS_PROVENANCE]):
        raise QueryError(f"{missing[0]} needs innograph's provenance, which {store.folder} does not have")
    possible = SECTIONS if able else [name for name in SECTIONS if name not in NEEDS_PROVENANCE]
    wanted = [name for name in possible if name in (sections or SECTIONS)]
    labels = Labels(store.oxigraph)
    rows: list[Row] = []
    notes: list[str] = []
    for name in wanted:
        found = list(_MAKERS[name](store))
        rows += [_row(labels, section, figure) for section, figure in found]
        notes += [NOTES[name]] if name in NOTES else []
        notes += [MEANING[kind] for kind in dict.fromkeys(section for section, _ in found) if kind in MEANING]
    if not able:
        notes.append("without innograph's provenance: no figures on sources, standing, coverage and network")
    if "network" in wanted and len([*network.nodes(store)]) > EXACT:
        notes.append(f"betweenness is estimated from {SAMPLE} entities")
    return Answer(COLUMNS, tuple(rows), tuple(notes))


def _row(labels: Labels, section: str, figure: Figure) -> Row:
    what = Cell(None, figure.what) if isinstance(figure.what, str) else labels.cell(figure.what)
    numbers = (
        Cell(None, "") if number is None else labels.cell(Literal(number))
        for number in (figure.figure, figure.of)
    )
    return Row(dict(zip(COLUMNS, (Cell(None, section), what, *numbers), strict=True)))


def _size(store: Store) -> Figures:
    counts = store.manifest.get("counts") or {"quads": len(store.oxigraph)}
    yield from (("size", Figure(name, counts[name])) for name in sorted(counts, key=_size_order))


def _size_order(name: str) -> tuple[int, str]:
    return (SIZES.index(name) if name in SIZES else len(SIZES)), name


def _classes(store: Store) -> Figures:
    """Entities by class, those of classes below it counted in; the largest class first."""
    query = CLASSES if _is_ours(store) else ANY_CLASSES
    yield from (("classes", Figure(iri, number)) for iri, number in _solutions(store, query))


def _citations(store: Store) -> Figures:
    rows = list(_solutions(store, LOCATORS))
    every = sum(citations for _, _, citations in rows)
    yield "citations", Figure("citations", every)
    for kind, passages, citations in rows:
        name = "whole page" if kind == "page" else kind
        yield "citations", Figure(f"by {name}", citations, every)
        yield "citations", Figure(f"passages: {name}", passages)


def _sources(store: Store) -> Figures:
    graph = store.oxigraph
    described = graph.quads_for_pattern(None, TYPE, term("Source"), PROVENANCE)
    sources = {
        quad.subject.value.removeprefix(SOURCE) for quad in described if isinstance(quad.subject, NamedNode)
    }
    passages = graph.quads_for_pattern(None, DERIVED_FROM, None, PROVENANCE)
    cited = {
        quad.object.value.removeprefix(SOURCE)
        for quad in passages
        if isinstance(quad.object, NamedNode)
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith(f"{ID}passage/")
    }
    independence = Independence(graph)
    yield "sources", Figure("sources", len(sources))
    yield "sources", Figure("independent sources", len(independence.roots(sources)), len(sources))
    yield "sources", Figure("cited sources", len(cited), len(sources))
    yield "sources", Figure("independent sources of those cited", len(independence.roots(cited)), len(cited))


def _standing(store: Store) -> Figures:
    claims = [claim.statement.asserted for claim in conflicts.find(store) if claim.conflicts]
    yield "standing", Figure("disputed facts", sum(claims))
    yield "standing", Figure("rival claims that are not asserted", len(claims) - sum(claims))
    for (facts,) in _solutions(store, INFERRED):
        yield "standing", Figure("derived facts", facts)


def _coverage(store: Store) -> Figures:
    classes = network.Terms(store.oxigraph).node_classes
    sizes = {
        iri: sum(1 for _ in store.oxigraph.quads_for_pattern(None, TYPE, iri, DefaultGraph()))
        for iri in classes
    }
    values = " ".join(str(iri) for iri in sorted(classes, key=str))
    rows = [(iri, filled, kinds * sizes[iri]) for iri, filled, kinds in _solutions(store, COVERAGE % values)]
    for iri, filled, possible in sorted(rows, key=lambda row: (-row[1] / row[2], row[0].value)):
        yield "coverage", Figure(iri, filled, possible)


def _network(store: Store) -> Figures:
    for each in measure(store):
        what = NamedNode(each.what) if "://" in each.what else each.what
        section = "network" if each.kind == "size" else each.kind
        yield section, Figure(what, each.figure, each.of)


_MAKERS: dict[str, Callable[[Store], Figures]] = {
    "size": _size,
    "classes": _classes,
    "citations": _citations,
    "sources": _sources,
    "standing": _standing,
    "coverage": _coverage,
    "network": _network,
}


def _is_ours(store: Store) -> bool:
    """Whether the store holds innograph's ontology, and so its provenance."""
    return next(store.oxigraph.quads_for_pattern(None, None, None, ONTOLOGY), None) is not None


def _solutions(store: Store, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, numbers as Python's, texts as texts."""
    solutions = store.oxigraph.query(query, prefixes=PREFIXES)
    if isinstance(solutions, QuerySolutions):
        yield from (tuple(map(_python, solution)) for solution in solutions)


def _python(found: object) -> Any:
    if not isinstance(found, Literal):
        return found
    return int(found.value) if found.datatype == INTEGER else found.value
