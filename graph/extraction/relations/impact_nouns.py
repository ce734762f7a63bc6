"""Impacts that a noun tells: "has an impact on", "poses a threat to", "the effect of A on B", "challenges for"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import agents, conjuncts, of_phrases, subjects
from graph.extraction.relations.circumstances import circumstances, conditions
from graph.extraction.relations.doers import doers
from graph.extraction.relations.effects import impacts
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.verbs import (
    BRING,
    EFFECT_NOUNS,
    LESS,
    MORE,
    OF_IS_TOUCHED,
    ON,
    POSE,
    PROMPT,
    Direction,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

EFFECTS = frozenset(EFFECT_NOUNS) | MORE | LESS
_MAKERS = words("catalyst engine accelerator enabler driver springboard")  # of what they make come about
_TOUCHED_BY_OF = OF_IS_TOUCHED | MORE | LESS | _MAKERS
_UNDERGO = words("undergo witness experience see face encounter meet enjoy")
_BEARERS = (
    words("be become have play exert remain serve act prove see herald signal mark face include come usher spark")
    | words("prompt provoke show reveal")
    | POSE
    | BRING
)
_ACROSS = ON | words("across within among throughout")
# Nouns that stand before the noun that tells: "a *set* of challenges", "the *door* to opportunities".
_WRAPPING = words(
    "set series range number wave era host variety array lot source way door path age period plethora wealth mix",
    "multitude form kind combination world",
)
_GO_WITH = words("accompany follow mark")
RAISED = words("discussion debate controversy conversation doubt fear anxiety dispute uncertainty unease worry")
_AIDS = words("aid collaborator partner companion assistant tool bridge platform complement alternative substitute")
_LINKED = words("associate link connect")
_HOLDING = {"of": _WRAPPING, "to": _WRAPPING, "over": EFFECT_NOUNS.keys(), "about": EFFECT_NOUNS.keys()}
_WORDS_TO_ON = 14


def by_noun(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """What a noun of effect tells; what has the effect may be the subject of its verb."""
    hit = of_phrases(noun, *_ACROSS) + _about(noun) + _posed_to(noun)
    if undergone := undergone_by(noun):
        by_whom = [each for child in noun.children if child.dep_ == "acl" for each in agents(child)]
        causes = by_whom or circumstances(noun.head) or of_phrases(noun, "from", "by")
        yield from impacts(parsed, before, causes, undergone, noun, "impact.noun", 0.65)
    under = noun.dep_ == "pobj" and noun.head.lower_ in ("under", "with") and noun.head.head.pos_ == "VERB"
    if not hit and under:
        hit = subjects(noun.head.head)
    causes = of_phrases(noun)
    if noun.lemma_.lower() in _TOUCHED_BY_OF:
        hit, causes = causes + hit, of_phrases(noun, "by", "through")
    causes += _linked(noun)
    outer = _outer(noun)
    if outer.dep_ in ("dobj", "attr") and outer.head.pos_ == "VERB":
        hit += [each for each in of_phrases(outer.head, *_ACROSS) if each.i > noun.i]
    hit = hit or [each for cause_ in causes for each in of_phrases(cause_, *ON) if each.i > cause_.i]
    if not hit and causes:
        causes, hit = _around_on(noun, causes)
    told = outer.dep_ == "dobj" and outer.head.lemma_.lower() in POSE | BRING
    if not hit and (told or _linked(noun)):
        hit = [noun]
    if is_raised(noun):
        hit = [each for each in hit if each.lemma_.lower() not in EFFECT_NOUNS]
    if not hit:
        return
    holder = [child for child in noun.children if child.dep_ == "poss"]
    causes += holder
    verb = outer.head
    if not causes and outer.dep_ in ("dobj", "attr", "oprd") and verb.lemma_.lower() in _BEARERS:
        causes = doers(parsed, verb, before)
    if not causes and outer.dep_ == "pobj" and verb.lower_ in ("as", "to", "in", "with"):
        causes = _through_preposition(parsed, before, verb)
    if not causes and outer.dep_ == "pobj" and verb.dep_ == "agent" and verb.head.lemma_ in _GO_WITH:
        causes = subjects(verb.head)
    if not causes and noun.dep_ == "appos":
        causes = [noun.head]
    causes = causes or circumstances(verb) or conditions(verb)
    way: Direction | None = "opportunity" if serves_as(noun) else None
    yield from impacts(parsed, before, causes, hit, noun, "impact.noun", 0.7, way=way)


def is_raised(noun: Token) -> bool:
    """Whether a noun stands for what is said or felt about something and is raised: "sparks *debate* on"."""
    return noun.lemma_.lower() in RAISED and noun.dep_ == "dobj" and noun.head.lemma_.lower() in POSE | PROMPT


def serves_as(noun: Token) -> bool:
    """Whether something is said to serve as a help or stand-in: "acts as a *partner* in"."""
    role = noun.dep_ == "pobj" and noun.head.lower_ == "as"
    return role and noun.lemma_.lower() in _AIDS and noun.head.head.lemma_.lower() in ("serve", "act", "function")


def undergone_by(noun: Token) -> list[Token]:
    """Who undergoes a change: the subject of "*publishing* sees a transformation"."""
    verb = noun.head
    said = noun.dep_ == "dobj" and verb.lemma_.lower() in _UNDERGO and noun.lemma_.lower() in EFFECTS
    return subjects(verb) if said else []


def _posed_to(noun: Token) -> list[Token]:
    """Whom an effect is posed to, or what it is related to: "threats posed by bots *to actors*"."""
    acts = [child for child in noun.rights if child.dep_ == "acl" and child.lemma_.lower() in _BEARERS]
    related = [child for child in noun.rights if child.dep_ == "acl" and child.lemma_.lower() == "relate"]
    return [each for act in [*acts, *related] for each in of_phrases(act, "to", "for")]


def _linked(noun: Token) -> list[Token]:
    """What an effect is of by its participle: "challenges posed by *AI*", "risks associated with *AI*"."""
    acts = [child for child in noun.rights if child.dep_ == "acl" and child.tag_ == "VBN"]
    by_whom = [each for act in acts if act.lemma_.lower() in _BEARERS for each in agents(act)]
    return by_whom + [each for act in acts if act.lemma_ in _LINKED for each in of_phrases(act, "with", "to")]


def _outer(noun: Token) -> Token:
    """The noun that stands in the clause for this one: the first of a list, "a set" of "a set of challenges"."""
    seen: set[int] = set()
    while noun.i not in seen:
        seen.add(noun.i)
        up = noun.head
        if noun.dep_ == "conj" and up.pos_ == "NOUN":
            noun = up
        elif noun.dep_ == "pobj" and up.head.lemma_.lower() in _HOLDING.get(up.lower_, ()):
            noun = up.head
    return noun


def _through_preposition(parsed: Parsed, before: Parsed | None, preposition: Token) -> list[Token]:
    """The subject of "serves *as* a threat", "leads *to* risks", "comes *with* challenges"."""
    verb = preposition.head
    if verb.pos_ != "VERB" or (preposition.lower_ == "with" and verb.lemma_.lower() != "come"):
        return []
    return doers(parsed, verb, before)


def _about(noun: Token) -> list[Token]:
    """What follows "surrounding" and "regarding" where the parse has them as verbs."""
    acts = (child for child in noun.children if child.dep_ == "acl" and child.tag_ == "VBG" and child.lower_ in ON)
    return [
        about
        for act in acts
        for child in act.children
        if child.dep_ in ("dobj", "pobj")
        for each in conjuncts(child)
        for about in (of_phrases(each, "for") if each.lemma_.lower() in EFFECT_NOUNS else [each])
        if about.pos_ in ("NOUN", "PROPN")
    ]


def _around_on(noun: Token, causes: list[Token]) -> tuple[list[Token], list[Token]]:
    """The sides of "on" in "the impact of A and B *on* C", where the parse hangs it on what comes before."""
    for token in noun.doc[noun.i + 1 : min(noun.i + _WORDS_TO_ON, noun.sent.end)]:
        if token.pos_ in ("VERB", "AUX", "PUNCT") and token.text != ",":
            break
        if token.lower_ in ("on", "upon"):
            listed = [each for each in noun.conjuncts if noun.i < each.i < token.i and each.pos_ != "VERB"]
            hit = [each for child in token.children if child.dep_ == "pobj" for each in conjuncts(child)]
            return causes + listed, hit
    return causes, []
