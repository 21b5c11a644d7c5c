"""The Python interface: what the commands do, for scripts and notebooks.

`open` gives a `KnowledgeGraph`; its methods are named as the commands are, and those that
answer give `Rows`: a sequence of dicts that shows itself as a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from os import PathLike

    import networkx as nx
    import pandas as pd
    import rdflib

    from innograph.answers import Answer
    from innograph.restoration import RestoredFacts
    from innograph.store import Store

SHOWN = 100
DEFAULT_WIDTH = 120


def open(  # noqa: A001 - read as innograph.open, like gzip.open
    facts: str | PathLike[str] | None = None,
    *,
    store: str | PathLike[str] | None = None,
    curated: bool = False,
) -> KnowledgeGraph:
    """The graph of a folder of facts and of all imports as they are now, built first if need be.

    Args:
        facts: Folder of fact files; innograph's own, or those that *store* was built from, if None.
        store: Folder of the built graph; the user's cache if None.
        curated: Leave imports out.

    Raises:
        FactsError: The facts have findings; nothing was built.
        StoreError: *store* cannot be read or written, or is no folder of stores, or an import
            cannot be read.
        UnknownNameError: There is no folder *facts*.
    """
    from innograph.opening import open_current, open_with_imports
    from innograph.store import imports_folder

    folder = None if facts is None else Path(facts)
    place = None if store is None else str(store)
    if curated:
        return KnowledgeGraph(open_current(folder, place, _log)[0])
    return KnowledgeGraph(open_with_imports(folder, place, imports_folder(), _log)[0])


def facts_from_graphml(path: str | PathLike[str], facts: str | PathLike[str] | None = None) -> RestoredFacts:
    """The curated facts that GraphML of the network carries, as ``innograph export -f graphml`` writes it.

    Args:
        path: The file, also after another program read and wrote it.
        facts: Folder of fact files that describe the sources; innograph's own if None.

    Returns:
        ``facts``; ``text``, the same as a fact file; ``findings``, what was kept out and why;
        ``notes``, what GraphML does not carry.

    Raises:
        FactsError: What the file says is no fact by the ontology, or *facts* has findings.
        ImportFileError: It cannot be read, or is no GraphML of innograph's.
        UnknownNameError: There is no folder *facts*.
    """
    from innograph import resources
    from innograph.errors import ImportFileError
    from innograph.restoration import restored_facts

    try:
        with Path(path).open("rb") as file:
            return restored_facts(file, str(path), resources.facts() if facts is None else Path(facts))
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror}") from error


def _log(stage: str, rows: int = 0, part: float = 0.0, /) -> None:
    """Tell the log that a stage begins; not how far it is."""
    from logging import getLogger

    if not rows and not part:
        getLogger("innograph").info(stage)


class KnowledgeGraph:
    """A built graph, opened for reading with `innograph.open`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __repr__(self) -> str:
        counts = self._store.manifest.get("counts", {})
        sizes = ", ".join(f"{counts[name]:,} {name}" for name in ("facts", "entities", "sources") if counts)
        return f"<innograph.KnowledgeGraph: {sizes or 'of another tool'}>"

    def ask(self, question: str | None = None, /, **arguments: object) -> Rows:
        """The answer to one of the questions; the list of them, with their parameters, without one.

        Args:
            question: Its name, such as ``"directors-by-theme"``, or the question in other words.
            arguments: The question's parameters: an entity's id, IRI or name, a cell of another
                answer, or a value.

        Returns:
            Rows with the question's columns, each marked ``derived`` and ``disputed`` or not.

        Raises:
            UnknownNameError: There is no such question, parameter or entity.
        """
        from innograph import citation, query
        from innograph.questions import catalogue_of, find

        catalogue = catalogue_of(self._store.manifest)
        if question is None:
            return Rows(query.listing(catalogue))
        texts = {name: _text(value) for name, value in arguments.items()}
        return Rows(citation.answer(self._store, find(question, catalogue), texts))

    def query(self, sparql: str, /) -> Rows:
        """The answer to any SPARQL 1.1 query; innograph's prefixes need not be declared.

        Returns:
            For SELECT the solutions; for ASK one row with the column ``answer``; for CONSTRUCT
            and DESCRIBE the triples, sorted, with the columns ``subject``, ``predicate``, ``object``.

        Raises:
            QuerySyntaxError: It is not SPARQL; the message shows line and column.
            QueryError: It would change the graph or call another machine.
        """
        from innograph import query

        return Rows(query.select(self._store, sparql))

    def show(self, entity: object, /) -> Rows:
        """Everything known about one entity, one row for each fact or rival claim.

        Args:
            entity: Its id, name, alias or IRI, or a cell of another answer.

        Returns:
            Rows with the columns ``property``, ``value``, ``standing`` and ``sources``.

        Raises:
            UnknownNameError: There is none, or the name belongs to several.
        """
        from innograph import description, names

        return Rows(description.describe(self._store, names.resolve(self._store, _text(entity))))

    def find(self, text: str, /, *, type: str = "", limit: int = 20) -> Rows:  # noqa: A002 - as --type
        """The entities with a name or alias like *text*, the best first; typing errors are forgiven.

        Args:
            text: What is remembered of the name.
            type: A class that the entities must be of, by its name or label; any, if empty.
            limit: The most rows that are wanted; all, if 0.

        Returns:
            Rows with the columns ``entity``, ``type``, ``id``, ``matched`` and ``match``.

        Raises:
            UnknownNameError: There is no such class.
        """
        from innograph import search

        return Rows(search.find(self._store, text, type, limit))

    def path(
        self,
        start: object,
        end: object,
        /,
        *,
        via: Sequence[object] = (),
        avoid: Sequence[object] = (),
        longest: int = 8,
        paths: int = 1,
        hubs: bool = False,
    ) -> Rows:
        """How two entities are connected: a row for each statement of each hop, with its sources.

        Args:
            start: An entity: its id, name, alias or IRI, or a cell of another answer.
            end: Another.
            via: Entities to pass, in this order.
            avoid: Entities and classes not to pass.
            longest: The most hops of a path.
            paths: How many paths to show, the shortest first.
            hubs: Pass themes and platforms too, which many entities share.

        Returns:
            The rows of the paths; without a path, no rows and a note.

        Raises:
            UnknownNameError: There is no such entity, or it is none of the network.
        """
        from innograph import connection

        passed, avoided = [_text(each) for each in via], [_text(each) for each in avoid]
        ends = (_text(start), _text(end))
        route = connection.route(
            self._store, ends, passed, avoided, longest=longest, wanted=paths, by_hubs=hubs
        )
        return Rows(connection.connect(self._store, route))

    def dataset(self) -> rdflib.Dataset:
        """The whole graph as an rdflib Dataset of its own, which may be changed.

        Its default graph holds what is asserted and is not the union of the others; each
        passage, inference, rule and vocabulary is a named graph.
        """
        from innograph.conversion import to_rdflib

        return to_rdflib(self._store)

    def network(self) -> nx.MultiDiGraph[str]:
        """The entities and what is asserted between them as a networkx graph of its own.

        A node is named by its entity's id and has ``label``, ``type``, ``color``, ``size`` and
        ``uri``; an edge has ``label``, ``predicate``, ``weight``, ``disputed``, ``derived``,
        ``sources`` (marks joined with `` | ``) and ``evidence`` (JSON): see `innograph.network`.
        """
        from innograph.network import project

        return project(self._store)


class Rows(Sequence[dict[str, Any]]):
    """The rows of an answer as dicts, which show themselves as a table.

    A row maps each column to what ``-f json`` gives: ``{"iri", "label"}`` for an entity, a number,
    true or false, or text; None where nothing is bound. Where it is known, ``derived`` and
    ``disputed`` say how the row stands, and ``citations`` lists the passages it rests on.

    Attributes:
        columns: The names of the columns, in order.
        notes: What the answer does not cover, and other remarks on it.
        title: What is answered, where the columns alone do not say; else empty.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.columns = answer.columns
        self.notes = answer.notes
        self.title = answer.title

    def __len__(self) -> int:
        return len(self._answer.rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        """A row, or several in a list."""
        if isinstance(index, slice):
            return [row.as_json() for row in self._answer.rows[index]]
        return self._answer.rows[index].as_json()

    def __repr__(self) -> str:
        from shutil import get_terminal_size

        from innograph.rendering import table

        return table(self._shown(), get_terminal_size((DEFAULT_WIDTH, 24)).columns).rstrip()

    def _repr_html_(self) -> str:
        """A table for notebooks; all text in it is escaped."""
        from innograph.rendering import html

        return html(self._shown())

    def to_text(self, output_format: str = "table") -> str:
        """All rows in one of the forms that the commands write: table, csv, tsv, json, markdown, html.

        Raises:
            UnknownNameError: There is no such form.
        """
        from innograph import rendering
        from innograph.errors import UnknownNameError

        known = ("table", *rendering.FORMATS)
        if output_format not in known:
            raise UnknownNameError("format", output_format, known, f"there are {', '.join(known)}")
        return rendering.render(self._answer, output_format, DEFAULT_WIDTH)

    def to_pandas(self, *, iris: bool = False) -> pd.DataFrame:
        """The rows as a DataFrame, entities by their labels.

        The columns ``derived``, ``disputed`` and ``citations`` (marks, such as ``seed-000#13``)
        follow where they are known. Types are pandas' own nullable ones, so that whole numbers
        stay whole beside a missing one.

        Args:
            iris: Add a column ``NAME_iri`` for each column that holds entities. Two people may have
                one name: group and join by it.

        Raises:
            LibraryError: pandas is not installed.
        """
        from innograph.conversion import to_pandas

        return to_pandas(self._answer, iris=iris)

    def _shown(self) -> Answer:
        """The answer with no more rows than are good to look at."""
        more = len(self) - SHOWN
        if more <= 0:
            return self._answer
        notes = (f"{more:,} more rows are not shown", *self._answer.notes)
        return replace(self._answer, rows=self._answer.rows[:SHOWN], notes=notes)


def _text(value: object) -> str:
    """What names an entity or a value: a text, or a cell that another answer gave."""
    if isinstance(value, Mapping) and "iri" in value:
        return str(value["iri"])
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
