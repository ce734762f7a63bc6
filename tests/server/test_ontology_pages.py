"""The ontology over HTTP: every term has a page that is true, every module its data, every version its IRI."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, SKOS

import ontology
from server.terms import Terms, read_module

BASE = "https://w3id.org/creativekg/"
KG = BASE + "ontology#"
PREFIXES = f"PREFIX kg: <{KG}> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX g: <{BASE}graph/> "
RDF_FORMATS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
}
# The root gives more than its file.
MODULES = sorted(file for file in ontology.FOLDER.glob("*.ttl") if file.stem != "creativekg")
Get = Callable[..., Any]


@pytest.fixture(scope="module")
def known() -> Terms:
    """The ontology as the files of the repository have it."""
    return Terms(read_module(file) for file in ontology.FOLDER.glob("*.ttl"))


@pytest.fixture
def get(real_server: Any) -> Get:
    def request(path: str, accept: str = "text/html") -> Any:
        return real_server.request("GET", quote(path, safe="/:?=&%"), headers={"Accept": accept})

    return request


@pytest.fixture
def count(real_server: Any) -> Callable[[str], int]:
    """The number that a query of the test's own counts as ``?n``."""

    def run(where: str, what: str = "*") -> int:
        reply = real_server.sparql(f"{PREFIXES} SELECT (COUNT({what}) AS ?n) WHERE {{ {where} }}")
        return int(reply.json()["results"]["bindings"][0]["n"]["value"])

    return run


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def figures(html: str) -> dict[str, int]:
    found = re.findall(r"<span><b>([\d,]+)</b> ([^<]+)</span>", html)
    return {words.strip(): int(number.replace(",", "")) for number, words in found}


def test_every_term_has_a_page_with_its_label_and_meaning(get: Get, known: Terms) -> None:
    assert len(known.iris) > 150
    for iri in known.iris:
        page = known.page(iri)
        assert page is not None
        reply = get(page)
        assert reply.status == 200, iri
        html = reply.body.decode()
        shown = text(html)
        assert re.search(rf"<h1>{re.escape(known.label(iri)[:1].upper())}", html), iri
        assert known.label(iri)[1:] in shown
        for words in (*known.texts(iri, SKOS.definition), *known.texts(iri, SKOS.example)):
            assert " ".join(words.split()) in shown, iri
        assert iri in shown, "the IRI itself can be copied"
        assert html.count("<h1") == 1
        identifiers = re.findall(r'\bid="([^"]*)"', html)
        assert len(identifiers) == len(set(identifiers)), iri


def test_every_term_of_ours_is_defined_with_an_anchor_on_the_page_of_its_iri(get: Get, known: Terms) -> None:
    html = get("/ontology").body.decode()
    for iri in known.iris:
        anchor = known.short(iri).removeprefix("kg:")
        entry = re.search(rf'<li class="term" id="{re.escape(anchor)}"><a href="([^"]+)">', html)
        assert entry, f"{iri} does not land"
        assert entry[1] == known.page(iri)


@pytest.mark.parametrize("name", ["Sector", "usesTechnology", "foaf:Agent", "hedged", "crm:E53_Place"])
@pytest.mark.parametrize("ending", RDF_FORMATS)
def test_a_term_as_rdf(get: Get, known: Terms, name: str, ending: str) -> None:
    media_type, rdf_format = RDF_FORMATS[ending]
    iri = known.named(name)
    assert iri is not None
    replies = [get(f"/ontology/term/{name}.{ending}"), get(f"/ontology/term/{name}", media_type)]
    for reply in replies:
        assert (reply.status, reply.headers.get_content_type()) == (200, media_type)
        assert "Accept" in reply.headers["Vary"]
        graph = Graph().parse(data=reply.body, format=rdf_format)
        assert isomorphic(graph, known.graph.cbd(URIRef(iri)))
    assert f'<{BASE}ontology/term/{name}>; rel="canonical"' in replies[0].headers["Link"]
    assert f'</ontology/term/{name}.ttl>; rel="alternate"; type="text/turtle"' in replies[0].headers["Link"]


def test_a_term_as_a_table(get: Get) -> None:
    table = get("/ontology/term/Sector.json").json()
    assert table["iri"] == KG + "Sector"
    assert {"definition", "label", "sub class of"} & {row["property_label"] for row in table["rows"]}
    rows = list(csv.DictReader(io.StringIO(get("/ontology/term/Sector.csv").body.decode(), newline="")))
    assert rows == table["rows"]


def test_our_own_prefix_is_left_out(get: Get) -> None:
    reply = get("/ontology/term/kg:Sector")
    assert (reply.status, reply.headers["Location"]) == (301, "/ontology/term/Sector")


@pytest.mark.parametrize(("wrong", "meant"), [("Sectr", "Sector"), ("uses technology", "usesTechnology")])
def test_an_unknown_term_names_near_ones(get: Get, wrong: str, meant: str) -> None:
    if " " in wrong:
        wrong = wrong.replace(" ", "-")
    reply = get(f"/ontology/term/{wrong}", "application/json")
    assert reply.status == 404
    assert f"/ontology/term/{meant}" in [each["href"] for each in reply.json()["suggestions"]]


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
@pytest.mark.parametrize("ending", RDF_FORMATS)
def test_a_module_is_its_file(get: Get, file: Path, ending: str) -> None:
    module = read_module(file)
    reply = get(f"/ontology/{module.name}.{ending}")
    assert (reply.status, reply.headers.get_content_type()) == (200, RDF_FORMATS[ending][0])
    assert isomorphic(Graph().parse(data=reply.body, format=RDF_FORMATS[ending][1]), module.graph)
    if ending == "ttl":
        assert reply.body == file.read_bytes()


@pytest.mark.parametrize("ending", RDF_FORMATS)
def test_the_root_describes_every_term_that_its_imports_define(get: Get, known: Terms, ending: str) -> None:
    media_type, rdf_format = RDF_FORMATS[ending]
    graph = Graph().parse(data=get("/ontology", media_type).body, format=rdf_format)
    root = known.modules[""]
    assert set(graph.subjects(RDF.type, OWL.Ontology)) == {root.iri}
    expected = len(root.graph)
    for module in known.modules.values():
        if module.iri in root.imports:
            header = set(module.graph.triples((module.iri, None, None)))
            expected += len(module.graph) - len(header)
            for term in known.declared(module):
                assert (URIRef(term), RDFS.label, None) in graph, term
    assert len(graph) == expected


def test_version_iris_answer_while_they_are_current(get: Get, known: Terms) -> None:
    for module in known.modules.values():
        version = module.text(OWL.versionIRI).removeprefix(BASE)
        assert version.endswith("/" + module.version)
        assert get(f"/{version}").status == 200
        for ending in ("ttl", "jsonld"):
            assert get(f"/{version}.{ending}").body == get(f"/{module.iri.removeprefix(BASE)}.{ending}").body
        old = get(f"/{version.rpartition('/')[0]}/0.0.1", "application/json")
        assert old.status == 404
        assert module.text(OWL.versionIRI) in old.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/ontology/no-such-module", "/ontology.xyz", "/ontology/term/", "/scheme/no-such"]
)
def test_what_is_not_there(get: Get, path: str) -> None:
    assert get(path).status == 404


def test_a_snapshot_without_an_ontology(
    snapshot_home: Path, tmp_path: Path, start_server: Callable[..., AbstractContextManager[Any]]
) -> None:
    home = tmp_path / "snapshots"
    shutil.copytree(snapshot_home, home)
    for folder in home.glob("*/ontology"):
        shutil.rmtree(folder)
    with start_server(home, readers=1) as server:
        found = {
            path: server.request("GET", path, headers={"Accept": "text/html"}).status
            for path in ("/ontology", "/ontology/core", "/ontology/term/Sector", "/scheme/sectors", "/id/nesta")
        }
    assert list(found.values()) == [404, 404, 404, 200, 200], found


def test_counts_of_properties_are_true(get: Get, count: Callable[..., int], known: Terms) -> None:
    seen = 0
    for iri in known.of(OWL.ObjectProperty)[::4]:
        found = figures(get(str(known.page(iri))).body.decode())
        said = count(f"?c kg:predicate <{iri}> ; kg:gloss ?g", "DISTINCT ?c")
        derived = count(f"GRAPH g:derived {{ ?s <{iri}> ?o }}")
        inferred = count(f"GRAPH g:inferred {{ ?s <{iri}> ?o }}")
        stated = count(f"GRAPH ?g {{ ?s <{iri}> ?o }} FILTER(?g != g:derived && ?g != g:inferred)")
        expected = {"claim": said, "derived": derived, "statement inferred": inferred, "as": stated}
        assert sorted(found.values()) == sorted(each for each in expected.values() if each), iri
        seen += sum(expected.values())
    assert seen > 1000


@pytest.mark.parametrize("name", ["Sector", "Technology", "foaf:Agent", "schema:Museum", "Adoption", "Claim"])
def test_counts_of_classes_are_true(get: Get, count: Callable[..., int], known: Terms, name: str) -> None:
    iri = known.named(name)
    found = figures(get(f"/ontology/term/{name}").body.decode())
    instances = count(f"?s a <{iri}>", "DISTINCT ?s")
    stated = count(f"GRAPH ?g {{ ?s a <{iri}> }} FILTER(?g != g:derived && ?g != g:inferred)", "DISTINCT ?s")
    below = count(f"?s a/<{RDFS.subClassOf}>+ <{iri}>", "DISTINCT ?s")
    assert instances + below > 0
    assert found.get("instances", found.get("instance", 0)) == instances
    assert found.get("of them inferred", 0) == instances - stated
    assert found.get("instances of the classes below", 0) == (below if below > instances else 0)


def test_counts_of_fixed_values_are_true(get: Get, count: Callable[..., int]) -> None:
    found = figures(get("/ontology/term/hedged").body.decode())
    assert found == {"claims have this value": count("?c kg:certainty kg:hedged", "DISTINCT ?c")}


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("usesTechnology", "?claim kg:predicate kg:usesTechnology"),
        ("Impact", "?claim a kg:Impact"),
        ("speaker", "?claim kg:speaker ?who"),
        ("Technology", "?claim kg:subject|kg:object ?thing . ?thing a kg:Technology"),
        ("exposedTo", "?d kg:predicate kg:exposedTo ; prov:wasDerivedFrom ?claim . ?claim kg:gloss ?g"),
        ("threat", "?claim kg:direction kg:threat"),
    ],
)
def test_examples_show_the_words_of_claims_from_several_documents(
    real_server: Any, get: Get, name: str, pattern: str
) -> None:
    html = get(f"/ontology/term/{name}").body.decode()
    shown = re.findall(r'<article class="fact">.*?href="/claim/((\d+)-\d+)".*?</article>', html, re.DOTALL)
    reply = real_server.sparql(f"{PREFIXES} SELECT DISTINCT ?claim WHERE {{ {pattern} }}").json()
    right = {row["claim"]["value"].removeprefix(BASE + "claim/") for row in reply["results"]["bindings"]}
    assert {claim for claim, _ in shown} <= right
    assert len(shown) == len(set(shown)) == min(5, len(right))
    documents = {claim.partition("-")[0] for claim in right}
    assert len({document for _, document in shown}) == min(5, len(documents))
    for claim, _ in shown:
        (words,) = {row["words"] for row in get(f"/claim/{claim}.json").json()["rows"][:1]}
        assert " ".join(words.split()) in text(html)


def test_terms_are_reachable_from_claims_and_things(get: Get) -> None:
    claim = get("/claim/004-038").body.decode()
    assert '<p class="kind"><a href="/ontology/term/Adoption">adoption</a>' in claim
    assert '<a href="/ontology/term/usesTechnology">uses technology</a>' in claim
    assert '<a href="/ontology/term/schema:Corporation">company</a>' in get("/id/netflix").body.decode()
    for path in ("/ontology", "/scheme", "/ontology/cookbook"):
        assert f'href="{path}"' in claim
    assert 'href="/scheme"' in get("/id/augmented-reality").body.decode()


def test_class_page_says_what_one_can_say_of_it(get: Get) -> None:
    html = get("/ontology/term/schema:Museum").body.decode()
    table = text(html.partition('id="domain"')[2].partition("</section>")[0])
    assert "uses technology technology agent" in table, "inherited from agent"
    assert "acquired organisation or actor group organisation" in table
    tree = text(html.partition('id="tree"')[2].partition("</section>")[0])
    assert tree.index("agent") < tree.index("organisation") < tree.index("museum")


def test_shapes_that_constrain_a_class_are_named(get: Get) -> None:
    section = text(get("/ontology/term/Claim").body.decode().partition('id="shapes"')[2])
    assert "A claim has no words of a document that carry it" in section
