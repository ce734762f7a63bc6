"""Search over the real index: what is found, in which order, narrowed down by facets, and as which address."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from graph import snapshot
from graph.namespaces import PREFIXES
from graph.search_facets import FACETS
from server.index import all_of, any_of, words
from server.selection import Selection

Search = Callable[..., Any]

PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
# What a value of a facet asks of a claim.
PATTERNS = {
    "sector": "?claim ?r{0} ?t{0} . GRAPH graph:ontology {{ ?t{0} skos:broader* id:{1} }}",
    "technology": "?claim ?r{0} ?t{0} . GRAPH graph:ontology {{ ?t{0} skos:broader* id:{1} }}",
    "place": "?claim ?r{0} ?t{0} . ?t{0} schema:containedInPlace* id:{1}",
    "direction": "?claim kg:direction kg:{1}",
    "certainty": "?claim kg:certainty kg:{1}",
    "document": "?claim prov:hadPrimarySource <https://w3id.org/creativekg/document/{1}>",
    "claim": '?claim a ?r{0} . ?r{0} rdfs:subClassOf kg:Claim ; rdfs:label "{1}"@en',
    "year": '?claim kg:period|kg:citedDate ?t{0} FILTER(STRSTARTS(?t{0}, "{1}"))',
}
SELECTIONS = (
    {"sector": "film-and-television"},
    {"technology": "artificial-intelligence"},
    {"technology": "artificial-intelligence", "direction": "threat"},
    {"sector": "film-and-television", "technology": "artificial-intelligence", "certainty": "asserted"},
    {"document": "003", "direction": "opportunity"},
    {"place": "china"},
    {"claim": "observation", "year": "2023"},
)


@pytest.fixture
def search(real_server: Any) -> Search:
    def ask(ending: str = ".json", accept: str | None = None, **parameters: str | list[str]) -> Any:
        path = f"/search{ending}?{urlencode(parameters, doseq=True)}"
        return real_server.request("GET", path, headers={"Accept": accept} if accept else None)

    return ask


@pytest.fixture
def page(search: Search) -> Callable[..., str]:
    def ask(**parameters: str | list[str]) -> str:
        reply = search("", "text/html", **parameters)
        assert reply.status == 200
        return str(reply.body.decode())

    return ask


@pytest.fixture
def counted(real_server: Any) -> Callable[[str, str], int]:
    """How many different values a variable has where a pattern holds, by SPARQL."""

    def ask(variable: str, pattern: str) -> int:
        query = f"{PROLOGUE}SELECT (COUNT(DISTINCT ?{variable}) AS ?count) WHERE {{ {pattern} }}"
        reply = real_server.sparql(query, "application/sparql-results+json")
        assert reply.status == 200, reply.body
        return int(reply.json()["results"]["bindings"][0]["count"]["value"])

    return ask


def labels(reply: Any) -> list[str]:
    assert reply.status == 200
    return [row["label"] for row in reply.json()["rows"]]


def links(page: str, name: str = r"[^>]*") -> list[str]:
    return [unescape(each) for each in re.findall(rf'<a {name}href="(/search[^"]*)"', page)]


# ---------------------------------------------------------------- words


def test_the_very_name_comes_first(search: Search) -> None:
    assert labels(search(q="film"))[0] == "Film"
    assert labels(search(q="artificial intelligence"))[0] == "Artificial intelligence"


def test_other_names_and_beginnings_are_found(search: Search) -> None:
    assert "Augmented reality" in labels(search(q="AR"))
    assert "Augmented reality" in labels(search(q="augm"))


def test_some_of_the_words_where_nothing_has_all(search: Search, page: Callable[..., str]) -> None:
    reply = search(q="augmented xyzzy")
    assert "Augmented reality" in labels(reply)
    assert not reply.json()["has_all_words"]
    assert "these have some" in page(q="augmented xyzzy")


def test_counts_are_those_of_the_graph(search: Search, real_server: Any) -> None:
    row = next(
        row
        for row in search(q="artificial intelligence").json()["rows"]
        if row["iri"].endswith("/artificial-intelligence")
    )
    table = real_server.request("GET", "/id/artificial-intelligence.json").json()
    assert row["claims"] == len({fact["claim"] for fact in table["rows"]}) > 10


def test_a_claim_is_found_with_its_words(page: Callable[..., str], real_server: Any) -> None:
    claim = real_server.request("GET", "/claim/004-038.json").json()["rows"][0]
    found = page(q=claim["gloss"])
    assert 'href="/claim/004-038"' in found
    assert f"/document/004#p{claim['start']}-{claim['end']}" in found


def test_a_misspelling_is_told_and_the_names_that_are_spelled_alike(page: Callable[..., str]) -> None:
    found = page(q="blokchain")
    assert "Did you mean" in found
    assert "/search?q=blockchain" in links(found)
    assert 'href="/id/blockchain"' in found


def test_what_would_find_nothing_is_not_meant(page: Callable[..., str]) -> None:
    found = page(q="blokchain", direction="threat", place="china")
    assert "Did you mean" not in found
    assert {"/search?q=blokchain&direction=threat", "/search?q=blokchain&place=china"} <= set(links(found))


@pytest.mark.parametrize(
    "typed", ['"', "NOT", "film AND", "a*b", "NEAR(", "label:x", "^film", "-", "'; DROP", "\u202e", "%", "_", "\0"]
)
def test_signs_of_the_index_mean_nothing(search: Search, typed: str) -> None:
    assert search(q=typed).status == 200
    assert search("", q=typed, accept="text/html").status == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200), st.sampled_from(("things", "claims")), st.sampled_from(FACETS), st.text(max_size=20))
def test_whatever_is_typed_is_answered(search: Search, typed: str, of: str, facet: str, value: str) -> None:
    assert search(q=typed, of=of, **{facet: value}).status == 200
    assert search("", q=typed, of=of, accept="text/html").status == 200


def test_markup_that_is_typed_is_shown_as_text(page: Callable[..., str]) -> None:
    found = page(q="<img src=x onerror=alert(1)>", sector="<b>")
    assert "<img src=x" not in found and "<b>," not in found
    assert "&lt;img" in found and "&lt;b&gt;" in found


def test_too_long_is_refused(search: Search) -> None:
    assert search(q="x" * 201).status == 400


def test_an_unknown_ending_is_not_found(search: Search) -> None:
    assert search(".xml", q="film").status == 404


def test_expressions() -> None:
    assert all_of(words('3D "printing" OR x')) == '"3D"* "printing"* "OR"* "x"*'
    assert any_of(words("a-b")) == '"a"* OR "b"*'


# ---------------------------------------------------------------- facets


def where(selection: Iterable[tuple[str, str]]) -> str:
    patterns = [PATTERNS[facet].format(place, value) for place, (facet, value) in enumerate(selection)]
    return " . ".join(["?claim kg:gloss ?gloss", *patterns])


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda each: "-".join(each.values()))
def test_what_is_narrowed_down_is_what_the_graph_has(
    search: Search, counted: Callable[[str, str], int], selection: dict[str, str]
) -> None:
    found = search(of="claims", **selection).json()
    pattern = where(selection.items())
    assert found["totals"]["claims"] == counted("claim", pattern) > 0
    things = "?claim ?role ?thing . ?thing a ?class FILTER(STRSTARTS(STR(?thing), STR(id:)))"
    assert found["totals"]["things"] == counted("thing", f"{pattern} . {things}")


@pytest.mark.parametrize("selection", [{}, *SELECTIONS[:4]], ids=lambda each: "-".join(each.values()) or "all")
@pytest.mark.parametrize("facet", ["sector", "technology", "direction", "certainty", "place", "claim", "document"])
def test_the_count_of_a_value_is_what_choosing_it_gives(
    search: Search, counted: Callable[[str, str], int], selection: dict[str, str], facet: str
) -> None:
    if facet in selection:
        return
    values = search(of="claims", **selection).json()["facets"].get(facet, [])
    for value in (*values[:2], *values[-1:]):
        chosen = {**selection, facet: value["value"]}
        assert value["count"] == counted("claim", where(chosen.items())) > 0
        assert value["count"] == search(of="claims", **chosen).json()["totals"]["claims"]


@pytest.mark.parametrize("facet", ["kind", "sector", "direction", "document"])
def test_the_count_of_a_value_holds_for_things_too(search: Search, facet: str) -> None:
    found = search(q="art", technology="digital-technology").json()
    assert found["facets"][facet]
    for value in found["facets"][facet][:3]:
        chosen = search(q="art", technology="digital-technology", **{facet: value["value"]}).json()
        assert chosen["totals"]["things"] == value["count"] > 0


def test_facets_combine_and_values_of_one_add_to_each_other(search: Search) -> None:
    def claims(**chosen: str | list[str]) -> int:
        return int(search(of="claims", **chosen).json()["totals"]["claims"])

    threats, mixed = claims(direction="threat"), claims(direction="mixed")
    assert claims(direction=["threat", "mixed"]) == threats + mixed
    assert 0 < claims(direction="threat", certainty="hedged") < threats
    assert claims(direction=["threat", "mixed"], certainty="hedged") <= threats + mixed


def test_one_kind_only(search: Search) -> None:
    reply = search(kind="technology").json()
    assert reply["totals"]["things"] > len(reply["rows"]) == 100
    assert {row["kind"] for row in reply["rows"]} == {"technology"}


def test_no_link_of_a_facet_leads_to_nothing(page: Callable[..., str], real_server: Any) -> None:
    found = page(q="art", sector="design")
    facets = found[found.index('<nav class="facets"') : found.index('<nav class="tabs"')]
    chosen = links(facets)
    assert len(chosen) > 10
    for address in chosen[::4]:
        reply = real_server.request("GET", address, headers={"Accept": "text/html"})
        assert reply.status == 200
        assert "Nothing here has" not in reply.body.decode(), address


def test_a_narrower_value_takes_the_place_of_what_is_above(page: Callable[..., str]) -> None:
    found = links(page(technology="extended-reality", of="claims", all="technology"))
    assert "/search?technology=virtual-reality&of=claims" in found
    assert "/search?technology=extended-reality&technology=blockchain&of=claims" in found
    assert "/search?of=claims" in found, "without the one that is chosen"


def test_a_value_that_nobody_knows_can_be_removed(page: Callable[..., str]) -> None:
    found = page(q="film", sector="no-such-sector")
    assert "Nothing here has" in found
    assert "/search?q=film" in links(found)


# ---------------------------------------------------------------- addresses, pages, data

VALUES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12)


@given(
    st.builds(
        Selection,
        query=VALUES | st.just(""),
        chosen=st.dictionaries(
            st.sampled_from(FACETS), st.lists(VALUES, min_size=1, max_size=3, unique=True).map(tuple)
        ),
        of=st.sampled_from(("", "things", "claims")),
        table=st.booleans(),
        whole=st.sampled_from(("", *FACETS)),
        page=st.integers(1, 999_999),
    )
)
def test_an_address_says_all_of_a_selection(selection: Selection) -> None:
    assert Selection.read(MultiDict(selection.parameters())) == selection


@given(st.lists(st.tuples(st.sampled_from(("q", "of", "view", "all", "page", *FACETS)), st.text(max_size=9))))
def test_any_parameters_make_a_selection(parameters: list[tuple[str, str]]) -> None:
    selection = Selection.read(MultiDict(parameters))
    assert Selection.read(MultiDict(selection.parameters())) == selection


def test_pages_follow_one_another_and_leave_nothing_out(real_server: Any, search: Search) -> None:
    total = search(of="claims", direction="opportunity").json()["totals"]["claims"]
    address: str | None = "/search?direction=opportunity&of=claims"
    seen: list[str] = []
    pages = 0
    while address:
        found = real_server.request("GET", address, headers={"Accept": "text/html"}).body.decode()
        seen += dict.fromkeys(re.findall(r'href="/claim/(\d+-\d+)"', found[found.index('class="results"') :]))
        address = next(iter(links(found, 'rel="next" ')), None)
        pages += 1
    assert pages == -(-total // 25) > 1
    assert len(set(seen)) >= total


def test_json_says_where_the_next_page_is(real_server: Any) -> None:
    address: str | None = "/search.json?kind=technology"
    rows: list[str] = []
    while address:
        found = real_server.request("GET", address).json()
        rows += [row["iri"] for row in found["rows"]]
        address = found["next"]
    assert len(rows) == len(set(rows)) == found["totals"]["things"] > 200


def test_a_page_too_far_is_the_last(search: Search) -> None:
    found = search(kind="technology", page="999").json()
    assert found["page"] == found["pages"] and found["rows"] and found["next"] is None


def test_csv_has_the_same_rows(search: Search) -> None:
    rows = csv.DictReader(io.StringIO(search(".csv", q="film").body.decode(), newline=""))
    assert [row["label"] for row in rows] == labels(search(q="film"))


def test_csv_has_all_rows_with_the_words(search: Search) -> None:
    reply = search(".csv", of="claims", direction="threat")
    rows = list(csv.DictReader(io.StringIO(reply.body.decode(), newline="")))
    assert {row["direction"] for row in rows} == {"threat"}
    assert all(row["words"] for row in rows)
    total = search(of="claims", direction="threat").json()["totals"]["claims"]
    assert len({row["claim"] for row in rows}) == total


@pytest.mark.parametrize("of", ["things", "claims"])
def test_a_table_has_what_the_list_has(page: Callable[..., str], of: str) -> None:
    chosen = {"technology": "blockchain", "of": of}
    kind = "id" if of == "things" else "claim"
    first = rf'href="(/{kind}/[a-z0-9-]+)"'
    table = page(view="table", **chosen)
    rows = re.findall(rf'<th scope="row"><a {first}', table)
    assert rows
    results = page(**chosen)
    assert set(rows) <= set(re.findall(first, results[results.index('class="results"') :]))


def test_the_page_names_its_canonical_address_and_its_data(page: Callable[..., str]) -> None:
    found = page(sector="film", q="camera", of="claims", view="table")
    assert '<link rel="canonical" href="https://w3id.org/creativekg/search?q=camera&amp;sector=film' in found
    assert 'type="text/csv" href="/search.csv?q=camera&amp;sector=film&amp;of=claims"' in found


def test_an_index_of_another_version_says_what_to_do(
    snapshot_home: Path, tmp_path: Path, start_server: Any
) -> None:
    def fill(target: snapshot.Snapshot) -> None:
        source = snapshot.current(snapshot_home)
        for each in source.path.iterdir():
            if each != source.search:
                (target.path / each.name).symlink_to(each)
        with sqlite3.connect(target.search) as connection:
            connection.execute("CREATE TABLE entities(iri, kind)")
        connection.close()

    snapshot.publish(tmp_path / "snapshots", "0123456789abcdef", fill)
    with start_server(tmp_path / "snapshots") as server:
        reply = server.request("GET", "/search.json?q=film")
        assert reply.status == 503
        assert "run 'creativekg build'" in server.log.read_text()
