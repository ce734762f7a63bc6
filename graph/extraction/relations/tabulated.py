"""What a table says by its form: of what its title names a data set, and which kind its first column lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.documents import Span
from graph.extraction.blocks import Passage
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.folding import fold
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.grid import headed
from graph.extraction.relations.fitting import CONCEPTS
from graph.extraction.schema import fits

_TITLE = re.compile(r"\W*Table\s\d+(?:\.\d+)*[.:]?[\W_]*(?P<title>[^\W_].{4,160}?)(?:\W*\(?Source: .*)?[\W_]*$")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_WORDY = re.compile(r"[^\W\d_]{2}")
_TOTAL = re.compile(
    r"(?:grand |overall |sub)?-?(?:totals?|all|overall|average|mean|sum|other|others)\b", re.IGNORECASE
)
_NO_KIND = re.compile(
    r"(?:name|item|variable|question|statement|no|nr|rank|year|date|period|month|category|metric|measure|indicator"
    r"|type|description|title|group|country|region|city|place|location|territory|nation|area|source|response|answer|total|id|code|countrie|citie|territorie)s?\.?$",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_FEWEST = 2


def find(
    text: str, rows: Sequence[Passage], above: Sequence[Passage] = (), gazetteer: Gazetteer | None = None
) -> Iterator[Candidate]:
    """Candidates for what a titled table is about, and for the kind that its first column lists members of."""
    headings, labels = headed(text, rows)
    title = next((found for each in reversed(above) if (found := _TITLE.match(text, each.start, each.end))), None)
    if title is not None:
        name = " ".join(title["title"].split()).strip("*_ .")
        table = Mention(title.start("title"), title.end("title"), name, "DataSet", "caption", 0.85)
        for span in headings:
            if (column := _named(text, span, "Measure", gazetteer)) is not None:
                yield from _relation(table, "dcterms:subject", column, "tabulated.column", 0.65)
    kind = _named(text, headings[0], "Topic", gazetteer) if headings and labels else None
    if kind is None or _NO_KIND.match(kind.name) or len(labels) < _FEWEST:
        return
    for span in labels:
        member = _named(text, span, kind.type, gazetteer)
        if member is None or _TOTAL.match(member.name):
            continue
        predicate = "skos:broader" if member.type == kind.type else "exemplifies"
        if kind.type in CONCEPTS and (predicate == "skos:broader" or member.type not in CONCEPTS):
            yield from _relation(member, predicate, kind, "tabulated.row", 0.6)


def _relation(subject: Mention, predicate: str, object_: Mention, rule: str, sure: float) -> Iterator[Candidate]:
    if subject.slug != object_.slug and fits(predicate, subject.type, object_.type):
        spans = (Span(subject.start, subject.end), Span(object_.start, object_.end))
        yield Candidate("Relation", subject, predicate, object_, spans, rule, sure)


def _named(text: str, span: Span, type: str, gazetteer: Gazetteer | None) -> Mention | None:
    """A heading without its unit as a name, linked where the graph knows it; None where it is no name."""
    name = _ASIDE.sub("", " ".join(fold(text[span.start : span.end]).split())).strip("*_#|:,. ")
    if not _WORDY.search(name) or len(name.split()) > _MOST_WORDS or name.endswith(("?", "!")):
        return None
    for label in gazetteer.named(name) if gazetteer else []:
        return Mention(span.start, span.end, name, label.type, "table-heading", 0.9, label.entity)
    return Mention(span.start, span.end, name, type, "table-heading", 0.7)
