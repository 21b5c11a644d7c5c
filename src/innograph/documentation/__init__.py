"""The pages of `docs/` that are made: from ontology, questions and facts, from the commands, by a kernel.

``python -m innograph.documentation`` writes them; a test keeps them fresh.
"""

from innograph.documentation.commands import commands_page
from innograph.documentation.notebook import executed
from innograph.documentation.vocabulary import pages, uses

__all__ = ["commands_page", "executed", "pages", "uses"]
