"""Relations that verbs and participles state: who owns or made what, what rests on or belongs to what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import agents, conjuncts, is_passive, objects, subjects
from graph.extraction.relations.nominals import after
from graph.extraction.relations.pairs import said
from graph.extraction.relations.predicates import ACTS, DEEDS, DRIVEN, STATES, Said
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_ACTING = {verb for verb, _ in ACTS}
_IN_STATE = {word for word, _ in STATES}
_DECISIONS = ("decision", "plan", "effort", "attempt", "bid", "move", "choice")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what a verb with its subject, objects and prepositions states."""
    for token, lower, lemma, pos, _, _ in tokens_of(parsed):
        if pos == "VERB" and lemma in DEEDS:
            yield from _deed(parsed, before, token)
        if pos == "VERB" and lemma in _ACTING:
            yield from _act(parsed, before, token)
        if lower in _IN_STATE and pos in ("VERB", "AUX", "ADJ"):
            yield from _state(parsed, before, token)
        if lower in DRIVEN and pos in ("VERB", "AUX", "ADJ"):
            yield from _driven(parsed, before, token)


def _deed(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    meanings = DEEDS[verb.lemma_.lower()]
    if is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN") or _opens(verb):
        doers, done = agents(verb), subjects(verb) if _opens(verb) else objects(verb)
        if verb.lemma_ == "feed":
            doers, done = done, [child for child in verb.children if child.dep_ in ("dobj", "oprd")]
    else:
        doers, done = _deciders(verb) or subjects(verb), objects(verb)
    yield from said(parsed, before, verb, doers, done, meanings, f"relating.{verb.lemma_.lower()}")


def _opens(verb: Token) -> bool:
    """Whether a participle before the clause says who did it: "Designed by X, Y opened"."""
    before = verb.dep_ == "advcl" and verb.tag_ == "VBN" and verb.i < verb.head.i
    return before and not any(child.dep_ in ("nsubj", "mark", "aux") for child in verb.children)


def _deciders(verb: Token) -> list[Token]:
    """Whose "decision to build", "plan to open" it is."""
    if verb.dep_ not in ("acl", "relcl") or verb.tag_ != "VB" or verb.head.lemma_.lower() not in _DECISIONS:
        return []
    return [child for child in verb.head.lefts if child.dep_ == "poss"]


def _act(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    lemma = verb.lemma_.lower()
    if is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
        return
    for child in verb.children:
        meanings = ACTS.get((lemma, child.lower_)) if child.dep_ == "prep" else None
        if meanings is not None and not (lemma == "take" and not _takes_place(verb)):
            yield from said(
                parsed,
                before,
                verb,
                subjects(verb),
                after(verb, child.lower_),
                meanings,
                f"relating.{lemma}-{child.lower_}",
            )


def _takes_place(verb: Token) -> bool:
    return any(child.dep_ == "dobj" and child.lower_ == "place" for child in verb.children)


def _state(parsed: Parsed, before: Parsed | None, word: Token) -> Iterator[Candidate]:
    for child in word.children:
        meanings = STATES.get((word.lower_, child.lower_)) if child.dep_ in ("prep", "agent") else None
        if meanings is None:
            continue
        if word.dep_ in ("acomp", "oprd"):
            firsts = objects(word.head) if word.dep_ == "oprd" else subjects(word.head)
        elif word.dep_ in ("acl", "amod"):
            firsts = conjuncts(word.head)[:1] if word.head.i < word.i else [word.head]
        else:
            firsts = subjects(word) or (subjects(word.head) if word.dep_ == "prep" else [])
        seconds = agents(word) if child.dep_ == "agent" else after(word, child.lower_)
        yield from said(parsed, before, word, firsts, seconds, meanings, f"relating.{word.lower_}-{child.lower_}")


def _driven(parsed: Parsed, before: Parsed | None, word: Token) -> Iterator[Candidate]:
    """ "AI-driven software", "a blockchain-based register": the noun is built on what drives it."""
    if word.dep_ not in ("amod", "acl") or word.head.i < word.i:
        return
    drivers = [child for child in word.lefts if child.dep_ in ("npadvmod", "compound", "nmod", "dep", "amod")]
    meanings = (Said("builtOn", False, 0.75),)
    yield from said(parsed, before, word, [word.head], drivers, meanings, f"relating.{word.lower_}")
