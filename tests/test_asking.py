"""Questions asked in other words."""

from __future__ import annotations

import pytest

from innograph.errors import UnknownNameError
from innograph.questions import catalogue, find

QUESTIONS = catalogue()


def test_there_are_at_least_thirty_questions():
    """The catalogue holds the questions that the project promises."""
    assert len(QUESTIONS) >= 30


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_found_by_its_name_and_each_of_its_wordings(name):
    """Every wording of a header leads to its own question."""
    for asked in (name, QUESTIONS[name].summary, *QUESTIONS[name].wordings):
        if asked == name or " " in asked:
            assert find(asked, QUESTIONS).name == name


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("who directed which themes", "directors-by-theme"),
        ("Which themes did which directors handle?", "directors-by-theme"),
        ("which directers handled wich themes", "directors-by-theme"),
        ("what happened when in the case", "timeline"),
        ("who was on death row", "death-row-cases"),
        ("what is disputed", "disputed-facts"),
    ],
)
def test_a_question_is_found_in_other_words(asked, name):
    """Order of words, typing and other wordings are forgiven."""
    assert find(asked, QUESTIONS).name == name


@pytest.mark.parametrize("asked", ["who killed whom", "weather in Ohio tomorrow", "directors", "xyzzy", " "])
def test_what_is_not_certain_is_offered_and_not_guessed(asked):
    """Below the threshold the nearest are offered."""
    with pytest.raises(UnknownNameError) as caught:
        find(asked, QUESTIONS)
    assert "`innograph ask` lists" in str(caught.value.hint)
    assert caught.value.exit_code == 2


def test_the_command_says_which_question_it_answers(run):
    """The question that was understood goes to standard error, the answer to standard output."""
    result = run("ask", "who directed which themes", "-f", "csv")
    assert result.exit_code == 0
    assert result.stderr == "directors-by-theme: Which directors handled which themes?\n"
    assert result.stdout == run("ask", "directors-by-theme", "-f", "csv").stdout


def test_the_command_offers_the_nearest(run):
    """Exit code 2, and names to choose from."""
    result = run("ask", "who paid the lawyers")
    assert result.exit_code == 2
    assert "nearest:" in result.stderr
