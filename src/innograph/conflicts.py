"""Where sources disagree: each claim that a rival contradicts, whether it is ranked or not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions

from innograph.agreement import Names, agree
from innograph.answers import Answer, Cell, Labels, Row
from innograph.errors import UnknownNameError, counted
from innograph.evidence import Evidence
from innograph.namespaces import INNO, ONTOLOGY, PREFIXES, term
from innograph.statements import Footing, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from innograph.store import Store

COLUMNS = ("subject", "property", "value", "asserted", "rank", "reason", "sources")
BOOLEAN = term("xsd:boolean")
SEVERAL_VALUES = """
SELECT ?subject ?property {
  GRAPH <https://w3id.org/innograph/ontology> { ?property a owl:FunctionalProperty }
  GRAPH ?evidence { ?subject ?property ?value }
  FILTER (?evidence NOT IN (id:provenance, id:editorial, id:derived, <https://w3id.org/innograph/ontology>))
}
GROUP BY ?subject ?property
HAVING (COUNT(DISTINCT ?value) > 1)
"""
DEPRECATED = """
SELECT ?subject ?property ?value {
  GRAPH id:provenance {
    ?ranking inno:subject ?subject ; inno:property ?property ; inno:value ?value ; inno:rank inno:deprecated
  }
  FILTER NOT EXISTS { GRAPH <https://w3id.org/innograph/ontology> { ?property a owl:FunctionalProperty } }
}
"""
CREDITS = """
SELECT ?credit {
  GRAPH <https://w3id.org/innograph/ontology> { ?role inno:shortcut ?property }
  GRAPH ?passage { ?credit inno:role ?role ; inno:work ?subject ; ?holds ?value }
  VALUES ?holds { inno:person inno:organization }
  VALUES (?property ?subject ?value) { (%s %s %s) }
}
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that a rival contradicts, or that only agrees with its rivals.

    Attributes:
        statement: What is claimed, and where it stands.
        conflicts: Whether some claim of the same subject and property does not agree with it,
            or it is deprecated.
    """

    statement: Statement
    conflicts: bool


def find(store: Store) -> list[Claim]:
    """The rival claims of the graph, those of one subject and property together.

    Rivals are different values of a property that has one value (``owl:FunctionalProperty``), and
    a deprecated value of any property. The events of a case are different subjects: a release is
    no rival of a vacatur. Whether values disagree is for `innograph.agreement.agree` to say.
    """
    evidence = Evidence(store.oxigraph, Labels(store.oxigraph))
    names = Names(store.oxigraph)
    claims = []
    for subject, wanted in _grouped(_rows(store, SEVERAL_VALUES)).items():
        statements = evidence.statements(subject)
        for predicate in wanted:
            rivals = [each for each in statements if each.predicate == predicate]
            claims += [
                Claim(each, any(not agree(each.value, rival.value, names.called) for rival in rivals))
                for each in rivals
            ]
    deprecated = (_deprecated(store, evidence, *row) for row in _rows(store, DEPRECATED))
    return [*claims, *(Claim(statement, conflicts=True) for statement in deprecated)]


def answer(
    store: Store,
    entities: Sequence[NamedNode] = (),
    properties: Sequence[str] = (),
    *,
    agreeing: bool = False,
) -> Answer:
    """A row for each rival claim, the asserted one of a group first.

    Args:
        store: The graph.
        entities: Claims about one of these, about an event of it, or with it as the value; all, if none.
        properties: Names or labels of properties; all, if none.
        agreeing: Also rivals that agree with one another as far as they go.

    Raises:
        UnknownNameError: There is no such property.
    """
    labels = Labels(store.oxigraph)
    evidence = Evidence(store.oxigraph, labels)
    wanted = {_property(store, labels, name) for name in properties}
    about = {*entities, *(event for entity in entities for event in _events(store, entity))}
    claims = [
        claim
        for claim in find(store)
        if (not wanted or claim.statement.predicate in wanted)
        and (not about or {claim.statement.subject, claim.statement.value} & about)
    ]
    shown = [claim for claim in claims if agreeing or claim.conflicts]
    rows = [_row(claim.statement, evidence, labels) for claim in shown]
    left_out = len(claims) - len(shown)
    note = f"{counted(left_out, 'claim')} left out: they agree with their rivals as far as they go"
    notes = [f"{note} (--agreeing shows them)"] if left_out else []
    return Answer(COLUMNS, tuple(sorted(rows, key=_order)), (*notes, *_imports(rows)))


def _imports(rows: Iterable[Row]) -> Iterator[str]:
    """The imports whose rows are cited: whose data they are, of which day, and the file."""
    cited = {each.name: each for row in rows for each in row.citations or () if each.name != each.source}
    for name, citation in sorted(cited.items()):
        yield f"{name}#N is row N, as a spreadsheet counts, of: {citation.reference}"


def _row(statement: Statement, evidence: Evidence, labels: Labels) -> Row:
    rank, reason = evidence.ranking(statement.subject, statement.predicate, statement.value)
    citations = evidence.citations(statement)
    marks = [*(citation.mark for citation in citations), *evidence.reasons(statement)]
    cells = (
        labels.cell(statement.subject),
        Cell(statement.predicate, labels.of(statement.predicate)),
        labels.cell(statement.value),
        labels.cell(Literal(str(statement.asserted).lower(), datatype=BOOLEAN)),
        Cell(None, rank),
        Cell(None, reason),
        Cell(None, "; ".join(marks)),
    )
    return Row(dict(zip(COLUMNS, cells, strict=True)), citations=citations)


def _order(row: Row) -> tuple[str, ...]:
    subject, name, value, asserted = (row.cells[column] for column in COLUMNS[:4])
    iri = subject.term.value if isinstance(subject.term, NamedNode) else ""
    return subject.label, iri, name.label, "0" if asserted.label == "yes" else "1", value.label


def _deprecated(store: Store, evidence: Evidence, *claimed: NamedNode) -> Statement:
    """The deprecated claim with where it stands; a credit's stands in the passages as a credit."""
    subject, predicate, value = claimed
    for statement in evidence.statements(subject):
        if (statement.predicate, statement.value) == (predicate, value) and statement.graphs:
            return statement
    held = _rows(store, CREDITS % (predicate, subject, value))
    graphs = {graph for row in held for fact in evidence.statements(row[0]) for graph in fact.graphs}
    return Statement(subject, predicate, value, Footing(graphs))


def _rows(store: Store, query: str) -> Iterator[tuple[NamedNode, ...]]:
    solutions = store.oxigraph.query(query, prefixes=PREFIXES)
    if isinstance(solutions, QuerySolutions):
        yield from (tuple(solution) for solution in solutions)


def _grouped(rows: Iterable[tuple[NamedNode, ...]]) -> dict[NamedNode, list[NamedNode]]:
    grouped: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for subject, predicate in rows:
        grouped[subject].append(predicate)
    return grouped


def _events(store: Store, entity: NamedNode) -> Iterator[NamedNode]:
    quads = store.oxigraph.quads_for_pattern(entity, term("event"), None, DefaultGraph())
    return (quad.object for quad in quads if isinstance(quad.object, NamedNode))


def _property(store: Store, labels: Labels, name: str) -> NamedNode:
    """The property that a name, a prefixed name or a label means."""
    described = store.oxigraph.quads_for_pattern(None, term("rdfs:isDefinedBy"), None, ONTOLOGY)
    terms = [quad.subject for quad in described if isinstance(quad.subject, NamedNode)]
    known = {each.value.removeprefix(INNO): each for each in terms if each.value[len(INNO) :][:1].islower()}
    by_label = {labels.of(each): each for each in known.values()}
    found = known.get(name.removeprefix("inno:")) or by_label.get(name)
    if found is None:
        raise UnknownNameError("property", name, [*known, *by_label], "docs/ontology.md lists them")
    return found
