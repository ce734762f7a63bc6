"""The lexer that knows what a query may do before the engine sees it, held against the engine itself."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from server.tokens import bind, calls_only, deeper_than, is_update, is_volatile, mentions_service, tokens

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
    # Three quotes that open no long string are an empty string and the quote of the next.
    "SELECT * { VALUES ?x { '''a' } SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    'SELECT * { VALUES ?x { """a" } SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }',
    "SELECT * { VALUES ?x { '''a' } SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } } #\\d'''",
    "SELECT * { VALUES ?x { '''a' } SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } } #\\ud800'''",
    # A prefixed name that makes no IRI is a prefix alone and another word.
    "PREFIX p: <http://h:80> SELECT * { ?s ?p p:SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "PREFIX p: <http://[::1]> SELECT * { ?s ?p p:SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "PREFIX p: <http://h\\u003A80> SELECT * { ?s ?p p:SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "PREFIX p: <http://h\\u+03A80> SELECT * { ?s ?p p:SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "BASE <http://h:80> PREFIX p: <> SELECT * { ?s ?p p:SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "BASE <http://h:80#x> PREFIX p: <> SELECT * { ?s ?p p:SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "BASE <x:/> PREFIX p: <//h:80> SELECT * { ?s ?p p:SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "PREFIX p: <http://h> PREFIX q: <http://127.0.0.1:9/> SELECT * { ?s ?p p:SERVICEq:x{ ?s ?p ?o } }",
    "PREFIX p: <x:> PREFIX \ufffd: <http://127.0.0.1:9/> SELECT * { ?s ?p p:SERVICE\ufffd:x{ ?s ?p ?o } }",
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
    "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT * { ?s dcat:service ?t . ?t ?p '''a 'b' \\n''' }",
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
        *(",", "a ", "x:'", "'''", '"""', "''", "\\d'''", "h:", "h:b", "VALUES ?v {", "\ufffd"),
    ]
)
PROLOGUE = "PREFIX : <x:> PREFIX x: <x:> PREFIX h: <http://h:80>"


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=7).map("".join), st.lists(PIECES, max_size=4).map("".join))
def test_nothing_around_it_hides_a_call(before: str, after: str) -> None:
    query = f"{PROLOGUE} SELECT * {{ SERVICE<x:allowed>{{}}{before}SERVICE<x:y>{{}}{after} }}"
    # In a string, a comment, an IRI or a name the engine would take any word in its place.
    if _reads(query) and not _reads(query.replace("SERVICE<x:y>", "SERVICX<x:y>")):
        event("a call")
        assert mentions_service(query.replace("SERVICE<x:allowed>", ""))
        assert not calls_only(query, ["x:allowed"])


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=7).map("".join), st.sampled_from(["FILTERNOW()", "NOW()", "rAnD()<1"]))
def test_nothing_before_it_hides_what_is_volatile(before: str, volatile: str) -> None:
    query = f"{PROLOGUE} SELECT * {{ {before}{volatile} }}"
    if _reads(query) and not _reads(f"{PROLOGUE} SELECT * {{ {before}{volatile.replace('(', 'x(')} }}"):
        event("volatile")
        assert is_volatile(query)


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


HERE = "http://127.0.0.1:9/"
PLAIN = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { sErViCe<http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE#x\n<http://127.0.0.1:9/> { ?s ?p ?o } } } } }",
    "ASK { ?s ?p 'a' SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } ?s ?p 'b' }",
]


@pytest.mark.parametrize("query", CALLS)
def test_only_a_plain_call_to_an_allowed_endpoint_is_let_through(query: str) -> None:
    if query in PLAIN:
        assert calls_only(query, [HERE])
    assert not calls_only(query, [])
    assert not calls_only(query, ["http://127.0.0.1:9", "http://example.org/"])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { } SERVICE <http://evil/> { } }",
        "SELECT * { SERVICE <http://evil/> { } # SERVICE <http://127.0.0.1:9/>\n }",
        "SELECT * { SERVICE # <http://127.0.0.1:9/>\n <http://evil/> { } }",
        "SELECT * { SERVICE SILENT SILENT <http://127.0.0.1:9/> { } }",
        "SELECT * { VALUES ?e { <http://127.0.0.1:9/> } SERVICE ?e { } }",
        "PREFIX p: <http://127.0.0.1:9/> SELECT * { SERVICE p: { } }",
        "BASE <http://127.0.0.1:9/> SELECT * { SERVICE <> { } }",
        "SELECT * { SERVICE <http://127.0.0.1:9/../x> { } }",
        "SELECT * { SERVICE <HTTP://127.0.0.1:9/> { } }",
        "SELECT * { SERVICE <http://127.0.0.1:9/\\u002e> { } }",
        "SELECT * { SERVIC\\u0045 <http://evil/> { } SERVICE <http://127.0.0.1:9/> { } }",
        "SELECT * { FILTER(?s<?o)?s ?p'>'.SERVICE<http://evil/>{}?y ?p'b' SERVICE <http://127.0.0.1:9/> { } }",
    ],
)
def test_whatever_might_be_another_call_is_not(query: str) -> None:
    assert not calls_only(query, [HERE])


BRACKETS = {"{": "}", "(": ")", "[": "]"}
plain_text = st.text(alphabet="abc ?.,;", max_size=6)
literals = st.sampled_from(["'x'", '"(("', "<http://e/x>", "'''{ \" [ '''", "# ((\n", "?x < 3", "5"])


@st.composite
def nested(draw: st.DrawFn, depth: int = 0) -> tuple[str, int]:
    """A text with brackets, and how deep they nest, prefix operators counted."""
    parts, deepest = [], 0
    for _ in range(draw(st.integers(0, 3 if depth < 5 else 0))):
        parts.append(draw(plain_text) + draw(literals) + draw(plain_text))
        prefix = draw(st.sampled_from(["", "!", "! !", "-", "^ ^"]))
        opening = draw(st.sampled_from(list(BRACKETS)))
        inner, deep = draw(nested(depth=depth + 1))
        parts.append(f" ?v {prefix}{opening}{inner}{BRACKETS[opening]} ?v ")
        deepest = max(deepest, len(prefix.replace(" ", "")) + 1 + deep)
    return "".join(parts), deepest


@given(nested())
@settings(max_examples=200)
def test_nesting_is_never_underestimated(case: tuple[str, int]) -> None:
    query, depth = case
    assert depth == 0 or deeper_than(query, depth - 1)
    event(f"exact: {not deeper_than(query, depth)}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES ?x { " + "(1) " * 5000 + "} }",
        "SELECT * { FILTER(?x IN (" + "1," * 5000 + "1)) }",
        "SELECT * { " + "{ ?s ?p ?o } UNION " * 500 + "{} }",
        "SELECT * { ?s ?p '" + "(" * 5000 + "' }",
        "SELECT * { ?s ?p ?o } # " + "{" * 5000,
        "SELECT * { " + "?s ?p <http://e/((((> . " * 500 + "}",
        "ASK { FILTER(" + "||".join(["?x"] * 5000) + ") }",
        "SELECT (1" + " + 1" * 3000 + " AS ?x) {}",
    ],
)
def test_what_is_long_is_not_deep(query: str) -> None:
    assert not deeper_than(query, 100)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 101,
        "ASK { FILTER(" + "!" * 100 + "?x) }",
        "ASK { FILTER(" + "!(" * 50 + "?x",
        "ASK { ?s " + "(" * 101,
        "ASK { FILTER(?a<" + "(" * 101 + "?b>1",
        "ASK { FILTER(?a<'>" + "(" * 101 + "'" + ")" * 101,
        "SELECT * " + "\\u007B" * 101,
        "ASK { FILTER(" + "! # x\n" * 101 + "?x) }",
    ],
)
def test_what_is_deep_is_found(query: str) -> None:
    assert deeper_than(query, 100)


# The last ones give the same bytes now and then, or always with this data; that they may not is enough.
VOLATILE = [
    "SELECT (NOW() AS ?x) {}",
    "SELECT (rAnD() AS ?x) {}",
    "SELECT (UUID() AS ?x) {}",
    "SELECT (STRUUID() AS ?x) {}",
    "SELECT (BNODE() AS ?x) {}",
    "CONSTRUCT { ?s ?p [] } WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p _:x } WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }",
    "construct where { ?s ?p [] }",
    "CONSTRUCTWHERE{ ?s ?p [] }",
    "CONSTRUCT WHERE { ?s ?p _:b }",
    "CONSTRUCT { << ?s ?p ?o >> ?p 1 } WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o ~ } WHERE { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o {| ?p 1 |} } WHERE { ?s ?p ?o }",
    "SELECT (STR(?o)<STR(NOW())AS ?x) { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o FILTER(?s<RAND()||?o>1||true) }",
    "SELECT * { ?s ?p ?o FILTER(?s<NOW()+0&&?c>?d) }",
    "PREFIX : <x:> SELECT * { ?s ?p :o.b.FILTERNOW() }",
    "PREFIX p: <http://h:80> SELECT * { ?s ?p p:FILTERNOW() }",
    "SELECT * { VALUES ?v { '''a' } BIND(NOW() AS ?x) }",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVINGRAND()",
]
ALWAYS = VOLATILE[:-7]
STEADY = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?now ('now' AS ?x) { ?s <http://e/now> ?now }",
    "PREFIX ex: <http://e/> SELECT * { ?s ex:now ?bnode }",
    "SELECT * { ?s ?p _:b . ?t ?q [] }",
    "DESCRIBE <http://e/a>",
    "DESCRIBE ?s { ?s ?p [] }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o ; ?q [] }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) (GROUP_CONCAT(?o) AS ?all) { ?s ?p ?o } GROUP BY ?s",
    "SELECT * { ?s <http://e/p>* ?o } ORDER BY ?o",
    "ASK {} # rand",
]


def evaluated_twice(query: str) -> list[bytes]:
    store = ox.Store()
    node, other = ox.NamedNode("http://e/a"), ox.BlankNode()
    store.extend([ox.Quad(node, ox.NamedNode("http://e/p"), other), ox.Quad(other, node, ox.Literal("x"))])
    store.extend(ox.Quad(node, ox.NamedNode("http://e/now"), ox.Literal(number)) for number in range(20))
    answers = []
    for _ in range(2):
        found = store.query(query)
        if isinstance(found, ox.QueryTriples):
            answers.append(bytes(ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""))
        else:
            answers.append(bytes(found.serialize(format=ox.QueryResultsFormat.JSON) or b""))
    return answers


@pytest.mark.parametrize("query", VOLATILE)
def test_what_may_differ_each_time_is_found(query: str) -> None:
    assert is_volatile(query) and is_volatile(query.replace("N", "\\u004E"))
    first, second = evaluated_twice(query)
    assert first != second or query not in ALWAYS


@pytest.mark.parametrize("query", STEADY)
def test_what_is_the_same_each_time_may_be_kept(query: str) -> None:
    assert not is_volatile(query)
    first, second = evaluated_twice(query)
    assert first == second


@pytest.mark.parametrize(
    "text", ["<'" * 50_000, "now(" * 25_000, "<service" * 12_500, "\\u007b" * 16_000, "!" * 100_000]
)
def test_hostile_texts_take_no_longer_than_they_are_long(text: str) -> None:
    started = time.monotonic()
    deeper_than(text, 100)
    is_volatile(text)
    calls_only(text, [HERE])
    assert time.monotonic() - started < 5
