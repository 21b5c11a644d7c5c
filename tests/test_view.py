"""The page as a file: what it holds, and that nothing in it can act. How it behaves is tested in a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from innograph import network, resources, view
from innograph.errors import ResourceError, UnknownNameError
from innograph.view import installed
from innograph.view.page import MODULES, RENDERERS, SCRIPTS, own_script
from innograph.view.scope import NotDrawnError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from innograph.store import Store

INNOGRAPH = [sys.executable, "-m", "innograph"]


class _Parts(HTMLParser):
    """The elements of a page, as a parser of HTML sees them, and the texts of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", {}))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.elements[-1] if self.elements else ("", {})
        if tag in ("script", "style", "title"):
            self.texts.append((tag, attributes, data))

    def text(self, element_id: str) -> str:
        return "".join(data for _, attributes, data in self.texts if attributes.get("id") == element_id)


@pytest.fixture(scope="module")
def whole(whole_pages: dict[str, Path]) -> str:
    return whole_pages["vis"].read_text(encoding="utf-8")


def _ids(store: Store, **choice: Any) -> set[str]:
    return {node.id for node in view.choose(store, **choice).nodes}


@pytest.fixture(scope="module")
def parts(whole: str) -> _Parts:
    return _Parts(whole)


def test_the_page_is_one_file_that_names_no_address(whole: str, parts: _Parts) -> None:
    assert whole.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    addresses = [
        value
        for _, attributes in parts.elements
        for name, value in attributes.items()
        if name in ("src", "href", "srcset", "data", "action", "poster")
    ]
    assert addresses == ["data:,", "#search"]
    style = "".join(text for tag, _, text in parts.texts if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("large", [False, True])
def test_the_policy_admits_the_scripts_and_the_style_of_the_page_and_nothing_else(
    real_store: Store, large: bool
) -> None:
    parts = _Parts(view.page(real_store, view.choose(real_store, ["levon-brooks"], 1), large=large))
    policy = next(
        a["content"] or "" for _, a in parts.elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    digests: dict[str, list[str]] = {"script": [], "style": []}
    for tag, attributes, text in parts.texts:
        if tag in digests and attributes.get("type") != "application/octet-stream":
            digests[tag].append(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'")
    assert len(digests["script"]) == 3
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src {' '.join(digests['script'])}",
        f"style-src {digests['style'][0]}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_nothing_acts_from_an_attribute(parts: _Parts) -> None:
    acting = [name for _, attributes in parts.elements for name in attributes if name.startswith("on")]
    styled = [attributes for _, attributes in parts.elements if "style" in attributes]
    assert (acting, styled) == ([], [])


def test_the_same_graph_gives_the_same_bytes(real_store: Store, whole: str) -> None:
    program = (
        "import sys; from innograph import view; from innograph.opening import open_current;"
        "s = open_current(None, None, print)[0];"
        "sys.stdout.buffer.write(view.page(s, view.choose(s)).encode())"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7"}
    finished = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, env=env)
    assert finished.stdout == whole.encode()


def test_pyvis_is_read_without_being_imported(real_store: Store) -> None:
    program = (
        "import sys; from innograph import view; from innograph.opening import open_current;"
        "s = open_current(None, None, print)[0]; view.page(s, view.choose(s));"
        "print(*(name for name in ('pyvis', 'networkx', 'IPython', 'rdflib') if name in sys.modules))"
    )
    finished = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert finished.stdout == "\n"


def test_without_pyvis_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch, real_store: Store) -> None:
    monkeypatch.setattr(installed, "find_spec", {}.get)
    with pytest.raises(ResourceError, match="pyvis is not installed") as raised:
        view.page(real_store, view.choose(real_store, ["episode-7"]))
    assert "pip install" in (raised.value.hint or "")


def test_each_module_imports_what_an_earlier_one_exports() -> None:
    exported: set[tuple[str, str]] = set()
    for module in MODULES:
        text = (SCRIPTS / f"{module}.js").read_text(encoding="utf-8")
        for names, source in re.findall(r'^import \{ (.+) \} from "\./(\w+)\.js";$', text, re.MULTILINE):
            assert {(source, name) for name in names.split(", ")} <= exported
        assert len(re.findall("^import ", text, re.MULTILINE)) == len(
            re.findall(r"^import \{ ", text, re.MULTILINE)
        )
        found = {(module, name) for name in re.findall(r"^export function (\w+)", text, re.MULTILINE)}
        assert len(re.findall("^export ", text, re.MULTILINE)) == len(found)
        exported |= found
    assert {path.stem for path in SCRIPTS.glob("*.js")} == set(MODULES)
    names = [name for module, name in exported if module != "large"]  # one renderer stands for the other
    assert len(names) == len(set(names))
    for renderer in RENDERERS:
        assert "innerHTML" not in own_script(renderer)


def test_focus_shows_what_is_within_so_many_steps(toy_store: Store) -> None:
    edges = list(network.edges(toy_store))
    start = edges[0].source
    near = {
        start,
        *(e.target for e in edges if e.source == start),
        *(e.source for e in edges if e.target == start),
    }
    assert {node.id for node in view.choose(toy_store, [start], 0).nodes} == {start}
    assert {node.id for node in view.choose(toy_store, [start], 1).nodes} == near
    far = {node.id for node in view.choose(toy_store, [start], 99).nodes}
    assert near < far <= {node.id for node in network.nodes(toy_store)}


def test_edges_are_shown_between_shown_nodes_only(real_store: Store) -> None:
    scene = view.choose(real_store, ["Levon Brooks"], 1)
    ids = {node.id for node in scene.nodes}
    expected = {edge.key for edge in network.edges(real_store) if {edge.source, edge.target} <= ids}
    assert {edge.key for edge in scene.edges} == expected


@pytest.mark.parametrize("types", [["Exoneree", "Case"], ["exoneree", "CASE"]])
def test_types_are_named_by_class_or_label(real_store: Store, types: list[str]) -> None:
    assert {node.type for node in view.choose(real_store, types=types).nodes} == {"Exoneree", "Case"}


def test_a_type_holds_its_subtypes(real_store: Store) -> None:
    kinds = {node.type for node in view.choose(real_store, types=["work"]).nodes}
    assert {"Film", "Series", "Episode"} <= kinds
    assert "Case" not in kinds


def test_what_is_in_focus_is_shown_whatever_its_type(real_store: Store) -> None:
    scene = view.choose(real_store, ["Levon Brooks"], 2, ["film"])
    assert {node.type for node in scene.nodes} == {"Exoneree", "Film"}


def test_an_unknown_type_is_told_with_near_ones(real_store: Store) -> None:
    with pytest.raises(UnknownNameError, match="unknown type 'exonere'") as raised:
        view.choose(real_store, types=["exonere"])
    assert "did you mean 'exoneree'" in (raised.value.hint or "").lower()


def test_an_entity_that_is_no_node_is_told(real_store: Store) -> None:
    with pytest.raises(NotDrawnError, match="case-levon-brooks/exoneration/1 is no node of the network"):
        view.choose(real_store, ["case-levon-brooks/exoneration/1"])


@pytest.mark.parametrize(
    ("focus", "name"),
    [
        ([], "innograph.html"),
        (["episode-7"], "innograph-episode-7.html"),
        (["Levon Brooks", "José/../x"], "innograph-levon-brooks-josé-x.html"),
        (["/"], "innograph.html"),
    ],
)
def test_the_file_is_named_after_its_focus(focus: list[str], name: str) -> None:
    assert view.common_name(focus) == name


def test_view_says_what_it_wrote(run: Callable[..., Result], real_store: Store, tmp_path: Path) -> None:
    finished = run("view", "--focus", "episode-7", "--depth", "1", "-o", tmp_path / "x.html")
    assert (finished.exit_code, finished.stderr) == (0, "")
    assert re.fullmatch(
        rf"{re.escape(str(tmp_path))}/x\.html: \d+ entities, \d+ connections\n", finished.stdout
    )
    assert (tmp_path / "x.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]


def test_view_writes_to_standard_output(run: Callable[..., Result], real_store: Store) -> None:
    finished = run("view", "--focus", "episode-7", "-o", "-")
    assert finished.stdout_bytes.startswith(b"<!doctype html>")
    assert finished.stdout_bytes.endswith(b"</html>")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--depth", "2"], "--depth says how far around --focus ENTITY"),
        (["--focus", "episode-7", "--depth", "-1"], "-1 is not in the range x>=0"),
        (["--focus", "Levon Broks"], "did you mean 'Levon Brooks"),
        (["--types", "flim"], "unknown type 'flim'"),
        (["--open", "-o", "-"], "--open opens a file"),
    ],
)
def test_what_does_not_exist_or_fit_is_a_usage_error(
    run: Callable[..., Result], real_store: Store, arguments: list[str], complaint: str
) -> None:
    finished = run("view", *arguments)
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert complaint in finished.stderr


def test_a_page_that_cannot_be_written_is_exit_code_1(run: Callable[..., Result], real_store: Store) -> None:
    finished = run("view", "-o", "/nowhere/x.html")
    assert finished.exit_code == 1
    assert finished.stderr.startswith("error: /nowhere/x.html cannot be written")


ANSWER = ("ask", "episodes", "--view", "innograph-answer.html", "--open")


def _opened(tmp_path: Path, script: str, *command: str) -> subprocess.CompletedProcess[str]:
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    browser.chmod(0o755)
    command = command or ("view", "--focus", "episode-7", "--open")
    env = {**os.environ, "BROWSER": f"{browser} %s", "PYTHONPATH": str(resources.PACKAGE.parent)}
    return subprocess.run(
        [*INNOGRAPH, *command], check=False, capture_output=True, text=True, cwd=tmp_path, env=env
    )


def test_open_hands_the_page_to_the_browser(real_store: Store, tmp_path: Path) -> None:
    finished = _opened(tmp_path, f'printf %s "$1" > {tmp_path}/opened')
    assert (finished.returncode, finished.stderr) == (0, "")
    assert (tmp_path / "opened").read_text() == (tmp_path / "innograph-episode-7.html").as_uri()


def test_open_hands_the_page_of_an_answer_to_the_browser(
    run: Callable[..., Result], real_store: Store, tmp_path: Path
) -> None:
    finished = _opened(tmp_path, f'printf %s "$1" > {tmp_path}/opened', *ANSWER)
    assert finished.returncode == 0
    assert finished.stdout.startswith("number")
    assert (tmp_path / "opened").read_text() == (tmp_path / "innograph-answer.html").as_uri()
    for page in ((), ("--view", "-")):
        refused = run("ask", "episodes", "--open", *page)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "--open opens a page; name a file for it with --view FILE" in refused.stderr


def test_a_browser_that_does_not_start_is_told(real_store: Store, tmp_path: Path) -> None:
    finished = _opened(tmp_path, "exit 1")
    assert finished.returncode == 1
    assert finished.stderr.splitlines()[0] == "error: no browser could be started"
    assert (tmp_path / "innograph-episode-7.html").is_file()


WRITTEN = [
    ("view", "-o"),
    ("ask", "timeline", "--param", "case=Levon Brooks case", "--view"),
    ("export", "-f", "graphml", "-o"),
    ("export", "-f", "trig", "-o"),
]


@pytest.mark.parametrize("command", WRITTEN, ids=" ".join)
def test_what_is_written_is_utf8_whatever_the_locale(
    run: Callable[..., Result], real_store: Store, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Python takes its encoding from the locale; cp1252 cannot write what pages and exports hold."""
    program = (
        "import locale; locale.getpreferredencoding = lambda *_: 'cp1252'; "
        "from innograph.cli import main; main()"
    )
    env = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252", "LC_ALL": "C"}
    there, here = tmp_path / "there", tmp_path / "here"
    started = [sys.executable, "-c", program, *command]
    subprocess.run([*started, there], check=True, capture_output=True, env=env)
    assert run(*command, here).exit_code == 0
    assert there.read_bytes() == here.read_bytes()
    there.read_bytes().decode("utf-8")
    assert not there.read_bytes().isascii()
    if command == WRITTEN[0]:
        streamed = subprocess.run([*started, "-"], check=True, capture_output=True, env=env).stdout
        assert streamed == there.read_bytes()


def test_to_a_case_belongs_what_it_is_connected_with_and_the_themes_it_is_told_under(
    real_store: Store,
) -> None:
    shown = _ids(real_store, cases=["Levon Brooks case"])
    near = {
        end
        for edge in network.edges(real_store)
        if "case-levon-brooks" in (edge.source, edge.target)
        for end in (edge.source, edge.target)
    }
    assert shown == near | {"theme/forensic-science"}
    assert {"levon-brooks", "episode-1", "factor/official-misconduct", "michael-west"} <= shown


def test_to_a_theme_belong_its_works_with_their_makers_and_its_cases_with_what_is_theirs(
    real_store: Store,
) -> None:
    shown = _ids(real_store, themes=["forensic-science"])
    assert {"theme/forensic-science", "part-evidence", "episode-1", "roger-ross-williams"} <= shown
    assert {"case-levon-brooks", "levon-brooks", "michael-west", "the-innocence-files"} <= shown
    types = {node.type for node in view.choose(real_store, themes=["forensic-science"]).nodes}
    assert "Platform" not in types
    others = {each for each in shown if each.startswith(("theme/", "factor/"))}
    assert others == {"theme/forensic-science"}


def test_the_cases_of_a_series_of_several_themes_are_told_apart_by_its_parts(real_store: Store) -> None:
    """The series is filed under all three themes and covers all of its eight cases."""
    by_theme = [
        {each for each in _ids(real_store, themes=[name]) if each.startswith("case-")}
        for name in ("theme/forensic-science", "theme/eyewitness-identification")
    ]
    assert all(by_theme)
    assert not by_theme[0] & by_theme[1]


def test_to_a_factor_belong_the_cases_that_the_registry_codes_it_for(real_store: Store) -> None:
    coded = {edge.source for edge in network.edges(real_store) if edge.target == "factor/official-misconduct"}
    shown = _ids(real_store, themes=["official misconduct"])
    assert {each for each in shown if each.startswith("case-")} == coded


def test_themes_and_cases_unite_and_focus_and_types_narrow(real_store: Store) -> None:
    theme, case = {"themes": ["forensic-science"]}, {"cases": ["case-chester-hollman"]}
    both = _ids(real_store, **theme, **case)
    assert both == _ids(real_store, **theme) | _ids(real_store, **case)
    near = _ids(real_store, **theme, focus=["episode-1"], depth=1)
    assert near == _ids(real_store, focus=["episode-1"], depth=1) & _ids(real_store, **theme)
    cases = _ids(real_store, **theme, types=["case"])
    assert cases == {each for each in both if each in cases or each == "theme/forensic-science"}
    assert all(each.startswith("case-") for each in cases - {"theme/forensic-science"})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--theme", "forensic scienc"], "did you mean 'forensic science'"),
        (["--case", "Levon Brook case"], "did you mean 'Levon Brooks case'"),
        (["--case", "Levon Brooks"], "levon-brooks is no case\nhint: connected with it: case-levon-brooks;"),
        (["--theme", "episode-1"], "episode-1 is no theme\nhint: connected with it: theme/forensic-science;"),
        (["--theme", "forensic-science", "--focus", "alex-gibney"], "does not belong to forensic science"),
    ],
)
def test_a_wrong_theme_or_case_is_refused(
    run: Callable[..., Result], tmp_path: Path, arguments: list[str], said: str
) -> None:
    finished = run("view", *arguments, "-o", tmp_path / "page.html")
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert said in finished.stderr
    assert list(tmp_path.iterdir()) == []
