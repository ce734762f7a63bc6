"""Figures in sentences: numbers that say how much of what, where and when, as candidates for an Observation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.figures import grammar, masks, periods
from graph.extraction.figures.circumstances import measurer_of, place_of
from graph.extraction.figures.measures import measure_of
from graph.extraction.figures.quantity import Quantity
from graph.extraction.figures.subjects import subject_of
from graph.extraction.figures.units import unit_of
from graph.extraction.figures.wording import certainty, polarity
from graph.extraction.language import Parsed

_CLAUSE = re.compile(
    r"[;:](?=\s)|,(?=\s(?:and|but|while|whereas|with|which|making|compared|up|down|where|although)\b)|[.!?](?=\s)"
)
_QUOTED = re.compile(r"(?<!\w)(['\"])(?=\S)[^'\"]{2,120}(?<=\S)\1(?!\w)")
_AGAINST = re.compile(
    r"^[^.;]*[, (](?:compare[ds]? (?:to|with)|in comparison (?:to|with)|against|versus|(?:up|down) from)"
    r"(?: \w+){0,4} $"
    r"|^(?: in (?:\w+ )?\d{4})? to $|\. This compares (?:to|with)(?: \w+){0,4} $"
)
_NEXT = re.compile(r"(?<=[a-z0-9)%][.!?])\s+(?=[A-Z])")


def find(parsed: Parsed, before: Parsed | None = None) -> Iterator[Candidate]:
    """The figures of a passage that is no row of a table. ``before`` is the passage before it, where a subject or a
    place may be named that a sentence only points to.

    The first evidence is the smallest clause that carries the figure; a second names its subject where that stands
    in another sentence.
    """
    text = parsed.text
    if parsed.passage.kind == "row" or masks.is_reference(text):
        return
    times = periods.find(text)
    found = grammar.quantities(text, [*times, *masks.masked(text)])
    units = {quantity: unit for quantity in found if (unit := unit_of(parsed, quantity)) is not None}
    if before is not None:
        times = [*periods.pointed_at(text, before.text, before.passage.start - parsed.passage.start), *times]
    last: tuple[Quantity, Mention] | None = None
    for quantity, unit in units.items():
        sentence = _sentence(parsed, quantity)
        others = [each.whole for each in found if sentence.start <= each.start < sentence.end and each != quantity]
        made = _candidate(parsed, before, quantity, unit, sentence, others, times)
        if last is not None and made.object and _is_set_against(text, last[0], quantity):
            made = replace(made, object=last[1])
        if made.object:
            last = quantity, made.object
        yield made


def _is_set_against(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether a figure is set against the one before it, and therefore measures the same."""
    between = text[one.whole.end : other.whole.start]
    return one.unit is not None and one.unit == other.unit and _AGAINST.search(between) is not None


def _candidate(
    parsed: Parsed,
    before: Parsed | None,
    quantity: Quantity,
    unit: Mention,
    sentence: Span,
    others: list[Span],
    times: list[periods.Period],
) -> Candidate:
    at, text = parsed.passage.start, parsed.text
    names = [Span(each.start - at, each.end - at) for each in parsed.mentions]
    names += [Span(quoted.start(), quoted.end()) for quoted in _QUOTED.finditer(text)]
    names = [name for name in names if not name.start <= quantity.start < name.end]
    here = [time for time in times if sentence.start <= time.start < sentence.end]
    here = [time for time in here if not any(name.start <= time.start and time.end < name.end for name in names)]
    when = periods.period_of(quantity.whole, others, here, text) or periods.same_again(text, sentence, times)
    if when is not None and quantity.change:
        when = periods.of_change(when, quantity.change == "from")
    period = (when.edtf if when else None) or periods.NOT_STATED
    measure = measure_of(parsed, quantity, unit, sentence, period)
    subject = subject_of(parsed, quantity, [unit, measure], others, sentence, before)
    place = place_of(parsed, quantity, others, sentence, before)
    fields: dict[str, Any] = {
        "value": quantity.value,
        "scale": quantity.scale,
        "unit": unit,
        "bound": quantity.bound,
        "period": period,
        "inPlace": place,
        "measuredBy": measurer_of(parsed, sentence),
    }
    inside = [Span(at + when.start, at + when.end)] if when else []
    needed = [*inside, *(each for each in (unit, measure, subject, place) if each is not None)]
    words = parsed.doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
    said = words.root if words is not None else parsed.doc[0]
    return Candidate(
        kind="Observation",
        subject=subject,
        predicate="hasMeasure",
        object=measure,
        evidence=_evidence(parsed, quantity, sentence, needed),
        rule="figure",
        confidence=round(min(unit.confidence, (measure.confidence + subject.confidence + 1) / 2), 3),
        polarity="affirmed" if quantity.bound in ("atMost", "atLeast") else polarity(said),
        certainty=certainty(said),
        fields={name: value for name, value in fields.items() if value is not None},
    )


def _sentence(parsed: Parsed, quantity: Quantity) -> Span:
    """The sentence of a quantity, in code points of the passage; a long item is cut as the parse has it."""
    at = parsed.passage.start
    around = [Span(each.start - at, each.end - at) for each in parsed.passage.sentences]
    found = next((each for each in around if each.start <= quantity.start < each.end), Span(0, len(parsed.text)))
    if len(around) > 1:
        return found
    cuts = [cut.end() for cut in _NEXT.finditer(parsed.text, found.start, found.end)]
    start = max((cut for cut in cuts if cut <= quantity.start), default=found.start)
    return Span(start, min((cut for cut in cuts if cut > quantity.start), default=found.end))


def _evidence(parsed: Parsed, quantity: Quantity, sentence: Span, needed: list[Span]) -> tuple[Span, ...]:
    """The clauses of the sentence from the first to the last that a needed word is in; then the words elsewhere."""
    at, text = parsed.passage.start, parsed.text
    local = [Span(each.start - at, each.end - at) for each in needed]
    inside = [each for each in local if sentence.start <= each.start and each.end <= sentence.end]
    first = min([quantity.whole.start, *(each.start for each in inside)])
    last = max([quantity.whole.end, *(each.end for each in inside)])
    cuts = list(_CLAUSE.finditer(text, sentence.start, sentence.end))
    start = max((cut.end() for cut in cuts if cut.end() <= first), default=sentence.start)
    end = min((cut.start() for cut in cuts if cut.start() >= last), default=sentence.end)
    while text[start : start + 1].isspace():
        start += 1
    while end > last and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    elsewhere = [each for each, own in zip(needed, local, strict=True) if own not in inside]
    return (Span(at + start, at + end), *dict.fromkeys(Span(each.start, each.end) for each in elsewhere))
