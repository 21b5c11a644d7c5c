"""Which store a command reads, built first where it is missing or stale.

A wheel brings the graph of its own facts ready built: where the digest is the same, it is only
indexed, or, where nothing can be written, read into memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from innograph import resources
from innograph.errors import StoreError
from innograph.store import FACTS_FOLDER_NOTE, Store, cache_folder, digest_of, write_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from innograph.imports.storage import Imports
    from innograph.model import Progress

WITHOUT = "-without-"


def open_current(
    facts: Path | None, folder: str | None, progress: Callable[[str], None]
) -> tuple[Store, bool]:
    """The store of the facts as they are now, and whether it had to be built.

    Args:
        facts: The folder of facts; the one that *folder* was built from, or else innograph's own,
            when None.
        folder: A folder of stores, or of Oxigraph's own files; the user's cache when None.
        progress: Told the stages of a build.

    Raises:
        FactsError: The facts have findings; the stores are untouched.
        StoreError: *folder* is neither empty nor a folder of stores.
        UnknownNameError: There is no folder *facts*.
    """
    stores = _folder_of_stores(folder)
    if _is_oxigraph(stores):
        return Store(stores), False
    noted = _noted_facts(stores) if facts is None else None
    if noted and not noted.is_dir():
        return newest(stores), False
    source = facts or noted or resources.facts()
    digest = digest_of(source)
    target = stores / digest
    is_new = not (target / "manifest.json").is_file()
    if is_new:
        packaged = Store(resources.built())
        if packaged.manifest.get("digest") != digest:
            _build(source, target, digest, progress)
        elif not _is_indexed(packaged, target, progress, must=folder is not None):
            return packaged, False
    if folder and _noted_facts(stores) != source.resolve():
        (stores / FACTS_FOLDER_NOTE).write_text(f"{source.resolve()}\n", encoding="utf-8")
    return Store(target), is_new


def open_without(
    facts: Path | None, folder: str | None, sources: tuple[str, ...], progress: Callable[[str], None]
) -> Store:
    """The store of the facts as they would be without some sources, built first where it is missing.

    It stands beside the others, under a name that the digest of all inputs and the sources make.
    Imports are left out.

    Args:
        facts: As of `open_current`.
        folder: As of `open_current`.
        sources: The sources to leave out, by id or IRI; sources that only repeat them go too.
        progress: Told the stages of a build.

    Raises:
        FactsError: The facts have findings.
        StoreError: The store is of another tool, or its facts are gone.
        UnknownNameError: There is no such source, or no folder *facts*.
    """
    from hashlib import sha256

    from innograph.building import build_without

    stores = _folder_of_stores(folder)
    if _is_oxigraph(stores):
        raise StoreError(f"{stores} was not built by innograph", "name the facts with --facts")
    source = facts or _noted_facts(stores) or resources.facts()
    digest = digest_of(source)
    named = sha256("\0".join(sorted(set(sources))).encode()).hexdigest()[:8]
    target = stores / f"{digest}{WITHOUT}{named}"
    if not (target / "manifest.json").is_file():
        build_without(source, target, digest, sources, progress)
    return Store(target)


def open_built(facts: Path | None, folder: str | None) -> Store | None:
    """The store that `open_current` gives with the same arguments, if nothing must be built for it.

    Raises:
        StoreError: *folder* is neither empty nor a folder of stores.
        UnknownNameError: There is no folder *facts*.
    """
    stores = _folder_of_stores(folder)
    if _is_oxigraph(stores):
        return Store(stores)
    digest = digest_of(facts or _noted_facts(stores) or resources.facts())
    candidates = (Store(stores / digest), Store(resources.built()))
    return next((store for store in candidates if store.manifest.get("digest") == digest), None)


def _build(source: Path, target: Path, digest: str, progress: Callable[[str], None]) -> None:
    from innograph.building import build

    build(source, target, digest, progress)


def _is_indexed(packaged: Store, target: Path, progress: Callable[[str], None], *, must: bool) -> bool:
    """Write the store of the packaged graph; whether that could be done, if it need not."""
    progress("indexing the graph")
    try:
        write_store(target, packaged.nquads.read_bytes(), packaged.manifest)
    except StoreError:
        if must:
            raise
        return False
    return True


def open_with_imports(
    facts: Path | None, folder: str | None, imports: Path, progress: Progress
) -> tuple[Store, bool]:
    """The store of the facts as they are now and of all imports, and whether it had to be built.

    Args:
        facts: As `open_current` takes it.
        folder: As `open_current` takes it.
        imports: The folder of stored imports; it need not exist.
        progress: Told the stages of a build, and how many rows of imports are done.

    Raises:
        FactsError: The facts have findings; the stores are untouched.
        JudgementsError: The file of judgements cannot be used.
        StoreError: *folder* is no folder of stores, or an import cannot be read.
        UnknownNameError: There is no folder *facts*.
    """
    curated, is_new = open_current(facts, folder, progress)
    if not curated.is_ours or not _has_any(imports):
        return curated, is_new
    from innograph.imports.storage import Imports

    stored = Imports(imports)
    target = _target(folder, curated, stored)
    if (target / "manifest.json").is_file():
        return Store(target), is_new
    from innograph.facts.care import removed_names
    from innograph.identity import linking, people
    from innograph.imports.building import build

    source = facts or (_noted_facts(_folder_of_stores(folder)) if folder else None) or resources.facts()
    removed = removed_names(source)
    known = people.curated(curated)
    if linking.catch_up(imports, stored.all(), known, removed, progress):
        target = _target(folder, curated, stored)
    subjects = linking.subjects(imports, stored.all(), known)
    build(curated, stored.all(), subjects, target, target.name, progress, removed)
    return Store(target), True


def _target(folder: str | None, curated: Store, stored: Imports) -> Path:
    """Where the store of curated facts, imports and judgements stands, or is to stand."""
    from innograph.identity import judgements

    judged = judgements.digest(stored.folder / judgements.FILE_NAME)
    digests = (curated.manifest["digest"], stored.digest(), judged)
    return _folder_of_stores(folder) / _joined_digest(*digests)


def _has_any(imports: Path) -> bool:
    return imports.is_dir() and next(imports.glob("*/import.json"), None) is not None


def _joined_digest(*digests: str) -> str:
    from hashlib import sha256

    return sha256("\0".join(digests).encode()).hexdigest()[:32]


def _folder_of_stores(folder: str | None) -> Path:
    if folder is None:
        return cache_folder()
    if "://" in folder:
        raise StoreError(f"{folder}: remote endpoints cannot be read yet", "give a folder")
    stores = Path(folder)
    foreign = stores.exists() and not stores.is_dir()
    if not foreign and stores.is_dir() and any(stores.iterdir()):
        known = [*stores.glob("*/manifest.json"), *stores.glob("building-*"), stores / FACTS_FOLDER_NOTE]
        foreign = not _is_oxigraph(stores) and not any(path.exists() for path in known)
    if foreign:
        raise StoreError(f"{folder} is not a folder of stores", "name a new or empty folder")
    return stores


def _is_oxigraph(folder: Path) -> bool:
    return (folder / "CURRENT").is_file()


def _noted_facts(stores: Path) -> Path | None:
    try:
        return Path((stores / FACTS_FOLDER_NOTE).read_text(encoding="utf-8").strip())
    except OSError:
        return None


def newest(stores: Path) -> Store:
    """The store of a folder of stores that was built last.

    Raises:
        StoreError: There is none.
    """
    whole = (path for path in stores.glob("*/manifest.json") if WITHOUT not in path.parent.name)
    built = sorted(whole, key=lambda path: path.stat().st_mtime)
    if not built:
        raise StoreError(f"{stores} holds no store, and its facts are gone", "name them with --facts")
    return Store(built[-1].parent)
