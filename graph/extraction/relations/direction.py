"""For better or worse: less of a bad thing is good, less of a good thing bad, and a change may be either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.relations.lexicon import words
from graph.extraction.relations.verbs import (
    BAD,
    BOOST,
    BRING,
    CHANGE,
    EFFECT_NOUNS,
    GAIN_FROM,
    HARM,
    LEAD_TO,
    LESS,
    LESSEN,
    LOSE_FROM,
    MORE,
    NEUTRAL,
    PROMPT,
    RAISE,
    REMEDY,
    TOUCH_WITH,
    Direction,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_GOOD_WORDS = words(
    "positive beneficial good favourable favorable constructive profound-positive welcome healthy valuable",
    "helpful positively favourably enormous-benefit promising better useful",
)
_BAD_WORDS = words(
    "negative adverse harmful detrimental damaging bad devastating destructive disastrous serious-negative",
    "worrying negatively adversely badly severely worse unfair unequal dangerous",
)
_NEEDS = words("need reliance requirement necessity")  # less of which is good
_GOOD_OF_BAD = words("help support protect improve manage lift smooth simplify prepare")
_TOIL = words("labour labor effort paperwork duplication turnaround")  # which nobody misses, but nobody fears
_LESS_OF = words("lower reduced fewer less lesser shorter minimal")
_OPPOSITE: dict[Direction, Direction] = {"opportunity": "threat", "threat": "opportunity", "mixed": "mixed"}


def of_noun(noun: Token, touched: Token) -> Direction:
    """The direction of "impact", "threat" …, with the adjectives that are said of it."""
    said = [child.lower_ for child in noun.children if child.dep_ == "amod"]
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        said += [child.lower_ for child in noun.head.children if child.dep_ == "acomp"]
    if any(word in _GOOD_WORDS for word in said):
        return "opportunity"
    if any(word in _BAD_WORDS for word in said):
        return "threat"
    if noun.lemma_.lower() in MORE | LESS:
        return "opportunity" if (noun.lemma_.lower() in MORE) != is_bad(touched) else "threat"
    return EFFECT_NOUNS.get(noun.lemma_.lower(), "mixed")


def of_verb(verb: Token, touched: Token) -> Direction:
    """The direction of a verb with what it touches."""
    lemma = verb.lemma_.lower()
    bad = is_bad(touched)
    if any(child.dep_ == "advmod" and child.lower_ in _BAD_WORDS for child in verb.children):
        return "threat"
    if any(child.dep_ == "advmod" and child.lower_ in _GOOD_WORDS for child in verb.children):
        return "opportunity"
    if lemma in GAIN_FROM:
        return "opportunity"
    if lemma in LOSE_FROM:
        return "threat"
    if lemma in LESSEN:
        return _lessened(lemma, touched, bad)
    if lemma in HARM and lemma not in BOOST:
        return "opportunity" if bad and lemma in ("limit", "restrict", "undercut") else "threat"
    if lemma in CHANGE:
        return "mixed"
    if lemma in TOUCH_WITH:
        return "opportunity" if lemma in ("resonate", "appeal") else "threat"
    if lemma in PROMPT:
        return "threat" if bad else "mixed"
    if lemma in RAISE or lemma in BRING or lemma in LEAD_TO:
        return _OPPOSITE["opportunity"] if bad else _raised(verb, touched)
    if lemma in BOOST:
        return "threat" if bad and lemma not in _GOOD_OF_BAD else "opportunity"
    return "mixed"


def _raised(verb: Token, touched: Token) -> Direction:
    brought = [child for child in verb.children if child.dep_ == "dobj"]
    if any(is_bad(noun) for noun in brought):
        return "threat"
    known = (
        EFFECT_NOUNS[noun.lemma_.lower()] for noun in [touched, *brought] if noun.lemma_.lower() in EFFECT_NOUNS
    )
    return next(known, "opportunity")


def _lessened(lemma: str, touched: Token, bad: bool) -> Direction:
    if bad:
        return "opportunity"
    if lemma == "ease" or touched.lemma_.lower() in _TOIL:
        return "opportunity"
    return "mixed" if touched.lemma_.lower() in NEUTRAL or lemma in REMEDY else "threat"


def is_bad(noun: Token) -> bool:
    """Whether a noun stands for something that nobody wants more of, by itself or by its "lack of"."""
    inside = [child for child in noun.children if child.dep_ in ("compound", "amod")]
    if any(child.lower_ in _LESS_OF for child in inside):
        return False  # "lower costs"
    lemma = noun.lemma_.lower()
    needed = noun.dep_ == "pobj" and noun.head.head.lemma_.lower() in _NEEDS
    return (
        (needed and noun.head.lower_ in ("for", "on"))
        or lemma in BAD
        or (lemma in ("rate", "level", "cost", "risk") and any(word.lemma_.lower() in BAD for word in inside))
    )
