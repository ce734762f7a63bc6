"""What a reviewer can decide, and the state of affairs that follows from a row of decisions.

A decision says which candidate (by `Candidate.key`), new name or passage it is about, and holds the candidate as it
was then, so that a decision outlives the extraction that it was made on. Nothing decided is ever rewritten: an
`Undo` names the decision that no longer counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, TypeAdapter, ValidationError

from graph.claims import ClaimId
from graph.concepts import ConceptType
from graph.coverage import Reason
from graph.entities import EntityType
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate
from graph.extraction.store import StoredCandidate, fields_from, plain_fields
from graph.records import Slug

Key = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
ThingType = EntityType | ConceptType
Changes = Annotated[dict[str, Any], BeforeValidator(fields_from), PlainSerializer(plain_fields)]
Subject = tuple[str, str]


class _Decision(BaseModel):
    """``n`` counts the decisions of one reviewer on one document, from 1; 0 is one that is not taken down yet.

    ``settles`` names decisions of other reviewers, by reviewer and n, which this one overrules.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    n: int = 0
    settles: dict[str, int] = {}


class _OnCandidate(_Decision):
    key: Key
    candidate: StoredCandidate | None = None

    @property
    def subject(self) -> Subject:
        return "candidate", self.key


class Accept(_OnCandidate):
    action: Literal["accept"] = "accept"


class Edit(_OnCandidate):
    """Accepted with changes: fields of the candidate or of its kind, by name; None takes a field out."""

    action: Literal["edit"] = "edit"
    changes: Changes


class Reject(_OnCandidate):
    action: Literal["reject"] = "reject"
    reason: str | None = None


class Merge(_OnCandidate):
    """It says what the candidate ``into`` says: its evidence joins that one's."""

    action: Literal["merge"] = "merge"
    into: Key


class Add(_OnCandidate):
    """A claim that nothing proposed; the candidate is the reviewer's own."""

    action: Literal["add"] = "add"
    candidate: StoredCandidate


class NewThing(BaseModel):
    """An entity or a concept to be. ``description`` is the definition of a concept, which alone has ``broader``."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    id: Slug
    type: ThingType
    prefLabel: str = Field(min_length=1)
    altLabel: list[str] = []
    description: str = Field(min_length=4, max_length=300, pattern=r"^[^\n]*$")
    broader: Slug | None = None


class Settle(_Decision):
    """How a new name is settled: it names the known thing ``same``, or a thing that is new. ``name`` is the slug
    that the mentions of it have (`Mention.slug`)."""

    action: Literal["entity"] = "entity"
    name: Slug
    same: Slug | None = None
    new: NewThing | None = None

    @property
    def subject(self) -> Subject:
        return "name", self.name


class NoClaim(_Decision):
    """A passage carries no claim, for one of the reasons of `graph.coverage`."""

    action: Literal["reason"] = "reason"
    start: int
    end: int
    reason: Reason

    @property
    def subject(self) -> Subject:
        return "passage", f"{self.start}-{self.end}"


class Undo(_Decision):
    """The decision ``undone`` of the same reviewer no longer counts."""

    action: Literal["undo"] = "undo"
    undone: int

    @property
    def subject(self) -> Subject:
        return "decision", str(self.undone)


class Written(_Decision):
    """What was decided on a candidate or a passage stands in the data now; a candidate as ``claim``."""

    action: Literal["written"] = "written"
    what: Literal["candidate", "passage"]
    which: str
    claim: ClaimId | None = None

    @property
    def subject(self) -> Subject:
        return self.what, self.which


OnCandidate = Accept | Edit | Reject | Merge | Add
Countable = OnCandidate | Settle | NoClaim
Decision = Countable | Undo | Written
DECISION: TypeAdapter[Decision] = TypeAdapter(Annotated[Decision, Field(discriminator="action")])


def decision_from(data: Mapping[str, Any]) -> Countable:
    """A decision from plain data, as a form or a script gives it: ``action`` and the fields of that action.

    Raises:
        ReviewError: it is not a decision that a reviewer can make.
    """
    try:
        decision = DECISION.validate_python(dict(data))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"][1:])
        raise ReviewError(f"{where}: {first['msg']}" if where else str(first["msg"])) from error
    if isinstance(decision, Undo | Written):
        raise ReviewError(f"{decision.action!r} is not for a reviewer to say")
    return decision


@dataclass(frozen=True)
class State:
    """What counts: of the decisions on each subject the last one that is not undone."""

    counts: Mapping[Subject, Countable] = field(default_factory=dict)
    written: Mapping[Subject, Written] = field(default_factory=dict)

    def on(self, key: str) -> OnCandidate | None:
        """The decision on a candidate."""
        found = self.counts.get(("candidate", key))
        return found if isinstance(found, Accept | Edit | Reject | Merge | Add) else None

    def root(self, key: str) -> str:
        """The key of the candidate that one is merged into in the end; its own where it is not merged."""
        seen: list[str] = []
        while isinstance(decision := self.on(key), Merge) and key not in seen:
            seen.append(key)
            key = decision.into
        return key

    @cached_property
    def candidates(self) -> list[OnCandidate]:
        """The decisions on candidates, in the order of their making."""
        return [each for each in self.counts.values() if isinstance(each, Accept | Edit | Reject | Merge | Add)]

    @cached_property
    def names(self) -> dict[str, Settle]:
        """How new names are settled, by name."""
        return {each.name: each for each in self.counts.values() if isinstance(each, Settle)}

    @cached_property
    def reasons(self) -> list[NoClaim]:
        """The passages that are said to carry no claim."""
        return [each for each in self.counts.values() if isinstance(each, NoClaim)]


def replay(decisions: Iterable[Decision]) -> State:
    """The state that follows from decisions, in their order."""
    row = list(decisions)
    undone = {each.undone for each in row if isinstance(each, Undo)}
    counts: dict[Subject, Countable] = {}
    written: dict[Subject, Written] = {}
    for each in row:
        if isinstance(each, Written):
            written[each.subject] = each
        elif not isinstance(each, Undo) and each.n not in undone:
            counts.pop(each.subject, None)
            counts[each.subject] = each
    return State(counts, written)


def result(decision: OnCandidate) -> Candidate | None:
    """The candidate as it is to become a claim, or None where it is not to, or not by itself.

    Raises:
        ValueError: the changes of an edit do not make a candidate.
    """
    if isinstance(decision, Reject | Merge) or decision.candidate is None:
        return None
    return changed(decision.candidate, decision.changes) if isinstance(decision, Edit) else decision.candidate


_OF_A_CANDIDATE = frozenset(
    {"kind", "subject", "predicate", "object", "evidence", "gloss", "polarity", "certainty", "speaker"}
)


def changed(candidate: Candidate, changes: Mapping[str, Any]) -> Candidate:
    """A candidate with changes: what every candidate has, else a field of its kind, which None takes out."""
    own = {name: value for name, value in changes.items() if name in _OF_A_CANDIDATE}
    if "evidence" in own:
        own["evidence"] = tuple(own["evidence"])
    fields = {**candidate.fields, **{name: value for name, value in changes.items() if name not in own}}
    return replace(candidate, **own, fields={name: value for name, value in fields.items() if value is not None})
