"""Where on its pages a text stands: runs of characters with their boxes, and the boxes of any span.

Boxes are in points from the upper left corner of the page, as pdfplumber has them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

_SAME_LINE = 2.0


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, which is counted from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class Run:
    """The characters ``[start, end)`` of the text, which stand in a box: a word, or a part of one."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True)
class PageMap:
    """``sizes`` are the widths and heights of the pages; ``runs`` are in the order of the text."""

    sizes: tuple[tuple[float, float], ...]
    runs: tuple[Run, ...]

    def boxes(self, start: int, end: int) -> list[Box]:
        """The boxes of the words that a span touches, one a line of the page, in the order of the text."""
        first = max(bisect_right(self.runs, start, key=lambda run: run.start) - 1, 0)
        touched = []
        for run in self.runs[first:]:
            if run.start >= end:
                break
            if run.end > start:
                touched.append(run.box)
        return _by_line(touched)

    def as_json(self) -> dict[str, Any]:
        """Sizes, and runs as ``[start, end, page, x0, top, x1, bottom]``."""
        return {
            "sizes": [list(size) for size in self.sizes],
            "runs": [
                [run.start, run.end, run.box.page, run.box.x0, run.box.top, run.box.x1, run.box.bottom]
                for run in self.runs
            ],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PageMap:
        """The map that `as_json` wrote down."""
        runs = (Run(start, end, Box(*box)) for start, end, *box in data["runs"])
        return cls(tuple((width, height) for width, height in data["sizes"]), tuple(runs))


def _by_line(boxes: Iterable[Box]) -> list[Box]:
    """Boxes side by side on one line become one."""
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and last.page == box.page and abs(last.bottom - box.bottom) <= _SAME_LINE and box.x0 >= last.x0:
            lines[-1] = Box(
                box.page, last.x0, min(last.top, box.top), max(last.x1, box.x1), max(last.bottom, box.bottom)
            )
        else:
            lines.append(box)
    return lines


def by_page(boxes: Iterable[Box]) -> dict[int, list[Box]]:
    """Boxes by the page they are on, the pages in order."""
    ordered = sorted(boxes, key=lambda box: box.page)
    return {page: list(found) for page, found in groupby(ordered, key=lambda box: box.page)}
