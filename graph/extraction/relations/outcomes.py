"""What a clause says comes out for whom: "makes archives *accessible*", "*easier* with scanners", "means that"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import conjuncts, is_passive, objects, of_phrases, subjects
from graph.extraction.relations.circumstances import circumstances
from graph.extraction.relations.doers import doers
from graph.extraction.relations.effects import impacts
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.verbs import Direction

if TYPE_CHECKING:
    from spacy.tokens import Token

_MAKE = words("make render keep leave turn")
_BECOME = words("become get grow remain")
_GOOD = words(
    "accessible affordable attractive authentic available better cheap clear competitive creative dynamic easy",
    "effective efficient engaging enjoyable exciting fast flexible fluid green immersive inclusive interactive",
    "interesting intuitive lively memorable open personal personalised personalized popular precise productive",
    "profitable quick realistic reliable resilient responsive rewarding rich safe scalable seamless secure simple",
    "smooth stable strong sustainable tangible transparent viable visible vivid vibrant lifelike practical legible",
    "reachable discoverable possible feasible cost-effective democratic diverse equitable fair healthy independent",
)
_BAD = words(
    "bad blurry complicated contentious costly dangerous dependent difficult expensive fragile hard impersonal",
    "inaccessible impossible insecure invisible irrelevant monotonous obsolete poor precarious redundant risky",
    "scarce slow superfluous uncertain unfair uniform unnecessary unreliable unsafe vulnerable weak worse",
    "worthless",
    "outdated homogeneous superficial unemployed unsustainable exploitative addictive",
)
_COMPARATIVES = {"easier": "easy", "worse": "bad", "harder": "hard", "cheaper": "cheap", "better": "better"}


def find(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    """The impacts of a verb of making or becoming, or of "means that"."""
    if lemma in _MAKE and not is_passive(verb):
        for quality in _qualities(verb):
            way = _way(quality)
            if way is not None:
                hit = _made(verb, quality)
                found = doers(parsed, verb, before)
                yield from impacts(parsed, before, found, hit, verb, "impact.made", 0.6, [quality], way=way)
        if lemma == "leave" and (state := [c for c in verb.rights if c.lower_ in ("in", "with", "without")]):
            hit = [noun for noun in objects(verb) if noun.i < state[0].i]
            ends = [child for prep in state[:1] for child in prep.children]
            yield from impacts(
                parsed, before, doers(parsed, verb, before), hit, verb, "impact.made", 0.55, ends, "threat"
            )
    elif lemma in _BECOME:
        for quality in _qualities(verb):
            way = _way(quality)
            causes = [each for word in (verb, quality) for each in _with(word)] or circumstances(verb)
            if way is not None and causes:
                hit = subjects(verb)
                yield from impacts(parsed, before, causes, hit, verb, "impact.become", 0.55, [quality], way=way)
    elif lemma == "mean":
        yield from _means_that(parsed, before, verb)


def _qualities(verb: Token) -> list[Token]:
    """The adjectives that tell what becomes of something."""
    said = [child for child in verb.rights if child.dep_ in ("ccomp", "acomp", "oprd", "xcomp", "advcl")]
    return [each for child in said if child.pos_ == "ADJ" for each in conjuncts(child) if each.pos_ == "ADJ"]


def _made(verb: Token, quality: Token) -> list[Token]:
    """What is made so; of "makes it easier for museums", the museums."""
    first = min(conjuncts(quality), key=lambda each: each.i)
    told = [child for child in first.children if child.dep_ == "nsubj"]
    told = told or [child for child in verb.rights if child.dep_ == "dobj" and child.i < quality.i]
    if not any(child.lower_ == "it" for child in told):
        return [
            each for child in told for each in conjuncts(child) if each.pos_ in ("NOUN", "PROPN", "PRON", "VERB")
        ]
    clauses = [child for child in [*quality.children, *verb.children] if child.i > quality.i]
    whose = [
        each
        for clause in clauses
        if any(word.lower_ == "for" and word.dep_ == "mark" for word in clause.children)
        for each in clause.children
        if each.dep_ == "nsubj"
    ]
    return whose + of_phrases(quality, "for") + [n for n in of_phrases(verb, "for") if n.i > quality.i]


def _way(quality: Token) -> Direction | None:
    """Whether a quality is good to have; None of one that tells neither."""
    word = quality.lemma_.lower()
    word = _COMPARATIVES.get(quality.lower_, word)
    less = any(child.lower_ in ("less", "not", "too") for child in quality.lefts)
    if word in _GOOD or (word.endswith(("able", "ible")) and word not in _BAD):
        return "threat" if less else "opportunity"
    if word in _BAD:
        return "opportunity" if less else "threat"
    return None


def _with(word: Token) -> list[Token]:
    """What something becomes so with: "more accessible *with scanners*"."""
    found = of_phrases(word, "with", "through", "via", "by")
    for child in word.rights:
        if child.lower_ in ("thanks", "due"):
            found += of_phrases(child, "to")
        elif child.lower_ == "because":
            found += of_phrases(child, "of") + [each for each in child.children if each.dep_ == "pobj"]
    return [each for each in found if each.i > word.i]


def _means_that(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "Streaming *means that* songs are released every day": what it is that changes, and what is done to it."""
    for clause in verb.rights:
        if clause.dep_ != "ccomp":
            continue
        hit = subjects(clause)
        if not hit or any(child.dep_ == "neg" for child in verb.children):
            continue
        done = [each for each in conjuncts(clause) if each.tag_ == "VBN"] if is_passive(clause) else []
        yield from impacts(
            parsed, before, subjects(verb), [*hit, *done], verb, "impact.means-that", 0.5, way="mixed"
        )
