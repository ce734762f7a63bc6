"""The passages of the document under review, and what became of each."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.claims import Claim
from graph.coverage import Passage, Reason, accounts
from graph.documents import Span
from graph.review.decisions import NoClaim, State
from graph.review.proposals import Covered, PassageState, Proposal


def passages_under(passages: Sequence[Passage], spans: Iterable[Span]) -> list[Passage]:
    """Those of the passages, which are in the order of the text, in which spans stand."""
    found = set()
    for span in spans:
        at = max(bisect_right(passages, span.start, key=lambda passage: passage.start) - 1, 0)
        while at < len(passages) and passages[at].start < span.end:
            found |= {at} if passages[at].end > span.start else set()
            at += 1
    return [passages[at] for at in sorted(found)]


def reason_of(passage: Passage, state: State) -> Reason | None:
    """Why a passage carries no claim, by a reviewer or by the coverage file."""
    decision = state.counts.get(("passage", passage.id))
    return decision.reason if isinstance(decision, NoClaim) else passage.reason


def cover(
    passages: Sequence[Passage], claims: Iterable[Claim], proposals: Iterable[Proposal], state: State
) -> list[Covered]:
    """What became of every passage, in the order of the text.

    Raises:
        EvidenceError: the coverage file gives a reason for a passage that carries claims of the data.
    """
    carried = {account.passage.id: account.claims for account in accounts(passages, claims)}
    accepted: dict[str, list[str]] = defaultdict(list)
    proposed: dict[str, list[str]] = defaultdict(list)
    for each in proposals:
        if each.state not in ("reject", "written"):
            for passage in passages_under(passages, each.result.evidence):
                (proposed if each.state == "open" else accepted)[passage.id].append(each.key)
    return [_covered(passage, carried, accepted, proposed, reason_of(passage, state)) for passage in passages]


def _covered(
    passage: Passage,
    claims: Mapping[str, tuple[str, ...]],
    accepted: Mapping[str, list[str]],
    proposed: Mapping[str, list[str]],
    reason: Reason | None,
) -> Covered:
    kept, waiting = tuple(accepted.get(passage.id, ())), tuple(proposed.get(passage.id, ()))
    own = claims[passage.id]
    states: list[tuple[PassageState, object]] = [
        ("claims", own),
        ("accepted", kept),
        ("reason", reason),
        ("proposed", waiting),
    ]
    state: PassageState = next((name for name, there in states if there), "open")
    return Covered(passage, state, own, kept, waiting, reason)
