"""The quads of a store, read once into memory, for who looks up many of them.

A look-up in Oxigraph's files makes new objects for each quad that is found, and takes some
microseconds more than one in a dictionary. Who asks of every entity reads all quads first.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from pyoxigraph import RdfFormat, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph
    from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

    from innograph.store import Store

    Term = NamedNode | BlankNode | Literal | Triple
    Graph = NamedNode | BlankNode | DefaultGraph

NOTHING: Sequence[Quad] = ()


class Quad(NamedTuple):
    """A statement in a graph, with the names that pyoxigraph gives its parts."""

    subject: NamedNode | BlankNode | Triple
    predicate: NamedNode
    object: Term
    graph_name: Graph


class Quads:
    """Quads in dictionaries, to be asked as a `pyoxigraph.Store` is: by `quads_for_pattern`, no more.

    Args:
        quads: All of them; memory grows by about half a kilobyte for each.
    """

    def __init__(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        self.by_subject: dict[object, list[Quad]] = defaultdict(list)
        self.by_predicate: dict[object, list[Quad]] = defaultdict(list)
        self.by_object: dict[object, list[Quad]] = defaultdict(list)
        by_subject, by_predicate, by_object = self.by_subject, self.by_predicate, self.by_object
        for subject, predicate, value, graph in quads:
            quad = Quad(subject, predicate, value, graph)
            by_subject[subject].append(quad)
            by_predicate[predicate].append(quad)
            by_object[value].append(quad)

    def quads_for_pattern(
        self,
        subject: object | None,
        predicate: object | None,
        value: object | None,
        graph: object | None = None,
    ) -> Iterator[Quad]:
        """The quads with these parts; None stands for any."""
        found = self._candidates(subject, predicate, value, graph)
        if subject is not None and len(found):
            found = [quad for quad in found if quad[0] == subject]
        if predicate is not None and found:
            found = [quad for quad in found if quad[1] == predicate]
        if value is not None and found:
            found = [quad for quad in found if quad[2] == value]
        if graph is not None and found:
            found = [quad for quad in found if quad[3] == graph]
        return iter(found)

    def _candidates(
        self, subject: object | None, predicate: object | None, value: object | None, graph: object | None
    ) -> Sequence[Quad]:
        """The shortest of the lists that hold all quads with these parts."""
        if subject is not None:
            return self.by_subject.get(subject, NOTHING)
        if value is not None and predicate is not None:
            return min(self.by_object.get(value, NOTHING), self.by_predicate.get(predicate, NOTHING), key=len)
        if value is not None:
            return self.by_object.get(value, NOTHING)
        if predicate is not None:
            return self.by_predicate.get(predicate, NOTHING)
        return self._all if graph is None else self._by_graph.get(graph, NOTHING)

    @cached_property
    def _all(self) -> list[Quad]:
        return [quad for quads in self.by_subject.values() for quad in quads]

    @cached_property
    def _by_graph(self) -> dict[object, list[Quad]]:
        found: dict[object, list[Quad]] = defaultdict(list)
        for quad in self._all:
            found[quad.graph_name].append(quad)
        return found


_READ: WeakKeyDictionary[Store, Quads] = WeakKeyDictionary()


def whole(store: Store) -> Quads:
    """All quads of a store, read when they are first asked for and kept as long as it is."""
    if store not in _READ:
        of_file = parse(path=str(store.nquads), format=RdfFormat.N_QUADS) if store.is_ours else None
        _READ[store] = Quads(store.oxigraph if of_file is None else of_file)
    return _READ[store]
