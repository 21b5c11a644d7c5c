"""Which sources are independent: copies and repeats count as the sources that they derive from."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from innograph.namespaces import DERIVED_FROM, ID, PROVENANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Store as Oxigraph

SOURCE = f"{ID}source/"


class Independence:
    """How the sources of a graph derive from one another.

    Derivation is ``prov:wasDerivedFrom`` between sources (PROV-O, W3C Recommendation, 30 April
    2013). A root derives from no other source. Independent means that no derivation is recorded:
    two articles may still repeat a third that nobody saw.

    Args:
        graph: A graph with innograph's provenance.
    """

    def __init__(self, graph: Oxigraph) -> None:
        self.above: dict[str, set[str]] = defaultdict(set)
        for quad in graph.quads_for_pattern(None, DERIVED_FROM, None, PROVENANCE):
            if _is_source(quad.subject) and _is_source(quad.object):
                self.above[_id(quad.subject)].add(_id(quad.object))

    def roots(self, sources: Iterable[str]) -> frozenset[str]:
        """The sources that *sources* go back to; their number is that of independent sources.

        Args:
            sources: Ids of sources, such as ``"artforjustice"``.

        Returns:
            Ids of roots: ``{"seed-000"}``, since that source quotes the article ``seed-000``.
        """
        return frozenset(go_back(self.above, sources))

    def repeating(self, source: str) -> frozenset[str]:
        """The sources that derive from *source*, at once or by way of others."""
        return frozenset(each for each in self.above if source in self._all_above(each))

    def _all_above(self, source: str) -> set[str]:
        found: set[str] = set()
        frontier = {source}
        while frontier:
            new = self.above.get(frontier.pop(), set()) - found
            found |= new
            frontier |= new
        return found


def go_back(above: Mapping[str, set[str]], sources: Iterable[str]) -> set[str]:
    """The roots of *sources*: whatever is reached from them and has nothing above.

    Args:
        above: For each source the sources that it derives from.
        sources: Ids of sources.
    """
    found: set[str] = set()
    frontier = set(sources)
    seen: set[str] = set()
    while frontier:
        source = frontier.pop()
        seen.add(source)
        if higher := above.get(source):
            frontier |= higher - seen
        else:
            found.add(source)
    return found


def _is_source(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(SOURCE)


def _id(term: object) -> str:
    return term.value.removeprefix(SOURCE) if isinstance(term, NamedNode) else ""
