"""The cited knowledge graph of wrongful convictions on screen."""

__version__ = "0.1.0"
