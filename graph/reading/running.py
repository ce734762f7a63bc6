"""Running heads and feet, and page numbers: rows at the edge of a page that others repeat at the same height."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from graph.reading.layout import Row

_ZONE = 0.13
_ROWS = 3
_SAME_HEIGHT = 4.0
_NUMBER = re.compile(r"\d+")
_PAGE = re.compile(r"\W*(?:page\s|p\.\s?|slide\s)?(\d{1,4})(?:\s?(?:of|/|\|)\s?\d{1,4})?\W*", re.IGNORECASE)


def running_rows(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> set[int]:
    """The ``id()`` of the rows that are furniture of their page.

    ``pages`` are the rows of each page, ``heights`` the heights of the pages in points. A row repeats another where
    it has the same words, digits aside, at the same height, on three pages, or on two of a document of no more than
    three; a page number is one where it keeps step with the pages.
    """
    needed = 3 if len(pages) > 3 else 2
    alike: dict[tuple[str, int], list[tuple[int, Row]]] = defaultdict(list)
    numbers: dict[int, list[tuple[int, Row]]] = defaultdict(list)
    for page, (rows, height) in enumerate(zip(pages, heights, strict=True)):
        for row in _edges(rows, height):
            words = _NUMBER.sub("#", row.text.casefold())
            for shelf in {round(row.top / _SAME_HEIGHT), round(row.top / _SAME_HEIGHT + 0.5)}:
                alike[words, shelf].append((page, row))
            if number := _PAGE.fullmatch(row.text):
                numbers[int(number[1]) - page].append((page, row))
    found = set()
    for group in [*alike.values(), *numbers.values()]:
        if len({page for page, _ in group}) >= needed:
            found |= {id(row) for _, row in group}
    return found


def _edges(rows: Sequence[Row], height: float) -> list[Row]:
    """The outermost rows at the top and at the foot of a page."""
    ordered = sorted(rows, key=lambda row: row.top)
    top = [row for row in ordered[:_ROWS] if row.bottom <= height * _ZONE]
    foot = [row for row in ordered[-_ROWS:] if row.top >= height * (1 - _ZONE)]
    return top + [row for row in foot if row not in top]
