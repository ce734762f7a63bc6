"""Whose a quotation is, by the words before and after it in its passage, and by the passages beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.quotations.marks import Quoted
from graph.extraction.quotations.speakers import PRONOUNS, speaker_in
from graph.extraction.quotations.verbs import DESCRIBING, SAYING

if TYPE_CHECKING:
    from spacy.tokens import Token

_STOP = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bProf)[.!?;](?=\s|$)|\n")
_LABEL = re.compile(r"^\W*(?P<who>[A-ZÀ-Þ][^:\n]{1,60}?)\s*:\s*$")
_DASH = re.compile(r"^\s*[-–—]+\s*(?P<who>[A-ZÀ-Þ][^\n.]{2,80})")
_ACCORDING_BEFORE = re.compile(r"\b(?:according to|in the words of)\s(?P<who>[^,:]{2,80})[,:]?\W*$", re.IGNORECASE)
_ACCORDING_FIRST = re.compile(r"^\W*according to (?P<who>[^,:]{2,80}),", re.IGNORECASE)
_ACCORDING_AFTER = re.compile(r"^[\s,]*according to (?P<who>[^.;]{2,80})", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:\b(?:that|how|as|him|her|it|them|this|us|me)\b|[,:]|\b(?:further|again|simply|instead|also|later"
    r"|recently|yesterday)\b|\b(?:in|on|at|to|during) (?:a |an |the |his |her |our |their )?[\w' -]{2,40}|\s"
    r"|\W)*$"
)
_PULLED = 14  # the most words of a name with its role that stands below a quotation
_LABELLED = 5  # the least words that somebody's name and a colon introduce
_NEAR = 14


@dataclass(frozen=True)
class Attribution:
    """The speaker as named here, and the words that say who speaks: "says Jane Doe"."""

    speaker: Mention
    words: Span


def attribution(parsed: Parsed, quotes: Sequence[Quoted], index: int) -> Attribution | None:
    """Who says a quotation of a passage, as far as the sentence around it tells."""
    quote = quotes[index]
    first = quotes[index - 1].outer.end if index else 0
    last = quotes[index + 1].outer.start if index + 1 < len(quotes) else len(parsed.text)
    return _after(parsed, quote, Span(quote.outer.end, last)) or _before(
        parsed, quote, Span(first, quote.outer.start)
    )


def _after(parsed: Parsed, quote: Quoted, gap: Span) -> Attribution | None:
    text = parsed.text
    words = text[gap.start : gap.end]
    stop = _STOP.search(words, 1)
    region = Span(gap.start, gap.start + stop.start() if stop else gap.end)
    said = text[region.start : region.end].strip(" ,")
    if not said or said[0] in ";.:":
        return None
    ended = (
        text[quote.end - 1 : quote.end] == "."
        and text[quote.start : quote.end]
        and not words.lstrip().startswith(",")
    )
    if match := _DASH.match(words):
        return _named(parsed, Span(gap.start + match.start("who"), gap.start + match.end("who")))
    if match := _ACCORDING_AFTER.match(words):
        return _named(parsed, Span(gap.start + match.start("who"), gap.start + match.end("who")))
    verb = _verb(parsed, region, SAYING, first=True)
    if verb is None:
        return _pulled(parsed, region) if ended and not said[0].islower() else None
    before_verb = Span(region.start, verb.idx)
    if text[before_verb.start : before_verb.end].strip(" ,"):
        if ended and not words.lstrip()[0].islower():
            return None
        speaker = _subject(parsed, verb, before_verb) or speaker_in(parsed, before_verb)
    else:
        speaker = _to_the_right(parsed, verb, region)
    return _made(parsed, speaker, verb, region)


def _to_the_right(parsed: Parsed, verb: Token, region: Span) -> Mention | None:
    """Who is named behind the verb: "says the project's coordinator Jane Doe, who …"."""
    start = verb.idx + len(verb)
    text = parsed.text
    comma = text.find(",", start, region.end)
    near = Span(start, comma if comma != -1 else region.end)
    named = speaker_in(parsed, near)
    if named is not None and ((named.type == "Person" and " " in named.name) or near.end == region.end):
        return named
    further = speaker_in(parsed, Span(start, region.end))
    if named is None or further is None or further.type != "Person":
        return named or further
    # A body may stand before the role of who speaks there, as far as no other clause begins: "said Xyz art,
    # design and fashion director Jane Doe".
    between = parsed.doc.char_span(near.end, further.start - parsed.passage.start, alignment_mode="contract")
    clause = between is None or any(token.pos_ in {"VERB", "AUX", "ADP", "SCONJ"} for token in between)
    return named if clause else further


def _before(parsed: Parsed, quote: Quoted, gap: Span) -> Attribution | None:
    text = parsed.text
    words = text[gap.start : gap.end]
    stops = [match.end() for match in _STOP.finditer(words)]
    region = Span(gap.start + (stops[-1] if stops else 0), gap.end)
    said = text[region.start : region.end]
    if not said.strip(" ,"):
        return None
    if match := _LABEL.match(said):
        found = _verb(parsed, region, SAYING, first=False)
        if found is None and len(text[quote.start : quote.end].split()) < _LABELLED:
            return None
        if found is None:
            return _named(parsed, Span(region.start + match.start("who"), region.start + match.end("who")))
    if match := _ACCORDING_BEFORE.search(said) or _ACCORDING_FIRST.search(said):
        return _named(parsed, Span(region.start + match.start("who"), region.start + match.end("who")))
    verb = _verb(parsed, region, SAYING | DESCRIBING, first=False)
    if verb is None and said.rstrip().endswith(":") and len(text[quote.start : quote.end].split()) >= _LABELLED:
        told = _named(parsed, region)
        return told if told is not None and told.speaker.type == "Person" else None
    if verb is None or not _leads_to(text[verb.idx + len(verb) : quote.outer.start], parsed, quote, verb):
        return None
    left = Span(region.start, verb.idx)
    by = verb.tag_ == "VBN" and verb.i + 1 < len(parsed.doc) and verb.nbor().lower_ == "by"
    speaker = None if by else _subject(parsed, verb, left) or speaker_in(parsed, left)
    if speaker is None:
        speaker = _to_the_right(parsed, verb, region)
    return _made(parsed, speaker, verb, region)


def _leads_to(between: str, parsed: Parsed, quote: Quoted, verb: Token) -> bool:
    """Whether a verb of saying before a quotation says it, and not something that has a name in quotation marks."""
    inner = parsed.text[quote.start : quote.end]
    count = len(inner.split())
    if is_title(inner):
        return between.rstrip().endswith((":", ",")) and count > 2 and verb.lemma_.lower() in SAYING
    if verb.lemma_.lower() in DESCRIBING:
        return count >= 3
    if between.rstrip().endswith((":", ",")):
        return True
    if _BESIDE.fullmatch(between):
        return count >= 2
    return count >= 4 and len(between.split()) <= _NEAR


def is_title(words: str) -> bool:
    """Whether words are written as the title of a work: capitals but for small words, and no full stop."""
    parts = re.findall(r"[^\W\d_][\w'’-]*", words)
    small = {
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "and",
        "or",
        "for",
        "to",
        "at",
        "by",
        "with",
        "from",
        "as",
        "is",
        "de",
        "la",
    }
    main = [part for part in parts if part.lower() not in small]
    return bool(main) and all(part[0].isupper() for part in main) and words[-1:] not in ".!?" and len(parts) <= 12


def _verb(parsed: Parsed, region: Span, lemmas: frozenset[str], first: bool) -> Token | None:
    words = parsed.doc.char_span(region.start, region.end, alignment_mode="expand")
    found = [
        token
        for token in words or ()
        if region.start <= token.idx < region.end
        and token.lemma_.lower() in lemmas
        and (token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB") or _follows_pronoun(token))
        and not (token.tag_ == "VBN" and any(child.dep_ == "auxpass" for child in token.children))
    ]
    if not found:
        return None
    chosen = found[0] if first else found[-1]
    return None if first and len(parsed.text[region.start : chosen.idx].split()) > _NEAR else chosen


def _follows_pronoun(token: Token) -> bool:
    """Whether a word that the tagger takes for a noun is a verb: "she laughs"."""
    return token.i > 0 and token.nbor(-1).lower_ in PRONOUNS


def _subject(parsed: Parsed, verb: Token, region: Span) -> Mention | None:
    """Who the parse says is the subject, where it is in the region."""
    for child in verb.children:
        if child.dep_ == "nsubj" and region.start <= child.idx < region.end:
            edge = child.left_edge.idx
            return speaker_in(parsed, Span(max(region.start, edge), region.end))
    return None


def _named(parsed: Parsed, region: Span) -> Attribution | None:
    speaker = speaker_in(parsed, region)
    if speaker is None:
        return None
    at = parsed.passage.start
    return Attribution(speaker, Span(at + region.start, at + region.end))


def _pulled(parsed: Parsed, region: Span) -> Attribution | None:
    """A name with its role and nothing else behind a quotation."""
    words = parsed.text[region.start : region.end]
    if len(words.split()) > _PULLED or any(
        t.pos_ in ("VERB", "AUX") for t in parsed.doc if region.start <= t.idx < region.end
    ):
        return None
    start = region.start + len(words) - len(words.lstrip(" ,–—-"))
    return _named(parsed, Span(start, region.end))


def _made(parsed: Parsed, speaker: Mention | None, verb: Token, region: Span) -> Attribution | None:
    if speaker is None:
        return None
    said = parsed.span(verb)
    start, end = min(speaker.start, said.start), max(speaker.end, said.end)
    return Attribution(speaker, Span(start, end))


def announced(parsed: Parsed) -> Attribution | None:
    """Who a passage says will speak in the next: "Jane Doe explains further:"."""
    text = parsed.text.rstrip()
    if not text.endswith(":") or '"' in text:
        return None
    stops = [match.end() for match in _STOP.finditer(text)]
    region = Span(stops[-1] if stops else 0, len(text))
    verb = _verb(parsed, region, SAYING, first=False)
    if verb is not None:
        left = Span(region.start, verb.idx)
        return _made(parsed, _subject(parsed, verb, left) or speaker_in(parsed, left), verb, region)
    return _named(parsed, region) if len(text.split()) <= _PULLED else None


def signed(parsed: Parsed) -> Attribution | None:
    """Who a passage says has spoken in the one before: "says Jane Doe", "– Jane Doe, curator"."""
    text = parsed.text
    if len(text.split()) > _PULLED or '"' in text:
        return None
    start = len(text) - len(text.lstrip(" *_–—->"))
    region = Span(start, len(text.rstrip(" .*_")))
    verb = _verb(parsed, region, SAYING, first=True)
    if verb is not None and verb.idx == start:
        return _made(parsed, _to_the_right(parsed, verb, region), verb, region)
    named = bool(re.match(r"\s*[–—-]", text)) or "," in text
    verbs = any(token.pos_ in ("VERB", "AUX") and token.tag_ != "VBG" for token in parsed.doc)
    return _named(parsed, region) if named and not verbs else None
