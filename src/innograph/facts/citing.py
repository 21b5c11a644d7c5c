"""Citations as fact files write them: ``pov``, ``seed-000#13``, ``nre-2026#10294``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from innograph.facts.document import Mapping, Scalar, Sequence
from innograph.model import Citation, Finding

if TYPE_CHECKING:
    from innograph.facts.document import Node

REASON_WORDS = 4
CITATION_PATTERN = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?:#([A-Za-z0-9.-]+))?")


def read(node: Node | None, findings: list[Finding]) -> tuple[Citation, ...]:
    """The citations of a ``sources`` list; what is wrong with it goes to *findings*."""
    if node is None:
        return ()
    if not isinstance(node, Sequence) or not node.items:
        findings.append(Finding(node.place, "sources is a list of citations", "write sources: [pov]"))
        return ()
    cited: dict[str, Citation] = {}
    for item in node.items:
        citation = _citation(item, findings)
        if citation and citation.passage in cited:
            message = f"{citation.passage} is cited twice for one fact"
            findings.append(Finding(item.place, message, "remove one"))
        elif citation:
            cited[citation.passage] = citation
    return tuple(cited.values())


def read_reviews(
    node: Node | None, citations: tuple[Citation, ...], findings: list[Finding]
) -> tuple[tuple[str, str], ...]:
    """For passages that do not hold the value itself, why they support the fact all the same."""
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        findings.append(
            Finding(node.place, "reviewed has a reason for each citation", 'write {"seed-000#7": …}')
        )
        return ()
    reviews: dict[str, str] = {}
    cited = {citation.passage for citation in citations if citation.locator}
    for key, reason in node.entries:
        passage = key.text.replace("#", "/")
        if passage not in cited:
            message = f"{key.text} is reviewed and not cited by line"
            findings.append(Finding(key.place, message, "review what 'sources' cites"))
        elif isinstance(reason, Scalar) and len(reason.text.split()) >= REASON_WORDS:
            reviews[passage] = reason.text
        else:
            findings.append(
                Finding(
                    reason.place, f"no reason for {key.text}", "say in a sentence why it supports the fact"
                )
            )
    return tuple(reviews.items())


def _citation(item: Node, findings: list[Finding]) -> Citation | None:
    match = CITATION_PATTERN.fullmatch(item.text) if isinstance(item, Scalar) else None
    if match is None or match[2] == "page":
        text = f"{item.text!r}" if isinstance(item, Scalar) else "this"
        hint = "write a source's id, with '#' and a line or row where it has them: seed-000#13"
        findings.append(Finding(item.place, f"{text} is not a citation", hint))
        return None
    return Citation(match[1], match[2], item.place)
