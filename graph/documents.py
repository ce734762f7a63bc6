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
from itertools import pairwise
from pathlib import Path

import sentencex
from pydantic import Field

from graph.defaults import DOCUMENTS, DOCUMENTS_VARIABLE
from graph.errors import DocumentError
from graph.hardwrap import goes_on, is_indented, wrap_width
from graph.records import Record, load_records

_DOTS = {"…", "..."}
_ELIDE = 3


class Document(Record):
    """What is known of one source document; who wrote and published it are claims. ``issued`` is a date or year as
    far as the text gives it; ``url`` is where the publisher shows this very text, not an original that it is
    translated from. ``reader`` is the program that took the text out of a file, with its version, and ``original``
    a copy of that file beside the text."""

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
    reader: str | None = None
    original: str | None = None


@dataclass(frozen=True)
class Span:
    """A half-open range ``[start, end)`` of code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point, neither of them being empty."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Block(Span):
    """A heading, paragraph, caption, list item, table row or rule, with its sentences.

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
    return Path(os.environ.get(DOCUMENTS_VARIABLE) or DOCUMENTS)


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

    A line is a block, but for lines that were broken to fit a width: those are one block with the lines that they
    go on with. A line with tabs or between pipes is a row of a table, and its cells stand in for sentences. A line
    of dashes or equal signs is a ``rule``; the line that it underlines is a heading.
    """
    lines = [_line(text, found) for found in _LINE.finditer(text) if not found[0].isspace()]
    _name_underlined(lines)
    return [_block(text, run) for run in _runs(text, lines)]


@dataclass
class _Line:
    """A line that is not blank: where its words stand, of what kind it is, and all of it with its indentation."""

    span: Span
    kind: str
    whole: str
    start: int


_LINE = re.compile(r"[^\r\n\f\v]+")
_ONE_BREAK = re.compile(r"[^\S\r\n\f\v]*(\r\n|\n|\r)[^\S\r\n\f\v]*")
_CELL = re.compile(r"[^\t]+")
_BETWEEN_PIPES = re.compile(r"[^\s|:-]")
_PIPED_CELL = re.compile(r"(?:\\\||[^|])+")
_KINDS = {
    "heading": re.compile(r"#|\d{1,2}(\.\d{1,2}){1,3}\.?\s+[A-Z]\w*(\s+[\w&,’'()/–-]+){0,11}$"),
    "caption": re.compile(r"\W*(Figure|Table)\s\d+\.|Photo:"),
    "item": re.compile(r"([-*+•‣▪◦●○■□·–]|\d{1,3}[.)]|\((\d{1,2}|[a-z]|[ivx]+)\)|[a-z]\))\s"),
    "rule": re.compile(r"([=_~*-])\1{2,}$|\|?(\s*:?-{2,}:?\s*\|)+(\s*:?-{2,}:?)?$"),
}
_RUNNING = {"paragraph", "item", "caption"}
_UNDERLINED_WORDS = 20


def _line(text: str, line: re.Match[str]) -> _Line:
    span = _trim(text, line.start(), line.end())
    words = text[span.start : span.end]
    if "\t" in words or _is_piped(words):
        kind = "row"
    else:
        kind = next((kind for kind, looks in _KINDS.items() if looks.match(words)), "paragraph")
    return _Line(span, kind, line[0], line.start())


def _is_piped(words: str) -> bool:
    ends = words.startswith("|") and words.endswith("|") and not words.endswith("\\|")
    return ends and _BETWEEN_PIPES.search(words) is not None


def _name_underlined(lines: list[_Line]) -> None:
    for line, below in pairwise(lines):
        adjacent = below.start - (line.start + len(line.whole)) <= 2
        if line.kind == "paragraph" and below.whole.strip()[:3] in ("===", "---") and below.kind == "rule":
            short = len(line.whole.split()) <= _UNDERLINED_WORDS and not line.whole.rstrip().endswith(".")
            line.kind = "heading" if adjacent and short else line.kind


def _runs(text: str, lines: list[_Line]) -> Iterator[list[_Line]]:
    """The lines of each block: running text goes on in the line right below it where `hardwrap` says so."""
    below = {
        upper.start: lower
        for upper, lower in pairwise(lines)
        if upper.kind in _RUNNING
        and lower.kind == "paragraph"
        and (upper.kind == "item" or not is_indented(lower.whole, upper.whole))
        and _ONE_BREAK.fullmatch(text, upper.span.end, lower.span.start)
    }
    width = wrap_width((line.whole, below[line.start].whole) for line in lines if line.start in below)
    run: list[_Line] = []
    for line in lines:
        run.append(line)
        follower = below.get(line.start)
        if follower is None or not goes_on(line.whole, follower.whole, width):
            yield run
            run = []


def _block(text: str, lines: list[_Line]) -> Block:
    start, end, kind = lines[0].span.start, lines[-1].span.end, lines[0].kind
    if kind == "row":
        cells = _PIPED_CELL if _is_piped(text[start:end]) else _CELL
        at = lines[0].start
        parts = ((at + cell.start(), at + cell.end()) for cell in cells.finditer(lines[0].whole))
        return Block(start, end, kind, tuple(_trim(text, *part) for part in parts if text[slice(*part)].strip()))
    if kind == "paragraph":
        return Block(start, end, kind, tuple(_sentences(text, Span(start, end))))
    return Block(start, end, kind, (Span(start, end),))


def _sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a span. The segmenter gives text pieces in order; offsets are counted by their length."""
    at = span.start
    words = text[span.start : span.end].translate(_BREAKS)
    for piece in sentencex.segment("en", words):
        if words[at - span.start :][: len(piece)] != piece:
            raise AssertionError("the segmenter changed the text")
        if piece.strip():
            yield _trim(text, at, at + len(piece))
        at += len(piece)


_BREAKS = str.maketrans("\r\n", "  ")


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


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
