"""What lineage is made of: statements used, derivations, traced rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term = NamedNode | BlankNode | Literal | Triple

KEPT = 100


class Used(NamedTuple):
    """A statement that a solution used, and the named graph it was matched in.

    Attributes:
        graph: None for the default graph.
    """

    subject: NamedNode | BlankNode
    predicate: NamedNode
    object: Term
    graph: NamedNode | BlankNode | None


class Witness(NamedTuple):
    """The statements by which a property path leads from one node to another.

    Attributes:
        path: The path, as SPARQL.
        statements: In the order of the path; empty for a path of length zero.
        another: Whether another set of statements would do as well; None where the search for
            one was given up.
    """

    path: str
    statements: tuple[Used, ...]
    another: bool | None


class Derivation(NamedTuple):
    """One way in which a row follows from the graph.

    Attributes:
        statements: All that it used, those of the paths included.
        absences: The patterns, as SPARQL, that found nothing, and on which the row rests too.
        witnesses: One for each property path that it followed.
        solutions: How many solutions it joins: 1, or those of a group.
        complete: False when the group has more solutions than were looked at.
    """

    statements: frozenset[Used]
    absences: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    solutions: int = 1
    complete: bool = True


class TracedRow(NamedTuple):
    """A row of an answer and the ways in which it follows.

    Attributes:
        values: The terms in the order of the variables; None where unbound. Of an ASK, the
            boolean; of a CONSTRUCT or DESCRIBE, subject, predicate and object.
        derivations: Up to `KEPT` of them, each by itself.
        more: Whether there are more than were kept.
    """

    values: tuple[Term | None, ...]
    derivations: tuple[Derivation, ...]
    more: bool = False


class MarkedRow(NamedTuple):
    """A row of an answer, and of each kind of statements whether it rests on some.

    Attributes:
        values: As of `TracedRow`.
        marks: In the order of the kinds.
    """

    values: tuple[Term | None, ...]
    marks: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """The answer of a SELECT with marks.

    Attributes:
        form: As of `Traced`; of other forms than ``"select"`` there are no rows.
        variables: Their names.
        rows: In the order that Oxigraph gives them.
        labels: Labels of entities in the rows, as far as the query matched them.
    """

    form: str
    variables: tuple[str, ...] = ()
    rows: tuple[MarkedRow, ...] = ()
    labels: dict[NamedNode, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Traced:
    """An answer with its lineage.

    Attributes:
        form: ``"select"``, ``"ask"``, ``"construct"`` or ``"describe"``.
        variables: Their names; ``answer`` of an ASK, ``subject``, ``predicate`` and ``object``
            of a CONSTRUCT or DESCRIBE.
        rows: In the order that Oxigraph gives them; to be gone through once. It raises
            `QueryError` where the lineage does not agree with the answer.
    """

    form: str
    variables: tuple[str, ...]
    rows: Iterable[TracedRow]


def joined(left: Derivation, right: Derivation) -> Derivation:
    """What rests on both."""
    return Derivation(
        left.statements | right.statements,
        tuple(dict.fromkeys(left.absences + right.absences)),
        tuple(dict.fromkeys(left.witnesses + right.witnesses)),
        left.solutions,
        left.complete and right.complete,
    )
