"""DOCX, read with python-docx: paragraphs, headings, items and tables in the order of the body, then notes.

Insertions count and deletions do not, as Word shows them when all changes are accepted. Headers and footers stand
at the end, as furniture.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from graph.errors import ReadingError
from graph.reading.extra import library
from graph.reading.furniture import furniture
from graph.reading.reading import Furniture, Reading, Source, merged
from graph.reading.sniff import MEDIA_TYPES

_DAMAGED = (KeyError, ValueError, AttributeError, TypeError, zipfile.BadZipFile, zlib.error, RecursionError)
_MOST_BYTES = 300_000_000
_MOST_RATIO = 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{_W}txbxContent"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-", f"{_W}sym": ""}
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}rPr", f"{_W}pPr", f"{_W}instrText", _FALLBACK}
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|-)")


def read_docx(source: Source) -> Reading:
    """The text of a DOCX file.

    Raises:
        ReadingError: it is damaged, swells to more than it may, or has no text.
    """
    _check_archive(source.data)
    docx = library("docx")
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(source.data))
        body = "".join(_lines(document))
        edges = [line for line in dict.fromkeys(_edges(document)) if line]
    except (OpcError, *_DAMAGED, library("lxml.etree").LxmlError) as error:
        raise ReadingError("the DOCX file is damaged and cannot be read") from error
    if not body.strip():
        raise ReadingError("the DOCX file has no text")
    at, parts, spans = len(body), [body], []
    for line in edges:
        spans.append(Furniture(at, at + len(line), "furniture"))
        parts.append(line + "\n\n")
        at += len(line) + 2
    text = "".join(parts)
    core = document.core_properties
    known = _LANGUAGE.match((core.language or "").lower())
    return Reading(
        text=text,
        reader=f"python-docx {docx.__version__}",
        media_type=MEDIA_TYPES["docx"],
        title=" ".join((core.title or "").split()) or _first_heading(body),
        language=known[0] if known else None,
        url=source.url,
        furniture=merged([*furniture(body), *spans]),
    )


def _check_archive(data: bytes) -> None:
    """Refuse an archive that swells beyond measure before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = [(member.file_size, member.compress_size) for member in archive.infolist()]
            locked = any(member.flag_bits & 1 for member in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadingError("the DOCX file is damaged and cannot be read") from error
    if locked:
        raise ReadingError("the DOCX file is locked with a password; save it without one")
    whole = sum(size for size, _ in sizes)
    if whole > _MOST_BYTES or any(size > 10**7 and size > _MOST_RATIO * max(packed, 1) for size, packed in sizes):
        raise ReadingError(f"the DOCX file unpacks to {whole:,} bytes, which no document does; it is not read")
    if "word/document.xml" not in names:
        raise ReadingError("it is a ZIP archive or a document of another office program; save it as DOCX")


def _lines(document: Any) -> Iterator[str]:
    yield from _blocks(document.element.body, document)
    for part in document.part.rels.values():
        if part.reltype.endswith(("/footnotes", "/endnotes")) and not part.is_external:
            notes = library("lxml.etree").fromstring(part.target_part.blob)
            for paragraph in notes.iter(f"{_W}p"):
                if words := _folded(_text(paragraph)):
                    yield words + "\n\n"


def _blocks(parent: Any, document: Any) -> Iterator[str]:
    """The blocks of a body, a text box or a content control, each with the line breaks below it."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, document)
        elif child.tag == f"{_W}tbl":
            yield from _table(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _blocks(child, document)


def _paragraph(paragraph: Any, document: Any) -> Iterator[str]:
    lines = [line for line in map(_folded, _text(paragraph).split("\n")) if line]
    if lines:
        marks = _marks(paragraph, document)
        yield marks + (" " if marks else "\n").join(lines) + "\n\n"
    for box in paragraph.iter(_TEXT_BOX):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _blocks(box, document)


def _marks(paragraph: Any, document: Any) -> str:
    """The marks of a heading or an item, by the style of its paragraph."""
    from docx.text.paragraph import Paragraph

    style = Paragraph(paragraph, document).style
    name = (style.name or "") if style is not None else ""
    if heading := _HEADING.match(name):
        return "#" * min(int(heading[1]) or 1, 6) + " "
    if name.lower() == "title":
        return "# "
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    return "- " if numbered or name.lower().startswith("list") else ""


def _table(table: Any) -> Iterator[str]:
    """A line a row, tabs between its cells; a row of one cell is a paragraph."""
    written = False
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        cells = [_folded(" ".join(_text(each) for each in cell.iter(f"{_W}p"))) for cell in row.iter(f"{_W}tc")]
        if any(cells):
            written = True
            yield "\t".join(cells) + "\n"
    if written:
        yield "\n"


def _edges(document: Any) -> Iterator[str]:
    for section in document.sections:
        for edge in (
            section.header,
            section.footer,
            section.first_page_header,
            section.first_page_footer,
            section.even_page_header,
            section.even_page_footer,
        ):
            if not edge.is_linked_to_previous:
                yield _folded(" ".join(_text(paragraph) for paragraph in edge._element.iter(f"{_W}p")))


def _text(element: Any) -> str:
    """The text of a paragraph as shown: fields by what they show, text boxes left to themselves."""
    if element.tag in _LEFT_OUT or element.tag == _TEXT_BOX:
        return ""
    if element.tag == f"{_W}t":
        return element.text or ""
    return _BREAKS.get(element.tag, "") + "".join(_text(child) for child in element if isinstance(child.tag, str))


def _folded(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub("", text).split())


def _first_heading(body: str) -> str | None:
    heading = re.search(r"^#+ (.+)$", body, re.MULTILINE)
    return heading[1] if heading else None
