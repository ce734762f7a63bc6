"""Works, events and firms that are named with the technology that they are made with: "a hologram concert"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import mention_of, subjects
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.making import made
from graph.extraction.relations.phrases import named, phrase
from graph.extraction.relations.roles import BODIES, HAPPENINGS, WORKS, user
from graph.extraction.relations.series import between
from graph.extraction.relations.techniques import made_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_MADE_OF = words(
    "Movie TVSeries VideoGame MusicAlbum VisualArtwork CreativeWork ExhibitionEvent Event Festival Project"
)
_FIRMS = words("startup company firm studio lab laboratory agency label publisher business spin-off")
_STAGING = words(
    "launch open stage host present show offer unveil release create develop introduce produce exhibit run hold",
    "publish",
)
_OFFERED = words("experience tour show guide exhibit display visit theatre walk trail")
_PEOPLE = words("Person ActorGroup")
_GAP = 4
_QUOTES = " \"'*_,("


def by_compound(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "A virtual reality exhibition", "an AI artwork", "VR games": a work, event or sector with the technology
    that it is made of."""
    if noun.n_lefts == 0:
        return
    within = mention_of(parsed, noun)
    kind = within.type if within is not None else None
    if kind is None or kind == "Technology":
        kind = type_of_noun(noun.text)
    if kind is None or (kind not in _MADE_OF and (within is None or within.type != "Sector")):
        return
    used = next(made_of(parsed, noun), None)
    if used is None or (noun.tag_ == "NNPS" and kind != "Sector"):
        return
    at, what = used
    beside = [child for child in noun.children if child.dep_ == "appos" and mention_of(parsed, child) is not None]
    whose = mention_of(parsed, beside[0]) if beside else _named_beside(parsed, noun, at) or within
    if whose is not None and whose.type not in _MADE_OF | {"Sector"}:
        whose = None
    whose = whose or named(parsed, min(at.i, noun.i), noun.i, kind)
    if whose.start <= what.start and what.end <= whose.end:
        whose = replace(whose, start=what.end)
    if claim := made(parsed, before, "Adoption", (whose, what), noun, [noun, at, *beside], "adoption.made-of", 0.6):
        yield claim


def _named_beside(parsed: Parsed, noun: Token, first: Token) -> Mention | None:
    """The title right before or behind what a work is called by: "'Tidal' VR show", "VR show 'Tidal'"."""
    at, end = parsed.passage.start + first.idx, parsed.passage.start + noun.idx + len(noun)
    for each in parsed.mentions:
        gap = (each.end, at) if each.end <= at else (end, each.start)
        near = each.rule == "title" and 0 <= gap[1] - gap[0] <= _GAP and each.type in WORKS | HAPPENINGS
        if near and not between(parsed, *gap).strip(_QUOTES):
            return each
    return None


def by_kind(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "Orbit, an AI start-up", "Orbit is a virtual reality studio": what a firm works with."""
    start_up = noun.lower_ == "up" and noun.i > 1 and noun.nbor(-2).lower_ == "start"
    if noun.n_lefts == 0 or not (start_up or noun.lemma_.lower() in _FIRMS):
        return
    used = next(made_of(parsed, noun), None)
    if used is None:
        return
    if noun.dep_ == "appos":
        firms = [noun.head]
    elif noun.dep_ == "attr":
        firms = subjects(noun.head)
    else:
        firms = [child for child in noun.children if child.dep_ == "appos"]
    for firm in firms:
        whose = mention_of(parsed, firm)
        if whose is None or whose.type not in BODIES | {"Person"}:
            continue
        tokens = [noun, used[0], firm]
        if claim := made(parsed, before, "Adoption", (whose, used[1]), noun, tokens, "adoption.kind", 0.6):
            yield claim


def by_offer(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "The museum launched a virtual reality exhibition": who stages a work that is made of a technology."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.lemma_.lower() not in _STAGING or noun.n_lefts == 0:
        return
    if type_of_noun(noun.text) not in _MADE_OF and noun.lemma_.lower() not in _OFFERED:
        return
    used = next(made_of(parsed, noun), None)
    for subject in subjects(verb) if used is not None else ():
        who = user(parsed, subject, before)
        if used is None or who is None or who.type not in BODIES | HAPPENINGS | _PEOPLE:
            continue
        tokens = [verb, noun, used[0], subject]
        if claim := made(parsed, before, "Adoption", (who, used[1]), verb, tokens, "adoption.stages", 0.6):
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
    if not known:
        named_by = [noun, *(child for child in noun.lefts if child.dep_ in ("compound", "nmod"))]
        known = [(t, m) for t in named_by if (m := mention_of(parsed, t)) is not None and m.type == "Sector"][:1]
    if not known and kind in _MADE_OF:
        known = [(noun, phrase(parsed, noun, kind))]
    for at, whose in known:
        for word in used:
            what = mention_of(parsed, word)
            if whose.type == "Sector" and what == whose:
                continue  # "computer-aided design" is one technique
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
