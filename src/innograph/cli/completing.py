"""What a shell offers after Tab: questions, their parameters, entities, sources, files.

Nothing is built for it: what is known comes from the graph if it is built, and only the questions
are known otherwise. A completion that fails offers nothing, for a shell has no place for messages.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from innograph.errors import InnographError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import click
    from click.shell_completion import CompletionItem

    from innograph.questions import Question
    from innograph.store import Store

    Items = list[CompletionItem]

ENTITIES = "SELECT DISTINCT ?named ?label { ?named rdfs:label ?label }"
MEMBERS = "SELECT DISTINCT ?named ?label {{ ?named a <{}> ; rdfs:label ?label }}"
SOURCES = "SELECT DISTINCT ?named ?label { GRAPH id:provenance { ?named a inno:Source ; rdfs:label ?label } }"


def questions(ctx: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """The questions whose names begin so, each with its wording."""
    known = _questions(_store(ctx))
    return _items((name, question.summary) for name, question in known.items() if name.startswith(incomplete))


def arguments(ctx: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """``NAME=`` for each parameter of the question that was named; after it the entities it takes."""
    from innograph.namespaces import term

    store = _store(ctx)
    named = ctx.params.get("name") or "".join(ctx.args[:1])  # while the option has no value yet
    question = _questions(store).get(named)
    if question is None:
        return []
    name, equals, begun = incomplete.partition("=")
    if not equals:
        known = question.parameters.items()
        return _items((f"{each}=", given.description) for each, given in known if each.startswith(name))
    parameter = question.parameters.get(name)
    if store is None or parameter is None or not parameter.entity_class:
        return []
    found = _named(store, MEMBERS.format(term(parameter.entity_class).value))
    return _items((f"{name}={each}", label) for each, label in found if each.startswith(begun))


def entities(ctx: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """The ids that begin so; those of events, credits and themes once a ``/`` is typed."""
    store = _store(ctx)
    found = _named(store, ENTITIES) if store else ()
    begun = ((name, label) for name, label in found if name.startswith(incomplete))
    return _items((name, label) for name, label in begun if "/" in incomplete or "/" not in name)


def ways_of_grouping(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """The ways of grouping that begin so."""
    from innograph.view.grouping import WAYS

    return _items((name, "") for name in WAYS if name.startswith(incomplete))


def sources(ctx: click.Context, _: click.Parameter, incomplete: str) -> Items:
    """The ids of sources that begin so."""
    store = _store(ctx)
    found = _named(store, SOURCES, "source/") if store else ()
    return _items((name, label) for name, label in found if name.startswith(incomplete))


def files(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Files, which the shell completes itself."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def folders(_: click.Context, __: click.Parameter, incomplete: str) -> Items:
    """Folders, which the shell completes itself."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="dir")]


def _items(found: Iterable[tuple[str, str]]) -> Items:
    from click.shell_completion import CompletionItem

    return [CompletionItem(value, help=text) for value, text in sorted(found)]


def _store(ctx: click.Context) -> Store | None:
    """The store that the command would read, if it is built."""
    from innograph.opening import open_built

    told = ctx.find_root().meta
    facts, folder = told.get("innograph.facts"), told.get("innograph.store")
    with suppress(InnographError):
        store = open_built(Path(facts) if facts else None, folder)
        if store and store.oxigraph is not None:  # it can be opened
            return store
    return None


def _questions(store: Store | None) -> dict[str, Question]:
    from innograph.questions import catalogue, catalogue_of

    return catalogue_of(store.manifest) if store else catalogue()


def _named(store: Store, sparql: str, folder: str = "") -> Iterator[tuple[str, str]]:
    """Each id below a folder of the id namespace that a query finds, and its label."""
    from innograph.namespaces import ID
    from innograph.query import select

    for row in select(store, sparql).rows:
        iri = getattr(row.cells["named"].term, "value", "")
        if iri.startswith(ID + folder):
            yield iri.removeprefix(ID + folder), row.cells["label"].label
