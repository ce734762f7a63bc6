"""The query page over HTTP: what it shows of every kind of answer, its programs, and what the editor completes."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest

from graph.namespaces import KG, PREFIXES
from server.programs import programs as written_programs

HTML = {"Accept": "text/html"}
ADOPTIONS = f"PREFIX kg: <{KG}>\nSELECT ?claim ?what {{ ?claim a kg:Adoption ; kg:object ?what }} ORDER BY ?claim"
# Everything that one of the languages quotes in a way of its own.
NASTY = (
    f'PREFIX kg: <{KG}>\nSELECT ("""a "b" \\\\ `c` ${{d}} \'e\' )-" )--" %7B é ""\\"""" AS ?text)'
    " (COUNT(?s) AS ?n)\n{ ?s a kg:Sector }"
)


@pytest.fixture
def page(real_server: Any) -> Callable[..., str]:
    def get(query: str = "", status: int = 200, **parameters: str) -> str:
        path = "/sparql?" + urlencode({"query": query, **parameters})
        reply = real_server.request("GET", path, headers=HTML)
        assert reply.status == status
        return str(reply.body.decode())

    return get


def programs(html: str) -> dict[str, str]:
    found = re.findall(r'<pre [^>]*data-program="(\w+)">(.*?)</pre>', html, re.DOTALL)
    return {name: unescape(code) for name, code in found}


def rows(html: str) -> list[str]:
    return re.findall(r"<tr>(.*?)</tr>", html.partition("<tbody>")[2], re.DOTALL)


def test_an_answer_is_a_table_of_labels_with_their_iris(page: Callable[..., str], real_server: Any) -> None:
    html = page(ADOPTIONS)
    found = real_server.sparql(ADOPTIONS).json()["results"]["bindings"]
    assert len(rows(html)) == len(found) > 50
    first = found[0]["what"]["value"]
    label = real_server.sparql(
        f'SELECT ?l {{ <{first}> <{PREFIXES["skos"]}prefLabel> ?l FILTER(LANG(?l) = "en") }}'
    ).json()["results"]["bindings"][0]["l"]["value"]
    name = first.rpartition("/")[2]
    assert f'<a href="/id/{name}">{label}</a> <code class="iri">id:{name}</code>' in rows(html)[0]


def test_below_an_answer_are_the_words_of_its_claims(page: Callable[..., str]) -> None:
    shown = page(ADOPTIONS).partition('data-view="words"')[2]
    assert shown.count("<blockquote>") >= 10
    claim = re.findall(r'href="(/claim/[\d-]+)"', rows(page(ADOPTIONS))[0])[0]
    assert f'href="{claim}"' in shown
    assert 'data-view="words"' not in page("SELECT ?s { ?s a <https://w3id.org/creativekg/ontology#Sector> }")


def test_triples_are_a_table_and_turtle(page: Callable[..., str]) -> None:
    html = page(f"PREFIX kg: <{KG}> CONSTRUCT {{ ?a kg:threatens ?b }} WHERE {{ ?a kg:threatens ?b }}")
    assert rows(html)
    assert all('<a href="/ontology/term/threatens">threatens</a>' in row for row in rows(html))
    assert 'data-label="Turtle"' in html
    assert re.findall(r'download="(result\.\w+)"', html) == ["result.ttl", "result.jsonld"]
    assert re.findall(r'download="(result\.\w+)"', page("ASK {}")) == ["result.csv", "result.json"]


def test_every_download_of_an_answer_is_there(page: Callable[..., str], real_server: Any) -> None:
    for query in (ADOPTIONS, "ASK {}", "DESCRIBE <https://w3id.org/creativekg/id/louvre>"):
        addresses = re.findall(r'<a href="([^"]+)" download', page(query))
        assert len(addresses) == 2
        for address in addresses:
            assert real_server.request("GET", unescape(address)).status == 200


def test_other_peoples_terms_lead_to_our_pages(page: Callable[..., str]) -> None:
    html = page("SELECT ?p { VALUES ?p { <http://www.w3.org/2004/02/skos/core#prefLabel> } }")
    assert '<a href="/ontology/term/skos:prefLabel">' in rows(html)[0]


def test_text_says_its_language(page: Callable[..., str]) -> None:
    assert '<td lang="fr">chat</td>' in page('SELECT ("chat"@fr AS ?x) {}')


def test_nothing_found_is_said(page: Callable[..., str]) -> None:
    assert "No rows: nothing in the graph matches." in page("SELECT * { ?s <urn:none> ?o }")
    assert "No triples: nothing in the graph matches." in page("DESCRIBE <urn:none>")


SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }"


def test_a_query_that_was_stopped_is_kept_with_what_to_try(start_server: Any, small_home: Any) -> None:
    with start_server(small_home, deadline_s=0.3, deadline_most_s=2) as server:

        def ask(path: str) -> tuple[int, str]:
            reply = server.request("GET", path, headers=HTML)
            return reply.status, unescape(reply.body.decode())

        status, html = ask("/sparql?" + urlencode({"query": SLOW}))
        assert status == 504 and f">{SLOW}</textarea>" in html
        assert "stopped after 0.3 s" in html and "LIMIT" in html
        longer = re.search(r'<a href="([^"]+timeout=2)">Run it again, for up to 2 seconds', html)
        assert longer
        status, html = ask(longer[1])
        assert status == 504 and "stopped after 2 s" in html and "Run it again" not in html
        for nonsense in ("x", "-1", "nan", "inf"):
            assert "stopped after 0.3 s" in ask("/sparql?" + urlencode({"query": SLOW, "timeout": nonsense}))[1]


def test_a_busy_server_keeps_the_query_and_says_so(start_server: Any, small_home: Any) -> None:
    query = "SELECT ?s { ?s ?p ?o } LIMIT 3"
    with start_server(small_home, queue=0, readers=1, deadline_s=5) as server:
        connection = server.connect()
        connection.request("GET", "/sparql?" + urlencode({"query": SLOW}))
        reply = server.request("GET", "/sparql?" + urlencode({"query": query}), headers=HTML)
        html = unescape(reply.body.decode())
        connection.close()
    assert reply.status == 503 and reply.headers["Retry-After"] == "1"
    assert f">{query}</textarea>" in html and "Try again" in html


def test_the_programs_are_of_the_query_in_the_address(page: Callable[..., str], real_server: Any) -> None:
    html = page("ASK { ?a ?b 7 }")
    assert set(programs(html)) == {"python", "r", "javascript", "curl"}
    assert all("?a ?b 7" in code and real_server.url + "sparql" in code for code in programs(html).values())
    reply = real_server.request("GET", "/sparql/programs.json?" + urlencode({"query": "ASK { ?a ?b 8 }"}))
    assert all("?a ?b 8" in code for code in reply.json().values())


COMMANDS = {
    "python": [sys.executable, "-"],
    "javascript": ["node", "--input-type=module", "-"],
    "curl": ["sh", "-s"],
}


def printed(name: str, code: str) -> str:
    done = subprocess.run(
        COMMANDS[name], input=code, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["python", "javascript", "curl"])
def test_a_program_runs_and_prints_the_answer(
    page: Callable[..., str], need: Callable[..., None], real_server: Any, name: str
) -> None:
    need(*{"javascript": ["node"], "curl": ["curl"]}.get(name, []))
    answer = real_server.sparql(NASTY).json()["results"]["bindings"][0]
    text = answer["text"]["value"]
    assert text == 'a "b" \\ `c` ${d} \'e\' )-" )--" %7B é """'
    shown = printed(name, programs(page(NASTY))[name])
    assert answer["n"]["value"] in shown
    quoted = {"python": repr(text), "curl": text.replace('"', '""')}
    assert quoted.get(name, "${d}") in shown
    assert "rue" in printed(name, programs(page("ASK { ?s ?p ?o }"))[name])
    described = "DESCRIBE <https://w3id.org/creativekg/id/louvre>"
    assert "Louvre" in printed(name, programs(page(described))[name])


def test_a_raw_string_of_r_holds_the_query_as_it_is(page: Callable[..., str]) -> None:
    code = programs(page(NASTY))["r"]
    opening = re.match(r'query <- r"(-+)\(\n', code)
    assert opening
    held, end, _ = code[opening.end() :].partition(f'){opening[1]}"')
    assert end and held == NASTY + "\n"


def test_the_address_in_a_program_cannot_end_its_string() -> None:
    address = "http://x'$(id)\";y/sparql"
    written = {each.name: each.code for each in written_programs("ASK {}", address)}
    assert address in shlex.split(written["curl"])
    assert all(json.dumps(address) in written[name] for name in ("python", "r", "javascript"))


def test_the_editor_completes_our_terms_and_things(real_server: Any) -> None:
    reply = real_server.request("GET", "/sparql/terms.json")
    assert reply.headers.get_content_type() == "application/json"
    offered = {(name, kind): label for name, label, kind in reply.json()["terms"]}
    assert offered["kg:usesTechnology", "property"] == "uses technology"
    assert offered["kg:Claim", "class"] == "claim", "a class without instances of its own is there too"
    assert offered["id:augmented-reality", "thing"] == "Augmented reality"
    used = real_server.sparql("SELECT DISTINCT ?p { ?s ?p ?o }").json()["results"]["bindings"]
    names = {name for name, kind in offered if kind == "property"}
    short = {
        f"{prefix}:{row['p']['value'].removeprefix(namespace)}"
        for row in used
        for prefix, namespace in PREFIXES.items()
        if re.fullmatch(re.escape(namespace) + r"[\w-]+", row["p"]["value"])
    }
    assert short <= names
    assert all(re.fullmatch(r"[a-z]+:[\w.-]+", name) for name, _ in offered)


def test_the_most_used_terms_come_first(real_server: Any) -> None:
    order = [name for name, _, _ in json.loads(real_server.request("GET", "/sparql/terms.json").body)["terms"]]
    count = "SELECT (COUNT(*) AS ?n) {{ ?s <{}{}> ?o }}"
    often, seldom = (
        int(real_server.sparql(count.format(KG, name)).json()["results"]["bindings"][0]["n"]["value"])
        for name in ("evidence", "threatens")
    )
    assert often > seldom
    assert order.index("kg:evidence") < order.index("kg:threatens")
