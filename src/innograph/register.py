"""The names of everything that has one: a table that is read whole in a few milliseconds.

A built store keeps it as a file, so that finding by name need not go through the graph.
"""

from __future__ import annotations

import unicodedata
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING, TextIO

from pyoxigraph import DefaultGraph, Literal, NamedNode

from innograph.agreement import folded
from innograph.namespaces import ID, LABEL, ONTOLOGY, PROVENANCE, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Store as Oxigraph

# Properties that name their subject, the one by which it is shown first.
NAMING = (LABEL, term("skos:prefLabel"), term("alias"), term("skos:altLabel"))
APOSTROPHES = str.maketrans("", "", "'’‘")
RUN = 50_000  # lines
# The ranks of a label in a line: as it is, and where it has spaces that a line cannot have. Below are 1 and 0.
LABELLED, LABELLED_LIKE = "2", "3"
ASIDE = ("Credit", "Event", "Source")  # named after others, or evidence: found where they are asked for


@dataclass(frozen=True, slots=True)
class Name:
    """One name of something.

    Attributes:
        folded: The name as it is compared: see `searchable`.
        is_main: Whether it is the label; else an alias.
        is_aside: Whether what it names is a credit, an event or a source.
        is_label: Whether it is the ``rdfs:label``, by which answers show it.
    """

    folded: str
    text: str
    iri: str
    is_main: bool
    is_aside: bool
    is_label: bool = False

    @property
    def line(self) -> str:
        """The name as a line of the file: five fields with tabs between them."""
        text = " ".join(self.text.split())
        rank = (LABELLED if text == self.text else LABELLED_LIKE) if self.is_label else str(int(self.is_main))
        return "\t".join((self.folded, text, self.iri, rank, str(int(self.is_aside)))) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Name:
        """The name that a line holds."""
        text, name, iri, rank, is_aside = line.split("\t")
        return cls(text, name, iri, rank != "0", is_aside == "1", rank in (LABELLED, LABELLED_LIKE))


def names(graph: Oxigraph) -> Iterator[Name]:
    """Every name in the default graph, or of a source; in a store of another tool, in any graph."""
    ours = next(graph.quads_for_pattern(None, None, None, ONTOLOGY), None) is not None
    places: tuple[DefaultGraph | NamedNode | None, ...] = (DefaultGraph(), PROVENANCE) if ours else (None,)
    sources = _instances(graph, ("Source",), places)
    aside = sources | _instances(graph, ASIDE, places)
    for place in places:
        for predicate in NAMING:
            for quad in graph.quads_for_pattern(None, predicate, None, place):
                subject, name = quad.subject, quad.object
                if isinstance(subject, NamedNode) and isinstance(name, Literal) and name.value.strip():
                    known = hash(subject)
                    if place != PROVENANCE or known in sources:
                        is_main, is_label = predicate in NAMING[:2], predicate == LABEL
                        if place == PROVENANCE and is_label:
                            is_label = not _is_labelled(graph, subject)
                        flags = (is_main, known in aside, is_label)
                        yield Name(searchable(name.value), name.value, subject.value, *flags)


def _is_labelled(graph: Oxigraph, subject: NamedNode) -> bool:
    """Whether it has a label in the default graph, by which it is shown whatever other graphs say."""
    return next(graph.quads_for_pattern(subject, LABEL, None, DefaultGraph()), None) is not None


def lines(
    graph: Oxigraph, folder: Path | None = None, report: Callable[[int], None] = lambda _count: None
) -> Iterator[str]:
    """The register as the lines of its file, sorted, each once.

    Those of a large graph are sorted in runs and merged, so that the memory is that of a run.

    Args:
        graph: The graph.
        folder: Where temporary files of runs are written; that of the system when None.
        report: Told how many names are read.
    """
    unsorted = _counted(names(graph), report)
    with ExitStack() as files:
        runs: list[Iterable[str]] = []
        while run := sorted(islice(unsorted, RUN)):
            runs.append(run if len(run) < RUN else files.enter_context(_written(run, folder)))
        yield from (line for line, _ in groupby(merge(*runs)))


def _counted(found: Iterable[Name], report: Callable[[int], None]) -> Iterator[str]:
    for count, name in enumerate(found, start=1):
        report(count)
        yield name.line


@contextmanager
def _written(run: list[str], folder: Path | None) -> Iterator[TextIO]:
    from tempfile import TemporaryFile

    with TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder) as file:
        file.writelines(run)
        file.seek(0)
        yield file


def labels(listed: Iterable[str]) -> dict[str, str]:
    """The labels by which answers show what a register names, by IRI; *listed* are its lines.

    Of several labels of one thing it is the first, in the order of their characters. What has one
    that its line does not give as it is, is left out.
    """
    fields = "\t".join(listed).split("\t")
    ranked = list(zip(fields[1::5], fields[2::5], fields[3::5], strict=True))
    labelled = [(iri, label) for label, iri, rank in ranked if rank == LABELLED]
    found = dict(labelled)
    if len(found) < len(labelled):
        for iri, label in labelled:
            found[iri] = min(label, found[iri])
    for iri in (iri for _, iri, rank in ranked if rank == LABELLED_LIKE):
        found.pop(iri, None)
    return found


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


def _instances(
    graph: Oxigraph, classes: Iterable[str], places: Iterable[DefaultGraph | NamedNode | None]
) -> set[int]:
    """The hashes of what is of a class: a tenth of what their IRIs take."""
    return {
        hash(quad.subject)
        for place in places
        for name in classes
        for quad in graph.quads_for_pattern(None, TYPE, term(name), place)
    }


def identifier(iri: str) -> str:
    """The id of an entity, by which commands take it: its IRI without innograph's namespace."""
    return iri.removeprefix(ID)
