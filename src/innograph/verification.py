"""Citations checked against the texts of their sources.

A citation of a line holds a locator and a digest. It is verified when the text of its source has
the line, the line has the digest, and the value of the fact occurs in the line (see
`innograph.occurrence`). Where a value cannot occur, because a fact is in our own words or the line
says "he", a curator has read the line and says why it supports the fact: such a citation is
*reviewed*. What this promises is that the passage is the one that was read and that it speaks of
the value; not that it says of the subject what the property says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from innograph.answers import Answer, Cell, Row
from innograph.errors import ResourceError, UnknownNameError
from innograph.mentions import Mentions
from innograph.occurrence import passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from innograph.model import Citation, Claim, Facts, Source
    from innograph.ontology import Ontology

COLUMNS = ("subject", "property", "value", "citation", "result", "found", "place")


class Result(StrEnum):
    """What the check of a citation came to."""

    VERIFIED = "verified"
    REVIEWED = "reviewed"
    DIGEST_DIFFERS = "digest differs"
    NOT_IN_PASSAGE = "value not in passage"
    NO_TEXT = "no text"
    WHOLE_PAGE = "whole page only"


FINDINGS = frozenset([Result.DIGEST_DIFFERS, Result.NOT_IN_PASSAGE])
CHECKED = frozenset([Result.VERIFIED, Result.REVIEWED, *FINDINGS])


@dataclass(frozen=True, slots=True)
class Check:
    """One citation of one fact, and what its check came to.

    Attributes:
        found: What occurs in the passage for the value, or the curator's reason.
    """

    claim: Claim
    citation: Citation
    result: Result
    found: str = ""


def read_texts(folder: Path, facts: Facts) -> dict[str, str]:
    """The texts of sources, by the ids of the sources that name a file of *folder*.

    Raises:
        UnknownNameError: There is no such folder, or it has none of the files that sources name.
        ResourceError: A file is not UTF-8, or cannot be read.
    """
    if not folder.is_dir():
        raise UnknownNameError("folder of texts", str(folder), [])
    named = {source.id: folder / source.text for source in facts.sources.values() if source.text}
    there = {source: path for source, path in named.items() if path.is_file()}
    if named and not there:
        wanted = ", ".join(sorted(path.name for path in named.values()))
        raise UnknownNameError("folder of texts", str(folder), [], f"the facts name {wanted}; none is in it")
    return {source: _read(path) for source, path in there.items()}


def verify(facts: Facts, ontology: Ontology, texts: Mapping[str, str]) -> list[Check]:
    """The check of each citation of each fact, in the order of the fact files.

    Args:
        facts: The facts.
        ontology: The ontology, for the labels of concepts and the kinds of works.
        texts: The texts of sources by the sources' ids.
    """
    verifier = _Verifier(facts, ontology, texts)
    return [verifier.check(claim, citation) for claim in facts.claims for citation in claim.citations]


def answer(checks: list[Check], facts: Facts, ontology: Ontology, *, everything: bool = False) -> Answer:
    """A row for each citation, findings first, and a summary in the notes.

    Args:
        checks: What `verify` found.
        facts: The facts.
        ontology: The ontology.
        everything: Also the citations for which there is no text to check.
    """
    shown = [check for check in checks if everything or check.result in CHECKED]
    shown.sort(key=lambda check: check.result not in FINDINGS)
    rows = tuple(Row(dict(zip(COLUMNS, _cells(check, facts, ontology), strict=True))) for check in shown)
    return Answer(COLUMNS, rows, tuple(_summary(checks)))


def _summary(checks: list[Check]) -> Iterator[str]:
    counts = Counter(check.result for check in checks)
    yield f"{len(checks):,} citations: " + ", ".join(f"{counts[result]:,} {result}" for result in Result)
    checked = sum(counts[result] for result in CHECKED)
    if checked:
        share = counts[Result.REVIEWED] / checked
        yield f"of {checked:,} citations of a text that is here, {share:.1%} rest on a reviewed reason"
    fallen = {check.claim.place for check in checks if check.result == Result.DIGEST_DIFFERS}
    if fallen:
        yield f"{len(fallen):,} facts cite a passage that is no longer the one that was read"


def _cells(check: Check, facts: Facts, ontology: Ontology) -> Iterator[Cell]:
    claim = check.claim
    subject = facts.entities.get(claim.subject)
    value = facts.entities.get(claim.value.text) if claim.value.datatype is None else None
    known = ontology.properties.get(claim.relation)
    locator = f"#{check.citation.locator}" if check.citation.locator else ""
    yield Cell(None, subject.label or claim.subject if subject else claim.subject)
    yield Cell(None, known.label if known and not claim.is_credit else claim.relation.replace("-", " "))
    yield Cell(None, value.label or claim.value.text if value else claim.value.text)
    yield Cell(None, f"{check.citation.source}{locator}")
    yield Cell(None, check.result)
    yield Cell(None, check.found)
    yield Cell(None, str(check.citation.place))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ResourceError(f"{path} is not UTF-8", "save it as UTF-8") from error
    except OSError as error:
        raise ResourceError(f"{path} cannot be read: {error.strerror}") from error


class _Verifier:
    def __init__(self, facts: Facts, ontology: Ontology, texts: Mapping[str, str]) -> None:
        self.sources = facts.sources
        self.lines = {source: passages(text) for source, text in texts.items()}
        self.mentions = Mentions(facts, ontology, self.lines)

    def check(self, claim: Claim, citation: Citation) -> Check:
        source = self.sources[citation.source]
        if source.locator == "page":
            return Check(claim, citation, Result.WHOLE_PAGE)
        if source.locator != "line" or citation.source not in self.lines:
            return Check(claim, citation, Result.NO_TEXT)
        line = self._line(citation)
        if not _has_digest(line, citation, source):
            found = "" if line else "no such line"
            return Check(claim, citation, Result.DIGEST_DIFFERS, found)
        return self._occurs(claim, citation, line)

    def _line(self, citation: Citation) -> str:
        """The passage; empty if the text has no such line."""
        lines = self.lines[citation.source]
        locator = citation.locator or ""
        number = int(locator) if locator.isdecimal() else 0
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _occurs(self, claim: Claim, citation: Citation, line: str) -> Check:
        found = self.mentions.of(claim, citation.source, line)
        if found:
            return Check(claim, citation, Result.VERIFIED, found)
        reason = dict(claim.reviewed).get(citation.passage, "")
        return Check(claim, citation, Result.REVIEWED if reason else Result.NOT_IN_PASSAGE, reason)


def _has_digest(line: str, citation: Citation, source: Source) -> bool:
    digest = dict(source.digests).get(citation.locator or "")
    return digest == sha256(line.encode()).hexdigest()
