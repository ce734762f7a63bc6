"""HTML: the visible text of the whole page in order, and trafilatura's word on which of it is the main text.

A block is a line with an empty one below it, a heading has its marks, an item its dash, a table a line a row.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from graph.documents import Span
from graph.errors import ReadingError
from graph.hardwrap import ends_a_sentence
from graph.reading import visible
from graph.reading.extra import library
from graph.reading.furniture import furniture
from graph.reading.plain import decode
from graph.reading.reading import Furniture, Reading, Source, merged
from graph.reading.sniff import MEDIA_TYPES
from graph.reading.visible import VisibleBlock

_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_PRESCAN = 2048
_LETTERS = re.compile(r"\W+")
_LONG = 25
_LEAST = 0.15
_LINKED = 0.6
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`#]+")
_ISSUED = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def read_html(source: Source) -> Reading:
    """The text of a page.

    Raises:
        ReadingError: it has no text, or its encoding cannot be told.
    """
    declared = _DECLARED.search(source.data[:_PRESCAN])
    charset = source.charset or (declared[1].decode("ascii") if declared else None)
    page, _ = decode(source.data, charset)
    page = page.replace("\0", "")
    blocks = visible.blocks(page) if page.strip() else []
    if not blocks:
        raise ReadingError("the page has no text; a script may write it, so save it from the browser")
    text, spans = _write(blocks)
    trafilatura = library("trafilatura")
    main, known = _main_text(trafilatura, page, source.url)
    found = [
        Furniture(span.start, span.end, "furniture")
        for span, is_main in zip(spans, _is_main(blocks, main), strict=True)
        if not is_main
    ]
    return Reading(
        text=text,
        reader=f"trafilatura {trafilatura.__version__}",
        media_type=MEDIA_TYPES["html"],
        title=_fold(known.get("title")),
        language=visible.language(page),
        issued=_whole(_ISSUED, known.get("date")),
        url=source.url or _whole(_URL, known.get("url")),
        furniture=merged([*furniture(text), *found]),
    )


def _write(blocks: Sequence[VisibleBlock]) -> tuple[str, list[Span]]:
    parts, spans, at = [], [], 0
    for block, below in zip(blocks, [*blocks[1:], None], strict=True):
        spans.append(Span(at, at + len(block.text)))
        parts.append(block.text + ("\n" if block.is_row and below and below.is_row else "\n\n"))
        at += len(parts[-1])
    return "".join(parts), spans


def _main_text(trafilatura: Any, page: str, url: str | None) -> tuple[list[str], dict[str, Any]]:
    """The lines of the main text as trafilatura finds them, and what it knows of the page."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(
        page, url=url, favor_recall=True, include_comments=False, include_tables=True, with_metadata=True
    )
    if found is None:
        return [], {}
    known = found.as_dict()
    return (known.get("text") or "").split("\n"), known


def _is_main(blocks: Sequence[VisibleBlock], main: Sequence[str]) -> list[bool]:
    """Of each block, whether it is of the main text.

    What trafilatura has is main text, and what stands between its first and its last long block, unless the page
    itself says that it is navigation, or it is mostly links. Where trafilatura has next to nothing the page's own
    word decides alone.
    """
    lines = {_letters(line) for line in main}
    whole = "".join(map(_letters, main))
    keys = [_letters(block.text) for block in blocks]
    long = [len(key) >= _LONG and key in whole for key in keys]
    if sum(len(key) for key, is_long in zip(keys, long, strict=True) if is_long) < _LEAST * sum(map(len, keys)):
        return [not block.is_navigation for block in blocks]
    first, last = long.index(True), len(long) - 1 - long[::-1].index(True)
    heading = max((index for index in range(first) if blocks[index].level == 1), default=first)
    return [
        long[index]
        or (key in lines and not block.is_navigation)
        or (
            min(heading, first) <= index <= last
            and not block.is_navigation
            and (block.linked < _LINKED or ends_a_sentence(block.text))
        )
        for index, (block, key) in enumerate(zip(blocks, keys, strict=True))
    ]


def _letters(text: str) -> str:
    return _LETTERS.sub("", text).casefold()


def _fold(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _whole(pattern: re.Pattern[str], value: str | None) -> str | None:
    return value if value and pattern.fullmatch(value) else None
