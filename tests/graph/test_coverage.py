"""Every sentence of every document is accounted for, and what is not is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Namespace

import ontology
from graph.claims import Claim, Relation, load_all_claims
from graph.cli import cli
from graph.coverage import (
    REASONS,
    Account,
    Passage,
    accounts,
    check_passages,
    cover,
    draft,
    load_passages,
    repeated_otherwise,
    untouched,
)
from graph.coverage_report import shortfalls
from graph.defaults import DATA
from graph.documents import load_documents, read_text
from graph.errors import CoverageError, EvidenceError, InputError
from graph.namespaces import KG

TEXT = "# Menu\nThe Louvre uses VR. It grew by 7 %.\nName\t12\nThe Louvre uses VR."


def claim(number: int, *spans: tuple[int, int]) -> Claim:
    return Relation.model_validate(
        {"id": f"009-{number:03}", "kind": "Relation", "gloss": "A gloss.", "subject": "louvre", "object": "vr"}
        | {"predicate": "needs", "certainty": "asserted"}
        | {"evidence": [{"start": start, "end": end, "quote": "q"} for start, end in spans]}
    )


def passages(text: str, **reasons: str) -> list[Passage]:
    """The draft of a text, with reasons given by the start of the passage, such as ``at_0="furniture"``."""
    return [passage.model_copy(update={"reason": reasons.get(f"at_{passage.start}")}) for passage in draft(text)]


def test_every_passage_is_accounted_for() -> None:
    documents = load_documents(DATA / "documents.yaml")
    found = cover(documents, load_passages(DATA / "coverage", documents), load_all_claims(DATA / "claims"), {})
    assert [each.document for each in found] == list(documents)
    for each in found:
        assert each.accounts, each.document
        assert not each.open, [account.passage.id for account in each.open]
        assert len(each.accounts) == each.carrying + sum(each.reasons.values())


def test_no_word_of_the_texts_is_left_out_and_what_is_repeated_carries_the_same(
    need: Callable[..., None], documents_folder: Path
) -> None:
    need("documents")
    documents = load_documents(DATA / "documents.yaml")
    texts = {d.id: text for d in documents.values() if (text := read_text(d, documents_folder)) is not None}
    found = cover(documents, load_passages(DATA / "coverage", documents), load_all_claims(DATA / "claims"), texts)
    assert not shortfalls(found)
    assert all(each.words and each.touched for each in found)


def test_reasons_are_those_of_the_ontology() -> None:
    terms = Graph().parse(ontology.FOLDER / "claims.ttl")
    kinds = Namespace(KG)
    named = {str(term).removeprefix(KG) for term in terms.subjects(None, kinds.NoClaimReason) if KG in str(term)}
    assert named - {"noClaimReason"} == set(REASONS)


def test_a_draft_cuts_into_headings_sentences_items_captions_and_cells() -> None:
    text = "# Title\nOne. Two.\n- item one. More.\n**Figure 1.** A caption.\nA\t12\nMenu\n**\n"
    assert [(p.kind, text[p.start : p.end]) for p in draft(text)] == [
        ("heading", "# Title"),
        ("sentence", "One."),
        ("sentence", "Two."),
        ("item", "- item one. More."),
        ("caption", "**Figure 1.** A caption."),
        ("cell", "A"),
        ("cell", "12"),
        ("heading", "Menu"),
    ]


@given(st.text(alphabet="ab.#\t\n é-*1", max_size=80))
def test_any_draft_has_every_word_once(text: str) -> None:
    check_passages(draft(text), text)


def test_evidence_anywhere_in_a_passage_counts() -> None:
    menu, first, second, *_ = accounts(passages(TEXT, at_0="furniture"), [claim(1, (11, 17)), claim(2, (20, 30))])
    assert not menu.claims and not menu.is_open
    assert first.claims == ("009-001", "009-002") and second.claims == ("009-002",)


def test_a_passage_with_claim_and_reason_is_refused() -> None:
    with pytest.raises(EvidenceError, match="passage 7-26: it has the reason 'rhetoric', but carries 009-001"):
        accounts(passages(TEXT, at_7="rhetoric"), [claim(1, (11, 17))])


def test_a_repeated_sentence_that_carries_other_claims_is_found() -> None:
    one, both = claim(1, (7, 26)), claim(1, (7, 26), (51, 70))
    pairs = repeated_otherwise(accounts(passages(TEXT), [one]), TEXT)
    assert [(first.passage.start, second.passage.start) for first, second in pairs] == [(7, 51)]
    assert not repeated_otherwise(accounts(passages(TEXT), [both]), TEXT)


def test_untouched_words_are_named() -> None:
    made = claim(1, (11, 17))
    account = Account(passages(TEXT)[1], ("009-001",))
    assert untouched(account, {"009-001": made}, TEXT) == ["The", "uses VR."]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda found: found[1:], "before it 'Menu' at 2 is in no passage"),
        (lambda found: found[:-1], "'The' at 51 is in no passage"),
        (lambda found: [found[0], *found], "overlaps"),
        (lambda found: [found[0].model_copy(update={"quote": "# Men"}), *found[1:]], "should read '# Men'"),
    ],
)
def test_passages_that_do_not_fit_the_text_are_refused(
    change: Callable[[list[Passage]], list[Passage]], words: str
) -> None:
    with pytest.raises(EvidenceError, match=words):
        check_passages(change(passages(TEXT)), TEXT)


def test_a_file_for_no_document_and_a_reason_that_is_none_are_refused(tmp_path: Path) -> None:
    line = "passages:\n  - {start: 0, end: 4, kind: heading, quote: Menu, reason: because}\n"
    (tmp_path / "000.yaml").write_text(line, encoding="utf-8")
    documents = load_documents(DATA / "documents.yaml")
    with pytest.raises(InputError, match=r"000\.yaml:2: .*reason"):
        load_passages(tmp_path, documents)
    (tmp_path / "000.yaml").rename(tmp_path / "777.yaml")
    with pytest.raises(InputError, match="there is no document 777"):
        load_passages(tmp_path, documents)


def test_the_command_prints_a_table_and_succeeds(documents_folder: Path) -> None:
    done = CliRunner().invoke(cli, ["coverage", "--documents", str(documents_folder)])
    assert done.exit_code == 0, done.output
    head, *rows = done.output.splitlines()
    assert head.split()[:2] == ["document", "passages"] and len(rows) == 5


def test_the_command_fails_where_a_sentence_has_neither_claim_nor_reason(
    tmp_path: Path, documents_folder: Path
) -> None:
    data = shutil.copytree(DATA, tmp_path / "data")
    file = data / "coverage" / "000.yaml"
    text = file.read_text(encoding="utf-8")
    assert ", reason: " in text
    file.write_text(text.replace(", reason: furniture", "", 1), encoding="utf-8")
    (data / "coverage" / "001.yaml").unlink()
    command = ["coverage", "--data", str(data), "--documents", str(documents_folder)]
    done = CliRunner().invoke(cli, command)
    assert isinstance(done.exception, CoverageError)
    assert "neither a claim nor a reason" in done.stderr and "001: no passage is accounted for" in done.stderr


def test_a_draft_is_written_once(need: Callable[..., None], tmp_path: Path, documents_folder: Path) -> None:
    need("documents")
    data = shutil.copytree(DATA, tmp_path / "data")
    (data / "coverage" / "002.yaml").unlink()
    command = ["coverage", "--data", str(data), "--documents", str(documents_folder), "--draft"]
    assert CliRunner().invoke(cli, [*command, "002"]).exit_code == 0
    assert load_passages(data / "coverage", load_documents(data / "documents.yaml"))["002"]
    for document, words in (("002", "is there already"), ("777", "no document '777'")):
        again = CliRunner().invoke(cli, [*command, document])
        assert isinstance(again.exception, CoverageError) and words in str(again.exception)
