"""Capabilities told by a noun of ability or an adjective: "the ability to draw", "capable of", "ideal for"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations import enabling, series
from graph.extraction.relations.abilities import doings_of
from graph.extraction.relations.arguments import of_phrases, subjects
from graph.extraction.relations.infinitives import coordinated, infinitives
from graph.extraction.relations.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_HAVING = words("have show showcase possess offer demonstrate give provide hold")
# What is good to do something with.
SUITED = words(
    "ideal perfect useful helpful handy suitable suited invaluable valuable essential vital crucial instrumental",
    "key indispensable well-suited effective good great adept excellent",
)


def ability(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    holders = [child for child in noun.children if child.dep_ == "poss"] + of_phrases(noun)
    if noun.head.lemma_.lower() in _HAVING:
        holders += subjects(noun.head)
    after = [child for child in noun.rights if child.dep_ == "prep" and child.lower_ in ("in", "for")]
    of = [
        child for each in of_phrases(noun) for child in each.rights if child.dep_ == "prep" and child.lower_ == "in"
    ]
    done = [each for child in [*after, *of] for verb in child.children if verb.dep_ == "pcomp" for each in [verb]]
    done = [*infinitives(noun), *(each for verb in done for each in coordinated(verb))]
    yield from doings_of(parsed, before, holders, done, noun, "capability.ability", 0.75)


def capable(parsed: Parsed, before: Parsed | None, adjective: Token) -> Iterator[Candidate]:
    of = [child for child in adjective.children if child.dep_ == "prep" and child.lower_ == "of"]
    done = [each for child in of for verb in child.children if verb.dep_ == "pcomp" for each in coordinated(verb)]
    done += infinitives(adjective)
    if not done and of and (first := of[0].nbor(1)).tag_ == "VBG":
        done = series.verbs(first)
    head = adjective.head
    holders = [head] if head.pos_ in ("NOUN", "PROPN") else subjects(head)
    yield from doings_of(parsed, before, holders, done, adjective, "capability.capable", 0.75)


def suited(parsed: Parsed, before: Parsed | None, adjective: Token) -> Iterator[Candidate]:
    """ "Drones are ideal for filming crowds", "tools essential for drawing"."""
    head = adjective.head
    if adjective.dep_ not in ("acomp", "amod", "attr", "acl"):
        return
    if any(child.lower_ == "it" for child in head.lefts) and infinitives(adjective):
        return
    after = [
        child for child in adjective.rights if child.dep_ == "prep" and child.lower_ in ("for", "in", "to", "at")
    ]
    done = [
        each for child in after for verb in child.children if verb.dep_ == "pcomp" for each in coordinated(verb)
    ]
    done += [verb for child in after for verb in enabling.fused(child)]
    if adjective.dep_ == "amod" and head.i > adjective.i:
        done += [each for first in enabling.purposes(head) for each in coordinated(first)]
        holders = enabling.told_of(head)
    else:
        holders = [head] if head.pos_ in ("NOUN", "PROPN") else subjects(head)
    yield from doings_of(parsed, before, holders, done, adjective, "capability.suited", 0.65)
