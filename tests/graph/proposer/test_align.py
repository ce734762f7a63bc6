"""Words are found again whatever a copy did to white space, Unicode forms and typography, and never else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.documents import Span
from graph.proposer.align import alignments

_JOINER = "\u200d"
_SPACES = [" ", "  ", "\n", "\t", "\u00a0", "\r\n", "\u2009 "]
_QUOTES = ["'", "’", "‘"], ['"', "“", "”", "„"], ["-", "–", "—", "‐", "\u2011"]
_LETTERS = "abcdé\u0301ñçoû\u0323 ﬁﬀ Ⅷ½한글日本आि 12.,’“”–…\u00a0\n\t\u00adº²"

texts = st.text(st.sampled_from(_LETTERS) | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def align(words: str, text: str, within: Span) -> Span | None:
    """The first place."""
    return next(iter(alignments(words, text, within)), None)


def is_seen(words: str) -> bool:
    return any(unicodedata.category(char)[0] in "LNPS" for char in words)


def cuts(text: str, at: int) -> bool:
    """Whether an offset lies before a mark or a tone of skin, or beside a joiner."""
    if at in (0, len(text)):
        return False
    return unicodedata.category(text[at])[0] == "M" or text[at] in "🏻🏼🏽🏾🏿" or _JOINER in text[at - 1 : at + 1]


@st.composite
def parts(draw: st.DrawFn) -> tuple[str, Span]:
    """A text and a part of it that begins and ends between signs and holds something that is seen."""
    text = draw(texts)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return text, Span(start, end)


@st.composite
def plain_parts(draw: st.DrawFn) -> tuple[str, Span]:
    """Words of a text between spaces, which begin and end with a letter."""
    words = draw(st.lists(st.text("abcdeéñçﬁßœ-'’“”–…12한日", min_size=1, max_size=8), min_size=3, max_size=8))
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))
    words[first] = "Ǆa" + words[first]  # so that they stand nowhere else
    words[last] += "zǄ"
    before = "".join(f"{word} " for word in words[:first])
    part = " ".join(words[first : last + 1])
    return before + " ".join(words[first:]), Span(len(before), len(before) + len(part))


def changed(draw: st.DrawFn, words: str) -> str:
    made = []
    for char in words:
        alike = next((group for group in _QUOTES if char in group), None)
        if char == " ":
            made.append(draw(st.sampled_from(_SPACES)))
        elif alike:
            made.append(draw(st.sampled_from(alike)))
        else:
            made.append(char + draw(st.sampled_from(["", "", "", "\u00ad", "\u200b"])))
    form = draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
    return unicodedata.normalize(form, "".join(made))


@given(parts())
def test_a_part_of_any_text_aligns_to_itself(part: tuple[str, Span]) -> None:
    text, span = part
    words = text[span.start : span.end]
    found = align(words, text, Span(0, len(text)))
    if is_seen(words) and not cuts(text, span.start) and not cuts(text, span.end):
        assert found is not None
        assert text[found.start : found.end] == words
        assert align(words, text, span) == span


@given(parts())
def test_no_span_cuts_a_combining_sequence(part: tuple[str, Span]) -> None:
    text, span = part
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        for found in alignments(unicodedata.normalize(form, text[span.start : span.end]), text, Span(0, len(text))):
            assert found.start < found.end
            assert not cuts(text, found.start)
            assert not cuts(text, found.end)


@given(st.data(), plain_parts())
def test_words_that_were_copied_carelessly_align_to_the_same_span(
    data: st.DataObject, part: tuple[str, Span]
) -> None:
    text, span = part
    copy = data.draw(st.composite(changed)(text[span.start : span.end]))
    assert align(copy, text, Span(0, len(text))) == span


@given(st.data(), plain_parts())
def test_a_text_that_was_set_carelessly_takes_plain_words(data: st.DataObject, part: tuple[str, Span]) -> None:
    text, span = part
    before, words, after = text[: span.start], text[span.start : span.end], text[span.end :]
    set_ = data.draw(st.composite(changed)(words)).rstrip("\u00ad\u200b")
    found = align(words, before + set_ + after, Span(0, len(before + set_ + after)))
    assert found == Span(len(before), len(before) + len(set_))


@given(plain_parts(), st.data())
def test_a_changed_word_never_aligns(part: tuple[str, Span], data: st.DataObject) -> None:
    text, span = part
    words = text[span.start : span.end]
    at = data.draw(st.integers(0, len(words)))
    replaced = data.draw(st.booleans()) and at < len(words) and words[at] != " "
    assert align(words[:at] + "q" + words[at + replaced :], text, Span(0, len(text))) is None


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("the museum's “plan”", 'So the museum’s "plan" fails.', 'the museum’s "plan"'),
        ("It's", "It´s late", "It´s"),
        ("interactive media", "inter\u00adactive\n   media art", "inter\u00adactive\n   media"),
        ("café", "the cafe\u0301s and the cafe\u0301", "cafe\u0301"),
        ("fine offices", "ﬁne oﬃces", "ﬁne oﬃces"),
        ("well-known — and dear", "well‑known – and dear", "well‑known – and dear"),
        ("and so on...", "and so on…", "and so on…"),
        ("Virtual", "virtual", None),
        ("virtual museum", "virtual-museum", None),
        ("ine", "ﬁne", None),
        ("cafe", "cafe\u0301", None),
        ("👩", "👩\u200d🎨", None),
        ("👍", "👍🏽", None),
        ("12", "", None),
        (" \n", "a \n b", None),
        ("", "a", None),
    ],
)
def test_what_folds_and_what_does_not(words: str, text: str, found: str | None) -> None:
    span = align(words, text, Span(0, len(text)))
    assert (text[span.start : span.end] if span else None) == found


def test_only_the_part_asked_for_is_searched_and_every_place_is_found() -> None:
    text = "AI here, ai there, AI everywhere"
    assert alignments("AI", text, Span(0, len(text))) == [Span(0, 2), Span(19, 21)]
    assert alignments("Ai", text, Span(0, len(text)), ignore_case=True) == [Span(0, 2), Span(9, 11), Span(19, 21)]
    assert align("AI", text, Span(1, len(text))) == Span(19, 21)
    assert align("AI", text, Span(1, 20)) is None
