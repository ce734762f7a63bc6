"""The cookbook as a page: Markdown that is shown, never obeyed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from server.cookbook import FILE, article

TEXT = """# How to *do* it

First you [look](https://example.org/a?b=1&c=2) at `code`.

## A step

```turtle
<a> <b> "<script>" .
```

## A step

| a | b |
| - | - |
| 1 | 2 |
"""


def test_headings_have_anchors_of_their_own() -> None:
    made = article(TEXT)
    assert (made.title, made.summary) == ("How to do it", "First you look at code.")
    assert made.contents == (("a-step", "A step"), ("a-step-2", "A step"))
    assert '<h2 id="a-step">A step</h2>' in made.body and '<h2 id="a-step-2">' in made.body
    assert "<h1" not in made.body


def test_code_and_tables_scroll_by_themselves() -> None:
    body = article(TEXT).body
    assert body.count('<pre class="code" tabindex="0">') == 1
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>' in body
    assert "&lt;script&gt;" in body and "<script>" not in body


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](vbscript:y)",
        "## <b onclick=x>",
    ],
)
def test_markup_and_code_in_addresses_do_nothing(text: str) -> None:
    body = article(text).body
    assert not re.search(r"<(script|img|b)\b", body)
    assert not re.search(r'(href|src)="(javascript|data|vbscript)', body)


def test_an_empty_file() -> None:
    assert article("").body == ""


def test_the_page_is_the_file(real_server: Any) -> None:
    source = FILE.read_text(encoding="utf-8")
    reply = real_server.request("GET", "/ontology/cookbook", headers={"Accept": "text/html"})
    assert (reply.status, reply.headers.get_content_type()) == (200, "text/html")
    html = reply.body.decode()
    for heading in re.findall(r"^## (.+)$", source, re.MULTILINE):
        assert re.search(rf'<h2 id="[^"]+">{re.escape(heading)}</h2>', html), heading
    codes = re.findall(r"^```\w*\n(.*?)^```$", source, re.MULTILINE | re.DOTALL)
    assert codes
    shown = [unescape(code) for code in re.findall(r"<pre[^>]*><code[^>]*>(.*?)</code>", html, re.DOTALL)]
    assert shown == codes, "what one copies from the page works as what one copies from the file"
    for path, accept in (("/ontology/cookbook.md", "*/*"), ("/ontology/cookbook", "text/markdown")):
        reply = real_server.request("GET", path, headers={"Accept": accept})
        assert reply.headers.get_content_type() == "text/markdown"
        assert reply.body.decode() == source
