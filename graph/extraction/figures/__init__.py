"""Figures: from numbers in sentences to candidates for an Observation."""

from graph.extraction.figures.figures import find

__all__ = ["find"]
