"""Acronyms that a document explains: "Long Form (LF)"; after Schwartz and Hearst (2003).

Where its letters are not all among those of the words before it, as in "Sustainability Goals (SDGs)", the words in
capitals just before it are the long form if its first and last letter begin the first and last of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.documents import Span

_BRACKETS = re.compile(r"[(\[]\s{0,2}(?P<short>[A-Z][\w&.-]{0,9}\w)\s{0,2}[)\]]")
_BREAK = re.compile(r"[,;:!?()\[\]\"]|\.\s")
_LOOKED_AT = 160
_EXTRA_WORDS = 5
_SMALL = frozenset({"of", "and", "for", "the", "in", "on", "de", "la"})


@dataclass(frozen=True)
class Definition(Span):
    """Where a long form stands, up to the bracket that closes after its acronym; ``long`` is the form alone, which
    ends at ``long_end``."""

    long: str
    short: str
    long_end: int


def definitions(text: str) -> list[Definition]:
    """The acronyms that a text explains, in order; offsets are those of the text, whose characters are folded."""
    found = []
    for bracket in _BRACKETS.finditer(text):
        short = bracket["short"]
        if sum(letter.isupper() for letter in short) < 2:
            continue
        end = len(text[: bracket.start()].rstrip())
        window = _window(text[max(0, end - _LOOKED_AT) : end], short)
        letters = short.removesuffix("s")
        start = _long_form(window, letters)
        if start is None:
            start = _capitals(window, letters)
        if start is None:
            window = text[max(0, end - _LOOKED_AT) : end]
            start = _initials(window, letters)
        if start is not None:
            long = window[start:]
            found.append(Definition(end - len(long), bracket.end(), " ".join(long.split()), short, end))
    return found


def _window(before: str, short: str) -> str:
    """The last words of a clause, as many as an acronym of this length can stand for."""
    clause = before[max((cut.end() for cut in _BREAK.finditer(before)), default=0) :]
    most = min(len(short) + _EXTRA_WORDS, 2 * len(short))
    words = list(re.finditer(r"\S+", clause))[-most:]
    return clause[words[0].start() :] if words else ""


def _long_form(window: str, short: str) -> int | None:
    """Where the long form begins whose letters hold the acronym's in order, the first at the start of a word."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    at = len(window)
    for place, letter in reversed(list(enumerate(letters))):
        at -= 1
        while at >= 0 and (window[at].lower() != letter or (place == 0 and at > 0 and window[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    return at if len(re.findall(r"[^\W_]+", window[at:])) > 1 else None


def _initials(before: str, short: str) -> int | None:
    """Where the words begin whose initials are the acronym, small words and commas between them left out."""
    wanted = [letter.lower() for letter in short if letter.isalnum()]
    for word in reversed(list(re.finditer(r"[^\W_][\w'-]*", before))):
        if word[0].lower() in _SMALL:
            continue
        if not wanted or word[0][0].lower() != wanted.pop():
            return None
        if not wanted:
            return word.start()
    return None


def _capitals(window: str, short: str) -> int | None:
    run = re.search(r"(?:[A-Z][\w'-]*(?: (?:of|and|for|the) | ))*[A-Z][\w'-]*$", window)
    if run is None:
        return None
    words = run[0].split()
    return run.start() if len(words) > 1 and words[0][0] == short[0] and words[-1][0] == short[-1].upper() else None
