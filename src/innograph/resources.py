"""Where the parts of innograph that are data lie.

What a curator edits or a stranger fetches (`graph/`, `ontology.ttl`, `shapes.ttl`,
`alignments.ttl`) is at the top of a checkout and in ``innograph/data`` of an installed copy;
what the code executes (questions, checks, rules) is beside the code in both.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from innograph.errors import ResourceError

PACKAGE = Path(__file__).parent
QUESTIONS = PACKAGE / "queries"
CHECKS = PACKAGE / "checks"
RULES = PACKAGE / "rules"
REMOVED_NAMES = "removed-names.sha256"
REVIEWED_NAMES = "reviewed-names.txt"
NAME_LISTS = (REMOVED_NAMES, REVIEWED_NAMES)


@cache
def root() -> Path:
    """The folder that holds ``ontology.ttl`` and ``graph/``.

    Raises:
        ResourceError: Neither an installed copy nor a checkout has them.
    """
    candidates = (PACKAGE / "data", PACKAGE.parents[1])
    for candidate in candidates:
        if (candidate / "ontology.ttl").is_file():
            return candidate
    looked = " nor in ".join(str(candidate) for candidate in candidates)
    raise ResourceError(f"ontology.ttl is neither in {looked}", "install innograph again")


def ontology() -> Path:
    """The core vocabulary, in Turtle."""
    return root() / "ontology.ttl"


def shapes() -> Path:
    """The SHACL shapes of the data, in Turtle."""
    return root() / "shapes.ttl"


def alignments() -> Path:
    """What the vocabulary's terms are in other vocabularies, in Turtle."""
    return root() / "alignments.ttl"


def layout() -> Path:
    """The positions of the nodes of innograph's own network, in JSON."""
    return root() / "exports" / "layout.json"


def fact_files(folder: Path) -> list[Path]:
    """The fact files under a folder, sorted; hidden files, such as editors leave, are none."""
    found = [path for path in folder.rglob("*.yaml") if not path.name.startswith(".")]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def facts() -> Path:
    """The folder of curated facts that innograph comes with."""
    return root() / "graph"


def built() -> Path:
    """The graph of `facts` as a wheel brings it; a checkout has none."""
    return root() / "built"
