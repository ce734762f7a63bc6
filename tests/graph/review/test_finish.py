"""What was accepted becomes data that builds; what was there stays as it was."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.claims import Adoption, Observation, load_claims
from graph.concepts import load_concepts
from graph.coverage import load_passages
from graph.documents import load_documents
from graph.entities import Entity, load_entities
from graph.errors import ReviewError
from graph.records import load_records
from graph.review.decisions import Accept, Edit, Merge, NoClaim, Reject, Settle
from graph.review.desk import Desk
from graph.review.yamlstyle import append

Sit = Callable[..., Desk]


def _decided(desk: Desk, looms: SimpleNamespace) -> Desk:
    for decision in (looms.tessel, looms.halden, looms.looms, looms.weavers):
        desk.decide(decision)
    desk.decide(Accept(key=looms.adoption.key))
    desk.decide(Merge(key=looms.again.key, into=looms.adoption.key))
    desk.decide(
        Edit(key=looms.threat.key, changes={"gloss": "A guild fears looms that draw by themselves: a “threat”."})
    )
    where = looms.span("Subscribe to our letter.")
    desk.decide(NoClaim(start=where.start, end=where.end, reason="furniture"))
    return desk


def _files(data: Path) -> dict[str, bytes]:
    return {str(file.relative_to(data)): file.read_bytes() for file in data.rglob("*") if file.is_file()}


def test_what_was_accepted_is_written_once(sit: Sit, data: Path, looms: SimpleNamespace) -> None:
    desk = _decided(sit(), looms)
    done = desk.finish(shapes=False)
    assert done.claims == ["007-001", "007-002"]
    first, second = load_claims(data / "claims" / "007.yaml")
    assert isinstance(first, Adoption)
    assert (first.subject, first.object) == ("tessel-museum", "virtual-reality")
    assert [(each.start, each.end) for each in first.evidence] == [
        (span.start, span.end) for span in (*looms.adoption.evidence, *looms.again.evidence)
    ]
    assert first.evidence[1].quote == "The Tessel Museum … reality every day."
    assert (second.gloss, second.speaker) == (
        "A guild fears looms that draw by themselves: a “threat”.",
        "halden-guild",
    )
    assert {entity.id: entity.type for entity in load_entities(data / "entities")} == {
        "tessel-museum": "Museum",
        "halden-guild": "Organization",
    }
    concepts = {concept.id: concept for concept in load_concepts(data)}
    assert concepts.keys() == {"generative-looms", "weavers"}
    assert concepts["generative-looms"].broader == "production-technology"
    passages = load_passages(data / "coverage", load_documents(data / "documents.yaml"))["007"]
    assert [passage.reason for passage in passages] == [None, None, None, "furniture", None, None]
    assert {each.state for each in desk.proposals} == {"written"}
    before = _files(data)
    again = sit().finish(shapes=False)
    assert (again.claims, again.files) == ([], [])
    assert _files(data) == before


def test_the_data_that_is_written_conforms_and_answers(sit: Sit, data: Path, looms: SimpleNamespace) -> None:
    """The flow as one: review, build, and a query that finds the new technology as it finds ours."""
    from graph.build import build
    from graph.query import ask_snapshot

    _decided(sit(), looms).finish(shapes=False)
    home = data.parent / "snapshots"
    build(home, data=data, documents_folder=data.parent / "texts", reasoner=False)
    found = ask_snapshot(
        home,
        """SELECT ?label ?scheme ?above ?who WHERE {
             id:generative-looms a kg:Technology , skos:Concept ; skos:prefLabel ?label ;
               skos:inScheme/skos:prefLabel ?scheme ; skos:broader/skos:prefLabel ?above .
             id:weavers skos:topConceptOf/skos:prefLabel ?group .
             id:tessel-museum kg:usesTechnology/skos:prefLabel ?who }""",
        "csv",
    )
    assert found.splitlines() == [
        "label,scheme,above,who",
        "Generative loom,Technologies,Production technology,Virtual reality",
    ]


def test_a_crash_between_the_files_is_made_good_by_the_next_run(
    sit: Sit, data: Path, looms: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = _decided(sit(), looms)
    log = desk.log.file.read_bytes()
    desk.finish(shapes=False)
    wanted = {name: text for name, text in _files(data).items() if not name.startswith("decisions")}
    desk.log.file.write_bytes(log)  # the claims are there, the note that they are is not
    done = sit().finish(shapes=False)
    assert done.claims == []
    assert {name: text for name, text in _files(data).items() if not name.startswith("decisions")} == wanted
    assert {each.claim for each in sit().proposals} == {"007-001", "007-002"}
    desk.log.file.write_bytes(log)  # only the entities were there
    for name in ("claims/007.yaml", "coverage/007.yaml"):
        (data / name).unlink()
    assert sit().finish(shapes=False).claims == ["007-001", "007-002"]
    assert {name: text for name, text in _files(data).items() if not name.startswith("decisions")} == wanted


def test_what_a_file_says_stays_as_it_is(sit: Sit, data: Path, looms: SimpleNamespace) -> None:
    old = (
        "# By hand.\nclaims:\n- id: 007-041   # kept\n  kind: Adoption\n  gloss: A guild weaves with a loom.\n"
        "  subject: artists\n  object: virtual-reality\n  certainty: asserted\n"
        '  evidence:\n  - {start: 0, end: 17, quote: "Looms that listen"}'
    )
    (data / "claims").mkdir()
    (data / "claims" / "007.yaml").write_text(old, encoding="utf-8")
    (data / "entities").mkdir()
    (data / "entities" / "organisations.yaml").write_text("entities: []\n", encoding="utf-8")
    desk = _decided(sit(), looms)
    assert desk.finish(shapes=False).claims == ["007-042", "007-043"]
    text = (data / "claims" / "007.yaml").read_text(encoding="utf-8")
    assert text.startswith(old + "\n- id: 007-042\n  kind: Adoption\n")
    assert len(load_claims(data / "claims" / "007.yaml")) == 3


def test_nothing_is_written_where_something_is_wrong(sit: Sit, data: Path, looms: SimpleNamespace) -> None:
    desk = sit()
    desk.decide(Accept(key=looms.adoption.key))
    before = _files(data)
    with pytest.raises(ReviewError, match="stand for: Tessel Museum"):
        desk.finish(shapes=False)
    desk.decide(looms.tessel)
    (data / "mappings").mkdir()
    (data / "mappings" / "aat.sssom.tsv").write_text("no mappings\n", encoding="utf-8")
    wrong = data / "mappings" / "targets.tsv"
    with pytest.raises(ReviewError, match=f"nothing is written: {re.escape(str(wrong))}"):
        desk.finish(shapes=False)
    shutil.rmtree(wrong.parent)
    desk.log.file.write_bytes(b"".join(desk.log.file.read_bytes().splitlines(keepends=True)[:1]))
    assert _files(data) == before


def test_a_broken_shape_is_seen_before_anything_is_written(sit: Sit, data: Path, looms: SimpleNamespace) -> None:
    desk = sit()
    for decision in (looms.tessel, looms.looms.model_copy(update={"new": looms.looms.new.model_copy(
        update={"broader": "museums"})})):  # fmt: skip
        desk.decide(decision)
    desk.decide(Edit(key=looms.adoption.key, changes={"object": "Generative loom"}))
    with pytest.raises(ReviewError, match="break its shapes"):
        desk.finish()
    assert not (data / "concepts.yaml").exists() and not (data / "claims").exists()


def test_rejected_and_open_candidates_leave_no_trace(sit: Sit, data: Path, looms: SimpleNamespace) -> None:
    desk = sit()
    desk.decide(Reject(key=looms.adoption.key))
    desk.decide(looms.tessel)
    assert desk.finish(shapes=False).files == []
    assert not (data / "claims").exists() and not (data / "entities").exists()


def test_what_is_written_is_not_decided_again(sit: Sit, looms: SimpleNamespace) -> None:
    desk = sit()
    desk.decide(Settle(name="tessel-museum", same="museums"))
    desk.decide(Edit(key=looms.adoption.key, changes={"subject": "museums"}))
    desk.finish(shapes=False)
    with pytest.raises(ReviewError, match="stands in the data as 007-001"):
        desk.decide(Reject(key=looms.adoption.key))
    with pytest.raises(ReviewError, match="stands in the data as 007-001"):
        desk.decide(Merge(key=looms.again.key, into=looms.adoption.key))
    undone = desk.undo()
    assert undone is not None and undone.action == "entity"
    assert desk.undo() is None


def test_a_reason_that_the_file_gives_otherwise_is_left_to_a_person(
    sit: Sit, data: Path, looms: SimpleNamespace
) -> None:
    _decided(sit(), looms).finish(shapes=False)
    file = data / "coverage" / "007.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: heading", "kind:   heading"), encoding="utf-8")
    desk = sit()
    desk.decide(NoClaim(start=0, end=17, reason="heading"))
    desk.finish(shapes=False)
    assert 'kind:   heading, quote: "Looms that listen", reason: heading}' in file.read_text(encoding="utf-8")
    with pytest.raises(ReviewError, match="mend it there"):
        desk.decide(NoClaim(start=0, end=17, reason="teaser"))


_words = st.text(min_size=1).map(str.strip).filter(lambda text: bool(text))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gloss=_words, purpose=_words, quote=_words, names=st.lists(_words, max_size=3))
def test_any_words_survive_the_file(tmp_path: Path, gloss: str, purpose: str, quote: str, names: list[str]) -> None:
    file = tmp_path / "007.yaml"
    claim = {
        "id": "007-001",
        "kind": "Observation",
        "gloss": gloss,
        "subject": "no",
        "object": "off",
        "value": "2,340.50",
        "unit": "null",
        "period": "2023/2024",
        "certainty": "asserted",
        "inPlace": "true",
        "caveat": purpose,
        "arithmetic": ["1 + 1 = 2"],
        "evidence": [{"start": 0, "end": 9, "quote": quote}],
    }
    file.write_text(append("claims:\n", [Observation.model_validate(claim)]), encoding="utf-8")
    assert [made.model_dump(exclude_unset=True) for made in load_claims(file)] == [claim]
    entity = {"id": "a", "type": "Person", "prefLabel": gloss, "description": purpose}
    entity |= {"altLabel": names} if names else {}
    file.write_text(append("entities:\n", [Entity.model_validate(entity)]), encoding="utf-8")
    (found,) = load_records(file, "entities", Entity)
    assert found.model_dump(exclude_unset=True) == entity
