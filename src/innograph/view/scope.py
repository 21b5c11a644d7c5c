"""What belongs to a theme or to a case: which nodes a page about it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QuerySolutions

from innograph import names, network
from innograph.errors import InnographError, UnknownNameError, WrongTypeError
from innograph.namespaces import PREFIXES, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from innograph.network import Edge, Node
    from innograph.store import Store

# A work with parts that are filed under other themes too does not say which of its cases is of which.
OF_ONE = "FILTER NOT EXISTS { ?part inno:partOf+ ?work ; inno:theme ?other . FILTER (?other != ?theme) }"
CASES = f"""SELECT DISTINCT ?found {{
  VALUES ?theme {{ $this }}
  {{ ?found inno:factor ?theme }} UNION {{ ?work inno:theme ?theme ; inno:covers ?found . {OF_ONE} }}
}}"""
WORKS = f"SELECT (?work AS ?found) {{ VALUES ?theme {{ $this }} ?work inno:theme ?theme . {OF_ONE} }}"
THEMES = f"SELECT DISTINCT (?theme AS ?found) {{ ?work inno:covers $this ; inno:theme ?theme . {OF_ONE} }}"
MAKERS = ("Person", "Organization")


class NotDrawnError(InnographError):
    """An entity was named that exists but is no node of the network, or of the part that is chosen.

    Args:
        entity: Its id.
        part: What the part is of, in words; the whole network if empty.
    """

    exit_code = 2

    def __init__(self, entity: str, part: str = "") -> None:
        where = f"does not belong to {part}" if part else "is no node of the network"
        super().__init__(f"{entity} {where}", f"`innograph show {entity}` tells what is known of it")


@dataclass(frozen=True, slots=True)
class Scope:
    """What several themes and cases hold together.

    Attributes:
        named: The themes and the cases themselves.
        members: The ids of all nodes that belong to one of them, they among them.
    """

    named: tuple[Node, ...]
    members: frozenset[str]

    @property
    def words(self) -> str:
        """The labels of the themes and cases."""
        return ", ".join(node.label for node in self.named)


class Scopes:
    """What belongs to the themes and cases of a graph.

    To a case belongs all that it is connected with, and the themes under which works that tell of it
    are filed. To a theme belong the works that are filed under it, with their makers; the cases that
    these tell of, or that the Registry codes it for; and what these cases are connected with, other
    themes left out. A work whose parts are filed under several themes does not say which of its cases
    is of which; its parts do.

    Args:
        store: The graph.
        nodes: All nodes of its network.
        edges: All its edges.
    """

    def __init__(self, store: Store, nodes: Sequence[Node], edges: Iterable[Edge]) -> None:
        self.store = store
        self.nodes = {node.id: node for node in nodes}
        terms = network.Terms(store.oxigraph)
        self._hubs = terms.names_below(terms.hubs)
        self._makers = terms.names_below(map(term, MAKERS))
        self._near: dict[str, set[str]] = {node.id: set() for node in nodes}
        for edge in edges:
            self._near[edge.source].add(edge.target)
            self._near[edge.target].add(edge.source)

    def of(self, themes: Iterable[str], cases: Iterable[str]) -> Scope:
        """What belongs to any of the themes and cases, each named by id, name, alias or IRI.

        Raises:
            UnknownNameError: There is no such theme or case; near names are offered.
            WrongTypeError: The name is that of an entity of another type.
        """
        named_themes = [self._named(text, "Theme") for text in themes]
        named_cases = [self._named(text, "Case") for text in cases]
        found = {each for theme in named_themes for each in self._of_theme(theme)}
        found |= {each for case in named_cases for each in self._of_case(case)}
        return Scope((*named_themes, *named_cases), frozenset(found))

    def _of_theme(self, theme: Node) -> Iterator[str]:
        yield theme.id
        yield from self._beside(theme.id)
        for work in self._asked(WORKS, theme):
            yield from (each for each in self._near[work] if self.nodes[each].type in self._makers)
        for case in self._asked(CASES, theme):
            yield case
            yield from self._beside(case)

    def _of_case(self, case: Node) -> Iterator[str]:
        yield case.id
        yield from self._near[case.id]
        yield from self._asked(THEMES, case)

    def _beside(self, node: str) -> Iterator[str]:
        """What a node is connected with, other than what nearly everything is."""
        return (each for each in self._near[node] if self.nodes[each].type not in self._hubs)

    def _asked(self, query: str, this: Node) -> list[str]:
        """The ids of the nodes that a query finds for a node."""
        results = self.store.oxigraph.query(query.replace("$this", f"<{this.iri}>"), prefixes=PREFIXES)
        if not isinstance(results, QuerySolutions):
            raise TypeError(query)
        ids = (network.identify(row["found"]) for row in results if isinstance(row["found"], NamedNode))
        return [each for each in ids if each in self.nodes]

    def _named(self, text: str, class_name: str) -> Node:
        try:
            found = names.resolve(self.store, text, class_name)
        except UnknownNameError:
            if (other := self._of_any_class(text)) is None:
                raise
            raise self._wrong(other, class_name) from None
        node = network.identify(found)
        if node not in self.nodes:
            raise NotDrawnError(node)
        return self.nodes[node]

    def _of_any_class(self, text: str) -> str | None:
        try:
            return network.identify(names.resolve(self.store, text))
        except UnknownNameError:
            return None

    def _wrong(self, other: str, class_name: str) -> WrongTypeError:
        """The error for an entity of another class, with those of the class that it is connected with."""
        wanted = network.Terms(self.store.oxigraph).names_below([term(class_name)])
        near = sorted(each for each in self._near.get(other, ()) if self.nodes[each].type in wanted)
        kind = class_name.lower()
        beside = f"connected with it: {', '.join(near[:5])}; " if near else ""
        return WrongTypeError(f"{other} is no {kind}", f"{beside}`innograph find TEXT -t {kind}` finds them")
