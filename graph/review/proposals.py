"""What lies on the desk: candidates, passages and new names, each with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.coverage import Passage, Reason
from graph.extraction.candidates import Candidate, Mention
from graph.review.decisions import NewThing, Settle
from graph.review.known import Neighbour

ProposalState = Literal["open", "accept", "edit", "reject", "merge", "add", "written"]
PassageState = Literal["claims", "accepted", "reason", "proposed", "open"]


@dataclass(frozen=True)
class Proposal:
    """A candidate and what became of it.

    ``candidate`` is as the program proposed it, or as the reviewer added it; ``result`` as it will be a claim, its
    names settled. ``position`` is where its evidence begins. ``score`` is how likely it is to be kept, where the
    ranker is trained; ``claim`` the id under which it stands in the data.
    """

    key: str
    candidate: Candidate
    result: Candidate
    state: ProposalState
    position: int
    score: float | None = None
    into: str | None = None
    claim: str | None = None


@dataclass(frozen=True)
class Covered:
    """A passage and what became of it: ids of claims in the data, keys of accepted and of open candidates."""

    passage: Passage
    state: PassageState
    claims: tuple[str, ...]
    accepted: tuple[str, ...]
    proposed: tuple[str, ...]
    reason: Reason | None


@dataclass(frozen=True)
class NewName:
    """A name of a thing that the graph does not know, where it stands in candidates, and how it is settled.

    ``draft`` is what a new thing would be as far as the mention tells; ``nearest`` are known things that it may be.
    """

    name: str
    mention: Mention
    keys: tuple[str, ...]
    settled: Settle | None
    draft: NewThing
    nearest: list[Neighbour]


@dataclass(frozen=True)
class Progressed:
    """How far a review is: candidates decided on, of all; and how many by what was decided."""

    decided: int
    total: int
    by_action: dict[str, int]
