"""Capabilities from the words for a technology and the words for what is done, whatever the construction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations import enabling, series
from graph.extraction.relations.activities import called_by_noun, doings, is_named, within_objects
from graph.extraction.relations.anaphora import GENERIC
from graph.extraction.relations.arguments import essential, examples, mention_of
from graph.extraction.relations.making import made
from graph.extraction.relations.phrases import named, phrase
from graph.extraction.relations.roles import activity_of, technology
from graph.extraction.relations.techniques import (
    as_technology,
    is_example_of_technology,
    made_of,
    named_right_before,
)
from graph.extraction.relations.verbs import BOOST, LESSEN, MACHINE_WORK, RAISE

if TYPE_CHECKING:
    from spacy.tokens import Token

# Rules of what something is for, where bettering an activity is part of it.
_BETTERED = frozenset(("capability.ability", "capability.use-to", "capability.enable-to", "capability.gives-means"))
_BETTERING = (
    (BOOST | LESSEN | RAISE) - MACHINE_WORK - frozenset(("preserve", "simplify", "break", "extend", "save"))
)
_NOT_DOING = frozenset("be have become remain need want seem do get make help use".split())
_POINTING = frozenset(("this", "these", "such", "those"))
_SOMEBODY = ORGANISATIONS | {"ActorGroup", "Person", "Agent"}
ENABLERS = frozenset({"Technology", "Trend"})


def enablers(parsed: Parsed, before: Parsed | None, tokens: Iterable[Token]) -> list[tuple[Token, Mention]]:
    meant = [each for token in tokens for each in (enabling.stands_for(token) or [token]) if not _is_general(each)]
    found = [(token, as_technology(each)) for token in meant for each in _things(parsed, token, before)]
    return [(token, mention) for token, mention in found if mention.type in ENABLERS]


def _things(parsed: Parsed, token: Token, before: Parsed | None) -> list[Mention]:
    if (closed := named_right_before(parsed, token)) is not None:
        return [closed]
    found = series.things(parsed, token, before)
    if found and is_example_of_technology(token) and found[0].entity is None:
        return [replace(found[0], type="Technology")]
    if found:
        return [_device(parsed, token)] if _is_device(token) and found[0].type == "Sector" else found
    new = technology(parsed, token, before)
    if new is not None:
        return [new]
    return [_device(parsed, token)] if _is_device(token) else [each for _, each in _powered(parsed, token)]


def _is_general(noun: Token) -> bool:
    """Whether a noun is only what examples behind it are called: "*technologies* such as lidar"."""
    return noun.lemma_.lower() in GENERIC and noun.n_lefts == 0 and bool(examples(noun))


def _is_device(noun: Token) -> bool:
    """Whether a noun is one machine or program that the text has told of: "the headset", "this software"."""
    pointing = {child.lower_ for child in noun.lefts if child.dep_ in ("det", "predet", "amod")}
    pointed = pointing & _POINTING if noun.tag_ == "NNS" else pointing & (_POINTING | {"the"})
    own = noun.lower_ == "software" or noun.lemma_.lower() not in GENERIC
    known = noun.tag_ in ("NN", "NNS") and own and noun.n_lefts == len(pointing)
    return known and bool(pointed) and type_of_noun(noun.text) == "Technology"


def _device(parsed: Parsed, noun: Token) -> Mention:
    return named(parsed, noun.i, noun.i, "Technology")


def _powered(parsed: Parsed, noun: Token) -> Iterator[tuple[Token, Mention]]:
    """The technology in the name of what works by it: "*AI*-powered workflows", "an *AI* production suite"."""
    if noun.pos_ != "NOUN" or type_of_noun(noun.text) in _SOMEBODY:
        return
    yield from list(made_of(parsed, noun))[:1]


def doings_of(
    parsed: Parsed,
    before: Parsed | None,
    with_what: Iterable[Token],
    verbs: list[Token],
    said: Token,
    rule: str,
    confidence: float,
) -> Iterator[Candidate]:
    if verbs:
        yield from done_with(parsed, before, enablers(parsed, before, with_what), verbs, said, rule, confidence)


def done_with(
    parsed: Parsed,
    before: Parsed | None,
    enablers: list[tuple[Token, Mention]],
    verbs: list[Token],
    said: Token,
    rule: str,
    confidence: float,
) -> Iterator[Candidate]:
    for verb in verbs:
        if verb.lemma_.lower() in _NOT_DOING:
            continue
        last = [child for child in verb.rights if child.dep_ in ("dobj", "prep", "prt")][:1]
        done = [each for each in doings(parsed, verb) if is_named(each) or _tells(verb, each)]
        if not done and verb.lemma_.lower() in _BETTERING and rule in _BETTERED:
            done = within_objects(parsed, verb)
        for at, subject in enablers:
            for each in done:
                tokens, pair = [at, said, verb, *last], (subject, each)
                if claim := made(parsed, before, "Capability", pair, said, tokens, rule, confidence):
                    yield claim


def _tells(verb: Token, done: Mention) -> bool:
    """Whether a verb tells something that is done: to something that is named, and not merely for the better."""
    to_it = any(child.dep_ in ("dobj", "nsubjpass") and child.pos_ == "PRON" for child in verb.children)
    told = " " in done.name or verb.tag_ == "VBG"
    return told and verb.lemma_.lower() not in _BETTERING and not to_it


def tasks_of(
    parsed: Parsed,
    before: Parsed | None,
    with_what: Iterable[Token],
    nouns: list[Token],
    said: Token,
    rule: str,
    confidence: float,
) -> Iterator[Candidate]:
    tasks = [(noun, task) for each in nouns for noun in _named_in(each) for task in _tasks_in(parsed, noun)]
    if not tasks:
        return
    for at, subject in enablers(parsed, before, with_what):
        for noun, task in tasks:
            if claim := made(
                parsed, before, "Capability", (subject, task), said, [at, said, noun], rule, confidence
            ):
                yield claim


def _named_in(noun: Token) -> list[Token]:
    """What a noun that says little by itself is about: "some aspects of *writing*", "works such as *reprints*"."""
    found: list[Token] = []
    for each in [noun, *(essential(noun) or ())]:
        found += [each, *examples(each)]
        found += [
            child for child in each.lefts if child.dep_ == "nmod" and any(c.dep_ == "cc" for c in child.rights)
        ]
    return list(dict.fromkeys(found))


def _tasks_in(parsed: Parsed, noun: Token) -> list[Mention]:
    """The activity that a noun names, by its name in the trade where it has one."""
    if names := called_by_noun(noun):
        return [named(parsed, noun.i, noun.i, "Activity", name=name) for name in names]
    task = activity_of(parsed, noun)
    if task is None and enabling.is_deed(noun) and mention_of(parsed, noun) is None:
        task = phrase(parsed, noun, "Activity")
    return [task] if task is not None else []
