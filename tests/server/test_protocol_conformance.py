"""SPARQL 1.1 Protocol, Graph Store HTTP Protocol (what reads) and Service Description, over real HTTP.

Written from the specifications; each test names the section that it stands for. SP is
https://www.w3.org/TR/sparql11-protocol/, GSP https://www.w3.org/TR/sparql11-http-rdf-update/, SD
https://www.w3.org/TR/sparql11-service-description/, HTTP RFC 9110.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import pytest
import rdflib
from rdflib import RDF, Namespace

from graph.namespaces import BASE, ID, KG, document_graph

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
PROBLEM = "application/problem+json"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
STORE = "/rdf-graph-store"
SOLUTIONS = [JSON, XML, "text/csv", "text/tab-separated-values"]
GRAPHS = [
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
]
ASK = f"ASK {{ <{ID}awkward> ?p ?o }}"
SELECT = f"SELECT ?o {{ <{ID}awkward> <{KG}version> ?o }}"
CONSTRUCT = f"CONSTRUCT WHERE {{ <{ID}awkward> <{KG}version> ?o }}"
DESCRIBE = f"DESCRIBE <{ID}awkward>"
ONE, TWO, NONE = document_graph("001"), document_graph("002"), document_graph("none")
Parameters = Sequence[tuple[str, str]]
Send = Callable[..., Any]


def get(server: Any, query: str, parameters: Parameters = (), **headers: str) -> Any:
    return server.request("GET", "/sparql?" + urlencode([("query", query), *parameters]), headers=headers)


def form(server: Any, query: str, parameters: Parameters = (), **headers: str) -> Any:
    body = urlencode([("query", query), *parameters])
    return server.request("POST", "/sparql", body, {"Content-Type": FORM} | headers)


def direct(server: Any, query: str, parameters: Parameters = (), **headers: str) -> Any:
    path = "/sparql" + ("?" + urlencode(parameters) if parameters else "")
    return server.request("POST", path, query.encode(), {"Content-Type": QUERY} | headers)


ways = pytest.mark.parametrize(
    "send", [get, form, direct], ids=["SP 2.1.1 GET", "SP 2.1.2 form", "SP 2.1.3 direct"]
)


def post(server: Any, body: str | bytes, content_type: str | None, path: str = "/sparql") -> Any:
    body = body.encode() if isinstance(body, str) else body
    return server.request("POST", path, body, {"Content-Type": content_type} if content_type else {})


def chosen(server: Any, query: str, *accept: str) -> tuple[int, str]:
    """The status and media type of an answer, asked for with one ``Accept`` header for each value."""
    connection = server.connect()
    try:
        connection.putrequest("GET", "/sparql?" + urlencode({"query": query}))
        for value in accept:
            connection.putheader("Accept", value)
        connection.endheaders()
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get_content_type()
    finally:
        connection.close()


def column(reply: Any) -> list[str]:
    assert reply.status == 200, reply.body
    return sorted(value["value"] for row in reply.json()["results"]["bindings"] for value in row.values())


def refused(reply: Any, status: int, *says: str) -> dict[str, Any]:
    """The problem (RFC 9457) that a request ended in."""
    assert reply.status == status, reply.body
    assert reply.headers["Content-Type"] == PROBLEM
    problem: dict[str, Any] = reply.json()
    assert {"type", "title", "status", "detail"} <= set(problem)
    assert problem["status"] == status and problem["type"].startswith("https://")
    assert all(word in problem["detail"] for word in says), problem["detail"]
    return problem


# --- How a query is sent ---


@ways
@pytest.mark.parametrize("query", [SELECT, ASK, CONSTRUCT, DESCRIBE, "SELECT ('a+b %2B é 🎭 & = ;' AS ?x) {}"])
def test_a_query_can_be_sent_in_three_ways(served: Any, send: Send, query: str) -> None:
    assert sorted(send(served, query).body) == sorted(served.sparql(query).body)


@ways
def test_unknown_parameters_are_ignored(served: Any, send: Send) -> None:
    assert send(served, ASK, [("should-sponge", "soft"), ("debug", ""), ("version", "1.1"), ("x", "é")]).json()[
        "boolean"
    ]


@pytest.mark.parametrize(
    "parameters",
    ["query={q}&default-graph-uri={g}", "default-graph-uri={g}&x&query={q}&", "&query={q}&&default-graph-uri={g}"],
)
def test_parameters_come_in_any_order(served: Any, parameters: str) -> None:
    """SP 2.1.1 and 2.1.2: "may include the parameters in any order", parted by ``&``."""
    text = parameters.format(q=quote(f"SELECT ?o {{ ?s <{KG}in> ?o }}", safe=""), g=quote(ONE, safe=""))
    assert column(served.request("GET", f"/sparql?{text}")) == ["001"]
    assert column(post(served, text, FORM)) == ["001"]


# What is written, and what the query's string is then.
ENCODED = [
    ("%252B", "%2B"),
    ("%2B", "+"),
    ("+", " "),
    ("%20", " "),
    ("%26%3D%23", "&=#"),
    (";", ";"),
    ("%C3%A9%F0%9F%8E%AD", "é🎭"),
    ("%5Cu00e9", "é"),
]


@pytest.mark.parametrize(("encoded", "text"), ENCODED)
def test_parameters_are_decoded_once(served: Any, encoded: str, text: str) -> None:
    """SP 2.1.1 and 2.1.2: percent-encoding, and a plus sign for a space."""
    query = f"query=SELECT+('{encoded}'+AS+%3Fx)+%7B%7D"
    assert column(served.request("GET", f"/sparql?{query}")) == [text]
    assert column(post(served, query, FORM)) == [text]


@pytest.mark.parametrize("text", ["%2B", "%252B", "+", "a=b&c", "%zz"])
def test_a_direct_query_is_not_decoded(served: Any, text: str) -> None:
    """SP 2.1.3: the body is the query, "unencoded, and nothing else"."""
    assert column(direct(served, f"SELECT ('{text}' AS ?x) {{}}")) == [text]


@pytest.mark.parametrize(
    "content_type",
    [
        QUERY,
        f"{QUERY}; charset=utf-8",
        f"{QUERY};charset=UTF-8",
        f'{QUERY}; charset="utf-8"',
        f"{QUERY} ; charset=Utf-8 ; version=1.1",
        "Application/SPARQL-Query",
    ],
)
def test_the_media_type_of_a_direct_query(served: Any, content_type: str) -> None:
    """SP 2.1.3 and HTTP 8.3.1: in any case, with parameters; the charset is UTF-8."""
    assert column(post(served, "SELECT ('é' AS ?x) {}", content_type)) == ["é"]


@pytest.mark.parametrize("content_type", [f"{FORM}; charset=utf-8", f"{FORM};charset=UTF-8", FORM.upper()])
def test_the_media_type_of_a_form(served: Any, content_type: str) -> None:
    """SP 2.1.2 and HTTP 8.3.1."""
    assert column(post(served, urlencode({"query": "SELECT ('é' AS ?x) {}"}), content_type)) == ["é"]


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "windows-1252", "nonsense"])
@pytest.mark.parametrize("media_type", [QUERY, FORM])
def test_another_charset_is_refused(served: Any, media_type: str, charset: str) -> None:
    """SP 2.1.3: "UTF-8 is the only valid charset here"; HTTP 15.5.16: 415 by what Content-Type says."""
    body = ASK if media_type == QUERY else urlencode({"query": ASK})
    reply = post(served, body, f"{media_type}; charset={charset}")
    refused(reply, 415, "UTF-8")
    assert QUERY in reply.headers["Accept-Post"]


# --- The data set ---

PLAIN, NAMED = f"SELECT ?n {{ ?s <{KG}in> ?n }}", f"SELECT ?n {{ GRAPH ?g {{ ?s <{KG}in> ?n }} }}"
BOTH = f"SELECT ?n ?m {{ ?s <{KG}in> ?n GRAPH ?g {{ ?s <{KG}in> ?m }} }}"
DATASETS: list[tuple[str, list[str], list[str], list[str]]] = [
    # the query, its default graphs, its named graphs, what it finds
    (PLAIN, [ONE], [], ["001"]),
    (PLAIN, [ONE, TWO], [], ["001", "002"]),
    (PLAIN, [ONE, ONE], [], ["001"]),
    (PLAIN, [ONE, NONE], [], ["001"]),
    (PLAIN, [NONE], [], []),
    (PLAIN, [], [TWO], []),
    (NAMED, [], [TWO], ["002"]),
    (NAMED, [], [ONE, TWO], ["001", "002"]),
    (NAMED, [], [NONE], []),
    (NAMED, [ONE], [], []),
    (BOTH, [ONE], [TWO], ["001", "002"]),
    (BOTH, [ONE, TWO], [ONE], ["001", "001", "001", "002"]),
]


def dataset(default: Iterable[str], named: Iterable[str]) -> list[tuple[str, str]]:
    return [("default-graph-uri", each) for each in default] + [("named-graph-uri", each) for each in named]


@ways
@pytest.mark.parametrize(("query", "default", "named", "found"), DATASETS)
def test_the_request_can_give_the_data_set(
    served: Any, send: Send, query: str, default: list[str], named: list[str], found: list[str]
) -> None:
    """SP 2.1.4; a graph that does not exist is an empty one."""
    assert column(send(served, query, dataset(default, named))) == found


@ways
@pytest.mark.parametrize(
    ("clauses", "default", "named", "plain", "in_graphs"),
    [
        (f"FROM <{ONE}>", [TWO], [], ["002"], []),
        (f"FROM <{ONE}> FROM NAMED <{ONE}>", [TWO], [], ["002"], []),
        (f"FROM <{ONE}> FROM NAMED <{ONE}>", [], [TWO], [], ["002"]),
        (f"FROM <{ONE}> FROM NAMED <{ONE}>", [NONE], [], [], []),
        (f"FROM <{ONE}> FROM NAMED <{TWO}>", [], [], ["001"], ["002"]),
    ],
)
def test_the_data_set_of_the_request_goes_before_that_of_the_query(
    served: Any,
    send: Send,
    clauses: str,
    default: list[str],
    named: list[str],
    plain: list[str],
    in_graphs: list[str],
) -> None:
    """SP 2.1.4: "must execute the query using the RDF Dataset given in the protocol request"."""
    for query, found in ((PLAIN, plain), (NAMED, in_graphs)):
        query = query.replace("SELECT ?n", f"SELECT ?n {clauses}")
        assert column(send(served, query, dataset(default, named))) == found


@ways
@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("value", ["", "graph/1", "not an iri", "http://a/b>"])
def test_a_graph_of_the_data_set_is_an_absolute_iri(served: Any, send: Send, name: str, value: str) -> None:
    """SP 2.1.4."""
    refused(send(served, ASK, [(name, value)]), 400, "absolute IRI")


@ways
@pytest.mark.parametrize("name", ["using-graph-uri", "using-named-graph-uri"])
def test_the_data_set_of_an_update_is_none_of_a_query(served: Any, send: Send, name: str) -> None:
    """SP 2.2.3: whoever sends these to a query means another data set than would be asked."""
    refused(send(served, ASK, [(name, ONE)]), 400, name)


@ways
def test_relative_iris_are_of_the_service(served: Any, send: Send) -> None:
    """SP 2.3: a service "must define its own base URI"; ours is that of the data, so that links are short."""
    query = "SELECT ?o (IRI('x') AS ?x) { <id/awkward> <ontology#version> ?o }"
    assert column(send(served, query)) == ["first", BASE + "x"]
    assert column(send(served, f"BASE <{ID}> SELECT (<awkward> AS ?x) {{}}")) == [ID + "awkward"]


# --- What comes back ---


@ways
@pytest.mark.parametrize(
    ("query", "family", "default"),
    [
        pytest.param(SELECT, SOLUTIONS, JSON, id="SELECT"),
        pytest.param(ASK, SOLUTIONS, JSON, id="ASK"),
        pytest.param(CONSTRUCT, GRAPHS, "text/turtle", id="CONSTRUCT"),
        pytest.param(DESCRIBE, GRAPHS, "text/turtle", id="DESCRIBE"),
    ],
)
def test_the_form_of_the_query_decides_the_family_of_formats(
    served: Any, send: Send, query: str, family: list[str], default: str
) -> None:
    """SP 2.1.6: solutions and booleans as SPARQL results, graphs as RDF."""
    assert send(served, query).headers.get_content_type() == default
    assert send(served, query, Accept="*/*").headers.get_content_type() == default
    for media_type in family:
        reply = send(served, query, Accept=media_type)
        assert reply.status == 200 and reply.headers.get_content_type() == media_type
        assert int(reply.headers["Content-Length"]) == len(reply.body)
        assert "Accept" in reply.headers["Vary"]


ACCEPTS: list[tuple[list[str], str, str]] = [
    # Accept headers, the media type of a SELECT, and of a CONSTRUCT
    (["*/*"], JSON, "text/turtle"),
    (["application/*"], JSON, "application/n-triples"),
    (["text/*"], "text/csv", "text/turtle"),
    (["text/*;q=0.5, */*;q=0.1"], "text/csv", "text/turtle"),
    (["application/xml"], XML, "application/rdf+xml"),
    (["application/json"], JSON, "application/ld+json"),
    (["TEXT/CSV, Text/Turtle"], "text/csv", "text/turtle"),
    (["text/csv;charset=utf-8;header=present, text/turtle;charset=utf-8"], "text/csv", "text/turtle"),
    ([f"text/csv;q=0.5, {XML}, application/n-triples, text/turtle;q=0.9"], XML, "application/n-triples"),
    ([f"{JSON};q=0, text/turtle;q=0, */*;q=0.5"], XML, "application/n-triples"),
    (["*/*;q=0.001"], JSON, "text/turtle"),
    (["image/png, text/csv;q=0.1, application/trig;q=0.1"], "text/csv", "application/trig"),
    (["text/csv;q=0.3", f"{XML};q=0.4", "application/n-quads"], XML, "application/n-quads"),
    (["image/png", "*/*;q=0.1"], JSON, "text/turtle"),
    ([""], JSON, "text/turtle"),
]


@pytest.mark.parametrize(("accept", "solutions", "graph"), ACCEPTS, ids=[" | ".join(each[0]) for each in ACCEPTS])
def test_the_client_chooses_the_format(served: Any, accept: list[str], solutions: str, graph: str) -> None:
    """SP 2.1.5 and HTTP 12.5.1: preferences by quality, the most specific range first, several headers as one."""
    for query, media_type in ((SELECT, solutions), (ASK, solutions), (CONSTRUCT, graph), (DESCRIBE, graph)):
        assert chosen(served, query, *accept) == (200, media_type)


@ways
@pytest.mark.parametrize("accept", ["image/png", "*/*;q=0", "text/*;q=0, image/*"])
def test_where_no_format_suits_the_answer_lists_them(served: Any, send: Send, accept: str) -> None:
    """SP 2.1.5 and HTTP 15.5.7."""
    for query, family in ((SELECT, SOLUTIONS), (CONSTRUCT, GRAPHS)):
        problem = refused(send(served, query, Accept=accept), 406, *family)
        assert set(family) <= set(problem["available"])
    assert refused(send(served, SELECT, Accept="text/turtle"), 406)["available"] == SOLUTIONS
    assert refused(send(served, CONSTRUCT, Accept="text/csv"), 406)["available"] == GRAPHS


def test_a_result_is_what_its_media_type_says(served: Any) -> None:
    """SP 2.1.6: the SPARQL results formats have their own heads; text says that it is UTF-8."""
    assert set(get(served, SELECT).json()) == {"head", "results"}
    assert set(get(served, ASK).json()) == {"head", "boolean"}
    root = ElementTree.fromstring(get(served, ASK, Accept=XML).body)
    assert root.tag == "{http://www.w3.org/2005/sparql-results#}sparql"
    for query, media_type in (
        (SELECT, "text/csv"),
        (SELECT, "text/tab-separated-values"),
        (CONSTRUCT, "text/turtle"),
    ):
        assert get(served, query, Accept=media_type).headers.get_content_charset() == "utf-8"


@pytest.mark.parametrize("query", [SELECT, ASK, CONSTRUCT, DESCRIBE, "SELECT {"])
def test_head_has_the_headers_of_get_and_no_body(served: Any, query: str) -> None:
    """HTTP 9.3.2."""
    whole = get(served, query)
    head = served.request("HEAD", "/sparql?" + urlencode({"query": query}))
    assert head.body == b"" and head.status == whole.status

    def shown(reply: Any) -> dict[str, str]:
        own = ("date", "age", "x-request-id")
        return {name.lower(): value for name, value in reply.headers.items() if name.lower() not in own}

    assert shown(head) == shown(whole)


# --- What cannot be answered ---


@pytest.mark.parametrize(
    ("path", "body", "content_type"),
    [
        ("?default-graph-uri=" + quote_plus(ONE), None, None),
        ("?q=ASK{}", None, None),
        ("", b"", FORM),
        ("", b"default-graph-uri=" + quote_plus(ONE).encode(), FORM),
    ],
)
def test_without_a_query(served: Any, path: str, body: bytes | None, content_type: str | None) -> None:
    """SP 2.1: exactly one query."""
    if body is None:
        refused(served.request("GET", "/sparql" + path), 400, "no query")
    else:
        refused(post(served, body, content_type, "/sparql" + path), 400, "no query")


@ways
def test_an_empty_query(served: Any, send: Send) -> None:
    """SP 2.1.7: 400, for the grammar has no empty query."""
    for query in ("", " ", "# nothing"):
        assert "/malformed-query" in refused(send(served, query), 400)["type"]


@ways
def test_two_queries(served: Any, send: Send) -> None:
    """SP 2.1: exactly one query."""
    refused(send(served, ASK, [("query", ASK)]), 400, "2 queries")


def test_a_query_in_the_address_and_another_in_the_form(served: Any) -> None:
    """SP 2.1: exactly one query."""
    path = "/sparql?" + urlencode({"query": ASK})
    refused(post(served, urlencode({"query": ASK}), FORM, path), 400, "2 queries")


@ways
def test_a_query_that_is_not_sparql(served: Any, send: Send) -> None:
    """SP 2.1.7: 400 "if the SPARQL query supplied in the request is not a legal sequence of characters"."""
    problem = refused(send(served, "SELECT * {\n ?s foo:p ?o }"), 400, "line 2, column 10")
    assert problem["type"].endswith("/malformed-query")
    assert (problem["line"], problem["column"]) == (2, 10)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/json", "text/html", "application/sparql-results+json", None]
)
def test_a_body_of_another_media_type(served: Any, content_type: str | None) -> None:
    """SP 2.1.3: a direct query is application/sparql-query; HTTP 15.5.16: 415."""
    for body in (ASK, urlencode({"query": ASK})):
        reply = post(served, body, content_type)
        refused(reply, 415, QUERY, FORM)
        assert {each.strip() for each in reply.headers["Accept-Post"].split(",")} == {QUERY, FORM}


BROKEN = b"SELECT ('\xe9' AS ?x) {}"


def test_a_query_that_is_not_utf_8(served: Any) -> None:
    """SP 2.1.3: UTF-8 is the only charset. Nothing is answered for a query that was not sent."""
    refused(post(served, BROKEN, QUERY), 400, "UTF-8")
    refused(post(served, ASK.encode("utf-16"), QUERY), 400)


def test_a_parameter_that_is_not_utf_8(served: Any) -> None:
    """SP 2.1.1 and 2.1.2."""
    query = f"query={quote(BROKEN)}"
    refused(served.request("GET", f"/sparql?{query}"), 400, "UTF-8")
    refused(post(served, query, FORM), 400, "UTF-8")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(served: Any, method: str) -> None:
    """SP 2.1: GET or POST; HTTP 15.5.6: 405 with Allow."""
    for path in ("/sparql", "/sparql?" + urlencode({"query": ASK})):
        reply = served.request(method, path, b"")
        refused(reply, 405)
        assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


UPDATES = [
    "INSERT DATA { <x:s> <x:p> <x:o> }",
    "DELETE WHERE { ?s ?p ?o }",
    "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "PREFIX x: <x:> # INSERT\nINSERT { x:s x:p x:o } WHERE {}",
    "CLEAR ALL",
    "DROP SILENT GRAPH <x:g>",
    "CREATE GRAPH <x:g>",
    "LOAD <http://127.0.0.1:9/>",
    "COPY DEFAULT TO <x:g>",
    "MOVE <x:g> TO DEFAULT",
    "ADD <x:g> TO <x:h>",
]


@ways
@pytest.mark.parametrize("update", UPDATES)
def test_an_update_as_a_query_is_refused(served: Any, send: Send, update: str) -> None:
    """SP 2.2: an update is another operation, and one that this service does not have."""
    refused(send(served, update), 403, "only reads")


@pytest.mark.parametrize("update", UPDATES)
def test_an_update_is_refused(served: Any, update: str) -> None:
    """SP 2.2.1 and 2.2.2, and by GET, which no service may take."""
    refused(post(served, urlencode({"update": update}), FORM), 403, "only reads")
    refused(post(served, update, "application/sparql-update"), 403, "only reads")
    refused(post(served, update, "application/sparql-update; charset=utf-8"), 403, "only reads")
    refused(served.request("GET", "/sparql?" + urlencode({"update": update})), 403, "only reads")


@ways
def test_federated_queries_are_refused(served: Any, send: Send) -> None:
    """SP 4.1 lets a service refuse what would make it call others."""
    refused(send(served, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), 403, "calls no other")


@ways
@pytest.mark.parametrize("accept", [JSON, "text/csv", "text/turtle", "application/json", "*/*"])
def test_an_error_has_one_form_whatever_was_asked_for(served: Any, send: Send, accept: str) -> None:
    """SP 2.1.7: what a failure says is up to the service; here a problem in JSON (RFC 9457)."""
    refused(send(served, "SELECT {", Accept=accept), 400)


# --- Pages elsewhere ---


def test_options_tells_what_can_be_done(served: Any) -> None:
    """HTTP 9.3.7 and 10.2.1; Accept-Post is from the Linked Data Platform, 7.1."""
    reply = served.request("OPTIONS", "/sparql")
    assert reply.status in (200, 204) and reply.body == b""
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert {each.strip() for each in reply.headers["Accept-Post"].split(",")} == {QUERY, FORM}


@pytest.mark.parametrize("path", ["/sparql", STORE])
def test_a_preflight_request_is_granted(served: Any, path: str) -> None:
    """Fetch, CORS preflight: a browser asks before it sends ``application/sparql-query`` from a page elsewhere."""
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST" if path == "/sparql" else "GET",
        "Access-Control-Request-Headers": "content-type, accept",
    }
    reply = served.request("OPTIONS", path, headers=asked)
    assert reply.status in (200, 204)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert asked["Access-Control-Request-Method"] in reply.headers["Access-Control-Allow-Methods"]
    allowed = {each.strip().lower() for each in reply.headers["Access-Control-Allow-Headers"].split(",")}
    assert {"content-type", "accept"} <= allowed
    assert int(reply.headers["Access-Control-Max-Age"]) > 0


@ways
@pytest.mark.parametrize("query", [ASK, CONSTRUCT, "SELECT {", "CLEAR ALL"])
def test_every_answer_may_be_read_by_pages_elsewhere(served: Any, send: Send, query: str) -> None:
    """Fetch, CORS: an error too, or a page could not tell its user why."""
    assert send(served, query, Origin="https://example.org").headers["Access-Control-Allow-Origin"] == "*"


# --- Graph Store HTTP Protocol ---


def stored(server: Any, query: str, method: str = "GET", **headers: str) -> Any:
    return server.request(method, STORE + query, headers=headers)


def test_a_graph_is_named_by_its_encoded_iri(served: Any) -> None:
    """GSP 4.2: indirect identification, the IRI percent-encoded; it is decoded once."""
    reply = stored(served, "?graph=" + quote(ONE, safe=""), Accept="application/n-triples")
    assert reply.status == 200 and reply.body.count(b"\n") == 1 and b'"001"' in reply.body
    assert stored(served, f"?x=1&graph={ONE}", Accept="application/n-triples").body == reply.body
    refused(stored(served, "?graph=" + quote(quote(ONE, safe=""), safe="")), 400)


@pytest.mark.parametrize("query", ["?default", "?default=", "?x=1&default", "?default&x=1"])
def test_the_default_graph(served: Any, query: str) -> None:
    """GSP 4.2: ``?default`` with no value."""
    reply = stored(served, query, Accept="application/n-triples")
    assert reply.status == 200 and (ID + "awkward").encode() in reply.body


@pytest.mark.parametrize("query", ["", "?graph=", "?default&graph=" + ONE, f"?graph={ONE}&graph={TWO}", "?x=1"])
def test_not_one_graph(served: Any, query: str) -> None:
    """GSP 4.2: a request that names no graph, or two."""
    refused(stored(served, query), 400)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_graph_that_there_is_not(served: Any, method: str) -> None:
    """GSP 5.2 and 5.6: 404."""
    reply = stored(served, "?graph=" + quote(NONE, safe=""), method)
    if method == "GET":
        refused(reply, 404, NONE)
    assert reply.status == 404


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [(None, "text/turtle"), ("*/*", "text/turtle")]
    + [(value, graph) for headers, _, graph in ACCEPTS if len(headers) == 1 for value in headers]
    + [(media_type, media_type) for media_type in GRAPHS],
)
def test_the_client_chooses_the_format_of_a_graph(served: Any, accept: str | None, media_type: str) -> None:
    """GSP 5.2: content negotiation."""
    reply = stored(served, f"?graph={ONE}", **({"Accept": accept} if accept is not None else {}))
    assert reply.status == 200 and reply.headers.get_content_type() == media_type
    assert "Accept" in reply.headers["Vary"]
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_no_format_of_a_graph_suits(served: Any) -> None:
    """GSP 5.1: 406."""
    assert refused(stored(served, f"?graph={ONE}", Accept="text/csv"), 406)["available"] == GRAPHS


def test_head_of_a_graph(served: Any) -> None:
    """GSP 5.6: as GET, without the body."""
    whole, head = (stored(served, f"?graph={ONE}", method) for method in ("GET", "HEAD"))
    assert head.status == whole.status == 200 and head.body == b"" and whole.body
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(whole.body))
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("query", ["?default", f"?graph={ONE}", f"?graph={NONE}", ""])
def test_a_graph_cannot_be_written(served: Any, method: str, query: str) -> None:
    """GSP 5.3 to 5.7: 405 with Allow, from a store that only reads."""
    reply = served.request(method, STORE + query, b"<x:s> <x:p> <x:o> .", {"Content-Type": "text/turtle"})
    refused(reply, 405, "only reads")
    assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"


# --- Service Description ---

SERVICE = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = "http://www.w3.org/ns/formats/"
MEDIA_TYPES = dict(
    zip(
        [
            *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
            *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"),
        ],
        SOLUTIONS + GRAPHS,
        strict=True,
    )
)


@pytest.fixture(scope="module")
def described(real_server: Any) -> rdflib.Graph:
    """What the endpoint says of itself."""
    reply = real_server.request("GET", "/sparql", headers={"Accept": "application/n-triples"})
    assert reply.status == 200
    return rdflib.Graph().parse(data=reply.body, format="nt")


def test_the_endpoint_describes_itself(real_server: Any, described: rdflib.Graph) -> None:
    """SD 2: dereferencing the endpoint gives its description, and that names the endpoint."""
    services = list(described.subjects(RDF.type, SERVICE.Service))
    assert len(services) == 1
    assert list(described.objects(services[0], SERVICE.endpoint)) == [rdflib.URIRef(real_server.url + "sparql")]
    assert list(described.objects(services[0], SERVICE.supportedLanguage)) == [SERVICE.SPARQL11Query]


def test_every_format_that_is_described_is_given(real_server: Any, described: rdflib.Graph) -> None:
    """SD 3.2.9: sd:resultFormat."""
    names = {str(each).removeprefix(FORMATS) for each in described.objects(None, SERVICE.resultFormat)}
    assert names == set(MEDIA_TYPES)
    for name in names:
        query = "ASK {}" if name.startswith("SPARQL") else "CONSTRUCT { <x:s> <x:p> 1 } {}"
        reply = real_server.sparql(query, MEDIA_TYPES[name])
        assert reply.status == 200 and reply.headers.get_content_type() == MEDIA_TYPES[name]


def test_every_feature_that_is_described_is_there(real_server: Any, described: rdflib.Graph) -> None:
    """SD 3.3: the default graph is the union of the named ones, and no other server is called."""
    assert set(described.objects(None, SERVICE.feature)) == {SERVICE.UnionDefaultGraph}
    query = "ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
    assert real_server.sparql(query).json()["boolean"] is False


def test_every_graph_that_is_described_can_be_asked_and_fetched(real_server: Any, described: rdflib.Graph) -> None:
    """SD 3.4: sd:defaultDataset, sd:namedGraph, sd:name."""
    service = described.value(predicate=RDF.type, object=SERVICE.Service)
    dataset_node = described.value(service, SERVICE.defaultDataset)
    assert (dataset_node, RDF.type, SERVICE.Dataset) in described
    names = [
        str(described.value(each, SERVICE.name)) for each in described.objects(dataset_node, SERVICE.namedGraph)
    ]
    assert names
    for name in names:
        assert get(real_server, "ASK { ?s ?p ?o }", [("default-graph-uri", name)]).json()["boolean"] is True
        assert stored(real_server, "?graph=" + quote(name, safe=""), "HEAD").status == 200


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("*/*", "text/turtle"), *((each, each) for each in GRAPHS[:4]), ("text/html", "text/html")],
)
def test_the_description_is_for_programs(real_server: Any, accept: str, media_type: str) -> None:
    """SD 2: in RDF, negotiated; a browser gets the page where queries are written."""
    reply = real_server.request("GET", "/sparql", headers={"Accept": accept})
    assert reply.status == 200 and reply.headers.get_content_type() == media_type
    refused(real_server.request("GET", "/sparql", headers={"Accept": "text/csv"}), 406)
