"""What the rules propose becomes one list: nothing twice, nothing that the ontology forbids, each in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from graph.documents import Span
from graph.extraction.candidates import Candidate, Mention
from graph.extraction.gloss import gloss
from graph.extraction.schema import problem
from graph.extraction.vague import names_nothing

DOCUMENT = "document"
# A mark that closes what opened before the name; after an s it may be that of an owner.
_CLOSING = re.compile(r"(?<=\w)(?<!s)['’](?= )")
_QUOTES = "\"'“”‘’«»"


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates in the order of the text.

    Where two rules say the same on words that overlap, the surer one stands; where the text says the same again
    elsewhere, it is one candidate with the evidence of both.
    """
    found: dict[tuple[object, ...], Candidate] = {}
    for candidate in sorted(candidates, key=lambda each: (-each.confidence, each.evidence[0].start)):
        candidate = _with_clean_names(candidate)
        if problem(candidate) is not None or _is_vague(candidate.subject) or _is_vague(candidate.object):
            continue
        key = _says(candidate)
        first = found.get(key)
        if first is None:
            found[key] = candidate
        elif not _overlap(first, candidate):
            found[key] = replace(first, evidence=first.evidence + candidate.evidence)
    ordered = sorted(found.values(), key=lambda each: (each.evidence[0].start, each.key))
    return [replace(each, gloss=gloss(each)) for each in ordered]


def _is_vague(mention: Mention | None) -> bool:
    return mention is not None and mention.entity is None and names_nothing(mention.name)


def _with_clean_names(candidate: Candidate) -> Candidate:
    """The candidate without quotation marks at the ends of names, or one mark without the other within."""
    object_ = candidate.object and _clean(candidate.object)
    return replace(candidate, subject=_clean(candidate.subject), object=object_)


def _clean(mention: Mention) -> Mention:
    name = mention.name.strip(_QUOTES + " ")
    name = _CLOSING.sub("", name)
    if name.count('"') % 2:
        name = " ".join(name.replace('"', "").split())
    return replace(mention, name=name) if name and name != mention.name else mention


def _says(candidate: Candidate) -> tuple[object, ...]:
    fields = tuple(sorted((name, _plain(value)) for name, value in candidate.fields.items()))
    ends = candidate.subject.slug, candidate.predicate, candidate.object.slug if candidate.object else None
    speaker = candidate.speaker.slug if candidate.speaker else None
    if candidate.kind in ("Observation", "Statement"):
        # What somebody says is its words, and a figure its place: the same again is another.
        return (candidate.kind, *ends, candidate.polarity, candidate.certainty, speaker, fields, candidate.evidence)
    return (candidate.kind, *ends, candidate.polarity, candidate.fields.get("direction"))


def _plain(value: object) -> str:
    if isinstance(value, Mention):
        return value.slug
    if isinstance(value, list | tuple):
        return " ".join(map(_plain, value))
    return str(value)


def _overlap(one: Candidate, other: Candidate) -> bool:
    def touches(span: Span) -> bool:
        return any(span.overlaps(each) for each in one.evidence)

    return any(map(touches, other.evidence))
