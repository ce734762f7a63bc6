"""From a path or an address to a `Reading`: bytes are read within limits, a reader for their kind reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from graph.errors import ReadingError
from graph.reading.fetch import fetch, is_address
from graph.reading.limits import LARGEST, too_large
from graph.reading.plain import read_markdown, read_plain
from graph.reading.reading import Reading, Source
from graph.reading.sniff import Kind, sniff, surprise


def load(name: str, largest: int = LARGEST) -> Source:
    """The bytes of a file or at an address.

    Raises:
        ReadingError: there is no such file, it cannot be read or is too large; or as `fetch`.
    """
    if is_address(name):
        return fetch(name, largest)
    path = Path(name)
    try:
        if not path.is_file():
            raise ReadingError("there is no such file" if not path.exists() else "it is not a regular file")
        size = path.stat().st_size
        if size > largest:
            raise ReadingError(too_large(size, largest))
        return Source(path.read_bytes(), path.name)
    except OSError as error:
        raise ReadingError(f"cannot be read ({error.strerror})") from error


def read(source: Source) -> Reading:
    """The text of a source, by the reader for its kind.

    Raises:
        ReadingError: it is empty, or of a kind that is not read; or the reader refuses it.
    """
    if not source.data.strip():
        raise ReadingError("it is empty")
    kind = sniff(source)
    reading = _reader(kind)(source)
    if not any(letter.isalnum() for letter in reading.text):
        raise ReadingError("it has no words")
    note = surprise(source, kind)
    return replace(reading, notes=(note, *reading.notes)) if note else reading


def _reader(kind: Kind) -> Callable[[Source], Reading]:
    """The reader for a kind; those that need a library are imported when they are needed."""
    if kind == "pdf":
        from graph.reading.pdf import read_pdf

        return read_pdf
    if kind == "docx":
        from graph.reading.docx import read_docx

        return read_docx
    if kind == "html":
        from graph.reading.html import read_html

        return read_html
    return read_plain if kind == "plain" else read_markdown


def files_below(folder: Path) -> Iterator[Path]:
    """The files below a folder, hidden ones and our own records left out; links to folders are not followed."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and not name.endswith(".reading.json"):
                yield Path(parent) / name
