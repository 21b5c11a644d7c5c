"""The round trip: GraphML of the network → the curated facts that it was made of."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import igraph
import networkx as nx
import pytest
import rustworkx
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests import test_difference as difference
from tests.registry import L8, cells, text

import innograph
from innograph import export, facts, resources
from innograph.dataset import build
from innograph.errors import FactsError, ImportFileError
from innograph.facts.document import read
from innograph.facts.writing import _long, _text, written
from innograph.restoration import restore, restored_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.model import Claim, Event, Facts, Inferred
    from innograph.ontology import Ontology
    from innograph.store import Store

NAMES = {"g": "http://graphml.graphdrawing.org/xmlns"}


@pytest.fixture(scope="module")
def curated(ontology: Ontology) -> Facts:
    """The curated facts, as they stand in the fact files."""
    return facts.load(resources.facts(), ontology)


@pytest.fixture(scope="module")
def graphml(real_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graphml") / "network.graphml"
    path.write_bytes(b"".join(export.drawing(real_store, "graphml")))
    return path


@pytest.fixture(scope="module")
def toy_graphml(toy_store: Store) -> bytes:
    return b"".join(export.drawing(toy_store, "graphml"))


def _claim(claim: Claim) -> tuple[object, ...]:
    """All that a claim says, apart from places and from why reviewed passages support it."""
    citations = frozenset(citation.passage for citation in claim.citations)
    inferred = _inferred(claim.inferred) if claim.inferred else None
    stated = (claim.subject, claim.relation, claim.value, claim.is_credit, claim.scope)
    return (*stated, claim.rank, claim.reason, citations, inferred)


def _inferred(inferred: Inferred) -> tuple[object, ...]:
    premises = frozenset((each.subject, each.relation, each.value) for each in inferred.premises)
    return inferred.name, inferred.reasoning, premises


def _event(event: Event) -> tuple[object, ...]:
    return event.id, event.class_name, event.case, frozenset(each.passage for each in event.citations)


def _of_nodes(known: Facts, restored: Facts) -> set[tuple[object, ...]]:
    """The claims of a folder about what was restored, and about its events."""
    about = {*restored.entities, *restored.events}
    return {_claim(claim) for claim in known.claims if claim.subject in about}


def _assert_all_is_back(path: Path, curated: Facts, ontology: Ontology) -> None:
    """Hold what a file gives against the fact files, claim for claim by its evidence."""
    with path.open("rb") as file:
        restored = restore(file, path.name, ontology)
    assert restored.findings == []
    back = restored.facts
    assert {_claim(claim) for claim in back.claims} == _of_nodes(curated, back)
    assert {_event(event) for event in back.events.values()} == {
        _event(event) for event in curated.events.values()
    }
    described = {name: (e.class_name, e.label, e.former_ids) for name, e in back.entities.items()}
    known = {name: (e.class_name, e.label, e.former_ids) for name, e in curated.entities.items()}
    assert described.items() <= known.items()
    assert len(back.claims) > 1_800
    left = {known[name][0] for name in known.keys() - described.keys()}
    assert "Person" not in left
    assert not left & {"Case", "Film", "Episode", "Series", "Theme"}


# The whole graph, and other programs


def test_the_curated_facts_come_back(graphml: Path, curated: Facts, ontology: Ontology) -> None:
    _assert_all_is_back(graphml, curated, ontology)


@pytest.mark.parametrize("flavor", ["gephi", "yed"])
def test_they_come_back_from_each_flavor(
    real_store: Store, curated: Facts, ontology: Ontology, flavor: str, tmp_path: Path
) -> None:
    path = tmp_path / "network.graphml"
    path.write_bytes(b"".join(export.drawing(real_store, "graphml", flavor)))
    _assert_all_is_back(path, curated, ontology)


def _by_networkx(given: Path, made: Path) -> None:
    nx.write_graphml(nx.read_graphml(given, force_multigraph=True), made)


def _by_igraph(given: Path, made: Path) -> None:
    igraph.Graph.Read_GraphML(str(given)).write_graphml(str(made))


def _by_rustworkx(given: Path, made: Path) -> None:
    rustworkx.write_graphml(rustworkx.read_graphml(str(given))[0], str(made))


@pytest.mark.parametrize("program", [_by_networkx, _by_igraph, _by_rustworkx])
def test_they_come_back_after_another_program(
    graphml: Path, curated: Facts, ontology: Ontology, program: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    program(graphml, tmp_path / "again.graphml")
    _assert_all_is_back(tmp_path / "again.graphml", curated, ontology)


def test_they_come_back_after_graphology(
    graphml: Path, curated: Facts, ontology: Ontology, graphology: Callable[[str, Path], dict[str, Any]],
    tmp_path: Path,
) -> None:  # fmt: skip
    """It reads GraphML and writes none: what it holds is written by networkx."""
    held = graphology("graphml", graphml)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((node["key"], node["attributes"]) for node in held["nodes"])
    for edge in held["edges"]:
        graph.add_edge(edge["source"], edge["target"], edge["key"], **edge["attributes"])
    nx.write_graphml(graph, tmp_path / "again.graphml")
    _assert_all_is_back(tmp_path / "again.graphml", curated, ontology)


def test_what_is_restored_passes_every_check(
    graphml: Path, run: Callable[..., Result], tmp_path: Path
) -> None:
    for name in resources.NAME_LISTS:
        shutil.copy(resources.facts() / name, tmp_path / name)
    made = run("facts-from-graphml", graphml, "-o", tmp_path / "facts.yaml")
    assert made.exit_code == 0, made.stderr
    assert "restored 359 entities" in made.stderr
    assert "9 edges left out that follow by rule from others" in made.stderr
    assert "statistics and remarks" in made.stderr
    checked = run("check", "--facts", tmp_path)
    assert checked.stdout.startswith("no findings in 1,7"), checked.stdout


def test_with_what_is_no_node_it_builds_the_same_graph(
    graphml: Path, curated: Facts, ontology: Ontology, tmp_path: Path
) -> None:
    for path in resources.facts().iterdir():
        if path.suffix != ".yaml":
            shutil.copy(path, tmp_path / path.name)
    with graphml.open("rb") as file:
        restored = restored_facts(file, graphml.name, resources.facts())
    (tmp_path / "restored.yaml").write_text(restored.text, encoding="utf-8")
    for path in resources.facts().glob("*.yaml"):
        rest = _without(yaml.load(path.read_bytes(), yaml.BaseLoader), restored.facts)  # noqa: S506  # texts only
        (tmp_path / path.name).write_text(yaml.safe_dump(rest, allow_unicode=True), encoding="utf-8")
    again = facts.load(tmp_path, ontology)
    assert build(again, ontology).nquads == build(curated, ontology).nquads
    assert {(_claim(c), frozenset(c.reviewed)) for c in again.claims} == {
        (_claim(c), frozenset(c.reviewed)) for c in curated.claims
    }


def _without(document: dict[str, Any], restored: Facts) -> dict[str, Any]:
    """A fact file without the entities and sources that were restored."""
    known = {*restored.entities, *restored.sources}
    sections = {
        section: {name: entity for name, entity in entities.items() if name not in known}
        for section, entities in document.items()
    }
    return {section: entities for section, entities in sections.items() if entities}


def test_python_gives_the_same(graphml: Path, run: Callable[..., Result]) -> None:
    restored = innograph.facts_from_graphml(graphml)
    assert restored.text == run("facts-from-graphml", graphml).stdout
    assert restored.findings == ()
    assert any("sources cited" in note for note in restored.notes)
    with pytest.raises(ImportFileError, match="cannot be read"):
        innograph.facts_from_graphml(graphml.parent / "none.graphml")


# Deprecated claims, former ids, scopes: what the toy facts have


def test_the_traps_of_the_toy_facts_come_back(toy_graphml: bytes, ontology: Ontology) -> None:
    from tests.conftest import TOY

    known = facts.load(TOY, ontology)
    back = restore(io.BytesIO(toy_graphml), "toy", ontology).facts
    assert {_claim(claim) for claim in back.claims} == _of_nodes(known, back)
    assert {claim.rank for claim in back.claims} == {"preferred", "normal", "deprecated"}
    assert {each.id: each.former_ids for each in back.entities.values()} == {
        each.id: each.former_ids for each in known.entities.values() if each.id in back.entities
    }


ODD = """
people:
  one: {label: "One: a \\"person\\" #1", was: [uno, eins/zwei]}
  two: {label: "yes"}
films:
  film:
    label: 2001
    title: {value: 2001, sources: [page]}
    alias:
      - {value: "007", sources: [page]}
      - {value: "no", sources: [page]}
      - {value: "a & b < c > d ]]> ' - {x: y}", sources: [page, lines#3]}
      - {value: "ends with a colon:", sources: [page], rank: deprecated, reason: Wrong - and "so".}
    runtimeMinutes: {about: 50, within: 5, sources: [page]}
    credits:
      editor: {value: two, sources: [page]}
      director:
        - {value: one, sources: [lines#3]}
        - {value: one, sources: [page], scope: "one half, (the first)"}
        - {value: two, sources: [page], rank: deprecated, reason: He was somewhere else., scope: part}
publishers:
  press: {label: Press}
sources:
  page: {publisher: press, kind: article}
  lines:
    publisher: press
    kind: review
    locator: line
    lines: {"3": aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    (folder / "facts.yaml").write_text(ODD, encoding="utf-8")
    return folder


def test_odd_texts_scopes_former_ids_and_deprecated_credits_come_back(odd: Path, ontology: Ontology) -> None:
    from innograph.opening import open_current

    store = open_current(odd, str(odd / "store"), print)[0]
    graphml = b"".join(export.drawing(store, "graphml"))
    known = facts.load(odd, ontology)
    restored = restored_facts(io.BytesIO(graphml), "odd", odd)
    assert restored.findings == ()
    (odd / "facts.yaml").write_text(restored.text, encoding="utf-8")
    again = facts.load(odd, ontology)
    assert build(again, ontology).nquads == build(known, ontology).nquads
    assert {_claim(claim) for claim in again.claims} == {_claim(claim) for claim in known.claims}
    assert again.entities["one"].former_ids == ("eins/zwei", "uno")


def test_what_imports_state_is_left_out_and_counted(
    run: Callable[..., Result], facts_folder: Callable[[str], Path], ontology: Ontology, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    folder = facts_folder(difference.FACTS % ("Ann Poe", "Texas"))
    rows = (cells(L8, **row) for row in difference.NEW)
    (tmp_path / "new.csv").write_text(text(L8, *rows), encoding="utf-8")
    place = ("--facts", folder)
    assert run("import", "nre", tmp_path / "new.csv", *place).exit_code == 0
    graphml = run("export", "-f", "graphml", *place).stdout_bytes
    assert b"Zoe Noe" in graphml
    assert b"&quot;imported&quot;" in graphml or b'"imported":true' in graphml
    restored = restore(io.BytesIO(graphml), "network", ontology)
    assert restored.findings == []
    assert restored.left_out["rest on imports alone"] > 2
    known = facts.load(folder, ontology)
    assert {_claim(claim) for claim in restored.facts.claims} == _of_nodes(known, restored.facts)
    assert sorted(restored.facts.entities) == ["ann-poe", "case-ann-poe"]


# Files that were edited


def _edited(given: bytes, edit: Callable[[etree._Element], None]) -> io.BytesIO:
    root = etree.fromstring(given)
    edit(root)
    return io.BytesIO(etree.tostring(root))


def _node(root: etree._Element, entity: str) -> etree._Element:
    (found,) = root.iterfind(f".//g:node[@id='{entity}']", NAMES)
    return found


def _said(element: etree._Element, key: str) -> etree._Element:
    found = element.find(f"g:data[@key='{key}']", NAMES)
    assert found is not None
    return found


def _messages(file: io.BytesIO, ontology: Ontology) -> tuple[list[str], Facts]:
    restored = restore(file, "network.graphml", ontology)
    for finding in restored.findings:
        assert str(finding.place).startswith("network.graphml:")
        assert finding.hint
    return [finding.message for finding in restored.findings], restored.facts


def test_ids_order_namespaces_and_other_attributes_do_not_matter(
    toy_graphml: bytes, ontology: Ontology
) -> None:
    """As Gephi writes: columns of its own, no edge ids, keys named anew and in another order."""

    def edit(root: etree._Element) -> None:
        names = {key.get("id", ""): f"column{at}" for at, key in enumerate(root.iterfind("g:key", NAMES))}
        for element in root.iter("{*}key", "{*}data"):
            attribute = "id" if element.tag.endswith("}key") else "key"
            element.set(attribute, names[element.get(attribute, "")])
        for element in [*root.iter("{*}node", "{*}edge")]:
            element.attrib.pop("label", None)
            if element.tag.endswith("}edge"):
                element.attrib.pop("id")
            element[:] = reversed(element)
        keys = root.findall("g:key", NAMES)
        for key in keys:
            root.remove(key)
        extra = etree.Element(f"{{{NAMES['g']}}}key", {"id": "r", "for": "node", "attr.name": "r"})
        etree.SubElement(extra, f"{{{NAMES['g']}}}default").text = "153"
        root[:0] = [extra, *reversed(keys)]
        for node in root.iterfind(".//g:node", NAMES):
            etree.SubElement(node, f"{{{NAMES['g']}}}data", key="unknown").text = "x"

    given_file = _edited(toy_graphml, edit)
    plain = given_file.getvalue().replace(f'xmlns="{NAMES["g"]}"'.encode(), b"")
    expected = {_claim(claim) for claim in restore(io.BytesIO(toy_graphml), "toy", ontology).facts.claims}
    for file in (given_file, io.BytesIO(plain), io.BytesIO(plain.decode().encode("utf-16"))):
        messages, back = _messages(file, ontology)
        assert messages == []
        assert {_claim(claim) for claim in back.claims} == expected


def test_nodes_in_a_group_are_read_and_the_group_is_kept_out(toy_graphml: bytes, ontology: Ontology) -> None:
    def edit(root: etree._Element) -> None:
        graph = root.find("g:graph", NAMES)
        assert graph is not None
        group = etree.SubElement(graph, f"{{{NAMES['g']}}}node", id="group")
        inner = etree.SubElement(group, f"{{{NAMES['g']}}}graph", edgedefault="directed")
        inner.extend(graph.findall("g:node", NAMES)[:5])

    messages, back = _messages(_edited(toy_graphml, edit), ontology)
    assert [message.partition(":")[0] for message in messages] == ["node 'group' is kept out"]
    assert len(back.claims) == len(restore(io.BytesIO(toy_graphml), "toy", ontology).facts.claims)


def test_what_was_added_without_evidence_is_kept_out(toy_graphml: bytes, ontology: Ontology) -> None:
    def edit(root: etree._Element) -> None:
        graph = root.find("g:graph", NAMES)
        assert graph is not None
        etree.SubElement(graph, f"{{{NAMES['g']}}}node", id="n1")
        ends = {"source": "case-alpha", "target": "judge-one"}
        etree.SubElement(graph, f"{{{NAMES['g']}}}edge", ends)
        etree.SubElement(graph, f"{{{NAMES['g']}}}edge", {**ends, "id": "x", "source": "n1"})

    messages, back = _messages(_edited(toy_graphml, edit), ontology)
    assert messages == [
        "node 'n1' is kept out: it has no 'uri' of innograph's, so it was added elsewhere",
        "edge from 'case-alpha' to 'judge-one' is kept out: it has no evidence",
        "edge 'x' from 'n1' to 'judge-one' is kept out: it has no evidence",
    ]
    assert len(back.claims) == len(restore(io.BytesIO(toy_graphml), "toy", ontology).facts.claims)


def test_an_edge_that_was_moved_is_kept_out(toy_graphml: bytes, ontology: Ontology) -> None:
    def edit(root: etree._Element) -> None:
        edges = root.iterfind(".//g:edge", NAMES)
        moved = next(e for e in edges if _said(e, "e_fact").text == "case-alpha exoneree exoneree-alpha")
        moved.set("target", "judge-one")

    messages, back = _messages(_edited(toy_graphml, edit), ontology)
    assert messages == [
        next(
            m
            for m in messages
            if "it was moved: its evidence is for 'case-alpha exoneree exoneree-alpha'" in m
        )
    ]
    assert not [c for c in back.claims if (c.subject, c.relation) == ("case-alpha", "exoneree")]


def test_changed_labels_and_types_are_reported_and_not_taken(toy_graphml: bytes, ontology: Ontology) -> None:
    def edit(root: etree._Element) -> None:
        _said(_node(root, "judge-one"), "n_label").text = "Somebody Else"
        _said(_node(root, "case-alpha"), "n_type").text = "Film"

    messages, back = _messages(_edited(toy_graphml, edit), ontology)
    assert sorted(messages) == [
        "the label of judge-one was changed to 'Somebody Else'",
        "the type of case-alpha was changed to 'Film'",
    ]
    assert back.entities["judge-one"].label != "Somebody Else"
    assert back.entities["case-alpha"].class_name == "Case"


def test_a_node_with_the_evidence_of_another_is_kept_out(toy_graphml: bytes, ontology: Ontology) -> None:
    def edit(root: etree._Element) -> None:
        _said(_node(root, "judge-one"), "n_evidence").text = _said(
            _node(root, "case-alpha"), "n_evidence"
        ).text

    messages, back = _messages(_edited(toy_graphml, edit), ontology)
    assert "node 'judge-one' is kept out: its evidence is that of case-alpha" in messages
    assert "judge-one" not in back.entities


def test_a_copy_of_a_node_is_kept_out(toy_graphml: bytes, ontology: Ontology) -> None:
    def edit(root: etree._Element) -> None:
        original = _node(root, "judge-one")
        copy = etree.fromstring(etree.tostring(original))
        copy.set("id", "copy")
        parent = original.getparent()
        assert parent is not None
        parent.append(copy)

    messages, _ = _messages(_edited(toy_graphml, edit), ontology)
    assert messages == ["node 'copy' is kept out: another node is judge-one already"]


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("e_evidence", "{", "its evidence is not JSON"),
        ("e_evidence", '{"a": 1}', "its evidence is not a list of objects"),
        ("e_evidence", "[1]", "its evidence is not a list of objects"),
        ("e_evidence", "[" * 100_000, "its evidence is not JSON"),
        ("e_evidence", "[]", "no passage in its evidence states it"),
        ("e_evidence", '[{"passage": "x", "source": 1}]', "'source' is no text"),
        ("e_fact", "case-alpha", "it was moved"),
    ],
)
def test_broken_evidence_is_kept_out(
    toy_graphml: bytes, ontology: Ontology, key: str, text: str, problem: str
) -> None:
    def edit(root: etree._Element) -> None:
        edge = root.find(".//g:edge", NAMES)
        assert edge is not None
        _said(edge, key).text = text

    messages, _ = _messages(_edited(toy_graphml, edit), ontology)
    assert len(messages) == 1
    assert problem in messages[0]


def _with_first_entry(graphml: bytes, changes: dict[str, Any]) -> io.BytesIO:
    def edit(root: etree._Element) -> None:
        data = _said(_node(root, "judge-one"), "n_evidence")
        entries = json.loads(data.text or "")
        entries[0] |= changes
        data.text = json.dumps(entries)

    return _edited(graphml, edit)


@pytest.mark.parametrize("changes", [{"class": 7}, {"label": ["x"]}, {"was": "x"}, {"entity": None}])
def test_an_entity_that_cannot_be_read_is_kept_out(
    toy_graphml: bytes, ontology: Ontology, changes: dict[str, Any]
) -> None:
    messages, back = _messages(_with_first_entry(toy_graphml, changes), ontology)
    assert messages[0].startswith("node 'judge-one' is kept out: ")
    assert "judge-one" not in back.entities


@pytest.mark.parametrize("changes", [{"class": "Wizard"}, {"label": ""}, {"label": "a\tb"}, {"was": ["A B"]}])
def test_an_entity_that_is_none_is_refused(
    toy_graphml: bytes, ontology: Ontology, changes: dict[str, Any]
) -> None:
    with pytest.raises(FactsError) as raised:
        restore(_with_first_entry(toy_graphml, changes), "network.graphml", ontology)
    assert str(raised.value.findings[0].place).startswith("network.graphml:")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"property": "magic"}, "unknown property of Case"),
        ({"value": "x", "datatype": "xsd:integer", "property": "yearsLost"}, "is not a number"),
        ({"sources": ["no citation"]}, "is not a citation"),
        ({"sources": []}, "a fact without a source"),
        ({"rank": "best"}, "unknown rank"),
        ({"event": "party/1"}, "unknown kind of event"),
        ({"property": "yearsLost", "value": "5±1", "datatype": "approximateInteger"}, "no approximate value"),
    ],
)
def test_a_claim_that_is_no_fact_is_refused_with_its_place(
    toy_graphml: bytes, ontology: Ontology, changes: dict[str, Any], problem: str
) -> None:
    def edit(root: etree._Element) -> None:
        data = _said(_node(root, "case-alpha"), "n_evidence")
        entries = json.loads(data.text or "")
        entries.append({"property": "state", "value": "Ohio", "sources": ["x"]} | changes)
        data.text = json.dumps(entries)

    with pytest.raises(FactsError) as raised:
        restore(_edited(toy_graphml, edit), "network.graphml", ontology)
    lines = [line for finding in raised.value.findings for line in finding.lines()]
    assert any(problem in line for line in lines), lines
    assert lines[0].startswith("network.graphml:")


# Files that are no GraphML of ours

GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
NODE_KEY = '<key id="u" for="node" attr.name="uri" attr.type="string"/>'
LOOP = '<node id="a"/><edge source="a" target="a"/>'
KEYS = (
    f"{NODE_KEY}"
    '<key id="f" for="all" attr.name="fact" attr.type="string"/>'
    '<key id="e" for="all" attr.name="evidence" attr.type="string"/>'
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not XML: no element found"),
        ("hello", "not XML: syntax error"),
        ("<html/>", "the file is no GraphML: it starts with <html>"),
        (f"{GRAPHML}<graph>", "not XML: no element found"),
        (f"{GRAPHML}</graphml>", "has no nodes"),
        (f'{GRAPHML}<graph><node id="a"/></graph></graphml>', "its nodes have no attribute 'uri'"),
        (f"{GRAPHML}{KEYS}<graph><node/></graph></graphml>", "a node has no id"),
        (
            f'{GRAPHML}{KEYS}<graph><node id="a"/><node id="a"/></graph></graphml>',
            "node id 'a' is given twice",
        ),
        (f"{GRAPHML}{KEYS}<graph><hyperedge/></graph></graphml>", "a hyperedge"),
        (f"{GRAPHML}{NODE_KEY}<graph>{LOOP}</graph></graphml>", "its edges have no attribute 'fact'"),
        ('<!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><g>&b;</g>', "the file declares entities"),
        ('<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/passwd">]><g>&a;</g>', "the file declares entities"),
        ('<?xml version="1.0" encoding="klingon"?><graphml/>', "unknown encoding"),
        ("<graphml>\x00</graphml>", "not XML"),
    ],
)
def test_what_is_no_graphml_of_ours_is_refused_with_place_and_remedy(
    ontology: Ontology, text: str, problem: str
) -> None:
    with pytest.raises(ImportFileError) as raised:
        restore(io.BytesIO(text.encode()), "odd.graphml", ontology)
    assert problem in raised.value.message
    assert raised.value.message.startswith("odd.graphml")
    assert raised.value.hint


def test_the_command_refuses_in_one_line(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "x.graphml").write_text("<graphml>", encoding="utf-8")
    result = run("facts-from-graphml", tmp_path / "x.graphml", "-o", tmp_path / "facts.yaml")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert not (tmp_path / "facts.yaml").exists()
    assert run("facts-from-graphml", tmp_path / "none.graphml").exit_code == 2
    assert run("facts-from-graphml", tmp_path).exit_code == 2


def test_it_reads_standard_input_and_the_sources_of_another_folder(
    run: Callable[..., Result], toy_graphml: bytes, tmp_path: Path
) -> None:
    from tests.conftest import TOY

    result = run("facts-from-graphml", "-", "--facts", TOY, input=toy_graphml)
    assert result.exit_code == 0, result.stderr
    assert "\nsources:\n" in result.stdout
    assert "described nowhere" not in result.stderr
    elsewhere = run("facts-from-graphml", "-", input=toy_graphml)
    assert "described nowhere: " in elsewhere.stderr


def test_without_evidence_on_nodes_the_edges_are_restored(toy_graphml: bytes, ontology: Ontology) -> None:
    def edit(root: etree._Element) -> None:
        for data in [
            *root.iterfind(".//g:data[@key='n_evidence']", NAMES),
            *root.iterfind("g:key[@id='n_evidence']", NAMES),
        ]:
            parent = data.getparent()
            assert parent is not None
            parent.remove(data)

    restored = restore(_edited(toy_graphml, edit), "view", ontology)
    assert (restored.findings, restored.has_claims) == ([], False)
    full = restore(io.BytesIO(toy_graphml), "toy", ontology).facts
    assert {c.relation for c in restored.facts.claims} < {c.relation for c in full.claims}
    assert {e.id: e.class_name for e in restored.facts.entities.values()}.items() <= {
        e.id: e.class_name for e in full.entities.values()
    }.items()
    assert {_claim(c) for c in restored.facts.claims} <= {_claim(c) for c in full.claims}


# Writing facts


def test_all_facts_are_the_same_when_written_and_read(
    curated: Facts, ontology: Ontology, tmp_path: Path
) -> None:
    for name in resources.NAME_LISTS:
        shutil.copy(resources.facts() / name, tmp_path / name)
    (tmp_path / "facts.yaml").write_text(written(curated, ontology), encoding="utf-8")
    again = facts.load(tmp_path, ontology)
    assert build(again, ontology).nquads == build(curated, ontology).nquads
    assert written(again, ontology) == written(curated, ontology)


@given(st.text(min_size=1).filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text)))
def test_any_text_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, given_text: str
) -> None:
    path = tmp_path_factory.mktemp("text") / "facts.yaml"
    for words in (given_text, f"{given_text} and {'more words ' * 12}end"):
        long = _long(words)
        block = long if isinstance(long, str) else "\n    ".join(long)
        path.write_text(
            f"a:\n  - {_text(words)}\n  - [{_text(words)}]\n  - {block}\n", encoding="utf-8", newline=""
        )
        findings: list[Any] = []
        document = read(path, path.name, findings)
        assert findings == []
        assert document is not None
        items = document.entries[0][1].items  # type: ignore[union-attr]
        assert [items[0].text, items[1].items[0].text, items[2].text] == [words] * 3  # type: ignore[union-attr]
