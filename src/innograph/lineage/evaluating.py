"""What asks the parts of a query of a store: bindings queries, terms, statements of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, QueryTriples, Triple, Variable

from innograph.errors import QueryError
from innograph.lineage.derivations import Used
from innograph.lineage.plans import Planner
from innograph.lineage.witnesses import BUDGET
from innograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyoxigraph import Store as Oxigraph

    from innograph.lineage.derivations import Term
    from innograph.lineage.syntax import Query

    Row = tuple[Term | None, ...]


def disagreement(what: str) -> QueryError:
    """The error for an answer that the lineage does not agree with."""
    return QueryError(f"lineage does not agree with the answer: {what}", "ask without --cite or --view")


class Evaluator:
    """Asks the parts of one query of one store.

    Args:
        store: The graph.
        query: The query whose parts are asked.
    """

    def __init__(self, store: Oxigraph, query: Query) -> None:
        self.store = store
        self.query = query
        self.planner = Planner(query.fresh)
        self.budget = [BUDGET]
        self._constants: dict[str, Term] = {}
        self.default = [self.constant(name) for name in query.default]

    def ask(self, text: str, substitutions: dict[Variable, Term] | None = None) -> Iterator[Row]:
        """The solutions of a SELECT within the query's prologue.

        Raises:
            QueryError: Oxigraph does not take it.
        """
        try:
            results = self.store.query(
                f"{self.query.prologue}{text}", prefixes=PREFIXES, substitutions=substitutions
            )
            if not isinstance(results, QuerySolutions):
                raise TypeError(text)
            yield from map(tuple, results)
        except (SyntaxError, OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"lineage cannot be tracked: {error}", "ask without --cite or --view") from error

    def triples(self, sparql: str) -> set[Triple]:
        """The triples of a whole CONSTRUCT or DESCRIBE, as Oxigraph gives them.

        Raises:
            QueryError: Oxigraph does not take it.
        """
        try:
            results = self.store.query(sparql, prefixes=PREFIXES)
            if not isinstance(results, QueryTriples):
                raise TypeError(sparql)
            return set(results)
        except (SyntaxError, OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error

    def constant(self, text: str) -> Term:
        """The term that a text of the query stands for, as Oxigraph reads it."""
        self.learn([text])
        return self._constants[text]

    def learn(self, texts: Iterable[str]) -> None:
        """Have Oxigraph read the terms that are not known yet."""
        new = []
        for text in dict.fromkeys(texts):
            iri = self.query.absolute(text)
            if iri:
                self._constants[text] = NamedNode(iri)
            elif text not in self._constants:
                new.append(text)
        if not new:
            return
        names = " ".join(f"?{self.query.fresh}c{number}" for number in range(len(new)))
        row = next(self.ask(f"SELECT {names} {{ VALUES ({names}) {{ ({' '.join(new)}) }} }}"))
        self._constants.update((text, term) for text, term in zip(new, row, strict=True) if term is not None)

    def constants(self, texts: Iterable[str]) -> list[Term]:
        """The terms that texts of the query stand for."""
        listed = list(texts)
        self.learn(listed)
        return [self._constants[text] for text in listed]

    def matcher(
        self, graph: Term | None
    ) -> Callable[[Term | None, NamedNode | None, Term | None], Iterable[Used]]:
        """What finds the statements of one graph; None is the query's default graph."""
        graphs: Sequence[object] = [graph] if graph is not None else (self.default or [DefaultGraph()])

        def match(subject: Term | None, predicate: NamedNode | None, value: Term | None) -> Iterator[Used]:
            if isinstance(subject, Literal | Triple):
                return
            for each in graphs:
                for quad in self.store.quads_for_pattern(subject, predicate, value, each):  # type: ignore[arg-type]
                    where = quad.graph_name
                    shown = None if isinstance(where, DefaultGraph) else where
                    yield Used(quad.subject, quad.predicate, quad.object, shown)  # type: ignore[arg-type]

        return match
