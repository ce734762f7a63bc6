"""From the frames of a reader process to an answer, and the problems that a query can end in.

==== ===================== ==============================================================================
400  malformed-query       with ``line`` and ``column``
400  evaluation-failed     the engine gave up, for a reason that it names
400  query-too-deep        with ``limit``, the deepest nesting of brackets and signs
400  query-too-demanding   the reader process broke: memory, or nesting that overflows its stack
403  not-a-query           an update: this endpoint only reads
403  service-refused       ``SERVICE`` to an endpoint that this server does not call
406  not-acceptable        with ``available``, the media types there are for this form of query, or this answer
413  query-too-long        with ``limit`` in characters
413  result-too-large      with ``limit`` in bytes; after the first bytes the connection is broken off instead
503  busy                  no reader was free in time; ``Retry-After``
503  yielded               another client had no reader, and this one had several; ``Retry-After``
503  reader-lost           somebody ended the reader from outside; ``Retry-After``
504  deadline              with ``limit`` in seconds. Not 503, which would invite to send the same query again
==== ===================== ==============================================================================
"""

from __future__ import annotations

import asyncio
import json
import re
import signal
from collections.abc import Callable
from typing import Any

from server.engine import Answer, Limits
from server.negotiation import CONSTRUCTED, SOLUTIONS
from server.problems import Problem
from server.process import Reader
from server.tokens import deeper_than, is_update

_ECHO = 500
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED = re.compile(r"\[[^\[\]]*\](?=,|$)|\"(?:[^\"\\]|\\.)*\"|[^,]+")
_ANY_LETTER = "[_]"
_SOON = {"Retry-After": "1"}
_CONTENT_TYPES = {each.media_type: each.content_type for each in SOLUTIONS + CONSTRUCTED}


class Body:
    """The data frames of one answer, as they come; ``done`` is called once, however it ends."""

    def __init__(self, reader: Reader, done: Callable[[], None]) -> None:
        self._reader = reader
        self._done: Callable[[], None] | None = done

    def __iter__(self) -> Body:
        return self

    def __aiter__(self) -> Body:
        return self

    def __next__(self) -> bytes:
        if self._done is not None:
            try:
                data = self._data(*self._reader.receive())
            except EOFError:
                raise self._broken_off() from None
            if data is not None:
                return data
        raise StopIteration

    async def __anext__(self) -> bytes:
        if self._done is not None:
            try:
                data = self._data(*await self._reader.receive_async())
            except EOFError:
                raise self._broken_off() from None
            if data is not None:
                return data
        raise StopAsyncIteration

    def _data(self, kind: bytes, payload: bytes) -> bytes | None:
        """The data of a frame, or None where it says that the answer is whole."""
        if kind == b"D":
            return payload
        self._reader.finished = True
        self.close()
        if kind == b"X":
            raise ConnectionError(f"the answer was broken off ({json.loads(payload)['error']})")
        return None

    def _broken_off(self) -> ConnectionError:
        self.close()
        return ConnectionError(f"the answer was broken off ({self._reader.ended or 'failure of the reader'})")

    def close(self) -> None:
        if self._done is not None:
            done, self._done = self._done, None
            done()


class Exchange:
    """One request at one reader, up to the head of its answer; ``done`` is called once, however it ends.

    It is carried out in three steps, so that either a thread or an event loop can wait between them.
    """

    def __init__(self, reader: Reader, request: dict[str, Any], limits: Limits, done: Callable[[], None]) -> None:
        self._reader, self._request, self._limits = reader, request, limits
        self._body = Body(reader, done)

    def answer(self) -> Answer:
        """Send the request, wait for the head of the answer, and read a short answer to its end.

        Raises:
            Problem: there will be no answer.
        """
        try:
            self._send()
            whole = self._head(*self._reader.receive())
            return self._answer(b"".join(self._body) if whole else self._body)
        except (OSError, EOFError):
            raise self._lost() from None

    async def answer_async(self, *, alone: bool) -> Answer:
        """The same, for an event loop; ``alone`` where nothing else is being evaluated."""
        try:
            self._send()
            whole = self._head(*await self._reader.receive_async(alone=alone))
            return self._answer(b"".join([data async for data in self._body]) if whole else self._body)
        except (OSError, EOFError):
            raise self._lost() from None
        except asyncio.CancelledError:
            self._body.close()
            raise

    def _send(self) -> None:
        self._reader.finished = False
        self._reader.send(self._request)

    def _head(self, kind: bytes, payload: bytes) -> bool:
        """Take in the head; whether the answer is short."""
        head = json.loads(payload)
        if kind == b"X":
            self._reader.finished = True
            self._body.close()
            raise _refused(head, self._request["query"], self._limits)
        self._media_type = head["media_type"]
        return head["length"] is not None

    def _answer(self, body: bytes | Body) -> Answer:
        return Answer(_CONTENT_TYPES[self._media_type], body, self._reader.snapshot.name)

    def _lost(self) -> Problem:
        problem = _broken(self._reader, self._request["deadline"], self._limits)
        self._body.close()
        return problem


def check(query: str, limits: Limits) -> None:
    """Raise a problem when the query is longer or deeper than the limits, or calls a server that it must not."""
    if len(query) > limits.query_chars:
        detail = f"The query has {len(query)} characters; {limits.query_chars} are the most that is read here."
        raise Problem(413, "query-too-long", detail, limit=limits.query_chars)
    if deeper_than(query, limits.query_depth):
        detail = (
            f"The query nests brackets or signs more than {limits.query_depth} deep, the most that is read here."
        )
        raise Problem(400, "query-too-deep", detail, limit=limits.query_depth)


def service_refused(limits: Limits) -> Problem:
    if limits.services:
        detail = (
            f"SERVICE may call {', '.join(f'<{name}>' for name in limits.services)} here, written out like this, "
            "and no other endpoint (nor may a prefix have 'service' in its name)."
        )
    else:
        detail = (
            "This server calls no other: SERVICE cannot be used here (nor a prefix with 'service' in its name). "
            "Ask each endpoint by itself, or send the federated query to an endpoint that can reach this one."
        )
    return Problem(403, "service-refused", detail)


def busy(limits: Limits) -> Problem:
    detail = (
        f"All readers are busy with other queries: none became free within {limits.queue_wait_s:g} s, or "
        f"{limits.queue} requests wait already. Please try again."
    )
    return Problem(503, "busy", detail, headers=_SOON)


def closing() -> Problem:
    return Problem(503, "busy", "The server is being shut down.", headers=_SOON)


def not_acceptable(form: str = "") -> Problem:
    formats = {"solutions": SOLUTIONS, "graph": CONSTRUCTED}.get(form, SOLUTIONS + CONSTRUCTED)
    kind = {"solutions": "SELECT and ASK", "graph": "CONSTRUCT and DESCRIBE"}.get(form, "A query")
    available = [each.media_type for each in formats]
    detail = f"{kind} can be answered as {', '.join(available)}."
    return Problem(406, "not-acceptable", detail, available=available)


def _unwritable(media_type: str, form: str, why: str) -> Problem:
    """This answer cannot be given in this format, though others can."""
    formats = SOLUTIONS if form == "solutions" else CONSTRUCTED
    xml = media_type.endswith("+xml")
    available = [
        each.media_type
        for each in formats
        if each.media_type != media_type and not (xml and each.media_type.endswith("+xml"))
    ]
    detail = f"This answer cannot be written as {media_type}: {why}. There is {', '.join(available)}."
    return Problem(406, "not-acceptable", detail, available=available)


def _refused(error: dict[str, Any], query: str, limits: Limits) -> Problem:
    """The problem that an error frame stands for."""
    message = error["message"]
    match error["error"]:
        case "syntax":
            return _malformed(message, query)
        case "format":
            return not_acceptable(error["form"])
        case "unwritable":
            return _unwritable(error["media_type"], error["form"], message)
        case "graph":
            detail = f"A graph named in the request is not an absolute IRI: {message}"
            return Problem(400, "malformed-request", detail)
        case "size":
            detail = f"The answer is longer than {limits.result_bytes} bytes, the most that is sent. Use LIMIT."
            return Problem(413, "result-too-large", detail, limit=limits.result_bytes)
    return Problem(400, "evaluation-failed", f"The query cannot be evaluated: {message}", query=query[:_ECHO])


def _malformed(message: str, query: str) -> Problem:
    if is_update(query):
        detail = "This endpoint only reads: the graph changes when a new snapshot is built and published."
        return Problem(403, "not-a-query", detail)
    place = _PLACE.match(message)
    if place is None:
        return Problem(400, "malformed-query", f"The query cannot be read: {message}", query=query[:_ECHO])
    line, column = int(place[1]), int(place[2])
    expected = _readable(place[3])
    detail = f"The query cannot be read at line {line}, column {column}" + (
        f": {expected}." if expected else ", or just before."
    )
    return Problem(400, "malformed-query", detail, line=line, column=column, query=query[:_ECHO])


def _readable(expected: str) -> str:
    """The engine's list of what it would have read there, without its character classes and with reasons first.

    Where it had tried keywords letter by letter, a few of them are in its list by chance: only signs are left.
    """
    if not expected.startswith("expected "):
        return expected
    items = _EXPECTED.findall(expected.removeprefix("expected ").removeprefix("one of ").replace("\n", ""))
    by_letters = _ANY_LETTER in map(str.strip, items)
    items = [item.strip() for item in items if not item.strip().startswith("[")]
    reasons = [item for item in items if " " in item and not item.startswith('"')]
    words = [item for item in items if item and item not in reasons]
    if reasons:
        return "; ".join(reasons)
    if by_letters:
        words = [word for word in words if word.startswith('"')]
        return f"expected {' or '.join(words)}" if words else ""
    return f"expected {' or '.join(words)}" if words else "nothing that could follow is there"


def _broken(reader: Reader, deadline_s: float, limits: Limits) -> Problem:
    """Why a reader ended in the middle of its query."""
    if reader.ended == "deadline":
        more = f" With timeout= a query can have up to {limits.deadline_most_s:g} s."
        detail = (
            f"The query was stopped after {deadline_s:g} s. Make its patterns more specific, join them on shared "
            "variables, or ask for fewer rows with LIMIT." + (more if deadline_s < limits.deadline_most_s else "")
        )
        return Problem(504, "deadline", detail, limit=deadline_s)
    if reader.ended == "client":
        return Problem(499, "client-left", "The client closed the connection before there was an answer.")
    if reader.ended == "yielded":
        detail = (
            "The query was stopped so that another client could be answered: all readers were busy, and more than "
            "one of them with queries from your address. Please try again later."
        )
        return Problem(503, "yielded", detail, headers={"Retry-After": "10"})
    if reader.ended == "closed":
        return closing()
    code = reader.bury()
    if code == -getattr(signal, "SIGKILL", 9):
        detail = "The process that evaluated the query was ended from outside. Please try again."
        return Problem(503, "reader-lost", detail, headers=_SOON)
    detail = (
        f"The query needs more memory than the {limits.memory_bytes >> 20} MiB that one query may use here, or it "
        "is nested too deeply to be read."
    )
    return Problem(400, "query-too-demanding", detail)
