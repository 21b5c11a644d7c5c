"""The two accounts of the material: every line of the four articles, and every contradiction.

The entries of docs/seeds.md are counted in the document and against the articles themselves; the fact files
are read here with a small reader of their own, not with the program's.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SEEDS = (ROOT / "docs" / "seeds.md").read_text(encoding="utf-8")
CONTRADICTIONS = (ROOT / "docs" / "contradictions.md").read_text(encoding="utf-8")
ONTOLOGY = (ROOT / "ontology.ttl").read_text(encoding="utf-8")
FUNCTIONAL = {
    name
    for name, kinds in re.findall(r"^inno:(\w+) a ([^;]+);", ONTOLOGY, re.MULTILINE)
    if "FunctionalProperty" in kinds
}
CITATION = re.compile(r"`(seed-00\d#\d+)`(?: \(([ab])\))?")
NAMED = re.compile(r"`([^`]+)`((?:(?:,| and)? [a-zA-Z-]+\b)*)")


def _rows(text: str) -> list[list[str]]:
    """The cells of the rows of all tables, without heads and rules."""
    lines = [line.strip("| ") for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.split(" | ")] for line in lines if not set(line) <= set("|- ")]
    return [row for row in rows if row[0] not in {"entry", "entries", "what the sources disagree on"}]


ENTRIES = [match for row in _rows(SEEDS) for match in CITATION.findall(row[0])]
NUMBERED = [row for row in _rows(CONTRADICTIONS) if row[0].isdigit()]


def _documents() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The section, the id and the description of each entity of the fact files."""
    for path in sorted((ROOT / "graph").glob("*.yaml")):
        for section, entities in yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader).items():  # noqa: S506
            for name, about in entities.items():
                yield section, name, about if isinstance(about, dict) else {}


def _listed(node: Any) -> list[dict[str, Any]]:
    return node if isinstance(node, list) else [node]


def _facts() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The facts of each subject and property; an event's subject is its case, kind and ordinal."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for section, name, about in _documents():
        if section == "sources":
            continue
        credits_, events = about.pop("credits", {}), about.pop("events", {})
        for key, node in {**about, **credits_}.items():
            if key not in {"label", "was"}:
                found[name, key] = _listed(node)
        for event, properties in events.items():
            for key, node in properties.items():
                if key != "sources":
                    found[f"{name}/{event}", key] = _listed(node)
    return found


FACTS = _facts()
ENTITIES = {name for section, name, _ in _documents() if section != "sources"}


def _values(fact: dict[str, Any]) -> list[Any]:
    return fact["values"] if "values" in fact else [fact.get("value") or f"about {fact['about']}"]


def _disputed() -> set[tuple[str, str]]:
    """Where a value is deprecated, or a property that has one value has several."""
    found = set()
    for (subject, name), facts in FACTS.items():
        values = {value for fact in facts for value in _values(fact)}
        rivals = name in FUNCTIONAL and len(values) > 1
        if rivals or any(fact.get("rank") == "deprecated" for fact in facts):
            found.add((subject, name))
    return found


def _cited() -> set[str]:
    """The citations of a line of an article, by facts and by events."""
    nodes = [fact for facts in FACTS.values() for fact in facts]
    events = [event for _, _, about in _documents() for event in about.get("events", {}).values()]
    cited = [citation for node in nodes + events for citation in node.get("sources", [])]
    return {citation for citation in cited if citation.startswith("seed-")}


# The four articles


def test_there_are_93_entries() -> None:
    assert len(ENTRIES) == 93
    assert len(set(ENTRIES)) == 93


def test_each_entry_stands_in_one_place() -> None:
    """Only a line that holds two entries is named twice, as (a) and (b)."""
    lines = Counter(line for line, _ in ENTRIES)
    parts = {line: [part for other, part in ENTRIES if other == line] for line in lines}
    assert {line: found for line, found in parts.items() if found not in ([""], ["a", "b"])} == {}
    assert {line for line, found in parts.items() if found == ["a", "b"]} == {
        "seed-000#3",
        "seed-000#8",
        "seed-002#7",
        "seed-003#15",
    }


def test_every_line_of_the_articles_has_its_place(shared: Path) -> None:
    """Each line that is not empty, and no line that an article does not have."""
    texts = sorted((shared / "seeds").glob("*.txt"))
    assert len(texts) == 4
    lines = set()
    for text in texts:
        written = [line for line in text.read_text(encoding="utf-8").splitlines() if line.strip()]
        lines |= {f"seed-{text.name[:3]}#{number}" for number in range(1, len(written) + 1)}
    assert {line for line, _ in ENTRIES} == lines


def test_every_citation_of_a_line_is_accounted_for() -> None:
    """As an entry that is a fact; one that is none is cited nowhere."""
    are_facts, are_none = SEEDS.split("## Entries that are not facts")
    cited = _cited()
    in_tables = {line for row in _rows(are_facts) for line, _ in CITATION.findall(row[0])}
    assert len(cited) > 40
    assert cited - in_tables == set()
    assert cited & {line for row in _rows(are_none) for line, _ in CITATION.findall(row[0])} == set()


@pytest.mark.parametrize("row", [row for row in _rows(SEEDS) if len(row) == 3], ids=lambda row: row[0])
def test_the_properties_that_are_named_cite_the_entry(row: list[str]) -> None:
    """Where a row says that an entity's property carries the entry, a fact of it cites the line."""
    entry = CITATION.findall(row[0])[0][0]
    named = re.findall(r"((?:`[^`#]+`(?:, )?)+): ([^·.]+)", row[2])
    for entities, properties in named:
        for entity in re.findall(r"`([^`]+)`", entities):
            assert entity in ENTITIES, entity
            for name in re.findall(r"[\w-]+", properties.replace("(deprecated)", "")):
                cited = {source for fact in FACTS[entity, name] for source in fact.get("sources", [])}
                assert entry in cited, f"{entity} {name}"
    assert named or "the source `seed-003` itself" in row[2] or "left out" in row[2]


# The contradictions


def test_the_contradictions_are_numbered_without_a_gap() -> None:
    numbers = [int(row[0]) for row in NUMBERED]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 53
    first, later = CONTRADICTIONS.split("## Found later")
    assert len([row for row in _rows(first) if row[0].isdigit()]) == 41
    assert _rows(later)[0][0] == "42"


def _named(cell: str) -> list[tuple[str, list[str]]]:
    """The entities that a cell names, each with the properties that follow its name."""
    found = []
    for entity, words in NAMED.findall(cell):
        known = {name for subject, name in FACTS if subject == entity}
        properties = [word for word in re.findall(r"[a-zA-Z-]+", words) if word in known or _is_term(word)]
        found.append((entity, properties))
    return found


def _is_term(word: str) -> bool:
    return re.search(r"[a-z][A-Z]", word) is not None


@pytest.mark.parametrize("row", NUMBERED, ids=lambda row: row[0])
def test_what_a_contradiction_names_exists(row: list[str]) -> None:
    """Every entity and event is in the fact files, and has a fact of every property that is named."""
    subjects = {subject for subject, _ in FACTS} | ENTITIES
    for entity, properties in _named(row[2]):
        assert entity in subjects
        for name in properties:
            assert (entity, name) in FACTS, f"{entity} {name}"


@pytest.mark.parametrize(
    "row", [row for row in NUMBERED if ": rival claims" in row[2]], ids=lambda row: row[0]
)
def test_rival_claims_are_rivals_in_the_facts(row: list[str]) -> None:
    for entity, words in NAMED.findall(row[2].split(": rival claims")[0])[-1:]:
        names = re.findall(r"[a-zA-Z-]+", words)
        assert names
        assert (entity, names[-1]) in _disputed()


def test_every_dispute_of_the_facts_is_a_numbered_contradiction() -> None:
    named = {(entity, name) for row in NUMBERED for entity, names in _named(row[2]) for name in names}
    assert _disputed() - named == set()
