"""Values come back exactly, in every format: held against parsers that are not ours nor the engine's.

JSON is https://www.w3.org/TR/sparql11-results-json/, XML https://www.w3.org/TR/rdf-sparql-XMLres/, CSV and TSV
https://www.w3.org/TR/sparql11-results-csv-tsv/ (and RFC 4180).
"""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.namespaces import RDF, XSD

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SPARQL = "{http://www.w3.org/2005/sparql-results#}"
EX = "http://example.org/"
# XML 1.0, production 2 (Char): every other character cannot be written in XML, not even by its number.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Term(NamedTuple):
    """An RDF term; ``kind`` is as in the JSON format."""

    kind: str
    value: str
    language: str | None = None
    datatype: str | None = None

    def written(self) -> str:
        """In SPARQL, with the fewest escapes that its grammar asks for."""
        if self.kind == "uri":
            return f"<{self.value}>"
        text = self.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        if self.language:
            return f'"{text}"@{self.language}'
        return f'"{text}"' + (f"^^<{self.datatype}>" if self.datatype else "")


def text(value: str, language: str | None = None, datatype: str | None = None) -> Term:
    return Term("literal", value, language, datatype)


Row = list[Term | None]


def ask(server: Any, query: str, media_type: str) -> bytes:
    headers = {"Content-Type": "application/sparql-query", "Accept": media_type}
    reply = server.request("POST", "/sparql", query.encode(), headers)
    assert reply.status == 200, reply.body
    assert reply.headers.get_content_type() == media_type
    body: bytes = reply.body
    return body


# --- One reader for each format of solutions: the names and the rows ---


def from_json(body: bytes) -> tuple[list[str], list[Row]]:
    answer = json.loads(body)

    def term(value: dict[str, str]) -> Term:
        return Term(value["type"], value["value"], value.get("xml:lang"), value.get("datatype"))

    names = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    assert all(set(row) <= set(names) for row in rows)
    return names, [[term(row[name]) if name in row else None for name in names] for row in rows]


def from_xml(body: bytes) -> tuple[list[str], list[Row]]:
    root = ElementTree.fromstring(body)
    names = [each.attrib["name"] for each in root.iterfind(f"{SPARQL}head/{SPARQL}variable")]
    rows = []
    for result in root.iterfind(f"{SPARQL}results/{SPARQL}result"):
        found = {}
        for binding in result.iterfind(f"{SPARQL}binding"):
            (value,) = binding
            kind = value.tag.removeprefix(SPARQL)
            attributes = value.attrib
            found[binding.attrib["name"]] = Term(
                kind, value.text or "", attributes.get(XML_LANG), attributes.get("datatype")
            )
        assert set(found) <= set(names)
        rows.append([found.get(name) for name in names])
    return names, rows


def from_csv(body: bytes) -> tuple[list[str], list[list[str]]]:
    """CSV has values only; what is unbound is the empty string."""
    names, *rows = csv.reader(io.StringIO(body.decode(), newline=""), strict=True)
    return names, rows


def from_tsv(body: bytes) -> tuple[list[str], list[Row]]:
    head, *lines = body.decode().removesuffix("\n").split("\n")
    names = head.split("\t")
    assert all(name.startswith("?") for name in names)
    return [name[1:] for name in names], [[_turtle(field) for field in line.split("\t")] for line in lines]


def _turtle(field: str) -> Term | None:
    """A term that stands in TSV as in Turtle."""
    if not field or field.startswith("_:"):
        return Term("bnode", field[2:]) if field else None
    graph = rdflib.Graph().parse(data=f"<x:s> <x:p> {field} .", format="turtle")
    return from_rdflib(next(graph.objects()))


def from_rdflib(term: Any) -> Term:
    if isinstance(term, rdflib.URIRef):
        return Term("uri", str(term))
    if isinstance(term, rdflib.BNode):
        return Term("bnode", str(term))
    datatype = None if term.language or term.datatype == rdflib.XSD.string else term.datatype
    return text(str(term), term.language, str(datatype) if datatype else None)


READERS: dict[str, Callable[[bytes], tuple[list[str], list[Row]]]] = {
    "application/sparql-results+json": from_json,
    "application/sparql-results+xml": from_xml,
    "text/tab-separated-values": from_tsv,
}
SOLUTIONS = [*READERS, "text/csv"]
PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/trig": "trig",
    "application/n-quads": "nquads",
}


@pytest.fixture(autouse=True)
def lexical_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """rdflib shall keep literals as they are written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def values(terms: list[Term]) -> str:
    rows = " ".join(f"({number} {term.written()})" for number, term in enumerate(terms))
    return f"VALUES (?n ?x) {{ {rows} }}"


def through_solutions(server: Any, terms: list[Term], media_type: str) -> list[Term | None]:
    """The terms, put into a query and read from its answer."""
    body = ask(server, f"SELECT ?x ?n {{ {values(terms)} }} ORDER BY ?n", media_type)
    if media_type == "text/csv":
        names, lines = from_csv(body)
        assert names == ["x", "n"] and [line[1] for line in lines] == [str(n) for n in range(len(terms))]
        return [term._replace(value=line[0]) for term, line in zip(terms, lines, strict=True)]
    names, rows = READERS[media_type](body)
    assert names == ["x", "n"] and len(rows) == len(terms)
    return [row[0] for row in rows]


def through_graph(server: Any, terms: list[Term], media_type: str) -> list[Term | None]:
    """The terms as objects of a CONSTRUCT, one with each predicate."""
    template = f'IRI(CONCAT("{EX}p", STR(?n)))'
    query = f"CONSTRUCT {{ <{EX}s> ?p ?x }} {{ {values(terms)} BIND({template} AS ?p) }}"
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=ask(server, query, media_type), format=PARSERS[media_type])
    found = dict(graph.predicate_objects(rdflib.URIRef(EX + "s")))
    assert len(found) == len(graph) == len(terms)
    return [from_rdflib(found[rdflib.URIRef(f"{EX}p{number}")]) for number in range(len(terms))]


# --- Values that some format has to write in a way of its own ---

EXACT = {
    "empty": text(""),
    "space around": text("  a  "),
    "only white space": text(" \t\n\r "),
    "quotes": text("\"'\"\"\"'''"),
    "backslashes": text("\\ \\\\ \\n \\u0041 a\\"),
    "CR, LF, TAB": text("a\rb\nc\td\r\ne\n\rf"),
    "comma and semicolon": text(",;,"),
    "markup": text("<b>&amp;&#13;</b><!-- --><?x?>"),
    "end of CDATA": text("]]>"),
    "braces, dollar, question mark": text("{?x $y} ${z}"),
    "astral": text("🎭 𝒳 👩🏽‍💻"),
    "combining, not composed": text("e\u0301 \u00e9 \u1e9b\u0323"),
    "right to left": text("\u200fשלום\u200e \u202eabc\u202c", "he"),
    "byte order mark": text("\ufeffa\ufeff"),
    "line separators": text("a\u0085b\u2028c\u2029d"),
    "no-break space": text("\u00a0a\u00a0"),
    "delete and C1 controls": text("\u007f\u0080\u009f"),
    "private use and last": text("\ue000\uf8ff\U0010fffd"),
    "what looks like a number": text("1.0"),
    "what looks like an IRI": text("http://example.org/"),
    "what looks like a blank node": text("_:a"),
    "what looks like a formula": text("=1+1"),
    "language": text("chat", "fr"),
    "language with subtags": text("colour", "en-gb"),
    "language and nothing": text("", "zh-hant-tw"),
    "unknown datatype": text("01", None, EX + "dt"),
    "unknown datatype and nothing": text("", None, EX + "dt"),
    "datatype with an ampersand": text("a", None, EX + "?a=1&b='2'"),
    "integer": text("42", None, XSD + "integer"),
    "decimal": text("-1.5", None, XSD + "decimal"),
    "boolean": text("true", None, XSD + "boolean"),
    "date": text("2020-02-29", None, XSD + "date"),
    "date and time": text("2020-02-29T12:00:00.5+05:30", None, XSD + "dateTime"),
    "year": text("0044", None, XSD + "gYear"),
    "ill-typed integer": text("forty-two", None, XSD + "integer"),
    "ill-typed date": text("2020-02-30", None, XSD + "date"),
    "ill-typed boolean": text("TRUE", None, XSD + "boolean"),
    "hexadecimal": text("0aF0", None, XSD + "hexBinary"),
    "address": text(" http://a b", None, XSD + "anyURI"),
    "XML": text("<a>\r\n&lt;</a>", None, RDF + "XMLLiteral"),
    "IRI": Term("uri", EX + "a"),
    "IRI of two queries": Term("uri", EX + "?a=1&b=2;c='3'#d,e"),
    "IRI beyond ASCII": Term("uri", "http://é.example/日本?🎭#ü"),
    "IRI with percent signs": Term("uri", EX + "%C3%A9%20%2F"),
    "IRI that is no address": Term("uri", "urn:isbn:0"),
    "IRI with dots": Term("uri", EX + "a/../b/./c"),
}


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("media_type", SOLUTIONS)
def test_solutions_are_exact(served: Any, media_type: str, name: str) -> None:
    assert through_solutions(served, [EXACT[name]], media_type) == [EXACT[name]]


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("media_type", PARSERS)
def test_graphs_are_exact(served: Any, media_type: str, name: str) -> None:
    assert through_graph(served, [EXACT[name]], media_type) == [EXACT[name]]


# --- Any value ---

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_SPECIAL = st.text(st.sampled_from("\"'\\\r\n\t,;<>&]@^_:.-+{}()u0041 é\u2028\ufeff🎭\x7f"), max_size=12)
# Well-formed by BCP 47; the engine refuses others. In lower case: see "language tags" in docs/conformance.md.
_LANGUAGES = st.from_regex(r"\A[a-z]{2,8}(-[a-z]{4})?(-[a-z]{2}|-[0-9]{3})?(-[a-z0-9]{5,8})?\Z")
_DATATYPES = st.from_regex(r"\Ahttp://example\.org/[A-Za-z0-9._~/?&=';,+*!()@-]{0,10}#?[a-z]\Z")


def literals(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.builds(text, texts),
        st.builds(text, texts, _LANGUAGES),
        st.builds(text, texts, st.none(), _DATATYPES),
    )


ANY = st.lists(literals(_TEXTS | _SPECIAL), min_size=1, max_size=6)
# What XML 1.0 can hold.
ANY_XML = st.lists(literals((_TEXTS | _SPECIAL).map(lambda value: NOT_XML.sub("", value))), min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("media_type", SOLUTIONS)
@given(data=st.data())
def test_any_literal_comes_back_in_solutions(served: Any, media_type: str, data: st.DataObject) -> None:
    terms = data.draw(ANY_XML if "xml" in media_type else ANY)
    assert through_solutions(served, terms, media_type) == terms


@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("media_type", PARSERS)
@given(data=st.data())
def test_any_literal_comes_back_in_graphs(served: Any, media_type: str, data: st.DataObject) -> None:
    terms = data.draw(ANY_XML if "xml" in media_type else ANY)
    assert through_graph(served, terms, media_type) == terms


# --- What XML cannot hold ---

CONTROLS = ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff"]


@pytest.mark.parametrize("character", CONTROLS, ids=[f"U+{ord(each):04X}" for each in CONTROLS])
@pytest.mark.parametrize("media_type", [*SOLUTIONS, *PARSERS])
def test_control_characters(served: Any, media_type: str, character: str) -> None:
    """Every format but the two of XML has a way to write them."""
    terms = [text(f"a{character}b")]
    if "xml" not in media_type:
        through = through_graph if media_type in PARSERS else through_solutions
        assert through(served, terms, media_type) == terms


@pytest.mark.parametrize("character", CONTROLS, ids=[f"U+{ord(each):04X}" for each in CONTROLS])
@pytest.mark.parametrize("query", ["SELECT ?x { VALUES ?x { TERM } }", "CONSTRUCT { <x:s> <x:p> TERM } {}"])
def test_what_xml_cannot_hold_is_refused_in_xml(served: Any, query: str, character: str) -> None:
    """406 with the formats that can hold it: an XML parser would give up, and a stand-in would be another value."""
    asked = query.replace("TERM", text(f"a{character}b").written())
    accept = "application/sparql-results+xml, application/rdf+xml"
    reply = served.sparql(asked, accept)
    assert reply.status == 406
    problem = reply.json()
    assert f"U+{ord(character):04X}" in problem["detail"]
    assert problem["available"] and not any("xml" in each for each in problem["available"])


UNNAMEABLE = ["http://example.org/", "http://example.org/1", "http://example.org/a%20", "urn:x:1", "x:"]


@pytest.mark.parametrize("iri", UNNAMEABLE)
@pytest.mark.parametrize("template", ["<x:s> <{iri}> 1", "<x:s> a <{iri}>"])
def test_rdf_xml_is_xml(served: Any, template: str, iri: str) -> None:
    """What the engine would write as an element without a name leaves 406, with the IRI that is to blame."""
    triple = template.format(iri=iri)
    reply = served.sparql(f"CONSTRUCT {{ {triple} }} {{}}", "application/rdf+xml")
    if reply.status == 200:
        graph = rdflib.Graph().parse(data=reply.body, format="xml")
        assert set(graph) == set(rdflib.Graph().parse(data=triple + " .", format="turtle"))
    else:
        assert reply.status == 406 and iri in reply.json()["detail"]


@pytest.mark.parametrize("name", ["li", "Description", "about", "ID"])
def test_a_predicate_that_rdf_xml_reserves(served: Any, name: str) -> None:
    """RDF/XML 5.1 to 5.4: such a graph has other formats, so 406."""
    query = f"CONSTRUCT {{ <x:s> <{RDF}{name}> 1 }} {{}}"
    assert served.sparql(query, "text/turtle").status == 200
    reply = served.sparql(query, "application/rdf+xml")
    assert reply.status == 406 and "text/turtle" in reply.json()["available"]


def test_a_triple_term_that_json_ld_does_not_know(served: Any) -> None:
    query = "CONSTRUCT { <x:s> <x:p> <<( <x:a> <x:b> <x:c> )>> } {}"
    assert served.sparql(query, "text/turtle").status == 200
    reply = served.sparql(query, "application/ld+json")
    assert reply.status == 406 and "application/ld+json" not in reply.json()["available"]


# --- Rows and columns ---


def rows_of(server: Any, query: str, media_type: str) -> tuple[list[str], list[list[str]]]:
    """Names and values; an unbound one is the empty string."""
    body = ask(server, query, media_type)
    if media_type == "text/csv":
        return from_csv(body)
    names, rows = READERS[media_type](body)
    return names, [[each.value if each else "" for each in row] for row in rows]


TABLES = [
    ("no row", "SELECT ?b ?a { FILTER(false) }", ["b", "a"], []),
    ("duplicates", "SELECT ?x ?y { VALUES ?x { 1 1 1 } }", ["x", "y"], [["1", ""]] * 3),
    (
        "unbound",
        "SELECT ?x ?y ?z { VALUES (?x ?z) { (1 UNDEF) (UNDEF 2) (UNDEF UNDEF) } }",
        ["x", "y", "z"],
        [["1", "", ""], ["", "", "2"], ["", "", ""]],
    ),
    (
        "order",
        "SELECT ?x (?x * 2 AS ?y) { VALUES ?x { 3 1 2 } } ORDER BY DESC(?x)",
        ["x", "y"],
        [["3", "6"], ["2", "4"], ["1", "2"]],
    ),
    ("names beyond ASCII", "SELECT ?é (1 AS ?日本) ?_0 {}", ["é", "日本", "_0"], [["", "1", ""]]),
]


@pytest.mark.parametrize(
    ("query", "names", "rows"), [each[1:] for each in TABLES], ids=[each[0] for each in TABLES]
)
@pytest.mark.parametrize("media_type", SOLUTIONS)
def test_rows_and_columns(
    served: Any, media_type: str, query: str, names: list[str], rows: list[list[str]]
) -> None:
    assert rows_of(served, query, media_type) == (names, rows)


def test_unbound_is_not_the_empty_string(served: Any) -> None:
    """CSV 3.1 cannot tell them apart; the other formats do."""
    query = "SELECT ?x ?y { BIND('' AS ?x) }"
    assert ask(served, query, "text/csv") == b"x,y\r\n,\r\n"
    assert ask(served, query, "text/tab-separated-values") == b'?x\t?y\n""\t\n'
    for media_type, read in READERS.items():
        assert read(ask(served, query, media_type))[1] == [[text(""), None]]


def test_one_column_that_is_unbound_still_has_its_row(served: Any) -> None:
    query = "SELECT ?x { VALUES ?x { UNDEF UNDEF } }"
    assert ask(served, query, "text/csv") == b"x\r\n\r\n\r\n"
    assert ask(served, query, "text/tab-separated-values") == b"?x\n\n\n"
    for media_type, read in READERS.items():
        assert read(ask(served, query, media_type)) == (["x"], [[None], [None]])


def test_no_column(served: Any) -> None:
    """A pattern without variables has one solution, and that binds nothing."""
    query = "SELECT * { VALUES () { () () } }"
    assert json.loads(ask(served, query, "application/sparql-results+json")) == {
        "head": {"vars": []},
        "results": {"bindings": [{}, {}]},
    }
    assert from_xml(ask(served, query, "application/sparql-results+xml")) == ([], [[], []])
    assert ask(served, query, "text/csv") == b"\r\n" * 3
    assert ask(served, query, "text/tab-separated-values") == b"\n" * 3


@pytest.mark.parametrize("media_type", SOLUTIONS)
def test_a_blank_node_keeps_its_label_within_one_answer(served: Any, media_type: str) -> None:
    query = "SELECT ?a ?b ?c { BIND(BNODE() AS ?a) BIND(?a AS ?b) BIND(BNODE() AS ?c) }"
    _, [[a, b, c]] = rows_of(served, query, media_type)
    assert a == b != c
    if media_type == "text/csv":
        assert a.startswith("_:")


@pytest.mark.parametrize("media_type", PARSERS)
def test_blank_nodes_of_a_graph(served: Any, media_type: str) -> None:
    query = "CONSTRUCT { <x:s> <x:p> _:a, _:b . _:a <x:q> _:b . _:b <x:q> _:b } {}"
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=ask(served, query, media_type), format=PARSERS[media_type])
    q = rdflib.URIRef("x:q")
    assert len(graph) == 4
    assert len([s for s, o in graph.subject_objects(q) if s == o]) == 1


@pytest.mark.parametrize("media_type", PARSERS)
def test_an_empty_graph(served: Any, media_type: str) -> None:
    body = ask(served, "CONSTRUCT {} {}", media_type)
    assert len(rdflib.Dataset(default_union=True).parse(data=body, format=PARSERS[media_type])) == 0


@pytest.mark.parametrize("truth", ["true", "false"])
def test_booleans(served: Any, truth: str) -> None:
    """JSON 3.1.2 and XML 2.3.2; CSV and TSV have no booleans in the specification, here they are the word."""
    query = f"ASK {{ FILTER({truth}) }}"
    assert json.loads(ask(served, query, "application/sparql-results+json"))["boolean"] is (truth == "true")
    root = ElementTree.fromstring(ask(served, query, "application/sparql-results+xml"))
    assert [each.tag for each in root] == [SPARQL + "head", SPARQL + "boolean"]
    assert root.findtext(SPARQL + "boolean") == truth
    for media_type in ("text/csv", "text/tab-separated-values"):
        assert ask(served, query, media_type).strip() == truth.encode()


# --- How CSV and TSV are written ---

_LINE = r'(?:(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,|\r\n))'


@pytest.mark.parametrize("name", [name for name, term in EXACT.items() if term.kind == "literal"])
def test_csv_is_as_rfc_4180_says(served: Any, name: str) -> None:
    """2.1 and 2.5 to 2.7: CRLF after every record, quotes around what has commas, quotes or line breaks."""
    body = ask(served, f"SELECT ?n ?x {{ {values([EXACT[name]])} }}", "text/csv").decode()
    assert re.fullmatch(f"{_LINE}*", body) and body.startswith("n,x\r\n0,")
    needs_quotes = bool(re.search(r'[",\r\n]', EXACT[name].value))
    assert body.startswith('n,x\r\n0,"') == needs_quotes


def test_csv_has_values_only(served: Any) -> None:
    """CSV 3.2: no quotes, brackets, language or datatype tell what a value is."""
    terms = [text("a", "en"), text("b", None, EX + "dt"), Term("uri", EX + "c"), text("1", None, XSD + "integer")]
    body = ask(served, f"SELECT ?x {{ {values(terms)} }} ORDER BY ?n", "text/csv")
    assert body == f"x\r\na\r\nb\r\n{EX}c\r\n1\r\n".encode()


def test_tsv_has_terms_as_in_turtle(served: Any) -> None:
    """TSV 4.1 and 4.2: names with question marks, tabs between, and one line for each solution."""
    terms = [
        text('a\tb\nc\rd"e\\', "en"),
        text("b", None, EX + "dt"),
        Term("uri", EX + "c"),
        text("1", None, XSD + "integer"),
    ]
    body = ask(served, f"SELECT ?x ?n {{ {values(terms)} }} ORDER BY ?n", "text/tab-separated-values").decode()
    assert body.split("\n") == [
        "?x\t?n",
        r'"a\tb\nc\rd\"e\\"@en' + "\t0",
        f'"b"^^<{EX}dt>\t1',
        f"<{EX}c>\t2",
        "1\t3",
        "",
    ]
