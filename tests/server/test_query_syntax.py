"""SPARQL 1.1 Query (https://www.w3.org/TR/sparql11-query/) over HTTP: every form, clause, operator and function.

The ids begin with the section of the specification. What the engine does otherwise is in LIMITS, what it does
beyond the specification in EXTENSIONS; ``docs/conformance.md`` lists both, and a test keeps the lists equal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from graph import snapshot
from graph.namespaces import RDF, XSD

EX = "http://example.org/"
PROLOGUE = f"PREFIX : <{EX}> PREFIX xsd: <{XSD}> PREFIX rdf: <{RDF}>\n"
DATA = f"""
@prefix : <{EX}> .
:ann :knows :bob ; :name "Ann" ; :age 30 .
:bob :knows :cyd ; :name "Bob"@en ; :age 25 .
:cyd :knows :ann .
:dan :likes :ann, :bob ; a :Robot .
:eve :list (1 2 3) ; :home [ :city "Ghent" ] .
:g1 {{ :x :p 1 . :z :r 3 }}
:g2 {{ :x :p 2 . :y :q :x . :z :r 3 }}
"""
PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
REFUSED = "refused"
Rows = list[tuple[str | None, ...]]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, start_server: Callable[..., Any]) -> Iterator[Any]:
    """A server over DATA."""
    home = tmp_path_factory.mktemp("tiny")

    def fill(target: snapshot.Snapshot) -> None:
        store = ox.Store(str(target.store))
        store.load(input=DATA, format=ox.RdfFormat.TRIG)
        store.flush()
        (target.path / "manifest.json").write_text(json.dumps({"name": "0123456789abcdef"}))

    snapshot.publish(home, "0123456789abcdef", fill)
    with start_server(home, readers=2) as server:
        yield server


def post(server: Any, query: str, accept: str = "application/sparql-results+json, application/n-triples") -> Any:
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return server.request("POST", "/sparql", (PROLOGUE + query).encode(), headers)


def written(term: dict[str, Any] | None) -> str | None:
    """A term of a result in SPARQL's syntax; numbers by their value, so that ``2.50`` is ``2.5``."""
    if term is None:
        return None
    value = term["value"]
    if term["type"] == "triple":
        return "<<( " + " ".join(str(written(value[part])) for part in ("subject", "predicate", "object")) + " )>>"
    if term["type"] == "uri":
        return named(value)
    if term["type"] == "bnode":
        return "[]"
    text, datatype = json.dumps(value, ensure_ascii=False), term.get("datatype", "")
    if "xml:lang" in term:
        return f"{text}@{term['xml:lang']}" + (f"--{term['its:dir']}" if "its:dir" in term else "")
    try:
        match datatype.removeprefix(XSD):
            case "integer":
                return str(int(value))
            case "decimal":
                return f"{Decimal(value).normalize():f}" + ("" if Decimal(value) % 1 else ".0")
            case "double" if float(value) - float(value) == 0:
                return f"{float(value)!r}e0"
            case "boolean" if value in ("true", "false"):
                return str(value)
    except (ValueError, ArithmeticError):  # an ill-typed literal
        pass
    return f"{text}^^{named(datatype)}" if datatype else text


def named(iri: str) -> str:
    for prefix, namespace in (("", EX), ("xsd", XSD), ("rdf", RDF)):
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"


def solutions(server: Any, query: str) -> Rows:
    """The rows of a SELECT query, each in the order of its variables; sorted, unless the query sorts."""
    reply = post(server, query)
    assert reply.status == 200, reply.body
    answer = reply.json()
    names = answer["head"]["vars"]
    found = [tuple(written(row.get(name)) for name in names) for row in answer["results"]["bindings"]]
    return found if "ORDER BY" in query else in_order(found)


def in_order(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: [(value is not None, value or "") for value in row])


def outcome(server: Any, query: str) -> Rows | str:
    return REFUSED if post(server, query).status == 400 else solutions(server, query)


def values(*column: str | None) -> Rows:
    return [(value,) for value in column]


# --- Patterns, clauses and forms: (section, query, rows) ---

SELECTS: list[tuple[str, str, Rows]] = [
    # Prologue and IRIs
    ("4.1.1 PREFIX, an empty one too", "SELECT (:x AS ?a) (xsd:y AS ?b) {}", [(":x", "xsd:y")]),
    (
        "4.1.1 a later PREFIX wins",
        "PREFIX : <http://a/> PREFIX : <http://b/> SELECT (:x AS ?a) {}",
        values("<http://b/x>"),
    ),
    (
        "4.1.1 PREFIX names",
        "PREFIX a.b-c: <http://a/> PREFIX é1: <http://e/> SELECT (a.b-c:x AS ?a) (é1:é AS ?b) {}",
        [("<http://a/x>", "<http://e/é>")],
    ),
    (
        "4.1.1 local names",
        r"PREFIX l: <http://l/> SELECT (l:1 AS ?a) (l:a.b AS ?b) (l:a:b AS ?c) "
        r"(l:%20 AS ?d) (l:a\~b AS ?e) (l: AS ?f) {}",
        [("<http://l/1>", "<http://l/a.b>", "<http://l/a:b>", "<http://l/%20>", "<http://l/a~b>", "<http://l/>")],
    ),
    (
        "4.1.1 BASE",
        "BASE <http://a.org/b/c?d> SELECT * { VALUES ?x { <e> <../e> </e> <#e> <?e> <> <//f/g> <./> } }",
        values(
            "<http://a.org/b/>",
            "<http://a.org/b/c?d#e>",
            "<http://a.org/b/c?d>",
            "<http://a.org/b/c?e>",
            "<http://a.org/b/e>",
            "<http://a.org/e>",
            "<http://a.org/e>",
            "<http://f/g>",
        ),
    ),
    (
        "4.1.1 BASE between prefixes",
        "BASE <http://a/b> PREFIX x: <c/> BASE <d/e> SELECT (x:y AS ?x) (<f> AS ?y) {}",
        [("<http://a/c/y>", "<http://a/d/f>")],
    ),
    (
        "4.1.1 IRIs are taken as they are",
        "SELECT * { VALUES ?x { <http://a/../b> <HTTP://A> <urn:x:y> <mailto:a@b> <http://é/本> <http://a/%C3> } }",
        values("<HTTP://A>", "<http://a/%C3>", "<http://a/../b>", "<http://é/本>", "<mailto:a@b>", "<urn:x:y>"),
    ),
    ("19.2 codepoint escapes in IRIs", r"SELECT * { <http://example.org/\u0061nn> :name ?x }", values('"Ann"')),
    # Literals
    (
        "4.1.2 four ways to quote",
        """SELECT ("a" AS ?a) ('b' AS ?b) ('''c"d''e\nf''' AS ?c) (\"\"\"g'h""i\nj\"\"\" AS ?d) {}""",
        [('"a"', '"b"', '"c\\"d\'\'e\\nf"', '"g\'h\\"\\"i\\nj"')],
    ),
    (
        "4.1.2 escapes",
        r"""SELECT ("\t\b\n\r\f\\\"\'" AS ?a) ('\u00e9\U0001F3AD' AS ?b) ('''\'''' AS ?c) {}""",
        [('"\\t\\b\\n\\r\\f\\\\\\"\'"', '"é🎭"', '"\'"')],
    ),
    (
        "4.1.2 language tags",
        'SELECT ("a"@en AS ?a) (\'b\'@fr-be AS ?b) ("""c"""@zh-hant-tw AS ?c) {}',
        [('"a"@en', '"b"@fr-be', '"c"@zh-hant-tw')],
    ),
    (
        "4.1.2 datatypes",
        f'SELECT ("a"^^:dt AS ?a) ("b"^^<{EX}dt> AS ?b) ("c"^^xsd:string AS ?c) {{}}',
        [('"a"^^:dt', '"b"^^:dt', '"c"')],
    ),
    ("4.1.2 integers", "SELECT * { VALUES ?x { 0 7 +8 -9 } }", values("-9", "0", "7", "8")),
    ("4.1.2 decimals", "SELECT * { VALUES ?x { 1.5 .5 +2.25 -0.5 } }", values("-0.5", "0.5", "1.5", "2.25")),
    (
        "4.1.2 doubles",
        "SELECT * { VALUES ?x { 1e0 1.5E3 .5e1 5.e-1 +1e+2 -1e2 } }",
        values("-100.0e0", "0.5e0", "1.0e0", "100.0e0", "1500.0e0", "5.0e0"),
    ),
    ("4.1.2 booleans", "SELECT (true AS ?a) (false AS ?b) {}", [("true", "false")]),
    ("4.1.2 a full stop ends an integer", "SELECT ?x { ?x :age 30. }", values(":ann")),
    (
        "4.1.3 variables",
        "SELECT $x ?y ?1 ?é_2 { BIND(1 AS ?x) BIND(2 AS $y) BIND(3 AS $1) BIND(4 AS ?é_2) }",
        [("1", "2", "3", "4")],
    ),
    (
        "4.1.4 blank nodes are variables",
        "SELECT ?x ?y { _:a :age ?x . [] :knows :cyd ; :age ?y }",
        [("25", "25"), ("30", "25")],
    ),
    ("4.1.4 a label stands for one node", "SELECT ?x { _:a :knows :bob . _:a :age ?x }", values("30")),
    (
        "4.1.4 property lists of blank nodes",
        'SELECT ?x { [ :name "Ann" ; :age ?x ] . ?e :home [ :city "Ghent" ] }',
        values("30"),
    ),
    ("4.1.4 as a subject", "SELECT ?x { [ :age ?x ] :knows :bob }", values("30")),
    (
        "4.2.1 predicate-object lists",
        "SELECT ?n ?a { ?x :name ?n ; :age ?a ; :knows :cyd ; . }",
        [('"Bob"@en', "25")],
    ),
    ("4.2.2 object lists", "SELECT ?x { ?x :likes :ann , :bob }", values(":dan")),
    ("4.2.3 collections", "SELECT ?x ?y ?z { :eve :list ( ?x ?y ?z ) }", [("1", "2", "3")]),
    ("4.2.3 collections in collections", "SELECT ?x { :eve :list ( 1 (2) ?x ) }", []),
    ("4.2.3 the empty collection", "SELECT (COUNT(*) AS ?n) { ?x rdf:rest () }", values("1")),
    ("4.2.4 a", "SELECT ?x { ?x a :Robot }", values(":dan")),
    ("19.3 comments", "SELECT ?x # none\n{ ?x a :Robot } # 'end", values(":dan")),
    ("19.4 white space is optional", 'SELECT?x{?x:name"Ann";:age?y.FILTER(?y>1)}', values(":ann")),
    (
        "19.8 keywords in any case",
        "sElEcT dIsTiNcT ?x wHeRe { oPtIoNaL { ?x a :Robot } fIlTeR(bOuNd(?x)) } lImIt 1",
        values(":dan"),
    ),
    ("19.8 WHERE may be left out", "SELECT ?x { ?x a :Robot }", values(":dan")),
    # Basic graph patterns and groups
    (
        "5.1 triples join",
        "SELECT ?x ?z { ?x :knows ?y . ?y :knows ?z }",
        [(":ann", ":cyd"), (":bob", ":ann"), (":cyd", ":bob")],
    ),
    ("5.1 a variable twice", "SELECT ?x { ?x :knows ?x }", []),
    (
        "5.1 a literal matches exactly",
        'SELECT ?x { { ?x :name "Bob" } UNION { ?x :name "Bob"@en } UNION { ?x :age 30.0 } }',
        values(":bob"),
    ),
    ("5.1 a literal as subject matches nothing", 'SELECT ?x { "a" :knows ?x }', []),
    ("5.2.1 the empty group", "SELECT ?x {}", values(None)),
    ("5.2.2 a filter sees its whole group", "SELECT ?x { FILTER(?a > 26) ?x :age ?a }", values(":ann")),
    ("5.2.2 and no other", "SELECT ?x { ?x :age ?a { FILTER(?a > 26) } }", []),
    ("5.2.3 groups join", "SELECT ?x { { ?x :age ?a } { ?x :knows :bob } }", values(":ann")),
    # OPTIONAL, UNION
    (
        "6.1 OPTIONAL",
        "SELECT ?x ?a { ?x :knows ?y OPTIONAL { ?x :age ?a } }",
        [(":ann", "30"), (":bob", "25"), (":cyd", None)],
    ),
    (
        "6.2 its filter is a condition of the match",
        "SELECT ?x ?a { ?x :name ?n OPTIONAL { ?x :age ?a FILTER(?a > 26) } }",
        [(":ann", "30"), (":bob", None)],
    ),
    (
        "6.2 which sees the outer variables",
        "SELECT ?x ?y { VALUES ?x { 1 2 } OPTIONAL { VALUES ?y { 1 } FILTER(?x = ?y) } }",
        [("1", "1"), ("2", None)],
    ),
    (
        "6.3 the first of several wins",
        "SELECT ?x { OPTIONAL { :ann :none ?x } OPTIONAL { :ann :name ?x } OPTIONAL { :bob :name ?x } }",
        values('"Ann"'),
    ),
    (
        "7 UNION",
        "SELECT ?x ?y { { ?x :age 30 } UNION { ?y :age 25 } UNION { ?x a :Robot } }",
        [(None, ":bob"), (":ann", None), (":dan", None)],
    ),
    ("7 UNION keeps duplicates", "SELECT ?x { { ?x :age 30 } UNION { ?x :age 30 } }", values(":ann", ":ann")),
    # Negation
    ("8.1.1 NOT EXISTS", "SELECT ?x { ?x :knows ?y FILTER NOT EXISTS { ?x :age ?a } }", values(":cyd")),
    ("8.1.2 EXISTS", "SELECT ?x { ?x :knows ?y FILTER EXISTS { ?x :age ?a FILTER(?a > 26) } }", values(":ann")),
    (
        "8.1 EXISTS in an expression",
        "SELECT ?x (EXISTS { ?x :age 30 } AS ?e) { VALUES ?x { :ann :bob } }",
        [(":ann", "true"), (":bob", "false")],
    ),
    ("8.2 MINUS", "SELECT ?x { ?x :knows ?y MINUS { ?x :age ?a } }", values(":cyd")),
    (
        "8.3.1 MINUS without a common variable removes nothing",
        "SELECT ?x { ?x :age ?a MINUS { ?b a :Robot } }",
        values(":ann", ":bob"),
    ),
    ("8.3.1 NOT EXISTS then removes all", "SELECT ?x { ?x :age ?a FILTER NOT EXISTS { ?b a :Robot } }", []),
    ("8.3.2 MINUS of a fixed pattern", "SELECT ?x { ?x :age ?a MINUS { :dan a :Robot } }", values(":ann", ":bob")),
    (
        "8.3.3 MINUS does not see outer variables",
        "SELECT ?x { ?x :age ?a MINUS { ?x :age ?b FILTER(?a = ?b) } }",
        values(":ann", ":bob"),
    ),
    ("8.3.3 NOT EXISTS does", "SELECT ?x { ?x :age ?a FILTER NOT EXISTS { ?x :age ?b FILTER(?a = ?b) } }", []),
    # Property paths
    ("9.1 path: an IRI", "SELECT ?x { :ann :knows ?x }", values(":bob")),
    ("9.1 path: inverse", "SELECT ?x { :ann ^:knows ?x }", values(":cyd")),
    ("9.1 path: sequence", "SELECT ?x { :ann :knows/:knows ?x }", values(":cyd")),
    ("9.1 path: alternative", "SELECT ?x { :dan :likes|a ?x }", values(":Robot", ":ann", ":bob")),
    ("9.1 path: zero or more", "SELECT ?x { :ann :knows* ?x }", values(":ann", ":bob", ":cyd")),
    (
        "9.1 path: one or more",
        "SELECT ?x { :dan :likes/:knows+ ?x }",
        values(*[":ann", ":ann", ":bob", ":bob", ":cyd", ":cyd"]),
    ),
    ("9.1 path: zero or one", "SELECT ?x { :ann :knows? ?x }", values(":ann", ":bob")),
    ("9.1 path: negated", "SELECT ?x { :dan !:likes ?x }", values(":Robot")),
    ("9.1 path: negated, inverse", "SELECT ?x { :ann !^:knows ?x }", values(":dan")),
    ("9.1 path: negated set", "SELECT ?x { :ann !(:name|:age|^:knows) ?x }", values(":bob", ":dan")),
    ("9.1 path: group", "SELECT ?x { :dan (:likes/:knows)? ?x }", values(":bob", ":cyd", ":dan")),
    ("9.1 path: precedence of ^ / and |", "SELECT ?x { :bob ^:knows/:name|:name ?x }", values('"Ann"', '"Bob"@en')),
    ("9.1 path: precedence of ^ and *", "SELECT ?x { :ann ^:knows* ?x }", values(":ann", ":bob", ":cyd")),
    ("9.2 path: the members of a list", "SELECT ?x { :eve :list/rdf:rest*/rdf:first ?x }", values("1", "2", "3")),
    ("9.3 sequences keep duplicates", "SELECT ?x { :dan :likes/^:likes ?x }", values(":dan", ":dan")),
    ("9.4 the others do not", "SELECT ?x { :dan (:likes|:likes)+ ?x }", values(":ann", ":bob")),
    (
        "9.4 cycles end",
        "SELECT ?x ?y { ?x :knows+ ?y . FILTER(?x = ?y) }",
        [(":ann", ":ann"), (":bob", ":bob"), (":cyd", ":cyd")],
    ),
    (
        "9.4 paths between variables",
        "SELECT (COUNT(*) AS ?n) { ?x :knows* ?y FILTER(?x IN (:ann, :dan, 30)) }",
        values("5"),
    ),
    (
        "9.4 paths with both ends given",
        "SELECT (COUNT(*) AS ?n) { :ann :knows+ :ann . :ann :knows* :cyd }",
        values("1"),
    ),
    # Assignment
    ("10.1 BIND", "SELECT ?x ?y { ?x :age ?a BIND(?a + 1 AS ?y) }", [(":ann", "31"), (":bob", "26")]),
    ("10.1 BIND that fails binds nothing", "SELECT ?x { BIND(1 / 0 AS ?x) }", values(None)),
    ("10.1 BIND sees only what is before it", "SELECT ?x { BIND(?y AS ?x) BIND(1 AS ?y) }", values(None)),
    (
        "10.1 a filter sees it from anywhere",
        "SELECT ?x { FILTER(?x > 30) ?s :age ?a BIND(?a + 1 AS ?x) }",
        values("31"),
    ),
    (
        "10.2.1 VALUES",
        "SELECT ?x { VALUES ?x { :ann 1 'a' 'b'@en true } }",
        values('"a"', '"b"@en', "1", ":ann", "true"),
    ),
    (
        "10.2.1 VALUES of several variables",
        "SELECT ?x ?y { VALUES (?x ?y) { (1 2) (3 UNDEF) (UNDEF UNDEF) } }",
        [(None, None), ("1", "2"), ("3", None)],
    ),
    (
        "10.2.1 UNDEF joins with anything",
        "SELECT ?x ?a { ?x :age ?a VALUES (?x ?a) { (:ann UNDEF) (UNDEF 25) } }",
        [(":ann", "30"), (":bob", "25")],
    ),
    ("10.2.1 VALUES of no variable", "SELECT (COUNT(*) AS ?n) { VALUES () { () () } }", values("2")),
    ("10.2.1 VALUES without a row", "SELECT ?x { VALUES ?x {} }", []),
    ("10.2.2 VALUES after the query", "SELECT ?x ?a { ?x :age ?a } VALUES ?x { :ann }", [(":ann", "30")]),
    (
        "10.2.2 VALUES after a grouping",
        "SELECT ?x (COUNT(*) AS ?n) { ?x ?p ?o } GROUP BY ?x VALUES ?x { :ann :cyd }",
        [(":ann", "3"), (":cyd", "1")],
    ),
    # Aggregates
    (
        "11.1 COUNT",
        "SELECT (COUNT(*) AS ?a) (COUNT(?x) AS ?b) (COUNT(DISTINCT ?x) AS ?c) (COUNT(DISTINCT *) AS ?d) "
        "{ VALUES ?x { 1 1 2 UNDEF } }",
        [("4", "3", "2", "3")],
    ),
    ("11.1 SUM", "SELECT (SUM(?x) AS ?a) (SUM(DISTINCT ?x) AS ?b) { VALUES ?x { 1 1 2.5 } }", [("4.5", "3.5")]),
    ("11.1 AVG", "SELECT (AVG(?x) AS ?a) (AVG(DISTINCT ?x) AS ?b) { VALUES ?x { 1 1 4 } }", [("2.0", "2.5")]),
    (
        "11.1 MIN and MAX",
        "SELECT (MIN(?x) AS ?a) (MAX(?x) AS ?b) (MIN(DISTINCT ?x) AS ?c) (MAX(DISTINCT ?x) AS ?d) "
        "{ VALUES ?x { 10 9 2.5 } }",
        [("2.5", "10", "2.5", "10")],
    ),
    (
        "11.1 MIN and MAX order as ORDER BY does",
        "SELECT (MIN(?x) AS ?a) (MAX(?x) AS ?b) { VALUES ?x { 'a' 'c' :z 'b' } }",
        [(":z", '"c"')],
    ),
    ("11.1 SAMPLE", "SELECT (SAMPLE(?x) AS ?a) (SAMPLE(DISTINCT ?x) AS ?b) { VALUES ?x { 1 1 } }", [("1", "1")]),
    (
        "11.1 GROUP_CONCAT",
        "SELECT (GROUP_CONCAT(?x) AS ?a) (GROUP_CONCAT(?x; SEPARATOR = ', ') AS ?b) "
        "(GROUP_CONCAT(DISTINCT ?x; separator='') AS ?c) { VALUES ?x { 'a' 'a' 'a' } }",
        [('"a a a"', '"a, a, a"', '"a"')],
    ),
    (
        "11.1 of nothing",
        "SELECT (COUNT(*) AS ?a) (SUM(?x) AS ?b) (AVG(?x) AS ?c) (MIN(?x) AS ?d) "
        "(MAX(?x) AS ?e) (SAMPLE(?x) AS ?f) (GROUP_CONCAT(?x) AS ?g) { ?x :none ?y }",
        [("0", "0", "0", None, None, None, '""')],
    ),
    (
        "11.2 GROUP BY",
        "SELECT ?p (COUNT(?o) AS ?n) { ?s ?p ?o FILTER(?p IN (:age, :likes, :list)) } GROUP BY ?p",
        [(":age", "2"), (":likes", "2"), (":list", "1")],
    ),
    (
        "11.2 GROUP BY several",
        "SELECT ?x ?y (COUNT(*) AS ?n) { VALUES (?x ?y) { (1 1) (1 1) (1 2) (1 UNDEF) } } GROUP BY ?x ?y",
        [("1", None, "1"), ("1", "1", "2"), ("1", "2", "1")],
    ),
    (
        "11.2 GROUP BY an expression",
        "SELECT ?k (COUNT(*) AS ?n) { VALUES ?x { 1 2 3 } } GROUP BY (?x > 1 AS ?k)",
        [("false", "1"), ("true", "2")],
    ),
    (
        "11.2 GROUP BY a call",
        "SELECT (COUNT(*) AS ?n) { VALUES ?x { 'a' 'A' 'b' } } GROUP BY LCASE(?x) ORDER BY ?n",
        values("1", "2"),
    ),
    ("11.2 no group without a solution", "SELECT ?x (COUNT(*) AS ?n) { ?x :none ?y } GROUP BY ?x", []),
    (
        "11.3 HAVING",
        "SELECT ?x { ?x ?p ?o } GROUP BY ?x HAVING (COUNT(*) > 2) (MIN(?o) != :cyd)",
        values(":ann", ":dan"),
    ),
    ("11.4 aggregates in expressions", "SELECT (COUNT(*) * 2 + MAX(?x) AS ?n) { VALUES ?x { 1 2 } }", values("6")),
    (
        "11.4 ORDER BY an aggregate",
        "SELECT ?s { ?s ?p ?o FILTER(?s IN (:ann, :cyd, :dan)) } GROUP BY ?s ORDER BY COUNT(*) DESC(?s) LIMIT 2",
        values(":cyd", ":dan"),
    ),
    (
        "11.5 an error leaves its aggregate unbound",
        "SELECT (SUM(?x) AS ?a) (AVG(?x) AS ?b) (COUNT(?x) AS ?c) { VALUES ?x { 1 :b } }",
        [(None, None, "2")],
    ),
    (
        "11.5 an error in one group leaves the others",
        "SELECT ?g (SUM(?x) AS ?a) { VALUES (?g ?x) { (1 1) (1 :b) (2 3) } } GROUP BY ?g",
        [("1", None), ("2", "3")],
    ),
    # Subqueries
    ("12 a subquery", "SELECT ?x ?n { ?x a :Robot { SELECT (MAX(?a) AS ?n) { ?y :age ?a } } }", [(":dan", "30")]),
    (
        "12 only its projection is seen outside",
        "SELECT ?x ?a { VALUES ?a { 0 } { SELECT ?x { ?x :age ?a } } }",
        [(":ann", "0"), (":bob", "0")],
    ),
    (
        "12 LIMIT and ORDER BY inside",
        "SELECT ?n { { SELECT ?x { ?x :age ?a } ORDER BY ?a LIMIT 1 } ?x :name ?n }",
        values('"Bob"@en'),
    ),
    ("12 VALUES inside", "SELECT ?x { { SELECT ?x { ?x :age ?a } VALUES ?a { 25 } } }", values(":bob")),
    (
        "12 a subquery in a subquery",
        "SELECT ?n { { SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?x :age ?a } } } } }",
        values("2"),
    ),
    # Data sets
    ("13.1 the default graph", "SELECT ?x { :x :p ?x }", []),
    ("13.2.1 FROM", "SELECT ?x FROM :g1 { :x :p ?x }", values("1")),
    ("13.2.1 several are merged", "SELECT ?x FROM :g1 FROM :g2 { :x :p ?x }", values("1", "2")),
    ("13.2.1 FROM alone leaves no named graph", "SELECT ?g FROM :g1 { GRAPH ?g { :x :p ?x } }", []),
    ("13.2.2 FROM NAMED", "SELECT ?g ?x FROM NAMED :g2 { GRAPH ?g { :x :p ?x } }", [(":g2", "2")]),
    ("13.2.2 FROM NAMED alone leaves the default graph empty", "SELECT ?x FROM NAMED :g2 { ?x ?p ?o }", []),
    ("13.2.3 both", "SELECT ?x ?y FROM :g1 FROM NAMED :g2 { :x :p ?x GRAPH ?g { :x :p ?y } }", [("1", "2")]),
    (
        "13.2 a graph that does not exist is empty",
        "SELECT ?x FROM :none FROM NAMED :none { { ?x ?p ?o } UNION { GRAPH ?g { ?x ?p ?o } } }",
        [],
    ),
    ("13.3.1 GRAPH with a variable", "SELECT ?g ?x { GRAPH ?g { :x :p ?x } }", [(":g1", "1"), (":g2", "2")]),
    ("13.3.2 GRAPH with an IRI", "SELECT ?x { GRAPH :g2 { :x :p ?x } }", values("2")),
    ("13.3.3 GRAPH with a bound variable", "SELECT ?x { VALUES ?g { :g1 } GRAPH ?g { :x :p ?x } }", values("1")),
    ("13.3 the names of the graphs", "SELECT ?g { GRAPH ?g {} }", values(":g1", ":g2")),
    ("13.3 paths stay in one graph", "SELECT ?g ?x { GRAPH ?g { :y :q/:p ?x } }", [(":g2", "2")]),
    # Solution modifiers
    ("15.1 ORDER BY", "SELECT ?x { VALUES ?x { 3 1.5 2e0 } } ORDER BY ?x", values("1.5", "2.0e0", "3")),
    (
        "15.1 ASC and DESC",
        "SELECT ?x ?y { VALUES (?x ?y) { (1 1) (2 1) (1 2) } } ORDER BY DESC(?x) ASC(?y)",
        [("2", "1"), ("1", "1"), ("1", "2")],
    ),
    (
        "15.1 ORDER BY an expression",
        "SELECT ?x { VALUES ?x { 'b' 'A' 'C' } } ORDER BY LCASE(?x)",
        values('"A"', '"b"', '"C"'),
    ),
    ("15.1 ORDER BY (…)", "SELECT ?x { VALUES ?x { 1 2 3 } } ORDER BY (-?x)", values("3", "2", "1")),
    (
        "15.1 unbound, blank, IRI, literal",
        "SELECT ?x { { VALUES ?x { 'a' :b UNDEF } } UNION { BIND(BNODE() AS ?x) } } ORDER BY ?x",
        values(None, "[]", ":b", '"a"'),
    ),
    ("15.1 IRIs by their text", "SELECT ?x { VALUES ?x { :b :B :a } } ORDER BY ?x", values(":B", ":a", ":b")),
    (
        "15.1 strings by code point",
        "SELECT ?x { VALUES ?x { 'é' 'z' '🎭' '\uffe6' 'Z' } } ORDER BY ?x",
        values('"Z"', '"z"', '"é"', '"\uffe6"', '"🎭"'),
    ),
    (
        "15.1 dates",
        "SELECT ?x { VALUES ?x { '2020-01-02'^^xsd:date '2019-12-31'^^xsd:date } } ORDER BY ?x",
        values('"2019-12-31"^^xsd:date', '"2020-01-02"^^xsd:date'),
    ),
    ("15.2 what is projected", "SELECT ?b ?a ?c { BIND(1 AS ?a) BIND(2 AS ?b) BIND(3 AS ?d) }", [("2", "1", None)]),
    (
        "15.3.1 DISTINCT",
        "SELECT DISTINCT ?x { VALUES ?x { 1 1 1.0 '1' UNDEF UNDEF } }",
        values(None, '"1"', "1", "1.0"),
    ),
    (
        "15.3.2 REDUCED keeps one at least",
        "SELECT (COUNT(*) > 0 AS ?n) { { SELECT REDUCED ?x { VALUES ?x { 1 1 } } } }",
        values("true"),
    ),
    ("15.4 OFFSET", "SELECT ?x { VALUES ?x { 1 2 3 } } ORDER BY ?x OFFSET 2", values("3")),
    ("15.4 OFFSET beyond the end", "SELECT ?x { VALUES ?x { 1 2 3 } } OFFSET 4", []),
    ("15.5 LIMIT", "SELECT ?x { VALUES ?x { 1 2 3 } } ORDER BY ?x LIMIT 2", values("1", "2")),
    ("15.5 LIMIT 0", "SELECT ?x { VALUES ?x { 1 2 3 } } LIMIT 0", []),
    ("15.5 either may stand first", "SELECT ?x { VALUES ?x { 1 2 3 } } ORDER BY ?x OFFSET 1 LIMIT 1", values("2")),
    # SELECT
    ("16.1.1 SELECT *", "SELECT * { ?x a ?y . [] :age 30 }", [(":dan", ":Robot")]),
    ("16.1.2 expressions", "SELECT ?a (?a * 2 AS ?b) (?b + 1 AS ?c) { :ann :age ?a }", [("30", "60", "61")]),
    ("16.1.2 an expression that fails", "SELECT (1 / 0 AS ?x) (2 AS ?y) {}", [(None, "2")]),
]


@pytest.mark.parametrize(("query", "rows"), [case[1:] for case in SELECTS], ids=[case[0] for case in SELECTS])
def test_select(tiny: Any, query: str, rows: Rows) -> None:
    assert solutions(tiny, query) == (rows if "ORDER BY" in query else in_order(rows))


GRAPHS = [
    ("16.2 CONSTRUCT", "CONSTRUCT { ?y :isKnownBy ?x } { ?x :knows ?y . ?y :age 30 }", ":ann :isKnownBy :cyd ."),
    ("16.2 a graph has no duplicates", "CONSTRUCT { :a :b :c } { VALUES ?x { 1 2 } }", ":a :b :c ."),
    (
        "16.2 triples that cannot be are left out",
        "CONSTRUCT { ?x :p ?x . :s ?x :o . :s :p ?u . 'a' :p ?x } { VALUES ?x { 1 :v } }",
        ":v :p :v . :s :v :o .",
    ),
    ("16.2 the empty template", "CONSTRUCT {} { ?s ?p ?o }", ""),
    (
        "16.2.1 blank nodes are new in each solution",
        "CONSTRUCT { ?x :was [ :age ?a ] . _:n :of ?x } { ?x :age ?a }",
        ":ann :was [ :age 30 ] . [] :of :ann . :bob :was [ :age 25 ] . [] :of :bob .",
    ),
    ("16.2.1 collections in the template", "CONSTRUCT { :a :b (1 2) } {}", ":a :b (1 2) ."),
    (
        "16.2.2 from the graphs of the data set",
        "CONSTRUCT { ?s ?p ?o } { GRAPH :g2 { ?s ?p ?o } }",
        ":x :p 2 . :y :q :x . :z :r 3 .",
    ),
    (
        "16.2.3 solution modifiers",
        "CONSTRUCT { ?x a :Eldest } { ?x :age ?a } ORDER BY DESC(?a) LIMIT 1",
        ":ann a :Eldest .",
    ),
    (
        "16.2.4 the short form",
        "CONSTRUCT WHERE { ?x :age ?a ; :knows [] }",
        ":ann :age 30 ; :knows [] . :bob :age 25 ; :knows [] .",
    ),
    ("16.2.4 the short form with FROM", "CONSTRUCT FROM :g1 WHERE { ?s ?p ?o } LIMIT 5", ":x :p 1 . :z :r 3 ."),
    ("16.4.1 DESCRIBE an IRI", "DESCRIBE :ann", ":ann :knows :bob ; :name 'Ann' ; :age 30 ."),
    (
        "16.4.1 DESCRIBE several",
        "DESCRIBE :cyd :none :dan",
        ":cyd :knows :ann . :dan :likes :ann, :bob ; a :Robot .",
    ),
    ("16.4.2 DESCRIBE what is found", "DESCRIBE ?x { ?x :knows :ann }", ":cyd :knows :ann ."),
    (
        "16.4.2 DESCRIBE *",
        "DESCRIBE * { ?x :knows ?y . ?y :age 30 }",
        ":cyd :knows :ann . :ann :knows :bob ; :name 'Ann' ; :age 30 .",
    ),
    (
        "16.4.2 DESCRIBE with modifiers",
        "DESCRIBE ?x { ?x :age ?a } ORDER BY ?a LIMIT 1",
        ":bob :knows :cyd ; :name 'Bob'@en ; :age 25 .",
    ),
    ("16.4.3 DESCRIBE goes through blank nodes", "DESCRIBE :eve", ":eve :list (1 2 3) ; :home [ :city 'Ghent' ] ."),
    ("16.4.3 DESCRIBE what is not there", "DESCRIBE :none", ""),
]


@pytest.mark.parametrize(("query", "turtle"), [case[1:] for case in GRAPHS], ids=[case[0] for case in GRAPHS])
def test_construct_and_describe(tiny: Any, query: str, turtle: str) -> None:
    reply = post(tiny, query)
    assert reply.status == 200 and reply.headers.get_content_type() == "application/n-triples"
    expected = Graph().parse(data=f"@prefix : <{EX}> .\n{turtle}", format="turtle")
    assert isomorphic(Graph().parse(data=reply.body, format="nt"), expected), reply.body.decode()


ASKS = [
    ("16.3 yes", "ASK { ?x a :Robot }", True),
    ("16.3 no", "ASK WHERE { ?x a :Human }", False),
    ("16.3 the empty group", "ASK {}", True),
    ("16.3 with modifiers", "ASK { ?x :age ?a } ORDER BY ?a OFFSET 2", False),
    (
        "16.3 with a grouping inside",
        "ASK { { SELECT ?x { ?x :likes ?y } GROUP BY ?x HAVING (COUNT(*) > 1) } }",
        True,
    ),
    ("16.3 with VALUES", "ASK { ?x :age ?a } VALUES ?a { 31 }", False),
    ("16.3 with FROM", "ASK FROM :g1 { :x :p 1 }", True),
]


@pytest.mark.parametrize(("query", "truth"), [case[1:] for case in ASKS], ids=[case[0] for case in ASKS])
def test_ask(tiny: Any, query: str, truth: bool) -> None:
    assert post(tiny, query).json()["boolean"] is truth


# --- Expressions: (section, {expression: value, or None where it is an error}) ---

_WHEN = '"2011-01-10T14:45:13.815-05:00"^^xsd:dateTime'
EXPRESSIONS: dict[str, dict[str, str | None]] = {
    "17.1 precedence": {
        "1 + 2 * 3": "7",
        "(1 + 2) * 3": "9",
        "8 - 3 - 2": "3",
        "8 / 2 / 2": "2.0",
        "6 / 2 * 3": "9.0",
        "2 * -3": "-6",
        "1 -1": "0",
        "1-1-1": "-1",
        "2*3-1*2": "4",
        "-(1) * 2": "-2",
        "!true || true": "true",
        "!(true || true)": "false",
        "true || true && false": "true",
        "1 + 1 = 2": "true",
        "1 = 1 && 2 = 2": "true",
        "1 < 2 && 2 < 3 || false": "true",
        "1 + 1 IN (2)": "true",
        "! 1 = 2": "false",
    },
    "17.2.1 errors": {
        "true || 1/0": "true",
        "1/0 || true": "true",
        "false || 1/0": None,
        "1/0 || 1/0": None,
        "false && 1/0": "false",
        "1/0 && false": "false",
        "true && 1/0": None,
        "1/0 && 1/0": None,
        "!(1/0)": None,
        "?none": None,
        "?none = 1": None,
    },
    "17.2.2 effective boolean value": {
        "!true": "false",
        "!false": "true",
        '!""': "true",
        '!"a"': "false",
        '!"false"': "false",
        "!0": "true",
        "!0.0": "true",
        "!0e0": "true",
        "!-1": "false",
        '!"NaN"^^xsd:double': "true",
        '!"INF"^^xsd:double': "false",
        "!:a": None,
        '!"a"^^:dt': None,
        '!"2020-01-01"^^xsd:date': None,
        "!?none": None,
    },
    "17.3 arithmetic": {
        "1 + 1": "2",
        "1 + 1.5": "2.5",
        "1.5 + 1.5": "3.0",
        "1 + 1e0": "2.0e0",
        "1.5 * 2e0": "3.0e0",
        '"1"^^xsd:float + 1.0': '"2"^^xsd:float',
        '"1"^^xsd:float + 1e0': "2.0e0",
        "0.1 + 0.2": "0.3",
        "7 - 9": "-2",
        "3 * 2.5": "7.5",
        "1 / 2": "0.5",
        "4 / 2": "2.0",
        "1 / 2e0": "0.5e0",
        "1 / 0": None,
        "1.0 / 0": None,
        "1e0 / 0": '"INF"^^xsd:double',
        "-1e0 / 0": '"-INF"^^xsd:double',
        "0e0 / 0": '"NaN"^^xsd:double',
        "-(5)": "-5",
        "+(5)": "5",
        "-(2.5)": "-2.5",
        '"1" + 1': None,
        '"a" + "b"': None,
        ":a + 1": None,
        '-"a"': None,
        '"x"^^xsd:integer + 1': None,
    },
    "17.3 comparison": {
        "1 = 1.0": "true",
        "1 = 1e0": "true",
        '1 = "1"^^xsd:float': "true",
        '1.0 = "1.00"^^xsd:decimal': "true",
        "1 != 2": "true",
        "1 != 1.0": "false",
        "1 < 1.5": "true",
        "2 > 1e0": "true",
        "2 <= 2.0": "true",
        "2 >= 3": "false",
        '"NaN"^^xsd:double = "NaN"^^xsd:double': "false",
        '"NaN"^^xsd:double != "NaN"^^xsd:double': "true",
        '"INF"^^xsd:double > 1': "true",
        '"a" = "a"': "true",
        '"a" = "A"': "false",
        '"a" < "b"': "true",
        '"Z" < "a"': "true",
        '"a" < "ab"': "true",
        '"é" > "z"': "true",
        '"a" = "a"^^xsd:string': "true",
        '"a" = "a"@en': "false",
        '"a"@en = "a"@EN': "true",
        '"a"@en != "a"@fr': "true",
        "true = true": "true",
        "true != false": "true",
        "true >= true": "true",
        '"1"^^xsd:boolean = true': "true",
        '"2020-01-01T01:00:00+01:00"^^xsd:dateTime = "2020-01-01T00:00:00Z"^^xsd:dateTime': "true",
        '"2020-01-01T00:00:00Z"^^xsd:dateTime > "2020-01-01T01:00:00+02:00"^^xsd:dateTime': "true",
        '"2020-01-01T00:00:00Z"^^xsd:dateTime != "2020-01-01T00:00:01Z"^^xsd:dateTime': "true",
        '"2020-01-01T00:00:00"^^xsd:dateTime < "2020-01-01T00:00:01"^^xsd:dateTime': "true",
        '"2020-01-01"^^xsd:date < "2020-01-02"^^xsd:date': "true",
        '"10:00:00"^^xsd:time < "11:00:00"^^xsd:time': "true",
        ":a = :a": "true",
        ":a = :b": "false",
        ":a != :b": "true",
        ':a = "a"': "false",
        ":a < :b": None,
        "1 < :b": None,
        '1 < "a"': None,
        '"a"^^:dt = "a"^^:dt': "true",
        '"a"^^:dt = "b"^^:dt': None,
        '"a"^^:dt != "b"^^:dt': None,
        '"a"^^:dt < "b"^^:dt': None,
        '"x"^^xsd:integer = 1': None,
        '"x"^^xsd:integer = "x"^^xsd:integer': "true",
    },
    "17.4.1 functional forms": {
        "BOUND(?none)": "false",
        "IF(true, 1, 1/0)": "1",
        'IF("", 1, 2)': "2",
        "IF(1/0, 1, 2)": None,
        "IF(true, 1/0, 2)": None,
        "COALESCE(1/0, ?none, 3, 4)": "3",
        "COALESCE(1/0)": None,
        "COALESCE()": None,
        "EXISTS { ?s a :Robot }": "true",
        "NOT EXISTS { ?s a :Robot }": "false",
        "sameTerm(1, 1)": "true",
        "sameTerm(1, 1.0)": "false",
        'sameTerm("a", "a"@en)': "false",
        'sameTerm("a"^^:dt, "b"^^:dt)': "false",
        "1 IN (2, 1.0)": "true",
        "1 IN (2, 3)": "false",
        "1 IN ()": "false",
        "1 IN (1/0, 1)": "true",
        "2 IN (1/0, 1)": None,
        "1 NOT IN (2)": "true",
        "1 NOT IN ()": "true",
        "1 NOT IN (1/0, 1)": "false",
        "2 NOT IN (1/0, 1)": None,
        ':a IN ("a", :a)': "true",
    },
    "17.4.2 terms": {
        "isIRI(:a)": "true",
        "isURI(:a)": "true",
        'isIRI("a")': "false",
        "isBlank(BNODE())": "true",
        "isBlank(:a)": "false",
        'isLiteral("a")': "true",
        "isLiteral(:a)": "false",
        "isNumeric(1)": "true",
        "isNumeric(1.5)": "true",
        'isNumeric("1"^^xsd:byte)': "true",
        'isNumeric("1")': "false",
        'isNumeric("a"^^xsd:integer)': "false",
        "isNumeric(:a)": "false",
        "isIRI(?none)": None,
        "STR(:a)": '"http://example.org/a"',
        'STR("a"@en)': '"a"',
        "STR(12)": '"12"',
        'STR("x"^^:dt)': '"x"',
        "STR(BNODE())": None,
        'LANG("a"@en)': '"en"',
        'LANG("a")': '""',
        "LANG(1)": '""',
        "LANG(:a)": None,
        'DATATYPE("a")': "xsd:string",
        'DATATYPE("a"@en)': "rdf:langString",
        "DATATYPE(1)": "xsd:integer",
        "DATATYPE(1.5)": "xsd:decimal",
        "DATATYPE(1e0)": "xsd:double",
        "DATATYPE(true)": "xsd:boolean",
        'DATATYPE("a"^^:dt)': ":dt",
        "DATATYPE(:a)": None,
        'IRI("http://example.org/x")': ":x",
        'URI("http://example.org/x")': ":x",
        "IRI(:x)": ":x",
        'IRI("a b")': None,
        "IRI(1)": None,
        "BNODE()": "[]",
        'BNODE("a")': "[]",
        'BNODE("a") = BNODE("a")': "true",
        'BNODE("a") = BNODE("b")': "false",
        "BNODE() = BNODE()": "false",
        "BNODE(1)": None,
        'STRDT("1", xsd:integer)': "1",
        'STRDT("a", :dt)': '"a"^^:dt',
        'STRDT("1"@en, xsd:integer)': None,
        "STRDT(1, xsd:integer)": None,
        'STRDT("1", "a")': None,
        'STRLANG("a", "en")': '"a"@en',
        'STRLANG("a"@en, "de")': None,
        'STRLANG("a", "not a tag")': None,
        "STRLANG(1, 'en')": None,
        'REGEX(STR(UUID()), "^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")': "true",
        "isIRI(UUID())": "true",
        "UUID() = UUID()": "false",
        'REGEX(STRUUID(), "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")': "true",
        "DATATYPE(STRUUID())": "xsd:string",
        "STRUUID() = STRUUID()": "false",
    },
    "17.4.3 strings": {
        'STRLEN("abc")': "3",
        'STRLEN("")': "0",
        'STRLEN("é🎭"@en)': "2",
        "STRLEN(1)": None,
        'SUBSTR("foobar", 4)': '"bar"',
        'SUBSTR("foobar", 4, 1)': '"b"',
        'SUBSTR("foobar"@en, 4)': '"bar"@en',
        'SUBSTR("foobar", 0, 2)': '"f"',
        'SUBSTR("foobar", -1, 4)': '"fo"',
        'SUBSTR("foobar", 7)': '""',
        'SUBSTR("foobar", 2, 100)': '"oobar"',
        'SUBSTR("a🎭b", 2, 1)': '"🎭"',
        "SUBSTR(1, 1)": None,
        'SUBSTR("a", "b")': None,
        'UCASE("foo")': '"FOO"',
        'UCASE("é"@fr)': '"É"@fr',
        "UCASE(1)": None,
        'LCASE("BAR")': '"bar"',
        'LCASE("É"@fr)': '"é"@fr',
        "LCASE(:a)": None,
        'STRSTARTS("foobar", "foo")': "true",
        'STRSTARTS("foobar"@en, "foo"@en)': "true",
        'STRSTARTS("foobar"@en, "foo")': "true",
        'STRSTARTS("foobar"@en, "foo"@de)': None,
        'STRSTARTS("foobar", "foo"@en)': None,
        'STRSTARTS("foobar", "")': "true",
        'STRENDS("foobar", "bar")': "true",
        'STRENDS("foobar"@en, "bar")': "true",
        'STRENDS("foobar", "foo")': "false",
        'STRENDS("foobar"@en, "bar"@de)': None,
        'CONTAINS("foobar", "oba")': "true",
        'CONTAINS("foobar"@en, "oba"@en)': "true",
        'CONTAINS("foobar", "OBA")': "false",
        'CONTAINS("foobar", "oba"@en)': None,
        "CONTAINS(11, '1')": None,
        'STRBEFORE("abc", "b")': '"a"',
        'STRBEFORE("abc"@en, "bc")': '"a"@en',
        'STRBEFORE("abc"@en, "bc"@en)': '"a"@en',
        'STRBEFORE("abc"@en, "b"@cy)': None,
        'STRBEFORE("abc"@en, "")': '""@en',
        'STRBEFORE("abc"@en, "z"@en)': '""',
        'STRBEFORE("abc", "xyz")': '""',
        'STRAFTER("abc", "b")': '"c"',
        'STRAFTER("abc"@en, "ab")': '"c"@en',
        'STRAFTER("abc"@en, "b"@cy)': None,
        'STRAFTER("abc"@en, "")': '"abc"@en',
        'STRAFTER("abc"@en, "z"@en)': '""',
        'STRAFTER("abc", "xyz")': '""',
        'ENCODE_FOR_URI("Los Angeles")': '"Los%20Angeles"',
        'ENCODE_FOR_URI("~bébé"@en)': '"~b%C3%A9b%C3%A9"',
        'ENCODE_FOR_URI("a/b?c&d+e%f-g_h.i")': '"a%2Fb%3Fc%26d%2Be%25f-g_h.i"',
        "ENCODE_FOR_URI(1)": None,
        'CONCAT("foo", "bar")': '"foobar"',
        'CONCAT("foo"@en, "bar"@en)': '"foobar"@en',
        'CONCAT("foo"@en, "bar")': '"foobar"',
        'CONCAT("foo"@en, "bar"@es)': '"foobar"',
        "CONCAT()": '""',
        'CONCAT("a", 1)': None,
        'langMatches("en-GB", "en")': "true",
        'langMatches("EN", "en")': "true",
        'langMatches("en", "en-GB")': "false",
        'langMatches("eng", "en")': "false",
        'langMatches("fr", "*")': "true",
        'langMatches("", "*")': "false",
        'langMatches(LANG("a"@en-gb), "EN")': "true",
        'REGEX("Alice", "^ali", "i")': "true",
        'REGEX("Alice", "^ali")': "false",
        'REGEX("Alice"@en, "lic")': "true",
        'REGEX("a\\nb", "a.b")': "false",
        'REGEX("a\\nb", "a.b", "s")': "true",
        'REGEX("a\\nb", "^b")': "false",
        'REGEX("a\\nb", "^b", "m")': "true",
        'REGEX("ab", "a b", "x")': "true",
        'REGEX("A\\nB", "a.b", "is")': "true",
        'REGEX("aé1 ", "^\\\\p{Ll}\\\\w\\\\d\\\\s$")': "true",
        'REGEX("aab", "^a{2}[b-d]+?$")': "true",
        'REGEX("a", "[")': None,
        'REGEX("a", "a", "z")': None,
        'REGEX(1, "1")': None,
        'REPLACE("abcd", "b", "Z")': '"aZcd"',
        'REPLACE("abab", "B", "Z", "i")': '"aZaZ"',
        'REPLACE("abracadabra", "bra", "*")': '"a*cada*"',
        'REPLACE("abracadabra", "a.*?a", "*")': '"*c*bra"',
        'REPLACE("abracadabra", "a(.)", "a$1$1")': '"abbraccaddabbra"',
        'REPLACE("abc"@en, "b", "x")': '"axc"@en',
        'REPLACE("abc", "b", "")': '"ac"',
        'REPLACE("abc", "[", "x")': None,
        'REPLACE(11, "1", "2")': None,
    },
    "17.4.4 numbers": {
        "ABS(-1)": "1",
        "ABS(-1.5)": "1.5",
        "ABS(-1e0)": "1.0e0",
        'ABS("a")': None,
        "ROUND(2.4999)": "2.0",
        "ROUND(2.5)": "3.0",
        "ROUND(-2.5)": "-2.0",
        "ROUND(2.5e0)": "3.0e0",
        "ROUND(7)": "7",
        'ROUND("a")': None,
        "CEIL(10.5)": "11.0",
        "CEIL(-10.5)": "-10.0",
        "CEIL(10.5e0)": "11.0e0",
        "CEIL(7)": "7",
        "CEIL(:a)": None,
        "FLOOR(10.5)": "10.0",
        "FLOOR(-10.5)": "-11.0",
        "FLOOR(10.5e0)": "10.0e0",
        "FLOOR(7)": "7",
        'FLOOR("1")': None,
        "RAND() >= 0 && RAND() < 1": "true",
        "DATATYPE(RAND())": "xsd:double",
    },
    "17.4.5 dates and times": {
        "DATATYPE(NOW())": "xsd:dateTime",
        "NOW() = NOW()": "true",
        "YEAR(NOW()) >= 2024": "true",
        f"YEAR({_WHEN})": "2011",
        f"MONTH({_WHEN})": "1",
        f"DAY({_WHEN})": "10",
        f"HOURS({_WHEN})": "14",
        f"MINUTES({_WHEN})": "45",
        f"SECONDS({_WHEN})": "13.815",
        f"TIMEZONE({_WHEN})": '"-PT5H"^^xsd:dayTimeDuration',
        'TIMEZONE("2011-01-10T14:45:13Z"^^xsd:dateTime)': '"PT0S"^^xsd:dayTimeDuration',
        'TIMEZONE("2011-01-10T14:45:13"^^xsd:dateTime)': None,
        f"TZ({_WHEN})": '"-05:00"',
        'TZ("2011-01-10T14:45:13Z"^^xsd:dateTime)': '"Z"',
        'TZ("2011-01-10T14:45:13"^^xsd:dateTime)': '""',
        'YEAR("-0044-03-15T00:00:00Z"^^xsd:dateTime)': "-44",
        'YEAR("2011")': None,
        'MONTH("2011-02-30T00:00:00Z"^^xsd:dateTime)': None,
        "HOURS(1)": None,
        "TZ(1)": None,
    },
    "17.4.6 hashes": {
        'MD5("abc")': '"900150983cd24fb0d6963f7d28e17f72"',
        'SHA1("abc")': '"a9993e364706816aba3e25717850c26c9cd0d89d"',
        'SHA256("abc")': '"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"',
        'SHA384("abc")': '"cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed'
        '8086072ba1e7cc2358baeca134c825a7"',
        'SHA512("abc")': '"ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a'
        '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"',
        'MD5("é")': '"66ddcd97cfdeabb2f6fb8a999b4bc76f"',
        'MD5("abc"@en)': None,
        "SHA1(1)": None,
    },
    "17.5 casts": {
        'xsd:boolean("true")': "true",
        'xsd:boolean("1")': "true",
        "xsd:boolean(0)": "false",
        "xsd:boolean(2.5)": "true",
        'xsd:boolean("NaN"^^xsd:double)': "false",
        'xsd:boolean("yes")': None,
        'xsd:integer("5")': "5",
        "xsd:integer(5.7)": "5",
        "xsd:integer(-5.7e0)": "-5",
        "xsd:integer(true)": "1",
        'xsd:integer("5.5")': None,
        'xsd:integer("INF"^^xsd:double)': None,
        "xsd:integer(:a)": None,
        'xsd:integer("5"@en)': None,
        'xsd:decimal("5.50")': "5.5",
        "xsd:decimal(1e3)": "1000.0",
        "xsd:decimal(false)": "0.0",
        'xsd:decimal("1e3")': None,
        'xsd:double("1")': "1.0e0",
        'xsd:double("INF")': '"INF"^^xsd:double',
        "xsd:double(true)": "1.0e0",
        'xsd:double("x")': None,
        'xsd:float("1.5")': '"1.5"^^xsd:float',
        "xsd:float(2)": '"2"^^xsd:float',
        "xsd:string(1)": '"1"',
        "xsd:string(true)": '"true"',
        "xsd:string(:a)": '"http://example.org/a"',
        'xsd:string("a"@en)': '"a"',
        "xsd:string(BNODE())": None,
        'xsd:dateTime("2020-01-01T00:00:00Z")': '"2020-01-01T00:00:00Z"^^xsd:dateTime',
        'xsd:dateTime("2020-13-01T00:00:00Z")': None,
        "xsd:dateTime(1)": None,
    },
}
# Production 121 (BuiltInCall) of the grammar, and 127 (Aggregate).
BUILT_INS = """
STR LANG langMatches DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN SUBSTR REPLACE UCASE
LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS
TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT sameTerm isIRI isURI
isBlank isLiteral isNumeric REGEX EXISTS
"""
AGGREGATES = "COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT"
_TABLE = [(section, *pair) for section, table in EXPRESSIONS.items() for pair in table.items()]


@pytest.mark.parametrize(
    ("expression", "value"), [row[1:] for row in _TABLE], ids=[f"{row[0]}: {row[1]}" for row in _TABLE]
)
def test_expression(tiny: Any, expression: str, value: str | None) -> None:
    assert solutions(tiny, f"SELECT ({expression} AS ?x) {{}}") == [(value,)]


def test_every_function_of_the_specification_is_in_these_tables() -> None:
    called = {name for _, expression, _ in _TABLE for name in re.findall(r"([A-Za-z_0-9]+)\s?[({]", expression)}
    assert set(BUILT_INS.split()) <= called
    assert all(any(name + "(" in query for _, query, _ in SELECTS) for name in AGGREGATES.split())


def test_a_filter_keeps_what_is_true_and_drops_errors(tiny: Any) -> None:
    query = "SELECT ?x { VALUES ?x { 0 1 '' 'a' true false :a UNDEF 0.0 2e0 } FILTER(?x) }"
    assert solutions(tiny, query) == in_order(values("1", '"a"', "true", "2.0e0"))


@pytest.mark.parametrize("call", ["UUID()", "STRUUID()", "RAND()", "NOW()", "nOw # a comment\n ( )"])
def test_what_changes_with_every_request_does(tiny: Any, call: str) -> None:
    """17.4: two requests with the same query get two values, whatever is remembered in between."""
    first, second = (solutions(tiny, f"SELECT ({call} AS ?x) {{}}") for _ in range(2))
    assert first != second


# --- What is not SPARQL ---

WRONG = r"""
SELECT
SELECT {}
SELECT * WHERE
SELECT * { ?s ?p ?o
SELECT * ?s ?p ?o }
SELECT ?x, ?y {}
SELECT (?x) {}
SELECT (1) {}
SELECT (1 AS 2) {}
SELECT (COUNT(*)) {}
SELECT DISTINCT REDUCED ?x {}
SELECT * { } .
SELECT * { } SELECT * { }
ASK { } ASK { }
SELECT * { } garbage
SELECT * { ?s ?p }
SELECT * { ?s ?p ?o ?q }
SELECT * { ?s ?p ?o . . }
SELECT * { . ?s ?p ?o }
SELECT * { ?s ?p ?o , }
SELECT * { ?s , ?p ?o }
SELECT * { ?s "p" ?o }
SELECT * { ?s _:p ?o }
SELECT * { ?s [] ?o }
SELECT * { ?s A ?o }
SELECT * { a :p ?o }
SELECT * { ?s :p a }
SELECT * { [] }
SELECT * { () }
SELECT * { [ :p ] }
SELECT * { [ :p 1 }
SELECT * { (1 2 :p 3 }
SELECT * { ?s ?p* ?o }
SELECT * { ?s :p^ ?o }
SELECT * { ?s :p** ?o }
SELECT * { ?s ^^:p ?o }
SELECT * { ?s !(?p) ?o }
SELECT * { ?s !(:p/:q) ?o }
SELECT * { ?s !(:p*) ?o }
SELECT * { ?s :p{2} ?o }
SELECT * { ?s (:p|) ?o }
SELECT * { ?s :p "a }
SELECT * { ?s :p 'a" }
SELECT * { ?s :p "a¶b" }
SELECT * { ?s :p "\q" }
SELECT * { ?s :p "\u12" }
SELECT * { ?s :p "\uD83C" }
SELECT * { ?s :p "\U00110000" }
SELECT * { ?s :p '''a'' }
SELECT * { ?s :p <a b> }
SELECT * { ?s :p <http://a{b}> }
SELECT * { ?s :p <http://a\b> }
SELECT * { ?s :p "a"@ }
SELECT * { ?s :p "a"@1 }
SELECT * { ?s :p "a"@en- }
SELECT * { ?s :p "a"@en_GB }
SELECT * { ?s :p "a"^^ }
SELECT * { ?s :p "a"^^"b" }
SELECT * { ?s :p "a"@en^^:dt }
SELECT * { ?s :p 1^^:dt }
SELECT * { ?s :p 1e }
SELECT * { ?s :p none:x }
SELECT * { ?s :p ? }
SELECT * { ?s :p ?x-y }
SELECT * { ?s :p _: }
SELECT * { ?s :p :a\q }
SELECT * { ?s :p :%zz }
SELECT * { FILTER }
SELECT * { FILTER ?x }
SELECT * { FILTER 1 }
SELECT * { FILTER !true }
SELECT * { FILTER ?x = 1 }
SELECT * { FILTER() }
SELECT * { FILTER((1) }
SELECT * { FILTER(1)) }
SELECT * { FILTER(1 = 2 = 3) }
SELECT * { FILTER(1 < 2 < 3) }
SELECT * { FILTER(!) }
SELECT * { FILTER(1 +) }
SELECT * { FILTER(* 2) }
SELECT * { FILTER(1 == 2) }
SELECT * { FILTER(1 <> 2) }
SELECT * { FILTER(1 & 2) }
SELECT * { FILTER(1 IN 2) }
SELECT * { FILTER(1 IN (2,)) }
SELECT * { FILTER(FOO(1)) }
SELECT * { FILTER(STRLEN()) }
SELECT * { FILTER(STRLEN("a", "b")) }
SELECT * { FILTER(SUBSTR("a")) }
SELECT * { FILTER(IF(true, 1)) }
SELECT * { FILTER(BOUND(1)) }
SELECT * { FILTER(BOUND(?x + 1)) }
SELECT * { FILTER(COALESCE) }
SELECT * { FILTER(NOW(1)) }
SELECT * { FILTER(RAND) }
SELECT * { FILTER(REGEX("a")) }
SELECT * { FILTER(REPLACE("a", "b")) }
SELECT * { FILTER EXISTS ?x }
SELECT * { FILTER NOT { } }
SELECT * { FILTER(COUNT(?x) > 1) }
SELECT * { BIND(1) }
SELECT * { BIND(1 AS "x") }
SELECT * { BIND(1 ?x) }
SELECT * { BIND(COUNT(*) AS ?x) }
SELECT * { ?x :p 1 BIND(1 AS ?x) }
SELECT * { { SELECT (1 AS ?x) {} } BIND(2 AS ?x) }
SELECT * { VALUES ?x { ?y } }
SELECT * { VALUES ?x { _:b } }
SELECT * { VALUES ?x { (1) } }
SELECT * { VALUES (?x) { 1 } }
SELECT * { VALUES (?x ?y) { (1) } }
SELECT * { VALUES (?x ?y) { (1 2 3) } }
SELECT * { VALUES { } }
SELECT * { VALUES ?x { undefined } }
SELECT * { } VALUES ?x
SELECT * { } VALUES ?x { 1 } LIMIT 1
SELECT * { } VALUES ?x { 1 } VALUES ?y { 2 }
SELECT * { OPTIONAL }
SELECT * { OPTIONAL ?s ?p ?o }
SELECT * { UNION { } }
SELECT * { {} UNION }
SELECT * { MINUS ?x }
SELECT * { GRAPH { } }
SELECT * { GRAPH :g }
SELECT * { GRAPH "g" { } }
SELECT * { GRAPH _:g { } }
SELECT * { SELECT ?x }
SELECT * { SELECT ?x {} ?s ?p ?o }
SELECT * { _:a :p 1 OPTIONAL { _:a :q 2 } }
SELECT * { _:a :p 1 { _:a :q 2 } }
SELECT * { _:a :p 1 . GRAPH :g {} _:a :q 2 }
SELECT * {} LIMIT
SELECT * {} LIMIT -1
SELECT * {} LIMIT 1.5
SELECT * {} LIMIT ?x
SELECT * {} LIMIT 1 LIMIT 2
SELECT * {} OFFSET 1 LIMIT 1 OFFSET 1
SELECT * {} LIMIT 1 ORDER BY ?x
SELECT * {} ORDER ?x
SELECT * {} ORDER BY
SELECT * {} ORDER BY ?x, ?y
SELECT * {} ORDER BY ASC ?x
SELECT * {} ORDER BY 1
SELECT * {} ORDER BY ?x + 1
SELECT (1 AS ?n) {} GROUP BY
SELECT (1 AS ?n) {} GROUP BY (?x AS)
SELECT (1 AS ?n) {} GROUP BY ?x + 1
SELECT (1 AS ?n) {} HAVING
SELECT (1 AS ?n) {} HAVING ?x
SELECT (1 AS ?n) {} ORDER BY ?x GROUP BY ?x
SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }
SELECT ?y { ?x ?p ?y } GROUP BY ?x
SELECT * { ?x ?p ?y } GROUP BY ?x
SELECT (?y AS ?z) { ?x ?p ?y } GROUP BY ?x
SELECT ?x { ?x ?p ?y } GROUP BY (STR(?x))
SELECT ((?x + ?y) AS ?z) (COUNT(*) AS ?n) { ?x ?p ?y } GROUP BY (?x + ?y)
SELECT (COUNT() AS ?n) {}
SELECT (COUNT(?x, ?y) AS ?n) {}
SELECT (SUM(*) AS ?n) {}
SELECT (COUNT(REDUCED ?x) AS ?n) {}
SELECT (GROUP_CONCAT(?x, "a") AS ?n) {}
SELECT (GROUP_CONCAT(?x; SEPARATOR = 1) AS ?n) {}
SELECT (GROUP_CONCAT(?x; SEP = "a") AS ?n) {}
SELECT (1 AS ?x) { ?x :p 1 }
SELECT (1 AS ?x) (2 AS ?x) {}
SELECT ?x (2 AS ?x) {}
SELECT * FROM ?g {}
SELECT * FROM "g" {}
SELECT * FROM NAMED {}
SELECT * {} FROM :g
CONSTRUCT {}
CONSTRUCT * {}
CONSTRUCT ?x {}
CONSTRUCT { ?s ?p ?o FILTER(true) } {}
CONSTRUCT { ?s :p/:q ?o } {}
CONSTRUCT { ?s _:p ?o } {}
CONSTRUCT { GRAPH :g { ?s ?p ?o } } {}
CONSTRUCT { { ?s ?p ?o } } {}
CONSTRUCT WHERE { ?s ?p ?o FILTER(true) }
CONSTRUCT WHERE { GRAPH :g { ?s ?p ?o } }
CONSTRUCT WHERE { ?s :p/:q ?o }
CONSTRUCT WHERE { OPTIONAL { ?s ?p ?o } }
CONSTRUCT WHERE { { ?s ?p ?o } }
DESCRIBE
DESCRIBE "a"
DESCRIBE ?x, ?y {}
DESCRIBE (1 AS ?x) {}
ASK
ASK ?x {}
ASK * {}
BASE SELECT * {}
BASE :a SELECT * {}
BASE <http://a> . SELECT * {}
PREFIX a <http://a> SELECT * {}
PREFIX a:b <http://a> SELECT * {}
PREFIX a: "http://a" SELECT * {}
PREFIX a: <http://a>
@prefix a: <http://a> . SELECT * {}
# only a comment
SELECT * { ?s :p 1 # }
SELECT * { ?s :p ?o } /* comment */
SELECT * { LET (?x := 1) }
""".strip().split("\n")


@pytest.mark.parametrize("query", [query.replace("¶", "\n") for query in WRONG])
def test_what_the_grammar_forbids_is_refused(tiny: Any, query: str) -> None:
    reply = post(tiny, query)
    assert reply.status == 400
    assert reply.headers.get_content_type() == "application/problem+json"
    assert reply.json()["type"].endswith("/malformed-query")


# --- Where the engine is not the specification ---


class Limit(NamedTuple):
    """What the specification says a query gives, and what it gives here; REFUSED where it is refused (400)."""

    section: str
    query: str
    specified: Rows | str
    given: Rows | str


def x(expression: str) -> str:
    return f"SELECT ({expression} AS ?x) {{}}"


_LAST = "9223372036854775807"
LIMITS: dict[str, Limit] = {
    "lexical forms": Limit(
        "4.1.2",
        'SELECT (STR(?x) AS ?y) { VALUES ?x { "01"^^xsd:integer "1.50"^^xsd:decimal "1.0E3"^^xsd:double } }',
        values('"01"', '"1.0E3"', '"1.50"'),
        values('"1"', '"1.5"', '"1000"'),
    ),
    "derived integer types": Limit("17.1", x('DATATYPE("1"^^xsd:byte)'), values("xsd:byte"), values("xsd:integer")),
    "language tags": Limit("17.4.2.6", x('LANG("a"@en-GB)'), values('"en-GB"'), values('"en-gb"')),
    "integers": Limit("17.3", x(f"{_LAST} + 1"), values("9223372036854775808"), values(None)),
    "decimals": Limit("17.3", x("0.1234567890123456789 * 1"), values("0.1234567890123456789"), values(None)),
    "order of booleans": Limit("17.3", x("false < true"), values("true"), values(None)),
    "local time": Limit(
        "17.3",
        x('"2020-01-01T12:00:00"^^xsd:dateTime < "2020-01-01T12:00:00Z"^^xsd:dateTime'),
        values("false"),  # with UTC as the implicit time zone
        values(None),
    ),
    "boolean value of text in a language": Limit("17.2.2", x('!"a"@en'), values("false"), values(None)),
    "boolean value of ill-typed numbers": Limit("17.2.2", x('!"a"^^xsd:integer'), values("true"), values(None)),
    "numbers out of range": Limit("17.4.2.4", x('isNumeric("1200"^^xsd:byte)'), values("false"), values("true")),
    "white space in casts": Limit("17.5", x('xsd:integer(" 5 ")'), values("5"), values(None)),
    "doubles as text": Limit("17.5", x("xsd:string(1e10)"), values('"1.0E10"'), values('"10000000000"')),
    "regular expressions: back-references": Limit(
        "17.4.3.14", x(r'REGEX("abab", "(ab)\\1")'), values("true"), values(None)
    ),
    "regular expressions: classes of XML Schema": Limit(
        "17.4.3.14", x(r'REGEX("a", "\\i\\c*")'), values("true"), values(None)
    ),
    "regular expressions: subtraction": Limit(
        "17.4.3.14", x('REGEX("a", "[a-z-[aeiou]]")'), values("false"), values("true")
    ),
    "REPLACE of the empty string": Limit(
        "17.4.3.15", x('REPLACE("ab", "x*", "-")'), values(None), values('"-a-b-"')
    ),
    "REPLACE with an escaped character": Limit(
        "17.4.3.15", x(r'REPLACE("abc", "b", "\\$")'), values('"a$c"'), values(r'"a\\$c"')
    ),
    "REPLACE with a group before a letter": Limit(
        "17.4.3.15", x('REPLACE("abc", "(b)", "$1x")'), values('"abxc"'), values('"ac"')
    ),
    "BNODE with a name": Limit(
        "17.4.2.9",
        "SELECT (COUNT(DISTINCT ?b) AS ?n) { VALUES ?x { 1 2 } BIND(BNODE('a') AS ?b) }",
        values("2"),
        values("1"),
    ),
    "GROUP_CONCAT of what is not text": Limit(
        "18.5.1.7", "SELECT (GROUP_CONCAT(?x) AS ?y) { VALUES ?x { 1 1 } }", values('"1 1"'), values(None)
    ),
    "GROUP_CONCAT of text in a language": Limit(
        "18.5.1.7", 'SELECT (GROUP_CONCAT(?x) AS ?y) { VALUES ?x { "a"@en } }', values('"a"'), values('"a"@en')
    ),
    "a triple in two graphs of FROM": Limit(
        "13.2.1", "SELECT ?x FROM :g1 FROM :g2 { :z :r ?x }", values("3"), values("3", "3")
    ),
    "paths of length zero": Limit("18.4", "SELECT ?x { :none :knows* ?x }", values(":none"), []),
    "alternatives in paths": Limit(
        "9.3", "SELECT ?x { :ann :knows|:knows ?x }", values(":bob", ":bob"), values(":bob")
    ),
    "GRAPH around no triple": Limit(
        "13.3",
        "SELECT ?g ?x { GRAPH ?g { VALUES ?x { 1 } } }",
        [(":g1", "1"), (":g2", "1")],
        [(None, "1")],
    ),
    "GRAPH around a subquery": Limit(
        "13.3",
        "SELECT ?g ?n { GRAPH ?g { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } } }",
        [(":g1", "2"), (":g2", "3")],
        [(None, "5")],
    ),
    "GRAPH's variable in its pattern": Limit(
        "18.6", "SELECT ?g { GRAPH ?g { :x :p ?x FILTER(?g = :g1) } }", [], values(":g1")
    ),
    "GRAPH that does not exist": Limit("18.6", "SELECT ?x { GRAPH :none { VALUES ?x { 1 } } }", [], values("1")),
    "escapes outside strings and IRIs": Limit("19.2", r"SELECT ?x { ?\u0078 a :Robot }", values(":dan"), REFUSED),
    "TRUE and FALSE": Limit("19.8", x("TRUE"), values("true"), REFUSED),
    "a variable selected twice": Limit("19.8", "SELECT ?x ?x { ?x a :Robot }", [(":dan", ":dan")], REFUSED),
    "a sign apart from its number": Limit(
        "19.8", "SELECT (COUNT(*) AS ?n) { VALUES ?x { 1 + 1 } }", REFUSED, values("2")
    ),
    "double negation": Limit("19.8", x("!!true"), REFUSED, values("true")),
    "grouping outside SELECT": Limit(
        "19.8", "ASK { ?x :likes ?y } GROUP BY ?x HAVING (COUNT(*) > 1)", "accepted", REFUSED
    ),
    "unknown functions": Limit("17.6", x("COALESCE(:unknown(1), 2)"), values("2"), REFUSED),
}


@pytest.mark.parametrize("name", LIMITS)
def test_engine_limit(tiny: Any, name: str) -> None:
    """Where this fails the engine has come nearer to the specification: take the limit out, here and there."""
    limit = LIMITS[name]
    assert limit.given != limit.specified
    assert outcome(tiny, limit.query) == limit.given


EXTENSIONS: dict[str, tuple[str, Rows]] = {
    "LATERAL": (
        "SELECT ?x ?y { VALUES ?x { :dan :ann } LATERAL { SELECT ?x ?y { ?x :likes ?y } ORDER BY ?y LIMIT 1 } }",
        [(":dan", ":ann")],
    ),
    "ADJUST": (
        x('ADJUST("2020-01-01T00:00:00Z"^^xsd:dateTime, "PT2H"^^xsd:dayTimeDuration)'),
        values('"2020-01-01T02:00:00+02:00"^^xsd:dateTime'),
    ),
    "differences of dates": (
        x('"2020-01-02"^^xsd:date - "2020-01-01"^^xsd:date'),
        values('"P1D"^^xsd:dayTimeDuration'),
    ),
    "sums of durations": (
        x('"PT1H"^^xsd:dayTimeDuration + "PT2H"^^xsd:dayTimeDuration'),
        values('"PT3H"^^xsd:dayTimeDuration'),
    ),
    "parts of dates": (x('YEAR("2020-01-02"^^xsd:date)'), values("2020")),
    "casts to dates and durations": (
        x('xsd:date("2020-01-02T00:00:00Z"^^xsd:dateTime)'),
        values('"2020-01-02Z"^^xsd:date'),
    ),
    "order of text in one language": (x('"a"@en < "b"@en'), values("true")),
    "literal search patterns": (x('REGEX("a.b", "a.b", "q") && !REGEX("axb", "a.b", "q")'), values("true")),
    "VERSION": ('VERSION "1.2" SELECT (1 AS ?x) {}', values("1")),
    "triple terms": (x("<<( :a :b :c )>>"), values("<<( :a :b :c )>>")),
    "functions of triple terms": (
        x("isTRIPLE(TRIPLE(:a, :b, :c)) && SUBJECT(<<( :a :b :c )>>) = :a"),
        values("true"),
    ),
    "reifiers and annotations": ("SELECT ?x { << :a :b :c >> :p ?x . :a :b :c ~ :r {| :p ?x |} }", []),
    "text with a direction": (x('STRLANGDIR("a", "ar", "rtl")'), values('"a"@ar--rtl')),
    "functions of languages": (x('hasLANG("a"@en) && LANGDIR("a"@ar--rtl) = "rtl"'), values("true")),
}


@pytest.mark.parametrize("name", EXTENSIONS)
def test_extension(tiny: Any, name: str) -> None:
    query, rows = EXTENSIONS[name]
    assert solutions(tiny, query) == rows


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of the page, without its head."""
    section = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_page_lists_every_limit_and_extension() -> None:
    assert [row[:2] for row in table("Engine limits")] == [[name, limit.section] for name, limit in LIMITS.items()]
    assert [row[0] for row in table("Extensions")] == list(EXTENSIONS)
