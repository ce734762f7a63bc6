"""A claim's own page: its words, what contradicts it, and where to say that it is wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CreativeKGError
from server.reporting import check_report_to, report_address

ROOT = Path(__file__).parents[2]
IRI = "https://w3id.org/creativekg/claim/004-038"
GLOSS = "The Lion King of 2019 has fur that AI helped to make look real."
PROGRAM = str(Path(sys.executable).parent / "creativekg")


@pytest.fixture
def page_of(snapshot_home: Path) -> Callable[[str], str]:
    """The page of claim 004-038 on a server that is started with ``--report-to``."""

    def get(report_to: str) -> str:
        with _served(snapshot_home, report_to) as port:
            connection = HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/claim/004-038", headers={"Accept": "text/html"})
            return connection.getresponse().read().decode()

    return get


@contextmanager
def _served(home: Path, report_to: str) -> Iterator[int]:
    process = subprocess.Popen(
        [PROGRAM, "serve", "--snapshots", str(home), "--port", "0", "--report-to", report_to],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    try:
        assert process.stdout is not None
        address = re.search(r":(\d+)/", process.stdout.readline())
        assert address
        yield int(address[1])
    finally:
        process.terminate()
        process.communicate(timeout=20)


def report(html: str) -> str:
    found = re.search(r'<section class="report".*?</section>', html, re.DOTALL)
    assert found
    return unescape(found[0])


def test_without_an_address_the_page_says_what_to_quote(real_server: Any) -> None:
    html = real_server.request("GET", "/claim/004-038", headers={"Accept": "text/html"}).body.decode()
    assert IRI in report(html) and "href" not in report(html)


def test_reports_by_mail(page_of: Callable[[str], str]) -> None:
    link = re.search(r'href="([^"]*)"', report(page_of("mailto:claims@example.org")))
    assert link
    parts = urlsplit(link[1])
    assert (parts.scheme, parts.path) == ("mailto", "claims@example.org")
    assert parse_qs(parts.query)["subject"] == ["Claim 004-038"]
    assert parse_qs(parts.query)["body"][0].split("\n")[:2] == [IRI, GLOSS]


def test_reports_as_an_issue(page_of: Callable[[str], str]) -> None:
    link = re.search(
        r'href="([^"]*)"', report(page_of("https://forge.example/new?title=Claim+{claim}&body={gloss}%20({iri})"))
    )
    assert link
    assert parse_qs(urlsplit(link[1]).query) == {"title": ["Claim 004-038"], "body": [f"{GLOSS} ({IRI})"]}


@pytest.mark.parametrize(
    "address",
    [
        "http://forge.example/new",
        "javascript:alert(1)",
        "//forge.example/",
        "https://",
        "https://[",
        "mailto:",
        "ftp://x.example/?{iri}",
        "https://x.example/{iri}",
        "https://x.example/?a={other}",
        "https://x.example/?a={",
        'https://x.example/?a="',
        "https://x.example/?a=\nb",
    ],
)
def test_other_addresses_are_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(CreativeKGError, match=re.escape(repr(address))):
        check_report_to(address)
    run = subprocess.run(
        [PROGRAM, "serve", "--snapshots", str(tmp_path), "--report-to", address],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert run.returncode != 0 and not run.stdout
    assert len(run.stderr.strip().splitlines()) == 1


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_no_sentence_breaks_out_of_its_place(gloss: str) -> None:
    address = report_address(check_report_to("https://x.example/?a={gloss}&b={claim}"), "1", "i", gloss)
    query = urlsplit(address).query
    assert query.count("&") == 1 and "#" not in address
    assert unquote(query.partition("&")[0]) == "a=" + gloss


def test_contradictions_are_not_named_twice(real_server: Any) -> None:
    html = real_server.request("GET", "/claim/004-038", headers={"Accept": "text/html"}).body.decode()
    assert html.count('<article class="fact">') == 2
    assert "Conflicts with" not in html, "they stand side by side"
