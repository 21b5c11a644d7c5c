"""What asserted statements rest on, said in triples about the statements.

A statement's IRI is made from the statement itself, so that it is the same in every export.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from innograph.lines import END, by_statement
from innograph.namespaces import DERIVED, DISPUTED, ID, PROVENANCE, TYPE, term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Say = Callable[[bytes, bytes], Iterator[bytes]]

A = str(TYPE).encode()
STATEMENT = str(term("rdf:Statement")).encode()
SUBJECT = str(term("rdf:subject")).encode()
PREDICATE = str(term("rdf:predicate")).encode()
OBJECT = str(term("rdf:object")).encode()
REIFIES = str(term("rdf:reifies")).encode()
RESTS_ON = str(term("prov:wasDerivedFrom")).encode()
IS_PART_OF = str(term("dcterms:isPartOf")).encode()
SETS = frozenset([str(DERIVED).encode(), str(DISPUTED).encode()])
PROVENANCE_GRAPH = str(PROVENANCE).encode()


def with_reification(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The asserted triples, and an ``rdf:Statement`` for each (RDF Schema, 25 February 2014, 5.3.1)."""
    return _with_evidence(lines, _reified)


def with_reifiers(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The asserted triples, and a reifier for each (RDF 1.2 Concepts, section 1.5)."""
    return _with_evidence(lines, _reifies)


def _with_evidence(lines: Iterator[bytes], say: Say) -> Iterator[bytes]:
    """Lines of N-Triples in no order: asserted triples, what each rests on, and the provenance graph."""
    for statement, graphs in by_statement(lines):
        if graphs[0] == b"":
            yield statement + END
            yield from _evidence(statement, graphs[1:], say)
        if PROVENANCE_GRAPH in graphs:
            yield statement + END


def _evidence(statement: bytes, graphs: list[bytes], say: Say) -> Iterator[bytes]:
    name = f"<{ID}statement/{sha256(statement).hexdigest()[:32]}>".encode()
    yield from say(name, statement)
    for graph in graphs:
        is_set = graph in SETS or graph.endswith(b"/premises>")
        if graph != PROVENANCE_GRAPH:
            yield b"%s %s %s .\n" % (name, IS_PART_OF if is_set else RESTS_ON, graph)


def _reified(name: bytes, statement: bytes) -> Iterator[bytes]:
    parts = zip((SUBJECT, PREDICATE, OBJECT), statement.split(b" ", 2), strict=True)
    yield b"%s %s %s .\n" % (name, A, STATEMENT)
    yield from (b"%s %s %s .\n" % (name, relation, part) for relation, part in parts)


def _reifies(name: bytes, statement: bytes) -> Iterator[bytes]:
    yield b"%s %s <<( %s )>> .\n" % (name, REIFIES, statement)
