"""The duty of care: each check fires on facts that break it, and lets the rest pass."""

from __future__ import annotations

import pytest

from innograph.facts.care import name_digest

CASE = """
cases:
  case-one:
    label: One case
    exoneree: {value: person-one, sources: [page]}
    state: {value: Ohio, sources: [page]}
    events:
      exoneration/1: {date: {value: 2001, sources: [page]}}
"""
BASE = """
sources:
  page: {publisher: press, kind: article}
publishers:
  press: {label: Press}
people:
  person-one: {label: Person One}
"""
FILM = """
films:
  film-one:
    label: Film One
    title: {value: Film One, sources: [page]}
    portrays: {value: person-two, sources: [page]}
"""


def findings(run, folder) -> str:
    """What `innograph check` prints about a folder of facts."""
    result = run("check", "--facts", folder)
    assert result.exit_code in (0, 1), result.output
    return "" if result.exit_code == 0 else result.stdout


def test_clean_facts_pass(run, facts_folder):
    """A case with its exoneration and its exoneree has no finding."""
    assert findings(run, facts_folder(BASE + CASE)) == ""


def test_a_person_needs_a_role_of_the_closed_list(run, facts_folder):
    """A person whom no credit and no fact of a case gives a role is refused."""
    found = findings(run, facts_folder(BASE))
    assert "A person without a role" in found
    assert "facts.yaml:7:3" in found


@pytest.mark.parametrize("section", ["victims", "crime_victims"])
def test_there_is_no_section_for_victims(run, facts_folder, section):
    """The ontology has no class for victims, so no section either."""
    assert f"unknown section '{section}'" in findings(run, facts_folder(BASE + CASE + f"{section}: {{}}\n"))


def test_there_is_no_role_of_a_victim(ontology):
    """No role of the closed list is a victim's."""
    roles = [t.subject.value for t in ontology.triples if t.object.value.endswith("#Role")]
    assert len(roles) > 15
    assert not [role for role in roles if "victim" in role]


def test_a_perpetrator_needs_a_conviction_or_confession(run, facts_folder):
    """`perpetrator` without a cited `admission` of the person is refused; with one it passes."""
    case = CASE.replace("    state:", "    perpetrator: {value: person-two, sources: [page]}\n    state:")
    bare = BASE + "  person-two: {label: Person Two}\n" + case
    assert "perpetrator without a cited conviction or confession" in findings(run, facts_folder(bare))

    cited = bare.replace(
        "{label: Person Two}", "{label: Person Two, admission: {value: convicted in 2002, sources: [page]}}"
    )
    assert findings(run, facts_folder(cited)) == ""


def test_a_subject_who_was_not_exonerated_needs_an_outcome(run, facts_folder):
    """Who is portrayed without an exoneration has a sourced outcome in neutral words."""
    bare = BASE + "  person-two: {label: Person Two}\n" + CASE + FILM
    assert "person who was not exonerated without an outcome" in findings(run, facts_folder(bare))

    told = bare.replace(
        "{label: Person Two}", "{label: Person Two, outcome: {value: acquitted in 2003, sources: [page]}}"
    )
    assert findings(run, facts_folder(told)) == ""


def test_a_subject_who_was_not_exonerated_has_no_conviction_facts(run, facts_folder):
    """A case about a person who is portrayed as not exonerated is refused."""
    second = CASE.replace("case-one", "case-two").replace("person-one", "person-two").split("cases:\n")[1]
    second = second.replace("exoneration/1", "wrongful-conviction/1")
    text = BASE + "  person-two: {label: P, outcome: {value: open, sources: [page]}}\n" + CASE + second + FILM
    found = findings(run, facts_folder(text))
    assert "conviction facts about a person who was not exonerated" in found
    assert "A wrongful conviction is never recorded without its end" in found


def test_an_exoneree_is_not_a_mere_subject(run, facts_folder):
    """An exoneree is reached through the case that a work covers."""
    text = BASE + CASE + FILM.replace("person-two", "person-one")
    assert "exoneree given as a person who was not exonerated" in findings(run, facts_folder(text))


def test_a_wrongful_conviction_needs_its_end(run, facts_folder):
    """Without an exoneration in the case a conviction is refused."""
    text = BASE + CASE.replace("exoneration/1", "wrongful-conviction/1")
    assert "A wrongful conviction is never recorded without its end" in findings(run, facts_folder(text))


@pytest.mark.parametrize(
    "title",
    [
        "The Murder of Jane Doe",
        "Who Killed Jane Doe?",
        "the killing of jane doe",
        "https://example.org/2020/the-murder-of-jane-doe",
        "Deaths of Jane Doe and another",
    ],
)
def test_a_text_that_may_name_a_victim_needs_a_review(run, facts_folder, title):
    """Titles and addresses of that form are refused until they are on the list of the reviewed."""
    text = BASE + CASE + FILM.replace("portrays: {value: person-two", f'alias: {{value: "{title}"')
    folder = facts_folder(text)
    assert "a text that may name a victim" in findings(run, folder)

    facts_folder(f"# reviewed\n{title}\n", "reviewed-names.txt")
    assert findings(run, folder) == ""


@pytest.mark.parametrize("title", ["The Murder of a Neighbour", "Deaths in Custody", "A Murder in the Park"])
def test_a_title_without_a_name_passes(run, facts_folder, title):
    """Only what looks like a name after such words is held back."""
    text = BASE + CASE + FILM.replace("portrays: {value: person-two", f"alias: {{value: {title}")
    assert findings(run, facts_folder(text)) == ""


@pytest.mark.parametrize(
    "written",
    ["Renée Example", "renee example", "Example, Renee", "a remark by Renée Example, who was there"],
)
def test_a_removed_name_does_not_come_back(run, facts_folder, written):
    """A name on the list of removals is refused in any text, in any order and without accents."""
    text = BASE + CASE + FILM.replace("portrays: {value: person-two", f'alias: {{value: "{written}"')
    folder = facts_folder(text)
    assert findings(run, folder) == ""

    facts_folder(f"# asked in 2026\n{name_digest('Renée Example')}\n", "removed-names.sha256")
    found = findings(run, folder)
    assert "a name on the list of removals" in found
    assert "Example" not in found.split("hint:")[0].replace("facts.yaml", "")


def test_an_id_of_a_removed_person_does_not_come_back(run, facts_folder):
    """An id is made of the name, so it is looked at too."""
    folder = facts_folder(BASE + CASE)
    facts_folder(f"{name_digest('Person One')}\n", "removed-names.sha256")
    assert "a name on the list of removals" in findings(run, folder)


def test_digest_of_a_name_is_the_documented_one():
    """SHA-256 of the words without accents, in lower case, sorted."""
    from hashlib import sha256

    assert name_digest("García, José") == sha256(b"garcia jose").hexdigest()


def test_lists_of_names_are_part_of_the_digest(facts_folder):
    """A name added to a list makes the store stale."""
    from innograph.store import digest_of

    folder = facts_folder(BASE)
    before = digest_of(folder)
    facts_folder("0" * 64, "removed-names.sha256")

    assert digest_of(folder) != before
