"""A disposable process that evaluates SPARQL queries over one store, one at a time.

``python -m server.reader STORE PARENT_PID MEMORY_BYTES`` reads requests from standard input and writes frames to
standard output. A request is a length (4 bytes, big-endian) and a JSON object; a frame is one byte that names its
kind, a length and a payload:

- ``R`` ready, or not: ``{"network": bool, "memory": bool}`` or ``{"error": str}``; once, at the start.
- ``H`` the head of an answer: ``{"media_type": str, "length": int | null}``, the length where it is all there.
- ``D`` data, ``E`` the end of the data, ``X`` an error: ``{"error": kind, "message": str, …}`` and no more frames.

Nothing here imports a web framework or another part of the application: a process that is killed has to be
replaced in a few hundredths of a second.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import IO, Any, BinaryIO, cast

from server.sandbox import confine, end_after, enlarge_pipe, limit_memory

_CHUNK = 1 << 16
_PIPE = 1 << 20
_GRACE_S = 1.0


class Writer:
    """Where the engine writes: gathers small pieces, sends the head with the first, stops at ``limit`` bytes."""

    def __init__(self, output: BinaryIO, media_type: str, limit: int) -> None:
        self._output = output
        self._media_type = media_type
        self._limit = limit
        self._xml = media_type.endswith("+xml")
        self._pending = bytearray()
        self._written = 0

    def write(self, data: bytes) -> int:
        # Oxigraph leaves a carriage return as it is, and XML parsers then read a line feed.
        self._pending += data.replace(b"\r", b"&#xD;") if self._xml and b"\r" in data else data
        if len(self._pending) >= _CHUNK:
            self._send(complete=False)
        return len(data)

    def flush(self) -> None:
        """The engine flushes when it has done; ``finish`` does what is needed then."""

    def finish(self) -> None:
        self._send(complete=True)
        frame(self._output, b"E")
        self._output.flush()

    def _send(self, *, complete: bool) -> None:
        first = self._written == 0
        self._written += len(self._pending)
        if self._written > self._limit:
            raise TooLarge
        if first:
            length = len(self._pending) if complete else None
            frame(self._output, b"H", {"media_type": self._media_type, "length": length})
        if self._pending:
            frame(self._output, b"D", bytes(self._pending))
        if not complete:
            self._output.flush()
        self._pending.clear()


class TooLarge(Exception):
    """The answer is longer than it may be."""


def frame(output: BinaryIO, kind: bytes, payload: bytes | dict[str, Any] = b"") -> None:
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    output.write(kind + struct.pack(">I", len(data)) + data)


def answer(store: Any, request: dict[str, Any], output: BinaryIO) -> None:
    """Evaluate one request and write its frames."""
    import pyoxigraph as ox

    from graph.namespaces import PREFIXES

    def fail(kind: str, message: str, **more: object) -> None:
        frame(output, b"X", {"error": kind, "message": message, **more})
        output.flush()

    dataset: dict[str, Any] = {}
    if request["default_graphs"] or request["named_graphs"]:
        for argument, names in (("default_graph", "default_graphs"), ("named_graphs", "named_graphs")):
            dataset[argument] = []
            for name in request[names]:
                try:
                    dataset[argument].append(ox.NamedNode(name))
                except ValueError as error:
                    return fail("graph", f"{name} ({error})")
    try:
        results = store.query(request["query"], **dataset)
    except SyntaxError as error:
        return fail("syntax", str(error))
    except (OSError, ValueError, RuntimeError) as error:
        return fail("evaluation", str(error))
    graph = isinstance(results, ox.QueryTriples)
    media_type = request["graph" if graph else "solutions"]
    if media_type is None:
        return fail("format", "", form="graph" if graph else "solutions")
    writer = Writer(output, media_type, request["limit"])
    target = cast(IO[bytes], writer)
    try:
        if isinstance(results, ox.QueryTriples):
            ox.serialize(results, target, ox.RdfFormat.from_media_type(media_type), prefixes=PREFIXES)
        else:
            results.serialize(target, ox.QueryResultsFormat.from_media_type(media_type))
        writer.finish()
    except TooLarge:
        fail("size", "")
    except (OSError, ValueError, RuntimeError) as error:
        fail("evaluation", str(error))


def main(store_path: str, parent: str, memory: str) -> None:
    requests, output = sys.stdin.buffer, sys.stdout.buffer
    no_network = confine(int(parent))  # before the engine is loaded, because the engine starts threads
    enlarge_pipe(output.fileno(), _PIPE)
    import pyoxigraph as ox

    try:
        store = ox.Store.read_only(store_path)
        if not store.query("ASK { ?s ?p ?o }"):
            raise OSError("the store holds no triple")
    except (OSError, ValueError, RuntimeError) as error:
        frame(output, b"R", {"error": str(error)})
        output.flush()
        return
    limited = limit_memory(int(memory))
    frame(output, b"R", {"network": not no_network, "memory": limited})
    output.flush()
    while len(head := requests.read(4)) == 4:
        request = json.loads(requests.read(struct.unpack(">I", head)[0]))
        end_after(request["deadline"] + _GRACE_S)  # a second watch, should the parent not be there to kill
        answer(store, request, output)
        end_after(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
