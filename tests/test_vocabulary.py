"""The usual pitfalls of vocabularies, and the metadata that make one findable, as check queries.

Each query of `tests/vocabulary` says in its header what the problem is and how to solve it, and
carries a sample that has the problem. Any row is a failure.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from innograph import resources
from innograph.headers import read_header
from innograph.namespaces import PREFIXES

CHECKS = sorted((Path(__file__).parent / "vocabulary").glob("*.rq"))
PROLOGUE = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def rows(store: Store, check: Path) -> list[str]:
    """What a check finds."""
    found = store.query(check.read_text(encoding="utf-8"))
    assert isinstance(found, QuerySolutions)
    return [str(solution) for solution in found]


@pytest.fixture
def ontology_store() -> Store:
    """The ontology's triples."""
    store = Store()
    store.load(path=str(resources.ontology()), format=RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_ontology_is_free_of(check, ontology_store):
    """The ontology has none of the pitfalls."""
    assert rows(ontology_store, check) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_check_finds_its_sample(check, ontology_store):
    """Each check fires on the ontology with its sample added."""
    header = read_header(check.read_text(encoding="utf-8"), check.name)
    assert {"summary", "problem", "solution", "sample"} == set(header)
    ontology_store.load(PROLOGUE + str(header["sample"]), format=RdfFormat.TURTLE)

    assert rows(ontology_store, check)
