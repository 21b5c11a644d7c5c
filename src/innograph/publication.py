"""What is committed in `exports/`: the graph in three formats, the layout, and a manifest of them.

python -m innograph.publication             write them, as `make exports` does
python -m innograph.publication --arrange   and move the nodes, as `make layout` does
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

from innograph import export, layout, network, resources
from innograph.output import write_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from innograph.layout.placing import Positions
    from innograph.store import Store

MANIFEST = "manifest.json"


def publish(store: Store, facts: Path, folder: Path, *, arrange: bool = False) -> None:
    """Write the exports of a graph to a folder, all or none.

    Args:
        store: The graph.
        facts: The folder of facts that it was built from.
        folder: Where they go.
        arrange: Arrange all nodes anew, starting from where they are; else those that have a
            place keep it, and new ones are placed among them.

    Raises:
        OutputError: They cannot be written; what was there is untouched.
        ResourceError: The layout is missing, or there is no engine to arrange with.
    """
    places = _places(store, arrange=arrange)
    files: dict[str, Iterable[bytes]] = {
        "innograph.graphml": export.drawing(store, "graphml", places=places),
        "innograph.nq": export.rdf(store, "nquads"),
        "innograph.ttl": export.rdf(store, "turtle"),
        "layout.json": [layout.as_json(places).encode()],
    }
    noted: dict[str, dict[str, object]] = {}
    described = {name: _noting(name, pieces, noted) for name, pieces in files.items()}
    write_folder(described | {MANIFEST: _manifest(facts, noted)}, str(folder))


def inputs_digest(facts: Path) -> str:
    """SHA-256 of what the exports follow from: the facts, the vocabularies and the rules; not the code."""
    paths = [resources.ontology(), resources.alignments(), *resources.fact_files(facts)]
    digest = sha256()
    for path in [*paths, *sorted(resources.RULES.glob("*.rq"))]:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _places(store: Store, *, arrange: bool) -> Positions:
    nodes = [node.id for node in network.nodes(store)]
    links = [(edge.source, edge.target) for edge in network.edges(store)]
    if arrange:
        return layout.arranged(nodes, links, layout.committed())
    return layout.completed(layout.committed(), nodes, links)


def _noting(name: str, pieces: Iterable[bytes], noted: dict[str, dict[str, object]]) -> Iterator[bytes]:
    """The pieces as they come; size and digest of the whole are noted at the end."""
    digest, size = sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        yield piece
    noted[name] = {"bytes": size, "sha256": digest.hexdigest()}


def _manifest(facts: Path, noted: dict[str, dict[str, object]]) -> Iterator[bytes]:
    """The manifest; asked for last, when the other files are noted."""
    content = {"files": noted, "inputs": {"sha256": inputs_digest(facts)}}
    yield (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def main() -> None:
    """Write the exports of innograph's own facts into the checkout."""
    from innograph.opening import open_current

    facts, folder = resources.facts(), resources.layout().parent
    publish(open_current(facts, None, _ignore)[0], facts, folder, arrange="--arrange" in sys.argv[1:])


def _ignore(stage: str) -> None:
    """Say nothing of the stages of a build."""


if __name__ == "__main__":
    main()
