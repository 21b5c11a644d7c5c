"""GraphML of the network → the curated facts that it was made of.

What `innograph.export.graphml` writes is read back, also after it went through another program.
Facts are taken from ``evidence`` alone: a node or an edge without it is reported and kept out,
because a fact without a source is no fact.
"""

from innograph.restoration.describing import RestoredFacts, restored_facts
from innograph.restoration.restoring import Restored, restore

__all__ = ["Restored", "RestoredFacts", "restore", "restored_facts"]
