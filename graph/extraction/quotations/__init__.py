"""Quotations and reported speech, with their speakers: candidates for a Statement."""

from graph.extraction.quotations.quotations import find

__all__ = ["find"]
