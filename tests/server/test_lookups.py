"""Queries that the serving process answers itself: which ones they are, and that no answer tells."""

from __future__ import annotations

import http.client
import re
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph import snapshot
from graph.errors import SnapshotError
from graph.namespaces import ID, KG, SKOS
from server.lookups import Lookups, is_lookup
from server.negotiation import SOLUTIONS

THING, LABEL = f"<{ID}thing-7>", f"<{SKOS}prefLabel>"
TECHNOLOGIES = f"SELECT ?thing {{ ?thing a <{KG}Technology> }}"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LOOKUPS = (
    f"SELECT ?label {{ {THING} {LABEL} ?label }}",
    f"select ?label where {{ {THING} {LABEL} ?label . }} limit 3",
    f"PREFIX skos: <{SKOS}>\nPREFIX : <{ID}>\nSELECT * WHERE {{\n  :thing-7 skos:prefLabel ?label\n}}\n",
    f"ASK {{ {THING} a <{KG}Technology> }}",
    f"ASK{{{THING}{LABEL}'Thing 7'@en}}",
    f'ASK {{ {THING} {LABEL} "Thing 8"@en }}',
    f"SELECT ?p ?o {{ {THING} ?p ?o }}",
    "SELECT $s { $s ?p '1'^^<http://www.w3.org/2001/XMLSchema#integer> }",
    f"SELECT ?s {{ ?s {LABEL} 'Thing 7'@en }}",
    f"SELECT * {{ <{ID}awkward> ?p ?o }}",
    f"SELECT * {{ <{ID}nobody> ?p ?o }}",
)
OTHERS = (
    "",
    "SELECT",
    "SELECT * { ?s ?p ?o }",
    f"SELECT * {{ ?s {LABEL} ?o }}",
    f"SELECT * {{ ?s ?s {THING} }}",
    f"SELECT * {{ {THING} ?o ?o }}",
    f"SELECT ?x {{ {THING} ?p ?o }}",
    f"SELECT DISTINCT ?p {{ ?s ?p {THING} }}",
    f"SELECT (COUNT(*) AS ?n) {{ {THING} ?p ?o }}",
    f"SELECT * {{ {THING} ?p ?o ; ?q ?r }}",
    f"SELECT * {{ {THING} ?p ?o . ?s ?q ?r }}",
    f"SELECT * {{ {THING} ?p ?o }} ORDER BY ?o",
    f"SELECT * {{ {THING} ?p+ ?o }}",
    f"SELECT * {{ {THING} {LABEL}|{LABEL} ?o }}",
    f"SELECT * {{ {THING} ?p ?o FILTER(?o) }}",
    f"SELECT * FROM <{ID}> {{ {THING} ?p ?o }}",
    f"SELECT * {{ GRAPH ?g {{ {THING} ?p ?o }} }}",
    f"SELECT * {{ SERVICE <{ID}> {{ {THING} ?p ?o }} }}",
    f"CONSTRUCT {{ {THING} ?p ?o }} WHERE {{ {THING} ?p ?o }}",
    f"DESCRIBE {THING}",
    f"SELECT * {{ {THING} ?p ?o }} # and a comment",
    f"SELECT * {{ {THING} ?p _:b }}",
    "SELECT * { <thing-7> ?p ?o }",
    f"SELECT * {{ {THING} {LABEL} 'a\\nb' }}",
    f"SELECT * {{ {THING} {LABEL} '''a''' }}",
    f"SELECT * {{ {THING} ?p ?o }} VALUES ?o {{ 1 }}",
    f"PREFIX a: <{ID}> " * 100 + f"SELECT * {{ {THING} ?p ?o }}",
)


@pytest.mark.parametrize("query", LOOKUPS)
def test_a_triple_pattern_with_a_given_end_is_a_lookup(query: str) -> None:
    assert is_lookup(query)


@pytest.mark.parametrize("query", OTHERS)
def test_everything_else_is_for_a_reader(query: str) -> None:
    assert not is_lookup(query)


_PROLOGUES = ("PREFIX x: <x:>\n", "PREFIX : <x:> PREFIX x: <x:y/> ", "")
_FORMS = ("SELECT *", "SELECT ?o", "SELECT ?s ?p", "ASK", "SELECT * WHERE", "SELECT DISTINCT ?s")
_TERMS = (
    "?s",
    "?p",
    "?o",
    "$s",
    "<x:s>",
    "<x:p>",
    "x:s",
    ":s",
    "x:a",
    "a",
    "'o'",
    '"o"@en',
    "'o'^^x:t",
    "''",
    "1",
    "_:b",
)
_PATTERN = (("<x:s>", "x:s", "?s"), ("<x:p>", "x:p", "a", "?p", "?s"), ("?o", "<x:o>", "x:s", "?s", "'o'", "1"))
_ENDS = (".}", "}", "} LIMIT 5", "}LIMIT 0", "} OFFSET 2", "} ORDER BY ?o")
_NOISE = (
    *"{}.;,()|/+^!#<>*\\",
    *_TERMS,
    "FILTER",
    "GRAPH",
    "OPTIONAL",
    "UNION",
    "VALUES",
    "PREFIX",
    "LIMIT",
    "x",
    "?",
    "\n",
)


@st.composite
def _queries(draw: st.DrawFn) -> str:
    """Triple patterns in their frame, most of them with something more where it does not belong."""
    prologue, form, end = (draw(st.sampled_from(each)) for each in (_PROLOGUES, _FORMS, _ENDS))
    tokens = [prologue, form, "{", *(draw(st.sampled_from(each)) for each in _PATTERN), end]
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        tokens.insert(draw(st.integers(0, len(tokens))), draw(st.sampled_from(_NOISE)))
    return draw(st.sampled_from((" ", " ", ""))).join(tokens)


@given(_queries())
@example("SELECT * { ?s <x:p> <x:o> }")
@example("PREFIX x: <x:> ASK { x:s a x:o . }")
@settings(max_examples=400, deadline=None)
def test_what_is_taken_for_a_lookup_is_one(query: str) -> None:
    """By another reader of SPARQL: one triple pattern, an end given, no variable twice, and nothing more."""
    if not is_lookup(query):
        return
    try:
        algebra = prepareQuery(query).algebra
    except Exception:  # noqa: BLE001 - rdflib raises many kinds; the engine will say what is wrong
        return
    found = _parts(algebra)
    frame = ("SelectQuery", "AskQuery", "Project", "Slice")
    assert [part.name for part in found if part.name not in frame] == ["BGP"]
    ((subject, predicate, value),) = found[-1].triples
    variables = [term for term in (subject, predicate, value) if type(term).__name__ == "Variable"]
    assert len(set(variables)) == len(variables) <= 2
    assert not {subject, value} <= set(variables)


def _parts(part: CompValue) -> list[CompValue]:
    inner = part.get("p")
    return [part, *(_parts(inner) if isinstance(inner, CompValue) else [])]


@pytest.mark.parametrize("query", LOOKUPS)
@pytest.mark.parametrize("media_type", [each.media_type for each in SOLUTIONS])
def test_the_answer_is_that_of_a_reader(served: Any, media_type: str, query: str) -> None:
    looked_up, read = (served.sparql(each, media_type) for each in (query, query + "# for a reader"))
    assert (looked_up.status, looked_up.body) == (read.status, read.body)
    assert looked_up.status == 200
    names = ("Content-Type", "Vary", "Cache-Control", "Result-Limit", "Content-Security-Policy")
    assert [looked_up.headers[name] for name in names] == [read.headers[name] for name in names]
    assert looked_up.headers["ETag"] != read.headers["ETag"]


def test_a_long_answer_is_whole(served: Any) -> None:
    """2,500 of them are more than the serving process finds by itself."""
    assert is_lookup(TECHNOLOGIES)
    things = {row["thing"]["value"] for row in served.sparql(TECHNOLOGIES).json()["results"]["bindings"]}
    assert things == {f"{ID}thing-{number}" for number in range(2500)}


def test_what_is_wrong_is_said_by_a_reader(served: Any) -> None:
    unknown = "SELECT * { nobody:knows ?p ?o }"
    assert is_lookup(unknown)
    reply = served.sparql(unknown)
    assert reply.status == 400 and "line" in reply.json()
    no_format = served.sparql(LOOKUPS[0], "text/turtle")
    assert no_format.status == 406 and "text/csv" in no_format.json()["available"]


def test_named_graphs_are_looked_up_by_a_reader(served: Any) -> None:
    reply = served.sparql(f"SELECT ?n {{ <{ID}awkward> <{KG}in> ?n }}", **{"default-graph-uri": f"{ID}no-graph"})
    assert reply.json()["results"]["bindings"] == []


@pytest.mark.skipif(sys.platform != "linux", reason="a client from another address of the loopback network")
def test_lookups_are_answered_while_all_readers_are_busy(
    small_home: Path, start_server: Any, wait_until: Any
) -> None:
    with start_server(small_home, readers=1, deadline_s=5, queue=1) as server:
        threads = [threading.Thread(target=server.sparql, args=(f"{SLOW}# {number}",)) for number in range(3)]
        for thread in threads:
            thread.start()
        wait_until(lambda: b"creativekg_busy 1.0" in server.request("GET", "/metrics").body)
        started = time.monotonic()
        other = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5, source_address=("127.0.0.2", 0))
        other.request("GET", "/sparql?query=" + LOOKUPS[0].replace(" ", "%20").replace("#", "%23"))
        response = other.getresponse()
        assert response.status == 200 and b"Thing 7" in response.read()
        assert time.monotonic() - started < 2
        other.close()
        for thread in threads:
            thread.join()


def test_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    empty = snapshot.Snapshot(tmp_path / "0123456789abcdef")
    empty.store.mkdir(parents=True)
    with pytest.raises(SnapshotError, match="cannot be opened"):
        Lookups(empty)


def test_readers_allocate_with_mimalloc_where_it_is(served: Any, need: Any) -> None:
    need("mimalloc")
    pids = served.readers()
    assert pids
    for pid in pids:
        assert re.search(r"/libmimalloc\S*\.so", Path(f"/proc/{pid}/maps").read_text())
