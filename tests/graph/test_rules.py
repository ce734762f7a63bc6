"""Rules: what an asserted claim gives, what others do not give, and that each added triple says why."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import rules
from graph.errors import OntologyError
from graph.modules import ontology_quads
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


IMPACT = """claim:900-001 a kg:Impact ; kg:certainty kg:asserted ; kg:direction kg:threat ;
  kg:subject id:robotics ; kg:predicate kg:affects ; kg:object """


def test_a_sector_is_exposed_to_what_affects_a_narrower_one_and_can_say_why() -> None:
    store = _store(IMPACT + "id:traditional-carving .")
    exposed = (
        "kg:predicate kg:exposedTo ; kg:object id:robotics ; kg:rule <https://w3id.org/creativekg/rule/exposure>"
    )
    for sector in ("traditional-carving", "crafts", "cultural-and-creative-industries"):
        assert _ask(store, f"GRAPH graph:inferred {{ id:{sector} kg:exposedTo id:robotics }}")
        assert _ask(store, f"?d kg:subject id:{sector} ; {exposed} ; prov:wasDerivedFrom claim:900-001")
    # The scheme, not the document, places carving below the crafts.
    assert _ask(store, f"?d kg:subject id:crafts ; {exposed} ; prov:wasDerivedFrom graph:ontology")
    assert not _ask(store, f"?d kg:subject id:traditional-carving ; {exposed} ; prov:wasDerivedFrom graph:ontology")
    assert not _ask(store, "id:paper-cutting kg:exposedTo ?x")
    assert not _ask(store, "id:crafts kg:affects|^kg:affects id:robotics")


def test_exposure_is_inferred_for_sectors_and_what_they_are_exposed_to_alone() -> None:
    assert not _ask(_store(IMPACT + "id:artisans ."), "?x kg:exposedTo ?y")


def test_what_is_located_in_a_city_is_located_in_its_country() -> None:
    store = _store(
        """claim:900-001 a kg:Relation ; kg:certainty kg:asserted ;
          kg:subject id:gallery ; kg:predicate schema:location ; kg:object id:old-town .
        claim:900-002 a kg:Relation ; kg:certainty kg:asserted ;
          kg:subject id:old-town ; kg:predicate schema:containedInPlace ; kg:object id:beijing .
        claim:900-003 a kg:Relation ; kg:certainty kg:asserted ;
          kg:subject id:beijing ; kg:predicate schema:containedInPlace ; kg:object id:china ."""
    )
    assert _ask(store, "GRAPH graph:inferred { id:gallery schema:location id:beijing , id:china }")
    reasons = "?d kg:subject id:gallery ; kg:object id:china ; prov:wasDerivedFrom"
    assert _ask(store, f"{reasons} claim:900-001 , claim:900-002 , claim:900-003")


def test_what_is_built_on_something_is_built_on_what_that_is_built_on() -> None:
    store = _store(
        """claim:900-001 a kg:Relation ; kg:certainty kg:asserted ;
          kg:subject id:poem ; kg:predicate kg:builtOn ; kg:object id:deepfake .
        claim:900-002 a kg:Relation ; kg:certainty kg:asserted ;
          kg:subject id:deepfake ; kg:predicate kg:builtOn ; kg:object id:deep-learning ."""
    )
    assert _ask(store, "GRAPH graph:inferred { id:poem kg:builtOn id:deep-learning }")


def test_no_derivation_names_a_blank_node() -> None:
    """An axiom about the inverse of a property has a blank node in its place."""
    store = _store(IMPACT + "id:crafts .")
    assert not _ask(store, "?d a kg:Derivation ; ?p ?o FILTER(ISBLANK(?o))")


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
