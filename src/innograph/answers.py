"""Answers: rows of labelled cells, whatever they were asked with."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.namespaces import INNO, LABEL, ONTOLOGY, PREFIXES, PROVENANCE, compact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import BlankNode, Triple
    from pyoxigraph import Store as Oxigraph

    Term = NamedNode | BlankNode | Literal | Triple

LABEL_GRAPHS = (DefaultGraph(), ONTOLOGY, PROVENANCE)
XSD = PREFIXES["xsd"]
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


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that a row rests on, and the source that it is in; texts are empty where unknown.

    Attributes:
        passage: The passage's IRI.
        locator: The line or row; empty for a whole page.
    """

    passage: str
    source: str
    locator: str
    title: str
    publisher: str
    date: str
    url: str

    @property
    def mark(self) -> str:
        """How the citation is marked in a row: ``"seed-000#13"``, or ``"pov"`` for a whole page."""
        return f"{self.source}#{self.locator}" if self.locator else self.source

    @property
    def reference(self) -> str:
        """The source in one line: publisher, title, date and address."""
        dated = f"{self.publisher}, {self.date}" if self.date else self.publisher
        return ". ".join(filter(None, [dated, self.title, self.url]))


@dataclass(frozen=True, slots=True)
class Row:
    """One row; *derived* and *disputed* are None where that is not known, as are *citations*."""

    cells: dict[str, Cell]
    derived: bool | None = None
    disputed: bool | None = None
    citations: tuple[Citation, ...] | None = None

    @property
    def marks(self) -> str:
        """The marks that hold, in words: ``"derived"``, ``"derived, disputed"`` or nothing."""
        held = (("derived", self.derived), ("disputed", self.disputed))
        return ", ".join(name for name, holds in held if holds)

    def as_json(self) -> dict[str, Any]:
        """The cells by column, and the marks where they are known."""
        marks = {"derived": self.derived, "disputed": self.disputed}
        cells = {column: cell.as_json() for column, cell in self.cells.items()}
        known = {name: holds for name, holds in marks.items() if holds is not None}
        cited = {} if self.citations is None else {"citations": [asdict(given) for given in self.citations]}
        return cells | cited | known


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns, rows, notes, and a title where the columns alone do not say what is answered."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    title: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether it is known of each row whether it is derived or disputed."""
        return any(row.derived is not None for row in self.rows)


@dataclass(slots=True)
class Labels:
    """Labels of terms, each looked up once."""

    store: Oxigraph
    known: dict[str, str] = field(default_factory=dict)

    def cell(self, term: Term | None) -> Cell:
        """The term with the label to show for it."""
        if term is None:
            return Cell(None, "")
        if isinstance(term, NamedNode):
            return Cell(term, self.of(term))
        return Cell(term, _shown(term))

    def of(self, node: NamedNode) -> str:
        """The ``rdfs:label`` of an IRI, or else a short form of it."""
        if node.value not in self.known:
            self.known[node.value] = next(self._labels(node), None) or compact(node.value)
        return self.known[node.value]

    def _labels(self, node: NamedNode) -> Iterator[str]:
        for graph in LABEL_GRAPHS:
            objects = (quad.object for quad in self.store.quads_for_pattern(node, LABEL, None, graph))
            yield from sorted(term.value for term in objects if isinstance(term, Literal))[:1]


def _shown(term: Term) -> str:
    if not isinstance(term, Literal):
        return str(term)
    if term.datatype.value == APPROXIMATE:
        return f"about {term.value.partition('±')[0]}"
    if term.datatype.value == f"{XSD}boolean":
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
