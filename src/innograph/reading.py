"""All statements of a built store, read at once from its lines."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from innograph.answers.terms import LABEL_GRAPHS
from innograph.lines import by_statement, stored
from innograph.namespaces import DERIVED_FROM, INNO, LABEL, PROVENANCE, TYPE
from innograph.statements import ASSERTED, NOT_EVIDENCE, SUBJECT, Footing, Footings, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from innograph.statements import Term
    from innograph.store import Store


def _text(graph: object) -> bytes:
    """A graph's name as lines have it."""
    return str(graph).encode() if isinstance(graph, NamedNode) else b""


APART = frozenset(map(_text, NOT_EVIDENCE))
OURS = f"<{INNO}".encode()
LABELLED, TYPED, PROVEN = _text(LABEL), _text(TYPE), _text(PROVENANCE)
DERIVES, RANKED = _text(DERIVED_FROM), _text(SUBJECT)


class Reading:
    """All statements in terms of innograph and what tells of them, read at once from N-Quads.

    A look-up in a store makes new objects each time, and takes ten times what one in a dictionary
    does; who asks of every entity reads all first. Terms are made once, and so are footings.

    Args:
        store: A store that innograph built.

    Raises:
        StoreError: The lines of the store cannot be read.
    """

    def __init__(self, store: Store) -> None:
        self._about: dict[Term, list[Statement]] = defaultdict(list)
        self._leading_to: dict[Term, list[Statement]] = defaultdict(list)
        self._labels: dict[bytes, dict[Term, str]] = {_text(graph): {} for graph in LABEL_GRAPHS}
        self._instances: dict[Term, list[NamedNode]] = defaultdict(list)
        self._rankings: dict[Term, list[NamedNode]] = defaultdict(list)
        self._described: set[Term] = set()
        terms = _Terms()
        self._hold(self._standing(stored(store), terms), terms)

    def _standing(self, lines: Iterable[bytes], terms: _Terms) -> dict[bytes, list[bytes]]:
        """The statements that are evidence, with the names of their graphs; what else is said is noted."""
        standing: dict[bytes, list[bytes]] = {}
        for statement, named in by_statement(lines):
            about, predicate, value = statement.split(b" ", 2)
            graphs, is_ours = named, predicate.startswith(OURS)
            if not is_ours or not APART.isdisjoint(named):
                self._note(terms[about], predicate, value, named, terms)
                graphs = [graph for graph in named if graph not in APART] if is_ours else []
            if graphs:
                standing.setdefault(statement, graphs)
                if standing[statement] is not graphs:
                    standing[statement] += graphs
        return standing

    def _note(
        self, subject: Term, predicate: bytes, value: bytes, graphs: Sequence[bytes], terms: _Terms
    ) -> None:
        """What a statement tells that is no evidence: a type, a label, provenance."""
        if not isinstance(subject, NamedNode):
            return
        if predicate == TYPED:
            if b"" in graphs:
                self._instances[terms[value]].append(subject)
        elif predicate == LABELLED:
            self._call(subject, value, graphs)
        if PROVEN in graphs:
            self._described.add(subject)
            if predicate == DERIVES:
                self._described.add(terms[value])
            elif predicate == RANKED:
                self._rankings[terms[value]].append(subject)

    def _call(self, subject: NamedNode, value: bytes, graphs: Iterable[bytes]) -> None:
        """Note a label; of several in one graph, the first in the alphabet."""
        label = _term(value)
        for graph in graphs:
            if graph in self._labels and isinstance(label, Literal):
                known = self._labels[graph]
                known[subject] = min(label.value, known.get(subject, label.value))

    def _hold(self, standing: Mapping[bytes, list[bytes]], terms: _Terms) -> None:
        footings = _FootingsByText(terms)
        for statement, graphs in standing.items():
            about, predicate, value = map(terms.__getitem__, statement.split(b" ", 2))
            if isinstance(about, NamedNode) and isinstance(predicate, NamedNode):
                made = Statement(about, predicate, value, footings[tuple(graphs)])
                self._about[about].append(made)
                if isinstance(value, NamedNode):
                    self._leading_to[value].append(made)

    def statements(
        self, subject: NamedNode | None, value: NamedNode | None, predicate: NamedNode | None
    ) -> Sequence[Statement]:
        """The statements with those of these parts that are given, one at least."""
        if subject is not None:
            found = self._about.get(subject, ())
        elif value is not None:
            found = self._leading_to.get(value, ())
        else:
            return self._saying.get(predicate, ())
        if predicate is None and (subject is None or value is None):
            return found
        return [
            each
            for each in found
            if (value is None or each.value == value) and (predicate is None or each.predicate == predicate)
        ]

    def statement(self, subject: NamedNode, predicate: NamedNode, value: Term) -> Statement:
        """One statement in terms of innograph; one that stands nowhere, if there is none."""
        found = (each for each in self.claims(subject, predicate) if each.value == value)
        return next(found, Statement(subject, predicate, value))

    def claims(self, subject: NamedNode, predicate: NamedNode) -> Sequence[Statement]:
        """What is claimed of a subject with a property."""
        return self.statements(subject, None, predicate)

    def asserted(self, predicate: NamedNode) -> Iterator[Statement]:
        """The asserted statements with a property; shortcuts of credits left out."""
        for each in self._saying.get(predicate, ()):
            if each.footing.asserted and not each.footing.repeats_credit:
                yield each

    def instances(self, of: NamedNode) -> Sequence[NamedNode]:
        """The instances of a class."""
        return self._instances.get(of, ())

    def is_asserted_of(self, entity: NamedNode, besides: NamedNode) -> bool:
        """Whether anything is asserted of an entity, besides one property."""
        found = self._about.get(entity, ()), self._leading_to.get(entity, ())
        return any(each.footing.asserted and each.predicate != besides for listed in found for each in listed)

    def is_described(self, entity: NamedNode) -> bool:
        """Whether the provenance graph may tell of an entity."""
        return entity in self._described

    def rankings(self, subject: NamedNode) -> Sequence[NamedNode]:
        """The rankings of claims about a subject."""
        return self._rankings.get(subject, ())

    def label(self, node: NamedNode) -> str | None:
        """The label of a term, as `Labels` would find it."""
        return next((known[node] for known in self._labels.values() if node in known), None)

    @cached_property
    def _saying(self) -> dict[NamedNode | None, list[Statement]]:
        found: dict[NamedNode | None, list[Statement]] = defaultdict(list)
        for own in self._about.values():
            for statement in own:
                found[statement.predicate].append(statement)
        return found


class _Terms(dict[bytes, "Term"]):
    """Terms by how lines write them, each made when it is first met."""

    def __missing__(self, text: bytes) -> Term:
        made = self[text] = _term(text)
        return made


class _FootingsByText(dict[tuple[bytes, ...], Footing]):
    """Footings by the names of graphs as lines write them."""

    def __init__(self, terms: _Terms) -> None:
        self.terms = terms
        self.footings = Footings()

    def __missing__(self, graphs: tuple[bytes, ...]) -> Footing:
        named = (self.terms[graph] if graph else ASSERTED for graph in graphs)
        made = self[graphs] = self.footings.on(named)
        return made


def _term(text: bytes) -> Term:
    """A term from how N-Quads write it; only the plain forms are taken apart here."""
    if b"\\" not in text:
        if text.startswith(b"<"):
            return NamedNode(text[1:-1].decode())
        if text.endswith(b'"'):
            return Literal(text[1:-1].decode())
    made: Term = next(parse(b"<x:> <x:> " + text + b" .", format=RdfFormat.N_TRIPLES)).object
    return made
