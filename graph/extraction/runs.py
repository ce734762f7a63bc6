"""Runs of words in capitals, with the small words that a name may have inside: "Museum of the Moving Image"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS
from graph.extraction.nametypes import head_type
from graph.extraction.nouns import type_of_noun
from graph.extraction.titled import OF_A_FIELD

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PARTICLES = frozenset("de van von der den du di da dos del la le les des um zum zur am im für".split())
_CAPITAL = re.compile(r"[^\W\d_a-z]")
_INNER_CAPITAL = re.compile(r"(?:[a-z]{1,3}[A-Z][a-z]+|[a-z]{2,8}[A-Z]{2,}\w*)\Z")
SITE = re.compile(r"[A-Z]\w+\.(?:com|org|net|ai|io)\Z")
_ON = frozenset(
    "communication report paper directive regulation convention declaration act study committee council "
    "recommendation survey review".split()
)


def runs(doc: Doc) -> Iterator[tuple[int, int]]:
    end = 0
    for at, token in enumerate(doc):
        if at < end or not is_capital(token):
            continue
        end = at + 1
        while end < len(doc) and (step := _continues(doc, at, end)):
            end += step
        yield at, end


def is_capital(token: Token) -> bool:
    text = token.text
    if not _begins_a_name(text):
        return False
    return not ("." in text or "/" in text) or bool(SITE.match(text)) or not token.like_url


@lru_cache(maxsize=20_000)
def _begins_a_name(word: str) -> bool:
    if word.islower():
        return False
    return bool(_INNER_CAPITAL.match(word) or (_CAPITAL.match(word) and "@" not in word))


def _continues(doc: Doc, start: int, end: int) -> int:
    """How many tokens further a run of capitals goes on, 0 where it ends."""
    token, last = doc[end], doc[end - 1]
    if is_capital(token) or (token.text[0].isdigit() and last.text[0].isupper() and token.text.count(".") == 1):
        return 1
    if end + 1 >= len(doc):
        return 0
    following = doc[end + 1]
    if token.lower_ in PARTICLES:
        more = 1
        while end + more < len(doc) and doc[end + more].lower_ in PARTICLES:
            more += 1
        return more + 1 if end + more < len(doc) and is_capital(doc[end + more]) else 0
    headed = head_type(["", last.text]) is not None
    if token.lower_ in {"of", "for"} and following.lower_ == "the" and headed and end + 2 < len(doc):
        return 3 if is_capital(doc[end + 2]) else 0
    if not is_capital(following):
        return 0
    tight = not last.whitespace_ and not token.whitespace_
    if token.text in {"&", "+"} or (token.text in {"-", "–", "'"} and tight):
        return 2
    if token.lower_ in {"of", "for"} or token.lower_ == "on":
        of_field = last.lower_ in OF_A_FIELD and token.lower_ == "of"
        return 2 if (headed and token.lower_ != "on") or last.lower_ in _ON or of_field else 0
    return 2 if _joins(doc, start, end) else 0


def _joins(doc: Doc, start: int, end: int) -> bool:
    """Whether "and", or a comma before one, stands within a name: "Department for Culture, Media and Sport"."""
    token = doc[end]
    within = any(each.lower_ in {"of", "for"} for each in doc[start:end])
    within = within and not has_institution(doc, end + 1)
    if token.lower_ == "and":
        if doc[end + 1].text == "The":
            return False
        one_body = token.ent_iob_ == "I" and has_institution(doc, end + 1) and not has_institution(doc, start, end)
        return (within or one_body) and doc[end - 1].ent_type_ != "PERSON"
    if token.text != "," or not within:
        return False
    at = end + 1
    while at < len(doc) and is_capital(doc[at]):
        at += 1
    return at + 1 < len(doc) and doc[at].lower_ in {"and", "&"} and is_capital(doc[at + 1])


def has_institution(doc: Doc, start: int, end: int | None = None) -> bool:
    """Whether an institution's noun is among the capitals from a token on, or among the tokens up to another."""
    at = start
    while at < len(doc) and (end is None or at < end) and is_capital(doc[at]):
        if type_of_noun(doc[at].text) in ORGANISATIONS:
            return True
        at += 1
    return False
