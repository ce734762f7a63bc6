"""Which candidates say what a curated claim says.

A candidate *says* a claim when its kind is the claim's, its evidence overlaps the claim's, and both its subject and
its object are the claim's. As the labels of the document under test are left out, a thing of the graph is also what
shares half of its words with a label; an object, for which a curator often made a name, half of the words of the
shorter. ``strict`` is told apart: both ends by the first measure; and so is whether the predicate is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.benches.extraction.words import much_the_same, one_thing
from graph.claims import Claim, Observation
from graph.extraction.candidates import Candidate, Mention

COUNT = "item-count"
Labels = Mapping[str, Sequence[str]]
Names = Callable[[str, Iterable[str]], bool]


@dataclass(frozen=True)
class Match:
    """A claim and the candidate that says it; ``same_predicate`` also where the kind has only one."""

    claim: Claim
    candidate: Candidate
    same_predicate: bool
    strict: bool


def matches(claims: Sequence[Claim], candidates: Sequence[Candidate], labels: Labels) -> list[Match]:
    """Every pair of a claim and a candidate that says it; a claim or a candidate may stand in several."""
    return [
        Match(
            claim,
            candidate,
            candidate.predicate == getattr(claim, "predicate", None),
            _same(claim, candidate, labels, one_thing),
        )
        for claim in claims
        for candidate in candidates
        if candidate.kind == claim.kind
        and _overlap(claim, candidate)
        and _same(claim, candidate, labels, much_the_same)
    ]


def _overlap(claim: Claim, candidate: Candidate) -> bool:
    return any(
        each.start < span.end and span.start < each.end for each in claim.evidence for span in candidate.evidence
    )


def _same(claim: Claim, candidate: Candidate, labels: Labels, by: Names) -> bool:
    if candidate.polarity == "negated":
        return False
    if isinstance(claim, Observation):
        return _same_figure(claim, candidate, labels)
    if not is_thing(candidate.subject, claim.subject, labels):
        return False
    thing = getattr(claim, "object", None)
    if thing is None or candidate.object is None:
        return thing is None and candidate.object is None
    return is_thing(candidate.object, thing, labels, by)


def _same_figure(claim: Observation, candidate: Candidate, labels: Labels) -> bool:
    fields = candidate.fields
    if (fields.get("value"), fields.get("scale")) != (claim.value, claim.scale):
        return False
    unit = fields.get("unit")
    if not isinstance(unit, Mention):
        return False
    # A count is a count of what its noun names; the curators have one unit for all of them.
    return is_thing(unit, claim.unit, labels) or (claim.unit == COUNT and unit.entity is None)


def is_thing(mention: Mention, slug: str, labels: Labels, by: Names = one_thing) -> bool:
    """Whether a mention names the thing of that slug; ``document`` is the document itself."""
    if mention.entity == "document" or slug.startswith("document:"):
        return mention.entity == "document" and slug.startswith("document:")
    return mention.entity == slug or by(mention.name, labels.get(slug, [slug.replace("-", " ")]))
