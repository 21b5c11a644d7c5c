"""Fact files → checked facts.

`load` reads every YAML file of a folder strictly, understands it by the ontology, and reports
all problems at once with their places.
"""

from innograph.facts.loading import load, shown

__all__ = ["load", "shown"]
