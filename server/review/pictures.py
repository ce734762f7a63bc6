"""``/review/ID/page/N.png``: a page of the PDF that a text was read from, with the evidence marked on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from flask import Response, request

from graph.documents import Document, Span
from graph.errors import CreativeKGError
from graph.reading.page_image import page_image
from graph.reading.pages import Box, PageMap, by_page
from graph.reading.sidecar import load_sidecar
from graph.review.desk import Desk
from server.problems import Problem
from server.review.blueprint import blueprint
from server.review.setup import at_desk
from server.review.view import Asked, View


def pictures(desk: Desk, evidence: Iterable[Span]) -> list[int]:
    """The pages on which evidence stands; none where the text was not read from a PDF, or that is not attached."""
    return list(_boxes(desk, evidence))


@blueprint.get("/review/<document>/page/<int:number>.png")
def picture(document: str, number: int) -> Response:
    with at_desk(document) as desk:
        marked = _boxes(desk, View.of(desk, Asked.of(document, {"at": request.args.get("key", "")})).evidence)
        pdf = _pdf(desk)
    if pdf is None:
        raise Problem(404, "not-found", f"There is no PDF of document {document} here.", suggestions=[])
    try:
        png = page_image(pdf, number, marked.get(number, []))
    except CreativeKGError as error:
        raise Problem(404, "not-found", str(error), suggestions=[]) from error
    return Response(png, mimetype="image/png")


def _boxes(desk: Desk, evidence: Iterable[Span]) -> dict[int, list[Box]]:
    pages = _pages(desk.document, desk.folder) if _pdf(desk) else None
    return by_page(box for span in evidence for box in pages.boxes(span.start, span.end)) if pages else {}


def _pdf(desk: Desk) -> Path | None:
    original = desk.document.original
    file = desk.folder / original if original else None
    return file if file is not None and file.suffix.lower() == ".pdf" and file.is_file() else None


@lru_cache(maxsize=8)
def _pages(document: Document, folder: Path) -> PageMap | None:
    sidecar = load_sidecar(document, folder)
    return sidecar.pages if sidecar else None
