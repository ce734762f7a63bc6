"""Which format a client gets: one table, and one of what clients really send."""

from __future__ import annotations

import pytest

from server.negotiation import CONSTRUCTED, GRAPHS, HTML, NAMES, SOLUTIONS, accept_of, prefer, prefers_html

CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("text/*", "csv"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv; charset=utf-8", "csv"),
        ("text/csv;q=0.5, text/tab-separated-values", "tsv"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.4", "csv"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/turtle, application/sparql-results+xml;q=0.1", "xml"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("application/sparql-results+json;q=0, application/json;q=0, application/*, */*;q=0.1", "xml"),
        ("*/*;q=0", None),
        ("text/turtle", None),
        ("nonsense", None),
        (";;;,,,", None),
        ("text/csv;q=many", None),
    ],
)
def test_solutions(accept: str | None, expected: str | None) -> None:
    chosen = prefer(accept, SOLUTIONS)
    assert (chosen and chosen.name) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "ttl"),
        ("*/*", "ttl"),
        ("application/ld+json", "jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
        ("application/json", "jsonld"),
        ("application/rdf+xml, text/turtle;q=0.9", "rdf"),
        ("application/rdf+xml;q=0.8, text/turtle;q=0.9", "ttl"),
        ("application/n-triples", "nt"),
        ("text/n3, application/turtle", "ttl"),
        (CHROME, "html"),
        ("text/html", "html"),
        ("text/html;q=0.3, text/turtle", "ttl"),
    ],
)
def test_an_entity(accept: str | None, expected: str) -> None:
    chosen = prefer(accept, (*GRAPHS, HTML))
    assert chosen is not None and chosen.name == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [(CHROME, True), ("text/html", True), (None, False), ("*/*", False), ("text/html;q=0.5, text/csv", False)],
)
def test_only_browsers_get_pages(accept: str | None, expected: bool) -> None:
    assert prefers_html(accept, SOLUTIONS + CONSTRUCTED) is expected


def test_every_short_name_stands_for_its_format() -> None:
    for name in NAMES:
        accept = accept_of(name)
        assert accept is not None
        chosen = {found.name for each in (SOLUTIONS, CONSTRUCTED) if (found := prefer(accept, each))}
        assert name in chosen
    assert accept_of("JSON") == accept_of("json")
    assert accept_of("pdf") is None
