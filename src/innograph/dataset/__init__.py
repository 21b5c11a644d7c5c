"""Checked facts → RDF dataset.

The default graph holds what is asserted. Every named graph says why: one for each passage,
inference and rule, one for editorial statements; sources, passages and rankings are described
in the provenance graph.
"""

from innograph.dataset.building import Dataset, build

__all__ = ["Dataset", "build"]
