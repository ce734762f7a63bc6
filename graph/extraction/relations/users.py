"""Who uses what a text only calls used: the activity that it serves, whom the sentence or the heading is about, or
who did something in the sentence before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations import series
from graph.extraction.relations.activities import NAMES, doings
from graph.extraction.relations.arguments import mention_at, of_phrases
from graph.extraction.relations.roles import BODIES, HAPPENINGS, WORKS, user

if TYPE_CHECKING:
    from spacy.tokens import Token

_WHO = BODIES | WORKS | HAPPENINGS | {"Person", "ActorGroup"}
_NEXT_TO = re.compile(r"[\"'”’)]{0,2} (?:& more |and others |also |now |already |has |have |\w+ly )*")
_FAR = 60
_USED = frozenset({"Technology"})
WITHIN = ("in", "across", "within", "throughout")


def unnamed_users(parsed: Parsed, before: Parsed | None, verb: Token) -> list[tuple[Token | None, Mention, float]]:
    """Users of what is used, where no agent is named; each with its token and how sure it is, 0 to 1."""
    first = [child for child in verb.children if child.dep_ in ("xcomp", "advcl") and child.tag_ == "VB"]
    served = [each for child in first for each in series.verbs(child)]
    fields = [noun for done in served for noun in _fields_of(done)]
    found: list[tuple[Token | None, Mention, float]] = [
        (noun, mention, 0.8) for noun in fields if (mention := _sector(parsed, noun, before)) is not None
    ]
    if found:
        return found
    if earlier := _earlier(parsed, before, verb):
        return [(None, earlier, 0.6)]
    told = [(done, each) for done in served for each in doings(parsed, done) if each.name in NAMES or each.entity]
    if told:
        return [(done, each, 0.7) for done, each in told[:1]]
    sectors = {each.slug: each for each in parsed.above if each.type == "Sector"}
    return [(None, each, 0.6) for each in sectors.values() if len(sectors) == 1]


def _fields_of(done: Token) -> Iterator[Token]:
    yield from of_phrases(done, *WITHIN)
    for child in done.children:
        if child.dep_ == "dobj":
            yield from of_phrases(child, *WITHIN)


def _sector(parsed: Parsed, noun: Token, before: Parsed | None) -> Mention | None:
    found = mention_at(parsed, noun, before)
    return found if found is not None and found.type in ("Sector", "ValueChainStage") else None


def _earlier(parsed: Parsed, before: Parsed | None, verb: Token) -> Mention | None:
    """The subject of the sentence before, where it is somebody."""
    sentences = [each for each in parsed.doc.sents if each.end <= verb.sent.start]
    for token in sentences[-1] if sentences else ():
        if token.dep_ == "nsubj" and token.pos_ in ("NOUN", "PROPN"):
            found = user(parsed, token, before)
            return found if found is not None and found.type in _WHO else None
    return None


def users_and_used(parsed: Parsed, using: Token) -> tuple[list[Mention], list[Mention]]:
    """The mentions right before a verb of use and the technologies right after it, whatever the parse says."""
    at = parsed.passage.start + using.idx
    start = parsed.passage.start + using.sent.start_char
    end = parsed.passage.start + using.sent.end_char
    here = [each for each in parsed.mentions if start <= each.start < end]
    who = series.run(parsed, [each for each in here if each.end <= at][::-1], _WHO | {"Sector"})
    used = series.run(parsed, [each for each in here if each.start > at and each.type != "ActorGroup"], _USED)
    if not who or not used:
        return [], []
    behind = series.between(parsed, at + len(using), used[0].start)
    if (
        not _NEXT_TO.fullmatch(series.between(parsed, who[0].end, at))
        or len(behind) > _FAR
        or any(mark in behind for mark in ";:.(")
    ):
        return [], []
    return who, used
