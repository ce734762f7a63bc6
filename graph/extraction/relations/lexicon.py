"""Lists of words, written as one reads them."""

from __future__ import annotations


def words(*lines: str) -> frozenset[str]:
    """The words of the lines.

    >>> sorted(words("use employ", "deploy"))
    ['deploy', 'employ', 'use']
    """
    return frozenset(word for line in lines for word in line.split())
