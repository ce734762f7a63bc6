"""What was accepted goes into the data: claims, the new things they name, and reasons for passages without any.

Either all of it or nothing: the new files are made in full and a copy of the data with them is loaded, and held
against the shapes, before the first one is put in place. Entities go before the claims that name them, so that a
crash in between leaves data that can be built; finishing once more does the rest. What files say already is never
changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from graph.claims import Claim, load_claims
from graph.concepts import Concept
from graph.documents import Document
from graph.entities import Entity
from graph.errors import ReviewError
from graph.extraction.candidates import Candidate
from graph.review.claim import claim_from
from graph.review.decisions import (
    Accept,
    Add,
    Edit,
    Merge,
    NewThing,
    NoClaim,
    Reject,
    Settle,
    State,
    Subject,
    Written,
    result,
)
from graph.review.known import Known
from graph.review.log import Log
from graph.review.merge import together
from graph.review.things import mentions_of, record_of, settled, unsettled
from graph.review.writing import put, texts_with, try_out
from graph.sources import Progress


@dataclass(frozen=True)
class Finished:
    """What was written: ids of claims, slugs of things, passages that have a reason now, and the files."""

    claims: list[str] = field(default_factory=list)
    things: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The lists by name."""
        return {"claims": self.claims, "things": self.things, "reasons": self.reasons, "files": self.files}


@dataclass
class _Plan:
    claims: list[tuple[Subject, Claim]] = field(default_factory=list)
    there: list[tuple[Subject, Claim]] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)
    things: list[Entity | Concept] = field(default_factory=list)
    reasons: list[NoClaim] = field(default_factory=list)


def finish(
    data: Path,
    documents: Path,
    document: Document,
    text: str,
    known: Known,
    log: Log,
    others: Iterable[Log] = (),
    *,
    shapes: bool = True,
    progress: Progress = lambda step: None,
) -> Finished:
    """Write what the reviewers of a document accepted and no earlier run has written, and note so in ``log``.

    ``others`` are the logs of the other reviewers.

    Raises:
        ReviewError: reviewers are in conflict, a name is not settled, what was accepted cannot be a claim, or a
            build would fail; nothing is written. Or a file cannot be written.
    """
    both = together([log, *others])
    if both.conflicts:
        first = both.conflicts[0].text()
        raise ReviewError(
            f"reviewers are in conflict over {len(both.conflicts)} matters, first: {first}; settle them"
        )
    plan = _plan(data, document, text, known, both.state)
    texts = texts_with(data, document, text, plan.things, [claim for _, claim in plan.claims], plan.reasons)
    if texts:
        progress("trying the data with what was accepted")
        try_out(data, documents, texts, shapes)
        put(data, texts)
    written = {subject[1]: claim.id for subject, claim in (*plan.there, *plan.claims)}
    written |= {key: written[root] for key, root in plan.merged.items()}
    for key, identifier in written.items():
        log.append(Written(what="candidate", which=key, claim=identifier))
    for reason in plan.reasons:
        log.append(Written(what="passage", which=reason.subject[1]))
    return Finished(
        [claim.id for _, claim in plan.claims],
        [thing.id for thing in plan.things],
        [reason.subject[1] for reason in plan.reasons],
        [str(path) for path in texts],
    )


def _plan(data: Path, document: Document, text: str, known: Known, state: State) -> _Plan:
    file = data / "claims" / f"{document.id}.yaml"
    existing = load_claims(file) if file.is_file() else []
    number = max((int(claim.id.rpartition("-")[2]) for claim in existing), default=0)
    plan = _Plan(reasons=[each for each in state.reasons if each.subject not in state.written])
    accepted = _accepted(state, known)
    names = sorted({mention.name for _, candidate in accepted for mention in unsettled(candidate)})
    if names:
        raise ReviewError(f"say first what these names stand for: {', '.join(names)}")
    noted = {made.claim for made in state.written.values()}
    unnoted = {_content(claim): claim for claim in existing if claim.id not in noted}
    for subject, candidate in accepted:
        identifier = f"{document.id}-{number + 1:03}"
        try:
            claim = claim_from(candidate, identifier, text)
        except ReviewError as error:
            raise ReviewError(f"{candidate.gloss or candidate.key}: {error}") from error
        if (before := unnoted.pop(_content(claim), None)) is not None:
            plan.there.append((subject, before))
        else:
            plan.claims.append((subject, claim))
            number += 1
    made = {subject[1] for subject, _ in (*plan.there, *plan.claims)}
    plan.merged = {key: root for key, root in _merged(state).items() if root in made}
    plan.things = _new_things([candidate for _, candidate in accepted], state.names, known)
    return plan


def _accepted(state: State, known: Known) -> list[tuple[Subject, Candidate]]:
    """What is to become a claim, in the order of the text, with the evidence of what was merged into it."""
    own: dict[str, Candidate] = {}
    for subject, decision in state.counts.items():
        if isinstance(decision, Accept | Edit | Add) and subject not in state.written:
            made = result(decision)
            if made is not None:
                own[subject[1]] = settled(made, state.names, known)
    for key, root in _merged(state).items():
        joining = state.on(key)
        if root in own and joining is not None and joining.candidate is not None:
            own[root] = replace(own[root], evidence=(*own[root].evidence, *joining.candidate.evidence))
    found = sorted(own.items(), key=lambda each: (min(span.start for span in each[1].evidence), each[0]))
    return [(("candidate", key), made) for key, made in found]


def _merged(state: State) -> dict[str, str]:
    """The candidates that are merged and not written yet, each with the one that its evidence joins.

    Raises:
        ReviewError: that one is rejected.
    """
    found = {}
    for subject, decision in state.counts.items():
        if isinstance(decision, Merge) and subject not in state.written:
            root = state.root(decision.into)
            if isinstance(state.on(root), Reject | Merge):
                raise ReviewError(f"{subject[1]} is merged into {root}, which is not accepted; decide again")
            found[subject[1]] = root
    return found


def _content(claim: Claim) -> str:
    return claim.model_dump_json(exclude={"id"})


def _new_things(
    candidates: Iterable[Candidate], names: Mapping[str, Settle], known: Known
) -> list[Entity | Concept]:
    new: dict[str, NewThing] = {each.new.id: each.new for each in names.values() if each.new}
    waiting = [mention.slug for candidate in candidates for _, mention in mentions_of(candidate)]
    found: dict[str, NewThing] = {}
    while waiting:
        slug = waiting.pop(0)
        if slug in new and slug not in found and known.label_of(slug) is None:
            found[slug] = new[slug]
            waiting += [new[slug].broader or slug]
    return [record_of(thing) for thing in found.values()]
