"""Every limit has a number, and the number is in the message; what one client does costs no other client."""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from graph.namespaces import ID, SKOS

# The filter makes it a question for a reader, and not a look-up.
SIMPLE = f"SELECT ?label {{ <{ID}thing-7> <{SKOS}prefLabel> ?label FILTER(?label != '') }}"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ALL = "SELECT * { ?s ?p ?o . ?s ?q ?r }"
linux = pytest.mark.skipif(sys.platform != "linux", reason="all of 127.0.0.0/8 is this machine on Linux only")


@pytest.fixture(scope="module")
def strict(small_home: Any, start_server: Any) -> Iterator[Any]:
    """A server that has little patience."""
    limits = {"client_requests": 6, "client_connections": 12, "connections": 30, "request_s": 1, "idle_s": 1}
    with start_server(small_home, readers=4, deadline_s=1, deadline_most_s=2, query_chars=5000, **limits) as server:
        yield server


def _problem(reply: Any, status: int, slug: str, limit: float) -> str:
    assert reply.status == status, reply.body
    problem = reply.json()
    assert problem["type"].endswith(f"/problem/{slug}") and problem["limit"] == limit
    assert f"{limit:g}" in problem["detail"]
    return str(problem["detail"])


def _raw(server: Any, data: bytes, *, source: str = "127.0.0.1", wait: float = 5) -> bytes:
    """What the server sends on a connection until it closes it."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait, source_address=(source, 0)) as client:
        client.sendall(data)
        received = b""
        while data := client.recv(65536):
            received += data
        return received


def _raw_problem(received: bytes) -> Any:
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    return json.loads(body)


def test_a_query_that_is_nested_too_deeply(strict: Any) -> None:
    for query in ("SELECT * " + "{" * 300 + "}" * 300, "SELECT (" + "!" * 300 + "true AS ?x) {}"):
        _problem(strict.sparql(query), 400, "query-too-deep", 100)
    assert strict.sparql("SELECT * " + "{" * 50 + "}" * 50).status == 200


def test_a_query_that_is_too_long(strict: Any) -> None:
    _problem(strict.sparql("ASK {} #" + "x" * 5000), 413, "query-too-long", 5000)


@pytest.mark.parametrize(("asked", "given"), [("0.3", 0.3), ("2", 2), ("1000", 2), ("1e9", 2), (None, 1)])
def test_a_client_may_ask_for_another_deadline_up_to_a_limit(strict: Any, asked: str | None, given: float) -> None:
    started = time.monotonic()
    reply = strict.sparql(SLOW, **({"timeout": asked} if asked else {}))
    assert given <= time.monotonic() - started < given + 1.5
    _problem(reply, 504, "deadline", given)


@pytest.mark.parametrize("asked", ["0", "-1", "nan", "inf", "soon", "1s"])
def test_a_deadline_that_is_none(strict: Any, asked: str) -> None:
    _problem(strict.sparql(SIMPLE, timeout=asked), 400, "malformed-request", 2)


@linux
def test_one_client_has_so_many_requests_at_a_time_and_others_go_on(strict: Any) -> None:
    replies: list[Any] = []

    def ask() -> None:
        replies.append(strict.sparql(SLOW))

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    time.sleep(0.4)
    other = http.client.HTTPConnection("127.0.0.1", strict.port, timeout=5, source_address=("127.0.0.2", 0))
    for _ in range(5):
        other.request("GET", "/sparql?" + urlencode({"query": SIMPLE + f"#{_}"}))
        response = other.getresponse()
        assert response.status == 200 and b"Thing 7" in response.read()
    other.close()
    for thread in threads:
        thread.join()
    refused = [reply for reply in replies if reply.status == 429]
    assert len(refused) == 4
    assert refused[0].headers["Retry-After"] == "1"
    assert "127.0.0.1" in _problem(refused[0], 429, "too-many-requests", 6)
    assert strict.sparql(SIMPLE).status == 200


def test_a_request_that_comes_in_too_slowly(strict: Any) -> None:
    started = time.monotonic()
    for data in (b"", b"GET /sparql?query=", b"GET / HTTP/1.1\r\nHost: x\r\nX-A:"):
        problem = _raw_problem(_raw(strict, data))
        assert problem["status"] == 408 and problem["limit"] == 1 and "1 s" in problem["detail"]
    fields = b"Host: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99"
    post = b"POST /sparql HTTP/1.1\r\n" + fields + b"\r\n\r\nASK"
    assert _raw_problem(_raw(strict, post))["status"] == 408
    assert time.monotonic() - started < 8


def test_drops_do_not_buy_time(strict: Any) -> None:
    with socket.create_connection(("127.0.0.1", strict.port), timeout=5) as client:
        started = time.monotonic()
        client.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(OSError):
            while time.monotonic() - started < 4:
                client.sendall(b"X-A: b\r\n")
                time.sleep(0.1)
        assert time.monotonic() - started < 3


def test_a_silent_connection_is_closed(strict: Any) -> None:
    started = time.monotonic()
    received = _raw(strict, b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 200") and 0.8 < time.monotonic() - started < 4


def test_a_head_that_is_too_long(strict: Any) -> None:
    for data, status in (
        (b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 99_000, 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 5000, 431),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    ):
        problem = _raw_problem(_raw(strict, data))
        assert problem["status"] == status and str(problem["limit"]) in problem["detail"]


def test_a_body_that_is_too_long_is_not_read(strict: Any) -> None:
    head = (
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: {}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", strict.port), timeout=5) as client:
        client.sendall(head.format(10_000_000).encode())
        assert client.recv(65536).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\r\n\r\n", b"GET /\xff HTTP/1.1\r\n\r\n", b"GET http://[ HTTP/1.1\r\n\r\n"]
)
def test_what_is_no_request_is_told_so(strict: Any, data: bytes) -> None:
    assert _raw_problem(_raw(strict, data))["status"] == 400


@linux
def test_connections_have_a_limit_for_a_client_and_one_for_all(strict: Any, wait_until: Any) -> None:
    held: list[socket.socket] = []

    def connect(source: str, count: int) -> None:
        for _ in range(count):
            held.append(socket.create_connection(("127.0.0.1", strict.port), source_address=(source, 0)))

    try:
        connect("127.0.0.3", 12)
        time.sleep(0.1)
        problem = _raw_problem(_raw(strict, b"", source="127.0.0.3"))
        assert problem["status"] == 503 and problem["limit"] == 12 and "a client" in problem["detail"]
        assert b"200" in _raw(strict, b"GET /robots.txt HTTP/1.0\r\n\r\n", source="127.0.0.4")[:20]
        connect("127.0.0.4", 12)
        connect("127.0.0.5", 6)
        time.sleep(0.1)
        assert _raw_problem(_raw(strict, b"", source="127.0.0.6"))["limit"] == 30
    finally:
        for client in held:
            client.close()
    wait_until(lambda: b"200" in _raw(strict, b"GET /robots.txt HTTP/1.0\r\n\r\n")[:20])


def test_who_does_not_read_is_left(small_home: Any, start_server: Any, wait_until: Any) -> None:
    """A long answer that nobody takes is kept for a while, then given up with its connection."""
    with start_server(small_home, readers=2, idle_s=1) as server:
        before = server.open_files()
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(f"GET /sparql?query={quote(ALL)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            wait_until(lambda: server.health()["busy"] == 0)
            assert server.sparql(SIMPLE).status == 200
            wait_until(lambda: server.open_files() <= before)


@pytest.fixture(scope="module")
def neighbour(small_home: Any, start_server: Any) -> Iterator[Any]:
    """Another endpoint, on this machine."""
    with start_server(small_home, readers=2) as server:
        yield server


def test_service_calls_whom_the_operator_allows_and_nobody_else(
    small_home: Any, start_server: Any, neighbour: Any
) -> None:
    allowed = neighbour.url + "sparql"
    with start_server(small_home, readers=2, services=[allowed]) as server:

        def ask(endpoint: str) -> Any:
            return server.sparql(
                f"SELECT ?label {{ SERVICE <{endpoint}> {{ <{ID}thing-7> <{SKOS}prefLabel> ?label }} }}"
            )

        reply = ask(allowed)
        assert reply.status == 200 and b"Thing 7" in reply.body
        assert reply.headers["Cache-Control"] == "no-store" and reply.headers["ETag"] is None
        for other in (allowed + "/", neighbour.url, "http://127.0.0.1:1/sparql"):
            refused = ask(other)
            assert refused.status == 403 and allowed in refused.json()["detail"]
        variable = f"SELECT * {{ VALUES ?e {{ <{allowed}> }} SERVICE ?e {{ ?s ?p ?o }} }}"
        assert server.sparql(variable).status == 403
        assert server.sparql(SIMPLE).status == 200


def test_a_service_that_does_not_answer_has_the_same_deadline(small_home: Any, start_server: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/sparql"
        with start_server(small_home, readers=2, deadline_s=1, services=[address]) as server:
            assert server.sparql(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}").status == 504
            assert server.sparql(SIMPLE).status == 200
