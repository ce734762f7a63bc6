"""Capability: what a technology makes possible to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations import series
from graph.extraction.relations.activities import doings, is_named
from graph.extraction.relations.arguments import (
    agents,
    conjuncts,
    is_passive,
    is_verb,
    means,
    mention_of,
    objects,
    of_phrases,
    subjects,
)
from graph.extraction.relations.making import made
from graph.extraction.relations.roles import activity_of, technology
from graph.extraction.relations.tokens import tokens_of
from graph.extraction.relations.verbs import (
    ABILITY,
    BOOST,
    BRING,
    CAPABLE,
    CHANGE,
    ENABLE,
    FACILITATE,
    HARM,
    LESSEN,
    MACHINE_WORK,
    POSE,
    RAISE,
    USE,
    USE_NOUNS,
    USED_FOR,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_ENABLERS = frozenset({"Technology", "Trend"})
_EFFECTS = BOOST | HARM | LESSEN | CHANGE | RAISE | BRING | POSE
_BETTERING = (
    (BOOST | LESSEN | RAISE) - MACHINE_WORK - frozenset(("preserve", "simplify", "break", "extend", "save"))
)
_VERBAL = frozenset(("VERB", "AUX", "NOUN"))
_TAKE_OVER = frozenset(("automate", "perform", "handle", "replicate", "surpass", "undertake", "transform"))
_APPLIED_TO = ("in", "for", "to")
_NOT_DOING = frozenset("be have become remain need want seem do get make help use".split())


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """The capabilities that a passage tells of."""
    for token, lower, lemma, pos, *_ in tokens_of(parsed):
        if pos in _VERBAL and is_verb(token):
            yield from _by_verb(parsed, before, token, lemma)
        elif pos == "NOUN":
            if lemma in USE_NOUNS or lemma == "role":
                tasks = of_phrases(token, *_APPLIED_TO) or _after_the_technology(token)
                yield from _tasks(parsed, before, of_phrases(token), tasks, token, "capability.use-noun", 0.65)
            elif lemma in ABILITY:
                yield from _ability(parsed, before, token)
        elif pos == "ADJ" and lemma in CAPABLE:
            yield from _capable(parsed, before, token)
        elif pos == "ADP" and lower == "for" and token.i > 0:
            yield from _for(parsed, before, token)


def _by_verb(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    if lemma in ENABLE:
        done = _infinitives(verb)
        yield from _doings(parsed, before, subjects(verb), done, verb, "capability.enable-to", 0.75)
    if lemma in FACILITATE:
        by_whom = agents(verb) + means(parsed, verb) if is_passive(verb) else subjects(verb)
        tasks = objects(verb) + of_phrases(verb, "for")
        yield from _tasks(parsed, before, by_whom, tasks, verb, "capability.enable-noun", 0.65)
    if lemma in _TAKE_OVER and not is_passive(verb):
        yield from _tasks(parsed, before, subjects(verb), objects(verb), verb, "capability.takes-over", 0.55)
    if lemma in USED_FOR:
        if is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
            with_what = objects(verb)
        else:
            with_what = objects(verb) if lemma in USE else []
        yield from _doings(parsed, before, with_what, _infinitives(verb), verb, "capability.use-to", 0.75)
        for noun in with_what:
            yield from _doings(parsed, before, [noun], _infinitives(noun), verb, "capability.use-to", 0.7)
        tasks = [noun for noun in of_phrases(verb, "for", "in") if noun.i > verb.i]
        yield from _tasks(parsed, before, with_what, tasks, verb, "capability.use-for", 0.65)
        yield from _doings(parsed, before, with_what, _gerunds(verb), verb, "capability.use-for", 0.7)
    can = any(child.lower_ in ("can", "could") and child.tag_ == "MD" for child in verb.lefts)
    works = lemma in MACHINE_WORK or can
    if works and (used := _enablers(parsed, before, means(parsed, verb))):
        done = [*(series.verbs(verb) if can else [verb]), *_infinitives(verb)]
        yield from _done_with(parsed, before, used, done, verb, "capability.by-means", 0.6)
    elif lemma == "make" and (
        possible := [c for c in verb.children if c.lower_ in ("possible", "easier", "simpler")]
    ):
        done = [each for word in [verb, *possible] for each in _infinitives(word)]
        yield from _doings(parsed, before, subjects(verb), done, verb, "capability.make-possible", 0.7)
    elif works and (lemma in MACHINE_WORK or lemma not in _EFFECTS) and _does(verb):
        done = [each for each in series.verbs(verb) if _does(each)] if can else [verb]
        yield from _doings(parsed, before, subjects(verb), done, verb, "capability.does", 0.6)


def _does(verb: Token) -> bool:
    """Whether a verb is active and has an object."""
    return verb.tag_ != "VBN" and not is_passive(verb) and bool(objects(verb))


def _for(parsed: Parsed, before: Parsed | None, preposition: Token) -> Iterator[Candidate]:
    """ "AI for subtitling": a technology right before, whatever the parse hangs the phrase on."""
    holder = preposition.nbor(-1)
    mention = mention_of(parsed, holder)
    if mention is None or mention.type not in _ENABLERS:
        return
    behind = preposition.nbor(1) if preposition.i + 1 < len(preposition.doc) else preposition
    known = mention_of(parsed, behind)
    tasks = [noun for child in preposition.children if child.dep_ == "pobj" for noun in conjuncts(child)]
    if known is not None and known.type == "Activity" and not any(mention_of(parsed, t) == known for t in tasks):
        tasks = [behind]
    yield from _tasks(parsed, before, [holder], tasks, preposition, "capability.for", 0.6)
    verbs = [each for child in preposition.children if child.dep_ == "pcomp" for each in _coordinated(child)]
    yield from _doings(parsed, before, [holder], verbs, preposition, "capability.for", 0.6)


def _ability(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    holders = [child for child in noun.children if child.dep_ == "poss"] + of_phrases(noun)
    if noun.head.lemma_.lower() in ("have", "show", "showcase", "possess", "offer", "demonstrate", "give"):
        holders += subjects(noun.head)
    yield from _doings(parsed, before, holders, _infinitives(noun), noun, "capability.ability", 0.75)


def _capable(parsed: Parsed, before: Parsed | None, adjective: Token) -> Iterator[Candidate]:
    of = [child for child in adjective.children if child.dep_ == "prep" and child.lower_ == "of"]
    done = [each for child in of for verb in child.children if verb.dep_ == "pcomp" for each in _coordinated(verb)]
    done += _infinitives(adjective)
    if not done and of and (first := of[0].nbor(1)).tag_ == "VBG":
        done = series.verbs(first)
    head = adjective.head
    holders = [head] if head.pos_ in ("NOUN", "PROPN") else subjects(head)
    yield from _doings(parsed, before, holders, done, adjective, "capability.capable", 0.75)


def _infinitives(token: Token) -> list[Token]:
    """The infinitives that hang on a verb or noun, with those that are coordinated with them."""
    first = [
        child
        for child in token.rights
        if child.pos_ in ("VERB", "AUX") and child.dep_ in ("xcomp", "ccomp", "advcl", "acl", "relcl")
        if any(word.lower_ == "to" and word.dep_ == "aux" for word in child.lefts)
        or (token.lemma_.lower() in ("help", "let") and child.tag_ == "VB")
    ]
    return [each for verb in first for each in _coordinated(verb)]


def _gerunds(token: Token) -> list[Token]:
    after = (child for child in token.rights if child.dep_ == "prep" and child.lower_ in ("for", "in"))
    return [
        each for child in after for verb in child.children if verb.dep_ == "pcomp" for each in _coordinated(verb)
    ]


def _coordinated(verb: Token) -> list[Token]:
    listed = [each for each in conjuncts(verb) if each.i >= verb.i and each.pos_ in ("VERB", "AUX")]
    return list({each.i: each for each in [*listed, *series.verbs(verb)]}.values())


def _after_the_technology(noun: Token) -> list[Token]:
    """ "the use of scanners *in restoration*", where the parse hangs the last phrase on the scanners."""
    return [task for used in of_phrases(noun) for task in of_phrases(used, *_APPLIED_TO)]


def _enablers(parsed: Parsed, before: Parsed | None, tokens: Iterable[Token]) -> list[tuple[Token, Mention]]:
    found = [(token, each) for token in tokens for each in _things(parsed, token, before)]
    return [(token, mention) for token, mention in found if mention.type in _ENABLERS]


def _things(parsed: Parsed, token: Token, before: Parsed | None) -> list[Mention]:
    if found := series.things(parsed, token, before):
        return found
    new = technology(parsed, token, before)
    return [new] if new is not None else []


def _doings(
    parsed: Parsed,
    before: Parsed | None,
    with_what: Iterable[Token],
    verbs: list[Token],
    said: Token,
    rule: str,
    confidence: float,
) -> Iterator[Candidate]:
    if verbs:
        yield from _done_with(parsed, before, _enablers(parsed, before, with_what), verbs, said, rule, confidence)


def _done_with(
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


def _tasks(
    parsed: Parsed,
    before: Parsed | None,
    with_what: Iterable[Token],
    nouns: list[Token],
    said: Token,
    rule: str,
    confidence: float,
) -> Iterator[Candidate]:
    tasks = [(noun, task) for noun in nouns if (task := activity_of(parsed, noun)) is not None]
    if not tasks:
        return
    for at, subject in _enablers(parsed, before, with_what):
        for noun, task in tasks:
            if claim := made(
                parsed, before, "Capability", (subject, task), said, [at, said, noun], rule, confidence
            ):
                yield claim
