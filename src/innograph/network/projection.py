"""Asserted statements → nodes and edges, in one pass over the properties that make them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.evidence import whole
from innograph.independence import Independence
from innograph.namespaces import CREDIT_SHORTCUT, DISPUTED, TYPE, term
from innograph.network.claims import HOLDERS, Claims, credit_words
from innograph.network.grounds import INFERENCE, PASSAGE, Grounds, canonical, marks, stating
from innograph.network.records import Edge, Node, identify
from innograph.network.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from innograph.evidence import Statement, Term
    from innograph.network.grounds import Entry
    from innograph.network.terms import NodeClass, Relation
    from innograph.store import Store

    Matched = dict[tuple[str, str, str], list[Entry]]

FOLLOWS = term("holdsRole")  # says again what edges say


@dataclass(slots=True, eq=False)
class Draft:
    """An edge before its evidence is looked up.

    Attributes:
        statement: The statement that says it; of a credit, who holds it.
        words: The scope of the credit, or the event; else empty.
        rivals: Claims that contradict it.
    """

    source: NamedNode
    target: NamedNode
    relation: Relation
    uri: NamedNode
    statement: Statement
    words: str = ""
    rivals: tuple[Statement, ...] = ()
    order: tuple[str, str, str, str] = field(init=False)

    def __post_init__(self) -> None:
        """What edges are sorted by: the ids of both ends, the relation and the IRI."""
        self.order = identify(self.source), identify(self.target), self.relation.iri.value, self.uri.value

    @property
    def is_made_by_rules(self) -> bool:
        """Whether neither a passage nor an inference makes it."""
        return not any(graph.value.startswith((PASSAGE, INFERENCE)) for graph in self.statement.graphs)

    @property
    def is_credit(self) -> bool:
        """Whether the statement is one of a credit."""
        return self.uri == self.statement.subject and self.statement.predicate in HOLDERS

    @property
    def fact(self) -> str:
        """What it says, in words."""
        if self.is_credit:
            return credit_words(self.uri, self.target)
        return f"{identify(self.statement.subject)} {self.relation.name} {identify(self.target)}"

    @property
    def claim(self) -> tuple[NamedNode, NamedNode, Term]:
        """The claim that a rank of its is about: of a credit, the shortcut that it makes."""
        if self.is_credit:
            return self.source, self.relation.iri, self.target
        return self.statement.subject, self.statement.predicate, self.statement.value


class Projection:
    """The nodes and edges of one store; see `innograph.network.nodes` and `innograph.network.edges`."""

    def __init__(self, store: Store) -> None:
        self.evidence = whole(store)
        self.graph = self.evidence.graph
        self.labels = self.evidence.labels
        self.terms = Terms(self.graph)
        self.grounds = Grounds(store, self.evidence)
        self.independence = Independence(self.graph)
        self._weighed: dict[tuple[object, ...], tuple[int, tuple[str, ...], str]] = {}

    def nodes(self) -> Iterator[Node]:
        """The nodes, sorted."""
        for entity, classes in sorted(self._typed().items(), key=lambda item: identify(item[0])):
            if self._is_known(entity):
                kind = most_specific(classes)
                label = self.labels.of(entity)
                types = tuple(sorted(each.name for each in classes))
                yield Node(identify(entity), entity.value, label, kind.name, kind.label, kind.color, types)

    def edges(self) -> Iterator[Edge]:
        """The edges, sorted; evidence is looked up as they are asked for."""
        known = self._typed()
        owners = self._owners()
        drafts = [*self._plain(known, owners), *self._credits(known)]
        drafts.sort(key=lambda draft: draft.order)
        matched = self.grounds.matched(draft.statement for draft in drafts if draft.is_made_by_rules)
        return (self._edge(f"e{number}", draft, matched) for number, draft in enumerate(drafts))

    def claims(self) -> Claims:
        """What is claimed of nodes and drawn as no edge."""
        return Claims(self.grounds, self.terms, self._owners(), self._typed())

    def _typed(self) -> dict[NamedNode, list[NodeClass]]:
        found: dict[NamedNode, list[NodeClass]] = defaultdict(list)
        for iri, node_class in self.terms.node_classes.items():
            for quad in self.graph.quads_for_pattern(None, TYPE, iri, DefaultGraph()):
                if isinstance(quad.subject, NamedNode):
                    found[quad.subject].append(node_class)
        return found

    def _is_known(self, entity: NamedNode) -> bool:
        """Whether anything is asserted of it besides its label and its classes."""
        about, said = self.evidence.statements(entity), self.evidence.statements(None, entity)
        return any(each.asserted and each.predicate != FOLLOWS for found in (about, said) for each in found)

    def _owners(self) -> dict[NamedNode, NamedNode]:
        """For each event its case."""
        return {
            quad.object: quad.subject
            for predicate in self.terms.nesting
            for quad in self.graph.quads_for_pattern(None, predicate, None, DefaultGraph())
            if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode)
        }

    def _plain(
        self, known: dict[NamedNode, list[NodeClass]], owners: dict[NamedNode, NamedNode]
    ) -> Iterator[Draft]:
        for relation in self.terms.relations.values():
            statements = self.evidence.statements(None, predicate=relation.iri)
            rivals = _rivals(statements) if relation.single_valued else {}
            for statement in statements:
                subject, target = statement.subject, statement.value
                source = owners.get(subject, subject)
                if not statement.asserted or statement.stands_in(CREDIT_SHORTCUT):
                    continue
                if source in known and target in known and isinstance(target, NamedNode):
                    nested = source != subject
                    words = self._event_words(subject, source) if nested else ""
                    uri = subject if nested else relation.iri
                    against = tuple(rivals.get(subject, ()))
                    yield Draft(source, target, relation, uri, statement, words, against)

    def _credits(self, known: dict[NamedNode, list[NodeClass]]) -> Iterator[Draft]:
        works, roles = self._asserted("work"), self._asserted("role")
        scopes = self._asserted("scope")
        relations = {
            role: self.terms.role(role) for role in set(roles.values()) if isinstance(role, NamedNode)
        }
        for name in HOLDERS:
            for statement in self.evidence.statements(None, predicate=name):
                credit, holder = statement.subject, statement.value
                work, role, scope = works.get(credit), roles.get(credit), scopes.get(credit)
                if statement.asserted and work in known and holder in known and role in relations:
                    words = scope.value if isinstance(scope, Literal) else ""
                    yield Draft(work, holder, relations[role], credit, statement, words)  # type: ignore[arg-type,index]

    def _asserted(self, name: str) -> dict[object, object]:
        quads = self.graph.quads_for_pattern(None, term(name), None, DefaultGraph())
        return {quad.subject: quad.object for quad in quads}

    def _event_words(self, event: NamedNode, case: NamedNode) -> str:
        """The event's label without the case's; a wrongful conviction's says what ended it."""
        return self.labels.of(event).removeprefix(f"{self.labels.of(case)}: ")

    def _edge(self, key: str, draft: Draft, matched: Matched) -> Edge:
        statement, relation = draft.statement, draft.relation
        source, target, predicate, uri = draft.order
        weight, sources, evidence = self._weigh(draft, matched)
        words = f" ({draft.words})" if draft.words else ""
        return Edge(
            key=key,
            source=source,
            target=target,
            predicate=predicate,
            label=relation.label + words,
            inverse=relation.inverse + words,
            interaction=relation.name,
            weight=weight,
            uri=uri,
            disputed=bool(draft.rivals) or statement.stands_in(DISPUTED),
            derived=statement.derived,
            sources=sources,
            evidence=evidence,
            fact=draft.fact,
        )

    def _weigh(self, draft: Draft, matched: Matched) -> tuple[int, tuple[str, ...], str]:
        """How many independent sources state it, their marks, and the evidence; the same for the same."""
        statement, rank = draft.statement, self.grounds.rank(draft.claim)
        alone = statement if draft.is_credit or draft.is_made_by_rules else None
        known = (frozenset(statement.graphs), tuple(rank.items()), draft.rivals, alone)
        if known not in self._weighed:
            made = (statement.subject.value, statement.predicate.value, str(statement.value))
            entries = [*self.grounds.entries(statement, rank), *matched.get(made, ())]
            weight = max(1, len(self.independence.roots(stating(entries))))
            evidence = canonical([*entries, *self.grounds.rivals(draft.rivals)])
            self._weighed[known] = weight, marks(entries), evidence
        return self._weighed[known]


def most_specific(classes: Iterable[NodeClass]) -> NodeClass:
    """The class below all others; of several, one with a colour of its own, then by name."""
    classes = tuple(classes)
    above = frozenset().union(*(each.above for each in classes))
    lowest = [each for each in classes if each.iri not in above]
    return min(lowest or classes, key=lambda each: (not each.has_own_color, each.name))


def _rivals(statements: Iterable[Statement]) -> dict[NamedNode, list[Statement]]:
    """For each subject the values that are claimed and not asserted."""
    found: dict[NamedNode, list[Statement]] = defaultdict(list)
    for statement in statements:
        if not statement.asserted and statement.graphs:
            found[statement.subject].append(statement)
    return found
