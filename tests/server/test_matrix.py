"""The impact matrix: every claim of an impact is counted where it belongs, and each number opens its claims."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from graph.namespaces import BASE, ID

PREFIXES = """
PREFIX id: <https://w3id.org/creativekg/id/>
PREFIX graph: <https://w3id.org/creativekg/graph/>
PREFIX kg: <https://w3id.org/creativekg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
SCHEMES = {"technology": "technologies", "sector": "sectors"}


@pytest.fixture(scope="module")
def ask(real_server: Any) -> Any:
    """``ask(query)``: the rows of a query as dictionaries of text."""

    def run(query: str) -> list[dict[str, str]]:
        reply = real_server.sparql(PREFIXES + query, "application/sparql-results+json")
        assert reply.status == 200, reply.body
        return [{name: term["value"] for name, term in row.items()} for row in reply.json()["results"]["bindings"]]

    return run


@pytest.fixture(scope="module")
def get(real_server: Any) -> Any:
    def run(path: str, status: int = 200, **query: str) -> Any:
        accept = "text/html" if "." not in path else "*/*"
        reply = real_server.request("GET", f"{path}?{urlencode(query)}", headers={"Accept": accept})
        assert reply.status == status
        return reply.json() if ".json" in path else reply.body.decode()

    return run


def counted(ask: Any, technology: str, sector: str) -> dict[str, int]:
    """Claims of a cell by direction, counted by the tree of the vocabularies."""
    rows = ask(
        f"""SELECT ?direction (COUNT(DISTINCT ?claim) AS ?claims) WHERE {{
          ?claim a kg:Impact ; kg:direction ?direction .
          FILTER EXISTS {{ {belongs("technology", "kg:subject", technology)} }}
          FILTER EXISTS {{ {belongs("sector", "(kg:object|kg:inSector)", sector)} }}
        }} GROUP BY ?direction"""
    )
    return {row["direction"].partition("#")[2]: int(row["claims"]) for row in rows}


def belongs(side: str, path: str, key: str) -> str:
    if key.startswith("only:"):
        return f"?claim {path} id:{key.removeprefix('only:')}"
    if key != "none":
        return f"?claim {path} ?{side} . GRAPH graph:ontology {{ ?{side} skos:broader* id:{key} }}"
    scheme = f"<{BASE}scheme/{SCHEMES[side]}>"
    outside = f"?claim {path} ?{side} . ?{side} skos:inScheme {scheme}"
    return f"?claim kg:gloss ?any FILTER NOT EXISTS {{ {outside} }}"


@pytest.mark.parametrize(
    "rows,columns",
    [("", ""), ("artificial-intelligence", ""), ("", "heritage"), ("immersive-technology", "heritage")],
)
def test_every_cell_counts_its_claims(ask: Any, get: Any, rows: str, columns: str) -> None:
    cells = get("/matrix.json", rows=rows, columns=columns)["rows"]
    assert cells
    for cell in cells:
        found = counted(ask, cell["technology"], cell["sector"])
        shown = {"opportunity": cell["opportunities"], "threat": cell["threats"], "mixed": cell["mixed"]}
        assert {name: count for name, count in shown.items() if count} == found, cell


def test_every_impact_is_in_the_table_or_counted_as_outside(ask: Any, get: Any) -> None:
    (total,) = ask("SELECT (COUNT(*) AS ?n) WHERE { ?claim a kg:Impact }")
    sentence = re.compile(r'<p class="counted">(.*?)</p>', re.DOTALL)
    (whole,) = sentence.findall(get("/matrix"))
    assert f"All {total['n']} claims" in whole
    for rows, columns in (("artificial-intelligence", ""), ("none", "none"), ("blockchain", "visual-arts")):
        (part,) = sentence.findall(get("/matrix", rows=rows, columns=columns))
        numbers = [int(number) for number in re.findall(r"(?<![\w-])\d+", re.sub("<[^>]+>|“[^”]+”", "", part))]
        assert numbers[0] == int(total["n"]) == sum(numbers[1:]), part


def test_the_cells_hold_every_claim(ask: Any, get: Any) -> None:
    """What the default view shows, opened cell by cell, is exactly the claims of the graph."""
    everything = {row["claim"] for row in ask("SELECT ?claim WHERE { ?claim a kg:Impact }")}
    rows = {cell["technology"] for cell in get("/matrix.json")["rows"]}
    found = {row["claim"] for key in rows for row in get("/matrix.json", technology=key)["rows"]}
    assert found == everything


def test_a_cell_opens_its_claims_with_their_words(ask: Any, get: Any) -> None:
    cell = max(get("/matrix.json", columns="heritage")["rows"], key=lambda cell: cell["claims"])
    address = urlsplit(cell["address"])
    chosen = {name: values[0] for name, values in parse_qs(address.query).items()}
    facts = get("/matrix.json", **chosen)["rows"]
    assert len({row["claim"] for row in facts}) == cell["claims"]
    assert all(row["words"] and row["document"] for row in facts)
    page = get("/matrix", **chosen)
    assert page.count('<article class="fact">') == cell["claims"]
    for row in facts:
        assert f'href="/claim/{row["claim"].rpartition("/")[2]}"' in page


@pytest.mark.parametrize(
    "chosen",
    [
        {"technology": "artificial-intelligence", "sector": "audiovisual-media"},
        {"technology": "only:digital-technology", "sector": "only:cultural-and-creative-industries"},
        {"technology": "none", "sector": "none"},
        {"technology": "none:Trend", "sector": "none:Topic"},
        {"sector": "music"},
    ],
)
def test_the_query_of_a_cell_finds_its_claims(get: Any, real_server: Any, chosen: dict[str, str]) -> None:
    page = get("/matrix", **chosen)
    (link,) = re.findall(r'href="/sparql\?(query=[^"]+)"', page)
    query = parse_qs(link)["query"][0]
    found = real_server.sparql(query, "application/sparql-results+json").json()["results"]["bindings"]
    claims = {row["claim"] for row in get("/matrix.json", **chosen)["rows"]}
    assert claims and {row["claim"]["value"] for row in found} == claims


def test_the_query_of_the_table_counts_its_cells(get: Any, real_server: Any) -> None:
    (link,) = re.findall(r'href="/sparql\?(query=[^"]+)"', get("/matrix"))
    reply = real_server.sparql(parse_qs(link)["query"][0], "application/sparql-results+json")
    assert reply.status == 200, reply.body
    queried = {
        (row["technology"]["value"], row["sector"]["value"], row["direction"]["value"]): int(row["claims"]["value"])
        for row in reply.json()["results"]["bindings"]
    }
    shown = {
        (*(ID + cell[side].removeprefix("only:") for side in SCHEMES), way): cell[name]
        for cell in get("/matrix.json")["rows"]
        if "none" not in (cell["technology"], cell["sector"])
        for way, name in (("opportunity", "opportunities"), ("threat", "threats"), ("mixed", "mixed"))
        if cell[name]
    }
    assert queried == shown


def test_the_data_of_a_selection_is_that_selection(get: Any) -> None:
    page = get("/matrix", rows="artificial-intelligence")
    alternates = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', page)
    assert {"application/json", "text/csv", "text/turtle"} <= {kind for kind, _ in alternates}
    assert all(address.endswith("?rows=artificial-intelligence") for _, address in alternates)
    turtle = get("/matrix.ttl", technology="robotics")
    (claim,) = {row["claim"] for row in get("/matrix.json", technology="robotics")["rows"]}
    assert claim.rpartition("/")[2] in turtle and "/evidence/" in turtle


def test_what_is_not_in_the_matrix_is_not_found(get: Any) -> None:
    for name in ("rows", "columns", "technology", "sector"):
        get("/matrix", 404, **{name: "no-such-thing"})
    get("/matrix", 404, rows="only:artificial-intelligence")
    get("/matrix", 404, rows="music")
    get("/matrixes", 404)


def test_heads_have_scopes(get: Any) -> None:
    page = get("/matrix")
    assert "<th>" not in page
    assert page.count('scope="row"') == page.count("<tr>") - 1


@pytest.mark.parametrize("path", ["/matrix", "/matrix?technology=none", "/statistics", "/disagreement"])
def test_without_claims_the_pages_are_there(served: Any, path: str) -> None:
    reply = served.request("GET", path, headers={"Accept": "text/html"})
    assert reply.status == 200, reply.body
