"""Texts of answers that were worked out before, kept beside the store that they were asked of.

A store never changes once it is there, and stands under a digest of all that goes into it, code
and questions included; so what was answered from it once stays right as long as it lasts.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from innograph import resources

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.store import Store

FOLDER = "answers"
LAYOUTS = "layouts"
LONGEST = 1_000_000  # characters
MOST = 1_000  # texts


def recall(store: Store, asked: tuple[object, ...]) -> str | None:
    """The text that was kept for what is asked; None if there is none."""
    if not _keeps(store):
        return None
    try:
        return _place(store, asked).read_bytes().decode()  # line ends as they were
    except (OSError, UnicodeDecodeError):
        return None


def keep(store: Store, asked: tuple[object, ...], text: str) -> None:
    """Keep a text for when the same is asked again, where something can be kept."""
    if not _keeps(store) or len(text) > LONGEST:
        return
    place = _place(store, asked)
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(exist_ok=True)
        if sum(1 for _ in place.parent.iterdir()) < MOST:
            draft.write_bytes(text.encode("utf-8", "replace"))
            draft.replace(place)
    except OSError:  # a folder that is read only: then it is worked out each time
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def layouts(store: Store) -> Path | None:
    """The folder beside the stores where layouts of networks are kept; None where nothing can be."""
    return store.folder.parent / LAYOUTS if _keeps(store) else None


def _keeps(store: Store) -> bool:
    """Whether the store is one of the cache, not one of another tool or inside the package."""
    return store.is_ours and store.folder != resources.built()


def _place(store: Store, asked: tuple[object, ...]) -> Path:
    from hashlib import sha256

    return store.folder / FOLDER / sha256(repr(asked).encode("utf-8", "backslashreplace")).hexdigest()[:32]
