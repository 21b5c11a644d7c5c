"""What each row of an answer rests on.

`trace` evaluates a query and says of each row by which statements it follows from the graph:
its why-provenance (Buneman, Khanna and Tan, 2001), one set of statements for each derivation.
`mark` says only which rows rest on any of a few statements, and does not go through all solutions.
"""

from innograph.lineage.derivations import KEPT, Derivation, Marked, Traced, TracedRow, Used, Witness
from innograph.lineage.marking import rests_on
from innograph.lineage.tracing import mark, trace

__all__ = [
    "KEPT",
    "Derivation",
    "Marked",
    "Traced",
    "TracedRow",
    "Used",
    "Witness",
    "mark",
    "rests_on",
    "trace",
]
