"""Policies by the words after and before them: "guidelines for the use of X", "the ethical use of X"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.candidates import Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import of_phrases, phrase
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import edges, named

if TYPE_CHECKING:
    from spacy.tokens import Token

_DOING = words("use integration adoption application deployment development implementation introduction governance")
_WAYS = words(
    "ethical responsible fair balanced equitable sustainable transparent inclusive safe careful thoughtful mindful",
    "conscious successful effective proper appropriate lawful legal trustworthy human-centred human-centered",
)
_LONGEST = 10
_LONGEST_SHARED = 6


def done_some_way(parsed: Parsed, token: Token) -> Mention | None:
    """ "the ethical use of drones": not the drones, but a way to use them that somebody may aim at."""
    if token.lemma_.lower() not in _DOING or token.pos_ != "NOUN" or not of_phrases(token):
        return None
    ways = [child for child in token.lefts if child.dep_ == "amod" and child.lower_ in _WAYS]
    return phrase(parsed, token, "Policy") if ways else None


def with_matter(parsed: Parsed, token: Token, policy: Mention) -> Mention:
    """A policy with what it is for or on, which its name needs: "guidelines for the use of AI in museums"."""
    if (
        policy.type != "Policy"
        or policy.entity is not None
        or policy.end > parsed.span(token.doc[token.i : token.i + 1]).end
    ):
        return policy
    bearer = next((each for each in [token, *token.conjuncts] if each.i >= token.i and _matter_of(each)), None)
    nouns = _matter_of(bearer) if bearer is not None else []
    if bearer is None or not nouns:
        return policy
    own = parsed.words(policy)
    first = own.start if own is not None else token.i
    last = max(edges(each, True)[1] for each in [nouns[0], *nouns[0].conjuncts])
    if last - bearer.i >= _LONGEST - 1:
        last = nouns[0].i
    if bearer.i == token.i:
        return named(parsed, first, last, "Policy", policy.confidence)
    last = edges(nouns[0])[1]
    matter = " ".join(parsed.doc[bearer.i + 1 : last + 1].text.split())
    return replace(policy, name=f"{policy.name} {matter}") if last - bearer.i < _LONGEST_SHARED else policy


def _matter_of(policy: Token) -> list[Token]:
    """The nouns after "for", "on" … right behind a policy; "in" only where it says in the use of what."""
    behind = policy.nbor() if policy.i + 1 < len(policy.doc) else None
    nouns = [c for c in behind.children if c.dep_ == "pobj"] if behind is not None and behind.dep_ == "prep" else []
    if behind is None or (behind.lower_ == "in" and not any(noun.lemma_.lower() in _DOING for noun in nouns)):
        return []
    if behind.head.i != policy.i and behind.lower_ != "in":
        return []
    return nouns if behind.lower_ in ("for", "on", "about", "against", "in") else []
