"""What has digits and is no figure: addresses, references, versions, times, ages, names with a number."""

from __future__ import annotations

import re

from graph.documents import Span

_NUMBERED = "|".join(
    """
    article annex appendix box category chapter clause day episode exhibit figure figures fig figs floor footnote
    gate goal grade hall issue item key level line lot model no nos note number objective option page pages panel
    paragraph part phase pillar platform point principle question recommendation room rule scenario schedule season
    section series session slide slides stage step strand table tables task theme tier track type unit version vol
    volume week wp year zone
    """.split()
)
_NOT_COUNTED = r"(?![\d,.]*\d|\s?(?:%|per\b|thousand|million|billion|m\b|bn\b))"
_CURRENCIES = "RMB|CNY|USD|EUR|GBP|JPY|INR|AUD|CAD|CHF|KRW|HKD|SEK|NOK|DKK"
_STREETS = "Street|St|Road|Rd|Avenue|Ave|Lane|Square|Drive|Way|Place"
_ADDRESSES = (
    r"(?:https?://|www\.)\S+",
    r"\S+@\S+",
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io|uk|eu)\b(?:/\S*)?",
)
_CALLS_AND_VISITS = (
    r"\+\d{1,3}[\s(-][\d()\s-]{6,}\d",
    r"\b0\d{2,4}\s\d{3,4}\s\d{3,4}\b",
    r"\b\d{3}-\d{3,4}-\d{4}\b",
    rf"\b\d{{1,5}}[A-Za-z]?\s(?:[A-Z][\w'.-]+\s){{1,3}}(?:{_STREETS})\b",
)
_REFERENCES = (
    r"\[\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]",
    r"\(\d{1,2}\)(?=\s|$)",
    r"\d+(?:\.\d+)?\s*\(\s*(?:\d{1,3}|\d{4})\s*\)\s*[:,]\s*\d+(?:\s*[-–]\s*\d+)?",
    r"\(\d{4}\)\s*:\s*[\d–-]+",
)
_NUMBERS_OF_PARTS = (
    r"^[\s#*_>-]*\d{1,2}[.)](?=\s)",
    r"^[\s#*_>-]*\(?\d{1,2}\)(?=\s)",
    r"^[\s#*_>-]*\d{1,2}(?:\.\d{1,2})+\.?\s+(?=\W*[A-Z])",
    r"^\s*#+[\s*_]*\d{1,2}\.?\s+(?=[A-Z])",
    r"\b[vV](?:ersion|\.)?\s?\d+(?:\.\d+)+",
    r"\b\d+\.\d+\.\d+\b(?!,)",
    r"#\d+",
    r"№\s?\d+",
)
_TIMES = (
    r"\b\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\b\.?|hrs|GMT|BST|CET|UTC)",
    r"\b\d{1,2}:\d{2}\b",
    r"\b\d{1,2}\s?[ap]\.?m\b",
    r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b",
)
_NAMES = (
    r"\b\d{1,3}\s?:\s?\d{1,3}\b",
    r"\b\d+/\d+\b",
    r"\b\d{1,2}-?\s(?:to|and)\s\d{1,2}[-\s]years?[-\s]olds?\b",
    r"\b\d+D\b",
    r"\b\d+[GK]\b(?!\s[a-z]+s\b)",
    rf"(?<![\w$£€¥])(?!(?:{_CURRENCIES})\d)(?:[A-Z]{{1,12}}|[A-Z][a-z]+)-?\d+(?:\.\d+)*[A-Za-z]*\b",
    r"\b\d+\s?[x×]\s?\d+(?:\s?[x×]\s?\d+)?\b",
    r"\b\d{1,2}-bit\b",
)
_DIGITS_IN_ANY_CASE = (
    r"\b(?:doi:?|isbn(?:-1[03])?:?|issn:?|arxiv:|orcid:?)\s*[\d./xX-]+\S*",
    r"\b(?:tel|phone|fax|mobile|call|whatsapp)[.:]*\s*\+?\(?\d[\d()\s-]{5,}\d",
    r"\b(?:pp?\.|vol\.|no\.|nos\.|fn\.)\s*\d+(?:\s*[-–]\s*\d+)*",
    r"\b(?:under|over)[-\s]\d{1,2}'?s\b",
    r"\b(?:the|in\s(?:his|her|their))\s\d0'?s\b",
    r"\b(?:aged?|ages|age\sof|aged\sbetween)\s(?:under\s|over\s|between\s|from\s)?\d{1,2}\b"
    r"(?:\s?(?:-|–|to|and)\s?\d{1,2}\b)?(?:\s(?:and|or)\s(?:over|above|under|older|younger))?\+?",
    r"\b\d{1,3},?\syears\sold\b",
    r"\b\d+[-\s]?min(?:ute)?s?\sread\b",
)
_IN_ANY_CASE = (
    rf"\b(?:{_NUMBERED})\.?\s+(?:\d+|one|two|three|four|five|six|seven)\b(?:\.\d+)*{_NOT_COUNTED}"
    rf"(?:\s*(?:,|-|–|and|to|or|&)\s*\d+(?:\.\d+)*\b{_NOT_COUNTED})*",
    r"\b\w+(?:\s?(?:-|–|to)\s?\d{1,2})?[-\s]years?[-\s]olds?\b",
    r"\bone\s(?:of|another|day)\b|\bno\sone\b",
)
_MASKS = [*map(re.compile, _ADDRESSES), *(re.compile(pattern, re.IGNORECASE) for pattern in _IN_ANY_CASE)]
_OF_DIGITS = [
    *map(re.compile, [*_CALLS_AND_VISITS, *_REFERENCES, *_NUMBERS_OF_PARTS, *_TIMES, *_NAMES]),
    *(re.compile(pattern, re.IGNORECASE) for pattern in _DIGITS_IN_ANY_CASE),
]
_DIGIT = re.compile(r"\d")
_REFERENCE = re.compile(
    r"^\W*\[\d+\]\s|\b\d+\s?\(\s?\d+\s?\)\s?[,:]\s?\d+|\(\d{4}\):\s?\d+"
    r"|^\W*[A-Z][\w'-]+,\s(?:[A-Z]\.[\s-]?)+.*\(\d{4}[a-z]?\)"
)


def is_reference(text: str) -> bool:
    """Whether a passage is an entry of a list of references, in which every number belongs to the reference.

    >>> is_reference("[7] Doe, Jane. A title. Journal of Things 4.1 (2020): 3-9.")
    True
    """
    return _REFERENCE.search(text) is not None


def masked(text: str) -> list[Span]:
    """Where the numbers of a folded text are no figure."""
    masks = [*_MASKS, *_OF_DIGITS] if _DIGIT.search(text) else _MASKS
    return [Span(match.start(), match.end()) for mask in masks for match in mask.finditer(text)]
