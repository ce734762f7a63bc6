"""Impacts by the constructions that tell them: who or what has the effect, whom it reaches, for better or worse."""

from __future__ import annotations

import pytest

from graph.extraction.blocks import passages
from graph.extraction.candidates import Candidate
from graph.extraction.gazetteer import Gazetteer
from graph.extraction.language import parse
from graph.extraction.mentions import find_mentions
from graph.extraction.relations import impact


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def _impacts(text: str, gazetteer: Gazetteer) -> list[Candidate]:
    parsed = list(parse(text, passages(text)))
    find_mentions(parsed, gazetteer)
    before = None
    found: list[Candidate] = []
    for each in parsed:
        found += impact.find(each, before)
        before = each
    return found


def _pairs(text: str, gazetteer: Gazetteer) -> set[tuple[str, str, str]]:
    return {
        (each.subject.name.lower(), each.object.name.lower(), str(each.fields["direction"]))
        for each in _impacts(text, gazetteer)
        if each.object is not None
    }


TOLD = (
    # what is put to a purpose, or done before a result, has the effect; not who puts or does it
    ("Libraries use robots to improve lending.", "robots", "lending", "opportunity"),
    ("Theatres need subtitles software to widen access for deaf visitors.", "subtitles software", "deaf visitors",
     "opportunity"),
    ("The studio introduced motion capture, improving animation.", "motion capture", "animation", "opportunity"),
    ("The guild publishes its rate cards, helping illustrators.", "publishing its rate cards", "illustrators",
     "opportunity"),
    ("Small labels focus on retraining sound engineers to strengthen music production.",
     "retraining sound engineers", "music production", "opportunity"),
    ("They praised the role of photogrammetry in improving conservation.", "photogrammetry", "conservation",
     "opportunity"),
    ("Drones have the potential to transform journalism.", "drones", "journalism", "mixed"),
    # what comes out
    ("Photogrammetry makes excavation cheaper.", "photogrammetry", "excavation", "opportunity"),
    ("Synthetic voices make it harder for dubbing actors to find work.", "synthetic voices", "dubbing actors",
     "threat"),
    ("Opera has become more accessible with streaming.", "streaming", "opera", "opportunity"),
    ("Streaming means that records are sold less often.", "streaming", "records", "mixed"),
    ("Generative AI leaves illustrators without income.", "generative ai", "illustrators", "threat"),
    # nouns
    ("Blockchain brings a host of opportunities for musicians.", "blockchain", "musicians", "opportunity"),
    ("Deepfakes pose risks and challenges for journalism.", "deepfakes", "journalism", "threat"),
    ("The effects of robots and drones on film were small.", "drones", "film", "mixed"),
    ("The industry answers the threats posed by deepfakes to actors.", "deepfakes", "actors", "threat"),
    ("3D printing - catalyst of jewellery design.", "3d printing", "jewellery design", "opportunity"),
    # verbs with a preposition, results, what something is without
    ("Chatbots encroach on copyright.", "chatbots", "copyright", "threat"),
    ("Voice cloning prompts a rethinking of contracts.", "voice cloning", "rethinking of contracts", "mixed"),
    ("Music generation leads to songs that lack originality.", "music generation", "originality", "threat"),
    # less need of something is good; so is more room for it
    ("Virtual production reduces the need for travel.", "virtual production", "travel", "opportunity"),
    ("Open data allows for new forms of storytelling.", "open data", "storytelling", "opportunity"),
    ("Motion capture reduces manual labour in animation.", "motion capture", "animation", "opportunity"),
    # fields in ranges and lists
    ("Automation changes film, from scriptwriting to distribution.", "automation", "distribution", "mixed"),
    ("Virtual reality and drones have changed journalism.", "virtual reality", "journalism", "mixed"),
    ("Weavers gain strength from 3D printing.", "3d printing", "weavers", "opportunity"),
    ("With the rise of streaming, cinemas closed their doors.", "streaming", "cinemas", "mixed"),
    ("Advances in robotics help sculptors.", "robotics", "sculptors", "opportunity"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "subject", "object_", "direction"), TOLD)
def test_a_construction_tells_who_has_what_effect_on_whom(
    text: str, subject: str, object_: str, direction: str, gazetteer: Gazetteer
) -> None:
    found = _pairs(text, gazetteer)
    assert any(s == subject and object_ in o and way == direction for s, o, way in found), found


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Curators use scanners to improve access.", "curators"),
        ("Mechanisms should be strengthened by adding new tools for visitors.", "mechanisms"),
        ("Challenges that must be addressed to protect painters are many.", "challenges"),
        ("Policymakers are instrumental in protecting museums.", "policymakers"),
        ("Veteran directors transformed cinema.", "veteran directors"),
    ],
)
def test_who_acts_and_what_is_acted_on_have_no_effect(text: str, subject: str, gazetteer: Gazetteer) -> None:
    assert subject not in {found for found, _, _ in _pairs(text, gazetteer)}


def test_an_outcome_stands_in_the_evidence(gazetteer: Gazetteer) -> None:
    text = "Photogrammetry makes excavation cheaper."
    spans = [text[span.start : span.end] for each in _impacts(text, gazetteer) for span in each.evidence]
    assert any("cheaper" in words for words in spans)


def test_two_vague_phrases_make_no_impact(gazetteer: Gazetteer) -> None:
    assert not _pairs("The balance improves things.", gazetteer)
