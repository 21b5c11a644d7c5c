"""The schema that editors use for fact files is fresh, valid, and never stricter than the program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from innograph import building, resources
from innograph.errors import FactsError
from innograph.facts.schema import schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from innograph.ontology import Ontology

COMMITTED = resources.facts() / "facts.schema.json"
ROOT = Path(__file__).parents[1]
FACT_FILES = sorted([*resources.facts().rglob("*.yaml"), *(ROOT / "tests" / "toy").rglob("*.yaml")])
DIGEST = "1f" * 32


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: 8 is an integer, and 1992-01-22 a text."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """The committed schema, ready to use."""
    return Draft202012Validator(json.loads(COMMITTED.read_text(encoding="utf-8")))


def errors(validator: Draft202012Validator, text: str) -> list[str]:
    document: Any = yaml.load(text, Loader=EditorLoader)  # noqa: S506  # a SafeLoader
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


def as_text(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def test_the_committed_schema_is_fresh(ontology: Ontology) -> None:
    assert as_text(schema(ontology)) == COMMITTED.read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_schema_does_not_depend_on_the_order_of_hashes(seed: str) -> None:
    program = (
        "import json, sys; from innograph.facts.schema import schema; from innograph.ontology import load;"
        "sys.stdout.buffer.write(json.dumps(schema(load()), ensure_ascii=False, indent=1).encode())"
    )
    made = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=True,
    )
    assert as_text(json.loads(made.stdout)) == COMMITTED.read_text(encoding="utf-8")


def test_the_schema_is_a_json_schema() -> None:
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert committed["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(committed)


def test_every_part_of_the_schema_is_referred_to(validator: Draft202012Validator) -> None:
    text = json.dumps(validator.schema)
    parts = validator.schema["$defs"]
    assert [name for name in parts if f'"#/$defs/{name}"' not in text] == []


def test_every_property_has_a_description_for_editors(
    validator: Draft202012Validator, ontology: Ontology
) -> None:
    described = validator.schema["$defs"]["runtimeMinutes"]["description"]
    known = ontology.properties["runtimeMinutes"]
    assert described == f"{known.label}: {known.definition}. Single-valued: rivals are ranked."


@pytest.mark.parametrize("path", FACT_FILES, ids=lambda path: path.name)
def test_the_schema_accepts_every_fact_file(validator: Draft202012Validator, path: Path) -> None:
    assert errors(validator, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sorted(resources.facts().rglob("*.yaml")), ids=lambda path: path.name)
def test_every_fact_file_names_the_schema(path: Path) -> None:
    """So that editors find it: the first line says where it lies."""
    marker, _, address = path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")
    assert marker == "# yaml-language-server: "
    assert (path.parent / address).resolve() == COMMITTED.resolve()


GOOD = f"""\
sources:
  web: {{publisher: pub, kind: article, published: 2008, url: https://example.org/}}
  book: {{publisher: pub, kind: reference, locator: line, lines: {{"1": {DIGEST}}}}}
publishers:
  pub: {{label: Pub}}
people:
  ann: {{label: Ann, birthDate: {{value: 1960-05, sources: [web]}}}}
  bob: {{label: Bob}}
series:
  series: {{label: Series, title: {{value: Series, sources: [web]}}}}
episodes:
  episode:
    label: 1
    was: [first]
    title: {{value: 1917, sources: [web, "book#1"]}}
    number: {{value: 1, sources: [web]}}
    partOf: {{value: series, sources: [web]}}
    runtimeMinutes: {{about: 50, within: 5, sources: [web]}}
    country:
      - {{values: [France, Italy], sources: [web]}}
      - {{value: Spain, sources: [web], rank: deprecated, reason: Not so.}}
    credits:
      director: {{value: ann, sources: [web], scope: half of it}}
      producer:
        value: bob
        inferred: {{name: producer, reasoning: No other., premises: [episode director ann]}}
cases:
  case-bob:
    label: Bob case
    exoneree: {{value: bob, sources: [web]}}
    state: {{value: Ohio, sources: [web]}}
    ageAtCrime: {{value: 31, sources: [web]}}
    yearsLost: {{value: 16.1, sources: [web]}}
    dnaContributed: {{value: true, sources: [web]}}
    registryId: {{value: "10294", sources: [web]}}
    events:
      exoneration/1: {{date: {{value: 2008-02-15, sources: [web]}}}}
      release/1: {{sources: [web]}}
"""


def test_a_small_fact_file_is_right_to_both(
    validator: Draft202012Validator, facts_folder: Callable[[str], Path]
) -> None:
    assert errors(validator, GOOD) == []
    assert building.check(facts_folder(GOOD), print).counts["events"] == 2


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("people:", "persons:", id="unknown section"),
        pytest.param("pub: {label: Pub}", "The Pub: {label: Pub}", id="id"),
        pytest.param("{label: Pub}", "{}", id="no label"),
        pytest.param("{label: Pub}", "Pub", id="entity without keys"),
        pytest.param("was: [first]", "was: first", id="former ids"),
        pytest.param("number:", "numbr:", id="unknown property"),
        pytest.param("    number:", "    ageAtCrime:", id="property of another class"),
        pytest.param("    number:", "    director:", id="property that follows"),
        pytest.param("    number: {value: 1, sources: [web]}\n", "", id="no number"),
        pytest.param("    state: {value: Ohio, sources: [web]}\n", "", id="no state"),
        pytest.param("{value: 1, sources: [web]}", "{value: 1}", id="no source"),
        pytest.param("{value: 1, sources: [web]}", "1", id="bare value"),
        pytest.param("{value: 1, sources: [web]}", "{value: 1, sources: []}", id="empty sources"),
        pytest.param("{value: 1, sources: [web]}", "{value: 1, sources: web}", id="sources no list"),
        pytest.param("{value: 1, sources: [web]}", "{value: 1, sources: [web, web]}", id="source twice"),
        pytest.param("{value: 1, sources: [web]}", "{value: 1, sources: [Web Page]}", id="no citation"),
        pytest.param("{value: 1, sources: [web]}", "{sources: [web]}", id="no value"),
        pytest.param("{value: 1, sources: [web]}", "{value: [1], sources: [web]}", id="list as value"),
        pytest.param("{value: 1, sources: [web]}", "{value: one, sources: [web]}", id="wrong type"),
        pytest.param("{value: 1, sources: [web]}", "{value: 1.5, sources: [web]}", id="no whole number"),
        pytest.param("{value: 1, sources: [web]}", "{value: 0, sources: [web]}", id="too small"),
        pytest.param("{value: 31,", "{value: 311,", id="too great"),
        pytest.param("{value: 16.1,", "{value: sixteen,", id="no number in digits"),
        pytest.param("{value: true,", "{value: 'true!',", id="no boolean"),
        pytest.param("{value: series,", "{value: The Series,", id="value no id"),
        pytest.param("{value: 1, sources: [web]}", "{value: 1, source: [web]}", id="unknown key"),
        pytest.param("{value: 1, sources", "{value: 1, scope: half, sources", id="scope"),
        pytest.param("values: [France, Italy]", "values: France", id="values no list"),
        pytest.param("values: [France, Italy]", "value: Spain, values: [France]", id="value and values"),
        pytest.param("about: 50, within: 5", "about: 50", id="about without within"),
        pytest.param("about: 50, within: 5", "about: fifty, within: 5", id="about in words"),
        pytest.param("rank: deprecated", "rank: worst", id="rank"),
        pytest.param("director:", "directer:", id="unknown role"),
        pytest.param("director:", "lawyer:", id="role that is not written"),
        pytest.param("release/1:", "relaese/1:", id="kind of event"),
        pytest.param("release/1:", "release:", id="no ordinal"),
        pytest.param("release/1:", "release/0:", id="ordinal nought"),
        pytest.param("2008-02-15", "15.02.2008", id="date"),
        pytest.param("1960-05", "May 1960", id="month"),
        pytest.param("published: 2008", "published: in 2008", id="date of a source"),
        pytest.param("url: https://example.org/", "url: example.org", id="address"),
        pytest.param("kind: article", "kind: novel", id="kind of source"),
        pytest.param("locator: line", "locator: chapter", id="locator"),
        pytest.param("publisher: pub, kind: article", "kind: article", id="no publisher"),
        pytest.param("publisher: pub, kind: article", "publisher: pub", id="no kind"),
        pytest.param("kind: article", "kind: article, pages: 12", id="unknown key of a source"),
        pytest.param(DIGEST, "1f2e", id="digest"),
        pytest.param("reasoning: No other., ", "", id="no reasoning"),
        pytest.param("premises: [episode director ann]", "premises: []", id="no premises"),
        pytest.param('value: "10294"', "value: No. 10294", id="pattern"),
    ],
)
def test_a_mistake_is_one_to_both(
    validator: Draft202012Validator, facts_folder: Callable[[str], Path], right: str, wrong: str
) -> None:
    assert GOOD.count(right) == 1
    text = GOOD.replace(right, wrong)
    assert errors(validator, text) != []
    with pytest.raises(FactsError):
        building.check(facts_folder(text), print)
