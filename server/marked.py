"""A document's text with its evidence marked, however passages overlap, and beside each part its claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from server.facts import Fact, Quote

# A table's heading carries a claim a cell: more notes than this become one.
_MOST_NOTES = 4


@dataclass(frozen=True)
class Unclaimed:
    """A passage that was read and carries no claim, for the reason that the ontology labels so."""

    start: int
    end: int
    elided: str
    reason: str


@dataclass(frozen=True)
class Section:
    """A block of the document (a run of table rows is one): its marked text, or one elided quote where there is no
    text, the claims whose main passage begins in it, and its passages that carry none."""

    kind: str
    html: Markup
    facts: list[Fact]
    unclaimed: list[Unclaimed]


def sections(document: dict[str, Any], facts: Iterable[Fact], unclaimed: Iterable[Unclaimed] = ()) -> list[Section]:
    """The blocks of a document (see the snapshot's ``documents/ID.json``), in order, marked."""
    facts, unclaimed = list(facts), list(unclaimed)
    marker = _Marker(document["text"], facts)
    found = []
    for is_row, run in groupby(document["blocks"], key=lambda block: block["kind"] == "row"):
        for blocks in [list(run)] if is_row else [[block] for block in run]:
            start, end = blocks[0]["start"], blocks[-1]["end"]
            html = _table(marker, blocks) if is_row else marker.html(_text_start(document["text"], start, end), end)
            here = [fact for fact in facts if start <= fact.main.start < end]
            here.sort(key=lambda fact: (0 if is_row else fact.main.start, fact.id))
            left = [passage for passage in unclaimed if start <= passage.start < end]
            found.append(Section("table" if is_row else blocks[0]["kind"], html, here, left))
    return found


def sections_without_text(facts: Iterable[Fact], unclaimed: Iterable[Unclaimed] = ()) -> list[Section]:
    """One section a passage, in order, for a document whose text the snapshot does not hold."""
    by_passage: dict[tuple[int, int], tuple[Quote, list[Fact]]] = {}
    for fact in facts:
        for quote in fact.quotes:
            by_passage.setdefault((quote.start, quote.end), (quote, []))[1].append(fact)
    mark = Markup('<mark id="{0}" data-passage="{0}">{1}</mark>{2}')
    found = {
        span: Section(
            "quote",
            mark.format(quote.anchor, quote.elided, _notes(quote, claims)),
            [c for c in claims if c.main == quote],
            [],
        )
        for span, (quote, claims) in by_passage.items()
    }
    for passage in unclaimed:
        found[passage.start, passage.end] = Section("quote", escape(passage.elided), [], [passage])
    return [found[span] for span in sorted(found)]


def _text_start(text: str, start: int, end: int) -> int:
    """Where the words of a block begin: after the number signs of a heading."""
    signs = re.compile(r"#*\s*").match(text, start, end)
    return signs.end() if signs else start


def _table(marker: _Marker, rows: list[dict[str, Any]]) -> Markup:
    cell, line, join = Markup("<td>{}</td>"), Markup("<tr>{}</tr>"), Markup().join
    return join(line.format(join(cell.format(marker.html(*span)) for span in row["sentences"])) for row in rows)


class _Marker:
    """Writes ranges of a text, in order, as HTML with ``<mark>`` around evidence.

    Elements nest and evidence need not: a passage that crosses another is closed and opened again, and only its
    first part carries the fragment identifier; ``data-passage`` ties the parts together.
    """

    def __init__(self, text: str, facts: Iterable[Fact]) -> None:
        self._text = text
        self._claims: dict[tuple[int, int], list[Fact]] = {}
        self._quotes: dict[tuple[int, int], Quote] = {}
        for fact in facts:
            for quote in fact.quotes:
                self._claims.setdefault((quote.start, quote.end), []).append(fact)
                self._quotes[quote.start, quote.end] = quote
        self._begun: set[tuple[int, int]] = set()

    def html(self, start: int, end: int) -> Markup:
        """The text from ``start`` to ``end``, marked."""
        return Markup().join(self._pieces(start, end))

    def _pieces(self, start: int, end: int) -> Iterator[Markup]:
        if start == end:  # a heading of signs alone
            return
        spans = [span for span in self._claims if span[0] < end and span[1] > start]
        spans.sort(key=lambda span: (span[0], -span[1]))
        edges = {max(start, s) for s, _ in spans} | {min(end, e) for _, e in spans}
        open_spans: list[tuple[int, int]] = []
        at = start
        for edge in sorted(edges):
            yield escape(self._text[at:edge])
            at = edge
            ended = [span for span in open_spans if min(end, span[1]) == edge]
            if ended:
                first = min(open_spans.index(span) for span in ended)
                reopened = [span for span in open_spans[first:] if span not in ended]
                yield Markup("</mark>") * len(open_spans[first:])
                del open_spans[first:]
                yield from (_notes(self._quotes[span], self._claims[span]) for span in ended if span[1] <= end)
                for span in reopened:
                    yield self._open(span)
                    open_spans.append(span)
            for span in spans:
                if max(start, span[0]) == edge and span not in open_spans and span not in ended:
                    yield self._open(span)
                    open_spans.append(span)
        yield escape(self._text[at:end])

    def _open(self, span: tuple[int, int]) -> Markup:
        name = f"p{span[0]}-{span[1]}"
        if span in self._begun:
            return Markup('<mark data-passage="{}">').format(name)
        self._begun.add(span)
        return Markup('<mark id="{0}" data-passage="{0}">').format(name)


def _notes(quote: Quote, claims: list[Fact]) -> Markup:
    """Links from a passage to the claims made on it; where they are many, to the page of the passage with all."""
    if len(claims) > _MOST_NOTES:
        links = Markup('<a href="{}" data-opens="{}">{} claims</a>').format(quote.page, quote.anchor, len(claims))
    else:
        link = Markup('<a href="#n{0}" aria-label="Claim {1}">{1}</a>')
        links = Markup(" ").join(link.format(claim.id, claim.id.rpartition("-")[2].lstrip("0")) for claim in claims)
    return Markup("<sup>{}</sup>").format(links)
