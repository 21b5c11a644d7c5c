"""Citations checked against texts: the real ones, each changed passage, and every kind of result."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from innograph import facts, resources, verification
from innograph.occurrence import passages
from innograph.verification import Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result as Outcome

    from innograph.model import Facts
    from innograph.ontology import Ontology

    Run = Callable[..., Outcome]

MOST_REVIEWED = 0.25


@pytest.fixture(scope="module")
def curated(ontology: Ontology) -> Facts:
    return facts.load(resources.facts(), ontology)


@pytest.fixture(scope="module")
def texts(shared: Path, curated: Facts) -> dict[str, str]:
    return verification.read_texts(shared / "seeds", curated)


def _results(checks: list[verification.Check]) -> Counter[Result]:
    return Counter(check.result for check in checks)


# The four articles


def test_every_citation_of_the_articles_holds(
    curated: Facts, ontology: Ontology, texts: dict[str, str]
) -> None:
    checks = [c for c in verification.verify(curated, ontology, texts) if c.citation.source in texts]
    results = _results(checks)
    assert set(results) == {Result.VERIFIED, Result.REVIEWED}
    assert len(checks) >= 180
    assert results[Result.REVIEWED] / len(checks) <= MOST_REVIEWED
    page = (resources.root() / "docs" / "weighing-sources.md").read_text(encoding="utf-8")
    sums = (
        f"Of the {len(checks)} citations of the first four articles {results[Result.VERIFIED]} are verified"
    )
    assert sums in page
    assert f"and {results[Result.REVIEWED]} reviewed, {results[Result.REVIEWED] / len(checks):.1%}".replace(
        "%", " %"
    ) in " ".join(page.split())


def test_no_reason_stands_where_the_value_is_found(
    curated: Facts, ontology: Ontology, texts: dict[str, str]
) -> None:
    reviewed = {(id(claim), passage) for claim in curated.claims for passage, _ in claim.reviewed}
    checks = verification.verify(curated, ontology, texts)
    used = {(id(c.claim), c.citation.passage) for c in checks if c.result == Result.REVIEWED}
    assert reviewed == used


def test_other_citations_are_counted_as_what_they_are(
    curated: Facts, ontology: Ontology, texts: dict[str, str]
) -> None:
    results = _results(verification.verify(curated, ontology, texts))
    assert results[Result.WHOLE_PAGE] > 1000
    assert results[Result.NO_TEXT] > 500  # rows of the Registry


def _cited_lines(curated: Facts) -> dict[tuple[str, str], set[int]]:
    """For each cited line, the facts that cite it."""
    found: dict[tuple[str, str], set[int]] = {}
    for claim in curated.claims:
        for citation in claim.citations:
            if citation.source.startswith("seed-") and citation.locator:
                found.setdefault((citation.source, citation.locator), set()).add(id(claim))
    return found


def _changed(line: str, at: int, character: str) -> str:
    """The line with one of its characters replaced by another."""
    at %= len(line)
    return line[:at] + character + line[at + 1 :]


@settings(max_examples=3)
@given(data=st.data())
def test_one_changed_character_names_the_facts_that_fall(
    data: st.DataObject, curated: Facts, ontology: Ontology, texts: dict[str, str]
) -> None:
    """In each cited line, at any place, by any character that is not a line end or a space at an end."""
    verifier = verification._Verifier(curated, ontology, texts)
    citations = {
        source: [(c, k) for c in curated.claims for k in c.citations if k.source == source]
        for source in texts
    }
    for (source, locator), citing in _cited_lines(curated).items():
        lines = passages(texts[source])
        line = lines[int(locator) - 1]
        at = data.draw(st.integers(0, len(line) - 1))
        character = data.draw(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")))
        changed = unicodedata.normalize("NFC", _changed(line, at, character)).strip()
        if changed == line:
            continue
        lines[int(locator) - 1] = changed
        before, verifier.lines[source] = verifier.lines[source], lines
        fallen = {
            id(claim)
            for claim, citation in citations[source]
            if verifier.check(claim, citation).result == Result.DIGEST_DIFFERS
        }
        verifier.lines[source] = before
        assert fallen == citing


def test_the_command_names_the_facts_of_a_changed_passage(run: Run, shared: Path, tmp_path: Path) -> None:
    for path in (shared / "seeds").glob("*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = tmp_path / "003_f7cbb87625dad008.txt"
    text.write_text(
        text.read_text(encoding="utf-8").replace("Genevieve Wong", "Genevieve Wang"), encoding="utf-8"
    )
    result = run("verify", "--texts", tmp_path, "-f", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    first = found["rows"][0]
    assert (first["citation"], first["result"]) == ("seed-003#24", "digest differs")
    assert (first["subject"], first["value"]) == ("The Innocence Files", "Genevieve Wong")
    assert first["place"].startswith("graph/series.yaml:")
    assert found["rows"][1]["result"] != "digest differs"
    assert "1 facts cite a passage" in found["notes"][-1]


def test_the_command_on_the_articles(run: Run, shared: Path) -> None:
    result = run("verify", "--texts", shared / "seeds")
    assert result.exit_code == 0
    assert "rest on a reviewed reason" in result.stdout
    assert "whole page only" not in result.stdout.split("\n\n")[0]
    everything = run("verify", "--texts", shared / "seeds", "--all", "-f", "csv")
    assert everything.stdout.count("whole page only") > 1000


# Texts of our own

LINES = ["The Toy Files is a series of nine parts.", "Ann Maker, who made it, lost 16 years.", "Maker hopes."]
FACTS = """
publishers:
  press: {{label: The Press}}
sources:
  text: {{publisher: press, kind: article, locator: line, text: text.txt, lines: {digests}}}
  other: {{publisher: press, kind: article, locator: line, lines: {digests}}}
  page: {{publisher: press, kind: article}}
people:
  ann-maker: {{label: Ann Maker}}
series:
  toy-files:
    label: The Toy Files
    title: {{value: The Toy Files, sources: [text#1, page, other#1]}}
    episodeCount: {{value: {count}, sources: [text#1]}}
    credits: {{director: {{value: ann-maker, sources: [text#3]}}}}
    {more}
"""


def _facts(folder: Callable[[str], Path], count: int = 9, more: str = "") -> Path:
    digests = {str(at): sha256(line.encode()).hexdigest() for at, line in enumerate(LINES, 1)}
    return folder(FACTS.format(digests=json.dumps(digests), count=count, more=more))


def _verified(run: Run, graph: Path, folder: Path, lines: list[str] = LINES) -> tuple[int, dict[str, str]]:
    """The exit code, and the result by subject's property and citation."""
    folder.mkdir(exist_ok=True)
    (folder / "text.txt").write_text("\n\n".join(lines), encoding="utf-8")
    result = run("verify", "--facts", graph, "--texts", folder, "--all", "-f", "json")
    rows = json.loads(result.stdout)["rows"]
    return result.exit_code, {f"{row['property']} {row['citation']}": row["result"] for row in rows}


def test_each_result(run: Run, facts_folder: Callable[[str], Path], tmp_path: Path) -> None:
    code, results = _verified(run, _facts(facts_folder), tmp_path / "texts")
    assert code == 0
    assert results == {
        "title text#1": "verified",
        "title page": "whole page only",
        "title other#1": "no text",
        "number of episodes text#1": "verified",
        "director text#3": "verified",
    }


def test_a_value_that_is_not_there_is_a_finding(
    run: Run, facts_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    code, results = _verified(run, _facts(facts_folder, count=8), tmp_path / "texts")
    assert code == 1
    assert results["number of episodes text#1"] == "value not in passage"


def test_a_reviewed_reason_settles_it(run: Run, facts_folder: Callable[[str], Path], tmp_path: Path) -> None:
    more = 'genre: {value: toys, sources: [text#1], reviewed: {"text#1": "The title says what it is about."}}'
    code, results = _verified(run, _facts(facts_folder, more=more), tmp_path / "texts")
    assert code == 0
    assert results["genre text#1"] == "reviewed"


@pytest.mark.parametrize("lines", [LINES[:2], [*LINES[:2], "Maker hoped."], [LINES[0], LINES[2], LINES[1]]])
def test_a_line_that_is_gone_or_moved_or_changed(
    run: Run, facts_folder: Callable[[str], Path], tmp_path: Path, lines: list[str]
) -> None:
    code, results = _verified(run, _facts(facts_folder), tmp_path / "texts", lines)
    assert code == 1
    assert results["director text#3"] == "digest differs"


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n \n\t\n"])
def test_line_ends_and_empty_lines_do_not_matter(
    run: Run, facts_folder: Callable[[str], Path], tmp_path: Path, ending: str
) -> None:
    (tmp_path / "text.txt").write_bytes(ending.join(f"  {line} " for line in LINES).encode("utf-8-sig"))
    result = run("verify", "--facts", _facts(facts_folder), "--texts", tmp_path)
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            'genre: {value: x, sources: [text#1], reviewed: {"text#2": "Not a line that it cites."}}',
            "not cited by line",
        ),
        (
            'genre: {value: x, sources: [page], reviewed: {"page": "It is a whole page here."}}',
            "not cited by line",
        ),
        ('genre: {value: x, sources: [text#1], reviewed: {"text#1": yes}}', "no reason for text#1"),
        ("genre: {value: x, sources: [text#1], reviewed: [text#1]}", "a reason for each citation"),
    ],
)
def test_a_review_is_checked(run: Run, facts_folder: Callable[[str], Path], more: str, message: str) -> None:
    result = run("check", "--facts", _facts(facts_folder, more=more))
    assert result.exit_code == 1
    assert message in result.stdout


def test_folders_that_are_not_there_or_hold_no_text(
    run: Run, facts_folder: Callable[[str], Path], tmp_path: Path
) -> None:
    graph = _facts(facts_folder)
    assert run("verify", "--facts", graph, "--texts", tmp_path / "nowhere").exit_code == 2
    empty = run("verify", "--facts", graph, "--texts", tmp_path)
    assert empty.exit_code == 2
    assert "text.txt" in empty.stderr
    (tmp_path / "text.txt").write_bytes(b"\xff\xfe")
    broken = run("verify", "--facts", graph, "--texts", tmp_path)
    assert broken.exit_code == 1
    assert "not UTF-8" in broken.stderr
