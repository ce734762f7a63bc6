"""One text, all stages: passages → parses → mentions → candidates that fit the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from graph.defaults import DATA
from graph.documents import Span
from graph.extraction import tables
from graph.extraction.blocks import Passage, passages
from graph.extraction.candidates import Candidate, Extraction, Mention
from graph.extraction.figures import figures
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.language import Parsed, parse, pipeline_name
from graph.extraction.linking import link
from graph.extraction.mentions import find_mentions
from graph.extraction.quotations import quotations
from graph.extraction.relations import (
    about,
    adoption,
    affiliations,
    appositions,
    approaches,
    attributes,
    bases,
    capability,
    characteristics,
    citations,
    cited,
    creators,
    dealing,
    deals,
    definitions,
    examples,
    explaining,
    impact,
    instances,
    kinds,
    labelled,
    listings,
    needs,
    origins,
    possessives,
    qualities,
    reception,
    recommendation,
    relating,
    relational,
    tabulated,
    whereabouts,
    works,
)
from graph.extraction.relations.voices import voiced
from graph.extraction.settle import settle

_BY_PASSAGE = (
    about,
    adoption,
    affiliations,
    appositions,
    approaches,
    attributes,
    bases,
    capability,
    characteristics,
    cited,
    creators,
    dealing,
    deals,
    definitions,
    examples,
    explaining,
    figures,
    impact,
    instances,
    kinds,
    labelled,
    listings,
    needs,
    origins,
    possessives,
    qualities,
    reception,
    recommendation,
    relating,
    relational,
    whereabouts,
    works,
)
_NEAR = 3  # passages above or below a table that may say what it is of


@dataclass(frozen=True)
class Known:
    """What the graph knows already, to be recognised in a text."""

    gazetteer: Gazetteer

    @classmethod
    def load(cls, data: Path = DATA, without: str | None = None) -> Known:
        """The labels of a data folder and of the vocabularies, without those that only one document gave."""
        return cls(Gazetteer.load(data, without))


def extract(text: str, known: Known, furniture: Iterable[Span] = ()) -> Extraction:
    """What a text may say. ``furniture`` is set aside and makes no candidate.

    Raises:
        ExtractionError: a package of the extra ``extract`` is not installed.
    """
    found = passages(text, furniture)
    parsed = list(parse(text, found))
    find_mentions(parsed, known.gazetteer)
    proposed = voiced(list(_candidates(text, found, parsed, known.gazetteer)))
    linked = _linked(proposed, known.gazetteer)
    return Extraction([mention for each in parsed for mention in each.mentions], settle(linked), pipeline_name())


def _candidates(
    text: str, found: Sequence[Passage], parsed: Sequence[Parsed], gazetteer: Gazetteer
) -> Iterator[Candidate]:
    before = None
    for each in parsed:
        if each.passage.kind != "row":
            for rule in _BY_PASSAGE:
                yield from rule.find(each, before)
            before = each
    yield from quotations.find(text, parsed)
    yield from citations.find(text, found)
    at = 0
    for kind, run in groupby(found, key=lambda passage: passage.kind):
        rows = list(run)
        if kind == "row":
            above, below = found[max(0, at - _NEAR) : at], found[at + len(rows) : at + len(rows) + _NEAR]
            yield from tables.find(text, rows, above, below, gazetteer)
            yield from tabulated.find(text, rows, above, gazetteer)
        at += len(rows)


def _linked(candidates: Iterable[Candidate], gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Candidates whose names are linked to the things that the graph knows, wherever a rule has made them."""
    links: dict[tuple[str, str], str | None] = {}

    def linked(mention: Mention) -> Mention:
        if mention.entity is not None:
            return mention
        key = mention.name, mention.type
        if key not in links:
            links[key] = link(mention, gazetteer).entity
        return replace(mention, entity=links[key])

    def in_field(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [in_field(each) for each in value]
        return linked(value) if isinstance(value, Mention) else value

    for candidate in candidates:
        yield replace(
            candidate,
            subject=linked(candidate.subject),
            object=linked(candidate.object) if candidate.object else None,
            speaker=linked(candidate.speaker) if candidate.speaker else None,
            fields={name: in_field(value) for name, value in candidate.fields.items()},
        )
