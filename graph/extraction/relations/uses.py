"""Adoptions from the words for who uses and the words for what is used, whatever the construction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations import series
from graph.extraction.relations.arguments import mention_of
from graph.extraction.relations.making import made
from graph.extraction.relations.phrases import phrase
from graph.extraction.relations.purpose import purpose
from graph.extraction.relations.roles import is_task, technology, user
from graph.extraction.relations.techniques import (
    as_technology,
    is_example_of_technology,
    made_of,
    named_right_before,
    own_means,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_USED = frozenset({"Technology"})
_SUBJECTS = ("nsubj", "nsubjpass")
_BY_HAND = frozenset(("traditional", "hand", "manual", "handmade", "ancestral", "folk"))


def pairs(
    parsed: Parsed,
    before: Parsed | None,
    who: Iterable[Token],
    used: Iterable[Token],
    said: Token,
    rule: str,
    confidence: float,
) -> Iterator[Candidate]:
    """Each of those who use with each technology that is used, in the clause of ``said``."""
    users = [(token, *found) for token in who if (found := user_and_stage(parsed, token, before)) is not None]
    if not users:
        return
    found_used = [(token, found) for token in used for found in technologies(parsed, token, before)]
    for subject_at, subject, stage in users:
        where = {"atStage": stage} if stage is not None else {}
        for object_at, object_ in found_used:
            what_for, last = purpose(parsed, said, object_at)
            tokens = [said, subject_at, object_at, *last]
            pair = (subject, object_)
            if claim := made(
                parsed, before, "Adoption", pair, said, tokens, rule, confidence, purpose=what_for, **where
            ):
                yield claim


def user_and_stage(parsed: Parsed, token: Token, before: Parsed | None) -> tuple[Mention, Mention | None] | None:
    """Who uses something. Of a stage of a chain it is the sector whose chain it is, at that stage; what somebody
    does ("art creation") is an activity; a craft ("traditional carving techniques") too."""
    found = user(parsed, token, before)
    if found is None:
        craft = mention_of(parsed, token)
        by_hand = craft is not None and craft.type == "Technology" and craft.entity is None
        if craft is None or not by_hand or _BY_HAND.isdisjoint(craft.name.lower().split()):
            return None
        return replace(craft, type="Activity"), None
    if found.type != "ValueChainStage":
        return found, None
    if found.entity is None and is_task(token):
        return replace(found, type="Activity"), None
    whole = parsed.span(parsed.doc[token.left_edge.i : token.right_edge.i + 1])
    sectors = [each for each in parsed.mentions_in(whole) if each.type == "Sector"]
    sectors = sectors or [each for each in parsed.above if each.type == "Sector"]
    return (sectors[0], found) if len({each.slug for each in sectors}) == 1 else None


def technologies(parsed: Parsed, token: Token, before: Parsed | None) -> list[Mention]:
    """The technologies that a noun phrase names, and those listed after it; also a new one that is listed as an
    example of technologies, and what a work that is used is made of."""
    if (closed := named_right_before(parsed, token)) is not None:
        return [closed]
    if listed := [each for each in map(as_technology, series.things(parsed, token, before)) if each.type in _USED]:
        own = mention_of(parsed, token)
        more = series.listed_with(parsed, own, _USED, own.start, before=False) if own in listed else []
        more = [each for each in more if not _does_something(parsed, each)]
        return list({each.slug: each for each in [*listed, *more]}.values())
    found = technology(parsed, token, before) or own_means(parsed, token)
    named = mention_of(parsed, token) if found is None and is_example_of_technology(token) else None
    if named is not None and named.entity is None:
        return [replace(named, type="Technology")]
    if found is None and mention_of(parsed, token) is None and _is_example(parsed, token, before):
        found = phrase(parsed, token, "Technology")
    if found is None:
        known = mention_of(parsed, token)
        found = as_technology(known) if known is not None else None
        if found is None or found.type not in _USED:
            return [each for _, each in made_of(parsed, token)]
    return [found]


def _does_something(parsed: Parsed, mention: Mention) -> bool:
    """Whether a technology behind a comma or "and" is the subject of a clause of its own."""
    place = parsed.words(mention)
    return place is not None and place.root.dep_ in _SUBJECTS


def _is_example(parsed: Parsed, token: Token, before: Parsed | None) -> bool:
    first = token
    while first.dep_ == "conj":
        first = first.head
    introducing = first.head
    if first.dep_ != "pobj" or introducing.lower_ not in ("as", "including", "like"):
        return False
    return technology(parsed, introducing.head, before) is not None
