"""Statements in terms of innograph, each once with the graphs that it stands in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, parse

from innograph.answers.terms import LABEL_GRAPHS
from innograph.namespaces import DERIVED, DERIVED_FROM, DISPUTED, INNO, LABEL, ONTOLOGY, PROVENANCE, term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import BlankNode, Quad, Triple

    from innograph.store import Store

    Term = NamedNode | BlankNode | Literal | Triple

NOT_EVIDENCE = frozenset((ONTOLOGY, PROVENANCE))
SUBJECT = term("subject")


@dataclass(slots=True, eq=False)
class Statement:
    """A statement, whether it is asserted, derived and disputed, and the named graphs that it stands in."""

    subject: NamedNode
    predicate: NamedNode
    value: Term
    asserted: bool = False
    derived: bool = False
    disputed: bool = False
    graphs: set[NamedNode] = field(default_factory=set)

    def note(self, graph: object) -> None:
        """Note that it stands in a graph, be it the default one."""
        if isinstance(graph, DefaultGraph):
            self.asserted = True
        elif graph == DERIVED:
            self.derived = True
        elif graph == DISPUTED:
            self.disputed = True
        elif isinstance(graph, NamedNode):
            self.graphs.add(graph)

    def stands_in(self, graph: NamedNode) -> bool:
        """Whether it stands in the named graph with this IRI."""
        return graph in self.graphs


class Reading:
    """All statements in terms of innograph and what tells of them, read at once from sorted N-Quads.

    A look-up in a store makes new objects each time, and takes ten times what one in a dictionary
    does; who asks of every entity reads all first.

    Args:
        store: A store that innograph built.

    Attributes:
        about: Statements by their subjects.
        leading_to: Statements by their values, where those are IRIs.
        labels: Labels of terms.
        rankings: Rankings by what they are about.
        described: What the provenance graph describes, and what passages are in.
    """

    def __init__(self, store: Store) -> None:
        self.about: dict[NamedNode, dict[tuple[NamedNode, Term], Statement]] = defaultdict(dict)
        self.leading_to: dict[NamedNode, list[Statement]] = defaultdict(list)
        self.labels: dict[NamedNode, dict[NamedNode | DefaultGraph, str]] = defaultdict(dict)
        self.rankings: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        self.described: set[Term] = set()
        about, own = SUBJECT, self.about[SUBJECT]
        ours: dict[NamedNode, bool] = {}
        for subject, predicate, value, graph in parse(path=str(store.nquads), format=RdfFormat.N_QUADS):
            if not isinstance(subject, NamedNode):
                continue
            if graph in NOT_EVIDENCE or predicate == LABEL:
                self._note(subject, predicate, value, graph)
                continue
            wanted = ours.get(predicate)
            if wanted is None:
                wanted = ours[predicate] = is_ours(predicate)
            if wanted:
                if subject != about:  # the lines about one follow one another, most of them
                    about, own = subject, self.about[subject]
                statement = own.get((predicate, value))
                if statement is None:
                    statement = own[predicate, value] = Statement(subject, predicate, value)
                    if isinstance(value, NamedNode):
                        self.leading_to[value].append(statement)
                statement.note(graph)

    def statements(
        self, subject: NamedNode | None, value: NamedNode | None, predicate: NamedNode | None
    ) -> list[Statement]:
        """The statements with those of these parts that are given, one at least."""
        if subject is not None:
            found = list(self.about.get(subject, {}).values())
        elif value is not None:
            found = self.leading_to.get(value, [])
        else:
            return self._saying.get(predicate, [])
        if value is None and predicate is None:
            return found
        return [
            each
            for each in found
            if (value is None or each.value == value) and (predicate is None or each.predicate == predicate)
        ]

    @cached_property
    def _saying(self) -> dict[NamedNode | None, list[Statement]]:
        found: dict[NamedNode | None, list[Statement]] = defaultdict(list)
        for own in self.about.values():
            for (predicate, _), statement in own.items():
                found[predicate].append(statement)
        return found

    def label(self, node: NamedNode) -> str | None:
        """The label of a term, as `Labels` would find it."""
        found = self.labels.get(node, {})
        return next((found[graph] for graph in LABEL_GRAPHS if graph in found), None)

    def _note(self, subject: NamedNode, predicate: NamedNode, value: Term, graph: object) -> None:
        if graph == PROVENANCE:
            self.described.add(subject)
            if predicate == DERIVED_FROM:
                self.described.add(value)
            elif predicate == SUBJECT and isinstance(value, NamedNode):
                self.rankings[value].append(subject)
        if predicate == LABEL and isinstance(value, Literal) and isinstance(graph, NamedNode | DefaultGraph):
            known = self.labels[subject]
            known[graph] = min(value.value, known.get(graph, value.value))


def made_by(found: Iterable[Quad]) -> list[Statement]:
    """The statements that quads in terms of innograph make, each once."""
    made: dict[tuple[NamedNode, NamedNode, Term], Statement] = {}
    for quad in found:
        subject, predicate, value, graph = quad
        if graph in NOT_EVIDENCE or not isinstance(subject, NamedNode) or not is_ours(predicate):
            continue
        key = (subject, predicate, value)
        statement = made.get(key)
        if statement is None:
            statement = made[key] = Statement(*key)
        statement.note(graph)
    return list(made.values())


def is_ours(predicate: NamedNode) -> bool:
    """Whether a property is one of the ontology."""
    return predicate.value.startswith(INNO)


def by_predicate(statements: Iterable[Statement], *predicates: NamedNode) -> list[Statement]:
    """The statements with one of the properties."""
    return [statement for statement in statements if statement.predicate in predicates]
