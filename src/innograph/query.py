"""Questions and any SPARQL query → answers.

Queries are read-only and stay on this machine: see `innograph.guard`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, QueryBoolean, QuerySolutions, QueryTriples, Triple

from innograph.answers import Answer, Cell, Labels, Row
from innograph.care import Convictions
from innograph.errors import QueryError, QuerySyntaxError, UnknownNameError
from innograph.guard import guarded
from innograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import QuerySolution

    from innograph.questions import Question
    from innograph.store import Store

_POSITION = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)


class Triples(tuple[Triple, ...]):
    """The triples of CONSTRUCT or DESCRIBE, sorted, each once; convictions with their ends."""

    __slots__ = ()


Results = QuerySolutions | QueryBoolean | Triples


def evaluate(store: Store, sparql: str) -> Results:
    """The results of a SPARQL 1.1 query: as Oxigraph gives them, but for triples.

    Triples of CONSTRUCT and DESCRIBE are completed by the ends of wrongful convictions that they
    mention, see `innograph.care`.

    Args:
        store: The graph to ask.
        sparql: A SELECT, ASK, CONSTRUCT or DESCRIBE query.

    Raises:
        QuerySyntaxError: It is not SPARQL; the message shows line and column.
        QueryError: It would change the graph or call another machine.
    """
    harmless = guarded(sparql)
    try:
        results = store.oxigraph.query(harmless, prefixes=PREFIXES)
        if isinstance(results, QueryTriples):
            return Triples(sorted(Convictions(store.oxigraph).completed(results), key=str))
    except SyntaxError as error:
        raise _syntax_error(sparql, str(error)) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error
    return results


def select(store: Store, sparql: str) -> Answer:
    """The answer to a SELECT or ASK query.

    An ASK query's answer has one row with one column, ``answer``.

    Raises:
        QueryError: It is a CONSTRUCT or DESCRIBE query, or refused, or not SPARQL.
    """
    return to_answer(store, evaluate(store, sparql), sparql)


def to_answer(store: Store, results: Results, asked: str) -> Answer:
    """The rows of a query's results, with labels; a note where they show a conviction without its end.

    Args:
        store: The graph that was asked.
        results: The results.
        asked: The query.
    """
    labels = Labels(store.oxigraph, listing=store)
    if isinstance(results, QueryBoolean):
        return Answer(("answer",), (Row({"answer": labels.cell(Literal(bool(results)))}),))
    if isinstance(results, Triples):
        columns = ("subject", "predicate", "object")
        listed = (dict(zip(columns, map(labels.cell, triple), strict=True)) for triple in results)
        return Answer(columns, tuple(Row(cells) for cells in listed))
    names = [variable.value for variable in results.variables]
    rows = tuple(Row(_cells(names, solution, labels)) for solution in _solutions(results))
    return Answer(tuple(names), rows, notices(store, rows, asked))


def notices(store: Store, rows: Iterable[Row], asked: str) -> tuple[str, ...]:
    """A note if the rows of a query of anyone's show a conviction without its end."""
    terms = ([cell.term for cell in row.cells.values()] for row in rows)
    notice = Convictions(store.oxigraph).notice(asked, terms, labelled=True)
    return (notice,) if notice else ()


def listing(questions: dict[str, Question]) -> Answer:
    """The questions as an answer: name, wording and parameters of each."""
    columns = ("name", "question", "parameters")
    rows = [
        Row(dict(zip(columns, (Cell(None, text) for text in texts), strict=True)))
        for texts in ((q.name, q.summary, ", ".join(q.parameters)) for q in questions.values())
    ]
    return Answer(columns, tuple(rows))


def coverage(store: Store, question: Question) -> str:
    """For how much the graph knows what the question counts by, in words; empty if it counts nothing."""
    said = [each.said(store.oxigraph) for each in question.coverage]
    return f"Coverage: {'; '.join(said)}." if said else ""


def lacking(store: Store, question: Question) -> str:
    """What the question needs and the graph does not have, in words; empty if it has all."""
    if question.needs is None:
        return ""
    found = evaluate(store, question.needs.query)
    return "" if isinstance(found, QueryBoolean) and bool(found) else question.needs.words


def filled(store: Store, question: Question, arguments: dict[str, str]) -> str:
    """The question's query with its arguments in it.

    Args:
        store: The graph to ask, which names the entities.
        question: The question.
        arguments: For each given parameter a text: an entity's id, IRI or name, or a value.

    Raises:
        UnknownNameError: An argument names no parameter or no entity.
    """
    from innograph.names import resolve

    terms = {}
    for name, text in arguments.items():
        parameter = question.parameters.get(name)
        if parameter is None:
            known = ", ".join(question.parameters) or "none"
            where = f"{question.name} takes {known}"
            raise UnknownNameError("parameter", name, question.parameters, where)
        terms[name] = (
            resolve(store, text, parameter.entity_class) if parameter.entity_class else Literal(text)
        )
    return question.filled(terms)


def _solutions(results: QuerySolutions) -> Iterable[QuerySolution]:
    try:
        yield from results
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be answered: {error}") from error


def _cells(names: Iterable[str], solution: QuerySolution, labels: Labels) -> dict[str, Cell]:
    return {name: labels.cell(solution[name]) for name in names}


def _syntax_error(sparql: str, message: str) -> QuerySyntaxError:
    match = _POSITION.match(message)
    if not match:
        return QuerySyntaxError(f"not SPARQL: {message}")
    line, column = int(match[1]), int(match[2])
    lines = sparql.split("\n")
    shown = lines[min(line, len(lines)) - 1].replace("\t", " ")
    expected = " ".join(match[3].split())
    if "Prefix not found" in expected:
        hint = "declare the prefix: PREFIX inno: <https://w3id.org/innograph/ontology#>"
    else:
        hint = f"expected {expected[:200]}"
    caret = " " * (column - 1) + "^"
    return QuerySyntaxError(f"not SPARQL, line {line}, column {column}:\n  {shown}\n  {caret}", hint)
