"""Certainty, polarity and attribution are read from the wording of the clause."""

from __future__ import annotations

import pytest

from graph.extraction.blocks import passages
from graph.extraction.language import Parsed, parse
from graph.extraction.relations.wording import attribution, certainty, polarity


def _parsed(sentence: str) -> Parsed:
    return next(parse(sentence, passages(sentence)))


def _word(parsed: Parsed, form: str):  # type: ignore[no-untyped-def]
    return next(token for token in parsed.doc if token.text == form)


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Drones changed the film.", "changed", "asserted"),
        ("Drones could change the film.", "change", "hedged"),
        ("Drones might change the film.", "change", "hedged"),
        ("Drones can change the film.", "change", "hedged"),
        ("Drones perhaps changed the film.", "changed", "hedged"),
        ("Drones seem to change the film.", "change", "hedged"),
        ("Drones are likely to change the film.", "change", "hedged"),
        ("Drones are said to change the film.", "change", "hedged"),
        ("Drones will change the film.", "change", "projected"),
        ("Drones are expected to change the film.", "change", "projected"),
        ("Drones promise to change the film.", "change", "projected"),
        ("Drones will change the film and lower its cost.", "lower", "projected"),
        ("Drones may have an impact on the film.", "impact", "hedged"),
        ("Critics say that drones changed the film.", "changed", "asserted"),
    ],
)
def test_certainty_is_as_worded(sentence: str, word: str, expected: str) -> None:
    parsed = _parsed(sentence)
    assert certainty(parsed, _word(parsed, word)) == expected


def test_what_can_be_done_is_asserted_of_a_capability() -> None:
    parsed = _parsed("Drones can film cliffs.")
    assert certainty(parsed, _word(parsed, "film"), possible_is_hedged=False) == "asserted"


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("The archive uses scanners.", "uses", "affirmed"),
        ("The archive does not use scanners.", "use", "negated"),
        ("The archive never uses scanners.", "uses", "negated"),
        ("The archive hardly uses scanners.", "uses", "negated"),
        ("No archive uses scanners.", "uses", "negated"),
        ("The archive uses no scanners.", "uses", "negated"),
        ("The archive failed to use scanners.", "use", "negated"),
        ("The archive works without using scanners.", "using", "negated"),
        ("The archive not only uses scanners but builds them.", "uses", "affirmed"),
        ("The archive did not fail to use scanners.", "use", "affirmed"),
        ("The role of drones in using light cannot be overstated.", "role", "affirmed"),
        ("Drones do not have an impact on films.", "impact", "negated"),
    ],
)
def test_polarity_is_as_worded(sentence: str, word: str, expected: str) -> None:
    parsed = _parsed(sentence)
    assert polarity(parsed, _word(parsed, word)) == expected


@pytest.mark.parametrize(
    ("sentence", "word", "speaker"),
    [
        ("According to Maria Silva, the archive uses scanners.", "uses", "Maria Silva"),
        ("Maria Silva argues that the archive uses scanners.", "uses", "Maria Silva"),
        ("The archive uses scanners, says Maria Silva.", "uses", "Maria Silva"),
        ("As Maria Silva notes, the archive uses scanners.", "uses", "Maria Silva"),
        ("Critics claim that drones ruin films.", "ruin", "Critics"),
        ("Some believe that drones ruin films.", "ruin", "Some"),
    ],
)
def test_the_speaker_of_a_clause_is_found(sentence: str, word: str, speaker: str) -> None:
    parsed = _parsed(sentence)
    found = attribution(parsed, _word(parsed, word))
    assert found is not None
    assert speaker in found.name


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The archive uses scanners.", "uses"),
        ("According to plan, the archive uses scanners.", "uses"),
        ("The results suggest that scanners save time.", "save"),
    ],
)
def test_a_clause_that_nobody_else_says_has_no_speaker(sentence: str, word: str) -> None:
    parsed = _parsed(sentence)
    assert attribution(parsed, _word(parsed, word)) is None
