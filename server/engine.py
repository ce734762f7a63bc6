"""What the application asks of a SPARQL engine, and two small helpers for pages that ask questions of their own."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from graph.namespaces import XSD
from graph.snapshot import Snapshot
from server.problems import Problem
from server.tokens import bind

SELECT_ACCEPT = "application/sparql-results+json"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^<>\"{}|^`\\\x00-\x20\x7f-\xa0\ud800-\udfff]*\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
)


@dataclass(frozen=True)
class Limits:
    """What one query may use, how many run at a time, and what a client may ask of the server.

    Attributes:
        deadline_s: seconds from the moment a reader takes the query until it has given its answer.
        deadline_most_s: the most that a client gets by asking for another deadline.
        memory_bytes: what a reader may allocate beyond what it holds when it has opened the store.
        result_bytes: the longest answer.
        query_chars: the longest query.
        query_depth: how deeply brackets and signs of a query may nest.
        readers: reader processes; where there are several, one is kept for pages and the health check, and where
            there are more than two, one client leaves another to other clients.
        queue: requests that wait for a reader; one more is refused at once.
        queue_wait_s: how long such a request waits before it is refused.
        client_requests: requests of one client (an IP address) at a time.
        client_connections: connections of one client at a time.
        connections: connections at a time.
        request_s: seconds in which a request must have come in whole.
        idle_s: seconds that a connection may be silent between requests, and a client may leave an answer unread.
        cache_bytes: what remembered results may take up; 0 remembers none.
        services: IRIs of the endpoints that ``SERVICE`` may call.
    """

    deadline_s: float = 10.0
    deadline_most_s: float = 30.0
    memory_bytes: int = 1 << 30
    result_bytes: int = 64 << 20
    query_chars: int = 100_000
    query_depth: int = 100
    readers: int = 4
    queue: int = 64
    queue_wait_s: float = 2.0
    client_requests: int = 16
    client_connections: int = 256
    connections: int = 1024
    request_s: float = 10.0
    idle_s: float = 15.0
    cache_bytes: int = 64 << 20
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """A query operation of the SPARQL 1.1 Protocol.

    Attributes:
        accept: the client's ``Accept`` header; which of its formats fits depends on the form of the query.
        default_graphs: IRIs of the graphs that make up the default graph, in place of the query's ``FROM``.
        named_graphs: likewise for ``FROM NAMED``.
        timeout_s: another deadline, at most :attr:`Limits.deadline_most_s`.
    """

    query: str
    accept: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout_s: float | None = None


@dataclass(frozen=True)
class Client:
    """Somebody who is not us: where from, and whether nobody waits for the answer any more."""

    address: str
    gone: Callable[[], bool]


class Stream(Protocol):
    """An answer that is longer than a piece, as it comes; it is read either by ``for`` or by ``async for``.

    Reading raises ``ConnectionError`` when the engine fails half-way: what was read so far is not the whole answer.
    Whoever does not read it to its end must ``close()`` it.
    """

    def __iter__(self) -> Iterator[bytes]: ...
    def __next__(self) -> bytes: ...
    def __aiter__(self) -> AsyncIterator[bytes]: ...
    async def __anext__(self) -> bytes: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Answer:
    """What an engine found: its media type with ``charset`` where that matters, and the body, whole or as it comes.

    ``snapshot`` names the snapshot that the answer is from.
    """

    content_type: str
    body: bytes | Stream
    snapshot: str

    def close(self) -> None:
        """Free the engine from this answer, read or not."""
        if not isinstance(self.body, bytes):
            self.body.close()

    def read(self) -> bytes:
        """The whole body, and the answer closed.

        Raises:
            Problem: it broke off.
        """
        try:
            return self.body if isinstance(self.body, bytes) else b"".join(self.body)
        except ConnectionError as error:
            raise broken_off(error) from error
        finally:
            self.close()


def broken_off(error: ConnectionError) -> Problem:
    """An answer that ended too soon, before any of it was sent."""
    return Problem(504, "broken-off", f"The answer could not be completed: {error}.")


class QueryEngine(Protocol):
    """An engine that evaluates SPARQL 1.1 queries (never updates) over the published graph."""

    def run(self, operation: Operation, client: Client | None = None) -> Answer:
        """Evaluate a query.

        Args:
            client: who asks, where it is not one of our pages. Strangers never take the last free reader, so that
                pages and the health check go on working.

        Raises:
            Problem: there is no answer; :mod:`server.outcome` lists why.
        """
        ...

    async def run_async(self, operation: Operation, client: Client | None = None) -> Answer:
        """The same from an event loop, which it does not block."""
        ...

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that is being served."""
        ...

    def status(self) -> dict[str, object]:
        """Facts for the health check: how many readers live, what was refused."""
        ...

    def close(self) -> None:
        """End what the engine started."""
        ...


@dataclass(frozen=True)
class Term:
    """One RDF term of a solution; ``str()`` gives its value."""

    value: str
    kind: Literal["iri", "literal", "blank"]
    datatype: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        return self.value

    def sparql(self) -> str:
        """The term in SPARQL's own syntax.

        Raises:
            ValueError: it has none (a blank node, an IRI or a language tag with a character that is not allowed).
        """
        if self.kind == "iri":
            return _iri(self.value)
        if self.kind == "blank" or re.search("[\ud800-\udfff]", self.value):
            raise ValueError(f"{self.value!r} cannot be written into a query")
        text = '"' + self.value.translate(_ESCAPES) + '"'
        if self.language is not None:
            if not _LANGUAGE.match(self.language):
                raise ValueError(f"{self.language!r} is not a language tag")
            return f"{text}@{self.language}"
        return text if self.datatype in (None, XSD + "string") else f"{text}^^{_iri(str(self.datatype))}"


def iri(value: str) -> Term:
    """An IRI to bind to a variable."""
    return Term(value, "iri")


def _iri(value: str) -> str:
    if not _IRI.match(value):
        raise ValueError(f"{value!r} is not an absolute IRI")
    return f"<{value}>"


def select(engine: QueryEngine, query: str, **bindings: Term) -> list[dict[str, Term]]:
    """The solutions of a SELECT query; each is a dictionary from variable name to term, without unbound ones.

    ``bindings`` are put in place of the variables of these names (see :func:`server.tokens.bind`).

    Raises:
        Problem: the engine could not answer.
        ValueError: a binding cannot be written into the query, or the query has no such variable.
    """
    answer = _ask(engine, query, SELECT_ACCEPT, bindings)
    rows = json.loads(answer.read())["results"]["bindings"]
    return [{name: _term(value) for name, value in row.items()} for row in rows]


def construct(engine: QueryEngine, query: str, accept: str | None, **bindings: Term) -> Answer:
    """The answer to a CONSTRUCT or DESCRIBE query in the format that ``accept`` likes best.

    Raises:
        Problem: the engine could not answer, or has no format that is accepted (406).
        ValueError: see :func:`select`.
    """
    return _ask(engine, query, accept, bindings)


def _ask(engine: QueryEngine, query: str, accept: str | None, bindings: dict[str, Term]) -> Answer:
    query = bind(query, {name: term.sparql() for name, term in bindings.items()})
    return engine.run(Operation(query, accept))


def _term(value: dict[str, Any]) -> Term:
    kinds: dict[str, Literal["iri", "literal", "blank"]] = {"uri": "iri", "bnode": "blank"}
    kind = kinds.get(value["type"], "literal")
    return Term(value["value"], kind, value.get("datatype"), value.get("xml:lang"))
