"""The ontology and the whole graph are in OWL 2 DL, as the OWL API that comes with HermiT's jar judges it.

A Java machine cannot be started twice in a process, nor may it stay in that of the other tests: the check runs in
a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest

from graph import snapshot as snapshots
from graph.modules import ontology_quads
from graph.namespaces import KG, ONTOLOGY_GRAPH, OWL, RDF, SH

JAR = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
CHECK = """
import sys, jpype
jpype.startJVM(classpath=[sys.argv[1]], convertStrings=True)
manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
profile = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")()
for file in sys.argv[2:]:
    ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(file))
    print(ontology.getLogicalAxiomCount(), *profile.checkOntology(ontology).getViolations(), sep="\\t")
    manager.removeOntology(ontology)
"""
MOOD = b"""
@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/> a owl:Ontology .
:near a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .
"""


def violations(folder: Path, *graphs: list[ox.Quad]) -> list[tuple[int, list[str]]]:
    """Of each graph the number of logical axioms, and where it leaves OWL 2 DL. Imports are left out."""
    files = []
    for number, quads in enumerate(graphs):
        triples = {quad.triple for quad in quads if quad.predicate.value != OWL + "imports"}
        file = folder / f"{number}.rdf"
        ox.serialize(triples, file, format=ox.RdfFormat.RDF_XML)
        files.append(str(file))
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(JAR), *files], capture_output=True, text=True, check=True, timeout=240
    )
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return [(int(count), found) for count, *found in lines]


def test_the_ontology_is_in_owl_2_dl(tmp_path: Path, need: Callable[..., None]) -> None:
    need("java")
    wrong = list(ox.parse(MOOD, format=ox.RdfFormat.TURTLE))
    (axioms, found), (_, seeded) = violations(tmp_path, ontology_quads(), wrong)
    assert axioms > 1000
    assert found == []
    assert any("non-simple property" in violation for violation in seeded), seeded


def test_the_whole_graph_is_in_owl_2_dl(tmp_path: Path, need: Callable[..., None], snapshot_home: Path) -> None:
    need("java")
    quads = [
        quad
        for quad in ox.parse(path=snapshots.current(snapshot_home).dumps / "creativekg.nq")
        # A derivation may name rdf:type, which OWL 2 DL reserves; the copy for the reasoner has no such triple.
        if not (quad.predicate.value == KG + "predicate" and quad.object == ox.NamedNode(RDF + "type"))
    ]
    assert {quad.graph_name.value for quad in quads} > {ONTOLOGY_GRAPH}
    assert not [quad for quad in quads if quad.predicate.value.startswith(SH)]
    [(axioms, found)] = violations(tmp_path, quads)
    assert axioms > 5000
    assert found == []


@pytest.mark.parametrize("kind", ["IllegalPunning", "UseOfUndeclaredObjectProperty"])
def test_the_check_finds_what_it_should(tmp_path: Path, need: Callable[..., None], kind: str) -> None:
    need("java")
    wrong = {
        "IllegalPunning": ":near a owl:ObjectProperty , owl:DatatypeProperty .",
        "UseOfUndeclaredObjectProperty": ":Mood a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; "
        "owl:onProperty :far ; owl:someValuesFrom owl:Thing ] .",
    }[kind]
    head = MOOD.rpartition(b":near")[0] + wrong.encode()
    [(_, found)] = violations(tmp_path, list(ox.parse(head, format=ox.RdfFormat.TURTLE)))
    assert found
