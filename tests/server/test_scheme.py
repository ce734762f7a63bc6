"""The vocabularies as trees: nothing left out, nothing counted wrongly, and no label without its source."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

BASE = "https://w3id.org/creativekg/"
QUERY = f"""PREFIX skos: <{SKOS}> PREFIX kg: <{BASE}ontology#>
SELECT ?concept ?label ?broader (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
  GRAPH <{BASE}graph/ontology> {{ ?concept skos:inScheme <SCHEME> ; skos:prefLabel ?label }}
  OPTIONAL {{ GRAPH <{BASE}graph/ontology> {{ ?concept skos:broader ?broader }} }}
  OPTIONAL {{ ?claim ?role ?concept ; kg:gloss ?gloss }}
}} GROUP BY ?concept ?label ?broader"""


def html(server: Any, path: str) -> str:
    return str(server.request("GET", path, headers={"Accept": "text/html"}).body.decode())


@pytest.mark.parametrize("name", ["sectors", "technologies", "value-chain"])
def test_the_tree_holds_every_concept_under_its_broader_one(real_server: Any, name: str) -> None:
    answer = real_server.sparql(QUERY.replace("SCHEME", f"{BASE}scheme/{name}")).json()["results"]["bindings"]
    page = html(real_server, f"/scheme/{name}")
    written = page[page.index('<div class="tree">') :].partition("</div>")[0] + "</div>"
    tree = ElementTree.fromstring(written.replace("<details open>", "<details>"))
    above = {child: parent for parent in tree.iter() for child in parent}
    found = set()
    for item in tree.iter("li"):
        at = above[above[item]]
        while at is not tree and at.tag != "li":
            at = above[at]
        broader = at.find("a").get("href") if at.tag == "li" else None  # type: ignore[union-attr]
        link = item.find("a")
        assert link is not None
        count = item.find("span")
        counted = int(count.text or "") if count is not None and count.get("class") == "count" else 0
        found.add((link.get("href"), link.text, broader, counted))
    expected = {
        (
            row["concept"]["value"].removeprefix(BASE[:-1]),
            row["label"]["value"],
            row["broader"]["value"].removeprefix(BASE[:-1]) if "broader" in row else None,
            int(row["claims"]["value"]),
        )
        for row in answer
    }
    assert found == expected
    assert f"<b>{len({row[0] for row in expected})}</b> concepts" in page


def test_definitions_names_and_languages_are_there(real_server: Any) -> None:
    page = html(real_server, "/scheme/technologies")
    entry = page.partition('<li><a href="/id/artificial-intelligence"')[2].partition("</li>")[0]
    assert '<p class="more definition">' in entry
    assert re.search(r'<p class="more names">also [^<]*\bAI\b', entry)
    assert '<span lang="fr">Intelligence artificielle</span>' in entry
    assert "UNESCO" in page and 'href="/graph/labels/unesco"' in page


def test_a_scheme_as_a_table(real_server: Any) -> None:
    rows = list(
        csv.DictReader(io.StringIO(real_server.request("GET", "/scheme/sectors.csv").body.decode(), newline=""))
    )
    by_label = {row["label"]: row for row in rows}
    assert by_label["Music"]["level"] == "2"
    assert by_label[by_label["Music"]["label"]]["broader"] == BASE + "id/cultural-and-creative-industries"
    assert all(row["definition"] for row in rows)
    table = real_server.request("GET", "/scheme/sectors.json").json()
    assert [row["concept"] for row in table["rows"]] == [row["concept"] for row in rows]


def test_a_scheme_as_rdf_holds_its_concepts_and_their_matches(real_server: Any) -> None:
    graph = Graph().parse(data=real_server.request("GET", "/scheme/sectors.ttl").body, format="turtle")
    scheme = URIRef(BASE + "scheme/sectors")
    concepts = set(graph.subjects(SKOS.inScheme, scheme))
    assert len(concepts) > 60
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert all((concept, SKOS.prefLabel, None) in graph for concept in concepts)
    assert set(graph.subjects(SKOS.exactMatch)) <= concepts and any(graph.subjects(SKOS.exactMatch))


def test_the_index_lists_every_scheme_with_its_size(real_server: Any) -> None:
    query = f"""PREFIX skos: <{SKOS}> SELECT ?scheme (COUNT(?concept) AS ?n)
        WHERE {{ GRAPH <{BASE}graph/ontology> {{ ?concept skos:inScheme ?scheme }} }} GROUP BY ?scheme"""
    sizes = {
        row["scheme"]["value"]: int(row["n"]["value"])
        for row in real_server.sparql(query).json()["results"]["bindings"]
    }
    rows = real_server.request("GET", "/scheme.json").json()["rows"]
    assert {row["scheme"]: row["concepts"] for row in rows} == sizes
    page = html(real_server, "/scheme")
    ontology = html(real_server, "/ontology")
    for iri in sizes:
        assert f'href="{iri.removeprefix(BASE[:-1])}"' in page
        assert f'href="{iri.removeprefix(BASE[:-1])}"' in ontology
    graph = Graph().parse(data=real_server.request("GET", "/scheme.ttl").body, format="turtle")
    assert {str(each) for each in graph.subjects(RDF.type, SKOS.ConceptScheme)} == set(sizes)
