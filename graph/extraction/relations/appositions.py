"""Names with what they are beside them: "Ada Byrne, director of X", "X, a fashion brand"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS, PLACES
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.anaphora import antecedent
from graph.extraction.relations.arguments import evidence, mention_of, of_phrases
from graph.extraction.relations.fitting import CONCEPTS, relation
from graph.extraction.relations.groups import BODIES, is_kind, kind_before, kind_beside, without_determiners
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import edges, named
from graph.extraction.relations.posts import HEADS, OF_A_PART, post_between, unhyphenated
from graph.extraction.relations.tokens import tokens_of
from graph.extraction.relations.whereabouts import based

if TYPE_CHECKING:
    from spacy.tokens import Token

_POSTS = words("of at for with from in")
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
            yield from kind_beside(parsed, before, body, head)
        elif mention.type == "Person":
            yield from based(parsed, mention, head, head)
            yield from _person(parsed, before, mention, head, span.start, span.end)
        else:
            yield from kind_beside(parsed, before, mention, head)
            if mention.type in ORGANISATIONS | {"SoftwareApplication"}:
                yield from kind_before(parsed, mention, span.start)
    for token, _, lemma, pos, _, _ in tokens_of(parsed):
        if lemma == "be" and pos in ("AUX", "VERB"):
            yield from is_kind(parsed, before, token)


def _as_body(mention: Mention, head: Token) -> Mention | None:
    """A name taken for a person's that "a record label" stands beside, as the body that it is."""
    if mention.type != "Person" or mention.entity is not None:
        return None
    beside = [child for child in head.children if child.dep_ == "appos" and child.lemma_.lower() in BODIES]
    return replace(mention, type="Corporation") if beside else None


def _person(
    parsed: Parsed, before: Parsed | None, person: Mention, head: Token, start: int, end: int
) -> Iterator[Candidate]:
    yield from _post_in_body(parsed, person)
    for post in _posts(head, start, end):
        if post_between(parsed, person) is not None and post.i < start:
            continue
        first, last = edges(post)
        first = unhyphenated(post) if first == post.i else first
        first = without_determiners(parsed, first, post.i)
        employers = _employers(parsed, post)
        last = post.i if any(post.i < body.i <= last for body in employers) else last
        before_post = [body for body in employers if first <= body.i < post.i]
        first = max([first, *[_after_body(parsed, body) for body in before_post]])
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
        for place in of_phrases(post, "in"):
            where = mention_of(parsed, place)
            if where is not None and where.type in PLACES and not employers:
                spans = evidence(parsed, [head, post, place], [person, where])
                yield from relation(parsed, person, "schema:location", where, spans, "appositions.place", 0.65)


def _post_in_body(parsed: Parsed, person: Mention) -> Iterator[Candidate]:
    """ "Orbit art director Ada Byrne": the post and the body before the name, whatever the parse makes of them."""
    post = post_between(parsed, person)
    if post is None:
        return
    occupation = named(parsed, post.first, post.last, "ActorGroup")
    spans = (Span(post.body.start, person.end),)
    yield from relation(parsed, person, "schema:hasOccupation", occupation, spans, "appositions.occupation", 0.8)
    if _is_head(post.noun, post.noun) and post.noun.i == post.last:
        yield from relation(parsed, person, "org:headOf", post.body, spans, "appositions.head-of", 0.75)
    yield from relation(parsed, person, "schema:worksFor", post.body, spans, "appositions.works-for", 0.8)


def _after_body(parsed: Parsed, body: Token) -> int:
    """The first token behind the name of a body and its "'s"."""
    mention = mention_of(parsed, body)
    own = parsed.words(mention) if mention is not None else None
    at = own.end if own is not None else body.i + 1
    return at + 1 if at < len(body.doc) and body.doc[at].tag_ == "POS" else at


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
            attributes = [c for c in verb.children if c.dep_ == "attr" and c.i != head.i]
            yield from (
                each for c in attributes for each in (c, *c.conjuncts) if each.i > verb.i and _is_post(each)
            )


def _is_post(token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN") or token.ent_type_ in ("PERSON", "GPE", "DATE", "ORG"):
        return token.lemma_.lower() in HEADS
    if token.lemma_.lower() in BODIES:
        return False
    lemma = token.lemma_.lower()
    return lemma in HEADS or lemma == "executive" or type_of_noun(lemma) == "ActorGroup"


def _is_head(post: Token, body: Token) -> bool:
    """Whether somebody leads the body: "director of X", but not "head of sound at X"."""
    of = of_phrases(post)
    if body.i != post.i and body not in of and (of or body.i > post.i):
        return False
    modifiers = {child.lower_ for child in post.lefts}
    chief = post.lemma_.lower() == "executive" and "chief" in modifiers
    return chief or (post.lemma_.lower() in HEADS and not modifiers & OF_A_PART)


def _employers(parsed: Parsed, post: Token) -> list[Token]:
    found = [*of_phrases(post, *_POSTS), *[child for child in post.children if child.dep_ == "poss"]]
    compound = [child for child in post.lefts if child.dep_ in ("compound", "nmod") and child.pos_ == "PROPN"]
    deeper = [each for token in found for each in of_phrases(token)]
    return [token for token in [*found, *compound, *deeper] if _is_body(parsed, token)]


def _is_body(parsed: Parsed, token: Token) -> bool:
    mention = mention_of(parsed, token) or (antecedent(parsed, token) if token.dep_ == "poss" else None)
    return mention is not None and mention.type in ORGANISATIONS
