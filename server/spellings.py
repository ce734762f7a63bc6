"""The names of a thing, and which documents write them: read off the words of the claims that speak of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from server.facts import Fact, Quote


@dataclass(frozen=True)
class Spelling:
    """A name, and for each document that writes it the first passage in which it does."""

    name: str
    written: tuple[Quote, ...]


def spellings(names: Iterable[str], facts: Iterable[Fact]) -> list[Spelling]:
    """Where the evidence of some claims has each name, as a whole word; first the names that a document has.

    A name in small letters is found in capitals as well, any other only as it is. Where the snapshot has no whole
    quotes, only their first and last words can tell.
    """
    quotes = sorted(
        {quote for fact in facts for quote in fact.quotes},
        key=lambda quote: (quote.document.term.value, quote.start),
    )
    found = []
    for name in names:
        pattern = _pattern(name)
        first: dict[str, Quote] = {}
        for quote in quotes:
            if quote.document.term.value not in first and pattern.search(quote.exact or quote.elided):
                first[quote.document.term.value] = quote
        found.append(Spelling(name, tuple(first.values())))
    return sorted(found, key=lambda spelling: not spelling.written)


def _pattern(name: str) -> re.Pattern[str]:
    """A name as text has it: over line ends, and through the marks of headings and stress."""
    words = r"[\s*_]+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE if name == name.lower() else 0)
