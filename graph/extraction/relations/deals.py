"""Who works with whom, by the noun for it: "A and B launched a partnership", "A signed an alliance with B"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import is_passive, of_phrases, subjects
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.pairs import said
from graph.extraction.relations.predicates import TOGETHER, Said
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEALS = TOGETHER | words("venture pact team-up tie-up")
_MAKING = words(
    "launch announce sign strike form enter establish make forge begin start agree extend reach have seal create",
    "unveil develop build set",
)
_TOGETHER = ("together", "jointly")
_MEANINGS = (Said("collaboratesWith", False, 0.7),)


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for partnerships that somebody makes, and for what is done jointly."""
    for token, lower, lemma, pos, _, dep in tokens_of(parsed):
        if pos == "NOUN" and dep == "dobj" and lemma in _DEALS and token.head.lemma_.lower() in _MAKING:
            yield from _made(parsed, before, token, token.head)
        elif lower in _TOGETHER and dep == "advmod" and token.head.pos_ == "VERB":
            yield from _among(parsed, before, token.head, "deals.together")


def _made(parsed: Parsed, before: Parsed | None, noun: Token, verb: Token) -> Iterator[Candidate]:
    partners = [*of_phrases(noun, "with"), *of_phrases(verb, "with")]
    if partners and not is_passive(verb):
        yield from said(parsed, before, verb, subjects(verb), partners, _MEANINGS, "deals.partnership")
    elif not of_phrases(noun, "between", "among", "of"):
        yield from _among(parsed, before, verb, "deals.partnership")


def _among(parsed: Parsed, before: Parsed | None, verb: Token, rule: str) -> Iterator[Candidate]:
    """Several subjects of one verb work together; a name in apposition stands for what it is beside."""
    doers = subjects(verb)
    if len(doers) > 1 and not is_passive(verb):
        beside = [child for child in doers[0].children if child.dep_ == "appos" and child.i > doers[-1].i]
        yield from said(parsed, before, verb, doers[:1], beside or doers[1:], _MEANINGS, rule)
