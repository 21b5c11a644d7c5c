"""Asserted statements → nodes and edges, in one pass over the properties that make them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.answers import Labels
from innograph.evidence import Evidence, whole
from innograph.independence import Independence
from innograph.namespaces import CREDIT_SHORTCUT, TYPE, term
from innograph.network.claims import CREDIT, HOLDERS, Claims, credit_words
from innograph.network.grounds import INFERENCE, PASSAGE, Grounds, canonical, marks, stating
from innograph.network.records import Edge, Node, identify
from innograph.network.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from innograph.network.grounds import Entry
    from innograph.network.terms import NodeClass, Relation
    from innograph.statements import Statement, Term
    from innograph.store import Store

    Known = dict[str, NamedNode]  # entities that are nodes, by their ids
    Link = tuple[str, str, str, str]  # both ends by their ids, the IRIs of the relation and of what says it
    Weighed = tuple[int, tuple[str, ...], str]
    Matched = dict[tuple[str, str, str], list[Entry]]

WORK, ROLE, SCOPE = term("work"), term("role"), term("scope")
BATCH = 1_000  # edges that are looked up together
KEPT = 10_000  # sets of graphs of which is remembered what they come to
FOLLOWS = term("holdsRole")  # says again what edges say


@dataclass(slots=True, eq=False)
class Draft:
    """An edge before its evidence is looked up.

    Attributes:
        statement: The statement that says it; of a credit, who holds it.
        words: The scope of the credit, or the event; else empty.
        rivals: Claims that contradict it.
        order: What edges are sorted by: the ids of both ends, the relation and the IRI.
    """

    source: NamedNode
    target: NamedNode
    relation: Relation
    uri: NamedNode
    statement: Statement
    words: str = ""
    rivals: tuple[Statement, ...] = ()
    order: Link = ("", "", "", "")

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

    def __init__(self, store: Store, *, at_once: bool) -> None:
        self.evidence = whole(store) if at_once else Evidence(store.oxigraph, Labels(store.oxigraph))
        self.graph = self.evidence.graph
        self.labels = self.evidence.labels
        self.terms = Terms(self.graph)
        self.grounds = Grounds(store, self.evidence)
        self.independence = Independence(self.graph)
        self._relations = {relation.iri.value: relation for relation in self.terms.relations.values()}
        self._weighed: dict[tuple[object, ...], Weighed] = {}

    def nodes(self) -> Iterator[Node]:
        """The nodes, sorted."""
        for entity, classes in sorted(self._typed().items(), key=lambda item: identify(item[0])):
            if self.evidence.is_asserted_of(entity, besides=FOLLOWS):
                kind = most_specific(classes)
                label = self.labels.of(entity)
                types = tuple(sorted(each.name for each in classes))
                yield Node(identify(entity), entity.value, label, kind.name, kind.label, kind.color, types)

    def edges(self) -> Iterator[Edge]:
        """The edges, sorted; what they say is looked up as they are asked for.

        Four texts of each edge are held, to sort them.
        """
        known = {identify(entity): entity for entity in self._typed()}
        links = iter(sorted([*self._plain(known), *self._credits(known)]))
        numbers = count()
        while drafts := [self._draft(link, known) for link in islice(links, BATCH)]:
            matched = self.grounds.matched(draft.statement for draft in drafts if draft.is_made_by_rules)
            yield from (self._edge(f"e{next(numbers)}", draft, matched) for draft in drafts)

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

    def _owners(self) -> dict[NamedNode, NamedNode]:
        """For each event its case."""
        return {
            quad.object: quad.subject
            for predicate in self.terms.nesting
            for quad in self.graph.quads_for_pattern(None, predicate, None, DefaultGraph())
            if isinstance(quad.object, NamedNode) and isinstance(quad.subject, NamedNode)
        }

    def _plain(self, known: Known) -> Iterator[Link]:
        """The edges that say something of an entity, or of an event of its."""
        owners = self._owners()
        for relation in self.terms.relations.values():
            by_credit = {
                (quad.subject, quad.object)
                for quad in self.graph.quads_for_pattern(None, relation.iri, None, CREDIT_SHORTCUT)
            }
            for quad in self._asserted(relation.iri):
                subject, target = quad.subject, quad.object
                if (subject, target) in by_credit:
                    continue
                if isinstance(subject, NamedNode) and isinstance(target, NamedNode):
                    source = owners.get(subject, subject)
                    uri = relation.iri.value if source == subject else subject.value
                    link = identify(source), identify(target), relation.iri.value, uri
                    if link[0] in known and link[1] in known:
                        yield link

    def _credits(self, known: Known) -> Iterator[Link]:
        works = {quad.subject: quad.object for quad in self._asserted(WORK)}
        roles = {quad.subject: quad.object for quad in self._asserted(ROLE)}
        relations = {role: self.terms.role(role) for role in roles.values() if isinstance(role, NamedNode)}
        self._relations |= {relation.iri.value: relation for relation in relations.values()}
        for name in HOLDERS:
            for quad in self._asserted(name):
                credit, holder, work = quad.subject, quad.object, works.get(quad.subject)
                role = roles.get(credit)
                relation = relations.get(role) if isinstance(role, NamedNode) else None
                if not relation or not isinstance(credit, NamedNode):
                    continue
                if isinstance(work, NamedNode) and isinstance(holder, NamedNode):
                    link = identify(work), identify(holder), relation.iri.value, credit.value
                    if link[0] in known and link[1] in known:
                        yield link

    def _asserted(self, predicate: NamedNode) -> Iterator[Quad]:
        """The asserted statements with a property."""
        return self.graph.quads_for_pattern(None, predicate, None, DefaultGraph())

    def _draft(self, link: Link, known: Known) -> Draft:
        source, target = known[link[0]], known[link[1]]
        relation, uri = self._relations[link[2]], NamedNode(link[3])
        if link[3].startswith(CREDIT):
            statement = next(
                each for each in self.evidence.statements(uri, target) if each.predicate in HOLDERS
            )
            return Draft(source, target, relation, uri, statement, self._scope(uri), order=link)
        subject = source if uri == relation.iri else uri
        statement = self.evidence.statement(subject, relation.iri, target)
        words = "" if subject == source else self._event_words(subject, source)
        claims = self.evidence.statements(subject, predicate=relation.iri) if relation.single_valued else ()
        rivals = _rivals(claims)
        return Draft(source, target, relation, uri, statement, words, rivals, order=link)

    def _scope(self, credit: NamedNode) -> str:
        """The portion of the work that the credit is for; empty for the whole."""
        scopes = self.graph.quads_for_pattern(credit, SCOPE, None, DefaultGraph())
        return next((quad.object.value for quad in scopes if isinstance(quad.object, Literal)), "")

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
            disputed=bool(draft.rivals) or statement.disputed,
            derived=statement.derived,
            sources=sources,
            evidence=evidence,
            fact=draft.fact,
        )

    def _weigh(self, draft: Draft, matched: Matched) -> Weighed:
        """How many independent sources state it, their marks, and the evidence; the same for the same."""
        if draft.is_credit or draft.is_made_by_rules:
            return self._weighed_anew(draft, self.grounds.rank(draft.claim), matched)
        rank = self.grounds.rank(draft.claim)
        known = (frozenset(draft.statement.graphs), tuple(rank.items()), draft.rivals)
        if known not in self._weighed:
            if len(self._weighed) >= KEPT:
                self._weighed.clear()
            self._weighed[known] = self._weighed_anew(draft, rank, matched)
        return self._weighed[known]

    def _weighed_anew(self, draft: Draft, rank: Entry, matched: Matched) -> Weighed:
        statement = draft.statement
        made = (statement.subject.value, statement.predicate.value, str(statement.value))
        entries = [*self.grounds.entries(statement, rank), *matched.get(made, ())]
        weight = max(1, len(self.independence.roots(stating(entries))))
        return weight, marks(entries), canonical([*entries, *self.grounds.rivals(draft.rivals)])


def most_specific(classes: Iterable[NodeClass]) -> NodeClass:
    """The class below all others; of several, one with a colour of its own, then by name."""
    classes = tuple(classes)
    above = frozenset().union(*(each.above for each in classes))
    lowest = [each for each in classes if each.iri not in above]
    return min(lowest or classes, key=lambda each: (not each.has_own_color, each.name))


def _rivals(claims: Iterable[Statement]) -> tuple[Statement, ...]:
    """The values that are claimed and not asserted."""
    return tuple(claim for claim in claims if not claim.asserted and claim.graphs)
