"""Rows of a table as a grid: which cells are numbers, and which headings stand over and before each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.documents import Span
from graph.extraction.blocks import Passage
from graph.extraction.figures import periods
from graph.extraction.figures.grammar import quantities
from graph.extraction.figures.quantity import Quantity
from graph.extraction.folding import fold

_RULE = re.compile(r"[\s|:+=-]*$")
_LETTERS = re.compile(r"[^\W\d_]")
_NO_FIGURES = re.compile(
    r"(?:rank(?:ing)?|pos(?:ition)?|nr|no|number|#|id|code|ref(?:erence)?|page|chapter|date|year|month|time"
    r"|founded|established|opened|released?|release year|version|phone|tel|postcode|item)\.?$",
    re.IGNORECASE,
)
_RANK = re.compile(r"(?:rank(?:ing)?|place)\.?$", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_MOST_HEADERS = 3
_YEARS_OVER = 2  # the least years that make a row below the first one of headings


@dataclass(frozen=True)
class Cell(Span):
    """A cell at a column, the first being 0."""

    column: int


@dataclass(frozen=True)
class Number(Cell):
    """A cell that is a number, with the headings of its row and of its column, the nearest last.

    A rank has ``over`` it the headings of the figures that it follows from.
    """

    quantity: Quantity
    before: tuple[Span, ...]
    over: tuple[Span, ...]
    is_rank: bool = False


def numbers(text: str, rows: Sequence[Passage]) -> Iterator[Number]:
    """Every cell that is a figure, in the order of the text; years and other marks of a row are none.

    The numbers of rows are ranks where a heading says so, or where some figure falls from row to row.
    """
    grid = [cells for row in rows if (cells := _cells(text, row))]
    heads = _headers(text, grid)
    body = grid[heads:]
    labels = _label_columns(text, grid[:heads], body)
    falling = _falling_column(text, body, labels)
    ranks = _rank_column(text, grid[:heads], body, falling)
    above: dict[int, Span] = {}
    for cells in body:
        here = {cell.column: cell for cell in cells if cell.column in labels}
        deepest = max(here, default=-1)
        above = {column: span for column, span in above.items() if column < min(here, default=10**6)} | here
        before = tuple(above[column] for column in sorted(above) if column <= deepest or not here)
        named = tuple(each for each in before if not _is_mark(text, each))
        for cell in cells:
            is_rank = cell.column == ranks and bool(named)
            if (is_rank or cell.column not in labels) and (quantity := _number(text, cell)) is not None:
                column = cell.column if falling is None or not is_rank else falling
                over = tuple(_over(grid[:heads], column))
                yield Number(cell.start, cell.end, cell.column, quantity, named, over, is_rank)


def headed(text: str, rows: Sequence[Passage]) -> tuple[list[Span], list[Span]]:
    """The headings of the columns of a table with one row of headings, and what stands in its first column.

    Both are empty where a table has no such row, or something else than names stands in its first column.
    """
    grid = [cells for row in rows if (cells := _cells(text, row))]
    if _headers(text, grid) != 1 or len(grid) < _MOST_HEADERS or grid[0][0].column != 0:
        return [], []
    first = [cells[0] for cells in grid[1:] if cells[0].column == 0]
    if any(_number(text, cell) is not None for cell in first) or len(first) < len(grid) - 1:
        return [], []
    return [Span(each.start, each.end) for each in grid[0]], [Span(each.start, each.end) for each in first]


def _cells(text: str, row: Passage) -> list[Cell]:
    """The cells of a row with their columns, which are counted from the start of its line as leading ones may be
    empty."""
    start = max(text.rfind("\n", 0, row.start), text.rfind("\r", 0, row.start)) + 1
    line = text[start : row.end]
    mark = "\t" if "\t" in line else "|"
    if mark == "|" and _RULE.match(line):
        return []
    offset = 1 if mark == "|" and line.lstrip().startswith("|") else 0
    found = []
    spans = row.sentences if mark == "\t" else _between_pipes(text, start, row.end)
    for cell in spans:
        if text[cell.start : cell.end].strip():
            found.append(Cell(cell.start, cell.end, text.count(mark, start, cell.start) - offset))
    return found


def _between_pipes(text: str, start: int, end: int) -> Iterator[Span]:
    for match in re.finditer(r"[^|]+", text[start:end]):
        inner = match[0].strip()
        if inner:
            at = start + match.start() + match[0].index(inner)
            yield Span(at, at + len(inner))


def _headers(text: str, grid: Sequence[Sequence[Cell]]) -> int:
    """How many of the first rows hold no number but years; none where every row does."""
    count = 0
    for cells in grid[:_MOST_HEADERS]:
        counting = [cell for cell in cells if _number(text, cell) is not None]
        years = [cell for cell in counting if _is_year(text, cell)]
        if len(years) < len(counting) or (count and years and len(years) < _YEARS_OVER and cells[0].column == 0):
            break
        count += 1
    return count if count < len(grid) else 0


def _number(text: str, cell: Span) -> Quantity | None:
    """The number that a cell is; None where it has other words, or is a date."""
    words = fold(text[cell.start : cell.end]).replace("*", " ").replace("†", " ").replace("‡", " ")
    if words.startswith("(") and words.endswith(")") and re.fullmatch(r"\([\d.,]+%?\)", words):
        words = f" {words[1:-1]} "
    if not words.strip().isdigit() and any(period.edtf for period in periods.find(words.strip())):
        return None
    found = quantities(words, [])
    if not found or (len(found) > 1 and not re.match(r"\s*\(", words[found[0].whole.end :])):
        return None
    first = found[0]
    rest = words[: first.whole.start] + words[first.whole.end :].split("(")[0]
    return None if first.in_words or _LETTERS.search(rest) or re.search(r"\d", rest) else first


def _is_year(text: str, cell: Span) -> bool:
    return _YEAR.fullmatch(text, cell.start, cell.end) is not None


def _label_columns(text: str, headers: Sequence[Sequence[Cell]], body: Sequence[Sequence[Cell]]) -> set[int]:
    """The columns that name or order the rows: those without figures, and those whose heading or sequence says
    so."""
    columns = {cell.column for cells in [*headers, *body] for cell in cells}
    found = set()
    for column in columns:
        cells = [cell for row in body for cell in row if cell.column == column]
        values = [number.value if (number := _number(text, cell)) else None for cell in cells]
        heading = " ".join(text[span.start : span.end] for span in _over(headers, column))
        ordered = values == [str(nth) for nth in range(1, len(values) + 1)] and len(values) > 2
        years = all(_is_year(text, cell) for cell in cells) and not heading
        marks = years or _NO_FIGURES.match(heading.strip("*_ ")) is not None or (not heading and ordered)
        if marks or not any(values) or (column == 0 and ordered):
            found.add(column)
    return found


def _falling_column(text: str, body: Sequence[Sequence[Cell]], labels: set[int]) -> int | None:
    """The last column of figures that fall from row to row, as they do in a ranking."""
    columns: dict[int, list[float]] = {}
    for cells in body:
        for cell in cells:
            if cell.column not in labels and (quantity := _number(text, cell)) is not None:
                columns.setdefault(cell.column, []).append(float(quantity.value.replace(",", "")))
    falling = [
        column
        for column, values in columns.items()
        if len(values) == len(body) and values == sorted(values, reverse=True) and values[0] > values[-1]
    ]
    return max(falling, default=None)


def _rank_column(
    text: str, headers: Sequence[Sequence[Cell]], body: Sequence[Sequence[Cell]], falling: int | None
) -> int | None:
    for column in sorted({cell.column for cells in body for cell in cells}):
        cells = [cell for row in body for cell in row if cell.column == column]
        heading = " ".join(text[span.start : span.end] for span in _over(headers, column)).strip("*_ ")
        values = [text[cell.start : cell.end].strip(" .*_") for cell in cells]
        ordered = len(values) > 2 and values == [str(nth) for nth in range(1, len(values) + 1)]
        if _RANK.match(heading) or (not heading and ordered and falling is not None):
            return column
    return None


def _is_mark(text: str, label: Span) -> bool:
    """Whether a label is only the number of its row."""
    words = text[label.start : label.end].strip(" .*#")
    return words.isdigit() and _YEAR.fullmatch(words) is None


def _over(headers: Sequence[Sequence[Cell]], column: int) -> Iterator[Span]:
    """The headings of a column, the outermost first; one that spans columns stands over the first of them."""
    for level, cells in enumerate(headers):
        last = level == len(headers) - 1
        fitting = [each for each in cells if each.column == column or (not last and each.column < column)]
        lowest = fitting[-1:] if fitting and (fitting[-1].column == column or fitting[-1].column > 0) else []
        yield from (Span(each.start, each.end) for each in lowest)
