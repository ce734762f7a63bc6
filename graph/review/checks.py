"""Whether a decision can be carried out: seen to when it is made, so that finishing holds no surprise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from graph.claims import KINDS
from graph.documents import Span
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate
from graph.review.claim import claim_from
from graph.review.decisions import Accept, Add, Countable, Edit, Merge, NoClaim, Reject, Settle, changed
from graph.review.passages import passages_under, reason_of
from graph.review.things import mention_from, names_things, record_of, settled, usual_predicate

if TYPE_CHECKING:
    from graph.review.desk import Desk


def complete(desk: Desk, decision: Countable) -> Countable:
    """The decision with the candidate that it is on, its things found by slug or name, its evidence trimmed.

    Raises:
        ReviewError: there is no such candidate, or a thing has no name.
    """
    if isinstance(decision, Add):
        candidate = _whole(desk, decision.candidate)
        return decision.model_copy(update={"candidate": candidate, "key": candidate.key})
    if isinstance(decision, Settle | NoClaim):
        return decision
    # Another reviewer's decision that is taken over may be on what this one's extraction does not have.
    if decision.candidate is None or any(each.key == decision.key for each in desk.proposals):
        decision = decision.model_copy(update={"candidate": desk.proposal(decision.key).candidate})
    if isinstance(decision, Edit) and decision.candidate is not None:
        return decision.model_copy(update={"changes": _changes(desk, decision.candidate, decision.changes)})
    return decision


def _changes(desk: Desk, candidate: Candidate, changes: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(changes.get("kind", candidate.kind))
    found = {name: _thing(desk, value, name, kind) for name, value in changes.items()}
    if "evidence" in found:
        found["evidence"] = [_trim(desk.text, span) for span in found["evidence"]]
    if kind != candidate.kind and kind in KINDS and (usual := usual_predicate(kind)):
        found.setdefault("predicate", usual)
    if kind == "Statement" and "subject" in found:
        found.setdefault("speaker", found["subject"])
    return found


def _whole(desk: Desk, candidate: Candidate) -> Candidate:
    fields = {name: _thing(desk, value, name, candidate.kind) for name, value in candidate.fields.items()}
    speaker = candidate.speaker or (candidate.subject if candidate.kind == "Statement" else None)
    evidence = tuple(_trim(desk.text, span) for span in candidate.evidence)
    return replace(candidate, fields=fields, speaker=speaker, evidence=evidence)


def _thing(desk: Desk, value: Any, field: str, kind: str) -> Any:
    if not names_things(field):
        return value
    if isinstance(value, list | tuple):
        return [_thing(desk, each, field, kind) for each in value]
    return mention_from(value, field, kind, desk.known, desk.log.state.names) if isinstance(value, str) else value


def _trim(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    if len(words) != span.end - span.start:
        return span
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def check(desk: Desk, decision: Countable) -> None:
    """See that a decision can be carried out beside all that counts.

    Raises:
        ReviewError: why it cannot.
    """
    match decision:
        case Settle():
            _check_name(desk, decision)
        case NoClaim():
            _check_reason(desk, decision)
        case _:
            written = desk.together.written.get(("candidate", desk.together.same.get(decision.key, decision.key)))
            if written is not None:
                raise ReviewError(f"this stands in the data as {written.claim}; mend it there")
            match decision:
                case Merge():
                    _check_merge(desk, decision)
                case Reject():
                    _check_root(desk, decision)
                case _:
                    _check_claim(desk, decision)


def _check_claim(desk: Desk, decision: Accept | Edit | Add) -> None:
    candidate = decision.candidate
    if candidate is None:
        raise ReviewError("there is no candidate to decide on")
    if isinstance(decision, Edit):
        candidate = changed(candidate, decision.changes)
    claim_from(settled(candidate, desk.log.state.names, desk.known), f"{desk.document.id}-001", desk.text)
    for passage in passages_under(desk.passages, candidate.evidence):
        if reason := reason_of(passage, desk.log.state):
            raise ReviewError(f"“{passage.quote}” is said to carry no claim ({reason}); undo that first")


def _check_merge(desk: Desk, decision: Merge) -> None:
    state = desk.log.state
    root = state.root(desk.proposal(decision.into).key)
    into = desk.proposal(root)
    if root == decision.key:
        raise ReviewError("a candidate cannot be merged into itself")
    if into.state == "written":
        raise ReviewError(f"that one stands in the data as {into.claim}; add the evidence there")
    if into.state == "reject":
        raise ReviewError("that one is rejected")


def _check_root(desk: Desk, decision: Reject) -> None:
    merged = [each for each in desk.proposals if each.into == decision.key]
    if merged:
        raise ReviewError(f"{len(merged)} others are merged into this one; decide on them first")


def _check_name(desk: Desk, decision: Settle) -> None:
    names = {name: each for name, each in desk.log.state.names.items() if name != decision.name}
    new = {each.new.id: each.new for each in names.values() if each.new}
    if (decision.same is None) == (decision.new is None):
        raise ReviewError("a name is either that of a known thing, or of a new one")
    if decision.same is not None and decision.same not in new and desk.known.label_of(decision.same) is None:
        raise ReviewError(f"there is no thing with the slug {decision.same!r}")
    if decision.new is None:
        return
    taken = desk.known.label_of(decision.new.id)
    if taken is not None or decision.new.id in new:
        label = taken.text if taken else new[decision.new.id].prefLabel
        raise ReviewError(
            f"the slug {decision.new.id!r} belongs to “{label}”; choose another, or say it is the same"
        )
    broader = decision.new.broader
    if broader and broader not in new and desk.known.label_of(broader) is None:
        raise ReviewError(f"there is no concept with the slug {broader!r}")
    try:
        record_of(decision.new)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ReviewError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _check_reason(desk: Desk, decision: NoClaim) -> None:
    covered = {each.passage.id: each for each in desk.coverage()}.get(decision.subject[1])
    if covered is None:
        raise ReviewError(f"no passage of the text stands at {decision.subject[1]}")
    if covered.claims or covered.accepted:
        raise ReviewError(f"“{covered.passage.quote}” carries {', '.join((*covered.claims, *covered.accepted))}")
    if covered.passage.reason not in (None, decision.reason):
        raise ReviewError(f"the coverage of the document says {covered.passage.reason} of it; mend it there")
