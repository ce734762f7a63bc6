"""In front of Flask, on the event loop: where a request is read, counted, and answered by one of three.

The SPARQL Protocol and the Graph Store Protocol are answered straight from the engine, everything else by Flask.
Pages and queries are sent in the same way, by :mod:`server.sending`.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from hashlib import blake2b
from importlib.metadata import version

from flask import Flask

from server.bridge import Bridge
from server.engine import Client, Operation
from server.graph_store import check_exists, exists, graph_operation
from server.journal import SLOW_S, Journal
from server.negotiation import prefers_html
from server.problems import PROBLEM, Problem
from server.protocol import ACCEPT_POST, METHODS, STORE_METHODS, most_body, read_query
from server.remembered import Remembered
from server.sending import Reply, Sending, as_json, held_tag
from server.services import services
from server.spool import spooled
from server.tokens import is_volatile, mentions_service
from server.visit import ClientLeft, Receive, Scope, Send, Visit

_VERSION = version("creativekg")
_PREFLIGHT = [
    ("access-control-allow-headers", "Accept, Content-Type, If-None-Match, X-Request-Id"),
    ("access-control-max-age", "86400"),
]
_FLOOD = 16  # requests beyond the limit for which Flask still makes the page that refuses them
_PAGES_AT_ONCE = 64  # several times what one client has, because a page may wait for a slow query
_HOST = re.compile(r"(?:[A-Za-z0-9._~%!$&'()*+,;=\-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")
_log = logging.getLogger(__name__)


class Front:
    """The ASGI application around a Flask application of :func:`server.app.create_app`."""

    def __init__(self, app: Flask, journal: Journal | None = None) -> None:
        shared = services(app)
        self._engine, self._limits, self._metrics = shared.engine, shared.limits, shared.metrics
        self._sending = Sending(shared.memory, self._limits)
        self._bridge = Bridge(app.wsgi_app, _PAGES_AT_ONCE)
        self._journal = journal or Journal()
        self._at_once: Counter[str] = Counter()
        self._most_body = most_body(self._limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        visit = Visit.of(scope, receive, send)
        try:
            await self._answer(visit)
        except ClientLeft:
            visit.status = visit.status or 499
        self._note(visit)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                self._bridge.close()
                return

    async def _answer(self, visit: Visit) -> None:
        self._at_once[visit.address] += 1
        try:
            try:
                await self._sending.send(visit, await self._reply(visit))
            except Problem as problem:
                await self._sending.send(visit, await self._problem(visit, problem))
        except ClientLeft:
            raise
        except Exception as error:  # noqa: BLE001 - the last resort: it is logged, and the client told
            _log.error("%s failed", visit.scope["path"], exc_info=error)
            if visit.started:
                visit.break_off()
            else:
                detail = "Something went wrong in the server. It has been logged."
                await self._sending.send(visit, as_json(visit, Problem(500, "internal-error", detail)))
        finally:
            self._at_once[visit.address] -= 1
            if not self._at_once[visit.address]:
                del self._at_once[visit.address]

    async def _reply(self, visit: Visit) -> Reply | Remembered:
        most = self._limits.client_requests
        if self._at_once[visit.address] > most:
            detail = (
                f"There are more than {most} requests from {visit.address}, the most that are answered at a time."
            )
            raise Problem(429, "too-many-requests", detail, headers={"Retry-After": "1"}, limit=most)
        if visit.scope["http_version"] not in ("1.0", "1.1"):
            detail = "This server speaks HTTP/1.1 and HTTP/1.0."
            raise Problem(505, "http-version-not-supported", detail, headers={"Connection": "close"})
        host = visit.headers.get("host")
        if not _HOST.fullmatch(host or "") or (host is None and visit.scope["http_version"] == "1.1"):
            raise Problem(400, "malformed-request", "A request names one host, in one field of its head.")
        visit.body = await self._read_body(visit)
        path = visit.scope["path"]
        if path == "/sparql":
            visit.route = "sparql"
            return await self._sparql(visit)
        if path == "/rdf-graph-store":
            visit.route = "graph-store"
            if visit.method == "OPTIONS":
                return _options(STORE_METHODS)
            name, operation = graph_operation(visit.protocol)
            if name is not None:
                check_exists(name, await self._engine.run_async(exists(name), self._client(visit)))
            return await self._query(visit, operation)
        return await self._page(visit)

    async def _read_body(self, visit: Visit) -> bytes:
        """The body of the request, in the time that the connection gives it."""
        if "content-length" not in visit.headers and "transfer-encoding" not in visit.headers:
            return b""
        if visit.headers.get("content-encoding", "identity") != "identity":
            detail = "Bodies are read as they are here, and not in a content coding."
            raise Problem(415, "unsupported-media-type", detail, headers={"Accept-Encoding": "identity"})
        declared = visit.headers.get("content-length", "")
        too_long = Problem(
            413,
            "request-too-large",
            f"The body of the request is longer than {self._most_body} bytes, the most that is read here.",
            limit=self._most_body,
        )
        if declared.isdecimal() and int(declared) > self._most_body:
            raise too_long
        body = bytearray()
        while True:
            message = await visit.receive()
            if message["type"] != "http.request":
                raise ClientLeft
            body += message.get("body", b"")
            if len(body) > self._most_body:
                raise too_long
            if not message.get("more_body", False):
                return bytes(body)

    async def _sparql(self, visit: Visit) -> Reply | Remembered:
        if visit.method == "OPTIONS":
            return _options(METHODS, ("accept-post", ACCEPT_POST))
        asked = read_query(visit.protocol, self._limits)
        if isinstance(asked, Operation):
            return await self._query(visit, asked)
        return await self._page(visit)

    async def _query(self, visit: Visit, operation: Operation) -> Reply | Remembered:
        """The answer to a query operation, from memory where it was given before."""
        visit.query = operation.query
        passing = self._is_passing(operation.query)
        snapshot, key = self._engine.snapshot.name, ""
        if not passing:
            key = _tag(snapshot, operation)
            if (held := held_tag(visit, key)) is not None:
                visit.outcome = "not-modified"
                return Reply(304, [("etag", held), ("vary", "Accept, Accept-Encoding")], b"")
            if (found := self._sending.remembered(visit, key)) is not None:
                visit.outcome = "remembered"
                return found
        visit.outcome = "ok"
        try:
            answer = await self._engine.run_async(operation, self._client(visit))
        except Problem as problem:
            visit.outcome = problem.slug
            raise
        finally:
            self._note_slow(visit)
        headers = [
            ("content-type", answer.content_type),
            ("vary", "Accept"),
            ("result-limit", f"bytes={self._limits.result_bytes}"),
            ("cache-control", "no-store" if passing else "no-cache"),
        ]
        body = answer.body if isinstance(answer.body, bytes) else spooled(answer.body)
        tag = None
        if not passing:  # another snapshot may have come in the meantime
            tag = key if answer.snapshot == snapshot else _tag(answer.snapshot, operation)
        return Reply(200, headers, body, tag, tag, answer.close)

    @staticmethod
    def _client(visit: Visit) -> Client:
        return Client(visit.address, visit.gone)

    def _is_passing(self, query: str) -> bool:
        """Whether the answer may be another one in a moment, though the snapshot is the same."""
        if len(query) > self._limits.query_chars:
            return True  # it will be refused, and need not be read
        return is_volatile(query) or mentions_service(query)

    async def _page(self, visit: Visit, problem: Problem | None = None) -> Reply | Remembered:
        """What Flask answers; a page that was given before comes from memory."""
        scope = visit.scope
        key: str | None = None
        if visit.method in ("GET", "HEAD") and "range" not in visit.headers and problem is None:
            named = (scope["scheme"], visit.headers.get("host"), scope["path"], scope["query_string"])
            key = _digest(self._engine.snapshot.name, *named, visit.headers.get("accept"))
            if (found := self._sending.remembered(visit, key)) is not None:
                visit.outcome = "remembered"
                return found
        # Flask need not know what the client holds: that is looked at where it is known what is sent.
        headers = {name: value for name, value in visit.headers.items() if name != "if-none-match"}
        headers["x-request-id"] = visit.request_id
        extra: dict[str, object] = {
            "REMOTE_ADDR": visit.address,
            "creativekg.peer": (scope.get("client") or ("",))[0],
            "creativekg.client_gone": visit.gone,
            "creativekg.problem": problem,
        }
        given = await self._bridge.call(scope, headers, visit.body, extra)
        sent = {name: value for name, value in given.headers if name in ("etag", "cache-control")}
        kept = [each for each in given.headers if each[0] not in ("etag", "cache-control")]
        cache_control = sent.get("cache-control", "no-cache")
        kept.append(("cache-control", cache_control))
        tag = sent["etag"].strip('"') if "etag" in sent else None
        if given.status != 200 or "no-store" in cache_control or not isinstance(given.body, bytes):
            key = None
        if isinstance(given.body, bytes):
            kept = [each for each in kept if each[0] != "content-length"]
        if key is not None and isinstance(given.body, bytes):
            tag = tag or blake2b(given.body, digest_size=16).hexdigest()
        return Reply(given.status, kept, given.body, tag, key, given.close)

    async def _problem(self, visit: Visit, problem: Problem) -> Reply | Remembered:
        """A problem as the client prefers it: Flask makes the page of one, unless that is asked for in a flood."""
        visit.outcome = problem.slug
        flood = self._at_once[visit.address] > self._limits.client_requests + _FLOOD
        if not flood and prefers_html(visit.headers.get("accept"), [PROBLEM]):
            return await self._page(visit, problem)
        return as_json(visit, problem)

    def _note_slow(self, visit: Visit) -> None:
        seconds = time.perf_counter() - visit.begun
        if seconds > SLOW_S:
            self._journal.slow_query(
                visit.query,
                request_id=visit.request_id,
                client=visit.address,
                outcome=visit.outcome,
                ms=round(seconds * 1000, 1),
            )

    def _note(self, visit: Visit) -> None:
        seconds = time.perf_counter() - visit.begun
        self._metrics.request(visit.route, visit.method, visit.status, seconds, visit.sent)
        if visit.route != "page" and visit.outcome:
            self._metrics.query(visit.outcome)
        if self._journal.writes_access:
            query_string = visit.scope["query_string"].decode("latin-1")
            self._journal.request(
                request_id=visit.request_id,
                client=visit.address,
                method=visit.method,
                target=visit.scope["path"] + ("?" + query_string if query_string else ""),
                status=visit.status,
                bytes=visit.sent,
                ms=round(seconds * 1000, 2),
                outcome=visit.outcome,
                agent=visit.headers.get("user-agent", ""),
            )


def _tag(snapshot: str, operation: Operation) -> str:
    """The validator of an answer: the same for the same query, format and data, by the same program."""
    graphs = operation.default_graphs, operation.named_graphs
    return _digest(snapshot, _VERSION, operation.query, operation.accept, *graphs)


def _digest(*parts: object) -> str:
    """A name for some values that is short, however long they are."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _options(methods: str, *more: tuple[str, str]) -> Reply:
    return Reply(204, [("allow", methods), ("access-control-allow-methods", methods), *more, *_PREFLIGHT], b"")
