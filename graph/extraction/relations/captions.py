"""Captions of figures and tables: "Figure 2. A title (Source: a body)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.documents import Span
from graph.entities import ORGANISATIONS
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.language import Parsed
from graph.extraction.relations.fitting import document_at, relation
from graph.extraction.schema import fits

CAPTION = re.compile(
    r"\W*(?P<kind>Figure|Fig\.?|Table|Chart|Exhibit)\s\d+[.:]?\W*(?P<title>[^\W_].{4,160}?)"
    r"(?:\W*\(?Source: (?P<source>[^()]{2,60})\)?)?[\W_]*$"
)


def span_of(parsed: Parsed, found: re.Match[str], group: str = "value") -> Span:
    at = parsed.passage.start
    value = found[group].rstrip(" .*_)")
    return Span(at + found.start(group), at + found.start(group) + len(value))


def of_caption(parsed: Parsed, found: re.Match[str]) -> Iterator[Candidate]:
    """A figure or table is a work in the document; its source is cited, and its title says what it is about."""
    title = span_of(parsed, found, "title")
    name = " ".join(found["title"].split()).strip("*_ .")
    table = found["kind"] == "Table"
    work = Mention(title.start, title.end, name, "DataSet" if table else "CreativeWork", "caption", 0.85)
    document = document_at(parsed.passage.start, title.end)
    spans = (Span(parsed.passage.start, title.end),)
    yield from relation(parsed, work, "dcterms:isPartOf", document, spans, "labelled.caption", 0.8)
    predicate = "dcterms:subject" if table else "schema:about"
    for mention in parsed.mentions_in(title):
        if fits(predicate, work.type, mention.type):
            spans = (Span(mention.start, mention.end),)
            yield from relation(parsed, work, predicate, mention, spans, "labelled.caption-about", 0.7)
    if found["source"] is None:
        return
    source = span_of(parsed, found, "source")
    body = Mention(
        source.start, source.end, " ".join(found["source"].split()).strip(" *_"), "Organization", "label", 0.7
    )
    body = next((each for each in parsed.mentions_in(source) if each.type in ORGANISATIONS), body)
    spans = (Span(parsed.passage.start, source.end),)
    predicate = "schema:producer" if table else "schema:publisher"
    yield from relation(parsed, work, predicate, body, spans, "labelled.caption-source", 0.8)
    if not table:
        yield Candidate("Citation", document, "dcterms:references", work, spans, "labelled.caption-source", 0.75)
