"""Every file below shapes/examples is a test: a valid one breaks nothing, an invalid one exactly what it says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
import shapes
from graph import snapshot as snapshots
from graph.modules import read_turtle
from graph.namespaces import EDM, KG, OWL, PREFIXES, RDF
from graph.shacl import Engine, Result, validate
from graph.shacl_compiled import compiled_version
from shapes.examples import COMMON, INVALID, VALID, background, expected

CRM = "http://www.cidoc-crm.org/cidoc-crm/"
# All shapes on each of some hundred files: the fast engine where it is there. The mutation test asks pySHACL.
ENGINE: Engine = "shacl" if compiled_version() else "pyshacl"

_background = cache(background)


def found(file: Path) -> tuple[Result, ...]:
    return validate([*_background(), *read_turtle(file)], engine=ENGINE).results


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_valid_example_breaks_nothing(file: Path) -> None:
    assert found(file) == ()


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_invalid_example_breaks_what_it_says_and_only_that(file: Path) -> None:
    assert [(r.shape, r.path, r.component, r.focus) for r in found(file)] == [expected(file)]


def test_every_class_with_instances_has_a_shape_and_a_valid_example(snapshot_home: Path) -> None:
    """Over the real graph: what no shape targets would slip through validation unseen."""
    held, shown, targets = ox.Store(), ox.Store(), ox.Store()
    for quad in ox.parse(path=snapshots.current(snapshot_home).dumps / "creativekg.nq"):
        held.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    files = [*VALID, COMMON, *ontology.MODULES]
    shown.extend(quad for file in files for quad in read_turtle(file))
    targets.extend(quad for file in shapes.FOLDER.glob("*.ttl") for quad in read_turtle(file))

    def answers(store: ox.Store, query: str) -> set[tuple[str, ...]]:
        found = store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        return {tuple(term.value for term in row) for row in found}

    classes = {name for (name,) in answers(targets, "SELECT ?class { ?shape sh:targetClass ?class }")}
    kinds = answers(
        held, "SELECT DISTINCT ?x ?class { ?x a ?own . ?own rdfs:subClassOf* ?class FILTER(isIRI(?x)) }"
    )
    covered = {node for node, name in kinds if name in classes}
    for which, end in (("?x", "targetSubjectsOf"), ("?y", "targetObjectsOf")):
        for (path,) in answers(targets, f"SELECT ?path {{ ?shape sh:{end} ?path }}"):
            covered |= {node for (node,) in answers(held, f"SELECT {which} {{ ?x <{path}> ?y }}")}
    # Classes of the alignments get instances by inference alone; nothing is stated of them.
    others = (OWL, RDF, EDM, CRM)
    # The ontology's own terms have rules of their own, in shapes/ontology.
    things = {(node, name) for node, name in kinds if not node.startswith(KG)}
    bare = {name for node, name in things if node not in covered and not name.startswith(others)}
    assert bare == set()
    with_example = {
        name for (name,) in answers(shown, "SELECT ?class { ?x a ?own . ?own rdfs:subClassOf* ?class }")
    }
    assert classes - with_example == set()
