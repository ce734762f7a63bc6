"""What the ontology lets a predicate connect, and what the build would refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from graph.claims import load_all_claims
from graph.defaults import DATA
from graph.entities import EntityType, load_entities
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.schema import fits, predicates_between, problem, verb_of


def thing(type_: str, name: str = "Lumen") -> Mention:
    return Mention(0, 5, name, type_, "test", 1.0)


def candidate(kind: str, subject: str, predicate: str, object_: str | None, **fields: object) -> Candidate:
    other = thing(object_, "Orbit") if object_ else None
    return Candidate(kind, thing(subject), predicate, other, (), "test", 1.0, fields=fields)


@pytest.mark.parametrize(
    ("predicate", "subject", "object_"),
    [
        ("usesTechnology", "Museum", "Technology"),
        ("usesTechnology", "VideoGame", "Technology"),
        ("builtOn", "SoftwareApplication", "Technology"),
        ("schema:worksFor", "Person", "Museum"),
        ("schema:author", "Document", "Person"),
        ("schema:location", "Festival", "City"),
        ("schema:containedInPlace", "City", "Country"),
        ("skos:broader", "Technology", "Technology"),
        ("skos:broader", "Activity", "ValueChainStage"),
        ("skos:related", "Sector", "Technology"),
        ("dcterms:references", "Document", "ScholarlyArticle"),
        ("dcterms:isPartOf", "ScholarlyArticle", "CreativeWork"),
        ("org:headOf", "Person", "ResearchOrganization"),
        ("hasMeasure", "Country", "Measure"),
        ("exemplifies", "Corporation", "ActorGroup"),
    ],
)
def test_a_predicate_connects_what_the_ontology_says(predicate: str, subject: str, object_: str) -> None:
    assert fits(predicate, subject, object_)


@pytest.mark.parametrize(
    ("predicate", "subject", "object_"),
    [
        ("usesTechnology", "Technology", "Technology"),  # a technology that rests on another is built on it
        ("usesTechnology", "Museum", "Museum"),
        ("schema:worksFor", "Museum", "Person"),  # only its inverse, kg:employs, has domain and range
        ("schema:author", "Person", "Movie"),
        ("skos:broader", "Museum", "ActorGroup"),  # only skos:semanticRelation above it has domain and range
        ("skos:broader", "Sector", "Technology"),  # two schemes
        ("schema:containedInPlace", "Museum", "City"),
        ("dcterms:references", "Movie", "Report"),  # the shape of citations: only documents cite
        ("dcterms:references", "Document", "Person"),
        ("hasMeasure", "Country", "Topic"),
        ("exemplifies", "Corporation", "Corporation"),
        ("inventedBy", "Person", "Person"),
    ],
)
def test_a_predicate_connects_nothing_else(predicate: str, subject: str, object_: str) -> None:
    assert not fits(predicate, subject, object_)


def test_only_a_definition_has_no_object() -> None:
    assert fits("skos:definition", "Technology", None)
    assert not fits("needs", "Technology", None)


def test_every_curated_claim_fits() -> None:
    types = {entity.id: entity.type for entity in load_entities(DATA / "entities")}
    types |= {label.entity: label.type for label in Gazetteer.load().labels}

    def type_of(slug: str) -> str:
        return "Document" if slug.startswith("document:") else types[slug]

    for claim in load_all_claims(DATA / "claims"):
        other = getattr(claim, "object", None)
        assert fits(claim.predicate, type_of(claim.subject), type_of(other) if other else None), claim.id


def test_every_type_of_entity_is_a_class_of_the_ontology() -> None:
    for type_ in get_args(EntityType):
        assert fits("schema:about", "Document", type_) and fits("exemplifies", type_, "Topic"), type_
        assert predicates_between(type_, "Topic"), type_


def test_the_predicates_between_two_types_are_those_that_fit_and_can_be_claimed() -> None:
    between = predicates_between("Person", "Corporation")
    assert {"schema:worksFor", "org:headOf", "org:memberOf", "schema:owns"} <= set(between)
    assert not {"kg:employs", "employs", "acquired", "schema:author", "skos:broader", "subject"} & set(between)
    assert all(fits(each, "Person", "Corporation") for each in between)


def test_the_closest_predicates_come_first() -> None:
    between = predicates_between("Technology", "Technology")
    assert between.index("skos:broader") < between.index("dependsOn") < between.index("dcterms:isPartOf")


def test_the_label_of_a_predicate_is_its_verb() -> None:
    assert verb_of("dependsOn") == "depends on"
    assert verb_of("schema:owns") == "owns"


@pytest.mark.parametrize(
    "fitting",
    [
        candidate("Adoption", "Museum", "usesTechnology", "Technology", purpose="to guide visitors"),
        candidate("Capability", "Technology", "enables", "Activity"),
        candidate("Impact", "Technology", "affects", "Sector", direction="threat",
                  mechanism=[thing("ImpactMechanism")]),
        candidate("Observation", "City", "hasMeasure", "Measure", value="3", unit=thing("Unit"), period="2020"),
        candidate("Recommendation", "Document", "recommends", "Policy", addressee=[thing("ActorGroup")]),
        candidate("Relation", "Person", "schema:worksFor", "Museum"),
        candidate("Definition", "Technology", "skos:definition", None),
        candidate("Citation", "Document", "dcterms:references", "Report", citedDate="2019"),
    ],
    ids=lambda each: each.kind,
)  # fmt: skip
def test_what_fits_has_no_problem(fitting: Candidate) -> None:
    assert problem(fitting) is None


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (candidate("Rumour", "Person", "needs", "Topic"), "no kind"),
        (candidate("Adoption", "Museum", "enables", "Technology"), "usesTechnology"),
        (candidate("Adoption", "Museum", "usesTechnology", "Topic"), "technology"),
        (candidate("Relation", "Person", "schema:worksFor", "Topic"), "organisation"),
        (candidate("Relation", "Person", "invented", "Topic"), "no relation invented"),
        (candidate("Relation", "Person", "needs", None), "no object"),
        (candidate("Definition", "Technology", "skos:definition", "Topic"), "no object"),
        (candidate("Impact", "Technology", "affects", "Sector"), "direction"),
        (candidate("Observation", "City", "hasMeasure", "Measure", value="3", period="2020"), "unit"),
        (candidate("Impact", "Technology", "affects", "Sector", direction="threat", mechanism=[thing("Topic")]),
         "mechanism"),
        (candidate("Relation", "Museum", "schema:location", "City", purpose="to rest"), "purpose"),
        (candidate("Relation", "Museum", "needs", "Topic", inPlace=thing("Technology")), "place"),
        (candidate("Statement", "Person", "commentsOn", "Topic"), "speaker"),
        (replace(candidate("Relation", "Museum", "needs", "Topic"), speaker=thing("Technology")), "speaker"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.kind,
)  # fmt: skip
def test_what_the_build_would_refuse_is_said_in_words(refused: Candidate, words: str) -> None:
    told = problem(refused)
    assert told is not None
    assert words in told


def test_a_thing_is_not_related_to_itself() -> None:
    same = replace(candidate("Relation", "Museum", "collaboratesWith", "Museum"), object=thing("Museum"))
    assert problem(same) == "subject and object are the same thing"
