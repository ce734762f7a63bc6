"""What the curators found in one document: claims, and by hand the spans of mentions and of quotations.

``gold/mentions.tsv`` and ``gold/quotations.tsv`` were marked by reading the documents, before and apart from any
extraction; they hold offsets, types and names of things, not sentences.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.claims import Claim
from graph.documents import Span

FOLDER = Path(__file__).parent / "gold"


@dataclass(frozen=True)
class GoldMention(Span):
    """Words that name a thing of that type."""

    type: str


@dataclass(frozen=True)
class GoldQuotation(Span):
    """The words between the marks, and where its speaker is named, which may be a paragraph away."""

    speaker: Span


@dataclass(frozen=True)
class Gold:
    """All that is to be found in a document."""

    document: str
    claims: list[Claim]
    mentions: list[GoldMention]
    quotations: list[GoldQuotation]


def gold(document: str, claims: list[Claim]) -> Gold:
    """The gold of one document, with those of the claims that it makes."""
    mentions = [
        GoldMention(int(row["start"]), int(row["end"]), row["type"]) for row in _rows("mentions.tsv", document)
    ]
    quotations = [
        GoldQuotation(int(row["start"]), int(row["end"]), Span(int(row["speaker start"]), int(row["speaker end"])))
        for row in _rows("quotations.tsv", document)
    ]
    return Gold(document, [claim for claim in claims if claim.document == document], mentions, quotations)


def _rows(name: str, document: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["document"] == document:
                yield row
