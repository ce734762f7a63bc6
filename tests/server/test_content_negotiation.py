"""One address, several representations: by ``Accept``, by file ending, and what is answered when none fits."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest

BASE = "https://w3id.org/creativekg/"
THINGS = ("id/artificial-intelligence", "claim/004-001", "document/004")
OTHERS = ("rule/direct", "scheme/technologies", "graph/links", "ontology", "ontology/core", "ontology/alignments")
RDF = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
}
Get = Callable[..., Any]


@pytest.fixture
def get(real_server: Any) -> Get:
    def request(path: str, accept: str | None = None, method: str = "GET") -> Any:
        return real_server.request(method, "/" + path, headers={"Accept": accept} if accept else None)

    return request


@pytest.mark.parametrize("path", THINGS + OTHERS)
@pytest.mark.parametrize("ending", RDF)
@pytest.mark.parametrize("how", ["accept", "ending"])
def test_rdf_in_every_format(get: Get, path: str, ending: str, how: str) -> None:
    media_type, rdf_format = RDF[ending]
    reply = get(path, media_type) if how == "accept" else get(f"{path}.{ending}")
    assert reply.status == 200
    assert reply.headers.get_content_type() == media_type
    assert "Accept" in reply.headers["Vary"]
    triples = list(ox.parse(reply.body, format=rdf_format))
    assert triples
    if not path.startswith("graph/"):
        assert any(triple.subject == ox.NamedNode(BASE + path) for triple in triples)


def test_formats_say_the_same(get: Get) -> None:
    graphs = []
    for ending, (_, rdf_format) in RDF.items():
        quads = ox.parse(get(f"claim/004-001.{ending}").body, format=rdf_format)
        graphs.append({str(quad.triple) for quad in quads})
    assert graphs[0]
    assert all(graph == graphs[0] for graph in graphs)


@pytest.mark.parametrize("path", THINGS + OTHERS)
def test_html_for_browsers_and_for_those_who_do_not_care(get: Get, path: str) -> None:
    for accept in ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*", None):
        reply = get(path, accept)
        assert reply.status == 200
        assert reply.headers.get_content_type() == "text/html"
    links = reply.headers["Link"]
    for ending, (media_type, _) in RDF.items():
        assert f'</{path}.{ending}>; rel="alternate"; type="{media_type}"' in links
        assert f'href="/{path}.{ending}"' in reply.body.decode()
    assert f'<{BASE}{path}>; rel="canonical"' in links


@pytest.mark.parametrize("path", THINGS)
def test_facts_as_a_table(get: Get, path: str) -> None:
    reply = get(path, "application/json")
    assert reply.headers.get_content_type() == "application/json"
    table = json.loads(get(path + ".json").body)
    assert table == reply.json()
    assert table["iri"] == BASE + path
    rows = list(csv.DictReader(io.StringIO(get(path + ".csv").body.decode(), newline="")))
    assert [row["claim"] for row in rows] == [row["claim"] for row in table["rows"]]
    assert rows and all(row["words"] and int(row["start"]) < int(row["end"]) for row in rows)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/turtle, text/html;q=0.5", "text/turtle"),
        ("text/turtle;q=0.2, application/n-triples;q=0.8", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("text/*", "text/html"),
        ("text/csv", "text/csv"),
    ],
)
def test_quality_values_decide(get: Get, accept: str, expected: str) -> None:
    assert get("claim/004-001", accept).headers.get_content_type() == expected


def test_rdf_of_an_entity_holds_its_claims_with_their_evidence(get: Get) -> None:
    table = get("id/artificial-intelligence.json").json()
    graph = ox.Store()
    graph.load(get("id/artificial-intelligence.nt").body, format=ox.RdfFormat.N_TRIPLES)
    for row in table["rows"][:40]:
        found = graph.query(
            f"""PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX kg: <{BASE}ontology#>
            ASK {{ <{row["claim"]}> kg:gloss ?gloss ; kg:evidence/oa:hasSelector ?place .
                   ?place oa:start {row["start"]} ; oa:end {row["end"]} }}"""
        )
        assert bool(found), row["claim"]


def test_not_acceptable_lists_what_there_is(get: Get) -> None:
    reply = get("id/artificial-intelligence", "image/png")
    assert reply.status == 406
    assert "text/turtle" in reply.json()["available"]


@pytest.mark.parametrize("kind", ["id", "claim", "document", "rule", "scheme", "graph", "evidence", "derivation"])
@pytest.mark.parametrize("ending", ["", ".ttl", ".json", ".csv"])
def test_unknown_is_404_in_every_format(get: Get, kind: str, ending: str) -> None:
    reply = get(f"{kind}/no-such-thing{ending}", "application/json")
    assert reply.status == 404
    assert reply.json()["status"] == 404


def test_unknown_names_near_matches(get: Get) -> None:
    reply = get("id/augmented-realty", "application/json")
    assert {"label": "Augmented reality", "href": "/id/augmented-reality"} in reply.json()["suggestions"]
    page = get("id/augmented-realty", "text/html")
    assert page.status == 404
    assert 'href="/id/augmented-reality"' in page.body.decode()


@pytest.mark.parametrize("name", ["%22%3E%3Cscript%3E", "a%20b", "%E2%80%AE", "..%2F..%2Fetc", "x%3E%20%7D"])
def test_names_that_no_iri_has(get: Get, name: str) -> None:
    reply = get("id/" + name, "text/html")
    assert reply.status == 404
    assert b"<script>" not in reply.body.replace(b'<script src="/static/site.js" defer></script>', b"")


def test_head_has_no_body(get: Get) -> None:
    for accept in ("text/html", "text/turtle"):
        reply = get("id/artificial-intelligence", accept, "HEAD")
        assert (reply.status, reply.headers.get_content_type(), reply.body) == (200, accept, b"")
