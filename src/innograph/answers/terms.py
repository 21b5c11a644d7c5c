"""Terms of an answer with the labels to show for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.namespaces import INNO, LABEL, ONTOLOGY, PREFIXES, PROVENANCE, compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import BlankNode, Triple
    from pyoxigraph import Store as Oxigraph

    from innograph.store import Store

    Term = NamedNode | BlankNode | Literal | Triple

LABEL_GRAPHS = (DefaultGraph(), ONTOLOGY, PROVENANCE)
SAME_TIME = 5_000  # bytes of a register of names that are read while one label is looked up
XSD = PREFIXES["xsd"]
BOOLEAN = f"{XSD}boolean"
APPROXIMATE = f"{INNO}approximateInteger"


@dataclass(frozen=True, slots=True)
class Cell:
    """A term of an answer and the label to show for it; an unbound variable's term is None."""

    term: Term | None
    label: str

    def as_json(self) -> object:
        """``{"iri", "label"}`` for an IRI, else the value: number, true or false, text, null."""
        if isinstance(self.term, NamedNode):
            return {"iri": self.term.value, "label": self.label}
        if isinstance(self.term, Literal):
            return _json_value(self.term)
        return self.label or None


@dataclass(slots=True)
class Labels:
    """Labels of terms, each looked up once; *read* gives those that were read before, if any were.

    Attributes:
        noted: Labels that the query matched, which need not be looked up.
        listing: A built store, whose labels are read all at once where very many are looked up.
        wanted: About how many will be looked up; it grows with those that were.
    """

    store: Oxigraph
    read: Callable[[NamedNode], str | None] | None = None
    known: dict[NamedNode, Cell] = field(default_factory=dict)
    noted: dict[NamedNode, str] = field(default_factory=dict)
    listing: Store | None = None
    wanted: int = 0

    def cell(self, term: Term | None) -> Cell:
        """The term with the label to show for it."""
        if isinstance(term, NamedNode):
            return self.known.get(term) or self._cell(term)
        return Cell(None, "") if term is None else Cell(term, _shown(term))

    def of(self, node: NamedNode) -> str:
        """The ``rdfs:label`` of an IRI, or else a short form of it."""
        return (self.known.get(node) or self._cell(node)).label

    def _cell(self, node: NamedNode) -> Cell:
        label = self.noted.get(node) or (self.read or self._looked_up)(node)
        found = self.known[node] = Cell(node, label or compact(node.value))
        return found

    def _looked_up(self, node: NamedNode) -> str | None:
        """The label by itself; once this has taken as long as to read all labels, these are read."""
        self.wanted += 1
        if self.listing and 0 < self.listing.size_of_names < self.wanted * SAME_TIME:
            self.read = self._listed
            return self._listed(node)
        return next(self._labels(node), None)

    def _listed(self, node: NamedNode) -> str | None:
        listed = self.listing.labels.get(node.value) if self.listing else None
        return listed or next(self._labels(node), None)

    def _labels(self, node: NamedNode) -> Iterator[str]:
        for graph in LABEL_GRAPHS:
            objects = (quad.object for quad in self.store.quads_for_pattern(node, LABEL, None, graph))
            yield from sorted(term.value for term in objects if isinstance(term, Literal))[:1]


def _shown(term: Term) -> str:
    if not isinstance(term, Literal):
        return str(term)
    kind = term.datatype.value
    if kind == APPROXIMATE:
        return f"about {term.value.partition('±')[0]}"
    if kind == BOOLEAN:
        return "yes" if term.value in ("true", "1") else "no"
    return term.value


def _json_value(literal: Literal) -> object:
    kind = literal.datatype.value.removeprefix(XSD)
    if "_" in literal.value:  # which Python would take for a separator of digits
        return literal.value
    try:
        if kind in ("integer", "int", "long"):
            return int(literal.value)
        if kind in ("decimal", "double", "float"):
            number = float(literal.value)
            return number if abs(number) < float("inf") else literal.value
    except ValueError:
        return literal.value
    if kind == "boolean":
        return literal.value in ("true", "1")
    return literal.value
