"""Uses told by what somebody shows, launches or stages: "the show features holograms", "streamed in VR"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.extraction.candidates import Candidate
from graph.extraction.language import Parsed
from graph.extraction.relations.arguments import is_passive, mention_at, objects, of_phrases, subjects
from graph.extraction.relations.lexicon import words
from graph.extraction.relations.roles import HAPPENINGS, WORKS, user
from graph.extraction.relations.uses import pairs

if TYPE_CHECKING:
    from spacy.tokens import Token

_HAVE = words("feature include incorporate integrate showcase contain display")
_LAUNCH = words("launch introduce unveil release offer develop create build pilot test trial roll install")
_STAGE = words(
    "stream broadcast perform stage present show exhibit release publish sell auction screen mint print shoot",
    "digitise digitize recreate reconstruct issue distribute experience watch visit explore",
)
_SHOWING = WORKS | HAPPENINGS | words("Museum ActorGroup NewsMediaOrganization Festival ExhibitionEvent")
# Who launches a technology in order to use it, and not to sell it.
_HOUSES = words("Museum NewsMediaOrganization Festival ExhibitionEvent Event")
_HOUSE_NOUNS = words(
    "museum gallery library archive theatre theater orchestra opera newspaper newsroom magazine broadcaster",
    "publisher festival exhibition artist musician designer architect craftsman artisan choir band brand retailer",
)
VERBS = _HAVE | _LAUNCH | _STAGE


def find(parsed: Parsed, before: Parsed | None, verb: Token, lemma: str) -> Iterator[Candidate]:
    """The uses that a verb of showing, launching or staging tells."""
    passive = is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    if lemma in _STAGE:
        what = objects(verb) if passive else subjects(verb)
        used = of_phrases(verb, "in", "as", "on") if passive else of_phrases(verb, "in", "as")
        yield from pairs(parsed, before, what, used, verb, "adoption.staged", 0.65)
    if passive:
        return
    if lemma in _HAVE:
        showing = [each for each in subjects(verb) if _is_of(parsed, before, each, _SHOWING)]
        yield from pairs(parsed, before, showing, objects(verb), verb, "adoption.features", 0.65)
    if lemma in _LAUNCH:
        houses = [each for each in subjects(verb) if _is_house(parsed, before, each)]
        yield from pairs(parsed, before, houses, objects(verb), verb, "adoption.launches", 0.6)


def _is_of(parsed: Parsed, before: Parsed | None, token: Token, types: frozenset[str]) -> bool:
    found = user(parsed, token, before)
    return found is not None and found.type in types


def _is_house(parsed: Parsed, before: Parsed | None, token: Token) -> bool:
    found = mention_at(parsed, token, before)
    return token.lemma_.lower() in _HOUSE_NOUNS or (found is not None and found.type in _HOUSES)
