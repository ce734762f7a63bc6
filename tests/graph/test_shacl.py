from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
import shapes
from graph.errors import OntologyError
from graph.modules import read_turtle
from graph.namespaces import CLAIM, KG, SH
from graph.shacl import Report, short, validate

EXAMPLES = shapes.FOLDER / "examples"


def report(*names: str) -> Report:
    files = [*ontology.MODULES, EXAMPLES / "common.ttl"]
    files += [EXAMPLES / "invalid" / f"{name}.ttl" for name in names]
    return validate(quad for file in files for quad in read_turtle(file))


@pytest.fixture(scope="module")
def mixed() -> Report:
    return report("observation-percentage", "claim-no-gloss", "entity-no-label")


def test_results_are_sorted_by_severity(mixed: Report) -> None:
    severities = [result.severity for result in mixed.results]
    assert severities == sorted(severities, key=["Violation", "Warning", "Info"].index)
    assert mixed.counts()["Violation"] == 2 and mixed.counts()["Warning"] == 1


def test_only_violations_stop_publication(mixed: Report) -> None:
    assert not mixed.conforms
    warned = report("observation-percentage")
    assert warned.conforms and warned.counts()["Warning"] == 1


def test_text_says_what_where_why_and_how(mixed: Report) -> None:
    text = mixed.text()
    assert text.startswith("VIOLATION: ")
    assert "A claim does not have exactly one gloss in English." in text
    assert "where  900-030, at gloss" in text and f"<{CLAIM}900-030>" in text
    assert "mend   say the claim in one sentence of your own words." in text
    assert "rule   Claim (shape:Claim)" in text
    assert "where  900-014, “Made-up claim 014 of kind Observation.”, at value" in text
    assert text.splitlines()[-1].startswith("SHACL: 2 violations, 1 warnings, ")


def test_json_is_json_and_names_the_yaml_id(mixed: Report) -> None:
    data = json.loads(json.dumps(mixed.as_json()))
    assert data["conforms"] is False
    assert data["results"][0]["severity"] == "Violation"
    assert "900-030" in {result["id"] for result in data["results"]}


def test_turtle_is_a_shacl_report(mixed: Report) -> None:
    store = ox.Store()
    store.load(mixed.turtle().encode(), format=ox.RdfFormat.TURTLE)
    query = """SELECT ?focus WHERE { ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?result .
        ?result a sh:ValidationResult ; sh:focusNode ?focus ; sh:resultPath kg:gloss ; sh:resultMessage ?message ;
          sh:resultSeverity sh:Violation ; sh:sourceConstraintComponent sh:MinCountConstraintComponent ;
          sh:sourceShape <https://w3id.org/creativekg/shapes#Claim> }"""
    rows = list(store.query(query, prefixes={"sh": SH, "kg": KG}))
    assert [row["focus"].value for row in rows] == [CLAIM + "900-030"]


def test_the_same_graph_has_the_same_report(mixed: Report) -> None:
    again = report("entity-no-label", "claim-no-gloss", "observation-percentage")
    assert again == mixed
    assert again.turtle() == mixed.turtle()


def test_every_constraint_says_how_to_mend() -> None:
    """Messages of shapes and SPARQL constraints alike; each shape and constraint group has name and severity."""
    store = ox.Store()
    for file in shapes.FOLDER.glob("*.ttl"):
        store.extend(read_turtle(file))
    select = """SELECT ?node ?name ?severity WHERE {
        { ?node sh:path ?path . ?parent sh:property ?node } UNION { ?node a sh:NodeShape }
        OPTIONAL { ?node sh:name ?name } OPTIONAL { ?node sh:severity ?severity } }"""
    rows = list(store.query(select, prefixes={"sh": SH}))
    assert len(rows) > 80
    assert not [row["node"] for row in rows if row["name"] is None or row["severity"] is None]
    messages = list(store.query("SELECT ?message WHERE { ?node sh:message ?message }", prefixes={"sh": SH}))
    assert not [row["message"].value for row in messages if ". Mend: " not in row["message"].value]
    unsaid = """SELECT ?node WHERE { ?node sh:path|sh:select ?x . FILTER NOT EXISTS { ?node sh:message ?m } }"""
    assert not list(store.query(unsaid, prefixes={"sh": SH}))


def test_a_broken_shape_file_is_named(tmp_path: Path) -> None:
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\nsh:x sh:y\n"
    (tmp_path / "broken.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"broken\.ttl:\d+: not Turtle"):
        validate([], tmp_path)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("ex:S sh:targetNode ex:a ; sh:minCuont 1 .", r"b\.ttl:3: not SHACL: there is no sh:minCuont"),
        ("ex:S sh:targetClass ex:C ; sh:property [ sh:minCount 1 ] .", r"b\.ttl: not SHACL: "),
        ("ex:S sh:targetClass ex:C ; sh:sparql [ sh:select 'SELECT WHERE' ] .", r"b\.ttl: not SHACL: "),
    ],
)
def test_a_shape_that_is_not_shacl_names_its_file(tmp_path: Path, wrong: str, message: str) -> None:
    prefixes = f"@prefix sh: <{SH}> .\n@prefix ex: <http://example.org/> .\n"
    right = "ex:R a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI ."
    for name, text in (("a.ttl", right), ("b.ttl", wrong)):
        (tmp_path / name).write_text(prefixes + text, encoding="utf-8")
    with pytest.raises(OntologyError, match=message):
        validate([], tmp_path)


def test_a_changed_shape_file_is_read_again(tmp_path: Path) -> None:
    text = f"<urn:s> a <{SH}NodeShape> ; <{SH}targetNode> <urn:a> ; <{SH}nodeKind> <{SH}%s> ."
    (tmp_path / "a.ttl").write_text(text % "IRI", encoding="utf-8")
    assert validate([], tmp_path).conforms
    (tmp_path / "a.ttl").write_text(text % "Literal", encoding="utf-8")
    assert not validate([], tmp_path).conforms


def test_an_empty_shape_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no shapes here"):
        validate([], tmp_path)


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (CLAIM + "001-014", "001-014"),
        ("https://w3id.org/creativekg/id/louvre", "louvre"),
        ("https://w3id.org/creativekg/document/001", "document:001"),
        (KG + "gloss", "kg:gloss"),
        ("https://example.org/other", "https://example.org/other"),
    ],
)
def test_short_names_are_those_of_the_yaml_files(iri: str, name: str) -> None:
    assert short(iri) == name
