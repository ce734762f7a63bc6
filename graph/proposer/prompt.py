"""What is sent: groups of whole passages between marks that no text can foresee, and instructions before them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from graph.documents import Span
from graph.extraction.blocks import Passage
from graph.extraction.schema import verb_of
from graph.proposer.items import Answer

LIMIT = 4_000  # characters in a group: a few paragraphs, which small models still read closely

_RELATIONS = (
    "dcterms:isPartOf skos:broader exemplifies hasCharacteristic builtOn needs dependsOn drawsOn motivatedBy "
    "collaboratesWith acquired learned trainedOn precedes schema:about schema:actor schema:author "
    "schema:containedInPlace schema:copyrightHolder schema:countryOfOrigin schema:director schema:funder "
    "schema:genre schema:hasOccupation schema:isBasedOn schema:location schema:mentions schema:organizer "
    "schema:owns schema:participant schema:producer schema:publisher schema:worksFor org:headOf org:memberOf"
)
RELATIONS = tuple(_RELATIONS.split())


@dataclass(frozen=True)
class Group:
    """Passages that are sent together, and the headings above the first; nowhere else is an answer looked for."""

    headings: tuple[Span, ...]
    passages: tuple[Span, ...]

    def message(self, text: str) -> str:
        """What is sent: the words of the text, unchanged."""
        headings, passages = (
            "\n".join(text[span.start : span.end] for span in part) for part in (self.headings, self.passages)
        )
        sent = f"headings:\n{headings}\n\npassages:\n{passages}"
        # A text cannot close the marks itself, for it would have to hold a hash of itself.
        mark = hashlib.sha256(sent.encode()).hexdigest()[:16]
        return f"<passages {mark}>\n{sent}\n</passages {mark}>"


@cache
def instructions() -> str:
    """The instructions, with the relations and what the ontology calls them."""
    text = Path(__file__).with_name("instructions.txt").read_text(encoding="utf-8")
    return text.format(relations="; ".join(f"{name} ({verb_of(name)})" for name in RELATIONS))


@cache
def version() -> str:
    """Changes with every change of what is asked, so that an answer to another question is not reused."""
    asked = instructions() + json.dumps(Answer.model_json_schema(), sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


def groups(passages: Iterable[Passage]) -> list[Group]:
    """Passages in groups of `LIMIT` characters at most, in order.

    A section that has no room in a group begins the next. A passage that is too long by itself goes by its
    sentences, and a sentence that is too long in pieces.
    """
    made: list[tuple[tuple[Span, ...], list[Span]]] = []
    room = 0
    for section, members in groupby(passages, key=_section):
        pieces = [piece for passage in members for piece in _pieces(passage)]
        room = 0 if _length(pieces) > room else room
        for piece in pieces:
            if _length([piece]) > room:
                made.append((tuple(span for span in section if span.start < piece.start), []))
                room = LIMIT
            made[-1][1].append(piece)
            room -= _length([piece])
    return [Group(headings, tuple(pieces)) for headings, pieces in made]


def _section(passage: Passage) -> tuple[Span, ...]:
    own = (Span(passage.start, passage.end),) if passage.kind == "heading" else ()
    return (*passage.headings, *own)


def _length(spans: Iterable[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _pieces(passage: Passage) -> Iterator[Span]:
    fits = _length([passage]) <= LIMIT
    for part in (passage,) if fits else passage.sentences:
        for start in range(part.start, part.end, LIMIT):
            yield Span(start, min(start + LIMIT, part.end))
