"""Relations that nouns state: "the acquisition of Y by X", "X is part of Y", "a shortage of Y in X"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import (
    evidence,
    is_passive,
    mention_of,
    objects,
    of_phrases,
    phrase,
    subjects,
)
from graph.extraction.relations.fitting import is_named, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.lists import examples_after
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.pairs import said
from graph.extraction.relations.predicates import (
    JOINS,
    LACK,
    MEETING,
    NEED,
    POINTING_OUT,
    PURCHASES,
    ROLES,
    TALK,
    TOGETHER,
    Said,
)
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIONAL = LACK | MEETING | NEED | PURCHASES | ROLES.keys() | TOGETHER
_UNDERTAKINGS = ("project", "initiative", "programme", "program", "action", "pilot", "work")
_GATHER = ("bring", "gather", "draw")
_GROUPS = ("group", "number", "range", "variety", "network", "set", "mix")
_UNITS = words("committee subcommittee team unit department group lab branch section chapter division taskforce")
_MANY = 3
_BE = ("be", "become", "remain", "form", "constitute")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for relations that a noun with its prepositions states, and for what is combined with what."""
    for token, _, lemma, pos, _, _ in tokens_of(parsed):
        if pos == "NOUN" and (lemma in _RELATIONAL or _is_cooperation(token)):
            yield from _acquisition(parsed, before, token)
            yield from _role(parsed, before, token)
            yield from _together(parsed, before, token)
            yield from _lack(parsed, before, token)
        elif pos in ("NOUN", "PROPN") and lemma in _UNDERTAKINGS:
            yield from _under(parsed, before, token)
        elif pos == "VERB" and lemma in _GATHER:
            yield from _brings_together(parsed, before, token)
        elif pos == "VERB" and lemma in JOINS:
            yield from _joins(parsed, before, token)


def _is_cooperation(noun: Token) -> bool:
    """Whether a word is the last part of "co-operation"."""
    return noun.lower_ == "operation" and noun.i > 1 and noun.doc[noun.i - 2].lower_ == "co"


def _discussed(noun: Token) -> list[Token]:
    """What a discussion, rise or spread is of."""
    return of_phrases(noun, "of", "on", "around", "about", "over") if noun.lemma_.lower() in TALK else []


def _acquisition(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "the acquisition of Y by X", "start-up acquisitions by X", "X's takeover of Y"."""
    if noun.lemma_.lower() not in PURCHASES:
        return
    buyers = [*of_phrases(noun, "by"), *[child for child in noun.children if child.dep_ == "poss"]]
    bought = of_phrases(noun) or [child for child in noun.lefts if child.dep_ == "compound"][-1:]
    meanings = (Said("acquired", False, 0.75),)
    yield from said(parsed, before, noun, buyers, bought, meanings, f"relational.{noun.lemma_.lower()}")


def _role(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "X is part of Y", "X, a subsidiary of Y"."""
    meanings = ROLES.get(noun.lemma_.lower())
    if meanings is None:
        return
    wholes = of_phrases(noun)
    if noun.dep_ == "attr" and noun.head.lemma_ in _BE:
        firsts = [_unit(each, noun.head) for each in subjects(noun.head)]
    elif noun.dep_ == "appos":
        firsts = [noun.head]
    else:
        return
    yield from said(parsed, before, noun, firsts, wholes, meanings, f"relational.{noun.lemma_.lower()}-of")


def _unit(noun: Token, verb: Token) -> Token:
    """The committee in "the committee at X, which is part of Y", whose relative clause the parser hangs on X."""
    above = noun.head.head if noun.dep_ == "pobj" else noun
    aside = verb.dep_ == "relcl" and verb.head.i == noun.i and noun.right_edge.i > noun.i
    return above if aside and noun.head.lower_ in ("at", "in", "of") and above.lemma_.lower() in _UNITS else noun


def _together(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "collaboration between A and B", "A, in partnership with B", "the intersection of A with B"."""
    lemma = "cooperation" if _is_cooperation(noun) else noun.lemma_.lower()
    if lemma in TOGETHER:
        meanings, rule = (Said("collaboratesWith", False, 0.75),), "relational.collaboration"
    elif lemma in MEETING:
        meanings, rule = (Said("skos:related", False, 0.45),), "relational.meeting"
    else:
        return
    members = list(_participants(parsed, before, noun, lemma))
    if members:
        yield from members
        return
    between = _between(noun) or (of_phrases(noun) if lemma in MEETING else [])
    beside = of_phrases(noun, "with")
    if len(between) > 1 and not beside:
        yield from said(parsed, before, noun, between[:1], between[1:2], meanings, rule)
    elif between and beside:
        yield from said(parsed, before, noun, between[:1], beside, meanings, rule)
    elif beside and lemma in TOGETHER and noun.head.dep_ == "prep":
        yield from said(parsed, before, noun, subjects(noun.head.head), beside, meanings, rule)


def _between(noun: Token) -> list[Token]:
    """The nouns after "between" or "among", which the parser may hang on the verb before."""
    own = of_phrases(noun, "between", "among", "amongst")
    if own or noun.dep_ not in ("dobj", "pobj", "nsubj"):
        return own
    above = noun.head if noun.dep_ != "pobj" else noun.head.head
    near = [each for each in of_phrases(above, "between", "among", "amongst") if noun.i < each.i]
    return near if noun.i + 1 < len(noun.doc) and noun.nbor().lower_ in ("between", "among", "amongst") else []


def _participants(parsed: Parsed, before: Parsed | None, noun: Token, lemma: str) -> Iterator[Candidate]:
    """ "close collaboration among many players, including A and B": who takes part in it."""
    if lemma not in TOGETHER or noun.dep_ == "compound":
        return
    groups = of_phrases(noun, "among", "amongst", "between", "of", "involving")
    if not groups and noun.dep_ == "dobj":  # the parser hangs "among" on the verb
        groups = [
            each for each in of_phrases(noun.head, "among", "amongst", "between") if each.head.i == noun.i + 1
        ]
    inner = [each for group in groups for each in (_of_group(group) or [group])]
    members = [each for group in inner for each in examples_after(parsed, group)]
    if not members and len(inner) >= _MANY:
        members = inner
    together = phrase(parsed, noun, "Policy") if members else None
    for member in members:
        who = argument(parsed, member, before)
        if together is None or who is None or not together.end <= who.start:
            continue
        spans = evidence(parsed, [noun, member], [together, who])
        yield from relation(
            parsed, together, "schema:participant", who, spans, "relational.participants", 0.65, noun, before
        )


def _under(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "the project X under the programme Y": a named undertaking is part of the one that it is carried out in."""
    for above in of_phrases(noun, "under", "within"):
        inside = (mention_of(parsed, child) for child in noun.lefts if child.dep_ == "compound")
        part = next((each for each in inside if each is not None), None) or argument(parsed, noun, before)
        whole = argument(parsed, above, before)
        if part is not None and whole is not None and is_named(part) and is_named(whole):
            spans = evidence(parsed, [noun, above], [part, whole])
            yield from relation(
                parsed, part, "dcterms:isPartOf", whole, spans, "relational.under", 0.7, noun, before
            )


def _brings_together(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "the project brings together A, B and C"."""
    if not any(child.lower_ == "together" for child in verb.rights) or is_passive(verb):
        return
    gathered = [inner for noun in objects(verb) for inner in (_of_group(noun) or [noun])]
    members = [each for noun in gathered for each in (examples_after(parsed, noun) or [noun])]
    meanings = (Said("schema:participant", False, 0.7),)
    yield from said(parsed, before, verb, subjects(verb), members, meanings, "relational.brings-together")


def _of_group(noun: Token) -> list[Token]:
    """Of what a group is one: "a wide range of people"."""
    return of_phrases(noun) if noun.lemma_ in _GROUPS else []


def _joins(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "X combines A with B"."""
    first = [child for child in verb.children if child.dep_ == "dobj"]
    meaning = (Said("skos:related", False, 0.5),)
    second = of_phrases(verb, "with") or [each for noun in first for each in of_phrases(noun, "with")]
    yield from said(parsed, before, verb, first, second, meaning, "relational.joins")


def _lack(parsed: Parsed, before: Parsed | None, noun: Token) -> Iterator[Candidate]:
    """ "a shortage of Y in X", "the need for Y in X", "X has a need for Y"."""
    lemma = noun.lemma_.lower()
    if lemma in LACK:
        lacked = of_phrases(noun)
    elif lemma in NEED:
        lacked = of_phrases(noun) if lemma == "importance" else of_phrases(noun, "for")
    else:
        return
    where = ("in", "within", "among", "across")
    places = [
        *of_phrases(noun, *where),
        *[place for each in lacked for place in of_phrases(each, *where)],
        *[child for child in noun.children if child.dep_ == "poss"],
    ]
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in POINTING_OUT and lemma in NEED:
        causes = [each for cause in subjects(noun.head) for each in (_discussed(cause) or [cause])]
        why = (Said("motivatedBy", False, 0.6),)
        yield from said(parsed, before, noun, lacked, causes, why, "relational.shows-need")
        return
    if not places and noun.dep_ == "dobj" and noun.head.lemma_ in ("have", "face", "see", "feel"):
        places = subjects(noun.head)
    meanings = (Said("needs", False, 0.7),)
    yield from said(parsed, before, noun, places, lacked, meanings, f"relational.{lemma}")
