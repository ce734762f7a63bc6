"""Proper names of things that the gazetteer may not know: runs of words in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.nametypes import (
    BY_HEAD,
    COUNTRIES,
    HONORIFICS,
    OF_SPACY,
    head_type,
    type_of_name,
)
from graph.extraction.persons import OCCUPATIONS
from graph.extraction.runs import PARTICLES, SITE, has_institution, runs
from graph.extraction.titled import parts
from graph.extraction.titles import is_in_title_case
from graph.extraction.wellknown import IN_S, type_of_known

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

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
_CREDITS = frozenset({"source", "photo", "photograph", "image", "credit", "text"})
_MARKS = frozenset("\"':-–•*#(")


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
    in_s: frozenset[str] = IN_S,
) -> Iterator[Name]:
    """The proper names of a passage. ``in_lower_case`` holds words that the document also writes small: a sentence
    that begins with one of these does not begin with a name. Those of ``odd`` are names although written small;
    what lies within a span of ``known`` (offsets in the passage) is left out; the possessive ending after one of
    ``in_s`` is part of its name."""
    for token in doc if odd else ():
        if token.text in odd:
            yield Name(token.i, token.i + 1, "Organization", "name", 0.6, sure=True)
    whole = (_with_s(doc, *_trimmed(doc, *run, in_lower_case), in_s) for run in runs(doc))
    for token in doc:
        if token.text == "government" and token.i and _is_country(token.nbor(-1)):
            yield Name(token.i - 1, token.i + 1, "GovernmentOrganization", BY_HEAD, 0.85, sure=True)
    titled = None
    for start, end, given in (part for run in whole if run[0] < run[1] for part in parts(doc, *run)):
        if _is_within(doc, start, end, known):
            continue
        words = doc[start:end]
        if _NEVER.fullmatch(words.text) or _is_sentence(words):
            continue
        labels = {token.ent_type_ for token in words} - {""}
        sure_kind = given or type_of_known(words.text)
        if labels and labels <= _NO_NAMES and sure_kind is None:
            continue
        kind, rule, confidence = (sure_kind, BY_HEAD, 0.85) if sure_kind else type_of_name(doc, start, end)
        told = sure_kind is not None or _is_credited(doc, start) or bool(SITE.match(words.text))
        if words[-1].lower_ in OCCUPATIONS and len(words) > 1 and "PERSON" not in labels and given is None:
            kind, rule, told = "ActorGroup", BY_HEAD, True
        if not (_has_head(words, rule) or "PERSON" in labels or kind == "Country" or told):
            titled = is_in_title_case(doc) if titled is None else titled
            if titled:
                continue
        if _is_label(doc, start, end):
            continue
        sure = bool(labels & set(OF_SPACY)) or rule == BY_HEAD or told
        if len(words) > 1 or sure or _is_proper(doc, start):
            yield Name(start, end, kind, rule, confidence, sure)


def _with_s(doc: Doc, start: int, end: int, in_s: frozenset[str]) -> tuple[int, int]:
    """A run with the possessive ending that is part of a name: "Christie's"."""
    longer = start < end < len(doc) and doc[end].text == "'s" and doc[start:end].text in in_s
    return start, end + longer


def _trimmed(doc: Doc, start: int, end: int, in_lower_case: frozenset[str]) -> tuple[int, int]:
    """A run without titles of persons, words that only begin a sentence, and what ties it to the next word."""
    begins = doc[start].is_sent_start or start == 0 or doc[start - 1].text[-1] in _MARKS
    first = start
    while start < end and _leads(doc[start], begins):
        start += 1
    if begins and start == first < end:
        token = doc[start]
        common = token.lower_ in in_lower_case or token.pos_ in _SELDOM_FIRST
        if common and not has_institution(doc, start, end) and (end - start == 1 or token.pos_ in {"VERB", "ADV"}):
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


def _is_country(token: Token) -> bool:
    return token.text[0].isupper() and (
        token.lower_ in COUNTRIES or token.text == "US" or token.ent_type_ == "NORP"
    )


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
    return any(token.is_stop and token.lower_ not in _LINKS and token.text not in {"US", "'s"} for token in words)


def _is_label(doc: Doc, start: int, end: int) -> bool:
    """Whether a word is the label of a line, "Method: interviews", or one of several things, "a Threat"."""
    if end - start > 1 or end >= len(doc):
        return False
    pointed = start > 0 and (doc[start - 1].lower_ in {"a", "an"} or doc[start - 1].tag_ == "PRP$")
    if pointed and doc[end].pos_ != "NOUN":
        return True
    return doc[end].text.startswith(":") and not any(letter.isalpha() for letter in doc[:start].text)


def _is_proper(doc: Doc, at: int) -> bool:
    """Whether one word with a capital that nothing else tells of is a name; an acronym is one after "the" alone."""
    token = doc[at]
    if token.lower_ in COUNTRIES:
        return True
    if token.pos_ != "PROPN" or len(token) < 2:
        return False
    if at == 0 or token.is_sent_start:
        return token.is_upper and len(token) > 2 and at + 1 < len(doc) and doc[at + 1].tag_ in {"VBD", "VBZ", "MD"}
    return not token.text.isupper() or doc[at - 1].lower_ == "the"
