"""Rules: CONSTRUCT files that make statements out of asserted ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Quad, QueryTriples, Store

from innograph import resources
from innograph.errors import OntologyError
from innograph.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Triple


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name is its file's, its summary says what it makes of what."""

    name: str
    summary: str
    query: str


def load(folder: Path = resources.RULES) -> list[Rule]:
    """The rules of a folder, by name."""
    rules = []
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        rules.append(Rule(path.stem, str(read_header(text, path.name)["summary"]), text))
    return rules


def apply(rules: Iterable[Rule], base: Iterable[Quad]) -> dict[str, set[Triple]]:
    """What each rule makes of the quads, and of what all rules make, until nothing new comes.

    Args:
        rules: The rules.
        base: The default graph and the named graphs that rules read.

    Returns:
        For each rule's name the triples that it makes, those that are asserted already included.

    Raises:
        OntologyError: A rule is not a CONSTRUCT query.
    """
    rules = tuple(rules)
    store = Store()
    store.extend(base)
    made: dict[str, set[Triple]] = {rule.name: set() for rule in rules}
    grown = True
    while grown:
        grown = False
        for rule in rules:
            new = set(_construct(rule, store)) - made[rule.name]
            made[rule.name] |= new
            store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in new)
            grown = grown or bool(new)
    return made


def _construct(rule: Rule, store: Store) -> QueryTriples:
    try:
        triples = store.query(rule.query)
    except SyntaxError as error:
        raise OntologyError(f"rule {rule.name} is not SPARQL: {error}") from error
    if not isinstance(triples, QueryTriples):
        raise OntologyError(f"rule {rule.name} is not a CONSTRUCT query")
    return triples
