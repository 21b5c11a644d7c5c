"""The evidence of nodes and edges, as JSON → facts, as nodes of a fact file.

What the JSON says comes from a file that anyone may have changed: it is read strictly, and what
comes of it is then read once more as a fact file is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from innograph.facts.document import Mapping, Scalar, Sequence
from innograph.facts.values import APPROXIMATE
from innograph.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Keyed

    from innograph.facts.document import Node
    from innograph.model import Place

INFERENCE = f"{ID}inference/"


class Unreadable(Exception):  # noqa: N818  # says why an element is kept out, never seen outside
    """Evidence that is not as innograph writes it."""


@dataclass(slots=True)
class Basis:
    """What a claim rests on: citations, or an inference.

    Attributes:
        cited: Citations as fact files write them.
        inferred: The entry of an inference.
        imported: Whether rows of imports state it.
        by_rule: Whether a rule makes it.
    """

    cited: set[str] = field(default_factory=set)
    rank: str = ""
    reason: str = ""
    inferred: dict[str, Any] = field(default_factory=dict)
    imported: bool = False
    by_rule: bool = False

    @property
    def is_curated(self) -> bool:
        """Whether a curated passage or an inference holds it up."""
        return bool(self.cited or self.inferred)

    def node(self, value: str, datatype: str | None, scope: str, place: Place) -> Mapping:
        """The fact as a fact file has it, with this value."""
        given = {"value": value}
        if datatype == APPROXIMATE:
            given = dict(zip(("about", "within"), value.split("±"), strict=True)) if "±" in value else given
        keys: dict[str, Node] = {key: Scalar(text, place) for key, text in given.items()}
        if self.cited:
            keys["sources"] = texts(sorted(self.cited), place)
        if self.inferred:
            keys["inferred"] = _inferred(self.inferred, place)
        for key, text in (("rank", self.rank), ("reason", self.reason), ("scope", scope)):
            if text:
                keys[key] = Scalar(text, place)
        return mapping(keys, place)


def parsed(text: str) -> list[dict[str, Any]]:
    """The entries of an element's evidence.

    Raises:
        Unreadable: It is not a JSON list of objects with texts.
    """
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("its evidence is not JSON") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Unreadable("its evidence is not a list of objects")
    return entries


def of_edge(entries: Iterable[dict[str, Any]]) -> dict[str, Basis]:
    """What the fact of an edge rests on, by the scope that passages give a credit.

    Raises:
        Unreadable: An entry is not as innograph writes it.
    """
    found: dict[str, Basis] = {"": Basis()}
    for entry in entries:
        if "rival" in entry or entry.get("premise") is True:
            continue
        basis = found.setdefault(word(entry, "scope"), Basis())
        _add(basis, entry)
        found[""].by_rule |= "rule" in entry
    return found


def rivals(entries: Iterable[dict[str, Any]]) -> dict[str, Basis]:
    """What the rivals of an edge's fact rest on, by their ids.

    Raises:
        Unreadable: An entry is not as innograph writes it.
    """
    found: dict[str, Basis] = {}
    for entry in entries:
        if "rival" in entry and entry.get("premise") is not True:
            _add(found.setdefault(word(entry, "rival").removeprefix(ID), Basis()), entry)
    return {rival: basis for rival, basis in found.items() if basis.is_curated}


def of_claim(entry: dict[str, Any]) -> Basis:
    """What a claim of a node's evidence rests on.

    Raises:
        Unreadable: It is not as innograph writes it.
    """
    basis = Basis(rank=word(entry, "rank"), reason=word(entry, "reason"))
    basis.cited = set(words(entry, "sources"))
    inferred = entry.get("inferred", {})
    if not isinstance(inferred, dict):
        raise Unreadable("'inferred' is no object")
    basis.inferred = inferred
    return basis


def word(entry: dict[str, Any], key: str) -> str:
    """A text of an entry; empty where it has none.

    Raises:
        Unreadable: It is no text.
    """
    text = entry.get(key, "")
    if not isinstance(text, str):
        raise Unreadable(f"{key!r} is no text")
    return text


def words(entry: dict[str, Any], key: str) -> list[str]:
    """The texts of an entry.

    Raises:
        Unreadable: They are no list of texts.
    """
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise Unreadable(f"{key!r} is no list of texts")
    return found


def mapping(keys: Keyed[str, Node], place: Place) -> Mapping:
    """A mapping of a fact file."""
    return Mapping(tuple((Scalar(key, place), node) for key, node in keys.items()), place)


def texts(given: Iterable[str], place: Place) -> Sequence:
    """A list of texts of a fact file."""
    return Sequence(tuple(Scalar(text, place) for text in given), place)


def _add(basis: Basis, entry: dict[str, Any]) -> None:
    if "inference" in entry:
        basis.inferred = entry
    elif entry.get("imported") is True:
        basis.imported = True
        return
    elif "passage" in entry:
        basis.cited.add(f"{word(entry, 'source')}#{word(entry, 'locator')}".rstrip("#"))
    else:
        return
    basis.rank, basis.reason = word(entry, "rank"), word(entry, "reason")


def _inferred(entry: dict[str, Any], place: Place) -> Mapping:
    keys: dict[str, Node] = {
        "name": Scalar(word(entry, "inference").removeprefix(INFERENCE), place),
        "reasoning": Scalar(word(entry, "reasoning"), place),
        "premises": texts(words(entry, "premises"), place),
    }
    return mapping(keys, place)
