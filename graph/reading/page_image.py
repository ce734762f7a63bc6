"""A page of a PDF as a picture, with boxes marked on it, drawn with pypdfium2, which pdfplumber brings."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from graph.errors import ReadingError
from graph.reading.extra import library
from graph.reading.pages import Box

_SCALE = 1.6
_MARK = (255, 214, 92)
_PADDING = 1.0


def page_image(pdf: Path, page: int, boxes: Iterable[Box] = (), scale: float = _SCALE) -> bytes:
    """A page, counted from 1, as PNG; ``scale`` is in pixels a point. Boxes of other pages are left out.

    Raises:
        ReadingError: the file is missing or damaged, or has no such page.
    """
    pdfium, chops, draw, images = (
        library(name) for name in ("pypdfium2", "PIL.ImageChops", "PIL.ImageDraw", "PIL.Image")
    )
    try:
        document = pdfium.PdfDocument(pdf)
    except (pdfium.PdfiumError, FileNotFoundError) as error:
        raise ReadingError(f"{pdf}: cannot be shown ({error})") from error
    try:
        if not 1 <= page <= len(document):
            raise ReadingError(f"{pdf}: there is no page {page}; it has {len(document)}")
        picture = document[page - 1].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    marks = images.new("RGB", picture.size, "white")
    pen = draw.Draw(marks)
    for box in boxes:
        if box.page == page:
            edges = (box.x0 - _PADDING, box.top - _PADDING, box.x1 + _PADDING, box.bottom + _PADDING)
            pen.rectangle([edge * scale for edge in edges], fill=_MARK)
    written = io.BytesIO()
    chops.multiply(picture, marks).save(written, "PNG")
    return written.getvalue()
