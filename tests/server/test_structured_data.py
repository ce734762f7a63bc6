"""What pages say to search engines: schema.org in JSON-LD that it allows, and a sitemap of every page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import RDF, RDFS, Dataset, Graph, Literal, Namespace, URIRef

from graph.namespaces import BASE
from server.structured_data import structured_data

SCHEMA = Namespace("https://schema.org/")
PAGES = (
    "/",
    "/id/augmented-reality",
    "/claim/004-038",
    "/document/003",
    "/scheme/technologies",
    "/ontology/term/Claim",
    "/questions",
    "/search?q=film",
    "/sparql",
)


class _Head(HTMLParser):
    """The data blocks, the title, the canonical address and the description of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.title = self.canonical = self.description = ""
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and given.get("type") == "application/ld+json":
            self._in = "block"
            self.blocks.append("")
        elif tag == "title":
            self._in = "title"
        elif tag == "link" and given.get("rel") == "canonical":
            self.canonical = given["href"] or ""
        elif tag == "meta" and given.get("name") == "description":
            self.description = given["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "block":
            self.blocks[-1] += data
        elif self._in == "title":
            self.title += data


def _head(server: Any, path: str) -> _Head:
    return _Head(server.request("GET", path, headers={"Accept": "text/html"}).body.decode())


@pytest.fixture(scope="module")
def schema(linked_data: Path) -> Graph:
    """The vocabulary of schema.org."""
    return Dataset(default_union=True).parse(linked_data / "vocabs" / "schema.nq", format="nquads")


@pytest.mark.parametrize("path", PAGES)
def test_it_says_what_the_page_shows(real_server: Any, path: str) -> None:
    head = _head(real_server, path)
    (block,) = head.blocks
    page = json.loads(block)
    assert page["@type"] == "WebPage" and page["inLanguage"] == "en"
    assert page["url"] == head.canonical
    assert head.canonical.partition("?")[0] == BASE + path.removeprefix("/").partition("?")[0]
    assert head.title.startswith(page["name"] + " ·")
    assert page["description"] == re.sub(r"\s+", " ", head.description).strip()


@pytest.mark.parametrize("path", PAGES)
def test_it_is_schema_org(real_server: Any, schema: Graph, path: str) -> None:
    """Each class and property is one of schema.org's, and each property is one of its subject's class."""
    (block,) = _head(real_server, path).blocks
    found = Graph().parse(data=block, format="json-ld", publicID=BASE)
    known = {URIRef(str(each).replace("http://", "https://")) for each in schema.subjects(RDF.type)}
    assert len(found) > 5
    for subject, name, value in found:
        if name == RDF.type:
            assert value in known, value
        else:
            assert name in known, name
            assert _allowed(schema, found, subject, name), (name, list(found.objects(subject, RDF.type)))
            assert value != Literal("")


def _allowed(schema: Graph, found: Graph, subject: Any, name: Any) -> bool:
    domains = {str(each) for each in _objects(schema, name, SCHEMA.domainIncludes)}
    classes = {
        str(above)
        for kind in found.objects(subject, RDF.type)
        for form in _spellings(kind)
        for above in schema.transitive_objects(form, RDFS.subClassOf)
    }
    return any(_plain(each) in {_plain(domain) for domain in domains} for each in classes)


def _objects(schema: Graph, subject: Any, name: Any) -> Iterator[Any]:
    for one in _spellings(subject):
        for other in _spellings(name):
            yield from schema.objects(one, other)


def _spellings(iri: Any) -> tuple[URIRef, URIRef]:
    """schema.org's own files have been published with both schemes."""
    return URIRef("https://" + _plain(iri)), URIRef("http://" + _plain(iri))


def _plain(iri: Any) -> str:
    return str(iri).partition("://")[2]


def test_the_breadcrumb_is_that_of_the_page(real_server: Any) -> None:
    page = json.loads(_head(real_server, "/id/augmented-reality").blocks[0])
    steps = [(step["name"], step["item"]) for step in page["breadcrumb"]["itemListElement"]]
    assert steps[0] == ("Home", BASE)
    assert ("Technologies", BASE + "scheme/technologies") in steps
    assert steps[-1] == ("Augmented reality", BASE + "id/augmented-reality")
    assert [step["position"] for step in page["breadcrumb"]["itemListElement"]] == list(range(1, len(steps) + 1))


def test_home_is_about_the_data_set(real_server: Any) -> None:
    about = json.loads(_head(real_server, "/").blocks[0])["mainEntity"]
    assert about["@type"] == "Dataset"
    for each in about["distribution"]:
        path = "/" + each["contentUrl"].removeprefix(BASE)
        reply = real_server.request("HEAD", path)
        assert reply.status == 200 and reply.headers["Content-Type"].startswith(each["encodingFormat"])


def test_names_cannot_end_the_block() -> None:
    name = "</script><script>alert(1)</script>"
    page = structured_data(BASE + "id/x", name, name, f"<ol><li><a href='/'>{name}</a></li></ol>", [])
    assert page["name"] == name  # the template writes it with escapes, as the next test sees


def test_what_somebody_searches_for_stays_in_its_place(real_server: Any) -> None:
    reply = real_server.request(
        "GET", "/search?q=%3C%2Fscript%3E%3Cscript%3Ealert(1)", headers={"Accept": "text/html"}
    )
    assert b"<script>alert" not in reply.body
    json.loads(_Head(reply.body.decode()).blocks[0])


def test_the_sitemap_lists_pages_that_are_there(real_server: Any) -> None:
    reply = real_server.request("GET", "/sitemap.xml")
    assert reply.headers["Content-Type"].startswith("application/xml")
    addresses = [each.text or "" for each in ElementTree.fromstring(reply.body).iter() if each.tag.endswith("loc")]
    paths = ["/" + address.removeprefix(real_server.url) for address in addresses]
    assert all(address.startswith(real_server.url) for address in addresses) and len(set(paths)) == len(paths)
    rows = real_server.sparql(
        "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c <https://w3id.org/creativekg/ontology#gloss> ?g }"
    )
    claims = int(rows.json()["results"]["bindings"][0]["n"]["value"])
    assert sum(path.startswith("/claim/") for path in paths) == claims > 0
    assert {"/", "/id/augmented-reality", "/document/003", "/scheme/sectors", "/questions"} <= set(paths)
    kinds = {re.match(r"/[a-z]*", path).group(): path for path in paths}  # type: ignore[union-attr]
    for path in kinds.values():
        reply = real_server.request("GET", path, headers={"Accept": "text/html"})
        assert reply.status == 200 and reply.headers["Content-Type"].startswith("text/html"), path


def test_robots_find_the_sitemap(real_server: Any) -> None:
    text = real_server.request("GET", "/robots.txt").body.decode()
    assert f"Sitemap: {real_server.url}sitemap.xml" in text.splitlines()
    assert "Disallow: /sparql" in text.splitlines()
    assert real_server.request("GET", "/sitemap-1.xml").status == 404
