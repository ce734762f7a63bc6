"""Pairs of what a verb or noun connects, each as a candidate with the first of its meanings that fits both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.anaphora import GENERIC
from graph.extraction.relations.arguments import evidence, mention_at, mention_of, of_phrases
from graph.extraction.relations.examples import under
from graph.extraction.relations.fitting import CONCEPTS, fitting, is_guess, is_named, relation
from graph.extraction.relations.lists import fused, spelled_out
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.predicates import Said

if TYPE_CHECKING:
    from spacy.tokens import Token

_JOINED = {"Technology", "Activity", "ValueChainStage", "Trend", "Skill"}
_INCLUDES = ("include", "comprise", "encompass", "consist", "extend", "span", "cover")
_MATTERS = ("issue", "question", "matter", "topic", "problem", "aspect", "area", "field")
_UNSURE = ("Organization", "Product", "Person", "CreativeWork", "Corporation")
_WORK = ("work", "job", "task", "practice", "craft", "role", "approach", "strategy", "method", "mission", "concept")


def said(
    parsed: Parsed,
    before: Parsed | None,
    verb: Token,
    firsts: Iterable[Token],
    seconds: Iterable[Token],
    meanings: tuple[Said, ...],
    rule: str,
) -> Iterator[Candidate]:
    """One candidate for each pair, with the first meaning of the words that can connect the two."""
    others = spelled_out(parsed, [each for second in seconds for each in (*fused(second), *_matters(second))])
    for first in [each for noun in firsts for each in (*fused(noun), noun)]:
        one = _whose_work(parsed, first, before) or named_beside(parsed, first) or argument(parsed, first, before)
        for second in others if one is not None else []:
            other = argument(parsed, second, before)
            if one is None or other is None or first.i == second.i:
                continue
            if verb.lemma_ == "include" and _are_kinds(first, one, other):
                spans = evidence(parsed, [first, verb, second], [one, other])
                yield from under(parsed, other, one, spans, "relating.include-kinds", 0.65, verb, before)
                continue
            for meaning in meanings:
                ends = (other, one) if meaning.turned else (one, other)
                if meaning.predicate == "dcterms:isPartOf" and not _can_be_part(*ends, verb):
                    continue
                if meaning.predicate == "skos:related" and "ActorGroup" in (one.type, other.type):
                    continue
                if fitting(ends[0], meaning.predicate, ends[1]) is None:
                    continue
                spans = evidence(parsed, [first, verb, second], [one, other])
                yield from relation(
                    parsed, ends[0], meaning.predicate, ends[1], spans, rule, meaning.sure, verb, before
                )
                break


def _are_kinds(noun: Token, whole: Mention, part: Mention) -> bool:
    """Whether "the technologies used include looms" lists kinds of what a plural noun names, not parts."""
    plural = noun.tag_ == "NNS" and noun.dep_ == "nsubj" and whole.type in CONCEPTS and not is_guess(whole)
    return plural and (part.type == whole.type or is_named(part)) and noun.lemma_.lower() in GENERIC


def _matters(noun: Token) -> list[Token]:
    """What "the issue of X" is about; else the noun."""
    return (of_phrases(noun) if noun.lemma_.lower() in _MATTERS else []) or [noun]


def _whose_work(parsed: Parsed, noun: Token, before: Parsed | None) -> Mention | None:
    """Who does a work that "their" stands before: what the work needs, they need."""
    if noun.lemma_.lower() not in _WORK:
        return None
    owner = next((child for child in noun.lefts if child.dep_ == "poss"), None)
    return mention_at(parsed, owner, before) if owner is not None else None


def named_beside(parsed: Parsed, noun: Token) -> Mention | None:
    """The name of what "a tool" is: "Orbit is a tool built on …", "Orbit, a tool that …"."""
    if noun.pos_ != "NOUN" or any(child.lower_ == "the" for child in noun.lefts):
        return None
    if noun.dep_ == "attr":
        beside = [child for child in noun.head.children if child.dep_ == "nsubj"]
    elif noun.dep_ == "appos":
        beside = [noun.head]
    else:
        beside = [child for child in noun.lefts if child.dep_ == "nmod" and child.nbor().text == ","]
    found = mention_of(parsed, beside[0]) if beside else None
    if found is None or not is_named(found) or is_guess(found):
        return None
    machine = found.entity is None and type_of_noun(noun.lemma_) in ("Technology", "SoftwareApplication")
    return replace(found, type="SoftwareApplication") if machine and found.type in _UNSURE else found


def _can_be_part(part: Mention, whole: Mention, said: Token) -> bool:
    """Whether one may be a part of the other: of its type, or an activity or technology of one.

    What a known thing is said to include is part of it, whatever it is.
    """
    lemma = said.lemma_.lower()
    includes = lemma in _INCLUDES or (lemma == "involve" and said.dep_ == "ROOT" and not is_named(whole))
    if includes and not is_guess(whole) and part.type not in ("Person", "ActorGroup"):
        return whole.type not in ("Person", "ActorGroup", "Country", "City", "Report")
    if is_guess(part) or is_guess(whole):
        return False
    return part.type == whole.type or {part.type, whole.type} <= _JOINED or is_named(whole)
