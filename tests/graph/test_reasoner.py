from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

import owlready2
import pyoxigraph as ox
import pytest

import ontology
import shapes
from graph import reasoner
from graph.axioms import fit
from graph.errors import CreativeKGError, InconsistentOntology
from graph.modules import ontology_quads, read_turtle
from graph.namespaces import CLAIM, ENTITIES_GRAPH, ID, KG, OWL, PREFIXES, RDF, SKOS
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


def modules() -> list[ox.Quad]:
    return [quad for file in ontology.MODULES for quad in read_turtle(file)]


def explanation(error: InconsistentOntology) -> list[str]:
    """The lines of the message, without its heading and the places of axioms."""
    lines = (line.removeprefix("  - ") for line in str(error).splitlines()[1:])
    return sorted(re.sub(r" \[\w+\.ttl(:\d+)?\]$", "", line) for line in lines)


def inconsistency(quads: Iterable[ox.Quad]) -> InconsistentOntology:
    with pytest.raises(InconsistentOntology) as caught:
        check_consistency(quads)
    return caught.value


def contradiction(quads: Iterable[ox.Quad]) -> list[str]:
    return explanation(inconsistency(quads))


def test_the_ontology_alone_is_consistent_and_every_class_satisfiable(need: Need) -> None:
    need("java")
    assert check_consistency(ontology_quads()).checked


def test_ontology_and_data_are_consistent(need: Need, data: list[ox.Quad]) -> None:
    need("java")
    _, facts, axioms = fit(data)
    assert len(facts) > 100 and len(axioms) > 200  # that there is something to contradict
    assert check_consistency(data).checked


# A little world in which nothing is wrong, then one mistake at a time with the sentences that must explain it.
WORLD = """
id:ada a foaf:Person ; skos:prefLabel "Ada"@en .
id:studio a org:Organization ; skos:prefLabel "Studio"@en .
id:press a org:Organization ; skos:prefLabel "Press"@en .
id:poem a schema:CreativeWork ; skos:prefLabel "Poem"@en .
id:island a schema:Place ; skos:prefLabel "Island"@en .
id:printer a kg:Technology ; skos:prefLabel "Printer"@en .
id:printing a kg:Sector ; skos:prefLabel "Printing"@en .
doc:900 a foaf:Document ; dcterms:title "Paper" .
claim:900-001 a kg:Impact .
claim:900-002 a kg:Observation .
"""
MISTAKES = {
    "a person typed as technology": (
        "id:ada a kg:Technology .",
        [
            "everything of the class “person” is also of the class “agent”",
            "everything of the class “technology” is also of the class “concept”",
            "nothing is both of the class “concept” and of the class “agent”",
            "“Ada” is of the class “person”",
            "“Ada” is of the class “technology”",
        ],
    ),
    "a work that employs someone": (
        "id:poem kg:employs id:ada .",
        [
            "everything of the class “organisation” is also of the class “agent”",
            "nothing is both of the class “agent” and of the class “work”",
            "only something of the class “organisation” can be the subject of “employs”",
            "“Poem” is of the class “work”",
            "“Poem” – employs – “Ada”",
        ],
    ),
    "a technology that enables a person": (
        "id:printer kg:enables id:ada .",
        [
            "everything of the class “activity” is also of the class “concept”",
            "everything of the class “person” is also of the class “agent”",
            "nothing is both of the class “concept” and of the class “agent”",
            "only something of the class “activity” can be the object of “enables”",
            "“Ada” is of the class “person”",
            "“Printer” – enables – “Ada”",
        ],
    ),
    "a purchase in both directions": (
        "id:studio kg:acquired id:press . id:press kg:acquired id:studio .",
        ["“Press” – acquired – “Studio”", "“Studio” – acquired – “Press”", "“acquired” never holds both ways"],
    ),
    "a place below a sector": (
        "id:printing skos:narrower id:island .",
        [
            "nothing is both of the class “concept” and of the class “place”",
            "only something of the class “concept” can be the object of “is semantically related to”",
            "where “has narrower” holds, “is semantically related to” holds too",
            "“Island” is of the class “place”",
            "“Printing” – has narrower – “Island”",
        ],
    ),
    "two certainties of one claim": (
        "claim:900-001 kg:certainty kg:asserted , kg:projected .",
        [
            "“900-001” – certainty – “asserted”",
            "“900-001” – certainty – “projected”",
            "“asserted” and “projected” are two different things",
            "“certainty” has at most one value",
        ],
    ),
    "an impact in two directions": (
        "claim:900-001 kg:direction kg:opportunity , kg:threat .",
        [
            "“900-001” – direction – “opportunity”",
            "“900-001” – direction – “threat”",
            "“direction” has at most one value",
            "“opportunity” and “threat” are two different things",
        ],
    ),
    "a claim of two kinds": (
        "claim:900-001 a kg:Adoption .",
        [
            "nothing is both of the class “impact” and of the class “adoption”",
            "“900-001” is of the class “adoption”",
            "“900-001” is of the class “impact”",
        ],
    ),
    "a claim in conflict with itself": (
        "claim:900-001 kg:conflictsWith claim:900-001 .",
        ["“900-001” – conflicts with – “900-001”", "“conflicts with” never connects a thing with itself"],
    ),
    "a figure with two values": (
        "claim:900-002 kg:value 3.0 , 4.0 .",
        ["“900-002” – value – “3.0”", "“900-002” – value – “4.0”", "“value” has at most one value"],
    ),
    "a document that is a claim": (
        "doc:900 a kg:Claim .",
        [
            "nothing is both of the class “claim” and of the class “source document”",
            "“900” is of the class “claim”",
            "“900” is of the class “source document”",
        ],
    ),
    "a document as its own passage": (
        "claim:900-001 kg:evidence doc:900 .",
        [
            "nothing is both of the class “passage” and of the class “source document”",
            "only something of the class “passage” can be the object of “evidence”",
            "“900-001” – evidence – “900”",
            "“900” is of the class “source document”",
        ],
    ),
}


def world(more: str = "") -> list[ox.Quad]:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    graph = ox.NamedNode(ENTITIES_GRAPH)
    facts = [
        ox.Quad(q.subject, q.predicate, q.object, graph)
        for q in ox.parse(prefixes + WORLD + more, format=ox.RdfFormat.TURTLE)
    ]
    return [*modules(), *facts]


@cache
def inconsistency_of_world(wrong: str) -> InconsistentOntology:
    return inconsistency(world(wrong))


def test_the_little_world_is_consistent(need: Need) -> None:
    need("java")
    assert check_consistency(world()).checked


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_and_explained_by_a_minimal_set_of_axioms(mistake: str, need: Need) -> None:
    need("java")
    wrong, sentences = MISTAKES[mistake]
    assert explanation(inconsistency_of_world(wrong)) == sentences


def test_an_axiom_of_an_explanation_names_its_file_and_line(need: Need) -> None:
    need("java")
    error = inconsistency_of_world(MISTAKES["a claim in conflict with itself"][0])
    [place] = re.findall(r"never connects a thing with itself \[claims\.ttl:(\d+)\]", str(error))
    lines = (ontology.FOLDER / "claims.ttl").read_text(encoding="utf-8").splitlines()
    assert lines[int(place) - 1].startswith("kg:conflictsWith a owl:ObjectProperty")


def test_a_class_that_can_have_no_instance_is_named(need: Need) -> None:
    need("java")
    subclass = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
    mood = [
        quad(KG + "Mood", RDF + "type", OWL + "Class"),
        quad(KG + "Mood", subclass, KG + "Skill"),
        quad(KG + "Mood", subclass, KG + "Policy"),
    ]
    with pytest.raises(InconsistentOntology, match=r"^“Mood” can have no instance; change one of these:") as caught:
        check_consistency([*modules(), *mood])
    assert explanation(caught.value) == [
        "everything of the class “Mood” is also of the class “policy measure”",
        "everything of the class “Mood” is also of the class “skill”",
        "everything of the class “skill” is also of the class “concept”",
        "nothing is both of the class “concept” and of the class “policy measure”",
    ]


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
    # Owlready2 would fetch what is imported; here it is all in one file.
    triples = [quad.triple for quad in quads if quad.predicate.value != OWL + "imports"]
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
