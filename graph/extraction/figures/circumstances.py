"""Where a figure holds, and who measured it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.documents import Span
from graph.entities import PLACES
from graph.extraction.candidates import Mention
from graph.extraction.figures.quantity import Quantity
from graph.extraction.figures.subjects import EMPTY, names
from graph.extraction.language import Parsed

_AGENTS = frozenset(
    """
    Agent Person Organization Corporation Museum CollegeOrUniversity GovernmentOrganization ResearchOrganization
    OrganizationalCollaboration NewsMediaOrganization ActorGroup Report ScholarlyArticle Article DataSet Project
    """.split()
)
_NAME = r"(?:[A-Z][\w&'’-]*|[A-Z]\.)(?:(?: (?:of|for|and|the|de|on|&))* (?:[A-Z][\w&'’-]*|[A-Z]\.))*"
_WORK = r"(?:data|figures|research|analysis|survey|study|estimates?|report|statistics|numbers|findings|poll)"
_MEASURED = [
    re.compile(pattern)
    for pattern in (
        rf"\b[Aa]ccording to (?:(?:the|a|new|recent|latest|official|\d{{4}}|{_WORK}|from|by|of) )*(?P<who>{_NAME})",
        rf"\b{_WORK} (?:\w+ )?(?:from|by|of) (?:the )?(?P<who>{_NAME})",
        rf"\b[Ss]ource[sd]?:? (?:from )?(?:the )?(?P<who>{_NAME})",
        rf"\b(?P<who>{_NAME})'s? (?:(?:own|latest|annual|recent|new|\d{{4}}) )*{_WORK}\b",
        rf"\b(?P<who>{_NAME}) (?:analysis|survey|estimates?|data|figures|statistics)\b(?: \w+)? (?:of|show"
        rf"|suggest|find|indicat|put)",
        rf"^\W*(?:[Tt]he )?(?P<who>{_NAME}) (?:\(\d{{4}}\) )?(?:has |have )?(?:estimat|f[oi]u?nd|report|calculat"
        rf"|put|reckon|forecast|predict|project|survey|say|said)\w*\b",
        rf"\((?P<who>{_NAME})(?: et al\.?)?,? \d{{4}}[a-z]?\)",
        rf"\b(?P<who>{_NAME})(?: et al\.?)? \(\d{{4}}[a-z]?\)",
    )
]
_PLACED = re.compile(r"\b(?:in|across|throughout|within|from|of|at|for)\s+(?:the\s+|all\s+of\s+)?$", re.IGNORECASE)
_GIVEN_TO = re.compile(r"\b(?:worth|contribut\w+|adds?|added|adding|brings?|brought)\b[^.;]*\bto (?:the )?$")
_WORLD = re.compile(
    r"\b(?:worldwide|globally|(?:around|across|in|throughout) the (?:world|globe)|global (?:[a-z-]+ ){0,3}"
    r"(?:markets?|revenues?|sales|spending|investments?|economy|output|population|audience|exports|trade|gdp))\b",
    re.IGNORECASE,
)
_THERE = re.compile(
    r"\b(?:the|this) (?:city|country|region|capital|nation|state|town|county|province)\b|\b(?:there|nationally"
    r"|nationwide)\b"
)


def place_of(
    parsed: Parsed, quantity: Quantity, others: Iterable[Span], sentence: Span, before: Parsed | None
) -> Mention | None:
    """Where a figure holds: the place named by a preposition after it, else the nearest place before it."""
    at, text = parsed.passage.start, parsed.text
    places = [each for each in names(parsed) if each.type in PLACES]
    here = [each for each in places if sentence.start <= each.start - at < sentence.end]
    following = min((other.start for other in others if other.start >= quantity.end), default=len(text))
    after = [each for each in here if quantity.end <= each.start - at < following]
    after = [
        each
        for each in after
        if _PLACED.search(text[max(0, each.start - at - 20) : each.start - at])
        or _GIVEN_TO.search(text[sentence.start : each.start - at])
    ]
    ahead = [each for each in here if each.end - at <= quantity.start]
    if after or ahead:
        return after[0] if after else ahead[-1]
    if match := _WORLD.search(text, sentence.start, sentence.end):
        return Mention(at + match.start(), at + match.end(), "world", "Place", "figure-place", 0.6)
    if _THERE.search(text[sentence.start : sentence.end]):
        earlier = [each for each in places if each.end <= at + sentence.start]
        earlier = earlier or ([each for each in names(before) if each.type in PLACES] if before else [])
        return earlier[-1] if earlier else None
    countries = {each.slug: each for each in parsed.above if each.type == "Country"}
    return next(iter(countries.values())) if len(countries) == 1 else None


def measurer_of(parsed: Parsed, sentence: Span) -> Mention | None:
    """Who measured: "according to X", "X found", "Source: X", "(X, 2022)"."""
    at, text = parsed.passage.start, parsed.text
    for pattern in _MEASURED:
        for match in pattern.finditer(text[sentence.start : sentence.end]):
            start, end = sentence.start + match.start("who"), sentence.start + match.end("who")
            named = [each for each in names(parsed) if each.start < at + end and at + start < each.end]
            agents = [each for each in named if each.type in _AGENTS]
            if agents:
                return agents[0]
            if named and not agents and all(each.type != "Place" for each in named):
                continue
            who = re.sub(r"(?:'s|’s)$", "", text[start:end])
            if who.lower() not in EMPTY | {"the", "our", "a", "in", "new", "official", "recent"}:
                return Mention(at + start, at + start + len(who), who, "Organization", "figure-measurer", 0.5)
    return None
