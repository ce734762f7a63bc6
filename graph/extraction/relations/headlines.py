"""What titles name: that of the document, those over bylines, and those of the works in a list of references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import PLACES
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.abstract import is_abstract
from graph.extraction.relations.fitting import CONCEPTS, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import EMPTY
from graph.extraction.relations.phrases import named as phrase_of
from graph.extraction.relations.references import Reference
from graph.extraction.schema import fits

if TYPE_CHECKING:
    from spacy.tokens import Token

_TITLE_WITHIN = 400
_TITLE_WORDS = 16
OF_TITLES = words(
    "evidence perspective detection analysis overview introduction state view impact",
    "role value effect influence approach",
    "challenge opportunity importance study review survey research lesson towards",
    "learning guide insight implication",
    "future past present age era use",
    "capture current agenda direction report synergy exploration assessment evaluation comparison relationship",
)
_NAMES = ("PERSON", "ORG", "DATE", "GPE", "LOC", "FAC", "WORK_OF_ART", "CARDINAL", "ORDINAL")
_TECHNOLOGIES = words("AI VR AR XR MR ML NLP IoT NFT NFTs")
NAMED = PLACES | words(
    "Sector Technology Trend Topic Activity Skill ValueChainStage ActorGroup Policy Person Corporation Museum",
    "Organization Movie VideoGame Measure",
)


def is_title(parsed: Parsed, before: Parsed | None) -> bool:
    """Whether a passage is the title of its document: a heading at its start, of some words, not of a section."""
    passage = parsed.passage
    early = passage.start < _TITLE_WITHIN and not passage.headings
    question = before is None and parsed.text.rstrip().endswith("?") and len(parsed.text.split()) <= _TITLE_WORDS
    return (
        early
        and (passage.kind == "heading" or question)
        and len(parsed.doc) > 3
        and any(t.pos_ == "NOUN" or t.pos_ == "PROPN" for t in parsed.doc)
    )


def of_title(parsed: Parsed, work: Mention, rule: str) -> Iterator[Candidate]:
    """What the title of a work names: the mentions in it, and the phrases that no mention covers."""
    for mention in parsed.mentions:
        if mention.type in NAMED and not _is_aside(parsed, mention):
            yield from about(parsed, work, mention, (Span(mention.start, mention.end),), rule, 0.75, None)
    for chunk in parsed.doc.noun_chunks:
        head = chunk.root
        first = next((t.i for t in chunk if t.pos_ not in ("DET", "PUNCT", "PRON") and t.text[0].isalnum()), head.i)
        told = any(
            _covers(parsed, each, token)
            for each in parsed.mentions
            for token in (parsed.doc[head.i : head.i + 1] if is_abstract(head) else parsed.doc[first : head.i + 1])
        )
        if told or head.i < first + 1 or head.lemma_.lower() in EMPTY | OF_TITLES or head.ent_type_ in _NAMES:
            continue
        matter = chunk_of(parsed, first, head)
        yield from about(parsed, work, matter, (Span(matter.start, matter.end),), rule, 0.5, None)


def _is_aside(parsed: Parsed, mention: Mention) -> bool:
    """Whether a title only says of something else what it is by a mention: "Orbit, a UK start-up"."""
    own = parsed.words(mention)
    head = own.root if own is not None else None
    if head is not None and head.dep_ == "compound":
        head = head.head
    return (
        head is not None and head.dep_ == "appos" and head.left_edge.i > 0 and head.left_edge.nbor(-1).text == ","
    )


def of_cited(parsed: Parsed, entry: Reference) -> Iterator[Candidate]:
    """The phrases of a cited title: the title itself is one mention, which hides those within it."""
    at = parsed.passage.start
    title = Span(at + entry.title.start, at + entry.title.end)
    name = " ".join(parsed.text[entry.title.start : entry.title.end].split())
    work = Mention(title.start, title.end, name, entry.type, "reference", 0.9)
    for chunk in parsed.doc.noun_chunks:
        head = chunk.root
        first = next((token.i for token in chunk if token.pos_ not in ("DET", "PUNCT", "PRON")), head.i)
        inside = title.start <= at + parsed.doc[first].idx and at + chunk[-1].idx + len(chunk[-1]) <= title.end
        if not inside or head.lemma_.lower() in EMPTY | OF_TITLES or head.pos_ not in ("NOUN", "PROPN"):
            continue
        named = next(
            (each for each in parsed.mentions_in(title) if each.name != name and _covers(parsed, each, head)), None
        )
        matter = named or chunk_of(parsed, first, head)
        common = first == head.i and head.pos_ == "NOUN" and not is_abstract(head)
        if named is None and common and matter.type == "Topic":
            continue  # one common noun, "the city", tells little
        yield from about(
            parsed, work, matter, (Span(matter.start, matter.end),), "about.reference-title", 0.7, None
        )


def chunk_of(parsed: Parsed, first: int, head: Token) -> Mention:
    """The words from a token to the head of their phrase, as a concept of the type of the head, or a place."""
    kind = type_of_noun(head.lemma_) or "Topic"
    if head.text in _TECHNOLOGIES:
        kind = "Technology"
    elif head.ent_type_ in ("GPE", "LOC"):
        kind = "Place"
    return phrase_of(parsed, first, head.i, kind if kind in CONCEPTS or kind == "Place" else "Topic")


def about(
    parsed: Parsed,
    text: Mention,
    matter: Mention,
    spans: tuple[Span, ...],
    rule: str,
    sure: float,
    said: Token | None,
) -> Iterator[Candidate]:
    if fits("schema:about", text.type, matter.type):
        yield from relation(parsed, text, "schema:about", matter, spans, rule, sure)


def _covers(parsed: Parsed, mention: Mention, token: Token) -> bool:
    start = parsed.passage.start + token.idx
    return mention.start <= start < mention.end
