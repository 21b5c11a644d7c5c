"""What each row of an answer rests on.

`trace` evaluates a query and says of each row by which statements it follows from the graph:
its why-provenance (Buneman, Khanna and Tan, 2001), one set of statements for each derivation.
"""

from innograph.lineage.derivations import KEPT, Derivation, Traced, TracedRow, Used, Witness
from innograph.lineage.tracing import trace

__all__ = ["KEPT", "Derivation", "Traced", "TracedRow", "Used", "Witness", "trace"]
