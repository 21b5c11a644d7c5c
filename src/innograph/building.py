"""Facts → checked dataset → store, all in one: what `innograph build` and `check` do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from innograph import dataset, exclusion, facts, ontology, validation
from innograph.errors import FactsError
from innograph.questions import catalogue
from innograph.store import write_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from innograph.dataset import Dataset

STAGES = ("reading facts", "making the dataset", "checking the dataset", "writing the store")


def check(folder: Path, progress: Callable[[str], None]) -> Dataset:
    """The dataset that the facts of *folder* make, found free of fault.

    Args:
        folder: The folder of facts.
        progress: Told the name of each stage as it begins.

    Raises:
        FactsError: One or more findings, with their places.
        OntologyError: The ontology, the shapes, a check or a rule cannot be used.
        UnknownNameError: There is no such folder.
    """
    progress(STAGES[0])
    known = ontology.load()
    read = facts.load(folder, known)
    progress(STAGES[1])
    made = dataset.build(read, known)
    progress(STAGES[2])
    findings = validation.validate(made)
    if findings:
        raise FactsError(findings)
    return made


def build(folder: Path, target: Path, digest: str, progress: Callable[[str], None]) -> None:
    """Check the facts of *folder* and write their store to *target*.

    Args:
        folder: The folder of facts.
        target: Where the store is to stand.
        digest: The digest of all inputs, for the manifest.
        progress: Told the name of each stage as it begins.

    Raises:
        FactsError: One or more findings; *target* is untouched.
        StoreError: The store cannot be written; *target* is untouched.
    """
    nquads, manifest = contents(folder, digest, progress)
    progress(STAGES[3])
    write_store(target, nquads, manifest)


def build_without(
    folder: Path, target: Path, digest: str, sources: tuple[str, ...], progress: Callable[[str], None]
) -> None:
    """Write to *target* the store of the facts of *folder* as they would be without some sources.

    The facts are read and checked as they are; what remains of them is not checked for being complete.

    Args:
        folder: The folder of facts.
        target: Where the store is to stand.
        digest: The digest of all inputs, for the manifest.
        sources: The sources to leave out, by id or IRI.
        progress: Told the name of each stage as it begins.

    Raises:
        FactsError: One or more findings; *target* is untouched.
        StoreError: The store cannot be written; *target* is untouched.
        UnknownNameError: There is no such source.
    """
    progress(STAGES[0])
    known = ontology.load()
    read = facts.load(folder, known)
    excluded = exclusion.known_sources(read, sources)
    progress(f"leaving out {', '.join(sorted(excluded))}")
    made = dataset.build(exclusion.without(read, known, excluded), known)
    progress(STAGES[3])
    manifest = {**_manifest(made, digest), "without": sorted(exclusion.falling(read, excluded))}
    write_store(target, made.nquads, manifest)


def contents(folder: Path, digest: str, progress: Callable[[str], None]) -> tuple[bytes, dict[str, Any]]:
    """What a store of the facts of *folder* holds: the sorted N-Quads and the manifest.

    Raises:
        FactsError: One or more findings.
    """
    made = check(folder, progress)
    return made.nquads, _manifest(made, digest)


def _manifest(made: Dataset, digest: str) -> dict[str, Any]:
    questions = {name: question.as_json() for name, question in catalogue().items()}
    return {"digest": digest, "counts": made.counts, "questions": questions}
