"""What a statement is about: the thing it mentions at its subject, else the first, else the noun of its subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.vague import names_nothing

if TYPE_CHECKING:
    from spacy.tokens import Span as Words

_ABOUT = frozenset(
    """
    Technology Sector Activity Topic Trend Skill Policy Project SoftwareApplication CreativeWork VideoGame Movie
    TVSeries MusicAlbum VisualArtwork Event ExhibitionEvent Festival Product ImpactMechanism ValueChainStage
    ActorGroup Organization Corporation Museum CollegeOrUniversity
    """.split()
)
_FIRST_WORDS = 6


def topic_of(parsed: Parsed, said: Span, speaker: Mention) -> Mention:
    """The topic of the words that somebody says; there is always one, if only their beginning."""
    named = [
        each
        for each in parsed.mentions_in(said)
        if each.type in _ABOUT and each.slug != speaker.slug and not each.start <= speaker.start < each.end
    ]
    words = parsed.words(said)
    if words is None or not len(words):
        return named[0] if named else _topic(parsed, said, said)
    subject = next((child for child in words.root.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None:
        edges = Span(parsed.span(subject.left_edge).start, parsed.span(subject.right_edge).end)
        at_subject = [each for each in named if edges.start <= each.start and each.end <= edges.end]
        if at_subject:
            return at_subject[0]
    if named:
        return named[0]
    return _noun(parsed, words, said)


def _noun(parsed: Parsed, words: Words, said: Span) -> Mention:
    chunks = [
        chunk
        for chunk in words.noun_chunks
        if chunk.root.pos_ in ("NOUN", "PROPN") and not names_nothing(chunk.root.text)
    ]
    chunks.sort(key=lambda chunk: (chunk.root.dep_ not in ("nsubj", "nsubjpass"), chunk.start))
    for chunk in chunks:
        kept = [token for token in chunk if token.pos_ not in ("DET", "PRON") or token.i == chunk.root.i]
        span = Span(parsed.span(kept[0]).start, parsed.span(chunk[-1]).end)
        if said.start <= span.start < span.end <= said.end:
            return _topic(parsed, span, span)
    first = [token for token in words if token.is_alpha][:_FIRST_WORDS] or [words[0]]
    return _topic(
        parsed, Span(max(said.start, parsed.span(first[0]).start), min(said.end, parsed.span(first[-1]).end)), said
    )


def _topic(parsed: Parsed, span: Span, otherwise: Span) -> Mention:
    kept = span if span.start < span.end else otherwise
    at = parsed.passage.start
    name = " ".join(parsed.text[kept.start - at : kept.end - at].split())
    return Mention(kept.start, kept.end, name, "Topic", "statement-topic", 0.5)
