"""The Quality page tells what the build found, good or bad, and says so where a snapshot does not know."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from playwright.sync_api import Page, expect
from rdflib.namespace import RDF, SH

from graph import snapshot as snapshots
from graph.build import build
from graph.defaults import DATA
from graph.namespaces import CLAIM, DOCUMENT, KG, PREFIXES
from graph.reasoner import REASONER

PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
Start = Callable[..., AbstractContextManager[Any]]
NUMBERS = ("000", "001", "002", "003", "004")
# A claim that says in the same words what another claim of its document says: SHACL warns of it.
SAME, AS = "000-071", "000-001"


def get(server: Any) -> str:
    reply = server.request("GET", "/quality", headers={"Accept": "text/html"})
    assert reply.status == 200, reply.body
    return str(reply.body.decode())


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def section(html: str, name: str) -> str:
    return html.partition(f'<section aria-labelledby="{name}"')[2].partition("</section>")[0]


def outcome(html: str, name: str) -> str:
    """What the summary says of a check: outcome, numbers, program."""
    (row,) = re.findall(rf'<tr><th scope="row"><a href="#{name}">.*?</tr>', html)
    return text(row)


def table(server: Any, check: str) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(server.request("GET", "/quality.csv").body.decode()))
    return [row for row in rows if row["check"] == check]


@pytest.fixture(scope="module")
def html(real_server: Any) -> str:
    return get(real_server)


@pytest.fixture(scope="module")
def warned(tmp_path_factory: pytest.TempPathFactory, documents_folder: Path, start_server: Start) -> Iterator[Any]:
    """A server over a build with a claim that SHACL warns of, checked by the reasoner where there is Java."""
    folder = tmp_path_factory.mktemp("warned")
    data = folder / "data"
    shutil.copytree(DATA, data)
    file = data / "claims" / "000.yaml"
    claims = file.read_text(encoding="utf-8")
    first, second = (re.search(rf"- id: {name}\n.*?\n    gloss: (.*?)\n", claims, re.DOTALL) for name in (AS, SAME))
    assert first and second
    file.write_text(claims.replace(second[1], first[1]), encoding="utf-8")
    build(folder / "snapshots", data=data, documents_folder=documents_folder)
    with start_server(folder / "snapshots", readers=2) as server:
        yield server


@pytest.fixture(scope="module")
def older(snapshot_home: Path, tmp_path_factory: pytest.TempPathFactory, start_server: Start) -> Iterator[Any]:
    """A server over a snapshot from before reports were kept."""
    home = tmp_path_factory.mktemp("older") / "snapshots"
    shutil.copytree(snapshot_home, home)
    for file in (*home.glob("*/report.json"), *home.glob("*/report.ttl")):
        file.unlink()
    for folder in home.glob("*/coverage"):
        shutil.rmtree(folder)
    with start_server(home, readers=1) as server:
        yield server


@pytest.fixture(scope="module")
def tampered(snapshot_home: Path, tmp_path_factory: pytest.TempPathFactory, start_server: Start) -> Iterator[Any]:
    """A server over a snapshot that lost a label outside, a name of ours, and the explanation of every conflict."""
    home = tmp_path_factory.mktemp("tampered") / "snapshots"
    shutil.copytree(snapshot_home, home)
    store = ox.Store(str(snapshots.current(home).store))
    (outside,) = one(store, "?m sssom:object_source dataset:eurovoc ; sssom:object_id ?x ; sssom:confidence 0.6e0")
    (ours,) = one(store, "?m sssom:object_source dataset:wikidata ; sssom:subject_id ?x")
    lost = [(outside, PREFIXES["rdfs"] + "label"), (ours, PREFIXES["skos"] + "prefLabel"), (None, KG + "caveat")]
    for subject, name in lost:
        for quad in list(store.quads_for_pattern(subject, ox.NamedNode(name), None, None)):
            store.remove(quad)
    store.flush()
    del store
    with start_server(home, readers=1) as server:
        yield server


def one(store: ox.Store, pattern: str) -> list[Any]:
    prefixes = PREFIXES | {"sssom": "https://w3id.org/sssom/", "dataset": "https://w3id.org/creativekg/dataset/"}
    solutions = store.query(f"SELECT ?x {{ {pattern} }} ORDER BY ?x LIMIT 1", prefixes=prefixes)
    assert isinstance(solutions, ox.QuerySolutions)
    return [solution["x"] for solution in solutions]


def test_every_check_has_its_outcome_date_and_snapshot(real_server: Any, snapshot_home: Path, html: str) -> None:
    snapshot = snapshots.current(snapshot_home)
    written = datetime.fromtimestamp(int(snapshot.manifest_file.stat().st_mtime), UTC)
    for name in ("shapes", "style", "reasoner", "evidence", "links", "coverage", "conflicts"):
        assert outcome(html, name)
        part = section(html, name)
        assert f"<code>{snapshot.name}</code>" in part, name
        assert f'<time datetime="{written.isoformat()}">' in part, name
    for row in csv.DictReader(io.StringIO(real_server.request("GET", "/quality.csv").body.decode())):
        assert (row["snapshot"], row["published"]) == (snapshot.name, written.isoformat())


def test_shapes_are_those_of_the_report(snapshot_home: Path, html: str) -> None:
    report = json.loads(snapshots.current(snapshot_home).report.read_text(encoding="utf-8"))["shacl"]
    said = outcome(html, "shapes")
    counts = report["counts"]
    assert f"{counts['Violation']} violations, {counts['Warning']} warnings, {counts['Info']} hints" in said
    assert report["engine"] in said
    part = section(html, "shapes")
    assert f"All {len(report['shapes'])} shapes" in part
    for result in report["results"]:
        assert f'href="/claim/{result["id"]}"' in part


def test_how_much_each_shape_looked_at_is_what_the_graph_holds(real_server: Any, html: str) -> None:
    query = "SELECT ?kind (COUNT(DISTINCT ?c) AS ?n) { ?c a ?kind ; kg:gloss ?g } GROUP BY ?kind"
    part = section(html, "shapes")
    rows = real_server.sparql(PROLOGUE + query).json()["results"]["bindings"]
    assert len(rows) > 5
    for row in rows:
        name = row["kind"]["value"].removeprefix(KG)
        assert f'<th scope="row">{name}</th><td class="number">{row["n"]["value"]}</td>' in part
    assert '<th scope="row">Said once</th><td class="number">the whole graph</td>' in part


def test_a_warning_is_shown_with_its_claim_and_how_to_mend_it(warned: Any) -> None:
    html = get(warned)
    said = outcome(html, "shapes")
    assert "conforms, with warnings" in said and "0 violations, 1 warnings" in said
    part = section(html, "shapes")
    group = part.partition("<h3>Said once")[2].partition("<h3>")[0]
    assert f'<a href="/claim/{SAME}">' in group
    assert "A claim has the same gloss as" in text(group) and "make them one claim" in text(group)
    assert "from one look at the whole graph" in text(group)
    (row,) = [row for row in table(warned, "shape") if row["outcome"] == "warnings"]
    assert (row["about_label"], row["number"]) == ("Said once", "1")


def test_the_report_is_a_shacl_validation_report(warned: Any) -> None:
    formats = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    sizes = set()
    for ending, name in formats.items():
        reply = warned.request("GET", f"/quality.{ending}")
        assert reply.status == 200
        graph = rdflib.Graph().parse(data=reply.body, format=name)
        sizes.add(len(graph))
        (report,) = graph.subjects(RDF.type, SH.ValidationReport)
        assert graph.value(report, SH.conforms).toPython() is False  # type: ignore[union-attr]
        (warning,) = graph.subjects(SH.resultSeverity, SH.Warning)
        assert (report, SH.result, warning) in graph
        assert graph.value(warning, SH.focusNode) == rdflib.URIRef(CLAIM + SAME)
        assert graph.value(warning, SH.sourceShape) and graph.value(warning, SH.sourceConstraintComponent)
    assert len(sizes) == 1
    negotiated = warned.request("GET", "/quality", headers={"Accept": "text/turtle"})
    assert negotiated.body == warned.request("GET", "/quality.ttl").body


def test_a_reasoner_that_did_not_run_is_not_called_consistent(html: str) -> None:
    said = outcome(html, "reasoner")
    assert "not run" in said and "left out at the caller's wish" in said
    part = section(html, "reasoner")
    assert "It did not run." in part and "no contradiction" not in part


def test_a_reasoner_that_ran_is_named(need: Callable[..., None], warned: Any) -> None:
    need("java")
    html = get(warned)
    assert "consistent" in outcome(html, "reasoner") and REASONER in outcome(html, "reasoner")
    assert "no contradiction" in section(html, "reasoner")


def test_evidence_was_checked_against_the_texts_that_were_there(real_server: Any, html: str) -> None:
    query = "SELECT ?d ?sha (COUNT(DISTINCT ?p) AS ?n) { ?d kg:sha256 ?sha . ?p oa:hasSource ?d } GROUP BY ?d ?sha"
    found = {
        row["d"]["value"]: (row["sha"]["value"], row["n"]["value"])
        for row in real_server.sparql(PROLOGUE + query).json()["results"]["bindings"]
    }
    rows = {row["about"]: row for row in table(real_server, "evidence")}
    assert {iri: (row["detail"], row["of"]) for iri, row in rows.items()} == found
    for number in NUMBERS:
        attached = real_server.request("GET", f"/document/{number}", headers={"Accept": "text/html"}).body
        whole = b"The text is not attached." not in attached
        row = rows[DOCUMENT + number]
        assert row["outcome"] == ("checked" if whole else "elided only")
        assert row["number"] == (row["of"] if whole else "0")
        assert row["detail"] in section(html, "evidence")


def test_without_texts_evidence_is_elided_only(textless_home: Path, start_server: Start) -> None:
    with start_server(textless_home, readers=1) as server:
        html = get(server)
        assert {row["outcome"] for row in table(server, "evidence")} == {"elided only"}
    assert "elided only 0 of" in outcome(html, "evidence")
    assert "against its text" not in section(html, "evidence")


def test_links_by_vocabulary_and_kind_of_match(real_server: Any, html: str) -> None:
    files = sorted((DATA / "mappings").glob("*.sssom.tsv"))
    made = {}
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        header = [line for line in lines if line.startswith("#")]
        rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t"))
        date = next(line for line in header if "mapping_date" in line).partition("'")[2].rstrip("'")
        made[file.name.removesuffix(".sssom.tsv")] = rows
        mine = [row for row in table(real_server, "links") if row["about"].endswith(f"/{file.name[:-10]}")]
        assert sum(int(row["number"]) for row in mine) == len(rows)
        assert all(row["detail"].endswith(f"made {date}") for row in mine)
        for row in mine:
            match = row["detail"].partition(" ")[0].rpartition("#")[2]
            same = [each for each in rows if each["predicate_id"].rpartition(":")[2] == match]
            assert int(row["number"]) == len(same)
            assert f"lowest confidence {min(float(each['confidence']) for each in same):g}," in row["detail"]
    said = outcome(html, "links")
    assert f"{sum(map(len, made.values())):,} in {len(files)} mapping sets" in said and "whole" in said


def test_a_link_without_a_label_or_without_its_own_end_is_broken(tampered: Any) -> None:
    html = get(tampered)
    broken = int(re.search(r"(\d+) broken", outcome(html, "links"))[1])  # type: ignore[index]
    assert broken >= 2
    rows = [row for row in table(tampered, "links") if "broken" in row["outcome"]]
    assert {row["about"].rpartition("/")[2] for row in rows} >= {"eurovoc", "wikidata"}


def test_conflicts_are_explained_or_said_not_to_be(real_server: Any, html: str, tampered: Any) -> None:
    query = "SELECT ?a ?b { ?a kg:conflictsWith ?b FILTER(STR(?a) < STR(?b)) }"
    pairs = real_server.sparql(PROLOGUE + query).json()["results"]["bindings"]
    assert f"{len(pairs)} pairs of claims" in outcome(html, "conflicts")
    assert "explained" in outcome(html, "conflicts") and "unexplained" not in html
    part = section(html, "conflicts")
    for pair in pairs:
        assert all(f'href="/claim/{pair[end]["value"].removeprefix(CLAIM)}"' in part for end in "ab")
    assert part.count("<details>") == len(pairs)
    assert f"{len(pairs)} unexplained" in outcome(get(tampered), "conflicts")


def test_coverage_is_summed_up(real_server: Any, html: str) -> None:
    passages = len(real_server.request("GET", "/coverage.csv").body.splitlines()) - 1
    assert f"complete {passages} of {passages} passages" in outcome(html, "coverage")


def test_an_older_snapshot_says_what_it_does_not_know(older: Any) -> None:
    html = get(older)
    for name in ("shapes", "style", "reasoner", "evidence", "coverage"):
        assert "not recorded" in outcome(html, name), name
    for name in ("shapes", "style", "reasoner", "coverage"):
        assert "Not recorded in this snapshot." in section(html, name), name
    assert "conforms" not in text(html.partition("<tbody>")[2].partition("</tbody>")[0])
    assert "whole" in outcome(html, "links"), "what the graph tells stands there all the same"
    reply = older.request("GET", "/quality.ttl")
    assert reply.status == 404 and "not recorded" in reply.json()["detail"]
    assert {row["outcome"] for row in table(older, "shape")} == {"not recorded"}
    assert older.request("GET", "/quality.json").status == 200


def test_a_snapshot_of_hardly_anything_has_the_page(served: Any) -> None:
    assert "not recorded" in outcome(get(served), "shapes")


def test_an_unknown_ending_is_not_the_page(real_server: Any) -> None:
    assert real_server.request("GET", "/quality.docx", headers={"Accept": "text/html"}).status == 404


def test_from_a_hint_to_its_claim_and_the_report_to_disk(visit: Callable[..., Page]) -> None:
    page = visit("/quality")
    with page.expect_download() as download:
        page.get_by_role("link", name="The SHACL validation report as Turtle").click()
    assert download.value.suggested_filename == "shacl.ttl"
    assert "ValidationReport" in download.value.path().read_text(encoding="utf-8")
    page.get_by_text(re.compile(r"^\d+ places?$")).first.press("Enter")
    page.locator(".places a").first.click()
    expect(page).to_have_url(re.compile(r"/claim/\d+-\d+$"))
