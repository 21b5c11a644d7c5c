"""Any RDF file in a common serialization, whatever it is called.

What a file holds is seen from its content; its name only decides which syntax is tried first.
Blank nodes become IRIs, numbered in the order of the file, and relative IRIs are resolved against the
import's own, so that two imports never meet by accident. Named graphs are read as one.

Statements in terms of innograph that a curated fact needs a check for, such as who committed a
crime, are kept out, as are terms that the ontology does not have.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from innograph import ontology
from innograph.errors import ImportFileError, counted
from innograph.imports.compression import GZIP, ZIP
from innograph.imports.metadata import OwnWords
from innograph.imports.rows import WHOLE_FILE, Problem, Reading
from innograph.namespaces import ID, INNO, PREFIXES, TYPE, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from innograph.model import Progress

BY_EXTENSION = {
    "ttl": RdfFormat.TURTLE,
    "n3": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
    "xml": RdfFormat.RDF_XML,
    "owl": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "json": RdfFormat.JSON_LD,
}
TEXTS = (RdfFormat.TURTLE, RdfFormat.N_QUADS, RdfFormat.TRIG)  # TriG holds Turtle, N-Quads N-Triples
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
START = 65_536  # bytes that are looked at to see what a file holds
BATCH = 10_000
NEED_CHECKS = frozenset(
    {
        "exoneree",
        "perpetrator",
        "portrays",
        "event",
        "Case",
        "Exoneree",
        "WrongfulConviction",
        "Crime",
        "Sentencing",
    }
)
ENTITY = re.compile(rb"<!ENTITY\s[^>\"']*(?:[\"']([^\"']*))?")
LONGEST_ENTITY = 1000
RDF_NAMESPACE = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = re.compile(rb"<(\?xml|!DOCTYPE|!--|rdf:RDF|[\w.-]+(:[\w.-]+)?\s+xmlns)")
ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
POSITION = re.compile(r"line (\d+)(?: between)? columns? (\d+)")
WELL_KNOWN = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dbo": "http://dbpedia.org/ontology/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}


def properties() -> set[str]:
    """None in particular: a file may use any."""
    return set()


def read(path: Path, report: Progress) -> Reading:
    """The statements of an RDF file.

    Raises:
        ImportFileError: It is no RDF, or broken; says where, and the likely remedy.
    """
    file = _File(path)
    syntax = file.syntax
    problems: list[Problem] = []
    notes: list[str] = []
    named = BY_EXTENSION.get(path.suffix.lower().lstrip("."))
    if syntax != named:
        notes.append(f"it holds {syntax.name}" + (f", not {named.name} as its name says" if named else ""))
    if file.has_mark:
        notes.append("it starts with a byte-order mark, which RDF does not allow; it was passed over")
    reading = Reading(path.name, "", iter(()), problems, notes)
    reading.statements = file.statements(reading, report)
    return reading


class _File:
    """An RDF file, its start seen."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self.start = file.read(START)
        except OSError as error:
            raise ImportFileError(f"{path} cannot be read: {error.strerror}") from error
        self.has_mark = self.start.startswith(BYTE_ORDER_MARK)

    @cached_property
    def base(self) -> str:
        """The IRI that relative ones are resolved against: the import's own."""
        from hashlib import file_digest

        with self.path.open("rb") as file:
            return f"{ID}rdf/{file_digest(file, 'sha256').hexdigest()[:12]}/"

    @cached_property
    def syntax(self) -> RdfFormat:
        """The syntax in which the whole file can be read.

        Raises:
            ImportFileError: There is none; shows the error of the one that came furthest.
        """
        failed: list[tuple[int, RdfFormat, str]] = []
        for syntax in self._candidates():
            try:
                with self._opened() as file:
                    count = sum(1 for _ in parse(file, format=syntax, base_iri=self.base))
            except (SyntaxError, ValueError) as error:
                failed.append((_line(error), syntax, str(error)))
            except MemoryError as error:
                raise ImportFileError(
                    f"{self.path} has a term that is too long to be read (over 16 MB)", "leave it out"
                ) from error
            else:
                return self._not_empty(syntax, count)
        _, syntax, message = max(failed, key=lambda each: each[0])
        raise self._broken(syntax, message)

    def _not_empty(self, syntax: RdfFormat, count: int) -> RdfFormat:
        if not count:
            hint = "JSON is RDF only by its @context" if syntax == RdfFormat.JSON_LD else None
            raise ImportFileError(f"{self.path} holds no statement of RDF", hint)
        return syntax

    def _candidates(self) -> list[RdfFormat]:
        """The syntaxes that the file may be in, the likeliest first."""
        text = self.start.removeprefix(BYTE_ORDER_MARK).lstrip()
        self._refuse_others(text)
        if XML.match(text):
            self._refuse_entities()
            return [RdfFormat.RDF_XML]
        if text.startswith((b"{", b"[")) and not re.match(rb"\[\s*(\]|[\w<])", text):
            return [RdfFormat.JSON_LD]
        named = BY_EXTENSION.get(self.path.suffix.lower().lstrip("."))
        return list(dict.fromkeys([*([named] if named in (*TEXTS, RdfFormat.N_TRIPLES) else []), *TEXTS]))

    def _refuse_others(self, text: bytes) -> None:
        """Refuse what is no text of RDF, as its first bytes show."""
        if not text:
            raise ImportFileError(f"{self.path} is empty")
        if text.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in (text[:1], text[1:2]):
            raise ImportFileError(f"{self.path} is in UTF-16; RDF is in UTF-8", "save it in UTF-8")
        if text.startswith((GZIP, ZIP)):
            raise ImportFileError(f"{self.path} is compressed", "unpack it, and import what it holds")
        if text[:200].lower().startswith((b"<!doctype html", b"<html")):
            raise ImportFileError(
                f"{self.path} is a web page, not RDF", "download the data that the page offers"
            )
        root = ROOT.search(text) if XML.match(text) and RDF_NAMESPACE not in text else None
        if root and not root[1].endswith(b"RDF"):
            raise ImportFileError(f"{self.path} is XML, but not RDF/XML: its root is <{root[1].decode()}>")

    def _refuse_entities(self) -> None:
        """Refuse XML entities that are more than a short text: the parser expands them without limit."""
        from mmap import ACCESS_READ, mmap

        with self.path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            for match in ENTITY.finditer(content):
                value = match[1] or b""
                is_short = 0 < len(value) <= LONGEST_ENTITY and b"&" not in value
                if not is_short or b"SYSTEM" in match[0] or b"PUBLIC" in match[0]:
                    line = content[: match.start()].count(b"\n") + 1
                    raise ImportFileError(
                        f"{self.path} has an XML entity that is more than a short text, line {line}",
                        "write entities out, or save the file as Turtle",
                    )

    def _broken(self, syntax: RdfFormat, message: str) -> ImportFileError:
        undeclared = re.search(r"The prefix (\S*): has not been declared", message)
        if undeclared:
            known = {**WELL_KNOWN, **PREFIXES}.get(undeclared[1], "…")
            hint = f"add a line to its start: @prefix {undeclared[1]}: <{known}> ."
        elif "Invalid UTF-8" in message:
            hint = "RDF is in UTF-8: save it in that encoding"
        elif self.path.suffix.lower() == ".n3":
            hint = "formulas, rules and other words of Notation3 are not RDF; leave them out"
        elif "LoadDocumentCallback" in message:
            message, hint = (
                "its @context is an address, and nothing is fetched",
                "write the context into the file",
            )
        else:
            hint = "RDF is read as Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD"
        shown = re.sub(r"^Parser error at |\s*\(line \d+\)$", "", message)
        return ImportFileError(f"{self.path} is not {syntax.name}: {shown}", hint)

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        with self.path.open("rb") as file:
            if self.has_mark:
                file.seek(len(BYTE_ORDER_MARK))
            yield file

    def statements(self, reading: Reading, report: Progress) -> Iterator[bytes]:
        """The statements as lines of N-Quads in the default graph, blank nodes named."""
        kept = _Kept(self.base)
        size = self.path.stat().st_size or 1
        with self._opened() as file:
            quads = filter(None, map(kept.quad, parse(file, format=self.syntax, base_iri=self.base)))
            count = 0
            while batch := list(islice(quads, BATCH)):
                yield from (serialize(batch, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
                count += len(batch)
                report("reading statements", count, file.tell() / size)
        reading.about = kept.own_words.about
        if kept.graphs:
            graphs = counted(len(kept.graphs), "named graph")
            reading.notes.append(f"it has {graphs}; all that it says is read as one")
        for name, number in sorted(kept.left_out.items()):
            reading.problems.append(Problem(WHOLE_FILE, name, f"{kept.reasons[name]} ({number:,})"))


class _Kept:
    """Which quads are kept, and how: without blank nodes, in one graph."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.known = ontology.load()
        self.nodes: dict[str, NamedNode] = {}
        self.graphs: set[str] = set()
        self.left_out: dict[str, int] = {}
        self.reasons: dict[str, str] = {}
        self.own_words = OwnWords(base)

    def quad(self, quad: Quad) -> Quad | None:
        """The quad as it is kept; None if it is not."""
        self.own_words.hear(quad)
        if isinstance(quad.subject, Triple) or isinstance(quad.object, Triple):
            self._leave("triple terms", "they are of RDF 1.2 and are kept out")
            return None
        ours = quad.object if quad.predicate == TYPE else quad.predicate
        if isinstance(ours, NamedNode) and ours.value.startswith(INNO):
            reason = self._objection(shorten(ours.value))
            if reason:
                self._leave(shorten(ours.value), reason)
                return None
        if not isinstance(quad.graph_name, DefaultGraph):
            self.graphs.add(str(quad.graph_name))
        return Quad(self._named(quad.subject), quad.predicate, self._named(quad.object))  # type: ignore[arg-type]

    def _objection(self, name: str) -> str:
        if name in NEED_CHECKS:
            return "it needs the checks of a fact file, and is kept out"
        if name not in self.known.properties and name not in self.known.classes:
            return "the ontology has no such term; it is kept out"
        return ""

    def _leave(self, name: str, reason: str) -> None:
        self.reasons[name] = reason
        self.left_out[name] = self.left_out.get(name, 0) + 1

    def _named(self, term: object) -> object:
        if not isinstance(term, BlankNode):
            return term
        known = self.nodes.get(term.value)
        if known is None:
            known = self.nodes[term.value] = NamedNode(f"{self.base}node/{len(self.nodes) + 1}")
        return known


def _line(error: Exception) -> int:
    match = POSITION.search(str(error))
    return int(match[1]) if match else 0
