"""Errors are pages for people and problem details for programs: what each says, keeps, and never lets out."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
WRONG = "SELECT * WHERE {\n\t?s ?p\n}"
ATTACK = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def strict(snapshot_home: Path, start_server: Callable[..., AbstractContextManager[Any]]) -> Iterator[Any]:
    """A server over the real graph that has little patience with queries, but enough with pages."""
    limits = {"deadline_s": 2, "deadline_most_s": 7, "query_chars": 5000, "client_requests": 4}
    with start_server(snapshot_home, readers=2, queue=1, queue_wait_s=0.3, **limits) as server:
        yield server


def sparql(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, "format": "csv", **more})


def page(server: Any, path: str, method: str = "GET", body: str | None = None, **headers: str) -> tuple[Any, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    reply = server.request(method, path, body, {"Accept": BROWSER} | named)
    return reply, reply.body.decode()


def text(html: str) -> str:
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", html[html.index("<main") :])).split())
    return re.sub(r" (?=[.,])", "", words)


CASES: dict[str, tuple[int, str, str]] = {
    "an unknown route": (404, "GET", "/nothing-here"),
    "an unknown thing": (404, "GET", "/id/no-such-thing"),
    "a query with a mistake": (400, "GET", sparql(WRONG)),
    "an unknown format": (400, "GET", sparql("ASK {}", format="docx")),
    "an update": (403, "GET", "/sparql?" + urlencode({"update": "CLEAR ALL", "format": "csv"})),
    "a method that is not there": (405, "POST", "/id/nesta"),
    "a format that does not fit": (406, "GET", sparql("ASK {}", format="ttl")),
    "a long query": (413, "GET", sparql("ASK {} #" + "x" * 5000)),
    "a slow query": (504, "GET", sparql(SLOW, timeout="0.3")),
}


@pytest.mark.parametrize("case", CASES)
def test_an_error_is_a_whole_page_for_a_person(strict: Any, case: str) -> None:
    status, method, path = CASES[case]
    reply, html = page(strict, path, method)
    assert reply.status == status
    assert reply.headers.get_content_type() == "text/html"
    assert reply.headers["Cache-Control"] == "no-store" and "noindex" in reply.headers["X-Robots-Tag"]
    heading = re.findall(r"<h1>(.*?)</h1>", html)
    assert len(heading) == 1 and f"<title>{heading[0]} · " in html
    assert '<html lang="en">' in html and '<meta name="robots" content="noindex">' in html
    assert '<nav class="crumbs"' in html and 'action="/search"' in html
    assert f"Error {status}" in text(html)
    assert reply.headers["X-Request-Id"] in text(html), "what to quote"
    assert not re.search(r"Traceback|File \"|/tmp/|werkzeug|flask", html, re.IGNORECASE)
    assert not re.search(r"<style|\sstyle=|http-equiv|\son\w+=", html)


@pytest.mark.parametrize("case", CASES)
def test_the_same_error_is_problem_details_for_a_program(strict: Any, case: str) -> None:
    status, method, path = CASES[case]
    for accept in ("*/*", "application/json", None):
        reply = strict.request(method, path, headers={"Accept": accept} if accept else {})
        assert reply.status == status
        assert reply.headers.get_content_type() == "application/problem+json"
        problem = reply.json()
        assert problem["status"] == status and problem["title"] and problem["detail"]
        assert problem["type"].startswith("https://w3id.org/creativekg/problem/")
        assert problem["request_id"] == reply.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("asked", "href"),
    [
        ("/id/artifical-inteligence", "/id/artificial-intelligence"),
        ("/artificial-inteligence", "/id/artificial-intelligence"),
        ("/entity/nesta", "/id/nesta"),
        ("/ontologi", "/ontology"),
        ("/covrage", "/coverage"),
        ("/questions/recomendations", "/questions/recommendations"),
    ],
)
def test_what_is_written_alike_comes_first(strict: Any, asked: str, href: str) -> None:
    reply, html = page(strict, asked)
    assert reply.status == 404
    found = re.findall(r'<a href="([^"]*)"', html.partition("Did you mean")[2])
    assert found[0] == href
    assert strict.request("GET", href).status == 200


def test_the_words_of_the_address_stand_in_the_search_field(strict: Any) -> None:
    _, html = page(strict, "/id/virtual-realty_shows")
    assert 'name="q" value="virtual realty shows"' in html


def test_the_caret_stands_under_the_mistake(strict: Any) -> None:
    problem = strict.sparql(WRONG).json()
    _, html = page(strict, sparql(WRONG))
    (shown,) = re.findall(r'<pre class="code mistake"[^>]*>(.*?)</pre>', html, re.DOTALL)
    lines = unescape(re.sub(r"</?b>", "", shown)).split("\n")
    caret = next(number for number, line in enumerate(lines) if line.strip() == "^")
    assert lines[caret - 1] == WRONG.split("\n")[problem["line"] - 1]
    assert len(lines[caret]) == problem["column"]


@pytest.mark.parametrize("how", ["GET", "form", "body"])
def test_a_query_that_was_too_slow_is_kept(strict: Any, how: str) -> None:
    if how == "GET":
        reply, html = page(strict, sparql(SLOW, timeout="0.3"))
    elif how == "form":
        form = urlencode({"query": SLOW, "timeout": "0.3"})
        reply, html = page(strict, "/sparql", "POST", form, Content_Type="application/x-www-form-urlencoded")
    else:
        reply, html = page(strict, "/sparql?timeout=0.3", "POST", SLOW, Content_Type="application/sparql-query")
    assert reply.status == 504
    (kept,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    assert unescape(kept) == SLOW
    assert '<form class="kept" action="/sparql">' in html
    said = text(html)
    assert "LIMIT" in said and "specific" in said and "timeout=7" in said
    longer = unescape(re.search(r'href="(/sparql\?[^"]*timeout=7)"', html)[1])  # type: ignore[index]
    assert urlencode({"query": SLOW}) in longer


def test_a_page_that_was_too_slow_does_not_blame_the_reader(
    snapshot_home: Path, start_server: Callable[..., AbstractContextManager[Any]]
) -> None:
    with start_server(snapshot_home, readers=1, deadline_s=0.001) as server:
        reply, html = page(server, "/coverage")
    assert reply.status == 504
    assert "LIMIT" not in text(html)
    assert '<a href="/coverage">Try again</a>' in html


def test_a_method_that_is_not_there_leads_to_the_page(strict: Any) -> None:
    reply, html = page(strict, "/id/nesta", "POST")
    assert "GET" in reply.headers["Allow"]
    assert "POST is not a method of this address" in text(html)
    assert '<a href="/id/nesta">Look at the page instead</a>' in html


def test_formats_that_there_are_are_named(strict: Any) -> None:
    _, html = page(strict, sparql("ASK {}", format="ttl"))
    assert "<code>application/sparql-results+json</code>" in html


def _while_asking(server: Any, times: int, then: Callable[[], Any]) -> Any:
    """What ``then`` gives while so many slow queries are being asked."""
    asking = [threading.Thread(target=server.sparql, args=(SLOW,)) for _ in range(times)]
    for thread in asking:
        thread.start()
    time.sleep(0.5)
    try:
        return then()
    finally:
        for thread in asking:
            thread.join()


def test_a_busy_server_says_in_words_when_to_come_back(strict: Any) -> None:
    path = sparql("SELECT * { ?s ?p ?o FILTER(?o = 7) } LIMIT 1")
    reply, html = _while_asking(strict, 2, lambda: page(strict, path))
    assert reply.status == 503
    assert reply.headers["Retry-After"] == "1"
    assert "Wait a second, then try again." in text(html)
    assert unescape(re.search(r'<a href="([^"]*)">try again</a>', html)[1]) == path  # type: ignore[index]
    assert "http-equiv" not in html
    assert strict.request("GET", path).status == 200, "it is true"


def test_too_many_requests(snapshot_home: Path, start_server: Callable[..., AbstractContextManager[Any]]) -> None:
    with start_server(snapshot_home, readers=2, queue_wait_s=3, deadline_s=2, client_requests=3) as server:
        reply, html = _while_asking(server, 3, lambda: page(server, "/quality"))
    assert reply.status == 429
    said = text(html)
    assert "Too many requests" in said and "Wait a second" in said


def test_a_body_that_is_too_large(strict: Any) -> None:
    body = "query=" + "x" * 200_000
    reply, html = page(strict, "/sparql", "POST", body, Content_Type="application/x-www-form-urlencoded")
    assert reply.status == 413
    assert "The request is too large" in text(html)


@pytest.fixture
def broken(
    snapshot_home: Path, tmp_path: Path, start_server: Callable[..., AbstractContextManager[Any]]
) -> Iterator[Any]:
    """A server whose search index was lost."""
    home = tmp_path / "snapshots"
    shutil.copytree(snapshot_home, home)
    for file in home.glob("*/search.sqlite"):
        file.write_bytes(b"this is no database " * 100)
    with start_server(home, readers=1) as server:
        yield server


def test_a_failure_tells_a_stranger_nothing(broken: Any) -> None:
    reply, html = page(broken, "/search?q=film")
    assert reply.status == 500
    said = text(html)
    assert "Something went wrong" in said and reply.headers["X-Request-Id"] in said
    problem = broken.request("GET", "/search?q=film", headers={"Accept": "application/json"})
    assert problem.status == 500 and problem.json()["type"].endswith("/internal-error")
    for body in (html, problem.body.decode()):
        assert not re.search(r"sqlite|database|\.py|Traceback|/tmp|snapshots", body, re.IGNORECASE)
    lost, html = page(broken, "/nothing-here")
    assert lost.status == 404 and "There is no such page" in html, "its own help may fail"


@pytest.mark.parametrize(
    "path",
    [
        "/%3Cscript%3Ealert(1)%3C/script%3E",
        "/id/%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        sparql(f"SELECT * {{ {ATTACK}\n ?s ?p"),
        sparql(f"SELECT ('</textarea>{ATTACK}' AS ?x) {{ ?s ?p"),
        "/sparql?" + urlencode({"query": "ASK {}", "format": ATTACK}),
        "/nothing?" + urlencode({"query": f"</textarea>{ATTACK}"}),
    ],
)
def test_what_was_sent_is_shown_as_text(strict: Any, path: str) -> None:
    reply, html = page(strict, path)
    assert reply.status in (400, 404, 406)
    assert ATTACK not in html.lower()
    assert html.count("<textarea") == html.count("</textarea>")


def test_no_link_leads_to_another_host(strict: Any) -> None:
    for path in ("//evil.example/id/nesta", "/%2F/evil.example", "/\\evil.example"):
        _, html = page(strict, path, "POST")
        assert not re.search(r'href="(//|/\\|https?://(?!w3id\.org))', html)


def test_problem_details_are_as_before(strict: Any) -> None:
    problem = json.loads(
        strict.request("GET", "/id/artifical-inteligence", headers={"Accept": "application/json"}).body
    )
    assert {"label": "Artificial intelligence", "href": "/id/artificial-intelligence"} in problem["suggestions"]
