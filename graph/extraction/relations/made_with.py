"""Works and events that are named with the technology that they are made with: "a hologram concert"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import mention_of
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.making import made
from graph.extraction.relations.phrases import named, phrase
from graph.extraction.relations.roles import HAPPENINGS, WORKS

if TYPE_CHECKING:
    from spacy.tokens import Token

_MADE_OF = words("Movie TVSeries VideoGame MusicAlbum VisualArtwork CreativeWork ExhibitionEvent Event Festival")


def by_compound(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "A virtual reality exhibition", "an AI artwork": a work or event with the technology that it is made of."""
    if noun.n_lefts == 0:
        return
    within = mention_of(parsed, noun)
    kind = within.type if within is not None else type_of_noun(noun.text)
    if kind not in _MADE_OF or noun.tag_ == "NNPS":
        return
    used = [child for child in noun.lefts if child.dep_ in ("compound", "nmod", "amod")]
    used += [child for modifier in used for child in modifier.lefts if child.dep_ in ("compound", "nmod", "amod")]
    beside = [child for child in noun.children if child.dep_ == "appos" and mention_of(parsed, child) is not None]
    technologies = [(t, m) for t in used if (m := mention_of(parsed, t)) is not None and m.type == "Technology"]
    whose = mention_of(parsed, beside[0]) if beside else within
    if whose is not None and whose.type not in _MADE_OF:
        whose = None
    whose = whose or phrase(parsed, noun, kind)
    for at, technology_ in technologies[:1]:
        if whose.start <= technology_.start and technology_.end <= whose.end:
            pair = replace(whose, start=technology_.end), technology_
        else:
            pair = whose, technology_
        tokens = [noun, at, *beside]
        if claim := made(parsed, before, "Adoption", pair, noun, tokens, "adoption.made-of", 0.6):
            yield claim


def by_modifier(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "The AI-written musical *Name*": what a work, event or project is made with."""
    if noun.n_lefts == 0:
        return
    made_with = [child for child in noun.lefts if child.dep_ == "amod" and child.tag_ == "VBN"]
    used = [word for child in made_with for word in child.lefts if word.dep_ in ("npadvmod", "nmod", "compound")]
    if not used:
        return
    beside = [noun.head] if noun.dep_ in ("nmod", "compound", "appos") else []
    beside += [noun, *(child for child in noun.children if child.dep_ == "appos")]
    known = [(t, m) for t in beside if (m := mention_of(parsed, t)) is not None and m.type in WORKS | HAPPENINGS]
    kind = type_of_noun(noun.text)
    if not known and kind in _MADE_OF:
        known = [(noun, phrase(parsed, noun, kind))]
    for at, whose in known:
        for word in used:
            what = mention_of(parsed, word)
            if what is None or what.type != "Technology":
                what = named(parsed, word.i, word.i, "Technology") if what == whose else None
            if what is None:
                continue
            outside = replace(whose, start=max(whose.start, what.end)) if whose.start <= what.start else whose
            tokens = [made_with[0], at, word]
            claim = made(
                parsed, before, "Adoption", (outside, what), made_with[0], tokens, "adoption.modifier", 0.7
            )
            if claim is not None:
                yield claim
