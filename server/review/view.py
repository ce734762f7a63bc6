"""What the page of one document shows: the candidate in question, those around it, and how far the review is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from graph.documents import Span
from graph.extraction.candidates import Candidate
from graph.review.decisions import Countable, OnCandidate, Undo, result
from graph.review.desk import Desk
from graph.review.merge import Conflict, overlaps, verdict
from graph.review.proposals import Covered, NewName, PassageState, Proposal
from graph.review.things import mentions_of, unsettled

Show = Literal["all", "open", "accepted", "rejected"]
SHOWS: tuple[Show, ...] = get_args(Show)
_STATES: dict[Show, tuple[str, ...]] = {
    "all": (),
    "open": ("open",),
    "accepted": ("accept", "edit", "add", "merge", "written"),
    "rejected": ("reject",),
}
KEPT = ("accept", "edit", "add")
_NEAREST = 9


@dataclass(frozen=True)
class Asked:
    """Which candidate (``at``) or passage the page is about, the part that is open (``do``), and which candidates
    are listed in which order. ``start`` and ``end`` are of words that were selected, ``did`` is the number of the
    decision that led here."""

    document: str
    at: str = ""
    show: str = "all"
    kind: str = ""
    order: str = ""
    do: str = ""
    passage: str = ""
    start: str = ""
    end: str = ""
    did: str = ""

    @classmethod
    def of(cls, document: str, values: Mapping[str, str]) -> Asked:
        """What the address of a request says."""
        names = ("at", "show", "kind", "order", "do", "passage", "start", "end", "did")
        return cls(document, **{name: values[name] for name in names if values.get(name)})

    def to(self, place: str = "", **changes: str) -> str:
        """The address of the page, or of a ``place`` below it, with the list as it is."""
        kept = {name: value for name in ("show", "kind", "order") if (value := getattr(self, name))}
        query = {
            name: value for name, value in {**kept, **changes}.items() if value and (name, value) != ("show", "all")
        }
        path = f"/review/{self.document}{place}"
        return f"{path}?{urlencode(query)}" if query else path


@dataclass(frozen=True)
class View:
    """All that the page of a document shows."""

    desk: Desk
    asked: Asked
    row: list[Proposal]
    coverage: list[Covered]
    current: Proposal | None
    decision: OnCandidate | None
    raw: Candidate | None
    names: list[NewName] = field(default_factory=list)

    @classmethod
    def of(cls, desk: Desk, asked: Asked) -> View:
        """The view of a desk; the next open candidate where none is asked for."""
        row = listed(desk, asked)
        found = [each for each in desk.proposals if asked.at and each.key.startswith(asked.at)]
        current = found[0] if len(found) == 1 else following(desk, asked, "") or next(iter(row), None)
        decision = desk.log.state.on(current.key) if current else None
        raw = ((result(decision) if decision else None) or current.candidate) if current else None
        names = {mention.slug: mention for _, mention in mentions_of(raw) if mention.entity is None} if raw else {}
        new = [desk.new_name(mention) for mention in names.values()]
        return cls(desk, asked, row, desk.coverage(), current, decision, raw, new)

    @property
    def seen(self) -> int:
        """The number of the decision on the current candidate that the page shows; 0 where there is none."""
        return self.decision.n if self.decision else 0

    def step(self, by: int) -> str:
        """The key of the candidate before or after the current one; itself where it is alone."""
        keys = [each.key for each in self.row]
        if not keys:
            return ""
        if self.current is None or self.current.key not in keys:
            return keys[0 if by > 0 else -1]
        return keys[(keys.index(self.current.key) + by) % len(keys)]

    @property
    def others(self) -> list[Proposal]:
        """What the current candidate can be merged into: what stands nearest in the text, and is not rejected."""
        if self.current is None:
            return []
        here = self.current
        found = [
            each for each in self.desk.proposals if each.key != here.key and each.state not in ("reject", "written")
        ]
        return sorted(found, key=lambda each: abs(each.position - here.position))[:_NEAREST]

    @property
    def evidence(self) -> list[Span]:
        """The words that the document shows as evidence: those selected, else those of the candidate."""
        chosen = self.words
        if chosen is not None:
            return [chosen]
        return list(self.current.result.evidence) if self.current and not self.asked.passage else []

    @property
    def words(self) -> Span | None:
        """The words that were selected, or the passage that was."""
        ends = (self.asked.start, self.asked.end)
        if not all(each.isdecimal() for each in ends):
            ends = self.asked.passage.partition("-")[::2]
        if not all(each.isdecimal() for each in ends):
            return None
        start, end = int(ends[0]), int(ends[1])
        return Span(start, end) if 0 <= start < end <= len(self.desk.text) else None

    @property
    def passage(self) -> Covered | None:
        """The passage that may be said to carry no claim: the one chosen, else that of the evidence."""
        chosen = next((each for each in self.coverage if each.passage.id == self.asked.passage), None)
        if chosen is not None:
            return chosen
        spans = self.evidence
        return next(
            (each for each in self.coverage if overlaps(spans, Span(each.passage.start, each.passage.end))), None
        )

    @property
    def counts(self) -> dict[PassageState, int]:
        """How many passages are in each state."""
        found = Counter(each.state for each in self.coverage)
        return {state: found[state] for state in get_args(PassageState)}

    @property
    def left(self) -> list[Covered]:
        """The passages that nothing accounts for yet."""
        return [each for each in self.coverage if each.state in ("open", "proposed")]

    @property
    def kinds(self) -> list[str]:
        """The kinds of claim among the candidates."""
        return sorted({each.result.kind for each in self.desk.proposals})

    @property
    def ranked(self) -> bool:
        """Whether candidates have an order besides that of the text."""
        return any(each.score is not None for each in self.desk.proposals)

    @property
    def unsettled(self) -> list[tuple[str, str, str, int]]:
        """Names in what was accepted that are not settled: name, type, the first candidate, how many there are."""
        found: dict[str, tuple[str, str, str, int]] = {}
        for each in self.desk.proposals:
            if each.state in KEPT:
                for mention in unsettled(each.result):
                    name, kind, key, count = found.get(mention.slug, (mention.name, mention.type, each.key, 0))
                    found[mention.slug] = name, kind, key, count + 1
        return list(found.values())

    @property
    def conflict(self) -> Conflict | None:
        """What reviewers decided otherwise on the current candidate."""
        if self.current is None:
            return None
        own = ("candidate", self.desk.together.same.get(self.current.key, self.current.key))
        return next((each for each in self.desk.conflicts if each.subject == own), None)

    @property
    def done(self) -> str:
        """What the last request did, in words."""
        number = int(self.asked.did) if self.asked.did.isdecimal() else 0
        if not 1 <= number <= len(self.desk.log.decisions):
            return ""
        decision = self.desk.log.decisions[number - 1]
        if isinstance(decision, Undo):
            return f"Undone: {told(self.desk.log.decisions[decision.undone - 1])}"
        said = told(decision)
        return said[:1].upper() + said[1:] if isinstance(decision, Countable) else ""


def told(decision: Any) -> str:
    """A decision in a few words."""
    said = verdict(decision)
    candidate = getattr(decision, "candidate", None)
    return f"{said}: {candidate.gloss}" if candidate is not None and candidate.gloss else said


def listed(desk: Desk, asked: Asked) -> list[Proposal]:
    """The candidates that the list shows, in its order."""
    states = _STATES.get(asked.show, ()) if asked.show in SHOWS else ()
    found = [
        each
        for each in desk.proposals
        if (not states or each.state in states) and asked.kind in ("", each.result.kind)
    ]
    return sorted(found, key=lambda each: each.position) if asked.order == "text" else found


def following(desk: Desk, asked: Asked, after: str) -> Proposal | None:
    """The next open candidate of the list's kind and order, behind the one of a key, then from its beginning."""
    row = listed(desk, replace(asked, show="all"))
    keys = [each.key for each in row]
    at = keys.index(after) + 1 if after in keys else 0
    return next((each for each in row[at:] + row[:at] if each.state == "open"), None)
