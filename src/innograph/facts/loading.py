"""A folder of fact files → checked facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from innograph.errors import FactsError, UnknownNameError
from innograph.facts.care import check_names
from innograph.facts.checking import check
from innograph.facts.document import read
from innograph.facts.reading import Reader
from innograph.model import Facts, Finding, Place
from innograph.resources import fact_files

if TYPE_CHECKING:
    from innograph.ontology import Ontology


def load(folder: Path, ontology: Ontology) -> Facts:
    """Read every fact file under *folder* into one checked `Facts`.

    Files ending in ``.yaml`` are read in sorted order, so that the result does not depend on the
    file system. All problems are collected before anything is raised: a curator mends a file
    once, not once per mistake.

    Args:
        folder: The folder of curated facts, usually ``graph/``.
        ontology: What the fact files' sections and properties mean.

    Returns:
        Facts in which every link, source and premise resolves, and no ranks tie.

    Raises:
        FactsError: One or more findings, each with file, line, column and remedy.
        UnknownNameError: There is no such folder.
    """
    findings: list[Finding] = []
    facts = Facts()
    reader = Reader(ontology, facts, findings)
    if not folder.is_dir():
        raise UnknownNameError("folder of facts", str(folder), [])
    for path in fact_files(folder):
        document = read(path, shown(path), findings)
        if document is not None:
            reader.read(document)
    if not findings and not facts.entities:
        place = Place(shown(folder), 1, 1)
        findings.append(Finding(place, "no facts here", "a fact file ends in .yaml; see docs/fact-format.md"))
    findings.extend(check(facts, ontology))
    findings.extend(check_names(facts, folder))
    if findings:
        raise FactsError(sorted(set(findings)))
    return facts


def shown(path: Path) -> str:
    """The path as findings show it: from the working folder where that is shorter."""
    absolute = path.absolute()
    working = Path.cwd()
    return absolute.relative_to(working).as_posix() if absolute.is_relative_to(working) else str(absolute)
