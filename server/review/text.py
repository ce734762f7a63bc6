"""The document as it lies on the desk: each passage with a sign of what became of it, the evidence marked.

Inside of a passage stand the characters of the text and nothing else, so that a script can count offsets of what is
selected; signs are outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from graph.documents import Block, Span, blocks
from graph.review.proposals import Covered, PassageState

SIGNS: dict[PassageState, tuple[str, str]] = {
    "claims": ("■", "with claims"),
    "accepted": ("✓", "accepted"),
    "proposed": ("◆", "proposed"),
    "reason": ("–", "no claim"),
    "open": ("○", "open"),
}


@dataclass(frozen=True)
class Shown:
    """A block, or a run of table rows, as HTML."""

    kind: str
    html: Markup


def shown(
    text: str, passages: Sequence[Covered], evidence: Iterable[Span], link: Callable[[Covered], str]
) -> list[Shown]:
    """The whole text in order; ``link`` gives where the sign of a passage leads."""
    writer = _Writer(text, passages, sorted(evidence, key=lambda span: (span.start, span.end)), link)
    found: list[Shown] = []
    for block in blocks(text):
        if block.kind == "row":
            row = _row(writer, block)
            if found and found[-1].kind == "table":
                found[-1] = Shown("table", found[-1].html + row)
            else:
                found.append(Shown("table", row))
        else:
            found.append(Shown(block.kind, writer.html(block.start, block.end)))
    return found


def _row(writer: _Writer, block: Block) -> Markup:
    cells = Markup().join(Markup("<td>{}</td>").format(writer.html(*_ends(cell))) for cell in block.sentences)
    return Markup("<tr>{}</tr>").format(cells)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


class _Writer:
    def __init__(
        self, text: str, passages: Sequence[Covered], evidence: list[Span], link: Callable[[Covered], str]
    ) -> None:
        self._text, self._passages, self._evidence, self._link = text, passages, evidence, link
        self._begun: set[str] = set()

    def html(self, start: int, end: int) -> Markup:
        """The text from ``start`` to ``end``. A passage in several blocks is in several parts."""
        found, at = Markup(), start
        for each in self._passages:
            begin, stop = max(at, each.passage.start), min(end, each.passage.end)
            if begin < stop:
                found += _written(self._text[at:begin]) + self._passage(each, begin, stop)
                at = stop
        return found + _written(self._text[at:end])

    def _passage(self, each: Covered, start: int, end: int) -> Markup:
        words = Markup('<span class="passage" data-start="{}" data-end="{}">{}</span>').format(
            start, end, self._marked(start, end)
        )
        if each.passage.id in self._begun:
            return Markup('<span class="part {}">{}</span>').format(each.state, words)
        self._begun.add(each.passage.id)
        sign, name = SIGNS[each.state]
        return Markup(
            '<span class="part {0}" id="p{1}"><a class="sign" href="{2}" title="{3}"><span aria-hidden="true">{4}'
            '</span><span class="hidden">{3}</span></a> {5}</span>'
        ).format(each.state, each.passage.id, self._link(each), _told(each, name), sign, words)

    def _marked(self, start: int, end: int) -> Markup:
        found, at = Markup(), start
        for span in self._evidence:
            begin, stop = max(at, span.start), min(end, span.end)
            if begin < stop:
                found += _written(self._text[at:begin])
                found += Markup("<mark>{}</mark>").format(_written(self._text[begin:stop]))
                at = stop
        return found + _written(self._text[at:end])


def _told(each: Covered, name: str) -> str:
    """The state in words: with what it is that stands there."""
    match each.state:
        case "claims":
            return f"{name}: {', '.join(each.claims)}"
        case "proposed":
            return f"{len(each.proposed)} {name}"
        case "accepted" if each.proposed:
            return f"{len(each.accepted)} {name}, {len(each.proposed)} proposed"
        case "accepted":
            return f"{len(each.accepted)} {name}"
        case "reason":
            return f"{name}: {each.reason}"
        case _:
            return name


def _written(words: str) -> Markup:
    # Browsers make one line feed of a carriage return with one, which would shift every offset after it.
    return Markup(escape(words).replace("\r", "&#13;"))
