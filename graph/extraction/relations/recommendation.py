"""Recommendation: what somebody proposes that somebody do.

Who proposes is the speaker of the clause, or the subject of "recommends"; else the document itself, as a mention of
type Document with the entity ``document``, which whoever knows the document puts in place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations import imperatives, solutions
from graph.extraction.relations.arguments import (
    agents,
    conjuncts,
    is_passive,
    is_verb,
    mention_of,
    objects,
    of_phrases,
    subjects,
)
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.proposals import (
    accompanying,
    addressed,
    infinitives,
    measure,
    policy_of,
    shared,
)
from graph.extraction.relations.proposing import MUST, NECESSARY, NEED, NEED_NOUNS, POLICY_MAKERS, PROPOSE
from graph.extraction.relations.roles import is_policy, proposer
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBAL = frozenset(("VERB", "AUX", "NOUN"))
_STEPS = words("step measure priority task element part ingredient factor condition component action")
_ASKED = words("urge encourage advise call request invite press lobby ask")
_OBLIGED = words("require oblige mandate compel expect incentivise incentivize enable allow")
# "That galleries publish" after these is what they are to do.
_THAT_THEY_DO = words("recommend propose demand request urge advise advocate")
_JOINT = words("effort involvement engagement participation commitment communication coordination")
_SHOWING = words("highlight stress emphasise emphasize underline underscore show suggest reveal see be demonstrate")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """The measures that a passage proposes."""
    for token, lower, lemma, pos, _, dep in tokens_of(parsed):
        if pos in _VERBAL and is_verb(token):
            yield from _by_verb(parsed, before, token, lemma)
            if lemma in solutions.VERBS:
                yield from solutions.find(parsed, before, token, lemma)
        elif (pos == "ADJ" and lemma in NECESSARY) or (dep == "acomp" and lower in NECESSARY):
            yield from _necessary(parsed, before, token)
        elif pos == "NOUN" and lemma in NEED_NOUNS:
            yield from _by_noun(parsed, before, token)
    yield from imperatives.find(parsed, before)


def _by_verb(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    modals = {child.lower_ for child in verb.lefts if child.tag_ == "MD"}
    if modals & MUST:
        for each in shared(verb):
            if is_passive(each) and each.lemma_.lower() in _ASKED | _OBLIGED and (done := infinitives(each)):
                for what in done:
                    yield from measure(parsed, before, what, subjects(each), each, "recommendation.should", 0.75)
            else:
                yield from measure(parsed, before, each, addressed(each), each, "recommendation.should", 0.75)
            for beside in accompanying(each):
                yield from measure(parsed, before, beside, addressed(each), each, "recommendation.along", 0.6)
    elif modals & {"can", "could"} and (asked := [who for who in subjects(verb) if _rules(who)]):
        for each in shared(verb):
            for what in [each, *accompanying(each)]:
                yield from measure(parsed, before, what, asked, each, "recommendation.can", 0.6)
    elif lemma in NEED and (done := infinitives(verb)) and verb.tag_ not in ("VBD", "VBN"):
        for each in done:
            yield from measure(parsed, before, each, subjects(verb), verb, "recommendation.need-to", 0.6)
    elif lemma in _ASKED and is_passive(verb) and (done := infinitives(verb)):
        for each in done:
            yield from measure(parsed, before, each, subjects(verb), verb, "recommendation.asked", 0.7)
    elif lemma in PROPOSE and not (is_passive(verb) or _has_modal(verb)):
        yield from _proposed(parsed, before, verb, lemma)
    elif lemma in ("require", "necessitate", "demand", "need"):
        yield from _needed(parsed, before, verb)


def _proposed(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    by = [who for token in subjects(verb)[:1] if (who := proposer(parsed, token, before)) is not None]
    own = {"i", "we", "report", "paper", "study"} & {token.lower_ for token in subjects(verb)}
    if not by and not own:
        return
    proposing = by[0] if by else None
    asked = [noun for noun in objects(verb) if lemma in _ASKED] + of_phrases(verb, "on", "upon")
    done = infinitives(verb) + [child for child in verb.children if child.dep_ in ("ccomp", "xcomp")]
    forms = ("VB", "VBG", "VBP") if lemma in _THAT_THEY_DO else ("VB", "VBG")
    told = [each for each in done if each.tag_ in forms and not _is_possible(each)]
    for each in {token.i: token for token in told}.values():
        yield from measure(
            parsed, before, each, asked or addressed(each), verb, "recommendation.propose", 0.8, proposing
        )
    nouns = of_phrases(verb, "for") if lemma in ("call", "press", "lobby", "plead", "advocate") else []
    nouns += (
        []
        if lemma in ("urge", "request", "invite", "press", "lobby", "suggest") or (asked and done)
        else objects(verb)
    )
    for noun in nouns:
        if is_policy(noun) and not (own and _is_device(parsed, noun)):
            yield from policy_of(parsed, before, noun, verb, "recommendation.propose-noun", 0.7, proposing)


def _is_device(parsed: Parsed, noun: Token) -> bool:
    """Whether what authors propose is something they have made: "we propose a neural network"."""
    found = mention_of(parsed, noun)
    return found is not None and found.type == "Technology"


def _needed(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "This requires transparent rules", "rules are needed": only what is a measure by its noun."""
    if is_passive(verb) and verb.tag_ == "VBN" and (agents(verb) or verb.dep_ in ("acl", "relcl", "advcl")):
        return
    for noun in objects(verb):
        described = any(child.dep_ in ("amod", "compound", "prep") for child in noun.children)
        if is_policy(noun) and (described or not is_passive(verb)):
            yield from policy_of(parsed, before, noun, verb, "recommendation.require", 0.5, None)


def _necessary(parsed: Parsed, before: Parsed | None, adjective: Token) -> Iterator[Candidate]:
    """ "it is essential to train curators", "training curators is essential", "essential that museums train"."""
    head = adjective.head if adjective.dep_ in ("acomp", "attr", "conj", "oprd", "amod") else adjective
    if adjective.dep_ == "amod":
        if head.dep_ != "attr" or head.lemma_.lower() not in _STEPS:
            return
        head = head.head
    done = infinitives(head) + (infinitives(adjective) if head.i != adjective.i else [])
    for_whom = of_phrases(adjective, "for") + of_phrases(head, "for")
    if any(child.dep_ in ("nsubj", "expl") and child.lower_ == "it" for child in head.children):
        clauses = [c for c in [*head.children, *adjective.children] if c.dep_ == "ccomp" and c.pos_ == "VERB"]
        for each in {token.i: token for token in [*done, *clauses]}.values():
            to_whom = for_whom or ([] if each in done else addressed(each))
            yield from measure(parsed, before, each, to_whom, adjective, "recommendation.essential", 0.75)
            for beside in accompanying(each):
                yield from measure(parsed, before, beside, to_whom, adjective, "recommendation.along", 0.6)
        return
    for subject in _clauses_before(head):
        for each in conjuncts(subject):
            yield from measure(parsed, before, each, for_whom, adjective, "recommendation.essential-subject", 0.7)
    for noun in (child for child in head.children if child.dep_ == "nsubj"):
        for each in conjuncts(noun):
            if is_policy(each) or (each.lemma_.lower() in _JOINT and each.n_lefts + each.n_rights > 0):
                yield from policy_of(parsed, before, each, adjective, "recommendation.essential-noun", 0.55, None)


def _clauses_before(verb: Token) -> list[Token]:
    """What is called necessary: a clause; one that begins the sentence, where nothing else is the subject."""
    found = [child for child in verb.children if child.dep_ in ("csubj", "csubjpass")]
    alone = not found and not any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in verb.children)
    opening = verb.sent[0]
    return [opening] if alone and opening.dep_ == "advcl" and opening.tag_ == "VBG" else found


def _by_noun(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "the need for clear rules", "a need to train curators"."""
    verb = noun.head
    if noun.lemma_.lower() in ("recommendation", "proposal", "priority"):
        told = next((up for up in noun.ancestors if up.lemma_ == "be"), None)
        for each in infinitives(told) if told is not None else []:
            yield from measure(parsed, before, each, [], noun, "recommendation.recommendation-is", 0.75)
        return
    if noun.lemma_.lower() in ("call", "case") and verb.lemma_.lower() not in _SHOWING | {"make", "renew"}:
        return
    for each in infinitives(noun):
        yield from measure(parsed, before, each, [], noun, "recommendation.need-noun", 0.6)
    for each in of_phrases(noun, "for", "of"):
        if is_policy(each):
            yield from policy_of(parsed, before, each, noun, "recommendation.need-noun", 0.6, None)


def _has_modal(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "MD" for child in verb.children)


def _is_possible(verb: Token) -> bool:
    """Whether a clause says what may or will be: "suggests that AI *can serve* …" proposes nothing."""
    return any(child.tag_ == "MD" and child.lower_ not in MUST for child in verb.lefts)


def _rules(who: Token) -> bool:
    """Whether a noun stands for those who make policy, of whom "can" proposes."""
    return who.lemma_.lower() in POLICY_MAKERS
