"""The gazetteer finds our names in any number and spelling, and leaves out what only one document contributed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from graph.extraction.gazetteer import Gazetteer, Label

_ENTITIES = """entities:
  - id: brine-trust
    type: Organization
    prefLabel: Brine Trust
    description: A body that both documents name.
  - id: saltmarsh-regatta
    type: Festival
    prefLabel: Saltmarsh Regatta
    description: Only the second document names it.
  - id: nobody
    type: Organization
    prefLabel: Unclaimed Guild
    description: No claim names it.
"""
_CLAIM = """  - id: {0}-001
    kind: Relation
    gloss: "Says so."
    subject: {1}
    predicate: schema:sponsor
    object: {2}
    certainty: asserted
    evidence:
      - {{start: 0, end: 5, quote: "words"}}
"""


@cache
def _ours() -> Gazetteer:
    return Gazetteer.load()


def _found(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    return [(text[match.start : match.end], match.labels[0].entity) for match in gazetteer.find(text)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "all.yaml").write_text(_ENTITIES, encoding="utf-8")
    (tmp_path / "claims").mkdir()
    for document, subject, thing in (
        ("001", "brine-trust", "puppetry"),
        ("002", "saltmarsh-regatta", "brine-trust"),
    ):
        claims = "claims:\n" + _CLAIM.format(document, subject, thing)
        (tmp_path / "claims" / f"{document}.yaml").write_text(claims, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("written", "entity"),
    [
        ("video-game industry", None),
        ("video games", "games"),
        ("videogames", "games"),
        ("Video-games", "games"),
        ("digitization technology", "digitisation-technology"),
        ("3D modeling", "three-d-modelling"),
        ("recommender system's", "recommender-system"),
        ("NFTs", "non-fungible-token"),
        ("nft", None),
        ("it", None),
        ("text and data mining", "text-and-data-mining"),
        ("human–AI collaboration", "human-ai-collaboration-skill"),
        ("augmented reality (AR)", "augmented-reality"),
    ],
)
def test_a_name_is_found_in_any_spelling_but_an_acronym_keeps_its_capitals(
    written: str, entity: str | None
) -> None:
    found = _found(f"about {written} today", _ours())
    if entity is None:
        assert all(words != written for words, _ in found)
    else:
        assert (written.removesuffix("'s"), entity) in found


def test_the_longest_name_wins() -> None:
    gazetteer = Gazetteer(
        [
            Label("design", "design", "Sector", True, False),
            Label("graphic design", "graphic-design", "Sector", True, False),
            Label("graphic design software", "tool", "Technology", True, False),
        ]
    )
    text = "graphic design software, graphic design, design"
    assert [entity for _, entity in _found(text, gazetteer)] == ["tool", "graphic-design", "design"]


def test_a_name_does_not_begin_within_a_hyphenated_word() -> None:
    gazetteer = Gazetteer([Label("edge AI", "edge-ai", "Technology", True, False)])
    assert _found("cutting-edge AI and edge AI", gazetteer) == [("edge AI", "edge-ai")]
    assert _found("mail me@edge AI", gazetteer) == []


def test_the_name_of_an_entity_needs_its_capitals() -> None:
    gazetteer = Gazetteer([Label("Amazon", "amazon", "Corporation", True, True)])
    assert _found("Amazon, AMAZON and an amazon", gazetteer) == [("Amazon", "amazon"), ("AMAZON", "amazon")]


def test_what_only_one_document_names_is_left_out_with_it(data: Path) -> None:
    text = "The Saltmarsh Regatta, the Brine Trust and the Unclaimed Guild like holography and puppetry."
    everything = {entity for _, entity in _found(text, Gazetteer.load(data))}
    assert everything == {"saltmarsh-regatta", "brine-trust", "nobody", "holography", "puppetry"}
    without_first = {entity for _, entity in _found(text, Gazetteer.load(data, without="001"))}
    assert without_first == everything - {"puppetry"}, (
        "only document 001 speaks of puppetry; nobody does of holography"
    )
    without_second = {entity for _, entity in _found(text, Gazetteer.load(data, without="002"))}
    assert without_second == everything - {"saltmarsh-regatta"}, "document 001 names the trust as well"


def test_names_are_looked_up_one_by_one_too() -> None:
    assert [label.entity for label in _ours().named("the Video Game")][:1] == ["games"]
    assert _ours().named("no such thing at all") == []
