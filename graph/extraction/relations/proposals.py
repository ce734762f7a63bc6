"""A recommendation from its parts: the measure that a verb or noun tells, who proposes it, to whom and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations import series
from graph.extraction.relations.arguments import is_passive, objects, of_phrases, subjects
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.making import made
from graph.extraction.relations.phrases import activity, edges, gerund, named, phrase
from graph.extraction.relations.roles import addressee
from graph.extraction.relations.wording import attribution

if TYPE_CHECKING:
    from spacy.tokens import Token

_IDLE = words(
    "note be have remember keep go see say know think expect come look seem feel like want mean wait worry",
    "underestimate overlook ignore forget hope understand",
)
_LEADING_TO_DO = words("focus work concentrate aim strive continue begin start seek consider prioritise prioritize")
_AIMS = words("for on about against between with to")
_NAME_WORDS = 9
_HELPING = words("help support protect empower fund train equip pay retrain upskill compensate encourage")


def measure(
    parsed: Parsed,
    before: Parsed | None,
    verb: Token,
    asked: list[Token],
    said: Token,
    rule: str,
    confidence: float,
    proposing: Mention | None = None,
) -> Iterator[Candidate]:
    """The measure that a verb with its object tells, unless nobody does anything by it."""
    if verb.lemma_.lower() in _LEADING_TO_DO and (done := _done(verb)):
        for each in done:
            yield from measure(parsed, before, each, asked, said, rule, confidence, proposing)
        return
    good = verb.lemma_ == "be" and any(child.dep_ == "acomp" for child in verb.children)
    if (verb.lemma_.lower() in _IDLE and not good) or verb.pos_ not in ("VERB", "AUX"):
        return
    if is_passive(verb):
        done = [child for child in verb.children if child.dep_ == "nsubjpass" and child.pos_ in ("NOUN", "PROPN")]
        if not done and said.i != verb.i:
            yield from _to_be_done(parsed, before, verb, said, rule, confidence, proposing)
        for noun in done:
            policy = activity(parsed, verb, "Policy")
            yield from proposal(parsed, before, policy, asked, said, [noun, verb], rule, confidence, proposing)
        return
    if any(child.dep_ == "dobj" and child.pos_ == "PRON" for child in verb.children):
        return
    if not any(child.dep_ in ("dobj", "prep", "ccomp", "xcomp", "acomp", "prt") for child in verb.children):
        return
    last = [child for child in verb.rights if child.dep_ in ("dobj", "prep", "prt", "acomp", "ccomp", "xcomp")][:1]
    policy = activity(parsed, verb, "Policy", whole=True)
    yield from proposal(parsed, before, policy, asked, said, [verb, *last], rule, confidence, proposing)


def _to_be_done(
    parsed: Parsed,
    before: Parsed | None,
    verb: Token,
    said: Token,
    rule: str,
    confidence: float,
    proposing: Mention | None,
) -> Iterator[Candidate]:
    """ "Rules need to be *agreed*": the subject of the verb above is what it is done to."""
    conditions = (child for child in said.lefts if child.dep_ in ("mark", "advmod"))
    if said.dep_ == "relcl" or any(child.lower_ in ("if", "when", "unless") for child in conditions):
        return
    for noun in (each for each in subjects(said) if each.pos_ in ("NOUN", "PROPN")):
        thing = phrase(parsed, noun, "Policy")
        policy = named(parsed, noun.i, verb.i, "Policy", name=f"{gerund(verb)} {thing.name}")
        yield from proposal(parsed, before, policy, [], said, [noun, verb], rule, confidence, proposing)


def policy_of(
    parsed: Parsed,
    before: Parsed | None,
    noun: Token,
    said: Token,
    rule: str,
    confidence: float,
    proposing: Mention | None,
) -> Iterator[Candidate]:
    policy = _with_aim(parsed, noun, phrase(parsed, noun, "Policy"))
    yield from proposal(parsed, before, policy, [], said, [noun], rule, confidence, proposing)


def _with_aim(parsed: Parsed, noun: Token, policy: Mention) -> Mention:
    """ "A fund *for archives*", "rules *on training data*": a measure with what it is for, if that is short."""
    aim = next((child for child in noun.rights if child.dep_ == "prep"), None)
    if aim is None or aim.lower_ not in _AIMS:
        return policy
    first, last = edges(noun, whole=True)
    while first < noun.i and parsed.doc[first].dep_ in ("det", "predet"):
        first += 1
    return named(parsed, first, last, "Policy") if last - first < _NAME_WORDS else policy


def proposal(
    parsed: Parsed,
    before: Parsed | None,
    policy: Mention,
    asked: list[Token],
    said: Token,
    tokens: list[Token],
    rule: str,
    confidence: float,
    proposing: Mention | None,
) -> Iterator[Candidate]:
    found = ((token, addressee(parsed, token, before)) for token in asked)
    asked_of = [(token, mention) for token, mention in found if mention is not None]
    who = [mention for _, mention in asked_of]
    proposing = proposing or attribution(parsed, said, before) or _document(policy)
    evident = [said, *tokens, *(token for token, _ in asked_of)]
    profiting = [
        mention for noun in _profiting(tokens[0]) if (mention := addressee(parsed, noun, before)) is not None
    ]
    if claim := made(
        parsed,
        before,
        "Recommendation",
        (proposing, policy),
        said,
        evident,
        rule,
        confidence,
        addressee=who,
        beneficiary=profiting,
    ):
        yield claim


def shared(verb: Token) -> list[Token]:
    """The verb and those conjoined with it that have no subject or modal of their own."""
    after = [each for each in verb.conjuncts if each.i > verb.i and each.pos_ == "VERB"]
    own = ("nsubj", "nsubjpass", "aux", "expl")
    return [
        verb,
        *(each for each in after if not any(c.dep_ in own and c.lower_ != "to" for c in each.children)),
    ]


def _done(verb: Token) -> list[Token]:
    """What "focus on" and "continue to" lead to: "focus on *training* curators and *paying* them"."""
    after = [child for child in verb.rights if child.dep_ == "xcomp" and child.pos_ == "VERB"]
    after += [child for child in infinitives(verb)[:1] if child not in after]
    after += [
        done
        for child in verb.rights
        if child.dep_ == "prep"
        for done in child.children
        if done.dep_ == "pcomp" and done.pos_ == "VERB"
    ]
    return [each for done in after for each in series.verbs(done)]


def accompanying(verb: Token) -> list[Token]:
    """What is to be done along with a measure: "lead by example, *publishing* data and *paying* artists"."""
    beside = [
        child
        for child in verb.rights
        if child.dep_ == "advcl" and child.tag_ == "VBG" and child.doc[child.left_edge.i - 1].text == ","
    ]
    beside += [
        child
        for child in verb.subtree
        if child.dep_ == "advcl"
        and child.tag_ == "VBG"
        and child.left_edge.lower_ == "while"
        and child not in beside
    ]
    return [each for child in beside for each in series.verbs(child) if objects(each)]


def infinitives(token: Token) -> list[Token]:
    first = [
        child
        for child in token.rights
        if child.dep_ in ("xcomp", "ccomp", "acl", "advcl", "relcl") and child.pos_ in ("VERB", "AUX")
        if any(word.lower_ == "to" and word.dep_ == "aux" for word in child.lefts)
    ]
    return [each for verb in first for each in [verb, *shared(verb)[1:]]]


def addressed(verb: Token) -> list[Token]:
    return [] if is_passive(verb) else subjects(verb)


def _profiting(verb: Token) -> list[Token]:
    helped = objects(verb) if verb.lemma_.lower() in _HELPING else []
    for noun in objects(verb):
        helped = [*helped, *of_phrases(noun, "for")]
    return [*helped, *of_phrases(verb, "for")]


def _document(policy: Mention) -> Mention:
    """The document, as who proposes what nobody else does; it has no words of its own."""
    return Mention(policy.start, policy.start, "the document", "Document", "document", 1.0, "document")
