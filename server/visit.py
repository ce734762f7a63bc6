"""One request, from its arrival to its last byte."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from server.connection import NAME as CONNECTION
from server.connection import network
from server.protocol import Request

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_REQUEST_ID = re.compile(r"[A-Za-z0-9._\-]{1,64}\Z")


class ClientLeft(Exception):
    """Nobody is there any more to answer."""


@dataclass
class Visit:
    """One request while it is being answered, and what there will be to say of it."""

    scope: Scope
    receive: Receive
    send: Send
    headers: dict[str, str]
    connection: Any
    request_id: str
    address: str
    route: str = "page"
    body: bytes = b""
    query: str = ""
    outcome: str = ""
    status: int = 0
    sent: int = 0
    started: bool = False
    begun: float = field(default_factory=time.perf_counter)

    @classmethod
    def of(cls, scope: Scope, receive: Receive, send: Send) -> Visit:
        headers = _joined(scope["headers"])
        given = headers.get("x-request-id", "")
        request_id = given if _REQUEST_ID.match(given) else f"{random.getrandbits(64):016x}"
        client = scope.get("client")
        connection = scope.get("extensions", {}).get(CONNECTION)
        return cls(scope, receive, send, headers, connection, request_id, network(client[0]) if client else "")

    @property
    def protocol(self) -> Request:
        """The request as :mod:`server.protocol` reads it."""
        query_string, headers = self.scope["query_string"].decode("latin-1"), self.headers
        return Request(self.method, query_string, headers.get("accept"), headers.get("content-type"), self.body)

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    def gone(self) -> bool:
        """Whether the client has left."""
        return self.connection is not None and self.connection.transport.is_closing()

    def waits(self) -> bool:
        """Whether what is sent now will wait until the client has read something."""
        return self.connection is None or self.connection.flow.write_paused

    def break_off(self) -> NoReturn:
        """Close the connection in the middle of an answer, so that it cannot be taken for a whole one."""
        if self.connection is not None:
            self.connection.break_off()
        raise ClientLeft

    def abort(self) -> NoReturn:
        """The same without waiting until what was sent is read."""
        if self.connection is not None:
            self.connection.transport.abort()
        raise ClientLeft


def _joined(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Header fields by lower-case name; those that come several times are joined as RFC 9110 §5.3 has it."""
    found: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        found.setdefault(name, []).append(value)
    return {name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in found.items()}
