"""The neighbours of a thing: the list says what SPARQL says, and the picture what the list says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.neighbours import COLUMNS, MOST

_COUNTS = """
PREFIX kg: <https://w3id.org/creativekg/ontology#> PREFIX id: <https://w3id.org/creativekg/id/>
SELECT ?other (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  ?claim ?role id:NAME ; kg:gloss ?gloss ; kg:subject|kg:object ?other .
  FILTER(?other != id:NAME && STRSTARTS(STR(?other), STR(id:)))
} GROUP BY ?other"""
NAMES = ("artificial-intelligence", "nesta", "film", "shanghai", "production", "sergei-podrobinsky-retrospective")


@pytest.mark.parametrize("name", NAMES)
def test_neighbours_are_what_claims_name_together_with_it(real_server: Any, name: str) -> None:
    rows = real_server.sparql(_COUNTS.replace("NAME", name)).json()["results"]["bindings"]
    counts = {row["other"]["value"]: int(row["claims"]["value"]) for row in rows}
    answer = real_server.request("GET", f"/id/{name}/neighbours.json").json()
    found = {row["neighbour"]: row["claims"] for row in answer["rows"]}
    assert len(found) == min(MOST, len(counts)) == len(answer["rows"])
    assert all(counts[other] == claims for other, claims in found.items())
    assert sorted(found.values(), reverse=True) == sorted(counts.values(), reverse=True)[:MOST]
    assert list(found.values()) == sorted(found.values(), reverse=True)
    for row in answer["rows"]:
        assert sum(int(count) for count in re.findall(r" (\d+)(?:,|$)", row["ties"])) == row["claims"]
        assert row["kind"]


@pytest.mark.parametrize("name", NAMES[:3])
def test_the_page_lists_the_same(real_server: Any, name: str) -> None:
    rows = real_server.request("GET", f"/id/{name}/neighbours.json").json()["rows"]
    html = real_server.request("GET", f"/id/{name}", headers={"Accept": "text/html"}).body.decode()
    shown = html.partition('<ol class="neighbours">')[2].partition("</ol>")[0]
    assert re.findall(r'<li><a href="([^"]*)">', shown) == [row["page"] for row in rows]


def test_as_csv_and_by_accept(real_server: Any) -> None:
    reply = real_server.request("GET", "/id/film/neighbours", headers={"Accept": "text/csv"})
    assert reply.headers.get_content_type() == "text/csv"
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["page"] for row in rows] == [
        row["page"] for row in real_server.request("GET", "/id/film/neighbours.json").json()["rows"]
    ]


@pytest.mark.parametrize("path", ["/id/no-such-thing/neighbours.json", "/id/film/neighbours.xml"])
def test_what_has_no_neighbours(real_server: Any, path: str) -> None:
    assert real_server.request("GET", path).status == 404


def test_the_picture_comes_when_the_reader_is_near(need: Callable[..., None], visit: Callable[..., Page]) -> None:
    need("frontend")
    page = visit("/id/artificial-intelligence")
    library = "script[src='/static/vendor/neighbours.js']"
    expect(page.locator(library)).to_have_count(0)
    with page.expect_response("**/neighbours.json"):
        page.locator("#neighbours").scroll_into_view_if_needed()
    picture = page.locator("#picture")
    expect(picture).to_be_visible()
    expect(picture.locator("canvas").first).to_be_visible()
    assert picture.get_attribute("aria-hidden") == "true", "the list is what is read out"


def test_a_neighbour_in_the_picture_leads_to_its_page(
    need: Callable[..., None], visit: Callable[..., Page]
) -> None:
    need("frontend")
    page = visit("/id/sunspring")
    page.locator("#neighbours").scroll_into_view_if_needed()
    picture = page.locator("#picture")
    expect(picture.locator("canvas").first).to_be_visible()
    page.wait_for_timeout(300)
    box = picture.bounding_box()
    assert box
    pages = {link.get_attribute("href") for link in page.locator(".neighbours a").all()}
    # The middle is the thing itself; going round, the pointer meets its neighbours.
    for x in range(30, int(box["width"]) - 30, 14):
        for y in range(30, int(box["height"]) - 30, 14):
            page.mouse.move(box["x"] + x, box["y"] + y)
            if picture.evaluate("element => element.style.cursor") == "pointer":
                page.mouse.click(box["x"] + x, box["y"] + y)
                page.wait_for_url(lambda url: not url.endswith("/sunspring"))
                assert page.url.partition("/id/")[2] in {str(each).removeprefix("/id/") for each in pages}
                return
    pytest.fail("no neighbour was met")


def test_without_scripts_the_list_stands_alone(visit: Callable[..., Page]) -> None:
    page = visit("/id/artificial-intelligence", java_script_enabled=False)
    expect(page.locator("ol.neighbours li")).to_have_count(MOST)
    expect(page.locator("#picture")).to_be_hidden()
