"""Stored imports and the store that holds them beside the curated facts."""

from __future__ import annotations

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, parse
from rdflib import SH, BNode, Graph, URIRef
from tests.registry import L7, L8, cells, text

from innograph import opening, resources, validation
from innograph.dataset import Dataset
from innograph.errors import ImportFileError, StoreError, UnknownNameError
from innograph.imports import building as importing
from innograph.imports import kinds
from innograph.imports.rows import Fact, Row
from innograph.imports.storage import Import, Imports
from innograph.imports.subjects import Judged, Subjects
from innograph.model import Value
from innograph.store import Store

NRE = kinds.KINDS["nre"]
FACTS = """\
people:
  ann-poe: {label: Ann Poe}
cases:
  case-ann-poe:
    label: Ann Poe case
    exoneree: {value: ann-poe, sources: [page]}
    state: {value: Texas, sources: [page]}
    ageAtCrime: {value: 30, sources: [page]}
    events:
      wrongful-conviction/1:
        date: {value: 1991-05-06, sources: [page]}
      exoneration/1:
        date: {value: 1999, sources: [page]}
organizations:
  national-registry-of-exonerations: {label: National Registry of Exonerations}
sources:
  registry: {publisher: national-registry-of-exonerations, kind: dataset}
  page: {publisher: national-registry-of-exonerations, kind: article}
"""
ANN = cells(
    L7, last_name="Poe", first_name="Ann", state="Texas", worst_crime_display="Murder", age="31", fc="FC",
    date_of_1st_conviction="5/6/1991", date_of_exoneration="7/8/1999", posting_date="1/2/2020",
)  # fmt: skip
BOB = cells(
    L7, last_name="Doe", first_name="Bob", state="Ohio", worst_crime_display="Theft", age="20",
    date_of_1st_conviction="5/6/2001", date_of_exoneration="7/8/2009", posting_date="1/3/2020",
)  # fmt: skip
NEWER_BOB = cells(
    L8, id="9", name="Robert Doe", state="Ohio", worst_crime_display="Fraud", age_at_crime_years="20",
    date_of_1st_convic="2001-05-06", date_of_exon="2009-07-08", posting_date="2026-01-03", dna="No",
)  # fmt: skip


def quiet(*_: object) -> None:
    """Tell nobody."""


@pytest.fixture
def imports(tmp_path) -> Imports:
    return Imports(tmp_path / "imports")


@pytest.fixture
def write(tmp_path):
    """Write a file and return its path."""

    def _write(content, name="export.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


@pytest.fixture
def build(tmp_path, facts_folder, imports):
    """Build the store of small curated facts and all imports, and return it."""

    def _build(subjects=None):
        curated = opening.open_current(facts_folder(FACTS), str(tmp_path / "stores"), quiet)[0]
        target = tmp_path / "stores" / str(len(list((tmp_path / "stores").iterdir())))
        importing.build(curated, imports.all(), subjects or Subjects(), target, "digest", quiet)
        return Store(target)

    return _build


def values(store: Store, pattern: str) -> list[str]:
    """The texts of ``?x`` in a pattern, sorted, each once."""
    prefixes = (
        "PREFIX inno: <https://w3id.org/innograph/ontology#> PREFIX id: <https://w3id.org/innograph/id/> "
    )
    found = store.oxigraph.query(f"{prefixes} SELECT ?x {{ {pattern} }}")
    assert isinstance(found, QuerySolutions)
    return sorted({row["x"].value for row in found})


def test_a_row_survives_its_line():
    row = Row(
        7,
        'O"Neill\n',
        (Fact("case", "factor", Value("factor/x")), Fact("crime/1", "date", Value("1990", "xsd:gYear"))),
    )

    assert Row.from_line(row.to_line()) == row
    assert row.events == ["crime/1"]


def test_an_import_is_named_by_kind_and_snapshot(imports, write):
    stored, state = imports.add(write(text(L7, ANN, BOB)), NRE, quiet)
    described = stored.description

    assert (stored.name, state, imports.names()) == ("nre-2020-01-03", "imported", ["nre-2020-01-03"])
    assert (described.snapshot, described.rows, described.file, described.kept_out) == (
        "2020-01-03",
        2,
        "export.csv",
        0,
    )
    assert [row.name for row in stored.rows()] == ["Ann Poe", "Bob Doe"]
    assert [stored.row(number).name for number in (3, 2)] == ["Bob Doe", "Ann Poe"]
    assert stored.row(4) is None


def test_the_same_file_twice_changes_nothing(imports, write, tmp_path):
    path = write(text(L7, ANN))
    imports.add(path, NRE, quiet)
    before = {each: each.stat().st_mtime_ns for each in imports.folder.rglob("*")}
    stored, state = imports.add(path.rename(tmp_path / "renamed.csv"), NRE, quiet, "other-name")

    assert (stored.name, state) == ("nre-2020-01-02", "unchanged")
    assert {each: each.stat().st_mtime_ns for each in imports.folder.rglob("*")} == before


def test_two_files_of_one_snapshot_have_two_names(imports, write):
    names = {imports.add(write(text(L7, ANN, end=end)), NRE, quiet)[0].name for end in ("\n", "\r\n")}

    assert len(names) == 2
    assert all(name.startswith("nre-2020-01-02") for name in names)


def test_a_name_may_be_given_but_not_twice(imports, write):
    assert imports.add(write(text(L7, ANN)), NRE, quiet, "mine")[0].name == "mine"
    with pytest.raises(StoreError, match="there is an import 'mine' already"):
        imports.add(write(text(L7, BOB)), NRE, quiet, "mine")
    assert imports.names() == ["mine"]


def test_what_an_older_reader_read_is_read_again(imports, write):
    path = write(text(L7, ANN))
    stored, _ = imports.add(path, NRE, quiet)
    manifest = stored.folder / "import.json"
    manifest.write_text(manifest.read_text().replace(f'"version": {NRE.version}', '"version": 0'))
    again, state = imports.add(path, NRE, quiet)

    assert (again.name, state, again.description.version) == (stored.name, "read again", NRE.version)
    assert imports.names() == [stored.name]


def test_an_import_is_removed_by_name(imports, write):
    imports.add(write(text(L7, ANN)), NRE, quiet, "mine")
    with pytest.raises(UnknownNameError, match="unknown import 'mime'") as caught:
        imports.remove("mime")
    assert "did you mean 'mine'?" in caught.value.lines()[1]
    imports.remove("mine")

    assert imports.names() == []
    assert list(imports.folder.iterdir()) == []


def test_a_refused_file_leaves_nothing(imports, write):
    with pytest.raises(ImportFileError):
        imports.add(write("a,b\n1,2\n"), NRE, quiet)

    assert list(imports.folder.iterdir()) == []


def test_an_import_that_is_interrupted_leaves_nothing_and_can_be_repeated(imports, write):
    path = write(text(L7, ANN, BOB))

    def stop(_stage, rows=0, _part=0.0):
        if rows == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imports.add(path, NRE, stop)
    assert (imports.names(), imports.digest()) == ([], "")
    assert imports.add(path, NRE, quiet)[1] == "imported"
    assert imports.names() == ["nre-2020-01-03"]


def test_a_folder_that_is_no_import_is_one_clear_error(imports):
    (imports.folder / "broken").mkdir(parents=True)
    (imports.folder / "broken" / "import.json").write_text("{")

    with pytest.raises(StoreError, match=r"import\.json cannot be read"):
        _ = Import(imports.folder / "broken").description


def test_rows_are_passages_and_their_values_asserted(imports, write, build):
    stored, _ = imports.add(write(text(L7, ANN, BOB)), NRE, quiet)
    store = build()
    short = stored.description.short
    bob = f"<https://w3id.org/innograph/id/nre/{short}/3/case>"
    passage = f"<https://w3id.org/innograph/id/passage/nre-{short}/3>"

    assert values(store, f"{bob} inno:worstCrime ?x") == ["Theft"]
    assert values(store, f"GRAPH {passage} {{ {bob} inno:worstCrime ?x }}") == ["Theft"]
    assert values(store, f"GRAPH id:provenance {{ {passage} inno:locator ?x }}") == ["3"]
    assert values(
        store,
        f"GRAPH id:provenance {{ {passage} <http://www.w3.org/ns/prov#wasDerivedFrom> ?s . ?s inno:digest ?x }}",
    ) == [stored.description.digest]
    assert len(values(store, "?x a inno:Exoneree")) == 3
    assert values(store, "?x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Person>")


def test_every_imported_conviction_carries_its_end(imports, write, build):
    imports.add(write(text(L7, ANN, BOB)), NRE, quiet)
    store = build()
    labels = values(
        store,
        "?c a inno:WrongfulConviction ; inno:endedBy ?e ; <http://www.w3.org/2000/01/rdf-schema#label> ?x",
    )

    assert len(labels) == 2
    assert len(values(store, "?x a inno:WrongfulConviction")) == 3
    assert all("exonerated " in label for label in labels)


def test_what_an_import_adds_meets_the_shapes_and_the_checks(imports, write, build):
    """As strictly as the curated facts are checked."""
    imports.add(write(text(L7, ANN, BOB)), NRE, quiet)
    imports.add(write(text(L8, NEWER_BOB), "newer.csv"), NRE, quiet)
    quads = tuple(parse(path=str(build().nquads), format=RdfFormat.N_QUADS))

    assert validation.validate(Dataset(quads, {}, {})) == []


def test_what_breaks_a_shape_is_found_with_its_row(imports, write, build):
    """As a row without a state, or a curated case that an RDF file gives another exoneration's date."""
    stateless = cells(L7, last_name="Moe", worst_crime_display="Theft", date_of_exoneration="1/2/2003")
    imports.add(write(text(L7, BOB, stateless)), NRE, quiet, "mine")
    turtle = "@prefix inno: <https://w3id.org/innograph/ontology#> .\n<> a inno:Film ; inno:runtimeMinutes 'long' .\n"
    imports.add(write(turtle, "films.ttl"), kinds.KINDS["rdf"], quiet, "films")
    found = [(name, row, message.partition(" (")[0]) for name, row, message in build().manifest["findings"]]

    assert ("mine", 3, "A case needs the state of the conviction.") in found
    assert {(name, row) for name, row, _ in found} == {("mine", 3), ("films", 0)}


def test_the_shapes_look_one_step_far_and_at_properties_that_they_name():
    """So that they need no more than statements of these, and of the curated ones those of entities checked."""
    shapes = Graph().parse(resources.shapes())

    for path in shapes.objects(None, SH.path):
        one_step = shapes.value(path, SH.inversePath) if isinstance(path, BNode) else path
        assert isinstance(one_step, URIRef), path
    assert not list(shapes.subject_objects(SH.sparql))
    assert not list(shapes.subject_objects(SH.closed))


def test_the_curated_quads_stay_and_none_is_there_twice(imports, write, build, tmp_path, facts_folder):
    imports.add(write(text(L7, ANN, BOB)), NRE, quiet)
    judged = _judged(imports, {2: Judged("ann-poe", "case-ann-poe")})
    curated = opening.open_current(facts_folder(FACTS), str(tmp_path / "stores"), quiet)[
        0
    ].nquads.read_bytes()
    for subjects in (Subjects(), judged):
        lines = build(subjects).nquads.read_bytes()
        assert lines.startswith(curated)
        assert len(set(lines.splitlines())) == len(lines.splitlines())


def _judged(imports: Imports, given: dict[int, Judged], name: str = "nre-2020-01-03") -> Subjects:
    digest = imports.open(name).description.digest
    return Subjects({(digest, row): judged for row, judged in given.items()})


def test_a_row_that_is_judged_the_same_speaks_of_the_curated_person(imports, write, build):
    imports.add(write(text(L7, ANN, BOB)), NRE, quiet)
    store = build(_judged(imports, {2: Judged("ann-poe", "case-ann-poe")}))
    case = "id:case-ann-poe"

    assert values(store, f"{case} inno:worstCrime ?x") == ["Murder"]
    assert values(store, f"{case} inno:factor ?x") == [
        "https://w3id.org/innograph/id/factor/false-confession"
    ]
    assert values(store, "?x inno:listedName 'Ann Poe'") == ["https://w3id.org/innograph/id/ann-poe"]
    assert values(store, "?x a inno:Person ; inno:listedName ?n FILTER(?n = 'Ann Poe')") == [
        "https://w3id.org/innograph/id/ann-poe"
    ]
    quads = tuple(parse(path=str(store.nquads), format=RdfFormat.N_QUADS))
    assert validation.validate(Dataset(quads, {}, {})) == []


def test_a_curated_value_stands_and_the_rows_is_ranked_below_it(imports, write, build):
    imports.add(write(text(L7, ANN)), NRE, quiet)
    store = build(_judged(imports, {2: Judged("ann-poe", "case-ann-poe")}, "nre-2020-01-02"))
    case = "id:case-ann-poe"

    assert values(store, f"{case} inno:ageAtCrime ?x") == ["30"]
    assert values(store, f"GRAPH ?g {{ {case} inno:ageAtCrime ?x }}") == ["30", "31"]
    ranks = "GRAPH id:provenance { ?r inno:property inno:%s ; inno:value ?x ; inno:rank inno:%s }"
    assert values(store, ranks % ("ageAtCrime", "normal")) == ["31"]
    assert values(store, ranks % ("ageAtCrime", "preferred")) == ["30"]
    assert values(store, f"GRAPH id:disputed {{ {case} inno:ageAtCrime ?x }}") == ["30"]


def test_a_date_that_is_as_precise_as_it_can_is_no_rival(imports, write, build):
    """The curated year and the row's day agree, as do equal dates."""
    imports.add(write(text(L7, ANN)), NRE, quiet)
    store = build(_judged(imports, {2: Judged("ann-poe", "case-ann-poe")}, "nre-2020-01-02"))
    event = "id:case-ann-poe\\/exoneration\\/1"

    assert values(store, f"{event} inno:date ?x") == ["1999"]
    assert values(store, "GRAPH id:provenance { ?r inno:property inno:date ; inno:value ?x }") == []


def test_of_two_snapshots_the_newer_ones_value_stands(imports, write, build):
    older = imports.add(write(text(L7, ANN, BOB)), NRE, quiet)[0].description
    newer = imports.add(write(text(L8, NEWER_BOB), "newer.csv"), NRE, quiet)[0].description
    own = f"nre/{newer.short}/2"
    store = build(Subjects({(older.digest, 3): Judged(own, f"{own}/case")}))
    case = f"<https://w3id.org/innograph/id/{own}/case>"

    assert values(store, f"{case} inno:worstCrime ?x") == ["Fraud"]
    assert values(store, f"GRAPH ?g {{ {case} inno:worstCrime ?x }}") == ["Fraud", "Theft"]
    assert values(store, f"{case} inno:ageAtCrime ?x") == ["20"]
    assert values(store, f"<https://w3id.org/innograph/id/{own}> inno:listedName ?x") == [
        "Bob Doe",
        "Robert Doe",
    ]
    assert values(
        store, f"<https://w3id.org/innograph/id/{own}> <http://www.w3.org/2000/01/rdf-schema#label> ?x"
    ) == ["Robert Doe"]
    ranked = values(
        store,
        "GRAPH id:provenance { ?r inno:property inno:worstCrime ; inno:value ?x ; inno:rank inno:normal }",
    )
    assert ranked == ["Theft"]


def test_a_judgement_about_a_row_that_is_not_there_does_nothing(imports, write, build):
    imports.add(write(text(L7, ANN)), NRE, quiet)
    judged = _judged(imports, {9: Judged("ann-poe", "case-ann-poe")}, "nre-2020-01-02")

    assert len(values(build(judged), "?x a inno:Case")) == 2


def test_removing_an_import_undoes_it(imports, write, build):
    imports.add(write(text(L7, BOB)), NRE, quiet, "mine")
    assert len(values(build(), "?x a inno:Case")) == 2
    imports.remove("mine")

    assert len(values(build(), "?x a inno:Case")) == 1


def test_a_person_who_asked_to_be_removed_is_not_built(imports, write, tmp_path, facts_folder):
    from innograph.facts.care import name_digest

    imports.add(write(text(L7, ANN, BOB)), NRE, quiet)
    folder = facts_folder(FACTS)
    (folder / "removed-names.sha256").write_text(name_digest("Doe, Bob") + "\n")
    store, _ = opening.open_with_imports(folder, str(tmp_path / "other"), imports.folder, quiet)

    assert values(store, "?p inno:listedName ?x") == ["Ann Poe"]
    assert b"Bob Doe" not in store.nquads.read_bytes()


def test_a_killed_build_leaves_the_last_good_store(imports, write, tmp_path, facts_folder):
    stores = tmp_path / "other"
    imports.add(write(text(L7, ANN)), NRE, quiet)
    opening.open_with_imports(facts_folder(FACTS), str(stores), imports.folder, quiet)
    before = sorted(path.name for path in stores.iterdir())
    imports.add(write(text(L7, BOB), "b.csv"), NRE, quiet)

    def stop(_stage, rows=0, _part=0.0):
        if rows:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        opening.open_with_imports(facts_folder(FACTS), str(stores), imports.folder, stop)
    assert sorted(path.name for path in stores.iterdir()) == before


def test_the_store_is_built_once_for_facts_and_imports(imports, write, tmp_path, facts_folder):
    imports.add(write(text(L7, ANN)), NRE, quiet)
    given = (facts_folder(FACTS), str(tmp_path / "other"), imports.folder, quiet)
    first, is_new = opening.open_with_imports(*given)
    second, is_new_again = opening.open_with_imports(*given)

    assert (is_new, is_new_again, first.folder) == (True, False, second.folder)
    assert first.manifest["counts"]["imports"] == 1
    assert first.manifest["counts"]["quads"] == len(first.oxigraph)


TOTALS = {
    "?case inno:dnaContributed true": 647,
    "?case inno:factor id:factor\\/false-confession": 548,
    "?case inno:factor id:factor\\/mistaken-witness-identification": 1243,
    "?case inno:factor id:factor\\/false-or-misleading-forensic-evidence": 1158,
    "?case inno:factor id:factor\\/perjury-or-false-accusation": 2681,
    "?case inno:factor id:factor\\/official-misconduct": 2492,
    "?case inno:factor id:factor\\/inadequate-legal-defense": 1116,
    "?case inno:caseCharacteristic 'Bitemark'": 33,
}


def _over_passages(store, aggregate: str, pattern: str) -> str:
    """An aggregate over the passages of imports, whoever they speak of."""
    counted = store.oxigraph.query(
        "PREFIX inno: <https://w3id.org/innograph/ontology#> PREFIX id: <https://w3id.org/innograph/id/> "
        f"PREFIX prov: <http://www.w3.org/ns/prov#> SELECT ({aggregate} AS ?value) {{ "
        "GRAPH id:provenance { ?passage prov:wasDerivedFrom ?source . ?source a inno:ImportedFile } "
        f"GRAPH ?passage {{ {pattern} }} }}"
    )
    value: str = next(iter(counted))["value"].value
    return value


@pytest.mark.xdist_group("registry")
@pytest.mark.parametrize(("pattern", "expected"), TOTALS.items())
def test_the_expected_totals_of_the_export_of_june_2026(registry_of_2026, pattern, expected):
    assert _over_passages(registry_of_2026[0], "COUNT(*)", pattern) == str(expected)


@pytest.mark.xdist_group("registry")
def test_the_expected_sum_of_years_lost(registry_of_2026):
    assert _over_passages(registry_of_2026[0], "SUM(?years)", "?case inno:yearsLost ?years") == "38208.2"
