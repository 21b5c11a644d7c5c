"""Generated pages are fresh, and every term is of use."""

from __future__ import annotations

import pytest

from innograph import dataset, documentation, facts, ontology, questions, resources


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


def test_every_term_is_used_by_a_fact_or_a_question(parts):
    """A class or property that nothing uses is gone."""
    known, made, asked = parts
    used = documentation.uses(known, made, asked.values())

    assert [name for name, counts in used.items() if counts == (0, 0)] == []


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
