"""The alignments: every outside term exists, axioms and annotations are kept apart, the core classes reach EDM."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import ontology
from graph.modules import read_turtle
from graph.namespaces import BASE, DCTERMS, EDM, FOAF, KG, OWL, RDF, RDFS, SCHEMA, SKOS

FILE = ontology.FOLDER / "alignments.ttl"
MAPPINGS = {SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")}
AXIOMS = {OWL + "equivalentClass", OWL + "equivalentProperty", RDFS + "subClassOf", RDFS + "subPropertyOf"}


@pytest.fixture(scope="module")
def triples() -> list[tuple[str, str, str]]:
    return [(q.subject.value, q.predicate.value, q.object.value) for q in read_turtle(FILE)]


@pytest.fixture(scope="module")
def own() -> set[str]:
    """What the other modules of the ontology declare."""
    quads = [q for file in ontology.MODULES for q in read_turtle(file)]
    return {q.subject.value for q in quads if q.predicate.value == RDF + "type"}


def test_it_is_an_ontology_of_its_own_with_its_terms_of_use(triples: list[tuple[str, str, str]]) -> None:
    said = {predicate: value for subject, predicate, value in triples if subject == BASE + "ontology/alignments"}
    assert said[RDF + "type"] == OWL + "Ontology"
    assert said[DCTERMS + "license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert said[DCTERMS + "title"] and said[DCTERMS + "description"]


def test_every_outside_term_is_defined_where_it_comes_from(
    triples: list[tuple[str, str, str]], linked_data: Path
) -> None:
    files = [linked_data / "edm-ontology" / "edm.ttl", *(linked_data / "vocabs").glob("*.nq")]
    # schema.org's file writes http; schema.org and we prefer https.
    defined = {q.subject.value.replace("http://schema.org/", SCHEMA) for file in files for q in ox.parse(path=file)}
    used = {iri for s, p, o in triples if p in MAPPINGS | AXIOMS for iri in (s, o) if not iri.startswith(BASE)}
    assert len(used) > 60
    assert not used - defined


def test_what_is_aligned_is_a_term_of_ours_or_declared_here(
    triples: list[tuple[str, str, str]], own: set[str]
) -> None:
    declared = {subject for subject, predicate, _ in triples if predicate == RDF + "type"}
    assert not {s for s, p, _ in triples if p in MAPPINGS} - own
    assert not {iri for s, p, o in triples if p in AXIOMS for iri in (s, o)} - own - declared


def test_mappings_are_annotations_so_that_owl_2_dl_is_kept(
    triples: list[tuple[str, str, str]], own: set[str]
) -> None:
    annotation = {s for s, p, o in triples if p == RDF + "type" and o == OWL + "AnnotationProperty"}
    assert annotation >= MAPPINGS
    assert not MAPPINGS & own
    reserved = {iri for s, p, o in triples for iri in (s, o) if iri.startswith(RDF) and p not in MAPPINGS}
    assert not reserved


def test_a_pair_is_said_once(triples: list[tuple[str, str, str]]) -> None:
    pairs = [(s, o) for s, p, o in triples if p in MAPPINGS | AXIOMS]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (FOAF + "Agent", "Agent"),
        (SCHEMA + "Place", "Place"),
        (SCHEMA + "Event", "Event"),
        (FOAF + "Document", "InformationResource"),
        (KG + "Claim", "InformationResource"),
    ],
)
def test_core_classes_are_subclasses_of_edm(ours: str, theirs: str, triples: list[tuple[str, str, str]]) -> None:
    assert (ours, RDFS + "subClassOf", EDM + theirs) in triples


@pytest.mark.parametrize("term", ["subject", "predicate", "object"])
def test_reification_stands_near_our_terms(term: str, triples: list[tuple[str, str, str]]) -> None:
    assert (KG + term, SKOS + "closeMatch", RDF + term) in triples


def test_no_other_file_of_the_ontology_uses_the_reification_vocabulary() -> None:
    reification = {RDF + name for name in ("subject", "predicate", "object", "Statement")}
    for file in ontology.FOLDER.rglob("*.ttl"):
        if file != FILE:
            assert not [q for q in read_turtle(file) if {q.predicate.value, str(q.object)[1:-1]} & reification], (
                file
            )
