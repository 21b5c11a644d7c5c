"""Values as text that may stand in an element of a page: JSON, deflated, in base64.

`scripts/packing.js` reads it. A block of a page stands in a script element of a type that no
browser runs, and holds nothing that could end that element. JSON is deflated without a header
(RFC 1951) at a fixed level; the same zlib gives the same bytes for the same values.

Columns of whole numbers that mostly grow are kept as differences (`differences`), which repeat
where the numbers do not: most are 0 or 1.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from operator import sub
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

LEVEL = 5  # 6 takes twice as long, and makes two or three hundredths of it less
SYMBOLS = 7  # as few to a block: columns differ from one another, and so do the codes that suit them
RAW = -15  # a window of 32 KiB, no header: see zlib.compressobj

Value = TypeVar("Value", bound="Hashable")


def packed(values: object) -> str:
    """The text of a block.

    Args:
        values: Dictionaries, lists, texts, whole numbers, true, false and None. A text may hold half
            of a surrogate pair, which UTF-8 cannot write and JSON can.
    """
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        content = text.encode()
    except UnicodeEncodeError:
        content = json.dumps(values, separators=(",", ":"), allow_nan=False).encode()
    deflater = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW, SYMBOLS)
    return b64encode(deflater.compress(content) + deflater.flush()).decode()


def differences(numbers: Iterable[int]) -> list[int]:
    """The first number, then how much each is more than the one before it."""
    listed = list(numbers)
    return [*listed[:1], *map(sub, listed[1:], listed)]


class Numbered(Generic[Value]):
    """Values, each kept once and known by the number at which it was first met."""

    def __init__(self) -> None:
        self._numbers: dict[Value, int] = {}

    def number(self, value: Value) -> int:
        """The number of a value, from 0."""
        return self._numbers.setdefault(value, len(self._numbers))

    @property
    def values(self) -> list[Value]:
        """The values in the order of their numbers."""
        return list(self._numbers)
