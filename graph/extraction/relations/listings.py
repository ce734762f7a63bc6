"""Members of a kind that a label or a heading with a colon lists: "Creative industries: design, fashion, film"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.nouns import type_of_noun
from graph.extraction.relations.examples import under
from graph.extraction.relations.fitting import CONCEPTS

_LINE = re.compile(r"[\W_]*(?P<host>[^\W\d][^:.\n]{3,60}?)[*_]*:[*_]*\s+(?P<list>\S.*)$", re.DOTALL)
_PART = re.compile(r"[^,;.&•\n]+")
_LISTED = ("Sector", "Technology", "Activity", "ActorGroup", "Skill")
_FEWEST = 2
_LONGEST_PART = 4
_MOST_OF = 0.6


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates for which concepts come under the one that stands before a colon."""
    if len(parsed.doc) == 0 or parsed.passage.kind == "row":
        return
    line = _LINE.match(parsed.text)
    if line is not None:
        at = parsed.passage.start
        host = _whole(parsed.mentions, Span(at + line.start("host"), at + line.end("host")))
        yield from _members(parsed, host, line.start("list"), _FEWEST)
    else:
        yield from _members(parsed, _heading(parsed), 0, 1)


def _whole(mentions: list[Mention], span: Span) -> Mention | None:
    """The concept that a label names, and nothing beside it."""
    inside = [each for each in mentions if span.start <= each.start and each.end <= span.end + 1]
    longest = max(inside, key=lambda each: each.end - each.start, default=None)
    if longest is None or longest.type not in CONCEPTS:
        return None
    return longest if longest.end - longest.start >= _MOST_OF * (span.end - span.start) else None


def _heading(parsed: Parsed) -> Mention | None:
    """The concept of the last heading that ends with a colon, also where a slide breaks it over two headings."""
    headings = [heading.strip("#*_ \n") for heading in parsed.headings]
    last = next((i for i in reversed(range(len(headings))) if headings[i].endswith(":")), None)
    if last is None:
        return None
    name, span = headings[last].rstrip(": "), parsed.passage.headings[last]
    start = span.start
    if last > 0 and len(name.split()) == 1 and len(headings[last - 1].split()) == 1:
        name, start = f"{headings[last - 1]} {name}", parsed.passage.headings[last - 1].start
    named = next((each for each in parsed.above if each.name.lower() == name.lower()), None)
    kind = type_of_noun(name.split()[-1]) if name else None
    if named is not None or kind not in CONCEPTS:
        return named
    return Mention(start, span.end, name, kind, "phrase", 0.5)


def _members(parsed: Parsed, host: Mention | None, start: int, fewest: int) -> Iterator[Candidate]:
    if host is None or host.type not in _LISTED:
        return
    at = parsed.passage.start
    parts = [
        (found.start(), found.end()) for found in _PART.finditer(parsed.text, start) if found[0].strip(" #*_-")
    ]
    if len(parts) < fewest or any(len(parsed.text[a:b].split()) > _LONGEST_PART for a, b in parts):
        return
    for first, last in parts:
        part = Span(at + first, at + last)
        size = len(parsed.text[first:last].strip(" #*_-"))
        known = [each for each in parsed.mentions_in(part) if each.end - each.start >= _MOST_OF * size]
        for member in known[:1]:
            if member.slug != host.slug:
                spans = (Span(host.start, host.end), Span(member.start, member.end))
                yield from under(parsed, member, host, spans, "listings.colon", 0.6, parsed.doc[0], None)
