"""Bad facts through the command line: each mistake is a line with its place and a hint, and nothing is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from innograph import ontology as vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

GOOD = """\
sources:
  web: {publisher: pub, kind: article}
publishers:
  pub: {label: Pub}
people:
  ann: {label: Ann}
  bob: {label: Bob}
films:
  film:
    label: Film
    title: {value: Film, sources: [web]}
    covers: {value: case-bob, sources: [web]}
    runtimeMinutes: {value: 86, sources: [web]}
    credits:
      director: {value: ann, sources: [web]}
cases:
  case-bob:
    label: Bob case
    exoneree: {value: bob, sources: [web]}
    state: {value: Ohio, sources: [web]}
    dnaContributed: {value: true, sources: [web]}
    events:
      exoneration/1:
        date: {value: 2008-02-15, sources: [web]}
        sources: [web]
"""
LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
WITHOUT_ROLE = (
    "A person without a role: add the credit, or the fact of a case, that says why this person is in the graph; "
    "the roles are a closed list. (id:bob holdsRole)"
)
ALL_SECTIONS = ", ".join(sorted(vocabulary.load().sections()))
MISTAKES = [
    pytest.param(
        ("web]}\n    runtime", "web], pages: 3}\n    runtime"),
        "12:47: unknown key of a fact 'pages'",
        "known are about, inferred, rank, reason, reviewed, sources, value, values, within",
        id="unknown key",
    ),
    pytest.param(
        ("    title:", "    titel:"),
        "11:5: unknown property of Film 'titel'",
        "did you mean title?",
        id="unknown property",
    ),
    pytest.param(
        ("sources: [web]}\n    dna", "sources: [web]}\n    number: {value: 1, sources: [web]}\n    dna"),
        "21:5: unknown property of Case 'number'",
        None,
        id="property of another class",
    ),
    pytest.param(
        ("films:", "movies:"),
        "8:1: unknown section 'movies'",
        f"known are {ALL_SECTIONS}",
        id="unknown class",
    ),
    pytest.param(
        ("covers: {value: case-bob, sources: [web]", "covers: {value: case-bob, sources: [wbe]"),
        "12:41: unknown source 'wbe'",
        "did you mean web?",
        id="unknown source",
    ),
    pytest.param(
        ("covers: {value: case-bob", "covers: {value: case-bobby"),
        "12:21: unknown entity 'case-bobby'",
        "did you mean case-bob?",
        id="unknown entity",
    ),
    pytest.param(
        ("director: {value: ann", "director: {value: film"),
        "15:25: film is of the class Film",
        "needed here: Person",
        id="entity of another class",
    ),
    pytest.param(
        ("title: {value: Film, sources: [web]}", "title: {value: Film}"),
        "11:12: a fact without a source",
        "add 'sources: [...]'",
        id="fact without a source",
    ),
    pytest.param(
        ("title: {value: Film, sources: [web]}", "title: Film"),
        "11:12: a fact without a source",
        "write {value: …, sources: [...]}, or a list of such",
        id="bare value",
    ),
    pytest.param(
        ("2008-02-15", "2008-02-30"),
        "24:23: date: '2008-02-30' is not a date",
        "write 2008, 2008-02 or 2008-02-15",
        id="date that is none",
    ),
    pytest.param(
        ("value: 86", "value: long"),
        "13:29: runtimeMinutes: 'long' is not a whole number",
        "write digits only, without leading zeros",
        id="word for a number",
    ),
    pytest.param(
        ("value: 86", "value: 086"),
        "13:29: runtimeMinutes: '086' is not a whole number",
        "write digits only, without leading zeros",
        id="leading zero",
    ),
    pytest.param(
        ("value: true", "value: yes"),
        "21:29: dnaContributed: 'yes' is neither true nor false",
        "write true or false",
        id="word for a boolean",
    ),
    pytest.param(
        ("value: case-bob", "value: [case-bob]"),
        "12:21: a value is one text",
        "put several into 'values: [...]'",
        id="list for a text",
    ),
    pytest.param(
        ("  bob: {label: Bob}\n", "  bob: {label: Bob}\nplatforms:\n  bob: {label: Bob's}\n"),
        "9:3: bob is described twice",
        "first at facts/facts.yaml:7:3",
        id="duplicate entity",
    ),
    pytest.param(
        ("  bob: {label: Bob}\n", "  bob: {label: Bob}\n  ann: {label: Another Ann}\n"),
        "8:3: key 'ann' is given twice",
        "first at line 6; put all values into one list",
        id="duplicate key",
    ),
    pytest.param(
        (
            "title: {value: Film, sources: [web]}",
            "title: [{value: One, sources: [web]}, {value: Two, sources: [web]}]",
        ),
        "11:21: title has 2 rival values and a tie of ranks: One, Two",
        "give one of them 'rank: preferred' with a reason",
        id="tie of ranks",
    ),
    pytest.param(
        ("    exoneree: {value: bob", "    exoneree: {value: ann"),
        f"7:3: {WITHOUT_ROLE}",
        None,
        id="person without a role",
    ),
    pytest.param(
        ("    state: {value: Ohio, sources: [web]}\n", ""),
        "17:3: A case needs the state of the conviction. (id:case-bob state)",
        None,
        id="case without a state",
    ),
    pytest.param(
        ("value: 86", "value: 0"),
        '13:29: A running time is a number of minutes, 1 or more. (id:film runtimeMinutes "0"^^'
        "<http://www.w3.org/2001/XMLSchema#integer>)",
        None,
        id="running time of nought",
    ),
    pytest.param(
        ("exoneration/1", "wrongful-conviction/1"),
        "23:7: A wrongful conviction is never recorded without its end: add the exoneration to the case's events. "
        "(id:case-bob/wrongful-conviction/1 endedBy)",
        None,
        id="conviction without its end",
    ),
]
BROKEN_FILES = [
    pytest.param(
        GOOD.replace("Bob case", "Bób case").encode("latin-1"),
        "18:13: not UTF-8: byte 0xf3",
        "save the file as UTF-8",
        id="Latin-1",
    ),
    pytest.param(GOOD.encode("utf-16"), "1:1: not UTF-8: byte 0xff", "save the file as UTF-8", id="UTF-16"),
    pytest.param(
        LAUGHS.encode(),
        "1:4: anchors and aliases (&name, *name) are not part of the fact format",
        "write the value out",
        id="aliases that explode",
    ),
    pytest.param(
        b"[" * 50_000, "1:26: nested deeper than any fact", "see docs/fact-format.md", id="deep nesting"
    ),
    pytest.param(
        GOOD.replace("    label: Film", "\tlabel: Film").encode(),
        "10:1: not YAML: ",
        "quote a text that holds ': ' or ' #' or starts with a special character; indent by spaces",
        id="tab",
    ),
    pytest.param(
        b"people: {ann: {label: A\0}}", "1:24: character U+0000 is not allowed", "remove it", id="NUL"
    ),
    pytest.param(b"- people\n", "1:1: a fact file starts with a section", "such as 'people:'", id="list"),
    pytest.param(b"\x89PNG\r\n\x1a\n", "1:1: not UTF-8: byte 0x89", "save the file as UTF-8", id="picture"),
]


@pytest.fixture
def store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts_folder: Callable[..., Path], run: Run
) -> Path:
    """The folder of stores, with one of good facts; the test works beside the folder ``facts``."""
    folder = tmp_path / "stores"
    monkeypatch.setenv("INNOGRAPH_CACHE", str(folder))
    monkeypatch.chdir(tmp_path)
    facts_folder(GOOD)
    built = run("build", "--facts", "facts")
    assert (built.exit_code, built.stderr) == (0, "")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """All that a folder of stores holds but Oxigraph's own files."""
    paths = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "oxigraph"]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def refused(run: Run, store: Path, findings: list[str]) -> None:
    """Check and build refuse the facts with all of *findings*, and leave the stores as they were."""
    before = contents(store)
    checked = run("check", "--facts", "facts")
    built = run("build", "--facts", "facts")
    assert (checked.exit_code, built.exit_code) == (1, 1)
    assert [line for line in findings if line not in checked.stdout] == []
    assert [line for line in findings if line not in built.stderr] == []
    assert built.stdout == ""
    assert built.stderr.startswith(checked.stdout)
    assert built.stderr.endswith(" in the facts; nothing was built\n")
    assert "Traceback" not in checked.output + built.output
    assert contents(store) == before != {}


@pytest.mark.parametrize(("change", "finding", "hint"), MISTAKES)
def test_a_mistake_is_reported_and_nothing_built(
    run: Run,
    store: Path,
    facts_folder: Callable[..., Path],
    change: tuple[str, str],
    finding: str,
    hint: str | None,
) -> None:
    assert GOOD.count(change[0]) == 1
    facts_folder(GOOD.replace(*change))
    refused(run, store, [f"facts/facts.yaml:{finding}\n", *([f"hint: {hint}\n"] if hint else [])])


@pytest.mark.parametrize(("content", "finding", "hint"), BROKEN_FILES)
def test_a_broken_file_is_reported_and_nothing_built(
    run: Run, store: Path, facts_folder: Callable[..., Path], content: bytes, finding: str, hint: str
) -> None:
    facts_folder(content)
    refused(run, store, [f"facts/facts.yaml:{finding}", f"hint: {hint}\n"])


def test_an_empty_folder_is_reported(run: Run, store: Path, tmp_path: Path) -> None:
    (tmp_path / "facts" / "facts.yaml").unlink()
    refused(
        run,
        store,
        ["facts:1:1: no facts here\n", "hint: a fact file ends in .yaml; see docs/fact-format.md\n"],
    )


def test_a_folder_in_place_of_a_file_is_reported(run: Run, store: Path, tmp_path: Path) -> None:
    (tmp_path / "facts" / "folder.yaml").mkdir()
    refused(run, store, ["facts/folder.yaml:1:1: cannot be read: Is a directory\n"])


def test_a_link_that_leads_nowhere_is_reported(run: Run, store: Path, tmp_path: Path) -> None:
    (tmp_path / "facts" / "link.yaml").symlink_to("gone")
    refused(run, store, ["facts/link.yaml:1:1: cannot be read: No such file or directory\n"])


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_folder_that_does_not_exist_is_the_callers_mistake(run: Run, store: Path, command: str) -> None:
    before = contents(store)
    result = run(command, "--facts", "gone")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: unknown folder of facts 'gone'\n"
    assert contents(store) == before


def test_all_mistakes_are_reported_at_once(run: Run, store: Path, facts_folder: Callable[..., Path]) -> None:
    facts_folder(GOOD.replace("    title:", "    titel:").replace("value: true", "value: yes"))
    facts_folder("people:\n  eve: {}\n", "more.yaml")
    checked = run("check", "--facts", "facts")
    assert checked.stdout == (
        "facts/facts.yaml:11:5: unknown property of Film 'titel'\n"
        "hint: did you mean title?\n"
        "facts/facts.yaml:21:29: dnaContributed: 'yes' is neither true nor false\n"
        "hint: write true or false\n"
        "facts/more.yaml:2:3: eve has no label\n"
        "hint: add 'label: …'\n"
    )
    assert checked.stderr == "error: 3 findings\n"
    assert checked.exit_code == 1
    refused(run, store, [])


def test_good_facts_have_no_findings(run: Run, store: Path) -> None:
    checked = run("check", "--facts", "facts")
    assert (checked.exit_code, checked.output) == (0, "no findings in 8 facts\n")
    assert len(list(store.glob("*/manifest.json"))) == 1


def test_the_first_build_of_bad_facts_leaves_no_store(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts_folder: Callable[..., Path]
) -> None:
    monkeypatch.setenv("INNOGRAPH_CACHE", str(tmp_path / "stores"))
    folder = facts_folder("persons: {}\n")
    for command in ("check", "build", "ask"):
        assert run(command, "--facts", folder).exit_code == 1
    assert not (tmp_path / "stores").exists()


def test_a_question_over_bad_facts_is_answered_by_the_findings(
    run: Run, store: Path, facts_folder: Callable[..., Path]
) -> None:
    """Never from a stale store."""
    facts_folder(GOOD.replace("value: true", "value: yes"))
    before = contents(store)
    asked = run("ask", "episodes", "--facts", "facts")
    assert (asked.exit_code, asked.stdout) == (1, "")
    assert "facts/facts.yaml:21:29: dnaContributed: 'yes' is neither true nor false\n" in asked.stderr
    assert contents(store) == before


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("label: Film", 'label: Film\n    was: ["the film"]'), id="former id"),
        pytest.param(
            (
                "director: {value: ann, sources: [web]}",
                "director: {value: ann, inferred: {name: By logic, reasoning: So., premises: [film title Film]}}",
            ),
            id="name of an inference",
        ),
    ],
)
def test_what_cannot_be_part_of_an_iri_is_reported(
    run: Run, store: Path, facts_folder: Callable[..., Path], change: tuple[str, str]
) -> None:
    facts_folder(GOOD.replace(*change))
    refused(run, store, ["hint: ids are lower-case words joined by hyphens: liz-garbus\n"])
