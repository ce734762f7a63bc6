"""The infinitives and gerunds that hang on a word, with those coordinated with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.relations import series
from graph.extraction.relations.arguments import conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Token


def infinitives(token: Token) -> list[Token]:
    """The infinitives that hang on a verb or noun, with those that are coordinated with them."""
    first = [
        child
        for child in token.rights
        if child.pos_ in ("VERB", "AUX") and child.dep_ in ("xcomp", "ccomp", "advcl", "acl", "relcl")
        if any(word.lower_ == "to" and word.dep_ == "aux" for word in child.lefts)
        or (token.lemma_.lower() in ("help", "let") and child.tag_ in ("VB", "VBP"))
    ]
    return [each for verb in first for each in coordinated(verb)]


def gerunds(token: Token) -> list[Token]:
    after = (child for child in token.rights if child.dep_ == "prep" and child.lower_ in ("for", "in"))
    return [
        each for child in after for verb in child.children if verb.dep_ == "pcomp" for each in coordinated(verb)
    ]


def coordinated(verb: Token) -> list[Token]:
    listed = [each for each in conjuncts(verb) if each.i >= verb.i and each.pos_ in ("VERB", "AUX")]
    return list({each.i: each for each in [*listed, *series.verbs(verb)]}.values())
