"""Attacks on a real server, and what its other clients notice of them: nothing.

Each attack comes from one address of the loopback network, a bystander asks a simple query from another all the
while. An attack is repelled when the bystander always gets an answer, what the attacker gets is clean (a problem,
an answer, or a closed connection, never a 500 or anything about the inside), nothing is logged as a failure, and
the server ends with the readers, the open files and about the memory that it had.
"""

from __future__ import annotations

import http.client
import io
import json
import re
import shutil
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from graph import snapshot
from graph.namespaces import ID, SKOS, XSD
from graph.search import write_search_index

BYSTANDER, ATTACKER, ACCOMPLICE = "127.0.0.2", "127.0.0.3", "127.0.0.4"
LIMITS: dict[str, Any] = {
    "readers": 4,
    "queue": 8,
    "queue_wait_s": 1,
    "deadline_s": 1,
    "memory_bytes": 128 << 20,
    "result_bytes": 4 << 20,
    "query_chars": 60_000,
    "client_connections": 128,
    "connections": 400,
    "request_s": 1,
    "idle_s": 1,
    "cache_bytes": 4 << 20,
}
SOON_S = 5.0
MORE_MEMORY = 60 << 20
MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
CLEAN = {200, 206, 304, 400, 403, 404, 405, 406, 408, 411, 413, 414, 415, 416, 417, 421, 429, 431, 501, 503, 504,
         505}  # fmt: skip
BROKEN_OFF = 0
_TELLS = re.compile(
    rb"Traceback|site-packages|File \"|\.py\b|uvicorn|werkzeug|httptools|uvloop|flask|gunicorn|oxigraph/\d"
    rb"|Python/\d|python3\.|" + re.escape(bytes(Path(__file__).parents[2])),
    re.IGNORECASE,
)
_fresh = count()

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a second loopback address and /proc are Linux's")
# For tests that keep every processor busy, or count what a server with time to spare does within a second.
alone = pytest.mark.alone


class Reply(NamedTuple):
    """``status`` is :data:`BROKEN_OFF` where the connection ended before there was a whole answer."""

    status: int
    headers: http.client.HTTPMessage | None = None
    body: bytes = b""


def ask(
    server: Any,
    target: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    source: str = ATTACKER,
    seconds: float = 20,
    **headers: str,
) -> Reply:
    """One request over a connection of its own; names of headers have ``_`` for ``-``."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=seconds, source_address=(source, 0))
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with suppress(ConnectionError):  # it may answer, and close, before it has read everything
            connection.request(method, target, body, fields)
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    except (ConnectionError, http.client.HTTPException):
        return Reply(BROKEN_OFF)
    finally:
        connection.close()


def sparql(server: Any, query: str, **more: Any) -> Reply:
    """A query by POST, which has room for a long one."""
    return ask(
        server,
        "/sparql",
        method="POST",
        body=query.encode("utf-8", "surrogatepass"),
        **{"Content_Type": "application/sparql-query"} | more,
    )


def connect(server: Any, source: str = ATTACKER, receive: int | None = None) -> socket.socket:
    """A connection; ``receive`` is the size of its buffer for what the server sends."""
    client = socket.socket()
    if receive:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    client.settimeout(20)
    client.bind((source, 0))
    client.connect(("127.0.0.1", server.port))
    return client


def read(client: socket.socket, seconds: float = 10) -> bytes:
    """All that comes until the server closes; fails where it does not within so many seconds."""
    until = time.monotonic() + seconds
    received = bytearray()
    with suppress(ConnectionError):
        while (left := until - time.monotonic()) > 0:
            client.settimeout(left)
            data = client.recv(1 << 16)
            if not data:
                return bytes(received)
            received += data
        raise TimeoutError(f"still open after {seconds:g} s: {bytes(received[-200:])!r}")
    return bytes(received)


def send(server: Any, data: bytes, seconds: float = 10) -> bytes:
    """Send bytes as they are, and give what comes back until the server closes the connection."""
    with connect(server) as client:
        with suppress(ConnectionError):
            client.sendall(data)
        return read(client, seconds)


def answers(received: bytes) -> list[Reply]:
    """The responses in what was received, each of them well-formed; requests were no HEADs."""
    found = []
    while received:
        head, end, received = received.partition(b"\r\n\r\n")
        line, _, fields = head.partition(b"\r\n")
        start = re.fullmatch(rb"HTTP/1\.1 ([1-5]\d\d) [ -~]*", line)
        assert end and start, head[:300]
        for field in fields.split(b"\r\n") if fields else ():
            assert re.fullmatch(rb"[a-z0-9\-]+: [\t -~\x80-\xff]*", field, re.IGNORECASE), field
        headers = http.client.parse_headers(io.BytesIO(fields + b"\r\n\r\n"))
        status = int(start[1])
        if status == 100:
            continue
        body, received = _body(status, headers, received)
        found.append(Reply(status, headers, body) if body is not None else Reply(BROKEN_OFF))
    return found


def _body(status: int, headers: http.client.HTTPMessage, rest: bytes) -> tuple[bytes | None, bytes]:
    """The body, None where it is not whole, and what comes after it."""
    if status in (204, 304):
        return b"", rest
    if headers["Transfer-Encoding"] is None:
        length = int(headers["Content-Length"])
        return (rest[:length], rest[length:]) if len(rest) >= length else (None, b"")
    body = bytearray()
    while (size := re.match(rb"([0-9a-f]+)\r\n", rest)) is not None:
        start, length = size.end(), int(size[1], 16)
        body += rest[start : start + length]
        if rest[start + length : start + length + 2] != b"\r\n":
            break
        rest = rest[start + length + 2 :]
        if not length:
            return bytes(body), rest
    return None, b""


def check_clean(reply: Reply, *statuses: int) -> None:
    """Nothing about the inside, and each refusal a problem (RFC 9457)."""
    if reply.status == BROKEN_OFF and (not statuses or BROKEN_OFF in statuses):
        return
    assert reply.status in (statuses or CLEAN), (reply.status, reply.body[:400])
    assert reply.headers is not None
    head = str(reply.headers).encode()
    assert not _TELLS.search(head), head
    assert not reply.headers["Server"] and not reply.headers["X-Powered-By"]
    if reply.status >= 400:
        assert not _TELLS.search(reply.body), reply.body[:400]
        if "html" not in reply.headers["Content-Type"]:
            assert reply.headers["Content-Type"] == "application/problem+json"
            problem = json.loads(reply.body)
            assert problem["status"] == reply.status and problem["detail"] and "/problem/" in problem["type"]


def memory(server: Any, *, readers: bool = True) -> int:
    """Bytes of memory of the server and its readers."""
    total = 0
    for pid in (server.process.pid, *(server.readers() if readers else ())):
        with suppress(OSError):
            status = Path(f"/proc/{pid}/status").read_text()
            total += sum(int(kib) << 10 for kib in re.findall(r"VmRSS:\s+(\d+)", status))
    return total


def open_files(server: Any) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def simple(server: Any, source: str = BYSTANDER) -> Reply:
    """A simple query that nobody has asked before."""
    query = f"SELECT ?label {{ <{ID}bystander> <{SKOS}prefLabel> ?label }} # {next(_fresh)}"
    return ask(server, "/sparql?" + urlencode({"query": query}), source=source)


@contextmanager
def bystander(server: Any, *, more_memory: int = MORE_MEMORY, readers: bool = True) -> Iterator[None]:
    """Somebody else who asks a simple query all the while, and looks around when it is over."""
    memory_before, files_before, log_before = (
        memory(server, readers=readers),
        open_files(server),
        server.log.stat().st_size,
    )
    over = threading.Event()
    bad: list[str] = []

    def watch() -> None:
        while not over.is_set():
            started = time.monotonic()
            try:
                reply = simple(server)
            except OSError as error:
                reply = Reply(BROKEN_OFF, body=str(error).encode())
            seconds = time.monotonic() - started
            if reply.status != 200 or b'"Bystander"' not in reply.body or seconds > SOON_S:
                bad.append(f"{reply.status} after {seconds:.2f} s: {reply.body[:200]!r}")
            over.wait(0.1)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert not bad, f"{len(bad)} times, the first: {bad[0]}"
    assert server.process.poll() is None
    _within_10_s(
        lambda: simple(server).status == 200,
        lambda: server.health()["readers"] == LIMITS["readers"] and server.health()["busy"] == 0,
        lambda: open_files(server) <= files_before + 8,
        lambda: memory(server, readers=readers) <= memory_before + more_memory,
    )
    with server.log.open() as log:
        log.seek(log_before)
        logged = log.read()
    assert "Traceback" not in logged, logged[-4000:]


def _within_10_s(*conditions: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    for number, condition in enumerate(conditions):
        while not condition():
            assert time.monotonic() < until, f"condition {number} did not come true"
            time.sleep(0.05)


def marked(quad: ox.Quad) -> ox.Quad:
    """The quad, with markup in its text if it has one."""
    value = quad.object
    if not isinstance(value, ox.Literal) or not (value.language or value.datatype.value == XSD + "string"):
        return quad
    text = ox.Literal(value.value + MARKUP, language=value.language)
    return ox.Quad(quad.subject, quad.predicate, text, quad.graph_name)


def patient(server: Any, path: str) -> Reply:
    """A page, asked for again where a machine with much else to do does not make its deadline."""
    for _ in range(5):
        reply = ask(server, path, Accept="text/html")
        if reply.status not in (503, 504):
            break
    return reply


@pytest.fixture(scope="module")
def marked_home(snapshot_home: Path, made_once: Callable[..., Path]) -> Path:
    """The real snapshot with markup in every text that is in it."""
    source = snapshot.current(snapshot_home)

    def fill(target: snapshot.Snapshot) -> None:
        shutil.copytree(source.path, target.path, dirs_exist_ok=True)
        shutil.rmtree(target.store)
        store = ox.Store(str(target.store))
        store.bulk_extend(map(marked, ox.Store.read_only(str(source.store))))
        label = ox.Literal("Bystander", language="en")
        store.add(ox.Quad(ox.NamedNode(ID + "bystander"), ox.NamedNode(SKOS + "prefLabel"), label))
        store.flush()
        target.search.unlink()
        write_search_index(store, target.search)

    return made_once("marked", lambda home: snapshot.publish(home, source.name, fill))


@pytest.fixture(scope="module")
def server(marked_home: Path, start_server: Any) -> Iterator[Any]:
    try:
        with socket.socket() as client:
            client.bind((BYSTANDER, 0))
    except OSError:
        pytest.skip("this system has no second loopback address")
    with start_server(marked_home, **LIMITS) as server:
        for path in ("/", "/search?q=a", "/ontology", "/sparql?query=ASK%7B%7D"):  # what is loaded on first use
            assert patient(server, path).status == 200
        yield server


# Queries

_ANY = "(!<x:x>|^!<x:x>)"
_THREE = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"


def _doubled(times: int) -> str:
    return "BIND('xxxxxxxx' AS ?x0) " + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))


QUERIES = {
    "products": [
        f"SELECT (COUNT(*) AS ?n) {{ {_THREE} }}",
        f"SELECT * {{ {_THREE} }} ORDER BY ?i ?c ?f LIMIT 5",
        f"SELECT DISTINCT ?c ?f ?i {{ {_THREE} }}",
        f"SELECT (GROUP_CONCAT(?c) AS ?all) {{ {_THREE} }}",
        f"SELECT ?c ?f (COUNT(*) AS ?n) {{ {_THREE} }} GROUP BY ?c ?f",
        f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {_THREE} }}",
        "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(CONCAT(STR(?c), STR(?f)) = '-') }",
        "SELECT * { ?a ?b ?c MINUS { ?d ?e ?f . ?g ?h ?i FILTER(?c = ?f) } }",
    ],
    "paths": [
        f"SELECT (COUNT(*) AS ?n) {{ ?a {_ANY}* ?b . ?c {_ANY}* ?d }}",
        f"SELECT * {{ ?a (({_ANY}*)*)* ?b }} ORDER BY ?b LIMIT 1",
        f"SELECT (COUNT(*) AS ?n) {{ ?a {'/'.join([_ANY] * 60)} ?b }}",
        f"SELECT (COUNT(*) AS ?n) {{ ?a {_ANY}+/{_ANY}+/{_ANY}+ ?b }}",
    ],
    "regular expressions": [
        f"ASK {{ FILTER(REGEX('{'a' * 20_000}b', '(a|aa)+$')) }}",
        "ASK { FILTER(REGEX('a', 'a{1000}{1000}')) }",
        "ASK { FILTER(REGEX('a', '((((a{100}){100}){100}){100})')) }",
        f"ASK {{ FILTER(REGEX('a', '{'(' * 5000}a{')' * 5000}')) }}",
        f"SELECT (REPLACE('{'a' * 20_000}', '(a*)*', '$1$1$1$1') AS ?x) {{}}",
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), CONCAT('(.*)*', STR(?f), '{9}'))) }",
    ],
    "growing": [
        f"SELECT (STRLEN(?x30) AS ?n) {{ {_doubled(30)} }}",
        f"SELECT ?x16 {{ ?a ?b ?c {_doubled(16)} }}",
        f"SELECT (COUNT(?x20) AS ?n) {{ ?a ?b ?c . ?d ?e ?f {_doubled(20)} }} GROUP BY ?x20 ?a",
        "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000",
    ],
    "nesting": [
        "SELECT * " + "{" * 20_000 + "}" * 20_000,
        "SELECT * " + "{" * 2500 + "}" * 2500,
        "SELECT * " + "{" * 20_000,
        "SELECT (" + "(" * 20_000 + "1" + ")" * 20_000 + " AS ?x) {}",
        "SELECT (" + "!" * 50_000 + "true AS ?x) {}",
        "SELECT (" + "-" * 50_000 + "1 AS ?x) {}",
        "SELECT * { ?s " + "(" * 20_000 + "<x:x>" + ")" * 20_000 + " ?o }",
        "SELECT * { ?s " + "^" * 50_000 + "<x:x> ?o }",
        "SELECT * { ?s " + "!" * 50_000 + "<x:x> ?o }",
        "SELECT * { ?s ?p " + "[ <x:x> " * 5000 + "1" + "]" * 5000 + " }",
        "SELECT * { ?s ?p " + "(" * 20_000 + ")" * 20_000 + " }",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 2000 + "}" * 2001,
        "SELECT * { " + "{ SELECT * " * 4000 + "{}" + "}" * 4001,
        "SELECT * { " + "GRAPH ?g { " * 4000 + "}" * 4001,
        "SELECT * { FILTER(" + "EXISTS { FILTER(" * 3000 + "true" + ") }" * 3000 + ") }",
        "SELECT * { ?s ?p " + "<<( <x:x> <x:x> " * 3000 + "1" + " )>>" * 3000 + " }",
        "SELECT (" + "IF(1," * 9000 + "1" + ",1)" * 9000 + " AS ?x) {}",
    ],
    "chains": [
        "ASK { FILTER(" + "||".join(["?x"] * 14_000) + ") }",
        "ASK { FILTER(" + "&&".join(["?x"] * 14_000) + ") }",
        "ASK { FILTER(" + "+".join(["1"] * 25_000) + " = 1) }",
        "ASK { FILTER(" + "=".join(["1"] * 25_000) + ") }",
        "SELECT * { ?s " + "/".join(["<x:x>"] * 9000) + " ?o }",
        "SELECT * { ?s " + "|".join(["<x:x>"] * 9000) + " ?o }",
        "SELECT * { ?s !(" + "|".join(["<x:x>"] * 9000) + ") ?o }",
        "SELECT * { " + "{ ?s ?p ?o } UNION " * 3000 + "{} }",
        "SELECT * { " + "?s ?p ?o MINUS {} " * 3000 + "}",
        "SELECT * { " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(2500)) + " }",
        "ASK { FILTER(?x IN (" + ",".join(["1"] * 25_000) + ")) }",
        "SELECT " + " ".join(f"(1 AS ?a{n})" for n in range(4000)) + " {}",
        "PREFIX x: <x:x> " * 3500 + "ASK {}",
        "# " + "x" * 59_000 + "\nASK {}",
    ],
    "values": [
        "SELECT * { VALUES ?x { " + "1 " * 25_000 + "} }",
        "SELECT * { VALUES ?x { " + "1 " * 100_000 + "} }",
        "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?x{n} {{ {'1 ' * 300} }}" for n in range(8)) + " }",
        "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?x{n} {{ {'1 ' * 9} }}" for n in range(500)) + " }",
        "SELECT * { VALUES (" + " ".join(f"?x{n}" for n in range(5000)) + ") { (" + "1 " * 5000 + ") } }",
    ],
}  # fmt: skip


@pytest.mark.parametrize("family", QUERIES)
@alone
def test_queries_that_ask_for_too_much_hurt_only_who_asks(server: Any, family: str) -> None:
    with bystander(server), ThreadPoolExecutor(2) as pool:
        for query, reply in zip(
            QUERIES[family], pool.map(lambda query: sparql(server, query), QUERIES[family]), strict=True
        ):
            assert reply.status in (200, 400, 413, 503, 504, BROKEN_OFF), (query[:100], reply)
            check_clean(reply)


@alone
def test_a_reader_that_breaks_again_and_again_is_not_the_loss_of_others(server: Any) -> None:
    bombs = [query for query in QUERIES["nesting"] if len(query) < 6000] + QUERIES["growing"][:1]
    with bystander(server), ThreadPoolExecutor(16) as pool:
        for reply in pool.map(lambda query: sparql(server, query), bombs * 30):
            check_clean(reply, 400, 503, 504)


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@alone
def test_more_slow_queries_at_once_than_connections(server: Any, accept: str) -> None:
    target = "/sparql?" + urlencode({"query": QUERIES["products"][0]})
    with bystander(server), ThreadPoolExecutor(150) as pool:
        for reply in pool.map(lambda _: ask(server, target, Accept=accept), range(150)):
            check_clean(reply, 400, 429, 503, 504)


@alone
def test_slow_queries_of_two_clients_leave_a_reader_for_a_third(server: Any) -> None:
    with bystander(server), ThreadPoolExecutor(32) as pool:
        sources = [ATTACKER, ACCOMPLICE] * 60
        for reply in pool.map(lambda source: sparql(server, QUERIES["products"][0], source=source), sources):
            check_clean(reply, 429, 503, 504)


@pytest.mark.parametrize(
    "way",
    [
        "direct",
        "form",
        "address",
        "chunked",
    ],
)
def test_ten_megabytes_of_query_are_not_read(server: Any, way: str) -> None:
    text = b"ASK{#" + b"x" * 10_000_000 + b"%0A}"
    post = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/"
    length = b"\r\nContent-Length: %d\r\n\r\n" % len(text)
    data = {
        "direct": post + b"sparql-query" + length + text,
        "form": post + b"x-www-form-urlencoded" + length + b"query=" + text[6:],
        "address": b"GET /sparql?query=" + text.replace(b"#", b"%23") + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "chunked": post + b"sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(text) + text,
    }[way]
    with bystander(server):
        for reply in answers(send(server, data)):
            check_clean(reply, 413, 414, 431, BROKEN_OFF)


# The network

CALLS = [
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "select * {{ service<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVI\\u0043E <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ #\rSERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ FILTER(1 <2 && '>' != 'x') SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "BASE <{url}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "PREFIX : <{url}> SELECT * {{ ?s ?p 1SERVICE:{{ ?a ?b ?c }} }}",
    "LOAD <{url}>",
    "LOAD SILENT <{url}> INTO GRAPH <x:x>",
    "INSERT DATA {{ <x:x> <x:x> <x:x> }}; LOAD <{url}>",
    "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{url}>",
]  # fmt: skip


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a web server of this machine, and what it was asked."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        called: list[bytes] = []

        def accept() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    called.append(client.recv(1000))
                    client.close()

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", called
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_no_query_makes_the_server_call_another(server: Any, listener: tuple[str, list[bytes]]) -> None:
    url, called = listener
    with bystander(server):
        for query in CALLS:
            reply = sparql(server, query.format(url=url))
            check_clean(reply, 200, 400, 403)
            assert reply.status == 403 or "SERVICE" not in query.upper()
            check_clean(ask(server, "/sparql?" + urlencode({"query": query.format(url=url)}), Accept="text/html"))
        for name in ("default-graph-uri", "named-graph-uri", "using-graph-uri", "query", "update", "format"):
            parameters = urlencode({"query": "ASK { ?s ?p ?o }"} | {name: url})
            check_clean(ask(server, "/sparql?" + parameters), 200, 400, 403, 406)
        check_clean(ask(server, "/rdf-graph-store?" + urlencode({"graph": url})), 404)
        check_clean(ask(server, "/rdf-graph-store?default", method="POST", body=url.encode()), 405)
        check_clean(
            answers(send(server, f"GET {url}sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()))[0]
        )
        check_clean(ask(server, "/search?q=" + quote(url)), 200)
    assert not called


# Headers, addresses and pages

EVIL = "x\r\nSet-Cookie: evil=1\r\n\r\n<script>alert(1)</script>"


@pytest.mark.parametrize(
    "target",
    [
        "/sparql?query=" + quote(EVIL),
        "/sparql?query=ASK%7B%7D&format=" + quote(EVIL),
        "/sparql?query=ASK%7B%7D&format=" + quote("text/csv" + EVIL),
        "/sparql?query=ASK%7B%7D&timeout=" + quote(EVIL),
        "/sparql?query=ASK%7B%7D&default-graph-uri=" + quote(EVIL),
        "/rdf-graph-store?graph=" + quote("http://x/" + EVIL),
        "/rdf-graph-store?graph=" + quote("http://x/<script>"),
        "/search?q=" + quote(EVIL),
        "/search?q=a&kind=" + quote(EVIL),
        "/search." + quote(EVIL),
        "/questions?audience=" + quote(EVIL),
        *(f"/{kind}/" + quote(EVIL, safe="") for kind in ("id", "claim", "document", "scheme", "graph", "questions",
          "cookbook", "download", "static", "ontology", "ontology/term", "evidence", "rule", "nothing")),
        "/ontology/term/kg:" + quote(EVIL, safe=""),
        "//evil.example/search",
        "/%0d%0aSet-Cookie:evil=1",
    ],
)  # fmt: skip
def test_nothing_that_is_sent_comes_back_as_a_header_or_as_markup(server: Any, target: str) -> None:
    with bystander(server):
        for accept in ("text/html", "application/json", EVIL.replace("\r\n", " ")):
            reply = ask(server, target, Accept=accept)
            check_clean(reply)
            assert reply.headers is not None and not reply.headers["Set-Cookie"]
            assert "html" not in (reply.headers["Content-Type"] or "") or b"<script>alert" not in reply.body
            check_policy(reply)


def check_policy(reply: Reply) -> None:
    """The page may run scripts of this server alone, and nothing in it may be taken for a script."""
    assert reply.headers is not None
    policies = reply.headers.get_all("Content-Security-Policy") or []
    assert len(policies) == 1 and "default-src 'self'" in policies[0]
    assert not re.search(r"unsafe-|\*|script-src [^;]*(?:data:|https?:)", policies[0])
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_request_ids_are_echoed_only_where_they_are_harmless(server: Any) -> None:
    for given in ("a b", "a\tb", "<script>", "x" * 65, "é", '"', "a,b", ""):
        reply = ask(server, "/robots.txt", X_Request_Id=given)
        assert reply.headers is not None and re.fullmatch(r"[0-9a-f]{16}", reply.headers["X-Request-Id"]), given
    reply = ask(server, "/robots.txt", X_Request_Id="my-id.1_2")
    assert reply.headers is not None and reply.headers.get_all("X-Request-Id") == ["my-id.1_2"]


SECRETS = re.compile(rb"root:.*:0:0|Flask\(__name__\)|from __future__|\[project\]|MANIFEST|SQLite format")
OUTSIDE = ("app.py", "../pyproject.toml", "../../../etc/passwd", "manifest.json")


@pytest.mark.parametrize(
    "base",
    ["/static", "/static/vendor", "/download", "/id", "/ontology", "/ontology/term", "/document", "/graph",
     "/cookbook", "/questions", "/scheme", ""],
)  # fmt: skip
def test_no_address_leads_outside(server: Any, base: str) -> None:
    ups = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "%252e%252e%252f", "....//", "..%c0%af", "/",
           "%00/", ".%00./")  # fmt: skip
    with bystander(server):
        for up in ups:
            for outside in OUTSIDE:
                for times in (1, 3):
                    data = f"GET {base}/{up * times}{outside} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    (reply,) = answers(send(server, data.encode()))
                    assert reply.status in (308, 301, 400, 404, 405, 406), (data, reply.status)
                    assert not SECRETS.search(reply.body), data


class Handlers(HTMLParser):
    """What in a page could run: scripts that are not files of ours nor data, attributes that handle events."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def of(cls, text: str) -> list[str]:
        parser = cls()
        parser.feed(text)
        return parser.found

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        ours = (given.get("src") or "").startswith("/static/") or given.get("type") == "application/ld+json"
        if (tag == "script" and not ours) or tag in ("iframe", "object", "embed", "base"):
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on") or name in ("srcdoc", "style")]
        self.found += [str(value) for value in given.values() if (value or "").lower().startswith("javascript:")]


PAGES = ("id", "claim", "document", "evidence", "derivation", "rule", "scheme", "graph", "mapping", "ontology/term",
         "ontology", "questions", "cookbook")  # fmt: skip


@alone
def test_texts_of_the_graph_are_never_markup(server: Any) -> None:
    """On every kind of page that there is, reached from page to page."""
    queries = (
        "SELECT * { ?s ?p ?o } LIMIT 50",
        f"SELECT ?oLabel ?o {{ ?o <{SKOS}prefLabel> ?oLabel }} LIMIT 50",
        "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 50",
        f"SELECT ('{MARKUP}' AS ?x) {{}}",
        MARKUP,
    )
    waiting = ["/", "/search?q=script", "/search?kind=", "/scheme", "/ontology", "/questions", "/download",
               "/sparql", *("/sparql?" + urlencode({"query": query}) for query in queries)]  # fmt: skip
    seen, kinds, escaped = set(waiting), Counter[str](), Counter[str]()
    with bystander(server):
        while waiting:
            path = waiting.pop(0)
            reply = patient(server, path)
            assert reply.status in (200, 400), (path, reply.status)
            check_clean(reply)
            check_policy(reply)
            text = reply.body.decode()
            assert "<script>alert" not in text and "<img src=x" not in text, path
            assert not Handlers.of(text), path
            kind = max((kind for kind in PAGES if path.startswith(f"/{kind}/")), key=len, default=path)
            escaped[kind] += "&lt;script&gt;alert" in text
            for link in re.findall(r'href="(/[^"#?]*)', text):
                link_kind = max((kind for kind in PAGES if link.startswith(f"/{kind}/")), key=len, default="")
                if link_kind and link not in seen and kinds[link_kind] < 3 and not re.search(r"\.\w+$", link):
                    kinds[link_kind] += 1
                    seen.add(link)
                    waiting.append(link)
    assert {"id", "claim", "document", "rule", "scheme", "graph", "ontology/term"} <= set(kinds)
    for kind in ("id", "claim", "document", "evidence", "scheme", "/", "/search?q=script"):
        assert escaped[kind], kind


# Connections


def _closed(clients: Iterable[socket.socket], seconds: float) -> Counter[int]:
    """How often each status was answered before the server closed the connections, which it does in time."""
    until = time.monotonic() + seconds
    statuses: Counter[int] = Counter()
    for client in clients:
        received = read(client, max(0.1, until - time.monotonic()))
        for reply in answers(received) or [Reply(BROKEN_OFF)]:
            check_clean(reply)
            statuses[reply.status] += 1
    return statuses


def _drip(clients: list[socket.socket], pieces: Iterable[bytes], pause: float) -> None:
    for piece in pieces:
        for client in clients:
            with suppress(OSError):
                client.sendall(piece)
        time.sleep(pause)


@alone
def test_heads_that_drip_in_are_not_waited_for(server: Any) -> None:
    with bystander(server), ExitStack() as stack:
        clients = [stack.enter_context(connect(server)) for _ in range(220)]
        _drip(clients, [b"GET /robots.txt HTTP/1.1\r\n", *(b"X-%d: y\r\n" % n for n in range(12))], 0.2)
        statuses = _closed(clients, 3)
        assert set(statuses) <= {408, 503, BROKEN_OFF} and statuses[408] >= 100


@alone
def test_bodies_that_drip_in_are_not_waited_for(server: Any) -> None:
    head = _POST + b"Content-Length: 5000\r\n\r\n"
    with bystander(server), ExitStack() as stack:
        clients = [stack.enter_context(connect(server)) for _ in range(50)]
        _drip(clients, [head, *[b"#"] * 12], 0.2)
        statuses = _closed(clients, 6)
        assert set(statuses) <= {408, 429, BROKEN_OFF} and statuses[408] >= 10


@alone
def test_connections_that_say_nothing_are_closed(server: Any) -> None:
    with bystander(server), ExitStack() as stack:
        clients = [stack.enter_context(connect(server)) for _ in range(220)]
        assert set(_closed(clients, 5)) <= {408, 503, BROKEN_OFF}


@alone
def test_empty_lines_do_not_keep_a_connection(server: Any) -> None:
    with bystander(server), ExitStack() as stack:
        clients = [stack.enter_context(connect(server)) for _ in range(50)]
        _drip(clients, [b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n", b"\r\n"], 0.5)
        assert set(_closed(clients, 8)) <= {200, 429}


@pytest.mark.parametrize(
    "target",
    [
        "/download/creativekg.nq",
        "/sparql",
        "pipelined",
    ],
)
@alone
def test_answers_that_nobody_reads_are_given_up(server: Any, target: str) -> None:
    query = urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 20000", "format": "csv"})
    ways = {"/sparql": f"/sparql?{query}", "pipelined": "/ontology"}
    data = f"GET {ways.get(target, target)} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n".encode()
    with bystander(server, more_memory=2 * MORE_MEMORY), ExitStack() as stack:
        files = open_files(server)
        for _ in range(40):
            client = stack.enter_context(connect(server, receive=2048))
            client.sendall(data * (200 if target == "pipelined" else 1))
        time.sleep(LIMITS["idle_s"] + 1)
        _within_10_s(lambda: open_files(server) <= files + 4)


@alone
def test_an_end_that_nobody_reads_is_given_up(server: Any) -> None:
    """The client reads until the server has handed the rest to its system, and then no more."""
    with bystander(server), connect(server, receive=1 << 16) as client:
        before = _sent(server)
        client.sendall(b"GET /download/creativekg.nt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        length = int(re.search(rb"content-length: (\d+)", client.recv(4096))[1])  # type: ignore[index]
        while _sent(server) < before + length:
            for _ in range(2):
                client.recv(1 << 14)
        _within_10_s(lambda: not _holds(server, client))


def _holds(server: Any, client: socket.socket) -> bool:
    """Whether the server still has its end of a connection, which is then not the system's alone."""
    ends = f":{server.port:04X}", f":{client.getsockname()[1]:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(line[1].endswith(ends[0]) and line[2].endswith(ends[1]) and line[9] != "0" for line in lines)


def _sent(server: Any) -> float:
    """Bytes of bodies that the server has sent."""
    metrics = ask(server, "/metrics", source=ACCOMPLICE).body
    return float(re.search(rb"^creativekg_response_bytes_total (\S+)", metrics, re.M)[1])  # type: ignore[index]


def test_half_closed_connections_are_answered_or_closed(server: Any) -> None:
    with bystander(server):
        for data in (
            b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /robots.txt HTTP/1.1\r\nHost",
            b"",
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nquery",
        ):
            with connect(server) as client:
                client.sendall(data)
                client.shutdown(socket.SHUT_WR)
                for reply in answers(read(client, 5)):
                    check_clean(reply, 200, 400, 408, 415)


def test_pipelined_requests_are_answered_in_their_order(server: Any) -> None:
    targets = [
        "/robots.txt",
        "/sparql?query=ASK%7B%7D",
        "/nothing",
        "/sparql?query=" + quote(QUERIES["products"][0]),
        "/readyz",
    ] * 2 + ["/robots.txt"] * 90
    data = "".join(f"GET {target} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n" for target in targets)
    data = data.removesuffix("\r\n") + "Connection: close\r\n\r\n"
    with bystander(server):
        with connect(server) as client:
            client.sendall(data.encode())
            replies = answers(read(client, 60))
        assert len(replies) == 100
        for number, reply in enumerate(replies):
            check_clean(reply)
            assert reply.status in (
                ((200,), (200, 406), (404,), (503, 504), (200,))[number % 5] if number < 10 else (200,)
            )


@alone
def test_no_refusal_is_written_into_the_middle_of_an_answer(server: Any) -> None:
    get = b"GET %b HTTP/1.1\r\nHost: x\r\n\r\n"
    data = get % b"/download/creativekg.nq" + get % b"/robots.txt" + b"GET /part"
    with connect(server, receive=1 << 16) as client:
        client.sendall(data)
        started, received = time.monotonic(), bytearray()
        with suppress(ConnectionError):
            while piece := client.recv(1 << 16):
                received += piece
                if time.monotonic() < started + LIMITS["request_s"] + 0.5:
                    time.sleep(0.02)
    first, *others = answers(bytes(received))
    assert b"408 Request timeout" not in first.body and [reply.status for reply in others] == [200, 408]


# What is not HTTP, or only nearly

HOST = b"Host: x\r\n"
_POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nConnection: close\r\n"
_CHUNKED = _POST + b"Transfer-Encoding: chunked\r\n\r\n"
_EVIL = b"GET /evil HTTP/1.1\r\n\r\n"
MALFORMED = {
    "garbage": b"GARBAGE\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "bare line feeds": b"GET /robots.txt HTTP/1.1\nHost: x\nConnection: close\n\n",
    "bare carriage return": b"GET / HTTP/1.1\r\n" + HOST + b"A: b\rEvil: c\r\n\r\n",
    "folded line": b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n c\r\n\r\n",
    "NUL in a header": b"GET / HTTP/1.1\r\n" + HOST + b"A: b\0c\r\n\r\n",
    "NUL in the target": b"GET /\0 HTTP/1.1\r\n" + HOST + b"\r\n",
    "space before the colon": b"GET / HTTP/1.1\r\n" + HOST + b"A : b\r\n\r\n",
    "no name": b"GET / HTTP/1.1\r\n" + HOST + b": b\r\n\r\n",
    "bytes in the target": b"GET /id/\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
    "unknown method": b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n",
    "lower-case method": b"get / HTTP/1.1\r\n" + HOST + b"\r\n",
    "negative length": _POST + b"Content-Length: -1\r\n\r\n",
    "length with a sign": _POST + b"Content-Length: +5\r\n\r\nASK{}",
    "length in hexadecimal": _POST + b"Content-Length: 0x5\r\n\r\nASK{}",
    "two lengths": _POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nASK{} ",
    "a list of lengths": _POST + b"Content-Length: 5, 6\r\n\r\nASK{} ",
    "huge length": _POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "length and coding": _POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + _EVIL,
    "coding and length": _POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + _EVIL,
    "unknown coding": _POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked is not last": _POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "bad chunk size": _POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nASK{}\r\n0\r\n\r\n",
    "negative chunk size": _POST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nASK{}\r\n0\r\n\r\n",
    "huge chunk size": _POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 30 + b"\r\nASK{}\r\n0\r\n\r\n",
    "no end of a chunk": _CHUNKED + b"5\r\nASK{}" + _EVIL,
    "CONNECT": b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "no path": b"GET http://evil.example HTTP/1.1\r\n" + HOST + b"\r\n",
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_not_http_is_refused_once_and_the_connection_closed(server: Any, name: str) -> None:
    started = time.monotonic()
    replies = answers(send(server, MALFORMED[name], 5))
    assert len(replies) == 1 and time.monotonic() - started < 1, replies
    check_clean(replies[0], 400, 405, 501, 505)


@pytest.mark.parametrize(
    "data",
    [
        b"GET /robots.txt HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
    ],
)
def test_requests_without_one_host_are_refused(server: Any, data: bytes) -> None:
    (reply,) = answers(send(server, data, 5))
    check_clean(reply, 400)


_CLOSE = b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n"
_ASK = b"GET /sparql?query=ASK%7B%7D"
_GZIP = b"Content-Encoding: gzip\r\nContent-Length: 23\r\n\r\n\x1f\x8b\x08\x00" + b"\x00" * 19
_NT = b"GET /download/creativekg.nt" + _CLOSE + b"Range: bytes="
ODD = {
    "HTTP/0.9": (b"GET /robots.txt\r\n\r\n", {200, 400, 505}),
    "HTTP/2.0": (b"GET /robots.txt HTTP/2.0\r\n" + HOST + b"\r\n", {200, 400, 505}),
    "absolute target": (b"GET http://evil.example/robots.txt" + _CLOSE + b"\r\n", {200}),
    "asterisk": (b"OPTIONS *" + _CLOSE + b"\r\n", {200, 204, 400, 404}),
    "TRACE": (b"TRACE /" + _CLOSE + b"Cookie: secret\r\n\r\n", {405, 501}),
    "chunk extensions": (_CHUNKED + b"5;a=b;" + b"c" * 500 + b"\r\nASK{}\r\n0\r\n\r\n", {200}),
    "endless chunk extension": (_CHUNKED + b"5;" + b"c" * 5_000_000, {400, 408, 413, 431, BROKEN_OFF}),
    "gzip that is not asked for": (_POST + _GZIP, {400, 415}),
    "expectation": (_POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\nASK{}", {200}),
    "many fields": (
        b"GET /robots.txt" + _CLOSE + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n",
        {200, 400, 431},
    ),
    "one huge field": (
        b"GET /robots.txt" + _CLOSE + b"X: " + b"y" * 5_000_000 + b"\r\n\r\n",
        {400, 431, BROKEN_OFF},
    ),
    "many parameters": (_ASK + b"&a=b" * 15_000 + _CLOSE + b"\r\n", {400, 414}),
    "many parameters of a page": (b"GET /search?q=a" + b"&a=b" * 15_000 + _CLOSE + b"\r\n", {200, 400, 414}),
    "many tags": (b"GET /robots.txt" + _CLOSE + b"If-None-Match: " + b'"a",' * 6000 + b"\r\n\r\n", {200, 400, 431}),
    "too many tags": (b"GET /" + _CLOSE + b"If-None-Match: " + b'"a",' * 60_000 + b"\r\n\r\n", {400, 431}),
    "many codings": (
        _ASK + _CLOSE + b"Accept-Encoding: " + b"gzip;q=0.1," * 2500 + b"\r\n\r\n",
        {200, 400, 406, 431},
    ),
    "many ranges": (_NT + b",".join(b"%d-" % n for n in range(5000)) + b"\r\n\r\n", {206, 416, 431}),
    "overlapping ranges": (_NT + b"0-," * 1000 + b"0-\r\n\r\n", {206, 416, 431}),
    "ranges beyond": (_NT + b"9" * 4000 + b"-\r\n\r\n", {206, 416, 431}),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_requests_are_answered_cleanly(server: Any, name: str) -> None:
    data, statuses = ODD[name]
    with bystander(server):
        received = send(server, data)
        replies = answers(received) or [Reply(BROKEN_OFF)]
        assert len(replies) == 1
        check_clean(replies[0], *statuses)
        assert len(received) < 20_000_000


def test_many_ranges_do_not_multiply_an_answer(server: Any) -> None:
    size = len(ask(server, "/download/creativekg.nt").body)
    assert len(send(server, ODD["overlapping ranges"][0])) <= size + 5000


@pytest.mark.parametrize("name", ["a refusal by its length", "a refusal on the way"])
def test_one_request_gets_one_answer(server: Any, name: str) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    data = {
        "a refusal by its length": head + b"Content-Length: 50000000\r\n\r\n",
        "a refusal on the way": head
        + b"Transfer-Encoding: chunked\r\n\r\n"
        + (b"ffff\r\n" + b"#" * 65535 + b"\r\n") * 20,
    }[name]
    assert [reply.status for reply in answers(send(server, data))] == [413]


def test_fields_after_the_body_are_not_headers(server: Any) -> None:
    data = (
        _POST
        + b"Transfer-Encoding: chunked\r\n\r\n5\r\nASK{}\r\n0\r\nX-Request-Id: evil\r\nAccept: text/csv\r\n\r\n"
    )
    (reply,) = answers(send(server, data))
    assert reply.headers is not None and reply.headers["X-Request-Id"] != "evil"
    assert reply.headers["Content-Type"] == "application/sparql-results+json"


def test_an_offer_of_another_protocol_is_passed_over(server: Any) -> None:
    """The HTTP client of Java makes it with its first request to a server."""
    data = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 16\r\n"
        b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABk\r\n\r\n"
        b"ASK { ?s ?p ?o }"
    )
    (reply,) = answers(send(server, data))
    assert (reply.status, b"true" in reply.body) == (200, True)


@pytest.mark.parametrize(
    "host",
    [
        "xn--a",
        'a"b>c',
        "x y",
        "\xe9vil.example",
        "<script>",
        "a..b",
        "[::1",
        "x:99999999",
        "x/y?z#w",
        "",
        "x" * 5000,
    ],
)
@alone
def test_a_false_name_of_the_server_is_no_failure(server: Any, host: str) -> None:
    for target in ("/sparql", "/", "/ontology//term/Sector", "/.well-known/void"):
        for accept in ("text/turtle", "application/rdf+xml", "text/html"):
            data = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
            (reply,) = answers(send(server, data.encode("latin-1")))
            assert reply.status in (200, 308, 400, 404, 406), (target, accept, reply)
            assert b"<script>" not in reply.body


NOT_TEXT = ["%ff%fe", "%c0%af", "%ed%a0%80", "%00", "a%00b", "%f4%90%80%80", "%", "%zz", "%u0041", "%e2%82"]


@pytest.mark.parametrize("bad", NOT_TEXT)
def test_bytes_that_are_no_text(server: Any, bad: str) -> None:
    raw = (
        bytes(ord(sign) for sign in bad)
        if "%" not in bad
        else re.sub(rb"%([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]), bad.encode())
    )
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    with bystander(server):
        for accept in ("application/json", "text/html"):
            for target in (
                f"/sparql?query=ASK%7B%7D{bad}",
                f"/sparql?query=ASK%7B%7D&default-graph-uri=x:{bad}",
                f"/search?q={bad}&kind={bad}",
                f"/id/{bad}",
                f"/{bad}",
                f"/rdf-graph-store?graph=x:{bad}",
                f"/ontology/term/{bad}",
                f"/questions?audience={bad}",
            ):
                check_clean(ask(server, target, Accept=accept))
        check_clean(
            ask(
                server,
                "/sparql",
                method="POST",
                body=b"ASK { ?s ?p '" + raw + b"' }",
                Content_Type="application/sparql-query",
            ),
            200,
            400,
        )
        check_clean(ask(server, "/sparql", method="POST", body=b"query=ASK{}" + raw, **form), 200, 400)
        check_clean(ask(server, "/sparql", method="POST", body=b"query=ASK{}" + bad.encode(), **form), 200, 400)


# Time and memory of the server itself


def test_a_long_accept_header_holds_nobody_up(server: Any) -> None:
    data = (
        b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: "
        + b"a/b," * 150_000
        + b"\r\n\r\n"
    )
    with bystander(server), ThreadPoolExecutor(8) as pool:
        for received in pool.map(lambda _: send(server, data, 60), range(8)):
            for reply in answers(received):
                check_clean(reply, 400, 406, 431)


def test_a_field_that_comes_often_holds_nobody_up(server: Any) -> None:
    data = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + b"a:b\r\n" * 120_000 + b"\r\n"
    with bystander(server), ThreadPoolExecutor(8) as pool:
        for received in pool.map(lambda _: send(server, data, 60), range(8)):
            for reply in answers(received):
                check_clean(reply, 200, 400, 431)


@alone
def test_a_flood_of_different_queries_fills_no_memory(server: Any) -> None:
    """Their answers are ten times what may be remembered, and more than the memory that it may take."""
    with bystander(server, more_memory=40 << 20), ThreadPoolExecutor(4) as pool:
        queries = (f"SELECT * {{ ?s ?p ?o }} OFFSET {n} LIMIT 600" for n in range(500))
        for reply in pool.map(lambda query: sparql(server, query), queries):
            check_clean(reply, 200, 503)


def test_a_flood_of_different_addresses_fills_no_memory(server: Any) -> None:
    """What is remembered of a request must not be as long as its header fields may be."""
    with bystander(server, more_memory=24 << 20):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=(ATTACKER, 0))
        for number in range(1200):
            connection.request("GET", "/robots.txt", headers={"Accept": f"text/plain, x/{number}" + "y" * 30_000})
            response = connection.getresponse()
            check_clean(Reply(response.status, response.headers, response.read()), 200)
        connection.close()


@alone
def test_a_flood_of_long_names_fills_no_memory(server: Any) -> None:
    """Of 30 MB of IRIs that were never seen before. The first pages load what all need, and fill what remembers.

    It is the serving process that must not keep them: a reader is replaced one day.
    """

    def see(number: int) -> None:
        name = f"IRI(CONCAT('{ID}', STR(?n), '-{number}-', ?x13))"
        query = f"SELECT ({name} AS ?x) {{ VALUES ?n {{ 1 2 3 4 5 6 7 8 9 }} {_doubled(13)} }}"
        check_clean(ask(server, "/sparql?" + urlencode({"query": query}), Accept="text/html"), 200)

    for number in range(50):
        see(number)
    with bystander(server, more_memory=20 << 20, readers=False):
        for number in range(50, 100):
            see(number)


def test_after_everything_the_server_is_the_one_that_was_started(server: Any) -> None:
    assert server.process.poll() is None
    health = server.health()
    assert health["status"] == "ok" and health["readers"] == LIMITS["readers"] and health["waiting"] == 0
