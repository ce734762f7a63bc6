"""Dumps, VoID, the JSON-LD context, and the small files that browsers and crawlers ask for."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest

FILES = {
    "creativekg.nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
    "creativekg.nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "creativekg.ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "creativekg.jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
}


@pytest.mark.parametrize("name", FILES)
def test_dump(real_server: Any, name: str) -> None:
    media_type, rdf_format = FILES[name]
    reply = real_server.request("GET", f"/download/{name}")
    assert reply.status == 200
    assert reply.headers.get_content_type() == media_type
    assert name in reply.headers["Content-Disposition"]
    assert sum(1 for _ in ox.parse(reply.body, format=rdf_format)) > 1000
    tag = reply.headers["ETag"]
    again = real_server.request("GET", f"/download/{name}", headers={"If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")
    part = real_server.request("GET", f"/download/{name}", headers={"Range": "bytes=10-19"})
    assert (part.status, part.body) == (206, reply.body[10:20])


@pytest.mark.parametrize("name", ["manifest.json", "..%2Fmanifest.json", "void.ttl"])
def test_nothing_else_is_handed_out(real_server: Any, name: str) -> None:
    assert real_server.request("GET", f"/download/{name}").status == 404


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "text/turtle"),
        ("text/html", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
    ],
)
def test_void(real_server: Any, accept: str | None, expected: str) -> None:
    headers = {"Accept": accept} if accept else None
    reply = real_server.request("GET", "/.well-known/void", headers=headers)
    assert reply.status == 200
    assert reply.headers.get_content_type() == expected
    rdf_format = ox.RdfFormat.from_media_type(expected)
    assert rdf_format is not None
    kinds = {
        quad.object for quad in ox.parse(reply.body, format=rdf_format) if quad.predicate.value.endswith("#type")
    }
    assert ox.NamedNode("http://rdfs.org/ns/void#Dataset") in kinds


def test_context(real_server: Any) -> None:
    reply = real_server.request("GET", "/ontology/context.jsonld")
    assert reply.headers.get_content_type() == "application/ld+json"
    assert reply.json()["@context"]["gloss"]["@id"] == "kg:gloss"


def test_page_lists_every_file(real_server: Any) -> None:
    page = real_server.request("GET", "/download").body.decode()
    assert all(f'href="/download/{name}"' in page for name in FILES)


def test_robots_and_icon(real_server: Any) -> None:
    assert b"Disallow: /sparql" in real_server.request("GET", "/robots.txt").body
    assert real_server.request("GET", "/favicon.ico").headers.get_content_type() == "image/svg+xml"
