"""The graph and its answers in the types of other Python libraries: rdflib, pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from innograph.errors import LibraryError, OutputError
from innograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    import rdflib

    from innograph.answers import Answer, Cell, Row
    from innograph.answers.terms import Term
    from innograph.store import Store

STRING = f"{PREFIXES['xsd']}string"


def to_rdflib(store: Store) -> rdflib.Dataset:
    """The quads of a store as an rdflib Dataset whose default graph is the store's.

    rdflib would write numbers and dates anew; the literals here keep their lexical forms.

    Raises:
        OutputError: The store, of another tool, holds triple terms of RDF 1.2, which rdflib has not.
    """
    from rdflib import Dataset
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    made = Dataset()
    convert = _rdflib_terms()
    for quad in store.oxigraph:
        graph = quad.graph_name
        name = convert(graph) if isinstance(graph, NamedNode) else DATASET_DEFAULT_GRAPH_ID
        triple = (convert(quad.subject), convert(quad.predicate), convert(quad.object))
        made.graph(name).add(triple)
    for prefix, namespace in PREFIXES.items():
        made.bind(prefix, namespace, replace=True)
    return made


def _rdflib_terms() -> Callable[[Term], Any]:
    """A converter of terms that makes each rdflib term once."""
    from functools import cache

    import rdflib

    @cache
    def convert(term: Term) -> Any:
        if isinstance(term, NamedNode):
            return rdflib.URIRef(term.value)
        if isinstance(term, Literal):
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            datatype = None if term.datatype.value == STRING else rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
        if isinstance(term, BlankNode):
            return rdflib.BNode(term.value)
        raise OutputError(f"rdflib has no triple terms, such as {term}", "export -f ntriples keeps them")

    return convert


def to_pandas(answer: Answer, *, iris: bool) -> pd.DataFrame:
    """The rows as a DataFrame: a column for each of the answer's, then what is known of each row.

    Raises:
        LibraryError: pandas is not installed.
    """
    try:
        from pandas import DataFrame
    except ImportError as error:
        raise LibraryError("pandas", "pandas") from error
    columns = {name: [_value(row.cells[name]) for row in answer.rows] for name in answer.columns}
    return DataFrame(columns | _known(answer) | (_iris(answer) if iris else {})).convert_dtypes()


def _value(cell: Cell) -> object:
    return cell.label if isinstance(cell.term, NamedNode) else cell.as_json()


def _known(answer: Answer) -> dict[str, list[Any]]:
    """The columns on how each row stands, as far as that is known of any."""
    standing: dict[str, list[Any]] = {
        "derived": [row.derived for row in answer.rows],
        "disputed": [row.disputed for row in answer.rows],
        "citations": [_marks(row) for row in answer.rows],
    }
    return {name: values for name, values in standing.items() if any(each is not None for each in values)}


def _marks(row: Row) -> str | None:
    return None if row.citations is None else "; ".join(each.mark for each in row.citations)


def _iris(answer: Answer) -> dict[str, list[str | None]]:
    """For each column that holds entities their IRIs, under a name that is no column's yet."""
    terms = {name: [row.cells[name].term for row in answer.rows] for name in answer.columns}
    return {
        f"{name}_iri": [each.value if isinstance(each, NamedNode) else None for each in found]
        for name, found in terms.items()
        if f"{name}_iri" not in terms and any(isinstance(each, NamedNode) for each in found)
    }
