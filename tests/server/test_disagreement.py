"""The page of disagreement: every contradiction once, both sides with their words, and verdicts that differ."""

from __future__ import annotations

import re
from typing import Any

import pytest

PREFIXES = """
PREFIX kg: <https://w3id.org/creativekg/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""


@pytest.fixture(scope="module")
def page(real_server: Any) -> str:
    reply = real_server.request("GET", "/disagreement", headers={"Accept": "text/html"})
    assert reply.status == 200
    return str(reply.body.decode())


def asked(real_server: Any, query: str) -> list[tuple[str, ...]]:
    reply = real_server.sparql(PREFIXES + query, "text/csv")
    _, *lines = reply.body.decode().splitlines()
    return [tuple(value.rpartition("/")[2] for value in line.split(",")) for line in lines]


def test_every_contradiction_stands_once(real_server: Any, page: str) -> None:
    known = asked(real_server, "SELECT ?a ?b { ?a kg:conflictsWith ?b FILTER(STR(?a) < STR(?b)) }")
    shown = [tuple(sorted(pair.split())) for pair in re.findall(r'data-pair="([^"]+)"', page)]
    assert known and sorted(shown) == sorted(known)


def test_both_sides_have_their_words_and_the_explanation(real_server: Any, page: str) -> None:
    for pair in re.findall(r'data-pair="([^"]+)"', page):
        for name in pair.split():
            claim = real_server.request("GET", f"/claim/{name}.json").json()["rows"][0]
            side = re.search(
                rf'<article class="fact">(?:(?!</article>).)*href="/claim/{name}".*?</article>', page, re.S
            )
            assert side, name
            assert "<blockquote>" in side[0]
            assert f"/document/{name.partition('-')[0]}#p" in side[0]
            assert not claim["caveat"] or 'class="caveat"' in side[0]


def test_contradictions_between_documents_stand_apart(page: str) -> None:
    between, _, within = page.partition('<h2 id="within">')
    within = within.partition('<h2 id="verdicts">')[0]
    for part, one in ((between, False), (within, True)):
        pairs = [pair.split() for pair in re.findall(r'data-pair="([^"]+)"', part)]
        assert pairs
        for pair in pairs:
            assert (len({name.partition("-")[0] for name in pair}) == 1) is one


def test_every_opposite_verdict_is_in_the_data(real_server: Any) -> None:
    known = asked(
        real_server,
        """SELECT ?better ?worse WHERE {
          ?better kg:direction kg:opportunity ; kg:subject ?cause ; kg:object ?matter ; prov:hadPrimarySource ?one .
          ?worse kg:direction kg:threat ; kg:subject ?cause ; kg:object ?matter ; prov:hadPrimarySource ?other .
          FILTER(?one != ?other)
        }""",
    )
    rows = real_server.request("GET", "/disagreement.json").json()["rows"]
    shown = [
        tuple(row[name].rpartition("/")[2] for name in ("claim", "other_claim"))
        for row in rows
        if row["kind"] == "opposite verdicts"
    ]
    assert known and sorted(shown) == sorted(known)


def test_matters_are_those_of_the_ready_question(real_server: Any, page: str) -> None:
    answer = real_server.request("GET", "/questions/opposite-verdicts.json").json()["results"]["bindings"]
    section = page.partition('<h2 id="matters">')[2].partition("</section>")[0]
    for row in answer:
        assert row["matterLabel"]["value"] in section
    counts = [int(row[name]["value"]) for row in answer for name in ("opportunities", "threats", "withoutVerdict")]
    shown = [int(number) for number in re.findall(r"<summary>(\d+)<", section)]
    assert sorted(shown) == sorted(count for count in counts if count)
    assert len(re.findall("<li>", section)) == sum(counts)


def test_the_claims_as_rdf(real_server: Any) -> None:
    turtle = real_server.request("GET", "/disagreement.ttl").body.decode()
    assert "conflictsWith" in turtle and "TextPositionSelector" in turtle
