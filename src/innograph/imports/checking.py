"""What imports assert, held against the shapes as the curated facts are, batch by batch.

The shapes are those of the fact files. What breaks them is built all the same, for it is what the
file says; it is reported with the row that says it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from innograph import resources
from innograph.errors import OntologyError
from innograph.imports import terms
from innograph.imports.statements import TYPE
from innograph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST = 1_000  # findings that are kept
FILE = 0  # the row of a finding that is a whole file's


class Checker:
    """Finds what breaks the shapes.

    The shapes are given what they look at: statements of the properties that they name, and beside those
    that are checked the curated ones of each entity that these name, for no shape looks further than a step.

    Args:
        curated: The curated triples as text, which what is checked may speak of.
    """

    def __init__(self, curated: Iterable[str]) -> None:
        self.shapes = resources.shapes().read_text(encoding="utf-8")
        self.properties = _named(self.shapes)
        self.curated: dict[str, list[str]] = defaultdict(list)
        for triple in curated:
            subject, name, value = triple.split(" ", 2)
            if name in self.properties:
                self.curated[subject].append(triple)
                self.curated[value].append(triple)
        self.findings: list[tuple[str, int, str]] = []

    def check(self, asserted: Iterable[str], places: dict[str, tuple[str, int]]) -> None:
        """Note the findings of triples that imports assert.

        Args:
            asserted: The triples as text, with what rules make of them.
            places: For the subjects that rows speak of, in angle brackets, the name of the import
                and the row's number, or `FILE`; findings of others are left out.
        """
        for focus, message in self._results(asserted):
            place = places.get(focus)
            if place and len(self.findings) < MOST:
                self.findings.append((*place, message))

    def _results(self, asserted: Iterable[str]) -> Iterator[tuple[str, str]]:
        import shacl_rust

        told, named = set(), set()
        for triple in asserted:
            subject, name, value = triple.split(" ", 2)
            if name in self.properties:
                told.add(triple)
                named |= {subject, value}
        told.update(triple for node in named & self.curated.keys() for triple in self.curated[node])
        data = "".join(f"{triple} .\n" for triple in told)
        try:
            report = shacl_rust.validate(data, self.shapes, data_format="nt")
        except (ValueError, RuntimeError) as error:
            raise OntologyError(f"{resources.shapes()} cannot be used: {error}") from error
        for result in report["results"]:
            found = (result.get(key) for key in ("focusNode", "resultPath", "value"))
            shown = dict.fromkeys(_short(term) for term in found if term)
            yield result["focusNode"], f"{result['messages'][-1]} ({' '.join(shown)})"


def _named(shapes: str) -> set[str]:
    """What the shapes name, properties among it, in angle brackets; and those that tell the classes of things."""
    return {
        TYPE,
        terms.known("rdfs:subClassOf"),
        *(str(quad.object) for quad in parse(shapes, format=RdfFormat.TURTLE)),
    }


def _short(term: str) -> str:
    return shorten(term[1:-1]) if term.startswith("<") else term
