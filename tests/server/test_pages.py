"""The pages over real HTTP: what each one must show, with documents attached and without."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from graph.coverage import load_passages
from graph.defaults import DATA
from graph.documents import load_documents

Page = Callable[[str], str]


@pytest.fixture
def page(real_server: Any) -> Page:
    def get(path: str) -> str:
        reply = real_server.request("GET", path, headers={"Accept": "text/html"})
        assert reply.headers.get_content_type() == "text/html", reply.body
        return str(reply.body.decode())

    return get


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_home_counts_what_is_there(real_server: Any, page: Page) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?c <https://w3id.org/creativekg/ontology#gloss> ?g }"
    count = int(real_server.sparql(query).json()["results"]["bindings"][0]["n"]["value"])
    home = page("/")
    assert f"{count:,} claims" in text(home)
    assert home.count('<a href="/document/') >= 5
    assert '<figure class="words">' in home


def test_every_fact_shows_its_words_and_the_way_to_them(real_server: Any, page: Page) -> None:
    rows = real_server.request("GET", "/id/artificial-intelligence.json").json()["rows"]
    html = page("/id/artificial-intelligence")
    shown = text(html)
    for row in rows:
        number = row["document"].rpartition("/")[2]
        assert f'href="/document/{number}#p{row["start"]}-{row["end"]}"' in html
        assert " ".join(row["words"].split()) in shown
        assert f'href="/claim/{row["claim"].rpartition("/")[2]}"' in html


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_document_marks_every_passage(real_server: Any, page: Page, number: str) -> None:
    rows = real_server.request("GET", f"/document/{number}.json").json()["rows"]
    html = page(f"/document/{number}")
    assert rows
    for row in rows:
        assert f'<mark id="p{row["start"]}-{row["end"]}"' in html
        assert f'id="n{row["claim"].rpartition("/")[2]}"' in html


def test_document_shows_its_whole_text(need: Callable[..., None], documents_folder: Path, page: Page) -> None:
    need("documents")
    (file,) = documents_folder.glob("002_*.txt")
    html = re.sub(r"<sup>.*?</sup>", "", page("/document/002"))
    said = unescape(re.sub(r"<[^>]*>", "", " ".join(re.findall(r'<div class="said">(.*?)</div>', html, re.DOTALL))))
    expected = re.sub(r"^#+ *", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert "".join(said.split()) == "".join(expected.split())


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_document_says_what_became_of_every_sentence(page: Page, number: str) -> None:
    file = DATA / "coverage" / f"{number}.yaml"
    passages = load_passages(file.parent, load_documents(DATA / "documents.yaml"))[number]
    reasons = [passage.reason for passage in passages if passage.reason]
    html = page(f"/document/{number}")
    assert f"{len(passages) - len(reasons)} of {len(passages)} sentences, headings, captions" in text(html)
    assert "not accounted for" not in html
    assert html.count("<li>No claim: ") == len(reasons)


def test_without_documents_the_pages_work_on_elided_quotes(
    snapshot_home: Path, tmp_path: Path, start_server: Callable[..., AbstractContextManager[Any]]
) -> None:
    home = tmp_path / "snapshots"
    shutil.copytree(snapshot_home, home)
    for folder in (*home.glob("*/documents"), *home.glob("*/coverage")):
        shutil.rmtree(folder)
    with start_server(home, readers=1) as server:
        html = server.request("GET", "/document/004", headers={"Accept": "text/html"}).body.decode()
        rows = server.request("GET", "/document/004.json").json()["rows"]
    assert "The text is not attached." in html and "creativekg build" in html
    for row in rows:
        assert html.count(f'<mark id="p{row["start"]}-{row["end"]}"') == 1


def test_a_claim_stands_beside_what_contradicts_it(page: Page) -> None:
    html = page("/claim/004-038")
    assert "What contradicts it" in html
    assert html.count('<article class="fact">') == 2
    assert 'href="/claim/004-040"' in html


def test_inferred_facts_say_why(page: Page) -> None:
    html = page("/id/artificial-intelligence")
    follows = html[html.index('id="follows"') :]
    why = re.search(r'<a href="(/derivation/[0-9a-f]+)">why</a>\s*· <a href="(/claim/[0-9-]+)"', follows)
    assert why
    assert re.search(r'<h3 class="rule"><a href="/rule/[a-z]+">', follows)
    reason = page(why[1])
    assert f'href="{why[2]}"' in reason and 'href="/rule/' in reason


def test_place_in_the_taxonomy(page: Page) -> None:
    crumbs = re.search(r'<nav class="crumbs".*?</nav>', page("/id/augmented-reality"), re.DOTALL)
    assert crumbs
    assert re.findall(r'href="/(?:id|scheme)/([^"]*)"', crumbs[0]) == [
        "technologies",
        "digital-technology",
        "immersive-technology",
        "extended-reality",
    ]
    assert 'href="/id/augmented-reality"' in page("/scheme/technologies")


def test_links_out_have_labels_and_vocabularies(page: Page) -> None:
    elsewhere = page("/id/artificial-intelligence").partition('id="elsewhere"')[2]
    assert "<dt>EuroVoc</dt>" in elsewhere
    assert re.search(r'<a href="http://eurovoc\.europa\.eu/\d+" rel="external">[a-z ]+</a>', elsewhere)


def test_query_page_without_scripts(page: Page) -> None:
    query = "SELECT ?s ?sLabel { ?s a <https://w3id.org/creativekg/ontology#Sector> } LIMIT 3"
    html = page("/sparql?" + urlencode({"query": query}))
    assert html.count("<tr>") == 4
    assert re.search(r'<a href="/id/[a-z-]+">[A-Z][a-z ]+', html.partition('id="result"')[2])
    assert "Yes." in page("/sparql?" + urlencode({"query": "ASK { ?s ?p ?o }"}))
    turtle = page("/sparql?" + urlencode({"query": "DESCRIBE <https://w3id.org/creativekg/id/nesta>"}))
    assert "Nesta" in turtle.partition('id="result"')[2]


def test_query_page_points_at_the_mistake(real_server: Any) -> None:
    path = "/sparql?" + urlencode({"query": "SELECT * WHERE {\n  ?s ?p \n}"})
    reply = real_server.request("GET", path, headers={"Accept": "text/html"})
    assert reply.status == 400
    assert re.search(r"\n *\^</pre>", reply.body.decode())


def test_query_page_cuts_long_results_and_says_so(page: Page) -> None:
    html = page("/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"}))
    assert html.count("<tr>") == 501
    assert "there are more" in html


def test_query_page_shows_rdf_whole(real_server: Any, page: Page) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/creativekg/ontology#Relation> ; ?p ?o }"
    turtle = real_server.sparql(query, "text/turtle").body.decode()
    assert len(turtle) > 60_000
    assert unescape(page("/sparql?" + urlencode({"query": query}))).count(turtle.strip()) == 1


@pytest.mark.parametrize(
    "form", ["CONSTRUCT { ?s ?p ?o }", "SELECT (GROUP_CONCAT(CONCAT(STR(?s), STR(?p), STR(?o))) AS ?x)"]
)
def test_query_page_refuses_what_is_too_large(real_server: Any, form: str) -> None:
    path = "/sparql?" + urlencode({"query": form + " { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) }"})
    reply = real_server.request("GET", path, headers={"Accept": "text/html"})
    assert reply.status == 413
    assert "at most 1 MiB" in reply.body.decode()


def test_query_and_values_are_shown_as_text(page: Page) -> None:
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) (IRI("javascript:alert(1)") AS ?y) {}'
    html = page("/sparql?" + urlencode({"query": query}))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    assert 'href="javascript:' not in html
