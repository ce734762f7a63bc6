"""What holds on every page: its parts, what its head says, that its links lead somewhere, and what it weighs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import quote, urlsplit

from playwright.sync_api import Page

from graph.namespaces import BASE

_LONGEST_SAMPLE = 12
_MOST_SCRIPT = 150_000
_NO_DATA = ("/ontology/cookbook", "/download", "/sparql", "/id/no-such-thing")


def _html(server: Any, path: str) -> str:
    reply = server.request("GET", path, headers={"Accept": "text/html"})
    assert reply.status == (404 if "no-such" in path else 200)
    assert reply.headers.get_content_type() == "text/html"
    return str(reply.body.decode())


def test_its_parts(real_server: Any, any_page: str) -> None:
    html = _html(real_server, any_page)
    assert '<html lang="en">' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert len(re.search(r"<title>(.*?) · ", html)[1]) > 2  # type: ignore[index]
    assert re.search(r'<meta name="description" content="[^"]{20,}', html)
    assert '<a class="skip" href="#main">' in html and '<main id="main"' in html
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids)), "an identifier stands twice"
    runs = r'<script(?! src=| type="application/ld\+json")|<style|\sstyle=|\son\w+='
    assert not re.search(runs, html), "the policy forbids inline code"
    assert not re.search(r'(src|href)="(https?:)?//(?!w3id\.org)[^"]*"[^>]*rel="(stylesheet|icon)', html)


def test_its_head_tells_machines_what_it_is(real_server: Any, any_page: str) -> None:
    html = _html(real_server, any_page)
    (canonical,) = map(unescape, re.findall(r'<link rel="canonical" href="([^"]*)"', html))
    assert canonical.partition("?")[0] == BASE + any_page.removeprefix("/").partition("?")[0]
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert json.loads(block)["url"] == canonical
    crumbs = re.search(r'<nav class="crumbs" aria-label="Breadcrumb">(.*?)</nav>', html, re.DOTALL)
    assert (crumbs is not None) == (any_page != "/")
    assert crumbs is None or ('<a href="/">Home</a>' in crumbs[1] and 'aria-current="page"' in crumbs[1])


def test_its_data_is_behind_it(real_server: Any, any_page: str) -> None:
    alternates = re.findall(r'<link rel="alternate" type="([^"]*)" href="([^"]*)"', _html(real_server, any_page))
    assert alternates or any_page in _NO_DATA
    for media_type, address in alternates:
        reply = real_server.request("GET", unescape(address))
        assert reply.status == 200 and reply.headers.get_content_type() == media_type, address
        assert reply.body


def test_its_links_lead_somewhere(real_server: Any, any_page: str) -> None:
    html = _html(real_server, any_page)
    targets = {unescape(link).partition("#")[0] for link in re.findall(r'<a [^>]*?href="(/[^"]*)"', html)}
    for target in sorted(targets)[:_LONGEST_SAMPLE]:
        status = real_server.request("GET", quote(target, safe="/?=&%+.-"), headers={"Accept": "text/html"}).status
        assert status == 200, target


def test_its_scripts_are_light(
    real_server: Any, need: Callable[..., None], visit: Callable[..., Page], kind_of_page: str
) -> None:
    """In the coding that each browser has, and all that comes when the page is read to its end."""
    need("frontend")
    page = visit("about:blank")
    scripts: list[str] = []
    page.on("request", lambda asked: scripts.append(asked.url) if asked.resource_type == "script" else None)
    page.goto(kind_of_page)
    page.mouse.wheel(0, 100_000)
    page.wait_for_load_state("networkidle")
    sizes = {
        url: len(real_server.request("GET", urlsplit(url).path, headers={"Accept-Encoding": "gzip"}).body)
        for url in scripts
    }
    assert sizes and (kind_of_page == "/sparql" or sum(sizes.values()) < _MOST_SCRIPT), sizes
