"""The passages that are parsed: paragraphs, headings, items, captions and rows, each with the headings above it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.documents import Block, Span, blocks

_HEADING_WORDS = 20
_UNMARKED = 7
_MARKED = re.compile(r"#+")
_ENDS_LIKE_A_SENTENCE = re.compile(r"[.!?:,;”\"’)]\W*$")


@dataclass(frozen=True)
class Passage(Block):
    """A block and the headings that it stands under, the outermost first."""

    headings: tuple[Span, ...] = ()


def passages(text: str, furniture: Iterable[Span] = ()) -> list[Passage]:
    """The blocks of a text that are not furniture, in order.

    A line that is marked as a heading, or is short and does not end as sentences do, is of kind ``heading``.
    """
    aside = list(furniture)
    found = []
    above: list[tuple[int, Span]] = []
    for block in blocks(text):
        if block.kind == "rule" or any(block.overlaps(each) for each in aside):
            continue
        words = text[block.start : block.end]
        kind = "heading" if is_heading(block, words) else block.kind
        if kind == "heading":
            marks = _MARKED.match(words)
            level = len(marks[0]) if marks else _UNMARKED
            above = [(rank, span) for rank, span in above if rank < level]
        found.append(Passage(block.start, block.end, kind, block.sentences, tuple(span for _, span in above)))
        if kind == "heading":
            above.append((level, Span(block.start, block.end)))
    return found


def is_heading(block: Block, words: str) -> bool:
    """Whether a block reads as a heading: marked so, or one short line without the end of a sentence."""
    if block.kind != "paragraph":
        return block.kind == "heading"
    whole = len(block.sentences) == 1 and not _ENDS_LIKE_A_SENTENCE.search(words)
    return whole and len(words.split()) <= _HEADING_WORDS
