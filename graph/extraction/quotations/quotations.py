"""Quotations and reported speech of a document, with their speakers, as candidates for a Statement.

The first evidence of a quotation is the exact words between its marks, without the marks and without a comma
before the
closing one; where the sentence goes on behind the attribution, the second is its continuation. Then come the words
that say who speaks, and the full name where these have a pronoun or a surname only. Reported speech has its
sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.figures.masks import is_reference
from graph.extraction.language import Parsed
from graph.extraction.quotations.attribution import Attribution, announced, attribution, is_title, signed
from graph.extraction.quotations.marks import Quoted, quoted
from graph.extraction.quotations.reported import reported
from graph.extraction.quotations.speakers import PRONOUNS, Cast, names
from graph.extraction.quotations.topics import topic_of
from graph.extraction.relations.wording import certainty, polarity

_WHOLE = 0.7  # the least part of a passage that is a quotation and little else
_LEAST = 5  # the least words of a quotation without a verb of saying beside it


@dataclass(frozen=True)
class Quotation(Span):
    """The exact words, who says them, the words that tell, and what ``goes_on`` behind these."""

    parsed: Parsed
    speaker: Mention
    told: tuple[Span, ...]
    confidence: float
    goes_on: tuple[Span, ...] = ()


def find(text: str, parsed: Sequence[Parsed]) -> list[Candidate]:
    """The statements of a document that it gives to somebody, quoted or reported. Shapes: see the module."""
    made: list[Candidate] = []
    cast = Cast()
    previous: Quotation | None = None
    open_quotation = False
    for index, each in enumerate(parsed):
        if each.passage.kind == "row" or is_reference(each.text):
            continue
        marks = quoted(text[each.passage.start : each.passage.end])
        found = list(_quotations(each, marks, cast))
        if not found and marks and _is_whole(each, marks):
            neighbours = (
                parsed[index - 1] if index else None,
                parsed[index + 1] if index + 1 < len(parsed) else None,
            )
            other = _beside(each, marks, neighbours, previous, open_quotation, cast)
            found = [other] if other else []
        open_quotation = bool(marks) and not marks[-1].closed
        made += [_candidate(quotation) for quotation in found]
        made += _reported(each, marks, found, cast)
        cast.hear(each)
        previous = found[-1] if found else (previous if each.passage.kind == "heading" else None)
    return made


def _quotations(parsed: Parsed, marks: Sequence[Quoted], cast: Cast) -> Iterator[Quotation]:
    """The quotations of one passage whose speaker is told in it, the parts of a broken one put together."""
    last: Quotation | None = None
    at, text = parsed.passage.start, parsed.text
    for index, quote in enumerate(marks):
        told = attribution(parsed, marks, index)
        span = Span(at + quote.start, at + quote.end)
        gap = text[marks[index - 1].outer.end : quote.outer.start] if index else ""
        if last is not None and _goes_on(gap, text[quote.start : quote.end]) and told and told.words in last.told:
            yield replace(last, goes_on=(*last.goes_on, span))
            last = None
            continue
        if last is not None:
            yield last
        if told is None:
            last = _continued(parsed, last, span, text[quote.start : quote.end])
            continue
        last = _made(parsed, span, told, cast, 0.9)
    if last is not None:
        yield last


def _goes_on(gap: str, words: str) -> bool:
    """Whether the second part continues the sentence of the first: “…,” she said, “…”."""
    return (gap.rstrip().endswith(",") and "." not in gap) or words[:1].islower()


def _continued(parsed: Parsed, last: Quotation | None, span: Span, words: str) -> Quotation | None:
    """A second quotation of a passage, a sentence of its own, goes on in the voice of the first."""
    if last is None or len(words.split()) < 2 or not words[:1].isupper() or is_title(words):
        return None
    return Quotation(span.start, span.end, parsed, last.speaker, last.told, 0.75)


def _made(parsed: Parsed, span: Span, told: Attribution, cast: Cast, confidence: float) -> Quotation | None:
    cast.hear(parsed, told.speaker.end)
    speaker: Mention | None = told.speaker
    if told.speaker.name.lower() in PRONOUNS:
        speaker = cast.behind(told.speaker, parsed.passage)
    elif told.speaker.type == "Person":
        speaker = cast.whole(told.speaker)
    if speaker is None:
        return None
    words = [told.words]
    if speaker.name != told.speaker.name:
        words += [Span(each.start, each.end) for each in cast.named if each.name == speaker.name][-1:]
    cast.last = speaker
    return Quotation(
        span.start, span.end, parsed, speaker, tuple(words), confidence * (0.9 if len(words) > 1 else 1)
    )


def _is_whole(parsed: Parsed, marks: Sequence[Quoted]) -> bool:
    covered = sum(quote.outer.end - quote.outer.start for quote in marks)
    longest = max(marks, key=lambda quote: quote.end - quote.start)
    words = parsed.text[longest.start : longest.end]
    return covered >= _WHOLE * len(parsed.text) and len(words.split()) >= _LEAST and not is_title(words)


def _beside(
    parsed: Parsed,
    marks: Sequence[Quoted],
    neighbours: tuple[Parsed | None, Parsed | None],
    previous: Quotation | None,
    is_open: bool,
    cast: Cast,
) -> Quotation | None:
    """A passage that is a quotation, by who is announced before it, signed below it, or was speaking."""
    at = parsed.passage.start
    span = Span(at + marks[0].start, at + marks[-1].end)
    before, after = neighbours
    if is_open and previous is not None:
        return Quotation(span.start, span.end, parsed, previous.speaker, previous.told, 0.85)
    if before is not None and (told := announced(before)):
        return _made(parsed, span, told, cast, 0.85)
    if after is not None and (told := signed(after)):
        cast.hear(after, told.speaker.end)
        return _made(parsed, span, told, cast, 0.8)
    if previous is not None:
        return Quotation(span.start, span.end, parsed, previous.speaker, previous.told, 0.6)
    people = [each for each in names(before) if each.type == "Person"] if before is not None else []
    if len({each.name for each in people}) == 1:
        return Quotation(span.start, span.end, parsed, people[0], (Span(people[0].start, people[0].end),), 0.5)
    return None


def _candidate(quotation: Quotation) -> Candidate:
    words = quotation.parsed.words(quotation)
    root = words.root if words is not None else quotation.parsed.doc[0]
    return Candidate(
        kind="Statement",
        subject=quotation.speaker,
        predicate="commentsOn",
        object=topic_of(quotation.parsed, Span(quotation.start, quotation.end), quotation.speaker),
        evidence=(Span(quotation.start, quotation.end), *quotation.goes_on, *dict.fromkeys(quotation.told)),
        rule="quotation",
        confidence=round(quotation.confidence * quotation.speaker.confidence, 3),
        certainty=certainty(quotation.parsed, root),
        polarity=polarity(quotation.parsed, root),
        speaker=quotation.speaker,
    )


def _reported(
    parsed: Parsed, marks: Sequence[Quoted], found: Sequence[Quotation], cast: Cast
) -> Iterator[Candidate]:
    at = parsed.passage.start
    inside = [Span(at + quote.outer.start, at + quote.outer.end) for quote in marks]
    told = [span for quotation in found for span in quotation.told]
    for each in reported(parsed):
        if any(each.sentence.start < span.end and span.start < each.sentence.end for span in told):
            continue
        if any(span.start <= each.speaker.start < span.end for span in inside):
            continue
        made = _made(parsed, each.said, Attribution(each.speaker, each.sentence), cast, 0.7)
        if made is None:
            continue
        said = parsed.words(each.said)
        root = said.root if said is not None else parsed.doc[0]
        yield Candidate(
            kind="Statement",
            subject=made.speaker,
            predicate="commentsOn",
            object=topic_of(parsed, each.said, made.speaker),
            evidence=made.told,
            rule="reported-speech",
            confidence=round(made.confidence * made.speaker.confidence, 3),
            certainty=certainty(parsed, root),
            polarity=polarity(parsed, root),
            speaker=made.speaker,
        )
