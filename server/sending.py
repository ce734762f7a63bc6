"""From a reply to bytes on the wire, with the manners that every answer owes the web.

- RFC 9110: strong validators, one a representation and coding; conditional requests; ``Vary``; content codings.
- CORS, so that pages elsewhere may read all that is here, and the headers that keep browsers from harm.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from server import coding
from server.engine import Limits, broken_off
from server.problems import PROBLEM, Problem
from server.remembered import Memory, Remembered
from server.visit import ClientLeft, Visit

Headers = list[tuple[str, str]]

_PIECE = 1 << 16  # what a client has to take before its patience with us, and ours with it, begins anew
_LARGE_PIECE = 1 << 18
_IN_MEMORY = 1 << 20
_POLICY = (
    b"default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    b"img-src 'self' data:"
)
_EXPOSED = b"Content-Disposition, ETag, Link, Result-Limit, Result-Truncated, Retry-After, X-Request-Id"
_ALWAYS = [
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED),
    (b"link", b'</.well-known/void>; rel="describedby"'),
]


@dataclass(frozen=True)
class Reply:
    """What will be sent, before it is compressed and tagged; names of headers are in lower case.

    ``tag`` is the strong validator of the uncompressed body; ``key`` is what the response is remembered by, if it
    may be. ``close`` is called once the reply has been sent, or given up.
    """

    status: int
    headers: Headers
    body: bytes | AsyncIterator[bytes]
    tag: str | None = None
    key: str | None = None
    close: Callable[[], None] = lambda: None


class Sending:
    """Sends replies, and remembers those that may be."""

    def __init__(self, memory: Memory, limits: Limits) -> None:
        self._memory = memory
        self._limits = limits

    async def send(self, visit: Visit, reply: Reply | Remembered) -> None:
        """Send a reply, or that the client has it already."""
        if isinstance(reply, Remembered):
            if _holds(visit, reply.tag):
                return await self._whole(visit, 304, _encoded(_not_modified([], reply.tag)), b"")
            return await self._whole(visit, 200, reply.headers, reply.body)
        try:
            await self._send(visit, reply)
        finally:
            reply.close()

    async def _send(self, visit: Visit, reply: Reply) -> None:
        chosen, headers, body = coding_of(visit), reply.headers, reply.body
        may_be_coded = reply.status not in (204, 206, 304) and coding.compressible(_value(headers, "content-type"))
        if may_be_coded:
            vary = [value for name, value in headers if name == "vary"]
            headers = [*_without(headers, "vary"), ("vary", ", ".join([*vary, "Accept-Encoding"]))]
        coded = chosen if may_be_coded and (not isinstance(body, bytes) or len(body) >= coding.LEAST) else None
        tag = reply.tag and f'"{reply.tag}-{coded}"' if coded else reply.tag and f'"{reply.tag}"'
        if tag and reply.status == 200 and _holds(visit, tag):
            return await self._whole(visit, 304, _encoded(_not_modified(headers, tag)), b"")
        if tag:
            headers = [*headers, ("etag", tag)]
        if coded:
            headers = [*_without(headers, "accept-ranges", "content-length"), ("content-encoding", coded)]
            body = await _compressed(body, coded, _value(headers, "content-type"))
        remember = (reply.key, chosen, tag) if reply.key is not None and reply.status == 200 and tag else None
        sent = _encoded(headers)
        if isinstance(body, bytes):
            if remember:
                self._remember(remember, sent, body)
            return await self._whole(visit, reply.status, sent, body)
        if remember:
            body = self._remembering(remember, sent, body)
        await self._stream(visit, reply.status, sent, body)

    def remembered(self, visit: Visit, key: str) -> Remembered | None:
        """The response that was sent for this key in the coding that the client prefers."""
        return self._memory.get((key, coding_of(visit)))

    def _remember(
        self, remember: tuple[str, str | None, str], headers: list[tuple[bytes, bytes]], body: bytes
    ) -> None:
        key, chosen, tag = remember
        self._memory.put((key, chosen), Remembered(tag, headers, body))

    async def _remembering(
        self,
        remember: tuple[str, str | None, str],
        headers: list[tuple[bytes, bytes]],
        body: AsyncIterator[bytes],
    ) -> AsyncIterator[bytes]:
        """The same pieces; if there are not too many, they are remembered once they have all come."""
        kept: list[bytes] = []
        length = 0
        async for data in body:
            length += len(data)
            if length <= self._memory.largest:
                kept.append(data)
            else:
                kept.clear()
            yield data
        if length <= self._memory.largest:
            self._remember(remember, headers, b"".join(kept))

    async def _whole(self, visit: Visit, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Send a response whose body is all there."""
        length = [] if status in (204, 304) else [(b"content-length", str(len(body)).encode())]
        await self._head(visit, status, [*headers, *length])
        rest = memoryview(body)
        while True:
            most = _PIECE if visit.waits() else _LARGE_PIECE
            await self._piece(visit, rest[:most], more=len(rest) > most)
            rest = rest[most:]
            if not rest:
                return

    async def _stream(
        self, visit: Visit, status: int, headers: list[tuple[bytes, bytes]], body: AsyncIterator[bytes]
    ) -> None:
        """Send a response whose body comes in pieces; where it breaks off, so does the connection.

        HTTP/1.0 has no way to say that a body broke off, so there it is gathered and sent with its length.
        """
        if visit.scope["http_version"] == "1.0" and not any(name == b"content-length" for name, _ in headers):
            return await self._gathered(visit, status, headers, body)
        await self._head(visit, status, headers)
        try:
            async for data in body:
                await self._piece(visit, data)
        except ConnectionError:
            visit.break_off()
        await self._piece(visit, b"", more=False)

    async def _gathered(
        self, visit: Visit, status: int, headers: list[tuple[bytes, bytes]], body: AsyncIterator[bytes]
    ) -> None:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            try:
                async for data in body:
                    file.write(data)
            except ConnectionError as error:
                return await self.send(visit, as_json(visit, broken_off(error)))
            length = (b"content-length", str(file.tell()).encode())
            file.seek(0)
            await self._stream(visit, status, [*headers, length], _pieces(file))

    async def _head(self, visit: Visit, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        visit.status, visit.started = status, True
        identified = (b"x-request-id", visit.request_id.encode())
        head = {"type": "http.response.start", "status": status, "headers": [*headers, identified, *_ALWAYS]}
        await self._deliver(visit, head)

    async def _piece(self, visit: Visit, data: bytes | memoryview, *, more: bool = True) -> None:
        await self._deliver(visit, {"type": "http.response.body", "body": data, "more_body": more})
        visit.sent += len(data)

    async def _deliver(self, visit: Visit, message: dict[str, Any]) -> None:
        """Send something, once the client has taken what was sent before."""
        if visit.gone():
            visit.break_off()
        if not visit.waits():
            return await visit.send(message)
        try:
            async with asyncio.timeout(self._limits.idle_s):
                await visit.send(message)
        except TimeoutError:
            visit.abort()
        except RuntimeError as error:
            if not visit.gone():
                raise
            raise ClientLeft from error  # while we waited for it to read


def as_json(visit: Visit, problem: Problem) -> Reply:
    """A problem for a program."""
    headers = [("content-type", PROBLEM.media_type), ("cache-control", "no-store"), ("vary", "Accept")]
    headers += [(name.lower(), value) for name, value in problem.headers.items()]
    return Reply(problem.status, headers, problem.json(visit.request_id))


def coding_of(visit: Visit) -> str | None:
    """The content coding that the client prefers; parts of a file are never coded."""
    return None if "range" in visit.headers else coding.choose(visit.headers.get("accept-encoding"))


def held_tag(visit: Visit, tag: str) -> str | None:
    """The validator of the representation that the client holds, if it is of this answer, in whatever coding."""
    return next((held for held in _held(visit) if held.strip('"').partition("-")[0] == tag), None)


def _holds(visit: Visit, tag: str) -> bool:
    """Whether ``If-None-Match`` names exactly this representation (RFC 9110 §13.1.2)."""
    held = _held(visit)
    return tag in held or "*" in held


def _held(visit: Visit) -> list[str]:
    held = visit.headers.get("if-none-match") if visit.method in ("GET", "HEAD") else None
    return [each.strip().removeprefix("W/") for each in held.split(",")] if held else []


def _not_modified(headers: Headers, tag: str) -> Headers:
    """The headers of a 304: those that a cache must know, and no others."""
    kept = [each for each in headers if each[0] in ("cache-control", "vary", "link")]
    return [*(kept or [("vary", "Accept, Accept-Encoding")]), ("etag", tag)]


def _value(headers: Headers, name: str) -> str:
    return next((value for each, value in headers if each == name), "")


def _without(headers: Headers, *names: str) -> Headers:
    return [each for each in headers if each[0] not in names]


def _encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


async def _compressed(
    body: bytes | AsyncIterator[bytes], chosen: str, content_type: str
) -> bytes | AsyncIterator[bytes]:
    if not isinstance(body, bytes):
        return _compressing(body, coding.Compressor(chosen, content_type))
    if len(body) <= _PIECE:
        return coding.compress(body, chosen, content_type)
    return await asyncio.to_thread(coding.compress, body, chosen, content_type)


async def _compressing(body: AsyncIterator[bytes], compressor: coding.Compressor) -> AsyncIterator[bytes]:
    async for data in body:
        if piece := compressor.compress(data):
            yield piece
    yield compressor.flush()


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    while data := file.read(_PIECE):
        yield data
