"""Frozen texts: offsets are exact, and a changed file stops the build with what was expected and found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.defaults import DATA
from graph.documents import Document, Span, blocks, elide, load_documents, locate, read_text
from graph.errors import DocumentError


def _document(data: bytes) -> Document:
    return Document(
        id="900",
        file="900.txt",
        sha256=hashlib.sha256(data).hexdigest(),
        characters=len(data.decode()),
        title="t",
        description="d",
    )


def test_the_five_documents_are_the_frozen_ones(need: Callable[..., None], documents_folder: Path) -> None:
    need("documents")
    documents = load_documents(DATA / "documents.yaml")
    assert sorted(documents) == ["000", "001", "002", "003", "004"]
    for document in documents.values():
        text = read_text(document, documents_folder)
        assert text is not None
        assert len(text) == document.characters


def test_newlines_are_not_translated(tmp_path: Path) -> None:
    data = "one\r\ntwo\rthree\nfour \u00a0five".encode()
    (tmp_path / "900.txt").write_bytes(data)
    assert read_text(_document(data), tmp_path) == data.decode()


def test_an_absent_document_is_none(tmp_path: Path) -> None:
    assert read_text(_document(b"x"), tmp_path) is None


def test_a_changed_document_is_named_with_what_was_expected_and_found(tmp_path: Path) -> None:
    document = _document(b"before")
    (tmp_path / "900.txt").write_bytes(b"after")
    with pytest.raises(DocumentError) as caught:
        read_text(document, tmp_path)
    message = str(caught.value)
    assert "900.txt" in message
    assert document.sha256 in message
    assert hashlib.sha256(b"after").hexdigest() in message


def test_blocks_of_a_small_document() -> None:
    text = "# Head\r\n\r\nOne sentence. Another one!\n- an item\n\tA\tB c\t\n  \n"
    found = blocks(text)
    assert [block.kind for block in found] == ["heading", "paragraph", "item", "row"]
    words = [[text[s.start : s.end] for s in block.sentences] for block in found]
    assert words == [["# Head"], ["One sentence.", "Another one!"], ["- an item"], ["A", "B c"]]


_TEXT = st.text(alphabet=st.sampled_from("ab .!?\n\r\t#-é蚂\u00a0😀“”1"), max_size=300)


@given(text=_TEXT)
def test_blocks_and_sentences_cover_the_text_exactly(text: str) -> None:
    at = 0
    for block in blocks(text):
        assert not text[at : block.start].strip()
        inner = block.start
        for sentence in block.sentences:
            assert not text[inner : sentence.start].strip()
            assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end] != ""
            inner = sentence.end
        assert not text[inner : block.end].strip()
        at = block.end
    assert not text[at:].strip()


def test_elided_quotes_keep_three_words_at_each_end() -> None:
    assert elide("one two three four five six") == "one two three four five six"
    assert elide("one two three four five six seven") == "one two three … five six seven"
    assert elide("  a\u00a0b\n c ") == "a b c"


def test_locate_finds_words_whatever_the_white_space() -> None:
    text = "The  quick\nfox. The quick fox."
    assert [(span.start, span.end) for span, _ in locate(text, "quick fox")] == [(5, 14), (20, 29)]
    assert locate(text, "slow fox") == []


@pytest.mark.parametrize("dots", ["…", "..."])
def test_locate_finds_a_passage_by_its_first_and_last_words(dots: str) -> None:
    text = "The quick brown fox.\nThe lazy dog. The fox."
    assert [span for span, _ in locate(text, f"quick {dots} lazy")] == [Span(4, 29)]
    assert [span.start for span, _ in locate(text, f"The {dots} fox.")] == [0, 21]
    assert locate(text, dots) == []
