"""Questions: query files whose header says what they ask, in plain words.

One file is the command, the documentation and the test. It runs in any SPARQL engine as it
stands; a parameter is a line ``VALUES ?name { UNDEF }`` in it, which an argument fills in.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from innograph import resources
from innograph.errors import OntologyError

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode

MARKS = ("derived", "disputed")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what kind of argument it takes, in words, and the class of entity if it is one."""

    description: str
    entity_class: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its wording, its parameters and what it does not cover.

    Attributes:
        name: The name that `innograph ask` takes; its file's.
        summary: The question in plain words.
        limits: What the answer does not cover.
        parameters: By name.
        query: The whole file, in SPARQL.
    """

    name: str
    summary: str
    description: str
    limits: str
    parameters: dict[str, Parameter]
    query: str

    def as_json(self) -> dict[str, Any]:
        """The question as JSON values; `from_json` reads them back."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Question:
        """The question that `as_json` wrote."""
        parameters = {name: Parameter(**given) for name, given in values["parameters"].items()}
        return cls(**{**values, "parameters": parameters})

    def filled(self, arguments: dict[str, NamedNode | Literal]) -> str:
        """The query with each argument in the place of its parameter."""
        query = self.query
        for name, term in arguments.items():
            query = query.replace(placeholder(name), f"VALUES ?{name} {{ {term} }}")
        return query


def placeholder(name: str) -> str:
    """The line of a query that stands for a parameter."""
    return f"VALUES ?{name} {{ UNDEF }}"


def catalogue(folder: Path = resources.QUESTIONS) -> dict[str, Question]:
    """The questions of a folder by name, read from their files.

    Raises:
        OntologyError: A file's header misses a key or a parameter its placeholder.
    """
    return {path.stem: _read(path) for path in sorted(folder.glob("*.rq"))}


def _read(path: Path) -> Question:
    from innograph.headers import read_header

    text = path.read_text(encoding="utf-8")
    header = read_header(text, path.name)
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip()
    parameters = _parameters(header.get("parameters", {}), path.name)
    for name in parameters:
        if placeholder(name) not in query:
            raise OntologyError(f"{path.name} has no line '{placeholder(name)}'")
    return Question(
        name=path.stem,
        summary=str(header["summary"]),
        description=str(header.get("description", "")),
        limits=str(header.get("limits", "")),
        parameters=parameters,
        query=query,
    )


def _parameters(given: object, file: str) -> dict[str, Parameter]:
    if not isinstance(given, dict):
        raise OntologyError(f"parameters of {file} is not a mapping")
    for name, value in given.items():
        if not isinstance(value, dict) or "description" not in value:
            raise OntologyError(f"parameter {name} of {file} has no description")
    return {name: Parameter(value["description"], value.get("entity", "")) for name, value in given.items()}
