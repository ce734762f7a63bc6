"""Site furniture in a text, found by general signs: menus, counters, notices, teasers, repeated titles.

Precision goes before recall: a heading, a byline, a caption or a list of topics is never furniture, and what is
missed a person sets aside later. The words that give furniture away stand in `graph.reading.furniture_words`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from graph.coverage import Reason
from graph.documents import Block, blocks
from graph.hardwrap import ends_a_sentence
from graph.reading import furniture_words as words
from graph.reading.reading import Furniture, merged

_MENU_LINES = 3
_MENU_WORDS = 3
_MENU_SHARE = 0.3
_HEAD = 8
_PARAGRAPH = 40
_REPEATS = 3
_LOGO_WORDS = 3
_INVITATION_WORDS = 14


def furniture(text: str) -> list[Furniture]:
    """The furniture of a text, in order: of the site, teasers of other texts, and metadata of this one."""
    found = [block for block in blocks(text) if block.kind not in ("row", "rule")]
    page = _Page(text, found, [words.bare(text[block.start : block.end]) for block in found])
    signs: list[Iterator[tuple[int, Reason]]] = [
        _single_lines(page),
        _breadcrumbs(page),
        _menus(page),
        _logos(page),
        _page_numbers(page),
        _repeated_titles(page),
        _teasers(page),
    ]
    reasons = {index: reason for sign in reversed(signs) for index, reason in sign}
    spans = [Furniture(found[index].start, found[index].end, reason) for index, reason in reasons.items()]
    return list(merged(spans))


class _Page:
    """The blocks of a text but for tables, and the bare words of each: small letters, no marks around them."""

    def __init__(self, text: str, found: list[Block], bare: list[str]) -> None:
        self.text = text
        self.blocks = found
        self.bare = bare
        self.marked = [block.kind == "heading" for block in found]
        self.whole = [text[block.start : block.end] for block in found]

    def is_prose(self, index: int) -> bool:
        """Whether a block has a sentence of some length."""
        return ends_a_sentence(self.whole[index]) and len(self.bare[index].split()) > _MENU_WORDS * 2

    def is_short(self, index: int) -> bool:
        count = len(self.bare[index].split())
        plain = self.blocks[index].kind == "paragraph" and not re.search(r"[.,:;!?]", self.whole[index])
        return plain and 0 < count <= _MENU_WORDS

    def is_right_below(self, index: int) -> bool:
        """Whether no empty line stands between a block and the one before it."""
        between = self.text[self.blocks[index - 1].end : self.blocks[index].start]
        return between.replace("\r\n", "\n").count("\n") == 1


def _single_lines(page: _Page) -> Iterator[tuple[int, Reason]]:
    """Lines that give themselves away: buttons, counters, notices, addresses, menus on one line."""
    for index, bare in enumerate(page.bare):
        short = len(bare.split()) <= _INVITATION_WORDS
        if page.marked[index]:
            continue
        if (
            bare in words.BUTTONS
            or words.COUNTER.fullmatch(bare)
            or words.ADDRESS.fullmatch(page.whole[index].strip())
            or words.NOTICE.match(page.whole[index].strip())
            or (short and words.INVITATION.match(bare))
            or _is_menu_line(page.whole[index])
        ):
            yield index, "furniture"


def _is_menu_line(line: str) -> bool:
    parts = [words.bare(part) for part in words.SEPARATOR.split(line) if part.strip()]
    languages = [part for part in parts if part in words.LANGUAGES]
    controls = [part for part in parts if part in words.BUTTONS or part in words.CONTROLS]
    return (len(parts) > 1 and len(languages) == len(parts)) or (
        len(parts) >= _MENU_LINES and len(controls) * 2 >= len(parts)
    )


def _breadcrumbs(page: _Page) -> Iterator[tuple[int, Reason]]:
    """A path from the home page down, the short lines above it, and a counter in the lines right below it."""
    for index, line in enumerate(page.whole[: _HEAD * 2]):
        if words.BREADCRUMB.match(line):
            above = range(index)
            if not any(page.is_prose(each) for each in above):
                yield from ((each, "furniture") for each in above)
            yield index, "furniture"
            for below in range(index + 1, min(index + 4, len(page.bare))):
                if words.COUNT.fullmatch(page.bare[below]):
                    yield below, "furniture"
            return


def _menus(page: _Page) -> Iterator[tuple[int, Reason]]:
    """Runs of short lines some of which are the words of menus, one of them a word of nothing else.

    What stands before the first such word may be the title of the text, and so may what follows the last one after
    an empty line.
    """
    index = 0
    while index < len(page.bare):
        end = index
        while end < len(page.bare) and page.is_short(end):
            end += 1
        run = range(index, end)
        buttons = [each for each in run if page.bare[each] in words.BUTTONS]
        known = [each for each in run if page.bare[each] in words.CONTROLS or each in buttons]
        languages = [each for each in run if page.bare[each] in words.NATIVE_LANGUAGES]
        if len(run) >= _MENU_LINES and len(languages) == len(run):
            yield from ((each, "furniture") for each in run)
        elif buttons and len(known) >= max(_MENU_LINES, len(run) * _MENU_SHARE):
            last = known[-1]
            while last + 1 < end and page.is_right_below(last + 1):
                last += 1
            yield from ((each, "furniture") for each in range(known[0], last + 1))
        index = max(end, index + 1)


def _logos(page: _Page) -> Iterator[tuple[int, Reason]]:
    """A short line that stands again and again, and never right above prose, as a speaker's name would."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, bare in enumerate(page.bare):
        if page.is_short(index) and not re.search(r"\d", bare):
            places[bare].append(index)
    for found in places.values():
        above_prose = any(index + 1 < len(page.bare) and page.is_prose(index + 1) for index in found)
        apart = all(later - earlier > 1 for earlier, later in pairwise(found))
        if len(found) >= _REPEATS and apart and not above_prose:
            yield from ((index, "furniture") for index in found)


def _page_numbers(page: _Page) -> Iterator[tuple[int, Reason]]:
    """``Page 3 of 10``; and bare numbers that count up by one from each to the next."""
    numbers = [(index, int(bare)) for index, bare in enumerate(page.bare) if re.fullmatch(r"\d{1,3}", bare)]
    counting = len(numbers) >= _REPEATS and all(
        later[1] - earlier[1] == 1 and later[0] - earlier[0] > 1 for earlier, later in pairwise(numbers)
    )
    if counting:
        yield from ((index, "furniture") for index, _ in numbers)
    for index, bare in enumerate(page.bare):
        if words.PAGE_NUMBER.fullmatch(bare):
            yield index, "furniture"


def _repeated_titles(page: _Page) -> Iterator[tuple[int, Reason]]:
    """Above the first prose: a line that stands there twice, and a date by itself."""
    top = next((index for index in range(len(page.bare)) if page.is_prose(index)), len(page.bare))
    head = range(min(_HEAD, top))
    counts = Counter(page.bare[index] for index in head)
    for index in head:
        bare = page.bare[index]
        if words.DATE.fullmatch(bare) or (counts[bare] > 1 and len(bare.split()) > 1):
            yield index, "metadata"


def _teasers(page: _Page) -> Iterator[tuple[int, Reason]]:
    """From ``Related articles`` or its like to the end, where nothing but short texts of others comes.

    What announces this very text again is not a teaser of another.
    """
    for index, bare in enumerate(page.bare):
        if words.OTHERS.fullmatch(bare) and not _resumes(page, index + 1):
            yield index, "furniture"
            before = [each.rstrip("… .") for each in page.bare[:index]]
            dates = {each for each in before if words.DATE.fullmatch(each)}
            for below in range(index + 1, len(page.bare)):
                start = page.bare[below].rstrip("… .")
                if start in dates:
                    yield below, "metadata"
                elif not any(each.startswith(start) for each in before):
                    yield below, "teaser"
            return


def _resumes(page: _Page, index: int) -> bool:
    """Whether the text goes on: a long paragraph comes that is a whole text of sentences."""
    return any(
        len(page.bare[below].split()) > _PARAGRAPH and ends_a_sentence(page.whole[below])
        for below in range(index, len(page.bare))
    )
