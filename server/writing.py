"""From the results of the engine to the frames of a reader process, in the format that was asked for.

A frame is one byte that names its kind, a length and a payload; :mod:`server.reader` lists the kinds.
"""

from __future__ import annotations

import csv
import json
import re
import struct
from typing import IO, Any, BinaryIO, cast

_CHUNK = 1 << 16
# How a format can say that something is missing. An answer that is cut is broken off as well, in every format.
_CUT = dict.fromkeys(
    ("text/turtle", "application/n-triples", "application/trig", "application/n-quads"), b"\n# %s\n"
) | dict.fromkeys(("application/sparql-results+xml", "application/rdf+xml"), b"\n<!-- %s -->\n")
# What XML 1.0 has no way to write (§2.2), in UTF-8, and an element whose name would be empty.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|<oxprefix:[^A-Za-z_\x80-\xff][^>]*")
_LONGEST_SIGN = 16  # what is sent of XML leaves so much behind, where one of these may have begun


class TooLarge(Exception):
    """The answer is longer than it may be."""


class Unwritable(Exception):
    """The format has no way to write something in the answer."""


def frame(kind: bytes, payload: bytes | dict[str, Any] = b"") -> bytes:
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return kind + struct.pack(">I", len(data)) + data


class _Gathering:
    """Where the engine writes; ``_pending`` is what it has written."""

    def __init__(self, media_type: str) -> None:
        self._xml = media_type.endswith("+xml")
        self._pending = bytearray()

    def write(self, data: bytes) -> int:
        # Oxigraph leaves a carriage return as it is, and XML parsers then read a line feed.
        self._pending += data.replace(b"\r", b"&#xD;") if self._xml and b"\r" in data else data
        return len(data)

    def flush(self) -> None:
        """The engine flushes when it has done; whoever had it write knows that as well."""

    def _check(self) -> None:
        if self._xml and (found := _NOT_XML.search(self._pending)):
            raise Unwritable(_described(found[0]))


class Gathered(_Gathering):
    """Gathers an answer that is short."""

    def __init__(self, media_type: str, limit: int) -> None:
        super().__init__(media_type)
        self._limit = limit

    def write(self, data: bytes) -> int:
        written = super().write(data)
        if len(self._pending) > self._limit:
            raise TooLarge
        return written

    def whole(self) -> bytes:
        """All that was written.

        Raises:
            Unwritable: there is something in it that the format has no way to write.
        """
        self._check()
        return bytes(self._pending)


class Writer(_Gathering):
    """Gathers small pieces, sends the head with the first, stops at ``limit`` bytes."""

    def __init__(self, output: BinaryIO, media_type: str, limit: int) -> None:
        super().__init__(media_type)
        self._output = output
        self._media_type = media_type
        self._limit = limit
        self._written = 0

    def write(self, data: bytes) -> int:
        written = super().write(data)
        if len(self._pending) >= _CHUNK:
            self._send(complete=False)
        return written

    def finish(self) -> None:
        self._send(complete=True)

    def cut(self) -> None:
        """Say in the format, if it can, that there would be more, where some of the answer has been sent."""
        line = _CUT.get(self._media_type)
        if self._written and line is not None:
            note = f"The answer is longer than {self._limit} bytes: it is cut here, and not whole."
            self._output.write(frame(b"D", line % note.encode()))

    def _send(self, *, complete: bool) -> None:
        """Write what is pending, all its frames at once: each write wakes the process that waits for them."""
        self._check()
        kept = self._pending[-_LONGEST_SIGN:] if self._xml and not complete else b""
        if kept:
            del self._pending[-_LONGEST_SIGN:]
        if self._written + len(self._pending) > self._limit:
            self._pending.clear()
            raise TooLarge
        frames = bytearray()
        if not self._written:
            length = len(self._pending) if complete else None
            frames += frame(b"H", {"media_type": self._media_type, "length": length})
        self._written += len(self._pending)
        if self._pending:
            frames += frame(b"D", bytes(self._pending))
        self._pending[:] = kept
        if complete:
            frames += frame(b"E")
        self._output.write(frames)
        self._output.flush()


def _described(found: bytes) -> str:
    if found.startswith(b"<"):
        iri = found.decode().partition('"')[2].partition('"')[0]
        return f"the IRI {iri} does not end in a name, and cannot be that of an element"
    return f"XML has no character U+{ord(found.decode()):04X}"


def write_results(results: Any, writer: Writer | Gathered, media_type: str) -> None:
    """Write what the engine found; whoever calls it finishes the writer.

    Raises:
        TooLarge: see the writers.
        Unwritable: likewise.
        OSError, ValueError, RuntimeError: the evaluation failed.
    """
    import pyoxigraph as ox

    from graph.namespaces import PREFIXES

    target = cast(IO[bytes], writer)
    if isinstance(results, ox.QueryTriples):
        rdf_format = ox.RdfFormat.from_media_type(media_type)
        triples = _Evaluated(results)
        try:
            ox.serialize(triples, target, rdf_format, prefixes=PREFIXES)
        except (OSError, ValueError) as error:
            if triples.failed:
                raise
            raise Unwritable(str(error)) from error
    elif media_type == "text/csv" and isinstance(results, ox.QuerySolutions):
        _write_csv(results, writer)
    else:
        results.serialize(target, ox.QueryResultsFormat.from_media_type(media_type))


class _Evaluated:
    """Triples as the engine finds them; remembers that finding them failed, not writing them."""

    def __init__(self, triples: Any) -> None:
        self._triples = iter(triples)
        self.failed = False

    def __iter__(self) -> _Evaluated:
        return self

    def __next__(self) -> Any:
        try:
            return next(self._triples)
        except (OSError, ValueError, RuntimeError):
            self.failed = True
            raise


def _write_csv(solutions: Any, writer: Writer | Gathered) -> None:
    """SPARQL 1.1 CSV by the rules of RFC 4180; the engine's own writer leaves an IRI with a comma unquoted."""
    import pyoxigraph as ox

    def value(term: Any) -> str:
        if term is None:
            return ""
        if isinstance(term, ox.Triple):
            return str(term)
        return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)

    rows = csv.writer(_Text(writer), lineterminator="\r\n")
    names = [variable.value for variable in solutions.variables]
    rows.writerow(names)
    if len(names) > 1:
        rows.writerows([value(term) for term in solution] for solution in solutions)
        return
    for solution in solutions:  # one column that is unbound is an empty line, which the library would quote
        text = [value(term) for term in solution]
        if any(text):
            rows.writerow(text)
        else:
            writer.write(b"\r\n")


class _Text:
    """A writer of bytes for one that writes text."""

    def __init__(self, writer: Writer | Gathered) -> None:
        self._writer = writer

    def write(self, text: str) -> int:
        return self._writer.write(text.encode())
