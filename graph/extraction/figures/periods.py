"""When: the times that a text names, as EDTF, and the year numbers that are therefore no figures.

EDTF (ISO 8601-2) as far as `graph.claims.Observation` takes it: a year, month or day, an interval of two, or one
that is open at its end. Quarters and halves of a year are written as the interval of their months.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.documents import Span
from graph.extraction.figures.covered import covered

NOT_STATED = "not stated"
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "(?:" + "|".join(rf"{name}|{name[:3]}\.?" for name in _MONTHS) + r"|Sept\.?)(?![a-z])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)(?!\d)"
_DATE = (
    rf"(?:{_DAY} (?:of )?{_MONTH},? {_YEAR}|{_MONTH} {_DAY},? {_YEAR}|{_MONTH},? {_YEAR}"
    rf"|{_YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?(?![\d-])|{_YEAR})"
)
_PART = rf"(?:{_DATE}|(?:{_DAY} )?{_MONTH}(?: {_DAY})?)"
_TO = r"(?: ?[-–] ?| (?:to|and|until|through|till) )"
_NUMERIC = r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)"
_SPANS = r"(?:years?|months?|weeks?|days?|decades?|quarters?|summers?|winters?|seasons?|hours?)"
_FEW = r"(?:\w+(?:-\w+)? ){0,3}?"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_PUBLISHED = r"(?:report|paper|article|book|study|yearbook|publication|edition|white paper|essay|blog)s?\b"

# In order of trust; a later pattern never takes words that an earlier one has.
_PATTERNS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"(?<![\w£$€¥#/.,-])(?:{pattern})(?![\w/]|[.,]\d)")
    for name, pattern in {
        "cited": rf"[A-Z][\w.&'-]+(?: et al\.?|(?: (?:and|&) [A-Z][\w-]+))? \({_YEAR}[a-z]?(?:[:,] ?[\w. -]+)?\)"
        rf"|\((?:see )?[A-Z][^()\d]{{1,80}}[, ]{_YEAR}[a-z]?(?:[:,;] ?[^()]*)?\)|{_YEAR} {_PUBLISHED}",
        "twelve months": rf"(?:[Yy]ear|12 months|twelve months) (?:to|ending|ended)(?: in| on)? (?P<end>{_DATE})",
        "interval": rf"(?:(?:[Bb]etween|[Ff]rom) )?(?P<from>{_PART}){_TO}(?P<to>{_DATE})",
        "short interval": rf"(?:FY ?)?(?P<from>{_YEAR})[/–-](?P<to>\d\d)(?!\d|-\d)",
        "decade": r"(?:early |mid-|late )?(?P<from>(?:1[5-9]|20)\d0)'?s",
        "quarter": r"(?:Q(?P<q>[1-4])|(?P<ordinal>first|second|third|fourth|final|last) quarter)(?: of|,)?"
        rf" (?P<year>{_YEAR})",
        "half": rf"(?:H(?P<h>[12])|(?P<ordinal>first|second) half)(?: of|,)? (?P<year>{_YEAR})",
        "since": r"(?:[Ss]ince|[Ff]rom)(?: the (?:start|beginning|end) of| early| late)?"
        rf" (?P<from>{_DATE})(?P<on> onwards?)?",
        "numeric": _NUMERIC,
        "date": rf"(?:FY ?)?(?:(?:c\.|ca\.|circa) ?)?(?P<date>{_DATE})",
        "day": rf"{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}",
        "century": r"\d{1,2}(?:st|nd|rd|th)[- ](?:century|centuries)",
        "relative": rf"(?:the |this |in |over )?(?:last|past|next|previous|coming|following|first) {_FEW}{_SPANS}"
        rf"|{_FEW}{_SPANS} (?:ago|later|earlier|before|after)|(?:this|that) "
        r"(?:year|month|summer|winter|spring|autumn)",
    }.items()
}
_WITHOUT_DIGITS = "relative"
_DIGIT = re.compile(r"\d")
_FIELDS = re.compile(
    rf"(?:(?P<y1>{_YEAR})(?:-(?P<m1>\d\d)(?:-(?P<d1>\d\d))?)?|(?:(?P<d2>{_DAY}) )?(?:of )?(?P<m2>{_MONTH})"
    rf"(?: (?P<d3>{_DAY})(?!\d))?,?(?: (?P<y2>{_YEAR}))?)$"
)
_COUNTED = re.compile(
    r"(?:\b(?i:over|about|nearly|almost|around|some|than|approximately|roughly|least|most|up to|under|circa) "
    r"|(?!(?:in|since|by|from|until|during|of|the|to|for|and|after|before|through|late|early|mid|a|an|its|their|his|her"
    r"|our|this|that|between|or|year|summer|spring|autumn|winter) )(?<![\w'-])[a-z]+ )$"
)
_PLURAL = re.compile(r" [a-z]+s\b(?! (?:survey|report|census|study))")
_FOUNDED = re.compile(
    r"\b(?:founded|established|born|built|created|set up|formed|incorporated)(?: \w+)? (?:in|on) $"
)
_RECORD = re.compile(r"\b(?:\w+est|first)(?: \w+){0,2} $")
_EARLIER = re.compile(
    r"\W+(?:(?:in|for|during) )?(?:a year earlier|the (?:year before|previous year|prior year)|the year earlier)\b"
)


_SAME_PERIOD = re.compile(
    r"\b(?:over|during|in|for|across) (?:the same|this|that) (?:[\w-]+ )?(?:period|time|years?|quarter|interval)\b"
)
_GOES_ON = re.compile(r"\W*This (?:compare|equate|represent|amount|correspond|translate)(?:s|d|ed)\b")


@dataclass(frozen=True)
class Period(Span):
    """Words that name a time, in code points of the passage; ``edtf`` is None for one like "last year"."""

    edtf: str | None


def find(text: str) -> list[Period]:
    """The times that a folded text names, in its order."""
    found: list[Period] = []
    digits = _DIGIT.search(text) is not None
    for name, pattern in _PATTERNS.items():
        if name != _WITHOUT_DIGITS and not digits:
            continue
        taken = covered(len(text), found)
        for match in pattern.finditer(text):
            if 1 in taken[match.start() : match.end()] or (name == "date" and _is_counted(text, match)):
                continue
            found.append(Period(match.start(), match.end(), _edtf(name, match)))
    return sorted(found, key=lambda period: period.start)


def _is_counted(text: str, match: re.Match[str]) -> bool:
    """Whether four digits that could be a year count things: "over 2000 artists", "drew 1950 visitors"."""
    if not match["date"].isdigit() or not _PLURAL.match(text, match.end()):
        return False
    return _COUNTED.search(text[max(0, match.start() - 20) : match.start()]) is not None


def _edtf(name: str, match: re.Match[str]) -> str | None:
    part = match.groupdict()
    if name == "twelve months":
        return _year_to(part["end"])
    if name == "interval":
        return _interval(part["from"], part["to"])
    if name == "short interval":
        end = part["from"][:2] + part["to"]
        return f"{part['from']}/{end}" if end > part["from"] else None
    if name == "decade":
        return f"{part['from']}/{int(part['from']) + 9}"
    if name in ("quarter", "half"):
        months = 3 if name == "quarter" else 6
        nth = int(part.get("q") or part.get("h") or _ORDINALS[part["ordinal"]])
        return f"{part['year']}-{months * (nth - 1) + 1:02}/{part['year']}-{months * nth:02}"
    if name == "since":
        date = _date(part["from"])
        return f"{date}/.." if date and (match[0][0] in "sS" or part["on"]) else date
    if name == "date":
        date = _date(part["date"])
        return f"{date}~" if date and match[0].startswith(("c.", "ca.", "circa")) else date
    return None


def _interval(start: str, end: str) -> str | None:
    last = _date(end)
    first = _date(start) or (_date(f"{start} {last[:4]}") if last else None)
    return f"{first}/{last}" if first and last and first[:10] <= last[:10] else None


def _year_to(end: str) -> str | None:
    last = _date(end)
    if last is None or len(last) != 7:
        return None
    year, month = int(last[:4]), int(last[5:])
    return f"{last[:4]}-01/{last}" if month == 12 else f"{year - 1}-{month + 1:02}/{last}"


def _date(words: str) -> str | None:
    match = _FIELDS.fullmatch(words.strip())
    if match is None:
        return None
    part = match.groupdict()
    year, month, day = part["y1"] or part["y2"], part["m1"], part["d1"]
    if year is None:
        return None
    if part["m2"]:
        month = f"{[name[:3] for name in _MONTHS].index(part['m2'][:3]) + 1:02}"
        digits = re.match(r"\d+", part["d2"] or part["d3"] or "")
        day = f"{int(digits[0]):02}" if digits else None
    return "-".join(piece for piece in (year, month, day) if piece)


def period_of(figure: Span, others: Iterable[Span], periods: Iterable[Period], text: str) -> Period | None:
    """The time that holds of a figure in its sentence: named after it and before the next figure, else before it,
    else
    the only one of the sentence.

    A figure of "a year earlier" is of the year before the one that the sentence names.
    """
    named = [period for period in periods if period.edtf and not _is_of_something_else(text, period)]
    next_figure = min((other.start for other in others if other.start >= figure.end), default=len(text))
    after = [period for period in named if figure.end <= period.start and period.start < next_figure]
    before = [period for period in named if period.end <= figure.start]
    if _EARLIER.match(text, figure.end):
        years = [period for period in before if re.fullmatch(r"\d{4}", period.edtf or "")]
        return Period(years[-1].start, years[-1].end, str(int(years[-1].edtf or 0) - 1)) if years else None
    if after and not _is_of_comparison(text, figure.end, after[0].start):
        return after[0]
    if not before and len(named) == 1 and not _is_of_comparison(text, figure.end, named[0].start):
        return named[0]
    return before[-1] if before else None


def same_again(text: str, sentence: Span, periods: Iterable[Period]) -> Period | None:
    """The last time named before a sentence that points back to it: "over the same period", "This equated to"."""
    words = text[sentence.start : sentence.end]
    same = _SAME_PERIOD.search(words)
    if not (same or _GOES_ON.match(words)):
        return None
    earlier = [period for period in periods if period.edtf and period.end <= sentence.start]
    spans = [period for period in earlier if "/" in (period.edtf or "")] if same else []
    return next(iter([*spans[-1:], *earlier[-1:]]), None)


def pointed_at(text: str, before: str, by: int) -> list[Period]:
    """The times of the passage before one that points back; ``by`` is where it begins, counted from this one."""
    if not _SAME_PERIOD.search(text):
        return []
    return [Period(each.start + by, each.end + by, each.edtf) for each in find(before)]


def _is_of_something_else(text: str, period: Period) -> bool:
    """Whether a time is that of a foundation, or of a record: "founded in 1998", "the lowest since 1985"."""
    ahead = text[max(0, period.start - 40) : period.start]
    since = text[period.start : period.start + 5].lower() == "since"
    return _FOUNDED.search(ahead) is not None or (since and _RECORD.search(ahead) is not None)


def of_change(period: Period, first: bool) -> Period | None:
    """The time of one end of a change "from 3 to 5 between 2019 and 2022"; a single time is that of the second."""
    start, slash, end = (period.edtf or "").partition("/")
    if slash and end != "..":
        return Period(period.start, period.end, start if first else end)
    return None if first else period


def _is_of_comparison(text: str, start: int, end: int) -> bool:
    """Whether the words between a figure and a time set it against that time or begin another clause."""
    between = text[start:end]
    return (
        re.search(
            r"\b(?:compared|than|against|relative to|up (?:on|from)|versus|vs)\b|;|^\W*on\W*$"
            r"|, (?:a|the) (?:figure|number|level|share|rate) (?:that|which)\b",
            between,
        )
        is not None
    )
