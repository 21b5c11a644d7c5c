"""Answers: rows of labelled cells, whatever they were asked with, and what each rests on."""

from innograph.answers.citations import Citation
from innograph.answers.rows import Answer, Row
from innograph.answers.terms import Cell, Labels

__all__ = ["Answer", "Cell", "Citation", "Labels", "Row"]
