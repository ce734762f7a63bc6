"""Speech without quotation marks: "X argues that …", "X stressed the need", "according to X", "as X notes"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.language import Parsed
from graph.extraction.quotations.speakers import may_speak, speaker_in, speaks
from graph.extraction.quotations.stances import Reported, stances
from graph.extraction.quotations.verbs import REPORTING, WITH_OBJECT
from graph.extraction.relations.series import listed_with

if TYPE_CHECKING:
    from spacy.tokens import Token

_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>[^,.;:()]{2,80})")
_AS = re.compile(
    r"(?<!such )(?<!well )\b[Aa]s (?P<who>(?:the |[A-ZÀ-Þ])[^,;:]{1,60}?) (?:(?:\(\d{4}\)|has|have|once|also"
    r"|himself|herself|rightly) )*(?:acknowledg|not|sa[iy]|puts?|argu|observ|point|explain|suggest|stress"
    r"|remark|wr[io]t|stat|warn|report|emphasi)\w*\b(?! that)"
)
_LEAST = 4
_BODIES = ORGANISATIONS | {"Person"}


def reported(parsed: Parsed) -> Iterator[Reported]:
    """What the sentences of a passage report as said by somebody, at most one a sentence."""
    at, text = parsed.passage.start, parsed.text
    for sentence in parsed.passage.sentences:
        start, end = sentence.start - at, sentence.end - at
        words = parsed.words(sentence)
        tokens = [] if words is None else list(words)
        found = (
            _by_phrase(parsed, _AS.search(text, start, end), sentence)
            or _by_verb(parsed, tokens, sentence)
            or _by_phrase(parsed, _ACCORDING.search(text, start, end), sentence)
        )
        if found is not None and len(text[found.said.start - at : found.said.end - at].split()) >= _LEAST:
            yield found
            yield from _with_others(parsed, found)
        yield from () if found is not None else stances(parsed, tokens, sentence)


def _with_others(parsed: Parsed, found: Reported) -> Iterator[Reported]:
    """The same as said by the bodies named together with the speaker: "Orbit and Kestra expect …"."""
    bodies = listed_with(parsed, found.speaker, _BODIES, found.speaker.start, before=False)
    heads = (parsed.words(each) for each in bodies if each.slug != found.speaker.slug)
    for each, own in zip([each for each in bodies if each.slug != found.speaker.slug], heads, strict=True):
        if own is not None and own.root.dep_ == "conj":
            yield replace(found, speaker=each)


def _by_verb(parsed: Parsed, tokens: list[Token], sentence: Span) -> Reported | None:
    for verb in tokens:
        if verb.lemma_.lower() not in REPORTING or verb.pos_ != "VERB":
            continue
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is None or subject.lower_ == "they" or subject.i > verb.i + 6 or not speaks(parsed, subject):
            continue
        said = _said(parsed, verb, sentence)
        region = Span(
            subject.left_edge.idx, max(subject.idx + len(subject), min(verb.idx, subject.right_edge.idx + 30))
        )
        speaker = speaker_in(parsed, region)
        if said is not None and speaker is not None:
            return Reported(sentence, said, speaker)
    return None


def _said(parsed: Parsed, verb: Token, sentence: Span) -> Span | None:
    for child in verb.children:
        if child.dep_ == "ccomp":
            return _within(parsed, child, sentence)
    for token in parsed.doc[verb.i + 1 : verb.i + 4]:
        if token.lower_ == "that" and parsed.span(token).end < sentence.end:
            return Span(parsed.span(token).start, sentence.end)
    if verb.lemma_.lower() in WITH_OBJECT:
        thing = next((child for child in verb.children if child.dep_ == "dobj" and child.pos_ == "NOUN"), None)
        return _within(parsed, thing, sentence) if thing is not None else None
    return None


def _within(parsed: Parsed, head: Token, sentence: Span) -> Span:
    at = parsed.passage.start
    start = max(sentence.start, at + head.left_edge.idx)
    return Span(start, max(start + 1, min(sentence.end, at + head.right_edge.idx + len(head.right_edge))))


def _by_phrase(parsed: Parsed, match: re.Match[str] | None, sentence: Span) -> Reported | None:
    if match is None:
        return None
    speaker = speaker_in(parsed, Span(match.start("who"), match.end("who")))
    if speaker is None or not may_speak(speaker):
        return None
    at = parsed.passage.start
    before = Span(sentence.start, at + match.start())
    after = Span(at + match.end(), sentence.end)
    said = max(before, after, key=lambda span: span.end - span.start)
    text = parsed.text[said.start - at : said.end - at]
    lead = len(text) - len(text.lstrip(" ,"))
    return Reported(sentence, Span(said.start + lead, said.start + len(text.rstrip(" ,"))), speaker)
