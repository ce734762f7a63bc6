"""Hard-wrapped text: lines that were broken to fit a width, and whether a line goes on with the next.

A text shows that it is wrapped by what most of its lines do: they stop in mid-sentence, and the next begins with a
small letter. Lists, verses, menus and addresses do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from statistics import quantiles

Pair = tuple[str, str]

_PAIRS = 2
_SHARE = 0.5
_NARROWEST = 30
_BAND = 0.75
_ENDS_A_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]*_]*$")
_BROKEN_ON_PURPOSE = re.compile(r"( {2}|\\)$")
_BEGINS_SMALL = re.compile(r"[\"'“‘«(\[*_]*[^\W\d_]")


def wrap_width(pairs: Iterable[Pair]) -> float | None:
    """The width, in characters, at which a text was wrapped, or None where it was not.

    ``pairs`` are its lines of running text, each with the line right below it.
    """
    unended = [pair for pair in pairs if len(pair[0].strip()) >= _NARROWEST and not ends_a_sentence(pair[0])]
    broken = [len(line.strip()) for line, below in unended if begins_small(below)]
    if len(broken) < _PAIRS or len(broken) < _SHARE * len(unended):
        return None
    return quantiles(broken, n=10, method="inclusive")[-1]


def goes_on(line: str, below: str, width: float | None) -> bool:
    """Whether the line below continues a line: it was broken in mid-sentence, or where the text is wrapped."""
    length = len(line.strip())
    if length < _NARROWEST or _BROKEN_ON_PURPOSE.search(line):
        return False
    in_mid_sentence = not ends_a_sentence(line) and begins_small(below)
    return in_mid_sentence or (width is not None and length >= _BAND * width)


def is_indented(below: str, line: str) -> bool:
    """Whether a line begins further to the right than the one above it, as a new paragraph may."""
    return _indent(below) > _indent(line) + 1


def ends_a_sentence(words: str) -> bool:
    """Whether words end as sentences do, closing quotes and brackets aside."""
    return _ENDS_A_SENTENCE.search(words.rstrip()) is not None


def begins_small(words: str) -> bool:
    """Whether the first letter of words, which nothing but quotes and brackets may precede, is a small one."""
    opening = _BEGINS_SMALL.match(words.lstrip())
    return opening is not None and opening[0][-1].islower()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
