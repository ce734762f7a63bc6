"""Words divided at the end of a line, made whole again; a hyphen that belongs to the word stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from graph.hardwrap import begins_small
from graph.reading.layout import Row

HYPHENS = ("-", "‐", "\u00ad")
_KEPT_AFTER = frozenset(
    {"self", "well", "cross", "high", "low", "long", "short", "non", "ex", "half", "so", "end", "user"}
)
_WORD = re.compile(r"[\w]+(?:[-‐][\w]+)*")


def vocabulary(rows: Iterable[Row]) -> Set[str]:
    """The words of a document in small letters, those that stand at the end of a line with a hyphen left out."""
    found: set[str] = set()
    for row in rows:
        words = row.words[:-1] if row.words[-1].text.endswith(HYPHENS) else row.words
        for word in words:
            found.update(part.casefold().replace("‐", "-") for part in _WORD.findall(word.text))
    return found


def divided(word: str, following: str, known: Set[str]) -> str | None:
    """What stays of a word that ends a line with a hyphen before the rest of it; None where it is not divided.

    The hyphen goes where the document has the whole word, and stays where it has the word with its hyphen, or both
    halves as words, or where the first half is one that hyphens follow.
    """
    if not word.endswith(HYPHENS) or len(word) < 2 or not word[-2].isalpha() or not begins_small(following):
        return None
    if word.endswith("\u00ad"):
        return word[:-1]
    first, second = _WORD.findall(word)[-1].casefold(), _WORD.findall(following)[0].casefold()
    whole, hyphened = first + second, f"{first}-{second}".replace("‐", "-")
    if whole in known:
        return word[:-1]
    last = re.split(r"[-‐]", first)[-1]
    if hyphened in known or "-" in first or last in _KEPT_AFTER or (last in known and second in known):
        return word
    return word[:-1]
