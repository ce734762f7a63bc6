"""What things are, told in passing: "X includes A and B", "X uses A to do B", "As a new form of Y, X …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import evidence, mention_at, mention_of, of_phrases
from graph.extraction.relations.fitting import covering
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import named
from graph.extraction.relations.terms import GENUS, TERMS, definition, term_at, whole
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_MEANS = words("use employ utilise utilize")
_MADE_OF = _MEANS | words("include involve entail comprise combine")

# What a sentence can explain by what it is made of; of a sector or group it only tells what they do.
_EXPLAINED = words("Technology Activity Trend Skill ValueChainStage")
_WAYS = words("strategy technique practice method tool approach")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what terms mean where no word of meaning says so."""
    for token, lower, lemma, pos, _, dep in tokens_of(parsed):
        if lemma in _MADE_OF and pos == "VERB":
            yield from _made_of(parsed, before, token)
        elif lower == "as" and dep == "prep" and token.i == token.sent.start:
            yield from _as_a(parsed, before, token)


def _made_of(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "X includes A and B", "X uses A to do B": a sentence that opens with X and tells what it is made of."""
    if verb.dep_ != "ROOT" or verb.tag_ not in ("VBZ", "VBP"):
        return
    told = [child for child in verb.children if child.dep_ == "dobj"]
    inside = [each for noun in told for each in [noun, *noun.lefts]]
    several = any(child.dep_ in ("conj", "cc") for each in inside for child in each.children)
    holders = [verb, *told]
    purpose = any(
        child.dep_ in ("xcomp", "advcl", "acl") and child.tag_ == "VB"
        for each in holders
        for child in each.children
    )
    doing = verb.lemma_ in ("involve", "entail") and any(
        child.dep_ in ("xcomp", "pcomp", "dobj", "ccomp") and child.tag_ == "VBG" for child in verb.rights
    )
    if not doing and (not told or not (several if verb.lemma_.lower() not in _MEANS else purpose)):
        return
    for subject in [child for child in verb.children if child.dep_ == "nsubj"]:
        opens = subject.left_edge.i == verb.sent.start
        pointing = any(child.lower_ in ("this", "these", "such") for child in subject.lefts)
        inner = of_phrases(subject) if subject.lemma_.lower() in ("practice", "process", "concept", "term") else []
        if pointing:
            term = mention_at(parsed, subject, before)
        else:
            term = _doing_before(parsed, subject) or term_at(parsed, (inner or [subject])[0])
        if term is not None and term.type in _EXPLAINED and (opens or inner):
            yield definition(parsed, term, whole(parsed, subject, verb), "explaining.made-of", 0.4, verb, before)


def _doing_before(parsed: Parsed, noun: Token) -> Mention | None:
    """ "*Harbour mapping* strategies": what such ways are ways of."""
    before = [child for child in noun.lefts if child.dep_ in ("compound", "nmod", "amod")]
    if noun.lemma_.lower() not in _WAYS or not before or type_of_noun(before[-1].text) != "Activity":
        return None
    return named(parsed, before[0].left_edge.i, before[-1].i, "Activity")


def _as_a(parsed: Parsed, before: Parsed | None, marker: Token) -> Iterator[Candidate]:
    """ "As a new form of Y, X …"."""
    for genus in [child for child in marker.children if child.dep_ == "pobj"]:
        indefinite = any(child.lower_ in ("a", "an") for child in genus.lefts)
        if genus.lemma_.lower() not in GENUS or not indefinite or marker.head.pos_ not in ("VERB", "AUX"):
            continue
        for subject in [child for child in marker.head.children if child.dep_ == "nsubj"]:
            term = _subject_term(parsed, subject)
            if term is not None:
                spans = (covering(*evidence(parsed, [marker, genus, subject], [term])),)
                yield definition(parsed, term, spans, "explaining.as-a", 0.6, marker.head, before, genus)


def _subject_term(parsed: Parsed, token: Token) -> Mention | None:
    found = mention_of(parsed, token)
    return found if found is not None and found.type in TERMS else None
