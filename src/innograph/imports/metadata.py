"""What an RDF file says of itself as a whole: title, publisher and date, in the usual vocabularies.

The file is what its own IRI names, or what it calls a dataset or an ontology. Dublin Core
(DCMI Metadata Terms), schema.org and PAV have the properties.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from innograph.imports.rows import About
from innograph.namespaces import TYPE

if TYPE_CHECKING:
    from pyoxigraph import Quad

TERMS, ELEMENTS = "http://purl.org/dc/terms/", "http://purl.org/dc/elements/1.1/"
SCHEMA = ("https://schema.org/", "http://schema.org/")
WHOLE = frozenset(
    {
        "http://www.w3.org/2002/07/owl#Ontology",
        "http://rdfs.org/ns/void#Dataset",
        "http://www.w3.org/ns/dcat#Dataset",
        *(f"{base}Dataset" for base in SCHEMA),
    }
)
TITLES = (f"{TERMS}title", f"{ELEMENTS}title", *(f"{base}name" for base in SCHEMA))
PUBLISHERS = (f"{TERMS}publisher", f"{ELEMENTS}publisher", *(f"{base}publisher" for base in SCHEMA))
DATES = (
    f"{TERMS}modified", f"{TERMS}issued", f"{TERMS}date", f"{ELEMENTS}date", f"{TERMS}created",
    *(f"{base}{name}" for name in ("dateModified", "datePublished") for base in SCHEMA),
)  # fmt: skip
NAMES = ("http://xmlns.com/foaf/0.1/name", "http://www.w3.org/2000/01/rdf-schema#label", *TITLES)
DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?")
HEARD = frozenset({*TITLES, *PUBLISHERS, *DATES, *NAMES, TYPE.value})
MOST = 10_000  # subjects of whom it is kept


class OwnWords:
    """Hears the statements of a file, and tells what they say of it.

    Args:
        base: The IRI of the file.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.said: dict[str, dict[str, list[str]]] = {}
        self.whole: set[str] = set()

    def hear(self, quad: Quad) -> None:
        """Note a statement, if it may be about the file or its publisher."""
        name = quad.predicate.value
        if name not in HEARD:
            return
        subject = getattr(quad.subject, "value", "")
        if name == TYPE.value:
            if getattr(quad.object, "value", "") in WHOLE:
                self.whole.add(subject)
        elif subject in self.said or len(self.said) < MOST:
            texts = self.said.setdefault(subject, {}).setdefault(name, [])
            texts.append(quad.object.value if isinstance(quad.object, Literal) else f"<{quad.object}")

    @property
    def about(self) -> About:
        """What is said of the file; of several things that are whole, of the only one that there is."""
        subject = self.base if self.base in self.said else next(iter(self.whole), "")
        if subject != self.base and len(self.whole) > 1:
            return About()
        days = (DAY.fullmatch(text) for text in self._texts(subject, DATES))
        return About(
            next(iter(self._texts(subject, TITLES)), ""),
            next(map(self._named, self._texts(subject, PUBLISHERS)), ""),
            next((day[1] for day in days if day), ""),
        )

    def _texts(self, subject: str, names: tuple[str, ...]) -> list[str]:
        said = self.said.get(subject, {})
        return [text for name in names for text in said.get(name, ())]

    def _named(self, text: str) -> str:
        """The name of a publisher that is named by an IRI; the IRI where it has none here."""
        if not text.startswith("<"):
            return text
        key = text[1:].removeprefix("_:").strip("<>")
        return next(iter(self._texts(key, NAMES)), "" if text.startswith("<_:") else key)
