"""The ranker learns from decisions which rules are to be trusted, and says honestly how well it does."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from graph.documents import Span
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate
from graph.review.decisions import Accept, Reject
from graph.review.desk import Desk
from graph.review.log import Log, file_of
from graph.review.ranker import LEAST, Example, Ranker, measure

pytestmark = pytest.mark.skipif(find_spec("sklearn") is None, reason="the extra extract is not installed")


def _made(looms: SimpleNamespace, count: int, documents: int = 5) -> list[Example]:
    """Decisions in which the rule "guess" is always wrong and "verb" right, whatever confidence they claim."""
    chance = random.Random(4)
    found = []
    for at in range(count):
        rule = chance.choice(["verb", "guess"])
        where = Span(at * 10, at * 10 + 8)
        candidate = replace(looms.adoption, rule=rule, confidence=chance.random(), evidence=(where,))
        found.append(Example(f"{at % documents:03}", candidate, rule == "verb"))
    return found


def test_a_rule_that_is_always_wrong_comes_last(looms: SimpleNamespace) -> None:
    ranker = Ranker.train(_made(looms, 60))
    assert ranker is not None
    good, bad = (
        replace(looms.again, rule="verb", confidence=0.1),
        replace(looms.again, rule="guess", confidence=0.9),
    )
    new = replace(looms.threat, rule="never seen")
    scores = ranker.scores([good, bad, new])
    assert scores[0] > 0.7 > 0.3 > scores[1]
    assert all(0 <= score <= 1 for score in scores)
    assert ranker.scores([]) == []


def test_few_decisions_or_one_outcome_teach_nothing(looms: SimpleNamespace) -> None:
    assert Ranker.train(_made(looms, LEAST - 1)) is None
    assert Ranker.train([replace(each, kept=True) for each in _made(looms, 60)]) is None
    for too_few in (_made(looms, 10), [replace(each, kept=False) for each in _made(looms, 60)]):
        with pytest.raises(ReviewError, match="30 decisions"):
            measure(too_few)


@pytest.mark.parametrize("documents", [5, 1])
def test_it_is_measured_on_what_it_has_not_seen(looms: SimpleNamespace, documents: int) -> None:
    found = measure(_made(looms, 80, documents))
    assert found.examples == 80
    assert found.ranker.average_precision == pytest.approx(1.0)
    assert found.place.average_precision < 0.85 and found.confidence.average_precision < 0.85
    kept = found.kept / found.examples
    assert found.ranker.first_half > found.place.first_half
    assert abs(found.place.first_half - kept) < 0.2


def test_it_does_no_better_than_chance_on_chance(looms: SimpleNamespace) -> None:
    chance = random.Random(11)
    examples = [replace(each, kept=chance.random() < 0.5) for each in _made(looms, 200)]
    found = measure(examples)
    assert abs(found.ranker.first_half - found.kept / found.examples) < 0.12


def test_decisions_on_other_documents_order_this_one(
    sit: Callable[..., Desk], data: Path, looms: SimpleNamespace
) -> None:
    other = Log(file_of(data, "003", "ben"))
    for each in _made(looms, 40):
        candidate: Candidate = replace(each.candidate, rule="threat" if each.kept else "verb")
        made = Accept if each.kept else Reject
        other.append(made(key=candidate.key, candidate=candidate))
    desk = sit()
    assert desk.proposals[0].key == looms.threat.key
    scores = [each.score for each in desk.proposals]
    assert scores == sorted(scores, reverse=True) and scores[0] > scores[-1]
