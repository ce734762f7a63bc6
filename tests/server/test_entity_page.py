"""The page of a thing: sentences with their words, names with their documents, contradictions, and its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from graph.namespaces import ID

PROLOGUE = """
PREFIX kg: <https://w3id.org/creativekg/ontology#> PREFIX id: <https://w3id.org/creativekg/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX graph: <https://w3id.org/creativekg/graph/>
"""
# A page of each kind, the kind it names, and sentences that the claims in graph/data say of it.
KINDS = (
    ("artificial-intelligence", "technology", "enables market research"),
    ("film", "sector", "uses deepfake for making actors younger or showing figures of history"),
    ("nesta", "organisation", "leads Creative Industries Policy and Evidence Centre"),
    ("john-davies", "person", "works for Nesta"),
    ("sunspring", "film", "uses artificial intelligence for writing the script"),
    ("shanghai", "city", "Qin tide awakening is located in Shanghai"),
    (
        "sergei-podrobinsky-retrospective",
        "exhibition",
        "National Gallery uses augmented reality for an interactive experience for an exhibition",
    ),
    ("documentary", "sector", None),
    ("production", "value-chain stage", None),
    ("nesta-ai-research-by-country", "table of figures", None),
    ("policymakers", "actor group", None),
    ("workers", "actor group", "need emotional intelligence"),
)
Page = Callable[[str], str]
Ask = Callable[[str], list[dict[str, str]]]


@pytest.fixture
def page(real_server: Any) -> Page:
    def get(path: str) -> str:
        reply = real_server.request("GET", path, headers={"Accept": "text/html"})
        assert reply.status == 200, reply.body
        return str(reply.body.decode())

    return get


@pytest.fixture
def ask(real_server: Any) -> Ask:
    def select(query: str) -> list[dict[str, str]]:
        rows = real_server.sparql(PROLOGUE + query).json()["results"]["bindings"]
        return [{name: value["value"] for name, value in row.items()} for row in rows]

    return select


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def facts(html: str) -> list[str]:
    return re.findall(r'<article class="fact">.*?</article>', html, re.DOTALL)


def sentences(html: str) -> list[str]:
    return [text(found) for fact in facts(html) for found in re.findall(r"<h[34]>(.*?)</h[34]>", fact, re.DOTALL)]


def section(html: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">.*?</section>', html, re.DOTALL)
    assert found, f"there is no section {name}"
    return found[0]


@pytest.mark.parametrize(("name", "kind", "said"), KINDS, ids=[name for name, _, _ in KINDS])
def test_each_kind_of_thing_has_a_page(
    real_server: Any, page: Page, name: str, kind: str, said: str | None
) -> None:
    html = page(f"/id/{name}")
    kinds = re.search(r'<p class="kind">(.*?)</p>', html)
    assert kinds and text(kinds[1]).startswith(kind)
    assert re.search(r'<p class="lead">[^<]{10,}</p>', html), "a description in our words"
    assert said is None or said in sentences(html)
    rows = real_server.request("GET", f"/id/{name}.json").json()["rows"]
    # What contradicts one of them need not name the thing.
    groups = re.sub(r'<section aria-labelledby="conflicts">.*?</section>', "", html, flags=re.DOTALL)
    shown = re.findall(r'<a class="number" href="/claim/([0-9-]+)">', groups)
    assert sorted(shown) == sorted({row["claim"].rpartition("/")[2] for row in rows})
    for fact in facts(html):
        assert '<figure class="words">' in fact
        assert re.search(r'<span class="tag" title="[^"]*">(asserted|hedged|projected)</span>', fact)


def test_a_sentence_leaves_out_whose_page_it_is_on_and_links_the_rest(page: Page) -> None:
    own = next(fact for fact in facts(page("/id/sunspring")) if "for writing the script" in fact)
    assert '<h4>uses <a href="/id/artificial-intelligence">artificial intelligence</a> for writing' in own
    from_there = next(
        fact for fact in facts(page("/id/artificial-intelligence")) if "for writing the script" in fact
    )
    assert '<h4><a href="/id/sunspring">Sunspring</a> uses artificial intelligence for writing' in from_there


def test_the_claim_in_our_words_stands_where_it_says_more(real_server: Any, page: Page) -> None:
    html = page("/id/film")
    deepfakes = next(fact for fact in facts(html) if "showing figures of history" in fact)
    assert "Films have used deepfakes." not in text(deepfakes), "the sentence says it all"
    rows = real_server.request("GET", "/id/film.json").json()["rows"]
    for row in rows:
        if row["certainty"] != "asserted":
            assert row["gloss"] in text(html)


def test_a_figure_reads_as_one(page: Page) -> None:
    assert "Documentaries, repeat viewing rate: 40 per cent" in sentences(page("/id/repeat-viewing-rate")) or (
        "repeat viewing rate: 40 per cent" in sentences(page("/id/documentaries"))
    )


def test_speaker_caveat_and_context_stand_by_the_fact(ask: Ask, page: Page) -> None:
    rows = ask(
        """SELECT ?claim ?caveat ?who ?place WHERE { ?claim kg:caveat ?caveat ; kg:speaker/skos:prefLabel ?who ;
        kg:inPlace/skos:prefLabel ?place ; kg:object id:artificial-intelligence
        FILTER(LANG(?who) = "en" && LANG(?place) = "en") }"""
    )
    assert rows
    shown = facts(page("/id/artificial-intelligence"))
    for row in rows:
        fact = text(next(each for each in shown if f'href="/claim/{row["claim"].rpartition("/")[2]}"' in each))
        assert f"said by {row['who']}" in fact
        assert " ".join(row["caveat"].split()) in fact
        assert re.search(rf"in place\s*{re.escape(row['place'])}", fact)


def test_long_groups_are_folded_and_counted(page: Page) -> None:
    html = page("/id/cultural-and-creative-industries")
    groups = re.findall(
        r'<h3 class="group" id="g\d+">[^<]*<span class="count">(\d+)</span></h3>(.*?)(?=<h3 class="g|</section>)',
        html,
        re.DOTALL,
    )
    assert len(groups) > 5
    folded = 0
    for count, content in groups:
        assert len(facts(content)) == int(count)
        open_, _, closed = content.partition('<details class="more">')
        assert len(facts(open_)) <= 8
        if closed:
            folded += 1
            said = re.search(r"<summary>(\d+) more <span[^>]*>(.*?)</span>", closed)
            assert said and int(said[1]) == len(facts(closed))
            assert sum(int(each) for each in re.findall(r"(\d+) in “", said[2])) == int(said[1])
    assert folded


def test_names_say_which_documents_write_them(ask: Ask, page: Page, need: Callable[..., None]) -> None:
    need("documents")
    quotes = ask(
        """SELECT DISTINCT ?document ?exact WHERE { ?claim ?role id:united-kingdom ; kg:gloss ?gloss ;
        prov:hadPrimarySource ?document ; kg:evidence/oa:hasSelector/oa:exact ?exact }"""
    )
    html = page("/id/united-kingdom")
    for name in ("United Kingdom", "UK"):
        expected = {row["document"][-3:] for row in quotes if re.search(rf"\b{name}\b", row["exact"])}
        found = re.search(rf'<span class="spelling">{name}(.*?)</span>', html)
        assert found and set(re.findall(r'href="/document/(\d+)#p\d+-\d+"', found[1])) == expected
        assert expected


def test_a_name_that_no_quote_has_is_apart(page: Page) -> None:
    names = re.search(r'<p class="names"><b>Written</b>.*?</p>', page("/id/film"), re.DOTALL)
    assert names and "in no quote here: " in names[0]
    assert "motion pictures" in names[0].partition("in no quote here: ")[2]


def test_contradictions_stand_side_by_side(ask: Ask, page: Page) -> None:
    rows = ask(
        """SELECT DISTINCT ?one ?other WHERE {
        ?one ?role id:the-lion-king-2019 ; kg:conflictsWith ?other ; kg:gloss ?gloss }"""
    )
    expected = {frozenset(each.rpartition("/")[2] for each in row.values()) for row in rows}
    assert expected
    found = section(page("/id/the-lion-king-2019"), "conflicts").split('<div class="pair">')[1:]
    assert {frozenset(re.findall(r'class="number" href="/claim/([0-9-]+)"', pair)) for pair in found} == expected
    assert len(found) == len(expected), "each once"
    assert all(len(facts(pair)) == 2 for pair in found)


@pytest.mark.parametrize("name", ["nesta", "sunspring", "shanghai"])
def test_inferred_kinds_are_marked_and_say_why(ask: Ask, page: Page, name: str) -> None:
    rows = ask(
        f"SELECT ?why {{ ?why kg:subject id:{name} ; kg:predicate rdf:type ; kg:rule ?rule ; kg:object ?kind }}"
    )
    kinds = re.search(r'<p class="kind">(.*?)</p>', page(f"/id/{name}"))
    assert kinds and rows
    marked = re.findall(
        r'<span class="inferred">inferred</span> <a .*?</a> <a class="why" href="(/derivation/\w+)"', kinds[1]
    )
    assert set(marked) <= {row["why"].removeprefix("https://w3id.org/creativekg") for row in rows}
    assert marked


def test_where_a_concept_stands(ask: Ask, page: Page) -> None:
    html = section(page("/id/augmented-reality"), "place")
    for label, pattern in (
        (
            "Beside",
            "id:augmented-reality skos:broader ?above . ?concept skos:broader ?above "
            "FILTER(?concept != id:augmented-reality)",
        ),
        ("Narrower", "?concept skos:broader id:augmented-reality"),
    ):
        expected = {
            row["concept"].removeprefix(ID)
            for row in ask(f"SELECT ?concept {{ GRAPH graph:ontology {{ {pattern} }} }}")
        }
        row = re.search(rf"<dt>{label}</dt><dd>(.*?)</dd>", html, re.DOTALL)
        assert (set(re.findall(r'href="/id/([^"]*)"', row[1])) if row else set()) == expected
    below = re.search(r"<dt>Below</dt><dd>(.*?)</dd>", html, re.DOTALL)
    assert below and re.findall(r'href="/id/([^"]*)"', below[1]) == [
        "extended-reality",
        "immersive-technology",
        "digital-technology",
    ]


def test_a_sector_sums_up_its_opportunities_and_threats(ask: Ask, page: Page) -> None:
    counts = {
        row["d"].rpartition("#")[2]: int(row["n"])
        for row in ask(
            """SELECT ?d (COUNT(DISTINCT ?c) AS ?n) WHERE {
            { ?c kg:object id:music } UNION { ?c kg:inSector id:music FILTER NOT EXISTS { ?c kg:subject id:music } }
            ?c kg:direction ?d } GROUP BY ?d"""
        )
    }
    balance = re.search(r'<p class="balance">(.*?)</p>', page("/id/music"), re.DOTALL)
    assert balance
    assert [int(each) for each in re.findall(r"(\d+) (?:opportunit|threat)", balance[1])] == [
        counts["opportunity"],
        counts["threat"],
    ]
    assert 'href="/matrix?sector=music"' in balance[1]
    assert 'href="/matrix?technology=deepfake"' in page("/id/deepfake")


def test_at_a_glance_holds_what_documents_assert_themselves(ask: Ask, page: Page) -> None:
    rows = ask(
        """SELECT DISTINCT ?thing WHERE { ?claim kg:object id:augmented-reality ; kg:predicate kg:usesTechnology ;
        kg:certainty kg:asserted ; kg:subject ?thing FILTER NOT EXISTS { ?claim kg:speaker ?who } }"""
    )
    line = re.search(r"<dt>Is used by</dt><dd>(.*?)</dd>", section(page("/id/augmented-reality"), "glance"))
    assert line and set(re.findall(r'href="([^"]*)"', line[1])) == {
        row["thing"].removeprefix("https://w3id.org/creativekg") for row in rows
    }


def test_without_claims_a_page_says_so(ask: Ask, page: Page) -> None:
    (row,) = ask(
        """SELECT ?thing { ?thing a kg:Technology FILTER NOT EXISTS { ?c ?role ?thing ; kg:gloss ?g } }
        ORDER BY ?thing LIMIT 1"""
    )
    html = page("/id/" + row["thing"].removeprefix(ID))
    assert "No document here makes a claim about it." in html
    assert 'id="neighbours"' not in html
