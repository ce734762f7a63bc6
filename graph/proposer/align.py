"""Words found again in a text, exactly or after folding what a copy changes without changing a word.

Folded are white space, Unicode forms (NFKD of Unicode Annex 15, so ligatures too), quotation marks, dashes and
signs that are not seen, such as the soft hyphen; each folded character keeps its place in the text. Case is kept
unless asked otherwise. A span never begins or ends within a combining sequence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from graph.documents import Span
from graph.extraction.folding import fold

_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff")
# A double mark is two single ones: so is U+2033 in NFKD, and so do typists write it.
_ALIKE = str.maketrans({'"': "''", "–": "-"})
_APOSTROPHE = " \u0301"  # NFKD of U+00B4, which stands in for one
_JOINER, _FIRST_MARK, _SKIN_TONES = "\u200d", "\u0300", range(0x1F3FB, 0x1F400)


def alignments(words: str, text: str, within: Span, ignore_case: bool = False) -> list[Span]:
    """Every place where words stand in a part of a text: those where they stand exactly, or else folded.

    >>> alignments('a "plan"', "It is a  “plan”.", Span(0, 16))
    [Span(start=6, end=15)]
    """
    sought = "".join(char for char, _ in _folded(words, 0, len(words), ignore_case)).strip()
    if not sought:
        return []
    return list(_exactly(words, text, within)) or list(_loosely(sought, text, within, ignore_case))


def _exactly(words: str, text: str, within: Span) -> Iterator[Span]:
    at = text.find(words, within.start, within.end)
    while at >= 0:
        if not (_splits(text, at) or _splits(text, at + len(words))):
            yield Span(at, at + len(words))
        at = text.find(words, at + 1, within.end)


def _loosely(sought: str, text: str, within: Span, ignore_case: bool) -> Iterator[Span]:
    folded = _folded(text, within.start, within.end, ignore_case)
    found = "".join(char for char, _ in folded)
    spans = [None, *(span for _, span in folded), None]
    at = found.find(sought)
    while at >= 0:
        before, first, last, after = (spans[at + n] for n in (0, 1, len(sought), len(sought) + 1))
        whole = before != first and last != after
        if first and last and whole and not (_splits(text, first.start) or _splits(text, last.end)):
            yield Span(first.start, last.end)
        at = found.find(sought, at + 1)


@lru_cache(maxsize=256)
def _folded(text: str, start: int, end: int, ignore_case: bool) -> tuple[tuple[str, Span], ...]:
    """Folded characters, each with what it stands for: a sign of the text and the marks that belong to it."""
    made: list[tuple[str, Span]] = []
    for span in _sequences(text, start, end):
        form = unicodedata.normalize("NFKD", text[span.start : span.end])
        form = "'" if form == _APOSTROPHE else fold(form.translate(_UNSEEN)).translate(_ALIKE)
        for char in form.casefold() if ignore_case else form:
            if not char.isspace():
                made.append((char, span))
            elif not made or made[-1][0] != " ":
                made.append((" ", span))
    return tuple(made)


def _sequences(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches whose NFKD forms, one after the other, are the NFKD form of the whole."""
    first = start
    for at in range(start + 1, end):
        char = text[at]
        if char < _FIRST_MARK or not unicodedata.combining(unicodedata.normalize("NFKD", char)[0]):
            yield Span(first, at)
            first = at
    if first < end:
        yield Span(first, end)


def _splits(text: str, at: int) -> bool:
    """Whether a cut at an offset parts a sign from the marks that belong to it, or joined signs."""
    if not 0 < at < len(text):
        return False
    belongs = unicodedata.category(text[at]).startswith("M") or ord(text[at]) in _SKIN_TONES
    return belongs or _JOINER in text[at - 1 : at + 1]
