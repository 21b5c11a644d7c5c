"""The built graph on disk: an embedded Oxigraph store, keyed by a digest of all inputs.

A folder of stores holds one subfolder for each digest, with

- ``dataset.nq``, the sorted N-Quads: the same bytes on every machine,
- ``oxigraph/``, the same quads in Oxigraph's own files, for querying,
- ``names.tsv``, the names of all that is in it, for finding: see `innograph.register`,
- ``manifest.json``, the digest, the counts, and the catalogue of questions with how much they cover.

A subfolder appears by a rename when it is complete, and is never changed after; texts of answers
are kept beside its files (see `innograph.kept`). A wheel brings such a subfolder without
``oxigraph/``; where none can be written, it is loaded into memory.
"""

from __future__ import annotations

import json
import os
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat
from pyoxigraph import Store as Oxigraph

from innograph import register, resources
from innograph.errors import StoreError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from innograph.model import Progress

KEPT = 3
FACTS_FOLDER_NOTE = "facts-folder"
NAMES = "names.tsv"
NAMING = "listing names"  # the stage
PLACE_HINT = "name another folder with --store, or set INNOGRAPH_CACHE"


class Store:
    """A built graph, opened for reading.

    Args:
        folder: A subfolder of a folder of stores, or a folder of Oxigraph's own files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_ours = (folder / "manifest.json").is_file()

    @cached_property
    def oxigraph(self) -> Oxigraph:
        """The opened store; any number of processes may read it at once. Without files, in memory.

        Raises:
            StoreError: It cannot be opened.
        """
        path = self.folder / "oxigraph" if self.is_ours else self.folder
        if self.is_ours and not path.is_dir():
            return _loaded(self.nquads)
        try:
            return Oxigraph.read_only(str(path))
        except (OSError, RuntimeError) as error:  # the latter where its files are corrupt
            raise StoreError(f"{path} cannot be opened as a store: {error}") from error

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Digest, counts and questions; empty for a store that innograph did not build."""
        if not self.is_ours:
            return {}
        text = (self.folder / "manifest.json").read_text(encoding="utf-8")
        manifest: dict[str, Any] = json.loads(text)
        return manifest

    @property
    def nquads(self) -> Path:
        """The file of sorted N-Quads.

        Raises:
            StoreError: The store was not built by innograph and has none.
        """
        if not self.is_ours:
            raise StoreError(f"{self.folder} was not built by innograph", "export from a built store")
        return self.folder / "dataset.nq"

    @cached_property
    def labels(self) -> dict[str, str]:
        """Labels by IRI, read all at once from the register of names; see `innograph.register.labels`."""
        return register.labels(self.names)

    @cached_property
    def size_of_names(self) -> int:
        """The size of the register's file in bytes; 0 where there is none."""
        try:
            return (self.folder / NAMES).stat().st_size
        except OSError:
            return 0

    @property
    def names(self) -> list[str]:
        """The lines of the register of names; see `innograph.register`."""
        try:
            return (self.folder / NAMES).read_text(encoding="utf-8").split("\n")[:-1]
        except OSError:  # a store of another tool, or one that is in memory
            return [line[:-1] for line in register.lines(self.oxigraph)]


def _loaded(nquads: Path) -> Oxigraph:
    store = Oxigraph()
    store.bulk_load(path=str(nquads), format=RdfFormat.N_QUADS)
    return store


def cache_folder() -> Path:
    """The folder of stores in the user's cache folder."""
    given = os.environ.get("INNOGRAPH_CACHE")
    if given:
        return Path(given)
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or str(_home())
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(_home() / ".cache")
    return Path(base) / "innograph"


def imports_folder() -> Path:
    """The folder of stored imports: ``INNOGRAPH_IMPORTS``, or one in the user's data folder.

    Not in the cache folder: a cache may be emptied, and the files may be gone that it was made from.
    """
    given = os.environ.get("INNOGRAPH_IMPORTS")
    if given:
        return Path(given)
    if os.name == "nt":
        base = os.environ.get("APPDATA") or str(_home())
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(_home() / ".local" / "share")
    return Path(base) / "innograph" / "imports"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # a user without one, as containers have; named as Debian names it
        return Path("/nonexistent")


def digest_of(facts: Path) -> str:
    """A digest of all that a build depends on: facts, vocabularies, rules, questions, checks, code.

    Raises:
        UnknownNameError: There is no folder *facts*.
    """
    from hashlib import sha256

    if not facts.is_dir():
        raise UnknownNameError("folder of facts", str(facts), [])
    digest = sha256()
    for name, path in _inputs(facts):
        content = _content(path)
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def _inputs(facts: Path) -> Iterator[tuple[str, Path]]:
    for path in (resources.ontology(), resources.shapes(), resources.alignments()):
        yield path.name, path
    for name in resources.NAME_LISTS:
        if (facts / name).is_file():
            yield name, facts / name
    for path in resources.fact_files(facts):
        yield path.relative_to(facts).as_posix(), path
    found = (Path(base, name) for base, _, names in os.walk(resources.PACKAGE) for name in names)
    code = (path for path in found if path.suffix in (".py", ".rq"))
    yield from sorted((path.relative_to(resources.PACKAGE).as_posix(), path) for path in code)


def _content(path: Path) -> bytes:
    """A file's bytes; for what cannot be read, which the loader reports, why not."""
    try:
        return path.read_bytes()
    except OSError as error:
        return f"cannot be read: {error.strerror}".encode()


def write_store(target: Path, nquads: bytes, manifest: dict[str, Any]) -> None:
    """Write a store to *target*, whole or not at all, as `write_parts` does.

    Raises:
        StoreError: It cannot be written.
    """
    write_parts(target, [nquads], lambda: manifest)


def write_parts(
    target: Path,
    parts: Iterable[bytes],
    manifest: Callable[[], dict[str, Any]],
    report: Progress | None = None,
) -> None:
    """Write a store to *target*, whole or not at all; the memory it takes is that of a part.

    It is written beside its place and renamed: a process that is killed leaves *target* as it
    was, and one that comes second finds it made.

    Args:
        target: Where the store is to stand.
        parts: The N-Quads, in parts of whole lines.
        manifest: Gives the manifest when all parts are written.
        report: Told how many names are listed, when all parts are written.

    Raises:
        StoreError: It cannot be written.
    """
    from shutil import rmtree
    from tempfile import mkdtemp

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(prefix="building-", dir=target.parent))
    except OSError as error:
        raise StoreError(f"{target.parent} cannot be written: {error.strerror}", PLACE_HINT) from error
    try:
        _write_parts(draft, parts, manifest, report)
        _put_in_place(draft, target)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error}", PLACE_HINT) from error
    finally:
        rmtree(draft, ignore_errors=True)
    prune(target.parent, keep=target)


def _put_in_place(draft: Path, target: Path) -> None:
    try:
        draft.rename(target)
    except OSError:
        if not (target / "manifest.json").is_file():  # else another build was faster
            raise


def _write_parts(
    draft: Path, parts: Iterable[bytes], manifest: Callable[[], dict[str, Any]], report: Progress | None
) -> None:
    from innograph.questions import counted

    store = Oxigraph(str(draft / "oxigraph"))
    with (draft / "dataset.nq").open("wb") as file:
        for part in parts:
            file.write(part)
            store.bulk_load(part, format=RdfFormat.N_QUADS)
    store.flush()
    with (draft / NAMES).open("w", encoding="utf-8", newline="\n") as names:
        telling = partial(report, NAMING) if report else lambda _count: None
        names.writelines(register.lines(store, draft, telling))
    if report:
        report(NAMING, 1, 1)
    described = counted(manifest(), store)
    del store
    text = json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True)
    (draft / "manifest.json").write_text(text + "\n", encoding="utf-8")


def prune(folder: Path, keep: Path) -> None:
    """Remove what is more than a day old: all but the newest stores, and what killed builds left.

    A younger store stays, because a process that is running may have it open.
    """
    from shutil import rmtree
    from time import time

    yesterday = time() - 86_400
    stores = [path.parent for path in folder.glob("*/manifest.json") if path.parent != keep]
    stores.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    drafts = [path for path in folder.glob("building-*") if path.stat().st_mtime < yesterday]
    old = [path for path in stores[KEPT - 1 :] if path.stat().st_mtime < yesterday]
    for path in (*old, *drafts):
        rmtree(path, ignore_errors=True)
