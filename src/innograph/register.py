"""The names of everything that has one: a table that is read whole in a few milliseconds.

A built store keeps it as a file, so that finding by name need not go through the graph.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.agreement import folded
from innograph.namespaces import ID, LABEL, ONTOLOGY, PROVENANCE, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store as Oxigraph

# Properties that name their subject, the one by which it is shown first.
NAMING = (LABEL, term("skos:prefLabel"), term("alias"), term("skos:altLabel"))
APOSTROPHES = str.maketrans("", "", "'’‘")
ASIDE = ("Credit", "Event", "Source")  # named after others, or evidence: found where they are asked for


@dataclass(frozen=True, slots=True)
class Name:
    """One name of something.

    Attributes:
        folded: The name as it is compared: see `searchable`.
        is_main: Whether it is the label; else an alias.
        is_aside: Whether what it names is a credit, an event or a source.
    """

    folded: str
    text: str
    iri: str
    is_main: bool
    is_aside: bool

    @property
    def line(self) -> str:
        """The name as a line of the file: five fields with tabs between them."""
        flags = (str(int(self.is_main)), str(int(self.is_aside)))
        return "\t".join((self.folded, " ".join(self.text.split()), self.iri, *flags)) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Name:
        """The name that a line holds."""
        text, name, iri, is_main, is_aside = line.split("\t")
        return cls(text, name, iri, is_main == "1", is_aside == "1")


def names(graph: Oxigraph) -> Iterator[Name]:
    """Every name in the default graph, or of a source; in a store of another tool, in any graph."""
    ours = next(graph.quads_for_pattern(None, None, None, ONTOLOGY), None) is not None
    places: tuple[DefaultGraph | NamedNode | None, ...] = (DefaultGraph(), PROVENANCE) if ours else (None,)
    aside = _instances(graph, ASIDE)
    for place in places:
        wanted = _instances(graph, ("Source",)) if place == PROVENANCE else None
        for predicate in NAMING:
            for quad in graph.quads_for_pattern(None, predicate, None, place):
                subject, name = quad.subject, quad.object
                if isinstance(subject, NamedNode) and isinstance(name, Literal) and name.value.strip():
                    iri = subject.value
                    if wanted is None or iri in wanted:
                        is_main = predicate in NAMING[:2]
                        yield Name(searchable(name.value), name.value, iri, is_main, iri in aside)


def lines(graph: Oxigraph) -> Iterable[str]:
    """The register as the lines of its file, sorted, each once."""
    return sorted({name.line for name in names(graph)})


def searchable(text: str) -> str:
    """The text as names are compared: without case, accents and punctuation, words parted by a space.

    Letters that Unicode takes apart (NFKD) lose their marks: ``"José"`` is found by ``"jose"``, and
    ``"O’Brien-Smith"`` by ``"obrien smith"``. A name of nothing but signs is kept as it is.
    """
    plain = text.casefold() if text.isascii() else _unmarked(text)
    spaced = "".join(
        c if c.isalnum() or not _is_punctuation(c) else " " for c in plain.translate(APOSTROPHES)
    )
    return " ".join(spaced.split()) or " ".join(plain.split())


def _unmarked(text: str) -> str:
    parts = unicodedata.normalize("NFKD", folded(text)).casefold()
    return "".join(c for c in parts if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PZC"


def _instances(graph: Oxigraph, classes: Iterable[str]) -> set[str]:
    return {
        quad.subject.value
        for name in classes
        for quad in graph.quads_for_pattern(None, TYPE, term(name), None)
        if isinstance(quad.subject, NamedNode)
    }


def identifier(iri: str) -> str:
    """The id of an entity, by which commands take it: its IRI without innograph's namespace."""
    return iri.removeprefix(ID)
