"""Commands that answer: ask, query and show."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from innograph.cli import completing
from innograph.cli.group import cli
from innograph.cli.invocation import caveat, is_cited, on_terminal, open_store, tell, write_answer, write_kept
from innograph.cli.options import (
    ANSWER_FORMATS,
    BIBLIOGRAPHY_FORMATS,
    cite_options,
    format_option,
    output_option,
    page_options,
    place_options,
    why_empty_option,
    without_option,
)

if TYPE_CHECKING:
    from innograph.answers import Answer
    from innograph.questions import Question
    from innograph.store import Store

RESULT_FORMATS = ("sparql-json", "sparql-xml")
GRAPH_FORMATS = ("turtle", "ntriples")
SEPARATED_FORMATS = ("csv", "tsv")
PICTURE_FORMAT = "svg"


@cli.command()
@click.argument("name", required=False, shell_complete=completing.questions)
@click.option(
    "--param", "-p", "arguments", multiple=True, metavar="NAME=VALUE", help="Argument of the question.",
    shell_complete=completing.arguments,
)  # fmt: skip
@cite_options
@why_empty_option
@format_option((*ANSWER_FORMATS, *BIBLIOGRAPHY_FORMATS, PICTURE_FORMAT))
@output_option
@page_options
@without_option
@place_options
def ask(
    name: str | None,
    arguments: tuple[str, ...],
    cite: str | None,
    why_empty: bool,
    output_format: str,
    output: str,
    page: str | None,
) -> None:
    """Answer one of the questions; without NAME, list them.

    Each row says whether sources dispute it, and whether it follows from several; with --cite, which
    passages it rests on, and so on a terminal unless --no-cite is given. The formats bibtex, csl-json and
    ris give the sources of the answer. With --view FILE it is also written as a page, which shows what
    each row rests on, and --open opens it; --view - writes the page in the place of the answer.

    \b
    Examples:
      innograph ask
      innograph ask directors-by-theme
      innograph ask "who directed which themes"
      innograph ask timeline --param case="Levon Brooks case" -f csv
      innograph ask episodes --without clicker
      innograph ask episodes --cite
      innograph ask directors-by-theme -f bibtex
      innograph ask cases-by-state -f svg -o states.svg
      innograph ask directors-by-theme --view directors.html
    """
    store = open_store()[0]
    if name is None:
        _list_questions(store, output_format, output, page)
        return
    question, given = _question(store, name), _arguments(arguments)
    if page and _show_question(store, question, given, page, output):
        return
    if output_format == PICTURE_FORMAT:
        _draw(store, question, given, output)
        return
    cite = cite or ("brief" if on_terminal(output) else None)
    cited = is_cited(cite, output_format)
    write_kept(
        store,
        ("ask", question.name, sorted(given.items())),
        lambda: _answer(store, question, given, output_format, cite=cited, why_empty=why_empty),
        output_format,
        output,
        cite,
    )


@cli.command("query")
@click.argument("sparql", required=False)
@click.option(
    "--file", "file", metavar="FILE", help="File that holds the query.", shell_complete=completing.files
)
@cite_options
@why_empty_option
@format_option((*ANSWER_FORMATS, *BIBLIOGRAPHY_FORMATS, *RESULT_FORMATS, *GRAPH_FORMATS), default=None)
@output_option
@page_options
@without_option
@place_options
def query_command(
    sparql: str | None,
    file: str | None,
    cite: str | None,
    why_empty: bool,
    output_format: str | None,
    output: str,
    page: str | None,
) -> None:
    """Answer any SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE; - reads standard input.

    The prefixes inno:, id: and the usual ones need not be declared. With --cite, each row gives the passages
    that it rests on. With --view FILE the answer is also written as a page, which shows what each row
    rests on, as that of `ask`; of CONSTRUCT and DESCRIBE, a row is a triple.

    \b
    Examples:
      innograph query 'SELECT ?episode ?director { ?episode inno:director ?director }'
      innograph query 'SELECT ?case { ?case inno:deathSentence true }' --cite
      innograph query 'SELECT ?film { ?film a inno:Film ; inno:number ?number }' --why-empty
      innograph query --file question.rq -f sparql-json
      innograph query 'SELECT ?case { ?case inno:deathSentence true }' --view cases.html
      echo 'ASK { ?case inno:dnaContributed true }' | innograph query -
    """
    from innograph import query, results

    text = _sparql(sparql, file)
    store = open_store()[0]
    if page and _show_query(store, text, page, output):
        return
    if is_cited(cite, output_format):
        answer = _cited(store, text, output_format)
        _write_rows(store, answer, text, output_format or "table", output, cite, why_empty=why_empty)
        return
    found = query.evaluate(store, text)
    if output_format is None and results.is_graph(found):
        output_format = "turtle"
    from innograph.output import write

    if output_format in (*RESULT_FORMATS, *GRAPH_FORMATS):
        data = results.as_bytes(found, output_format)
        write(data, output)
        tell(caveat(store))
        if output_format in RESULT_FORMATS:
            tell(results.notice(store, text, data, output_format))
    else:
        answer = query.to_answer(store, found, text)
        _write_rows(store, answer, text, output_format or "table", output, why_empty=why_empty)


@cli.command()
@click.argument("entity", shell_complete=completing.entities)
@cite_options
@format_option((*ANSWER_FORMATS, *BIBLIOGRAPHY_FORMATS))
@output_option
@without_option
@place_options
def show(entity: str, cite: str | None, output_format: str, output: str) -> None:
    """Show everything known about ENTITY: each fact with its sources, rivals and standing.

    ENTITY is an id, a name, an alias or an IRI.

    \b
    Examples:
      innograph show episode-7
      innograph show "Levon Brooks"
      innograph show case-levon-brooks/conditional-release/1 -f json
      innograph show episode-7 --without pov --without wp-series
    """
    from innograph import description, names

    store = open_store()[0]
    answer = description.describe(store, names.resolve(store, entity))
    write_answer(answer.noting(caveat(store)), output_format, output, cite)


def _list_questions(store: Store, output_format: str, output: str, page: str | None) -> None:
    from innograph.query import listing
    from innograph.questions import catalogue_of

    if page:
        raise click.UsageError("--view shows one answer; name a question")
    if output_format not in ANSWER_FORMATS:
        raise click.UsageError(f"{output_format} is a form of one answer; name a question")
    write_answer(listing(catalogue_of(store.manifest)), output_format, output)


def _question(store: Store, name: str) -> Question:
    """The question of this name or in these words; which it is said, if it was not named."""
    from innograph.questions import catalogue_of, find

    question = find(name, catalogue_of(store.manifest))
    if question.name != name:
        click.echo(f"{question.name}: {question.summary}", err=True)
    return question


def _answer(
    store: Store,
    question: Question,
    given: dict[str, str],
    output_format: str,
    *,
    cite: bool,
    why_empty: bool,
) -> Answer:
    from innograph import citation, query

    answer = citation.answer(store, question, given, cite=cite)
    if not answer.rows and (why_empty or not query.lacking(store, question)):
        text = query.filled(store, question, given)
        answer = _explained(store, answer, text, output_format, why_empty=why_empty)
    return answer.noting(caveat(store))


def _draw(store: Store, question: Question, given: dict[str, str], output: str) -> None:
    from innograph import citation, pictures
    from innograph.output import write

    if not question.picture:
        raise click.BadParameter(f"{question.name} makes no picture", param_hint="--format")
    answer = citation.answer(store, question, given).noting(caveat(store))
    told = ", ".join(f"{name}: {value}" for name, value in given.items())
    write(pictures.draw(answer, question.picture, f"{question.summary} {told}".strip()), output)


def _show_question(store: Store, question: Question, given: dict[str, str], page: str, output: str) -> bool:
    """Write the page of an answer; whether it takes the answer's place."""
    from innograph.cli.answering import takes_place, write_page
    from innograph.view.asked import of_question

    in_place = takes_place(page, output)
    write_page(store, of_question(store, question, given, caveat(store)), page)
    return in_place


def _show_query(store: Store, text: str, page: str, output: str) -> bool:
    from innograph.cli.answering import takes_place, write_page
    from innograph.view.asked import of_query

    in_place = takes_place(page, output)
    write_page(store, of_query(store, text, caveat(store)), page)
    return in_place


def _cited(store: Store, text: str, output_format: str | None) -> Answer:
    from innograph import citation

    if output_format in (*RESULT_FORMATS, *GRAPH_FORMATS):
        raise click.UsageError(f"{output_format} has no place for sources; write -f json or without --cite")
    return citation.select(store, text)


def _write_rows(
    store: Store,
    answer: Answer,
    text: str,
    output_format: str,
    output: str,
    cite: str | None = None,
    *,
    why_empty: bool,
) -> None:
    """Write the rows of a query, and tell its notes apart from the data too."""
    tell(*answer.notes)
    if not answer.rows or _is_no(answer):
        answer = _explained(store, answer, text, output_format, why_empty=why_empty)
    write_answer(answer.noting(caveat(store)), output_format, output, cite)


def _is_no(answer: Answer) -> bool:
    """Whether it is the answer no to an ASK query."""
    return answer.columns == ("answer",) and [row.cells["answer"].label for row in answer.rows] == ["no"]


def _explained(store: Store, answer: Answer, text: str, output_format: str, *, why_empty: bool) -> Answer:
    """The answer with a note on why it is empty; the explanation in its place if that is asked for."""
    from innograph import absence

    if why_empty:
        return absence.Explanation(store, text).answer()
    hint = absence.hint(store, text)
    if output_format in SEPARATED_FORMATS:  # which have no place for notes
        tell(hint)
    return answer.noting(hint)


def _arguments(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [argument.partition("=") for argument in given]
    for name, equals, value in pairs:
        if not equals or not name or not value:
            raise click.BadParameter(f"{name + equals + value!r} is not NAME=VALUE", param_hint="--param")
    return {name: value for name, _, value in pairs}


def _sparql(sparql: str | None, file: str | None) -> str:
    if (sparql is None) == (file is None):
        raise click.UsageError("give one query: as an argument, with --file FILE, or - for standard input")
    if sparql == "-" or file == "-":
        if sys.stdin is None:
            raise click.UsageError("standard input is closed")
        data: bytes = sys.stdin.buffer.read()
    elif file is None:
        return sparql or ""
    else:
        try:
            data = Path(file).read_bytes()
        except OSError as error:
            raise click.BadParameter(f"{file}: {error.strerror}", param_hint="--file") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.BadParameter("the query is not UTF-8", param_hint="--file") from error
