"""The pages of statistics: every figure where its data set says, with its claim, its caveat and its sums."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest

from graph.namespaces import ID, KG, PROV
from server.engine import Term, iri
from server.figures import Figure, layout
from server.presentation import Thing, Value

PREFIXES = """
PREFIX kg: <https://w3id.org/creativekg/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
"""


@pytest.fixture(scope="module")
def get(real_server: Any) -> Any:
    def run(path: str, status: int = 200) -> str:
        reply = real_server.request("GET", path, headers={"Accept": "text/html"})
        assert reply.status == status
        return str(reply.body.decode())

    return run


@pytest.fixture(scope="module")
def observations(real_server: Any) -> list[dict[str, str]]:
    query = """SELECT ?claim ?table ?value ?caveat (GROUP_CONCAT(?sum; separator="|") AS ?sums) WHERE {
      ?claim a kg:Observation ; kg:value ?value
      OPTIONAL { ?claim qb:dataSet ?table } OPTIONAL { ?claim kg:caveat ?caveat }
      OPTIONAL { ?claim kg:arithmetic ?sum }
    } GROUP BY ?claim ?table ?value ?caveat"""
    lines = real_server.sparql(PREFIXES + query, "text/csv").body.decode().splitlines()
    return list(csv.DictReader(lines))


def shown(page: str) -> dict[str, str]:
    """The claims of the figures on a page, each with its value."""
    found = re.findall(r'data-value="([^"]+)"><a href="/claim/([^"]+)"', page)
    assert len({claim for _, claim in found}) == len(found), "no figure stands twice"
    return {claim: value for value, claim in found}


def test_every_figure_stands_where_its_data_set_says(get: Any, observations: list[dict[str, str]]) -> None:
    tables: dict[str, dict[str, str]] = defaultdict(dict)
    for row in observations:
        tables[row["table"].removeprefix(ID)][row["claim"].rpartition("/")[2]] = row["value"]
    assert len(tables) > 1 and tables[""]
    for name, figures in tables.items():
        assert shown(get(f"/statistics/{name}".rstrip("/"))) == figures, name


def test_caveats_and_sums_stand_beside_the_figures(get: Any, observations: list[dict[str, str]]) -> None:
    pages = {
        name: get(f"/statistics/{name}".rstrip("/"))
        for name in {row["table"].removeprefix(ID) for row in observations}
    }
    noted = 0
    for row in observations:
        page, claim = unescape(pages[row["table"].removeprefix(ID)]), row["claim"].rpartition("/")[2]
        number = re.search(rf'<a href="/claim/{claim}"[^>]*>[^<]*</a><sup><a href="#note(\d+)">', page)
        assert bool(number) == bool(row["caveat"] or row["sums"]), claim
        if number:
            noted += 1
            note = page.partition(f'<li id="note{number[1]}">')[2].partition("</li>")[0]
            assert f"/claim/{claim}" in note
            assert row["caveat"] in note
            assert all(sum_ in note for sum_ in row["sums"].split("|"))
        odd = f'class="figure odd" data-value="{row["value"]}"><a href="/claim/{claim}"' in page
        assert odd == bool(row["sums"])
    assert noted > 10


def test_the_index_leads_to_every_table(get: Any, real_server: Any) -> None:
    tables = real_server.sparql(PREFIXES + "SELECT ?t { ?t a qb:DataSet }", "text/csv").body.decode().split()[1:]
    page = get("/statistics")
    assert len(tables) > 2
    for table in tables:
        assert f'href="/statistics/{table.removeprefix(ID)}"' in page


def test_a_table_without_figures_says_so(get: Any) -> None:
    assert "holds none of its figures" in get("/statistics/growth-rates-in-ai-research")


def test_data_and_query_give_the_figures(get: Any, real_server: Any, observations: list[dict[str, str]]) -> None:
    path = "/statistics/nesta-ai-research-by-country"
    claims = {row["claim"] for row in observations if row["table"].endswith(path.rpartition("/")[2])}
    rows = list(csv.DictReader(real_server.request("GET", path + ".csv").body.decode().splitlines()))
    assert {row["claim"] for row in rows} == claims
    (link,) = set(re.findall(r'href="/sparql\?(query=[^"]+)"', get(path)))
    answer = real_server.sparql(parse_qs(link)["query"][0], "application/sparql-results+json").json()
    assert {row["claim"]["value"] for row in answer["results"]["bindings"]} == claims
    turtle = real_server.request("GET", path + ".ttl").body.decode()
    assert all(claim.rpartition("/")[2] in turtle for claim in claims) and "DataSet" in turtle
    everything = list(csv.DictReader(real_server.request("GET", "/statistics.csv").body.decode().splitlines()))
    assert {row["claim"] for row in everything} == {row["claim"] for row in observations}


def test_what_is_no_table_is_not_found(get: Any) -> None:
    get("/statistics/artificial-intelligence", 404)
    get("/statisticss", 404)


def figure(number: int, **said: str) -> Figure:
    """An observation of a made-up kind, of which these properties are given by name."""
    said = {
        "subject": "a",
        "object": "m",
        "period": "not stated",
        "unit": "items",
        "value": "1",
        "document": "d",
    } | said
    thing = Thing(f"claim/{number:03}")
    for name, label in said.items():
        term = Term(label, "literal") if name in ("period", "value") else iri(ID + label)
        thing.properties[PROV + "hadPrimarySource" if name == "document" else KG + name] = [Value(term, label)]
    return Figure(thing)


def test_years_go_down_and_are_lines() -> None:
    figures = [
        figure(n, subject=s, period=p) for n, (p, s) in enumerate([("2020", "a"), ("2019", "a"), ("2019", "b")])
    ]
    laid = layout(figures)
    assert laid.rows_of == ("period",)
    assert [row.label for row in laid.rows] == ["2019", "2020"]
    assert [(column.label, column.kind) for column in laid.columns] == [("a", "line"), ("b", "line")]
    assert [[len(cell) for cell in row.cells] for row in laid.rows] == [[1, 1], [1, 0]]


def test_things_go_down_and_measures_across_in_one_unit_each() -> None:
    said = [
        ("a", "m", "items", "1"),
        ("a", "n", "percent", "5"),
        ("b", "m", "items", "2"),
        ("b", "n", "percent", "4"),
    ]
    figures = [figure(n, subject=s, object=o, unit=u, value=v) for n, (s, o, u, v) in enumerate(said)]
    laid = layout(figures)
    assert laid.rows_of == ("subject",)
    assert [row.label for row in laid.rows] == ["b", "a"], "the largest of the first column comes first"
    assert [(column.label, column.unit.label, column.kind) for column in laid.columns] == [
        ("m", "items", "bars"),
        ("n", "percent", "bars"),
    ]


def test_a_place_that_follows_from_the_thing_is_no_dimension() -> None:
    figures = [figure(n, subject=s, inPlace=s) for n, s in enumerate("abc")]
    assert layout(figures).rows_of == ("subject",)
    apart = [figure(n, subject="a", inPlace=s) for n, s in enumerate("abc")]
    assert layout(apart).rows_of == ("inPlace",)


def test_ranks_and_several_figures_in_one_place_are_dots() -> None:
    ranks = [figure(n, subject=s, unit="rank") for n, s in enumerate("ab")]
    assert [column.kind for column in layout(ranks).columns] == ["dots"]
    twice = [figure(n, object=o) for n, o in enumerate("mmn")]
    laid = layout(twice)
    assert [column.kind for column in laid.columns] == ["dots"]
    assert sum(len(cell) for row in laid.rows for cell in row.cells) == 3
