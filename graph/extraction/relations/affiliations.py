"""Where people work and bodies are, by what stands beside: "Ada Byrne from Orbit", "Orbit, Bergen, Norway"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.fitting import covering, relation
from graph.extraction.relations.phrases import edges, named

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOWN = re.compile(r",\s*(?P<town>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2})(?:,? [A-Z0-9][A-Z0-9 -]{1,9})?,\s*$")
_POSTED = ("for", "at", "of", "with", "from")
_FROM = ("from", "at")
_FARTHEST = 60


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for who works where, and for the towns and countries of bodies in an address."""
    for mention, following, last in zip_longest(parsed.mentions, parsed.mentions[1:], parsed.mentions[2:]):
        if following is None:
            return
        if (
            mention.type in ORGANISATIONS
            and following.type == "City"
            and last is not None
            and last.type == "Country"
        ):
            yield from _known_town(parsed, mention, following, last)
        elif mention.type in ORGANISATIONS and following.type == "Country":
            yield from _address(parsed, mention, following)
        elif mention.type in ORGANISATIONS and following.type == "Person":
            yield from _post_before(parsed, mention, following)
            yield from _of_body(parsed, mention, following)
        elif mention.type == "Person" and following.type in ORGANISATIONS:
            yield from _from(parsed, mention, following)


def _address(parsed: Parsed, body: Mention, country: Mention) -> Iterator[Candidate]:
    """ "Bergen University, Bergen, Norway": the town between a body and a country lies between them too."""
    at = parsed.passage.start
    found = _TOWN.fullmatch(parsed.text, body.end - at, country.start - at)
    if found is None or country.end - body.end > _FARTHEST:
        return
    town = Mention(at + found.start("town"), at + found.end("town"), found["town"], "City", "address", 0.8)
    spans = (covering(Span(body.start, body.end), Span(town.start, town.end)),)
    yield from relation(parsed, body, "schema:location", town, spans, "affiliations.town", 0.8)
    spans = (covering(Span(town.start, town.end), Span(country.start, country.end)),)
    yield from relation(parsed, town, "schema:containedInPlace", country, spans, "affiliations.country", 0.8)


def _known_town(parsed: Parsed, body: Mention, town: Mention, country: Mention) -> Iterator[Candidate]:
    """The same where the town is a name that is known; that it is in the country, `whereabouts` says."""
    gaps = [(body.end, town.start), (town.end, country.start)]
    at = parsed.passage.start
    if all(parsed.text[start - at : end - at].strip() == "," for start, end in gaps):
        spans = (covering(Span(body.start, body.end), Span(town.start, town.end)),)
        yield from relation(parsed, body, "schema:location", town, spans, "affiliations.town", 0.8)


def _post_before(parsed: Parsed, body: Mention, person: Mention) -> Iterator[Candidate]:
    """ "says curator at the Vasa Museum Ada Byrne": the post and the body before the name."""
    own, name = parsed.words(body), parsed.words(person)
    if own is None or name is None or own.end != name.start:
        return
    at = own.start - 1
    while at > 0 and parsed.doc[at].pos_ == "DET":
        at -= 1
    if at < 1 or parsed.doc[at].lower_ not in _POSTED or type_of_noun(parsed.doc[at - 1].lemma_) != "ActorGroup":
        return
    post = parsed.doc[at - 1]
    occupation = named(parsed, _first_of(post), post.i, "ActorGroup")
    spans = (Span(occupation.start, person.end),)
    yield from relation(parsed, person, "schema:hasOccupation", occupation, spans, "affiliations.post", 0.75)
    yield from relation(parsed, person, "schema:worksFor", body, spans, "affiliations.post", 0.7)


def _of_body(parsed: Parsed, body: Mention, person: Mention) -> Iterator[Candidate]:
    """ "Orbit's Ada Byrne": where she works."""
    gap = parsed.text[body.end - parsed.passage.start : person.start - parsed.passage.start]
    if gap in ("'s ", "' ", "’s ", "’ ") and " " in person.name:
        spans = (Span(body.start, person.end),)
        yield from relation(parsed, person, "schema:worksFor", body, spans, "affiliations.of", 0.65)


def _first_of(post: Token) -> int:
    first = edges(post)[0]
    while first < post.i and post.doc[first].pos_ in ("DET", "PRON", "PUNCT"):
        first += 1
    return first


def _from(parsed: Parsed, person: Mention, body: Mention) -> Iterator[Candidate]:
    """ "Ada Byrne and Ben Moss from Orbit Studio": where each of them works."""
    own, name = parsed.words(body), parsed.words(person)
    if own is None or name is None:
        return
    between = [word.lower_ for word in parsed.doc[name.end : own.start] if word.pos_ != "DET"]
    if len(between) != 1 or between[0] not in _FROM:
        return
    people = [person]
    for earlier in reversed([each for each in parsed.mentions if each.end < person.start]):
        gap = parsed.text[earlier.end - parsed.passage.start : people[-1].start - parsed.passage.start]
        if earlier.type != "Person" or gap.strip() not in ("and", "&"):
            break
        people.append(earlier)
    for each in people:
        spans = (covering(Span(each.start, each.end), Span(body.start, body.end)),)
        yield from relation(parsed, each, "schema:worksFor", body, spans, "affiliations.from", 0.6)
