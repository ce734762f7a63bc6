"""Whether two names are of one thing, by their words: what a candidate calls a new thing, and a curated label."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_NAMES_NOTHING = frozenset(
    ("a", "an", "the", "of", "in", "on", "for", "to", "and", "or", "by", "with", "from", "at", "as", "new", "other")
)
_STEMMER = snowballstemmer.stemmer("english")


@cache
def stems(name: str) -> frozenset[str]:
    """The stems of the words of a name, without words that name nothing.

    >>> sorted(stems("The digitization of archives"))
    ['archiv', 'digit']
    """
    words = (word.casefold() for word in _WORD.findall(name))
    return frozenset(_STEMMER.stemWords([word for word in words if word not in _NAMES_NOTHING]))


def one_thing(name: str, labels: Iterable[str]) -> bool:
    """Whether a name and one of the labels share at least half of the words of each."""
    return any(_shared(name, label) >= max(len(stems(name)), len(stems(label))) for label in labels)


def much_the_same(name: str, labels: Iterable[str]) -> bool:
    """Whether a name and one of the labels share at least half of the words of the shorter.

    It is how a phrase of a text ("promoting accountability") is told from the name that a curator has made of it
    ("Accountability for AI outputs").
    """
    return any(_shared(name, label) >= min(len(stems(name)), len(stems(label))) for label in labels)


def _shared(name: str, label: str) -> int:
    """Twice the number of words that both have; -1 where one of them has none."""
    mine, theirs = stems(name), stems(label)
    return 2 * len(mine & theirs) if mine and theirs else -1
