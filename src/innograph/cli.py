"""The command line: options in, one call, output."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from innograph import __version__
from innograph.errors import InnographError

if TYPE_CHECKING:
    from collections.abc import Callable

    from innograph.answers import Answer
    from innograph.store import Store

ANSWER_FORMATS = ("table", "csv", "tsv", "json", "markdown", "html")
RESULT_FORMATS = ("sparql-json", "sparql-xml")
GRAPH_FORMATS = ("turtle", "ntriples")
DEFAULT_WIDTH = 120
EXPORT_FORMATS = ("turtle", "ntriples", "nquads", "trig")


class Commands(click.Group):
    """A group that shows errors as one clear line, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error becomes its lines on stderr and its exit code."""
        try:
            return super().invoke(ctx)
        except InnographError as error:
            click.echo("\n".join(error.lines()), err=True)
            ctx.exit(error.exit_code)


def _remember(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value == "":
        raise click.BadParameter("it is empty", ctx, parameter)
    if value is not None:
        ctx.find_root().meta[f"innograph.{parameter.name}"] = value


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--facts`` and ``--store``, which stand before or after the command."""
    for name, metavar, text in (
        ("--store", "PATH", "Folder of the built graph; the user's cache if not given."),
        ("--facts", "DIR", "Folder of fact files; innograph's own if not given."),
    ):
        command = click.option(name, metavar=metavar, help=text, callback=_remember, expose_value=False)(
            command
        )
    return command


def format_option(choices: tuple[str, ...], default: str | None = "table") -> Callable[..., Any]:
    """``--format``/``-f`` with the given choices."""
    return click.option(
        "--format", "-f", "output_format", type=click.Choice(choices), default=default, show_default=bool(default),
        help="Form of the output.",
    )  # fmt: skip


output_option = click.option(
    "--output", "-o", default="-", metavar="FILE", help="File to write; - is standard output."
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="innograph %(version)s")
@place_options
def cli() -> None:
    """The cited knowledge graph of wrongful convictions on screen.

    \b
    Examples:
      innograph ask                          list the questions
      innograph ask directors-by-theme       answer one
      innograph show "Andy Grieve"           all that is known, with sources
      innograph query 'SELECT ?d { ?e inno:director ?d }'
      innograph export -f turtle -o graph.ttl
    """


@cli.command()
@place_options
def build() -> None:
    """Check the facts and build the graph from them; nothing happens when nothing changed.

    \b
    Examples:
      innograph build
      innograph build --facts my-facts --store my-store
    """
    from innograph.errors import StoreError, counted

    store, is_new = _open()
    if not store.is_ours:
        raise StoreError(f"{store.folder} is the store of another tool", "name a new or empty folder")
    counts = store.manifest.get("counts", {})
    singular = {"entities": "entity", "facts": "fact", "credits": "credit", "events": "event",
                "sources": "source", "passages": "passage", "quads": "quad"}  # fmt: skip
    sums = ", ".join(counted(number, singular[name]) for name, number in counts.items())
    _print(f"{'built' if is_new else 'up to date'}: {sums}\n{store.folder}\n")


@cli.command()
@place_options
def check() -> None:
    """Check the facts: their form, links, sources, ranks, shapes, and the duty of care.

    Every finding is a line file:line:column: message, with a hint. Exit code 1 if there is any.

    \b
    Examples:
      innograph check
      innograph check --facts my-facts
    """
    from innograph import building, resources
    from innograph.errors import FactsError, counted

    try:
        made = building.check(_path("facts") or resources.facts(), _progress)
    except FactsError as error:
        _print("".join(f"{line}\n" for finding in error.findings for line in finding.lines()))
        click.echo(f"error: {counted(len(error.findings), 'finding')}", err=True)
        sys.exit(error.exit_code)
    _print(f"no findings in {counted(made.counts['facts'], 'fact')}\n")


@cli.command()
@click.argument("name", required=False)
@click.option(
    "--param", "-p", "arguments", multiple=True, metavar="NAME=VALUE", help="Argument of the question."
)
@click.option("--cite", is_flag=True, help="Not there yet: sources of each row.")
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def ask(name: str | None, arguments: tuple[str, ...], cite: bool, output_format: str, output: str) -> None:
    """Answer one of the questions; without NAME, list them.

    \b
    Examples:
      innograph ask
      innograph ask directors-by-theme
      innograph ask "who directed which themes"
      innograph ask timeline --param case="Levon Brooks case" -f csv
    """
    from innograph import query
    from innograph.questions import find

    _refuse_citing(cite)
    store = _open()[0]
    questions = _questions(store)
    if name is None:
        _write(_listing(questions), output_format, output)
        return
    question = find(name, questions)
    if question.name != name:
        click.echo(f"{question.name}: {question.summary}", err=True)
    _write(query.answer(store, question, _arguments(arguments)), output_format, output)


@cli.command("query")
@click.argument("sparql", required=False)
@click.option("--file", "file", metavar="FILE", help="File that holds the query.")
@click.option("--cite", is_flag=True, help="Not there yet: sources of each row.")
@format_option((*ANSWER_FORMATS, *RESULT_FORMATS, *GRAPH_FORMATS), default=None)
@output_option
@place_options
def query_command(
    sparql: str | None, file: str | None, cite: bool, output_format: str | None, output: str
) -> None:
    """Answer any SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE; - reads standard input.

    The prefixes inno:, id: and the usual ones need not be declared.

    \b
    Examples:
      innograph query 'SELECT ?episode ?director { ?episode inno:director ?director }'
      innograph query --file question.rq -f sparql-json
      echo 'ASK { ?case inno:dnaContributed true }' | innograph query -
    """
    from innograph import query, results

    _refuse_citing(cite)
    text = _sparql(sparql, file)
    store = _open()[0]
    found = query.evaluate(store, text)
    if output_format is None and results.is_graph(found):
        output_format = "turtle"
    from innograph.output import write

    if output_format in (*RESULT_FORMATS, *GRAPH_FORMATS):
        write(results.as_bytes(found, output_format), output)
    else:
        _write(query.to_answer(store, found), output_format or "table", output)


@cli.command()
@click.argument("entity")
@click.option("--cite", is_flag=True, expose_value=False, help="Accepted: sources are always shown.")
@format_option(ANSWER_FORMATS)
@output_option
@place_options
def show(entity: str, output_format: str, output: str) -> None:
    """Show everything known about ENTITY: each fact with its sources, rivals and standing.

    ENTITY is an id, a name, an alias or an IRI.

    \b
    Examples:
      innograph show episode-7
      innograph show "Levon Brooks"
      innograph show case-levon-brooks/conditional-release/1 -f json
    """
    from innograph import description, names

    store = _open()[0]
    _write(description.describe(store, names.resolve(store, entity)), output_format, output)


@cli.command()
@click.option(
    "--format",
    "-f",
    "output_format",
    type=click.Choice(EXPORT_FORMATS),
    required=True,
    help="RDF serialization.",
)
@output_option
@place_options
def export(output_format: str, output: str) -> None:
    """Write the graph: turtle and ntriples hold what is asserted, nquads and trig everything.

    \b
    Examples:
      innograph export -f turtle -o innograph.ttl
      innograph export -f nquads | gzip > innograph.nq.gz
    """
    from innograph import export as exporting
    from innograph.output import write

    write(exporting.FORMATS[output_format](_open()[0]), output)


def main() -> None:
    """Run the command line; Ctrl-C ends it at once, also within a query."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    cli(prog_name="innograph")


def _open() -> tuple[Store, bool]:
    from innograph.opening import open_current

    return open_current(_path("facts"), _setting("store"), _progress)


def _setting(name: str) -> str | None:
    setting: str | None = click.get_current_context().find_root().meta.get(f"innograph.{name}")
    return setting


def _path(name: str) -> Path | None:
    setting = _setting(name)
    return None if setting is None else Path(setting)


def _progress(stage: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        click.echo(click.style(f"{stage} …", dim=True), err=True)


def _refuse_citing(cite: bool) -> None:
    if cite:
        raise click.UsageError(
            "--cite is not there yet; `innograph show ENTITY` prints the sources of each fact"
        )


def _questions(store: Store) -> dict[str, Any]:
    from innograph.questions import Question, catalogue

    compiled = store.manifest.get("questions")
    if compiled is None:
        return catalogue()
    return {name: Question.from_json(values) for name, values in compiled.items()}


def _listing(questions: dict[str, Any]) -> Answer:
    from innograph.answers import Answer, Cell, Row

    columns = ("name", "question", "parameters")
    rows = [
        Row(dict(zip(columns, (Cell(None, text) for text in texts), strict=True)))
        for texts in ((q.name, q.summary, ", ".join(q.parameters)) for q in questions.values())
    ]
    return Answer(columns, tuple(rows))


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


def _write(answer: Answer, output_format: str, output: str) -> None:
    from innograph import rendering
    from innograph.output import write

    on_terminal = output == "-" and sys.stdout is not None and sys.stdout.isatty()
    text = rendering.render(answer, output_format, _width(on_terminal=on_terminal))
    if output_format == "table" and on_terminal and "NO_COLOR" not in os.environ:
        head, newline, rest = text.partition("\n")
        text = click.style(head, bold=True) + newline + rest
    write(text, output)


def _width(*, on_terminal: bool) -> int:
    """The columns of the terminal, or those that COLUMNS asks for, or 120."""
    if on_terminal:
        return os.get_terminal_size(sys.stdout.fileno()).columns or DEFAULT_WIDTH
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isdecimal() else DEFAULT_WIDTH


def _print(text: str) -> None:
    from innograph.output import write

    write(text)
