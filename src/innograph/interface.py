"""The Python interface: what the commands do, for scripts and notebooks.

`open` gives a `KnowledgeGraph`; its methods are named as the commands are, and those that
answer give `Rows`: a sequence of dicts that shows itself as a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from innograph.rows import Rows

__all__ = ["KnowledgeGraph", "Rows", "diff", "facts_from_graphml", "links", "open"]

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    import networkx as nx
    import rdflib

    from innograph.restoration import RestoredFacts
    from innograph.store import Store


def open(  # noqa: A001 - read as innograph.open, like gzip.open
    facts: str | PathLike[str] | None = None,
    *,
    store: str | PathLike[str] | None = None,
    curated: bool = False,
    without: Sequence[str] = (),
) -> KnowledgeGraph:
    """The graph of a folder of facts and of all imports as they are now, built first if need be.

    Args:
        facts: Folder of fact files; innograph's own, or those that *store* was built from, if None.
        store: Folder of the built graph; the user's cache if None.
        curated: Leave imports out.
        without: Sources to leave out, by id, with those that only repeat them and with all imports.

    Raises:
        FactsError: The facts have findings; nothing was built.
        StoreError: *store* cannot be read or written, or is no folder of stores, or an import
            cannot be read.
        UnknownNameError: There is no folder *facts*, or no such source.
    """
    from innograph.opening import open_current, open_with_imports, open_without
    from innograph.store import imports_folder

    folder = None if facts is None else Path(facts)
    place = None if store is None else str(store)
    if without:
        return KnowledgeGraph(open_without(folder, place, tuple(without), _log))
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


def diff(old: str, new: str, facts: str | PathLike[str] | None = None) -> Rows:
    """What changed between two imports, or two builds: who was added, is gone, was renamed, which values.

    Args:
        old: Name of an import, or a folder of a build.
        new: Another.
        facts: Folder of fact files that rows were matched with; innograph's own if None.

    Raises:
        WrongTypeError: One is an import and the other a build.
        UnknownNameError: There is no such import or build.
    """
    from innograph import difference
    from innograph.imports.storage import Imports
    from innograph.store import imports_folder

    return Rows(difference.between(old, new, Imports(imports_folder()), _curated(facts)))


def links(verdict: str = "", import_name: str = "", *, facts: str | PathLike[str] | None = None) -> Rows:
    """Which rows of imports are judged the same person as a curated one, or as another import's.

    Args:
        verdict: Only ``"same"``, ``"not the same"`` or ``"unsure"`` ones.
        import_name: Only pairs of this import's rows.
        facts: As of `diff`.

    Raises:
        JudgementsError: The file of judgements cannot be used.
        UnknownNameError: There is no such import.
    """
    from innograph import matches
    from innograph.identity import linking, people
    from innograph.imports.storage import Imports
    from innograph.store import imports_folder

    imports = Imports(imports_folder())
    register = linking.Register(imports.all(), people.curated(_curated(facts)))
    return Rows(matches.listing(matches.told(imports, register, verdict, import_name), register))


def _curated(facts: str | PathLike[str] | None) -> Store:
    return open(facts, curated=True)._store  # noqa: SLF001 - our own


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

    def ask(self, question: str | None = None, /, *, cite: bool = False, **arguments: object) -> Rows:
        """The answer to one of the questions; the list of them, with their parameters, without one.

        Args:
            question: Its name, such as ``"directors-by-theme"``, or the question in other words.
            cite: Whether each row also gives its ``citations``, and rival claims.
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
        return Rows(citation.answer(self._store, find(question, catalogue), texts, cite=cite))

    def query(self, sparql: str, /, *, cite: bool = False) -> Rows:
        """The answer to any SPARQL 1.1 query; innograph's prefixes need not be declared.

        Args:
            sparql: The query.
            cite: Whether each row also gives its ``citations``, exactly, or the query is refused.

        Returns:
            For SELECT the solutions; for ASK one row with the column ``answer``; for CONSTRUCT
            and DESCRIBE the triples, sorted, with the columns ``subject``, ``predicate``, ``object``.

        Raises:
            QuerySyntaxError: It is not SPARQL; the message shows line and column.
            QueryError: It would change the graph or call another machine, or it cannot be cited.
        """
        from innograph import citation, query

        return Rows(citation.select(self._store, sparql) if cite else query.select(self._store, sparql))

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

    def conflicts(self, *entities: object, properties: Sequence[str] = (), agreeing: bool = False) -> Rows:
        """Where sources disagree: a row for each rival claim, the asserted one first.

        Args:
            entities: Only claims about these; about any, without one.
            properties: Only claims of these properties, by name or label.
            agreeing: Also rivals that agree as far as they go.

        Raises:
            UnknownNameError: There is no such entity or property.
        """
        from innograph import conflicts, names

        about = [names.resolve(self._store, _text(entity)) for entity in entities]
        return Rows(conflicts.answer(self._store, about, properties, agreeing=agreeing))

    def compare(self, entity: object, /, *, to: str = "", cite: bool = False) -> Rows:
        """The cases of a work, a director or a theme against all exonerations of an import.

        Args:
            entity: Its id, name, alias or IRI, or a cell of another answer.
            to: Name of the import; the newest, if empty.
            cite: Whether each row also gives its ``citations``.

        Returns:
            Rows as of ``innograph compare``; none, and a note that says why, where there is no import
            of the Registry or no case.

        Raises:
            UnknownNameError: There is no such entity or import.
        """
        from innograph import comparison, names

        about = names.resolve(self._store, _text(entity))
        return Rows(comparison.answer(self._store, about, to, cite=cite))

    def export(
        self,
        path: str | PathLike[str],
        /,
        format: str = "turtle",  # noqa: A002 - as --format
        *,
        evidence: str | None = None,
        flavor: str = "plain",
    ) -> None:
        """Write the graph to a file, whole or not at all.

        Args:
            path: The file.
            format: turtle, ntriples, nquads, trig, json-ld or rdf-xml; or, of the network, graphml, gexf
                or cypher.
            evidence: With turtle, ntriples and rdf-xml: ``"reification"`` or ``"rdf12"``, see `innograph.export`.
            flavor: With graphml: ``"plain"``, ``"gephi"`` or ``"yed"``.

        Raises:
            OutputError: The file cannot be written.
            UnknownNameError: There is no such format, evidence or flavor.
        """
        from innograph import export
        from innograph.output import write

        if format in export.RDF:
            pieces = export.rdf(self._store, format, evidence)
        elif format in export.DRAWINGS:
            pieces = export.drawing(self._store, format, flavor)
        elif format == "cypher":
            pieces = export.cypher(self._store)
        else:
            from innograph.errors import UnknownNameError

            raise UnknownNameError("format", format, (*export.RDF, *export.DRAWINGS, "cypher"))
        write(pieces, str(path))

    def view(
        self,
        path: str | PathLike[str],
        /,
        *,
        focus: Sequence[object] = (),
        depth: int = 2,
        types: Sequence[str] = (),
        themes: Sequence[object] = (),
        cases: Sequence[object] = (),
    ) -> None:
        """Write one HTML file that shows the network, and works offline.

        Args:
            path: The file.
            focus: Show what is around these entities.
            depth: How many steps around them.
            types: Show entities of these types only, such as ``"case"``.
            themes: Show what belongs to these themes.
            cases: Show what belongs to these cases, likewise.

        Raises:
            OutputError: The file cannot be written.
            UnknownNameError: There is no such entity or type.
        """
        from innograph import view
        from innograph.output import write

        around, of_themes, of_cases = (tuple(map(_text, each)) for each in (focus, themes, cases))
        scene = view.choose(self._store, around, depth, types, themes=of_themes, cases=of_cases)
        write(view.page(self._store, scene).encode(), str(path))

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


def _text(value: object) -> str:
    """What names an entity or a value: a text, or a cell that another answer gave."""
    if isinstance(value, Mapping) and "iri" in value:
        return str(value["iri"])
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)
