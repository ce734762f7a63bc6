"""Hard-wrapped text becomes paragraphs again; lists, verses, menus and addresses stay lines."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.documents import blocks

PROSE = (
    "Small museums in the valley have begun to scan their stores with borrowed cameras. The county pays for it, "
    "and Dr. Ida Brandt, who leads the programme, expects that half of the objects will be online by May 2027. "
    "A second phase covers textiles, which are harder to light and therefore take about three times as long as "
    "ceramics."
)
SENTENCES = [
    "Small museums in the valley have begun to scan their stores with borrowed cameras.",
    "The county pays for it, and Dr. Ida Brandt, who leads the programme, expects that half of the objects will be "
    "online by May 2027.",
    "A second phase covers textiles, which are harder to light and therefore take about three times as long as "
    "ceramics.",
]


def folded(text: str) -> list[list[str]]:
    return [[" ".join(text[each.start : each.end].split()) for each in block.sentences] for block in blocks(text)]


@pytest.mark.parametrize("width", [45, 60, 72, 100])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_wrapped_paragraph_is_one_block_with_its_sentences(width: int, newline: str) -> None:
    text = newline.join(textwrap.wrap(PROSE, width))
    paragraph = [sentence for sentences in folded(text) for sentence in sentences]
    assert paragraph == SENTENCES
    assert len(blocks(text)) <= 3


def test_paragraphs_of_a_wrapped_text_stay_apart_at_empty_lines() -> None:
    text = f"{textwrap.fill(PROSE, 70)}\n\n{textwrap.fill(PROSE, 70)}\n"
    assert [sentence for sentences in folded(text) for sentence in sentences] == SENTENCES * 2
    assert all("\n\n" not in text[block.start : block.end] for block in blocks(text))


@pytest.mark.parametrize(
    "text",
    [
        "Music\nFilm\nGames\nArchitecture",
        "Ida Brandt\nMuseum of the North\n1 Long Street\nOslo",
        "Museum opens a new wing for digital art\nMinister visits the film school in Lund\n"
        "Ten games studios move into the old mill\nFestival of light returns to the harbour",
        "- scan the ceramics in the first of the two years\n- scan the textiles\n- print models",
        "The line ends with two spaces for a break on purpose  \nand goes on below",
        "The first of two paragraphs ends here.\nThe second begins on the line below it.",
    ],
)
def test_lines_that_were_not_broken_to_fit_stay_lines(text: str) -> None:
    assert [text[block.start : block.end] for block in blocks(text)] == [line.strip() for line in text.split("\n")]


def test_an_item_goes_on_in_the_lines_that_hang_below_it() -> None:
    text = (
        "Steps:\n\n* photograph the object from every side in even light, then\n  build the model\n* publish it\n"
    )
    items = [text[block.start : block.end] for block in blocks(text) if block.kind == "item"]
    assert [" ".join(item.split()) for item in items] == [
        "* photograph the object from every side in even light, then build the model",
        "* publish it",
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The survey\n==========\nIt ran in May.", ["heading", "rule", "paragraph"]),
        ("The survey\n---\n\nIt ran in May.", ["heading", "rule", "paragraph"]),
        ("3.2 Funding and prices\n\nIt ran in May.", ["heading", "paragraph"]),
        ("2.5 million people came to the fair in May and stayed for a night or two.", ["paragraph"]),
        ("• one\n– two\n1) three\n(a) four", ["item"] * 4),
        ("| Year | Objects |\n|---|--:|\n| 2024 | 1,850 |", ["row", "rule", "row"]),
    ],
)
def test_headings_items_and_tables_of_plain_text(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in blocks(text)] == kinds


def test_the_sentences_of_a_row_between_pipes_are_its_cells() -> None:
    text = "| Norway | 12 % |  | in \\| out |"
    assert [text[cell.start : cell.end] for cell in blocks(text)[0].sentences] == ["Norway", "12 %", "in \\| out"]


@given(text=st.text(alphabet=st.sampled_from("abC .!|\n\r\t\f=-*1)é"), max_size=200))
def test_blocks_leave_no_letter_out(text: str) -> None:
    at = 0
    for block in blocks(text):
        assert not text[at : block.start].strip()
        at = block.end
    assert not text[at:].strip()
