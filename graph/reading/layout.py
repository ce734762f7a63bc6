"""The words of a page in reading order: rows of words, and columns where an empty strip runs between two of them.

Coordinates are in points from the upper left corner of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from statistics import median

_SAME_ROW = 0.5
_STRIP = 0.7
_NARROWEST_STRIP = 6.0
_COLUMN_ROWS = 3
_FEWEST_ROWS = 2
_NEARER = 1.5
_FILLED = 0.55
_EDGE = 0.25
_WORDS_A_ROW = 2


@dataclass(frozen=True)
class Word:
    """Letters without white space between them, the size of their type, and whether they are bold."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Row:
    """Words side by side, from left to right. ``page`` counts from 1."""

    words: tuple[Word, ...]
    page: int
    region: tuple[float, float]

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @cached_property
    def size(self) -> float:
        """The size of most letters."""
        letters = sorted((word.size, len(word.text)) for word in self.words)
        half = sum(count for _, count in letters) / 2
        for size, count in letters:
            half -= count
            if half <= 0:
                return size
        return letters[-1][0]

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)


def reading_order(words: list[Word], page: int) -> list[Row]:
    """The rows of a page as a person reads them: down each column, full-width rows where they stand."""
    return [
        Row(tuple(row), page, (min(word.x0 for word in region), max(word.x1 for word in region)))
        for region in _regions(words)
        for row in rows(region)
    ]


def rows(words: list[Word]) -> list[list[Word]]:
    """Words that overlap in height by half make a row, from left to right; the rows from top to bottom."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.middle, each.x0)):
        row = found[-1] if found else None
        if row and _overlap(row[0], word) >= _SAME_ROW * min(_height(row[0]), _height(word)):
            row.append(word)
        else:
            found.append([word])
    return [sorted(row, key=lambda each: each.x0) for row in found]


def _regions(words: list[Word]) -> Iterator[list[Word]]:
    """Columns from left to right, and what runs across them, from top to bottom."""
    if not words:
        return
    found = rows(words)
    strip = _strip(found)
    if strip is None:
        yield words
        return
    across: list[Word] = []
    for run, crossing in _runs(found, *strip):
        inside = [word for row in run for word in row]
        left = [word for word in inside if word.x1 <= strip[0]]
        right = [word for word in inside if word.x0 >= strip[1]]
        if crossing or min(len(rows(left)), len(rows(right))) < _FEWEST_ROWS:
            across += inside
            continue
        yield from _regions(across)
        across = []
        yield from _regions(left)
        yield from _regions(right)
    if len(across) < len(words):
        yield from _regions(across)
    else:
        yield across


def _runs(found: list[list[Word]], left: float, right: float) -> list[tuple[list[list[Word]], bool]]:
    """Rows that cross a strip, and rows that do not, in turn; with whether they do.

    A row that leaves the strip free by chance, and stands nearer to one that crosses it, goes with that one.
    """
    runs = [(list(run), crosses) for crosses, run in groupby(found, key=lambda row: _crosses(row, left, right))]
    for (upper, upper_crosses), (lower, _) in pairwise(runs):
        if upper_crosses:
            while len(lower) > 1 and _gap(upper[-1], lower[0]) * _NEARER < _gap(lower[0], lower[1]):
                upper.append(lower.pop(0))
        else:
            while len(upper) > 1 and _gap(upper[-1], lower[0]) * _NEARER < _gap(upper[-2], upper[-1]):
                lower.insert(0, upper.pop())
    return runs


def _gap(above: list[Word], below: list[Word]) -> float:
    return max(min(word.top for word in below) - max(word.bottom for word in above), 0.1)


def _strip(found: list[list[Word]]) -> tuple[float, float] | None:
    """The empty strip between two columns that most rows respect, or None: left and right edge."""
    width = max(_NARROWEST_STRIP, _STRIP * median(word.size for row in found for word in row))
    gaps = {
        ((before.x1 + after.x0) / 2)
        for row in found
        for before, after in pairwise(row)
        if after.x0 - before.x1 >= width
    }
    gaps |= _gaps_between_rows(found, width)
    best, most = None, 0
    for middle in gaps:
        edges = (middle - width / 2, middle + width / 2)
        kept = sum(
            len(run)
            for crossing, run in (
                (key, list(group)) for key, group in groupby(found, key=lambda r: _crosses(r, *edges))
            )
            if not crossing and _is_two_columns(run, middle)
        )
        if kept > most:
            best, most = edges, kept
    return best


def _gaps_between_rows(found: list[list[Word]], width: float) -> set[float]:
    """Middles of strips that separate rows which end from rows which begin, where no two stand side by side."""
    ends = sorted({round(row[-1].x1) for row in found})
    starts = sorted({round(row[0].x0) for row in found})
    gaps = set()
    for start in starts:
        before = [end for end in ends if end <= start - width]
        if before and before[-1] > starts[0]:
            gaps.add((before[-1] + start) / 2)
    return gaps


def _is_two_columns(run: list[list[Word]], middle: float) -> bool:
    """Whether both sides are columns of text: enough rows, most of which fill their column, side by side."""
    left = [part for row in run if (part := [word for word in row if word.x1 < middle])]
    right = [part for row in run if (part := [word for word in row if word.x0 > middle])]
    if not (_is_column(left) and _is_column(right)):
        return False
    return left[0][0].top < right[-1][0].bottom and right[0][0].top < left[-1][0].bottom


def _is_column(side: list[list[Word]]) -> bool:
    """Whether rows are text that fills a column, and not the cells of a list or a table without rules."""
    if len(side) < _COLUMN_ROWS:
        return False
    x0, x1 = min(row[0].x0 for row in side), max(row[-1].x1 for row in side)
    full = sum(row[-1].x1 >= x1 - _EDGE * (x1 - x0) for row in side)
    return full >= _FILLED * len(side) and sum(map(len, side)) >= _WORDS_A_ROW * len(side)


def _crosses(row: list[Word], left: float, right: float) -> bool:
    return any(word.x0 < right and word.x1 > left for word in row)


def _overlap(one: Word, other: Word) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _height(word: Word) -> float:
    return word.bottom - word.top
