from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, QuerySolutions

from innograph import citation, query
from innograph.errors import QueryError, QuerySyntaxError, UnknownNameError
from innograph.questions import Question, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from innograph.store import Store

EPISODE_7 = "https://w3id.org/innograph/id/episode-7"
EXISTING = "PREFIX ex: <https://w3id.org/innograph/ontology#Episode>"
CANNOT_YET = "a query's text is read in another way than Oxigraph reads it, and SERVICE slips through"


SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        with open(sys.argv[1], "a") as noted:
            print(self.path, file=noted)
        self.send_response(500)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_):
        pass

server = HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
"""


class Listener:
    """A server on loopback, in a process of its own, that notes every request in a file."""

    def __init__(self, port: int, noted: Path) -> None:
        self.url = f"http://127.0.0.1:{port}/sparql"
        self.noted = noted

    @property
    def requests(self) -> list[str]:
        """The paths that were asked for."""
        return self.noted.read_text(encoding="utf-8").split()

    def forget(self) -> None:
        """Forget all requests."""
        self.noted.write_text("", encoding="utf-8")


@pytest.fixture(scope="module")
def listening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    noted = tmp_path_factory.mktemp("listener") / "requests"
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(noted)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield Listener(int(process.stdout.readline()), noted)
        process.kill()


@pytest.fixture
def listener(listening: Listener) -> Listener:
    listening.forget()
    return listening


@pytest.mark.parametrize(
    ("sparql", "kind"),
    [
        ("SELECT ?x { ?x a inno:Episode }", QuerySolutions),
        ("ASK {}", QueryBoolean),
        ("CONSTRUCT { ?x a ?c } WHERE { ?x a ?c }", query.Triples),
        ("DESCRIBE id:episode-7", query.Triples),
    ],
)
def test_evaluate_gives_what_oxigraph_gives(real_store: Store, sparql: str, kind: type) -> None:
    assert isinstance(query.evaluate(real_store, sparql), kind)


def test_select_has_the_columns_and_rows_of_the_query(real_store: Store) -> None:
    answer = query.select(
        real_store, "SELECT ?number ?e { ?e a inno:Episode ; inno:number ?number } ORDER BY ?number"
    )
    assert answer.columns == ("number", "e")
    assert [row.cells["number"].as_json() for row in answer.rows] == list(range(1, 10))
    assert answer.rows[6].cells["e"].as_json() == {
        "iri": EPISODE_7,
        "label": "Episode 7 of The Innocence Files",
    }


def test_a_free_query_says_nothing_of_marks(real_store: Store) -> None:
    row = query.select(real_store, "SELECT ?derived { BIND(true AS ?derived) }").rows[0]
    assert (row.derived, row.disputed, row.citations) == (None, None, None)
    assert row.as_json() == {"derived": True}


@pytest.mark.parametrize(("pattern", "holds"), [("id:episode-7 a inno:Episode", True), ("?x a id:x", False)])
def test_ask_has_one_row_with_one_column(real_store: Store, pattern: str, *, holds: bool) -> None:
    answer = query.select(real_store, f"ASK {{ {pattern} }}")
    assert answer.columns == ("answer",)
    assert [row.as_json() for row in answer.rows] == [{"answer": holds}]
    assert answer.rows[0].cells["answer"].label == ("yes" if holds else "no")


def test_construct_has_a_row_for_each_triple(real_store: Store) -> None:
    sparql = "CONSTRUCT { id:episode-7 inno:number ?n } WHERE { id:episode-7 inno:number ?n }"
    answer = query.select(real_store, sparql)
    assert answer.columns == ("subject", "predicate", "object")
    assert [row.as_json() for row in answer.rows] == [
        {
            "subject": {"iri": EPISODE_7, "label": "Episode 7 of The Innocence Files"},
            "predicate": {"iri": "https://w3id.org/innograph/ontology#number", "label": "number"},
            "object": 7,
        }
    ]


def test_describe_gives_the_asserted_triples_of_an_entity(real_store: Store) -> None:
    described = query.select(real_store, "DESCRIBE id:andy-grieve")
    selected = query.select(real_store, "SELECT ?p ?o { id:andy-grieve ?p ?o }")
    pairs = {(row.cells["predicate"].term, row.cells["object"].term) for row in described.rows}
    assert pairs == {(row.cells["p"].term, row.cells["o"].term) for row in selected.rows}
    assert len(pairs) > 3


def test_an_unbound_variable_is_null_and_shown_as_nothing(real_store: Store) -> None:
    answer = query.select(
        real_store, "SELECT ?bound ?unbound ?error { BIND(1 AS ?bound) BIND(1/0 AS ?error) }"
    )
    assert answer.rows[0].as_json() == {"bound": 1, "unbound": None, "error": None}
    assert answer.rows[0].cells["unbound"].label == ""


def test_an_answer_may_have_rows_without_columns(real_store: Store) -> None:
    answer = query.select(real_store, "SELECT * {}")
    assert (answer.columns, [row.as_json() for row in answer.rows]) == ((), [{}])


@pytest.mark.parametrize(
    ("term", "value", "label"),
    [
        ("7", 7, "7"),
        ("-3", -3, "-3"),
        ('"7"^^xsd:int', 7, "7"),
        ("16.1", 16.1, "16.1"),
        ("1.5e3", 1500.0, "1500"),
        ('"NaN"^^xsd:double', "NaN", "NaN"),
        ('"INF"^^xsd:double', "INF", "INF"),
        ('"seven"^^xsd:integer', "seven", "seven"),
        ("true", True, "yes"),
        ("false", False, "no"),
        ('"1"^^xsd:boolean', True, "yes"),
        ('"2008-03-13"^^xsd:date', "2008-03-13", "2008-03-13"),
        ('"2018-01"^^xsd:gYearMonth', "2018-01", "2018-01"),
        ('"1992"^^xsd:gYear', "1992", "1992"),
        ('"7"', "7", "7"),
        ('""', "", ""),
        ('"témoin"@fr', "témoin", "témoin"),
        ('"50±5"^^inno:approximateInteger', "50±5", "about 50"),
        ("id:andy-grieve", {"iri": "https://w3id.org/innograph/id/andy-grieve", "label": "Andy Grieve"}, "Andy Grieve"),
        ("id:nobody", {"iri": "https://w3id.org/innograph/id/nobody", "label": "id:nobody"}, "id:nobody"),
        ("skos:note", {"iri": "http://www.w3.org/2004/02/skos/core#note", "label": "skos:note"}, "skos:note"),
        ("<urn:x>", {"iri": "urn:x", "label": "urn:x"}, "urn:x"),
    ],
)  # fmt: skip
def test_cells_carry_their_type(real_store: Store, term: str, value: object, label: str) -> None:
    cell = query.select(real_store, f"SELECT ?x {{ VALUES ?x {{ {term} }} }}").rows[0].cells["x"]
    assert (cell.as_json(), cell.label) == (value, label)
    assert type(cell.as_json()) is type(value)


@pytest.mark.parametrize(
    ("sparql", "line"),
    [
        ("SELECT ?x { ?x }", 1),
        ("SELECT ?x {\n  ?x inno:number ?y\n}\nLIMT 3\n", 4),
        ("SELECT ?x {\r\n  ?x inno:number\r\n}", 3),
        ("", 1),
        ("\n\n", 3),
        ("Which directors?", 1),
        ("SELECT ?x { ?x nope:bar 1 }", 1),
        ("SELECT ?x {\n ?x inno:title 'é' ?y }", 2),
        ("ASK {", 1),
    ],
)
def test_a_syntax_error_shows_line_column_and_caret(real_store: Store, sparql: str, line: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        query.evaluate(real_store, sparql)
    head, shown, caret = caught.value.message.split("\n")
    found = re.fullmatch(r"not SPARQL, line (\d+), column (\d+):", head)
    assert found
    assert int(found[1]) == line
    assert shown == "  " + sparql.replace("\r\n", "\n").split("\n")[line - 1]
    assert caret == " " * (2 + int(found[2]) - 1) + "^"
    assert 1 <= int(found[2]) <= len(shown) - 2 + 1
    assert caught.value.hint
    assert caught.value.exit_code == 1


def test_the_column_counts_characters(real_store: Store) -> None:
    """Not bytes: the caret stands under the end of the prefixed name."""
    for text in ("e", "é", "語", "🦉"):
        with pytest.raises(QuerySyntaxError, match="line 1, column 27:"):
            query.evaluate(real_store, f"ASK {{ ?x ?y '{text}' ; nope:bar 1 }}")


def test_an_undeclared_prefix_has_a_hint_that_declares_one(real_store: Store) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        query.evaluate(real_store, "ASK { ?x nope:bar 1 }")
    assert caught.value.hint == "declare the prefix: PREFIX inno: <https://w3id.org/innograph/ontology#>"


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <x:a> <x:b> 1 }",
        "insert data { <x:a> <x:b> 'SELECT' }",
        "DELETE WHERE { ?s ?p ?o }",
        "DELETE DATA { <x:a> <x:b> 1 }",
        "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "LOAD SILENT <http://127.0.0.1:9/>",
        "CLEAR ALL",
        "CLEAR ALL # SELECT",
        "CLEAR SILENT DEFAULT",
        "CREATE GRAPH <x:g>",
        "DROP GRAPH <x:g>",
        "COPY <x:a> TO <x:b>",
        "MOVE <x:a> TO <x:b>",
        "ADD <x:a> TO <x:b>",
        "PREFIX ex: <x:> CLEAR ALL",
    ],
)
def test_updates_are_refused_and_change_nothing(real_store: Store, sparql: str) -> None:
    before = real_store.nquads.stat().st_mtime_ns
    with pytest.raises(QueryError, match="updates are refused") as caught:
        query.evaluate(real_store, sparql)
    assert caught.value.hint == "change the fact files"
    assert real_store.nquads.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?s ?p ?o } ; CLEAR ALL",
        "SELECT * { INSERT DATA { <x:a> <x:b> 1 } }",
        "ASK {} DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_inside_a_query_is_no_sparql(real_store: Store, sparql: str) -> None:
    with pytest.raises(QuerySyntaxError):
        query.evaluate(real_store, sparql)


def test_without_the_guard_oxigraph_calls_the_server(real_store: Store, listener: Listener) -> None:
    """The control: the listener notes a request, so that its silence elsewhere means something."""
    with pytest.raises((OSError, RuntimeError, ValueError)):
        list(real_store.oxigraph.query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert listener.requests == ["/sparql"]


def _refused(store: Store, sparql: str) -> QueryError:
    """The error that a query ends with when it is asked and all its rows are fetched."""
    with pytest.raises(QueryError) as caught:
        query.select(store, sparql)
    return caught.value


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service <URL> { ?s ?p ?o } }",
        "SELECT * { SeRvIcE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE<URL>{ ?s ?p ?o } }",
        "SELECT *{SERVICE<URL>{}}",
        "SELECT * { SERVICE\n\t<URL> { ?s ?p ?o } }",
        "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
        "PREFIX : <URL> SELECT * { SERVICE:{ ?s ?p ?o } }",
        "PREFIX : <BASE> SELECT * { SERVICE:sparql { ?s ?p ?o } }",
        "PREFIX : <BASE> SELECT * { service:sparql { ?s ?p ?o } }",
        "PREFIX x: <URL> SELECT * { OPTIONAL { ?s ?p x: . } SERVICEx:{ ?s ?p ?o } }",
        "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
        "SELECT * { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { FILTER(true)SERVICE<URL>{ ?s ?p ?o } }",
        "SELECT * { id:episode-7 inno:dnaContributed trueSERVICE<URL>{ ?s ?p ?o } }",
        "SELECT * { id:episode-7 inno:number 7.SERVICE<URL>{ ?s ?p ?o } }",
        "SELECT * { ?s a ?class.SERVICE<URL>{ ?s ?p ?o } }",
        "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
        "SELECT * { { } UNION { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * { ?s a inno:Episode MINUS { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * { ?s a inno:Episode FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * { BIND(EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) }",
        "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
        "ASK { SERVICE <URL> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
        "PREFIX ex: <x:> SELECT * { OPTIONAL { ?s ex:it\\'s ?o } SERVICE <URL> { ?s ?p 'x' } }",
        "PREFIX ex: <x:> SELECT * { OPTIONAL { ?s ex:a\\#b ?o } SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { ?s ?p 'it\\'s' } SERVICE <URL> { ?s ?p 'x' } }",
        "SELECT * { OPTIONAL { ?s ?p '\\\\' } SERVICE <URL> { ?s ?p '\\\\' } }",
        "SELECT * { OPTIONAL { ?s ?p '''a''b'c''' } SERVICE <URL> { ?s ?p 'x' } }",
        'SELECT * { OPTIONAL { ?s ?p """a"b""c""" } SERVICE <URL> { ?s ?p "x" } }',
        'SELECT * { OPTIONAL { ?s ?p "\'" } SERVICE <URL> { ?s ?p "\'" } }',
        "SELECT * { OPTIONAL { ?s ?p '#' } SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { # a comment with a ' quote\n SERVICE <URL> { ?s ?p 'x' } }",
        "SELECT * { # a comment\r SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { #\n SERVICE # SILENT\n <URL> # {\n { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { <x:#> ?p ?o } SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { FILTER(1 < 2) SERVICE <URL> { ?s ?p ?o } FILTER(2 > 1) }",
        "SELECT * { FILTER(1<2)SERVICE<URL>{ ?s ?p ?o }FILTER(2>1) }",
        "SELECT * FROM <URL> { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { ?s ?p 'x'@en } SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { OPTIONAL { ?s ?p 'x'@en.} SERVICE<URL>{ ?s ?p 'x'@en } }",
    ],
)
def test_service_is_refused_in_every_disguise(real_store: Store, listener: Listener, sparql: str) -> None:
    asked = sparql.replace("URL", listener.url).replace("BASE", listener.url.removesuffix("sparql"))
    error = _refused(real_store, asked)
    assert listener.requests == []
    assert error.message == "SERVICE is refused: it would send the query to another machine"
    assert error.exit_code == 1


@pytest.mark.parametrize(
    "sparql",
    [
        pytest.param(
            EXISTING + " SELECT * { ?e a ex:.SERVICE<URL>{ ?s ?p ?o } }", id="dot-ends-prefixed-name"
        ),
        pytest.param(
            EXISTING.replace("ex:", ":") + " SELECT * { ?e a :.SERVICE<URL>{ ?s ?p ?o } }",
            id="dot-ends-colon",
        ),
        pytest.param(
            "SELECT * { VALUES ?x {'''a' } SERVICE <URL> { ?s ?p ?o } } # \\z '''", id="no-long-string"
        ),
        pytest.param(
            'SELECT * { VALUES ?x {"""a" } SERVICE <URL> { ?s ?p ?o } } # \\z """', id="no-long-string-quotes"
        ),
        pytest.param(
            "SELECT * { OPTIONAL { ?s <x:\\u0041'> ?o } SERVICE <URL> { ?s ?p 'x' } }",
            id="quote-in-escaped-iri",
        ),
        pytest.param(
            "SELECT * { OPTIONAL { ?s <x:\\u0041#> ?o } SERVICE <URL> { ?s ?p ?o } }",
            id="hash-in-escaped-iri",
        ),
        pytest.param(
            "SELECT * { OPTIONAL { ?a ?b ?c FILTER(?a<'>') } SERVICE <URL> { ?s ?p 'x' } }",
            id="less-than-quote",
        ),
    ],
)
def test_service_is_refused_where_the_text_misleads(
    real_store: Store, listener: Listener, sparql: str
) -> None:
    _refused(real_store, sparql.replace("URL", listener.url))
    assert listener.requests == []


def test_service_may_be_part_of_a_local_name_to_oxigraph_too(real_store: Store, listener: Listener) -> None:
    _refused(real_store, f"SELECT * {{ ?e a inno:Episode.SERVICE<{listener.url}>{{ ?s ?p ?o }} }}")
    assert listener.requests == []


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT ?x { VALUES ?x { "SERVICE <http://127.0.0.1:9/>" } }',
        "SELECT ?x { VALUES ?x { 'it\\'s a SERVICE' } }",
        "SELECT ?x { VALUES ?x { '''a 'SERVICE' ''' } }",
        'SELECT ?x { VALUES ?x { """a "SERVICE" """ } }',
        "SELECT ?x { BIND(1 AS ?x) } # SERVICE <http://127.0.0.1:9/> {}",
        "# SERVICE\nSELECT ?x { BIND(1 AS ?x) }",
        "SELECT ?x { VALUES ?x { <http://example.org/SERVICE> } }",
        "SELECT ?x { VALUES ?x { <urn:service:x> } }",
        "SELECT ?SERVICE { BIND(1 AS ?SERVICE) }",
        "SELECT $service { BIND(1 AS $service) }",
        "SELECT ?in_service_of { BIND(1 AS ?in_service_of) }",
        "SELECT ?x { VALUES ?x { inno:SERVICE } }",
        "SELECT ?x { VALUES ?x { id:secret-service } }",
        "SELECT ?x { VALUES ?x { id:it\\'s.SERVICE } }",
        "SELECT ?x { BIND(1 AS ?x) OPTIONAL { _:SERVICE inno:nothing ?y } }",
        "SELECT ?x { VALUES ?x { 1 } FILTER(1<2 && 3>2) } # SERVICE",
    ],
)
def test_a_query_may_mention_the_word(real_store: Store, sparql: str) -> None:
    assert len(query.select(real_store, sparql).rows) == 1


def test_a_prefix_that_holds_the_word_is_refused_with_the_remedy(real_store: Store) -> None:
    error = _refused(real_store, "PREFIX services: <x:> ASK { ?s services:x ?o }")
    assert error.hint == "query that endpoint by itself; rename a prefix that holds the word"


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_from_reads_no_file_and_no_address(real_store: Store, listener: Listener, sparql: str) -> None:
    assert query.select(real_store, sparql.replace("URL", listener.url)).rows == ()
    assert listener.requests == []


HARMLESS = st.sampled_from(
    [
        "{}",
        "?s ?p 'x' .",
        '?s ?p "it\'s" .',
        "?s ?p 'a\\'b' .",
        '?s ?p "service" .',
        "?s ?p '''a'b''c''' .",
        '?s ?p """a"b""c\n""" .',
        "?s ?p <http://example.org/#service> .",
        "?s ?p <x:'> .",
        "?s id:it\\'s ?o .",
        "?s id:a\\#b ?o .",
        "?s ?p _:service .",
        "?s ?p true .",
        "?s ?p 1.5 .",
        "?s ?p 'x'@en-service .",
        "FILTER(1 < 2)",
        "FILTER(?s<?o&&?o>?p)",
        "FILTER('#' != \"#\")",
        "OPTIONAL { ?service ?p ?o }",
        "OPTIONAL { ?s ?p ?o } # a comment with ' and \" and SERVICE\n",
        "VALUES ?v { 1 '' \"\" UNDEF }",
    ]
)
MISLEADING = st.sampled_from(
    [
        "OPTIONAL { ?s <x:\\u0041#> ?o }",
        "OPTIONAL { ?s <x:\\u0041'> ?o }",
        'OPTIONAL { ?s <x:\\u0041"> ?o }',
        "FILTER(!BOUND(?q) || ?q<'>')",
        "FILTER(!BOUND(?q) || ?q<'>' || 'a' > '')",
    ]
)
CALLS = st.builds(
    "{}{}{}<URL>{}{{ ?s ?p ?o }}".format,
    st.sampled_from(["SERVICE", "service", "Service", "sErViCe"]),
    st.sampled_from(["", " ", "\n", "# x\n", " SILENT", " silent "]),
    st.sampled_from(["", " ", "\t"]),
    st.sampled_from(["", " ", "\r\n", " #'\n"]),
)
NESTS = st.sampled_from(["%s", "OPTIONAL { %s }", "{ SELECT * { %s } }", "{ {} UNION { %s } }", "{%s}"])
GAPS = st.sampled_from([" ", "\n", ""])


def _query(before: list[str], call: str, nest: str, after: list[str], gap: str) -> str:
    return f"SELECT * {{{gap.join([*before, nest % call, *after])}}}"


def _queries(before: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    return st.builds(_query, before, CALLS, NESTS, st.lists(HARMLESS, max_size=3), GAPS)


@given(_queries(st.lists(HARMLESS, max_size=5)))
def test_no_query_with_service_reaches_a_server(real_store: Store, listening: Listener, sparql: str) -> None:
    listening.forget()
    _refused(real_store, sparql.replace("URL", listening.url))
    assert listening.requests == []


@settings(phases=[Phase.generate])
@given(_queries(st.lists(MISLEADING, min_size=1, max_size=2)))
def test_no_misleading_query_with_service_reaches_a_server(
    real_store: Store, listening: Listener, sparql: str
) -> None:
    listening.forget()
    _refused(real_store, sparql.replace("URL", listening.url))
    assert listening.requests == []


def test_a_question_keeps_marks_apart_from_columns(real_store: Store) -> None:
    answer = citation.answer(real_store, catalogue()["directors-by-theme"], {})
    grieve = next(row for row in answer.rows if row.cells["director"].label == "Andy Grieve")
    assert answer.columns == ("director", "theme", "episodes")
    assert (grieve.derived, grieve.disputed) == (True, False)
    assert grieve.as_json()["episodes"] == 1
    limits, coverage = answer.notes
    assert limits == catalogue()["directors-by-theme"].limits
    assert coverage.startswith("Coverage: director known for 9 of 9 episodes")


@pytest.mark.parametrize(
    "text", ["theme/forensic-science", "forensic-science", "Forensic Science", "junk science"]
)
def test_an_argument_may_be_any_name_of_an_entity(real_store: Store, text: str) -> None:
    answer = citation.answer(real_store, catalogue()["directors-by-theme"], {"theme": text})
    assert [row.cells["director"].label for row in answer.rows] == ["Roger Ross Williams"]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (
            {"them": "x"},
            "unknown parameter 'them'",
            "did you mean 'theme' or 'scheme'? directors-by-theme takes theme, scheme",
        ),
        ({"x": "x"}, "unknown parameter 'x'", "directors-by-theme takes theme, scheme"),
        ({"theme": "andy-grieve"}, "unknown theme 'andy-grieve'", None),
    ],
)
def test_an_argument_that_does_not_fit_is_unknown(
    real_store: Store, arguments: dict[str, str], message: str, hint: str | None
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        citation.answer(real_store, catalogue()["directors-by-theme"], arguments)
    assert (caught.value.message, caught.value.hint, caught.value.exit_code) == (message, hint, 2)


def test_a_question_without_parameters_says_so(real_store: Store) -> None:
    with pytest.raises(UnknownNameError) as caught:
        citation.answer(real_store, catalogue()["episodes"], {"series": "x"})
    assert caught.value.hint == "episodes takes none"


def test_a_question_must_be_a_select_query(real_store: Store) -> None:
    question = Question("odd", "Is it so?", "", "", (), {}, "ASK {}")
    with pytest.raises(QueryError, match="question odd is not a SELECT query"):
        citation.answer(real_store, question, {})
