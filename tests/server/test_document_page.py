"""A document: every passage leads to every claim made from it, with its text and without."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.namespaces import DOCUMENT, OA

NUMBERS = ("000", "001", "002", "003", "004")
_EVIDENCE = """
PREFIX kg: <https://w3id.org/creativekg/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?claim ?start ?end WHERE {
  ?claim prov:hadPrimarySource <DOCUMENT> ; kg:evidence/oa:hasSelector ?position .
  ?position oa:start ?start ; oa:end ?end
}"""


@pytest.fixture(scope="module")
def elided(
    snapshot_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
    start_server: Callable[..., AbstractContextManager[Any]],
) -> Iterator[Any]:
    """A server over the snapshot as ``--quotes elided`` leaves it: without texts and without whole quotes."""
    home = tmp_path_factory.mktemp("elided") / "snapshots"
    shutil.copytree(snapshot_home, home)
    for folder in home.glob("*/documents"):
        shutil.rmtree(folder)
    (folder,) = home.glob("*/store")
    store = ox.Store(str(folder))
    for name in ("exact", "prefix", "suffix"):
        for quad in list(store.quads_for_pattern(None, ox.NamedNode(OA + name), None, None)):
            store.remove(quad)
    store.flush()
    del store
    with start_server(home, readers=1) as server:
        yield server


def page(server: Any, path: str) -> str:
    reply = server.request("GET", path, headers={"Accept": "text/html"})
    assert reply.status == 200
    return str(reply.body.decode())


def passages(server: Any, number: str) -> dict[str, set[str]]:
    """By SPARQL: the claims of each passage, by its fragment."""
    rows = server.sparql(_EVIDENCE.replace("DOCUMENT", DOCUMENT + number)).json()["results"]["bindings"]
    found: dict[str, set[str]] = {}
    for row in rows:
        claim = row["claim"]["value"].rpartition("/")[2]
        found.setdefault(f"p{row['start']['value']}-{row['end']['value']}", set()).add(claim)
    return found


def noted(html: str) -> dict[str, set[str]]:
    """By the page: the claims of each passage."""
    found: dict[str, set[str]] = {}
    for claim, names in re.findall(r'<li id="n([0-9-]+)" data-passages="([^"]*)"', html):
        for name in names.split():
            found.setdefault(name, set()).add(claim)
    return found


@pytest.mark.parametrize("number", NUMBERS)
def test_every_passage_leads_to_every_claim_made_from_it(real_server: Any, number: str) -> None:
    assert noted(page(real_server, f"/document/{number}")) == passages(real_server, number)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_same_on_elided_quotes(elided: Any, number: str) -> None:
    html = page(elided, f"/document/{number}")
    assert noted(html) == passages(elided, number)
    assert 'id="attach"' in html and "creativekg build" in html and "--quotes elided" in html


@pytest.mark.parametrize("server", ["real_server", "elided"])
def test_without_scripts_each_passage_has_links_to_its_claims(server: str, request: pytest.FixtureRequest) -> None:
    here = request.getfixturevalue(server)
    html = page(here, "/document/003")
    claims = passages(here, "003")
    many = {name: href for href, name in re.findall(r'<a href="([^"]*)" data-opens="([^"]*)">\d+ claims</a>', html)}
    assert set(many) == {name for name, some in claims.items() if len(some) > 4}
    singly = re.findall(r'<a href="#n([0-9-]+)" aria-label="Claim', html)
    assert set(singly) >= {claim for name, some in claims.items() if name not in many for claim in some}
    for name, href in list(many.items())[:4]:
        listed = page(here, href).partition('id="incoming"')[2]
        assert {claim for claim in claims[name] if f'href="/claim/{claim}"' in listed} == claims[name]


@pytest.mark.parametrize("path", ["/claim/004-038", "/id/sunspring", "/id/artificial-intelligence"])
def test_pages_on_elided_quotes_say_how_to_attach_the_documents(elided: Any, path: str) -> None:
    html = page(elided, path)
    note = re.search(r'<p class="quiet cut">.*?href="(/document/\d+)#attach"', html, re.DOTALL)
    assert note and 'id="attach"' in page(elided, note[1])
    rows = elided.request("GET", path + ".json").json()["rows"]
    assert any("…" in row["words"] for row in rows)
    for row in rows:
        assert f'#p{row["start"]}-{row["end"]}"' in html


@pytest.mark.parametrize("path", ["/claim/004-038", "/id/sunspring"])
def test_whole_quotes_need_no_such_note(need: Callable[..., None], real_server: Any, path: str) -> None:
    need("documents")
    assert "quiet cut" not in page(real_server, path)
