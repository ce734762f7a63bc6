"""Two reviewers: what they agree on is one, where they contradict one another somebody decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from graph.claims import load_claims
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate, Extraction
from graph.extraction.store import file_of, write_extraction
from graph.review.agreement import agreement, kappa
from graph.review.decisions import Accept, Edit, Merge, NoClaim, Reject, Settle
from graph.review.desk import Desk

Sit = Callable[..., Desk]


def _reason(looms: SimpleNamespace, words: str) -> NoClaim:
    where = looms.span(words)
    return NoClaim(start=where.start, end=where.end, reason="rhetoric")


def test_what_two_agree_on_is_written_once(sit: Sit, data: Path, looms: SimpleNamespace) -> None:
    anna, ben = sit("anna"), sit("ben")
    for desk in (anna, ben):
        desk.decide(looms.tessel)
        desk.decide(Accept(key=looms.adoption.key))
        desk.decide(Merge(key=looms.again.key, into=looms.adoption.key))
    ben.decide(Reject(key=looms.threat.key))
    assert sit("anna").conflicts == []
    assert sit("anna").finish(shapes=False).claims == ["007-001"]
    assert sit("ben").finish(shapes=False).claims == []
    assert len(load_claims(data / "claims" / "007.yaml")) == 1
    assert sit("ben").proposal(looms.adoption.key).claim == "007-001"


def test_an_edit_that_changes_nothing_is_an_acceptance(sit: Sit, looms: SimpleNamespace) -> None:
    sit("anna").decide(Accept(key=looms.adoption.key))
    ben = sit("ben")
    ben.decide(Edit(key=looms.adoption.key, changes={"object": "virtual-reality", "certainty": "asserted"}))
    assert sit("ben").conflicts == []


def test_a_contradiction_is_listed_and_settled(sit: Sit, looms: SimpleNamespace) -> None:
    anna, ben = sit("anna"), sit("ben")
    for desk in (anna, ben):
        desk.decide(looms.tessel)
    anna.decide(Accept(key=looms.adoption.key))
    ben.decide(Edit(key=looms.adoption.key, changes={"gloss": "Quite another gloss."}))
    anna.decide(Reject(key=looms.again.key, reason="said before"))
    ben.decide(Accept(key=looms.again.key))
    carl = sit("carl")
    assert [each.subject[1] for each in carl.conflicts] == [looms.adoption.key, looms.again.key]
    assert "anna: reject (said before); ben: accept" in carl.conflicts[1].text()
    with pytest.raises(ReviewError, match="in conflict over 2 matters"):
        carl.finish(shapes=False)
    carl.decide(Accept(key=looms.again.key))  # one more voice settles nothing
    assert len(carl.conflicts) == 2
    carl.decide(Reject(key=looms.again.key), settle=True)
    carl.decide(Edit(key=looms.adoption.key, changes={"gloss": "A third gloss."}), settle=True)
    assert carl.conflicts == [] and sit("anna").conflicts == []
    # What is decided later, in sight of it or not, counts again.
    ben = sit("ben")
    ben.decide(Accept(key=looms.again.key))
    assert [each.subject[1] for each in sit("anna").conflicts] == [looms.again.key]
    ben.undo()
    assert sit("carl").finish(shapes=False).claims == ["007-001"]
    (claim,) = load_claims(carl.data / "claims" / "007.yaml")
    assert claim.gloss == "A third gloss."


def test_names_and_passages_conflict_too(sit: Sit, looms: SimpleNamespace) -> None:
    anna, ben = sit("anna"), sit("ben")
    anna.decide(looms.weavers)
    ben.decide(Settle(name="weavers", same="artists"))
    anna.decide(_reason(looms, "Halden Guild, a body of weavers, fears that generative looms threaten weavers."))
    ben.decide(Accept(key=looms.threat.key))
    conflicts = sit("anna").conflicts
    assert [each.subject[0] for each in conflicts] == ["name", "passage"]
    assert "anna: new ActorGroup weavers; ben: the same as artists" in conflicts[0].text()
    anna = sit("anna")
    anna.decide(Settle(name="weavers", same="artists"))
    with pytest.raises(ReviewError, match="said to carry no claim"):
        anna.decide(Accept(key=looms.threat.key), settle=True)
    ben = sit("ben")
    ben.decide(Accept(key=looms.threat.key), settle=True)
    assert sit("anna").conflicts == []


def test_two_extractions_that_know_different_things_meet(sit: Sit, data: Path, looms: SimpleNamespace) -> None:
    """A colleague's program may have linked a name that this one's could not."""
    sit("anna").decide(Reject(key=looms.adoption.key))
    linked = replace(looms.adoption, subject=replace(looms.adoption.subject, entity="tessel"))
    _extract(data, looms.text, linked)
    ben = sit("ben")
    assert [each.key for each in ben.proposals] == [looms.adoption.key]
    ben.decide(Accept(key=looms.adoption.key))
    assert len(sit("anna").conflicts) == 1


def _extract(data: Path, text: str, *candidates: Candidate) -> None:
    write_extraction(file_of(data, "007"), "007", text, Extraction([], list(candidates)))


def test_agreement_leaves_out_what_was_settled(sit: Sit, looms: SimpleNamespace) -> None:
    anna, ben = sit("anna"), sit("ben")
    for desk in (anna, ben):
        desk.decide(Accept(key=looms.adoption.key))
    anna.decide(Accept(key=looms.again.key))
    ben.decide(Reject(key=looms.again.key))
    anna.decide(Reject(key=looms.threat.key))
    ben.decide(Reject(key=looms.threat.key))
    anna = sit("anna")
    anna.decide(Reject(key=looms.again.key), settle=True)
    (found,) = agreement([anna.log, ben.log])
    # Both of 3; accept/reject 2–1 against 1–2: chance (2·1 + 1·2)/9 = 4/9, so (2/3 − 4/9)/(1 − 4/9) = 0.4.
    assert (found.both, found.same, found.reviewers) == (3, 2, ("anna", "ben"))
    assert found.kappa == pytest.approx(0.4)


def test_kappa_is_cohens() -> None:
    # Cohen's own kind of table: 45 and 20 alike of 100 with 15 and 20 apart gives (0.65 − 0.54) / 0.46.
    pairs = [("y", "y")] * 45 + [("y", "n")] * 15 + [("n", "y")] * 25 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.1304, abs=1e-4)
    assert kappa([]) is None and kappa([("y", "y")] * 4) is None
    assert kappa([("y", "n"), ("n", "y")]) == pytest.approx(-1.0)
