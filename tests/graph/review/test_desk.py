"""The desk: what a reviewer can decide, what is refused, and what she sees of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from graph.documents import Span
from graph.errors import CreativeKGError, ExtractionError, ReviewError
from graph.extraction.candidates import Candidate, Extraction
from graph.extraction.store import file_of, write_extraction
from graph.review.decisions import Accept, Add, Edit, Merge, NoClaim, Reject, Settle, decision_from
from graph.review.desk import Desk

Sit = Callable[..., Desk]


def _extract(desk: Desk, *candidates: Candidate) -> None:
    write_extraction(file_of(desk.data, "007"), "007", desk.text, Extraction([], list(candidates), "en_test 2.0"))


def _passage(desk: Desk, words: str) -> NoClaim:
    at = desk.text.index(words)
    found = next(each.passage for each in desk.coverage() if each.passage.start <= at < each.passage.end)
    return NoClaim(start=found.start, end=found.end, reason="furniture")


def test_candidates_come_in_the_order_of_the_text_and_one_by_one(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    keys = [looms.adoption.key, looms.threat.key, looms.again.key]
    assert [each.key for each in desk.proposals] == keys
    assert desk.next_open(keys[0]).key == keys[1]
    desk.decide(Accept(key=keys[1]))
    assert desk.next_open(keys[0]).key == keys[2]
    assert desk.next_open(keys[2]).key == keys[0]
    for key in (keys[0], keys[2]):
        desk.decide(Reject(key=key))
    assert desk.next_open() is None
    assert desk.progress.by_action == {"accept": 1, "reject": 2}


def test_undo_takes_back_one_decision_at_a_time(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    desk.decide(Accept(key=looms.adoption.key))
    desk.decide(Reject(key=looms.adoption.key, reason="not so"))
    assert desk.undo().action == "reject"
    assert desk.proposal(looms.adoption.key).state == "accept"
    assert desk.undo().action == "accept"
    assert desk.undo() is None
    assert sit().proposal(looms.adoption.key).state == "open"
    assert [line["action"] for line in looms.lines(desk.log.file)] == ["accept", "reject", "undo", "undo"]


def test_a_new_extraction_keeps_decisions(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    desk.decide(Accept(key=looms.adoption.key))
    desk.decide(Reject(key=looms.threat.key))
    linked = replace(
        looms.adoption, subject=replace(looms.adoption.subject, entity="tessel"), gloss="Other words now."
    )
    assert linked.key != looms.adoption.key
    _extract(desk, linked, looms.again)
    desk.refresh()
    assert {each.key: each.state for each in desk.proposals} == {
        looms.adoption.key: "accept",
        looms.threat.key: "reject",
        looms.again.key: "open",
    }


def test_an_edit_names_things_by_slug_or_name(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    desk.decide(
        Edit(
            key=looms.adoption.key,
            changes={"object": "augmented reality", "purpose": None, "gloss": "A new gloss."},
        )
    )
    found = desk.proposal(looms.adoption.key)
    assert found.state == "edit" and found.result.object is not None
    assert (found.result.object.entity, found.result.gloss) == ("augmented-reality", "A new gloss.")
    assert "purpose" not in found.result.fields
    assert found.candidate.object == looms.adoption.object


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"certainty": "sure"}, "certainty"),
        ({"gloss": "short"}, "gloss"),
        ({"object": "museums"}, "cannot point at"),
        ({"value": "7"}, "no field 'value'"),
        ({"kind": "Rumour"}, "no kind of claim"),
        ({"evidence": [Span(5, 5)]}, "not words of the text"),
        ({"evidence": [Span(0, 99999)]}, "not words of the text"),
        ({"subject": "document"}, "subject is the document itself"),
        ({"polarity": "negated"}, "the text denies this"),
        ({"object": ""}, "name a thing"),
    ],
)
def test_an_edit_that_makes_no_claim_is_refused(
    sit: Sit, looms: SimpleNamespace, changes: dict[str, object], words: str
) -> None:
    desk = sit()
    with pytest.raises(ReviewError, match=words):
        desk.decide(Edit(key=looms.adoption.key, changes=changes))
    assert desk.proposal(looms.adoption.key).state == "open"
    assert not desk.log.file.exists()


def test_what_the_text_denies_is_accepted_only_once_it_is_edited(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    denied = replace(looms.adoption, polarity="negated")
    _extract(desk, denied)
    desk.refresh()
    with pytest.raises(ReviewError, match="denies"):
        desk.decide(Accept(key=denied.key))
    desk.decide(Edit(key=denied.key, changes={"polarity": "affirmed"}))


def test_a_missed_claim_is_added_by_its_words(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    words = looms.span("\nHalden Guild, a body of weavers,")
    made = Candidate(
        "Relation", looms.mention("Halden Guild", "Organization"), "schema:about",
        looms.mention("weavers", "ActorGroup"), (words,), "reviewer", 1.0, "Halden Guild is about weavers.",
    )  # fmt: skip
    desk.decide(Add(key=made.key, candidate=made))
    (added,) = [each for each in sit().proposals if each.state == "add"]
    (evidence,) = added.result.evidence
    assert desk.text[evidence.start : evidence.end] == "Halden Guild, a body of weavers,"
    assert desk.undo() is not None
    assert all(each.state == "open" for each in desk.proposals)


def test_merged_candidates_follow_one_another(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    desk.decide(Merge(key=looms.again.key, into=looms.adoption.key))
    assert desk.proposal(looms.again.key).into == looms.adoption.key
    with pytest.raises(ReviewError, match="merged into itself"):
        desk.decide(Merge(key=looms.adoption.key, into=looms.again.key))
    with pytest.raises(ReviewError, match="merged into this one"):
        desk.decide(Reject(key=looms.adoption.key))
    desk.decide(Reject(key=looms.threat.key))
    with pytest.raises(ReviewError, match="rejected"):
        desk.decide(Merge(key=looms.adoption.key, into=looms.threat.key))


def test_new_names_are_shown_with_what_is_near(sit: Sit, looms: SimpleNamespace) -> None:
    pytest.importorskip("rapidfuzz")
    desk = sit()
    names = {each.name: each for each in desk.new_things()}
    assert list(names) == ["tessel-museum", "generative-looms", "weavers", "halden-guild"]
    assert names["tessel-museum"].keys == (looms.adoption.key, looms.again.key)
    assert "generative-design" in {near.slug for near in names["generative-looms"].nearest}
    assert names["weavers"].draft.prefLabel == "weavers"
    desk.decide(Settle(name="weavers", same="artists"))
    desk.decide(Reject(key=looms.adoption.key))
    names = {each.name: each for each in desk.new_things()}
    assert names["weavers"].settled is not None and names["tessel-museum"].keys == (looms.again.key,)
    assert desk.proposal(looms.threat.key).result.object.entity == "artists"


@pytest.mark.parametrize(
    ("settled", "words"),
    [
        ({"same": "nobody-at-all"}, "no thing with the slug"),
        ({}, "either that of a known thing, or of a new one"),
        ({"same": "Not A Slug"}, "same"),
        ({"new": {"id": "museums"}}, "belongs to “Museums"),
        ({"new": {"type": "Ghost"}}, "type"),
        ({"new": {"broader": "nothing-known"}}, "no concept with the slug"),
        ({"new": {"type": "Person", "broader": "artists"}}, "no broader concept"),
        ({"new": {"description": "In\ntwo lines."}}, "description"),
    ],
)
def test_a_name_settled_wrongly_is_refused(sit: Sit, settled: dict[str, Any], words: str) -> None:
    desk = sit()
    usual = {"id": "weavers", "type": "ActorGroup", "prefLabel": "Weavers", "description": "They weave."}
    given = {name: usual | thing if name == "new" else thing for name, thing in settled.items()}
    with pytest.raises(ReviewError, match=words):
        desk.decide(decision_from({"action": "entity", "name": "weavers", **given}))
    assert not desk.log.decisions


def test_every_passage_is_accounted_for(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    desk.decide(Accept(key=looms.adoption.key))
    desk.decide(_passage(desk, "Subscribe"))
    states = [(each.state, each.passage.quote.split()[0]) for each in desk.coverage()]
    assert states == [
        ("open", "Looms"),
        ("accepted", "The"),
        ("proposed", "Halden"),
        ("reason", "Subscribe"),
        ("open", "Its"),
        ("proposed", "The"),
    ]
    with pytest.raises(ReviewError, match="carries"):
        desk.decide(_passage(desk, "The Tessel Museum uses"))
    desk.decide(_passage(desk, "Halden"))
    with pytest.raises(ReviewError, match="said to carry no claim"):
        desk.decide(Accept(key=looms.threat.key))
    with pytest.raises(ReviewError, match="no passage"):
        desk.decide(NoClaim(start=1, end=5, reason="teaser"))


def test_without_candidates_claims_can_still_be_added(sit: Sit, data: Path) -> None:
    file_of(data, "007").unlink()
    desk = sit()
    assert not desk.extracted and desk.proposals == [] and desk.next_open() is None
    assert {each.state for each in desk.coverage()} == {"open"}


def test_candidates_of_another_text_are_refused(sit: Sit, data: Path) -> None:
    write_extraction(file_of(data, "007"), "007", "Another text.", Extraction([], []))
    with pytest.raises(ExtractionError, match="of another text"):
        sit()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"document": "007"}'])
def test_a_damaged_candidate_file_is_named(sit: Sit, data: Path, text: str) -> None:
    file_of(data, "007").write_text(text)
    with pytest.raises(ExtractionError, match=r"007\.json.*creativekg extract 007"):
        sit()


def test_candidates_are_kept_as_they_were(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    full = replace(
        looms.threat,
        fields={"direction": "threat", "mechanism": [looms.mention("weavers", "ImpactMechanism")],
                "inPlace": looms.mention("Halden", "Place", "halden")},
    )  # fmt: skip
    _extract(desk, looms.adoption, full)
    desk.refresh()
    found = {each.key: each.candidate for each in desk.proposals}
    assert found == {looms.adoption.key: looms.adoption, full.key: full}


def test_what_is_missing_is_said(data: Path, tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="no document '9'; there are 007"):
        Desk.open(data, data.parent / "texts", "9", "anna")
    with pytest.raises(ReviewError, match="not attached"):
        Desk.open(data, tmp_path / "elsewhere", "007", "anna")
    with pytest.raises(CreativeKGError):
        Desk.open(tmp_path, None, "007", "anna")
