"""The decisions of several reviewers on one document, put together: what they agree on, and where they conflict.

A reviewer who settles a conflict makes a decision that names those that it overrules. What is decided after that,
by anybody, counts again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.review.decisions import (
    Accept,
    Add,
    Countable,
    Edit,
    Merge,
    NoClaim,
    Reject,
    Settle,
    State,
    Subject,
    Written,
    result,
)
from graph.review.log import Log, as_line


@dataclass(frozen=True)
class Conflict:
    """Decisions that cannot all hold, each with its reviewer."""

    subject: Subject
    decisions: tuple[tuple[str, Countable], ...]

    def as_json(self) -> dict[str, Any]:
        """The subject, and what each reviewer decided."""
        what, which = self.subject
        decided = [{"reviewer": name, "line": as_line(decision).strip()} for name, decision in self.decisions]
        return {"what": what, "which": which, "decisions": decided}

    @property
    def said(self) -> str:
        """What each reviewer decided, in a few words."""
        return "; ".join(f"{name}: {verdict(decision)}" for name, decision in self.decisions)

    def text(self) -> str:
        """One line."""
        return f"{self.subject[0]} {self.subject[1]}{_about(self.decisions)}: {self.said}"


@dataclass(frozen=True)
class Together:
    """What counts where all agree, and the conflicts over what is not in the data yet. ``written`` is what any
    reviewer's finish has written; ``same`` gives the one key for several of a candidate."""

    counts: Mapping[Subject, Countable]
    conflicts: list[Conflict]
    written: Mapping[Subject, Written]
    same: Mapping[str, str]

    @property
    def state(self) -> State:
        """What is agreed, as the state of one reviewer."""
        return State(self.counts, self.written)


def place(candidate: Candidate) -> tuple[Any, ...]:
    """What a candidate says on which words, whatever its things are linked to: two extractions that know different
    things find the same places."""
    thing = candidate.object
    return (
        candidate.kind,
        candidate.predicate,
        candidate.polarity,
        (candidate.subject.start, candidate.subject.end),
        (thing.start, thing.end) if thing else None,
        str(candidate.fields.get("value", "")),
        candidate.evidence,
    )


def together(logs: Iterable[Log]) -> Together:
    """All reviewers' decisions on one document as one."""
    every = {log.reviewer: log.state for log in logs}
    same = same_of(every)
    written = {named(subject, same): made for state in every.values() for subject, made in state.written.items()}
    overruled = {
        each for state in every.values() for decision in state.counts.values() for each in decision.settles.items()
    }
    by_subject: dict[Subject, list[tuple[str, Countable]]] = {}
    for reviewer, state in every.items():
        for decision in state.counts.values():
            if (reviewer, decision.n) not in overruled:
                by_subject.setdefault(named(decision.subject, same), []).append((reviewer, decision))
    counts = {}
    conflicts = []
    for subject, decisions in by_subject.items():
        if subject not in written and len({outcome(decision, same) for _, decision in decisions}) > 1:
            conflicts.append(Conflict(subject, tuple(decisions)))
        else:
            counts[subject] = _under_one_name(decisions[0][1], same)
    conflicts += _unclaimed_claims(by_subject, set(written))
    return Together(counts, conflicts, written, same)


def same_of(every: Mapping[str, State]) -> dict[str, str]:
    """For keys of candidates of one place, the first. Where a reviewer tells two of a place apart, they are two."""
    groups: dict[tuple[Any, ...], dict[str, None]] = {}
    apart: set[tuple[Any, ...]] = set()
    for state in every.values():
        own = Counter(place(each.candidate) for each in state.candidates if each.candidate is not None)
        apart.update(where for where, count in own.items() if count > 1)
        for each in state.candidates:
            if each.candidate is not None:
                groups.setdefault(place(each.candidate), {})[each.key] = None
    return {key: next(iter(keys)) for where, keys in groups.items() if where not in apart for key in keys}


def _under_one_name(decision: Countable, same: Mapping[str, str]) -> Countable:
    if isinstance(decision, Merge):
        return decision.model_copy(update={"into": same.get(decision.into, decision.into)})
    return decision


def named(subject: Subject, same: Mapping[str, str]) -> Subject:
    """The subject under the key that stands for its candidate."""
    return (subject[0], same.get(subject[1], subject[1])) if subject[0] == "candidate" else subject


def outcome(decision: Countable, same: Mapping[str, str]) -> str:
    """What a decision comes to, the same for decisions that agree."""
    match decision:
        case Accept() | Add():
            return "accept"
        case Edit():
            real = {name: _told(value) for name, value in _real_changes(decision).items()}
            return f"edit {sorted(real.items())}" if real else "accept"
        case Reject():
            return "reject"
        case Merge():
            return f"merge {same.get(decision.into, decision.into)}"
        case NoClaim():
            return decision.reason
        case Settle():
            return f"{decision.same} {decision.new}"


def _real_changes(edit: Edit) -> dict[str, Any]:
    if edit.candidate is None:
        return edit.changes
    candidate = edit.candidate
    before = {**candidate.fields, **{name: getattr(candidate, name, None) for name in edit.changes}}
    before |= {name: candidate.fields[name] for name in edit.changes if name in candidate.fields}
    return {name: value for name, value in edit.changes.items() if _told(value) != _told(before[name])}


def _told(value: Any) -> str:
    """A value without what does not count: where a thing was mentioned, or how it was found."""
    if isinstance(value, list | tuple):
        return ", ".join(_told(each) for each in value)
    return value.slug if isinstance(value, Mention) else str(value)


def _unclaimed_claims(
    by_subject: Mapping[Subject, list[tuple[str, Countable]]], written: set[Subject]
) -> Iterator[Conflict]:
    """A claim that somebody accepts, in a passage that somebody says carries none."""
    every = [
        pair
        for subject, row in by_subject.items()
        if subject not in written or subject[0] == "passage"
        for pair in row
    ]
    for reviewer, decision in every:
        if isinstance(decision, NoClaim):
            against = [(name, each) for name, each in every if _claims_there(each, decision)]
            if against:
                yield Conflict(decision.subject, ((reviewer, decision), *against))


def _claims_there(decision: Countable, passage: NoClaim) -> bool:
    made = result(decision) if isinstance(decision, Accept | Edit | Add) else None
    return made is not None and overlaps(made.evidence, Span(passage.start, passage.end))


def on_one_matter(one: Countable, other: Countable, same: Mapping[str, str]) -> bool:
    """Whether settling a matter by one decision does away with another: both are on the same subject, or one says
    that there is no claim where the other has one."""
    return named(one.subject, same) == named(other.subject, same) or any(
        isinstance(passage, NoClaim) and _claims_there(decision, passage)
        for passage, decision in ((one, other), (other, one))
    )


def overlaps(spans: Iterable[Span], other: Span) -> bool:
    """Whether one of the spans shares a character with another."""
    return any(span.overlaps(other) for span in spans)


def verdict(decision: Countable) -> str:
    """What a decision says, in a few words."""
    match decision:
        case Edit():
            said = ", ".join(f"{name} = {_told(value)}" for name, value in _real_changes(decision).items())
            return f"edit ({said})" if said else "accept"
        case Reject(reason=reason):
            return f"reject ({reason})" if reason else "reject"
        case Merge():
            return f"merge into {decision.into}"
        case NoClaim():
            return f"no claim ({decision.reason})"
        case Settle(new=None):
            return f"the same as {decision.same}"
        case Settle():
            return f"new {decision.new.type} {decision.new.id}" if decision.new else "new"
        case _:
            return decision.action


def _about(decisions: Iterable[tuple[str, Countable]]) -> str:
    glosses = [
        each.candidate.gloss for _, each in decisions if not isinstance(each, Settle | NoClaim) and each.candidate
    ]
    return f" “{glosses[0]}”" if glosses and glosses[0] else ""
