"""Figures that are no plain numbers: "one in five", "two thirds", "three times as many", orders, ranks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.documents import Span
from graph.extraction.figures.bounds import before
from graph.extraction.figures.quantity import PERCENT, RANK, TIMES, Quantity
from graph.extraction.figures.signs import CURRENCIES, DIGITS, unit_in
from graph.extraction.figures.words import FRACTION, NUMBER_WORDS, ORDINALS, number_of

_NTH = rf"(?:{ORDINALS}|\d{{1,3}}(?:st|nd|rd|th))"
_TENS = re.compile(
    r"\b(?P<value>tens|hundreds) of (?P<scale>thousand|million|billion)s(?= of)"
    rf" (?:of (?P<unit>{'|'.join(CURRENCIES)})\b)?",
    re.IGNORECASE,
)
_OF_A_NUMBER = re.compile(
    rf"\b(?P<part>{NUMBER_WORDS}|\d{{1,2}}) (?:in|out of)(?: every)?"
    rf" (?P<whole>{NUMBER_WORDS}|\d{{1,3}})\b(?! of the\b)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"\b(?P<n>{DIGITS}|{NUMBER_WORDS}|twice)(?P<times> times| ?x|-?fold| times over)?"
    r"(?= (?:as (?:many|much|high|large|big|likely|fast|long|often)|more\b|higher|larger|bigger|faster|greater"
    r"|the\b))|\b(?P<fold>\d+|two|three|four|five|six|seven|eight|nine|ten)-?fold\b",
    re.IGNORECASE,
)
# A quick look whether there can be any of these, whose patterns are slow.
_FRACTION_WORD = re.compile("hal[fv]|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth", re.IGNORECASE)
_TIMES_WORD = re.compile(r"times|twice|fold|\d ?x", re.IGNORECASE)
_NOT_SUPERLATIVE = "interest|request|test|guest|contest|forest|harvest|quest|rest|west|protest|arrest|invest"
_RANK = re.compile(
    rf"\b(?P<nth>{_NTH})[- ](?:most|least|leading|(?!(?:{_NOT_SUPERLATIVE})\b)[a-z]{{2,}}est)\b"
    r"|\b(?:rank(?:s|ed|ing)?|placed|came|comes|finished)(?: (?:at|as|in|joint|number|the|no\.))*"
    rf" (?P<at>{_NTH})\b"
    rf"|\b(?P<place>{_NTH}) (?:place|position|rank)\b",
    re.IGNORECASE,
)


def shares(text: str) -> Iterator[Quantity]:
    for match in _OF_A_NUMBER.finditer(text):
        part, whole = (float(number_of(match[name])) for name in ("part", "whole"))
        if 0 < part < whole:
            yield _share(text, match, 100 * part / whole)
    for match in FRACTION.finditer(text) if _FRACTION_WORD.search(text) else ():
        yield _share(text, match, 100 * float(number_of(match[0])))


def _share(text: str, match: re.Match[str], percent: float) -> Quantity:
    rounded = f"{percent:.1f}".removesuffix(".0")
    exact = abs(percent - float(rounded)) < 1e-6
    bound, start = before(text, match.start())
    found = bound or ("exactly" if exact else "about")
    span = Span(match.start(), match.end())
    whole = Span(start, span.end)
    return Quantity(span.start, span.end, rounded, whole, None, PERCENT, span, found, in_words=True)


def multiples(text: str) -> Iterator[Quantity]:
    for match in _TIMES.finditer(text) if _TIMES_WORD.search(text) else ():
        if match["n"] and not match["times"] and match["n"].lower() != "twice":
            continue
        name = "n" if match["n"] else "fold"
        written = match[name].lower()
        value = "2" if written == "twice" else number_of(written)
        bound, start = before(text, match.start())
        unit = Span(match.end(name), match.end()) if match.end(name) < match.end() else Span(*match.span(name))
        yield Quantity(
            *match.span(name),
            value=value,
            whole=Span(start, match.end()),
            unit=TIMES,
            unit_span=unit,
            bound=bound or "exactly",
            in_words=not written[0].isdigit(),
        )


def orders(text: str) -> Iterator[Quantity]:
    """Tens of thousands are at least ten thousand, hundreds of thousands a hundred thousand."""
    for match in _TENS.finditer(text):
        value = "10" if match["value"].lower() == "tens" else "100"
        number = Span(match.start(), match.end("scale") + 1)
        unit, unit_span = unit_in(match) if match["unit"] else (None, None)
        whole = Span(match.start(), match.end()) if unit else number
        yield Quantity(
            number.start, number.end, value, whole, match["scale"].lower(), unit, unit_span, "moreThan", True
        )


def ranks(text: str) -> Iterator[Quantity]:
    for match in _RANK.finditer(text):
        name = next(name for name in ("nth", "at", "place") if match[name])
        span = Span(match.start(), match.end())
        yield Quantity(
            match.start(name), match.end(name), number_of(match[name]), span, None, RANK, span, in_words=True
        )
