"""Requests that nobody would think of, made by hypothesis, and what must hold of every answer.

An everyday run sends 500 of them; ``CREATIVEKG_FUZZ=10000`` sends so many, ``--hypothesis-seed=N`` others.
"""

from __future__ import annotations

import gzip
import http.client
import io
import json
import os
import re
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import brotli
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
REQUESTS = int(os.environ.get("CREATIVEKG_FUZZ", "500"))
LIMITS: dict[str, Any] = {
    "readers": 3,
    "deadline_s": 0.3,
    "deadline_most_s": 0.4,
    "memory_bytes": 128 << 20,
    "result_bytes": 1 << 20,
    "query_chars": 5000,
    "request_s": 0.4,
    "idle_s": 0.5,
    "cache_bytes": 4 << 20,
}
MORE_MEMORY = 80 << 20
STATUSES = {200, 204, 206, 301, 302, 303, 304, 307, 308, 400, 403, 404, 405, 406, 408, 411, 413, 414, 415, 416, 417,
            421, 429, 431, 501, 503, 504, 505}  # fmt: skip
OF_CONNECTIONS = {400, 408, 413, 414, 417, 431, 501, 503, 505}
_TELLS = re.compile(
    rb"Traceback|site-packages|File \"|uvicorn|werkzeug|httptools|uvloop|gunicorn|python3\.|/tmp/pytest-|"
    + re.escape(str(ROOT).encode())
    + rb"/(?:graph|server|snapshots|tests|\.venv)\b",
    re.IGNORECASE,
)
_JSON_ONLY = ("application/json", "application/problem+json", "application/sparql-results+json, application/json")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


@dataclass(frozen=True, repr=False)
class Request:
    """``exact`` is whether the bytes are those of the request as it is described."""

    method: str
    target: str
    fields: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    framing: str = "length"
    version: str = "HTTP/1.1"
    damage: tuple[int, bytes] | None = None

    @property
    def exact(self) -> bool:
        return self.damage is None and self.framing not in ("too long", "too short")

    def all(self, name: str) -> list[str]:
        return [value for given, value in self.fields if given.lower() == name]

    def bytes(self) -> bytes:
        lines = [
            f"{self.method} {self.target} {self.version}",
            *(f"{name}: {value}" for name, value in self.fields),
        ]
        body = self.body
        if self.framing == "chunked":
            lines.append("Transfer-Encoding: chunked")
            pieces = [body[start : start + 700] for start in range(0, len(body), 700)]
            body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        elif self.framing != "none":
            length = len(body) + {"too long": 10, "too short": -1}.get(self.framing, 0)
            lines.append(f"Content-Length: {max(length, 0)}")
        data = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body
        if self.damage:
            at = len(self.method) + 1 + self.damage[0] % (len(data) - len(self.method))
            data = data[:at] + self.damage[1] + data[at + 1 :]
        return data

    def __repr__(self) -> str:
        data = self.bytes()
        return f"{data[:4000]!r}" + (f" and {len(data) - 4000} more bytes" if len(data) > 4000 else "")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    whole: bool = True


# What is sent

_WORDS = ["a", "", "SELECT", "0", "-1", "1e999", "nan", "9" * 400, "true", "../", "..", "%", "%zz", "%00", "\x00",
          "\x7f", "\xff", "é", "\u2028", "\ufeff", "\U0001f3ad", "\ud800", "a\r\nSet-Cookie: evil=1",
          "<script>alert(1)</script>", "'\"><img>", "http://[::1", "http://a:b@c:99999/", "http://xn--a/", "x:",
          "urn:x:y", "//evil.example", "\\", "{{7*7}}", "*", "NEAR(a b)", '"a" OR "b', "a AND NOT", "text/html",
          "text/csv", "json", "jsonld", "html", "csv", "1.5", "https://w3id.org/creativekg/graph/document/001",
          "https://w3id.org/creativekg/id/netflix", "a" * 3000]  # fmt: skip
_NAMES = ["query", "default-graph-uri", "named-graph-uri", "using-graph-uri", "update", "format", "timeout", "q",
          "kind", "audience", "graph", "default", "page", "limit", "offset", "lang", "x"]  # fmt: skip
_TYPES = ["text/html", "application/json", "text/turtle", "application/ld+json", "application/rdf+xml", "text/csv",
          "application/sparql-results+json", "application/sparql-results+xml", "text/tab-separated-values", "*/*",
          "application/n-triples", "application/trig", "application/n-quads", "text/*", "application/sparql-query",
          "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/png", "a", "/", "a/b/c",
          "text/html;q=x", "*/*;q=0", "text/html;q=-1", ";", ",,,", "text/html;charset=\"",
          "application/problem+json"]  # fmt: skip


def _one_in(number: int) -> st.SearchStrategy[bool]:
    """True once in so many times; hypothesis likes the first of what it may choose from."""
    return st.sampled_from([False] * (number - 1) + [True])


_hostile = st.one_of(st.sampled_from(_WORDS), st.text(max_size=12))
_octets = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=20)
_types = st.one_of(
    st.sampled_from(_TYPES),
    st.lists(
        st.tuples(st.sampled_from(_TYPES), st.sampled_from(["", ";q=0", ";q=0.5", "; q=1.000", ";q=", ";v=1"])),
        max_size=6,
    ).map(lambda types: ", ".join(name + weight for name, weight in types)),
    _octets,
)
_RANGES = ["bytes=0-9", "bytes=-5", "bytes=9-0", "bytes=", "bytes=0-,-1", "bytes=0-0,0-0,5-6", "x=1-2", "lines=1",
           "bytes=99999999999999999999-", "bytes=-0", "bytes=--1", "bytes=\xb2-\xb3"]  # fmt: skip
_HOSTS = ["localhost", "xn--a", "a:b", "[::1", "a b", "", "\xe9", "a..b", "x" * 300]
_FIELDS: dict[str, st.SearchStrategy[str]] = {
    "Accept": _types,
    "Content-Type": st.one_of(_types, _types.map(lambda kind: kind + "; charset=latin-1")),
    "Accept-Encoding": st.one_of(
        st.sampled_from(["gzip", "br", "zstd", "gzip, br, zstd", "identity;q=0", "*", "*;q=0", "gzip;q=2", "GZIP"]),
        _octets,
    ),
    "If-None-Match": st.one_of(st.sampled_from(["*", '"a"', 'W/"a"', '"a', '"', '"a", "b"', "a" * 900]), _octets),
    "If-Modified-Since": st.one_of(st.sampled_from(["Thu, 01 Jan 1970 00:00:00 GMT", "0", "x" * 99]), _octets),
    "If-Range": st.one_of(st.sampled_from(['"a"', "Thu, 99 Jan 1970 00:00:00 GMT"]), _octets),
    "Range": st.one_of(st.sampled_from(_RANGES), _octets),
    "Origin": st.one_of(st.sampled_from(["null", "https://evil.example", "x"]), _octets),
    "X-Request-Id": st.one_of(st.sampled_from(["my-id.1_2", "a" * 64, "a" * 65, "a b"]), _octets),
    "X-Forwarded-For": st.one_of(
        st.sampled_from(["1.2.3.4", "a, b", ",", "[::1", "::1", "1.2.3.4:99999", "[1", "unknown", "a:b"]), _octets
    ),
    "X-Forwarded-Proto": st.one_of(st.sampled_from(["https", "javascript", "wss", "ws"]), _octets),
    "X-Forwarded-Host": _octets,
    "X-Forwarded-Prefix": _octets,
    "Forwarded": _octets,
    "Cookie": st.one_of(st.sampled_from(["session=a", 'a="', ";;"]), _octets),
    "Authorization": st.one_of(st.sampled_from(["Basic !", "Basic YQ==", "Digest a", "Bearer x"]), _octets),
    "User-Agent": _octets,
    "Referer": _octets,
    "Accept-Language": _octets,
    "Access-Control-Request-Method": _octets,
    "Access-Control-Request-Headers": _octets,
    "Content-Encoding": st.sampled_from(["gzip", "identity", "x"]),
    "Expect": st.sampled_from(["100-continue", "x"]),
    "Upgrade": st.sampled_from(["h2c", "websocket"]),
    "Connection": st.sampled_from(["close", "keep-alive", "upgrade", "x"]),
    "Content-Length": st.sampled_from(["0", "5", "-1", "x"]),
    "Transfer-Encoding": st.sampled_from(["chunked", "gzip, chunked", "x"]),
    "X-HTTP-Method-Override": st.sampled_from(["DELETE", "x"]),
    "Host": st.one_of(st.sampled_from(_HOSTS), _octets),
}
_FORM = "application/x-www-form-urlencoded"
_VERSIONS = ["HTTP/1.1"] * 40 + ["HTTP/1.0"] * 4 + ["HTTP/2.0", "HTTP/1.9", "http/1.1"]
_DAMAGES = [b"\r", b"\n", b"\0", b" ", b":", b"\xff", b"\r\n\r\n", b""]
_FRAMES = ("Content-Length", "Transfer-Encoding", "Host", "Connection", "Upgrade", "Expect")
_METHODS = ["GET"] * 40 + ["POST"] * 30 + ["HEAD"] * 8 + ["OPTIONS"] * 3 + [
    "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "PURGE", "M-SEARCH", "SOURCE", "QUERY", "get",
    "BREW", "G\xe9T", ""]  # fmt: skip

_PLAIN = ["?s", "?p", "?o", "?x", "<x:y>", "kg:Technology"]
_TERMS = ["1", "-1.5", "1e400", "true", "'a'", '"\\u0000"', "'a'@en-x-y", '"2020-13-45"^^xsd:date',
          '"x"^^xsd:integer', "'\U0001f3ad'", '"P1Y"^^xsd:duration', "99999999999999999999"]  # fmt: skip
_ODD = ["a", '"""\'"""', "'\\ud800'", "_:b", "[]", "()", "<http://[::1>", "<>", "\"'\"", "<<( ?s ?p ?o )>>",
        "'a'^^<x:y>", "*"]  # fmt: skip
_CALLS = ["STRLEN", "SUBSTR", "REGEX", "REPLACE", "IRI", "BNODE", "STRDT", "STRLANG", "NOW", "RAND", "MD5",
          "SHA512", "CONCAT", "COALESCE", "IF", "xsd:date", "xsd:decimal", "YEAR", "TZ", "ENCODE_FOR_URI",
          "LANGMATCHES", "sameTerm", "UUID", "STR", "DATATYPE", "BOUND", "isIRI", "COUNT", "GROUP_CONCAT",
          "SAMPLE", "AVG", "TRIPLE", "<x:f>"]  # fmt: skip
_subjects, _terms = st.sampled_from(_PLAIN * 5 + _ODD), st.sampled_from(_PLAIN * 6 + _TERMS * 2 + _ODD)
_expressions = st.recursive(
    _terms,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(_CALLS), st.lists(inner, max_size=4)).map(lambda f: f"{f[0]}({', '.join(f[1])})"),
        st.tuples(inner, st.sampled_from(["+", "/", "=", "<", "&&", "||", "IN"]), inner).map(
            lambda each: f"({each[0]} {each[1]} {each[2]})"
        ),
        inner.map("!{}".format),
    ),
    max_leaves=4,
)
_paths = st.sampled_from(
    ["?p", "a", "skos:prefLabel", "<x:p>*", "(<x:p>|!<x:p>)*", "^skos:prefLabel", "!(a|^a)", "a/a?"]
)
_triples = st.tuples(_subjects, _paths, _terms).map(" ".join)
_AROUND = ["OPTIONAL", "MINUS", "GRAPH ?g", "GRAPH <x:g>", "FILTER EXISTS", "SERVICE <x:y>"]
_patterns = st.recursive(
    _triples,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" . ".join),
        st.tuples(inner, inner).map(lambda both: f"{{ {both[0]} }} UNION {{ {both[1]} }}"),
        st.tuples(st.sampled_from(_AROUND), inner).map(lambda each: f"{each[0]} {{ {each[1]} }}"),
        st.tuples(inner, _expressions).map(lambda each: f"{each[0]} FILTER({each[1]})"),
        st.tuples(inner, _expressions).map(lambda each: f"{each[0]} BIND({each[1]} AS ?y)"),
        st.lists(_terms, max_size=4).map(lambda terms: f"VALUES ?x {{ {' '.join(terms)} }}"),
        inner.map("{{ SELECT * {{ {} }} LIMIT 3 }}".format),
    ),
    max_leaves=4,
)  # fmt: skip
_FORMS = ["SELECT *", "SELECT ?s", "SELECT DISTINCT ?o", "SELECT (COUNT(*) AS ?n)", "SELECT (STR(?o) AS ?x)", "ASK",
          "CONSTRUCT { ?s ?p ?o }", "CONSTRUCT { ?o <x:p> _:b }", "DESCRIBE ?s",
          "SELECT (BNODE() AS ?b)"]  # fmt: skip
_ENDS = ["", "LIMIT 3", "ORDER BY ?o LIMIT 5", "GROUP BY ?s", "HAVING(?x)", "OFFSET 99999999999999999999",
         "VALUES ?s { UNDEF }"]  # fmt: skip
_grown = st.tuples(st.sampled_from(_FORMS), _patterns, st.sampled_from(_ENDS)).map(
    lambda each: f"{each[0]} WHERE {{ {each[1]} }} {each[2]}"
)
_PREFIXES = """PREFIX kg: <https://w3id.org/creativekg/ontology/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> """
READY = [path.read_text("utf-8") for path in sorted((ROOT / "queries").glob("*.rq"))[::4]]
_TOKENS = ["{", "}", "(", ")", "[", "]", "'", '"', "'''", "<", ">", ".", ";", "#", "\\", "\\u00", "?", "*", "^^",
           "@", "UNION", "SERVICE", "INSERT DATA", ";DROP ALL", "\x00", "\ufeff", "\U0001f3ad", "-" * 150,
           "(" * 150, "!" * 150, "BASE <x:>"]  # fmt: skip


@st.composite
def _queries(draw: st.DrawFn) -> str:
    query = _PREFIXES + draw(_grown) if draw(st.booleans()) else draw(st.sampled_from(READY))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        at, length = draw(st.integers(0, len(query))), draw(st.sampled_from([0, 0, 1, 5, 50]))
        query = query[:at] + draw(st.one_of(st.sampled_from(_TOKENS), _terms)) + query[at + length :]
    return query


_WAYS = ["query"] * 4 + ["form"] * 3 + ["update", "bytes", "parameters", "bad UTF-8", "long"]
_CHANGES = ["none"] * 4 + ["end", "double", "cut", "inside", "case", "absolute"]
_ENDINGS = ["/", ".", ".ttl", ".json", ".csv", ".html", ".rdf", ".nt", ".jsonld", ".md", ".exe", "%00", "%2f..",
             "//", "%20", ";a"]  # fmt: skip


@st.composite
def _encoded(draw: st.DrawFn, value: str) -> str:
    way = draw(st.sampled_from(["whole", "whole", "plus", "twice", "as it is", "latin-1"]))
    data = value.encode("utf-8", "surrogatepass")
    if way == "plus":
        return quote_plus(data)
    if way == "twice":
        return quote(quote(data, safe=""), safe="")
    if way == "as it is":
        return quote(re.sub(rb"[\x00-\x20\x7f]", b"_", data), safe=bytes(range(0x21, 0x7F)))
    if way == "latin-1":
        return quote(value.encode("latin-1", "replace"), safe="")
    return quote(data, safe="")


@st.composite
def _parameters(draw: st.DrawFn, asked: bool) -> str:
    parts = []
    if asked:
        parts.append("query=" + quote(draw(_queries()).encode("utf-8", "surrogatepass"), safe=""))
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3, 110]))):
        if len(parts) > 5:
            parts.append(parts[-1])
        else:
            name = draw(st.sampled_from(_NAMES))
            equals = draw(st.sampled_from(["=", "=", "=", "=", "", "%3D", "[]="]))
            parts.append(name + equals + draw(_encoded(draw(_hostile))))
    return draw(st.sampled_from(["&", "&", "&", "&&", ";"])).join(parts)


def _requests(known: list[str]) -> st.SearchStrategy[Request]:
    """Requests to addresses like those of the documentation, and to these that a page has led to."""
    documented = re.findall(r"`(/[^`]*)`", (ROOT / "docs" / "http.md").read_text("utf-8"))
    assert len(documented) > 25 and len(known) > 50

    @st.composite
    def paths(draw: st.DrawFn) -> str:
        path = draw(st.one_of(st.sampled_from(known), st.sampled_from(documented)))
        while "{" in path:
            part = draw(_encoded(draw(_hostile))).replace("{", "%7B")
            path = re.sub(r"\{[^{}]*\}", lambda _, part=part: part, path, count=1)
            path = path if path.count("{") == path.count("}") else path.replace("{", "")
        change = draw(st.sampled_from(_CHANGES))
        at = draw(st.integers(0, len(path))) if change in ("cut", "inside") else 0
        return {
            "end": lambda: path + draw(st.sampled_from(_ENDINGS)),
            "double": lambda: "/" + path,
            "cut": lambda: path[:at] or "/",
            "inside": lambda: path[:at] + draw(_encoded(draw(_hostile))) + path[at:],
            "case": path.upper,
            "absolute": lambda: "http://evil.example" + path,
        }.get(change, lambda: path)()

    @st.composite
    def requests(draw: st.DrawFn) -> Request:
        asks = draw(st.booleans())
        method = draw(st.sampled_from(_METHODS if asks else [*_METHODS, *["GET"] * 90]))
        target = draw(st.sampled_from(["/sparql"] * 3 + ["/rdf-graph-store"])) if asks else draw(paths())
        names = draw(st.lists(st.sampled_from(list(_FIELDS)), max_size=4))
        if not draw(_one_in(10)):
            names = [name for name in names if name not in _FRAMES]
        fields = [(name, draw(_FIELDS[name])) for name in names]
        if draw(st.booleans()):
            fields = [(name, value) for name, value in fields if name != "Accept"]
            fields.append(("Accept", draw(st.sampled_from(_JSON_ONLY))))
        body, framing = b"", "none"
        if method not in ("GET", "HEAD") or draw(_one_in(9)):
            body, kind = draw(bodies())
            framing = draw(st.sampled_from(["length"] * 10 + ["chunked"] * 5 + ["none", "too long", "too short"]))
            if not draw(_one_in(6)):
                fields = [(name, value) for name, value in fields if name != "Content-Type"]
                fields.append(("Content-Type", kind))
        parameters = draw(_parameters(asks and (method != "POST" or not body)))
        host = [] if any(name == "Host" for name, _ in fields) else [("Host", "localhost")]
        return Request(
            method,
            target + ("?" + parameters if parameters else ""),
            (*host, *fields, ("Connection", "close")),
            body,
            framing,
            draw(st.sampled_from(_VERSIONS)),
            (draw(st.integers(0, 5000)), draw(st.sampled_from(_DAMAGES))) if draw(_one_in(20)) else None,
        )

    return requests()


@st.composite
def bodies(draw: st.DrawFn) -> tuple[bytes, str]:
    """A body, and the media type that goes with it."""
    query = draw(_queries())
    data = query.encode("utf-8", "surrogatepass")
    way = draw(st.sampled_from(_WAYS))
    if way == "form":
        more = draw(_parameters(False)).encode()
        return urlencode({"query": data}).encode() + (b"&" + more if more else b""), _FORM
    if way == "parameters":
        return draw(_parameters(False)).encode(), _FORM + "; charset=UTF-8"
    if way == "bytes":
        return draw(st.binary(max_size=300)), draw(_types)
    if way == "bad UTF-8":
        return data[: len(data) // 2] + b"\xff\xfe" + data[len(data) // 2 :], "application/sparql-query"
    if way == "long":
        return data * 8, "application/sparql-query"
    return data, f"application/sparql-{way}"


# What comes back


def exchange(port: int, request: Request) -> bytes:
    """Everything that comes until the server closes the connection, which it does soon."""
    received = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=15) as client, suppress(ConnectionError):
        with suppress(ConnectionError):
            client.sendall(request.bytes())
            if request.framing == "too long":
                client.shutdown(socket.SHUT_WR)
        while data := client.recv(1 << 16):
            received += data
    return bytes(received)


def answers(received: bytes, request: Request) -> Iterator[Answer]:
    """The responses in what was received, each of them well-formed (RFC 9112); the last may be broken off."""
    number = 0
    while received:
        head, end, received = received.partition(b"\r\n\r\n")
        line, _, fields = head.partition(b"\r\n")
        start = re.fullmatch(rb"HTTP/1\.1 ([1-5]\d\d) [ -~]*", line)
        assert end and start, head[:300]
        for field in fields.split(b"\r\n") if fields else ():
            assert re.fullmatch(rb"[a-z0-9\-]+: ?[\t -~\x80-\xff]*", field, re.IGNORECASE), field
        headers = http.client.parse_headers(io.BytesIO(fields + b"\r\n\r\n"))
        status = int(start[1])
        if status == 100:
            continue
        number += 1
        bodiless = status in (204, 304) or (number == 1 and request.method == "HEAD" and not received)
        body, whole, received = (b"", True, received) if bodiless else _body(headers, received)
        yield Answer(status, headers, body, whole)


def _body(headers: http.client.HTTPMessage, rest: bytes) -> tuple[bytes, bool, bytes]:
    """The body, whether it is whole, and what comes after it."""
    if headers["Transfer-Encoding"] is None:
        assert re.fullmatch(r"\d+", headers["Content-Length"] or ""), str(headers)
        length = int(headers["Content-Length"])
        return rest[:length], len(rest) >= length, rest[length:]
    assert headers["Transfer-Encoding"] == "chunked" and headers["Content-Length"] is None
    body = bytearray()
    while rest:
        size = re.match(rb"([0-9a-f]+)\r\n", rest)
        assert size, rest[:100]
        start, length = size.end(), int(size[1], 16)
        body += rest[start : start + length]
        rest = rest[start + length :]
        if not rest:
            break
        assert rest.startswith(b"\r\n"), rest[:100]
        rest = rest[2:]
        if not length:
            return bytes(body), True, rest
    return bytes(body), False, b""


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


def check(request: Request, answer: Answer) -> None:
    """What must hold of every answer."""
    headers, body = answer.headers, answer.body
    assert answer.status in STATUSES, (answer.status, body[:300])
    head = str(headers).encode()
    assert not _TELLS.search(head), head
    assert headers["Server"] is None and headers["X-Powered-By"] is None and headers["Set-Cookie"] is None, head
    if coding := headers["Content-Encoding"]:
        asked = ",".join(request.all("accept-encoding")).lower()
        assert not request.exact or coding in asked or "*" in asked
        body = _DECODERS[coding](body) if answer.whole and body else b""
    assert not (found := _TELLS.search(body)), body[max(found.start() - 200, 0) : found.start() + 200]
    media_type = (headers["Content-Type"] or "").partition(";")[0]
    if media_type == "text/html":
        assert b"<script>alert" not in body
    if body and answer.whole and media_type.endswith("json") and answer.status == 200:
        json.loads(body)
    if answer.status >= 400:
        accepts = request.all("accept")
        json_only = request.exact and len(accepts) == 1 and accepts[0] in _JSON_ONLY
        assert media_type == "application/problem+json" or (media_type == "text/html" and not json_only), head
        assert answer.whole
        if media_type == "application/problem+json" and body:
            problem = json.loads(body)
            assert problem["status"] == answer.status and problem["title"] and problem["detail"]
            assert problem["type"].startswith("https://w3id.org/creativekg/problem/")
            assert problem.get("request_id") == headers["X-Request-Id"]
    _check_id(request, answer)


def _check_id(request: Request, answer: Answer) -> None:
    """A request id that is well-formed comes back, another one does not."""
    echoed = answer.headers.get_all("X-Request-Id") or []
    if not echoed:  # it was refused before there was a request
        assert answer.status in OF_CONNECTIONS and answer.headers["Connection"] == "close", str(answer.headers)
    elif request.exact:
        given_ids = [value.strip(" \t") for value in request.all("x-request-id")]
        kept = len(given_ids) == 1 and re.fullmatch(r"[A-Za-z0-9._\-]{1,64}", given_ids[0])
        assert echoed == given_ids if kept else len(echoed) == 1 and re.fullmatch(r"[0-9a-f]{16}", echoed[0]), (
            echoed
        )


# The test


@pytest.fixture(scope="module")
def server(snapshot_home: Path, start_server: Any) -> Iterator[Any]:
    with start_server(snapshot_home, **LIMITS) as server:
        yield server


def _known(server: Any) -> list[str]:
    """Addresses that the pages lead to, up to 20 of a kind."""
    found: dict[str, list[str]] = {}
    for path in (
        "/",
        "/search?q=a",
        "/ontology",
        "/scheme",
        "/questions",
        "/download",
        "/id/netflix",
        "/document/001",
    ):
        page = server.request("GET", path, headers={"Accept": "text/html"}).body.decode()
        for link in re.findall(r'href="(/[^"#?]*)', page):
            links = found.setdefault(link[1:].partition("/")[0], [])
            if link not in links and len(links) < 20:
                links.append(link)
    return [link for links in found.values() for link in links]


def _memory(server: Any) -> int:
    """Bytes of memory of the server and its readers."""
    total = 0
    for pid in (server.process.pid, *server.readers()):
        with suppress(OSError):
            total += int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) << 10
    return total


@pytest.mark.timeout(120 + REQUESTS)
def test_no_request_breaks_the_server_or_makes_it_tell(
    server: Any, wait_until: Callable[[Callable[[], object]], None]
) -> None:
    known = _known(server)
    readers, files, before = len(server.readers()), server.open_files(), _memory(server)
    seen: Counter[int] = Counter()

    def log() -> str:
        return str(server.log.read_text())

    @settings(max_examples=REQUESTS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_requests(known))
    def send(request: Request) -> None:
        logged, started = len(log()), time.monotonic()
        received = exchange(server.port, request)
        found = list(answers(received, request))
        for answer in found:
            check(request, answer)
            seen[answer.status] += 1
        assert not request.exact or len(found) <= 1 or request.framing == "none", received[:1000]
        assert time.monotonic() < started + 12
        assert "Traceback" not in (new := log()[logged:]), new[-2000:]

    send()
    assert seen[200] > REQUESTS / 10 and seen[400] and seen[404], seen
    assert server.process.poll() is None
    assert server.sparql("ASK { ?s ?p ?o }").json()["boolean"] is True
    wait_until(lambda: server.health()["busy"] == 0 and len(server.readers()) == readers)
    wait_until(lambda: server.open_files() <= files + 8)
    wait_until(lambda: _memory(server) <= before + MORE_MEMORY)
    assert "Traceback" not in log()
