from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, parse

from innograph import resources
from innograph.export import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    from innograph.store import Store

SYNTAXES = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
}
EXPORTS = Path(__file__).parents[1] / "exports"


@pytest.fixture(scope="module")
def written(real_store: Store) -> dict[str, bytes]:
    return {name: write(real_store) for name, write in FORMATS.items()}


def _statements(data: bytes, output_format: str) -> Counter[str]:
    return Counter(map(str, parse(data, format=SYNTAXES[output_format])))


@pytest.mark.parametrize("output_format", ["turtle", "ntriples"])
def test_triples_are_exactly_the_default_graph(
    real_store: Store, written: dict[str, bytes], output_format: str
) -> None:
    expected = Counter(map(str, real_store.oxigraph.quads_for_pattern(None, None, None, DefaultGraph())))
    assert _statements(written[output_format], output_format) == expected
    assert expected.total() > 1000


@pytest.mark.parametrize("output_format", ["nquads", "trig"])
def test_quads_are_the_whole_store(real_store: Store, written: dict[str, bytes], output_format: str) -> None:
    assert _statements(written[output_format], output_format) == Counter(map(str, real_store.oxigraph))


def test_nquads_are_the_stored_file(real_store: Store, written: dict[str, bytes]) -> None:
    assert written["nquads"] == real_store.nquads.read_bytes()


def test_nquads_and_ntriples_are_sorted_lines(written: dict[str, bytes]) -> None:
    for name in ("nquads", "ntriples"):
        lines = written[name].splitlines()
        assert lines == sorted(set(lines))


def test_no_statement_has_a_blank_node(written: dict[str, bytes]) -> None:
    assert b" _:" not in written["nquads"]
    assert not written["nquads"].startswith(b"_:")


def test_rdflib_reads_the_same_turtle(written: dict[str, bytes]) -> None:
    """The second opinion on our Turtle."""
    turtle = rdflib.Graph().parse(data=written["turtle"], format="turtle")
    ntriples = rdflib.Graph().parse(data=written["ntriples"], format="nt")
    assert set(turtle) == set(ntriples)
    assert len(turtle) == written["ntriples"].count(b"\n")


def test_turtle_uses_our_prefixes(written: dict[str, bytes]) -> None:
    text = written["turtle"].decode()
    assert "@prefix inno: <https://w3id.org/innograph/ontology#> ." in text
    assert "id:episode-7 " in text
    assert "inno:runtimeMinutes 86" in text


def test_a_rival_that_is_not_asserted_stands_in_its_passage_alone(written: dict[str, bytes]) -> None:
    rival = "<https://w3id.org/innograph/id/episode-7> <https://w3id.org/innograph/ontology#runtimeMinutes>"
    values = '"{}"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert f"{rival} {values.format(86)} .\n" in written["nquads"].decode()
    assert f"{rival} {values.format(81)} <" in written["nquads"].decode()
    assert f"{rival} {values.format(81)} .\n" not in written["nquads"].decode()


@pytest.mark.parametrize("output_format", sorted(FORMATS))
def test_the_command_writes_the_same_bytes_to_a_file_and_to_standard_output(
    run: Callable[..., Result], tmp_path: Path, written: dict[str, bytes], output_format: str
) -> None:
    finished = run("export", "-f", output_format, "-o", tmp_path / "file")
    assert (finished.exit_code, finished.output) == (0, "")
    assert (tmp_path / "file").read_bytes() == written[output_format]
    assert run("export", "-f", output_format).stdout_bytes == written[output_format]


@pytest.mark.parametrize(("name", "output_format"), [("innograph.ttl", "turtle"), ("innograph.nq", "nquads")])
def test_the_committed_exports_are_what_is_written_now(
    written: dict[str, bytes], name: str, output_format: str
) -> None:
    assert (EXPORTS / name).read_bytes() == written[output_format], "run `make exports`"


def test_every_build_writes_the_same_bytes(tmp_path: Path, written: dict[str, bytes]) -> None:
    """Built anew under two hash seeds, in another time zone and locale."""
    built = []
    for seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "INNOGRAPH_CACHE": str(tmp_path / seed),
            "TZ": "Asia/Tokyo",
            "LC_ALL": "C",
        }
        for output_format in FORMATS:
            target = tmp_path / f"{seed}.{output_format}"
            command = ["export", "-f", output_format, "-o", str(target), "--facts", str(resources.facts())]
            subprocess.run([sys.executable, "-m", "innograph", *command], check=True, env=environment)
        built.append({name: (tmp_path / f"{seed}.{name}").read_bytes() for name in FORMATS})
    assert built == [written, written]
