"""The kinds of data set that can be imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from innograph.errors import UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.imports.rows import Reading
    from innograph.model import Progress


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data set.

    Attributes:
        name: What `innograph import` calls it, and its ids start with.
        summary: What its files are.
        version: Goes up when its files are read differently: files of an older one are read again.
    """

    name: str
    summary: str
    version: int

    def read(self, path: Path, report: Progress) -> Reading:
        """Read a file with the kind's module."""
        from importlib import import_module

        reading: Reading = import_module(f"innograph.imports.{self.name}").read(path, report)
        return reading

    def properties(self) -> set[str]:
        """The properties of the ontology that its rows may fill."""
        from importlib import import_module

        filled: set[str] = import_module(f"innograph.imports.{self.name}").properties()
        return filled


DESCRIBING = {"ImportedFile"}
KINDS = {
    kind.name: kind
    for kind in (
        Kind("nre", "an export of the National Registry of Exonerations, CSV or workbook", 3),
        Kind("clients", "the Innocence Project's list of clients, JSON", 2),
        Kind("rdf", "RDF: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD", 1),
    )
}


def find(name: str) -> Kind:
    """The kind with a name.

    Raises:
        UnknownNameError: There is none.
    """
    if name not in KINDS:
        raise UnknownNameError("kind of import", name, KINDS, f"kinds are {', '.join(KINDS)}")
    return KINDS[name]


def terms() -> dict[str, set[str]]:
    """For each kind's name the terms of the ontology that its rows may fill, and that describe its files."""
    from innograph.imports import tallies

    tallied = {tallies.REGISTRY: tallies.TERMS}
    return {name: kind.properties() | DESCRIBING | tallied.get(name, set()) for name, kind in KINDS.items()}
