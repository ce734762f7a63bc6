"""The SPARQL 1.1 Protocol over real HTTP: forms, formats, statuses, and a client library that others use."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import rdflib
from SPARQLWrapper import SPARQLWrapper

from graph.namespaces import ID, KG, PREFIXES, SKOS, document_graph

AWKWARD = 'one, "two" & <three>\r\nfour\tfïve\\ \U0001f3ad'
LABEL = f"SELECT ?label {{ <{ID}awkward> <{SKOS}prefLabel> ?label }}"
ASK = f"ASK {{ <{ID}awkward> ?p ?o }}"
CONSTRUCT = f"CONSTRUCT WHERE {{ <{ID}awkward> <{SKOS}prefLabel> ?label }}"
DESCRIBE = f"DESCRIBE <{ID}awkward>"
ALL = "CONSTRUCT WHERE { ?s ?p ?o }"
FORM = "application/x-www-form-urlencoded"
SPARQL_XML = "{http://www.w3.org/2005/sparql-results#}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _json(body: bytes) -> tuple[str, str]:
    term = json.loads(body)["results"]["bindings"][0]["label"]
    return term["value"], term["xml:lang"]


def _xml(body: bytes) -> tuple[str, str]:
    term = next(ElementTree.fromstring(body).iter(SPARQL_XML + "literal"))
    return str(term.text), term.attrib[XML_LANG]


def _csv(body: bytes) -> tuple[str, str]:
    rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
    assert rows[0] == ["label"] and len(rows) == 2
    return rows[1][0], "en"


def _tsv(body: bytes) -> tuple[str, str]:
    head, row = body.decode().rstrip("\n").split("\n")
    assert head == "?label"
    literal = next(iter(rdflib.Graph().parse(data=f"<x:x> <x:x> {row} .", format="turtle").objects()))
    assert isinstance(literal, rdflib.Literal)
    return str(literal), str(literal.language)


SOLUTIONS = [
    ("application/sparql-results+json", "json", _json),
    ("application/sparql-results+xml", "xml", _xml),
    ("text/csv", "csv", _csv),
    ("text/tab-separated-values", "tsv", _tsv),
]
GRAPHS = [
    ("text/turtle", "ttl", "turtle"),
    ("application/n-triples", "nt", "nt"),
    ("application/rdf+xml", "rdf", "xml"),
    ("application/ld+json", "jsonld", "json-ld"),
    ("application/trig", "trig", "trig"),
    ("application/n-quads", "nq", "nquads"),
]


@pytest.mark.parametrize(("media_type", "name", "parse"), SOLUTIONS)
def test_select_keeps_every_character_in_every_format(served: Any, media_type: str, name: str, parse: Any) -> None:
    for reply in (served.sparql(LABEL, media_type), served.sparql(LABEL, "text/html", format=name)):
        assert reply.status == 200
        assert reply.headers.get_content_type() == media_type
        assert int(reply.headers["Content-Length"]) == len(reply.body)
        assert parse(reply.body) == (AWKWARD, "en")


def test_csv_lines_end_as_rfc_4180_says(served: Any) -> None:
    body = served.sparql("SELECT (1 AS ?a) (2 AS ?b) {}", "text/csv").body
    assert body == b"a,b\r\n1,2\r\n"


@pytest.mark.parametrize(("media_type", "name", "parser"), GRAPHS)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_graphs_in_every_format(served: Any, media_type: str, name: str, parser: str, query: str) -> None:
    for reply in (served.sparql(query, media_type), served.sparql(query, "text/html", format=name)):
        assert reply.status == 200
        assert reply.headers.get_content_type() == media_type
        graph = rdflib.Dataset(default_union=True).parse(data=reply.body, format=parser)
        assert graph.value(rdflib.URIRef(ID + "awkward"), rdflib.SKOS.prefLabel) == rdflib.Literal(AWKWARD, "en")


def test_turtle_has_our_prefixes(served: Any) -> None:
    body = served.sparql(CONSTRUCT).body.decode()
    assert f"@prefix skos: <{SKOS}> ." in body
    assert "id:awkward skos:prefLabel" in body
    assert len(PREFIXES) > 10 and all(f"@prefix {prefix}: " in body for prefix in PREFIXES)


@pytest.mark.parametrize(("accept", "expected"), [(None, True), ("application/sparql-results+xml", True)])
def test_ask(served: Any, accept: str | None, expected: bool) -> None:
    for query, truth in ((ASK, "true"), (ASK.replace("awkward", "nobody"), "false")):
        reply = served.sparql(query, accept)
        assert reply.status == 200
        if accept is None:
            assert json.loads(reply.body)["boolean"] is (truth == "true")
        else:
            assert ElementTree.fromstring(reply.body).findtext(SPARQL_XML + "boolean") == truth


@pytest.mark.parametrize("query", [LABEL, ASK, CONSTRUCT, DESCRIBE, "SELECT ('ä🎭' AS ?x) {}"])
def test_the_three_ways_to_send_a_query_give_the_same(served: Any, query: str) -> None:
    got = served.sparql(query)
    form = served.request("POST", "/sparql", urlencode({"query": query}), {"Content-Type": FORM})
    direct = served.request("POST", "/sparql", query.encode(), {"Content-Type": "application/sparql-query"})
    assert got.status == form.status == direct.status == 200
    assert sorted(got.body) == sorted(form.body) == sorted(direct.body)


@pytest.mark.parametrize("send", ["get", "form", "direct"])
def test_the_data_set_of_the_request(served: Any, send: str) -> None:
    def numbers(pattern: str, *graphs: tuple[str, str]) -> list[str]:
        query = f"SELECT ?n {{ {pattern} }} ORDER BY ?n"
        if send == "get":
            reply = served.request("GET", "/sparql?" + urlencode([("query", query), *graphs]))
        elif send == "form":
            body = urlencode([("query", query), *graphs])
            reply = served.request("POST", "/sparql", body, {"Content-Type": FORM})
        else:
            headers = {"Content-Type": "application/sparql-query"}
            reply = served.request("POST", "/sparql?" + urlencode(graphs), query, headers)
        assert reply.status == 200
        return [row["n"]["value"] for row in reply.json()["results"]["bindings"]]

    one, two = document_graph("001"), document_graph("002")
    plain, named = f"?s <{KG}in> ?n", f"GRAPH ?g {{ ?s <{KG}in> ?n }}"
    assert numbers(plain) == []
    assert numbers(named) == ["001", "002"]
    assert numbers(plain, ("default-graph-uri", one)) == ["001"]
    assert numbers(plain, ("default-graph-uri", one), ("default-graph-uri", two)) == ["001", "002"]
    assert numbers(named, ("default-graph-uri", one)) == []
    assert numbers(named, ("named-graph-uri", two)) == ["002"]
    assert numbers(plain, ("named-graph-uri", two)) == []


def test_a_graph_that_is_no_iri(served: Any) -> None:
    reply = served.sparql(ASK, **{"default-graph-uri": "not an iri"})
    assert reply.status == 400 and "not an iri" in reply.json()["detail"]


def test_a_long_answer_is_streamed_whole(served: Any) -> None:
    reply = served.sparql(ALL + " # for the first time", "application/n-triples")
    assert reply.status == 200
    assert reply.headers["Transfer-Encoding"] == "chunked"
    assert len(reply.body) > 300_000
    assert len(rdflib.Graph().parse(data=reply.body, format="nt")) == 2 * 2500 + 2


def test_an_http_1_0_client_gets_a_length(served: Any) -> None:
    connection = served.connect()
    connection._http_vsn, connection._http_vsn_str = 10, "HTTP/1.0"
    connection.request("GET", "/sparql?" + urlencode({"query": ALL, "format": "nt"}))
    response = connection.getresponse()
    assert int(response.headers["Content-Length"]) == len(response.read()) > 300_000
    connection.close()


def test_a_connection_serves_one_query_after_another(served: Any) -> None:
    connection = served.connect()
    for query in (LABEL, ALL, "SELECT", LABEL):
        connection.request("GET", "/sparql?" + urlencode({"query": query}))
        response = connection.getresponse()
        response.read()
        assert response.status == (400 if query == "SELECT" else 200)
    connection.close()


def test_head_and_options(served: Any) -> None:
    get, head = (served.request(method, f"/sparql?query={quote(LABEL)}") for method in ("GET", "HEAD"))
    assert head.status == 200 and head.body == b""
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    assert served.request("HEAD", f"/sparql?query={quote(ALL)}").status == 200
    options = served.request("OPTIONS", "/sparql", headers={"Origin": "https://example.org"})
    assert options.status == 204 and options.body == b""
    assert "POST" in options.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in options.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("query", [LABEL, "SELECT *"])
def test_pages_elsewhere_may_ask(served: Any, query: str) -> None:
    reply = served.sparql(query)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in reply.headers["Vary"]


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("SELECT * {\n  ?s foo:bar ?o }", 2, 13, "Prefix not found"),
        ("SELECT * {", 1, 11, "'}'"),
        ("SELECT ?x\n{ ?s ?p ?o }\nLIMIT many", 3, 7, "LIMIT"),
        ("", 1, 1, ""),
    ],
)
def test_a_malformed_query_is_told_where(served: Any, query: str, line: int, column: int, says: str) -> None:
    reply = served.sparql(query)
    assert reply.status == 400
    assert reply.headers["Content-Type"] == "application/problem+json"
    problem = reply.json()
    assert problem["type"].endswith("/problem/malformed-query")
    assert (problem["status"], problem["line"], problem["column"]) == (400, line, column)
    assert f"line {line}, column {column}" in problem["detail"]
    assert "\\u{" not in problem["detail"]
    assert problem["query"] == query
    if says == "Prefix not found":
        assert says in problem["detail"]


def test_the_query_is_echoed_up_to_a_limit(served: Any) -> None:
    assert served.sparql("nonsense " * 1000).json()["query"] == ("nonsense " * 1000)[:500]


def _post(body: str | bytes, media_type: str) -> tuple[str, str, str | bytes, dict[str, str]]:
    return "POST", "/sparql", body, {"Content-Type": media_type}


ERRORS: list[tuple[str, tuple[Any, ...], int, str]] = [
    ("no query", ("GET", "/sparql?format=json"), 400, "'query'"),
    ("no query in a form", _post("format=json", FORM), 400, "'query'"),
    ("two queries", ("GET", f"/sparql?query={quote(ASK)}&query={quote(ASK)}"), 400, "2 queries"),
    (
        "a query in the address and in the body",
        ("POST", f"/sparql?query={quote(ASK)}", ASK, {"Content-Type": "application/sparql-query"}),
        400,
        "2 queries",
    ),
    ("an unknown format", ("GET", f"/sparql?query={quote(ASK)}&format=pdf"), 400, "jsonld"),
    ("not UTF-8", _post(b"ASK { ?s ?p '\xff' }", "application/sparql-query"), 400, "byte 13"),
    ("update as a parameter", _post("update=CLEAR+ALL", FORM), 403, "only reads"),
    ("update as a body", _post("CLEAR ALL", "application/sparql-update"), 403, "only reads"),
    ("update as a query", _post("query=PREFIX+a:<x:y>+%23c%0AINSERT+DATA+{}", FORM), 403, "only reads"),
    ("load as a query", _post("query=LOAD+<http://127.0.0.1/>", FORM), 403, "only reads"),
    ("a query that is too long", _post("query=ASK{}%23" + "x" * 20_000, FORM), 413, "20000"),
    ("a body that is far too long", _post("query=" + "x" * 400_000, FORM), 413, ""),
    ("a body that is not a query", _post("{}", "application/json"), 415, "application/sparql-query"),
    ("no media type", ("POST", "/sparql", b"ASK {}", {}), 415, "application/sparql-query"),
]


@pytest.mark.parametrize(("request_", "status", "says"), [each[1:] for each in ERRORS], ids=[e[0] for e in ERRORS])
def test_statuses(served: Any, request_: tuple[Any, ...], status: int, says: str) -> None:
    reply = served.request(*request_)
    assert reply.status == status
    assert reply.headers["Content-Type"] == "application/problem+json"
    problem = reply.json()
    assert set(problem) >= {"type", "title", "status", "detail"}
    assert problem["status"] == status and says in problem["detail"]
    if status == 415:
        assert "application/sparql-query" in reply.headers["Accept-Post"]


@pytest.mark.parametrize(
    ("query", "accept", "there_is", "there_is_not"),
    [
        (LABEL, "text/turtle", "text/csv", "text/turtle"),
        (CONSTRUCT, "text/csv", "text/turtle", "text/csv"),
        (ASK, "image/png", "text/csv", "image/png"),
        (ASK, "*/*;q=0", "application/sparql-results+json", "image/png"),
    ],
)
def test_not_acceptable_says_what_there_is(
    served: Any, query: str, accept: str, there_is: str, there_is_not: str
) -> None:
    reply = served.sparql(query, accept)
    assert reply.status == 406
    assert there_is in reply.json()["available"] and there_is_not not in reply.json()["available"]


def test_method_not_allowed(served: Any) -> None:
    reply = served.request("PUT", "/sparql", b"")
    assert reply.status == 405
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert reply.json()["status"] == 405


def test_a_browser_gets_the_query_page(served: Any) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for query in ("", f"?query={quote(ASK)}"):
        reply = served.request("GET", "/sparql" + query, headers={"Accept": browser})
        assert reply.status == 200 and reply.headers.get_content_type() == "text/html"
        assert "script-src" in reply.headers["Content-Security-Policy"] or "default-src" in str(reply.headers)
    assert served.sparql(ASK, browser, format="json").json()["boolean"] is True


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper(served: Any, method: str) -> None:
    def ask(query: str, returns: str) -> Any:
        client = SPARQLWrapper(served.url + "sparql", returnFormat=returns)
        client.setMethod(method)
        client.setQuery(query)
        return client.query().convert()

    assert ask(LABEL, "json")["results"]["bindings"][0]["label"]["value"] == AWKWARD
    assert ask(LABEL, "xml").getElementsByTagName("literal")[0].firstChild.data == AWKWARD
    assert ask(LABEL, "csv").startswith(b"label\r\n")
    assert ask(LABEL, "tsv").startswith(b"?label\n")
    assert ask(ASK, "json")["boolean"] is True
    for returns in ("xml", "json-ld", "rdf+xml"):
        assert len(ask(CONSTRUCT, returns)) == 1, returns
    for returns in ("turtle", "n3"):
        assert b"skos:prefLabel" in ask(CONSTRUCT, returns)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { ?s foo:bar ?o }", "line 1, column 22: Prefix not found."),
        ("SELECT * {\n  ?s ?p ?o", 'line 2, column 11: expected "," or "." or ";"'),
        ("SELECT * { ?s ?p }", "line 1, column 19, or just before."),
    ],
)
def test_what_is_wrong_with_a_query_is_said_as_far_as_it_is_known(served: Any, query: str, said: str) -> None:
    reply = served.sparql(query)
    assert reply.status == 400 and said in reply.json()["detail"]
