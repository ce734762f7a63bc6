"""Names of several things that the gazetteer has as one: "AI-driven content creation", "the adoption of robots"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.extraction.gazetteer import Gazetteer, Match
from graph.extraction.nouns import type_of_noun

_USE = "adoption|application|deployment|growth|implementation|integration|introduction|rise|spread|usage|use|wave"
_CUTS = {
    # What a technology drives or makes is another thing, unless it is a technology itself.
    "made": re.compile(
        r"(?P<first>.+?)[-–](?:aided|assisted|based|created|driven|enabled|enhanced|generated|made|powered|produced|related"
        r"|supported) (?P<second>.+)",
        re.IGNORECASE,
    ),
    "use of": re.compile(rf"(?:[\w-]+ ){{0,2}}(?:{_USE})s? of (?P<first>.+)", re.IGNORECASE),
    "use": re.compile(rf"(?P<first>.+) (?:{_USE})s?", re.IGNORECASE),
    "list": re.compile(r"(?P<first>.+?),? (?:and|or)(?: other)? (?P<second>.+)"),
}
_OF = {"made": {"Technology", "Activity", "Trend", "Topic"}, "list": {"ActorGroup"}}
_OF_USE = {"Technology", "Trend", "Activity", "Topic", "ImpactMechanism"}


def found_in(text: str, gazetteer: Gazetteer) -> Iterator[Match]:
    """The names of the gazetteer that stand in a text, each of one thing."""
    for match in gazetteer.find(text):
        yield from _parts(match, text, gazetteer)


def _parts(match: Match, text: str, gazetteer: Gazetteer) -> list[Match]:
    words, labels = text[match.start : match.end], match.labels
    if " " not in words or any(label.proper for label in labels):
        return [match]
    for name, cut in _CUTS.items():
        found = cut.fullmatch(words) if labels[0].type in _OF.get(name, _OF_USE) else None
        if found is None or (name == "made" and type_of_noun(words.split()[-1]) == "Technology"):
            continue
        pieces = [
            [_moved(each, match.start + found.start(group)) for each in gazetteer.find(found[group])]
            for group in cut.groupindex
        ]
        wanted = {"ActorGroup", "Technology"} if name == "list" else {"Technology", "Trend"}
        if pieces[0] and pieces[0][0].labels[0].type in wanted and (name != "list" or all(pieces)):
            return [each for piece in pieces for each in piece]
    return [match]


def _moved(match: Match, by: int) -> Match:
    return Match(match.start + by, match.end + by, match.labels)
