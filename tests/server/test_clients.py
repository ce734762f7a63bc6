"""Programs that others use, against a real server: curl, SPARQLWrapper, rdflib, pandas and Comunica."""

from __future__ import annotations

import io
import json
import os
import subprocess
import urllib.error
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pandas
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import SPARQLWrapper, SPARQLWrapper2
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from graph.namespaces import ID, KG, OWL, SKOS, document_graph

CLIENTS = Path(__file__).parents[1] / "clients"
FORM = "application/x-www-form-urlencoded"
LABEL = f"SELECT ?label {{ <{ID}awkward> <{SKOS}prefLabel> ?label }}"
AWKWARD = 'one, "two" & <three>\r\nfour\tfïve\\ \U0001f3ad'
ASK = f"ASK {{ <{ID}awkward> ?p ?o }}"
CONSTRUCT = f"CONSTRUCT WHERE {{ <{ID}awkward> <{SKOS}prefLabel> ?label }}"
THINGS = f"SELECT ?s ?label {{ ?s a <{KG}Technology> ; <{SKOS}prefLabel> ?label }} ORDER BY ?label LIMIT 500"
ONE = document_graph("001")
VERSION, NUMBER = rdflib.URIRef(KG + "version"), rdflib.URIRef(KG + "in")
AWKWARD_NODE = rdflib.URIRef(ID + "awkward")


# --- curl ---


@pytest.fixture
def curl(need: Callable[..., None]) -> Callable[..., bytes]:
    """``curl(…)`` gives what curl prints; it fails where curl does."""
    need("curl")

    def run(*arguments: str, code: int = 0) -> bytes:
        command = ["curl", "--silent", "--show-error", "--max-time", "20", *arguments]
        done = subprocess.run(command, capture_output=True)
        assert done.returncode == code, done.stderr.decode()
        return done.stdout

    return run


def test_curl_get(served: Any, curl: Any) -> None:
    url = served.url + "sparql"
    for extra in ([], ["--http1.0"], ["--http2"], ["--header", "Connection: close"]):
        answer = json.loads(curl("--get", url, "--data-urlencode", f"query={LABEL}", *extra))
        assert answer["results"]["bindings"][0]["label"] == {"type": "literal", "value": AWKWARD, "xml:lang": "en"}
    assert curl("--get", url, "--data-urlencode", f"query={LABEL}", "-H", "Accept: text/csv").startswith(
        b"label\r\n"
    )
    assert curl("--get", url, "--data-urlencode", f"query={LABEL}", "-d", "format=tsv").startswith(b"?label\n")


@pytest.mark.parametrize("expect", ["", "100-continue"])
def test_curl_post(served: Any, curl: Any, tmp_path: Path, expect: str) -> None:
    url, query = served.url + "sparql", tmp_path / "query.rq"
    query.write_text(CONSTRUCT + " # é" + "é" * 2000, encoding="utf-8")
    turtle = curl(url, "--data-urlencode", f"query@{query}", "-H", f"Expect: {expect}")
    media_type = "Content-Type: application/sparql-query"
    direct = curl(url, "--data-binary", f"@{query}", "-H", media_type, "-H", f"Expect: {expect}")
    for body in (turtle, direct):
        assert len(rdflib.Graph().parse(data=body, format="turtle")) == 1


def test_curl_head(served: Any, curl: Any) -> None:
    shown = curl("--head", "--get", served.url + "sparql", "--data-urlencode", f"query={LABEL}").decode()
    status, *headers = shown.strip().split("\r\n")
    names = {line.partition(":")[0].lower() for line in headers}
    assert status.startswith("HTTP/1.1 200") and {"content-type", "content-length", "vary"} <= names


def test_curl_compressed(served: Any, curl: Any) -> None:
    arguments = ["--get", served.url + "sparql", "--data-urlencode", f"query={THINGS}"]
    plain = curl(*arguments)
    assert curl(*arguments, "--compressed") == plain
    size = int(curl(*arguments, "--compressed", "--output", os.devnull, "--write-out", "%{size_download}"))
    assert 0 < size < len(plain) / 4


def test_curl_reuses_its_connection(served: Any, curl: Any) -> None:
    url = f"{served.url}sparql?{urlencode({'query': LABEL})}"
    shown = curl(*["--output", os.devnull, url] * 3, "--write-out", "%{num_connects} ")
    assert shown.split() == [b"1", b"0", b"0"]


def test_curl_fails_where_the_query_does(served: Any, curl: Any) -> None:
    curl("--fail", "--get", served.url + "sparql", "--data-urlencode", "query=SELECT", code=22)
    assert json.loads(curl("--get", served.url + "sparql", "--data-urlencode", "query=SELECT"))["status"] == 400


# --- SPARQLWrapper ---

SENDING = [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")]


def wrapper(served: Any, query: str, returns: str, method: str = "GET", request_method: str = "urlencoded") -> Any:
    client = SPARQLWrapper(served.url + "sparql", returnFormat=returns)
    client.setMethod(method)
    client.setRequestMethod(request_method)
    client.setQuery(query)
    return client


@pytest.mark.parametrize(("method", "request_method"), SENDING)
@pytest.mark.parametrize("only_accept", [False, True])
def test_sparqlwrapper_reads_every_format(served: Any, method: str, request_method: str, only_accept: bool) -> None:
    def ask(query: str, returns: str) -> Any:
        client = wrapper(served, query, returns, method, request_method)
        client.setOnlyConneg(only_accept)
        return client.queryAndConvert()

    assert ask(LABEL, "json")["results"]["bindings"][0]["label"]["value"] == AWKWARD
    assert ask(LABEL, "xml").getElementsByTagName("literal")[0].firstChild.data == AWKWARD
    assert ask(LABEL, "csv").startswith(b"label\r\n")
    assert ask(LABEL, "tsv").startswith(b"?label\n")
    assert ask(ASK, "json")["boolean"] is True
    assert ask(ASK, "xml").getElementsByTagName("boolean")[0].firstChild.data == "true"
    for query in (CONSTRUCT, f"DESCRIBE <{ID}awkward>"):
        for returns in ("xml", "rdf+xml", "json-ld"):
            graph = ask(query, returns)
            assert graph.value(AWKWARD_NODE, rdflib.SKOS.prefLabel) == rdflib.Literal(AWKWARD, "en"), returns
        for returns in ("turtle", "n3"):
            graph = rdflib.Graph().parse(data=ask(query, returns), format="turtle")
            assert (AWKWARD_NODE, rdflib.SKOS.prefLabel, rdflib.Literal(AWKWARD, "en")) in graph, returns


@pytest.mark.parametrize(("method", "request_method"), SENDING)
def test_sparqlwrapper_chooses_the_data_set(served: Any, method: str, request_method: str) -> None:
    client = wrapper(served, f"SELECT ?n {{ ?s <{KG}in> ?n }}", "json", method, request_method)
    client.addDefaultGraph(ONE)
    assert [row["n"]["value"] for row in client.queryAndConvert()["results"]["bindings"]] == ["001"]
    client = wrapper(served, f"SELECT ?n {{ GRAPH ?g {{ ?s <{KG}in> ?n }} }}", "json", method, request_method)
    client.addNamedGraph(document_graph("002"))
    assert [row["n"]["value"] for row in client.queryAndConvert()["results"]["bindings"]] == ["002"]


def test_sparqlwrapper_gives_python_values(served: Any) -> None:
    client = SPARQLWrapper2(served.url + "sparql")
    client.setQuery(LABEL)
    (value,) = client.query().getValues("label")
    assert (value.value, value.lang, value.type) == (AWKWARD, "en", "literal")


def test_sparqlwrapper_tells_what_is_wrong(served: Any) -> None:
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        wrapper(served, "SELECT * {", "json").query()
    update = wrapper(served, "CLEAR ALL", "json", "POST")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        update.query()


# --- rdflib ---


@pytest.fixture(params=["GET", "POST", "POST_FORM"])
def store(request: pytest.FixtureRequest, served: Any) -> Iterator[SPARQLStore]:
    """A store of rdflib that asks the server."""
    store = SPARQLStore(served.url + "sparql", method=request.param)
    yield store
    store.close()


def test_rdflib_matches_triples(store: SPARQLStore) -> None:
    graph = rdflib.Graph(store)
    assert graph.value(AWKWARD_NODE, rdflib.SKOS.prefLabel) == rdflib.Literal(AWKWARD, "en")
    assert list(graph.subjects(VERSION, rdflib.Literal("first"))) == [AWKWARD_NODE]
    assert (AWKWARD_NODE, VERSION, None) in graph
    assert (AWKWARD_NODE, VERSION, rdflib.Literal("second")) not in graph
    assert len(list(graph.triples((rdflib.URIRef(ID + "thing-7"), None, None)))) == 2


def test_rdflib_asks_with_bindings(store: SPARQLStore) -> None:
    graph = rdflib.Graph(store)
    rows = list(graph.query("SELECT ?s ?v { ?s ?p ?v }", initBindings={"p": VERSION, "s": AWKWARD_NODE}))
    assert [row.v for row in rows] == [rdflib.Literal("first")]
    assert graph.query(ASK).askAnswer is True
    assert (AWKWARD_NODE, rdflib.SKOS.prefLabel, rdflib.Literal(AWKWARD, "en")) in graph.query(CONSTRUCT).graph
    named = graph.query("SELECT ?v { ?s kg:version ?v }", initNs={"kg": KG})
    assert [str(row.v) for row in named] == ["first"]


def test_rdflib_knows_the_graphs(store: SPARQLStore) -> None:
    assert set(map(str, store.contexts())) == {ONE, document_graph("002")}
    one = rdflib.Graph(store, identifier=ONE)
    assert list(one.objects(AWKWARD_NODE, NUMBER)) == [rdflib.Literal("001")]
    assert len(one) == 1
    dataset = rdflib.Dataset(store, default_union=True)
    assert {str(row.n) for row in dataset.query(f"SELECT ?n {{ GRAPH ?g {{ ?s <{KG}in> ?n }} }}")} == {"001", "002"}


@pytest.mark.parametrize("returns", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_every_format(served: Any, returns: str) -> None:
    store = SPARQLStore(served.url + "sparql", returnFormat=returns)
    rows = list(store.query(LABEL))
    assert [str(row[0]) for row in rows] == [AWKWARD]


def test_rdflib_reads_the_addresses_of_graphs(served: Any) -> None:
    graph = rdflib.Graph().parse(f"{served.url}rdf-graph-store?graph={quote(ONE, safe='')}")
    assert set(graph) == {(AWKWARD_NODE, NUMBER, rdflib.Literal("001"))}


# --- pandas ---


def address(served: Any, query: str, **parameters: str) -> str:
    return f"{served.url}sparql?{urlencode({'query': query, **parameters})}"


def test_pandas_reads_csv_and_tsv(served: Any) -> None:
    query = (
        "SELECT ?n ?x ?d ?t { VALUES (?n ?x ?d ?t) { (1 2.5 '2020-02-29' 'a, \"b\"\\n') (2 UNDEF UNDEF 'é🎭') } }"
    )
    table = pandas.read_csv(address(served, query, format="csv"), parse_dates=["d"])
    assert list(table.columns) == ["n", "x", "d", "t"]
    assert table["n"].tolist() == [1, 2] and table["x"].isna().tolist() == [False, True]
    assert table["d"][0] == pandas.Timestamp("2020-02-29") and table["t"].tolist() == ['a, "b"\n', "é🎭"]
    by_header = pandas.read_csv(address(served, query), storage_options={"Accept": "text/csv"}, parse_dates=["d"])
    pandas.testing.assert_frame_equal(by_header, table)
    tabs = pandas.read_csv(address(served, query, format="tsv"), sep="\t")
    assert list(tabs.columns) == ["?n", "?x", "?d", "?t"] and tabs["?x"][0] == 2.5
    assert len(pandas.read_csv(address(served, THINGS, format="csv"))) == 500


def test_pandas_reads_an_empty_result(served: Any) -> None:
    table = pandas.read_csv(address(served, "SELECT ?a ?b { ?a ?b <x:none> }", format="csv"))
    assert list(table.columns) == ["a", "b"] and table.empty


def test_pandas_flattens_json(served: Any) -> None:
    table = pandas.json_normalize(served.sparql(LABEL).json()["results"]["bindings"])
    assert table.to_dict("records") == [{"label.type": "literal", "label.value": AWKWARD, "label.xml:lang": "en"}]


def test_pandas_reads_xml(served: Any) -> None:
    reply = served.sparql("SELECT ?x { VALUES ?x { 1 2 } }", "application/sparql-results+xml")
    names = {"s": "http://www.w3.org/2005/sparql-results#"}
    table = pandas.read_xml(io.BytesIO(reply.body), xpath=".//s:binding", namespaces=names, parser="etree")
    assert table["literal"].tolist() == [1, 2]


# --- Comunica ---


def test_comunica(served: Any, need: Callable[..., None], node: Callable[..., Any]) -> None:
    need("comunica")
    string = "http://www.w3.org/2001/XMLSchema#string"
    first, number = ["first", string], ["001", string]
    assert node("comunica.mjs", served.url) == {
        "label": [{"label": [AWKWARD, "en"]}],
        "terms": [
            {"x": ["1", "http://www.w3.org/2001/XMLSchema#integer"]},
            {"x": ["a", "en"]},
            {"x": ["01", KG + "code"]},
            {"x": ID + "awkward"},
        ],
        "filter": [{"s": ID + "thing-249"}],
        "graphs": [{"g": ONE, "n": number}, {"g": document_graph("002"), "n": ["002", string]}],
        "yes": True,
        "no": False,
        "construct": [[ID + "awkward", KG + "called", first]],
        "file": [{"n": number}],
        "twoSources": [{"n": number, "v": first}],
        "service": [{"n": number, "v": first}],
    }


def test_comunica_finds_out_that_it_is_an_endpoint(
    real_server: Any, need: Callable[..., None], node: Callable[..., Any]
) -> None:
    """Given an address alone, it reads the service description there."""
    need("comunica")
    rows = real_server.sparql(f"SELECT (COUNT(*) AS ?n) {{ ?s a <{OWL}Class> }}").json()["results"]["bindings"]
    assert node("described.mjs", real_server.url, OWL + "Class") == int(rows[0]["n"]["value"]) > 0
