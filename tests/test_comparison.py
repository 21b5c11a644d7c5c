"""The cases of a work against all exonerations of an import: cited answers, a table, a picture."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from hashlib import sha256
from statistics import quantiles
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from pyoxigraph import Literal, QuerySolutions
from rdflib import Dataset, Variable
from tests.registry import L7, L8, cells, text

from innograph import citation, comparison, questions
from innograph.errors import UnknownNameError
from innograph.names import resolve
from innograph.opening import open_with_imports
from innograph.proportions import percent, wilson

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.answers import Answer, Row
    from innograph.imports.storage import Imports
    from innograph.store import Store

CATALOGUE = questions.catalogue()
OF_IMPORTS = sorted(name for name, question in CATALOGUE.items() if question.needs)

FACTS = """\
people:
  ann-poe: {label: Ann Poe}
  dee-rector: {label: Dee Rector}
  eve-noe: {label: Eve Noe}
  sid-loe: {label: Sid Loe, outcome: {value: acquitted, sources: [page]}}
cases:
  case-ann-poe:
    label: Ann Poe case
    exoneree: {value: ann-poe, sources: [page]}
    state: {value: Texas, sources: [page]}
    events:
      wrongful-conviction/1:
        date: {value: 1991-05-06, sources: [page]}
      exoneration/1:
        date: {value: 1999, sources: [page]}
  case-eve-noe:
    label: Eve Noe case
    exoneree: {value: eve-noe, sources: [page]}
    state: {value: Utah, sources: [page]}
    events:
      wrongful-conviction/1:
        date: {value: 2010, sources: [page]}
      exoneration/1:
        date: {value: 2020, sources: [page]}
films:
  the-film:
    label: The Film
    title: {value: The Film, sources: [page]}
    covers:
    - {value: case-ann-poe, sources: [page]}
    - {value: case-eve-noe, sources: [page]}
    portrays: {value: sid-loe, sources: [page]}
    theme: {value: theme/forensic-science, sources: [page]}
    credits:
      director: {value: dee-rector, sources: [page]}
  other-film:
    label: Other Film
    title: {value: Other Film, sources: [page]}
organizations:
  national-registry-of-exonerations: {label: National Registry of Exonerations}
sources:
  registry: {publisher: national-registry-of-exonerations, kind: dataset}
  page: {publisher: national-registry-of-exonerations, kind: article}
"""
ANN = {
    "id": "1", "name": "Ann Poe", "state": "Texas", "sex": "Female", "race": "White", "worst_crime_display": "Murder",
    "years_lost": "8.5", "date_of_1st_convic": "1991-05-06", "date_of_exon": "1999-07-08", "dna": "Yes",
    "sentence": "Life", "false_confession": "Yes",
}  # fmt: skip
BOB = ANN | {"id": "2", "name": "Bob Doe", "state": "Fed-TX", "sex": "Male", "race": "", "dna": "No", "years_lost": "2",
             "sentence": "Death", "date_of_exon": "2001-01-02"}  # fmt: skip
CAL = ANN | {"id": "3", "name": "Cal Roe", "state": "Ohio", "sex": "Male", "race": "Black", "dna": "", "years_lost": "4",
             "false_confession": "", "sentence": "", "date_of_exon": "2003-01-02"}  # fmt: skip
DAN = CAL | {"id": "4", "name": "Dan Loe", "false_confession": "No", "date_of_exon": "2004-01-02"}


@pytest.fixture
def export(tmp_path):
    """An export of four rows, of which Ann Poe's is the first."""
    path = tmp_path / "export.csv"
    rows = [cells(L8, posting_date="2026-01-03", **given) for given in (ANN, BOB, CAL, DAN)]
    path.write_text(text(L8, *rows), encoding="utf-8")
    return path


@pytest.fixture
def command(run, tmp_path, facts_folder, monkeypatch, export):
    """Run a command on small facts and an import of four rows."""
    monkeypatch.setenv("INNOGRAPH_IMPORTS", str(tmp_path / "imports"))
    facts = str(facts_folder(FACTS))
    result = run("import", "nre", str(export), "--name", "now", "--facts", facts)
    assert result.exit_code == 0, result.output
    return lambda *arguments: run(*arguments, "--facts", facts)


@pytest.fixture
def store(command, tmp_path) -> Store:
    """The store of the small facts and their import."""
    return open_with_imports(tmp_path / "facts", None, tmp_path / "imports", lambda *_: None)[0]


@pytest.mark.parametrize("entity", ["the-film", "Dee Rector", "theme/forensic-science"])
def test_shares_have_denominators_intervals_and_what_is_missing(command, entity):
    result = command("compare", entity, "-f", "json")
    assert result.exit_code == 0, result.output
    rows = {(_label(row["measure"]), _label(row["value"])): row for row in json.loads(result.stdout)["rows"]}

    def counts(measure: str, value: str) -> tuple[int, ...]:
        row = rows[measure, value]
        return tuple(row[name] for name in ("cases", "of", "missing", "all cases", "all of", "all missing"))

    # one is a no, one is blank
    assert counts("contributing factor", "false confession") == (1, 1, 0, 2, 4, 1)
    assert counts("DNA contributed", "True") == (1, 1, 0, 1, 2, 2)
    assert counts("kind of sentence", "Life") == (1, 1, 0, 1, 2, 2)
    assert counts("kind of sentence", "Death") == (0, 1, 0, 1, 2, 2)
    assert counts("state", "Texas") == (1, 1, 0, 2, 4, 0)  # a federal case among them
    assert counts("race", "Black") == (0, 1, 0, 2, 3, 1)
    assert counts("sex", "female") == (1, 1, 0, 1, 4, 0)
    assert ("state", "Ohio") not in rows
    dna = rows["DNA contributed", "True"]
    assert (dna["all figure"], dna["interval"], dna["outside"]) == (0.5, "20.7% to 100.0%", "no")
    assert (rows["years lost", "median"]["figure"], rows["years lost", "median"]["all figure"]) == (8.5, 4)


def _label(value: object) -> str:
    return str(value["label"] if isinstance(value, dict) else value)


def test_who_is_not_counted_is_named_with_the_reason(command):
    notes = json.loads(command("compare", "the-film", "-f", "json").stdout)["notes"]

    assert notes[0].startswith("one case: its shares can only be 0% or 100%")
    assert "not counted (no row in the import): Eve Noe" in notes
    assert "not counted (not exonerated): Sid Loe" in notes


def test_each_row_cites_the_rows_compared_what_says_they_are_and_the_whole_import(command, export):
    content = json.loads(command("compare", "the-film", "--cite", "-f", "json").stdout)
    digest = sha256(export.read_bytes()).hexdigest()
    marks = {"page", f"nre-{digest[:12]}", f"nre-{digest[:12]}#2"}

    for row in content["rows"]:
        assert {
            each["source"] + "#" * bool(each["locator"]) + each["locator"] for each in row["citations"]
        } == marks
        (whole,) = [
            each for each in row["citations"] if each["source"].startswith("nre") and not each["locator"]
        ]
        assert (whole["digest"], whole["date"]) == (digest, "2026-01-03")
    table = command("compare", "the-film", "--cite").stdout
    assert "[now] National Registry of Exonerations, 2026-01-03." in table
    assert f"SHA-256 {digest}" in table
    assert digest in command("compare", "the-film").stdout  # uncited too, the file is named
    assert (
        "; page" in command("ask", "factors-compared", "-p", "about=the-film", "--cite", "-f", "csv").stdout
    )


def test_a_bibliography_of_a_comparison_lists_its_sources(command):
    assert command("compare", "the-film", "-f", "bibtex").stdout.count("\n@") + 1 == 2


@pytest.mark.parametrize(
    ("cases", "of", "low", "high"),
    [  # Brown, Cai and DasGupta, Statistical Science 16 (2001); Newcombe, Statistics in Medicine 17 (1998), table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_wilson(cases, of, low, high):
    assert wilson(cases, of) == pytest.approx((low, high), abs=5e-5)
    mirrored = wilson(of - cases, of)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=5e-5)


@pytest.mark.parametrize(
    ("part", "words"), [(0.0, "0.0%"), (1e-5, "<0.1%"), (0.125, "12.5%"), (0.9999, ">99.9%"), (1.0, "100.0%")]
)
def test_a_share_that_is_not_nothing_or_all_never_looks_so(part, words):
    assert percent(part) == words


def test_the_picture_holds_every_share_and_its_sources(command, tmp_path):
    path = tmp_path / "shares.svg"
    assert command("compare", "the-film", "-o", str(path)).exit_code == 0
    root = etree.parse(path).getroot()
    words = " ".join(root.itertext())

    for shown in (
        "false confession", "1 of 1, 100.0%", "2 of 4, 50.0%", "The Film", "National Registry", "Wilson",
        "Eve Noe", "Drawn by innograph",
    ):  # fmt: skip
        assert shown in words
    assert "quartile" not in words  # it is no share
    said = root.findtext("{*}desc")
    assert (
        "false confession: 1 of 1, 100.0%; interval 20.7% to 100.0%; all exonerations: 2 of 4, 50.0%" in said
    )
    assert command("compare", "the-film", "-f", "svg").stdout == path.read_text(encoding="utf-8")
    drawn = command("ask", "factors-compared", "-p", "about=the-film", "-f", "svg").stdout
    assert "1 of 1, 100.0%" in drawn


def test_html_has_the_picture_and_the_table(command):
    page = command("compare", "the-film", "-f", "html", "--cite").stdout
    assert page.startswith("<figure>\n<svg")
    assert page.index("</figure>") < page.index("<table>") < page.index('id="source-1"')


def test_a_picture_is_also_png(command, tmp_path):
    path = tmp_path / "shares.PNG"
    assert command("compare", "the-film", "-o", str(path)).exit_code == 0
    assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(path.read_bytes()[16:20], "big") == 1760  # twice the picture's width


def test_what_cannot_be_compared_is_an_empty_answer_that_says_why(command):
    for entity in ("other-film", "Sid Loe", "case-ann-poe"):
        result = command("compare", entity)
        assert result.exit_code == 0
        assert "has no case that has a row in the import" in result.stdout
    unknown = command("compare", "the-flim")
    assert unknown.exit_code == 2
    assert "did you mean" in unknown.stderr
    other = command("compare", "the-film", "--import", "then")
    assert other.exit_code == 2
    assert "unknown import 'then'" in other.stderr


@pytest.mark.parametrize("arguments", [("compare", "the-film"), *(("ask", name) for name in OF_IMPORTS)])
def test_without_an_import_the_answer_says_what_it_needs(command, arguments):
    result = command(*arguments, "--curated", "-f", "json")
    assert result.exit_code == 0
    content = json.loads(result.stdout)
    assert content["rows"] == []
    assert content["notes"][0] == "no rows: this needs an import of the Registry (innograph import nre FILE)"


def test_the_newest_import_is_compared_with_unless_another_is_named(command, tmp_path):
    older = tmp_path / "older.csv"
    older.write_text(text(L7, *(
        cells(L7, last_name=last, first_name=first, state="Texas", sentence=sentence, worst_crime_display="Murder",
              date_of_1st_conviction="5/6/1991", date_of_exoneration="7/8/1999", posting_date="1/2/2020")
        for last, first, sentence in (("Poe", "Ann", "Life"), ("Doe", "Bob", "Death penalty"), ("Roe", "Cal", "5 years"))
    )), encoding="utf-8")  # fmt: skip
    command("import", "nre", str(older), "--name", "then")

    newest = command("compare", "the-film", "-f", "csv").stdout
    named = command("compare", "the-film", "--import", "then", "-f", "csv").stdout
    assert "kind of sentence,Life,1,1,100.0%,20.7% to 100.0%,1,2,50.0%,no,0,2" in newest
    assert "\nsentence,Death,0,1,0.0%,0.0% to 79.3%,1,3,33.3%,no,0,0" in named
    assert "\nsentence,Other sentence,0,1,0.0%,0.0% to 79.3%,1,3,33.3%,no,0,0" in named
    asked = ("ask", "exonerations-compared", "-p", "about=the-film", "-p", "import=then", "-f", "csv")
    assert "sentence,Life,1,1,0,1,3,0" in command(*asked).stdout


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning")
@pytest.mark.parametrize("name", OF_IMPORTS)
def test_rdflib_gives_the_same_rows(store, name):
    """A second engine, the same file, the same rows."""
    peer = Dataset(default_union=False)
    peer.parse(data=store.nquads.read_text(encoding="utf-8"), format="nquads")
    found = store.oxigraph.query(CATALOGUE[name].query)
    assert isinstance(found, QuerySolutions)
    ours = [tuple("" if term is None else term.value for term in row) for row in found]
    rows = peer.query(CATALOGUE[name].query).bindings
    theirs = [tuple(str(row.get(Variable(each.value), "")) for each in found.variables) for row in rows]
    assert ours
    assert sorted(theirs) == sorted(ours)


# On the real export, against figures that are worked out here from its cells


FACTORS = {
    "false confession": "False Confession",
    "false or misleading forensic evidence": "False or Misleading Forensic Evidence",
    "inadequate legal defense": "Inadequate Legal Defense",
    "mistaken witness identification": "Mistaken Witness ID",
    "official misconduct": "Official Misconduct",
    "perjury or false accusation": "Perjury or False Accusation?",
}
PLAIN = {"kind of sentence": "Sentence", "race": "Race", "sex": "Sex"}
UNKNOWN = {"", "Don't Know", "Unknown"}
SERIES = {
    "Levon Brooks", "Kennedy Brewer", "Keith Harward", "Alfred Brown", "Thomas Haynesworth", "Franky Carrillo",
    "Kenneth Wyniemko", "Chester Hollman III",
}  # fmt: skip


@pytest.fixture(scope="module")
def of_2026(shared: Path, registry_of_2026: tuple[Store, Imports]) -> tuple[Store, list[dict[str, str]], str]:
    """The store of the real facts and the export of June 2026, the export's rows, and its digest."""
    store, imports = registry_of_2026
    (stored,) = imports.all()
    path = shared / "data" / "nre" / stored.description.file
    with path.open(encoding="utf-8-sig", newline="") as file:
        return store, list(csv.DictReader(file)), stored.description.digest


def _told(answer: Answer) -> dict[tuple[str, str], tuple[int, ...]]:
    names = ("cases", "of", "missing", "all cases", "all of", "all missing")
    return {
        (row.cells["measure"].label, row.cells["value"].label): tuple(
            int(row.cells[name].label.replace(",", "")) for name in names
        )
        for row in answer.rows
        if row.cells["cases"].label
    }


def _expected(
    mine: list[dict[str, str]], rows: list[dict[str, str]]
) -> dict[tuple[str, str], tuple[int, ...]]:
    """What the cells of the export say, by measure and value."""
    expected: dict[tuple[str, str], tuple[int, ...]] = {}
    for label, column in FACTORS.items():
        some, everything = (Counter(row[column] for row in each) for each in (mine, rows))
        expected["contributing factor", label] = (
            some["Yes"], len(mine), some[""], everything["Yes"], len(rows), everything[""],
        )  # fmt: skip
    columns = [("DNA contributed", "DNA"), *PLAIN.items()]
    for measure, column in columns:
        some, everything = (
            Counter(row[column] for row in each if row[column] not in UNKNOWN) for each in (mine, rows)
        )
        known, all_known = some.total(), everything.total()
        for value in ["Yes"] if column == "DNA" else everything:
            words = value.lower() if column in ("Sex", "DNA") else value
            expected[measure, words] = (
                some[value], known, len(mine) - known, everything[value], all_known, len(rows) - all_known,
            )  # fmt: skip
    return expected


def _exact(row: Row, column: str) -> float:
    term = row.cells[column].term
    assert isinstance(term, Literal)
    return float(term.value)


@pytest.mark.xdist_group("registry")
@pytest.mark.parametrize(
    ("about", "people"),
    [
        ("the-innocence-files", SERIES),
        ("Andy Grieve", {"Alfred Brown"}),
        ("theme/eyewitness-identification", {"Franky Carrillo", "Thomas Haynesworth"}),
        ("The Central Park Five", {"Yusef Salaam", "Korey Wise", "Kevin Richardson", "Raymond Santana", "Antron McCray"}),
    ],
)  # fmt: skip
def test_every_figure_is_that_of_the_cells_of_the_export(of_2026, about, people):
    store, rows, _ = of_2026
    mine = [row for row in rows if row["Name"] in people]
    assert len(mine) == len(people)

    answer = comparison.answer(store, resolve(store, about))

    told = _told(answer)
    assert {key: value for key, value in told.items() if key[0] != "state"} == _expected(mine, rows)
    states = {value: counts for (measure, value), counts in told.items() if measure == "state"}
    assert {state: counts[0] for state, counts in states.items()} == Counter(row["State"] for row in mine)
    if about == "the-innocence-files":
        assert states["Texas"][3:] == (523 + 7, 4311, 0)  # 7 in the federal districts of Texas
    years = [float(row["Years Lost"]) for row in mine]
    everything = [float(row["Years Lost"]) for row in rows]
    told_years = [row for row in answer.rows if row.cells["measure"].label == "years lost"]
    quarters = quantiles(years, n=4, method="inclusive") if len(years) > 1 else years * 3
    for row, mine_too, all_of_them in zip(
        told_years, quarters, quantiles(everything, n=4, method="inclusive"), strict=True
    ):
        assert _exact(row, "figure") == pytest.approx(mine_too, abs=1e-4)
        assert _exact(row, "all figure") == pytest.approx(all_of_them, abs=1e-4)


@pytest.mark.xdist_group("registry")
def test_the_factors_of_the_question_are_those_of_the_comparison_and_the_totals_known(of_2026):
    store = of_2026[0]
    told = _told(comparison.answer(store, resolve(store, "the-innocence-files")))
    answer = citation.answer(store, CATALOGUE["factors-compared"], {"about": "the-innocence-files"})
    names = ("cases", "of", "missing", "allCases", "allOf", "allMissing")
    asked = {
        row.cells["factor"].label: tuple(int(row.cells[name].label) for name in names) for row in answer.rows
    }
    assert asked == {value: counts for (measure, value), counts in told.items() if "factor" in measure}
    assert {value: counts[3] for value, counts in asked.items()} == {
        "perjury or false accusation": 2681, "official misconduct": 2492, "mistaken witness identification": 1243,
        "false or misleading forensic evidence": 1158, "inadequate legal defense": 1116, "false confession": 548,
    }  # fmt: skip
    assert told["DNA contributed", "yes"][3] == 647


@pytest.mark.xdist_group("registry")
def test_the_questions_cite_the_rows_of_the_cases_and_the_export_as_a_whole(of_2026):
    store, rows, digest = of_2026
    lines = {number for number, row in enumerate(rows, start=2) if row["Name"] in SERIES}
    source = f"nre-{digest[:12]}"

    for name in ("factors-compared", "years-lost-compared"):
        answer = citation.answer(store, CATALOGUE[name], {"about": "the-innocence-files"}, cite=True)
        assert answer.rows
        for row in answer.rows:
            cited = [each for each in row.citations or () if each.source == source]
            numbers = {int(each.locator) for each in cited if each.locator}
            assert numbers <= lines if name == "years-lost-compared" else numbers == lines
            assert numbers
            (whole,) = [each for each in cited if not each.locator]
            assert (whole.digest, whole.date) == (digest, "2026-06-25")
            assert any(re.match("seed|netflix|rsc|deadline", each.source) for each in row.citations or ())


@pytest.mark.xdist_group("registry")
def test_all_works_together_and_an_import_that_there_is_not(of_2026):
    answer = citation.answer(of_2026[0], CATALOGUE["factors-compared"], {})
    assert {row.cells["of"].label for row in answer.rows} == {"38"}
    with pytest.raises(UnknownNameError, match="unknown import 'then'"):
        comparison.answer(of_2026[0], resolve(of_2026[0], "the-innocence-files"), "then")
