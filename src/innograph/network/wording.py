"""Statements as facts in words: subject, relation and value, as a premise of a fact file names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from innograph.namespaces import ID, shorten, term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

    from innograph.statements import Term

CREDIT = f"{ID}credit/"
HOLDERS = (term("person"), term("organization"))


def worded(quads: Iterable[Quad]) -> list[str]:
    """The facts that statements make, in words and sorted; those of a credit make one."""
    return sorted({words for quad in quads if (words := _words(quad.subject, quad.predicate, quad.object))})


def _words(subject: Term, predicate: NamedNode, value: Term) -> str:
    if not isinstance(subject, NamedNode):
        return ""
    if not subject.value.startswith(CREDIT):
        return f"{named(subject)} {shorten(predicate.value)} {named(value)}"
    return credit_words(subject, value) if predicate in HOLDERS else ""


def credit_words(credit: NamedNode, holder: Term) -> str:
    """A credit as a fact in words, from its IRI: holder/work/role."""
    work, _, role = credit.value.removeprefix(f"{CREDIT}{named(holder)}/").rpartition("/")
    return f"{work} {role} {named(holder)}"


def named(value: object) -> str:
    """An entity's id, or the text of a literal."""
    text: str = getattr(value, "value", "")
    return text.removeprefix(ID) if isinstance(value, NamedNode) else text
