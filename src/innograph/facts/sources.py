"""The description of a source in a fact file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from innograph.errors import near_matches
from innograph.facts import values
from innograph.facts.document import Mapping, Scalar, Sequence
from innograph.model import Finding, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from innograph.facts.document import Node
    from innograph.model import Value

SOURCE_KEYS = (
    "title", "publisher", "author", "published", "url", "seen_at", "kind", "locator",
    "derived_from", "text", "lines",
)  # fmt: skip
SOURCE_KINDS = (
    "article", "review", "listing", "transcript", "interview", "podcast", "press-release",
    "reference", "dataset", "court-document", "legislation", "organization-page", "blog",
)  # fmt: skip
LOCATORS = ("page", "line", "row")
FILE_PATTERN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
DIGEST_PATTERN = re.compile(r"[0-9a-f]{64}")


def read_source(key: Scalar, node: Mapping, findings: list[Finding]) -> Source:
    """The source that *node* describes; what is wrong with it goes to *findings*."""
    reader = _SourceReader(node, findings)
    return Source(
        id=key.text,
        place=key.place,
        title=reader.text("title"),
        publisher=reader.required("publisher", key),
        author=reader.text("author"),
        published=reader.date("published"),
        url=reader.url("url"),
        seen_at=reader.url("seen_at"),
        kind=reader.choice("kind", SOURCE_KINDS) or reader.required("kind", key),
        locator=reader.choice("locator", LOCATORS) or "page",
        derived_from=tuple(reader.texts("derived_from")),
        text=reader.file("text"),
        digests=tuple(reader.digests()),
    )


class _SourceReader:
    def __init__(self, node: Mapping, findings: list[Finding]) -> None:
        self.findings = findings
        self.keys = {key.text: value for key, value in node.entries}
        for key, _ in node.entries:
            if key.text not in SOURCE_KEYS:
                near = near_matches(key.text, SOURCE_KEYS) or SOURCE_KEYS
                self._report(key, f"unknown key of a source {key.text!r}", f"known: {', '.join(near)}")

    def text(self, name: str) -> str:
        node = self.keys.get(name)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self._report(node, f"{name} is one text", "see docs/fact-format.md")
            return ""
        try:
            values.check_text(node.text)
        except values.WrongValue as wrong:
            self._report(node, f"{name}: {wrong.message}", wrong.hint)
        return node.text

    def required(self, name: str, key: Scalar) -> str:
        if name not in self.keys:
            self._report(key, f"source {key.text} has no {name}", f"add '{name}: …'")
        return self.text(name)

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        text = self.text(name)
        if text and text not in choices:
            self._report(self.keys[name], f"unknown {name} {text!r}", f"write {', '.join(choices)}")
        return text

    def date(self, name: str) -> Value | None:
        text = self.text(name)
        try:
            return values.parse_date(text) if text else None
        except values.WrongValue as wrong:
            self._report(self.keys[name], f"{name}: {wrong.message}", wrong.hint)
            return None

    def url(self, name: str) -> str:
        text = self.text(name)
        if text and not _is_web_address(text):
            self._report(self.keys[name], f"{text!r} is not a web address", "write https://…")
        return text

    def file(self, name: str) -> str:
        text = self.text(name)
        if text and not FILE_PATTERN.fullmatch(text):
            self._report(self.keys[name], f"{text!r} is not a file's name", "write its name without folders")
        return text

    def texts(self, name: str) -> Iterator[str]:
        node = self.keys.get(name)
        if node is None:
            return
        if not isinstance(node, Sequence):
            self._report(node, f"{name} is a list", f"write {name}: [one, two]")
            return
        for item in node.items:
            if isinstance(item, Scalar):
                yield item.text
            else:
                self._report(item, f"{name} is a list of ids", f"write {name}: [one, two]")

    def digests(self) -> Iterator[tuple[str, str]]:
        node = self.keys.get("lines")
        if node is None:
            return
        if not isinstance(node, Mapping):
            self._report(node, "lines has a digest for each line", 'write "13": 1f2e…')
            return
        for line, digest in node.entries:
            text = digest.text if isinstance(digest, Scalar) else ""
            if not DIGEST_PATTERN.fullmatch(text):
                self._report(digest, f"line {line.text} has no SHA-256 digest", "64 hexadecimal digits")
            yield line.text, text

    def _report(self, node: Node, message: str, hint: str) -> None:
        self.findings.append(Finding(node.place, message, hint))


def _is_web_address(text: str) -> bool:
    if any(character <= " " or character in '<>"{}|\\^`' for character in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as a port that is no number
        return False
