"""One text, all stages: passages → parses → mentions → links → candidates that fit the ontology."""

from __future__ import annotations

from collections.abc import Iterable

from graph.documents import Span
from graph.extraction.blocks import passages
from graph.extraction.candidates import Extraction
from graph.extraction.language import parse, pipeline_name


def extract(text: str, furniture: Iterable[Span] = ()) -> Extraction:
    """What a text may say. ``furniture`` is set aside and makes no candidate.

    Raises:
        ExtractionError: the English pipeline is not installed.
    """
    found = [mention for parsed in parse(text, passages(text, furniture)) for mention in parsed.mentions]
    return Extraction(found, [], pipeline_name())
