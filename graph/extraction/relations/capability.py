"""Capability: what a technology makes possible to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations import enabling, series
from graph.extraction.relations.abilities import ENABLERS, doings_of, done_with, enablers, tasks_of
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
from graph.extraction.relations.phrases import gerund_of, named
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

_EFFECTS = BOOST | HARM | LESSEN | CHANGE | RAISE | BRING | POSE
_VERBAL = frozenset(("VERB", "AUX", "NOUN"))
_TAKE_OVER = frozenset(("automate", "perform", "handle", "replicate", "surpass", "undertake", "transform"))
_APPLIED_TO = ("in", "for", "to")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """The capabilities that a passage tells of."""
    for token, lower, lemma, pos, *_ in tokens_of(parsed):
        if pos in _VERBAL and is_verb(token):
            yield from _by_verb(parsed, before, token, lemma)
        elif pos == "NOUN":
            if lemma in USE_NOUNS or lemma == "role":
                tasks = of_phrases(token, *_APPLIED_TO) or _after_the_technology(token)
                yield from tasks_of(parsed, before, of_phrases(token), tasks, token, "capability.use-noun", 0.65)
            elif lemma in ABILITY:
                yield from _ability(parsed, before, token)
            if enabling.is_means(token):
                yield from _means_to(parsed, before, token)
            if by := enabling.by_nominal(token):
                yield from tasks_of(parsed, before, by, [token], token, "capability.through", 0.6)
        elif pos == "ADJ" and lemma in CAPABLE:
            yield from _capable(parsed, before, token)
        elif pos == "ADP" and lower == "for" and token.i > 0:
            yield from _for(parsed, before, token)


def _by_verb(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    if lemma in enabling.GIVING and not is_passive(verb):
        loose = [child for child in verb.rights if child.dep_ == "npadvmod"]
        given = [noun for noun in [*objects(verb), *loose] if enabling.is_means(noun)]
        done = [each for noun in given for first in enabling.purposes(noun) for each in _coordinated(first)]
        done += _infinitives(verb) if given else []
        yield from doings_of(parsed, before, subjects(verb), done, verb, "capability.gives-means", 0.65)
    if lemma in ENABLE:
        done = _infinitives(verb)
        yield from doings_of(parsed, before, subjects(verb), done, verb, "capability.enable-to", 0.75)
    if lemma in FACILITATE:
        passive = is_passive(verb) or (verb.tag_ == "VBN" and verb.dep_ == "acomp")
        together = [verb, *verb.conjuncts] if passive else []
        by_whom = [each for one in together for each in agents(one) + means(parsed, one)] or subjects(verb)
        tasks = (subjects(verb) if passive else objects(verb)) + of_phrases(verb, "for")
        yield from tasks_of(parsed, before, by_whom, tasks, verb, "capability.enable-noun", 0.65)
    if lemma in _TAKE_OVER and not is_passive(verb):
        yield from tasks_of(parsed, before, subjects(verb), objects(verb), verb, "capability.takes-over", 0.55)
    if lemma in USED_FOR:
        if is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
            with_what = objects(verb)
        else:
            with_what = objects(verb) if lemma in USE else []
        done = _infinitives(verb)
        lost = enabling.infinitive_behind(verb, with_what) if with_what and not done else None
        if lost is not None and lost.head not in with_what:
            done = _coordinated(lost)
        yield from doings_of(parsed, before, with_what, done, verb, "capability.use-to", 0.75)
        for noun in with_what:
            yield from doings_of(parsed, before, [noun], _infinitives(noun), verb, "capability.use-to", 0.7)
        yield from _prefixed(parsed, before, with_what, verb)
        tasks = [noun for noun in of_phrases(verb, "for", "in") if noun.i > verb.i]
        yield from tasks_of(parsed, before, with_what, tasks, verb, "capability.use-for", 0.65)
        yield from doings_of(parsed, before, with_what, _gerunds(verb), verb, "capability.use-for", 0.7)
    can = any(child.lower_ in ("can", "could") and child.tag_ == "MD" for child in verb.lefts)
    works = lemma in MACHINE_WORK or can
    if works and (used := enablers(parsed, before, means(parsed, verb))):
        done = [*(series.verbs(verb) if can else [verb]), *_infinitives(verb)]
        yield from done_with(parsed, before, used, done, verb, "capability.by-means", 0.6)
    elif lemma == "make" and (
        possible := [c for c in verb.children if c.lower_ in ("possible", "easier", "simpler")]
    ):
        done = [each for word in [verb, *possible] for each in _infinitives(word)]
        yield from doings_of(parsed, before, subjects(verb), done, verb, "capability.make-possible", 0.7)
    elif works and (lemma in MACHINE_WORK or lemma not in _EFFECTS) and _does(verb):
        done = [each for each in series.verbs(verb) if _does(each)] if can else [verb]
        yield from doings_of(parsed, before, subjects(verb), done, verb, "capability.does", 0.6)


def _does(verb: Token) -> bool:
    """Whether a verb is active and has an object; "machine learning" is no verb."""
    if verb.tag_ == "VBG" and verb.lemma_ == "learn" and verb.i and verb.nbor(-1).lower_ in ("machine", "deep"):
        return False
    return verb.tag_ != "VBN" and not is_passive(verb) and bool(objects(verb))


def _for(parsed: Parsed, before: Parsed | None, preposition: Token) -> Iterator[Candidate]:
    """ "AI for subtitling": a technology right before, whatever the parse hangs the phrase on."""
    holder = preposition.nbor(-1)
    mention = mention_of(parsed, holder)
    if mention is None or mention.type not in ENABLERS:
        return
    behind = preposition.nbor(1) if preposition.i + 1 < len(preposition.doc) else preposition
    known = mention_of(parsed, behind)
    tasks = [noun for child in preposition.children if child.dep_ == "pobj" for noun in conjuncts(child)]
    if known is not None and known.type == "Activity" and not any(mention_of(parsed, t) == known for t in tasks):
        tasks = [behind]
    yield from tasks_of(parsed, before, [holder], tasks, preposition, "capability.for", 0.6)
    verbs = [each for child in preposition.children if child.dep_ == "pcomp" for each in _coordinated(child)]
    yield from doings_of(parsed, before, [holder], verbs, preposition, "capability.for", 0.6)


def _ability(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    holders = [child for child in noun.children if child.dep_ == "poss"] + of_phrases(noun)
    if noun.head.lemma_.lower() in ("have", "show", "showcase", "possess", "offer", "demonstrate", "give"):
        holders += subjects(noun.head)
    yield from doings_of(parsed, before, holders, _infinitives(noun), noun, "capability.ability", 0.75)


def _capable(parsed: Parsed, before: Parsed | None, adjective: Token) -> Iterator[Candidate]:
    of = [child for child in adjective.children if child.dep_ == "prep" and child.lower_ == "of"]
    done = [each for child in of for verb in child.children if verb.dep_ == "pcomp" for each in _coordinated(verb)]
    done += _infinitives(adjective)
    if not done and of and (first := of[0].nbor(1)).tag_ == "VBG":
        done = series.verbs(first)
    head = adjective.head
    holders = [head] if head.pos_ in ("NOUN", "PROPN") else subjects(head)
    yield from doings_of(parsed, before, holders, done, adjective, "capability.capable", 0.75)


def _means_to(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "Lidar is a tool for mapping caves", "3D printing, a way to make props"."""
    done = [each for first in enabling.purposes(noun) for each in _coordinated(first)]
    yield from doings_of(parsed, before, enabling.told_of(noun), done, noun, "capability.is-means", 0.65)


def _prefixed(parsed: Parsed, before: Parsed | None, with_what: list[Token], verb: Token) -> Iterator[Candidate]:
    """ "Software is used to re-colour prints": what parsers take for a noun phrase, and what is listed after."""
    place = enabling.prefixed(verb)
    if place is None:
        return
    first, last = place
    rest = verb.doc[first + 3 : last + 1].text
    name = f"{verb.doc[first].lower_}-{gerund_of(verb.doc[first + 2].lower_)} {rest}"
    done = named(parsed, first, last, "Activity", name=name)
    more = [each for each in verb.conjuncts if each.i > last and each.tag_ == "VB"]
    for at, subject in enablers(parsed, before, with_what):
        tokens = [at, verb, verb.doc[last]]
        if claim := made(parsed, before, "Capability", (subject, done), verb, tokens, "capability.use-to", 0.65):
            yield claim
    yield from doings_of(parsed, before, with_what, more, verb, "capability.use-to", 0.65)


def _infinitives(token: Token) -> list[Token]:
    """The infinitives that hang on a verb or noun, with those that are coordinated with them."""
    first = [
        child
        for child in token.rights
        if child.pos_ in ("VERB", "AUX") and child.dep_ in ("xcomp", "ccomp", "advcl", "acl", "relcl")
        if any(word.lower_ == "to" and word.dep_ == "aux" for word in child.lefts)
        or (token.lemma_.lower() in ("help", "let") and child.tag_ in ("VB", "VBP"))
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
