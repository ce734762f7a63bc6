"""Candidates in their file are what was extracted, to the last field."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.documents import Document, Span
from graph.errors import CreativeKGError, ExtractionError
from graph.extraction.candidates import Candidate, Extraction, Mention
from graph.extraction.store import file_of, read_extraction, write_extraction

TEXT = "A mill that dreams."
DOCUMENT = Document(
    id="007", file="mill.txt", sha256=hashlib.sha256(TEXT.encode()).hexdigest(), characters=len(TEXT),
    title="A mill", description="A text.",
)  # fmt: skip

_sure = st.floats(0, 1, allow_nan=False)
_words = st.text(min_size=1, max_size=9)
_spans = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 99), st.integers(1, 99))
_mentions = st.builds(
    Mention, st.integers(0, 9), st.integers(10, 99), _words, _words, _words, _sure, st.none() | _words
)
_fields = st.dictionaries(
    st.sampled_from(["purpose", "value", "unit", "mechanism", "caveat"]),
    st.one_of(
        _words, _mentions, st.lists(_mentions, min_size=1, max_size=3), st.lists(_words, min_size=1, max_size=2)
    ),
)
_candidates = st.builds(
    Candidate,
    kind=_words,
    subject=_mentions,
    predicate=_words,
    object=st.none() | _mentions,
    evidence=st.lists(_spans, min_size=1, max_size=3).map(tuple),
    rule=_words,
    confidence=_sure,
    gloss=st.text(max_size=9),
    polarity=st.sampled_from(["affirmed", "negated"]),
    certainty=st.sampled_from(["asserted", "hedged", "projected"]),
    speaker=st.none() | _mentions,
    fields=_fields,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    extraction=st.builds(
        Extraction, st.lists(_mentions, max_size=3), st.lists(_candidates, max_size=3), st.just("en 1.0")
    )
)
def test_what_is_read_is_what_was_written(tmp_path: Path, extraction: Extraction) -> None:
    write_extraction(file_of(tmp_path, "007"), "007", TEXT, extraction)
    found = read_extraction(tmp_path, DOCUMENT)
    assert found == extraction
    assert [each.key for each in found.candidates] == [each.key for each in extraction.candidates]


def test_nothing_extracted_is_none(tmp_path: Path) -> None:
    assert read_extraction(tmp_path, DOCUMENT) is None


def test_a_write_that_fails_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_extraction(file_of(tmp_path, "007"), "007", TEXT, Extraction([], [], "first"))

    def full(self: Path, *arguments: object, **more: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(CreativeKGError, match="No space left"):
        write_extraction(file_of(tmp_path, "007"), "007", TEXT, Extraction([], [], "second"))
    monkeypatch.undo()
    found = read_extraction(tmp_path, DOCUMENT)
    assert found is not None and found.pipeline == "first"
    assert [file.name for file in (tmp_path / "candidates").iterdir()] == ["007.json"]


def test_candidates_of_another_document_are_refused(tmp_path: Path) -> None:
    write_extraction(file_of(tmp_path, "007"), "008", TEXT, Extraction([], []))
    with pytest.raises(ExtractionError, match="of another text"):
        read_extraction(tmp_path, DOCUMENT)
