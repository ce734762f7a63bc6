"""Labels in other languages over HTTP: found, shown in their language, and never without their licence."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from graph.namespaces import DCTERMS, ID, SKOS, labels_graph

BY_SA = "http://creativecommons.org/licenses/by-sa/3.0/igo/"
GRAPH = ox.NamedNode(labels_graph("unesco"))


def turtle(server: Any, path: str) -> set[ox.Quad]:
    reply = server.request("GET", path, headers={"Accept": "text/turtle"})
    assert reply.status == 200
    return set(ox.parse(reply.body, format=ox.RdfFormat.TURTLE))


def html(server: Any, path: str) -> str:
    reply = server.request("GET", path, headers={"Accept": "text/html"})
    assert reply.status == 200
    return str(reply.body.decode())


def test_a_page_shows_each_language_as_such_and_names_source_and_licence(real_server: Any) -> None:
    page = html(real_server, "/id/artificial-intelligence")
    for language, label in {
        "fr": "Intelligence artificielle",
        "es": "Inteligencia artificial",
        "ru": "Искусственный интеллект",
    }.items():
        assert re.search(rf'<dd lang="{language}">{label}\b', page)
    assert BY_SA in page and "UNESCO Thesaurus" in page
    assert "<h1>Artificial intelligence</h1>" in page
    for names in re.findall(r"<b>Also written</b>[^\n]*", page):
        assert "artificielle" not in names


def test_a_page_of_what_has_no_such_labels_says_nothing_of_them(real_server: Any) -> None:
    assert "In other languages" not in html(real_server, "/id/ikea")


@pytest.mark.parametrize("name", ["artificial-intelligence", "ikea"])
def test_rdf_brings_the_licence_where_it_brings_the_labels(real_server: Any, name: str) -> None:
    triples = turtle(real_server, f"/id/{name}")
    languages = {
        q.object.language
        for q in triples
        if q.subject == ox.NamedNode(ID + name) and q.predicate == ox.NamedNode(SKOS + "prefLabel")
    }
    foreign = bool(languages - {"en"})
    assert foreign == (name != "ikea")
    assert (ox.Quad(GRAPH, ox.NamedNode(DCTERMS + "license"), ox.NamedNode(BY_SA)) in triples) == foreign


def test_the_graph_states_its_licence(real_server: Any) -> None:
    assert BY_SA in html(real_server, "/graph/labels/unesco")
    assert ox.Quad(GRAPH, ox.NamedNode(DCTERMS + "license"), ox.NamedNode(BY_SA)) in turtle(
        real_server, "/graph/labels/unesco"
    )


@pytest.mark.parametrize("path", ["/ontology", "/scheme/technologies"])
def test_what_is_ours_alone_holds_no_label_of_others(real_server: Any, path: str) -> None:
    literals = [q.object for q in turtle(real_server, path) if isinstance(q.object, ox.Literal)]
    assert literals
    assert {literal.language for literal in literals} <= {"en", None}


@pytest.mark.parametrize(
    "typed", ["искусственный интеллект", "Inteligencia artificial", "intelligence ARTIFICIELLE"]
)
def test_search_takes_any_language_and_answers_in_english(real_server: Any, typed: str) -> None:
    rows = real_server.request("GET", "/search.json?" + urlencode({"q": typed})).json()["rows"]
    assert "Artificial intelligence" in [row["label"] for row in rows]
    assert all(row["label"].isascii() for row in rows)


def test_the_download_page_tells_what_is_under_another_licence(real_server: Any) -> None:
    page = html(real_server, "/download")
    assert BY_SA in page and "/graph/labels/unesco" in page
