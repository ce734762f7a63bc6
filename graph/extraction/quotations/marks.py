"""Words between quotation marks, whatever the marks: curly, straight, single, guillemets; nested, and left open.

An apostrophe is none, and of quotations within a quotation only the outermost counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.documents import Span

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "‟": "”", "”": "”"}
_SINGLE = {"‘": "’", "'": "'", "‛": "’"}
_STRAIGHT = '"″'
_CONTRACTED = ("tis", "twas", "em ", "n'", "n’", "cause", "til ", "round ")
_MARK = re.compile("[“”„‟«»‹›‘’‛'\"″]")
_LONGEST = 4000  # code points of a quotation within a passage
_ENDS = ".,!?;:…)"


@dataclass(frozen=True)
class Quoted(Span):
    """The inner words ``[start, end)`` and, as ``outer``, these with their marks, in code points of a passage.

    ``closed`` is false where the passage ends before the quotation does.
    """

    outer: Span
    closed: bool = True


def quoted(text: str) -> list[Quoted]:
    """The outermost quotations of a passage in its order; a comma before the closing mark is not a part of one."""
    found: list[Quoted] = []
    after, matches = 0, _matches(text)
    for mark in _MARK.finditer(text):
        at = mark.start()
        end = _end(text, at, matches) if at >= after else None
        if end is None:
            continue
        inner = _inner(text, at + 1, end)
        if inner is not None:
            found.append(Quoted(inner.start, inner.end, Span(at, min(end + 1, len(text))), end < len(text)))
        after = end + 1
    return found


def _inner(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Span(start, end) if start < end else None


def _end(text: str, at: int, matches: dict[int, int]) -> int | None:
    """Where the quotation that opens at ``at`` closes; the length of the text if nowhere, None if none opens."""
    mark = text[at]
    if mark in _SINGLE:
        return _single_end(text, at)
    if mark in _STRAIGHT:
        return _straight_end(text, at)
    if mark not in _PAIRS or (mark in "”»" and not _opens(text, at)):
        return None
    return matches.get(at) or _unbalanced_end(text, at, mark)


def _matches(text: str) -> dict[int, int]:
    """Where each opening mark that is not the same as its closing one is closed, as brackets are."""
    waiting: dict[str, list[int]] = {mark: [] for mark in _PAIRS}
    found = {}
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        closed = next(
            (opening for opening, closing in _PAIRS.items() if mark in closing and waiting[opening]), None
        )
        if closed is not None and not (mark == closed and _opens(text, at)):
            found[waiting[closed].pop()] = at
        elif mark in _PAIRS and (mark not in "”»" or _opens(text, at)):
            waiting[mark].append(at)
    return found


def _marks(text: str, start: int, closing: str) -> Iterator[int]:
    """Where marks stand from ``start`` on, as far as a quotation reaches; none where no closing one is left."""
    if max(text.rfind(each, start) for each in closing) >= 0:
        yield from (match.start() for match in _MARK.finditer(text, start, start + _LONGEST))


def _unbalanced_end(text: str, at: int, mark: str) -> int | None:
    """Where more marks open than close: the nearest that closes; else the end, if it opens the passage."""
    closing = next((i for i in _marks(text, at + 1, _PAIRS[mark]) if text[i] in _PAIRS[mark]), None)
    opening = text.find(mark, at + 1)
    ahead = text[max(0, at - 20) : at].rstrip(" \t-–—*>")
    if closing is not None and (opening == -1 or closing < opening or (not ahead and at < 20)):
        return closing
    begins = (not ahead and at < 20) or ahead.endswith(":")
    return len(text) if begins and opening == -1 else None


def _opens(text: str, at: int) -> bool:
    ahead, behind = text[at - 1 : at], text[at + 1 : at + 2]
    return (not ahead or ahead.isspace() or ahead in "([{–—-/:*>") and bool(behind) and not behind.isspace()


def _closes(text: str, at: int) -> bool:
    behind = text[at + 1 : at + 2]
    return not text[at - 1].isspace() and not behind.isalnum()


def _straight_end(text: str, at: int) -> int | None:
    if not _opens(text, at):
        return None
    closing = next((i for i in _marks(text, at + 2, _STRAIGHT) if text[i] in _STRAIGHT and _closes(text, i)), None)
    if closing is None and at < 20 and not text[:at].strip():
        return len(text)
    return closing


def _single_end(text: str, at: int) -> int | None:
    ahead, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if ahead.isalnum() or not behind.isalnum() or text[at + 1 : at + 6].lower().startswith(_CONTRACTED):
        return None
    if text[at + 1 : at + 3].isdigit() and text[at + 3 : at + 4] == "s":
        return None
    closing = list(_single_closings(text, at))
    if not closing:
        return None
    sure = [
        index
        for index in closing
        if text[index - 1] in _ENDS or text[index + 1 : index + 2] in (",", ".", ":", ";", "", ")")
    ]
    if not _may_be_possessive(text, closing[0]):
        return closing[0]
    return sure[0] if sure else closing[0]


def _single_closings(text: str, at: int) -> Iterator[int]:
    """The marks that may close a quotation between single marks, up to where the next one opens."""
    for index in _marks(text, at + 2, _SINGLE[text[at]]):
        if text[index] == text[at] and _opens(text, index):
            return
        if text[index] == _SINGLE[text[at]] and _closes(text, index):
            yield index


def _may_be_possessive(text: str, at: int) -> bool:
    """Whether the mark may be that of "the artists' work"."""
    return text[at - 1].lower() == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
