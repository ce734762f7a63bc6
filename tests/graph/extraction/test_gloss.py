"""The sentence that a candidate says, in our words."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from graph.claims import Certainty
from graph.entities import EntityType
from graph.extraction.candidates import Candidate, Mention, Polarity
from graph.extraction.gloss import gloss
from graph.extraction.schema import predicates_between


def thing(name: str, type_: str) -> Mention:
    return Mention(0, len(name), name, type_, "test", 1.0)


MUSEUM = thing("Nordic Museum", "Museum")
SCANS = thing("3D scanning", "Technology")
LABELS = thing("record labels", "ActorGroup")
THIS = thing("the document", "Document")
CHATBOTS = thing("chatbots", "Technology")


def candidate(kind: str, subject: Mention, predicate: str, object_: Mention | None, **more: object) -> Candidate:
    said = {name: more.pop(name) for name in ("certainty", "polarity", "speaker") if name in more}
    return Candidate(kind, subject, predicate, object_, (), "test", 1.0, fields=more, **said)  # type: ignore[arg-type]


def relation(subject: Mention, predicate: str, object_: Mention, **more: object) -> Candidate:
    return candidate("Relation", subject, predicate, object_, **more)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (candidate("Adoption", MUSEUM, "usesTechnology", SCANS, purpose="to measure old boats"),
         "Nordic Museum uses 3D scanning to measure old boats."),
        (candidate("Adoption", MUSEUM, "usesTechnology", SCANS, purpose="documentation"),
         "Nordic Museum uses 3D scanning for documentation."),
        (candidate("Adoption", LABELS, "usesTechnology", SCANS, polarity="negated"),
         "Record labels do not use 3D scanning."),
        (candidate("Capability", SCANS, "enables", thing("restoration", "Activity"), certainty="hedged"),
         "3D scanning may enable restoration."),
        (candidate("Impact", CHATBOTS, "affects", LABELS, direction="threat",
                   mechanism=[thing("job loss", "ImpactMechanism"), thing("lower prices", "ImpactMechanism")]),
         "Chatbots threaten record labels through job loss and lower prices."),
        (candidate("Impact", CHATBOTS, "affects", LABELS, direction="opportunity", certainty="projected"),
         "Chatbots are expected to create an opportunity for record labels."),
        (candidate("Impact", SCANS, "affects", LABELS, direction="mixed"), "3D scanning affects record labels."),
        (candidate("Observation", thing("Estonia", "Country"), "hasMeasure", thing("number of museums", "Measure"),
                   value="180", unit=thing("museums", "Unit"), bound="about", period="2021",
                   measuredBy=thing("Statistics Estonia", "Organization")),
         "Estonia has about 180 museums as number of museums (2021) as measured by Statistics Estonia."),
        (candidate("Observation", LABELS, "hasMeasure", thing("turnover", "Measure"), value="2.3", scale="billion",
                   unit=thing("euros", "Unit"), bound="moreThan", period="not stated",
                   inPlace=thing("France", "Country")),
         "Record labels have more than 2.3 billion euros as turnover in France."),
        (candidate("Recommendation", thing("the document", "Document"), "recommends", thing("a levy", "Policy"),
                   addressee=[thing("ministries", "ActorGroup")], beneficiary=[thing("artists", "ActorGroup")]),
         "The document recommends a levy to ministries for the good of artists."),
        (candidate("Statement", MUSEUM, "commentsOn", thing("copyright", "Topic"), speaker=MUSEUM),
         "Nordic Museum comments on copyright."),
        (candidate("Definition", CHATBOTS, "skos:definition", None), "Chatbots are defined."),
        (candidate("Citation", thing("the document", "Document"), "dcterms:references", thing("Tides", "Report"),
                   citedDate="2019"), "The document refers to Tides of 2019."),
        (candidate("Citation", THIS, "dcterms:references", thing("Lee (2019)", "Report"),
                   citedDate="2019"), "The document refers to Lee (2019)."),
        (relation(thing("Tides", "Report"), "schema:author", thing("Helen Tamm", "Person")),
         "Tides was written by Helen Tamm."),
        (relation(thing("Tides", "Report"), "schema:author", thing("Helen Tamm", "Person"), certainty="hedged"),
         "Tides may have been written by Helen Tamm."),
        (relation(thing("Tides", "Report"), "schema:author", thing("Helen Tamm", "Person"), polarity="negated"),
         "Tides was not written by Helen Tamm."),
        (relation(MUSEUM, "acquired", thing("Orbit", "Corporation"), certainty="hedged"),
         "Nordic Museum may have acquired Orbit."),
        (relation(MUSEUM, "acquired", thing("Orbit", "Corporation"), polarity="negated"),
         "Nordic Museum did not acquire Orbit."),
        (relation(MUSEUM, "acquired", thing("Orbit", "Corporation"), certainty="projected"),
         "Nordic Museum is expected to acquire Orbit."),
        (relation(LABELS, "needs", thing("data skills", "Skill"), certainty="hedged", polarity="negated"),
         "Record labels may not need data skills."),
        (relation(SCANS, "builtOn", thing("lasers", "Technology")), "3D scanning is built on lasers."),
        (relation(CHATBOTS, "builtOn", thing("machine learning", "Technology")),
         "Chatbots are built on machine learning."),
        (relation(MUSEUM, "needs", thing("data skills", "Skill"), speaker=thing("Helen Tamm", "Person")),
         "According to Helen Tamm, Nordic Museum needs data skills."),
        (relation(thing("weaving", "Sector"), "skos:broader", thing("crafts", "Sector")),
         "Weaving comes under crafts."),
    ],
    ids=lambda each: each if isinstance(each, str) else each.kind,
)  # fmt: skip
def test_a_candidate_reads_as_one_plain_sentence(said: Candidate, sentence: str) -> None:
    assert gloss(said) == sentence


@pytest.mark.parametrize(
    ("name", "type_", "verb"),
    [
        ("Creative and cultural industry", "Sector", "needs"),
        ("CCIs", "Sector", "need"),
        ("Intermediaries", "ActorGroup", "need"),
        ("museums", "Museum", "need"),
        ("Statistics Estonia", "Organization", "needs"),
        ("Tales of Rivers", "Report", "needs"),
        ("visual analytics", "Technology", "needs"),
        ("platforms for music", "Technology", "need"),
        ("people", "ActorGroup", "need"),
    ],
)
def test_the_verb_agrees_with_the_subject(name: str, type_: str, verb: str) -> None:
    said = gloss(relation(thing(name, type_), "needs", SCANS))
    assert said == f"{name[:1].upper()}{name[1:]} {verb} 3D scanning."


def test_a_gloss_that_a_rule_has_written_is_kept() -> None:
    written = replace(relation(MUSEUM, "needs", SCANS), gloss="The museum wants scans.")
    assert gloss(written) == "The museum wants scans."


def test_every_predicate_makes_a_sentence_in_every_wording() -> None:
    types = [*get_args(EntityType), "Technology", "Sector", "Topic", "Activity"]
    predicates = {each for one in types for other in types for each in predicates_between(one, other)}
    assert len(predicates) > 40
    for predicate in predicates:
        for certainty in get_args(Certainty):
            for polarity in get_args(Polarity):
                for subject in (MUSEUM, CHATBOTS):
                    said = gloss(relation(subject, predicate, SCANS, certainty=certainty, polarity=polarity))
                    assert said.startswith(subject.name[:1].upper() + subject.name[1:])
                    assert said.endswith("3D scanning.")
                    assert ("not" in said.split()) is (polarity == "negated")
                    assert ("may" in said.split()) is (certainty == "hedged")
                    assert ("expected" in said.split()) is (certainty == "projected")
                    assert len(said) >= 10
