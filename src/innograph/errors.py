"""Every error that a user may see, under one root.

InnographError
├── FactsError          findings in the fact files; nothing was built
├── LibraryError        an optional library is not installed
├── ImportFileError     a file that cannot be imported or read back
├── JudgementsError     the file of judgements cannot be used
├── OntologyError       ontology, shapes or a rule cannot be used
├── QueryError          a query that is refused
│   └── QuerySyntaxError    a query that is not SPARQL, with line and column
├── OutputError         what was asked for cannot be written
├── ResourceError       a part of innograph itself is missing
├── StoreError          a store cannot be read or written
├── UnknownNameError    something was named that does not exist (exit code 2)
└── WrongTypeError      something was named that is of another type than is asked for (exit code 2)

Each carries what is wrong, the remedy where there is one, and the exit code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from innograph.model import Finding


class InnographError(Exception):
    """Root of all errors; its text is one clear line.

    Args:
        message: What is wrong, and where.
        hint: The likely remedy, if there is one.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def lines(self) -> list[str]:
        """The lines to show to a user: the error, then the hint."""
        hint = [f"hint: {self.hint}"] if self.hint else []
        return [f"error: {self.message}", *hint]


class FactsError(InnographError):
    """The fact files have findings, all of which are listed."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(counted(len(findings), "finding") + " in the facts; nothing was built")
        self.findings = tuple(findings)

    def lines(self) -> list[str]:
        """One line for each finding and each hint, then the count."""
        return [*(line for finding in self.findings for line in finding.lines()), *super().lines()]


class LibraryError(InnographError):
    """A library that innograph does not always need is not installed.

    Args:
        library: What is missing.
        extra: The extra of innograph that brings it.
    """

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed", f"pip install 'innograph[{extra}]' brings it")


class ImportFileError(InnographError):
    """A file cannot be imported or read back: it is broken, or not what it was said to be."""


class JudgementsError(InnographError):
    """A line of the file of judgements is not one; nothing was built or changed."""


class OntologyError(InnographError):
    """The ontology, the shapes, a rule or a question file cannot be used."""


class QueryError(InnographError):
    """A query that is well formed but refused."""


class QuerySyntaxError(QueryError):
    """A query that is not SPARQL 1.1; the message shows line and column."""


class OutputError(InnographError):
    """The output cannot be written; what was there before is untouched."""


class ResourceError(InnographError):
    """A file that belongs to innograph itself is missing."""


class StoreError(InnographError):
    """A store cannot be opened, read or written."""


class UnknownNameError(InnographError):
    """Something was named that does not exist.

    Args:
        kind: What kind of thing was named, such as ``"question"``.
        name: The name as it was given.
        known: The names that exist; near ones are offered.
        where: How to list them.
    """

    exit_code = 2

    def __init__(self, kind: str, name: str, known: Iterable[str], where: str = "") -> None:
        near = near_matches(name, known)
        offer = f"did you mean {' or '.join(repr(match) for match in near)}?" if near else ""
        super().__init__(f"unknown {kind} {name!r}", " ".join(filter(None, [offer, where])) or None)


class WrongTypeError(InnographError):
    """Something was named that exists, but is of another type than is asked for."""

    exit_code = 2


def near_matches(name: str, known: Iterable[str]) -> list[str]:
    """The up to three known names most like *name*, best first."""
    from difflib import get_close_matches

    by_lower = {candidate.lower(): candidate for candidate in sorted(known)}
    return [by_lower[match] for match in get_close_matches(name.lower(), by_lower, 3, 0.6)]


def counted(number: int, noun: str) -> str:
    """A number with its noun in singular or plural: ``"1 finding"``, ``"2 findings"``."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"
