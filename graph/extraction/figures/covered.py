"""Which code points of a text are taken."""

from __future__ import annotations

from collections.abc import Iterable

from graph.documents import Span


def covered(length: int, spans: Iterable[Span]) -> bytearray:
    """One byte for each code point, 1 where a span is.

    >>> covered(5, [Span(1, 3)])
    bytearray(b'\\x00\\x01\\x01\\x00\\x00')
    """
    taken = bytearray(length)
    for span in spans:
        taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    return taken
