"""Asserted statements → nodes and edges, in one pass over the properties that make them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from innograph.answers import Labels
from innograph.evidence import Evidence, whole
from innograph.independence import Independence
from innograph.namespaces import term
from innograph.network.claims import Claims
from innograph.network.grounds import INFERENCE, PASSAGE, Grounds, canonical, marks, stating
from innograph.network.records import Edge, Node, identify
from innograph.network.terms import Terms
from innograph.network.wording import CREDIT, HOLDERS, credit_words
from innograph.statements import ASSERTED, NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from innograph.network.grounds import Claim, Entry
    from innograph.network.terms import NodeClass, Relation
    from innograph.statements import Footing, Statement, Term
    from innograph.store import Store

    Ids = dict[Term | None, str]  # of the entities that are nodes
    Link = tuple[str, str, str, str]  # both ends by their ids, the IRIs of the relation and of what says it
    Said = tuple[Link, Statement | None]
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
        link: What edges are sorted by: the ids of both ends, the relation and the IRI.
        statement: The statement that says it; of a credit, who holds it.
        work: Of a credit, the work.
        words: The scope of the credit, or the event; else empty.
        rivals: Claims that contradict it.
    """

    link: Link
    relation: Relation
    statement: Statement
    work: NamedNode | None = None
    words: str = ""
    rivals: tuple[Statement, ...] = ()

    @property
    def fact(self) -> str:
        """What it says, in words."""
        source, target, predicate, uri = self.link
        if self.work:
            return credit_words(self.statement.subject, self.statement.value)
        subject = source if uri == predicate else identify(self.statement.subject)
        return f"{subject} {self.relation.name} {target}"

    @property
    def claim(self) -> Claim:
        """The claim that a rank of its is about: of a credit, the shortcut that it makes."""
        said = self.statement
        if self.work:
            return self.work, self.relation.iri, said.value
        return said.subject, said.predicate, said.value


class Projection:
    """The nodes and edges of one store; see `innograph.network.nodes` and `innograph.network.edges`."""

    def __init__(self, store: Store, *, at_once: bool) -> None:
        self.evidence = whole(store) if at_once else Evidence(store.oxigraph, Labels(store.oxigraph))
        self.all = self.evidence.all
        self.graph = self.evidence.graph
        self.labels = self.evidence.labels
        self.terms = Terms(self.graph)
        self.grounds = Grounds(store, self.evidence)
        self.independence = Independence(self.graph)
        self._relations = {relation.iri.value: relation for relation in self.terms.relations.values()}
        self._by_rules: dict[Footing, bool] = {}
        self._weighed: dict[tuple[object, ...], Weighed] = {}

    def nodes(self) -> Iterator[Node]:
        """The nodes, sorted."""
        kinds: dict[tuple[str, ...], tuple[str, str, str, tuple[str, ...]]] = {}
        typed = self._typed()
        for node_id, entity in sorted((identify(entity), entity) for entity in typed):
            if self.all.is_asserted_of(entity, besides=FOLLOWS):
                names = tuple(each.name for each in typed[entity])
                if names not in kinds:
                    kind = most_specific(typed[entity])
                    kinds[names] = kind.name, kind.label, kind.color, tuple(sorted(names))
                yield Node(node_id, entity.value, self.labels.of(entity), *kinds[names])

    def edges(self) -> Iterator[Edge]:
        """The edges, sorted; what they say is looked up as they are asked for.

        Four texts of each edge are held, to sort them.
        """
        entities = {identify(entity): entity for entity in self._typed()}
        ids: Ids = {entity: node_id for node_id, entity in entities.items()}
        links = iter(sorted([*self._plain(ids), *self._credits(ids)], key=itemgetter(0)))
        numbers = count()
        while drafts := [self._draft(*link, entities) for link in islice(links, BATCH)]:
            said = (draft.statement for draft in drafts)
            matched = self.grounds.matched(each for each in said if self._is_made_by_rules(each.footing))
            for draft in drafts:
                yield self._edge(next(numbers), draft, matched)

    def claims(self) -> Claims:
        """What is claimed of nodes and drawn as no edge."""
        return Claims(self.grounds, self.terms, self._owners(), self._typed())

    def _typed(self) -> dict[NamedNode, list[NodeClass]]:
        found: dict[NamedNode, list[NodeClass]] = defaultdict(list)
        for iri, node_class in self.terms.node_classes.items():
            for entity in self.all.instances(iri):
                found[entity].append(node_class)
        return found

    def _owners(self) -> dict[Term, NamedNode]:
        """For each event its case."""
        return {
            nested.value: nested.subject
            for predicate in self.terms.nesting
            for nested in self.all.asserted(predicate)
        }

    def _plain(self, ids: Ids) -> Iterator[Said]:
        """The edges that say something of an entity, or of an event of its."""
        owners = self._owners()
        for relation in self.terms.relations.values():
            predicate = relation.iri.value
            for each in self.all.asserted(relation.iri):
                owner = owners.get(each.subject, each.subject)
                source, target = ids.get(owner), ids.get(each.value)
                if source is not None and target is not None:
                    uri = predicate if owner == each.subject else each.subject.value
                    yield (source, target, predicate, uri), self._held(each)

    def _credits(self, ids: Ids) -> Iterator[Said]:
        works, roles = (
            {each.subject: each.value for each in self.all.asserted(name)} for name in (WORK, ROLE)
        )
        relations = {role: self.terms.role(role) for role in roles.values() if isinstance(role, NamedNode)}
        self._relations |= {relation.iri.value: relation for relation in relations.values()}
        for each in chain.from_iterable(map(self.all.asserted, HOLDERS)):
            work, role = works.get(each.subject), roles.get(each.subject)
            relation = relations.get(role) if isinstance(role, NamedNode) else None
            source, target = ids.get(work), ids.get(each.value)
            if relation and source is not None and target is not None:
                yield (source, target, relation.iri.value, each.subject.value), self._held(each)

    def _held(self, statement: Statement) -> Statement | None:
        """The statement, unless its graphs are still to be looked up: then all of it is, later."""
        return None if statement.footing is NOWHERE else statement

    def _draft(self, link: Link, held: Statement | None, entities: Mapping[str, NamedNode]) -> Draft:
        relation, source = self._relations[link[2]], entities[link[0]]
        is_credit = link[3].startswith(CREDIT)
        if held is None:
            subject = source if link[3] == link[2] else NamedNode(link[3])
            held = self._looked_up(subject, relation, entities[link[1]], is_credit=is_credit)
        if is_credit:
            return Draft(link, relation, held, source, self._scope(held.subject))
        words = "" if link[3] == link[2] else self._event_words(held.subject, source)
        claims = self.all.claims(held.subject, relation.iri) if relation.single_valued else ()
        return Draft(link, relation, held, None, words, _rivals(claims))

    def _looked_up(
        self, subject: NamedNode, relation: Relation, target: NamedNode, *, is_credit: bool
    ) -> Statement:
        if is_credit:
            found = self.all.statements(subject, target, None)
            return next(each for each in found if each.predicate in HOLDERS)
        return self.all.statement(subject, relation.iri, target)

    def _scope(self, credit: NamedNode) -> str:
        """The portion of the work that the credit is for; empty for the whole."""
        scopes = self.graph.quads_for_pattern(credit, SCOPE, None, ASSERTED)
        return next((quad.object.value for quad in scopes if isinstance(quad.object, Literal)), "")

    def _event_words(self, event: NamedNode, case: NamedNode) -> str:
        """The event's label without the case's; a wrongful conviction's says what ended it."""
        return self.labels.of(event).removeprefix(f"{self.labels.of(case)}: ")

    def _is_made_by_rules(self, footing: Footing) -> bool:
        """Whether neither a passage nor an inference makes what has this footing."""
        known = self._by_rules.get(footing)
        if known is None:
            known = not any(graph.value.startswith((PASSAGE, INFERENCE)) for graph in footing.graphs)
            self._by_rules[footing] = known
        return known

    def _edge(self, number: int, draft: Draft, matched: Matched) -> Edge:
        footing, relation = draft.statement.footing, draft.relation
        words = f" ({draft.words})" if draft.words else ""
        weight, sources, evidence = self._weigh(draft, matched)
        source, target, predicate, uri = draft.link
        return Edge(
            number,
            source,
            target,
            predicate,
            relation.label + words,
            relation.inverse + words,
            relation.name,
            weight,
            uri,
            bool(draft.rivals) or footing.disputed,
            footing.derived,
            sources,
            evidence,
            draft.fact,
        )

    def _weigh(self, draft: Draft, matched: Matched) -> Weighed:
        """How many independent sources state it, their marks, and the evidence; the same for the same."""
        rank, footing = self.grounds.rank(draft.claim), draft.statement.footing
        if draft.work or self._is_made_by_rules(footing):
            return self._weighed_anew(draft, rank, matched)
        key = (footing, tuple(rank.values()), draft.rivals)
        known = self._weighed.get(key)
        if known is None:
            if len(self._weighed) >= KEPT:
                self._weighed.clear()
            known = self._weighed[key] = self._weighed_anew(draft, rank, matched)
        return known

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
