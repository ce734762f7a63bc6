"""One connection to a client, and what protects the server from connections as such: too many, silent, or slow."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter, deque
from functools import lru_cache
from ipaddress import ip_network
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from server.engine import Limits
from server.problems import Problem

NAME = "creativekg.connection"
_FIELDS_BYTES = 1 << 15
_ADDRESS_BYTES = 65_535  # the longest that the parser takes apart
_HEAD_BYTES = _FIELDS_BYTES + _ADDRESS_BYTES


def connection_class(limits: Limits) -> type[HttpToolsProtocol]:
    """The protocol for uvicorn, under these limits. A request finds its connection in its scope's extensions."""
    here: Counter[str] = Counter()

    class Connection(HttpToolsProtocol):
        _late: asyncio.TimerHandle | None = None
        _address = ""
        _in_head = True
        _begun = False
        _fields_bytes = 0
        _unfinished = 0
        _data = b""
        _outstanding = 0

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._unanswered: deque[RequestResponseCycle] = deque()

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._address = network(self.client[0]) if self.client else ""
            here[self._address] += 1
            if here.total() > limits.connections:
                self._refuse(_too_many("the server", limits.connections))
            elif here[self._address] > limits.client_connections:
                self._refuse(_too_many("a client", limits.client_connections))
            else:
                self._expect_request()

        def connection_lost(self, exc: Exception | None) -> None:
            here[self._address] -= 1
            if not here[self._address]:
                del here[self._address]
            self._expect_nothing()
            for cycle in self._unanswered:  # uvicorn tells the last of them only
                cycle.disconnected = True
                cycle.message_event.set()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self.transport.is_closing():
                return
            if self._late is None and self._idle:
                self._expect_request()
            if self._outstanding:
                self._take_body(data)
            else:
                self._data = data
                super().data_received(data)
                self._unfinished = self._unfinished + len(data) if self._begun and self._in_head else 0
                if self._unfinished > _HEAD_BYTES:
                    self._refuse(_too_long("head", 431, "request-head-too-large", _HEAD_BYTES))

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self.scope["extensions"] = {NAME: self}  # type: ignore[dict-item]
            self._begun, self._in_head, self._fields_bytes = True, True, 0
            if self._late is None:
                self._expect_request()

        def on_url(self, url: bytes) -> None:
            super().on_url(url)
            if len(self.url) > _ADDRESS_BYTES:
                self._refuse(_too_long("address", 414, "uri-too-long", _ADDRESS_BYTES))

        def on_header(self, name: bytes, value: bytes) -> None:
            self._fields_bytes += len(name) + len(value) + 4
            if self._fields_bytes > _FIELDS_BYTES:
                self._refuse(_too_long("head", 431, "request-head-too-large", _FIELDS_BYTES))
            elif self._in_head:  # fields after a chunked body say nothing about the request
                super().on_header(name, value)

        def on_headers_complete(self) -> None:
            self._in_head = False
            if not self.transport.is_closing():
                super().on_headers_complete()
                self._unanswered.append(self.cycle)

        def on_body(self, body: bytes) -> None:
            if not self.transport.is_closing():
                super().on_body(body)

        def on_message_complete(self) -> None:
            if self.transport.is_closing():
                return
            if self.parser.should_upgrade():
                # We speak no other protocol, but the parser leaves the body of such a request to it.
                fields = dict(self.headers)
                if b"transfer-encoding" in fields:
                    detail = "A request with a body in chunks cannot offer another protocol here."
                    return self._refuse(Problem(400, "malformed-request", detail))
                self._outstanding = int(fields.get(b"content-length", b"0"))
                if self._outstanding:
                    return
            self._whole()

        def _unsupported_upgrade_warning(self) -> None:
            error = sys.exc_info()[1]
            if self._outstanding and isinstance(error, httptools.HttpParserUpgrade):
                self._take_body(self._data[error.args[0] :])

        def _take_body(self, data: bytes) -> None:
            body, rest = data[: self._outstanding], data[self._outstanding :]
            self._outstanding -= len(body)
            self.on_body(body)
            if not self._outstanding:
                self._whole()
                if rest:
                    self.data_received(rest)

        def _whole(self) -> None:
            self._begun = False
            self._expect_nothing()
            if self._idle:  # it was answered before it was whole, and what comes now may never end
                return self._close()
            super().on_message_complete()

        def on_response_complete(self) -> None:
            self._unanswered.popleft()
            super().on_response_complete()
            if self.transport.is_closing():
                self._close()

        def send_400_response(self, msg: str) -> None:
            self._refuse(Problem(400, "malformed-request", "This is not a request that HTTP/1.1 knows."))

        def timeout_keep_alive_handler(self) -> None:
            self._close()

        @property
        def _idle(self) -> bool:
            """Whether no request is being answered."""
            return self.cycle is None or self.cycle.response_complete

        def _expect_request(self) -> None:
            self._expect_nothing()
            self._late = self.loop.call_later(limits.request_s, self._too_late)

        def _expect_nothing(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

        def _too_late(self) -> None:
            self._late = None
            if self.pipeline or (not self._idle and not self.cycle.more_body):
                return self._expect_request()  # the client waits for an answer, and has begun with its next request
            if self.cycle is not None and not self._begun:
                return self._close()  # a line between two requests, which may be empty
            detail = (
                f"The request did not come in within {limits.request_s:g} s, the longest that is waited for it."
            )
            self._refuse(Problem(408, "request-timeout", detail, limit=limits.request_s))

        def _refuse(self, problem: Problem) -> None:
            """Answer before there is a whole request, unless another answer is on its way, and close."""
            self._expect_nothing()
            if self.transport.is_closing():
                return
            answered = self.cycle is not None and self.cycle.more_body and self.cycle.response_started
            if not self.pipeline and not answered and (self._idle or not self.cycle.response_started):
                self.transport.write(_response(problem))
            if self.cycle is not None:
                self.cycle.disconnected = True
                self.cycle.message_event.set()
            self._close()

        def _close(self) -> None:
            """Close when all has been read that was sent, or after a while."""
            self.transport.close()
            self.loop.call_later(limits.idle_s, self.transport.abort)

        def break_off(self) -> None:
            """Close in the middle of an answer, so that it cannot be taken for a whole one."""
            self._close()

    return Connection


@lru_cache(maxsize=4096)
def network(address: str) -> str:
    """What counts as one client: an address, or in IPv6 the network of one subscriber."""
    if ":" not in address or len(address) > 45:
        return address[:45]
    try:
        return str(ip_network(f"{address.partition('%')[0]}/64", strict=False).network_address)
    except ValueError:
        return address


def _too_many(whose: str, most: int) -> Problem:
    detail = f"There are more than {most} connections of {whose}, the most that are served at a time."
    return Problem(503, "busy", detail, headers={"Retry-After": "1"}, limit=most)


def _too_long(what: str, status: int, slug: str, most: int) -> Problem:
    detail = f"The {what} of the request is longer than {most} bytes, the most that is read here."
    return Problem(status, slug, detail, limit=most)


def _response(problem: Problem) -> bytes:
    body = problem.json()
    head: dict[str, Any] = {
        "content-type": "application/problem+json",
        "content-length": len(body),
        "x-content-type-options": "nosniff",
        "access-control-allow-origin": "*",
        "connection": "close",
        **problem.headers,
    }
    lines = [f"HTTP/1.1 {problem.status} {problem.title}", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body
