"""Capability: what a technology makes possible to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations import enabling, series, suited
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
from graph.extraction.relations.doers import doers
from graph.extraction.relations.infinitives import coordinated, gerunds, infinitives
from graph.extraction.relations.lexicon import words
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
    LESS,
    LESSEN,
    MACHINE_WORK,
    MORE,
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
_NO_DEED = (
    MORE
    | LESS
    | words(
        "degree level sense feeling impression demand interest value threat risk challenge problem growth change",
        "shift impact effect influence role part",
    )
)
_PROVIDING = words("provide offer deliver allow")
_PRESENTING = words(
    "propose present introduce develop describe design build create train devise suggest contribute"
)
_OWN = words("paper study article work thesis author")
_QUALIFYING = frozenset(("ADJ", "VERB"))
_STATES = words(
    "include contain involve comprise mean cost need require lack face depend exist appear seem come go become",
    "lead result happen remain belong consist suffer benefit differ vary reach exceed last fail cause",
)
_TASKS = words("task job purpose work activity thing process application area")
_APPLIED_TO = ("in", "for", "to")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """The capabilities that a passage tells of."""
    for token, lower, lemma, pos, *_ in tokens_of(parsed):
        if pos in _VERBAL and is_verb(token):
            yield from _by_verb(parsed, before, token, lemma)
        elif pos == "NOUN":
            if lemma in USE_NOUNS or lemma == "role":
                used = of_phrases(token)
                done = [*infinitives(token), *(each for noun in used for each in infinitives(noun))]
                yield from doings_of(parsed, before, used, done, token, "capability.use-noun", 0.65)
                tasks = of_phrases(token, *_APPLIED_TO) or _after_the_technology(token)
                yield from tasks_of(parsed, before, of_phrases(token), tasks, token, "capability.use-noun", 0.65)
            elif lemma in ABILITY:
                yield from suited.ability(parsed, before, token)
            if enabling.is_means(token):
                yield from _means_to(parsed, before, token)
            if by := enabling.by_nominal(token):
                yield from tasks_of(parsed, before, by, [token], token, "capability.through", 0.6)
        elif pos == "ADJ" and lemma in CAPABLE:
            yield from suited.capable(parsed, before, token)
        elif pos in _QUALIFYING and lower in suited.SUITED:
            yield from suited.suited(parsed, before, token)
        elif pos == "ADP" and lower == "for" and token.i > 0:
            yield from _for(parsed, before, token)


def _by_verb(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    if lemma in enabling.GIVING and not is_passive(verb):
        loose = [child for child in verb.rights if child.dep_ == "npadvmod"]
        given = [noun for noun in [*objects(verb), *loose] if enabling.is_means(noun)]
        done = [each for noun in given for first in enabling.purposes(noun) for each in coordinated(first)]
        done += infinitives(verb) if given else []
        by_whom = _by(parsed, verb, before)
        yield from doings_of(parsed, before, by_whom, done, verb, "capability.gives-means", 0.65)
        deeds = [noun for noun in objects(verb) if enabling.is_deed(noun)] if lemma in _PROVIDING else []
        yield from tasks_of(parsed, before, by_whom, deeds, verb, "capability.provides", 0.55)
    if lemma in ENABLE:
        whom = [child for child in verb.rights if child.dep_ == "dobj"]
        done = infinitives(verb) or [
            each for noun in whom if not enabling.is_means(noun) for each in infinitives(noun)
        ]
        itself = verb.dep_ == "advcl" and any(child.lower_ in ("it", "itself") for child in whom)
        by_whom = [] if itself else _by(parsed, verb, before)
        yield from doings_of(parsed, before, by_whom, done, verb, "capability.enable-to", 0.75)
    if lemma in FACILITATE:
        passive = is_passive(verb) or (verb.tag_ == "VBN" and verb.dep_ == "acomp")
        together = [verb, *verb.conjuncts] if passive else []
        by_whom = [each for one in together for each in agents(one) + means(parsed, one)]
        by_whom = by_whom or _by(parsed, verb, before)
        tasks = (subjects(verb) if passive else objects(verb)) + of_phrases(verb, "for")
        yield from tasks_of(parsed, before, by_whom, tasks, verb, "capability.enable-noun", 0.65)
    if lemma in _TAKE_OVER and not is_passive(verb):
        yield from tasks_of(parsed, before, subjects(verb), objects(verb), verb, "capability.takes-over", 0.55)
    if lemma in USED_FOR:
        if is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
            with_what = objects(verb)
        else:
            with_what = objects(verb) if lemma in USE else []
        done = infinitives(verb)
        lost = enabling.infinitive_behind(verb, with_what) if with_what and not done else None
        if lost is not None and lost.head not in with_what:
            done = coordinated(lost)
        yield from doings_of(parsed, before, with_what, done, verb, "capability.use-to", 0.75)
        for noun in with_what:
            yield from doings_of(parsed, before, [noun], infinitives(noun), verb, "capability.use-to", 0.7)
        yield from _prefixed(parsed, before, with_what, verb)
        tasks = [noun for noun in of_phrases(verb, "for", "in") if noun.i > verb.i]
        yield from tasks_of(parsed, before, with_what, tasks, verb, "capability.use-for", 0.65)
        exemplary = [each for noun in [*tasks, *_tasks_of_used(with_what)] for each in enabling.exemplary(noun)]
        yield from doings_of(parsed, before, with_what, exemplary, verb, "capability.use-for", 0.6)
        yield from doings_of(parsed, before, with_what, gerunds(verb), verb, "capability.use-for", 0.7)
    if lemma in _PRESENTING and not is_passive(verb) and _is_own(verb):
        aims = [child for child in verb.lefts if child.dep_ == "advcl" and enabling.is_infinitive(child)]
        done = [each for aim in aims for each in coordinated(aim)] + infinitives(verb)
        yield from doings_of(parsed, before, objects(verb), done, verb, "capability.presented", 0.7)
    can = any(child.lower_ in ("can", "could") and child.tag_ == "MD" for child in verb.lefts)
    works = lemma in MACHINE_WORK or (can and lemma not in _STATES)
    if works and (used := enablers(parsed, before, means(parsed, verb))):
        done = [*(series.verbs(verb) if can else [verb]), *infinitives(verb)]
        yield from done_with(parsed, before, used, done, verb, "capability.by-means", 0.6)
    elif lemma == "make" and (
        possible := [c for c in verb.children if c.lower_ in ("possible", "easier", "simpler")]
    ):
        done = [each for word in [verb, *possible] for each in infinitives(word)]
        yield from doings_of(parsed, before, subjects(verb), done, verb, "capability.make-possible", 0.7)
    elif works and (lemma in MACHINE_WORK or lemma not in _EFFECTS) and _does(verb) and not _is_enabled(verb):
        done = [each for each in series.verbs(verb) if _does(each)] if can else [verb]
        yield from doings_of(parsed, before, subjects(verb), done, verb, "capability.does", 0.6)


def _by(parsed: Parsed, verb: Token, before: Parsed | None) -> list[Token]:
    """What makes something possible: the subject, or what somebody uses or launches, which makes it so."""
    own = subjects(verb)
    if enablers(parsed, before, own):
        return own
    given = verb.head
    if verb.dep_ == "relcl" and given.dep_ == "dobj" and given.head.lemma_.lower() in enabling.GIVING:
        return _by(parsed, given.head, before)  # "scanners give a view *that lets* visitors look inside"
    return [each for each in doers(parsed, verb, before) if each.pos_ in ("NOUN", "PROPN", "PRON")]


def _is_own(verb: Token) -> bool:
    """Whether the authors tell what they have made: "we propose", "this paper presents"."""
    return any(each.lower_ in ("we", "i") or each.lemma_.lower() in _OWN for each in subjects(verb))


def _is_enabled(verb: Token) -> bool:
    """Whether a verb tells what something else is enabled to do: "enabling it *to learn* patterns"."""
    return verb.dep_ in ("xcomp", "ccomp") and verb.tag_ == "VB" and verb.head.lemma_.lower() in ENABLE


def _does(verb: Token) -> bool:
    """Whether a verb is active and has an object; "machine learning" is no verb."""
    if verb.tag_ == "VBG" and verb.lemma_ == "learn" and verb.i and verb.nbor(-1).lower_ in ("machine", "deep"):
        return False
    told = [noun for noun in objects(verb) if noun.lemma_.lower() not in _NO_DEED]
    return verb.tag_ != "VBN" and not is_passive(verb) and bool(told)


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
    verbs = [each for child in preposition.children if child.dep_ == "pcomp" for each in coordinated(child)]
    yield from doings_of(parsed, before, [holder], verbs, preposition, "capability.for", 0.6)


def _means_to(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "Lidar is a tool for mapping caves", "3D printing, a way to make props"."""
    done = [each for first in enabling.purposes(noun) for each in coordinated(first)]
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


def _tasks_of_used(used: list[Token]) -> list[Token]:
    """ "uses AI *for tasks*", where the parse hangs the phrase on what is used."""
    return [noun for each in used for noun in of_phrases(each, "for") if noun.lemma_.lower() in _TASKS]


def _after_the_technology(noun: Token) -> list[Token]:
    """ "the use of scanners *in restoration*", where the parse hangs the last phrase on the scanners."""
    return [task for used in of_phrases(noun) for task in of_phrases(used, *_APPLIED_TO)]
