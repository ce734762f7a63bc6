"""The pages of a PDF as pdfplumber sees them: words with their size and weight, ruled tables, pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.reading.layout import Word, rows

_TOLERANCE = 0.15
_MOST_EDGES = 4000
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_BULLETS = frozenset({"\uf0b7", "\uf0a7", "\uf0d8", "\uf0fc", "\uf0a8", "\u2022", "(cid:127)", "(cid:2)"})
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_LONGEST_CELL = 600

Cells = Sequence[Sequence[Word]]


@dataclass(frozen=True)
class Table:
    """A ruled table: where it stands, and the words of each cell, row by row, in reading order."""

    x0: float
    top: float
    x1: float
    bottom: float
    rows: Sequence[Cells]


@dataclass(frozen=True)
class PdfPage:
    """A page, counted from 1. ``turned`` are words that do not stand upright."""

    number: int
    width: float
    height: float
    words: list[Word]
    turned: list[Word]
    tables: list[Table]
    has_pictures: bool


def read_page(page: Any) -> PdfPage:
    """The words and tables of a page of pdfplumber; words of tables are not among the words of the page."""
    found = page.extract_words(x_tolerance_ratio=_TOLERANCE, keep_blank_chars=False, return_chars=True)
    upright = [word for each in found if each["upright"] and (word := _word(each)) is not None]
    turned = [word for each in found if not each["upright"] and (word := _word(each)) is not None]
    tables, inside = _tables(page, upright)
    return PdfPage(
        number=page.page_number,
        width=round(float(page.width), 1),
        height=round(float(page.height), 1),
        words=[word for word in upright if id(word) not in inside],
        turned=turned,
        tables=tables,
        has_pictures=bool(page.images),
    )


def _word(found: dict[str, Any]) -> Word | None:
    text = _UNPRINTABLE.sub("", "".join(found["text"].split()))
    if not text:
        return None
    chars = found["chars"]
    return Word(
        text="•" if text in _BULLETS else text,
        x0=float(found["x0"]),
        top=float(found["top"]),
        x1=float(found["x1"]),
        bottom=float(found["bottom"]),
        size=float(chars[len(chars) // 2]["size"]),
        bold=_BOLD.search(chars[0].get("fontname") or "") is not None,
    )


def _tables(page: Any, words: list[Word]) -> tuple[list[Table], set[int]]:
    edges = len(page.edges)
    if edges < 4 or edges > _MOST_EDGES or not words:
        return [], set()
    kept, inside = [], set()
    for table in page.find_tables():
        cells = [[_inside(words, cell) for cell in row.cells] for row in table.rows]
        filled = [(column, cell) for row in cells for column, cell in enumerate(row) if cell]
        longest = max((sum(len(word.text) for word in cell) for _, cell in filled), default=0)
        if sum(map(any, cells)) < 2 or len({column for column, _ in filled}) < 2 or longest > _LONGEST_CELL:
            continue
        if any(id(word) in inside for _, cell in filled for word in cell):
            continue
        x0, top, x1, bottom = table.bbox
        kept.append(Table(x0, top, x1, bottom, cells))
        inside |= {id(word) for _, cell in filled for word in cell}
    return kept, inside


def _inside(words: list[Word], box: tuple[float, float, float, float] | None) -> list[Word]:
    """The words whose middle is in a box, in reading order."""
    if box is None:
        return []
    x0, top, x1, bottom = box
    within = [word for word in words if x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= word.middle <= bottom]
    return [word for row in rows(within) for word in row]
