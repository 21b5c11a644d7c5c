from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple, parse

from innograph import export, resources
from innograph.export import EVIDENCE, RDF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.store import Store

SYNTAXES = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "json-ld": RdfFormat.JSON_LD,
    "rdf-xml": RdfFormat.RDF_XML,
}
OF_TRIPLES = ("turtle", "ntriples", "rdf-xml")
OF_QUADS = ("nquads", "trig", "json-ld")


@pytest.fixture(scope="module")
def written(real_store: Store) -> dict[str, bytes]:
    return {name: b"".join(export.rdf(real_store, name)) for name in RDF}


def _statements(data: bytes, output_format: str) -> Counter[str]:
    return Counter(map(str, parse(data, format=SYNTAXES[output_format])))


@pytest.mark.parametrize("output_format", OF_TRIPLES)
def test_triples_are_exactly_the_default_graph(
    real_store: Store, written: dict[str, bytes], output_format: str
) -> None:
    expected = Counter(map(str, real_store.oxigraph.quads_for_pattern(None, None, None, DefaultGraph())))
    assert _statements(written[output_format], output_format) == expected
    assert expected.total() > 1000


@pytest.mark.parametrize("output_format", OF_QUADS)
def test_quads_are_the_whole_store(real_store: Store, written: dict[str, bytes], output_format: str) -> None:
    assert _statements(written[output_format], output_format) == Counter(map(str, real_store.oxigraph))


def test_nquads_are_the_stored_file(real_store: Store, written: dict[str, bytes]) -> None:
    assert written["nquads"] == real_store.nquads.read_bytes()


def test_nquads_and_ntriples_are_sorted_lines(written: dict[str, bytes]) -> None:
    for name in ("nquads", "ntriples"):
        lines = written[name].splitlines()
        assert lines == sorted(set(lines))


def test_no_statement_has_a_blank_node(written: dict[str, bytes]) -> None:
    assert b" _:" not in written["nquads"]
    assert not written["nquads"].startswith(b"_:")


def test_rdflib_reads_the_same_turtle(written: dict[str, bytes]) -> None:
    """The second opinion on our Turtle."""
    turtle = rdflib.Graph().parse(data=written["turtle"], format="turtle")
    ntriples = rdflib.Graph().parse(data=written["ntriples"], format="nt")
    assert set(turtle) == set(ntriples)
    assert len(turtle) == written["ntriples"].count(b"\n")


def test_rdflib_reads_the_same_rdf_xml(written: dict[str, bytes]) -> None:
    read = rdflib.Graph().parse(data=written["rdf-xml"], format="xml")
    assert set(read) == set(rdflib.Graph().parse(data=written["ntriples"], format="nt"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_the_same_json_ld(toy_store: Store) -> None:
    """The default graph and every named graph."""
    ours, theirs = rdflib.Dataset(), rdflib.Dataset()
    theirs.parse(data=b"".join(export.rdf(toy_store, "json-ld")), format="json-ld")
    ours.parse(data=b"".join(export.rdf(toy_store, "nquads")), format="nquads")
    assert set(theirs.quads()) == set(ours.quads())
    assert len(ours) > 100


def test_turtle_uses_our_prefixes(written: dict[str, bytes]) -> None:
    text = written["turtle"].decode()
    assert "@prefix inno: <https://w3id.org/innograph/ontology#> ." in text
    assert "id:episode-7 " in text
    assert "inno:runtimeMinutes 86" in text


def test_a_rival_that_is_not_asserted_stands_in_its_passage_alone(written: dict[str, bytes]) -> None:
    rival = "<https://w3id.org/innograph/id/episode-7> <https://w3id.org/innograph/ontology#runtimeMinutes>"
    values = '"{}"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert f"{rival} {values.format(86)} .\n" in written["nquads"].decode()
    assert f"{rival} {values.format(81)} <" in written["nquads"].decode()
    assert f"{rival} {values.format(81)} .\n" not in written["nquads"].decode()


@pytest.mark.parametrize("output_format", sorted(RDF))
def test_the_command_writes_the_same_bytes_to_a_file_and_to_standard_output(
    run: Callable[..., Result], tmp_path: Path, written: dict[str, bytes], output_format: str
) -> None:
    finished = run("export", "-f", output_format, "-o", tmp_path / "file")
    assert (finished.exit_code, finished.output) == (0, "")
    assert (tmp_path / "file").read_bytes() == written[output_format]
    assert run("export", "-f", output_format).stdout_bytes == written[output_format]


def test_every_build_writes_the_same_bytes(tmp_path: Path, written: dict[str, bytes]) -> None:
    """Built anew under two hash seeds, in another time zone and locale."""
    built = []
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "INNOGRAPH_CACHE": str(tmp_path / seed),
            "TZ": "Asia/Tokyo",
            "LC_ALL": "C",
        }
        for output_format in RDF:
            target = tmp_path / f"{seed}.{output_format}"
            command = ["export", "-f", output_format, "-o", str(target), "--facts", str(resources.facts())]
            subprocess.run([sys.executable, "-m", "innograph", *command], check=True, env=environment)
        built.append({name: (tmp_path / f"{seed}.{name}").read_bytes() for name in RDF})
    assert built == [written, written]


# What asserted statements rest on

RDF_NS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PROVENANCE = "https://w3id.org/innograph/id/provenance"
RELATIONS = {
    "http://www.w3.org/ns/prov#wasDerivedFrom": "rests on",
    "http://purl.org/dc/terms/isPartOf": "is part of",
}


def _graphs_by_statement(store: Store) -> dict[Triple, set[tuple[str, str]]]:
    """For each asserted triple, the graphs it rests on and the sets it is part of, as the store has it."""
    asserted = {
        quad.triple: set[tuple[str, str]]() for quad in store.oxigraph.quads_for_pattern(None, None, None, DefaultGraph())
    }  # fmt: skip
    for quad in store.oxigraph:
        if quad.triple in asserted and isinstance(quad.graph_name, NamedNode):
            name = quad.graph_name.value
            is_set = name.endswith(("/premises", "/derived", "/disputed"))
            if name != PROVENANCE:
                asserted[quad.triple].add(("is part of" if is_set else "rests on", name))
    return asserted


def _is_about_a_statement(triple: Triple) -> bool:
    return str(triple.subject).startswith("<https://w3id.org/innograph/id/statement/")


def _said(triples: list[Triple], evidence: str) -> dict[Triple, set[tuple[str, str]]]:
    """The same, read back from an export."""
    by_name: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if _is_about_a_statement(triple):
            by_name[str(triple.subject)][triple.predicate.value].append(triple.object)
    parts = ("subject", "predicate", "object")
    return {
        known[f"{RDF_NS}reifies"][0] if evidence == "rdf12" else Triple(*(known[RDF_NS + part][0] for part in parts)): {
            (words, graph.value) for relation, words in RELATIONS.items() for graph in known[relation]
        }
        for known in by_name.values()
    }  # fmt: skip


@pytest.mark.parametrize("evidence", EVIDENCE)
@pytest.mark.parametrize("output_format", OF_TRIPLES)
def test_evidence_says_what_each_asserted_statement_rests_on(
    toy_store: Store, output_format: str, evidence: str
) -> None:
    data = b"".join(export.rdf(toy_store, output_format, evidence))
    triples = [quad.triple for quad in parse(data, format=SYNTAXES[output_format])]
    expected = _graphs_by_statement(toy_store)
    assert _said(triples, evidence) == expected
    assert all(expected.values())
    provenance = toy_store.oxigraph.quads_for_pattern(None, None, None, NamedNode(PROVENANCE))
    plain = {triple for triple in triples if not _is_about_a_statement(triple)}
    assert plain == expected.keys() | {quad.triple for quad in provenance}
    assert len(triples) == len(set(triples))


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_evidence_has_no_blank_nodes_and_is_sorted(real_store: Store, evidence: str) -> None:
    lines = b"".join(export.rdf(real_store, "ntriples", evidence)).splitlines()
    assert lines == sorted(set(lines))
    assert not [line for line in lines if line.startswith(b"_:") or b" _:" in line]


def test_reification_is_plain_rdf_that_rdflib_queries(toy_store: Store) -> None:
    graph = rdflib.Graph().parse(
        data=b"".join(export.rdf(toy_store, "turtle", "reification")), format="turtle"
    )
    found = graph.query(
        """SELECT ?statement ?source {
            ?statement a rdf:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; prov:wasDerivedFrom ?passage .
            ?passage a inno:Passage ; prov:wasDerivedFrom ?source . ?s ?p ?o }""",
        initNs={"inno": "https://w3id.org/innograph/ontology#", "prov": "http://www.w3.org/ns/prov#"},
    )
    assert len(found) > 10


@pytest.mark.parametrize("output_format", OF_QUADS)
def test_formats_with_named_graphs_take_no_evidence(run: Callable[..., Result], output_format: str) -> None:
    finished = run("export", "-f", output_format, "--evidence", "rdf12")
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert f"{output_format} takes no --evidence" in finished.stderr
