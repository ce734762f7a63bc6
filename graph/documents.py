"""Source documents: frozen texts, split into blocks and sentences whose offsets are exact.

Offsets count Unicode code points of the text as decoded from UTF-8 with no newline translation; the SHA-256 of
the bytes is in ``documents.yaml``. The texts are not part of this repository: they are *attached* where the file
lies in the documents folder, else *absent*, and everything works on elided quotes.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sentencex
from pydantic import Field

from graph.errors import DocumentError
from graph.records import Record, load_records

ENVIRONMENT = "CREATIVEKG_DOCUMENTS"
DEFAULT_FOLDER = Path("documents")
_DOTS = {"…", "..."}
_ELIDE = 3


class Document(Record):
    """What is known of one source document; who wrote and published it are claims. ``issued`` is a date or year as
    far as the text gives it; ``url`` is where the publisher shows this very text, not an original that it is
    translated from."""

    id: str = Field(pattern=r"^[0-9]{3,}$")
    file: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    characters: int = Field(gt=0)
    title: str
    description: str
    issued: str | None = Field(default=None, pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}$")
    url: str | None = Field(default=None, pattern=r"^https?://[^\s<>\"{}|\\^`#]+$")
    note: str | None = None


@dataclass(frozen=True)
class Span:
    """A half-open range ``[start, end)`` of code points."""

    start: int
    end: int


@dataclass(frozen=True)
class Block(Span):
    """A heading, paragraph, caption, list item or table row, with its sentences.

    A heading, a caption and a list item are one sentence each; the sentences of a row are its cells.
    """

    kind: str
    sentences: tuple[Span, ...]


def load_documents(path: Path) -> dict[str, Document]:
    """The documents that ``documents.yaml`` lists, by id.

    Raises:
        InputError: the file is not as the schema has it, or lists an id twice.
    """
    return {document.id: document for document in load_records(path, "documents", Document)}


def documents_folder(given: Path | None = None) -> Path:
    """The folder of attached documents: the one given, else ``CREATIVEKG_DOCUMENTS``, else ``documents/``."""
    if given is not None:
        return given
    return Path(os.environ.get(ENVIRONMENT) or DEFAULT_FOLDER)


def read_text(document: Document, folder: Path) -> str | None:
    """The frozen text, or None where the document is not attached.

    Raises:
        DocumentError: the file is there but cannot be read, or is not the one that was frozen.
    """
    path = folder / document.file
    if not path.exists():
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot read document {document.id} ({error.strerror})", file=path) from error
    found = hashlib.sha256(data).hexdigest()
    if found != document.sha256:
        raise DocumentError(
            f"document {document.id} has changed: expected SHA-256 {document.sha256}, found {found}; "
            "put the frozen file back, or freeze the new text and check every evidence",
            file=path,
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(f"document {document.id} is not UTF-8 at byte {error.start}", file=path) from error
    if len(text) != document.characters:
        raise DocumentError(
            f"document {document.id}: expected {document.characters} characters, found {len(text)}", file=path
        )
    return text


def blocks(text: str) -> list[Block]:
    """Split a text into blocks, in order; the gaps between them hold only white space.

    A line is a block. A line with tabs is a row of a table, and its cells stand in for sentences.
    """
    return [block for line in re.finditer(r"[^\r\n]+", text) if (block := _block(text, line)) is not None]


def _block(text: str, line: re.Match[str]) -> Block | None:
    span = _trim(text, line.start(), line.end())
    if span is None:
        return None
    words = text[span.start : span.end]
    if "\t" in words:
        cells = (_trim(text, line.start() + c.start(), line.start() + c.end()) for c in _CELL.finditer(line[0]))
        return Block(span.start, span.end, "row", tuple(cell for cell in cells if cell is not None))
    for kind, opening in _OPENINGS.items():
        if opening.match(words):
            return Block(span.start, span.end, kind, (span,))
    return Block(span.start, span.end, "paragraph", tuple(_sentences(text, span)))


_CELL = re.compile(r"[^\t]+")
_OPENINGS = {
    "heading": re.compile(r"#"),
    "caption": re.compile(r"\W*(Figure|Table)\s\d+\.|Photo:"),
    "item": re.compile(r"([-*•]|\d+\.)\s"),
}


def _sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a span. The segmenter gives text pieces in order; offsets are counted by their length."""
    at = span.start
    for piece in sentencex.segment("en", text[span.start : span.end]):
        sentence = _trim(text, at, at + len(piece))
        if text[at : at + len(piece)] != piece:
            raise AssertionError("the segmenter changed the text")
        at += len(piece)
        if sentence is not None:
            yield sentence


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def elide(passage: str) -> str:
    """The first and the last three words of a passage; the whole of it where it has no more than six."""
    words = passage.split()
    if len(words) <= 2 * _ELIDE:
        return " ".join(words)
    return " ".join([*words[:_ELIDE], "…", *words[-_ELIDE:]])


def locate(text: str, words: str) -> list[tuple[Span, str]]:
    """Every place where the words stand, whatever the white space between them, with its elided quote.

    A ``…`` or ``...`` among the words stands for the fewest words that can be between its neighbours.
    """
    pattern = r"\s+".join(".+?" if word in _DOTS else re.escape(word) for word in words.split())
    found = re.finditer(pattern, text, re.DOTALL) if set(words.split()) - _DOTS else ()
    return [(Span(m.start(), m.end()), elide(m[0])) for m in found]
