"""Impacts read off the order of the words, where a parse does not tell who does what to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.direction import of_noun, of_verb
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.making import made
from graph.extraction.relations.mechanisms import mechanism
from graph.extraction.relations.series import between, run
from graph.extraction.relations.verbs import EFFECT_NOUNS, USE, Direction

if TYPE_CHECKING:
    from spacy.tokens import Token

_CAUSES = words("Technology Trend")
_REACHED = words("Sector ActorGroup Activity ValueChainStage Topic Skill")
_FAR = 90
_BREAKS = re.compile(r"[;:.!?]|,? (?:but|while|whereas|although)\b|\b(?:which|who) ")
_WAYS: dict[str, Direction] = {
    **dict.fromkeys(
        words("opportunity opportunities benefits benefit advantages potential strengths"), "opportunity"
    ),
    **dict.fromkeys(words("threats threat risks risk challenges dangers drawbacks weaknesses concerns"), "threat"),
}


def nearby(parsed: Parsed, before: Parsed | None, said: Token) -> Iterator[Candidate]:
    """The nearest technology or trend before a word of effect, and the things right behind it."""
    sentence = said.sent
    at = parsed.passage.start
    start, end = at + sentence.start_char, at + sentence.end_char
    middle = at + said.idx
    here = [each for each in parsed.mentions if start <= each.start < end]
    if any(each.start <= middle < each.end for each in here):
        return
    before_it = [each for each in here if each.end <= middle][::-1]
    if sentence[0].tag_ == "VBG" and sentence[0].lemma_.lower() in USE:
        before_it = [each for each in before_it if each.type in _CAUSES]
    causes = run(parsed, before_it, _CAUSES)
    reached = run(parsed, [each for each in here if each.start > middle], _REACHED)
    if not causes or not reached or not _near(parsed, causes[0].end, middle, reached[0].start):
        return
    for subject in causes:
        for object_ in reached:
            span = parsed.words(object_)
            if span is None:
                continue
            head = span.root
            way = of_noun(said, head) if is_anchor(said) else of_verb(said, head)
            how = mechanism(parsed, head, way)
            claim = made(
                parsed, before, "Impact", (subject, object_), said, [said, *_tokens(parsed, subject, object_)],
                "impact.nearby", 0.4, direction=way, mechanism=[how] if how is not None else [],
            )  # fmt: skip
            if claim is not None:
                yield claim


def _near(parsed: Parsed, cause: int, said: int, reached: int) -> bool:
    words_between = between(parsed, cause, said), between(parsed, said, reached)
    return all(len(each) <= _FAR and not _BREAKS.search(each) for each in words_between)


def _tokens(parsed: Parsed, *mentions: Mention) -> list[Token]:
    found = (parsed.words(each) for each in mentions)
    return [each.root for each in found if each is not None]


def listed(parsed: Parsed, before: Parsed | None) -> Iterator[Candidate]:
    """Items below a heading such as "Risks": what the headings are about does it to whom or what an item names."""
    if parsed.passage.kind != "item" or not parsed.headings:
        return
    told = words(parsed.headings[-1].lower())
    way = next((_WAYS[word] for word in told if word in _WAYS), None)
    subject = next((each for each in parsed.above if each.type in _CAUSES), None)
    if way is None or subject is None or len(parsed.doc) == 0:
        return
    sector = [each for each in parsed.above if each.type == "Sector"][:1]
    reached = [each for each in parsed.mentions if each.type in _REACHED and each.slug != subject.slug] or sector
    for object_ in reached[:2]:
        claim = made(
            parsed, before, "Impact", (subject, object_), parsed.doc[:].root, [parsed.doc[:].root],
            "impact.listed", 0.4, direction=way,
        )  # fmt: skip
        if claim is not None:
            yield claim


def is_anchor(noun: Token) -> bool:
    """Whether a noun is a word of effect that stands for itself."""
    return noun.lemma_.lower() in EFFECT_NOUNS and noun.dep_ not in ("compound", "amod")
