"""Any RDF file beside the curated facts, whatever it holds and is called."""

from __future__ import annotations

import gzip

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from tests.test_imports import FACTS, quiet, values

from innograph import opening
from innograph.description import describe
from innograph.errors import ImportFileError
from innograph.imports import kinds, rdf
from innograph.imports.storage import Imports
from innograph.names import resolve
from innograph.namespaces import ID

RDF = kinds.KINDS["rdf"]
TURTLE = "@prefix x: <http://x.example/> . x:a x:b [ x:c 1 ] , 'é'@fr ; a x:D ."
NQUADS = '<http://x.example/a> <http://x.example/b> "é"@fr <http://x.example/g> .\n'
XML = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x.example/">'
    '<rdf:Description rdf:about="http://x.example/a"><x:b xml:lang="fr">é</x:b></rdf:Description></rdf:RDF>'
)
JSON = '{"@id": "http://x.example/a", "http://x.example/b": {"@value": "é", "@language": "fr"}}'


@pytest.fixture
def load(tmp_path):
    """The statements of a file, as text, and all else that its reading gave."""

    def _load(content, name="data.ttl"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        reading = rdf.read(path, quiet)
        assert reading.statements is not None
        return [line.decode() for line in reading.statements], reading

    return _load


@pytest.mark.parametrize(
    ("content", "name", "note"),
    [
        (TURTLE, "data.ttl", ""),
        (TURTLE, "data.owl", "it holds Turtle, not RDF/XML as its name says"),
        (TURTLE, "data", "it holds Turtle"),
        (NQUADS, "data.nt", "it holds N-Quads, not N-Triples as its name says"),
        (NQUADS, "data.nq", ""),
        (NQUADS.replace(" <http://x.example/g>", ""), "data.nt", ""),
        (
            f"<http://x.example/g> {{ {NQUADS.replace(' <http://x.example/g>', '')} }}",
            "data.ttl",
            "it holds TriG",
        ),
        (XML, "data.rdf", ""),
        (XML, "data.ttl", "it holds RDF/XML, not Turtle"),
        (JSON, "data.jsonld", ""),
        (f"[{JSON}]", "data.txt", "it holds JSON-LD"),
        ("[] <http://x.example/b> 'é'@fr .", "data.ttl", ""),
    ],
)
def test_the_syntax_is_seen_from_the_content(load, content, name, note):
    lines, reading = load(content, name)

    assert any('<http://x.example/b> "é"@fr' in line for line in lines)
    assert note in " ".join(reading.notes)
    assert bool(note) == any("holds" in each for each in reading.notes)


def test_a_byte_order_mark_is_passed_over_and_reported(load):
    lines, reading = load(b"\xef\xbb\xbf" + NQUADS.encode(), "data.nq")

    assert len(lines) == 1
    assert "byte-order mark" in reading.notes[0]


def test_named_graphs_are_read_as_one_and_reported(load):
    lines, reading = load(NQUADS + NQUADS.replace("/g>", "/h>"), "data.nq")

    assert all(line.endswith('"é"@fr .\n') for line in lines)
    assert reading.notes == ["it has 2 named graphs; all that it says is read as one"]


def test_blank_nodes_get_the_same_names_each_time(load):
    first, second = load(TURTLE)[0], load(TURTLE)[0]

    assert first == second
    assert not any("_:" in line for line in first)
    assert any("https://w3id.org/innograph/id/rdf/" in line and "/node/1>" in line for line in first)


def test_relative_iris_belong_to_the_import(load):
    lines, _ = load("<film> <Actor> <person> .")

    assert all(part.startswith("<https://w3id.org/innograph/id/rdf/") for part in lines[0].split()[:3])


@pytest.mark.parametrize(
    ("content", "name", "message", "hint"),
    [
        ("x:a x:b x:c .", "data.ttl", "The prefix x: has not been declared", "@prefix x: <…> ."),
        (
            "<x:a> <x:b> '1'^^xsd:int .",
            "data.ttl",
            "line 1",
            "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        ),
        ("<x:a> <x:b> 1 .\n<x:a> <x:b> .", "data.ttl", "line 2 column 13", "RDF is read as"),
        ("<x:a> <x:b> 1 .\n<x:a> <x:b> .", "data.owl", "is not Turtle: line 2", "RDF is read as"),
        ("<!DOCTYPE html><html></html>", "data.rdf", "is a web page", "download the data"),
        ("", "data.ttl", "is empty", ""),
        ("last,first\nDoe,John\n", "data.nt", "line 1", "RDF is read as"),
        (
            '{"@context": "https://schema.org/", "@id": "x:a", "name": "b"}',
            "a.json",
            "nothing is fetched",
            "write the context",
        ),
        ('{"name": ', "a.json", "is not JSON-LD", "RDF is read as"),
        ("<rdf:RDF", "a.rdf", "is not RDF/XML", "RDF is read as"),
        ("<x:a> <x:b> 1 .".encode("utf-16"), "data.ttl", "is in UTF-16", "save it in UTF-8"),
        ("<x:a> <x:b> 1 .".encode("utf-16-le"), "data.ttl", "is in UTF-16", "save it in UTF-8"),
        ("<x:a> <x:b> 'é' .".encode("latin-1"), "data.ttl", "Invalid UTF-8", "save it in that encoding"),
        (gzip.compress(b"<x:a> <x:b> 1 .", mtime=0), "data.ttl.gz", "is compressed", "unpack it"),
        ("# nothing yet\n", "data.ttl", "holds no statement of RDF", ""),
        ('[{"name": "b"}]', "a.json", "holds no statement of RDF", "only by its @context"),
        (f'<x:a> <x:b> "{"x" * (17 << 20)}" .', "data.nt", "has a term that is too long", "leave it out"),
        ('<?xml version="1.0"?><graphml xmlns="http://g.example/"/>', "a.xml", "its root is <graphml>", ""),
        (
            "<x:a> <x:b> 1 . { <x:a> <x:b> 1 } => { <x:a> <x:b> 2 } .",
            "a.n3",
            "line 1",
            "Notation3 are not RDF",
        ),
        ("<x:a> <x:b> <x:c#d#e> .", "data.nt", "Invalid IRI code point '#'", "RDF is read as"),
    ],
    ids=lambda part: repr(part[:30]),
)
def test_a_wrong_or_broken_file_is_one_clear_error(load, content, name, message, hint):
    with pytest.raises(ImportFileError) as caught:
        load(content, name)

    assert message in caught.value.message
    assert hint in (caught.value.hint or "")
    assert name in caught.value.message


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">',
        '<!ENTITY b SYSTEM "/etc/passwd"><!ENTITY c "&b;">',
        f'<!ENTITY b "{"b" * 2000}">',
    ],
)
def test_entities_of_xml_that_could_explode_are_refused(load, entities):
    """The parser itself would expand them without limit."""
    content = XML.replace("<rdf:RDF", f"<!DOCTYPE x [{entities}]><rdf:RDF", 1).replace("é", "&b;")
    with pytest.raises(ImportFileError, match="has an XML entity that is more than a short text, line 1"):
        load(content, "data.rdf")


def test_entities_of_xml_that_stand_for_a_namespace_are_read(load):
    """As many an ontology has them."""
    content = XML.replace("<rdf:RDF", '<!DOCTYPE rdf:RDF [<!ENTITY x "http://x.example/">]><rdf:RDF', 1)
    lines, _ = load(content.replace('about="http://x.example/a"', 'about="&x;a"'), "data.owl")

    assert lines == ['<http://x.example/a> <http://x.example/b> "é"@fr .\n']


def test_what_needs_the_checks_of_a_fact_file_is_kept_out(load):
    prefix = "@prefix inno: <https://w3id.org/innograph/ontology#> . "
    lines, reading = load(
        f"{prefix} <x:a> inno:perpetrator <x:b> ; a inno:WrongfulConviction ; inno:title 'One' ; inno:tittle 'Two' ."
    )

    assert ["title" in line for line in lines] == [True]
    assert [problem.column for problem in reading.problems] == ["WrongfulConviction", "perpetrator", "tittle"]


@pytest.fixture
def build(tmp_path, facts_folder):
    """The store of small curated facts and one RDF file."""

    def _build(*contents):
        imports = Imports(tmp_path / "imports")
        for number, content in enumerate(contents):
            (tmp_path / f"data-{number}.ttl").write_text(
                "@prefix inno: <https://w3id.org/innograph/ontology#> .\n"
                "@prefix id: <https://w3id.org/innograph/id/> .\n"
                "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n" + content
            )
            imports.add(tmp_path / f"data-{number}.ttl", RDF, quiet)
        return opening.open_with_imports(
            facts_folder(FACTS), str(tmp_path / "stores"), imports.folder, quiet
        )[0]

    return _build


def test_the_file_is_a_passage_and_what_it_says_is_asserted(build):
    store = build("<x:a> <x:b> 'c' ; rdfs:label 'A' .")

    assert values(store, "<x:a> <x:b> ?x") == ["c"]
    assert values(store, "GRAPH ?g { <x:a> <x:b> ?x } GRAPH id:provenance { ?g a inno:Passage }") == ["c"]


def test_a_curated_value_and_label_stand(build):
    store = build("id:case-ann-poe inno:state 'Ohio' ; rdfs:label 'Annie' ; inno:county 'Kings' .")

    assert values(store, "id:case-ann-poe inno:state ?x") == ["Texas"]
    assert values(
        store,
        "id:case-ann-poe rdfs:label ?x".replace("rdfs:label", "<http://www.w3.org/2000/01/rdf-schema#label>"),
    ) == ["Ann Poe case"]
    assert values(store, "id:case-ann-poe inno:county ?x") == ["Kings"]
    assert values(store, "GRAPH ?g { id:case-ann-poe inno:state ?x }") == ["Ohio", "Texas"]


def test_rules_run_over_it(build):
    store = build("<x:film> a inno:Film ; inno:title 'One' .")

    assert "https://w3id.org/innograph/ontology#Work" in values(store, "<x:film> a ?x")
    assert values(store, "<x:film> <https://schema.org/name> ?x") == ["One"]


def test_what_has_no_label_is_named_by_its_iri(build):
    store = build("<urn:isbn:1> inno:title 'One' .")

    assert resolve(store, "urn:isbn:1") == resolve(store, "<urn:isbn:1>") == NamedNode("urn:isbn:1")


def test_a_credit_that_lacks_its_work_or_role_is_shown_as_far_as_it_goes(build):
    ann, role = f"<{ID}ann-poe>", f"<{ID}role/director>"
    store = build(
        f"<{ID}credit/1> inno:person {ann} ; inno:role {role} . <{ID}credit/2> inno:person {ann} ; inno:work <x:film> ."
    )
    answer = describe(store, NamedNode(f"{ID}ann-poe"))
    shown = [row.cells["value"].label for row in answer.rows if row.cells["property"].label == "credit"]
    assert sorted(shown) == ["id:credit/1", "id:credit/2"]


def test_two_files_that_say_the_same_make_no_line_twice(build):
    store = build("<x:a> <x:b> 'c' .", "<x:a> <x:b> 'c' . <x:a> <x:b> 'd' .")
    lines = store.nquads.read_bytes().splitlines()

    assert len(set(lines)) == len(lines) == store.manifest["counts"]["quads"]
    assert len(list(parse(path=str(store.nquads), format=RdfFormat.N_QUADS))) == len(store.oxigraph)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("<> dct:title 'Films' ; dct:publisher 'Acme' ; dct:modified '2025-06-30T10:00:00Z' .", ("Films", "Acme", "2025-06-30")),
        ("x:d a void:Dataset ; dct:publisher [ rdfs:label 'Acme' ] ; dct:issued '2024' .", ("", "Acme", "")),
        ("x:d a void:Dataset ; dct:publisher x:acme . x:acme rdfs:label 'Acme' .", ("", "Acme", "")),
        ("x:d a void:Dataset ; dct:publisher x:acme .", ("", "http://x.example/acme", "")),
        ("x:film dct:title 'Metropolis' ; dct:publisher 'Ufa' ; dct:date '1927-01-10' .", ("", "", "")),
        ("x:d a void:Dataset ; dct:title 'A' . x:e a void:Dataset ; dct:title 'B' .", ("", "", "")),
        ("x:d a void:Dataset .", ("", "", "")),
    ],
)  # fmt: skip
def test_a_file_says_what_it_is(load, said, expected):
    prefixes = (
        "@prefix x: <http://x.example/> . @prefix dct: <http://purl.org/dc/terms/> . "
        "@prefix void: <http://rdfs.org/ns/void#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    )
    _, reading = load(prefixes + said)

    assert (reading.about.title, reading.about.publisher, reading.about.date) == expected


def test_what_the_user_says_of_a_file_comes_first(run, tmp_path, facts_folder, monkeypatch):
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    path = tmp_path / "films.ttl"
    path.write_text(
        "@prefix dct: <http://purl.org/dc/terms/> . <> dct:title 'Films' ; dct:publisher 'Acme' . "
        "<http://x.example/a> <http://x.example/b> 'c' ."
    )
    here = ["--facts", str(facts_folder(FACTS)), "--store", str(tmp_path / "stores")]
    given = ["--publisher", "Film Archive", "--date", "2025-06-30"]
    done = run("import", "rdf", path, *given, "-f", "csv", *here)
    source = "GRAPH id:provenance { ?s a inno:ImportedFile ; rdfs:label ?name ; dcterms:publisher ?by ; dcterms:issued ?day }"

    assert done.stdout.splitlines()[1].startswith("rdf-2025-06-30,rdf,2025-06-30,")
    assert run("query", f"SELECT ?name ?by ?day {{ {source} }}", "-f", "csv", *here).stdout.splitlines() == [
        "name,by,day",
        "Films: rdf-2025-06-30,Film Archive,2025-06-30",
    ]
    assert run("import", "rdf", path, "--date", "soon", *here).exit_code == 2


def test_what_a_file_states_is_no_longer_derived(real_store, tmp_path):
    """Episode 8's director follows by elimination, until a file says so."""
    derived = "GRAPH id:derived { ?s inno:director ?x }"
    (stated,) = real_store.oxigraph.query(
        "PREFIX inno: <https://w3id.org/innograph/ontology#> PREFIX id: <https://w3id.org/innograph/id/> "
        f"CONSTRUCT {{ ?s inno:director ?x }} {{ {derived} }}"
    )
    path = tmp_path / "credits.nt"
    path.write_text(f"{stated} .\n")
    imports = Imports(tmp_path / "imports")
    imports.add(path, RDF, quiet)
    store = opening.open_with_imports(None, None, imports.folder, quiet)[0]

    assert values(real_store, derived) == [stated.object.value]
    assert values(store, derived) == []
    assert values(store, f"{stated.subject} inno:director ?x") == [stated.object.value]
    assert len(store.oxigraph) == store.manifest["counts"]["quads"]
