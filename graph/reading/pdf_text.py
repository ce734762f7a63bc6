"""Paragraphs and tables of a PDF written out as one text, with the box of every word."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from graph.documents import Span
from graph.reading.hyphens import divided
from graph.reading.layout import Row, Word
from graph.reading.pages import Box, Run
from graph.reading.paragraphs import Paragraph
from graph.reading.pdf_pages import Table


@dataclass
class Writer:
    """Text so far, and the runs of characters with their boxes. A paragraph is a line, an empty one below it."""

    known: Set[str]
    runs: list[Run] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _at: int = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def paragraph(self, paragraph: Paragraph) -> Span:
        """Write a paragraph, its divided words made whole, a heading with its marks."""
        start = self._at
        if paragraph.heading:
            self._write("#" * paragraph.heading + " ")
        last = len(paragraph.rows) - 1
        for index, row in enumerate(paragraph.rows):
            following = paragraph.rows[index + 1].words[0].text if index < last else ""
            self._row(row, following)
        return self._ended(start)

    def table(self, table: Table, page: int) -> None:
        """Write a table: a line a row, tabs between its cells."""
        for cells in table.rows:
            if any(cells):
                for column, cell in enumerate(cells):
                    self._write("\t" if column else "")
                    self._words(cell, page)
                self._write("\n")
        self._write("\n")

    def words(self, words: Sequence[Word], page: int) -> Span:
        """Write words as a paragraph."""
        start = self._at
        self._words(words, page)
        return self._ended(start)

    def _row(self, row: Row, following: str) -> None:
        *words, last = row.words
        stays = divided(last.text, following, self.known) if following else None
        self._words(words, row.page)
        self._write(" " if words else "")
        self._word(last.text if stays is None else stays, last, row.page)
        self._write(" " if following and stays is None else "")

    def _words(self, words: Sequence[Word], page: int) -> None:
        for index, word in enumerate(words):
            self._write(" " if index else "")
            self._word(word.text, word, page)

    def _word(self, text: str, word: Word, page: int) -> None:
        box = Box(page, *(round(edge, 1) for edge in (word.x0, word.top, word.x1, word.bottom)))
        self.runs.append(Run(self._at, self._at + len(text), box))
        self._write(text)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)

    def _ended(self, start: int) -> Span:
        end = self._at
        self._write("\n\n")
        return Span(start, end)
