"""Fact files are read strictly: as written, with places, and without YAML's cleverness."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from innograph import resources
from innograph.facts import document
from innograph.facts.document import Mapping, Scalar, Sequence
from innograph.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from innograph.facts.document import Node
    from innograph.model import Finding

    Read = Callable[[str | bytes], tuple[Mapping | None, list[Finding]]]

LOADERS = [yaml.SafeLoader, yaml.CSafeLoader]
NOT_YAML = "quote a text that holds ': ' or ' #' or starts with a special character; indent by spaces"
SCALARS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), max_size=30)
NESTED = st.dictionaries(
    SCALARS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)
BILLION_LAUGHS = "a: &a [lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def read(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read the text of a file named f, with each of PyYAML's two loaders."""
    monkeypatch.setattr(document, "_LOADER", request.param)
    return lambda content: read_text(tmp_path, content)


def read_text(folder: Path, content: str | bytes) -> tuple[Mapping | None, list[Finding]]:
    path = folder / "f.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    findings: list[Finding] = []
    return document.read(path, "f", findings), findings


def lines(findings: list[Finding]) -> list[str]:
    return [line for finding in findings for line in finding.lines()]


def plain(node: Node | None) -> object:
    """The node as dicts, lists and texts."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.text if node else None


def test_every_node_has_its_place(read: Read) -> None:
    node, findings = read("people:\n  ann:\n    label: Ann\n    was: [a, 'b']\n")
    inner = Mapping(
        (
            (Scalar("label", Place("f", 3, 5)), Scalar("Ann", Place("f", 3, 12))),
            (
                Scalar("was", Place("f", 4, 5)),
                Sequence((Scalar("a", Place("f", 4, 11)), Scalar("b", Place("f", 4, 14))), Place("f", 4, 10)),
            ),
        ),
        Place("f", 3, 5),
    )
    people = Mapping(((Scalar("ann", Place("f", 2, 3)), inner),), Place("f", 2, 3))
    assert node == Mapping(((Scalar("people", Place("f", 1, 1)), people),), Place("f", 1, 1))
    assert findings == []


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "Yes",
        "true",
        "1989-01-20",
        "0555567",
        "1_000",
        "0x1F",
        "~",
        "null",
        "1e5",
        ".inf",
        "16.10",
        "=",
        "<<",
    ],
)
def test_a_plain_text_stays_as_it_is_written(read: Read, text: str) -> None:
    node, findings = read(f"key: {text}\n{text}: value\n")
    assert plain(node) == {"key": text, text: "value"}
    assert findings == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("'it''s'", "it's"),
        ('"a\\tb\\u00e9"', "a\tbé"),
        ("|\n  one\n  two", "one\ntwo\n"),
        (">-\n  one\n  two", "one two"),
        ("one\n  two", "one two"),
        ("José 🎬", "José 🎬"),
        ("", ""),
    ],
)
def test_quoted_folded_and_empty_texts(read: Read, written: str, expected: str) -> None:
    node, findings = read(f"key: {written}\n")
    assert plain(node) == {"key": expected}
    assert findings == []


def test_a_repeated_key_is_found_and_its_first_value_kept(read: Read) -> None:
    node, findings = read("people:\n  ann: {label: A}\n  bob: {label: B}\n  ann: {label: C}\n")
    assert plain(node) == {"people": {"ann": {"label": "A"}, "bob": {"label": "B"}}}
    assert lines(findings) == [
        "f:4:3: key 'ann' is given twice",
        "hint: first at line 2; put all values into one list",
    ]


def test_all_repeated_keys_are_found(read: Read) -> None:
    _, findings = read("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n")
    assert [str(finding.place) for finding in findings] == ["f:2:11", "f:3:1", "f:4:1"]


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff", "---\n...\n"])
def test_a_file_without_content_holds_nothing(read: Read, content: str) -> None:
    assert read(content) == (None, [])


@pytest.mark.parametrize(
    "content",
    ["\ufeffa: b\n", "a: b\r\n", "a: b", "---\na: b\n...\n", "%YAML 1.1\n---\na: b\n", "# x\n\na: b # y\n"],
)
def test_harmless_forms_are_accepted(read: Read, content: str) -> None:
    node, findings = read(content)
    assert plain(node) == {"a": "b"}
    assert findings == []


@pytest.mark.parametrize(
    ("content", "place", "message", "hint"),
    [
        pytest.param(
            "a: &x 1\nb: 2\n",
            "f:1:4",
            "anchors and aliases (&name, *name) are not part of the fact format",
            "write the value out",
            id="anchor",
        ),
        pytest.param(
            "a: 1\nb: [*x]\n",
            "f:2:5",
            "anchors and aliases (&name, *name) are not part of the fact format",
            "write the value out",
            id="alias",
        ),
        pytest.param(
            "a: {b: 1}\nc:\n  <<: *a\n",
            "f:3:7",
            "anchors and aliases (&name, *name) are not part of the fact format",
            "write the value out",
            id="merge key with an alias",
        ),
        pytest.param(
            "&x a: 1\n",
            "f:1:1",
            "anchors and aliases (&name, *name) are not part of the fact format",
            "write the value out",
            id="anchor at a key",
        ),
        pytest.param(
            "a: !!str 3\n",
            "f:1:4",
            "tag 'tag:yaml.org,2002:str' is not part of the fact format",
            "remove it",
            id="standard tag",
        ),
        pytest.param(
            "a: !!python/object/apply:os.system [ls]\n",
            "f:1:4",
            "tag 'tag:yaml.org,2002:python/object/apply:os.system' is not part of the fact format",
            "remove it",
            id="python tag",
        ),
        pytest.param("a: ! 3\n", "f:1:4", "tag '!' is not part of the fact format", "remove it", id="bare tag"),
        pytest.param(
            "a: 1\n---\nb: 2\n", "f:2:1", "a second YAML document", "remove the line '---'", id="two documents"
        ),
        pytest.param("---\n---\n", "f:2:1", "a second YAML document", "remove the line '---'", id="two empty ones"),
        pytest.param("? [a]\n: 1\n", "f:1:3", "a key must be a word", "see docs/fact-format.md", id="list as key"),
        pytest.param("{a: 1}: 2\n", "f:1:1", "a key must be a word", "see docs/fact-format.md", id="map as key"),
        pytest.param("- a\n", "f:1:1", "a fact file starts with a section", "such as 'people:'", id="list at top"),
        pytest.param("word\n", "f:1:1", "a fact file starts with a section", "such as 'people:'", id="word at top"),
        pytest.param("~\n", "f:1:1", "a fact file starts with a section", "such as 'people:'", id="tilde at top"),
        pytest.param(
            f"a: {'[' * 30}{']' * 30}\n",
            "f:1:28",
            "nested deeper than any fact",
            "see docs/fact-format.md",
            id="deep",
        ),
        pytest.param(
            "{a: " * 500, "f:1:98", "nested deeper than any fact", "see docs/fact-format.md", id="deep mapping"
        ),
        pytest.param("a: b\0\n", "f:1:5", "character U+0000 is not allowed", "remove it", id="NUL"),
        pytest.param("a: 1\nb: x\x01\n", "f:2:5", "character U+0001 is not allowed", "remove it", id="control"),
        pytest.param(
            "a: é🎬\nb: José\x1b\n", "f:2:8", "character U+001B is not allowed", "remove it", id="control after é"
        ),
        pytest.param(
            "a: 🎬🎬🎬🎬\x01", "f:1:8", "character U+0001 is not allowed", "remove it", id="control at the end"
        ),
        pytest.param("a: \x7f\n", "f:1:4", "character U+007F is not allowed", "remove it", id="delete"),
        pytest.param(
            "a: 1\n".encode("utf-16-be"), "f:1:1", "character U+0000 is not allowed", "remove it", id="UTF-16 BE"
        ),
        pytest.param(
            "a: 1\n".encode("utf-16"), "f:1:1", "not UTF-8: byte 0xff", "save the file as UTF-8", id="UTF-16 BOM"
        ),
        pytest.param(
            "a: x\nbc: José\n".encode("latin-1"),
            "f:2:8",
            "not UTF-8: byte 0xe9",
            "save the file as UTF-8",
            id="Latin-1",
        ),
        pytest.param(
            "a: é ".encode() + b"\xff\n", "f:1:6", "not UTF-8: byte 0xff", "save the file as UTF-8", id="mixed"
        ),
        pytest.param(b"a: \xed\xa0\x80\n", "f:1:4", "not UTF-8: byte 0xed", "save the file as UTF-8", id="surrogate"),
        pytest.param(b"a: \xc3", "f:1:4", "not UTF-8: byte 0xc3", "save the file as UTF-8", id="cut off"),
    ],
)  # fmt: skip
def test_what_is_refused(read: Read, content: str | bytes, place: str, message: str, hint: str) -> None:
    node, findings = read(content)
    assert lines(findings) == [f"{place}: {message}", f"hint: {hint}"]
    assert node is None


@pytest.mark.parametrize(
    ("content", "place"),
    [
        pytest.param("a:\n\tb: 1\n", "f:2:1", id="tab"),
        pytest.param("a: b: c\n", "f:1:5", id="colon"),
        pytest.param("a: [1\n", "f:2:1", id="open list"),
        pytest.param("a: 'x\n", "f:2:1", id="open quote"),
        pytest.param("a: 1\n b: 2\n", "f:2:3", id="indentation"),
        pytest.param("a: @b\n", "f:1:4", id="reserved character"),
        pytest.param("a: 1\nb\nc: 2\n", "f:3:1", id="key without colon"),
        pytest.param("a: !z!b 1\n", "f:1:4", id="unknown tag handle"),
    ],
)
def test_what_is_not_yaml_is_one_finding_with_its_place(read: Read, content: str, place: str) -> None:
    node, findings = read(content)
    first, hint = lines(findings)
    assert first.startswith(f"{place}: not YAML: ")
    assert hint == f"hint: {NOT_YAML}"
    assert node is None


@pytest.mark.parametrize(
    "content",
    [BILLION_LAUGHS, "[" * 100_000, "{a: " * 100_000, "- " * 50_000],
    ids=["billion laughs", "lists", "mappings", "dashes"],
)
def test_a_file_that_explodes_is_refused_at_once(read: Read, content: str) -> None:
    start = time.perf_counter()
    node, findings = read(content)
    assert (node, len(findings)) == (None, 1)
    assert time.perf_counter() - start < 2


def test_the_levels_that_are_allowed(read: Read) -> None:
    deepest = document.MAX_DEPTH
    assert read("{a: " * deepest + "1" + "}" * deepest)[1] == []
    assert len(read("{a: " * (deepest + 1) + "1" + "}" * (deepest + 1))[1]) == 1


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: path.mkdir(), "Is a directory", id="folder"),
        pytest.param(lambda path: path.symlink_to("gone"), "No such file or directory", id="dangling link"),
        pytest.param(lambda path: path.symlink_to(path), "Too many levels of symbolic links", id="loop"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, make: Callable[[Path], None], reason: str) -> None:
    path = tmp_path / "f.yaml"
    make(path)
    findings: list[Finding] = []
    assert document.read(path, "f", findings) is None
    assert lines(findings) == [f"f:1:1: cannot be read: {reason}"]


@given(st.text() | st.text("ab:-[]{}&*!|>'\"#%@?,~\n\t \0\ufeffé🎬\x85\u2028", max_size=40))
def test_any_text_gives_a_mapping_nothing_or_a_finding(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    node, findings = read_text(folder, text.encode("utf-8", "surrogatepass"))
    assert node is None or isinstance(node, Mapping)
    assert all(finding.place.line >= 1 and finding.place.column >= 1 for finding in findings)


@given(st.binary(max_size=60))
def test_any_bytes_give_a_mapping_nothing_or_a_finding(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    node, findings = read_text(tmp_path_factory.mktemp("any"), content)
    assert node is None or isinstance(node, Mapping)
    assert all(finding.place.file == "f" for finding in findings)


@given(NESTED)
def test_what_yaml_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, written: dict[str, object]
) -> None:
    text = yaml.safe_dump(written, default_style='"', allow_unicode=True, sort_keys=False)
    node, findings = read_text(tmp_path_factory.mktemp("dump"), text)
    assert findings == []
    assert plain(node) == written


def by_each_loader(folder: Path, content: str | bytes) -> list[tuple[Mapping | None, list[Finding]]]:
    results = []
    for loader in LOADERS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(document, "_LOADER", loader)
            results.append(read_text(folder, content))
    return results


@pytest.mark.parametrize("path", sorted(resources.facts().glob("*.yaml")), ids=lambda path: path.name)
def test_the_real_fact_files_are_the_same_nodes_to_both_loaders(tmp_path: Path, path: Path) -> None:
    """The pure one is there where PyYAML was built without libyaml."""
    pure, fast = by_each_loader(tmp_path, path.read_bytes())
    assert pure[1] == []
    assert pure == fast


@given(
    written=NESTED, flow=st.sampled_from([True, False, None]), style=st.sampled_from(["'", '"', "|", None])
)
def test_both_loaders_read_the_same_nodes(
    tmp_path_factory: pytest.TempPathFactory, written: dict[str, object], flow: bool | None, style: str | None
) -> None:
    text = yaml.safe_dump(written, default_style=style, default_flow_style=flow, allow_unicode=True)
    pure, fast = by_each_loader(tmp_path_factory.mktemp("both"), text)
    assert pure == fast
