"""Rules: what an asserted claim gives, what others do not give, and that each added triple says why."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import rules
from graph.assemble import ontology_quads
from graph.errors import OntologyError
from graph.namespaces import PREFIXES

PREFIX = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def _store(turtle: str) -> ox.Store:
    store = ox.Store()
    store.extend(ontology_quads())
    graph = ox.NamedNode("https://w3id.org/creativekg/graph/document/900")
    parsed = ox.parse(PREFIX + turtle, format=ox.RdfFormat.TURTLE)
    store.extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed)
    rules.derive(store)
    rules.infer(store)
    return store


def _ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES, use_default_graph_as_union=True))


ADOPTION = """claim:900-001 a kg:Adoption ; kg:certainty kg:asserted ;
  kg:subject id:louvre ; kg:predicate kg:usesTechnology ; kg:object id:virtual-reality """


def test_an_asserted_claim_becomes_a_triple_and_its_inverse_with_their_derivations() -> None:
    store = _store(ADOPTION + ".")
    assert _ask(store, "GRAPH graph:derived { id:louvre kg:usesTechnology id:virtual-reality }")
    assert _ask(store, "GRAPH graph:inferred { id:virtual-reality kg:technologyUsedBy id:louvre }")
    for triple in (
        "kg:subject id:louvre ; kg:predicate kg:usesTechnology ; kg:object id:virtual-reality",
        "kg:subject id:virtual-reality ; kg:predicate kg:technologyUsedBy ; kg:object id:louvre",
    ):
        assert _ask(store, f"?d a kg:Derivation ; {triple} ; kg:rule ?r ; prov:wasDerivedFrom claim:900-001")


@pytest.mark.parametrize(
    "turtle",
    [
        ADOPTION.replace("kg:asserted", "kg:hedged") + ".",
        ADOPTION.replace("kg:asserted", "kg:projected") + ".",
        ADOPTION + "; kg:speaker id:somebody .",
    ],
    ids=["hedged", "projected", "attributed"],
)
def test_what_the_document_does_not_assert_itself_gives_no_triple(turtle: str) -> None:
    assert not _ask(_store(turtle), "?a kg:usesTechnology ?b")


@pytest.mark.parametrize(
    ("direction", "predicate"),
    [("opportunity", "kg:createsOpportunityFor"), ("threat", "kg:threatens"), ("mixed", "kg:affects")],
)
def test_an_impact_gives_the_triple_of_its_direction_and_the_general_one(direction: str, predicate: str) -> None:
    store = _store(
        f"claim:900-001 a kg:Impact ; kg:certainty kg:asserted ; kg:direction kg:{direction} ; "
        "kg:subject id:robotics ; kg:predicate kg:affects ; kg:object id:artisans ."
    )
    assert _ask(store, f"GRAPH graph:derived {{ id:robotics {predicate} id:artisans }}")
    assert _ask(store, "id:robotics kg:affects id:artisans")


def test_broader_is_followed_to_the_top() -> None:
    store = _store("")
    assert _ask(store, "id:deepfake skos:broaderTransitive id:artificial-intelligence")
    assert not _ask(store, "id:artificial-intelligence skos:broaderTransitive id:deepfake")


def test_every_added_triple_has_a_derivation_and_every_derivation_its_triple() -> None:
    store = _store(ADOPTION + ".")
    pair = "?d a kg:Derivation ; kg:subject ?s ; kg:predicate ?p ; kg:object ?o"
    for graph in ("graph:derived", "graph:inferred"):
        assert not _ask(
            store,
            f"GRAPH {graph} {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?s), STR(id:))) FILTER NOT EXISTS {{ {pair} }}",
        )
        assert not _ask(store, f"GRAPH {graph} {{ {pair} }} FILTER NOT EXISTS {{ GRAPH {graph} {{ ?s ?p ?o }} }}")


def test_a_rule_that_is_not_sparql_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bad.rq"
    file.write_text("#+ summary: Bad\nCONSTRUCT { ?s ?p }", encoding="utf-8")
    [rule] = rules.load_rules(file.parent)
    with pytest.raises(OntologyError, match=r"bad\.rq: not SPARQL"):
        rule.quads(ox.Store(), ox.NamedNode("https://example.org/g"))
