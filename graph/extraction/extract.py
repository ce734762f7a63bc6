"""One text, all stages: passages → parses → mentions → candidates that fit the ontology."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.blocks import passages
from graph.extraction.candidates import Extraction
from graph.extraction.language import parse, pipeline_name
from graph.sources import DATA

if TYPE_CHECKING:
    from graph.extraction.gazetteer import Gazetteer


@dataclass(frozen=True)
class Known:
    """What the graph knows already, to be recognised in a text."""

    gazetteer: Gazetteer

    @classmethod
    def load(cls, data: Path = DATA, without: str | None = None) -> Known:
        """The labels of a data folder and of the vocabularies, without those that only one document gave."""
        from graph.extraction.gazetteer import Gazetteer

        return cls(Gazetteer.load(data, without))


def extract(text: str, known: Known, furniture: Iterable[Span] = ()) -> Extraction:
    """What a text may say. ``furniture`` is set aside and makes no candidate.

    Raises:
        ExtractionError: the English pipeline is not installed.
    """
    parsed = list(parse(text, passages(text, furniture)))
    return Extraction([mention for each in parsed for mention in each.mentions], [], pipeline_name())
