"""What a reader makes of a file: its text, what of it is furniture, and where on the page each word stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.coverage import Reason
from graph.documents import Span
from graph.reading.pages import PageMap


@dataclass(frozen=True)
class Furniture(Span):
    """Words that are visible but belong to the site or the page, not to the document's text."""

    reason: Reason


@dataclass(frozen=True)
class Source:
    """The bytes to read. ``name`` is a file name or address for messages; ``charset`` and ``media_type`` are what a
    server said of them; ``url`` is where they were found."""

    data: bytes
    name: str
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None

    @property
    def ending(self) -> str:
        """The last part of the name, ``.pdf``, in small letters; empty where it has none."""
        stem, dot, ending = self.name.rpartition("/")[2].rpartition(".")
        return f".{ending.lower()}" if stem and dot else ""

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return self.name.rstrip("/").rpartition("/")[2].removesuffix(self.ending) or self.name


@dataclass(frozen=True)
class Reading:
    """A text with all that is visible, in reading order, and what its reader knows of it.

    ``reader`` is the name and version of the library that read it. ``language`` has two or three letters and
    ``issued`` is a date or year, as far as the file states them. ``notes`` are lines for the person who reads.
    """

    text: str
    reader: str
    media_type: str
    title: str | None = None
    language: str | None = None
    issued: str | None = None
    url: str | None = None
    furniture: tuple[Furniture, ...] = ()
    pages: PageMap | None = None
    notes: tuple[str, ...] = ()


def merged(spans: Iterable[Furniture]) -> tuple[Furniture, ...]:
    """Furniture in the order of the text, without what overlaps a span that begins before it."""
    kept: list[Furniture] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
