"""GraphML, read element by element: nodes and edges with what is said of them.

Any program's GraphML is understood as far as it is GraphML (graphml.graphdrawing.org): keys may
have other ids and stand in any order, elements may be in a namespace or in none, graphs may be
nested, and what is not GraphML's own, such as yEd's shapes, is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from innograph.errors import ImportFileError
from innograph.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 1_000_000
# The names of the attributes that the reading cannot do without.
NEEDED = {"node": ("uri",), "edge": ("fact", "evidence")}
HINT = "write the file with 'innograph export -f graphml'; a program that it went through may have dropped it"


@dataclass(slots=True)
class Element:
    """A node or an edge.

    Attributes:
        id: Its id in the file; of an edge perhaps empty.
        said: The values of its attributes by their names; those of no value are left out.
    """

    kind: str
    place: Place
    id: str
    source: str = ""
    target: str = ""
    said: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What it is called in a message."""
        ends = f" from {self.source!r} to {self.target!r}" if self.kind == "edge" else ""
        return f"{self.kind}{f' {self.id!r}' if self.id else ''}{ends}"


def elements(file: IO[bytes], name: str) -> Iterator[Element]:
    """The nodes and edges of a GraphML file, as they come.

    Args:
        file: The file, read a piece at a time.
        name: Its name as messages show it.

    Raises:
        ImportFileError: It is no XML, declares entities, is no GraphML, or not that of innograph.
    """
    reader = _Reader(name)
    try:
        while piece := file.read(PIECE):
            reader.parser.Parse(piece)
            yield from reader.taken()
        reader.parser.Parse(b"", True)  # noqa: FBT003  # that was all
    except expat.ExpatError as error:
        place = Place(name, error.lineno, error.offset + 1)
        problem = expat.ErrorString(error.code)
        raise ImportFileError(
            f"{place}: not XML: {problem}", "export it again; the file is broken"
        ) from error
    except (LookupError, UnicodeError) as error:
        raise ImportFileError(f"{name}: {error}", "save the file as UTF-8") from error
    yield from reader.taken()
    reader.finish()


class _Reader:
    """Gathers elements from the events of the parser."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._refuse_entity
        self.namespace = ""
        self.depth = 0
        self.names: dict[str, dict[str, str]] = defaultdict(dict)  # by domain, the key's name by its id
        self.defaults: dict[str, dict[str, str]] = defaultdict(dict)
        self.open: list[Element] = []
        self.done: list[Element] = []
        self.ids: dict[str, Place] = {}
        self.text: list[str] | None = None
        self.key = ("", "")  # of the key or the data that is being read, its domain and name
        self.inside = 0  # how deep in it, so that the text of other elements is passed over

    def taken(self) -> list[Element]:
        """The elements that ended since the last call."""
        done, self.done = self.done, []
        return done

    def finish(self) -> None:
        """Refuse a file in which there was nothing at all."""
        if not self.ids:
            raise ImportFileError(f"{self.name} has no nodes", "write it with 'innograph export -f graphml'")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, local = tag.rpartition(" ")
        if not self.depth:
            self._root(namespace, local)
        self.depth += 1
        if self.text is not None:
            self.inside += 1
        elif namespace == self.namespace:
            handler = {
                "key": self._start_key, "default": self._start_text, "data": self._start_data,
                "node": self._start_element, "edge": self._start_element, "hyperedge": self._refuse_hyperedge,
            }.get(local)  # fmt: skip
            if handler:
                handler(local, attributes)

    def _end(self, tag: str) -> None:
        self.depth -= 1
        if self.inside:
            self.inside -= 1
            return
        namespace, _, local = tag.rpartition(" ")
        if namespace != self.namespace:
            return
        if local in ("default", "data") and self.text is not None:
            self._keep("".join(self.text), is_default=local == "default")
            self.text = None
        elif local in ("node", "edge") and self.open:
            element = self.open.pop()
            element.said = {**self.defaults["all"], **self.defaults[local], **element.said}
            self.done.append(element)

    def _characters(self, text: str) -> None:
        if self.text is not None and not self.inside:
            self.text.append(text)

    def _root(self, namespace: str, local: str) -> None:
        if local != "graphml":
            self._refuse(f"the file is no GraphML: it starts with <{local}>", "give it a GraphML file")
        self.namespace = namespace

    def _start_key(self, _: str, attributes: dict[str, str]) -> None:
        domain, key = attributes.get("for", "all"), attributes.get("id", "")
        name = attributes.get("attr.name", key)
        self.names[domain][key] = name
        self.key = (domain, name)

    def _start_text(self, _: str, __: dict[str, str]) -> None:
        self.text = []

    def _start_data(self, _: str, attributes: dict[str, str]) -> None:
        key = attributes.get("key", "")
        domain = self.open[-1].kind if self.open else "graph"
        name = self.names[domain].get(key) or self.names["all"].get(key) or ""
        self.key = (domain, name)
        self.text = []

    def _keep(self, text: str, *, is_default: bool) -> None:
        domain, name = self.key
        if is_default:
            self.defaults[domain][name] = text
        elif self.open and name and text.strip():
            self.open[-1].said[name] = text

    def _start_element(self, kind: str, attributes: dict[str, str]) -> None:
        self._check_keys(kind)
        place = self._place()
        element = Element(kind, place, attributes.get("id", ""))
        if kind == "node":
            if not element.id:
                self._refuse("a node has no id", "GraphML asks for one; export the file again")
            first = self.ids.setdefault(element.id, place)
            if first is not place:
                self._refuse(f"node id {element.id!r} is given twice", f"first at {first}; export it again")
        else:
            element.source, element.target = attributes.get("source", ""), attributes.get("target", "")
        self.open.append(element)

    def _check_keys(self, kind: str) -> None:
        known = {*self.names[kind].values(), *self.names["all"].values()}
        missing = [name for name in NEEDED[kind] if name not in known]
        if missing:
            self._refuse(f"its {kind}s have no attribute {missing[0]!r}, which innograph's have", HINT)

    def _refuse_hyperedge(self, _: str, __: dict[str, str]) -> None:
        self._refuse("a hyperedge, which innograph never writes", "export the file again without it")

    def _refuse_entity(self, *_: object) -> None:
        self._refuse("the file declares entities, which innograph never does", "export the file again")

    def _refuse(self, problem: str, hint: str) -> None:
        raise ImportFileError(f"{self._place()}: {problem}", hint)

    def _place(self) -> Place:
        return Place(self.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
