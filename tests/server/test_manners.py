"""The manners that every answer has: validators, codings, what caches and other origins may do, problems, ids."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest
import zstandard

from graph.namespaces import ID, SKOS

LABEL = f"SELECT ?label {{ <{ID}thing-7> <{SKOS}prefLabel> ?label }}"
MANY = f"SELECT ?s ?label {{ ?s <{SKOS}prefLabel> ?label }} LIMIT 300"
ALL = "SELECT * { ?s ?p ?o }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
DECODE = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


def ask(server: Any, query: str = LABEL, method: str = "GET", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.request(method, "/sparql?" + urlencode({"query": query}), headers=named)


def test_the_same_answer_has_the_same_strong_tag(served: Any) -> None:
    first, again = ask(served), ask(served)
    assert first.headers["ETag"] == again.headers["ETag"]
    assert first.headers["ETag"].startswith('"') and first.body == again.body
    assert first.headers["Cache-Control"] == "no-cache"


def test_another_query_format_data_set_or_coding_has_another_tag(served: Any) -> None:
    tags = [
        ask(served, MANY).headers["ETag"],
        ask(served, MANY + " ").headers["ETag"],
        ask(served, MANY, Accept="text/csv").headers["ETag"],
        served.sparql(MANY, **{"default-graph-uri": "https://w3id.org/creativekg/graph/none"}).headers["ETag"],
        *(ask(served, MANY, Accept_Encoding=coding).headers["ETag"] for coding in DECODE),
    ]
    assert len(set(tags)) == len(tags)


def test_another_snapshot_has_another_tag(tmp_path: Any, publish: Any, start_server: Any, wait_until: Any) -> None:
    publish(tmp_path)
    with start_server(tmp_path, readers=2) as server:
        before = ask(server).headers["ETag"]
        publish(tmp_path, "fedcba9876543210", "second")
        wait_until(lambda: server.health()["snapshot"] == "fedcba9876543210")
        assert ask(server, If_None_Match=before).status == 200
        assert ask(server).headers["ETag"] != before


@pytest.mark.parametrize("coding", ["identity", *DECODE])
@pytest.mark.parametrize("path", ["/sparql?" + urlencode({"query": MANY}), "/robots.txt", "/static/site.css"])
def test_what_the_client_holds_is_not_sent_again(served: Any, path: str, coding: str) -> None:
    first = served.request("GET", path, headers={"Accept-Encoding": coding})
    tag = first.headers["ETag"]
    assert first.status == 200 and first.body
    for held in (tag, f'"other", {tag}', f"W/{tag}"):
        for method in ("GET", "HEAD"):
            again = served.request(method, path, headers={"Accept-Encoding": coding, "If-None-Match": held})
            assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag), (held, method)
            assert "Accept-Encoding" in again.headers["Vary"]
    assert served.request("GET", path, headers={"If-None-Match": '"other"'}).status == 200


def test_what_was_never_asked_is_asked_though_the_client_claims_to_hold_it(served: Any) -> None:
    tag = ask(served, LABEL + "#never").headers["ETag"]
    assert ask(served, LABEL + "#again", If_None_Match=tag).status == 200
    assert ask(served, "SELECT nonsense", If_None_Match=tag).status == 400


def test_a_posted_query_is_answered_whatever_the_client_holds(served: Any) -> None:
    tag = ask(served).headers["ETag"]
    headers = {"Content-Type": "application/sparql-query", "If-None-Match": tag}
    assert served.request("POST", "/sparql", LABEL, headers).status == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?x) {}",
        "SELECT (rand() AS ?x) {}",
        "SELECT (UUID() AS ?x) {}",
        "SELECT (STRUUID() AS ?x) {}",
        "SELECT (BNODE() AS ?x) {}",
        f"CONSTRUCT {{ [] <{SKOS}prefLabel> ?l }} WHERE {{ <{ID}thing-7> <{SKOS}prefLabel> ?l }}",
    ],
)
def test_an_answer_that_is_another_each_time_is_never_kept(served: Any, query: str) -> None:
    replies = [ask(served, query) for _ in range(2)]
    for reply in replies:
        assert reply.status == 200 and reply.headers["ETag"] is None
        assert reply.headers["Cache-Control"] == "no-store"
    assert replies[0].body != replies[1].body


@pytest.mark.parametrize("coding", DECODE)
@pytest.mark.parametrize("query", [MANY, ALL], ids=["whole", "streamed"])
def test_answers_come_in_each_coding(served: Any, coding: str, query: str) -> None:
    plain = ask(served, query, Accept="text/csv", Accept_Encoding="identity")
    assert plain.headers["Content-Encoding"] is None
    for _ in range(2):  # the second time from memory
        coded = ask(served, query, Accept="text/csv", Accept_Encoding=f"{coding}, *;q=0")
        assert coded.headers["Content-Encoding"] == coding
        assert DECODE[coding](coded.body) == plain.body
        assert len(coded.body) < len(plain.body) / 2
    assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in coded.headers["Vary"]


def test_a_page_and_a_file_come_compressed(real_server: Any) -> None:
    for path in ("/", "/id/augmented-reality", "/download/creativekg.ttl", "/static/site.js"):
        plain, coded = (
            real_server.request("GET", path, headers={"Accept": BROWSER, "Accept-Encoding": coding})
            for coding in ("identity", "br")
        )
        assert coded.headers["Content-Encoding"] == "br", path
        assert brotli.decompress(coded.body) == plain.body, path


def test_a_part_of_a_file_comes_as_it_is(real_server: Any) -> None:
    path = "/download/creativekg.nt"
    whole = real_server.request("GET", path)
    part = real_server.request("GET", path, headers={"Range": "bytes=10-29", "Accept-Encoding": "gzip"})
    assert part.status == 206 and part.headers["Content-Encoding"] is None
    assert part.body == whole.body[10:30] and len(whole.body) == int(whole.headers["Content-Length"])
    tag = whole.headers["ETag"]
    assert real_server.request("GET", path, headers={"If-None-Match": tag}).status == 304


def test_a_short_answer_is_not_compressed(served: Any) -> None:
    assert ask(served, "ASK {}", Accept_Encoding="gzip").headers["Content-Encoding"] is None


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK{}", "/sparql?query=ASK", "/nothing", "/static/site.css"])
@pytest.mark.parametrize("accept", ["*/*", BROWSER])
def test_every_answer_keeps_browsers_from_harm_and_says_where_the_data_is_described(
    real_server: Any, path: str, accept: str
) -> None:
    reply = real_server.request("GET", path, headers={"Accept": accept})
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers.get_all("Access-Control-Allow-Origin") == ["*"]
    assert any("/.well-known/void" in link for link in reply.headers.get_all("Link"))
    assert reply.headers["Server"] is None
    assert not {"uvicorn", "Werkzeug", "Python"} & set(str(reply.headers).replace("/", " ").split())


def test_a_script_elsewhere_may_ask_first(served: Any) -> None:
    headers = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    reply = served.request("OPTIONS", "/sparql", headers=headers)
    assert reply.status == 204 and reply.body == b""
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in reply.headers["Access-Control-Allow-Headers"]
    assert reply.headers["Accept-Post"] == "application/x-www-form-urlencoded, application/sparql-query"
    assert "ETag" in reply.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ["/sparql?query=ASK{}", "/sparql?query=ASK", "/robots.txt", "/nothing"])
def test_a_request_has_an_id_that_the_client_may_choose(served: Any, path: str) -> None:
    chosen = served.request("GET", path, headers={"X-Request-Id": "analysis-7.b"})
    given = served.request("GET", path), served.request("GET", path, headers={"X-Request-Id": "no good: è"})
    assert chosen.headers["X-Request-Id"] == "analysis-7.b"
    ids = {reply.headers["X-Request-Id"] for reply in given}
    assert len(ids) == 2 and all(len(each) == 16 for each in ids)
    if chosen.status >= 400:
        assert chosen.json()["request_id"] == "analysis-7.b"


@pytest.mark.parametrize("path", ["/nothing", "/sparql?query=ASK", "/sparql?query=ASK{}&format=pdf"])
def test_a_problem_is_json_for_programs_and_never_kept(served: Any, path: str) -> None:
    reply = served.request("GET", path, headers={"Accept": "application/json"})
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.headers["Cache-Control"] == "no-store" and reply.headers["ETag"] is None
    problem = json.loads(reply.body)
    assert problem["status"] == reply.status and set(problem) >= {"type", "title", "detail", "request_id"}


def test_a_reader_of_pages_gets_problems_as_pages(small_home: Any, start_server: Any) -> None:
    with start_server(small_home, readers=2, client_requests=0) as server:
        page = server.request("GET", "/robots.txt", headers={"Accept": BROWSER})
        assert page.status == 429 and page.headers.get_content_type() == "text/html"
        assert page.headers["Retry-After"] == "1" and b"more than 0 requests" in page.body
        assert server.request("GET", "/robots.txt").headers["Content-Type"] == "application/problem+json"


def test_a_truncated_table_says_so_in_a_header_too(served: Any) -> None:
    reply = served.request("GET", "/sparql?" + urlencode({"query": ALL}), headers={"Accept": BROWSER})
    assert reply.status == 200 and reply.headers["Result-Truncated"] == "rows=500"
    whole = served.request("GET", "/sparql?" + urlencode({"query": LABEL}), headers={"Accept": BROWSER})
    assert whole.headers["Result-Truncated"] is None


def test_a_deflated_stream_is_a_whole_one(served: Any) -> None:
    coded = ask(served, ALL, Accept="text/csv", Accept_Encoding="gzip").body
    decoder = zlib.decompressobj(wbits=31)
    decoder.decompress(coded)
    assert decoder.eof and not decoder.unused_data
