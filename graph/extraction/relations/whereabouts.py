"""Where bodies, events and places are: "Lyon, France", "a Lisbon-based studio", "the Oslo office of X"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS, PLACES
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nametypes import COUNTRIES
from graph.extraction.relations.arguments import evidence, mention_of, of_phrases, subjects
from graph.extraction.relations.fitting import CONCEPTS, covering, is_guess, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.phrases import named
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_PUBLIC = words("Museum CollegeOrUniversity GovernmentOrganization ResearchOrganization")
_EVENTS = words("Event Festival ExhibitionEvent VisualArtwork")
_OFFICES = words("office branch headquarters campus bureau outpost premises")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for where named things are."""
    for mention in parsed.mentions:
        span = parsed.words(mention) if mention.type not in CONCEPTS and mention.type != "Person" else None
        if span is not None:
            yield from _place_after(parsed, mention, span.end)
            yield from _in_name(parsed, mention, span[-1])
    for token, _, lemma, pos, _, _ in tokens_of(parsed):
        if lemma in _OFFICES and pos == "NOUN":
            yield from _office(parsed, token)
        elif lemma == "be" and pos in ("AUX", "VERB"):
            yield from _is_in(parsed, before, token)


def based(parsed: Parsed, thing: Mention, noun: Token, head: Token) -> Iterator[Candidate]:
    """ "Lisbon-based", "UK startup": the places that stand before a noun."""
    if thing.type not in ORGANISATIONS | {"Person"}:
        return
    before_nouns = [word for child in noun.lefts if child.dep_ == "compound" for word in child.lefts]
    for token in [*noun.lefts, *before_nouns]:
        inside = [token, *token.children]
        based = token.lower_ == "based"
        if not based and (thing.type == "Person" or not (token.dep_ in ("compound", "nmod") and noun.i != head.i)):
            continue
        for place in inside:
            found = _place_at(parsed, place)
            if found is not None and found.slug != thing.slug:
                spans = evidence(parsed, [place, noun, head], [thing, found])
                yield from relation(parsed, thing, "schema:location", found, spans, "whereabouts.based", 0.8)
                break


def _place_at(parsed: Parsed, token: Token) -> Mention | None:
    """The place that a word names, also inside a longer name: "Oslo" in "Oslo-based studio"."""
    at = parsed.passage.start + token.idx
    covering_it = (each for each in parsed.mentions if each.start <= at < each.end and each.type in PLACES)
    found = next(covering_it, None)
    return found or (named(parsed, token.i, token.i, "Place") if token.ent_type_ == "GPE" else None)


def _is_in(parsed: Parsed, before: Parsed | None, verb: Token) -> Iterator[Candidate]:
    """ "The Museum of Glass is in Lyon"."""
    inside = [noun for noun in of_phrases(verb, "in") if noun.head.i == verb.i + 1]
    for subject in subjects(verb) if inside else []:
        thing, place = mention_of(parsed, subject), _place_at(parsed, inside[0])
        if thing is None or place is None or thing.type not in ORGANISATIONS | _EVENTS or is_guess(thing):
            continue
        spans = evidence(parsed, [subject, verb, inside[0]], [thing, place])
        yield from relation(parsed, thing, "schema:location", place, spans, "whereabouts.is-in", 0.75, verb, before)


def _place_after(parsed: Parsed, mention: Mention, end: int) -> Iterator[Candidate]:
    """ "Lyon, France", "the Museum of Glass in Lyon", "Lumen Works (Lyon)": what comes after is where it is."""
    doc = parsed.doc
    if end + 1 >= len(doc) or doc[end].lower_ not in (",", "in", "at", "("):
        return
    after = next((i for i in (end + 1, end + 2) if i < len(doc) and doc[i].lower_ != "the"), None)
    place = mention_of(parsed, doc[after]) if after is not None else None
    if place is None or place.type not in PLACES or after is None or place.start != parsed.span(doc[after]).start:
        return
    by_comma = doc[end].text == ","
    if (
        (by_comma and (place.type == "Place" or _in_list(doc[after])))
        or is_guess(mention)
        or mention.type == "Country"
    ):
        return
    predicate = "schema:containedInPlace" if mention.type in PLACES else "schema:location"
    spans = (covering(Span(mention.start, mention.end), Span(place.start, place.end)),)
    yield from relation(parsed, mention, predicate, place, spans, "whereabouts.place", 0.7)


def _in_name(parsed: Parsed, mention: Mention, last: Token) -> Iterator[Candidate]:
    """ "the National Gallery of Denmark": the place that the name of a public body ends with."""
    if mention.type not in _PUBLIC:
        return
    first = last
    if last.ent_type_ == "GPE":
        while first.i > 0 and first.nbor(-1).ent_type_ == "GPE":
            first = first.nbor(-1)
    elif (country := mention.name.rpartition(" of ")[2].removeprefix("the ")).lower() in COUNTRIES:
        first = last.doc[last.i - country.count(" ")]
    else:
        return
    before = [word.lower_ for word in last.doc[max(0, first.i - 2) : first.i]]
    if not any(word in ("of", "in") for word in before):
        return
    place = named(parsed, first.i, last.i, "Place")
    if place.start > mention.start:
        spans = (Span(mention.start, mention.end),)
        yield from relation(parsed, mention, "schema:location", place, spans, "whereabouts.name", 0.6)


def _office(parsed: Parsed, noun: Token) -> Iterator[Candidate]:
    """ "the Lisbon office of X"."""
    bodies = [mention_of(parsed, token) for token in of_phrases(noun)]
    places = [_place_at(parsed, child) for child in noun.lefts if child.dep_ in ("compound", "nmod", "poss")]
    for body in bodies:
        for place in places:
            if body and place and body.type in ORGANISATIONS:
                spans = (covering(Span(place.start, place.end), Span(body.start, body.end)),)
                yield from relation(parsed, body, "schema:location", place, spans, "whereabouts.office", 0.7)


def _in_list(token: Token) -> bool:
    """Whether a name is but one of several, as in "Lyon, Nice and Lille"."""
    return token.dep_ == "conj" or any(child.dep_ == "cc" for child in token.children)
