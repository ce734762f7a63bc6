"""Uses that a sentence tells in passing: "is exemplified by X", "in film, AI …", "AI combined with weaving"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import (
    agents,
    is_passive,
    mention_at,
    mention_of,
    objects,
    of_phrases,
    subjects,
)
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.making import made
from graph.extraction.relations.roles import WORKS, technology
from graph.extraction.relations.users import WITHIN
from graph.extraction.relations.uses import pairs
from graph.extraction.relations.verbs import BOOST, CHANGE, ENABLE, FACILITATE, LESSEN, MACHINE_WORK

if TYPE_CHECKING:
    from spacy.tokens import Token

_EXEMPLIFY = words("exemplify illustrate showcase epitomise epitomize demonstrate")
_JOIN = words("combine merge blend fuse marry pair")
_WORKING = MACHINE_WORK | ENABLE | FACILITATE | BOOST | LESSEN | CHANGE | words("serve play find replace take")
VERBS = _EXEMPLIFY | _JOIN | _WORKING
_FIELDS = words("Sector Activity")
_TITLE_BEHIND = 3


def find(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    """The uses that a verb tells without saying that something is used."""
    if lemma in _EXEMPLIFY and is_passive(verb):
        who = agents(verb) + of_phrases(verb, "in", "by")
        used = [each for told in subjects(verb) for each in (told, *of_phrases(told))]
        yield from pairs(parsed, before, who, used, verb, "adoption.exemplified", 0.6)
    elif lemma in _JOIN:
        joined = objects(verb)
        yield from pairs(parsed, before, of_phrases(verb, "with"), joined, verb, "adoption.combined", 0.6)
    if lemma in _WORKING:
        yield from _in_field(parsed, before, verb)


def _in_field(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "In publishing, speech synthesis produces audiobooks": the sector that a sentence opens with."""
    opening = verb.sent[0]
    if opening.lower_ not in WITHIN or opening.head.i != verb.i or is_passive(verb):
        return
    fields = [noun for noun in opening.children if noun.dep_ == "pobj"]
    for noun in fields:
        field = mention_at(parsed, noun, before)
        if field is None or field.type not in _FIELDS:
            continue
        for subject in subjects(verb):
            used = technology(parsed, subject, before)
            if used is None:
                continue
            tokens = [noun, subject, verb]
            if claim := made(parsed, before, "Adoption", (field, used), verb, tokens, "adoption.in-field", 0.55):
                yield claim


def works_within(parsed: Parsed, use: Token) -> list[Token]:
    """The works that a use is told to be in, deeper down: "the use of AI in drawing crowds in the film *Tide*"."""
    found = []
    for child in use.children:
        if child.dep_ != "prep" or child.lower_ not in ("in", "for"):
            continue
        for word in child.subtree:
            if word.dep_ == "pobj" and word.head.lower_ in ("in", "of") and type_of_noun(word.text) in WORKS:
                found.append(_title_behind(parsed, word))
    return found


def _title_behind(parsed: Parsed, noun: Token) -> Token:
    """The title that follows what it is called by: "the film *Tide*"."""
    for token in noun.doc[noun.i + 1 : noun.i + 1 + _TITLE_BEHIND]:
        found = mention_of(parsed, token)
        if found is not None and found.rule == "title":
            return token
        if token.is_alpha:
            break
    return noun
