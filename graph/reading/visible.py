"""The visible text of an HTML page as blocks in document order, read with lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.errors import ReadingError
from graph.reading.extra import library


def _tags(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_HIDDEN = _tags(
    "script style noscript template head svg iframe object embed canvas audio video select textarea input map"
    " datalist meta link"
)
_BLOCKS = _tags(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol"
    " option p pre section summary table tbody td tfoot th thead tr ul"
)
_HEADINGS = _tags("h1 h2 h3 h4 h5 h6")
_NAVIGATION = _tags("nav footer aside form button")
_ROLES = _tags("navigation banner contentinfo search complementary menu menubar dialog alert")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])")
_LONGEST_CELL = 400
_BREAK = "\n"


@dataclass(frozen=True)
class VisibleBlock:
    """A line of text, or several where the page breaks them. ``level`` is that of a heading, or 0; ``linked`` is
    the share of its letters that are links; ``is_navigation`` is the page's own word."""

    text: str
    level: int = 0
    is_row: bool = False
    is_navigation: bool = False
    linked: float = 0.0


@dataclass
class _Piece:
    text: str
    linked: bool


@dataclass(frozen=True)
class _Context:
    prefix: str = ""
    level: int = 0
    navigation: bool = False
    linked: bool = False
    preformatted: bool = False


def blocks(page: str) -> list[VisibleBlock]:
    """The visible blocks of a page.

    Raises:
        ReadingError: lxml is not installed, or finds no page.
    """
    html = library("lxml.html")
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, library("lxml.etree").ParserError) as error:
        raise ReadingError("the page has no text") from error
    return list(_Walk().of(tree))


def language(page: str) -> str | None:
    """The language that the page says it is in, by its two or three letters."""
    opening = re.search(r"<html[^>]*?\blang\s*=\s*[\"']?([\w-]+)", page[:4096], re.IGNORECASE)
    found = _LANGUAGE.match(opening[1].lower()) if opening else None
    return found[0] if found else None


class _Walk:
    """Gathers pieces of text until a block ends."""

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []

    def of(self, tree: Any) -> Iterator[VisibleBlock]:
        yield from self._element(tree, _Context())
        yield from self._end(_Context())

    def _element(self, element: Any, around: _Context) -> Iterator[VisibleBlock]:
        tag = element.tag
        if not isinstance(tag, str) or tag in _HIDDEN or _is_unseen(element):
            return
        inner = _within(element, tag, around)
        if tag == "br":
            self._pieces.append(_Piece(_BREAK, False))
        elif tag == "table" and _is_data(element):
            yield from self._end(around)
            yield from self._table(element, inner)
        elif tag in _BLOCKS:
            yield from self._end(around)
            yield from self._children(element, inner)
            yield from self._end(inner)
        else:
            yield from self._children(element, inner)

    def _children(self, element: Any, context: _Context) -> Iterator[VisibleBlock]:
        self._add(element.text, context)
        for child in element:
            yield from self._element(child, context)
            self._add(child.tail, context)

    def _table(self, table: Any, context: _Context) -> Iterator[VisibleBlock]:
        for caption in table.iterchildren("caption"):
            yield from self._element(caption, context)
        for row in table.iter("tr"):
            cells = [_folded(_visible_text(cell)) for cell in row if cell.tag in ("td", "th")]
            if any(cells):
                yield VisibleBlock("\t".join(cells), is_row=len(cells) > 1, is_navigation=context.navigation)

    def _add(self, text: str | None, context: _Context) -> None:
        if text:
            kept = text if context.preformatted else re.sub(r"\s+", " ", text)
            self._pieces.append(_Piece(_INVISIBLE.sub("", kept), context.linked))

    def _end(self, context: _Context) -> Iterator[VisibleBlock]:
        pieces, self._pieces = self._pieces, []
        lines = "".join(piece.text for piece in pieces).split("\n")
        text = "\n".join(line for line in map(_folded, lines) if line)
        if not text:
            return
        letters = sum(len(piece.text.strip()) for piece in pieces)
        linked = sum(len(piece.text.strip()) for piece in pieces if piece.linked) / max(letters, 1)
        marks = "#" * context.level + " " if context.level else context.prefix
        yield VisibleBlock(
            marks + (text.replace("\n", " ") if marks else text), context.level, False, context.navigation, linked
        )


def _within(element: Any, tag: str, around: _Context) -> _Context:
    is_heading = tag in _HEADINGS
    header = tag == "header" and not any(parent.tag in ("article", "main") for parent in element.iterancestors())
    return _Context(
        prefix="- " if tag in ("li", "option") else "" if tag in ("ul", "ol", "table", "body") else around.prefix,
        level=int(tag[1]) if is_heading else around.level,
        navigation=around.navigation or tag in _NAVIGATION or header or (element.get("role") or "") in _ROLES,
        linked=around.linked or tag == "a",
        preformatted=around.preformatted or tag == "pre",
    )


def _is_unseen(element: Any) -> bool:
    return "hidden" in element.attrib or _UNSEEN.search(element.get("style") or "") is not None


def _is_data(table: Any) -> bool:
    """Whether a table holds data: rows of several short cells, no tables or headings in them; else it is layout."""
    if next(table.iterdescendants("table", "h1", "h2", "h3", "nav", "article"), None) is not None:
        return False
    cells = [cell for row in table.iter("tr") for cell in row if cell.tag in ("td", "th")]
    return all(len(_folded(_visible_text(cell))) <= _LONGEST_CELL for cell in cells)


def _visible_text(element: Any) -> str:
    if not isinstance(element.tag, str) or element.tag in _HIDDEN or _is_unseen(element):
        return ""
    between = " " if element.tag in _BLOCKS or element.tag == "br" else ""
    inside = (element.text or "") + "".join(_visible_text(child) + (child.tail or "") for child in element)
    return between + inside + between


def _folded(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())
