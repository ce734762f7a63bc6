"""Every file below shapes/examples is a test: a valid one breaks nothing, an invalid one exactly what it says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
import shapes
from graph import snapshot as snapshots
from graph.assemble import read_turtle
from graph.namespaces import BASE, EDM, OWL, PREFIXES, RDF, SH
from graph.shacl import Result, validate

CRM = "http://www.cidoc-crm.org/cidoc-crm/"
EXAMPLES = shapes.FOLDER / "examples"
VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
_EXPECT = re.compile(r"^# expect: (\S+) (\S+) (\w+) on (\S+)$", re.MULTILINE)
_PREFIXES = {**PREFIXES, "shape": BASE + "shapes#", "evidence": BASE + "evidence/"}


@cache
def background() -> list[ox.Quad]:
    files = [*ontology.MODULES, EXAMPLES / "common.ttl"]
    return [quad for file in files for quad in read_turtle(file)]


def found(file: Path) -> list[Result]:
    return [result for result in validate([*background(), *read_turtle(file)]).results if result.severity != "Info"]


def expand(name: str) -> str | None:
    if name == "-":
        return None
    if name.startswith("<"):
        return name[1:-1]
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_valid_example_breaks_nothing(file: Path) -> None:
    assert found(file) == []


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_invalid_example_breaks_what_it_says(file: Path) -> None:
    expected = {
        (expand(shape), expand(path), f"{SH}{component}ConstraintComponent", expand(focus))
        for shape, path, component, focus in _EXPECT.findall(file.read_text(encoding="utf-8"))
    }
    assert expected, "the file does not say what it breaks"
    assert {(r.shape, r.path, r.component, r.focus) for r in found(file)} == expected


def test_every_class_with_instances_has_a_shape_and_a_valid_example(snapshot_home: Path) -> None:
    """Over the real graph: an untargeted class would slip through validation unseen."""
    store = ox.Store()
    store.load(path=snapshots.current(snapshot_home).dumps / "creativekg.nq")
    held, shown = ox.Store(), ox.Store()
    held.extend(ox.Quad(q.subject, q.predicate, q.object) for q in store)
    shown.extend(quad for file in [*VALID, EXAMPLES / "common.ttl"] for quad in read_turtle(file))
    targets = ox.Store()
    targets.extend(quad for file in shapes.FOLDER.glob("*.ttl") for quad in read_turtle(file))
    classes = "SELECT DISTINCT ?class { ?x a ?own . ?own rdfs:subClassOf* ?class FILTER(isIRI(?class)) }"
    targeted = {r[0].value for r in targets.query("SELECT DISTINCT ?c { ?s sh:targetClass ?c }", prefixes=PREFIXES)}
    shown.extend(quad for file in ontology.MODULES for quad in read_turtle(file))
    with_example = {r[0].value for r in shown.query(classes, prefixes=PREFIXES)}
    pairs = held.query("SELECT DISTINCT ?own { ?x a ?own }", prefixes=PREFIXES)
    bare, unshown = [], []
    for (own,) in pairs:
        if own.value.startswith((OWL, RDF)):
            continue
        above = held.query(
            "SELECT ?own ?c { ?own rdfs:subClassOf* ?c }",
            prefixes=PREFIXES,
            substitutions={ox.Variable("own"): own},
        )
        if not {own.value, *(c.value for _, c in above)} & targeted:
            bare.append(own.value)
    unshown = sorted(targeted - with_example - {f"{OWL}NamedIndividual"})
    # Classes of the alignments get instances by inference alone; nothing is stated of them.
    assert [name for name in bare if not name.startswith((EDM, CRM))] == []
    assert unshown == []
