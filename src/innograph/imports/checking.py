"""What imports assert, held against the shapes as the curated facts are, batch by batch.

The shapes are those of the fact files. What breaks them is built all the same, for it is what the
file says; it is reported with the row that says it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from innograph import resources
from innograph.errors import OntologyError
from innograph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

MOST = 1_000  # findings that are kept
FILE = 0  # the row of a finding that is a whole file's


class Checker:
    """Finds what breaks the shapes.

    Beside what is checked, the shapes see the curated triples of each entity that it names: they look
    no further than one step from an entity.

    Args:
        curated: The curated triples as text, which what is checked may speak of.
    """

    def __init__(self, curated: Iterable[str]) -> None:
        self.shapes = resources.shapes().read_text(encoding="utf-8")
        self.curated: dict[str, list[str]] = defaultdict(list)
        for triple in curated:
            for node in _nodes(triple):
                self.curated[node].append(triple)
        self.findings: list[tuple[str, int, str]] = []

    def check(self, asserted: Collection[str], places: dict[str, tuple[str, int]]) -> None:
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

    def _results(self, asserted: Collection[str]) -> Iterator[tuple[str, str]]:
        import shacl_rust

        named = {node for triple in asserted for node in _nodes(triple)} & self.curated.keys()
        known = {triple for node in named for triple in self.curated[node]}
        data = "".join(f"{triple} .\n" for triple in known.union(asserted))
        try:
            report = shacl_rust.validate(data, self.shapes, data_format="nt")
        except (ValueError, RuntimeError) as error:
            raise OntologyError(f"{resources.shapes()} cannot be used: {error}") from error
        for result in report["results"]:
            terms = (result.get(key) for key in ("focusNode", "resultPath", "value"))
            shown = dict.fromkeys(_short(term) for term in terms if term)
            yield result["focusNode"], f"{result['messages'][-1]} ({' '.join(shown)})"


def _nodes(triple: str) -> tuple[str, ...]:
    """The entities that a triple names, in angle brackets."""
    subject, _, value = triple.split(" ", 2)
    return (subject, value) if value.startswith("<") else (subject,)


def _short(term: str) -> str:
    return shorten(term[1:-1]) if term.startswith("<") else term
