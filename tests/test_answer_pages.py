"""Answers as pages: what a row is said to rest on, what is left out, what the commands do."""

from __future__ import annotations

import os
import subprocess
import sys
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from tests.browsing import block

from innograph import network
from innograph.answers import Labels
from innograph.questions import catalogue
from innograph.view import asked as asking
from innograph.view import rows as telling
from innograph.view.resting import Places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.store import Store
    from innograph.view.scene import Scene

INNOGRAPH = [sys.executable, "-m", "innograph"]
CITED = "cited"


class Page:
    """The page of an answer, with what it tells of rows read back."""

    def __init__(self, store: Store, asked: asking.Asked) -> None:
        self.asked = asked
        self.scene: Scene
        self.text, self.scene = asking.answer_page(store, asked)
        self.told: dict[str, Any] = block(self.text, "answer")

    @property
    def notes(self) -> str:
        """The notes, a line each."""
        return "\n".join(self.told["notes"])

    def labels(self, number: int) -> list[str]:
        """The cells of a row."""
        return [label for label, _ in self.told["rows"][number][0]]

    def facts(self, number: int) -> list[list[Any]]:
        """The facts that a row rests on."""
        return [self.told["facts"][each] for each in self.told["rows"][number][3]]

    def nodes(self, number: int) -> set[str]:
        """The ids of the nodes that a row rests on."""
        in_cells = {node for _, node in self.told["rows"][number][0] if node is not None}
        found = in_cells | {node for fact in self.facts(number) for node in fact[3]}
        return {self.told["nodes"][each] for each in found}

    def edges(self, store: Store, number: int) -> set[tuple[str, str, str]]:
        """The edges that a row rests on: source, relation, target."""
        keys = {self.told["edges"][edge] for fact in self.facts(number) for edge in fact[4]}
        return {
            (edge.source, edge.interaction, edge.target) for edge in network.edges(store) if edge.key in keys
        }


@pytest.fixture(scope="module")
def places(real_store: Store) -> Places:
    """Where statements stand in the network of the real facts."""
    return Places(real_store.oxigraph, network.nodes(real_store), network.edges(real_store))


def _question(store: Store, name: str, **given: str) -> Page:
    return Page(store, asking.of_question(store, catalogue()[name], given))


def _query(store: Store, sparql: str) -> Page:
    return Page(store, asking.of_query(store, sparql))


def test_a_row_rests_on_the_credits_and_statements_that_lead_to_it(real_store: Store) -> None:
    page = _question(real_store, "directors-by-theme")
    number = next(at for at in range(6) if page.labels(at)[0] == "Jed Rothstein")
    theme = "theme/eyewitness-identification"
    assert page.edges(real_store, number) == {
        *((f"episode-{each}", "director", "jed-rothstein") for each in (4, 5)),
        *((f"episode-{each}", "partOf", "part-witness") for each in (4, 5)),
        *((f"episode-{each}", "theme", theme) for each in (4, 5)),
        ("part-witness", "theme", theme),
    }
    assert page.nodes(number) == {"jed-rothstein", "episode-4", "episode-5", "part-witness", theme}
    words = {fact[0]: fact for fact in page.facts(number)}
    credit = words["Jed Rothstein, director of Episode 4 of The Innocence Files"]
    assert credit[1] == CITED
    assert credit[2]
    by_rule = words["Episode 4 of The Innocence Files: theme: eyewitness identification"]
    assert by_rule[1:3] == ["by rule: An episode has the themes of the part that it belongs to.", []]
    assert page.told["rows"][number][2] == "5 facts from 8 sources"


def test_an_inference_is_told_with_its_reasoning_and_its_premises(real_store: Store) -> None:
    page = _question(real_store, "directors-by-theme")
    number = next(at for at in range(6) if page.labels(at)[0] == "Andy Grieve")
    cells, marks, _, _, reasons, *_ = page.told["rows"][number]
    assert marks == telling.DERIVED
    assert any(reason.startswith("Andy Grieve, director of Episode 8") for reason in reasons)
    assert ("episode-8", "director", "andy-grieve") in page.edges(real_store, number)
    assert any(fact[1].startswith("inferred: ") for fact in page.facts(number))
    assert len(cells) == 3


def test_an_event_in_a_row_stands_at_its_case(real_store: Store) -> None:
    page = _question(real_store, "timeline", case="Levon Brooks case")
    at = {label: page.told["nodes"][node] for label, node in page.told["rows"][0][0] if node is not None}
    assert at["Levon Brooks case: crime, 1990-09-15"] == "case-levon-brooks"
    disputed = [row for row in page.told["rows"] if row[1] & telling.DISPUTED]
    assert disputed
    assert all(row[5] for row in disputed)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_the_picture_of_every_question_holds_what_its_rows_rest_on_and_nothing_else(
    real_store: Store, places: Places, name: str
) -> None:
    """Each row tells exactly its own passages, and all that is told belongs to a row."""
    answer = asking.of_question(real_store, catalogue()[name], {}).answer
    told = telling.Rows(answer, places, Labels(real_store.oxigraph)).told()
    rests = [[told["facts"][number] for number in row[3]] for row in told["rows"]]
    cells = {node for row in told["rows"] for _, node in row[0] if node is not None}
    assert cells | {node for row in rests for fact in row for node in fact[3]} == set(
        range(len(told["nodes"]))
    )
    assert {edge for row in rests for fact in row for edge in fact[4]} == set(range(len(told["edges"])))
    passages = [len({each for fact in row for each in fact[2]}) for row in rests]
    assert passages == [len(row.citations or ()) for row in answer.rows]


def test_the_head_says_what_was_asked(real_store: Store) -> None:
    page = _question(real_store, "directors-by-theme", theme="forensic science")
    assert page.scene.title == "Which directors handled which themes? theme: forensic science"
    assert catalogue()["directors-by-theme"].description in unescape(page.text)
    assert "VALUES ?theme { &lt;https://w3id.org/innograph/id/theme/forensic-science&gt; }" in page.text
    plain = _query(real_store, "PREFIX x: <http://x/>\n# why\nSELECT ?f { ?f\n a inno:Film } LIMIT 3")
    assert plain.scene.title == "SELECT ?f { ?f a inno:Film } LIMIT 3"
    headed = _query(
        real_store, "#+ summary: Some films\n#+ description: Any three.\nSELECT ?f { ?f a inno:Film } LIMIT 3"
    )
    assert (headed.scene.title, headed.asked.text) == ("Some films", "Any three.")
    long = _query(real_store, "SELECT ?f { ?f a inno:Film . FILTER (?f != 1) " + "# " + "x" * 300 + "\n}")
    assert len(long.scene.title) <= asking.LONGEST_TITLE


def test_triples_are_rows_and_so_is_yes_or_no(real_store: Store) -> None:
    made = _query(real_store, "CONSTRUCT { ?w inno:director ?d } { ?w inno:director ?d } LIMIT 3")
    assert made.told["columns"] == ["subject", "predicate", "object"]
    assert len(made.scene.edges) == len(made.told["rows"]) == 3
    told = _query(real_store, "DESCRIBE id:levon-brooks")
    assert "levon-brooks" in {node.id for node in told.scene.nodes}
    yes = _query(real_store, "ASK { id:episode-7 inno:director ?d }")
    assert (yes.labels(0), yes.nodes(0)) == (["yes"], {"episode-7", "alex-gibney"})
    no = _query(real_store, "ASK { id:episode-7 inno:director id:levon-brooks }")
    assert no.labels(0) == ["no"]
    assert "nothing matches" in no.notes
    assert no.told["rows"][0][6]


def test_an_answer_of_which_nothing_is_drawn_says_so(real_store: Store) -> None:
    page = _query(real_store, "SELECT ?x { VALUES ?x { 1 2 } }")
    assert (len(page.scene.nodes), len(page.told["rows"])) == (0, 2)
    assert "Nothing of this answer is in the network" in page.notes
    empty = _query(real_store, "SELECT ?x { ?x a inno:Film ; inno:number ?n }")
    assert empty.told["rows"] == []
    assert "no rows: nothing matches" in empty.notes


def test_absence_is_told(real_store: Store) -> None:
    page = _query(
        real_store,
        "SELECT ?e { ?e a inno:Exoneree . FILTER NOT EXISTS { ?e inno:deathDate ?d } } LIMIT 2",
    )
    assert all("inno:deathDate" in words for row in page.told["rows"] for words in row[6])
    assert "absence: nothing matches" in page.notes


def test_many_rows_are_bounded_and_the_page_says_so(
    real_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_ROWS", 5)
    page = _query(real_store, "SELECT ?f { ?f a inno:Film } ORDER BY ?f")
    assert len(page.told["rows"]) == 5
    assert page.asked.total > 50
    assert f"These are the first 5 of {page.asked.total} rows; `-f csv` gives all." in page.notes
    assert f"{page.asked.total} rows" in page.text
    assert _query(real_store, "CONSTRUCT { ?f a 1 } { ?f a inno:Film }").asked.total == page.asked.total


def test_much_that_rows_rest_on_is_bounded_and_each_such_row_says_so(
    real_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _question(real_store, "directors-by-theme")
    monkeypatch.setattr(telling, "MOST_NODES", 15)
    page = _question(real_store, "directors-by-theme")
    assert len(page.scene.nodes) <= 15 < len(whole.scene.nodes)
    cut = [bool(row[1] & telling.CUT) for row in page.told["rows"]]
    assert True in cut
    assert False in cut
    assert "The page is bounded to 15 entities" in page.notes
    for number, is_cut in enumerate(cut):
        assert is_cut == (page.edges(real_store, number) != whole.edges(real_store, number))
    monkeypatch.setattr(telling, "MOST_NODES", 5000)
    monkeypatch.setattr(telling, "MOST_FACTS", 10)
    assert len(_question(real_store, "directors-by-theme").told["facts"]) == 10


def test_the_same_answer_gives_the_same_bytes(real_store: Store, tmp_path: Path) -> None:
    pages = []
    for seed in ("1", "2"):
        command = [*INNOGRAPH, "ask", "factors-by-case", "--view", "-"]
        env = {**os.environ, "PYTHONHASHSEED": seed}
        pages.append(subprocess.run(command, check=True, capture_output=True, env=env).stdout)
    assert pages[0] == pages[1]
    assert pages[0].startswith(b"<!doctype html>")


def test_the_answer_itself_is_written_as_ever(run: Callable[..., Result], tmp_path: Path) -> None:
    for command in (["ask", "episodes"], ["query", "SELECT ?f { ?f a inno:Film }"]):
        page = tmp_path / "page.html"
        plain, shown = run(*command, "-f", "csv"), run(*command, "-f", "csv", "--view", page)
        assert (shown.exit_code, shown.stdout) == (0, plain.stdout)
        assert shown.stderr.startswith(f"{page}: ")
        assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_page_on_standard_output_takes_the_place_of_the_answer(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    finished = run("ask", "episodes", "--view", "-")
    assert finished.stdout.startswith("<!doctype html>")
    assert finished.stdout.endswith("</html>")
    both = run("ask", "episodes", "--view", "-", "-f", "csv", "-o", tmp_path / "answer.csv")
    assert both.stdout == finished.stdout
    assert (tmp_path / "answer.csv").read_text(encoding="utf-8").startswith("number,")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ask", "--view", "p.html"], 2, "--view shows one answer; name a question"),
        (["ask", "episods", "--view", "p.html"], 2, "did you mean 'episodes'"),
        (["ask", "episodes", "--view", "/nowhere/p.html"], 1, "cannot be written"),
        (["query", "SELECT (RAND() AS ?x) {}", "--view", "p.html"], 1, "ask without --cite or --view"),
        (["ask", "episodes", "--view", "p", "-o", "p"], 2, "--view and --output both name p"),
        (["query", "SELECT", "--view", "p.html"], 1, "not SPARQL"),
        (["ask", "timeline", "-p", "case=nobody", "--view", "p.html"], 2, "unknown case 'nobody'"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], code: int, said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    finished = run(*arguments)
    assert (finished.exit_code, finished.stdout) == (code, "")
    assert said in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_source_the_page_says_so_and_its_passages_are_gone(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    run("ask", "episodes", "--without", "pov", "--view", page)
    told = block(page.read_text(encoding="utf-8"), "answer")
    assert "curated facts as they would be without pov" in told["notes"]
    titles = {title for _, _, title, _, _ in told["passages"]}
    assert len(titles) > 5
    assert "Netflix Reclaims Its True Crime Credence with The Innocence Files" not in titles
    run("ask", "episodes", "--view", page)
    told = block(page.read_text(encoding="utf-8"), "answer")
    assert "Netflix Reclaims Its True Crime Credence with The Innocence Files" in {
        p[2] for p in told["passages"]
    }
