"""What is inferred is what OWL 2 RL entails, and less only where nobody would want it (owlrl as the peer)."""

from __future__ import annotations

import subprocess
import sys

import pyoxigraph as ox
import pytest

import ontology
import shapes
from graph import rules
from graph.modules import read_turtle
from graph.namespaces import DERIVATION, ID, KG, ONTOLOGY_GRAPH, OWL, RDF, RULE, SKOS

EXAMPLES = shapes.FOLDER / "examples"
Triple = tuple[str, str, str]

# In a process of its own, for owlrl changes how rdflib reads literals, which pySHACL would feel. Triples whose
# subject is a literal have no N-Triples form.
CLOSURE = """
import sys, owlrl, rdflib
graph = rdflib.Graph().parse(data=sys.stdin.read(), format="nt")
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
for triple in list(graph):
    if isinstance(triple[0], rdflib.Literal) or isinstance(triple[2], rdflib.Literal):
        graph.remove(triple)
print(graph.serialize(format="nt"))
"""

# Entailed and left out: identity with oneself, types by domain and range, and what only repeats a scheme's own
# `skos:broader` the other way or more weakly.
UNWANTED = {OWL + "sameAs", RDF + "type", SKOS + "narrower", SKOS + "semanticRelation"}


def triples(quads: list[ox.Quad]) -> set[Triple]:
    named = (q for q in quads if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode))
    return {(q.subject.value, q.predicate.value, q.object.value) for q in named}


@pytest.fixture(scope="module")
def stated() -> list[ox.Quad]:
    """The ontology's modules and every valid example, in one graph."""
    files = [*ontology.MODULES, EXAMPLES / "common.ttl", *sorted((EXAMPLES / "valid").glob("*.ttl"))]
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    read = [q for file in files for q in read_turtle(file)]
    # The rules shall find the derivations themselves.
    return [
        ox.Quad(q.subject, q.predicate, q.object, graph) for q in read if not q.subject.value.startswith(DERIVATION)
    ]


@pytest.fixture(scope="module")
def known(stated: list[ox.Quad]) -> tuple[set[Triple], set[Triple]]:
    """What is stated or derived, and what is inferred; without the nodes that only keep the books."""
    store = ox.Store()
    store.extend(stated)
    given = triples([*stated, *rules.derive(store)])
    inferred = triples(rules.infer(store))
    books = (DERIVATION, RULE)
    return {t for t in given if not t[0].startswith(books)}, {t for t in inferred if not t[0].startswith(books)}


@pytest.fixture(scope="module")
def entailed(stated: list[ox.Quad], known: tuple[set[Triple], set[Triple]]) -> set[Triple]:
    lists = {q.triple for q in stated if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)}
    # A property as the value of kg:predicate would be taken for a thing, and equal properties for equal things.
    facts = {ox.Triple(*map(ox.NamedNode, triple)) for triple in known[0] if triple[1] != KG + "predicate"}
    done = subprocess.run(
        [sys.executable, "-c", CLOSURE],
        input=ox.serialize(lists | facts, format=ox.RdfFormat.N_TRIPLES),
        capture_output=True,
        check=True,
        timeout=240,
    )
    return triples(list(ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS)))


def test_every_inferred_triple_is_entailed(known: tuple[set[Triple], set[Triple]], entailed: set[Triple]) -> None:
    assert len(known[1]) > 10
    assert known[1] - entailed == set()


def test_what_is_entailed_of_things_and_not_inferred_is_unwanted(
    known: tuple[set[Triple], set[Triple]], entailed: set[Triple]
) -> None:
    types: dict[str, set[str]] = {}
    for thing, predicate, value in entailed:
        if predicate == RDF + "type":
            types.setdefault(thing, set()).add(value)
    outside = {value for _, predicate, value in known[0] if predicate == OWL + "sameAs"}
    missing = {
        (subject, predicate, value)
        for subject, predicate, value in entailed - known[0] - known[1]
        if subject.startswith(ID)
        and predicate not in UNWANTED
        # What holds of a thing holds of its identity elsewhere; whoever joins the data can add that.
        and value not in outside
        # The exposure of what is no sector only turns "affects" round.
        and not (predicate == KG + "exposedTo" and KG + "Sector" not in types[subject])
    }
    assert missing == set()
