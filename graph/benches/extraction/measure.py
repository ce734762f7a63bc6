"""Extraction of one document against what is wanted of it: a score for each kind, rule and document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.benches.extraction.gold import Gold, GoldMention
from graph.benches.extraction.matching import Labels, Match, is_thing, matches
from graph.benches.extraction.scores import Score
from graph.claims import Claim, Observation
from graph.documents import Span
from graph.extraction.candidates import Candidate, Extraction, Mention

Key = tuple[str, str]
"""What is counted: ``("mentions", "same words")``, ``("kind", "Impact")``, ``("rule", "…")`` …"""


@dataclass(frozen=True)
class Measured:
    """The scores of one document, and its candidates that are relations, for the judges."""

    document: str
    scores: Mapping[Key, Score]
    relations: list[Candidate] = field(repr=False)


def measure(gold: Gold, extraction: Extraction, labels: Labels) -> Measured:
    """Score what was extracted from a document. ``labels`` holds the labels of every thing, by slug."""
    scores: dict[Key, Score] = defaultdict(Score)
    _mentions(scores, gold, extraction.mentions)
    relations = [each for each in extraction.candidates if each.kind not in ("Observation", "Statement")]
    figures = [each for each in extraction.candidates if each.kind == "Observation"]
    statements = [each for each in extraction.candidates if each.kind == "Statement"]
    _claims(scores, "relations", gold.claims, relations, labels)
    _claims(scores, "figures", gold.claims, figures, labels)
    _claims(scores, "statements", gold.claims, statements, labels)
    _quotations(scores, gold, statements)
    return Measured(gold.document, scores, relations)


_NOT_MARKED = {"Topic", "Measure", "Unit", "ImpactMechanism"}


def _mentions(scores: dict[Key, Score], gold: Gold, found: list[Mention]) -> None:
    """Mentions of the types that were marked by hand; topics and the like nobody could mark consistently."""
    wanted = {(each.start, each.end): each for each in gold.mentions}
    proposed = {(each.start, each.end): each for each in found if each.type not in _NOT_MARKED}
    exact = wanted.keys() & proposed.keys()
    scores["mentions", "same words"] += Score(len(proposed), len(exact), len(wanted), len(exact))
    scores["mentions", "words that overlap"] += _overlapping(list(proposed.values()), list(wanted.values()))
    for kind in {each.type for each in gold.mentions}:
        of_type = {place for place, each in wanted.items() if each.type == kind}
        scores["mentions of type", kind] += Score(0, 0, len(of_type), len(of_type & exact))
    typed = sum(proposed[place].type == wanted[place].type for place in exact)
    scores["mentions", "same words and type"] += Score(len(proposed), typed, len(wanted), typed)
    for rule in {each.rule for each in proposed.values()}:
        by_rule = {place for place, each in proposed.items() if each.rule == rule}
        scores["mentions by rule", rule] += Score(len(by_rule), len(by_rule & exact), 0, 0)


def _overlapping(proposed: list[Mention], wanted: list[GoldMention]) -> Score:
    def touches(one: Span, others: Iterable[Span]) -> bool:
        return any(one.overlaps(other) for other in others)

    right = sum(touches(each, wanted) for each in proposed)
    found = sum(touches(each, proposed) for each in wanted)
    return Score(len(proposed), right, len(wanted), found)


_WANTED = {
    "relations": {"Adoption", "Capability", "Impact", "Recommendation", "Definition", "Relation", "Citation"},
    "figures": {"Observation"},
    "statements": {"Statement"},
}


def _claims(
    scores: dict[Key, Score], what: str, claims: list[Claim], candidates: list[Candidate], labels: Labels
) -> None:
    wanted = [claim for claim in claims if claim.kind in _WANTED[what]]
    found = matches(wanted, candidates, labels)
    claims_found = {match.claim.id for match in found}
    said = {match.candidate.key for match in found}
    scores["all", what] += Score(len(candidates), _of(candidates, said), len(wanted), len(claims_found))
    kinds = {claim.kind for claim in wanted} | {each.kind for each in candidates}
    for kind in sorted(kinds):
        proposed = [each for each in candidates if each.kind == kind]
        of_kind = [claim for claim in wanted if claim.kind == kind]
        right = sum(claim.id in claims_found for claim in of_kind)
        scores["kind", kind] += Score(len(proposed), _of(proposed, said), len(of_kind), right)
    for rule in sorted({each.rule for each in candidates}):
        proposed = [each for each in candidates if each.rule == rule]
        through = {match.claim.id for match in found if match.candidate.rule == rule}
        scores["rule", rule] += Score(len(proposed), _of(proposed, said), len(wanted), len(through))
    strictly = [match for match in found if match.strict]
    said, claims_found = {match.candidate.key for match in strictly}, {match.claim.id for match in strictly}
    scores["strictly", what] += Score(len(candidates), _of(candidates, said), len(wanted), len(claims_found))
    _details(scores, what, found)


def _of(candidates: list[Candidate], said: set[str]) -> int:
    return sum(each.key in said for each in candidates)


def _details(scores: dict[Key, Score], what: str, found: list[Match]) -> None:
    """Of the claims found: for how many a candidate also has the rest of what the curator wrote."""
    by_claim: dict[str, list[Match]] = defaultdict(list)
    for match in found:
        by_claim[match.claim.id].append(match)
    for pairs in by_claim.values():
        if what == "relations":
            _share(scores, "predicate", any(pair.same_predicate for pair in pairs))
            if pairs[0].claim.kind == "Impact":
                _share(scores, "direction", any(_same_field(pair, "direction") for pair in pairs))
        if what == "figures":
            for name in ("bound", "period", "inPlace"):
                _share(scores, name, any(_same_field(pair, name) for pair in pairs))
        _share(
            scores, f"certainty of {what}", any(pair.candidate.certainty == pair.claim.certainty for pair in pairs)
        )


def _share(scores: dict[Key, Score], name: str, right: bool) -> None:
    scores["details", name] += Score(1, int(right), 0, 0)


def _same_field(match: Match, name: str) -> bool:
    wanted: object = getattr(match.claim, name)
    given: object = match.candidate.fields.get(name)
    if isinstance(given, Mention):
        return isinstance(wanted, str) and is_thing(given, wanted, {})
    if isinstance(match.claim, Observation) and name == "bound":
        return (given or "exactly") == wanted
    return bool(given == wanted)


def _quotations(scores: dict[Key, Score], gold: Gold, statements: list[Candidate]) -> None:
    """A quotation is found where a statement's first evidence has its very words; its speaker where the mention
    touches the words that name the speaker, or has the name that stands there."""
    quoted = [each for each in statements if each.rule.startswith("quotation")]
    spans = {(each.evidence[0].start, each.evidence[0].end): each for each in quoted}
    wanted = {(each.start, each.end): each for each in gold.quotations}
    exact = spans.keys() & wanted.keys()
    scores["quotations", "span"] += Score(len(quoted), len(exact), len(wanted), len(exact))
    speakers = sum(_is_speaker(spans[place], wanted[place].speaker) for place in exact)
    scores["quotations", "speaker"] += Score(len(exact), speakers, len(wanted), speakers)


def _is_speaker(statement: Candidate, place: Span) -> bool:
    speaker = statement.speaker or statement.subject
    return speaker.overlaps(place)
