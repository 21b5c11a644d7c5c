"""Citations: the passages that rows and facts are read in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

IMPORTED_AS = ", imported as "  # between an imported file's name and the import's, in its title


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that a row rests on, and the source that it is in; texts are empty where unknown.

    Attributes:
        passage: The passage's IRI.
        locator: The line or row; empty for a whole page.
        date: Year, year and month, or day of publication, as far as it is known: ``"2020-04"``.
        url: The source's address; that of the copy that was seen where it has none.
        author: Names in the form "Family, Given, Suffix", joined with "and"; or a name as it is.
        kind: The kind of source, as in the fact files: ``"article"``.
        seen_at: The address of a copy, where not the source itself was seen.
        roots: Ids of the sources that this one goes back to; empty where it repeats none.
        digest: The SHA-256 of an imported file, in hexadecimal.
    """

    passage: str
    source: str
    locator: str
    title: str
    publisher: str
    date: str
    url: str
    author: str = ""
    kind: str = ""
    seen_at: str = ""
    roots: tuple[str, ...] = ()
    digest: str = ""

    @property
    def name(self) -> str:
        """What the source is called in a row: its id, or the name of an import."""
        return self.title.rpartition(IMPORTED_AS)[2] if IMPORTED_AS in self.title else self.source

    @property
    def mark(self) -> str:
        """How the citation is marked in a row: ``"seed-000#13"``, or ``"pov"`` for a whole page."""
        return f"{self.name}#{self.locator}" if self.locator else self.name

    @property
    def reference(self) -> str:
        """The source in one line: publisher, title, date, address, and what it repeats."""
        dated = f"{self.publisher}, {self.date}" if self.date else self.publisher
        repeated = f"Repeats {', '.join(self.roots)}" if self.roots else ""
        file = f"SHA-256 {self.digest}" if self.digest and not self.locator else ""
        return ". ".join(filter(None, [dated, self.title, file, self.url, repeated]))

    @property
    def origins(self) -> tuple[str, ...]:
        """The ids of the independent sources that it stands for: its roots, or itself."""
        return self.roots or (self.source,)

    def as_json(self) -> dict[str, Any]:
        """Every attribute by its name."""
        return {name: getattr(self, name) for name in self.__slots__}
