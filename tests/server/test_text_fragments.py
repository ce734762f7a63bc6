"""Links to the very words at the publisher's: any words are encoded, and only a known address is linked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.documents import Document
from graph.namespaces import DOCUMENT, SCHEMA, document_graph
from server.text_fragments import encoded, to_words

PAGE = "https://publisher.example/article?id=7"


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_words_are_encoded(words: str) -> None:
    written = encoded(words)
    assert unquote(written) == words
    # https://wicg.github.io/scroll-to-text-fragment/#syntax, where "-", "," and "&" mean something.
    assert re.fullmatch(r"(?:%[0-9A-F]{2}|[A-Za-z0-9._~])*", written)


@given(st.text(max_size=30), st.text(max_size=30))
def test_first_and_last_words_are_two_parts(first: str, last: str) -> None:
    shown = to_words(PAGE, f"{first.replace('…', '')} … {last.replace('…', '')}".encode(errors="replace").decode())
    assert shown.startswith(PAGE)
    rest = shown.removeprefix(PAGE)
    assert rest == "" or re.fullmatch(r"#:~:text=[^,#&-]+(,[^,#&-]+)?", rest)


def test_marks_of_headings_and_stress_are_not_words() -> None:
    assert to_words(PAGE, "**Figure 1.** A well-known … cost, risk & ## gain") == (
        PAGE + "#:~:text=Figure%201.%20A%20well%2Dknown,cost%2C%20risk%20%26%20gain"
    )
    assert to_words(PAGE, "whole") == PAGE + "#:~:text=whole"
    assert to_words(PAGE, "**") == PAGE


@pytest.fixture(scope="module")
def published(
    snapshot_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    start_server: Callable[..., AbstractContextManager[Any]],
) -> Iterator[Any]:
    """A server over a snapshot that knows where document 004, and no other, is published."""
    home = tmp_path_factory.mktemp("published") / "snapshots"
    shutil.copytree(snapshot_home, home)
    (folder,) = home.glob("*/store")
    store = ox.Store(str(folder))
    triple = ox.NamedNode(DOCUMENT + "004"), ox.NamedNode(SCHEMA + "url"), ox.NamedNode(PAGE)
    for graph in (ox.DefaultGraph(), ox.NamedNode(document_graph("004"))):
        store.add(ox.Quad(*triple, graph))
    store.flush()
    del store
    with start_server(home, readers=1) as server:
        yield server


def test_words_lead_to_the_publisher_where_the_address_is_known(published: Any) -> None:
    html = published.request("GET", "/claim/004-038", headers={"Accept": "text/html"}).body.decode()
    (row,) = published.request("GET", "/claim/004-038.json").json()["rows"]
    link = re.search(r'<a href="([^"]*)" rel="external">at the publisher’s</a>', html)
    assert link and link[1].startswith(PAGE + "#:~:text=")
    first, _, last = link[1].partition("text=")[2].partition(",")
    words = " ".join(row["words"].split())
    assert words.startswith(unquote(first)) or "…" in words
    assert words.endswith(unquote(last))
    document = published.request("GET", "/document/004", headers={"Accept": "text/html"}).body.decode()
    assert f'<a href="{PAGE}" rel="external">{PAGE}</a>' in document


def test_no_other_document_is_linked(published: Any) -> None:
    html = published.request("GET", "/claim/003-002", headers={"Accept": "text/html"}).body.decode()
    assert "at the publisher’s" not in html


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a b", "https://x.example/#part", "ftp://x.example/"]
)
def test_an_address_is_a_page_on_the_web(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        Document(id="009", file="f", sha256="0" * 64, characters=1, title="t", description="d", url=url)
