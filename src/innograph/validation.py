"""Dataset → findings: the SHACL shapes and the check queries.

A check is a query file whose every row is a failure; its header says what the problem is and
how to solve it. Findings are reported where the statement was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from innograph import resources
from innograph.errors import OntologyError
from innograph.headers import read_header
from innograph.model import Finding, Place
from innograph.namespaces import PROVENANCE, shorten
from innograph.serialization import serialized

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import BlankNode, Literal, Triple

    from innograph.dataset import Dataset

    Term = NamedNode | Literal | BlankNode | Triple
    Location = tuple[Term | None, ...]

NOWHERE = Place("graph", 1, 1)


def validate(dataset: Dataset, shapes: Path | None = None, checks: Path = resources.CHECKS) -> list[Finding]:
    """All findings of shapes and checks on the dataset, in the order of their places.

    Raises:
        OntologyError: The shapes or a check cannot be used.
    """
    return sorted(
        {*_shape_findings(dataset, shapes or resources.shapes()), *_check_findings(dataset, checks)}
    )


def _shape_findings(dataset: Dataset, shapes: Path) -> Iterator[Finding]:
    import shacl_rust

    described = [quad for quad in dataset.quads if quad.graph_name in (DefaultGraph(), PROVENANCE)]
    data = serialized({quad.triple for quad in described}, RdfFormat.N_TRIPLES).decode()
    try:
        report = shacl_rust.validate(data, shapes.read_text(encoding="utf-8"), data_format="nt")
    except (OSError, ValueError, RuntimeError) as error:
        raise OntologyError(f"{shapes} cannot be used: {error}") from error
    for result in report["results"]:
        location = tuple(_term(result.get(key)) for key in ("focusNode", "resultPath", "value"))
        yield _finding(dataset, location, result["messages"][-1], "")


def _check_findings(dataset: Dataset, folder: Path) -> Iterator[Finding]:
    store = Store()
    store.bulk_load(dataset.nquads, format=RdfFormat.N_QUADS)
    for location, message, hint in failures(store, folder):
        yield _finding(dataset, location, message, hint)


def failures(store: Store, folder: Path = resources.CHECKS) -> Iterator[tuple[Location, str, str]]:
    """What the check queries find in a graph: where, what the problem is, and how to solve it.

    Args:
        store: The graph, of facts or of facts and imports.
        folder: The folder of the check queries.

    Returns:
        For each failure the subject, property and value that it names, None where it names none,
        and the summary and the solution of its check.

    Raises:
        OntologyError: A check cannot be used.
    """
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        header = read_header(text, path.name)
        try:
            rows = store.query(text)
        except SyntaxError as error:
            raise OntologyError(f"check {path.name} is not SPARQL: {error}") from error
        if not isinstance(rows, QuerySolutions):
            raise OntologyError(f"check {path.name} is not a SELECT query")
        names = [variable.value for variable in rows.variables]
        for row in rows:
            location = tuple(
                row[name] if name in names else None for name in ("subject", "property", "value")
            )
            yield location, str(header["summary"]), str(header.get("solution", ""))


def _finding(dataset: Dataset, location: Location, message: str, hint: str) -> Finding:
    known = tuple(dict.fromkeys(term for term in location if term is not None))
    return Finding(_place(dataset, known), f"{message} ({shown(known)})", hint)


def shown(location: Location) -> str:
    """The terms of a location as a finding shows them."""
    known = dict.fromkeys(term for term in location if term is not None)
    return " ".join(shorten(term.value) if isinstance(term, NamedNode) else str(term) for term in known)


def _place(dataset: Dataset, known: Location) -> Place:
    for length in range(len(known), 0, -1):
        place = dataset.places.get(known[:length])  # type: ignore[arg-type]
        if place:
            return place
    return NOWHERE


def _term(text: object) -> Term | None:
    """The term that a report shows in N-Triples syntax."""
    if not isinstance(text, str) or not text:
        return None
    try:
        quad: Quad = next(parse(f"<x:s> <x:p> {text} .", format=RdfFormat.N_TRIPLES))
    except SyntaxError:
        return None
    return quad.object
