"""The Graph Store Protocol, read-only, over real HTTP; and what the endpoint says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from rdflib import RDF, VOID, Dataset, Graph, Namespace, URIRef

from graph.namespaces import ID, ONTOLOGY_GRAPH, document_graph
from server.app import create_app
from server.engine import Answer, Client, Limits, Operation
from server.readers import ReaderPool
from server.services import services

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
STORE = "/rdf-graph-store"
FORMATS = [
    ("text/turtle", "turtle"),
    ("application/n-triples", "nt"),
    ("application/rdf+xml", "xml"),
    ("application/ld+json", "json-ld"),
]
QUADS = [("application/trig", "trig"), ("application/n-quads", "nquads")]


def store(server: Any, method: str = "GET", accept: str | None = None, **parameters: str) -> Any:
    headers = {"Accept": accept} if accept else {}
    return server.request(method, f"{STORE}?{urlencode(parameters)}", headers=headers)


def graph(reply: Any, parser: str) -> Graph:
    assert reply.status == 200, reply.body
    return Dataset(default_union=True).parse(data=reply.body, format=parser)


@pytest.mark.parametrize(("media_type", "parser"), FORMATS + QUADS)
def test_a_named_graph_in_every_format(real_server: Any, media_type: str, parser: str) -> None:
    reply = store(real_server, accept=media_type, graph=document_graph("000"))
    assert reply.headers.get_content_type() == media_type
    found = graph(reply, parser)
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{document_graph('000')}> {{ ?s ?p ?o }} }}"
    counted = real_server.sparql(query).json()["results"]["bindings"][0]["n"]["value"]
    assert len(found) == int(counted)


def test_the_default_graph_is_the_union(served: Any) -> None:
    union = graph(store(served, default=""), "turtle")
    assert (URIRef(ID + "awkward"), None, None) in union
    counted = served.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
    assert len(union) == int(counted)


def test_head_has_the_headers_and_no_body(served: Any) -> None:
    whole, head = store(served, default=""), store(served, "HEAD", default="")
    assert head.status == 200 and not head.body
    assert head.headers.get_content_type() == whole.headers.get_content_type()


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({}, 400, "Name one graph"),
        ({"default": "", "graph": ONTOLOGY_GRAPH}, 400, "Name one graph"),
        ({"graph": "ontology"}, 400, "not an absolute IRI"),
        ({"graph": "http://a/b> } INSERT {"}, 400, "not an absolute IRI"),
        ({"graph": "https://example.org/none"}, 404, "There is no graph"),
    ],
)
def test_a_graph_that_cannot_be_given(served: Any, parameters: dict[str, str], status: int, words: str) -> None:
    reply = store(served, **parameters)
    assert reply.status == status
    assert reply.headers.get_content_type() == "application/problem+json"
    assert words in reply.json()["detail"]


def test_no_acceptable_format(served: Any) -> None:
    reply = store(served, accept="image/png", default="")
    assert reply.status == 406 and "text/turtle" in reply.json()["available"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_it_only_reads(served: Any, method: str) -> None:
    reply = store(served, method, default="")
    assert reply.status == 405
    assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "only reads" in reply.json()["detail"]


def test_who_asks_is_a_stranger_and_never_takes_the_last_reader(small_home: Path) -> None:
    asked = []

    class Recorder(ReaderPool):
        def run(self, operation: Operation, client: Client | None = None) -> Answer:
            asked.append(client)
            return super().run(operation, client)

    app = create_app(small_home, engine=Recorder(small_home, Limits(readers=1)))
    try:
        assert app.test_client().get(f"{STORE}?default").status_code == 200
    finally:
        services(app).engine.close()
    assert len(asked) == 1 and asked[0] is not None


def test_options(served: Any) -> None:
    reply = store(served, "OPTIONS")
    assert reply.status == 204 and reply.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(("media_type", "parser"), FORMATS)
def test_without_a_query_the_endpoint_describes_itself(real_server: Any, media_type: str, parser: str) -> None:
    reply = real_server.request("GET", "/sparql", headers={"Accept": media_type})
    assert reply.headers.get_content_type() == media_type
    described = graph(reply, parser)
    service = described.value(predicate=RDF.type, object=SD.Service)
    assert described.value(service, SD.endpoint) == URIRef(real_server.url + "sparql")
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in described
    assert len(list(described.objects(service, SD.resultFormat))) == 10
    dataset = described.value(service, SD.defaultDataset)
    names = {str(described.value(each, SD.name)) for each in described.objects(dataset, SD.namedGraph)}
    rows = real_server.sparql("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").json()["results"]["bindings"]
    assert names == {row["g"]["value"] for row in rows}
    default = described.value(dataset, SD.defaultGraph)
    counted = real_server.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]
    assert int(str(described.value(default, VOID.triples))) == int(counted["value"])


def test_a_browser_without_a_query_gets_the_page(served: Any) -> None:
    reply = served.request("GET", "/sparql", headers={"Accept": "text/html"})
    assert reply.status == 200 and b"<textarea" in reply.body
