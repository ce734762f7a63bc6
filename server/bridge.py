"""From the event loop to the Flask application, and back (WSGI, PEP 3333).

A thread works on a request only while the application computes. A body that is longer than a piece is fetched piece
by piece, so that clients that read slowly hold no thread.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIApplication

from server.engine import broken_off

_WHOLE = 1 << 20
_PIECE = 1 << 18


@dataclass(frozen=True)
class WsgiResponse:
    """Names of headers are in lower case. ``body`` is whole, or comes in pieces; whoever has done with it must call
    ``close``."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes | AsyncIterator[bytes]
    close: Callable[[], None]


class Bridge:
    """Calls a WSGI application in threads of its own."""

    def __init__(self, application: WSGIApplication, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def call(
        self, scope: Mapping[str, Any], headers: Mapping[str, str], body: bytes, extra: dict[str, object]
    ) -> WsgiResponse:
        """The application's response to an ASGI request; ``extra`` is added to its environment.

        Raises:
            Problem: the body broke off before anything was sent.
        """
        loop = asyncio.get_running_loop()
        environ = _environ(scope, headers, body) | extra
        status, given, first, rest = await loop.run_in_executor(self._threads, self._start, environ)
        close = getattr(rest, "close", lambda: None)
        if rest is None:
            return WsgiResponse(status, given, first, close)
        return WsgiResponse(status, given, self._pieces(first, iter(rest)), close)

    def _start(self, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes, Iterable[bytes] | None]:
        """Status, headers, the first part of the body, and the rest of it unless that is all."""
        begun: list[Any] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[..., None]:
            begun[:] = [int(status[:3]), [(name.lower(), value) for name, value in headers]]
            return lambda data: None  # write() is for applications older than ours

        body = self._application(environ, start_response)
        pieces = iter(body)
        try:
            first = _collected(pieces, _WHOLE)
        except ConnectionError as error:
            getattr(body, "close", lambda: None)()
            raise broken_off(error) from error
        status, headers = begun
        if len(first) >= _WHOLE:
            return status, headers, first, _Rest(pieces, body)
        getattr(body, "close", lambda: None)()
        return status, headers, first, None

    async def _pieces(self, first: bytes, rest: Iterator[bytes]) -> AsyncIterator[bytes]:
        yield first
        loop = asyncio.get_running_loop()
        while data := await loop.run_in_executor(self._threads, _collected, rest, _PIECE):
            yield data

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class _Rest:
    """What is left of a body, closed with it."""

    def __init__(self, pieces: Iterator[bytes], body: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.close: Callable[[], None] = getattr(body, "close", lambda: None)

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces


def _collected(pieces: Iterator[bytes], least: int) -> bytes:
    """At least so many bytes, or all that there are."""
    found, length = [], 0
    for piece in pieces:
        found.append(piece)
        length += len(piece)
        if length >= least:
            break
    return b"".join(found)


def _environ(scope: Mapping[str, Any], headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    host, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        # A HEAD is answered like a GET; the server leaves the body out.
        "REQUEST_METHOD": "GET" if scope["method"] == "HEAD" else scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name not in ("content-length", "transfer-encoding") and "_" not in name:
            environ["HTTP_" + name.upper().replace("-", "_")] = value
    return environ
