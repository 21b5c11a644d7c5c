"""What is wrong with the graph of facts and imports, where the facts alone are without fault.

The shapes are held against each import while the graph is built (`innograph.imports.checking`); the
check queries, all of them, are asked of the whole graph, for an import may also break what a fact
says: as where it gives a case a second state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from innograph import validation
from innograph.imports.checking import FILE
from innograph.imports.statements import source_id
from innograph.model import Finding, Place
from innograph.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from innograph.imports.description import Description
    from innograph.imports.storage import Import
    from innograph.store import Store
    from innograph.validation import Location

PASSAGE = f"{ID}passage/"
NOWHERE = Place("imports", 1, 1)


def find(store: Store, imports: Iterable[Import]) -> list[Finding]:
    """The findings of shapes and checks on what imports assert, in the order of their places.

    A place is an imported file, a row of it as a spreadsheet counts, and its first column.

    Args:
        store: The store of the facts and these imports.
        imports: The imports.
    """
    described = [stored.description for stored in imports]
    by_name = {each.name: each for each in described}
    by_source = {source_id(each): each for each in described}
    found = {
        _finding(by_name[name], row, message)
        for name, row, message in store.manifest.get("findings", ())
        if name in by_name
    }
    for location, message, solution in validation.failures(store.oxigraph):
        words = f"{message} ({validation.shown(location)})"
        places = _places(store, location, by_source)
        found |= {_finding(each, row, words, solution) for each, row in places}
        if not places:
            found.add(Finding(NOWHERE, words, solution))
    return sorted(found)


def _finding(described: Description, row: int, message: str, solution: str = "") -> Finding:
    where = f"row {row} of import {described.name}" if row else f"import {described.name}"
    remedy = f"correct the file and import it again, after innograph import --remove {described.name}"
    hint = f"{solution} Or {remedy}" if solution else remedy
    return Finding(Place(described.file, row or 1, 1), f"{where}: {message}", hint)


def _places(
    store: Store, location: Location, by_source: dict[str, Description]
) -> set[tuple[Description, int]]:
    """The imports and rows whose passages say what a failure names, or else speak of its subject."""
    subject, predicate, value = location
    graph = store.oxigraph
    found: set[tuple[Description, int]] = set()
    for known in ((subject, predicate, value), (subject, predicate, None), (subject, None, None)):
        quads = graph.quads_for_pattern(*known, None)  # type: ignore[arg-type]  # as checks name them
        rows = (_row(quad.graph_name, by_source) for quad in quads)
        found = found or {row for row in rows if row}
    return found


def _row(graph: object, by_source: dict[str, Description]) -> tuple[Description, int] | None:
    if not isinstance(graph, NamedNode):
        return None
    source, _, locator = graph.value.removeprefix(PASSAGE).partition("/")
    described = by_source.get(source)
    return (described, int(locator) if locator.isdecimal() else FILE) if described else None
