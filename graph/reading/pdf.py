"""PDF, read with pdfplumber: paragraphs in reading order, and a map from characters to page and box.

Running heads and feet stand after the paragraph during which they come, so that sentences go on across pages.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from graph.errors import ReadingError
from graph.reading.extra import library
from graph.reading.hyphens import vocabulary
from graph.reading.layout import Row, reading_order, rows
from graph.reading.pages import PageMap
from graph.reading.paragraphs import Paragraph, body_size, paragraphs
from graph.reading.pdf_pages import PdfPage, Table, read_page
from graph.reading.pdf_text import Writer
from graph.reading.reading import Furniture, Reading, Source
from graph.reading.running import running_rows
from graph.reading.sniff import MEDIA_TYPES

_DAMAGED = (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, RecursionError)
_CODES = re.compile(r"\(cid:\d+\)")
_UNMAPPED = 0.2
_TURNED = 0.2
_TAIL = 2048
_NOT_A_TITLE = re.compile(r"microsoft|untitled|powerpoint|\.(docx?|pdf|pptx?|indd|tex|qxd)\b", re.IGNORECASE)


def read_pdf(source: Source) -> Reading:
    """The text of a PDF.

    Raises:
        ReadingError: it is encrypted, damaged, scanned or empty, or its letters cannot be told.
    """
    pages, metadata, version = _open(source.data)
    notes = _check_text(pages)
    if b"%%EOF" not in source.data[-_TAIL:]:
        notes.append("the PDF is cut off at its end; some of its text may be missing")
    running = _running(pages)
    ordered = [
        row
        for page in pages
        for row in reading_order([word for word in page.words if id(word) not in running], page.number)
    ]
    writer = Writer(vocabulary(ordered))
    body = body_size(ordered)
    found = paragraphs(ordered, body)
    furniture = tuple(_write(writer, found, pages, running))
    heading = min((each for each in found if each.heading), key=lambda each: each.heading, default=None)
    return Reading(
        text=writer.text,
        reader=f"pdfplumber {version}",
        media_type=MEDIA_TYPES["pdf"],
        title=_title(metadata) or (heading.text if heading else None),
        url=source.url,
        furniture=furniture,
        pages=PageMap(tuple((page.width, page.height) for page in pages), tuple(writer.runs)),
        notes=tuple(notes),
    )


def _open(data: bytes) -> tuple[list[PdfPage], dict[str, Any], str]:
    pdfplumber = library("pdfplumber")
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = []
            for page in pdf.pages:
                pages.append(read_page(page))
                page.close()
            return pages, pdf.metadata, pdfplumber.__version__
    except (PSException, PdfminerException, MalformedPDFException, struct.error, zlib.error, *_DAMAGED) as error:
        cause = error.args[0] if error.args else None
        if isinstance(error, PDFPasswordIncorrect | PDFEncryptionError) or isinstance(
            cause, PDFPasswordIncorrect | PDFEncryptionError
        ):
            raise ReadingError("the PDF is locked with a password; save it without one") from error
        raise ReadingError("the PDF is damaged and cannot be read; save or download it again") from error


def _check_text(pages: Sequence[PdfPage]) -> list[str]:
    """Notes on pages that are pictures only; an error where all of them are."""
    text = [word.text for page in pages for word in (*page.words, *page.turned)]
    text += [
        word.text for page in pages for table in page.tables for row in table.rows for cell in row for word in cell
    ]
    silent = [page.number for page in pages if page.has_pictures and not (page.words or page.turned or page.tables)]
    if not text and silent:
        raise ReadingError("the PDF is scanned: pictures without text; recognise its text first (OCR, as ocrmypdf)")
    if not text:
        raise ReadingError("the PDF has no text")
    coded = sum(len(_CODES.findall(word)) for word in text)
    if coded > _UNMAPPED * sum(len(_CODES.sub("x", word)) for word in text):
        raise ReadingError("the PDF does not say which letters its text is of; recognise its text first (OCR)")
    return [f"pages that are pictures without text: {', '.join(map(str, silent))}"] if silent else []


def _running(pages: Sequence[PdfPage]) -> dict[int, Row]:
    """The rows that are furniture of their page, by the ``id()`` of each of their words."""
    plain = [[Row(tuple(row), page.number, (0, page.width)) for row in rows(page.words)] for page in pages]
    running = running_rows(plain, [page.height for page in pages])
    return {id(word): row for page in plain for row in page if id(row) in running for word in row.words}


def _write(
    writer: Writer, found: Sequence[Paragraph], pages: Sequence[PdfPage], running: dict[int, Row]
) -> Iterator[Furniture]:
    """Write everything down; gives what of it is furniture."""
    tables = {page.number: sorted(page.tables, key=lambda table: table.top) for page in pages}
    begun = 0
    for paragraph in found:
        first = paragraph.rows[0]
        for page in pages[begun : first.page - 1]:
            yield from _end_page(writer, page, tables[page.number], running)
        begun = max(begun, first.page - 1)
        here = tables[first.page]
        while here and _stands_above(here[0], first):
            writer.table(here.pop(0), first.page)
        writer.paragraph(paragraph)
    for page in pages[begun:]:
        yield from _end_page(writer, page, tables[page.number], running)


def _stands_above(table: Table, row: Row) -> bool:
    left, right = row.region
    return table.top < row.top and table.x0 < right and table.x1 > left


def _end_page(writer: Writer, page: PdfPage, tables: list[Table], running: dict[int, Row]) -> Iterator[Furniture]:
    """What is left of a page: tables at its end, words that do not stand upright, and its running rows."""
    for table in tables:
        writer.table(table, page.number)
    if page.turned:
        span = writer.words(page.turned, page.number)
        if len(page.turned) < _TURNED * (len(page.turned) + len(page.words)):
            yield Furniture(span.start, span.end, "furniture")
    for row in dict.fromkeys(row for word in page.words if (row := running.get(id(word))) is not None):
        span = writer.words(row.words, page.number)
        yield Furniture(span.start, span.end, "furniture")


def _title(metadata: dict[str, Any]) -> str | None:
    title = metadata.get("Title")
    if not isinstance(title, str) or _NOT_A_TITLE.search(title) or len(title.split()) < 2:
        return None
    return " ".join(title.split())
