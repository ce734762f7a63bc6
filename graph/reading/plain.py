"""Plain text and Markdown: the frozen text is the file's own, decoded, with its line breaks and marks."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from importlib.metadata import version

from graph.documents import blocks
from graph.errors import ReadingError
from graph.hardwrap import ends_a_sentence
from graph.reading.furniture import furniture
from graph.reading.furniture_words import DATE, bare
from graph.reading.reading import Furniture, Reading, Source
from graph.reading.sniff import MEDIA_TYPES, Kind

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHAOS = 0.02
_COHERENCE = 0.3
_TITLE_WORDS = 20
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡-¬®-¶¸-¿×÷][^\W\d_]")
_UNKNOWN = "unknown encoding; save the file as UTF-8"


def read_plain(source: Source) -> Reading:
    """A txt file: offsets count the characters of the file itself, a byte order mark aside.

    Raises:
        ReadingError: the encoding is neither UTF-8 nor clearly another one.
    """
    return _read(source, "plain")


def read_markdown(source: Source) -> Reading:
    """A Markdown file, its marks left as they are; as `read_plain`."""
    return _read(source, "markdown")


def _read(source: Source, kind: Kind) -> Reading:
    text, encoding = decode(source.data, source.charset)
    notes = () if encoding == "utf-8" else (f"its encoding is {encoding}; the text is frozen as UTF-8",)
    aside = tuple(furniture(text))
    return Reading(
        text=text,
        reader=f"creativekg {version('creativekg')}",
        media_type=MEDIA_TYPES[kind],
        title=_title(text, aside),
        url=source.url,
        furniture=aside,
        notes=notes,
    )


def _title(text: str, aside: Sequence[Furniture]) -> str | None:
    """A line that the top of the text repeats, else its first line where that is a heading or reads as one."""
    repeated = (text[span.start : span.end] for span in aside if span.reason == "metadata")
    for title in repeated:
        if not DATE.fullmatch(bare(title)):
            return title.strip("#*_ ")
    covered = {span.start for span in aside}
    first = next((block for block in blocks(text) if block.start not in covered), None)
    if first is None:
        return None
    words = text[first.start : first.end]
    is_title = first.kind == "heading" or (len(words.split()) <= _TITLE_WORDS and not ends_a_sentence(words))
    return words.strip("#*_ ") if is_title else None


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text and the encoding of bytes: by their mark, as UTF-8, as declared, or as recognised beyond doubt.

    Raises:
        ReadingError: the encoding cannot be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data.removeprefix(mark) if encoding == "utf-8" else data, encoding), encoding
    for stated in ("utf-8", declared):
        if stated is not None:
            try:
                return data.decode(stated), codecs.lookup(stated).name
            except (UnicodeDecodeError, LookupError):
                continue
    recognised = _recognised(data)
    return _decoded(data, recognised), recognised


def _recognised(data: bytes) -> str:
    """Windows-1252 where it reads well, else the one encoding that does; several that do are none."""
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        raise ReadingError(_UNKNOWN) from error
    found = from_bytes(data, preemptive_behaviour=False)
    readable = {
        match.encoding
        for match in found
        if match.chaos <= _CHAOS and match.coherence >= _COHERENCE and not match.encoding.startswith("utf_")
    }
    if "cp1252" in readable:
        if _SIGN_IN_WORD.search(data.decode("cp1252", errors="replace")):
            raise ReadingError(_UNKNOWN)
        return "cp1252"
    if len(readable) != 1:
        raise ReadingError(_UNKNOWN)
    return readable.pop()


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(f"not {encoding.upper()} at byte {error.start}; save the file as UTF-8") from error
