"""What a verb of effect touches: its objects, and what these are of or for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import objects, of_phrases, subjects
from graph.extraction.relations.direction import is_bad
from graph.extraction.relations.impact_nouns import RAISED
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.ranges import ranged
from graph.extraction.relations.verbs import BOOST, EFFECT_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

_TREATING = words("address explore examine challenge reframe")
_LINES = words("line boundary")
_KEPT = BOOST | words("respect reflect meet match fit honour honor satisfy serve represent")
_NEEDS = words("need reliance dependence dependency requirement necessity")
_FOR = words("allow provide cater account")
_BROKEN = words("mould mold convention taboo wall silo boundary stereotype routine deadlock cycle monopoly chain")


def _needed(noun: Token) -> list[Token]:
    """What a need or reliance is of, "the need for *reshoots*"; and what lines are drawn around, "the lines of"."""
    if noun.lemma_.lower() in _LINES:
        return of_phrases(noun, "of", "between")
    return of_phrases(noun, "for", "on") if noun.lemma_.lower() in _NEEDS else []


def touched(parsed: Parsed, verb: Token) -> list[Token]:
    """What a verb touches; of "museums to show more" and "more than", the museums."""
    found = objects(verb)
    if verb.lemma_ in _TREATING:
        found = [noun for noun in found if noun.lemma_.lower() not in EFFECT_NOUNS or is_bad(noun)]
    if verb.lemma_ == "break":
        found = [noun for noun in found if is_bad(noun) or noun.lemma_.lower() in _BROKEN]
    if verb.lemma_ == "raise":  # "raises concerns": rules for nouns read what about
        found = [noun for noun in found if noun.lemma_.lower() not in EFFECT_NOUNS.keys() | RAISED]
    found = [each for noun in found for each in (_needed(noun) or [noun])]
    found += [each for noun in found for each in of_phrases(noun, "for")]
    if verb.lemma_ in _FOR:
        found += of_phrases(verb, "for")
    found += ranged(parsed, verb)
    if verb.lemma_ == "ensure":
        clauses = [child for child in verb.children if child.dep_ == "ccomp"]
        whole = [each for child in clauses for each in subjects(child) if each.pos_ != "PRON"]
        found += [each for each in whole if not any(word.lower_ == "no" for word in each.subtree)]
        found += [each for child in clauses if child.lemma_.lower() in _KEPT for each in objects(child)]
    for child in verb.rights:
        if child.dep_ == "xcomp" and child.tag_ == "VBG":  # "may improve learning", "threatens touring companies"
            found += [noun for noun in objects(child) if noun.i == child.i + 1] or [child]
    return found + [
        each for child in verb.children if child.dep_ == "ccomp" for each in subjects(child) if child.tag_ == "VB"
    ]
