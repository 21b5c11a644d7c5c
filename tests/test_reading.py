"""What is read at once is what look-ups in the store find."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from innograph.answers import Labels
from innograph.namespaces import ID, INNO, TYPE, term
from innograph.reading import Reading
from innograph.statements import LookUps
from innograph.store import Store, write_store

if TYPE_CHECKING:
    from pathlib import Path

    from innograph.statements import Statement

LABEL, XSD = "<http://www.w3.org/2000/01/rdf-schema#label>", "http://www.w3.org/2001/XMLSchema#"
VALUES = (
    *(f"<{ID}film>", "<https://example.org/é?a=b>", '"plain"', '"a <b> \\"c\\" \\\\ d\\n\\te"'),
    *('"é \U0001f3ac"', '"x"@en', '"x y"@en-GB', f'"1989"^^<{XSD}gYear>', '""', '"ends in <g>"'),
)
GRAPHS = ("", *(f" <{ID}{name}>" for name in ("passage/p/page", "inference/i", "derived", "disputed")))
ENTITIES = [NamedNode(ID + name) for name in ("case", "film")]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store whose lines are in no order, with a label or two in several graphs."""
    chance = random.Random(1)  # noqa: S311
    said = {
        f"<{ID}{chance.choice(('case', 'film'))}> <{INNO}{chance.choice(('alias', 'covers'))}>"
        f" {chance.choice(VALUES)}{chance.choice(GRAPHS)} .\n"
        for _ in range(200)
    }
    said |= {
        f'<{ID}case> {LABEL} "B" .\n',
        f'<{ID}case> {LABEL} "A" .\n',
        f'<{ID}film> {LABEL} "F" <{ID}provenance> .\n',
        f"<{ID}case> {TYPE} <{INNO}Case> .\n",
        f"<{ID}film> {TYPE} <{INNO}Case> <{ID}provenance> .\n",
        f"<{ID}ranking> <{INNO}subject> <{ID}case> <{ID}provenance> .\n",
        f"<{ID}case> <{INNO}covers> <{ID}film> <{ID}rule/credit-shortcut> .\n",
        f"<{ID}case> <{INNO}covers> <{ID}film> .\n",
        f"_:b <{INNO}covers> <{ID}film> .\n",
    }
    folder: Path = tmp_path_factory.mktemp("odd") / "store"
    write_store(folder, "".join(chance.sample(sorted(said), len(said))).encode(), {})
    return Store(folder)


def _told(statements: list[Statement]) -> set[tuple[object, ...]]:
    told: set[tuple[object, ...]] = {
        (
            s.subject,
            s.predicate,
            s.value,
            s.asserted,
            s.derived,
            s.disputed,
            s.graphs,
            s.footing.repeats_credit,
        )
        for s in statements
    }
    assert len(told) == len(statements)
    return told


def test_statements_are_the_same(odd: Store) -> None:
    read, found = Reading(odd), LookUps(odd.oxigraph)
    covers = NamedNode(f"{INNO}covers")
    asked = [
        *((entity, None, None) for entity in ENTITIES),
        *((None, entity, None) for entity in ENTITIES),
        *((ENTITIES[0], entity, None) for entity in ENTITIES),
        *((entity, None, covers) for entity in ENTITIES),
        (None, None, covers),
    ]
    assert [_told([*read.statements(*parts)]) for parts in asked] == [
        _told([*found.statements(*parts)]) for parts in asked
    ]
    assert len(_told([*read.statements(*asked[0])])) > len(VALUES)
    for each in found.statements(None, None, covers):
        key = each.subject, each.predicate, each.value
        assert _told([read.statement(*key)]) == _told([found.statement(*key)]) == _told([each])


def test_what_else_is_told_is_the_same(odd: Store) -> None:
    read, found, labels = Reading(odd), LookUps(odd.oxigraph), Labels(odd.oxigraph)
    for entity in ENTITIES:
        assert list(read.rankings(entity)) == list(found.rankings(entity))
        assert read.label(entity) == labels.of(entity)
        assert read.is_asserted_of(entity, term("alias")) is found.is_asserted_of(entity, term("alias"))
    for predicate in (term("alias"), term("covers")):
        asserted = ({(s.subject, s.value) for s in each.asserted(predicate)} for each in (read, found))
        assert next(asserted) == next(asserted) != set()
    assert list(read.instances(term("Case"))) == list(found.instances(term("Case"))) == ENTITIES[:1]
    assert [read.is_described(NamedNode(ID + name)) for name in ("case", "film", "ranking")] == [
        False,
        True,
        True,
    ]
