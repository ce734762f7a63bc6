"""What kind of file bytes are: told by the bytes themselves, then by what a server or the name says of them."""

from __future__ import annotations

import re
from typing import Literal

from graph.errors import ReadingError
from graph.reading.reading import Source

Kind = Literal["plain", "markdown", "html", "pdf", "docx"]

MEDIA_TYPES: dict[Kind, str] = {
    "plain": "text/plain",
    "markdown": "text/markdown",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_ENDINGS: dict[str, Kind] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
ENDING_OF: dict[Kind, str] = {"pdf": ".pdf", "docx": ".docx", "html": ".html"}
READ = "txt, Markdown, HTML, PDF and DOCX are read"
_HEAD = 8192
_HTML = re.compile(rb"\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old Word file, or a DOCX that is locked with a password; save it as DOCX without one",
    b"{\\rtf": "RTF; save it as DOCX",
    b"\x89PNG": "a picture; recognise its text first (OCR)",
    b"\xff\xd8\xff": "a picture; recognise its text first (OCR)",
    b"%!PS": "PostScript; save it as PDF",
}


def sniff(source: Source) -> Kind:
    """The kind of a file.

    Raises:
        ReadingError: it is of a kind that is not read, or its name says PDF or DOCX and its bytes do not.
    """
    head = source.data[:_HEAD]
    named = _ENDINGS.get(source.ending)
    for opening, what in _OTHERS.items():
        if head.startswith(opening):
            raise ReadingError(f"it is {what}")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        if b"word/" in source.data or named == "docx":
            return "docx"
        raise ReadingError(f"it is a ZIP archive or a document of another office program; {READ}")
    if named in ("pdf", "docx"):
        raise ReadingError(f"it is named {source.ending} but is none: the file is damaged, or named wrongly")
    if b"\0" in head and not head.startswith(_WIDE):
        raise ReadingError(f"it is not text, nor of another kind that is read ({READ})")
    media_type = source.media_type or ""
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) or "html" in media_type or named == "html":
        return "html"
    if named or not source.ending or media_type.startswith("text/"):
        return "markdown" if named == "markdown" or media_type == "text/markdown" else "plain"
    raise ReadingError(f"its ending {source.ending} is not of a kind that is read ({READ})")


def surprise(source: Source, kind: Kind) -> str | None:
    """A line that says that a file is not what its name says, or None where it is."""
    named = _ENDINGS.get(source.ending)
    if named is None or named == kind or {named, kind} <= {"plain", "markdown"}:
        return None
    return f"it is named {source.ending}, but is {kind.upper()} and was read as such"
