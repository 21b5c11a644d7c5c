"""Work that leaves nothing for the search for cycles to find."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected(*, to_the_end: bool = False) -> Iterator[None]:
    """Without the search for cycles, which takes as long again as very many rows do that have none.

    Args:
        to_the_end: Whether what was made is not searched later either: for the last that a process does.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if to_the_end:
            gc.freeze()
        if was_enabled:
            gc.enable()
