"""What became of every passage of every document, as the snapshot's ``coverage/ID.json`` files have it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from graph.namespaces import DOCUMENT
from server.cached import per_snapshot
from server.engine import QueryEngine
from server.text_fragments import to_words

KINDS: Mapping[str, str] = {
    "sentence": "sentences",
    "heading": "headings",
    "caption": "captions",
    "item": "list items",
    "cell": "table cells",
}
_MOST_STRETCHES = 40
_STEPS = 6
Span = tuple[int, int]


@dataclass(frozen=True)
class Passage:
    """A passage, with the claims it carries or the reason why it carries none; neither where it is still open."""

    start: int
    end: int
    kind: str
    words: str
    reason: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """An equal part of a document: how many claims are made in it, and how that compares with its fullest stretch,
    in steps from 0, for none; ``reasons`` is why the passages without claims have none."""

    start: int
    end: int
    claims: int
    step: int
    passages: int
    carrying: int
    reasons: tuple[tuple[str, int], ...]
    href: str


@dataclass(frozen=True)
class Account:
    """One document: its passages in order, and the words under evidence of all words in passages with claims, both
    None where the text was not attached."""

    document: str
    passages: tuple[Passage, ...]
    words: int | None
    touched: int | None

    @property
    def iri(self) -> str:
        return DOCUMENT + self.document

    @property
    def href(self) -> str:
        return "/document/" + self.document

    @property
    def total(self) -> int:
        return len(self.passages)

    @property
    def carrying(self) -> int:
        return sum(1 for each in self.passages if each.claims)

    @property
    def open(self) -> int:
        return sum(1 for each in self.passages if not each.claims and not each.reason)

    @property
    def reasons(self) -> dict[str, int]:
        """How many passages carry no claim, by reason, the most frequent first."""
        return dict(Counter(each.reason for each in self.passages if each.reason).most_common())

    @property
    def kinds(self) -> list[tuple[str, int, int]]:
        """How many passages there are of each kind, and how many of them carry claims."""
        every, with_claims = (
            Counter(each.kind for each in self.passages if each.claims or not only) for only in (False, True)
        )
        return [(label, every[kind], with_claims[kind]) for kind, label in KINDS.items() if every[kind]]

    def stretches(self, evidence: Sequence[Span]) -> list[Stretch]:
        """The document from first to last passage in equal parts; ``evidence`` are the passages of its claims, in
        order, each of which has an anchor on the document's page."""
        if not self.passages:
            return []
        count = min(_MOST_STRETCHES, len(self.passages))
        last = self.passages[-1].end
        edges = [last * number // count for number in range(count + 1)]
        spans = list(pairwise(edges))
        within = [[each for each in self.passages if each.start < end and each.end > start] for start, end in spans]
        claims = [len({claim for each in some for claim in each.claims}) for some in within]
        fullest = max(claims) or 1
        return [
            Stretch(
                start=start,
                end=end,
                claims=claims[number],
                step=-(-claims[number] * _STEPS // fullest),
                passages=len(within[number]),
                carrying=sum(1 for each in within[number] if each.claims),
                reasons=tuple(Counter(each.reason for each in within[number] if each.reason).most_common()),
                href=_place(self.href, within[number], evidence),
            )
            for number, (start, end) in enumerate(spans)
        ]


def _place(page: str, passages: Sequence[Passage], evidence: Sequence[Span]) -> str:
    """Where a stretch begins on the page: at its first evidence, else at the words of its first passage."""
    carrying = next((each for each in passages if each.claims), None)
    if carrying is not None:
        there = (span for span in evidence if span[0] < carrying.end and span[1] > carrying.start)
        return page + "".join(f"#p{start}-{end}" for start, end in islice(there, 1))
    return to_words(page, passages[0].words) if passages else page


@per_snapshot
def accounts(engine: QueryEngine) -> list[Account]:
    """The account of each document, in their order; none in a snapshot that was built before there were any."""
    files = sorted(engine.snapshot.coverage.glob("*.json"))
    return [_account(json.loads(file.read_text(encoding="utf-8"))) for file in files]


def _account(found: dict[str, Any]) -> Account:
    passages = tuple(
        Passage(
            each["start"], each["end"], each["kind"], each["quote"], each["reason"] or "", tuple(each["claims"])
        )
        for each in found["accounts"]
    )
    return Account(found["document"], passages, found["words"], found["touched"])
