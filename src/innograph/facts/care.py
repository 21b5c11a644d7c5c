"""The duty of care, as far as names go.

Two lists lie beside the fact files, one entry a line, ``#`` starting a comment:

- ``removed-names.sha256``: digests of the names of people who asked to be removed. The names
  themselves are nowhere; whoever writes one again is told so.
- ``reviewed-names.txt``: official titles and addresses that carry the name of someone against
  whom a crime was committed, each let in after a review. Others of that form are refused.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING

from innograph.model import Finding
from innograph.resources import REMOVED_NAMES, REVIEWED_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from innograph.model import Facts, Place

NAME_LENGTHS = (2, 3, 4)
NAMES_A_VICTIM = re.compile(
    r"\b(?:(?:murders?|killings?|deaths?|rapes?|assaults?|abductions?|kidnappings?|disappearances?)[ -]of"
    r"|who[ -]killed)[ -](?!an?\b|the\b|her\b|his\b|their\b)\w+[ -]\w+",
    re.IGNORECASE,
)


def check_names(facts: Facts, folder: Path) -> Iterator[Finding]:
    """A finding for each text that carries a removed name, or a victim's that was not reviewed.

    Args:
        facts: The facts.
        folder: The folder of the fact files, where the lists lie.
    """
    removed, reviewed = removed_names(folder), _lines(folder / REVIEWED_NAMES)
    for text, place in _texts(facts):
        if removed and removed.intersection(name_digests(text)):
            hint = "this person asked to be removed; leave the fact out"
            yield Finding(place, "a name on the list of removals", hint)
        if NAMES_A_VICTIM.search(text) and text not in reviewed:
            hint = f"leave it out; an official title of an adult's case may be let in by {REVIEWED_NAMES} after a review"
            yield Finding(place, "a text that may name a victim", hint)


def removed_names(folder: Path) -> frozenset[str]:
    """The digests of the names of people who asked to be removed, from the list in *folder*."""
    return _lines(folder / REMOVED_NAMES)


def name_digests(text: str) -> set[str]:
    """The digests of all names that the text may carry."""
    return set(map(name_digest, _possible_names(text)))


def name_digest(name: str) -> str:
    """The digest that stands for a name on the list of removals.

    SHA-256, in hexadecimal, of the name's words without accents, in lower case and sorted, so
    that "José García", "Garcia, Jose" and "jose-garcia" are one.
    """
    return sha256(" ".join(sorted(_words(name))).encode()).hexdigest()


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[^\W\d_]+", "".join(c for c in plain if not unicodedata.combining(c)))


def _possible_names(text: str) -> Iterator[str]:
    words = _words(text)
    for length in NAME_LENGTHS:
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _texts(facts: Facts) -> Iterator[tuple[str, Place]]:
    """Every text of the facts that a reader may see, with its place."""
    for entity in facts.entities.values():
        yield from ((text, entity.place) for text in (entity.label, entity.id, *entity.former_ids))
    for claim in facts.claims:
        reasoning = claim.inferred.reasoning if claim.inferred else ""
        yield from ((text, claim.place) for text in (claim.value.text, claim.reason, claim.scope, reasoning))
    for source in facts.sources.values():
        shown = (source.id, source.title, source.author, source.url, source.seen_at)
        yield from ((text, source.place) for text in shown)


def _lines(path: Path) -> frozenset[str]:
    if not path.is_file():
        return frozenset()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def main() -> None:
    """Print the digest of the name given on the command line."""
    import sys

    sys.stdout.write(f"{name_digest(' '.join(sys.argv[1:]))}\n")


if __name__ == "__main__":
    main()
