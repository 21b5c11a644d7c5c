"""Layouts that were worked out before, each in a file of the user's cache.

A file is named after a digest of the network that it is of, and appears by a rename when it is
whole: processes that work out the same one at the same time write the same.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from innograph.layout.placing import Positions

RECIPE = 1  # one more whenever the same network would be arranged in another way
KEPT = 12  # layouts; the longest unused goes


def digest(kind: str, nodes: Iterable[str], links: Iterable[tuple[str, str]]) -> str:
    """The name of the layout of a network, the same in whatever order nodes and links come."""
    known = sha256(f"{RECIPE} {kind}".encode())
    for each in (*sorted(nodes), *map("\0".join, sorted(links))):
        known.update(b"\n" + each.encode("utf-8", "surrogatepass"))
    return f"{kind}-{known.hexdigest()[:32]}"


def recall(folder: Path, name: str) -> Positions | None:
    """The layout that is kept under this name; None if there is none, or it is broken."""
    path = folder / f"{name}.json"
    try:
        found = {node: (int(x), int(y)) for node, (x, y) in json.loads(path.read_bytes()).items()}
        os.utime(path)  # it was used
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return found


def recent(folder: Path, kind: str) -> Iterator[Positions]:
    """The layouts of one kind, last used first."""
    for path in _by_use(folder, f"{kind}-*.json"):
        if (found := recall(folder, path.stem)) is not None:
            yield found


def keep(folder: Path, name: str, positions: Positions) -> None:
    """Keep a layout, where something can be kept."""
    draft = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(json.dumps(positions, separators=(",", ":")).encode())
        draft.replace(folder / f"{name}.json")
        for path in _by_use(folder, "*.json")[KEPT:]:
            path.unlink(missing_ok=True)
    except OSError:  # a folder that is read only: then it is worked out each time
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _by_use(folder: Path, pattern: str) -> list[Path]:
    used = []
    for path in folder.glob(pattern):
        with suppress(OSError):  # another process may have cleared it away
            used.append((-path.stat().st_mtime_ns, path.name, path))
    return [path for *_, path in sorted(used)]
