"""Marking evidence in a text: no word is lost, elements nest, and every passage can be pointed at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from graph.documents import blocks
from server.engine import iri
from server.facts import Quote
from server.marked import Unclaimed, sections, sections_without_text
from server.presentation import Value

DOCUMENT = Value(iri("https://w3id.org/creativekg/document/009"), "A document")


@dataclass(frozen=True)
class Claim:
    """As much of a fact as marking needs."""

    id: str
    quotes: tuple[Quote, ...]

    @property
    def main(self) -> Quote:
        return max(self.quotes, key=lambda quote: quote.end - quote.start)


def claim(number: int, *spans: tuple[int, int]) -> Any:
    return Claim(f"009-{number:03}", tuple(Quote(DOCUMENT, start, end, None, "…") for start, end in spans))


def document(text: str) -> dict[str, Any]:
    parts = [
        {"kind": b.kind, "start": b.start, "end": b.end, "sentences": [[s.start, s.end] for s in b.sentences]}
        for b in blocks(text)
    ]
    return {"id": "009", "text": text, "blocks": parts}


class Nesting(HTMLParser):
    """Fails on an end tag that does not close the element opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def words(html: str) -> str:
    return unescape(re.sub(r"<sup>.*?</sup>|<[^>]*>", "", html))


_TEXT = st.text(st.sampled_from('ab <&"\t\n#.'), min_size=1, max_size=60)


@example(text="# ", lengths=[(0, 2)])
@given(_TEXT, st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=8))
def test_any_overlap(text: str, lengths: list[tuple[int, int]]) -> None:
    spans = [(start, min(len(text), start + length)) for start, length in lengths if start < len(text)]
    facts = [claim(number, span) for number, span in enumerate(spans, 1)]
    html = [section.html for section in sections(document(text), facts)]
    parser = Nesting()
    parser.feed("".join(html))
    parser.close()
    assert not parser.open
    assert len(parser.ids) == len(set(parser.ids))
    shown, expected = "".join(words(part) for part in html), "".join(text.split())
    assert "".join(shown.split()) == re.sub("^#+", "", expected) or "#" in text
    # A passage with words outside the signs of a heading can be pointed at.
    for start, end in spans:
        if re.search("[ab]", text[start:end]):
            assert f"p{start}-{end}" in parser.ids


def test_crossing_passages_are_split_and_tied_together() -> None:
    (section,) = sections(document("one two three"), [claim(1, (0, 7)), claim(2, (4, 13))])
    assert str(section.html) == (
        '<mark id="p0-7" data-passage="p0-7">one <mark id="p4-13" data-passage="p4-13">two</mark></mark>'
        '<sup><a href="#n009-001" aria-label="Claim 1">1</a></sup>'
        '<mark data-passage="p4-13"> three</mark><sup><a href="#n009-002" aria-label="Claim 2">2</a></sup>'
    )


def test_a_passage_over_two_blocks_has_its_note_at_its_end() -> None:
    first, second = sections(document("one two\nthree four"), [claim(1, (4, 13))])
    assert 'id="p4-13"' in first.html and "<sup>" not in first.html
    assert 'id="p4-13"' not in second.html and 'data-passage="p4-13"' in second.html and "<sup>" in second.html


def test_rows_become_one_table_and_headings_lose_their_signs() -> None:
    heading, table = sections(document("## A < b\nx\ty\n1\t2"), [claim(1, (13, 14), (9, 10))])
    assert str(heading.html) == "A &lt; b"
    assert table.kind == "table"
    assert str(table.html).count("<tr>") == 2 and str(table.html).count("<td>") == 4
    assert table.facts


def test_many_claims_on_one_passage_share_a_note() -> None:
    (section,) = sections(document("a word"), [claim(number, (2, 6)) for number in range(1, 7)])
    assert ">6 claims</a>" in section.html


def test_without_text_each_passage_stands_once_in_order() -> None:
    facts = [claim(1, (30, 40), (5, 9)), claim(2, (5, 9))]
    first, second = sections_without_text(facts)
    assert 'id="p5-9"' in first.html and 'href="#n009-001"' in first.html and 'href="#n009-002"' in first.html
    assert 'id="p30-40"' in second.html
    assert [[fact.id for fact in section.facts] for section in (first, second)] == [["009-002"], ["009-001"]]


def test_a_passage_without_claim_says_why_at_its_place() -> None:
    heading, text = sections(
        document("## Menu\nA word. Another."), [claim(1, (8, 15))], [Unclaimed(0, 7, "## Menu", "furniture")]
    )
    assert [each.reason for each in heading.unclaimed] == ["furniture"]
    assert not heading.facts and not text.unclaimed and text.facts
    first, second = sections_without_text([claim(1, (8, 15))], [Unclaimed(0, 7, "## Menu", "furniture")])
    assert first.html == "## Menu" and first.unclaimed and not first.facts
    assert second.facts and not second.unclaimed
