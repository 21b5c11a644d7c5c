"""What a person remembers of a name → the entities that may be meant, the best first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from innograph.answers import Answer, Cell, Labels, Row
from innograph.errors import counted
from innograph.kinds import class_named, kinds
from innograph.namespaces import ID, TYPE
from innograph.register import Name, identifier, searchable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from innograph.store import Store

COLUMNS = ("entity", "type", "id", "matched", "match")
LIMIT = 20
# How many letters of a word may be wrong, by its length: as in Lucene's "AUTO" fuzziness.
UNFORGIVEN, FORGIVEN_ONE = 2, 5


class Match(IntEnum):
    """How a name answers to what was typed, the best first."""

    EXACT = 0
    PREFIX = 1
    WORD = 2
    FUZZY = 3


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """An entity that was found, by the best of its names; sorted, the best come first.

    Attributes:
        errors: How many letters are wrong, missing, too many, or swapped with the next.
        is_alias: Whether the name is not the label.
    """

    match: Match
    errors: int
    is_alias: bool
    length: int
    folded: str
    iri: str
    name: str


def find(store: Store, text: str, class_name: str = "", limit: int = LIMIT) -> Answer:
    """The entities with a name or alias like *text*: a row for each, the best first.

    Best are names that are the text, then those that begin with it, then those with words that
    begin with its words. Where there are none, typing errors are forgiven: one in a word of three
    to five letters, two in a longer one, and spaces left out. Case, accents and punctuation never
    matter. Credits, events and sources are found only when *class_name* asks for them.

    Args:
        store: The graph; one of another tool is searched by ``rdfs:label`` and SKOS labels.
        text: What is remembered of the name; or an id or IRI.
        class_name: A class that the entities must be of, by its name or label; any, if empty.
        limit: The most rows that are wanted; all, if 0.

    Raises:
        UnknownNameError: There is no such class.
    """
    text = text.encode("utf-8", "replace").decode()  # an argument may hold bytes that are no text
    labels = Labels(store.oxigraph)
    wanted = class_named(store.oxigraph, labels, class_name) if class_name else None
    found = [each for each in search(store, text, aside=wanted is not None) if _fits(store, each, wanted)]
    shown = found[:limit] if limit > 0 else found
    return Answer(COLUMNS, tuple(_row(store, labels, each) for each in shown), _notes(text, found, shown))


def search(store: Store, text: str, *, aside: bool = False) -> list[Found]:
    """All that answer to *text*, the best first; with *aside*, credits, events and sources too."""
    query = searchable(text)
    lines = [line for line in store.names if aside or not line.endswith("\t1")]
    if not query:
        return []
    found = [*_by_id(lines, text), *_by_words(lines, query)] or list(_by_near_words(lines, query))
    best: dict[str, Found] = {}
    for each in sorted(found):
        best.setdefault(each.iri, each)
    return list(best.values())


def _by_id(lines: list[str], text: str) -> Iterator[Found]:
    given = text.strip().strip("<>").removeprefix("id:")
    ends = {f"\t{given}\t", f"\t{ID}{given}\t", f"\t{ID}source/{given}\t"}
    for line in lines:
        if any(end in line for end in ends):
            name = Name.from_line(line)
            if name.is_main:
                yield _found(Match.EXACT, 0, name)


def _by_words(lines: list[str], query: str) -> Iterator[Found]:
    words = query.split(" ")
    starts = [f" {word}" for word in words]
    for line in lines:
        if words[0] in line:
            name = f" {line.partition(chr(9))[0]}"
            if name[1:] == query:
                yield _found(Match.EXACT, 0, Name.from_line(line))
            elif name.startswith(f" {query}"):
                yield _found(Match.PREFIX, 0, Name.from_line(line))
            elif all(start in name for start in starts):
                yield _found(Match.WORD, 0, Name.from_line(line))


def _by_near_words(lines: list[str], query: str) -> Iterator[Found]:
    """The names whose words are near those of the query, or that are near it without spaces."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    names = [line.partition("\t")[0] for line in lines]
    words = {word for name in names for word in name.split(" ")}
    near = [
        {found: errors for found, errors, _ in extract(
            word, words, scorer=OSA.distance, processor=None, limit=None, score_cutoff=_forgiven(word))}
        | {found: 0 for found in words if found.startswith(word)}
        for word in query.split(" ")
    ]  # fmt: skip
    joined = query.replace(" ", "")
    whole = extract(
        joined, [name.replace(" ", "") for name in names], scorer=OSA.distance, processor=None, limit=None,
        score_cutoff=_forgiven(joined),
    )  # fmt: skip
    errors = {index: int(wrong) for _, wrong, index in whole}
    for index, name in enumerate(names):
        wrong = _errors(name.split(" "), near)
        if wrong is not None:
            errors[index] = min(wrong, errors.get(index, wrong))
    yield from (_found(Match.FUZZY, wrong, Name.from_line(lines[index])) for index, wrong in errors.items())


def _errors(words: list[str], near: list[dict[str, int]]) -> int | None:
    """The typing errors by which each word that was typed is one of the name's; None if one is not."""
    total = 0
    for known in near:
        errors = [known[word] for word in words if word in known]
        if not errors:
            return None
        total += min(errors)
    return total


def _forgiven(word: str) -> int:
    if len(word) <= UNFORGIVEN:
        return 0
    return 1 if len(word) <= FORGIVEN_ONE else 2


def _found(match: Match, errors: int, name: Name) -> Found:
    return Found(match, errors, not name.is_main, len(name.folded), name.folded, name.iri, name.text)


def _fits(store: Store, found: Found, wanted: NamedNode | None) -> bool:
    if wanted is None:
        return True
    quads = store.oxigraph.quads_for_pattern(NamedNode(found.iri), TYPE, wanted, None)
    return next(quads, None) is not None


def _row(store: Store, labels: Labels, found: Found) -> Row:
    entity = NamedNode(found.iri)
    label = found.name if not (store.is_ours or found.is_alias) else labels.of(entity)
    kind = ", ".join(kinds(store.oxigraph, labels, entity))
    matched = "" if found.name == label else found.name
    texts = (kind, identifier(found.iri), matched, found.match.name.lower())
    cells = (Cell(entity, label), *(Cell(None, text) for text in texts))
    return Row(dict(zip(COLUMNS, cells, strict=True)))


def _notes(text: str, found: list[Found], shown: list[Found]) -> tuple[str, ...]:
    if not found:
        return (f"nothing is called {text!r}, or nearly so",)
    more = len(found) - len(shown)
    return (f"{counted(more, 'entity')} more (--limit 0 shows all)",) if more else ()
