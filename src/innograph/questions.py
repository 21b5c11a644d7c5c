"""Questions: query files whose header says what they ask, in plain words.

One file is the command, the documentation and the test. It runs in any SPARQL engine as it
stands; a parameter is a line ``VALUES ?name { UNDEF }`` in it, which an argument fills in.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from innograph import resources
from innograph.errors import OntologyError, UnknownNameError
from innograph.namespaces import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode
    from pyoxigraph import Store as Oxigraph

SURE, MARGIN, NEAR = 80.0, 4.0, 45.0


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: what kind of argument it takes, in words, and the class of entity if it is one."""

    description: str
    entity_class: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """For how much of what a question counts the graph knows what it counts by.

    Attributes:
        words: A sentence with ``{known}`` and ``{all}``: ``"theme known for {known} of {all} episodes"``.
        all: The pattern that finds all, as ``?each``.
        known: The pattern that holds of those of which it is known.
        counts: How many all are, and of how many it is known, in the store that the question is of.
    """

    words: str
    all: str
    known: str
    counts: tuple[int, int] | None = None

    def said(self, graph: Oxigraph) -> str:
        """The sentence for a graph; it is counted where it was not when its store was built."""
        every, known = self.counts or self.counted(graph)
        return self.words.replace("{all}", f"{every:,}").replace("{known}", f"{known:,}")

    def counted(self, graph: Oxigraph) -> tuple[int, int]:
        """How many all are in a graph, and of how many it is known."""
        solutions = graph.query(self._query, prefixes=PREFIXES)
        every, known = next(iter(solutions))  # type: ignore[arg-type]
        return int(every.value), int(known.value)

    @property
    def _query(self) -> str:
        """The query that counts both: one row."""
        return (
            f"SELECT ?all ?known WHERE {{ {{ SELECT (COUNT(DISTINCT ?each) AS ?all) WHERE {{ {self.all} }} }}"
            " { SELECT (COUNT(DISTINCT ?each) AS ?known) WHERE {"
            f" {{ SELECT DISTINCT ?each WHERE {{ {self.all} }} }} {self.known} }} }} }}"
        )


@dataclass(frozen=True, slots=True)
class Need:
    """What must be in the graph for a question to be answered at all.

    Attributes:
        words: What it is, and how it comes in: ``"an import of the Registry (innograph import nre FILE)"``.
        pattern: The pattern that finds it.
    """

    words: str
    pattern: str

    @property
    def query(self) -> str:
        """The query whether it is there."""
        return f"ASK {{ {self.pattern} }}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its wording, its parameters and what it does not cover.

    Attributes:
        name: The name that `innograph ask` takes; its file's.
        summary: The question in plain words.
        limits: What the answer does not cover.
        wordings: Other ways to ask it.
        parameters: By name.
        picture: The picture that its answer makes, see `innograph.pictures`; empty if none.
        coverage: Of how much the graph knows what the answer counts; every question that counts has some.
        needs: What must be imported first; None if nothing.
        query: The whole file, in SPARQL.
    """

    name: str
    summary: str
    description: str
    limits: str
    wordings: tuple[str, ...]
    parameters: dict[str, Parameter]
    query: str
    picture: dict[str, str] = field(default_factory=dict)
    coverage: tuple[Coverage, ...] = ()
    needs: Need | None = None

    def as_json(self) -> dict[str, Any]:
        """The question as JSON values; `from_json` reads them back."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Question:
        """The question that `as_json` wrote."""
        parameters = {name: Parameter(**given) for name, given in values["parameters"].items()}
        coverage = tuple(map(_compiled_coverage, values.get("coverage", ())))
        wordings = tuple(values["wordings"])
        needs = Need(**values["needs"]) if values.get("needs") else None
        read = {"parameters": parameters, "wordings": wordings, "coverage": coverage, "needs": needs}
        return cls(**{**values, **read})

    def filled(self, arguments: dict[str, NamedNode | Literal]) -> str:
        """The query with each argument in the place of its parameter; without one, the place is empty.

        An undefined value would change no answer, but engines join with it, at length.
        """
        query = self.query
        for name in self.parameters:
            given = f"VALUES ?{name} {{ {arguments[name]} }}" if name in arguments else ""
            query = query.replace(placeholder(name), given)
        return query


def placeholder(name: str) -> str:
    """The line of a query that stands for a parameter."""
    return f"VALUES ?{name} {{ UNDEF }}"


def catalogue(folder: Path = resources.QUESTIONS) -> dict[str, Question]:
    """The questions of a folder by name, read from their files.

    Raises:
        OntologyError: A file's header misses a key or a parameter its placeholder.
    """
    return {path.stem: _read(path) for path in sorted(folder.glob("*.rq"), key=lambda path: path.stem)}


def catalogue_of(manifest: dict[str, Any]) -> dict[str, Question]:
    """The questions by name: those that a store was built with, by its manifest, else innograph's own."""
    compiled = manifest.get("questions")
    if compiled is None:
        return catalogue()
    return {name: Question.from_json(values) for name, values in compiled.items()}


def counted(manifest: dict[str, Any], graph: Oxigraph) -> dict[str, Any]:
    """A store's manifest with the counts of its questions' coverage, which its graph never changes."""
    counts: dict[Coverage, tuple[int, int]] = {}
    questions = {}
    for name, values in manifest.get("questions", {}).items():
        question = Question.from_json(values)
        for each in question.coverage:
            pattern = replace(each, words="")
            if pattern not in counts:
                counts[pattern] = pattern.counted(graph)
        coverage = (replace(each, counts=counts[replace(each, words="")]) for each in question.coverage)
        questions[name] = replace(question, coverage=tuple(coverage)).as_json()
    return {**manifest, "questions": questions} if questions else manifest


def find(asked: str, questions: dict[str, Question]) -> Question:
    """The question that has this name, or that is asked in these words.

    Words are compared with each question's own and its other wordings, forgiving order and
    typing; the best match counts when it is good, and clearly better than any other question's.

    Raises:
        UnknownNameError: None is meant for certain; offers the nearest.
    """
    if asked in questions:
        return questions[asked]
    scores = sorted(((_score(asked, question), name) for name, question in questions.items()), reverse=True)
    (best, name), (second, _) = scores[0], scores[1] if len(scores) > 1 else (0.0, "")
    if " " in asked.strip() and best >= SURE and best - second >= MARGIN:
        return questions[name]
    near = ", ".join(name for score, name in scores[:3] if score >= NEAR)
    where = f"nearest: {near}; `innograph ask` lists all" if near else "`innograph ask` lists them"
    raise UnknownNameError("question", asked, [] if " " in asked else questions, where)


def _score(asked: str, question: Question) -> float:
    """How well the words fit the question, of 100."""
    from rapidfuzz import fuzz, utils

    ways = (question.name.replace("-", " "), question.summary, *question.wordings)
    return max(fuzz.token_sort_ratio(asked, way, processor=utils.default_process) for way in ways)


def _compiled_coverage(values: dict[str, Any]) -> Coverage:
    counts = values.get("counts")
    return Coverage(**{**values, "counts": tuple(counts) if counts else None})


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


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
        wordings=tuple(_texts(header.get("wordings"))),
        parameters=parameters,
        picture=_picture(header.get("picture", {}), path.name),
        coverage=_coverage(header.get("coverage", []), path.name),
        needs=_need(header.get("needs"), path.name),
        query=query,
    )


def _parameters(given: object, file: str) -> dict[str, Parameter]:
    if not isinstance(given, dict):
        raise OntologyError(f"parameters of {file} is not a mapping")
    for name, value in given.items():
        if not isinstance(value, dict) or "description" not in value:
            raise OntologyError(f"parameter {name} of {file} has no description")
    return {name: Parameter(value["description"], value.get("entity", "")) for name, value in given.items()}


def _picture(given: object, file: str) -> dict[str, str]:
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise OntologyError(f"picture of {file} is not a mapping of texts")
    if given and "kind" not in given:
        raise OntologyError(f"picture of {file} has no kind", "write {kind: matrix, …}")
    return given


def _coverage(given: object, file: str) -> tuple[Coverage, ...]:
    keys = {"words", "all", "known"}
    if not isinstance(given, list) or not all(
        isinstance(each, dict) and each.keys() == keys for each in given
    ):
        raise OntologyError(f"coverage of {file} is not a list of words, all and known")
    for each in given:
        if "{known}" not in each["words"] or "{all}" not in each["words"]:
            raise OntologyError(f"coverage of {file} does not say {{known}} of {{all}}: {each['words']}")
    return tuple(Coverage(**each) for each in given)


def _need(given: object, file: str) -> Need | None:
    if given is None:
        return None
    if not isinstance(given, dict) or given.keys() != {"words", "pattern"}:
        raise OntologyError(f"needs of {file} is not a mapping of words and pattern")
    return Need(**given)
