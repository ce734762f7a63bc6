"""The claims in the repository, and what happens to wrong ones."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from graph.claims import KINDS, Observation, load_all_claims, load_claims
from graph.defaults import DATA
from graph.documents import load_documents, read_text
from graph.entities import load_entities
from graph.errors import EvidenceError, InputError
from graph.evidence import check_evidence
from graph.sources import load_sources

CLAIM = """claims:
  - id: 001-001
    kind: Adoption
    gloss: A museum uses a technology.
    subject: louvre
    object: virtual-reality
    certainty: asserted
    evidence:
      - {start: 1, end: 9, quote: "a b"}
"""


def _write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "001.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_document_has_its_claims_of_every_kind() -> None:
    claims = load_all_claims(DATA / "claims")
    by_document = Counter(claim.document for claim in claims)
    assert by_document["000"] >= 25
    assert all(by_document[document] >= 40 for document in ("001", "002", "003", "004"))
    assert {claim.kind for claim in claims} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_named_by_its_model(kind: str) -> None:
    assert KINDS[kind].model_fields["kind"].annotation == Literal[kind]


def test_every_passage_is_in_its_text(need: Callable[..., None], documents_folder: Path) -> None:
    need("documents")
    documents = load_documents(DATA / "documents.yaml")
    texts = {d.id: text for d in documents.values() if (text := read_text(d, documents_folder)) is not None}
    assert set(texts) == set(documents)
    check_evidence(load_all_claims(DATA / "claims"), documents, texts)


def test_no_quote_in_the_repository_is_longer_than_elided() -> None:
    for claim in load_all_claims(DATA / "claims"):
        for evidence in claim.evidence:
            assert len(evidence.quote.replace("…", " ").split()) <= 6, claim.id


def test_numbers_are_exact_and_kept_as_written() -> None:
    common = {"id": "001-001", "kind": "Observation", "gloss": "g", "subject": "s", "object": "o", "unit": "u"}
    evidence = [{"start": 0, "end": 1, "quote": "q"}]
    figure = Observation.model_validate(
        {**common, "certainty": "asserted", "period": "2023", "value": "2.34", "scale": "trillion"}
        | {"evidence": evidence}
    )
    assert figure.number == 2_340_000_000_000
    assert figure.stated == "2.34 trillion"


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("kind: Adoption", "kind: Adaption", 2, "kind"),
        ("certainty: asserted", "certainty: sure", 7, "certainty"),
        ("    gloss:", "    glos:", 4, "glos"),
        ("start: 1", "start: one", 9, "start"),
        ("end: 9", "end: 1", 9, "not after the start"),
        ("id: 001-001", "id: 002-001", 2, "the file of document 001"),
        ("subject: louvre", "subject: The Louvre", 5, "subject"),
        ("    certainty: asserted", "    certainty: asserted\n    certainty: hedged", 8, "twice"),
        ("    evidence:\n", "    conflictsWith: [001-009]\n    evidence:\n", 2, "001-009"),
    ],
)
def test_a_wrong_claim_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, words: str
) -> None:
    assert before in CLAIM
    file = _write(tmp_path, CLAIM.replace(before, after))
    with pytest.raises(InputError) as caught:
        load_all_claims(tmp_path)
    assert caught.value.file == file
    assert caught.value.line == line
    assert words in str(caught.value)


def test_two_claims_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"001\.yaml:10: the id '001-001' stands twice \(first on line 2\)"):
        load_claims(_write(tmp_path, CLAIM + CLAIM.removeprefix("claims:\n")))


def test_two_entities_of_one_id_are_refused(tmp_path: Path) -> None:
    text = "entities:\n  - {id: a, type: Person, prefLabel: A, description: d}\n"
    (tmp_path / "people.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "works.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"works\.yaml:2: the entity 'a' is already in .*people\.yaml"):
        load_entities(tmp_path)


def test_a_wrong_offset_says_what_the_text_has(tmp_path: Path) -> None:
    text = " museums use it. "
    documents = load_documents(DATA / "documents.yaml")
    claim = CLAIM.replace('end: 9, quote: "a b"', 'end: 8, quote: "museums"')
    check_evidence(load_claims(_write(tmp_path, claim)), documents, {"001": text})
    wrong = claim.replace("start: 1,", "start: 2,")
    with pytest.raises(EvidenceError, match=r"001-001: evidence 2–8 should read 'museums', but .* 'useums'"):
        check_evidence(load_claims(_write(tmp_path, wrong)), documents, {"001": text})


def test_an_offset_past_the_end_is_found_without_the_text(tmp_path: Path) -> None:
    claims = load_claims(_write(tmp_path, CLAIM.replace("end: 9", "end: 99999999")))
    with pytest.raises(EvidenceError, match="evidence ends at 99999999"):
        check_evidence(claims, load_documents(DATA / "documents.yaml"), {})


def test_an_unknown_entity_is_named(tmp_path: Path, documents_folder: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    file = data / "claims" / "000.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"    object: (?=[a-z])", "    object: nobody-knows-", text, count=1), encoding="utf-8")
    with pytest.raises(InputError, match=r"000\.yaml:\d+: 000-\d+: object: unknown entity 'nobody-knows-"):
        load_sources(data, documents_folder)
