"""The Coverage page: its numbers are those of the command line and of the graph, and its map leads to the words."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import rdflib
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from graph.cli import cli
from graph.namespaces import DOCUMENT, KG, PREFIXES, PROV

PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
NUMBERS = ("000", "001", "002", "003", "004")


@pytest.fixture(scope="module")
def html(real_server: Any) -> str:
    reply = real_server.request("GET", "/coverage", headers={"Accept": "text/html"})
    assert reply.status == 200
    return str(reply.body.decode())


@pytest.fixture(scope="module")
def told(documents_folder: Path) -> dict[str, Any]:
    """What ``creativekg coverage --json`` prints, by document."""
    done = CliRunner().invoke(cli, ["coverage", "--json", "--documents", str(documents_folder)])
    assert done.exit_code == 0, done.output
    return {each["document"]: each for each in json.loads(done.stdout)}


def rows(server: Any, query: str) -> list[dict[str, str]]:
    found = server.sparql(PROLOGUE + query).json()["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in found]


def section(html: str, number: str) -> str:
    return html.partition(f'<section aria-labelledby="d{number}"')[2].partition("</section>")[0]


def cells(html: str, row: str) -> list[str]:
    """The cells of the table row whose head matches."""
    (found,) = re.findall(rf"<tr[^>]*><th scope=\"row\">(?:<a [^>]*>)?{row}(?:</a>)?</th>(.*?)</tr>", html)
    return [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", found)]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_are_those_of_the_command(html: str, told: dict[str, Any], number: str) -> None:
    here = told[number]
    head = re.search(rf'<tr><th scope="row"><a href="#d{number}">.*?</tr>', html)
    assert head
    shown = [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", head[0])]
    assert shown[:2] == [str(here["passages"]), str(here["carrying"])]
    assert shown[3] == str(here["open"])
    words = f"{100 * here['touched'] / here['words']:.0f} %" if here["words"] else "text not attached"
    assert shown[4] == words
    part = section(html, number)
    for reason, count in here["reasons"].items():
        found = re.search(rf'href="#r{reason}">.*?</meter> (\d+) \(', part)
        assert int(found[1] if found else 0) == count, reason
    kinds = Counter(each["kind"] for each in here["accounts"])
    carrying = Counter(each["kind"] for each in here["accounts"] if each["claims"])
    labels = {"sentence": "Sentences", "heading": "Headings", "caption": "Captions", "item": "List items"}
    for kind, label in (labels | {"cell": "Table cells"}).items():
        assert (f"</meter> {carrying[kind]} of {kinds[kind]}<" in part.partition(f"<dt>{label}</dt>")[2]) == (
            kinds[kind] > 0
        )


def test_kinds_by_document_are_those_of_the_graph(real_server: Any, html: str) -> None:
    query = """SELECT ?kind ?label ?document (COUNT(?c) AS ?n) {
      ?c a ?kind ; kg:gloss ?g ; prov:hadPrimarySource ?document . ?kind rdfs:label ?label
    } GROUP BY ?kind ?label ?document"""
    table = html.partition('id="kinds"')[2].partition("</section>")[0]
    found = rows(real_server, query)
    assert found
    by_label: dict[str, dict[str, int]] = {}
    for row in found:
        by_label.setdefault(row["label"], {})[row["document"].removeprefix(DOCUMENT)] = int(row["n"])
    for label, counts in by_label.items():
        expected = [str(counts[number]) if number in counts else "–" for number in NUMBERS]
        assert cells(table, label) == [*expected, f"{sum(counts.values()):,}"]


def test_what_one_document_alone_speaks_of(real_server: Any, html: str) -> None:
    query = """SELECT ?thing (COUNT(DISTINCT ?document) AS ?documents) (COUNT(DISTINCT ?c) AS ?n) {
      VALUES ?kind { kg:Sector kg:Technology } ?thing a ?kind .
      ?c ?role ?thing ; kg:gloss ?g ; prov:hadPrimarySource ?document } GROUP BY ?thing"""
    found = rows(real_server, query)
    alone = {row["thing"].rpartition("/")[2]: int(row["n"]) for row in found if row["documents"] == "1"}
    shared = {row["thing"].rpartition("/")[2] for row in found if row["documents"] != "1"}
    part = html.partition('id="alone"')[2].partition("</section>")[0]
    shown = {
        slug: int(n) for slug, n in re.findall(r'<a href="/id/([^"]+)">[^<]*</a> <span class="count">(\d+)', part)
    }
    assert shown == alone
    assert shared and not shared & shown.keys()


def test_things_named_are_counted(real_server: Any, html: str) -> None:
    for number in NUMBERS:
        query = f"""SELECT (COUNT(DISTINCT ?thing) AS ?n) {{ ?c prov:hadPrimarySource <{DOCUMENT}{number}> ;
          kg:gloss ?g ; ?role ?thing . ?thing skos:prefLabel ?l }}"""
        (row,) = rows(real_server, query)
        assert f"<b>{row['n']}</b> things named" in section(html, number)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_map_goes_from_first_to_last_and_leads_into_the_document(
    real_server: Any, html: str, told: dict[str, Any], number: str
) -> None:
    accounts = told[number]["accounts"]
    stretches = re.findall(r'<li><a href="([^"]*)" class="s(\d)" title="([^"]*)">', section(html, number))
    assert len(stretches) == min(40, len(accounts))
    target = real_server.request("GET", f"/document/{number}", headers={"Accept": "text/html"}).body.decode()
    at = 0
    most = 0
    for href, step, title in stretches:
        place = re.match(r"Characters ([\d,]+) to ([\d,]+): (?:(\d+) claim|No claim)", title)
        assert place
        start, end = (int(place[group].replace(",", "")) for group in (1, 2))
        assert start == at
        at = end
        within = [each for each in accounts if each["start"] < end and each["end"] > start]
        claims = {claim for each in within for claim in each["claims"]}
        assert int(place[3] or 0) == len(claims)
        assert (step == "0") == (not claims)
        most = max(most, int(step))
        assert href.startswith(f"/document/{number}#")
        if claims:
            assert f'<mark id="{href.partition("#")[2]}"' in target
        else:
            assert unquote(href.partition(":~:text=")[2].partition(",")[0])[:5]
    assert at == accounts[-1]["end"]
    assert most == 6, "the fullest stretch has the highest bar"


def test_the_data_hold_every_passage(real_server: Any, told: dict[str, Any]) -> None:
    table = list(csv.DictReader(io.StringIO(real_server.request("GET", "/coverage.csv").body.decode())))
    assert len(table) == sum(each["passages"] for each in told.values())
    for number in NUMBERS:
        mine = [row for row in table if row["document"] == DOCUMENT + number]
        assert sum(1 for row in mine if row["claims"]) == told[number]["carrying"]
        reasons = Counter(row["reason"].removeprefix(KG) for row in mine if row["reason"])
        assert reasons == Counter({name: n for name, n in told[number]["reasons"].items() if n})
    assert real_server.request("GET", "/coverage.json").json()["rows"][0]["words"] == table[0]["words"]


def test_the_rdf_holds_passages_with_claims_and_without(real_server: Any, told: dict[str, Any]) -> None:
    graph = rdflib.Graph().parse(data=real_server.request("GET", "/coverage.ttl").body, format="turtle")
    without = set(graph.subjects(rdflib.URIRef(KG + "noClaimReason")))
    assert len(without) == sum(sum(each["reasons"].values()) for each in told.values())
    with_claims = set(graph.objects(None, rdflib.URIRef(KG + "evidence")))
    assert with_claims and not with_claims & without
    assert not set(graph.subjects(rdflib.URIRef(PROV + "hadPrimarySource"))), "the claims themselves are elsewhere"


def test_an_unknown_ending_is_not_the_page(real_server: Any) -> None:
    assert real_server.request("GET", "/coverage.docx", headers={"Accept": "text/html"}).status == 404


def test_an_older_snapshot_says_that_nothing_is_recorded(
    snapshot_home: Path, tmp_path: Path, start_server: Callable[..., AbstractContextManager[Any]]
) -> None:
    home = tmp_path / "snapshots"
    shutil.copytree(snapshot_home, home)
    for folder in home.glob("*/coverage"):
        shutil.rmtree(folder)
    with start_server(home, readers=1) as server:
        reply = server.request("GET", "/coverage", headers={"Accept": "text/html"})
        assert len(server.request("GET", "/coverage.csv").body.splitlines()) == 1
    page = reply.body.decode()
    assert reply.status == 200 and "Not recorded in this snapshot." in page
    assert 'class="strip"' not in page
    assert 'id="kinds"' in page and 'id="alone"' in page, "what the graph tells stands there all the same"


def test_from_a_bar_to_the_words(visit: Callable[..., Page]) -> None:
    page = visit("/coverage")
    bar = page.locator(".strip").nth(3).locator("a.s6").first
    bar.focus()
    bar.press("Enter")
    expect(page).to_have_url(re.compile(r"/document/003#p\d+-\d+$"))
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_the_map_can_be_passed_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("/coverage", java_script_enabled=False)
    past = page.get_by_role("link", name="Past the map").first
    past.focus()
    expect(past).to_be_in_viewport()
    past.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#k000') !== null")
