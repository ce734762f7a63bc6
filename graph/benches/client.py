"""A lean HTTP client that measures, in a process of its own: one keep-alive connection on a raw socket.

It imports nothing but the standard library, so that eight of them start quickly. The parent writes one line of JSON
on its standard input for each job and reads two from its standard output: that the client is connected, and the
result. ``python -c "from graph.benches.client import main; main()"``.
"""

from __future__ import annotations

import gc
import json
import socket
import sys
import time
from typing import Any

_PIECE = 1 << 17
_BUSY = (429, 503)


class Connection:
    """One keep-alive connection from an address of this machine, opened anew where the server closes it.

    Memory is used again for the next answer, and a long body is received where it stays: to copy some megabytes
    takes longer than many an answer.

    Raises:
        OSError: the connection fails; TimeoutError after so many seconds without an answer.
    """

    def __init__(self, port: int, timeout_s: float, address: str = "127.0.0.1") -> None:
        self._port = port
        self._address = address
        self._timeout_s = timeout_s
        # What came in and is not yet used is in ``_piece[_start:_end]``.
        self._piece = bytearray(_PIECE)
        self._start = self._end = 0
        self._body = bytearray(_PIECE)
        self._socket: socket.socket | None = self._open()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *error: object) -> None:
        self._close()

    def ask(self, request: bytes) -> tuple[int, memoryview]:
        """Send a request; the status and the body of the answer, which lasts until the next request."""
        self._socket = self._socket or self._open()
        self._socket.sendall(request)
        lines = self._up_to(b"\r\n\r\n").lower().split(b"\r\n")
        status = int(lines[0].split(b" ", 2)[1])
        headers = dict(line.split(b": ", 1) for line in lines[1:])
        if headers.get(b"transfer-encoding") == b"chunked":
            size = self._chunks()
        elif b"content-length" in headers:
            size = self._receive(0, int(headers[b"content-length"]))
        else:
            raise ConnectionError("the answer has neither a length nor chunks")
        if headers.get(b"connection") == b"close":
            self._close()
        return status, memoryview(self._body)[:size]

    def _chunks(self) -> int:
        total = 0
        while size := int(self._up_to(b"\r\n"), 16):
            total = self._receive(total, size)
            self._up_to(b"\r\n")
        self._up_to(b"\r\n")
        return total

    def _up_to(self, mark: bytes) -> bytes:
        """What comes before a mark; the mark is used up too."""
        while (found := self._piece.find(mark, self._start, self._end)) < 0:
            if self._end == len(self._piece):
                if not self._start:
                    raise ConnectionError("a line of the answer is too long")
                self._piece[: self._end - self._start] = self._piece[self._start : self._end]
                self._start, self._end = 0, self._end - self._start
            self._end += self._into(memoryview(self._piece)[self._end :])
        taken = bytes(self._piece[self._start : found])
        self._start = found + len(mark)
        if self._start == self._end:
            self._start = self._end = 0
        return taken

    def _receive(self, begin: int, size: int) -> int:
        """Have ``size`` bytes more in the body from ``begin`` on; where they end."""
        end = begin + size
        if end > len(self._body):
            body = bytearray(2 * end)
            body[:begin] = memoryview(self._body)[:begin]
            self._body = body
        here = min(size, self._end - self._start)
        view = memoryview(self._body)
        view[begin : begin + here] = memoryview(self._piece)[self._start : self._start + here]
        self._start += here
        at = begin + here
        while at < end:
            at += self._into(view[at:end])
        return end

    def _into(self, view: memoryview) -> int:
        assert self._socket is not None
        size = self._socket.recv_into(view)
        if not size:
            raise ConnectionError("the server closed the connection")
        return size

    def _open(self) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self._port), self._timeout_s, (self._address, 0))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._start = self._end = 0
        return opened

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def get(path: str, accept: str) -> str:
    """A GET request; ``path`` is percent-encoded."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\nAccept-Encoding: identity\r\n"
        "Connection: keep-alive\r\n\r\n"
    )


def measure(job: dict[str, Any], ready: Any) -> dict[str, Any]:
    """Ask one request after the other.

    Args:
        job: ``port``; ``address``, ours; ``first``, a request that is not measured; ``requests``; ``seconds``,
            after which no further request is begun; ``timeout``, the seconds that one may take.
        ready: called when the connection is open; the clock starts when it returns.

    Returns:
        ``ms``, the milliseconds of each request from its first byte sent to its last byte received; ``refused``,
        how many more were answered with 429 or 503; ``seconds`` for all of them; ``failed``, None or what went
        wrong with the request after them; ``late``, whether that was the time limit.
    """
    requests = [each.encode("ascii") for each in job["requests"]]
    times: list[float] = []
    refused, failed, late = 0, None, False
    with Connection(job["port"], job["timeout"], job["address"]) as connection:
        connection.ask(job["first"].encode("ascii"))
        ready()
        clock = time.perf_counter
        started = clock()
        until = started + job["seconds"]
        for request in requests:
            before = clock()
            if before >= until:
                break
            try:
                status, body = connection.ask(request)
            except TimeoutError:
                failed, late = f"no answer within {job['timeout']:g} s", True
                break
            except OSError as error:
                failed = str(error)
                break
            after = clock()
            if status in _BUSY:
                refused += 1
                continue
            if status != 200:
                failed = f"{status}: {bytes(body[:300]).decode('utf-8', 'replace')}"
                break
            times.append((after - before) * 1000)
        elapsed = clock() - started
    return {"ms": times, "refused": refused, "seconds": elapsed, "failed": failed, "late": late}


def main() -> None:
    """Work off the jobs of the parent until it closes our standard input."""

    def ready() -> None:
        print("ready", flush=True)
        sys.stdin.readline()

    gc.disable()
    for line in iter(sys.stdin.readline, ""):
        print(json.dumps(measure(json.loads(line), ready)), flush=True)
        gc.collect()
