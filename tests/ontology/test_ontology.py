"""The ontology keeps to OWL 2 DL and to our house style: by SPARQL over all its files."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.assemble import ontology_quads
from graph.namespaces import PREFIXES

# ruff: noqa: E501
TERMS = "{ ?term a owl:Class } UNION { ?term a owl:ObjectProperty } UNION { ?term a owl:DatatypeProperty }"
OURS = 'FILTER(STRSTARTS(STR(?term), "https://w3id.org/creativekg/ontology#"))'
NOT_OURS_TO_DECLARE = (
    "FILTER(!STRSTARTS(STR(?term), STR(owl:)) && !STRSTARTS(STR(?term), STR(rdf:)) "
    "&& !STRSTARTS(STR(?term), STR(rdfs:)) && !STRSTARTS(STR(?term), STR(xsd:)))"
)

# Each question finds offenders; the ontology is right where it finds none.
OFFENDERS = {
    "a term without label": f"SELECT ?term {{ {TERMS} FILTER(isIRI(?term)) FILTER NOT EXISTS {{ ?term rdfs:label ?l }} }}",
    "a term of ours without definition": f"SELECT ?term {{ {TERMS} {OURS} FILTER NOT EXISTS {{ ?term skos:definition ?d }} }}",
    "a term of ours without example": f"SELECT ?term {{ {TERMS} {OURS} FILTER NOT EXISTS {{ ?term skos:example ?e }} }}",
    "a property for both things and data": "SELECT ?term { ?term a owl:ObjectProperty , owl:DatatypeProperty }",
    "a property for both things and annotation": "SELECT ?term { ?term a owl:ObjectProperty , owl:AnnotationProperty }",
    "a property for both data and annotation": "SELECT ?term { ?term a owl:DatatypeProperty , owl:AnnotationProperty }",
    "a class that is a data type": "SELECT ?term { ?term a owl:Class , rdfs:Datatype }",
    "a class that nothing declares": f"""SELECT ?term {{ ?x a|rdfs:subClassOf|rdf:first ?term .
        {{ ?x a ?term }} UNION {{ ?x rdfs:subClassOf ?term }}
        FILTER(isIRI(?term)) {NOT_OURS_TO_DECLARE} FILTER NOT EXISTS {{ ?term a owl:Class }} }}""",
    "a domain or range that nothing declares": f"""SELECT ?term {{ ?x rdfs:domain|rdfs:range ?term .
        FILTER(isIRI(?term)) {NOT_OURS_TO_DECLARE} FILTER NOT EXISTS {{ ?term a owl:Class }} }}""",
    "a property that nothing declares": f"""SELECT ?term {{ ?s ?term ?o . {NOT_OURS_TO_DECLARE}
        FILTER NOT EXISTS {{ ?term a owl:ObjectProperty }} FILTER NOT EXISTS {{ ?term a owl:DatatypeProperty }}
        FILTER NOT EXISTS {{ ?term a owl:AnnotationProperty }} }}""",
    "a declaration of reserved vocabulary": """SELECT ?term { ?term a ?x
        FILTER(STRSTARTS(STR(?term), STR(owl:)) || STRSTARTS(STR(?term), STR(xsd:))) }""",
    "a data property with a characteristic that only object properties have": """SELECT ?term {
        ?term a owl:DatatypeProperty ; a ?trait .
        FILTER(?trait IN (owl:TransitiveProperty, owl:SymmetricProperty, owl:InverseFunctionalProperty)) }""",
    "a transitive property with a characteristic that only simple ones have": """SELECT ?term {
        ?term a owl:TransitiveProperty ; a ?trait .
        FILTER(?trait IN (owl:FunctionalProperty, owl:InverseFunctionalProperty, owl:AsymmetricProperty,
            owl:IrreflexiveProperty)) }""",
    "a slug of another form": """SELECT ?term { ?term skos:inScheme ?scheme
        FILTER(!REGEX(STR(?term), "^https://w3id.org/creativekg/id/[a-z0-9]+(-[a-z0-9]+)*$")) }""",
    "a concept in two schemes": "SELECT ?term { ?term skos:inScheme ?a , ?b FILTER(?a != ?b) }",
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in ontology_quads())
    return store


def ask(store: ox.Store, query: str) -> list[str]:
    return sorted({row["term"].value for row in store.query(query, prefixes=PREFIXES)})


@pytest.mark.parametrize("offence", OFFENDERS)
def test_nothing_offends(store: ox.Store, offence: str) -> None:
    assert ask(store, OFFENDERS[offence]) == []


def test_the_questions_find_offenders() -> None:
    """A store with one offender of several kinds, so that the test above can fail."""
    store = ox.Store()
    store.load(
        b"""@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix kg: <https://w3id.org/creativekg/ontology#> .
        kg:mood a owl:ObjectProperty , owl:DatatypeProperty , owl:TransitiveProperty ; rdfs:domain kg:Nowhere ; kg:odd 1 .
        kg:Mood a owl:Class ; rdfs:subClassOf kg:Nothing .""",
        format=ox.RdfFormat.TURTLE,
    )
    found = {offence for offence, query in OFFENDERS.items() if ask(store, query)}
    assert found >= {
        "a term without label",
        "a term of ours without definition",
        "a property for both things and data",
        "a class that nothing declares",
        "a domain or range that nothing declares",
        "a property that nothing declares",
        "a data property with a characteristic that only object properties have",
    }


def test_all_kinds_of_claim_are_classes(store: ox.Store) -> None:
    from graph.claims import KINDS

    kinds = ask(store, "SELECT ?term { ?term rdfs:subClassOf kg:Claim FILTER(isIRI(?term)) }")
    assert [kind.rsplit("#")[-1] for kind in kinds] == sorted(KINDS)


def test_every_term_of_the_context_is_declared(store: ox.Store) -> None:
    """What the YAML files can say has a class or property in the ontology."""
    import json

    import ontology

    context = json.loads((ontology.FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    prefixes = {
        k: v for k, v in context.items() if isinstance(v, str) and v.endswith(("#", "/")) and not k.startswith("@")
    }
    names = [v["@id"] if isinstance(v, dict) else v for k, v in context.items() if not k.startswith("@")]
    used = {name for name in names if name and ":" in name and not name.startswith("http")}
    declared = set(
        ask(store, f"SELECT ?term {{ {TERMS} UNION {{ ?term a owl:AnnotationProperty }} FILTER(isIRI(?term)) }}")
    )
    missing = [name for name in sorted(used) if prefixes[name.split(":")[0]] + name.split(":")[1] not in declared]
    assert missing == []
