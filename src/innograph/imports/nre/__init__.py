"""Exports of the National Registry of Exonerations, in every layout since 2015, told by their columns."""

from innograph.imports.nre.columns import properties
from innograph.imports.nre.reading import read

__all__ = ["properties", "read"]
