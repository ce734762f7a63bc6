"""What kind of body or program a name is, by what stands beside it: "X, a fashion brand", "music platform X"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import evidence, mention_of
from graph.extraction.relations.fitting import CONCEPTS, is_guess, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import edges, named
from graph.extraction.relations.predicates import LOOSE
from graph.extraction.relations.whereabouts import based

if TYPE_CHECKING:
    from spacy.tokens import Token

BODIES = words(
    "company firm business enterprise startup start-up brand studio agency",
    "label publisher retailer institution union",
    "organisation organization charity broadcaster supplier employer stakeholder manufacturer partner venue",
)
_ROLES = words("member part subsidiary division arm owner partner branch")
_KINDS_OF_BODIES = words(
    "platform service developer maker giant provider group house network chain bank database marketplace"
)
_GROUP_TYPES = ORGANISATIONS | words("ActorGroup Sector Technology SoftwareApplication")


def kind_beside(parsed: Parsed, before: Parsed | None, mention: Mention, head: Token) -> Iterator[Candidate]:
    """ "X, a fashion brand": a body is an example of the group; "Shanghai-based company X": it is located there."""
    for noun in [child for child in head.children if child.dep_ == "appos" and child.pos_ == "NOUN"]:
        if (
            noun.left_edge.lower_ in ("a", "an", "one", "the")
            and _is_no_rank(noun)
            and noun.lemma_.lower() not in _ROLES
        ):
            yield from _is_a(parsed, before, mention, head, noun)
    if head.dep_ == "appos" and head.head.pos_ == "NOUN" and head.head.i < head.i:
        yield from based(parsed, mention, head.head, head)
    yield from based(parsed, mention, head, head)


def _is_no_rank(noun: Token) -> bool:
    """Whether a noun says what kind of thing something is, and not which of them: no "the company"."""
    if noun.left_edge.lower_ != "the":
        return True
    lefts = [child for child in noun.lefts if child.dep_ in ("amod", "compound")]
    return bool(lefts) and not any(child.tag_ in ("JJS", "RBS") or child.ent_type_ for child in lefts)


def kind_before(parsed: Parsed, mention: Mention, start: int) -> Iterator[Candidate]:
    """ "music platform Orbit": what a name is, right before it, with what tells the kind."""
    doc = parsed.doc
    noun = doc[start - 1] if start > 1 else None
    if noun is None or noun.tag_ != "NN" or noun.lemma_.lower() not in BODIES | _KINDS_OF_BODIES:
        return
    first = noun.i
    while first > 0 and _tells_kind(doc[first - 1]):
        first -= 1
    while first < noun.i and doc[first].text == "-":
        first += 1
    place = any(token.ent_type_ in ("GPE", "NORP") for token in doc[first : noun.i])
    if first == noun.i or place or (first > 0 and doc[first - 1].lower_ in ("such", "whose")):
        return
    type_ = type_of_noun(noun.lemma_)
    group = named(parsed, first, noun.i, type_ if type_ in CONCEPTS else "ActorGroup")
    spans = (Span(group.start, mention.end),)
    yield from relation(parsed, mention, "exemplifies", group, spans, "appositions.kind-before", 0.6)


def _tells_kind(token: Token) -> bool:
    """Whether a word before a noun is part of a kind: no name but "AI" and the like, no "major", "latest"."""
    if token.lower_ in LOOSE or token.tag_ in ("JJS", "JJR"):
        return False
    return token.pos_ in ("NOUN", "ADJ") or token.text == "-" or (token.is_upper and len(token) < 4)


def _is_a(parsed: Parsed, before: Parsed | None, thing: Mention, head: Token, noun: Token) -> Iterator[Candidate]:
    first, _ = edges(noun)
    first = without_determiners(parsed, first, noun.i)
    type_ = type_of_noun(noun.lemma_)
    if type_ not in _GROUP_TYPES and noun.lemma_.lower() not in BODIES:
        return
    group = named(parsed, first, noun.i, type_ if type_ in CONCEPTS else "ActorGroup")
    spans = evidence(parsed, [head, noun], [thing])
    if thing.type in ORGANISATIONS:
        yield from relation(parsed, thing, "exemplifies", group, spans, "appositions.kind", 0.65)
    yield from based(parsed, thing, noun, head)


def is_kind(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "Spotify is a streaming service": a named body or program is an example of what it is."""
    for noun in [child for child in verb.children if child.dep_ == "attr" and child.pos_ == "NOUN"]:
        indefinite = any(each.dep_ == "det" and each.lower_ in ("a", "an") for each in noun.children)
        known = mention_of(parsed, noun)
        told = known.type if known is not None else type_of_noun(noun.lemma_)
        if not indefinite or told not in ("Technology", "ActorGroup", "SoftwareApplication", "Sector"):
            continue
        for subject in [child for child in verb.children if child.dep_ == "nsubj"]:
            thing = mention_of(parsed, subject)
            if thing is None or thing.type not in ORGANISATIONS | {"SoftwareApplication", "Product"}:
                continue
            if is_guess(thing) or thing.rule == "phrase" or noun.lemma_.lower() in _ROLES:
                continue
            if thing.entity is None and told in ("Technology", "SoftwareApplication"):
                thing = replace(thing, type="SoftwareApplication")
            first = without_determiners(parsed, edges(noun)[0], noun.i)
            kind = named(parsed, first, noun.i, told if told in CONCEPTS else "Technology")
            spans = evidence(parsed, [subject, verb, noun], [thing])
            yield from relation(parsed, thing, "exemplifies", kind, spans, "appositions.is-a", 0.6, verb, before)


def without_determiners(parsed: Parsed, first: int, last: int) -> int:
    while first < last and parsed.doc[first].pos_ in ("DET", "PUNCT", "PRON"):
        first += 1
    return first
