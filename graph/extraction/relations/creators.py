"""Who made a work, by a name behind "by" or before a participle: "a print by X", "an X-developed tool"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import mention_of
from graph.extraction.relations.fitting import covering, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.pairs import said
from graph.extraction.relations.possessives import BY_BODY, BY_PERSON
from graph.extraction.relations.predicates import DEEDS
from graph.extraction.relations.series import listed_with
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAKERS = ORGANISATIONS | {"Person"}
_WORKS = words(
    "Movie TVSeries VideoGame MusicAlbum VisualArtwork CreativeWork Report Article ScholarlyArticle DataSet",
    "SoftwareApplication Product ExhibitionEvent",
)
# "X (2021), a digital artwork": a title, a year, and the article of what it is.
_APPOSED = re.compile(r"[\"'”’*_]*(?: ?\([^()]{2,30}\))?,? (?:is |was )?(?:an?|the) $")
_NO_WORKS = words("review study report survey analysis test paper play show")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for makers of works."""
    for token, lower, _, _, tag, _ in tokens_of(parsed):
        if lower == "by" and 0 < token.i < len(token.doc) - 1:
            yield from _by(parsed, before, token)
        elif tag == "VBN" and token.i > 1 and token.nbor(-1).text == "-" and token.lemma_.lower() in DEEDS:
            yield from _made_by(parsed, before, token)


def _by(parsed: Parsed, before: Parsed | None, by: Token) -> Iterator[Candidate]:
    noun = by.nbor(-1)
    if by.head.pos_ == "VERB" and by.head.tag_ == "VBN":
        return  # whoever did that
    told = type_of_noun(noun.lemma_) if noun.pos_ == "NOUN" else None
    maker = _maker_after(parsed, by)
    if maker is None:
        return
    work = _titled_before(parsed, noun, by) if told is None else _beside(parsed, noun, told)
    if work is None and told in _WORKS and noun.lemma_.lower() not in _NO_WORKS:
        work = argument(parsed, noun, None)
        work = replace(work, type=told) if work is not None and work.entity is None else work
    if work is None or work.type not in _WORKS:
        return
    for each in listed_with(parsed, maker, _MAKERS, maker.start, before=False):
        table = BY_PERSON if each.type == "Person" else {**BY_BODY, **_MADE_BY_BODIES}
        predicate = table.get(work.type)
        if predicate is not None and predicate != "schema:owns":
            spans = (covering(Span(work.start, work.end), Span(each.start, each.end)),)
            yield from relation(parsed, work, predicate, each, spans, "creators.by", 0.7, by, before)


_MADE_BY_BODIES = dict.fromkeys(words("SoftwareApplication Product"), "schema:producer")


def _maker_after(parsed: Parsed, by: Token) -> Mention | None:
    """The named maker right behind "by", also behind what they are: "by the designer Ada Byrne"."""
    start = parsed.span(by).end
    ahead = [each for each in parsed.mentions if start < each.start < start + 60 and each.type in _MAKERS]
    found = min(ahead, key=lambda each: each.start, default=None)
    own = parsed.words(found) if found is not None else None
    if found is None or own is None or own.start - by.i > 4 or found.rule == "phrase":
        return None
    between = by.doc[by.i + 1 : own.start]
    return found if all(word.pos_ in ("DET", "ADJ", "NOUN", "PROPN") for word in between) else None


def _titled_before(parsed: Parsed, last: Token, by: Token) -> Mention | None:
    """The title of a work that ends right before "by"."""
    found = mention_of(parsed, last)
    return found if found is not None and found.type in _WORKS and found.rule != "phrase" else None


def _beside(parsed: Parsed, noun: Token, told: str) -> Mention | None:
    """The title that a work's noun is said of: "‘Tides’ (2021), a digital artwork"."""
    if told not in _WORKS:
        return None
    first = noun.left_edge.i
    articles = [i for i in range(max(first, noun.i - 5), noun.i) if noun.doc[i].lower_ in ("a", "an", "the")]
    if not articles:
        return None
    article = noun.doc[articles[-1]]
    start = parsed.span(article).start
    titles = [
        each for each in parsed.mentions if each.end <= start and each.type in _WORKS and each.rule != "phrase"
    ]
    title = max(titles, key=lambda each: each.end, default=None)
    if title is None:
        return None
    at = parsed.passage.start
    gap = parsed.text[title.end - at : start + len(article) + 1 - at]
    if not _APPOSED.fullmatch(gap):
        return None
    return replace(title, type=told) if title.type == "CreativeWork" and title.entity is None else title


def _made_by(parsed: Parsed, before: Parsed | None, participle: Token) -> Iterator[Candidate]:
    """ "an Orbit-developed tool", "the Orbit-owned label": who does it stands before the hyphen."""
    doer = participle.doc[participle.i - 2]
    noun = participle.head
    maker = mention_of(parsed, doer)
    if maker is None or maker.type not in _MAKERS or noun.i <= participle.i:
        return
    rule = f"creators.{participle.lemma_.lower()}"
    yield from said(parsed, before, participle, [doer], [noun], DEEDS[participle.lemma_.lower()], rule)
