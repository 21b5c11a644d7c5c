"""Generated pages are fresh, and every term is of use."""

from __future__ import annotations

import json
import os
import re

import pytest

from innograph import dataset, documentation, facts, ontology, questions, resources
from innograph.cli import cli


@pytest.fixture(scope="module")
def parts():
    """The ontology, the real dataset and the catalogue."""
    known = ontology.load()
    made = dataset.build(facts.load(resources.facts(), known), known)
    return known, made, questions.catalogue()


@pytest.mark.parametrize("name", ["ontology.md", "questions.md", "vocabulary-use.md"])
def test_page_is_fresh(parts, name):
    """The committed page is what the ontology, the questions and the facts make now (`make docs`)."""
    committed = (resources.root() / "docs" / name).read_text(encoding="utf-8")

    assert documentation.pages(*parts)[name] == committed


def test_every_term_is_used_by_a_fact_a_question_or_an_import(parts):
    """A class or property that nothing uses is gone."""
    known, made, asked = parts
    used = documentation.uses(known, made, asked.values())

    assert [name for name, counts in used.items() if not any(counts)] == []


def test_every_term_and_question_has_its_entry(parts):
    """Each class, property and question is documented under its name."""
    known, made, asked = parts
    made_pages = documentation.pages(known, made, asked)
    missing = [
        name
        for name in (*known.classes, *known.properties)
        if f"\n### {name}\n" not in made_pages["ontology.md"]
    ]
    missing += [name for name in asked if f"\n## {name}\n" not in made_pages["questions.md"]]

    assert missing == []


def _committed(name: str) -> str:
    return (resources.root() / "docs" / name).read_text(encoding="utf-8")


def test_the_page_on_the_commands_is_fresh(run):
    """It is what `--help` prints now, at a hundred columns (`make docs`)."""
    page = _committed("commands.md")

    assert documentation.commands_page(cli) == page
    for name in cli.commands:
        printed = run(name, "--help", terminal_width=100).stdout.replace("Usage: cli", "Usage: innograph")
        assert f"## {name}\n\n```text\n{printed}```\n" in page


def test_every_environment_variable_is_in_the_help():
    """Those that innograph reads."""
    code = "".join(path.read_text(encoding="utf-8") for path in resources.PACKAGE.rglob("*.py"))
    read = set(re.findall(r'environ(?:\.get)?[(\[]"(\w+)"|"(\w+)" (?:not )?in os\.environ', code))
    names = {first or second for first, second in read}
    assert names >= {"INNOGRAPH_CACHE", "NO_COLOR", "COLUMNS"}
    assert [name for name in names if name not in _committed("commands.md")] == []


def test_the_notebook_gives_what_it_shows(cache, tmp_path, monkeypatch):
    """Run by a real kernel in an empty folder (`make docs`)."""
    monkeypatch.chdir(tmp_path)
    text = _committed("python.ipynb")

    made = documentation.executed(text)
    outputs = [[cell.get("outputs") for cell in json.loads(each)["cells"]] for each in (made, text)]
    assert outputs[0] == outputs[1]
    assert made == text
    assert not list(tmp_path.iterdir())


def test_the_notebook_tells_nothing_of_a_machine():
    """No path, no address in memory, no time, and no cell that failed."""
    text = _committed("python.ipynb")
    shown = json.loads(text)
    code = [cell for cell in shown["cells"] if cell["cell_type"] == "code"]

    assert all(cell["outputs"] and cell["execution_count"] for cell in code)
    assert not re.search(r"0x[0-9a-f]{6}|/(home|root|tmp|Users)/|iopub|\d\d:\d\d:\d\d", text)
    assert "Traceback" not in text
    assert os.environ.get("USER", "no user") not in shown["metadata"]
