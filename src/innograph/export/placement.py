"""The network as files hold it: nodes with place and size, and edges that need not fit in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, TypeVar

from innograph import layout
from innograph.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from innograph.layout.placing import Positions
    from innograph.network import Edge, Node
    from innograph.network.claims import Claims

Item = TypeVar("Item")
BATCH = 2_000
HELD = 8_000_000  # bytes of edges that are kept in memory; more go to a temporary file
PIECE = 1_000_000


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node with its place and its diameter in pixels; right is x, down is y.

    Attributes:
        evidence: What is claimed of it and drawn as no edge: see `innograph.network.claims`.
    """

    node: Node
    x: int
    y: int
    size: int
    evidence: str = "[]"


@dataclass(frozen=True, slots=True)
class Form:
    """How a format writes a network; nodes come before edges in all of them.

    Attributes:
        holds_claims: Whether it writes the evidence of nodes too.
    """

    head: str
    node: Callable[[DrawnNode], str]
    between: str
    edge: Callable[[Edge], str]
    tail: str
    holds_claims: bool = False


def drawn(
    nodes: Iterable[Node],
    links: list[tuple[str, str]],
    kept: Positions,
    claims: Claims | None = None,
) -> Iterator[DrawnNode]:
    """The nodes with their places, and sizes that grow with the root of their degree.

    Args:
        nodes: The nodes.
        links: The two ends of each edge.
        kept: The places that are known; the others are found by `layout.completed`.
        claims: What is claimed of the nodes and drawn as no edge.
    """
    nodes = list(nodes)
    degrees = Counter(end for link in links for end in link)
    places = layout.completed(kept, [node.id for node in nodes], links)
    for node in nodes:
        size = round(10 * (1 + degrees[node.id]) ** 0.5)
        yield DrawnNode(node, *places[node.id], size, claims.evidence(node) if claims else "[]")


def written(
    form: Form,
    nodes: Iterable[Node],
    edges: Iterable[Edge],
    kept: Positions,
    claims: Claims | None = None,
) -> Iterator[bytes]:
    """The network in a form, piece by piece.

    A node's size depends on all edges: so edges are written first, aside, and read back after
    the nodes. In memory are the nodes and the ends of the edges, not what the edges say.

    Raises:
        OutputError: The temporary file cannot be written.
    """
    links: list[tuple[str, str]] = []
    with SpooledTemporaryFile(HELD) as aside:
        for texts in _batches(form.edge, _noted(edges, links)):
            _keep(texts, aside)
        yield form.head.encode()
        yield from _batches(form.node, drawn(nodes, links, kept, claims))
        yield form.between.encode()
        aside.seek(0)
        while piece := aside.read(PIECE):
            yield piece
        yield form.tail.encode()


def _noted(edges: Iterable[Edge], links: list[tuple[str, str]]) -> Iterator[Edge]:
    for edge in edges:
        links.append((edge.source, edge.target))
        yield edge


def _batches(text: Callable[[Item], str], items: Iterable[Item]) -> Iterator[bytes]:
    rest = iter(items)
    while texts := [text(item) for item in islice(rest, BATCH)]:
        yield "".join(texts).encode()


def _keep(data: bytes, file: IO[bytes]) -> None:
    try:
        file.write(data)
    except OSError as error:
        problem = f"temporary files cannot be written: {error.strerror}"
        raise OutputError(problem, "set TMPDIR to a folder with room for the export") from error
