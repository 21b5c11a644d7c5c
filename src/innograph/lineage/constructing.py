"""CONSTRUCT and DESCRIBE: what each triple of the answer rests on."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode

from innograph.care import Convictions
from innograph.lineage.blocks import Block
from innograph.lineage.derivations import KEPT, Derivation, TracedRow
from innograph.lineage.evaluating import disagreement
from innograph.lineage.scope import visible
from innograph.lineage.selecting import traced_rows
from innograph.lineage.syntax import Column, Expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple as StoredTriple

    from innograph.lineage.derivations import Term
    from innograph.lineage.evaluating import Evaluator, Row
    from innograph.lineage.syntax import Triple


def traced_triples(sparql: str, evaluator: Evaluator) -> Iterator[TracedRow]:
    """The triples of a CONSTRUCT or DESCRIBE, as `innograph.query.evaluate` gives and sorts them.

    What completes wrongful convictions are statements of the default graph, and rest on themselves.
    """
    given = evaluator.triples(sparql)
    trace = _constructed if evaluator.query.form == "construct" else _described
    rows = {row.values: row for row in trace(given, evaluator)}
    match = evaluator.matcher(None)
    for triple in sorted(Convictions(evaluator.store).completed(given), key=str):
        values = (triple.subject, triple.predicate, triple.object)
        if values not in rows:
            itself = frozenset(match(triple.subject, triple.predicate, triple.object))
            if not itself:
                raise disagreement(f"nothing makes {triple}")
            rows[values] = TracedRow(values, (Derivation(itself),))
        yield rows[values]


def _constructed(triples: Iterable[StoredTriple], evaluator: Evaluator) -> Iterator[TracedRow]:
    """The triples of a CONSTRUCT, each with the derivations of the solutions that made it.

    A blank node of the template is another one for each solution: triples that differ in it
    alone share their derivations.
    """
    made = _Made(evaluator)
    for triple in triples:
        kept = list(made.of(triple))
        if not kept:
            raise disagreement(f"no solution makes {triple}")
        values = (triple.subject, triple.predicate, triple.object)
        yield TracedRow(values, tuple(kept[:KEPT]), len(kept) > KEPT)


class _Made:
    """The triples that the solutions of a CONSTRUCT make, with their derivations."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._template = evaluator.query.template
        self._blank = f"?{evaluator.query.fresh}"
        terms = list(dict.fromkeys(term for triple in self._template for term in _terms(triple)))
        constants = [term for term in terms if not term.startswith("?")]
        self._constants = dict(zip(constants, evaluator.constants(constants), strict=True))
        self._found: dict[Row, dict[Derivation, None]] = {}
        names = [term for term in terms if term.startswith("?") and not self._is_blank(term)]
        for row in solutions_of(evaluator, names):
            self._add(dict(zip(names, row.values, strict=False)), row)

    def _is_blank(self, term: str) -> bool:
        return term.startswith(self._blank)

    def _add(self, values: dict[str, Term | None], row: TracedRow) -> None:
        known = self._constants | values
        for triple in self._template:
            terms = _terms(triple)
            key = tuple(known.get(term) for term in terms)
            if all(value is not None or self._is_blank(term) for term, value in zip(terms, key, strict=True)):
                kept = self._found.setdefault(key, {})
                if len(kept) <= KEPT:
                    kept.update(dict.fromkeys(row.derivations))

    def of(self, triple: StoredTriple) -> dict[Derivation, None]:
        """The derivations of a triple."""
        found: dict[Derivation, None] = {}
        for subject, value in product((triple.subject, None), (triple.object, None)):
            found |= self._found.get((subject, triple.predicate, value), {})
        return found


def _terms(triple: Triple) -> tuple[str, str, str]:
    return triple.subject, str(triple.predicate), triple.object


def _described(triples: Iterable[StoredTriple], evaluator: Evaluator) -> Iterator[TracedRow]:
    """The triples of a DESCRIBE: each is a statement about what was asked for.

    Oxigraph describes a node by the statements about it in the default graph and, where their
    values are blank nodes, by those about them. A triple rests on itself, on the statements
    that lead to it, and on what chose the node.
    """
    by_subject: dict[Term, list[StoredTriple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject, []).append(triple)
    reasons = _chosen(evaluator)
    waiting = [node for node in by_subject if node in reasons]
    match = evaluator.matcher(None)
    for node in waiting:  # which grows while it is gone through
        for triple in by_subject.pop(node, []):
            used = next(iter(match(triple.subject, triple.predicate, triple.object)))
            rests = [each._replace(statements=each.statements | {used}) for each in reasons[node]]
            yield TracedRow(
                (used.subject, used.predicate, used.object), tuple(rests[:KEPT]), len(rests) > KEPT
            )
            if isinstance(used.object, BlankNode) and used.object not in reasons:
                reasons[used.object] = rests
                waiting.append(used.object)
    if by_subject:
        raise disagreement("a triple describes what was not asked for")


def _chosen(evaluator: Evaluator) -> dict[Term, list[Derivation]]:
    """The nodes that a DESCRIBE is about, with the derivations of their being so."""
    query = evaluator.query
    named = [term for term in query.resources if not term.startswith("?")]
    chosen = {node: [Derivation(frozenset())] for node in evaluator.constants(named)}
    names = [term for term in query.resources if term.startswith("?")]
    if not query.resources:
        names = list(visible(query.select.where.elements))
    for row in solutions_of(evaluator, names) if names else ():
        for node in row.values:
            if node is not None and node not in named:
                kept = chosen.setdefault(node, [])
                kept += row.derivations[: KEPT + 1 - len(kept)]
    return chosen


def solutions_of(evaluator: Evaluator, names: list[str]) -> Iterator[TracedRow]:
    """The solutions of the query's pattern, in its order and slice, by some of its variables."""
    columns = tuple(map(Column, names)) or (Column(f"?{evaluator.query.fresh}", Expression("1")),)
    select = replace(evaluator.query.select, columns=columns)
    rows = evaluator.ask(select.with_columns(columns, evaluator.query.dataset, sliced=True))
    return traced_rows(rows, Block(evaluator, select))
