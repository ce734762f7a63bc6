"""A remembered match is the match that spaCy makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.extraction.language import DEFAULT

spacy = pytest.importorskip("spacy")

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = (
    "There are museums that ain't open, and let's say you're gonna like them; c'mon, y'all!",
    "She's got to see it: he'd gotten 3D prints , and better ones, by the BBC's own studios.\n\n They'll  be sold.",
    "Who, what and which of these was made most carefully, if not by her or by himself?",
)


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return spacy.load(DEFAULT, exclude=["ner", "lemmatizer"])


def matches_alike(pipeline: Language, text: str) -> bool:
    from graph.extraction.matcher import RememberingMatcher

    ruler = pipeline.get_pipe("attribute_ruler")
    with pipeline.select_pipes(disable="attribute_ruler"):
        doc = pipeline(text)
    remembering = RememberingMatcher(ruler)
    expected = sorted(ruler.matcher(doc, allow_missing=True, as_spans=False))
    first, again = (sorted(remembering(doc, allow_missing=True, as_spans=False)) for _ in range(2))
    return bool(expected) and first == again == expected


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_remembered_of_words_is_what_their_patterns_match(pipeline: Language, text: str) -> None:
    assert matches_alike(pipeline, text)


@settings(max_examples=30, deadline=None)
@given(
    words=st.lists(
        st.sampled_from("there is are gonna ain't let's we you all got her himself . , \n 7 X ÀB".split(" ")),
        min_size=1,
    )
)
def test_words_in_any_order_match_alike(pipeline: Language, words: list[str]) -> None:
    assert matches_alike(pipeline, " ".join(words))
