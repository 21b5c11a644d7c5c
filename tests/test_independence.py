"""Sources that repeat one another count once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, QuerySolutions
from pyoxigraph import Store as Oxigraph

from innograph.dataset.minting import source
from innograph.independence import Independence
from innograph.namespaces import DERIVED_FROM, PREFIXES, PROVENANCE, TYPE, term

if TYPE_CHECKING:
    from innograph.store import Store

NAMES = [f"s{number}" for number in range(8)]


@pytest.mark.parametrize(
    ("cited", "roots"),
    [
        ([], set()),
        (["pov"], {"pov"}),
        (["artforjustice", "seed-000"], {"seed-000"}),
        (["nre-2024", "nre-2026"], {"registry"}),
        (["showbizjunkies", "slashfilm", "ip-radiofree", "collider-if"], {"netflix-press"}),
        (["seed-001", "people"], {"people"}),
        (["seed-001", "showbizjunkies", "pov"], {"people", "netflix-press", "pov"}),
        (["nowhere"], {"nowhere"}),
    ],
)
def test_roots_of_real_sources(real_store: Store, cited: list[str], roots: set[str]) -> None:
    assert Independence(real_store.oxigraph).roots(cited) == roots


def test_who_repeats_a_press_text(real_store: Store) -> None:
    independence = Independence(real_store.oxigraph)
    assert independence.repeating("netflix-press") == {
        "showbizjunkies",
        "slashfilm",
        "ip-radiofree",
        "collider-if",
    }
    assert independence.repeating("pov") == frozenset()


@given(
    derived=st.sets(
        st.tuples(st.sampled_from(range(8)), st.sampled_from(range(8))).filter(lambda p: p[0] < p[1])
    ),
    cited=st.sets(st.sampled_from(NAMES)),
)
def test_roots_are_those_that_a_property_path_finds(derived: set[tuple[int, int]], cited: set[str]) -> None:
    store = Oxigraph()
    store.extend(Quad(source(name), TYPE, term("Source"), PROVENANCE) for name in NAMES)
    store.extend(
        Quad(source(NAMES[below]), DERIVED_FROM, source(NAMES[above]), PROVENANCE) for below, above in derived
    )
    values = " ".join(str(source(name)) for name in cited)
    rows = store.query(
        f"""SELECT DISTINCT ?root {{ VALUES ?cited {{ {values} }}
            GRAPH id:provenance {{ ?cited prov:wasDerivedFrom* ?root }}
            FILTER NOT EXISTS {{ GRAPH id:provenance {{ ?root prov:wasDerivedFrom ?above }} }} }}""",
        prefixes=PREFIXES,
    )
    assert isinstance(rows, QuerySolutions)
    by_path = {row["root"].value.rpartition("/")[2] for row in rows}
    assert Independence(store).roots(cited) == by_path
