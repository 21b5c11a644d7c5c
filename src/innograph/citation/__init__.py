"""Answers whose rows say what they rest on: passages of sources, inferences, rules, and rival claims."""

from innograph.citation.citing import answer, cited, select

__all__ = ["answer", "cited", "select"]
