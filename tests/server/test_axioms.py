"""Axioms in words: expressions, chains, ends, trees; on a small ontology of the test's own."""

from __future__ import annotations

import pytest
from rdflib import URIRef
from rdflib.namespace import RDFS

from graph.namespaces import KG
from server.axioms import Axioms, Branch, Phrase
from server.presentation import Value
from server.terms import Terms, read_module

ONTOLOGY = """
@prefix kg: <https://w3id.org/creativekg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix far: <http://far.example/> .
<https://w3id.org/creativekg/ontology/small> a owl:Ontology ; owl:versionInfo "1.0.0" .
kg:Thing a owl:Class ; rdfs:label "thing"@en , "chose"@fr .
kg:Tool a owl:Class ; rdfs:label "tool"@en ; rdfs:subClassOf kg:Thing ,
    [ a owl:Restriction ; owl:onProperty kg:has ; owl:someValuesFrom kg:Part ] ,
    [ a owl:Restriction ; owl:onProperty kg:has ; owl:maxQualifiedCardinality 3 ; owl:onClass kg:Part ] ,
    [ a owl:Restriction ; owl:onProperty [ owl:inverseOf kg:has ] ;
        owl:allValuesFrom [ owl:complementOf kg:Part ] ] .
kg:Hammer a owl:Class ; rdfs:label "hammer"@en ; rdfs:subClassOf kg:Tool , far:Striker ;
    skos:closeMatch far:Mallet .
kg:Part a owl:Class ; rdfs:label "part"@en ; rdfs:subClassOf kg:Thing .
kg:Circle a owl:Class ; rdfs:label "circle"@en ; rdfs:subClassOf kg:Round .
kg:Round a owl:Class ; rdfs:label "round"@en ; rdfs:subClassOf kg:Circle , kg:Thing .
[] a owl:AllDisjointClasses ; owl:members ( kg:Tool kg:Part ) .
kg:Round owl:disjointWith kg:Tool .
kg:has a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:label "has"@en ;
    rdfs:domain [ a owl:Class ; owl:unionOf ( kg:Tool kg:Round ) ] ; rdfs:range kg:Part .
kg:mainlyHas a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:label "mainly has"@en ;
    rdfs:subPropertyOf kg:has ;
    owl:inverseOf kg:isMainOf .
kg:isMainOf a owl:ObjectProperty ; rdfs:label "is main of"@en .
kg:near a owl:ObjectProperty ; rdfs:label "is near"@en ; schema:domainIncludes kg:Thing ;
    owl:propertyChainAxiom ( kg:has [ owl:inverseOf kg:mainlyHas ] kg:near ) .
[] owl:inverseOf kg:isMainOf ; rdfs:subPropertyOf kg:near .
kg:Grade a owl:Class ; rdfs:label "grade"@en ; owl:oneOf ( kg:good kg:bad ) .
kg:good a owl:NamedIndividual , kg:Grade ; rdfs:label "good"@en .
kg:bad a owl:NamedIndividual , kg:Grade ; rdfs:label "bad"@en .
"""


@pytest.fixture(scope="module")
def axioms(tmp_path_factory: pytest.TempPathFactory) -> Axioms:
    file = tmp_path_factory.mktemp("ontology") / "small.ttl"
    file.write_text(ONTOLOGY, encoding="utf-8")
    return Axioms(Terms([read_module(file)]))


def said(phrase: Phrase) -> str:
    return "".join(part.label if isinstance(part, Value) else part for part in phrase)


def outline(branch: Branch) -> str:
    mark = "*" if branch.here else ""
    below = " ".join(outline(each) for each in branch.below)
    return f"{branch.value.label}{mark}" + (f" ({below})" if below else "")


def test_restrictions_in_words(axioms: Axioms) -> None:
    assert sorted(said(each) for each in axioms.restrictions(KG + "Tool")) == [
        "has at least one part",
        "has at most 3 part",
        "the inverse of has nothing but anything but part",
    ]


def test_ends_are_taken_from_the_property_above(axioms: Axioms) -> None:
    (own,) = axioms.ends(KG + "has", "domain")
    assert (said(own.phrase), own.stated, own.loose) == ("tool or round", None, False)
    (inherited,) = axioms.ends(KG + "mainlyHas", "domain")
    assert inherited.stated is not None
    assert (inherited.classes, inherited.stated.label) == (own.classes, "has")
    (loose,) = axioms.ends(KG + "near", "domain")
    assert loose.loose and loose.classes == (KG + "Thing",)
    assert axioms.ends(KG + "near", "range") == []


def test_chains_and_inverses(axioms: Axioms) -> None:
    assert sorted(said(each) for each in axioms.conditions(KG + "near")) == [
        "X is near Y when Y is main of X",
        "X is near Z when X has Y1 and Y2 mainly has Y1 and Y2 is near Z",
    ]
    assert [said(each) for each in axioms.consequences(KG + "has")] == [
        "X is near Z when X has Y1 and Y2 mainly has Y1 and Y2 is near Z"
    ]
    assert [value.label for value in axioms.inverses(KG + "isMainOf")] == ["mainly has"]


def test_traits(axioms: Axioms) -> None:
    assert [name for name, _ in axioms.traits(KG + "mainlyHas")] == ["functional"]
    assert [name for name, _ in axioms.traits(KG + "has")] == ["transitive"]


def test_trees_show_the_way_up_and_what_is_below(axioms: Axioms) -> None:
    found = [outline(each) for each in axioms.tree(KG + "Tool", RDFS.subClassOf)]
    assert found == ["thing (tool* (hammer))"]
    found = [outline(each) for each in axioms.tree(KG + "Hammer", RDFS.subClassOf)]
    assert found == ["far:Striker (hammer*)", "thing (tool (hammer*))"]


def test_a_circle_of_classes_ends(axioms: Axioms) -> None:
    for name in ("Circle", "Round"):
        assert KG + "Thing" in axioms.above(KG + name, RDFS.subClassOf)
        assert axioms.tree(KG + name, RDFS.subClassOf)


def test_what_excludes_what(axioms: Axioms) -> None:
    assert [value.label for value in axioms.disjoint(KG + "Tool")] == ["part", "round"]
    assert [value.label for value in axioms.disjoint(KG + "Round")] == ["tool"]


def test_properties_of_a_class_its_own_first(axioms: Axioms) -> None:
    uses = [
        (use.property.label, said(use.other), use.inherited and use.inherited.label)
        for use in axioms.uses(KG + "Hammer", "domain")
    ]
    assert uses == [("has", "part", "tool"), ("mainly has", "part", "tool"), ("is near", "", "thing")]
    uses = [(use.property.label, said(use.other), use.inherited) for use in axioms.uses(KG + "Part", "range")]
    assert uses == [("has", "tool or round", None), ("mainly has", "tool or round", None)]


def test_fixed_values_and_matches(axioms: Axioms) -> None:
    assert [value.label for value in axioms.members(KG + "Grade")] == ["good", "bad"]
    assert [value.label for value in axioms.classes(KG + "good")] == ["grade"]
    (match,) = axioms.matches(KG + "Hammer")
    assert (match[0], match[1][0].label, match[1][0].href) == (
        "close match",
        "far:Mallet",
        "http://far.example/Mallet",
    )


def test_an_unknown_expression_is_not_passed_over(axioms: Axioms) -> None:
    assert said(axioms.expression(URIRef(KG + "Tool"))) == "tool"
