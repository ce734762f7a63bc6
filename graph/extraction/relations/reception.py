"""How things are received: "the show attracted wide attention", "a widely admired line"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import evidence, is_passive, of_phrases, subjects
from graph.extraction.relations.fitting import relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import named, phrase
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_GAINS = words("attract gain win receive draw earn garner enjoy achieve command")
_ESTEEM = words(
    "attention acclaim praise recognition popularity admiration applause fame prestige renown following"
)
_ESTEEMED = words(
    "admired acclaimed praised loved celebrated respected recognised recognized popular welcomed renowned"
)
_DEGREES = words("widely highly critically hugely universally internationally greatly immensely much well")
_AMOUNTS = words("lot deal plenty amount level wave")
_NOT_RECEIVED = ("ActorGroup", "Document", "Person")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for the esteem that works, techniques and bodies are said to have."""
    for token, lower, lemma, pos, _, _ in tokens_of(parsed):
        if pos == "VERB" and lemma in _GAINS and not is_passive(token):
            yield from _gains(parsed, before, token)
        elif lower in _ESTEEMED and any(child.lower_ in _DEGREES for child in token.lefts):
            yield from _esteemed(parsed, before, token)


def _gains(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "the game has attracted a lot of attention"."""
    for noun in [child for child in verb.children if child.dep_ == "dobj"]:
        inner = of_phrases(noun) if noun.lemma_.lower() in _AMOUNTS else [noun]
        for esteem in [each for each in inner if each.lemma_.lower() in _ESTEEM]:
            yield from _has(parsed, before, subjects(verb), verb, esteem, phrase(parsed, esteem, "Topic"))


def _esteemed(parsed: Parsed, before: Parsed | None, word: Token) -> Iterator[Candidate]:
    """ "a line that is widely admired", "a highly acclaimed film"."""
    degree = next(child for child in word.lefts if child.lower_ in _DEGREES)
    verb = word.head if word.dep_ == "acomp" else word
    whose = [word.head] if word.dep_ == "amod" else subjects(verb)
    whose = whose or [each for child in verb.children if child.dep_ == "auxpass" for each in subjects(child)]
    yield from _has(parsed, before, whose, word, word, named(parsed, degree.i, word.i, "Topic"))


def _has(
    parsed: Parsed, before: Parsed | None, whose: list[Token], said: Token, esteem: Token, quality: Mention
) -> Iterator[Candidate]:
    for token in whose:
        thing = argument(parsed, token, before)
        if thing is not None and thing.type not in _NOT_RECEIVED:
            spans = evidence(parsed, [token, said, esteem], [thing])
            yield from relation(
                parsed, thing, "hasCharacteristic", quality, spans, "reception.esteem", 0.55, said, before
            )
