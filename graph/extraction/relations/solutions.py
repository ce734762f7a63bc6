"""Measures told as what would help: "solutions include …", "this involves paying", "training curators can help"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import conjuncts, objects, subjects
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.proposals import measure, policy_of
from graph.extraction.relations.proposing import MUST, NECESSARY, NEED_NOUNS
from graph.extraction.relations.roles import technology
from graph.extraction.relations.verbs import USE

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

_CONSISTING = words("include involve comprise entail require mean")
VERBS = _CONSISTING | {"help", "ensure", "be"}
_SOLUTIONS = words("solution remedy recommendation proposal safeguard reform response answer")
_STEPS = words("step measure action")
_IF_PROPOSED = words("framework approach option strategy model mechanism intervention policy")
_PROPOSED = words("potential possible proposed suggested recommended key important practical concrete necessary")
_WOULD = ("can", "could", "may", "might", "would", "will")


def find(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    """The measures of which a clause says what they are or what they would do."""
    if lemma in ("help", "ensure"):
        yield from _helps(parsed, before, verb)
    elif lemma == "be" or lemma in _CONSISTING:
        told = subjects(verb)
        if any(_is_solution(noun) or (lemma == "be" and noun.lemma_.lower() in _SOLUTIONS) for noun in told):
            yield from _listed(parsed, before, verb, "recommendation.solution")
        elif lemma != "be" and _points_at_need(parsed, before, verb):
            yield from _listed(parsed, before, verb, "recommendation.involves", nouns=False)


def _helps(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "Training curators can help museums": what is done, unless it is the use of a technology."""
    if not any(child.tag_ == "MD" and child.lower_ in _WOULD for child in verb.lefts):
        return
    for subject in (child for child in verb.lefts if child.dep_ == "csubj" and child.tag_ == "VBG"):
        for done in conjuncts(subject):
            used = done.lemma_.lower() in USE and any(technology(parsed, noun, before) for noun in objects(done))
            if done.tag_ != "VBG" or used or not objects(done) or any(c.dep_ == "advmod" for c in done.lefts):
                continue
            yield from measure(parsed, before, done, [], verb, "recommendation.would-help", 0.55)


def _is_solution(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    proposed = any(child.lower_ in _PROPOSED for child in noun.lefts)
    proposed = proposed or any(child.dep_ in ("acl", "relcl") and _to(child) for child in noun.rights)
    against = any(child.lower_ in ("for", "to") and child.dep_ == "prep" for child in noun.rights)
    return noun.pos_ == "NOUN" and (
        (lemma in _SOLUTIONS and (noun.tag_ == "NNS" or proposed))
        or (lemma in _STEPS and proposed)
        or (lemma in _IF_PROPOSED and proposed and against)
    )


def _points_at_need(parsed: Parsed, before: Parsed | None, verb: Token) -> bool:
    """Whether "this" or "it" is what the sentence before calls needed, or a solution."""
    if not any(child.dep_ == "nsubj" and child.lower_ in ("this", "it", "that") for child in verb.children):
        return False
    earlier = [each for each in parsed.doc.sents if each.end <= verb.sent.start][-1:]
    if not earlier and before is not None and before.passage.kind != "heading":
        earlier = list(before.doc.sents)[-1:]
    return any(_calls_for(sentence) for sentence in earlier)


def _calls_for(sentence: Words) -> bool:
    return any(
        (token.tag_ == "MD" and token.lower_ in MUST)
        or (token.pos_ == "ADJ" and token.lower_ in NECESSARY)
        or (token.pos_ == "NOUN" and (token.lemma_ in NEED_NOUNS or _is_solution(token)))
        for token in sentence
    )


def _listed(
    parsed: Parsed, before: Parsed | None, verb: Token, rule: str, nouns: bool = True
) -> Iterator[Candidate]:
    """What follows "include" or "involves": gerunds, and nouns of what can be set up."""
    for child in verb.rights:
        if child.dep_ in ("xcomp", "pcomp", "ccomp") and (child.tag_ == "VBG" or _to(child)):
            for done in conjuncts(child):
                if done.pos_ == "VERB":
                    yield from measure(parsed, before, done, [], verb, rule, 0.6)
        elif nouns and child.dep_ in ("dobj", "attr") and verb.lemma_ != "mean":
            for noun in conjuncts(child):
                if noun.pos_ == "NOUN":
                    yield from policy_of(parsed, before, noun, verb, rule, 0.55, None)


def _to(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.lefts)
