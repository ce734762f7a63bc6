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
    """Whether a name shares at least half of its words, and half of a label's, with one of the labels."""
    mine = stems(name)
    return any(
        2 * len(mine & theirs) >= max(len(mine), len(theirs), 1) for theirs in map(stems, labels) if mine and theirs
    )
