"""Tables: a candidate for every cell that is a figure, with the cell, its row heading and its column heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from graph.documents import Span
from graph.entities import PLACES
from graph.extraction.blocks import Passage
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.figures import periods
from graph.extraction.figures.counts import COUNTED
from graph.extraction.figures.known import form, known
from graph.extraction.figures.quantity import RANK
from graph.extraction.figures.units import named_unit
from graph.extraction.folding import fold
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.grid import Number, numbers

_SCALES = (
    ("thousand", r"thousands?|'?000'?s?|k"),
    ("million", r"millions?|mn?|mln"),
    ("billion", r"billions?|bn"),
    ("trillion", r"trillions?|tn"),
)
_UNITS = (
    ("percentage points", r"percentage points|pp"),
    ("percent", r"%|per ?cent|percentages?"),
    ("us-dollar", r"US ?\$|USD|US dollars?|\$|dollars?"),
    ("pound", r"£|GBP|pounds?(?: sterling)?"),
    ("euro", r"€|EUR|euros?"),
    ("renminbi", r"RMB|CNY|yuan|¥|renminbi"),
    ("hour", r"hours?|hrs?"),
)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]\s*$")
_IN = re.compile(
    r"(?:,| in| -| –) ((?:[£$€¥%]|US\$|RMB|EUR|GBP|USD|per ?cent|thousands?|millions?|billions?)[^,]*)$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:[£$€¥]|US\$) ?(?:bn|mn?|k|million|billion|thousand|'?000s?)?\b|%")
_SCORE = re.compile(r"\d+ ?[-–] ?\d+$")
_RATES = re.compile(r"\b(?:rate|share|percentage|proportion)\b", re.IGNORECASE)
_SCORES = re.compile(r"\b(?:score|rating|index)\b", re.IGNORECASE)
_MEASURES = re.compile(
    r"\b(?:revenue|turnover|profit|output|gva|exports?|imports?|investment|funding|budget|costs?|price"
    r"|employment|jobs|workforce|audience|attendance|admissions|visits?|visitors|rate|share|number|total|count"
    r"|spend(?:ing)?|sales|income|growth|hours|score|average|value|size|productivity|employees|workers)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\W*(?:(?:grand |overall )?totals?|all(?: \w+)?|overall|average|mean|sum)\W*$", re.IGNORECASE)
_BARE = re.compile(r"yes|no|true|false|y|n|other|with|without", re.IGNORECASE)
_CAPTION = re.compile(r"^\W*(?:Table|Figure|Tab\.|Fig\.)\s*\d+(?:\.\d+)*\s*[.:]?[\W_]*", re.IGNORECASE)
_SOURCE = re.compile(
    r"\b[Ss]ources?\W+(?:the )?(?P<who>[A-Z][\w.&'-]*(?:(?: (?:of|for|and|the|de|&))* [A-Z][\w.&'-]*)*)"
)


def find(
    text: str,
    rows: Sequence[Passage],
    above: Sequence[Passage] = (),
    below: Sequence[Passage] = (),
    gazetteer: Gazetteer | None = None,
) -> list[Candidate]:
    """The figures of one table: a run of consecutive rows, whose cells stand between tabs or between pipes.

    ``above`` are the caption and the headings over it, the nearest last, and ``below`` what follows, where a source
    may stand. A ``gazetteer`` links what the headings name. There are up to three header rows; a heading over
    several columns stands over the first of them. Where columns are years, the rows or the caption say what is
    measured.
    """
    table = _Table(text, [each for each in above if each.kind != "row"], below, gazetteer)
    return list(table.candidates(numbers(text, rows)))


class _Table:
    def __init__(
        self, text: str, above: Sequence[Passage], below: Sequence[Passage], gazetteer: Gazetteer | None
    ) -> None:
        self._text, self._gazetteer, self._above = text, gazetteer, above
        self._caption = Span(above[-1].start, above[-1].end) if above else None
        self._measurer = self._source([*above[-1:], *below[:2]])

    def candidates(self, cells: Iterable[Number]) -> Iterator[Candidate]:
        for cell in cells:
            if cell.before or cell.over:
                yield self._candidate(cell)

    def _candidate(self, cell: Number) -> Candidate:
        about, measures, times = self._roles(cell)
        captions = [self._caption] if self._caption else []
        told = [*measures[::-1], *about[::-1], *captions]
        scale = cell.quantity.scale or next((found for span in told if (found := self._scale(span))), None)
        when = next(iter(times), None) or (self._period(self._caption) if self._caption else None)
        things = [span for span in about if not _TOTAL.match(self._words(span))]
        otherwise = captions or about or list(cell.before or cell.over)
        subject = self._named(things or otherwise, "Topic")
        measure = self._measure([*captions, *measures] if measures else otherwise, subject)
        if cell.is_rank:
            measure = replace(measure, name=f"rank by {measure.name}".removesuffix(" by rank"), entity=None)
        place = next((each for span in [*about, *measures] if (each := self._place(span))), None)
        fields: dict[str, Any] = {
            "value": cell.quantity.value,
            "scale": None if cell.is_rank else scale,
            "unit": named_unit(RANK, Span(cell.start, cell.end), 0.8) if cell.is_rank else self._unit(cell, told),
            "bound": cell.quantity.bound,
            "period": when or periods.NOT_STATED,
            "inPlace": place,
            "measuredBy": self._measurer,
        }
        return Candidate(
            kind="Observation",
            subject=subject,
            predicate="hasMeasure",
            object=measure,
            evidence=tuple(dict.fromkeys(Span(each.start, each.end) for each in [cell, *cell.before, *cell.over])),
            rule="table-rank" if cell.is_rank else "table",
            confidence=0.9 if cell.before and cell.over else 0.7,
            fields={name: value for name, value in fields.items() if value is not None},
        )

    def _roles(self, cell: Number) -> tuple[list[Span], list[Span], list[str]]:
        """Which headings say of what a figure is, which what it measures, and which when."""
        times = [period for span in [*cell.over, *cell.before] if (period := self._period(span))]
        over = [span for span in cell.over if not self._is_time(span)]
        before = [span for span in cell.before if not self._is_time(span)]
        if not over and before and (_MEASURES.search(self._words(before[-1])) or not cell.over):
            return before[:-1], before[-1:], times
        return before, over, times

    def _words(self, span: Span) -> str:
        return " ".join(fold(self._text[span.start : span.end]).strip("*_#| ").split())

    def _name(self, span: Span) -> str:
        words = _CAPTION.sub("", self._words(span)).strip("*_ ")
        return _IN.sub("", _BRACKETS.sub("", words).strip()).strip(" *_:,") or words or "table"

    def _is_time(self, span: Span) -> bool:
        found = periods.find(self._words(span))
        return any(each.edtf and each.end - each.start >= len(self._name(span)) - 2 for each in found)

    def _period(self, span: Span) -> str | None:
        found = [each.edtf for each in periods.find(self._words(span)) if each.edtf]
        return found[0] if len(found) == 1 else None

    def _joined(self, spans: Sequence[Span]) -> str:
        """The name of the last heading; with the one over it where it is only "yes" or "false"."""
        name = self._name(spans[-1])
        if _BARE.fullmatch(name) and len(spans) > 1:
            return f"{self._name(spans[-2])}: {name.lower()}"
        return name

    def _named(self, spans: Sequence[Span], type: str) -> Mention:
        name, span = self._joined(spans), spans[-1]
        mention = Mention(span.start, span.end, name, type, "table-heading", 0.7)
        labels = self._gazetteer.named(name) if self._gazetteer else []
        for label in labels:
            if label.type not in ("Measure", "Unit"):
                return Mention(span.start, span.end, name, label.type, "table-heading", 0.9, label.entity)
        return mention

    def _place(self, span: Span) -> Mention | None:
        named = self._named([span], "Topic")
        return named if named.type in PLACES else None

    def _measure(self, spans: Sequence[Span], subject: Mention) -> Mention:
        name, span = self._joined(spans), spans[-1]
        concept = known("measures").get(form(name))
        if concept is None and name == subject.name:
            name = f"value of {name}"
        return Mention(span.start, span.end, name.lower(), "Measure", "table-heading", 0.8, concept)

    def _scale(self, span: Span) -> str | None:
        told = self._told(span)
        return next(
            (each for each, words in _SCALES if re.search(rf"(?:^|[\s£$€¥]|\bRMB)(?:{words})(?=$|[\s,)])", told)),
            None,
        )

    def _told(self, span: Span) -> str:
        """What a heading says of unit and scale: in brackets at its end, after "in", or as a sign."""
        words = self._words(span)
        told = _BRACKETS.search(words) or _IN.search(words)
        sign = _SIGN.search(words)
        return told[1] if told else sign[0] if sign else ""

    def _unit(self, cell: Number, told: Sequence[Span]) -> Mention:
        quantity = cell.quantity
        if quantity.unit is not None and quantity.unit_span is not None:
            return named_unit(quantity.unit, Span(cell.start, cell.end), 0.95)
        for span in told:
            words = self._told(span)
            if _SCORE.match(words):
                return named_unit("points", span, 0.9)
            for name, pattern in _UNITS:
                if re.search(rf"(?<![A-Za-z])(?:{pattern})(?:(?:bn|mn?|k)\b|(?![a-z]))", words):
                    return named_unit(name, span, 0.9)
        for span in told:
            words = self._name(span)
            if _RATES.search(words):
                return named_unit("percent", span, 0.6)
            if _SCORES.search(words):
                return named_unit("points", span, 0.6)
        for span in [*told, *(Span(each.start, each.end) for each in self._above[::-1])]:
            if counted := self._counted(span):
                return counted
        return named_unit("items", Span(cell.start, cell.end), 0.4)

    def _counted(self, span: Span) -> Mention | None:
        """The things that a heading counts: "Viewing Hours", "Number of visitors", "AI research publications"."""
        words = re.findall(r"[A-Za-z]+", self._name(span).lower())
        for word in reversed(words):
            if form(word) in COUNTED or (form(word) in known("units") and word.endswith("s")):
                return named_unit(word, span, 0.8)
        return None

    def _source(self, passages: Sequence[Passage]) -> Mention | None:
        for passage in passages:
            if match := _SOURCE.search(self._text, passage.start, passage.end):
                span = Span(match.start("who"), match.end("who"))
                return self._agent(span, match["who"])
        return None

    def _agent(self, span: Span, name: str) -> Mention:
        labels = self._gazetteer.named(name) if self._gazetteer else []
        for label in labels:
            return Mention(span.start, span.end, name, label.type, "table-source", 0.9, label.entity)
        return Mention(span.start, span.end, name, "Organization", "table-source", 0.6)
