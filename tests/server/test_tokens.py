"""The lexer that keeps SERVICE and updates away from the engine, held against the engine itself."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from server.tokens import bind, is_update, mentions_service, tokens

# Each of these is read by Oxigraph as a call to another server.
CALLS = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { sErViCe<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE#x\n<http://127.0.0.1:9/> { ?s ?p ?o } } } } }",
    "PREFIX a: <http://127.0.0.1:9/> SELECT * { SERVICE a: { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { ?s ?p :.SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE#>\n<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o)?s ?p'>'.SERVICE<http://127.0.0.1:9/>{?s ?p ?o}?y ?p'b' }",
    "PREFIX : <x:> SELECT * { FILTER(?s<?o)?x:p'>'.SERVICE<http://127.0.0.1:9/>{?s ?p ?o}?y:p'b' }",
    "PREFIX : <x:> SELECT * { ?x :p '>', '''\n'''SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
    "ASK { ?s ?p 'a' SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } ?s ?p 'b' }",
]
# None of these is.
CALM = [
    "SELECT * { ?s ?p 'SERVICE <http://127.0.0.1:9/> {}' }",
    'SELECT * { ?s ?p """a "SERVICE" <x:y> {}""" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1:9/> {}",
    "SELECT * { ?service ?p $SERVICE }",
    "PREFIX schema: <https://schema.org/> SELECT * { ?s a schema:Service ; schema:serviceType ?t }",
    "SELECT * { ?s a <https://schema.org/Service> , <https://schema.org/it's/service#SERVICE> }",
    "SELECT * { ?s ?p 'a'@en FILTER(?s < ?p && ?p > ?s) }",
    "SELECT * { ?s a <urn:x:service> }",
]


def _reads(query: str) -> bool:
    try:
        ox.Store().query(query)
    except SyntaxError:
        return False
    except OSError:
        return True
    return True


@pytest.mark.parametrize("query", CALLS)
def test_a_call_is_never_missed(query: str) -> None:
    assert mentions_service(query)


@pytest.mark.parametrize("query", CALLS)
def test_the_examples_are_what_the_engine_reads(query: str) -> None:
    assert _reads(query), "the engine does not accept this; it shows nothing"


@pytest.mark.parametrize(
    "piece", ["<\\'> ", ".a", "a.b-", "<a'", "<a#>\n", "'''a", '""a', '\\"', ":%2", "@a-", "a:", "<x'> '"]
)
@pytest.mark.parametrize("start", ["", '"', "'", "<", ":a", '"""'])
def test_no_query_takes_long_to_look_through(start: str, piece: str) -> None:
    query = start + piece * (50_000 // len(piece)) + " 'service'"
    started = time.process_time()
    mentions_service(query)
    is_update(query)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("query", CALM)
def test_an_innocent_query_is_let_through(query: str) -> None:
    assert _reads(query)
    assert not mentions_service(query)


PIECES = st.sampled_from(
    [
        *("<", ">", "'", '"', "'''", "#", "\n", " ", ".", ":", ")", "1", "true", "'a'", "@en", "\\", "\\'", "{"),
        *("}", "FILTER(?a<?b", "FILTER(1<2)", "?a?b", "?s :p ", ":p:p", "_:b", "<x:y>", "&&?c", ";"),
        *(",", "a ", "x:'"),
    ]
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=7).map("".join), st.lists(PIECES, max_size=4).map("".join))
def test_nothing_around_it_hides_a_call(before: str, after: str) -> None:
    query = f"PREFIX : <x:> PREFIX x: <x:> SELECT * {{ {before}SERVICE<x:y>{{}}{after} }}"
    # In a string, a comment, an IRI or a name the engine would take any word in its place.
    if _reads(query) and not _reads(query.replace("SERVICE", "SERVICX")):
        event("a call")
        assert mentions_service(query)


@given(st.text(alphabet="<>'\"#\\ \n?$:.@ab-_1{}é🎭", max_size=60))
def test_tokens_lose_nothing(query: str) -> None:
    assert "".join(token.group() for token in tokens(query)) == query


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT DATA { <x:a> <x:b> <x:c> }", True),
        ("PREFIX select: <x:> # SELECT\nBASE <x:y> delete where { ?s ?p ?o }", True),
        ("LOAD <http://example.org/>", True),
        ("SELECT * { ?s ?p 'INSERT' }", False),
        ("PREFIX insert: <x:> ASK {}", False),
        ("# CLEAR ALL", False),
        ("", False),
    ],
)
def test_updates(text: str, expected: bool) -> None:
    assert is_update(text) is expected


def test_bind_touches_variables_only() -> None:
    query = "SELECT ?y { ?x ?p '?x' ; <http://e/?x> $x . ?xy ?p ?y } # ?x"
    assert bind(query, {"x": "<a:b>"}) == ("SELECT ?y { <a:b> ?p '?x' ; <http://e/?x> <a:b> . ?xy ?p ?y } # ?x")
    with pytest.raises(ValueError, match=r"no variable \?z"):
        bind(query, {"z": "1"})
