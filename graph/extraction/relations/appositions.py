"""Names with what they are beside them: "Ada Byrne, director of X", "X, a fashion brand"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import evidence, mention_of, of_phrases
from graph.extraction.relations.fitting import CONCEPTS, is_guess, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import edges, named
from graph.extraction.relations.tokens import tokens_of
from graph.extraction.relations.whereabouts import based

if TYPE_CHECKING:
    from spacy.tokens import Token

_HEADS = words(
    "head director ceo chief chair chairman chairwoman chairperson president founder co-founder cofounder leader",
    "principal dean chancellor rector minister secretary-general boss",
)
_NOT_BODY_HEADS = words(
    "film game music art creative artistic technical casting game sound deputy assistant associate"
)
_POSTS = words("of at for with from in")
_BODIES = words(
    "company firm business enterprise startup start-up brand studio agency",
    "label publisher retailer institution union",
    "organisation organization charity broadcaster supplier employer stakeholder manufacturer partner venue",
)
_ROLES = words("member part subsidiary division arm owner partner branch")
_TITLES = words("mr mrs ms dr prof professor sir dame lord lady")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for occupations, employers and offices of people, and kinds of bodies."""
    for mention in parsed.mentions:
        span = parsed.words(mention) if mention.type not in CONCEPTS else None
        if span is None:
            continue
        head = span.root
        body = _as_body(mention, head)
        if body is not None:
            yield from _kind(parsed, before, body, head)
        elif mention.type == "Person":
            yield from _person(parsed, before, mention, head, span.start, span.end)
        else:
            yield from _kind(parsed, before, mention, head)
    for token, _, lemma, pos, _, _ in tokens_of(parsed):
        if lemma == "be" and pos in ("AUX", "VERB"):
            yield from _is_kind(parsed, before, token)


def _as_body(mention: Mention, head: Token) -> Mention | None:
    """A name taken for a person's that "a record label" stands beside, as the body that it is."""
    if mention.type != "Person" or mention.entity is not None:
        return None
    beside = [child for child in head.children if child.dep_ == "appos" and child.lemma_.lower() in _BODIES]
    return replace(mention, type="Corporation") if beside else None


def _person(
    parsed: Parsed, before: Parsed | None, person: Mention, head: Token, start: int, end: int
) -> Iterator[Candidate]:
    for post in _posts(head, start, end):
        first, last = edges(post)
        first = _without_determiners(parsed, first, post.i)
        employers = _employers(parsed, post)
        last = post.i if any(post.i < body.i <= last for body in employers) else last
        if first <= post.i and post.lower_ not in _TITLES:
            occupation = named(parsed, first, last, "ActorGroup")
            spans = evidence(parsed, [post, head], [person])
            yield from relation(
                parsed, person, "schema:hasOccupation", occupation, spans, "appositions.occupation", 0.8
            )
        for token in employers:
            body = argument(parsed, token, before)
            if body is None or body.slug == person.slug:
                continue
            spans = evidence(parsed, [head, post, token], [person, body])
            if _is_head(post, token):
                yield from relation(parsed, person, "org:headOf", body, spans, "appositions.head-of", 0.75)
            yield from relation(parsed, person, "schema:worksFor", body, spans, "appositions.works-for", 0.75)


def _posts(head: Token, start: int, end: int) -> Iterator[Token]:
    """The nouns beside the name of a person that say what the person does."""
    for child in head.children:
        if child.dep_ == "appos" and child.i >= end and _is_post(child):
            yield from [child, *[each for each in child.conjuncts if _is_post(each)]]
        elif child.dep_ in ("compound", "nmod", "amod", "appos") and child.i < start and _is_post(child):
            yield child
    if head.dep_ == "appos" and head.head.i < start and _is_post(head.head):
        yield head.head
    elif head.dep_ == "attr" or head.dep_ in ("nsubj",):
        verb = head.head
        if verb.lemma_ == "be":
            yield from (c for c in verb.children if c.dep_ == "attr" and c.i != head.i and _is_post(c))


def _is_post(token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN") or token.ent_type_ in ("PERSON", "GPE", "DATE", "ORG"):
        return token.lemma_.lower() in _HEADS
    if token.lemma_.lower() in _BODIES:
        return False
    lemma = token.lemma_.lower()
    return lemma in _HEADS or lemma == "executive" or type_of_noun(lemma) == "ActorGroup"


def _is_head(post: Token, body: Token) -> bool:
    """Whether somebody leads the body: "director of X", but not "head of sound at X"."""
    if body.i > post.i and body not in of_phrases(post):
        return False
    modifiers = {child.lower_ for child in post.lefts}
    chief = post.lemma_.lower() == "executive" and "chief" in modifiers
    return chief or (post.lemma_.lower() in _HEADS and not modifiers & _NOT_BODY_HEADS)


def _employers(parsed: Parsed, post: Token) -> list[Token]:
    found = [*of_phrases(post, *_POSTS), *[child for child in post.children if child.dep_ == "poss"]]
    compound = [child for child in post.lefts if child.dep_ in ("compound", "nmod") and child.pos_ == "PROPN"]
    deeper = [each for token in found for each in of_phrases(token)]
    bodies = [token for token in [*found, *compound, *deeper] if _is_body(parsed, token)]
    return bodies


def _is_body(parsed: Parsed, token: Token) -> bool:
    mention = mention_of(parsed, token)
    return mention is not None and mention.type in ORGANISATIONS


def _kind(parsed: Parsed, before: Parsed | None, mention: Mention, head: Token) -> Iterator[Candidate]:
    """ "X, a fashion brand": a body is an example of the group; "Shanghai-based company X": it is located there."""
    for noun in [child for child in head.children if child.dep_ == "appos" and child.pos_ == "NOUN"]:
        if noun.left_edge.lower_ in ("a", "an", "one") and noun.lemma_.lower() not in _ROLES:
            yield from _is_a(parsed, before, mention, head, noun)
    if head.dep_ == "appos" and head.head.pos_ == "NOUN" and head.head.i < head.i:
        yield from based(parsed, mention, head.head, head)
    yield from based(parsed, mention, head, head)


def _is_a(parsed: Parsed, before: Parsed | None, thing: Mention, head: Token, noun: Token) -> Iterator[Candidate]:
    first, _ = edges(noun)
    first = _without_determiners(parsed, first, noun.i)
    type_ = type_of_noun(noun.lemma_)
    group = named(parsed, first, noun.i, type_ if type_ in CONCEPTS else "ActorGroup")
    spans = evidence(parsed, [head, noun], [thing])
    if thing.type in ORGANISATIONS:
        yield from relation(parsed, thing, "exemplifies", group, spans, "appositions.kind", 0.65)
    yield from based(parsed, thing, noun, head)


def _is_kind(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
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
            first = _without_determiners(parsed, edges(noun)[0], noun.i)
            kind = named(parsed, first, noun.i, told if told in CONCEPTS else "Technology")
            spans = evidence(parsed, [subject, verb, noun], [thing])
            yield from relation(parsed, thing, "exemplifies", kind, spans, "appositions.is-a", 0.6, verb, before)


def _without_determiners(parsed: Parsed, first: int, last: int) -> int:
    while first < last and parsed.doc[first].pos_ in ("DET", "PUNCT", "PRON"):
        first += 1
    return first
