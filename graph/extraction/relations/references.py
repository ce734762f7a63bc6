"""An entry of a reference list in any common style, taken apart: authors, title, container, publisher, year.

Numbered lists, MLA, Chicago, APA, Harvard, Vancouver and plain "Further reading" lines are read by what they share:
quotation marks or italics around a title, a year in brackets after the authors, a place before a publisher.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.documents import Span
from graph.extraction.relations.authors import Author, authors

_MARKER = re.compile(
    r"\s*(?:[-*•–]\s+)?(?:\[\^?(?P<number>\d{1,3})\]:?|\(?(?P<other>\d{1,3})[.)]|\d{1,3}(?=\s+[A-Z\"“])"
    r"|(?<=[-*•–]\s))\s*"
)
_YEAR = re.compile(r"(?<![\d-])(1[5-9]\d\d|20\d\d)[a-z]?(?![\d-]*\d)")
_YEAR_IN_BRACKETS = re.compile(r"\(((?:1[5-9]|20)\d\d)[a-z]?(?:,[^)]{1,20})?\)[.,:]?\s*")
_QUOTED = re.compile(
    r"[\"“](?P<title>[^\"“”]{6,300}?)[.,]?[\"”]|‘(?P<single>[^’‘]{12,300}?)[.,]?’"
    r"|(?<!\w)'(?P<straight>[^'\n]{12,200}?)[.,]?'(?!\w)"
)
_LINKED = re.compile(r"\[(?P<title>[^\[\]]{8,200})\]\(https?://")
_ITALIC = re.compile(r"(?<![\w*_])[*_]{1,2}(?P<title>[^*_\n]{4,250}?)[*_]{1,2}(?![\w*_])")
_SENTENCE_END = re.compile(r"(?<![ .][A-Z])(?<!\bvol)(?<!\bpp)(?<!\bed)[.?!](?=\s|$)|(?<=\S)\s(?=Available at)")
_FIRST_STOP = re.compile(r"(?<!\b[A-Z])(?<!\bal)\.\s+(?=\S)")
_VANCOUVER = re.compile(r"(?:[A-Z][\w'-]+ [A-Z]{1,3}(?:, | and )?){1,20}(?:et al)?\.\s(?=\w)")
_VOLUME = re.compile(
    r"[,.]?\s*(?:\d{4}\s*;|vol\.?\s*\d|\d{1,4}\s*[(.:,]|\(\d{1,4}\)|\((?:1[5-9]|20)\d\d\)|no\.?\s*\d|pp?\.\s*\d"
    r"|\d{1,2} [A-Z][a-z]+ \d{4})",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(r"(?P<place>[A-Z][\w.' -]{2,30}(?:, [A-Z]{2})?): (?P<name>[A-Z][^,.:;()]{2,60})")
_URL = re.compile(r"\(?https?://\S+|www\.\S+|doi:\s*\S+", re.IGNORECASE)
_REPORTS = re.compile(
    r"\b(report|survey|study|statistics|white paper|strategy|review|guidelines|communication|plan|bulletin)\b",
    re.IGNORECASE,
)
_LONGEST_CONTAINER = 150


@dataclass(frozen=True)
class Reference(Span):
    """An entry and its parts, in offsets of the document. ``number`` is the one that the text cites it by."""

    title: Span
    year: str | None
    number: str | None = None
    authors: tuple[Author, ...] = field(default=())
    container: Span | None = None
    container_end: int = 0
    place: Span | None = None
    publisher: Span | None = None
    type: str = "CreativeWork"


def reference(text: str, start: int, end: int, *, marked: bool = False) -> Reference | None:
    """What an entry between two offsets refers to; None where it does not read as one.

    ``marked`` says that the entry has to have a number before it, as outside a list of references.
    """
    marker = _MARKER.match(text, start, end)
    number = (marker["number"] or marker["other"]) if marker else None
    if marked and not (marker and marker["number"]):
        return None
    at = marker.end() if marker else start
    body = text[at:end]
    found = _YEAR_IN_BRACKETS.search(body)
    year = found[1] if found else next((m[1] for m in reversed(list(_YEAR.finditer(_URL.sub(_blank, body))))), None)
    title = _title(body, found)
    if title is None or (year is None and not _is_marked_title(body, title)):
        return None
    writers = authors(body, min(title.start, found.start() if found else title.start))
    container, container_end, house = _appeared(body, title)
    plain = body[title.start : title.end]
    type_ = (
        "ScholarlyArticle"
        if container and _has_pages(body, container_end)
        else "Report"
        if _REPORTS.search(plain)
        else "CreativeWork"
    )
    if type_ == "CreativeWork" and _LINKED.search(body):
        type_ = "Article"
    return Reference(
        start,
        end,
        title=_moved(title, at),
        year=year,
        number=number,
        authors=tuple(Author(each.start + at, each.end + at, each.name, each.person) for each in writers),
        container=_moved(container, at) if container else None,
        container_end=container_end + at,
        place=_moved(house[0], at) if house else None,
        publisher=_moved(house[1], at) if house else None,
        type=type_,
    )


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _is_marked_title(body: str, title: Span) -> bool:
    return title.start > 0 and body[title.start - 1] in '"“‘*_['


def _title(body: str, year: re.Match[str] | None) -> Span | None:
    for pattern in (_QUOTED, _LINKED):
        if found := pattern.search(body):
            return Span(*found.span(next(name for name, words_ in found.groupdict().items() if words_)))
    if found := _VANCOUVER.match(body):
        return _sentence(body, found.end())
    italic = _ITALIC.search(body)
    if year is not None and year.start() < len(body) * 2 // 3 and year.end() < len(body) - 8:
        return _sentence(body, year.end())
    if italic:
        return Span(*italic.span("title"))
    stop = _FIRST_STOP.search(body)
    return _sentence(body, stop.end()) if stop else None


def _sentence(body: str, start: int) -> Span | None:
    """The sentence from an offset on, without italics and the mark at its end."""
    while start < len(body) and body[start] in "*_ ":
        start += 1
    found = _SENTENCE_END.search(body, start)
    end = found.start() if found else len(body)
    end += found is not None and body[end] in "?!"
    while end > start and body[end - 1] in "*_ .,":
        end -= 1
    return Span(start, end) if len(body[start:end].split()) > 1 else None


def _has_pages(body: str, container_end: int) -> bool:
    return bool(
        re.search(
            r"\d+\s*[-–]\s*\d+|\d+\(\d+\)|\d+\.\d+|;\s*\d+", body[container_end - 12 if container_end > 12 else 0 :]
        )
    )


def _appeared(body: str, title: Span) -> tuple[Span | None, int, tuple[Span, Span] | None]:
    """What a work appeared in, where that ends with volume and pages; and where who published it."""
    start = title.end
    while start < len(body) and body[start] in "\"'”’*_.,?! ":
        start += 1
    rest = _URL.sub(_blank, body[start:])
    italic = _ITALIC.search(body, max(title.end - 1, 0))
    container = None
    if italic and italic.start("title") > title.end:
        container = Span(*italic.span("title"))
    elif not italic and (volume := _VOLUME.search(rest)) and volume.start() > 3:
        container = Span(start, start + len(rest[: volume.start()].rstrip(" ,.")))
    house = _published(body, max(start, container.end if container and italic else 0))
    if container is None:
        return None, 0, house
    name = body[container.start : container.end]
    if len(name) > _LONGEST_CONTAINER or not name[:1].isupper() or (house and house[0].start < container.end):
        return None, 0, house
    end = len(body.rstrip(" ."))
    link = _URL.search(body, container.end)
    return container, min(end, link.start() if link else end), house


def _published(body: str, start: int) -> tuple[Span, Span] | None:
    """The place and the house of "Cardiff: Harbour Press"."""
    found = _PUBLISHER.search(_URL.sub(_blank, body), start)
    if found is None:
        return None
    name = found.start("name")
    return Span(*found.span("place")), Span(name, name + len(found["name"].rstrip(" *_")))
