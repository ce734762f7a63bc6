"""Proper names of things that the gazetteer may not know: runs of words in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.nametypes import (
    BY_HEAD,
    COUNTRIES,
    HONORIFICS,
    OCCUPATIONS,
    OF_SPACY,
    head_type,
    type_of_name,
)
from graph.extraction.nouns import type_of_noun
from graph.extraction.titles import is_in_title_case

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

PARTICLES = frozenset("de van von der den du di da dos del la le".split())
_LINKS = frozenset("of and & for the y et".split()) | PARTICLES
_NEVER = re.compile(
    r"(?:CEO|CTO|CFO|COO|PDF|URL|FAQ|TV|VAT|GDP|GVA|HR|OK|AM|PM|GMT|BST|CET|BA|MA|BSc|MSc|PhD|ID|Q&A|DIY|VIP|EUR|GBP|"
    r"USD|Figure|Fig|Table|Chapter|Section|Appendix|Annex|Box|Part|Page|Note|Source|Keywords|Abstract|Introduction|"
    r"References|Summary|Conclusion|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Internet|Web|Christmas|Easter|Read|Share|"
    r"False|True|Yes|No|Login|Menu|Search|Home|Contact|About|Download|Photo|Image|Video|Credit|Thanks|Q|A|I)s?"
)
_NO_NAMES = frozenset("NORP DATE CARDINAL ORDINAL LANGUAGE PERCENT MONEY QUANTITY TIME".split())
_NOT_FIRST = frozenset("DET ADP PRON ADV SCONJ AUX CCONJ INTJ PUNCT PART".split())
_SELDOM_FIRST = frozenset({"VERB", "ADV", "ADJ", "NUM"})
_CAPITAL = re.compile(r"[^\W\d_a-z]")
_INNER_CAPITAL = re.compile(r"[a-z]{1,3}[A-Z][a-z]+\Z")
_SITE = re.compile(r"[A-Z]\w+\.(?:com|org|net|ai|io)\Z")
_CREDITS = frozenset({"source", "photo", "photograph", "image", "credit", "text"})
_MARKS = frozenset("\"':-–•*#(")
_ON = frozenset(
    "communication report paper directive regulation convention declaration act study committee council "
    "recommendation survey review".split()
)


@dataclass(frozen=True)
class Name:
    """Tokens ``[start, end)`` of a passage that are a proper name. ``sure`` is false where only capitals say so."""

    start: int
    end: int
    type: str
    rule: str
    confidence: float
    sure: bool


def names(
    doc: Doc,
    in_lower_case: frozenset[str] = frozenset(),
    odd: frozenset[str] = frozenset(),
    known: Sequence[Span] = (),
) -> Iterator[Name]:
    """The proper names of a passage. ``in_lower_case`` holds words that the document also writes small: a sentence
    that begins with one of these does not begin with a name. Those of ``odd`` are names although written small;
    what lies within a span of ``known`` (offsets in the passage) is left out."""
    for token in doc if odd else ():
        if token.text in odd:
            yield Name(token.i, token.i + 1, "Organization", "name", 0.6, sure=True)
    titled: bool | None = None
    for run in _runs(doc):
        start, end = _trimmed(doc, *run, in_lower_case)
        if end <= start or _is_within(doc, start, end, known):
            continue
        words = doc[start:end]
        if _NEVER.fullmatch(words.text) or _is_sentence(words):
            continue
        labels = {token.ent_type_ for token in words} - {""}
        if labels and labels <= _NO_NAMES:
            continue
        kind, rule, confidence = type_of_name(doc, start, end)
        given = _is_credited(doc, start) or bool(_SITE.match(words.text))
        if words[-1].lower_ in OCCUPATIONS and len(words) > 1 and "PERSON" not in labels:
            kind, rule, given = "ActorGroup", BY_HEAD, True
        if not (_has_head(words, rule) or "PERSON" in labels or kind == "Country" or given):
            titled = is_in_title_case(doc) if titled is None else titled
            if titled:
                continue
        sure = bool(labels & set(OF_SPACY)) or rule == BY_HEAD or given
        if _is_label(doc, start, end):
            continue
        if len(words) > 1 or sure or _is_proper(doc, start):
            yield Name(start, end, kind, rule, confidence, sure)


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    end = 0
    for at, token in enumerate(doc):
        if at < end or not _is_capital(token):
            continue
        end = at + 1
        while end < len(doc) and (step := _continues(doc, at, end)):
            end += step
        yield at, end


def _is_capital(token: Token) -> bool:
    text = token.text
    if not _begins_a_name(text):
        return False
    return not ("." in text or "/" in text) or bool(_SITE.match(text)) or not token.like_url


@lru_cache(maxsize=20_000)
def _begins_a_name(word: str) -> bool:
    if word.islower():
        return False
    return bool(_INNER_CAPITAL.match(word) or (_CAPITAL.match(word) and "@" not in word))


def _continues(doc: Doc, start: int, end: int) -> int:
    """How many tokens further a run of capitals goes on, 0 where it ends."""
    token, last = doc[end], doc[end - 1]
    if _is_capital(token) or (token.text[0].isdigit() and last.text[0].isupper() and token.text.count(".") == 1):
        return 1
    if end + 1 >= len(doc):
        return 0
    following = doc[end + 1]
    if token.lower_ in PARTICLES:
        more = 1
        while end + more < len(doc) and doc[end + more].lower_ in PARTICLES:
            more += 1
        return more + 1 if end + more < len(doc) and _is_capital(doc[end + more]) else 0
    headed = head_type(["", last.text]) is not None
    if token.lower_ in {"of", "for"} and following.lower_ == "the" and headed and end + 2 < len(doc):
        return 3 if _is_capital(doc[end + 2]) else 0
    if not _is_capital(following):
        return 0
    tight = not last.whitespace_ and not token.whitespace_
    if token.text in {"&", "+"} or (token.text in {"-", "–", "'"} and tight):
        return 2
    if token.lower_ in {"of", "for"} or token.lower_ == "on":
        return 2 if (headed and token.lower_ != "on") or last.lower_ in _ON else 0
    return 2 if _joins(doc, start, end) else 0


def _joins(doc: Doc, start: int, end: int) -> bool:
    """Whether "and", or a comma before one, stands within a name: "Department for Culture, Media and Sport"."""
    token = doc[end]
    within = any(each.lower_ in {"of", "for"} for each in doc[start:end])
    within = within and not _has_institution(doc, end + 1)
    if token.lower_ == "and":
        one_body = (
            token.ent_iob_ == "I" and _has_institution(doc, end + 1) and not _has_institution(doc, start, end)
        )
        return (within or one_body) and doc[end - 1].ent_type_ != "PERSON"
    if token.text != "," or not within:
        return False
    at = end + 1
    while at < len(doc) and _is_capital(doc[at]):
        at += 1
    return at + 1 < len(doc) and doc[at].lower_ in {"and", "&"} and _is_capital(doc[at + 1])


def _has_institution(doc: Doc, start: int, end: int | None = None) -> bool:
    """Whether an institution's noun is among the capitals from a token on, or among the tokens up to another."""
    at = start
    while at < len(doc) and (end is None or at < end) and _is_capital(doc[at]):
        if type_of_noun(doc[at].text) in ORGANISATIONS:
            return True
        at += 1
    return False


def _trimmed(doc: Doc, start: int, end: int, in_lower_case: frozenset[str]) -> tuple[int, int]:
    """A run without titles of persons, words that only begin a sentence, and what ties it to the next word."""
    begins = doc[start].is_sent_start or start == 0 or doc[start - 1].text[-1] in _MARKS
    first = start
    while start < end and _leads(doc[start], begins):
        start += 1
    if begins and start == first < end:
        token = doc[start]
        common = token.lower_ in in_lower_case or token.pos_ in _SELDOM_FIRST
        if common and not _has_institution(doc, start, end) and (end - start == 1 or token.pos_ in {"VERB", "ADV"}):
            start += 1
    while end > start and (doc[end - 1].lower_ in _LINKS or doc[end - 1].text in {"'s", "'", "-", "–"}):
        end -= 1
    common = all(token.lower_ in in_lower_case or token.lower_ in _LINKS for token in doc[start:end])
    headed = head_type([token.text for token in doc[start:end]]) is not None
    return (start, start) if common and not headed else (start, end)


def _leads(token: Token, begins: bool) -> bool:
    """Whether a word before a name is none of it; within a sentence "The" belongs to a title: "in The Dig"."""
    if token.lower_ in {"the", "a", "an"}:
        return begins or token.text != "The"
    if token.lower_.rstrip(".") in HONORIFICS:
        return True
    return token.pos_ in _NOT_FIRST and token.ent_type_ not in OF_SPACY


def _is_credited(doc: Doc, start: int) -> bool:
    """Whether a line says of a name that a figure or picture is its own: "Source: Xyz"."""
    return start > 1 and doc[start - 1].text == ":" and doc[start - 2].lower_ in _CREDITS


def _is_within(doc: Doc, start: int, end: int, known: Sequence[Span]) -> bool:
    if not known:
        return False
    first, last = doc[start].idx, doc[end - 1].idx
    return any(each.start <= first and last < each.end for each in known)


def _has_head(words: Words, rule: str) -> bool:
    return rule == BY_HEAD and len(words) > 1 and words[-1].tag_ not in {"NNS", "NNPS"}


def _is_sentence(words: Words) -> bool:
    """Whether a run in capitals has words that no name has: "Be Automated"."""
    return any(token.is_stop and token.lower_ not in _LINKS and token.text != "US" for token in words)


def _is_label(doc: Doc, start: int, end: int) -> bool:
    """Whether a word is the label of a line, "Method: interviews", or one of several things, "a Threat"."""
    if end - start > 1 or end >= len(doc):
        return False
    if start > 0 and doc[start - 1].lower_ in {"a", "an"}:
        return True
    return doc[end].text.startswith(":") and not any(letter.isalpha() for letter in doc[:start].text)


def _is_proper(doc: Doc, at: int) -> bool:
    """Whether one word with a capital that nothing else tells of is a name; an acronym is one after "the" alone."""
    token = doc[at]
    if token.lower_ in COUNTRIES:
        return True
    if token.pos_ != "PROPN" or len(token) < 2 or at == 0 or token.is_sent_start:
        return False
    return not token.text.isupper() or doc[at - 1].lower_ == "the"
