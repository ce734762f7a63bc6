"""The build as a whole: same input, same bytes; a wrong graph is never published."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from graph import snapshot as snapshots
from graph.build import build
from graph.defaults import DATA
from graph.dumps import FORMATS
from graph.errors import DocumentError, ValidationFailed
from graph.namespaces import OWL, PREFIXES
from graph.reasoner import REASONER
from graph.snapshot import Snapshot


def _ask(snapshot: Snapshot, pattern: str) -> bool:
    store = ox.Store.read_only(str(snapshot.store))
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


def test_two_builds_of_the_same_input_give_the_same_bytes(
    snapshot_home: Path, tmp_path: Path, documents_folder: Path
) -> None:
    first = snapshots.current(snapshot_home)
    second = build(tmp_path, documents_folder=documents_folder, reasoner=False)
    assert first.name == second.name
    for name, _ in FORMATS.values():
        assert (first.dumps / name).read_bytes() == (second.dumps / name).read_bytes()
    assert (first.dumps / "void.ttl").read_bytes() == (second.dumps / "void.ttl").read_bytes()
    for kept in ("shacl_report", "report", "manifest_file"):
        assert getattr(first, kept).read_bytes() == getattr(second, kept).read_bytes(), kept


def test_a_second_build_of_the_same_input_changes_nothing(
    snapshot_home: Path, tmp_path: Path, documents_folder: Path
) -> None:
    home = Path(shutil.copytree(snapshot_home, tmp_path / "snapshots"))
    before = snapshots.current(home)
    changed = before.manifest_file.stat().st_mtime_ns
    after = build(home, documents_folder=documents_folder, reasoner=False)
    assert after == before
    assert after.manifest_file.stat().st_mtime_ns == changed


def test_a_check_that_was_left_out_is_made_up_for(
    need: Callable[..., None], snapshot_home: Path, tmp_path: Path, documents_folder: Path
) -> None:
    need("java")
    home = Path(shutil.copytree(snapshot_home, tmp_path / "snapshots"))
    checked = build(home, documents_folder=documents_folder)
    consistency = json.loads(checked.report.read_text(encoding="utf-8"))["consistency"]
    assert consistency["checked"] is True and consistency["reasoner"] == REASONER


def test_the_dumps_hold_the_same_graph(snapshot_home: Path) -> None:
    dumps = snapshots.current(snapshot_home).dumps
    quads = list(ox.parse(path=dumps / "creativekg.nq", format=ox.RdfFormat.N_QUADS))
    named = {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    assert "https://w3id.org/creativekg/graph/document/003" in named
    imports = ox.NamedNode(OWL + "imports")
    triples = {str(q.triple) for q in quads if q.predicate != imports}
    turtle = rdflib.Graph().parse(dumps / "creativekg.ttl", format="turtle")
    jsonld = list(ox.parse(path=dumps / "creativekg.jsonld", format=ox.RdfFormat.JSON_LD))
    ntriples = list(ox.parse(path=dumps / "creativekg.nt", format=ox.RdfFormat.N_TRIPLES))
    assert len(turtle) == len(triples) == len(jsonld) == len(ntriples)


def test_the_report_says_at_how_much_each_shape_looked(snapshot_home: Path) -> None:
    report = json.loads(snapshots.current(snapshot_home).report.read_text(encoding="utf-8"))
    looked = {each["label"]: each for each in report["shacl"]["shapes"]}
    assert looked["Claim"]["nodes"] == report["counts"]["claims"]
    assert looked["Concept"]["nodes"] == report["counts"]["concepts"]
    assert looked["Said once"]["whole"] and not looked["Claim"]["whole"]
    assert not [name for name, each in looked.items() if not each["nodes"]], "shapes that look at nothing"


def test_numbers_in_the_dump_are_as_curated(snapshot_home: Path) -> None:
    text = (snapshots.current(snapshot_home).dumps / "creativekg.nq").read_text(encoding="utf-8")
    assert '"2340000000000"^^<http://www.w3.org/2001/XMLSchema#decimal>' in text
    assert '"2.34 trillion"' in text


def test_the_default_graph_is_the_union(snapshot_home: Path) -> None:
    store = ox.Store.read_only(str(snapshots.current(snapshot_home).store))
    solutions = store.query("SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }")
    assert isinstance(solutions, ox.QuerySolutions)
    distinct = next(iter(solutions))[0]
    solutions = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(solutions, ox.QuerySolutions)
    assert next(iter(solutions))[0] == distinct


def test_whole_quotes_only_where_asked_for(
    need: Callable[..., None], snapshot_home: Path, elided_home: Path
) -> None:
    need("documents")
    full, elided = snapshots.current(snapshot_home), snapshots.current(elided_home)
    assert full.name != elided.name
    assert _ask(full, "?quote oa:exact ?words")
    assert not _ask(elided, "?quote oa:exact|oa:prefix|oa:suffix ?words")
    assert _ask(elided, "?quote kg:elidedQuote ?words")
    assert not elided.documents.exists()
    assert {path.stem for path in full.documents.iterdir()} == {"000", "001", "002", "003", "004"}


def test_without_documents_the_build_works_on_elided_quotes(textless_home: Path) -> None:
    snapshot = snapshots.current(textless_home)
    report = json.loads(snapshot.report.read_text(encoding="utf-8"))
    assert report["documentsAbsent"] == ["000", "001", "002", "003", "004"]
    assert not _ask(snapshot, "?quote oa:exact ?words")


def test_a_changed_document_stops_the_build(
    need: Callable[..., None], tmp_path: Path, documents_folder: Path
) -> None:
    need("documents")
    folder = tmp_path / "documents"
    shutil.copytree(documents_folder, folder)
    file = next(folder.glob("002*.txt"))
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(DocumentError, match=f"{file.name}.*expected SHA-256 .* found"):
        build(tmp_path / "snapshots", documents_folder=folder, reasoner=False)
    assert not (tmp_path / "snapshots").exists()


def test_an_invalid_graph_is_never_published(snapshot_home: Path, tmp_path: Path, documents_folder: Path) -> None:
    home, data = tmp_path / "snapshots", tmp_path / "data"
    shutil.copytree(DATA, data)
    shutil.copytree(snapshot_home, home)
    good = snapshots.current(home)
    file = data / "claims" / "000.yaml"
    text = file.read_text(encoding="utf-8")
    broken = text.replace("kind: Capability\n", "kind: Impact\n    direction: threat\n", 1)
    assert broken != text
    claim = broken[: broken.index("kind: Impact\n    direction: threat\n")].rsplit("id: ", 1)[1].split("\n")[0]
    # An impact of a technology on a unit of measure: well-formed, but nonsense by the shapes.
    head, tail = broken.split(f"id: {claim}\n", 1)
    subject = next(line for line in tail.splitlines() if line.strip().startswith("object: "))
    file.write_text(f"{head}id: {claim}\n" + tail.replace(subject, "    object: percent", 1), encoding="utf-8")
    with pytest.raises(ValidationFailed, match=claim):
        build(home, data=data, documents_folder=documents_folder, reasoner=False)
    assert snapshots.current(home) == good
