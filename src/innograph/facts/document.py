"""One YAML file as nodes with places, read as written.

YAML's own guesses are switched off: ``no`` is a text, ``1989-01-20`` is a text, ``007`` is a
text; only a property decides what a text means. What could hide a mistake is refused: repeated
keys, anchors and aliases, tags, several documents, deep nesting, encodings other than UTF-8.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from innograph.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_DEPTH = 24
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, as written."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their nodes; no key occurs twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place


Node = Scalar | Sequence | Mapping


def read(path: Path, name: str, findings: list[Finding]) -> Mapping | None:
    """The mapping that a YAML file holds; None for an empty file or one that is not YAML.

    Args:
        path: The file.
        name: The file's name as findings show it.
        findings: What is wrong with the file is appended here.
    """
    text = _decoded(path, name, findings)
    if text is None:
        return None
    reader = _Reader(name, findings)
    try:
        node = reader.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        findings.append(_syntax_finding(error, name))
        return None
    except yaml.reader.ReaderError as error:
        findings.append(_character_finding(error, text, name))
        return None
    except _Refused as refusal:
        findings.append(refusal.finding)
        return None
    return node


class _Refused(Exception):  # noqa: N818  # control flow, never seen outside
    def __init__(self, place: Place, message: str, hint: str) -> None:
        super().__init__(message)
        self.finding = Finding(place, message, hint)


class _Reader:
    """Builds nodes from the parser's events."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self.name = name
        self.findings = findings

    def document(self, events: Iterator[yaml.Event]) -> Mapping | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise _Refused(self._place(event), "a second YAML document", "remove the line '---'")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        if root is None or (isinstance(root, Scalar) and not root.text):
            return None
        if not isinstance(root, Mapping):
            raise _Refused(root.place, "a fact file starts with a section", "such as 'people:'")
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        place = self._place(event)
        self._refuse_cleverness(event, place, depth)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(events, depth)), place)
        return Mapping(tuple(self._entries(events, depth)), place)

    def _refuse_cleverness(self, event: yaml.Event, place: Place, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                place,
                "anchors and aliases (&name, *name) are not part of the fact format",
                "write the value out",
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _Refused(place, f"tag {tag!r} is not part of the fact format", "remove it")
        if depth > MAX_DEPTH:
            raise _Refused(place, "nested deeper than any fact", "see docs/fact-format.md")

    def _items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, events, depth + 1)

    def _entries(self, events: Iterator[yaml.Event], depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, Place] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                return
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused(key.place, "a key must be a word", "see docs/fact-format.md")
            if key.text in seen:
                first = seen[key.text]
                self.findings.append(
                    Finding(
                        key.place,
                        f"key {key.text!r} is given twice",
                        f"first at line {first.line}; put all values into one list",
                    )
                )
                continue
            seen[key.text] = key.place
            yield key, value

    def _place(self, event: yaml.Event) -> Place:
        return _at(event.start_mark, self.name)


def _decoded(path: Path, name: str, findings: list[Finding]) -> str | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        findings.append(Finding(Place(name, 1, 1), f"cannot be read: {error.strerror}"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"not UTF-8: byte 0x{data[error.start]:02x}"
        findings.append(Finding(Place(name, line, column), message, "save the file as UTF-8"))
        return None


def _syntax_finding(error: yaml.MarkedYAMLError, name: str) -> Finding:
    place = _at(error.problem_mark or error.context_mark, name)
    context = f" ({error.context})" if error.context else ""
    hint = "quote a text that holds ': ' or ' #' or starts with a special character; indent by spaces"
    return Finding(place, f"not YAML: {error.problem}{context}", hint)


def _character_finding(error: yaml.reader.ReaderError, text: str, name: str) -> Finding:
    character = chr(error.character)  # error.position counts bytes in one of PyYAML's two loaders
    before = text.partition(character)[0]
    place = Place(name, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    return Finding(place, f"character U+{error.character:04X} is not allowed", "remove it")


def _at(mark: Any, name: str) -> Place:
    return Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1, 1)
