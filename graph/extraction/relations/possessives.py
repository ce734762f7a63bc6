"""Owners, makers and places in a genitive: "Netflix's recommendation engine", "the city's museum", "its app"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.entities import ORGANISATIONS, PLACES
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.arguments import evidence, mention_at
from graph.extraction.relations.fitting import CONCEPTS, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.nominals import argument
from graph.extraction.relations.phrases import edges, named, phrase
from graph.extraction.relations.tokens import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

BY_BODY = {
    **dict.fromkeys(words("SoftwareApplication Product"), "schema:owns"),
    **dict.fromkeys(words("Movie TVSeries VideoGame DataSet MusicAlbum"), "schema:producer"),
    **dict.fromkeys(words("Report Article ScholarlyArticle CreativeWork"), "schema:author"),
    **dict.fromkeys(words("Event ExhibitionEvent Festival Project Policy"), "schema:organizer"),
    **dict.fromkeys(ORGANISATIONS, "schema:owns"),
}
BY_PERSON = {
    **dict.fromkeys(words("SoftwareApplication Product DataSet VideoGame TVSeries"), "schema:producer"),
    "Movie": "schema:director",
    **dict.fromkeys(
        words("Report Article ScholarlyArticle CreativeWork MusicAlbum VisualArtwork"), "schema:author"
    ),
    **dict.fromkeys(words("ExhibitionEvent Project"), "schema:organizer"),
}
# What a noun of somebody's stands for, which by itself may stand for other things.
_OWNED = {
    **dict.fromkeys(words("display exhibition retrospective show showcase"), "ExhibitionEvent"),
    **dict.fromkeys(words("recommendation proposal roadmap initiative"), "Policy"),
    **dict.fromkeys(
        words("engine algorithm app application chatbot platform software system tool model assistant search"),
        "SoftwareApplication",
    ),
}
_PARENTS = words("parent owner")
_COMPANIES = words("company firm group organisation organization corporation business")
_OEUVRES = words("work oeuvre writing photography poetry music art")
_RUN_BY_BODIES = words("website site page blog channel account shop store webshop magazine")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for what a genitive says of a named owner and what it has."""
    for token, _, _, _, _, dep in tokens_of(parsed):
        if dep == "poss" and token.head.pos_ in ("NOUN", "PROPN"):
            yield from _of_owner(parsed, before, token, token.head)


def _of_owner(parsed: Parsed, before: Parsed | None, owner: Token, thing: Token) -> Iterator[Candidate]:
    what, who = argument(parsed, thing, None), mention_at(parsed, owner, before)
    if who is not None and what is not None and (who.start, who.end) == (what.start, what.end):
        who = _within_name(parsed, owner)
    if who is None or what is None or what.slug == who.slug:
        return
    table = BY_PERSON if who.type == "Person" else BY_BODY if who.type in ORGANISATIONS else {}
    told = _OWNED.get(thing.lemma_.lower()) or type_of_noun(thing.lemma_) or ""
    if who.type == "Person" and thing.lemma_.lower() in _OEUVRES:
        told = "CreativeWork"
    if what.type in CONCEPTS and told in table and thing.tag_ == "NN":
        what = phrase(parsed, thing, told)
        if told == "CreativeWork" and what.start > who.start:
            what = replace(what, start=who.start, name=f"{who.name}'s {what.name}")
    spans = evidence(parsed, [owner, thing], [who, what])
    if who.type in PLACES and what.type in ORGANISATIONS and what.rule != "phrase":
        yield from relation(parsed, what, "schema:location", who, spans, "possessives.place", 0.6)
    if who.type in ORGANISATIONS and _is_parent(thing):
        yield from _owned_by(parsed, who, owner, thing, spans)
        return
    predicate = table.get(what.type)
    if who.type in ORGANISATIONS and thing.lemma_.lower() in _RUN_BY_BODIES:
        predicate = "schema:owns"
    if predicate == "schema:owns":
        yield from relation(parsed, who, predicate, what, spans, "possessives.owns", 0.6)
    elif predicate is not None:
        if who.type == "Corporation" and what.type == "CreativeWork" and what.rule != "phrase":
            predicate = "schema:producer"  # a company makes works, people write them
        rule = f"possessives.{predicate.removeprefix('schema:')}"
        yield from relation(parsed, what, predicate, who, spans, rule, 0.65)


def _is_parent(thing: Token) -> bool:
    """Whether a noun means who owns the owner of the genitive: "Orbit's parent company", "its owner"."""
    lefts = {child.lower_ for child in thing.lefts}
    return thing.lemma_.lower() in _PARENTS or (bool(lefts & _PARENTS) and thing.lemma_.lower() in _COMPANIES)


def _owned_by(
    parsed: Parsed, who: Mention, owner: Token, thing: Token, spans: tuple[Span, ...]
) -> Iterator[Candidate]:
    beside = [child for child in thing.children if child.dep_ == "appos"]
    beside += [thing.head] if thing.dep_ == "appos" else []
    for token in beside:
        parent = mention_at(parsed, token)
        if parent is not None and parent.type in ORGANISATIONS:
            together = evidence(parsed, [owner, thing, token], [who, parent])
            yield from relation(parsed, parent, "schema:owns", who, together or spans, "possessives.parent", 0.7)


def _within_name(parsed: Parsed, owner: Token) -> Mention | None:
    """The owner that is part of a name: "Orbit" in "Orbit's Atlas"."""
    type_ = {"ORG": "Organization", "PERSON": "Person"}.get(owner.ent_type_)
    first, last = edges(owner)
    return replace(named(parsed, first, last, type_), rule="owner in a name") if type_ else None
