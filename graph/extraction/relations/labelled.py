"""Lines that say by a label or their form what they hold: "Source: …", "Keywords: …", "Led by …", bylines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.captions import CAPTION, of_caption, span_of
from graph.extraction.relations.fitting import document_at, relation
from graph.extraction.relations.lexicon import words
from graph.extraction.schema import fits

_LABEL = re.compile(
    r"[\W_]*(?P<label>[A-Z][A-Za-z /&-]{1,28}?|source|photo|text)\s?[*_]*\s?:[*_]*\s*(?P<value>[^\s*_].*)$",
    re.DOTALL,
)
_BY = re.compile(
    r"[\W_]*(?P<label>By|by|Written by|Led by|Funded by|Supported by|Published by|Organised by|Organized by"
    r"|Hosted by|Produced by|Directed by|Curated by)\s+(?P<value>[^\s].{1,80})$"
)
_IN_BRACKETS = re.compile(
    r"\((?P<label>Text|Words|Author|Source|Photo|Photograph|Image)s?: ?(?P<value>[^()]{2,80})\)"
)
_COPYRIGHT = re.compile(
    r"[\W_]*(?:©|\(c\)|Copyright)[\W_]*(?:\d{4}(?:\s?[-–]\s?\d{4})?,?\s)?"
    r"(?P<value>[^\W\d].{2,60}?)(?:\.|, | All rights.*)?$"
)
_PERSON = re.compile(r"(?:[^\W\d_][\w.'’-]*\s){1,3}[^\W\d_][\w'’-]+$")
_SEPARATOR = re.compile(r"\s*[;,|]\s*|\s+(?:and|&)\s+")
# Label → predicate, whether what the line holds is its subject, and what stands at the other end.
_OF_DOCUMENT = {
    **dict.fromkeys(words("author authors text words by reporter writer"), "schema:author"),
    "written by": "schema:author",
    "source": "schema:publisher",
    "publisher": "schema:publisher",
    "published by": "schema:publisher",
    "published in": "schema:publisher",
    **dict.fromkeys(words("keywords keyword topics topic tags subjects"), "schema:about"),
    "key words": "schema:about",
    "index terms": "schema:about",
}
_OF_ABOVE = {
    "led by": ("org:headOf", True),
    "funded by": ("schema:funder", False),
    "supported by": ("schema:funder", False),
    "funder": ("schema:funder", False),
    "organised by": ("schema:organizer", False),
    "organized by": ("schema:organizer", False),
    "hosted by": ("schema:organizer", False),
    "organiser": ("schema:organizer", False),
    "organizer": ("schema:organizer", False),
    "curated by": ("schema:organizer", False),
    "produced by": ("schema:producer", False),
    "producer": ("schema:producer", False),
    "directed by": ("schema:director", False),
    "director": ("schema:director", False),
    "starring": ("schema:actor", False),
    "cast": ("schema:actor", False),
    "partners": ("schema:participant", False),
    "partner": ("schema:participant", False),
    "venue": ("schema:location", False),
    "location": ("schema:location", False),
    "where": ("schema:location", False),
}
_PICTURES = words("photo photos photograph photography image picture pictures photographer")
_DIRECTIONS = {
    **dict.fromkeys(words("threat threats risk risks challenge challenges weakness danger barrier"), "threat"),
    **dict.fromkeys(words("opportunity opportunities benefit benefits advantage"), "opportunity"),
}
_CAUSES = ("Technology", "Trend", "Activity", "Topic", "Policy")
_TOUCHED = ("Sector", "ActorGroup", "Activity", "ValueChainStage", "Place", "Country", "Skill", "Topic")
_EARLY = 1500


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """Candidates that a labelled line, a caption or a byline makes by its form."""
    text = parsed.text
    if (caption := CAPTION.match(text)) and parsed.passage.kind != "row":
        yield from of_caption(parsed, caption)
    elif parsed.passage.kind != "row":
        line = _BY.match(text) or _LABEL.match(text)
        if line is not None:
            yield from _line(parsed, before, line)
        for remark in _IN_BRACKETS.finditer(text):
            yield from _line(parsed, before, remark)
        if line is None and (owner := _COPYRIGHT.match(text)):
            yield from _of_document(parsed, "schema:copyrightHolder", owner, "copyright", 0.8)
        if line is None:
            yield from _byline(parsed, before)


def _line(parsed: Parsed, before: Parsed | None, found: re.Match[str]) -> Iterator[Candidate]:
    label = found["label"].lower().strip()
    if label in _PICTURES:
        yield from _picture(parsed, found)
    elif label in _OF_DOCUMENT:
        yield from _of_document(parsed, _OF_DOCUMENT[label], found, label.replace(" ", "-"), 0.8)
    elif label in _OF_ABOVE and before is not None:
        predicate, turned = _OF_ABOVE[label]
        yield from _of_above(parsed, before, predicate, turned, found, label.replace(" ", "-"))
    elif label in _DIRECTIONS:
        yield from _impact(parsed, _DIRECTIONS[label], found)


def _whole(parsed: Parsed, found: re.Match[str]) -> tuple[Span, ...]:
    at = parsed.passage.start
    return (Span(at + found.start("label"), span_of(parsed, found).end),)


def _values(parsed: Parsed, span: Span, type_: str, types: Iterable[str] = ()) -> list[Mention]:
    """The things that a value names: a mention of one of the types where one is in a part, else the part itself."""
    text = parsed.text[span.start - parsed.passage.start : span.end - parsed.passage.start]
    known = [each for each in parsed.mentions_in(span) if not types or each.type in types]
    found: list[Mention] = []
    at = 0
    for end, following in [*[(m.start(), m.end()) for m in _SEPARATOR.finditer(text)], (len(text), len(text))]:
        part = Span(span.start + at, span.start + end)
        name = " ".join(text[at:end].split()).strip("*_ @")
        at = following
        inside = [each for each in known if part.start <= each.start and each.end <= part.end]
        if inside:
            found += inside[:1] if type_ == "Topic" else inside
        elif 1 < len(name) < 60 and not any(each.overlaps(part) for each in known):
            found.append(Mention(part.start, part.end, name, type_, "label", 0.6))
    return found + [each for each in known if each not in found and " " in each.name and type_ != "Topic"]


def _of_document(
    parsed: Parsed, predicate: str, found: re.Match[str], rule: str, sure: float
) -> Iterator[Candidate]:
    span = span_of(parsed, found)
    document = document_at(parsed.passage.start, parsed.passage.start + 1)
    if predicate == "schema:about":
        things = _values(parsed, span, "Topic")
    elif predicate == "schema:author":
        if len(parsed.text) > _EARLY:
            return
        things = [
            _as_person(each)
            for each in _values(parsed, span, "Person", (*ORGANISATIONS, "Person"))
            if each.rule != "label" or _PERSON.match(each.name)
        ]
    else:
        names = [each for each in parsed.mentions_in(span) if each.type in ORGANISATIONS]
        name = parsed.text[span.start - parsed.passage.start : span.end - parsed.passage.start]
        if not names and (len(name.split()) > 8 or not name[:1].isupper()):
            return
        things = names[:1] or [Mention(span.start, span.end, " ".join(name.split()), "Organization", "label", 0.6)]
    for thing in things:
        spans = _whole(parsed, found) if "label" in found.groupdict() else (span,)
        yield from relation(parsed, document, predicate, thing, spans, f"labelled.{rule}", sure)


def _as_person(mention: Mention) -> Mention:
    """What stands after "By" and is no body that is known is a person, where it reads as a person's name."""
    doubted = mention.entity is None and mention.type == "Organization" and bool(_PERSON.match(mention.name))
    return replace(mention, type="Person") if doubted else mention


def _picture(parsed: Parsed, found: re.Match[str]) -> Iterator[Candidate]:
    span = span_of(parsed, found)
    name = " ".join(parsed.text[span.start - parsed.passage.start : span.end - parsed.passage.start].split())
    if len(name.split()) > 6:
        return
    spans = _whole(parsed, found)
    at = parsed.passage.start + found.start("label")
    picture = Mention(at, at + len(found["label"]), found["label"].strip(), "CreativeWork", "label", 0.7)
    person = next((each for each in parsed.mentions_in(span) if each.type in ("Person", *ORGANISATIONS)), None)
    who = person or Mention(span.start, span.end, name, "Organization", "label", 0.6)
    predicate = "schema:author" if who.type == "Person" else "schema:publisher"
    yield from relation(parsed, picture, predicate, who, spans, "labelled.photo", 0.75)
    document = document_at(at, at + len(found["label"]))
    yield from relation(parsed, picture, "dcterms:isPartOf", document, spans, "labelled.photo", 0.7)


def _of_above(
    parsed: Parsed, before: Parsed, predicate: str, turned: bool, found: re.Match[str], rule: str
) -> Iterator[Candidate]:
    """What a line says of the thing named in the line before it."""
    span = span_of(parsed, found)
    for value in parsed.mentions_in(span) or _values(parsed, span, "Organization"):
        for above in reversed(before.mentions):
            subject, object_ = (value, above) if turned else (above, value)
            if fits(predicate, subject.type, object_.type):
                spans = (Span(above.start, above.end), *_whole(parsed, found))
                yield from relation(parsed, subject, predicate, object_, spans, f"labelled.{rule}", 0.75)
                break


def _impact(parsed: Parsed, direction: str, found: re.Match[str]) -> Iterator[Candidate]:
    span = span_of(parsed, found)
    inside = parsed.mentions_in(span)
    cause = next((each for kind in _CAUSES for each in inside if each.type == kind), None)
    touched = [each for each in inside if each.type in _TOUCHED and cause is not None and each.slug != cause.slug]
    for thing in touched[:2]:
        if cause is not None and fits("affects", cause.type, thing.type):
            yield Candidate(
                "Impact",
                cause,
                "affects",
                thing,
                _whole(parsed, found),
                f"labelled.{direction}",
                0.7,
                fields={"direction": direction},
            )


def _byline(parsed: Parsed, before: Parsed | None) -> Iterator[Candidate]:
    """A line of names near the start of a text, after its title; a body in the next line is where they work."""
    at, text = parsed.passage.start, parsed.text
    if at > _EARLY or before is None or len(text) > 160:
        return
    people = [each for each in parsed.mentions if each.type == "Person"]
    below_title = before.passage.kind == "heading" and not before.passage.headings
    if people and below_title and _is_all_names(parsed, people):
        for person in people:
            document = document_at(person.start, person.end)
            alone = (Span(person.start, person.end),)
            yield from relation(parsed, document, "schema:author", person, alone, "labelled.byline", 0.65)
    posts = [each for each in parsed.mentions if each.type == "ActorGroup"]
    above_alone = [each for each in before.mentions if each.type == "Person"]
    if len(above_alone) == 1 and _is_all_names(before, above_alone) and _is_all_names(parsed, posts[:1]):
        spans = (Span(above_alone[0].start, above_alone[0].end), Span(posts[0].start, posts[0].end))
        yield from relation(parsed, above_alone[0], "schema:hasOccupation", posts[0], spans, "labelled.post", 0.7)
    bodies = [each for each in parsed.mentions if each.type in ORGANISATIONS]
    above = [each for each in before.mentions if each.type == "Person"]
    starts = bool(bodies) and len(text[: bodies[0].start - at].strip(" *_,")) == 0
    if starts and above and _is_all_names(before, above):
        for person in above:
            spans = (Span(person.start, person.end), Span(bodies[0].start, bodies[0].end))
            yield from relation(parsed, person, "org:memberOf", bodies[0], spans, "labelled.affiliation", 0.65)


def _is_all_names(parsed: Parsed, people: list[Mention]) -> bool:
    letters = sum(letter.isalpha() for letter in parsed.text)
    named = sum(letter.isalpha() for each in people for letter in each.name)
    return bool(people) and named >= 0.8 * letters
