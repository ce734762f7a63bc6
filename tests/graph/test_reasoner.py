from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import owlready2
import pyoxigraph as ox
import pytest

import ontology
import shapes
from graph import reasoner
from graph.assemble import ontology_quads, read_turtle
from graph.axioms import fit
from graph.errors import CreativeKGError, InconsistentOntology
from graph.namespaces import CLAIM, ENTITIES_GRAPH, ID, KG, OWL, RDF, SKOS
from graph.reasoner import check_consistency

EXAMPLES = shapes.FOLDER / "examples"
Need = Callable[..., None]


def quad(subject: str, predicate: str, value: str) -> ox.Quad:
    terms = (ox.NamedNode(iri) for iri in (subject, predicate, value, ENTITIES_GRAPH))
    return ox.Quad(*terms)


@pytest.fixture(scope="module")
def data() -> list[ox.Quad]:
    """Classes, properties and every valid example; without the vocabularies, so that many runs stay fast."""
    files = [*ontology.MODULES, EXAMPLES / "common.ttl"]
    files += sorted((EXAMPLES / "valid").glob("*.ttl"))
    return [quad for file in files for quad in read_turtle(file)]


def contradiction(quads: Iterable[ox.Quad]) -> list[str]:
    """The lines of the explanation, without its heading."""
    with pytest.raises(InconsistentOntology) as caught:
        check_consistency(quads)
    return sorted(line.removeprefix("  - ") for line in str(caught.value).splitlines()[1:])


def test_the_ontology_alone_is_consistent_and_every_class_satisfiable(need: Need) -> None:
    need("java")
    found = check_consistency(ontology_quads())
    assert found.checked
    assert found.unsatisfiable == ()


def test_ontology_and_data_are_consistent(need: Need, data: list[ox.Quad]) -> None:
    need("java")
    _, facts, axioms = fit(data)
    assert len(facts) > 100 and len(axioms) > 200  # that there is something to contradict
    assert check_consistency(data).checked


def test_a_person_typed_as_technology(need: Need, data: list[ox.Quad]) -> None:
    need("java")
    assert contradiction([*data, quad(ID + "ada", RDF + "type", KG + "Technology")]) == [
        "everything of the class “person” is also of the class “agent”",
        "everything of the class “technology” is also of the class “concept”",
        "nothing is both of the class “concept” and of the class “agent”",
        "“Ada” is of the class “person”",
        "“Ada” is of the class “technology”",
    ]


def test_a_work_that_employs_someone(need: Need, data: list[ox.Quad]) -> None:
    need("java")
    assert contradiction([*data, quad(ID + "poem", KG + "employs", ID + "ada")]) == [
        "everything of the class “organisation” is also of the class “agent”",
        "nothing is both of the class “agent” and of the class “work”",
        "only something of the class “organisation” can be the subject of “employs”",
        "“Poem” is of the class “work”",
        "“Poem” – employs – “Ada”",
    ]


def test_two_certainties_of_one_claim(need: Need, data: list[ox.Quad]) -> None:
    need("java")
    lines = contradiction([*data, quad(CLAIM + "900-001", KG + "certainty", KG + "projected")])
    assert lines == [
        "“900-001” – certainty – “asserted”",
        "“900-001” – certainty – “projected”",
        "“asserted” and “projected” are two different things",
        "“certainty” has at most one value",
    ]


def test_a_class_that_can_have_no_instance_is_named(need: Need) -> None:
    need("java")
    subclass = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    mood = [
        quad(KG + "Mood", RDF + "type", OWL + "Class"),
        quad(KG + "Mood", subclass, KG + "Skill"),
        quad(KG + "Mood", subclass, KG + "Policy"),
    ]
    assert check_consistency([*ontology_quads(), *mood]).unsatisfiable == ("Mood",)


def test_a_derived_fact_names_its_claims(need: Need, data: list[ox.Quad]) -> None:
    need("java")
    wrong = quad(ID + "gallery", RDF + "type", KG + "Technology")
    derived = quad(ID + "gallery", KG + "employs", ID + "island")
    node = KG + "made-up-derivation"
    reason = [
        quad(node, RDF + "type", KG + "Derivation"),
        quad(node, KG + "subject", ID + "gallery"),
        quad(node, KG + "predicate", KG + "employs"),
        quad(node, KG + "object", ID + "island"),
        quad(node, "http://www.w3.org/ns/prov#wasDerivedFrom", CLAIM + "900-001"),
    ]
    assert wrong not in data
    assert "“Gallery” – employs – “Island” (claim 900-001)" in contradiction([*data, derived, *reason])


def test_without_java_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    found = check_consistency(ontology_quads())
    assert not found.checked
    assert re.match("Java was not found", found.reason)
    assert found.as_json()["reason"] == found.reason


def test_a_failing_java_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasoner, "find_java", lambda: "/bin/false")
    with pytest.raises(CreativeKGError, match="HermiT failed"):
        check_consistency(ontology_quads())


def test_the_copy_for_hermit_holds_no_annotation_and_no_foreign_datatype(data: list[ox.Quad]) -> None:
    _, facts, axioms = fit(data)
    triples = [triple for item in [*facts, *axioms] for triple in item.triples]
    assert not [t for t in triples if t.predicate.value in (SKOS + "prefLabel", SKOS + "definition")]
    assert {t.object.datatype.value.rsplit("#")[-1] for t in triples if isinstance(t.object, ox.Literal)} <= {
        "string",
        "decimal",
        "integer",
        "nonNegativeInteger",
    }


def test_owlready_loads_the_ontology(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("owl") / "ontology.nt"
    quads = ontology_quads()
    triples = [ox.Triple(q.subject, q.predicate, q.object) for q in quads]
    ox.serialize(triples, file, format=ox.RdfFormat.N_TRIPLES)
    world = owlready2.World()
    loaded = world.get_ontology(file.as_uri()).load()
    kg = loaded.get_namespace(KG)
    assert kg.Adoption in kg.Claim.subclasses()
    assert kg.usesTechnology.range == [kg.Technology]
    assert world[ID + "virtual-reality"] in kg.Technology.instances()
    classes = [q.subject for q in quads if q.object == ox.NamedNode(OWL + "Class")]
    declared = {node.value for node in classes if isinstance(node, ox.NamedNode)}
    assert {entity.iri for entity in world.classes()} == declared
    world.close()
