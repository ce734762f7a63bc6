"""Candidates for relations where both ends fit: a guessed type gives way, a known one does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.documents import Span
from graph.entities import ORGANISATIONS, PLACES
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.wording import attribution, certainty, polarity
from graph.extraction.schema import fits

if TYPE_CHECKING:
    from spacy.tokens import Token

CONCEPTS = words(
    "Sector Technology Trend ValueChainStage Activity ActorGroup Topic Skill ImpactMechanism Measure Unit",
)
# What a small pipeline takes the name of a body for; a verb that only bodies or people go with says better.
_DOUBTED = words("Person Organization CreativeWork Product Event ScholarlyArticle")
_SURE = words("gazetteer phrase reference label caption")
_WHERE = words("schema:location schema:containedInPlace")
UNTOLD = 0.3  # the confidence of a phrase whose noun tells no type
_ACTORS = ORGANISATIONS | words("ActorGroup Person Agent")
_GUESSES = ("Topic", "Activity", "Trend")
# Relations that hold of much; to the others, a thing whose type is unknown is no argument.
_LENIENT = words(
    "needs dependsOn hasCharacteristic drawsOn learned exemplifies skos:broader schema:about motivatedBy trainedOn",
    "schema:isBasedOn",
)
# Relations of named things: at least one end has a name.
_OF_NAMES = words(
    "schema:producer schema:author schema:owns schema:publisher schema:director",
    "schema:actor schema:funder acquired",
    "schema:organizer org:headOf org:memberOf schema:worksFor schema:location schema:containedInPlace",
)


def is_guess(mention: Mention) -> bool:
    """Whether nothing says what type of thing a mention is: it is a phrase, and its noun tells nothing."""
    return mention.entity is None and mention.rule == "phrase" and mention.confidence <= UNTOLD


def is_named(mention: Mention) -> bool:
    """Whether a mention names a single thing, not a kind of things."""
    return mention.type not in CONCEPTS and mention.rule != "phrase"


def fitting(subject: Mention, predicate: str, object_: Mention) -> tuple[Mention, Mention] | None:
    """Subject and object as the predicate can connect them; a guessed type gives way, a known one does not."""
    if predicate in _OF_NAMES and not (is_named(subject) or is_named(object_)):
        return None
    subjects = [subject, *_retyped(subject, predicate, _DOUBTED)]
    objects = [object_, *_retyped(object_, predicate, _DOUBTED | PLACES)]
    return next(((s, o) for s in subjects for o in objects if fits(predicate, s.type, o.type)), None)


def _retyped(mention: Mention, predicate: str, doubted: frozenset[str]) -> list[Mention]:
    unsure = mention.entity is None and mention.rule not in _SURE and mention.type in doubted
    if unsure and predicate == "schema:participant" and mention.type == "Organization":
        return [replace(mention, type="OrganizationalCollaboration")]
    if unsure and predicate in _OF_NAMES - _WHERE:
        return [replace(mention, type=each) for each in ("Corporation", "Organization", "Person")]
    if predicate not in _LENIENT or mention.entity is not None or mention.rule != "phrase":
        return []
    if is_guess(mention):
        return [replace(mention, type=each) for each in _GUESSES]
    return [] if mention.type in _ACTORS else [replace(mention, type="Topic")]


def relation(
    parsed: Parsed,
    subject: Mention,
    predicate: str,
    object_: Mention,
    evidence: tuple[Span, ...],
    rule: str,
    confidence: float,
    said: Token | None = None,
    before: Parsed | None = None,
    **more: Any,
) -> Iterator[Candidate]:
    """The candidate for a relation, where its ends fit; ``said`` is the verb or noun whose clause words it."""
    ends = fitting(subject, predicate, object_)
    if ends is None or ends[0].slug == ends[1].slug or not evidence:
        return
    yield Candidate(
        kind="Relation",
        subject=ends[0],
        predicate=predicate,
        object=ends[1],
        evidence=evidence,
        rule=rule,
        confidence=confidence,
        polarity=polarity(parsed, said) if said is not None else "affirmed",
        certainty=certainty(parsed, said) if said is not None else "asserted",
        speaker=attribution(parsed, said, before) if said is not None else None,
        **more,
    )


def the_document(parsed: Parsed, at: Token | None = None) -> Mention:
    """The document itself, where its text speaks of "this paper", or of itself without a word."""
    start = parsed.passage.start + (at.idx if at is not None else 0)
    return document_at(start, start + (len(at) if at is not None else 1))


def document_at(start: int, end: int) -> Mention:
    """The document as something that its text speaks of between two offsets."""
    return Mention(start, end, "the document", "Document", "document", 1.0, entity="document")


def covering(*spans: Span) -> Span:
    """From the first to the last of some spans of one sentence."""
    return Span(min(span.start for span in spans), max(span.end for span in spans))
