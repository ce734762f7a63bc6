"""Rows of a page put together to paragraphs: by leading, type, indentation, and whether the next word fitted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from graph.hardwrap import begins_small, ends_a_sentence
from graph.reading.layout import Row

_LEADING = 1.3
_TIGHT = 1.5
_MEASURED = 5
_SAME_SIZE = 0.6
_INDENT = 0.8
_SPACE = 0.3
_RAGGED = 0.08
_LOOK_BACK = 4
_HEADING_SIZE = 1.12
_HEADING_WORDS = 20
_BULLET = re.compile(r"[•‣▪◦●○■□·–▶➢✓*-]\s")
_NUMBER = re.compile(r"(\d{1,2}[.)]|\(\d{1,2}\)|\[\d{1,3}\]|[a-z]\)|\([a-z]\))\s")
_LEADERS = re.compile(r"(\.\s?){3,}\s*\d+$")


@dataclass
class Paragraph:
    """Rows that are one paragraph. ``heading`` is the level of a heading, from 1, or 0."""

    rows: list[Row]
    heading: int = field(default=0)

    @property
    def last(self) -> Row:
        return self.rows[-1]

    @property
    def size(self) -> float:
        return self.rows[0].size

    @property
    def text(self) -> str:
        return " ".join(row.text for row in self.rows)


def body_size(rows: Iterable[Row]) -> float:
    """The size of type that most letters have."""
    letters: Counter[float] = Counter()
    for row in rows:
        letters[round(row.size, 1)] += len(row.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def paragraphs(rows: Sequence[Row], body: float) -> list[Paragraph]:
    """The paragraphs of rows in reading order, across columns and pages."""
    leadings = _leadings(rows)
    found: list[Paragraph] = []
    for row in rows:
        before = found[-1] if found else None
        same_region = before is not None and (before.last.page, before.last.region) == (row.page, row.region)
        if before is None:
            found.append(Paragraph([row]))
        elif same_region and not _starts(before, row, leadings[row.page, row.region], body):
            before.rows.append(row)
        elif not same_region and (unfinished := _unfinished(found, row)) is not None:
            unfinished.rows.append(row)
        else:
            found.append(Paragraph([row]))
    _name_headings(found, body)
    return found


def _leadings(rows: Sequence[Row]) -> dict[tuple[int, tuple[float, float]], float]:
    """The distance from line to line that is usual in each region."""
    steps: dict[tuple[int, tuple[float, float]], list[float]] = {}
    for above, row in pairwise(rows):
        steps.setdefault((row.page, row.region), [])
        if (above.page, above.region) == (row.page, row.region) and abs(above.size - row.size) <= _SAME_SIZE:
            steps[row.page, row.region].append(row.bottom - above.bottom)
    sizes = {(row.page, row.region): row.size for row in rows}
    usual = {}
    for region, size in sizes.items():
        measured = [step for step in steps.get(region, []) if step > 0]
        usual[region] = median(measured) if len(measured) >= _MEASURED else _TIGHT * size
        if 0 < len(measured) < _MEASURED:
            usual[region] = min(min(measured) * 1.1, usual[region])
    return usual


def _starts(paragraph: Paragraph, row: Row, leading: float, body: float) -> bool:
    """Whether a row starts a paragraph of its own below those of the paragraph before it."""
    above = paragraph.last
    step = row.bottom - above.bottom
    if step > _LEADING * max(leading, row.size) or abs(row.size - above.size) > _SAME_SIZE:
        return True
    if row.bold != above.bold and (row.bold or len(paragraph.rows) == 1 or ends_a_sentence(above.text)):
        return True
    if _BULLET.match(row.text) or _LEADERS.search(above.text):
        return True
    ended = ends_a_sentence(above.text)
    if _NUMBER.match(row.text) and (ended or _NUMBER.match(paragraph.rows[0].text)):
        return True
    if begins_small(row.text) or above.text.endswith(("-", "‐", "\u00ad")):
        return False
    indented = row.x0 > above.x0 + _INDENT * row.size
    if indented and ended and not _is_item(paragraph):
        return True
    return row.size < body * _HEADING_SIZE and _would_have_fitted(above, row)


def _would_have_fitted(above: Row, row: Row) -> bool:
    """Whether the first word of a row had room at the end of the row above, which was thus ended on purpose."""
    left, right = row.region
    first = row.words[0]
    return above.x1 + _SPACE * row.size + (first.x1 - first.x0) < right - _RAGGED * (right - left)


def _is_item(paragraph: Paragraph) -> bool:
    first = paragraph.rows[0].text
    return bool(_BULLET.match(first) or _NUMBER.match(first))


def _unfinished(found: Sequence[Paragraph], row: Row) -> Paragraph | None:
    """The paragraph that goes on with the first row of a column: it stopped in mid-sentence, footnotes aside."""
    if not begins_small(row.text):
        return None
    for paragraph in reversed(found[-_LOOK_BACK:]):
        if abs(paragraph.last.size - row.size) <= _SAME_SIZE:
            return None if ends_a_sentence(paragraph.last.text) else paragraph
    return None


def _name_headings(found: Sequence[Paragraph], body: float) -> None:
    """Short paragraphs of larger type are headings; the larger, the higher."""
    headings = [
        each
        for each in found
        if each.size >= body * _HEADING_SIZE
        and len(each.text.split()) <= _HEADING_WORDS
        and not each.text.rstrip().endswith((".", ",", ";"))
        and any(letter.isalpha() for letter in each.text)
    ]
    ranks = {
        size: rank for rank, size in enumerate(sorted({round(each.size) for each in headings}, reverse=True), 1)
    }
    for each in headings:
        each.heading = min(ranks[round(each.size)], 6)
