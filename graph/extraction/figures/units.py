"""In what a figure is given: per cent, a currency, or what is counted; and which counts say nothing to keep."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.documents import Span
from graph.extraction.candidates import Mention
from graph.extraction.figures.counts import LEVELS, counted, counted_before, is_measured, is_plural
from graph.extraction.figures.known import form, known
from graph.extraction.figures.quantity import Quantity
from graph.extraction.language import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

# Names of units that are words of many other things.
_AMBIGUOUS = {"place", "ranking", "item", "count", "rank"}
_AREAS = r"(?:square|cubic) (?:met(?:re|er)s?|kilomet(?:re|er)s?|feet|foot|miles?|yards?)|sq\.? ?(?:m|km|ft)\b"
_SIZES = (
    r"m²|m2\b|km²|km\b|kilomet(?:re|er)s?|met(?:re|er)s|miles|feet|hectares|acres|tonnes|tons|kg\b|kilograms|litres|cm\b"
    r"|mm\b"
)
_RATES = r"[MGT]Wh?\b|kWh\b|fps\b|frames per second|k?Hz\b|ms\b|°C|degrees|pixels|megapixels"
_BYTES = r"GB\b|TB\b|PB\b|MB\b|(?:giga|tera|peta|mega)bytes?"
_MEASURES = re.compile(rf"[ -]?(?P<unit>{_AREAS}|{_SIZES}|{_RATES}|{_BYTES})")
_HYPHENED = re.compile(r"-(?P<unit>strong|seat|capacity|bed|room|acre|hectare|mile|metre|kilometre|tonne)\b")
_HYPHENED_UNITS = {"strong": "people", "capacity": "people"}


def unit_of(parsed: Parsed, quantity: Quantity) -> Mention | None:
    """The unit of a figure; None where a bare number counts nothing, or nothing that is measured."""
    at = parsed.passage.start
    if quantity.unit is not None and quantity.unit_span is not None:
        span = quantity.unit_span
        return named_unit(quantity.unit, Span(at + span.start, at + span.end), 0.95)
    if match := _MEASURES.match(parsed.text, quantity.whole.end):
        if quantity.in_words and quantity.scale is None:
            return None
        return named_unit(match["unit"], Span(at + match.start("unit"), at + match.end("unit")), 0.85)
    if (match := _HYPHENED.match(parsed.text, quantity.whole.end)) and not quantity.in_words:
        name = _HYPHENED_UNITS.get(match["unit"], f"{match['unit']}s")
        return named_unit(name, Span(at + match.start("unit"), at + match.end("unit")), 0.8)
    noun = counted(parsed, quantity)
    if noun is None:
        noun = counted_before(parsed, quantity)
        return None if noun is None else _unit_of_noun(parsed, noun)
    return _unit_of_noun(parsed, noun) if is_measured(parsed, quantity, noun) else None


def named_unit(name: str, span: Span, confidence: float) -> Mention:
    """The unit of that name, linked where our vocabulary has it: a concept, or a new one."""
    concept = known("units").get(form(name.replace("-", " "))) or (
        name if name in known("units").values() else None
    )
    return Mention(span.start, span.end, name, "Unit", "figure-unit", confidence, concept)


def _unit_of_noun(parsed: Parsed, noun: Token) -> Mention:
    labels = known("units")
    words = [
        token
        for token in noun.doc[max(0, noun.i - 1) : noun.i + 1]
        if token.dep_ == "compound" or token.i == noun.i
    ]
    for first in range(len(words)):
        name = form(" ".join(token.text for token in words[first:]))
        if name in labels and name not in _AMBIGUOUS:
            span = Span(parsed.span(words[first]).start, parsed.span(noun).end)
            return Mention(span.start, span.end, noun.lower_, "Unit", "figure-unit", 0.9, labels[name])
    span = parsed.span(noun)
    if noun.lemma_.lower() in LEVELS:
        return named_unit(LEVELS[noun.lemma_.lower()], span, 0.7)
    name = noun.lower_ if is_plural(noun) or noun.lower_.endswith("s") else f"{noun.lower_}s"
    return Mention(span.start, span.end, name, "Unit", "figure-unit", 0.8)
